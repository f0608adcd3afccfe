//! Which of the first paragraphs is the title.
//!
//! In: the blocks of a page and the titles that it gives elsewhere. Out: the title, and its paragraph as a heading. Never
//! makes words up: of the title of the window only what stands before the name of the site is taken.

use crate::import::document::{Block, Paragraph};
use crate::import::html::facts::Facts;
use crate::import::html::words::bare;

/// Among so many first blocks the title is looked for.
const FIRST: usize = 8;

/// Finds the title and marks its paragraph.
pub(crate) fn settle(blocks: &mut Vec<Block>, facts: &Facts) -> Option<String> {
    drop_repeated(blocks);
    if let Some(title) = &facts.title {
        let wanted = bare(title);
        if let Some(paragraph) = first(blocks, |paragraph| bare(&paragraph.text()) == wanted) {
            paragraph.heading = Some(1);
        }
        return Some(title.clone());
    }
    if let Some(heading) = first(blocks, |paragraph| paragraph.heading == Some(1)) {
        return Some(heading.text().replace('\n', ""));
    }
    if facts.is_office {
        return of_sheet(blocks);
    }
    let window = facts.window.as_deref()?;
    let whole = bare(window);
    let is_title = |paragraph: &Paragraph| {
        let text = bare(&paragraph.text());
        text.chars().count() >= 4 && whole.starts_with(&text)
    };
    if let Some(paragraph) = first(blocks, is_title) {
        paragraph.heading = Some(1);
        return Some(paragraph.text().replace('\n', ""));
    }
    Some(without_site(window)).filter(|title| !title.is_empty())
}

fn first(blocks: &mut [Block], test: impl Fn(&Paragraph) -> bool) -> Option<&mut Paragraph> {
    let first = blocks.iter_mut().take(FIRST);
    let mut paragraphs = first.filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        _ => None,
    });
    paragraphs.find(|paragraph| test(paragraph))
}

/// A title that stands twice, above the text and as its first line, stands once.
fn drop_repeated(blocks: &mut Vec<Block>) {
    let text = |block: Option<&Block>| match block {
        Some(Block::Paragraph(paragraph)) => bare(&paragraph.text()),
        _ => String::new(),
    };
    let first = text(blocks.first());
    if first.chars().count() > 4 && first == text(blocks.get(1)) {
        blocks.remove(1);
    }
}

/// The first row of a sheet, if one cell covers it.
fn of_sheet(blocks: &[Block]) -> Option<String> {
    let Some(Block::Table(table)) = blocks.first() else {
        return None;
    };
    let [cell] = table.rows.first()?.as_slice() else {
        return None;
    };
    let [Block::Paragraph(paragraph)] = cell.blocks.as_slice() else {
        return None;
    };
    (cell.column_span > 1).then(|| paragraph.text().replace('\n', ""))
}

fn without_site(window: &str) -> String {
    let cut = window.find(['_', '|', '｜', '—', '–']).or_else(|| window.find(" - ")).or_else(|| {
        let (before, after) = window.rsplit_once('-')?;
        // Not the dash of a date or a number.
        (!after.starts_with(|c: char| c.is_ascii_digit())).then_some(before.len())
    });
    window.get(..cut.unwrap_or(window.len())).unwrap_or_default().trim().to_owned()
}
