//! What indicators come to in a report, on its own page.
//!
//! In: the figures of the report. Out: a short list, each with its place in the text; nothing where there is none.

use crate::archive::Entry;
use crate::render::indicator::figure_in_text;
use crate::render::{Renderer, view};
use crate::route::{self, figures_page};

/// Figures that a report's page lists.
const FIGURES_SHOWN: usize = 30;

impl Renderer<'_> {
    /// The figures of a report; none where it has none.
    pub(in crate::render) fn report_figures(&self, entry: &Entry) -> Option<view::ReportFigures> {
        let path = entry.route.page();
        let figures = self.knowledge.indicators.of_report(self.position(entry)?);
        let figures: Vec<_> = figures.collect();
        let shown = figures.iter().take(FIGURES_SHOWN);
        let shown = shown.filter_map(|(at, figure)| {
            let indicator = self.archive.config.indicators.get(*at)?;
            let place = |anchor: &str| match anchor.is_empty() {
                true => String::new(),
                false => format!("#{}", route::encode(anchor)),
            };
            let in_text = figure.in_text.as_ref();
            let in_text =
                in_text.map(|other| figure_in_text(indicator, other, place(&other.anchor)));
            Some(view::ReportFigure {
                indicator: self.indicator_link(indicator, &path),
                figure: view::ShownFigure {
                    url: place(&figure.anchor),
                    ..self.figure_in_unit(indicator, figure, &path)
                },
                basis: figure.basis.name().to_owned(),
                note: figure.note.clone(),
                in_text,
            })
        });
        let agency = self.archive.agencies.get(entry.agency)?;
        (!figures.is_empty()).then(|| view::ReportFigures {
            figures: shown.collect(),
            more: figures.len().saturating_sub(FIGURES_SHOWN) as u64,
            url: route::relative(&path, &figures_page(&agency.route)),
        })
    }
}
