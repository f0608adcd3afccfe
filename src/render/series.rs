//! The pages of tables that recur: each by period, all of a body.
//!
//! In: the [`AllSeries`](crate::knowledge::series::AllSeries) of the archive. Out: for every row and column the figures of
//! the periods as they are written, with a link to the table that has them. Nothing is added, compared or completed.

use crate::archive::list_page::page_of;
use crate::archive::{AgencyIndex, Entry};
use crate::error::Error;
use crate::knowledge::series::{TableOf, TableSeries};
use crate::render::view::{self, PageKind};
use crate::render::{Page, Renderer};
use crate::report::findings::figure::series::{SeriesTable, YEARS};
use crate::route::{self, series_page, table_series_page, type_page};
use crate::theme::Argument;

/// Tables on one page of a list.
const LIST_LENGTH: usize = 100;
/// Tables on the page of a body.
const OF_AGENCY_SHOWN: usize = 8;
/// Tables on the page of a report: as many as are held against others.
const OF_REPORT_SHOWN: usize = 30;
/// Periods of a table, the newest.
const PERIODS_SHOWN: usize = 24;
/// Bytes of the rows of one page, about: a page weighs less than 60,000.
const PAGE_BYTES: usize = 30_000;
/// Bytes around a row, and around a figure.
const AROUND_ROW: usize = 60;
/// See [`AROUND_ROW`].
const AROUND_VALUE: usize = 16;

