//! The pages of indicators: all of them, each by body and period, and those of each body.
//!
//! In: the [`Indicators`](crate::knowledge::indicator::Indicators) of the archive. Out: tables in which every figure leads
//! to its place, what says it, and charts of few lines. A gap says that nothing was read, never that there was nothing.

mod chart;
mod of_report;
mod total;

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::list_page::page_of;
use crate::archive::{AgencyIndex, EntryIndex};
use crate::config::Indicator;
use crate::date::{PartialDate, Period, PeriodUnit};
use crate::error::Error;
use crate::knowledge::indicator::{Figure, FigureIndex, InText, Total};
use crate::render::indicator::chart::{LINES_MAX, Line, Words};
use crate::render::view::{self, PageKind};
use crate::render::{Page, Renderer};
use crate::report::findings::figure::number::Number;
use crate::route::{self, INDICATORS_PAGE, figures_page, indicator_page};
use crate::theme::Argument;

/// Indicators on one page.
const PAGE_LENGTH: usize = 100;
/// Columns of a table, the newest.
const PERIODS_SHOWN: usize = 24;
/// What a page may hold: a page weighs less than 60,000 bytes.
const PAGE_WEIGHT: usize = 360;
/// What a figure weighs with what says it, beside a cell without one.
const FIGURE_WEIGHT: usize = 10;
/// Charts on the page of a body.
const CHARTS_SHOWN: usize = 4;
/// Indicators on the page of a body.
const NEWEST_SHOWN: usize = 8;

/// What an indicator and a body come to in a period; mostly one.
type Cells<'k> = BTreeMap<Option<Period>, Vec<&'k Figure>>;

/// A row before it is cut to the columns of a page.
struct Row<'k> {
    whose: view::Link,
    indicator: &'k Indicator,
    cells: Cells<'k>,
}

/// A page of figures before it is cut.
struct Whole<'k> {
    first: String,
    title: String,
    language: Option<String>,
    indicator: Option<&'k Indicator>,
    agency: Option<AgencyIndex>,
    rows: Vec<Row<'k>>,
    /// Of an indicator, what it comes to by year.
    totals: &'k [Total],
}

