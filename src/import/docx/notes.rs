//! Notes: the words at the foot of a page and at the end of a document.
//!
//! In: the parts that hold them, and the notes that the text mentioned. Out: notes with their words. Never keeps one that
//! nothing mentions; one without words is named.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Block, Inline, Paragraph, Place, Remark, RemarkKind};
use crate::import::docx::reader::{Context, Reader};
use crate::import::xml::{Parser, Piece};

/// Reads the words of notes that were mentioned.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<(), Refusal> {
    let main = std::mem::take(&mut reader.part);
    for (is_endnote, kind) in [(false, "footnotes"), (true, "endnotes")] {
        let Some(path) = main.by_kind(kind).map(str::to_owned) else {
            continue;
        };
        let Some(text) = reader.package.text(&path)? else {
            continue;
        };
        reader.part = reader.package.part(&path)?;
        reader.elsewhere = Some(Place::File(path));
        notes_of(reader, &text, is_endnote)?;
    }
    reader.elsewhere = None;
    reader.part = main;
    for ((_, id), index) in std::mem::take(&mut reader.mentioned) {
        let what = Text::new(
            "脚注或尾注没有内容，请核对原文",
            "a note has no words; check the document",
        );
        if reader.document.notes.get(index).is_some_and(Vec::is_empty) {
            let remark = Remark::new(RemarkKind::Dropped, what, Place::Document, &id);
            reader.remarks.add(remark);
        }
    }
    Ok(())
}

fn notes_of(reader: &mut Reader<'_>, text: &str, is_endnote: bool) -> Result<(), Refusal> {
    let mut parser = Parser::new(text);
    let mut is_root = true;
    while let Some(piece) = parser.next()? {
        let element = match piece {
            Piece::Start(element) => element,
            Piece::End | Piece::Text(_) => continue,
        };
        if std::mem::take(&mut is_root) {
            continue;
        }
        let id = element.attribute("id").unwrap_or_default();
        let found = reader.mentioned.get(&(is_endnote, id.to_owned()));
        let Some(index) = found.copied() else {
            parser.skip()?;
            continue;
        };
        let mut blocks = reader.whole_text(&mut parser, Context::default())?;
        if let Some(Block::Paragraph(first)) = blocks.first_mut() {
            trim_start(first);
        }
        if let Some(note) = reader.document.notes.get_mut(index) {
            *note = blocks;
        }
    }
    Ok(())
}

/// The blank after the sign of a note is none of its words.
fn trim_start(paragraph: &mut Paragraph) {
    let mut inlines = paragraph.inlines.iter_mut();
    let first = inlines.find(|inline| !matches!(inline, Inline::Anchor(_)));
    if let Some(Inline::Text { text, .. }) = first {
        *text = text.trim_start().to_owned();
    }
}
