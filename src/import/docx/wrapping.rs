//! What stands around blocks, rows and words alike: alternatives, tracked changes, content controls.
//!
//! In: such an element, and how to read what is within. Out: which of it counts, and as what. Never reads words itself.

use crate::import::Refusal;
use crate::import::docx::look::is_on;
use crate::import::docx::reader::Reader;
use crate::import::docx::remarks::Topic;
use crate::import::xml::{Element, Parser, Piece};

/// Goes through the alternatives of one thing: the first that says anything is taken.
pub(super) fn alternatives(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    mut read: impl FnMut(&mut Reader<'_>, &mut Parser<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let before = reader.shown;
    while let Some(piece) = parser.next()? {
        match piece {
            Piece::Start(_) if reader.shown > before => parser.skip()?,
            Piece::Start(element) => match &*element.name {
                "Choice" | "Fallback" => read(reader, parser)?,
                _ => parser.skip()?,
            },
            Piece::End => break,
            Piece::Text(_) => {}
        }
    }
    Ok(())
}

/// Which change an element marks.
pub(super) fn topic(name: &str) -> Topic {
    match name {
        "del" => Topic::Deleted,
        "moveFrom" => Topic::MovedFrom,
        "moveTo" => Topic::MovedTo,
        _ => Topic::Inserted,
    }
}

/// Reads what is said of a content control: whether its words only invite to write, which is told with the first of them.
pub(super) fn content_control(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    element: Element,
) -> Result<(), Refusal> {
    let properties = parser.rest_of(element)?;
    reader.is_prompt = properties.element("showingPlcHdr").is_some_and(is_on);
    Ok(())
}