impl Renderer<'_> {
    /// The pages of indicators, where there are figures.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn indicator_pages<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let indicators = &self.knowledge.indicators;
        if indicators.is_empty() {
            return Ok(());
        }
        self.indicators(sink)?;
        let declared = self.archive.config.indicators.iter();
        for (indicator, series) in declared.zip(&indicators.all) {
            if series.figures.is_empty() {
                continue;
            }
            let first = indicator_page(&indicator.key.value);
            let mut agencies: BTreeMap<AgencyIndex, Cells<'_>> = BTreeMap::new();
            for figure in &series.figures {
                let cells = agencies.entry(figure.agency).or_default();
                cells.entry(figure.period).or_default().push(figure);
            }
            let rows = agencies.into_iter().filter_map(|(agency, cells)| {
                let agency = self.archive.agencies.get(agency)?;
                let mut whose = self.agency_link(&first, agency);
                whose.url = route::relative(&first, &figures_page(&agency.route));
                Some(Row {
                    whose,
                    indicator,
                    cells,
                })
            });
            let whole = Whole {
                title: indicator.name.clone(),
                language: self.archive_language(),
                indicator: Some(indicator),
                agency: None,
                rows: rows.collect(),
                totals: &series.totals,
                first: first.clone(),
            };
            self.figures(&whole, sink)?;
        }
        for (agency, figures) in &indicators.agencies {
            let whole = self.figures_of(*agency, figures);
            whole.map_or(Ok(()), |whole| self.figures(&whole, sink))?;
        }
        Ok(())
    }

    /// What the page of a body shows of its figures.
    pub(super) fn agency_figures(
        &self,
        agency: AgencyIndex,
        from: &str,
    ) -> Option<view::AgencyFigures> {
        let indicators = &self.knowledge.indicators;
        let figures = indicators.agencies.get(&agency)?;
        let of_indicators = figures.chunk_by(|one, other| one.0 == other.0);
        let newest = of_indicators.take(NEWEST_SHOWN).filter_map(|of_one| {
            let figures = of_one.iter().filter_map(|at| indicators.get(*at));
            let newest = figures.max_by_key(|figure| figure.period.map(|period| period.to))?;
            let indicator = self.archive.config.indicators.get(of_one.first()?.0)?;
            Some(view::NewestFigure {
                indicator: self.indicator_link(indicator, from),
                period: newest.period.map(|period| self.period(&period)),
                figure: self.figure_in_unit(indicator, newest, from),
            })
        });
        let route = &self.archive.agencies.get(agency)?.route;
        Some(view::AgencyFigures {
            url: route::relative(from, &figures_page(route)),
            newest: newest.collect(),
        })
    }

    /// The page of all indicators.
    fn indicators<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let title = self.texts().word("indicators");
        let declared = self.archive.config.indicators.iter();
        let all = declared.zip(&self.knowledge.indicators.all);
        let all: Vec<_> = all.filter(|(_, of)| !of.figures.is_empty()).collect();
        let pages = all.chunks(PAGE_LENGTH);
        let count = pages.len();
        for (number, shown) in (1..).zip(pages) {
            let path = page_of(INDICATORS_PAGE, number);
            let crumbs = vec![self.home_link(&path)];
            let (page, paging) = self.paged(
                PageKind::Index,
                INDICATORS_PAGE,
                (number, count),
                title,
                crumbs,
            );
            let lines = shown.iter().map(|(indicator, series)| {
                let figures = series.figures.iter();
                let agencies: BTreeSet<AgencyIndex> = figures.clone().map(|it| it.agency).collect();
                let periods = figures.filter_map(|it| it.period);
                let shown = |period: Option<Period>| period.map(|period| self.period(&period));
                view::IndicatorLine {
                    indicator: self.indicator_link(indicator, &path),
                    unit: indicator.unit.clone(),
                    figures: series.figures.len() as u64,
                    agencies: agencies.len() as u64,
                    first: shown(periods.clone().min_by_key(|it| it.to)),
                    last: shown(periods.max_by_key(|it| it.to)),
                }
            });
            let view = view::IndicatorsPage {
                indicators: lines.collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "indicators.html", view))?;
        }
        Ok(())
    }

    /// The figures of a body, before they are cut into pages.
    fn figures_of(&self, at: AgencyIndex, figures: &[FigureIndex]) -> Option<Whole<'_>> {
        let agency = self.archive.agencies.get(at)?;
        let first = figures_page(&agency.route);
        let rows = figures.chunk_by(|one, other| one.0 == other.0);
        let rows = rows.filter_map(|of_one| {
            let indicator = self.archive.config.indicators.get(of_one.first()?.0)?;
            let mut cells = Cells::new();
            let figures = of_one.iter();
            for figure in figures.filter_map(|at| self.knowledge.indicators.get(*at)) {
                cells.entry(figure.period).or_default().push(figure);
            }
            Some(Row {
                whose: self.indicator_link(indicator, &first),
                indicator,
                cells,
            })
        });
        let name = [("agency", Argument::Text(&agency.facts.name))];
        Some(Whole {
            title: self.texts().fill("indicators_of", &name),
            language: None,
            indicator: None,
            agency: Some(at),
            rows: rows.collect(),
            totals: &[],
            first,
        })
    }

    /// The pages of an indicator, or of a body.
    fn figures<'r>(
        &'r self,
        whole: &Whole<'_>,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let periods: BTreeSet<Option<Period>> = (whole.rows.iter())
            .flat_map(|row| row.cells.keys().copied())
            .collect();
        let mut periods: Vec<Option<Period>> = with_gaps(periods).into_iter().collect();
        // By time, what is of no period at the end.
        periods.sort_by_key(|period| (period.is_none(), period.map(|it| (it.to, it.from))));
        let over = periods.len().saturating_sub(PERIODS_SHOWN);
        // Years in between without a figure are no figures that are not shown.
        let has_any = |at: &Option<Period>| whole.rows.iter().any(|row| row.cells.contains_key(at));
        let earlier = periods.drain(..over).filter(has_any).count();
        let pages = cut(&whole.rows, &periods);
        for (number, rows) in (1..).zip(&pages) {
            let path = page_of(&whole.first, number);
            let mut crumbs = vec![self.home_link(&path)];
            crumbs.push(self.word_link("indicators", &path, INDICATORS_PAGE));
            let (mut page, paging) = self.paged(
                PageKind::Indicator,
                &whole.first,
                (number, pages.len()),
                &whole.title,
                crumbs,
            );
            page.language.clone_from(&whole.language);
            let agency = whole.agency.and_then(|at| self.archive.agencies.get(at));
            let shown = rows.iter().map(|row| view::FigureRow {
                whose: row.whose.clone(),
                unit: row.indicator.unit.clone().filter(|_| agency.is_some()),
                cells: periods
                    .iter()
                    .map(|period| self.figure_cell(row, *period, &path))
                    .collect(),
            });
            let evidence = rows.iter().flat_map(|row| {
                let figures = periods.iter().filter_map(|period| row.cells.get(period));
                let figures = figures.flatten();
                figures.filter_map(|figure| self.figure_evidence(row, figure, &path))
            });
            let undated = || view::Date {
                iso: String::new(),
                display: self.texts().word("undated").to_owned(),
            };
            let columns = periods.iter();
            let view = view::FiguresPage {
                unit: whole.indicator.and_then(|it| it.unit.clone()),
                agency: agency.map(|agency| self.agency_link(&path, agency)),
                definitions: match whole.indicator.filter(|_| number == 1) {
                    Some(indicator) => self.definitions(indicator),
                    None => Vec::new(),
                },
                charts: self.charts(whole, rows, number),
                totals: (number == 1).then(|| self.totals(whole)).flatten(),
                periods: columns
                    .map(|period| period.map_or_else(undated, |it| self.period(&it)))
                    .collect(),
                earlier: earlier as u64,
                rows: shown.collect(),
                evidence: evidence.collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "figures.html", view))?;
        }
        Ok(())
    }

    fn figure_cell(&self, row: &Row<'_>, period: Option<Period>, from: &str) -> view::FigureCell {
        let figures = row.cells.get(&period).into_iter().flatten();
        view::FigureCell {
            figures: figures
                .map(|figure| self.shown_figure(row.indicator, figure, from))
                .collect(),
        }
    }

    fn shown_figure(
        &self,
        indicator: &Indicator,
        figure: &Figure,
        from: &str,
    ) -> view::ShownFigure {
        let is_told = indicator.definitions.len() > 1;
        view::ShownFigure {
            value: figure.value.to_string(),
            is_about: figure.is_about,
            unit: None,
            url: self.link_to_place(from, figure.report, &figure.anchor).url,
            definition: figure
                .definition
                .filter(|_| is_told)
                .map(|at| at as u64 + 1),
        }
    }

    /// A figure where nothing around it says what it is counted in.
    fn figure_in_unit(
        &self,
        indicator: &Indicator,
        figure: &Figure,
        from: &str,
    ) -> view::ShownFigure {
        view::ShownFigure {
            unit: indicator.unit.clone(),
            ..self.shown_figure(indicator, figure, from)
        }
    }

    fn figure_evidence(
        &self,
        row: &Row<'_>,
        figure: &Figure,
        from: &str,
    ) -> Option<view::FigureEvidence> {
        let entry = self.archive.entries.get(figure.report as EntryIndex)?;
        Some(view::FigureEvidence {
            whose: row.whose.title.clone(),
            whose_language: row.whose.language.clone(),
            period: figure.period.map(|period| self.period(&period)),
            figure: self.figure_in_unit(row.indicator, figure, from),
            basis: figure.basis.name().to_owned(),
            quote: figure.quote.clone(),
            language: self.report_language(entry),
            note: figure.note.clone(),
            in_text: figure.in_text.as_ref().map(|other| {
                let place = self.link_to_place(from, figure.report, &other.anchor);
                figure_in_text(row.indicator, other, place.url)
            }),
        })
    }

    /// How an indicator is counted, where there is more to say than that it is.
    fn definitions(&self, indicator: &Indicator) -> Vec<view::IndicatorDefinition> {
        let all = &indicator.definitions;
        if all.len() == 1
            && all
                .iter()
                .all(|it| it.note.is_none() && it.time.is_always())
        {
            return Vec::new();
        }
        let day = |day: Option<PartialDate>| day.map(|day| self.date(day));
        let all = (1..).zip(all);
        all.map(|(number, definition)| view::IndicatorDefinition {
            number,
            from: day(definition.time.from),
            until: day(definition.time.until),
            note: definition.note.clone(),
        })
        .collect()
    }

    /// The charts of a page: one of an indicator on its first page, of few bodies or of what all of them come to; one for
    /// each of the first indicators of a body.
    fn charts(&self, whole: &Whole<'_>, rows: &[&Row<'_>], number: usize) -> Vec<view::Chart> {
        let line = |row: &Row<'_>| Line {
            name: row.whose.title.clone(),
            language: row.whose.language.clone(),
            figures: by_year(&row.cells),
            partial: BTreeMap::new(),
        };
        match whole.indicator {
            Some(indicator) if number == 1 && whole.rows.len() <= LINES_MAX => {
                let lines = whole.rows.iter().map(line);
                let chart = self.chart(1, indicator, lines.collect());
                chart.into_iter().collect()
            }
            Some(indicator) if number == 1 => {
                let chart = self.chart_of_totals(indicator, whole.totals);
                chart.into_iter().collect()
            }
            Some(_) => Vec::new(),
            None => {
                let charts = (1..).zip(rows.iter().take(CHARTS_SHOWN));
                charts
                    .filter_map(|(at, row)| self.chart(at, row.indicator, vec![line(row)]))
                    .collect()
            }
        }
    }

    fn chart(&self, number: usize, indicator: &Indicator, lines: Vec<Line>) -> Option<view::Chart> {
        let definition = |year: i16| {
            let last = PartialDate::of_year(year).last_day();
            let mut all = indicator.definitions.iter();
            all.position(|it| it.time.has(last))
        };
        let name = match &indicator.unit {
            Some(unit) => self.texts().fill(
                "indicator_in",
                &[
                    ("name", Argument::Text(&indicator.name)),
                    ("unit", Argument::Text(unit)),
                ],
            ),
            None => indicator.name.clone(),
        };
        let change = |at: usize| {
            let number = (at + 1).to_string();
            let number = [("number", Argument::Text(&number))];
            self.texts().fill("indicator_definition", &number)
        };
        let words = Words {
            title: name,
            language: self.archive_language(),
            year: &|year| format!("{year:04}"),
            change: &change,
        };
        chart::chart(number, lines, &definition, &words)
    }

    fn indicator_link(&self, indicator: &Indicator, from: &str) -> view::Link {
        view::Link {
            title: indicator.name.clone(),
            url: route::relative(from, &indicator_page(&indicator.key.value)),
            language: self.archive_language(),
        }
    }
}

