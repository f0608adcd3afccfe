//! Tables in files beside reports: on the pages of the reports, and on pages of their own.
//!
//! In: a table as its file has it at the second reading. Out: the rows of a page, in the order of the file; which rows
//! stand where is decided in [`crate::report::table`].

use std::collections::BTreeSet;
use std::ops::Range;

use crate::archive::list_page::page_of;
use crate::archive::{Entry, EntryIndex, Table};
use crate::error::Error;
use crate::fields::simplified;
use crate::render::downloads::{file_name, format_of};
use crate::render::view::{self, PageKind};
use crate::render::{Page, Renderer};
use crate::report::findings::figure;
use crate::report::findings::figure::sum::NotedRow;
use crate::report::numeric::are_numbers;
use crate::report::table::{Cell, Place, TableText, id, shown};
use crate::route;

impl Renderer<'_> {
    /// The tables of a report on its page; `texts` are their files, in the same order.
    pub(super) fn tables(
        &self,
        entry: &Entry,
        from: &str,
        texts: &[TableText<'_>],
    ) -> Vec<view::FileTable> {
        let tables = entry.tables.iter().zip(texts);
        let views = tables.filter_map(|(table, text)| {
            let found = table.found(&entry.report)?;
            let (rows, url) = match found.place {
                Place::Report => (text.rows.len(), None),
                Place::Own { shown, .. } => {
                    let page = route::relative(from, &table.route.page());
                    (shown as usize, Some(page))
                }
            };
            Some(view::FileTable {
                id: id(table.index),
                url,
                ..self.file_table(entry, table, from, (text, 0..rows))
            })
        });
        views.collect()
    }

    /// The pages of a table that has any.
    ///
    /// # Errors
    ///
    /// What `sink` returns.
    pub(crate) fn table_pages<'r>(
        &'r self,
        (index, table): (EntryIndex, &Table),
        text: &TableText<'_>,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(entry) = self.archive.entries.get(index) else {
            return Ok(());
        };
        let first = table.route.page();
        let pages = text.pages();
        let count = pages.len();
        for (number, rows) in (1..).zip(pages) {
            let path = page_of(&first, number);
            let mut crumbs = self.agency_crumbs(entry.agency, &path);
            let agency = &self.archive.agencies[entry.agency];
            crumbs.push(self.agency_link(&path, agency));
            let report = self.report_link(&path, index);
            crumbs.push(report.clone());
            let table = view::FileTable {
                id: OWN_ID.to_owned(),
                ..self.file_table(entry, table, &path, (text, rows))
            };
            let (mut page, paging) = self.paged(
                PageKind::Table,
                &first,
                (number, count),
                &table.title,
                crumbs,
            );
            page.language = table.title_language.clone();
            let view = view::TablePage {
                page,
                report,
                table,
                paging,
            };
            sink(self.page_from(path, "table.html", view))?;
        }
        Ok(())
    }

    fn file_table(
        &self,
        entry: &Entry,
        table: &Table,
        from: &str,
        (text, rows): (&TableText<'_>, Range<usize>),
    ) -> view::FileTable {
        let attachment = entry.attachments.get(table.attachment);
        let title = attachment.and_then(|attachment| attachment.title.as_ref());
        let name = attachment.map_or("", |attachment| file_name(&attachment.name));
        let own = attachment.map(|attachment| view::TableFile {
            url: route::encode(&route::relative(from, &entry.route.file(&attachment.name))),
            format: format_of(attachment),
        });
        let made = table.csv(&entry.report).map(|csv| view::TableFile {
            url: route::relative(from, &csv),
            format: "CSV".to_owned(),
        });
        let (heads, mut is_cut) = texts_of(&text.heads);
        let here = text.rows.get(rows.clone()).unwrap_or_default();
        let noted = numbers(table, entry);
        let views = (rows.start as u64 + 1..).zip(here).map(|(number, row)| {
            let (cells, is_row_cut) = texts_of(row);
            is_cut |= is_row_cut;
            view::TableRow {
                is_total: is_total(row),
                number: noted.contains(&number).then_some(number),
                cells,
            }
        });
        let names = names(&text.heads);
        view::FileTable {
            title: title.map_or(name, String::as_str).to_owned(),
            title_language: title.and_then(|title| self.language_of(entry, title)),
            language: self.report_language(entry),
            rows: views.collect(),
            names,
            numbers: (names + 1..heads.len() as u64)
                .filter(|column| are_numbers(column_of(here, *column)))
                .collect(),
            heads,
            total: text.rows.len() as u64,
            first: rows.start as u64 + 1,
            last: rows.end as u64,
            is_cut,
            files: own.into_iter().chain(made).collect(),
            ..view::FileTable::default()
        }
    }
}

/// What the cells of a column show.
fn column_of<'r>(rows: &'r [Vec<Cell<'_>>], column: u64) -> impl Iterator<Item = &'r str> {
    let at = usize::try_from(column).unwrap_or(usize::MAX);
    let cells = rows.iter().filter_map(move |row| row.get(at));
    cells.map(|cell| &*cell.text)
}

/// The rows of a table to which the sums of its report lead.
fn numbers(table: &Table, entry: &Entry) -> BTreeSet<u64> {
    let sums = table.found(&entry.report);
    let sums = sums.and_then(|found| found.sums.as_ref());
    let failed = sums.into_iter().flat_map(|sums| &sums.failed);
    failed
        .filter_map(|sum| Some(u64::from(sum.row?.number)))
        .collect()
}

/// Where a row of a table is that is out in its sums, seen from the page of its report.
pub(super) fn url_of_row(entry: &Entry, table: &Table, row: NotedRow) -> Option<String> {
    let number = row.number;
    Some(match table.found(&entry.report)?.place {
        Place::Report => format!("#{}-{number}-head", id(table.index)),
        Place::Own { .. } => {
            let page = page_of(&table.route.page(), row.page as usize);
            let page = route::relative(&entry.route.page(), &page);
            format!("{page}#{OWN_ID}-{number}-head")
        }
    })
}

/// What ids begin with on a page of a table.
const OWN_ID: &str = "table";

/// What the cells of a row show, and whether any is cut.
fn texts_of(row: &[Cell<'_>]) -> (Vec<String>, bool) {
    let (cells, is_cut) = shown(row);
    (
        cells.into_iter().map(|cell| cell.into_owned()).collect(),
        is_cut,
    )
}

/// The column that names the rows: the first, or the second behind one of mere numbers.
fn names(heads: &[Cell<'_>]) -> u64 {
    const NUMBERS: [&str; 5] = ["序号", "编号", "no", "no.", "#"];
    let first = heads.first().map_or("", |head| head.text.trim());
    let first = simplified(first).to_lowercase();
    u64::from(heads.len() > 1 && NUMBERS.contains(&&*first))
}

/// Whether a row is a total, by the first of its cells that says anything.
fn is_total(row: &[Cell<'_>]) -> bool {
    let mut texts = row.iter().map(|cell| &*cell.text);
    texts
        .find(|text| !text.trim().is_empty())
        .is_some_and(figure::is_total)
}
