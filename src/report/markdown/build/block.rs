//! Quotations, lists and tables, as they are opened and closed.
//!
//! In: the parser's containers. Out: tokens, as deep as is allowed. Never drops the text of one that is not.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::super::token::{Align, Element, NONE, Table, Token};
use super::{Builder, Container, NESTING_MAX, faults};

impl Builder<'_> {
    pub(super) fn open_container(
        &mut self,
        element: Element,
        attributes: u32,
        range: &Range<usize>,
    ) {
        self.begin_block();
        let is_kept = self.containers.len() < NESTING_MAX;
        if is_kept {
            self.push(Token::Open(element, attributes));
        } else if self.containers.len() == NESTING_MAX {
            self.fault(faults::too_deep(range.start..range.start + 1, NESTING_MAX));
        }
        self.containers.push(Container {
            close: is_kept.then_some(Token::Close(element)),
            raw: self.raw.len(),
        });
    }

    pub(super) fn close_container(&mut self) {
        self.close_implicit_leaf();
        if let Some(container) = self.containers.pop() {
            self.close_raw_to(container.raw);
            if let Some(close) = container.close {
                self.push(close);
            }
        }
    }

    pub(super) fn open_table(&mut self, columns: &[Alignment]) {
        self.begin_block();
        let first = self.tape.leaves.len() as u32;
        let table = self.tape.tables.len() as u32;
        self.tape.tables.push(Table {
            columns: columns
                .iter()
                .map(|alignment| match alignment {
                    Alignment::None => Align::None,
                    Alignment::Left => Align::Left,
                    Alignment::Center => Align::Center,
                    Alignment::Right => Align::Right,
                })
                .collect(),
            leaves: first..first,
            part: self.tape.outline.current().unwrap_or(NONE),
        });
        self.table = Some(table);
        self.in_body = false;
        self.push(Token::Table(table));
    }

    pub(super) fn close_table(&mut self) {
        if std::mem::take(&mut self.in_body) {
            self.push(Token::Close(Element::Tbody));
        }
        if let Some(table) = self.table.take() {
            self.tape.tables[table as usize].leaves.end = self.tape.leaves.len() as u32;
        }
        self.push(Token::TableEnd);
    }

    /// A row has more cells than the head has columns: the parser has left their text out.
    pub(super) fn surplus_cells(&mut self, row: &Range<usize>) {
        let Some(rest) = self.base.get(self.cell_end..row.end) else {
            return;
        };
        let is_blank = |c: char| c == '|' || c.is_whitespace();
        let lost = rest.trim_start_matches(is_blank);
        if lost.is_empty() {
            return;
        }
        let start = row.end - lost.len();
        let end = start + lost.trim_end_matches(is_blank).len();
        self.fault(faults::surplus_cell(start..end, self.column));
    }
}
