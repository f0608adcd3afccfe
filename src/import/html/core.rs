//! Where the text of a page is.
//!
//! In: a page whose furniture is marked. Out: the same with all marked that is no part of the text: lists of links around
//! it, and blocks that stand far from it. The text is where most letters and sentences are that are no links; the tags of
//! the guidelines for sites of government help. Never marks what is between two parts of the text for its links alone.

use std::collections::BTreeSet;

use crate::import::html::dom::{DOCUMENT, Dom, Id};
use crate::import::html::group::Group;
use crate::import::html::label;
use crate::import::html::look::is_block;
use crate::import::html::marks::{Count, Page};
use crate::import::html::words;

/// Of 100 points of an element, so many make one in it the place of the text.
const MOST: u64 = 60;

/// Marks all but the text, which is in one of `chosen` if there is any.
pub(crate) fn find(page: &mut Page<'_>, chosen: &[Id], title: Option<&str>) {
    if !chosen.is_empty() {
        for id in page.seen(DOCUMENT) {
            let is_around = chosen.iter().any(|&one| page.dom.is_within(one, id));
            if !is_around && !chosen.iter().any(|&one| page.dom.is_within(id, one)) {
                page.set(id, Some(Group::Elsewhere));
            }
        }
        return;
    }
    page.count_all();
    let lists = lists_of_links(page);
    for &id in &lists {
        page.set(id, Some(Group::Navigation));
    }
    page.count_all();
    let core = core(page);
    spare(page, &lists, core);
    climb(page, core, title);
}

/// Blocks of links without a sentence.
fn lists_of_links(page: &Page<'_>) -> Vec<Id> {
    let dom = page.dom;
    let mut found = Vec::new();
    let mut is_inside = vec![false; dom.len()];
    for id in page.seen(DOCUMENT) {
        let above = dom.parent(id).unwrap_or(DOCUMENT);
        let above_is = is_inside.get(above as usize).copied().unwrap_or_default();
        let is_list = !above_is && is_list_of_links(page, id);
        if let Some(here) = is_inside.get_mut(id as usize) {
            *here = above_is || is_list;
        }
        if is_list {
            found.push(id);
        }
    }
    found
}

fn is_list_of_links(page: &Page<'_>, id: Id) -> bool {
    let is_block = matches!(
        page.dom.name(id),
        "div"
            | "table"
            | "tbody"
            | "tr"
            | "td"
            | "ul"
            | "ol"
            | "dl"
            | "p"
            | "center"
            | "section"
            | "map"
    );
    let count = page.count(id);
    is_block && count.links >= 2 && count.linked > count.plain && count.marks <= count.links / 4
}

/// How much of a text an element may be.
fn points(count: Count) -> u64 {
    u64::from(count.plain) + 6 * u64::from(count.marks)
}

/// The deepest element that has most of the text.
fn core(page: &Page<'_>) -> Id {
    let dom = page.dom;
    let Some(body) = dom.first(DOCUMENT, "body") else {
        return DOCUMENT;
    };
    let all = points(page.count(body));
    let named = page
        .seen(body)
        .into_iter()
        .filter(|&id| is_named_text(dom, id));
    // Of equal ones the last, which is the deepest.
    let named = named.max_by_key(|&id| points(page.count(id)));
    if let Some(named) = named.filter(|&id| points(page.count(id)) * 2 > all) {
        return named;
    }
    let mut at = body;
    loop {
        let here = points(page.count(at));
        let seen = dom.children(at).filter(|&child| page.mark(child).is_none());
        let best = seen.max_by_key(|&child| points(page.count(child)));
        let is_most =
            |&child: &Id| dom.is_element(child) && points(page.count(child)) * 100 > here * MOST;
        let is_block =
            |&child: &Id| !matches!(dom.name(child), "p" | "li" | "h1" | "h2" | "h3" | "pre");
        match best.filter(is_most).filter(is_block) {
            Some(best) => at = best,
            None => return at,
        }
    }
}

/// The tags that the guidelines ask for around a text, and the names that the common programs give it.
fn is_named_text(dom: &Dom, id: Id) -> bool {
    let is_text = |name: &str| {
        let name = name.to_ascii_lowercase();
        matches!(
            name.as_str(),
            "ucapcontent"
                | "ucap-content"
                | "zoom"
                | "trs_editor"
                | "trs_ueditor"
                | "view"
                | "articlebody"
                | "custom_unionstyle"
                | "zoomcon"
                | "article-content"
                | "articlecontent"
                | "newscontent"
        )
    };
    let names = ["id", "class", "itemprop"].map(|name| dom.attribute(id, name).unwrap_or_default());
    dom.name(id) == "ucapcontent"
        || names
            .iter()
            .any(|names| names.split_ascii_whitespace().any(is_text))
}

