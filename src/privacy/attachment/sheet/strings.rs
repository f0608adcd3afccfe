//! The strings that the cells of a workbook share.
//!
//! In: their XML. Out: each by its number, and in the end those that no cell has: what was deleted may still be there.

use crate::import::xml::{Parser, Piece};

/// Strings that are kept.
const MAX_STRINGS: usize = 2_000_000;

/// All of them, and which were taken.
#[derive(Default)]
pub(super) struct Strings {
    all: Vec<String>,
    is_taken: Vec<bool>,
}

impl Strings {
    /// Reads them, as far as the XML is whole.
    pub(super) fn of(text: &str) -> Strings {
        let all = shared(text);
        Strings {
            is_taken: vec![false; all.len()],
            all,
        }
    }

    /// The string of a cell.
    pub(super) fn take(&mut self, index: usize) -> Option<String> {
        *self.is_taken.get_mut(index)? = true;
        self.all.get(index).cloned()
    }

    /// Those that no cell took, a line each.
    pub(super) fn left(&self) -> String {
        let all = self.all.iter().zip(&self.is_taken);
        let left = all
            .filter(|(_, is_taken)| !**is_taken)
            .map(|(text, _)| text.as_str());
        left.collect::<Vec<_>>().join("\n")
    }
}

fn shared(text: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut parser = Parser::new(text);
    let mut current = String::new();
    let mut open = Vec::new();
    while let Ok(Some(piece)) = parser.next() {
        match piece {
            Piece::Start(element) => {
                if &*element.name == "si" {
                    current.clear();
                }
                open.push(element.name);
            }
            Piece::Text(more) if open.last().is_some_and(|name| &**name == "t") => {
                current.push_str(&more)
            }
            Piece::Text(_) => {}
            Piece::End => {
                if open.pop().is_some_and(|name| &*name == "si") && strings.len() < MAX_STRINGS {
                    strings.push(std::mem::take(&mut current));
                }
            }
        }
    }
    strings
}
