//! What an indicator comes to by year, of all bodies that give a figure: a table, and a chart of many bodies.
//!
//! In: the totals that are known. Out: their values, each with the number of bodies in it. A year in which bodies are
//! lacking is joined with no other.

use std::collections::BTreeMap;

use crate::config::Indicator;
use crate::date::{PartialDate, PeriodUnit};
use crate::knowledge::indicator::Total;
use crate::render::indicator::chart::Line;
use crate::render::indicator::{PERIODS_SHOWN, Whole};
use crate::render::{Renderer, view};

impl Renderer<'_> {
    /// The totals of an indicator, the newest that a table has room for; none where there are none.
    pub(super) fn totals(&self, whole: &Whole<'_>) -> Option<view::FigureTotals> {
        let over = whole.totals.len().saturating_sub(PERIODS_SHOWN);
        let shown = whole.totals.get(over..).filter(|it| !it.is_empty())?;
        let is_told = whole.indicator.is_some_and(|it| it.definitions.len() > 1);
        let years = shown.iter().map(|total| view::FigureTotal {
            year: self.period(&PeriodUnit::Year.containing(PartialDate::of_year(total.year))),
            figure: view::ShownFigure {
                value: total.value.to_string(),
                is_about: total.is_about,
                definition: (total.definition.filter(|_| is_told)).map(|at| at as u64 + 1),
                ..view::ShownFigure::default()
            },
            bodies: total.bodies as u64,
            all: total.all as u64,
        });
        Some(view::FigureTotals {
            years: years.collect(),
            is_nested: shown.iter().any(|total| total.is_nested),
        })
    }

    /// The chart of totals.
    pub(super) fn chart_of_totals(
        &self,
        indicator: &Indicator,
        totals: &[Total],
    ) -> Option<view::Chart> {
        let partial = totals.iter().filter(|total| total.bodies < total.all);
        let partial = partial.map(|total| (total.year, format!("{}/{}", total.bodies, total.all)));
        let figures = totals.iter().map(|total| (total.year, total.value));
        let line = Line {
            name: self.texts().word("figures_total").to_owned(),
            language: None,
            figures: figures.collect(),
            partial: BTreeMap::from_iter(partial),
        };
        let chart = self.chart(1, indicator, vec![line])?;
        Some(view::Chart {
            is_total: true,
            ..chart
        })
    }
}
