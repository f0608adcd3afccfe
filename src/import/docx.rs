//! Word files: what Word, WPS and LibreOffice write as `.docx`, `.docm`, `.dotx` and `.dotm`.
//!
//! In: the bytes of a file. Out: its text as somebody sees who opens it: numbers of lists counted, the results of fields,
//! tracked changes accepted (or rejected, if that is wanted). Never runs a macro, computes a field or asks for what is
//! outside the file; what is hidden is named and stays out.

mod beside;
mod chart;
mod chunk;
mod counters;
mod drawing;
mod equation;
mod field_marks;
mod fields;
mod foreign;
mod image;
mod inline;
mod instruction;
mod line;
mod links;
mod look;
mod number_format;
mod number_words;
mod numbering;
mod ole;

mod package;
mod paragraph;
mod reader;
mod remarks;
mod run;
mod story;
mod styles;
mod summary;
mod symbols;
mod table;
#[cfg(test)]
mod tests;

use crate::diagnostic::Text;
use crate::import::document::{Block, Document};
use crate::import::docx::counters::Counters;
use crate::import::docx::numbering::Numbering;
use crate::import::docx::package::Package;
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::styles::Styles;
use crate::import::xml::{Parser, Piece};
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
    let mut reader = reader(source, &package)?;
    let blocks = text(&mut reader)?;
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

/// A reader of the text of a package.
fn reader<'r>(source: &'r Source<'r>, package: &'r Package<'r>) -> Result<Reader<'r>, Refusal> {
    let main = package.main()?;
    let part = |kind: &str| match main.by_kind(kind) {
        Some(path) => package.tree(path),
        None => Ok(None),
    };
    // A file without styles or lists is read as if it had none.
    let styles = part("styles")?.as_ref().map(Styles::of);
    let numbering = part("numbering")?.as_ref().map(Numbering::of);
    let counters = Counters::new(numbering.unwrap_or_default());
    let mut reader = Reader::new(source, package, main, styles.unwrap_or_default(), counters);
    reader.comments = beside::comments(&reader)?;
    Ok(reader)
}

/// The blocks of the text; its notes and comments are in the reader.
fn text(reader: &mut Reader<'_>) -> Result<Vec<Block>, Refusal> {
    let path = reader.part.path.clone();
    let text = reader.package.text(&path)?;
    let text = text.ok_or_else(no_text)?;
    let mut parser = Parser::new(&text);
    let mut blocks = Vec::new();
    let mut is_found = false;
    while let Some(piece) = parser.next()? {
        let Piece::Start(element) = piece else {
            continue;
        };
        match &*element.name {
            // More than one is against the rules; programs show them all.
            "body" => {
                is_found = true;
                blocks.extend(story::whole(reader, &mut parser, Context::default())?);
            }
            "document" => {}
            _ => parser.skip()?,
        }
    }
    drop(text);
    if !is_found {
        return Err(no_text());
    }
    beside::notes(reader)?;
    beside::stray_comments(reader);
    Ok(blocks)
}

fn no_text() -> Refusal {
    Refusal(Text::new(
        "文档的正文部分是空的或不是 Word 的格式；请用原程序打开并另存一份",
        "the part that should be the text is empty or no Word text; open the file with its program and save it anew",
    ))
}
