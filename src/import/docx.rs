//! Word files: what Word, WPS and LibreOffice write as `.docx`, `.docm`, `.dotx` and `.dotm`.
//!
//! In: the bytes of a file. Out: its text as somebody sees who opens it: numbers of lists counted, the results of fields,
//! tracked changes accepted (or rejected, if that is wanted). Never runs a macro, computes a field or asks for what is
//! outside the file; what is hidden is named and stays out.

mod beside;
mod blocks;
mod body;
mod chart;
mod chunk;
mod counters;
mod drawing;
mod equation;
mod field_marks;
mod fields;
mod foreign;
mod ground;
mod image;
mod inline;
mod instruction;
mod line;
mod links;
mod look;
mod notes;
mod number_format;
mod number_words;
mod numbering;
mod ole;
mod package;
mod paragraph;
mod reader;
mod remarks;
mod run;
mod scene;
mod story;
mod styles;
mod summary;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod wrapping;

use crate::diagnostic::Text;
use crate::import::document::Document;
use crate::import::docx::package::Package;
use crate::import::docx::reader::Reader;
use crate::import::{Format, Refusal, Source};

/// Word files.
pub(crate) fn format() -> Format {
    Format {
        name: Text::new("Word 文档", "Word document"),
        endings: &["docx", "docm", "dotx", "dotm"],
        read,
    }
}

/// Reads a file.
fn read(source: &Source<'_>) -> Result<Document, Refusal> {
    let package = Package::open(source.bytes)?;
    let mut reader = Reader::open(source, &package)?;
    let blocks = reader.body()?;
    beside::name_margins(&mut reader);
    let root = package.part("")?;
    summary::say(&mut reader, &root);
    for kind in ["core-properties", "extended-properties"] {
        if let Some(path) = root.by_kind(kind) {
            beside::stated(&mut reader, path);
        }
    }
    let mut document = reader.document;
    document.blocks = blocks;
    document.remarks = reader.remarks.finish();
    links::mend(&mut document);
    Ok(document)
}
