//! Which blocks of a text are none of its words: lines of facts, tools, paths, lists of other pages.
//!
//! In: the blocks of a page's text. Out: the same without those, each group with what was in it; what lines of facts and
//! tables of a catalogue state. Before and after the text much is taken for furniture, within it little.

use crate::import::document::{Block, Inline, Paragraph, Table, text_of};
use crate::import::html::facts::state;
use crate::import::html::found::{Found, MAX_LINE, Zone};
use crate::import::html::group::Group;
use crate::import::html::share::{Share, is_void, unlink};
use crate::import::html::stated::{catalogue, facts, lone_label, table_text, take};
use crate::import::html::words;

/// Takes out what is no text.
pub(crate) fn settle(blocks: Vec<Block>, found: &mut Found) -> Vec<Block> {
    let blocks = forward(blocks, found);
    let mut blocks = backward(blocks, found);
    unlink(&mut blocks);
    blocks
}

fn forward(blocks: Vec<Block>, found: &mut Found) -> Vec<Block> {
    let mut zone = Zone::Before;
    let mut kept: Vec<Block> = Vec::new();
    let mut is_related = false;
    // What readers wrote goes on to the end.
    let mut is_comments = false;
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let paragraph = match block {
            Block::Paragraph(paragraph) => paragraph,
            Block::Table(table) if is_catalogue(&table, found) => {
                is_related = false;
                continue;
            }
            other => {
                (zone, is_related) = (Zone::Within, false);
                kept.push(other);
                continue;
            }
        };
        let share = Share::of(&paragraph.inlines);
        let text = paragraph.text();
        if is_comments || is_related && share.is_link() && !share.has_file {
            found.dropped.push((Group::Related, text));
            continue;
        }
        is_related = false;
        let next = blocks.peek();
        if zone == Zone::Before && is_pair(&text, next, found) {
            blocks.next();
            continue;
        }
        let judged = judge(&paragraph, &text, share, zone, found);
        let is_head =
            judged == Some(Group::Related) && share.links == 0 && !words::is_comments_head(&text);
        match judged.filter(|_| !is_head || leads_on(blocks.peek())) {
            Some(group) => {
                is_related = group == Group::Related;
                is_comments |= is_related && words::is_comments_head(&text);
                if let Some(rest) = found.rest.take() {
                    let inlines = vec![Inline::text(rest)];
                    kept.push(Block::Paragraph(Paragraph {
                        inlines,
                        ..paragraph.clone()
                    }));
                }
                found.is_in_catalogue = group == Group::Facts;
                found.dropped.push((group, text));
            }
            None => {
                found.is_in_catalogue = false;
                if is_sentence(&text) {
                    zone = Zone::Within;
                }
                let mut paragraph = paragraph;
                if let Some(tools) = cut_tools(&mut paragraph.inlines) {
                    found.dropped.push((Group::Tools, tools));
                }
                kept.push(Block::Paragraph(paragraph));
            }
        }
    }
    kept
}

/// Whether a table is a catalogue, whose facts are stated then.
fn is_catalogue(table: &Table, found: &mut Found) -> bool {
    let Some(pairs) = catalogue(table) else {
        return false;
    };
    take(pairs, found);
    found.dropped.push((Group::Facts, table_text(table)));
    true
}

/// Whether a line is a label by itself, and the next its value, which is stated then.
fn is_pair(text: &str, next: Option<&Block>, found: &mut Found) -> bool {
    let (Some(name), Some(Block::Paragraph(next))) = (lone_label(text), next) else {
        return false;
    };
    let value = next.text();
    let is_value = value.chars().count() < 100 && lone_label(&value).is_none();
    if is_value {
        state(&mut found.stated, name, &value);
        let pair = format!("{name}：{value}");
        found.dropped.push((Group::Facts, pair));
    }
    is_value
}

/// Whether a list of links to other pages may begin with this block, or nothing follows.
fn leads_on(next: Option<&Block>) -> bool {
    match next {
        Some(Block::Paragraph(next)) => {
            let next = Share::of(&next.inlines);
            next.is_link() && !next.has_file
        }
        Some(_) => false,
        None => true,
    }
}

/// Cuts tools off the end of a line that is text otherwise; only those that are links of scripts.
fn cut_tools(inlines: &mut Vec<Inline>) -> Option<String> {
    let is_script =
        |inline: &Inline| matches!(inline, Inline::Link { address, .. } if is_void(address));
    let first = (0..inlines.len()).find(|&at| {
        let rest = inlines.get(at..).unwrap_or_default();
        rest.first().is_some_and(is_script) && words::is_tools(&text_of(rest))
    })?;
    let tools = text_of(inlines.get(first..).unwrap_or_default());
    inlines.truncate(first);
    if let Some(Inline::Text { text, .. }) = inlines.last_mut() {
        let is_edge = |c: char| words::is_gap(c) || "【[（(".contains(c);
        text.truncate(text.trim_end_matches(is_edge).len());
    }
    Some(tools)
}

