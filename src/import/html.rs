//! Web pages: those of portals, with their furniture left out, and those that office programs write.
//!
//! In: the bytes of a page. Out: its text, what it states of itself, the images and attachments that lie beside it, and what was
//! left out, group by group. The text is found by where words and sentences are, or by the selector that is wanted. Never runs a
//! script, never asks a network.

pub(crate) mod address;
mod core;
mod dom;
mod embedded;
mod encoding;
mod facts;
mod files;
mod flow;
mod form;
mod found;
mod group;
mod label;
mod line;
mod lines;
mod list;
mod look;
mod marks;
mod mhtml;
mod names;
mod office;
mod parse;
mod remark;
mod select;
mod share;
mod stated;
mod style;
mod table;
mod title;
mod vocabulary;
mod words;

use crate::diagnostic::Text;
use crate::import::document::{Block, Document, Stated};
pub(crate) use crate::import::html::facts::state;

use crate::import::html::dom::{DOCUMENT, Dom, Id};
use crate::import::html::facts::Facts;
use crate::import::html::files::Files;
use crate::import::html::flow::Flow;
use crate::import::html::found::Found;
use crate::import::html::group::Group;
use crate::import::html::marks::Page;
use crate::import::html::select::Selectors;
use crate::import::{Format, Refusal, Source};

/// Frames within frames.
const MAX_FRAMES: usize = 3;
/// Frames of one page that are looked into.
const FRAMES: usize = 8;
/// A page with fewer links lists nothing.
const FEW_LINKS: usize = 5;

/// Pages.
pub(crate) fn format() -> Format {
    Format {
        name: Text::new("网页（HTML）", "HTML"),
        endings: &[
            "html", "htm", "shtml", "shtm", "xhtml", "xht", "jhtml", "mht", "mhtml", "asp", "aspx",
            "jsp", "php",
        ],
        read,
    }
}

/// Reads a page.
///
/// # Errors
///
/// If nothing is in it that can be read, or it goes beyond the limits.
pub(crate) fn read(source: &Source<'_>) -> Result<Document, Refusal> {
    let Some(parts) = mhtml::parts(source.bytes) else {
        return Ok(read_frame(source, 0)?.document);
    };
    let beside = |path: &str| parts.beside(path);
    let inner = Source {
        name: source.name,
        bytes: &parts.page,
        beside: &beside,
        wanted: source.wanted,
    };
    let mut document = read_frame(&inner, 0)?.document;
    let is_known = document.stated.iter().any(|one| one.name == "old address");
    if !is_known && parts.address.starts_with("http") {
        state(&mut document.stated, "old address", &parts.address);
    }
    Ok(document)
}

/// A page of a portal.
pub(crate) enum Read {
    /// With a text.
    Article(Document),
    /// It lists others; how many links it has.
    List(usize),
}

/// Reads a page of a portal, of which many only list others.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn judged(source: &Source<'_>) -> Result<Read, Refusal> {
    let page = read_frame(source, 0)?;
    Ok(match page.is_article() {
        true => Read::Article(page.document),
        false => Read::List(page.links),
    })
}

/// A page that was read.
struct Judged {
    document: Document,
    /// Links of the whole page.
    links: usize,
    /// The text could not be told from the rest.
    is_whole: bool,
}

impl Judged {
    /// Whether the page has a text of its own.
    fn is_article(&self) -> bool {
        let says = |name: &str| self.document.stated.iter().any(|one| one.name == name);
        if says("ArticleTitle") || says("PubDate") {
            return letters(&self.document.blocks) > 0;
        }
        let is_sentence = |block: &Block| match block {
            Block::Paragraph(paragraph) => paragraph.text().contains('。'),
            Block::Table(table) => table.rows.len() > 1,
            Block::Preformatted(_) | Block::Markdown(_) => true,
        };
        let linked = share::linked_letters(&self.document.blocks);
        let is_text = self.document.blocks.iter().any(is_sentence)
            && linked * 2 <= letters(&self.document.blocks);
        self.links < FEW_LINKS || !self.is_whole && (is_text || !self.document.files.is_empty())
    }
}