impl Renderer<'_> {
    /// The pages of tables that recur, where there are any.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn series_pages<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let all = &self.knowledge.series.all;
        for of_agency in all.chunk_by(|one, other| one.agency == other.agency) {
            self.series_list(of_agency, sink)?;
            for series in of_agency {
                self.one_series(series, sink)?;
            }
        }
        Ok(())
    }

    /// What the page of a body shows of its tables that recur.
    pub(super) fn agency_series(
        &self,
        agency: AgencyIndex,
        from: &str,
    ) -> Option<view::AgencySeries> {
        let series = self.knowledge.series.of_agency(agency);
        let lines = series.iter().take(OF_AGENCY_SHOWN);
        let lines: Vec<_> = lines.filter_map(|it| self.series_line(it, from)).collect();
        let route = &self.archive.agencies.get(agency)?.route;
        let is_more = series.len() > OF_AGENCY_SHOWN;
        (!lines.is_empty()).then(|| view::AgencySeries {
            series: lines,
            count: series.len() as u64,
            all: is_more.then(|| route::relative(from, &series_page(route))),
        })
    }

    /// The tables of a report that recur.
    pub(super) fn report_series(&self, entry: &Entry) -> Vec<view::ReportSeries> {
        let Some(report) = self.position(entry) else {
            return Vec::new();
        };
        let path = entry.route.page();
        let all = self.knowledge.series.of_report(report);
        let all = all.take(OF_REPORT_SHOWN).filter_map(|(series, own)| {
            let anchor = &own.of(self.archive)?.anchor;
            Some(view::ReportSeries {
                series: self.series_link(series, &path)?,
                anchor: (!anchor.is_empty()).then(|| anchor.to_string()),
                tables: series.tables.len() as u64,
            })
        });
        all.collect()
    }

    /// The list of the tables of a body.
    fn series_list<'r>(
        &'r self,
        of_agency: &[TableSeries],
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let at = of_agency.first().map(|it| it.agency);
        let agency = at.and_then(|at| Some((at, self.archive.agencies.get(at)?)));
        let Some((at, agency)) = agency else {
            return Ok(());
        };
        let first = series_page(&agency.route);
        let name = [("agency", Argument::Text(&agency.facts.name))];
        let title = self.texts().fill("series_of", &name);
        let pages = of_agency.chunks(LIST_LENGTH);
        let count = pages.len();
        for (number, shown) in (1..).zip(pages) {
            let path = page_of(&first, number);
            let mut crumbs = self.agency_crumbs(at, &path);
            crumbs.push(self.agency_link(&path, agency));
            let (page, paging) =
                self.paged(PageKind::Series, &first, (number, count), &title, crumbs);
            let lines = shown.iter().filter_map(|it| self.series_line(it, &path));
            let view = view::SeriesListPage {
                agency: self.agency_link(&path, agency),
                series: lines.collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "series-list.html", view))?;
        }
        Ok(())
    }

    /// The pages of a table.
    fn one_series<'r>(
        &'r self,
        series: &TableSeries,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let agency = self.archive.agencies.get(series.agency);
        let (Some(agency), Some(newest)) = (agency, series.newest(self.archive)) else {
            return Ok(());
        };
        let first = table_series_page(&agency.route, &series.kind, &series.key);
        let over = series.tables.len().saturating_sub(PERIODS_SHOWN);
        let shown = series.tables.get(over..).unwrap_or_default();
        let pages = cut(self.rows(newest, shown));
        let language = series.tables.last().and_then(|table| {
            let entry = self.archive.entries.get(table.report)?;
            self.report_language(entry)
        });
        let title = self.series_title(newest);
        let count = pages.len();
        for (number, groups) in (1..).zip(pages) {
            let path = page_of(&first, number);
            let list = series_page(&agency.route);
            let mut crumbs = self.agency_crumbs(series.agency, &path);
            crumbs.push(self.agency_link(&path, agency));
            crumbs.push(self.word_link("series", &path, &list));
            let (mut page, paging) =
                self.paged(PageKind::Series, &first, (number, count), &title, crumbs);
            page.language.clone_from(&language);
            let periods = shown.iter().filter_map(|table| {
                let anchor = &table.of(self.archive)?.anchor;
                Some(view::SeriesPeriod {
                    period: self.period(&table.period),
                    url: self.link_to_place(&path, table.report, anchor).url,
                })
            });
            let view = view::SeriesPage {
                agency: self.agency_link(&path, agency),
                report_type: view::Link {
                    title: self.archive.type_name(&series.kind).to_owned(),
                    url: route::relative(&path, &type_page(&series.kind)),
                    language: self.archive_language(),
                },
                language: language.clone(),
                periods: periods.collect(),
                earlier: over as u64,
                groups,
                paging,
                page,
            };
            sink(self.page_from(path, "series.html", view))?;
        }
        Ok(())
    }

    /// The figures of some tables, by column and row; rows without any are left out.
    fn rows(&self, newest: &SeriesTable, shown: &[TableOf]) -> Vec<view::SeriesGroup> {
        let rows: Vec<String> = newest.labels.rows().map(|it| self.named(it)).collect();
        let columns = newest.labels.columns().map(|it| self.named(it));
        let mut groups: Vec<view::SeriesGroup> = columns
            .map(|column| view::SeriesGroup {
                column,
                rows: (rows.iter())
                    .map(|name| view::SeriesRow {
                        name: name.clone(),
                        values: vec![String::new(); shown.len()],
                    })
                    .collect(),
            })
            .collect();
        for (period, table) in shown.iter().enumerate() {
            let values = table.of(self.archive).into_iter();
            for (row, column, value) in values.flat_map(SeriesTable::values) {
                let row = groups
                    .get_mut(column)
                    .and_then(|group| group.rows.get_mut(row));
                if let Some(place) = row.and_then(|row| row.values.get_mut(period)) {
                    value.clone_into(place);
                }
            }
        }
        for group in &mut groups {
            group
                .rows
                .retain(|row| row.values.iter().any(|value| !value.is_empty()));
        }
        groups.retain(|group| !group.rows.is_empty());
        groups
    }

    fn series_line(&self, series: &TableSeries, from: &str) -> Option<view::SeriesLine> {
        let newest = series.newest(self.archive)?;
        let (first, last) = (series.tables.first()?, series.tables.last()?);
        Some(view::SeriesLine {
            series: self.series_link(series, from)?,
            report_type: self.archive.type_name(&series.kind).to_owned(),
            type_language: self.archive_language(),
            row: self.named(newest.labels.rows().next()?),
            tables: series.tables.len() as u64,
            first: self.period(&first.period),
            last: self.period(&last.period),
        })
    }

    fn series_link(&self, series: &TableSeries, from: &str) -> Option<view::Link> {
        let agency = self.archive.agencies.get(series.agency)?;
        let page = table_series_page(&agency.route, &series.kind, &series.key);
        let entry = self.archive.entries.get(series.tables.last()?.report)?;
        Some(view::Link {
            title: self.series_title(series.newest(self.archive)?),
            url: route::relative(from, &page),
            language: self.report_language(entry),
        })
    }

    /// What a table is called: the heading above it, else its first row.
    fn series_title(&self, table: &SeriesTable) -> String {
        match (&*table.heading, table.labels.rows().next()) {
            ("", Some(row)) if !row.is_empty() => self.named(row),
            ("", _) => self.texts().word("series_unnamed").to_owned(),
            (heading, _) => self.named(heading),
        }
    }

    /// Words in which the year of the report is named as such.
    fn named(&self, label: &str) -> String {
        let words = ["series_this_year", "series_last_year", "series_next_year"];
        let years = YEARS.iter().zip(words);
        years.fold(label.to_owned(), |label, ((_, sign), word)| {
            let word = self.texts().word(word);
            label
                .replace(&format!("{sign}年"), word)
                .replace(*sign, word)
        })
    }
}

/// The rows of each page.
fn cut(groups: Vec<view::SeriesGroup>) -> Vec<Vec<view::SeriesGroup>> {
    let mut pages: Vec<Vec<view::SeriesGroup>> = vec![Vec::new()];
    let mut left = PAGE_BYTES;
    for view::SeriesGroup { column, rows } in groups {
        let mut is_begun = false;
        for row in rows {
            let values = row.values.iter().map(|value| value.len() + AROUND_VALUE);
            let cost = AROUND_ROW + row.name.len() + values.sum::<usize>();
            if cost > left && pages.last().is_some_and(|page| !page.is_empty()) {
                pages.push(Vec::new());
                left = PAGE_BYTES;
                is_begun = false;
            }
            left = left.saturating_sub(cost);
            let Some(page) = pages.last_mut() else {
                continue;
            };
            match page.last_mut().filter(|_| is_begun) {
                Some(group) => group.rows.push(row),
                None => page.push(view::SeriesGroup {
                    column: column.clone(),
                    rows: vec![row],
                }),
            }
            is_begun = true;
        }
    }
    pages
}