/// What follows the last sentence: what is no text goes, and with the first line of a footer all after it.
fn backward(mut blocks: Vec<Block>, found: &mut Found) -> Vec<Block> {
    let is_text = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            let text = paragraph.text();
            is_sentence(&text) && !words::is_footer(&words::bare(&text))
        }
        _ => true,
    };
    let end = blocks.iter().rposition(is_text).map_or(0, |last| last + 1);
    let tail = blocks.split_off(end);
    let is_of_site = |block: &Block| matches!(block, Block::Paragraph(paragraph) if words::is_of_site(&words::bare(&paragraph.text())));
    let has_footer = tail.iter().any(is_of_site);
    let mut is_footer = false;
    for block in tail {
        let Block::Paragraph(paragraph) = block else {
            blocks.push(block);
            continue;
        };
        let share = Share::of(&paragraph.inlines);
        let text = paragraph.text();
        let mut group = judge(&paragraph, &text, share, Zone::After, found);
        // Who holds what the text is about may stand at its end too.
        group = group.filter(|group| *group != Group::Footer || has_footer);
        if is_footer && !share.has_file {
            group = group.or(Some(Group::Footer));
        }
        is_footer |= group == Some(Group::Footer);
        match group {
            Some(group) => found.dropped.push((group, text)),
            None => blocks.push(Block::Paragraph(paragraph)),
        }
    }
    blocks
}

/// Whether a paragraph is one of a text.
fn is_sentence(text: &str) -> bool {
    let marks = text.chars().filter(|c| "。；，".contains(*c)).count();
    marks > 1 || text.trim_end().ends_with('。') || text.chars().count() > 60
}

/// The group of a line that is no text.
fn judge(
    paragraph: &Paragraph,
    text: &str,
    share: Share,
    zone: Zone,
    found: &mut Found,
) -> Option<Group> {
    let bare = words::bare(text).replace(':', "：");
    let letters = bare.chars().count();
    if letters == 0 || letters > MAX_LINE {
        return None;
    }
    let is_outside = zone != Zone::Within;
    if paragraph.heading == Some(1) && !share.is_link() {
        return None;
    }
    if words::is_path(text) && (zone == Zone::Before || share.links > 0)
        || zone == Zone::Before && bare == "正文"
    {
        return Some(Group::Path);
    }
    if words::is_pages(&bare)
        || is_outside && share.links > 1 && share.is_link() && words::are_numbers(&bare)
    {
        return Some(Group::Neighbours);
    }
    if words::is_tools(text)
        && (is_outside || share.links > 0 || bare.contains('【'))
        && !share.has_file
    {
        return Some(Group::Tools);
    }
    if is_outside && letters < 60 && words::is_greeting(&bare) {
        return Some(Group::Tools);
    }
    if letters < 60 && words::is_question_to_readers(&bare) {
        return Some(Group::Forms);
    }
    if zone == Zone::Before && words::is_menu(text) {
        return Some(Group::Navigation);
    }
    if words::is_neighbour(text) && (share.links > 0 || letters < 80) {
        return Some(Group::Neighbours);
    }
    if is_related(text, share) {
        return Some(Group::Related);
    }
    if is_outside && words::is_footer(&bare) && !bare.contains('。') {
        return Some(Group::Footer);
    }
    if zone == Zone::After && is_weak_footer(&bare) {
        return Some(Group::Footer);
    }
    let is_menu = share.links > 1 && share.is_link() && !share.has_file && !share.has_local;
    if is_outside
        && is_menu
        && (share.links > 2 || share.has_void || bare.contains(['|', '｜', '·', '>']))
    {
        return Some(Group::Navigation);
    }
    facts(text, zone, found)
}

/// Contacts and advice at the end of pages that are no text.
fn is_weak_footer(bare: &str) -> bool {
    let begins = [
        "地址：",
        "地址:",
        "主办单位",
        "主办：",
        "承办单位",
        "承办：",
        "总机",
        "總機",
        "建议使用",
        "建議使用",
        "版权",
        "本站由",
        "網站維護",
        "网站维护",
    ];
    begins.iter().any(|begin| bare.starts_with(begin)) && words::footer_signs(bare) > 0
}

fn is_related(text: &str, share: Share) -> bool {
    if words::is_related_head(text) || words::is_comments_head(text) {
        return true;
    }
    let bare = words::bare(text);
    let Some((head, rest)) = bare.split_once(['：', ':']) else {
        return false;
    };
    words::is_related_head(head)
        && !share.has_file
        && share.links > 0
        && share.linked * 10 >= rest.chars().count() * 6
}
