//! Which elements of a page are no part of its text.
//!
//! In: the tree of a page. Out: for elements, to which group of things they belong that a report leaves out (menus,
//! footers, hidden text …). An element with much of the page's text belongs to none, however it is called. Never looks at
//! single lines within a text: `lines` does.

use crate::import::html::dom::{DOCUMENT, Dom, Id};
use crate::import::html::group::Group;
use crate::import::html::names;
use crate::import::html::style;
use crate::import::html::words;

/// What is counted of an element with all that is in it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    /// Letters that are no link.
    pub plain: u32,
    /// Letters of links.
    pub linked: u32,
    /// Links to other pages.
    pub links: u32,
    /// Marks that sentences have, outside links.
    pub marks: u32,
}

/// The tree of a page with what is known of each of its nodes.
pub(crate) struct Page<'d> {
    /// The tree.
    pub dom: &'d Dom,
    /// By node: the group that it belongs to.
    pub marks: Vec<Option<Group>>,
    /// By node.
    pub counts: Vec<Count>,
}

/// Of 100 letters of the page so many make an element part of its text.
const MUCH: u32 = 35;
/// Letters of a footer.
const MAX_FOOTER: u32 = 700;

impl Page<'_> {
    /// The group of a node.
    pub(crate) fn mark(&self, id: Id) -> Option<Group> {
        self.marks.get(id as usize).copied().flatten()
    }

    /// Puts a node into a group, or takes it out of its own.
    pub(crate) fn set(&mut self, id: Id, group: Option<Group>) {
        if let Some(mark) = self.marks.get_mut(id as usize) {
            *mark = group;
        }
    }

    /// What was counted of a node.
    pub(crate) fn count(&self, id: Id) -> Count {
        self.counts.get(id as usize).copied().unwrap_or_default()
    }

    /// The words of a node that are seen.
    pub(crate) fn text(&self, top: Id) -> String {
        let mut text = String::new();
        for id in self.dom.below_but(top, |id| self.mark(id).is_some()) {
            text.push_str(self.dom.words(id).unwrap_or_default());
        }
        text
    }

    /// The nodes below `top`, without those in marked ones.
    pub(crate) fn seen(&self, top: Id) -> Vec<Id> {
        let seen = self.dom.below_but(top, |id| self.mark(id).is_some());
        seen.collect()
    }

    /// Counts letters and links, those in marked nodes aside.
    pub(crate) fn count_all(&mut self) {
        let dom = self.dom;
        self.counts = vec![Count::default(); dom.len()];
        let seen = self.seen(DOCUMENT);
        let mut is_linked = vec![false; dom.len()];
        for &id in &seen {
            let above = dom.parent(id).unwrap_or(DOCUMENT);
            let above_is = is_linked.get(above as usize).copied().unwrap_or_default();
            let is_link = is_link(dom, id);
            if let Some(here) = is_linked.get_mut(id as usize) {
                *here = above_is || is_link;
            }
            let Some(count) = self.counts.get_mut(id as usize) else {
                continue;
            };
            count.links = u32::from(is_link);
            let Some(words) = dom.words(id) else { continue };
            let of = |test: fn(char) -> bool| words.chars().filter(|&c| test(c)).count();
            let letters = u32::try_from(of(char::is_alphanumeric)).unwrap_or(u32::MAX);
            match above_is {
                true => count.linked = letters,
                false => {
                    count.plain = letters;
                    let marks = of(|c| "。；，！？：,;".contains(c));
                    count.marks = u32::try_from(marks).unwrap_or(u32::MAX);
                }
            }
        }
        for &id in seen.iter().rev() {
            let here = self.count(id);
            let above = dom.parent(id).unwrap_or(DOCUMENT);
            if let Some(above) = self.counts.get_mut(above as usize) {
                above.plain = above.plain.saturating_add(here.plain);
                above.linked = above.linked.saturating_add(here.linked);
                above.links = above.links.saturating_add(here.links);
                above.marks = above.marks.saturating_add(here.marks);
            }
        }
    }
}

/// Whether an element leads to another page, or to nothing; not within the page, not to a file.
fn is_link(dom: &Dom, id: Id) -> bool {
    if dom.name(id) != "a" {
        return false;
    }
    match dom.attribute(id, "href").map(str::trim) {
        Some(address) if address.starts_with('#') && address.len() > 1 => false,
        Some(address) => !words::is_file_address(address) && !address.starts_with("mailto:"),
        None => dom.attribute(id, "name").is_none() && dom.attribute(id, "id").is_none(),
    }
}

/// Marks what no reader of the page sees.
pub(crate) fn unseen(dom: &Dom) -> Page<'_> {
    let mut page = Page {
        dom,
        marks: vec![None; dom.len()],
        counts: Vec::new(),
    };
    for id in dom.below(DOCUMENT) {
        let group = match dom.name(id) {
            "script"
            | "style"
            | "template"
            | "noscript"
            | "head"
            | "title"
            | "meta"
            | "link"
            | "xml"
            | "noframes"
            | "noembed"
            | "datalist"
            | "colgroup"
            | "param"
            | "source"
            | "track"
            | "rp"
            | "o:documentproperties"
            | "w:worddocument"
            | "x:excelworkbook" => Group::Unseen,
            _ if style::hides_itself(dom, id) => Group::Hidden,
            _ => continue,
        };
        page.set(id, Some(group));
    }
    for id in style::hidden_by_sheets(dom) {
        let group = page.mark(id).unwrap_or(Group::Hidden);
        page.set(id, Some(group));
    }
    page.count_all();
    page
}

