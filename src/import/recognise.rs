//! What a document says of itself: its title, its number, its dates, who issued it.
//!
//! In: a [`Document`]. Out: values for the head of a report, each with where it was read or why it was guessed, and the
//! blocks that went there. Never guesses silently, never takes a block away but those of the title, never asks the archive.

mod dates;
mod opening;
mod stated;
#[cfg(test)]
mod tests;

use crate::diagnostic::Text;
use crate::import::document::{Block, Document, Paragraph, Place, Stated};

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Recognised {
    /// Values by the names of fields in English, in the order they were found.
    pub fields: Vec<Field>,
    /// The blocks that are the title, by their places in [`Document::blocks`].
    pub title_blocks: Vec<usize>,
    /// What is stated and cannot be read as its field has it: a date that is none.
    pub unread: Vec<Stated>,
    /// Who it is written to, as it stands; it stays in the text.
    pub addressee: Option<String>,
}

/// A value for the head.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    /// The field, in English.
    pub name: &'static str,
    /// One value, or those of a list.
    pub values: Vec<String>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// Why a value is believed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Evidence {
    /// It is stated under this name.
    Stated {
        /// The name.
        name: String,
        /// Where.
        place: Place,
    },
    /// It stands in the text.
    Read(Place),
    /// It was concluded.
    Guessed(Text),
}

impl Recognised {
    /// The first value of a field.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        field.values.first().map(String::as_str)
    }

    fn add(&mut self, name: &'static str, values: Vec<String>, evidence: Evidence) {
        if values.is_empty() || self.value(name).is_some() {
            return;
        }
        self.fields.push(Field {
            name,
            values,
            evidence,
        });
    }
}

/// A paragraph of the body, with its number.
#[derive(Debug, Clone, Copy)]
struct Line<'d> {
    /// Its place among the blocks.
    block: usize,
    /// From 1, with those in tables, as [`Place::Paragraph`] counts.
    number: usize,
    paragraph: &'d Paragraph,
}

impl Line<'_> {
    /// Its words without blanks around them and without breaks.
    fn text(&self) -> String {
        let text = self.paragraph.text();
        let lines = text.split('\n').map(str::trim);
        lines.collect::<Vec<_>>().concat()
    }

    fn place(&self) -> Place {
        Place::Paragraph(self.number)
    }
}

/// Whether something that is stated under this name is a field of a head.
pub(crate) fn knows(name: &str) -> bool {
    stated::knows(name)
}

/// Finds what a document says of itself.
pub(crate) fn recognise(document: &Document) -> Recognised {
    let mut found = Recognised::default();
    let lines = lines(&document.blocks);
    stated::read(&document.stated, &mut found);
    opening::read(&lines, &mut found);
    dates::read(&lines, &mut found);
    stated::read_properties(&document.stated, &mut found);
    found
}

/// The paragraphs of the body that show words, those in tables aside.
fn lines(blocks: &[Block]) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut number = 0;
    for (block, what) in blocks.iter().enumerate() {
        match what {
            Block::Paragraph(paragraph) => {
                number += 1;
                if !paragraph.text().trim().is_empty() {
                    lines.push(Line {
                        block,
                        number,
                        paragraph,
                    });
                }
            }
            Block::Table(table) => {
                let cells = table.rows.iter().flatten();
                number += cells.map(|cell| cell.blocks.len()).sum::<usize>();
            }
            Block::Preformatted(_) | Block::Markdown(_) => number += 1,
        }
    }
    lines
}
