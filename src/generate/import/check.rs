//! Whether a report shows what its document says: it is read as a build reads it, and held against the document.
//!
//! In: a document and the body that was written of it. Out: a remark with the first place where the two differ; nothing
//! where they do not, or where the document was Markdown. Blanks and signs of lists do not count.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Text;
use crate::import::document::{
    Block, Document, Inline, Number, Paragraph, Place, Remark, RemarkKind, Table,
};
use crate::plain_text::{is_note_sign, lowered, raised};
use crate::report::markdown::{Document as Body, Options};

/// Characters that are shown around a difference.
const SHOWN: usize = 24;

/// Where the two differ.
pub(crate) fn differences(
    document: &Document,
    title: &str,
    body: &str,
    is_chinese: bool,
) -> Option<Remark> {
    if document
        .blocks
        .iter()
        .any(|block| matches!(block, Block::Markdown(_)))
    {
        return None;
    }
    let mut said = String::new();
    add_blocks(&document.blocks, &mut said);
    for note in &document.notes {
        add_blocks(note, &mut said);
    }
    let read = Body::parse_below(
        title,
        body,
        Options {
            chinese: is_chinese,
        },
    );
    let shown: String = read.blocks().map(|block| block.text.to_owned()).collect();
    let (said, shown) = (compared(&said), compared(&shown));
    if said == shown {
        return None;
    }
    let pairs = said.iter().zip(&shown);
    let at = pairs.take_while(|(a, b)| a == b).count();
    let start = at.saturating_sub(SHOWN / 2);
    let around = |text: &[char]| -> String { text.iter().skip(start).take(SHOWN).collect() };
    let what = Text::new(
        format!("正文显示为“{}”，与原件不同，请核对", around(&shown)),
        format!(
            "the text is shown as `{}`, which differs: look at it",
            around(&shown)
        ),
    );
    let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, &around(&said));
    remark.is_draft = true;
    Some(remark)
}

/// The characters of a text that count.
fn compared(text: &str) -> Vec<char> {
    let text: String = text.nfkc().collect();
    let counts = |c: &char| {
        !c.is_whitespace()
            && !crate::character::is_invisible(*c)
            && !matches!(c, '•' | '\u{3000}' | '⁄')
    };
    // A raised hyphen is a minus in plain text.
    let alike = |c: char| if c == '\u{2212}' { '-' } else { c };
    text.chars().filter(counts).map(alike).collect()
}

fn add_blocks(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => add_paragraph(paragraph, text),
            Block::Table(table) => add_table(table, text),
            Block::Preformatted(lines) => text.push_str(lines),
            // It is in the report as it is.
            Block::Markdown(_) => {}
        }
    }
}

fn add_table(table: &Table, text: &mut String) {
    add_inlines(&table.caption, text);
    for cell in table.rows.iter().flatten() {
        add_blocks(&cell.blocks, text);
    }
}

fn add_paragraph(paragraph: &Paragraph, text: &mut String) {
    if let Some(Number::Shown { text: number, .. }) = &paragraph.number {
        text.push_str(number);
    }
    add_inlines(&paragraph.inlines, text);
}

fn add_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            // What is raised or lowered becomes plain text by a rule of its own.
            Inline::Text { text: words, style } if style.superscript => {
                if !is_note_sign(words.trim()) {
                    text.push_str(&raised(words));
                }
            }
            Inline::Text { text: words, style } if style.subscript => {
                text.push_str(&lowered(words));
            }
            Inline::Text { text: words, .. } => text.push_str(words),
            Inline::Link { inlines, .. } => add_inlines(inlines, text),
            Inline::Ruby { base, .. } => text.push_str(base),
            Inline::Break => text.push('\n'),
            // The name of a file stands for it, and images have no words.
            Inline::File(_) | Inline::Image { .. } | Inline::Anchor(_) | Inline::Note(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
