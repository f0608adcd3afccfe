//! The way in: documents as editors have them become reports.
//!
//! In: the bytes of a document, its name and what lies beside it. Out: a [`document::Document`], which says what a reader
//! sees in terms that all formats share, or why it is none. Each format is a file of this folder and a line of [`formats`].
//! Never writes a file (`crate::edit` does), never opens one or asks a network: who calls gives the bytes.

pub(crate) mod container;
mod counting;
pub(crate) mod document;
pub(crate) mod docx;
pub(crate) mod html;
pub(crate) mod layout;
pub(crate) mod markdown;
pub(crate) mod ofd;
mod page_number;
pub(crate) mod pdf;
pub(crate) mod recognise;
pub(crate) mod rows;
pub(crate) mod site;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod tree;
mod unique;
pub(crate) mod xml;

use crate::diagnostic::Text;
use crate::import::document::Document;

/// A document that is to be read.
pub(crate) struct Source<'s> {
    /// The name of its file, without folders.
    pub name: &'s str,
    /// All that is in it.
    pub bytes: &'s [u8],
    /// The bytes of a file by its path from the folder of the document, if there is one inside that folder.
    pub beside: &'s dyn Fn(&str) -> Option<Vec<u8>>,
    /// What the one who imports wants.
    pub wanted: &'s Wanted,
}

/// What the one who imports can choose.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// The text before tracked changes, in place of the one after them.
    pub rejects_changes: bool,
    /// CSS that selects the text in a page; found by its density unless given.
    pub select: Option<String>,
}

/// Why a document cannot be read: one sentence that says what it is and what to do.
#[derive(Debug, PartialEq)]
pub(crate) struct Refusal(pub Text);

/// A format that can be read.
pub(crate) struct Format {
    /// How it is called.
    pub name: Text,
    /// The endings of its files, in small letters.
    pub endings: &'static [&'static str],
    /// Reads a document.
    pub read: fn(&Source<'_>) -> Result<Document, Refusal>,
}

/// Every format, in the order in which they are told.
pub(crate) fn formats() -> Vec<Format> {
    vec![
        docx::format(),
        html::format(),
        text::format(),
        table::format(),
        pdf::format(),
        ofd::format(),
    ]
}

/// The format of a file, by the ending of its name.
pub(crate) fn format_of(name: &str) -> Option<Format> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let mut formats = formats().into_iter();
    formats.find(|format| format.endings.contains(&ending.as_str()))
}
