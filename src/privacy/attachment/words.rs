//! The words of a part of a document, as one text that knows where each piece stood.
//!
//! In: pieces as a reader of the format finds them. Out: a text in which a line is a paragraph or a row of a table, with the
//! pieces that are hidden and the places that are named.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Text;
use crate::privacy::attachment::HiddenKind;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::heads::{self, Column, Heads};

/// Cells at the beginning of a sheet among which the heads of its columns are.
const MAX_ABOVE: usize = 2000;

/// A place that somebody can look for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spot {
    /// A cell, by its row and column from 1.
    Cell(u32, u32),
    /// A page, from 1.
    Page(usize),
}

/// Words of a part.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// All of them.
    pub text: String,
    /// Pieces that nobody sees, in order.
    hidden: Vec<(Range<usize>, HiddenKind)>,
    /// Where a cell or a page begins.
    spots: Vec<(usize, Spot)>,
}

impl Words {
    /// More words, which somebody sees or not.
    pub(super) fn push(&mut self, words: &str, hidden: Option<HiddenKind>) {
        let start = self.text.len();
        self.text.push_str(words);
        let end = self.text.len();
        let Some(kind) = hidden else { return };
        match self.hidden.last_mut() {
            Some((last, known)) if *known == kind && last.end == start => last.end = end,
            _ => self.hidden.push((start..end, kind)),
        }
    }

    /// A blank, a tab or a line end.
    pub(super) fn part(&mut self, sign: char) {
        if !self.text.is_empty() {
            self.text.push(sign);
        }
    }

    /// What follows is there.
    pub(super) fn spot(&mut self, spot: Spot) {
        self.spots.push((self.text.len(), spot));
    }

    /// Has all of it looked at; of a sheet below the heads of its columns.
    pub(super) fn look(&self, looker: &mut Looker<'_>, part: &Text) {
        let heads = self.heads();
        let column = |at| self.column(heads.as_ref()?, at);
        let heads = match heads.is_some() {
            true => Heads::Cells(&column),
            false => Heads::of_text(&self.text),
        };
        self.look_below(looker, part, heads);
    }

    /// Has all of it looked at.
    pub(super) fn look_below(&self, looker: &mut Looker<'_>, part: &Text, heads: Heads<'_>) {
        for (range, kind) in &self.hidden {
            let words = self.text.get(range.clone()).unwrap_or_default();
            // What is below boxes is told of page by page.
            if !words.trim().is_empty() && *kind != HiddenKind::Covered {
                looker.hidden(*kind, part, words);
            }
        }
        let (mut line, mut counted) = (1, 0);
        looker.text(part, &self.text, heads, &mut |at| {
            let between = self.text.as_bytes().get(counted..at).unwrap_or_default();
            line += between.iter().filter(|byte| **byte == b'\n').count();
            counted = at.max(counted);
            Some(self.place(at, line))
        });
    }

    /// Has that of it looked at which other words do not say.
    pub(super) fn look_beyond(&self, looker: &mut Looker<'_>, part: &Text, known: &str) {
        looker.beyond(part, &self.text, known, &mut |at| Some(self.place(at, 1)));
    }

    /// The first row of a sheet that is heads and says what numbers are: its number, and its cells by their columns.
    fn heads(&self) -> Option<(u32, BTreeMap<u32, String>)> {
        let ends = self.spots.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([self.text.len()]);
        let cells = self.spots.iter().zip(ends).take(MAX_ABOVE);
        let cells = cells.filter_map(|((start, spot), end)| match spot {
            Spot::Cell(row, column) => Some((*row, *column, self.text.get(*start..end)?)),
            Spot::Page(_) => None,
        });
        let cells: Vec<(u32, u32, &str)> = cells.collect();
        let mut rows = cells.chunk_by(|(one, ..), (other, ..)| one == other);
        let row = rows.find(|row| heads::are_heads(row.iter().map(|(_, _, words)| *words)))?;
        let (above, ..) = row.first()?;
        let heads = row
            .iter()
            .map(|(_, column, words)| (*column, heads::head(words)));
        Some((*above, heads.collect()))
    }

    /// The column of a cell below its head.
    fn column(&self, (above, heads): &(u32, BTreeMap<u32, String>), at: usize) -> Option<Column> {
        let spot = self.spots.partition_point(|(start, _)| *start <= at);
        let (start, spot) = self.spots.get(spot.checked_sub(1)?)?;
        let Spot::Cell(row, column) = spot else {
            return None;
        };
        let head = heads.get(column).filter(|_| row > above)?;
        Some(Column {
            head: head.clone(),
            start: *start,
        })
    }

    fn place(&self, at: usize, line: usize) -> Text {
        let spot = self.spots.partition_point(|(start, _)| *start <= at);
        let spot = spot.checked_sub(1).and_then(|index| self.spots.get(index));
        let [chinese, english] = match spot {
            Some((_, Spot::Cell(row, column))) => {
                let cell = format!("{}{row}", letters(*column));
                [cell.clone(), cell]
            }
            Some((_, Spot::Page(page))) => [format!("第 {page} 页"), format!("page {page}")],
            None => [format!("第 {line} 段"), format!("paragraph {line}")],
        };
        let index = self.hidden.partition_point(|(range, _)| range.end <= at);
        let hidden = self
            .hidden
            .get(index)
            .filter(|(range, _)| range.start <= at);
        match hidden {
            None => Text::new(chinese, english),
            Some((_, kind)) => {
                let kind = kind.name();
                Text::new(
                    format!("{chinese}，{}", kind.chinese),
                    format!("{english}, {}", kind.english),
                )
            }
        }
    }
}

/// A column as sheets call it: A, B, … AA.
pub(super) fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        let letter = u8::try_from((column - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        column = (column - 1) / 26;
    }
    letters.iter().rev().collect()
}
