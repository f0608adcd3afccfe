//! Which of the first paragraphs is the title.
//!
//! In: the blocks of a page and the titles that it gives elsewhere. Out: the title, and its paragraph as a heading. Never
//! makes words up: of the title of the window only what stands before the name of the site is taken.

use crate::import::document::{Alignment, Block, Inline, Paragraph, Stated};
use crate::import::html::facts::Facts;
use crate::import::html::found::Found;
use crate::import::html::group::Group;
use crate::import::html::words::bare;

/// Among so many first blocks the title is looked for.
const FIRST: usize = 8;
/// So few letters above a title are those of a tab or a column.
const SHORT: usize = 6;

/// Finds the title and marks its paragraph; what stands above it and is a word or two goes.
pub(crate) fn settle(blocks: &mut Vec<Block>, facts: &Facts, found: &mut Found) -> Option<String> {
    drop_repeated(blocks);
    let title = find(blocks, facts, found);
    let is_title = |block: &Block| matches!(block, Block::Paragraph(paragraph) if paragraph.heading == Some(1));
    let Some(at) = blocks.iter().take(FIRST).position(is_title) else {
        return title;
    };
    let mut index = 0;
    blocks.retain(|block| {
        index += 1;
        let Block::Paragraph(paragraph) = block else {
            return true;
        };
        let text = paragraph.text();
        let is_kept =
            index > at || facts.is_office || bare(&text).chars().count() > SHORT || text.is_empty();
        if !is_kept {
            found.dropped.push((Group::Navigation, text));
        }
        is_kept
    });
    title
}

fn find(blocks: &mut Vec<Block>, facts: &Facts, found: &Found) -> Option<String> {
    let is_titled = |one: &&Stated| {
        matches!(
            one.name.as_str(),
            "标题" | "標題" | "名称" | "信息名称" | "文件名称"
        )
    };
    let catalogued = found
        .stated
        .iter()
        .find(is_titled)
        .map(|one| one.value.clone());
    if let Some(title) = facts.title.clone().or(catalogued) {
        join(blocks, &bare(&title), true);
        return Some(title);
    }
    if let Some(heading) = first(blocks, |paragraph| paragraph.heading == Some(1)) {
        return Some(heading.text().replace('\n', ""));
    }
    if facts.is_office {
        return of_sheet(blocks);
    }
    let window = facts.window.as_deref()?;
    let is_same = |paragraph: &Paragraph| {
        let stands_out = paragraph.heading.is_some() || paragraph.alignment == Alignment::Center;
        stands_out && bare(&paragraph.text()) == bare(&without_site(window))
    };
    if let Some(paragraph) = first(blocks, is_same) {
        paragraph.heading = Some(1);
        return Some(paragraph.text().replace('\n', ""));
    }
    // A title that says more than that of the window: whose report it is, of which year.
    let short = bare(&without_site(window));
    let is_longer = |paragraph: &Paragraph| {
        let text = bare(&paragraph.text());
        short.chars().count() >= 4
            && paragraph.alignment == Alignment::Center
            && text.chars().count() < 60
            && text != short
            && text.ends_with(&short)
    };
    if let Some(paragraph) = first(blocks, is_longer) {
        paragraph.heading = Some(1);
        return Some(paragraph.text().replace('\n', ""));
    }
    join(blocks, &bare(window), false)
}

/// Looks for paragraphs that together begin the title (are all of it if `is_whole`), and makes them one heading.
fn join(blocks: &mut Vec<Block>, title: &str, is_whole: bool) -> Option<String> {
    for at in 0..blocks.len().min(FIRST) {
        let (mut seen, mut count) = (String::new(), 0);
        while let Some(Block::Paragraph(paragraph)) = blocks.get(at + count) {
            let longer = format!("{seen}{}", bare(&paragraph.text()));
            if !title.starts_with(&longer) || longer == seen {
                break;
            }
            seen = longer;
            count += 1;
        }
        if seen.chars().count() < 4 || is_whole && seen != title {
            continue;
        }
        let mut rest = blocks
            .drain(at + 1..at + count)
            .collect::<Vec<_>>()
            .into_iter();
        let Some(Block::Paragraph(paragraph)) = blocks.get_mut(at) else {
            return None;
        };
        paragraph.heading = Some(1);
        while let Some(Block::Paragraph(more)) = rest.next() {
            paragraph.inlines.push(Inline::Break);
            paragraph.inlines.extend(more.inlines);
        }
        return Some(paragraph.text().replace('\n', ""));
    }
    None
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

/// The title of the window, for pages without another.
pub(crate) fn of_window(facts: &Facts) -> Option<String> {
    let window = facts.window.as_deref().filter(|_| !facts.is_office)?;
    Some(without_site(window)).filter(|title| !title.is_empty())
}

fn without_site(window: &str) -> String {
    let cut = window
        .find(['_', '|', '｜', '—', '–'])
        .or_else(|| window.find(" - "))
        .or_else(|| {
            let (before, after) = window.rsplit_once('-')?;
            // Not the dash of a date or a number.
            (!after.starts_with(|c: char| c.is_ascii_digit())).then_some(before.len())
        });
    window
        .get(..cut.unwrap_or(window.len()))
        .unwrap_or_default()
        .trim()
        .to_owned()
}
