//! The text of a report as those see it who look for something in it: runs of text in order, each with its place in the
//! outline and on the page.
//!
//! In: a document that has been read. Out: its passages. Never alters a text, and knows nothing of what is looked for.

mod html_table;

use crate::report::markdown::Document;
use crate::report::markdown::token::{Leaf, LeafKind, NONE};

pub(crate) use crate::report::passage::html_table::HtmlCell;

/// A run of text as displayed, with its place in the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passage<'d> {
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub anchor: &'d str,
    /// Which of the report's parts it stands in (its own, where it opens one).
    pub part: Option<usize>,
    /// Whether it is the beginning of that part.
    pub opens_part: bool,
    /// What it is displayed as.
    pub kind: PassageKind,
    /// As displayed; blanks and full-width forms as in the source.
    pub text: &'d str,
}

/// What a passage is displayed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PassageKind {
    /// A heading, of the outline or within a quotation.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A cell of a table that is written with bars; empty ones are passages too.
    Cell {
        /// Which table of the report, from 0.
        table: u32,
        /// From 0, the heads included.
        row: u32,
        /// From 0.
        column: u32,
        /// Whether it is a head.
        is_head: bool,
    },
    /// A cell of a table of data that is written as HTML, or a paragraph in one; empty ones are none.
    HtmlCell(HtmlCell),
    /// Text that is shown as it was typed.
    Code,
    /// Text in an element that the author wrote.
    Other,
}

impl PassageKind {
    /// Whether it is a cell of a table.
    pub(crate) fn is_cell(self) -> bool {
        self.place().is_some()
    }

    /// Which table of the report it is a cell of.
    pub(crate) fn table(self) -> Option<u32> {
        self.place().map(|place| place.table)
    }

    /// Where it stands in its table, however that is written; none of what is no cell.
    pub(crate) fn place(self) -> Option<HtmlCell> {
        match self {
            PassageKind::HtmlCell(cell) => Some(cell),
            PassageKind::Cell {
                table,
                row,
                column,
                is_head,
            } => Some(HtmlCell {
                table,
                row,
                column,
                rows: 1,
                columns: 1,
                is_head,
            }),
            _ => None,
        }
    }
}

impl Document<'_> {
    /// Every run of text as displayed, in text order, and the empty cells of tables.
    pub(crate) fn passages(&self) -> Vec<Passage<'_>> {
        let ids = self.ids();
        let mut cells = Cells::default();
        let html = html_table::cells(self);
        let leaves = self.tape.leaves.iter().enumerate();
        let passages = leaves.map(|(i, leaf)| Passage {
            anchor: self.anchor_of(leaf, ids.leaves.get(i).map_or("", String::as_str)),
            part: (leaf.part != NONE).then_some(leaf.part as usize),
            opens_part: leaf.opens_part,
            kind: u32::try_from(i)
                .ok()
                .and_then(|leaf| html.get(&leaf).copied())
                .map_or_else(|| cells.kind(leaf), PassageKind::HtmlCell),
            text: self.str(leaf.text),
        });
        passages.collect()
    }
}

/// Counts the rows of tables.
#[derive(Default)]
struct Cells {
    /// The cell before: its table, row and column.
    last: Option<(u32, u32, u32)>,
}

impl Cells {
    fn kind(&mut self, leaf: &Leaf) -> PassageKind {
        let LeafKind::Cell { head, column } = leaf.kind else {
            return match leaf.kind {
                LeafKind::Heading | LeafKind::InnerHeading => PassageKind::Heading,
                LeafKind::Paragraph => PassageKind::Paragraph,
                LeafKind::Item => PassageKind::Item,
                LeafKind::Code => PassageKind::Code,
                LeafKind::Bare | LeafKind::Cell { .. } => PassageKind::Other,
            };
        };
        let column = u32::from(column);
        let row = match self.last {
            Some((table, row, before)) if table == leaf.table => row + u32::from(column <= before),
            _ => 0,
        };
        self.last = Some((leaf.table, row, column));
        PassageKind::Cell {
            table: leaf.table,
            row,
            column,
            is_head: head,
        }
    }
}