/// Marks what is furniture of the site, by what it is and how it is called.
pub(crate) fn furniture(page: &mut Page<'_>) {
    let all = page.count(DOCUMENT);
    let all = all.plain + all.linked / 4;
    let mut is_inside = vec![false; page.dom.len()];
    for id in page.seen(DOCUMENT) {
        let above = page.dom.parent(id).unwrap_or(DOCUMENT);
        let above_is = is_inside.get(above as usize).copied().unwrap_or_default();
        if let Some(here) = is_inside.get_mut(id as usize) {
            *here = above_is;
        }
        if above_is {
            continue;
        }
        if !page.dom.is_element(id) || matches!(page.dom.name(id), "html" | "body" | "form") {
            continue;
        }
        let count = page.count(id);
        let is_much = count.plain.saturating_mul(100) > all.saturating_mul(MUCH);
        let group = by_kind(page, id).or_else(|| by_name(page, id, is_much));
        let group = group.or_else(|| is_footer(page, id, all).then_some(Group::Footer));
        if let Some(group) = group {
            page.set(id, Some(group));
            if let Some(here) = is_inside.get_mut(id as usize) {
                *here = true;
            }
        }
    }
}

/// By the element.
fn by_kind(page: &Page<'_>, id: Id) -> Option<Group> {
    let dom = page.dom;
    let has_title = || page.seen(id).iter().any(|&id| matches!(dom.name(id), "h1"));
    let is_small = page.count(id).marks < 6;
    Some(match dom.name(id) {
        "nav" | "menu" | "marquee" => Group::Navigation,
        "footer" if is_site_footer(page, id) => Group::Footer,
        "aside" => Group::Related,
        "dialog" | "select" | "button" | "input" | "textarea" | "option" | "label"
            if is_control(page, id) =>
        {
            Group::Forms
        }
        "header" if !has_title() && is_small => Group::Navigation,
        "address" if words::footer_signs(&words::bare(&page.text(id))) > 0 => Group::Footer,
        _ => return None,
    })
}

/// The foot of an article may be of its text: notes.
fn is_site_footer(page: &Page<'_>, id: Id) -> bool {
    let dom = page.dom;
    let count = page.count(id);
    let above = std::iter::successors(dom.parent(id), |&id| dom.parent(id));
    let is_of_article = above.into_iter().any(|id| dom.name(id) == "article");
    let is_of_site = words::is_of_site(&words::bare(&page.text(id)));
    is_of_site || !is_of_article && count.marks < 6 || count.linked > count.plain
}

/// A label is one of a form only beside a field.
fn is_control(page: &Page<'_>, id: Id) -> bool {
    let dom = page.dom;
    dom.name(id) != "label" || dom.attribute(id, "for").is_some() && page.count(id).marks == 0
}

/// By its class and id.
fn by_name(page: &Page<'_>, id: Id, is_much: bool) -> Option<Group> {
    let dom = page.dom;
    let names = ["class", "id"].map(|name| dom.attribute(id, name).unwrap_or_default());
    let names = names
        .iter()
        .flat_map(|names| names.split_ascii_whitespace());
    let has_title = || {
        page.seen(id)
            .iter()
            .any(|&id| matches!(dom.name(id), "h1" | "ucaptitle"))
    };
    let count = page.count(id);
    let is_text = is_much || count.marks >= 6 && count.plain > count.linked;
    for name in names {
        let name = name.to_ascii_lowercase();
        let group = names::group_of(&name);
        // What is called so by chance has a title or sentences in it; a footer may have them too.
        let is_kept = |group: &Group| match (group, is_text) {
            (_, false) => true,
            (Group::Footer, true) => words::is_footer(&words::bare(&page.text(id))),
            (_, true) => false,
        };
        if let Some(group) = group.filter(is_kept).filter(|_| !has_title()) {
            return Some(group);
        }
    }
    None
}

/// A footer that is called nothing: few words, of those that footers have, and no sentence.
fn is_footer(page: &Page<'_>, id: Id, all: u32) -> bool {
    let count = page.count(id);
    let letters = count.plain + count.linked;
    let is_block = matches!(
        page.dom.name(id),
        "div"
            | "table"
            | "tr"
            | "td"
            | "p"
            | "ul"
            | "center"
            | "section"
            | "span"
            | "tbody"
            | "dl"
            | "font"
    );
    if !is_block
        || letters == 0
        || letters > MAX_FOOTER
        || letters.saturating_mul(10) > all.saturating_mul(6)
    {
        return false;
    }
    let text = words::bare(&page.text(id));
    let has_head = || {
        page.seen(id)
            .iter()
            .any(|&id| matches!(page.dom.name(id), "h1" | "h2" | "h3"))
    };
    words::is_footer(&text) && !text.contains('。') && !has_head()
}
