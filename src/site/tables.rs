//! Tables in files beside reports at their second reading: for the pages of the reports, for pages of their own, and in CSV
//! where they are kept in another form.
//!
//! A file is read where something that is made of it is new, one at a time; what has changed since the first reading is
//! refused.

use crate::archive::{Archive, Entry, EntryIndex, Table};
use crate::data;
use crate::error::{Doing, Error};
use crate::render::{Page, Renderer};
use crate::report::read_again;
use crate::report::table::{Format, FoundTable, TableText};
use crate::site::Site;
use crate::source::SourceTree;
use crate::store::Key;

/// The texts of the tables of a report, in their order, each with the form that it is written in.
pub(super) fn texts(tree: &SourceTree, entry: &Entry) -> Result<Vec<(Format, String)>, Error> {
    let found = entry.tables.iter();
    let found = found.filter_map(|table| table.found(&entry.report));
    found.map(|found| text(tree, found)).collect()
}

/// The tables that texts of the first reading are.
pub(super) fn read(texts: &[(Format, String)]) -> Vec<TableText<'_>> {
    let tables = texts.iter().map(|(format, text)| {
        let table = TableText::parse(*format, text, &mut Vec::new());
        table.unwrap_or_default()
    });
    tables.collect()
}

fn text(tree: &SourceTree, found: &FoundTable) -> Result<(Format, String), Error> {
    let read = read_again(tree, &found.path, Some(found.digest))?;
    Ok((found.format, read.text))
}

/// The key of all tables that have pages of their own; none where there are none.
pub(super) fn key(archive: &Archive) -> Key {
    let tables: Vec<_> = with_pages(archive)
        .map(|(index, table, found)| (index, table.route.as_str(), found))
        .collect();
    Key::of("tables", &tables)
}

/// The tables that have pages of their own.
fn with_pages(archive: &Archive) -> impl Iterator<Item = (EntryIndex, &Table, &FoundTable)> {
    archive
        .entries
        .iter()
        .enumerate()
        .flat_map(|(index, entry)| {
            let tables = entry.tables.iter();
            let tables = tables.filter(|table| table.pages(&entry.report) > 0);
            tables.filter_map(move |table| {
                let found = table.found(&entry.report)?;
                Some((index, table, found))
            })
        })
}

/// Every page of a table.
///
/// # Errors
///
/// If a file cannot be read again, or what `sink` returns.
pub(super) fn pages<'r>(
    tree: &SourceTree,
    archive: &Archive,
    renderer: &'r Renderer<'_>,
    sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
) -> Result<(), Error> {
    for (index, table, found) in with_pages(archive) {
        let texts = [text(tree, found)?];
        for text in read(&texts) {
            renderer.table_pages((index, table), &text, sink)?;
        }
    }
    Ok(())
}

impl Site<'_> {
    /// Publishes the tables of a report in CSV that are kept in another form.
    pub(super) fn tables_as_csv(&self, entry: &Entry) -> Result<(), Error> {
        for table in &entry.tables {
            let found = table.found(&entry.report);
            let Some((path, found)) = table.csv(&entry.report).zip(found) else {
                continue;
            };
            let key = Key::of("table as CSV", &found.digest);
            self.file(key, &path, || {
                let texts = [text(self.tree, found)?];
                let mut bytes = Vec::new();
                for table in read(&texts) {
                    data::table::write_csv(&table, &mut bytes)
                        .map_err(|e| Error::io(Doing::Write, &path, e))?;
                }
                Ok(bytes)
            })?;
        }
        Ok(())
    }
}
