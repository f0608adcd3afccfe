//! Documents within a document: files that a program put in as a whole, for Word to take apart when it opens them.
//!
//! In: the part that a place refers to. Out: its blocks in that place, its files and notes with those of the document.
//! Never goes deeper than [`MAX_DEPTH`]; what is in no format that is known here is named, and the report stays a draft.

use crate::diagnostic::Text;
use crate::import::document::{Block, Document, Inline, RemarkKind};
use crate::import::docx::package::Package;
use crate::import::docx::reader::Reader;
use crate::import::{Refusal, Source, format_of};

/// Documents within one another.
const MAX_DEPTH: usize = 2;
/// Bytes of one, packed as it is: each is unpacked beside those around it.
const MAX_BYTES: usize = 16 << 20;
/// Documents within a document, in all.
const MAX_CHUNKS: usize = 50;

/// Puts a document that is embedded as a whole in its place.
pub(super) fn place(
    reader: &mut Reader<'_>,
    id: &str,
    blocks: &mut Vec<Block>,
) -> Result<(), Refusal> {
    let found = reader.part.relationship(id).cloned();
    let target = found.filter(|found| !found.is_external);
    let target = target.map(|found| found.target);
    let bytes = match &target {
        Some(path) => reader.package.bytes(path)?,
        None => None,
    };
    let target = target.unwrap_or_else(|| id.to_owned());
    let is_within = reader.depth < MAX_DEPTH && reader.chunks < MAX_CHUNKS;
    let small = bytes.filter(|bytes| is_within && bytes.len() <= MAX_BYTES);
    let is_placed = match small {
        Some(bytes) if bytes.starts_with(b"PK") => of_word(reader, &bytes, blocks)?,
        Some(bytes) => of_another_kind(reader, &target, &bytes, blocks),
        None => false,
    };
    match is_placed {
        true => reader.remark(
            RemarkKind::Changed,
            Text::new(
                "文件内嵌的整篇文档已并入此处，请核对",
                "a document embedded as a whole was put here; check it",
            ),
            &target,
        ),
        false => reader.remark_for_draft(
            RemarkKind::Dropped,
            Text::new(
                "文件内嵌的整篇文档（altChunk）未导入；请用 Word 打开原文，另存一份后再导入",
                "a document embedded as a whole (altChunk) was not imported; open the file in Word, save it anew and import that",
            ),
            &target,
        ),
    }
    Ok(())
}

/// A Word file: whether it could be read.
fn of_word(outer: &mut Reader<'_>, bytes: &[u8], blocks: &mut Vec<Block>) -> Result<bool, Refusal> {
    let Ok(package) = Package::open(bytes) else {
        return Ok(false);
    };
    let Ok(mut inner) = Reader::open(outer.source, &package) else {
        return Ok(false);
    };
    inner.depth = outer.depth + 1;
    inner.chunks = outer.chunks + 1;
    inner.elsewhere = Some(outer.place());
    inner.paragraphs = outer.paragraphs;
    inner.document = std::mem::take(&mut outer.document);
    inner.remarks = std::mem::take(&mut outer.remarks);
    let found = inner.body();
    outer.chunks = inner.chunks;
    outer.paragraphs = inner.paragraphs;
    outer.document = inner.document;
    outer.remarks = inner.remarks;
    blocks.extend(found?);
    Ok(true)
}

/// A page or a text: whether it could be read.
fn of_another_kind(
    outer: &mut Reader<'_>,
    target: &str,
    bytes: &[u8],
    blocks: &mut Vec<Block>,
) -> bool {
    outer.chunks += 1;
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let is_page = String::from_utf8_lossy(head)
        .to_lowercase()
        .contains("<html");
    let name = match is_page {
        true => "chunk.html",
        false => target.rsplit('/').next().unwrap_or(target),
    };
    let Some(format) = format_of(name) else {
        return false;
    };
    let source = Source {
        name,
        bytes,
        beside: &|_| None,
        wanted: outer.source.wanted,
    };
    let Ok(mut inner) = (format.read)(&source) else {
        return false;
    };
    let (files, notes) = (outer.document.files.len(), outer.document.notes.len());
    shift(&mut inner, files, notes);
    outer.document.files.append(&mut inner.files);
    outer.document.notes.append(&mut inner.notes);
    blocks.append(&mut inner.blocks);
    for mut remark in inner.remarks {
        remark.place = outer.place();
        outer.remarks.add(remark);
    }
    true
}

/// Counts the files and notes of a document on from those of another.
fn shift(document: &mut Document, files: usize, notes: usize) {
    shift_blocks(&mut document.blocks, files, notes);
    for note in &mut document.notes {
        shift_blocks(note, files, notes);
    }
}

fn shift_blocks(blocks: &mut [Block], files: usize, notes: usize) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => shift_inlines(&mut paragraph.inlines, files, notes),
            Block::Table(table) => {
                shift_inlines(&mut table.caption, files, notes);
                for cell in table.rows.iter_mut().flatten() {
                    shift_blocks(&mut cell.blocks, files, notes);
                }
            }
            Block::Preformatted(_) | Block::Markdown(_) => {}
        }
    }
}

fn shift_inlines(inlines: &mut [Inline], files: usize, notes: usize) {
    for inline in inlines {
        match inline {
            Inline::Image { file, .. } | Inline::File(file) => *file += files,
            Inline::Note(note) => *note += notes,
            Inline::Link { inlines, .. } => shift_inlines(inlines, files, notes),
            Inline::Text { .. } | Inline::Break | Inline::Anchor(_) | Inline::Ruby { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::document::Paragraph;

    #[test]
    fn files_and_notes_count_on_from_those_before() {
        let link = Inline::Link {
            address: "a".to_owned(),
            inlines: vec![Inline::Note(1)],
        };
        let mut document = Document {
            blocks: vec![Block::Paragraph(Paragraph {
                inlines: vec![Inline::File(0), link],
                ..Paragraph::default()
            })],
            ..Document::default()
        };
        shift(&mut document, 2, 3);
        let Some(Block::Paragraph(paragraph)) = document.blocks.first() else {
            panic!("a paragraph");
        };
        assert_eq!(paragraph.inlines.first(), Some(&Inline::File(2)));
        let link = paragraph.inlines.get(1);
        assert!(
            matches!(link, Some(Inline::Link { inlines, .. }) if *inlines == [Inline::Note(4)])
        );
    }
}
