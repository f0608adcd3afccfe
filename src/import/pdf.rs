//! PDF (ISO 32000-2) with a text layer.
//!
//! In: the bytes of a file. Out: a document whose paragraphs come from the places of its characters; embedded files and
//! images; and a remark for each thing that stays out: hidden text, annotations, fields, signatures, running heads. A scan
//! is kept as an attachment, without text. Never decrypts, never recognises letters in pictures, never runs a script.

#![expect(
    clippy::float_arithmetic,
    reason = "places on a page are no whole numbers, and none of them reaches what is written"
)]

mod cmap;
mod collection;
pub(crate) mod content;
mod encoding;
mod extra;
pub(crate) mod file;
mod filter;
pub(crate) mod font;
mod object;
pub(crate) mod pages;
mod path;
mod picture;
mod repair;
mod show;
pub(crate) mod sight;
mod state;
pub(crate) mod syntax;
mod tables;
#[cfg(test)]
mod tests;
mod width;

use crate::diagnostic::Text;
use crate::import::document::{Document, EmbeddedFile, Place, Remark, RemarkKind};
use crate::import::layout::{self, laid, quote};
use crate::import::pdf::file::File;
use crate::import::pdf::font::UNKNOWN;
use crate::import::{Format, Refusal, Source};

/// Bytes of a file.
const MAX_FILE: usize = 96 << 20;
/// Of so many letters one may be unknown before the text is none.
const MAX_UNKNOWN: usize = 3;

/// How PDF is read.
pub(crate) fn format() -> Format {
    Format {
        name: Text::new("PDF 文件", "PDF"),
        endings: &["pdf"],
        read,
    }
}

fn read(source: &Source<'_>) -> Result<Document, Refusal> {
    if source.bytes.len() > MAX_FILE {
        return Err(too_large());
    }
    let file = File::open(source.bytes).ok_or_else(broken)?;
    if file.trailer.contains_key("Encrypt") {
        return Err(encrypted());
    }
    let mut document = Document::default();
    let pages = pages::read(&file, &mut document)?;
    extra::attachments(&file, &mut document);
    extra::stated(&file, &mut document);
    if file.is_too_large() {
        return Err(too_large());
    }
    let (known, unknown) = counted(&pages);
    let is_blank = known + unknown == 0 && !pages.iter().any(|page| page.is_scan);
    if is_blank && file.is_repaired() {
        // What is cut off has lost its pages, not its text alone.
        return Err(broken());
    }
    if known == 0 || unknown * MAX_UNKNOWN > known + unknown {
        without_text(source, &mut document, unknown > 0);
        return Ok(document);
    }
    name_unknown(&pages, unknown, &mut document);
    let laid = laid(pages);
    document.blocks = laid.blocks;
    document.notes = laid.notes;
    document.remarks.extend(laid.remarks);
    Ok(document)
}

/// How many letters say something, and how many do not.
fn counted(pages: &[layout::Page]) -> (usize, usize) {
    let glyphs = pages.iter().flat_map(|page| &page.glyphs);
    let glyphs = glyphs.filter(|glyph| !glyph.character.is_whitespace());
    let mut counts = (0, 0);
    for glyph in glyphs {
        match is_unknown(glyph.character) {
            true => counts.1 += 1,
            false => counts.0 += 1,
        }
    }
    counts
}

fn is_unknown(character: char) -> bool {
    character == UNKNOWN || character.is_control()
}

/// Says which letters could not be read, with what stands around the first.
fn name_unknown(pages: &[layout::Page], unknown: usize, document: &mut Document) {
    let found = pages.iter().find_map(|page| {
        let index = page
            .glyphs
            .iter()
            .position(|glyph| is_unknown(glyph.character) && !glyph.character.is_whitespace())?;
        let near = page.glyphs.iter().skip(index.saturating_sub(10)).take(24);
        let near: String = near.map(|glyph| glyph.character).collect();
        Some((page.number, near))
    });
    let Some((page, near)) = found.filter(|_| unknown > 0) else {
        return;
    };
    document.remarks.push(Remark {
        is_draft: true,
        ..Remark::new(
            RemarkKind::Unsure,
            Text::new(
                format!("有 {unknown} 个字符的编码无法识别，已写作“�”；请对照原件补上"),
                format!("{unknown} characters have no meaning in the file and are written as �; compare the original and type them"),
            ),
            Place::Page(page),
            &quote(&near),
        )
    });
}

/// A document without text is kept as it is.
fn without_text(source: &Source<'_>, document: &mut Document, is_coded: bool) {
    document.files.retain(|file| file.is_attachment);
    document.files.push(EmbeddedFile {
        name: source.name.to_owned(),
        bytes: source.bytes.to_vec(),
        is_attachment: true,
    });
    let what = match is_coded {
        true => Text::new(
            "没有可用的文字层（字体未附文字编码对应关系，无法识别）；原文件已作为附件保留，请录入正文，或先作文字识别",
            "there is no text layer that can be read: its letters have no meaning in the file; the file is kept as an attachment: type its text, or recognise it first",
        ),
        false => Text::new(
            "没有文字层（扫描件）；原文件已作为附件保留，请录入正文，或先作文字识别",
            "there is no text layer (a scan); the file is kept as an attachment: type its text, or recognise it first",
        ),
    };
    document.remarks.push(Remark {
        is_draft: true,
        ..Remark::new(RemarkKind::Unsure, what, Place::Document, "")
    });
}

fn broken() -> Refusal {
    Refusal(Text::new(
        "这个文件不是完整的 PDF（可能没有下载完，或只是改了扩展名）；请重新获取，或用原程序另存一份",
        "the file is no whole PDF (perhaps cut off, or something else of that name); get it again, or save it anew with its program",
    ))
}

fn encrypted() -> Refusal {
    Refusal(Text::new(
        "这个 PDF 已加密或设了权限限制；请用原程序去掉密码和限制后另存",
        "this PDF is encrypted or restricted; save it without a password and restrictions",
    ))
}

fn too_large() -> Refusal {
    Refusal(Text::new(
        format!(
            "这个 PDF 过大或过于复杂（文件最多 {} MB，单个数据流解压后最多 {} MB）；请分成几个文件",
            MAX_FILE >> 20,
            file::MAX_STREAM >> 20
        ),
        format!(
            "this PDF is too large or too complex (at most {} MB, and {} MB of one stream when unpacked); split it",
            MAX_FILE >> 20,
            file::MAX_STREAM >> 20
        ),
    ))
}
