//! Tables of Markdown, as they are read.
//!
//! In: the parser's tables, rows and cells. Out: tokens, and a leaf for each cell, which knows its column. A cell that
//! the parser left out is reported.

use std::ops::Range;

use pulldown_cmark::Alignment;

use crate::report::markdown::build::{Builder, faults};
use crate::report::markdown::token::{Align, Element, LeafKind, NONE, PLAIN, Table, Token};

/// The table that is being read.
pub(super) struct OpenTable {
    /// Its number.
    pub(super) table: u32,
    /// The column of the next cell.
    column: u16,
    /// Where the last cell of the row ends.
    cell_end: usize,
    in_head: bool,
    in_body: bool,
}

impl Builder<'_> {
    /// Those of the table that is open.
    pub(super) fn columns(&self) -> usize {
        let open = self.table.as_ref();
        open.and_then(|open| self.tape.tables.get(open.table as usize))
            .map_or(0, |table| table.columns.len())
    }

    pub(super) fn open_table(&mut self, columns: &[Alignment]) {
        self.begin_block();
        let columns = columns.iter().map(|alignment| match alignment {
            Alignment::None => Align::None,
            Alignment::Left => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
        });
        let table = self.begin_table(columns.collect());
        self.table = Some(OpenTable {
            table,
            column: 0,
            cell_end: 0,
            in_head: false,
            in_body: false,
        });
    }

    /// Begins a table, of Markdown or of HTML: the leaves that follow are its cells.
    fn begin_table(&mut self, columns: Vec<Align>) -> u32 {
        let first = self.tape.leaves.len() as u32;
        let table = self.tape.tables.len() as u32;
        self.tape.tables.push(Table {
            columns,
            leaves: first..first,
            part: self.tape.outline.current().unwrap_or(NONE),
        });
        self.push(Token::Table(table));
        table
    }

    /// Ends a table after its last leaf.
    fn end_table(&mut self, table: u32) {
        self.tape.tables[table as usize].leaves.end = self.tape.leaves.len() as u32;
        self.push(Token::TableEnd);
    }

    pub(super) fn open_raw_table(&mut self) {
        let table = self.begin_table(Vec::new());
        self.raw_tables.push(table);
    }

    pub(super) fn close_raw_table(&mut self) {
        if let Some(table) = self.raw_tables.pop() {
            self.end_table(table);
        }
    }

    /// The innermost table that is open, or [`NONE`].
    pub(super) fn current_table(&self) -> u32 {
        let markdown = self.table.as_ref().map(|open| open.table);
        markdown.or(self.raw_tables.last().copied()).unwrap_or(NONE)
    }

    pub(super) fn open_table_head(&mut self) {
        if let Some(table) = &mut self.table {
            table.in_head = true;
        }
        self.push(Token::Open(Element::Thead, PLAIN));
        self.push(Token::Open(Element::Tr, PLAIN));
    }

    pub(super) fn close_table_head(&mut self) {
        if let Some(table) = &mut self.table {
            table.in_head = false;
        }
        self.push(Token::Close(Element::Tr));
        self.push(Token::Close(Element::Thead));
    }

    pub(super) fn open_table_row(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column = 0;
        if !std::mem::replace(&mut table.in_body, true) {
            self.push(Token::Open(Element::Tbody, PLAIN));
        }
        self.push(Token::Open(Element::Tr, PLAIN));
    }

    /// A row with more cells than the head has columns: the parser has left their text out.
    pub(super) fn close_table_row(&mut self, row: &Range<usize>) {
        if let Some(table) = &self.table
            && let Some(lost) = surplus_cells(self.base, table.cell_end..row.end)
        {
            let column = table.column;
            self.fault(faults::surplus_cell(lost, column));
        }
        self.push(Token::Close(Element::Tr));
    }

    pub(super) fn open_table_cell(&mut self, cell: &Range<usize>) {
        let Some(table) = &mut self.table else { return };
        let (head, column) = (table.in_head, table.column);
        table.column = column.saturating_add(1);
        table.cell_end = cell.end;
        self.open_leaf(LeafKind::Cell { head, column });
    }

    pub(super) fn close_table(&mut self) {
        if let Some(table) = self.table.take() {
            if table.in_body {
                self.push(Token::Close(Element::Tbody));
            }
            self.end_table(table.table);
        }
    }
}

/// The text between the last cell of a row and its end, if there is any.
fn surplus_cells(base: &str, rest: Range<usize>) -> Option<Range<usize>> {
    let is_blank = |c: char| c == '|' || c.is_whitespace();
    let end = rest.end;
    let lost = base.get(rest)?.trim_start_matches(is_blank);
    let start = end - lost.len();
    let end = start + lost.trim_end_matches(is_blank).len();
    (start < end).then_some(start..end)
}