fn read_frame(source: &Source<'_>, depth: usize) -> Result<Judged, Refusal> {
    let (text, encoding) = encoding::decoded(source.bytes);
    let dom = parse::parse(&text)?;
    drop(text);
    let chosen = match source.wanted.select.as_deref() {
        Some(css) => {
            let chosen = Selectors::parse(css)?.find(&dom);
            if chosen.is_empty() && depth == 0 {
                return Err(nothing_selected(css));
            }
            chosen
        }
        None => Vec::new(),
    };
    let facts = facts::gather(&dom);
    let links = dom
        .below(DOCUMENT)
        .filter(|&id| dom.attribute(id, "href").is_some() && dom.name(id) == "a")
        .count();
    let mut is_whole = false;
    let mut document = of_page(source, &dom, &chosen, facts, false);
    if letters(&document.blocks) < 10 {
        if let Some(framed) = framed(source, &dom, depth) {
            return Ok(framed);
        }
        is_whole = true;
        // All of it may have looked like furniture.
        document = of_page(source, &dom, &chosen, facts::gather(&dom), true);
        document.remarks.insert(0, remark::no_text());
    }
    if document.blocks.is_empty() {
        return Err(nothing());
    }
    document.remarks.splice(0..0, encoding);
    Ok(Judged {
        document,
        links,
        is_whole,
    })
}

/// The document of a page; of all that is seen in it if `is_whole`.
fn of_page(
    source: &Source<'_>,
    dom: &Dom,
    chosen: &[Id],
    facts: Facts,
    is_whole: bool,
) -> Document {
    let mut page = marks::unseen(dom);
    let notes = office::mark(&mut page, source.wanted.rejects_changes);
    let is_furnished = !facts.is_office && !is_whole && chosen.is_empty();
    if is_furnished {
        marks::furniture(&mut page);
    }
    if is_furnished || !chosen.is_empty() {
        let title = facts.title.as_deref().or(facts.window.as_deref());
        core::find(&mut page, chosen, title);
    }
    let mut flow = Flow::new(&page, DOCUMENT);
    flow.has_banner = is_furnished;
    for (index, (name, _)) in notes.iter().enumerate() {
        flow.notes.insert(name.clone(), index);
    }
    flow.take(DOCUMENT);
    let mut noted = Vec::new();
    for &(_, id) in &notes {
        noted.push(flow.note(id));
    }
    let (blocks, images) = (
        std::mem::take(&mut flow.blocks),
        std::mem::take(&mut flow.images),
    );
    let mut remarks = std::mem::take(&mut flow.remarks);
    let mut found = Found::default();
    let mut blocks = match facts.is_office || is_whole {
        true => share::unlinked(blocks),
        false => lines::settle(blocks, &mut found),
    };
    for (group, text) in marked(&page) {
        if matches!(
            group,
            Group::Path | Group::Tools | Group::Navigation | Group::Elsewhere | Group::Facts
        ) {
            stated::state_facts(&text, &mut found);
        }
    }
    let title = title::settle(&mut blocks, &facts, &mut found);
    let mut groups = marked(&page);
    groups.append(&mut found.dropped);
    let goes_on = groups
        .iter()
        .any(|(_, text)| words::is_pages(&words::bare(text)));
    remarks.extend(remark::of_groups(groups));
    if goes_on || has_pages(dom) {
        remarks.push(remark::more_pages());
    }
    let base = facts.base.clone();
    let stated = all_stated(facts, found, title);
    let mut files = Files::new(source, dom, &images, base.as_deref());
    files.settle(&mut blocks);
    for note in &mut noted {
        files.settle(note);
    }
    remarks.append(&mut files.remarks);
    Document {
        blocks,
        notes: noted,
        files: files.files,
        stated,
        remarks,
    }
}

