//! Plain text: what an editor typed, or a program wrote line by line.
//!
//! In: bytes in UTF-8, UTF-16, GB18030, Big5. Out: paragraphs that are whole again, tables that tabs, blanks or drawn
//! lines make. What stands on pages and not in the text is left out and named. No character is markup.

pub(crate) mod encoding;
mod furniture;
mod grid;
mod line;
mod marker;
mod paragraph;

use crate::diagnostic::Text;
use crate::import::document::{Block, Document, Place, Remark, RemarkKind};
use crate::import::text::line::{Gap, Line};
use crate::import::text::paragraph::Measure;
use crate::import::{Format, Refusal, Source};

/// Lines of a text.
const MAX_LINES: usize = 500_000;

/// Lines of which each has an empty one behind it.
const MIN_SPACED: usize = 6;

/// Plain text.
pub(crate) fn format() -> Format {
    Format {
        name: Text::new("纯文本", "plain text"),
        endings: &["txt", "text"],
        read,
    }
}

fn read(source: &Source<'_>) -> Result<Document, Refusal> {
    let decoded = encoding::decoded(source.bytes)?;
    let mut document = Document {
        remarks: decoded.remarks,
        ..Document::default()
    };
    if decoded.text.trim_start().starts_with("{\\rtf") {
        return Err(rich_text());
    }
    let lines = line::lines(&decoded.text);
    if lines.is_empty() {
        return Err(empty());
    }
    if lines.len() > MAX_LINES {
        return Err(too_long());
    }
    let lines = furniture::remove(lines, &mut document.remarks);
    let (blocks, joined) = blocks(&spaced(lines));
    document.blocks = blocks;
    if joined > 0 {
        document.remarks.push(joined_lines(joined));
    }
    Ok(document)
}

/// The blocks of plain words, of which a field of a table consists too.
pub(crate) fn blocks_of(text: &str) -> Vec<Block> {
    blocks(&line::lines(text)).0
}

/// Where each line has an empty one behind it, those mean nothing.
fn spaced(mut lines: Vec<Line>) -> Vec<Line> {
    let gaps = lines
        .iter()
        .skip(1)
        .filter(|line| line.gap != Gap::None)
        .count();
    let measure = Measure::of(&lines);
    let is_spaced = gaps + 1 >= lines.len() && lines.len() >= MIN_SPACED && measure.breaks_lines();
    if is_spaced {
        for line in &mut lines {
            line.gap = Gap::None;
        }
    }
    lines
}

/// The blocks of lines, and how many lines were joined to others.
fn blocks(lines: &[Line]) -> (Vec<Block>, usize) {
    let mut blocks = Vec::new();
    let mut joined = 0;
    let measure = Measure::of(lines);
    // Lines that are no table and not yet paragraphs.
    let mut begins = 0;
    let mut at = 0;
    while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
        let (table, count) = grid::table(rest);
        if let Some(table) = table {
            joined += add_paragraphs(lines.get(begins..at), &measure, &mut blocks);
            blocks.push(table);
            begins = at + count;
        }
        at += count;
    }
    joined += add_paragraphs(lines.get(begins..), &measure, &mut blocks);
    (blocks, joined)
}

fn add_paragraphs(lines: Option<&[Line]>, measure: &Measure, blocks: &mut Vec<Block>) -> usize {
    let lines = lines.unwrap_or_default();
    let paragraphs = paragraph::paragraphs(lines, measure);
    let joined = lines.len().saturating_sub(paragraphs.len());
    blocks.extend(paragraphs.into_iter().map(Block::Paragraph));
    joined
}

fn joined_lines(count: usize) -> Remark {
    let what = Text::new(
        format!("原文每行断开，已按版面接成整段（{count} 行接在前一行之后）"),
        format!(
            "lines that were broken were joined to paragraphs ({count} lines behind the one before)"
        ),
    );
    Remark::new(RemarkKind::Changed, what, Place::Document, "")
}

fn empty() -> Refusal {
    Refusal(Text::new("文件里没有文字", "there is no text in the file"))
}

fn rich_text() -> Refusal {
    Refusal(Text::new(
        "这是 RTF 文件，不是纯文本；请用 Word 或 WPS 打开，另存为 .docx",
        "this is RTF and no plain text; open it with a word processor and save it as .docx",
    ))
}

fn too_long() -> Refusal {
    Refusal(Text::new(
        format!("文本超过 {MAX_LINES} 行；请分成几份"),
        format!("the text has more than {MAX_LINES} lines; divide it"),
    ))
}