/// The same periods with the years between them of which nothing is known, as far back as a table goes.
fn with_gaps(mut periods: BTreeSet<Option<Period>>) -> BTreeSet<Option<Period>> {
    let years = || periods.iter().flatten().filter_map(Period::year);
    if let (Some(first), Some(last)) = (years().min(), years().max()) {
        let shown = i16::try_from(PERIODS_SHOWN).unwrap_or(i16::MAX);
        let first = first.max(last.saturating_sub(shown));
        let year = |year| Some(PeriodUnit::Year.containing(PartialDate::of_year(year)));
        periods.extend((first..=last).map(year));
    }
    periods
}

/// What the text says, at `url`, where an editor states another figure.
fn figure_in_text(indicator: &Indicator, other: &InText, url: String) -> view::FigureInText {
    view::FigureInText {
        figure: view::ShownFigure {
            value: other.value.to_string(),
            is_about: other.is_about,
            unit: indicator.unit.clone(),
            url,
            definition: None,
        },
        quote: other.quote.clone(),
    }
}

/// The figures that are of a whole year and of which there is no other.
fn by_year(cells: &Cells<'_>) -> BTreeMap<i16, Number> {
    let years = cells.iter().filter_map(|(period, figures)| {
        let (year, first) = (period.as_ref()?.year()?, figures.first()?);
        let is_one = figures.iter().all(|other| other.value == first.value);
        is_one.then_some((year, first.value))
    });
    years.collect()
}

/// The rows of each page.
fn cut<'w, 'k>(rows: &'w [Row<'k>], periods: &[Option<Period>]) -> Vec<Vec<&'w Row<'k>>> {
    let mut pages: Vec<Vec<&Row<'_>>> = Vec::new();
    let mut left = 0;
    for row in rows {
        let figures = periods.iter().filter_map(|period| row.cells.get(period));
        let figures: usize = figures.map(Vec::len).sum();
        let weight = periods.len() + figures * FIGURE_WEIGHT;
        match pages.last_mut().filter(|_| weight <= left) {
            Some(page) => page.push(row),
            None => {
                pages.push(vec![row]);
                left = PAGE_WEIGHT;
            }
        }
        left = left.saturating_sub(weight);
    }
    pages
}