/// Takes the marks from lists of links that stand within the text: a list of repealed laws, say.
fn spare(page: &mut Page<'_>, lists: &[Id], core: Id) {
    let dom = page.dom;
    let is_text = |id: Id| {
        let words = dom.words(id).unwrap_or_default();
        words.chars().filter(|c| c.is_alphanumeric()).count() >= 20
            || words.chars().any(|c| "。；".contains(c))
    };
    let mut between = Vec::new();
    let mut waiting = Vec::new();
    let mut has_text = false;
    let lists: BTreeSet<Id> = lists.iter().copied().collect();
    let mut is_inside = vec![false; dom.len()];
    let is_skipped = |id: Id| page.mark(id).is_some() && !lists.contains(&id);
    for id in dom.below_but(core, is_skipped) {
        let above = dom.parent(id).unwrap_or(DOCUMENT);
        let above_is = is_inside.get(above as usize).copied().unwrap_or_default();
        let is_list = lists.contains(&id);
        if let Some(here) = is_inside.get_mut(id as usize) {
            *here = above_is || is_list;
        }
        if is_list {
            waiting.extend(has_text.then_some(id));
        } else if !above_is && is_text(id) {
            has_text = true;
            between.append(&mut waiting);
        }
    }
    for id in between {
        page.set(id, None);
    }
    page.count_all();
}

/// Goes up from the text and marks what stands beside it: near to it little, far from it all but titles, facts, files and
/// sentences.
fn climb(page: &mut Page<'_>, core: Id, title: Option<&str>) {
    let dom = page.dom;
    let mut is_far = false;
    let heading = heading(page, title);
    let mut at = core;
    while let Some(above) = dom.parent(at) {
        let name = dom.name(above);
        let has_columns = name == "tr" && {
            let cells = dom
                .children(above)
                .filter(|&id| matches!(dom.name(id), "td" | "th"));
            // A label beside the text is no column of the page.
            let is_column = |&id: &Id| {
                id != at && {
                    let count = page.count(id);
                    page.mark(id).is_some() || count.links > 0 || count.plain > 8
                }
            };
            cells.filter(is_column).count() > 0
        };
        let has_menu = dom.children(above).any(|id| {
            matches!(
                page.mark(id),
                Some(Group::Navigation | Group::Footer | Group::Related)
            )
        });
        // Where text and title are together, what is beside both is something else.
        let has_title = heading.is_some_and(|heading| dom.is_within(heading, at));
        is_far |= has_columns || name == "body" || has_menu || has_title;
        let beside: Vec<Id> = dom.children(above).filter(|&id| id != at).collect();
        for id in beside {
            if page.mark(id).is_none() && !is_kept(page, id, is_far, title, core) {
                page.set(id, Some(Group::Elsewhere));
            }
        }
        at = above;
    }
}

/// Where the title stands in the page.
fn heading(page: &Page<'_>, title: Option<&str>) -> Option<Id> {
    let dom = page.dom;
    let title = title.map(words::bare).unwrap_or_default();
    let is_title = |&id: &Id| match dom.name(id) {
        "h1" | "ucaptitle" => true,
        _ => {
            let text = dom.words(id).map(words::bare).unwrap_or_default();
            text.chars().count() >= 4 && title.starts_with(&text)
        }
    };
    page.seen(DOCUMENT).iter().copied().find(|id| is_title(id))
}

fn is_kept(page: &Page<'_>, id: Id, is_far: bool, title: Option<&str>, core: Id) -> bool {
    let dom = page.dom;
    let most = points(page.count(core));
    let count = page.count(id);
    if count.plain + count.linked == 0 {
        // Images beside the text may be of it.
        return !is_far && dom.parent(id) == dom.parent(core);
    }
    if !is_far {
        return count.linked <= count.plain.saturating_mul(2) + 8;
    }
    let text = page.text(id);
    let bare = words::bare(&text);
    let letters = bare.chars().count();
    let is_linked = count.linked > count.plain;
    let is_title = title.map(words::bare).is_some_and(|title| {
        let is_part = letters >= 4 && title.starts_with(&bare);
        is_part || title.chars().count() > 3 && letters < 300 && bare.contains(&title)
    });
    let has_head = || {
        let is_head = |id: Id| matches!(dom.name(id), "h1" | "ucaptitle");
        is_head(id) || page.seen(id).into_iter().any(is_head)
    };
    let has_file = || {
        let is_file = |id: Id| {
            dom.attribute(id, "href")
                .is_some_and(words::is_file_address)
        };
        page.seen(id).into_iter().any(is_file)
    };
    let is_paragraph = matches!(
        dom.name(id),
        "p" | "blockquote" | "pre" | "ol" | "dl" | "h2" | "h3"
    );
    let is_inline = !is_block(dom.name(id)) && bare.contains('。');
    // Another box with sentences is text only if it has many.
    let is_text = !is_linked && (is_paragraph || is_inline || points(count) * 2 > most);
    let has_facts = || {
        let labels = label::labelled(&text).1;
        let is_sure = |one: &label::Labelled| one.sort == label::Sort::Catalogue;
        letters < 600 && labels.iter().any(is_sure)
    };
    let is_end = || !is_linked && letters < 60 && is_date_at_end(&bare);
    is_title || is_text || !is_linked && has_head() || is_end() || has_facts() || has_file()
}

/// Whether the words end with a date, as signatures do.
fn is_date_at_end(bare: &str) -> bool {
    let Some(before) = bare.strip_suffix('日') else {
        return false;
    };
    before.contains('月') && before.contains('年')
}