/// What the page states in its head, beside its text and by its title.
fn all_stated(facts: Facts, found: Found, title: Option<String>) -> Vec<Stated> {
    let window = title::of_window(&facts);
    let mut stated = facts.stated;
    for one in found.stated {
        facts::state(&mut stated, &one.name, &one.value);
    }
    match (title, window) {
        (Some(title), _) => facts::state(&mut stated, "title", &title),
        (None, Some(window)) => facts::state(&mut stated, "window title", &window),
        (None, None) => {}
    }
    stated
}

/// The words of elements that were left out, with their groups.
fn marked(page: &Page<'_>) -> Vec<(Group, String)> {
    let dom = page.dom;
    let is_below_marked = |id| {
        dom.parent(id)
            .is_some_and(|above| page.mark(above).is_some())
    };
    let mut groups = Vec::new();
    for id in dom.below_but(DOCUMENT, is_below_marked) {
        if let Some(group) = page.mark(id) {
            let text = dom.text(id);
            let is_image = group == Group::Elsewhere && text.trim().is_empty();
            let image = dom
                .below(id)
                .find_map(|id| dom.attribute(id, "src"))
                .filter(|_| is_image);
            groups.push((group, image.map_or(text, address::file_name)));
        }
    }
    groups
}

/// Whether a script of the page makes links to further pages of the text.
fn has_pages(dom: &Dom) -> bool {
    let scripts = dom.below(DOCUMENT).filter(|&id| dom.name(id) == "script");
    let mut texts = scripts
        .flat_map(|id| dom.children(id))
        .filter_map(|id| dom.words(id));
    texts.any(|text| {
        // The usual call of a program of many portals, with the number of pages first.
        let count = text
            .split_once("createPageHTML(")
            .map(|(_, rest)| rest.split([',', ')']).next().unwrap_or_default());
        count
            .and_then(|count| count.trim().parse::<u32>().ok())
            .is_some_and(|count| count > 1)
    })
}

/// The document of the frame that has most of the text, for pages that only hold frames.
fn framed(source: &Source<'_>, dom: &Dom, depth: usize) -> Option<Judged> {
    if depth == MAX_FRAMES {
        return None;
    }
    let frames = dom
        .below(DOCUMENT)
        .filter(|&id| matches!(dom.name(id), "frame" | "iframe"));
    let addresses = frames.filter_map(|id| dom.attribute(id, "src"));
    let mut best: Option<Judged> = None;
    for path in addresses.filter_map(address::path).take(FRAMES) {
        let Some(bytes) = (source.beside)(&path) else {
            continue;
        };
        let folder = path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let beside = |name: &str| match &folder {
            Some(folder) => (source.beside)(&format!("{folder}/{name}")),
            None => (source.beside)(name),
        };
        let inner = Source {
            name: &path,
            bytes: &bytes,
            beside: &beside,
            wanted: source.wanted,
        };
        let Ok(mut page) = read_frame(&inner, depth + 1) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|best| letters(&best.document.blocks) < letters(&page.document.blocks))
        {
            page.document.remarks.insert(0, remark::frame(&path));
            best = Some(page);
        }
    }
    best
}

/// How many letters there are in blocks.
fn letters(blocks: &[Block]) -> usize {
    let counts = blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => paragraph
            .text()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .count(),
        Block::Table(table) => table
            .rows
            .iter()
            .flatten()
            .map(|cell| letters(&cell.blocks))
            .sum(),
        Block::Preformatted(text) | Block::Markdown(text) => {
            text.chars().filter(|c| c.is_alphanumeric()).count()
        }
    });
    counts.sum()
}

fn nothing() -> Refusal {
    Refusal(Text::new(
        "网页里没有可以导入的文字（可能由脚本显示，或是空文件）；请在浏览器中打开，把显示的内容另存为网页再导入",
        "there is no text in the page (scripts may show it, or it is empty); open it in a browser, save what is shown and import that",
    ))
}

fn nothing_selected(css: &str) -> Refusal {
    Refusal(Text::new(
        format!("网页里没有与选择器“{css}”相符的元素；请核对选择器，或不用选择器导入"),
        format!("nothing in the page is selected by \"{css}\"; check it, or import without it"),
    ))
}

#[cfg(test)]
mod tests;
