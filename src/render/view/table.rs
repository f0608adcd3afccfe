//! Tables in files beside reports.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Link, Page, Paging};

/// A file in which a table is for download.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct TableFile {
    /// Where it is.
    pub url: String,
    /// What readers know the format by: `CSV`, `YAML`.
    pub format: String,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct TableRow {
    /// As many as there are heads.
    pub cells: Vec<String>,
    /// Whether it is a total of others, which no order of them moves.
    pub is_total: bool,
    /// Its number below the head, from 1, where something leads to it: its id is `table-1-12-head`.
    pub number: Option<u64>,
}

/// A table in a file, or some rows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FileTable {
    /// What the id of its heading begins with: `table-1` of `table-1-head`.
    pub id: String,
    /// What the editor calls it; else the file's name.
    pub title: String,
    /// Of the title.
    pub title_language: Option<String>,
    /// Of the cells.
    pub language: Option<String>,
    /// What the columns are called.
    pub heads: Vec<String>,
    /// The column that names the rows, from 0: the first, or what stands behind their numbers.
    pub names: u64,
    /// The columns of numbers, from 0.
    pub numbers: Vec<u64>,
    /// The rows that are here.
    pub rows: Vec<TableRow>,
    /// Rows of all of it.
    pub total: u64,
    /// The first of the rows that are here, from 1.
    pub first: u64,
    /// The last of them.
    pub last: u64,
    /// Whether cells are so long that only their beginning is here.
    pub is_cut: bool,
    /// Where all of it is, if it has pages of its own and this is none of them.
    pub url: Option<String>,
    /// The files in which it is for download, its own first.
    pub files: Vec<TableFile>,
}

/// What `table.html` gets: a page of a long table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct TablePage {
    /// The head.
    pub page: Page,
    /// The report that it is beside.
    pub report: Link,
    /// The rows of this page.
    pub table: FileTable,
    /// Set where it has more than one page.
    pub paging: Option<Paging>,
}
