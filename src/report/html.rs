//! Writes a document as HTML.
//!
//! In: a [`Document`], a few words of the interface, and what becomes of each link. Out: balanced HTML for
//! the middle of a page. Text is escaped here and nowhere else; no byte of the body reaches the page but
//! as text or as an attribute's value. Never adds visible text: numbers of parts are links by style, and
//! the text content of a paragraph is the words of the report.

mod attribute;
mod cell;
mod cited;
mod leaf;
mod official;
mod reference;
mod same;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::escape;
use crate::plain_text::{lowered, raised};
use crate::report::html::attribute::attribute;
use crate::report::html::cited::OfLeaf;
use crate::report::markdown::token::{Element, LeafKind, Mark, NONE, PLAIN, Slice, Token};
use crate::report::markdown::{Document, Link, Resolution};

pub(crate) use crate::report::html::cited::CitedLink;
pub(crate) use crate::report::html::same::SameLink;

/// Characters of what names a row that stand on one line of a phone.
const NAME_MAX: usize = 9;

/// Words of the interface that a body's HTML needs for those who cannot see it.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Words<'w> {
    /// Begins the name of a table's region: 表格, table.
    pub table: &'w str,
    /// Begins the name of the link from a note back to the text: 返回正文, back to the text.
    pub back: &'w str,
    /// Names the link beside a heading to the same part of other reports: 历年同一部分.
    pub same: &'w str,
}

/// Links that the author did not write.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LinksBeside<'w> {
    /// Words that become links, in order.
    pub cited: &'w [CitedLink],
    /// Parts beside whose headings a link stands.
    pub same: &'w [SameLink],
}

/// The body as HTML; `resolve` says what becomes of each link and image, `links` which there are beside the author's.
///
/// Headings are `h2` to `h6`, for the page's title is the `h1`. Ids are those that the document has,
/// with `fnref-…` for the references to notes.
pub(crate) fn write(
    document: &Document<'_>,
    words: &Words<'_>,
    resolve: &dyn Fn(&Link) -> Resolution,
    links: LinksBeside<'_>,
) -> String {
    let notes = document.notes();
    let mut numbers = vec![0_usize; document.tape.notes.len()];
    for (i, note) in notes.iter().enumerate() {
        numbers[*note as usize] = i + 1;
    }
    let mut writer = Writer {
        document,
        words,
        resolve,
        out: String::with_capacity(document.base.len() + document.base.len() / 4 + 256),
        levels: heading_levels(document),
        numbers,
        references: vec![0; document.tape.notes.len()],
        tables: 0,
        numeric: Vec::new(),
        leaf: NONE,
        bare_leaf: NONE,
        offset: 0,
        depth: 0,
        links: Vec::new(),
        marks: 0..0,
        heading: Heading::None,
        has_whole_link: false,
        links_beside: links,
        same: None,
        cited_in_leaf: OfLeaf::default(),
        places: official::places(document),
    };
    writer.tokens(0..document.tape.tokens.len());
    writer.notes(&notes);
    writer.out
}

/// Whether an author said how an element is to stand.
fn has_class(document: &Document<'_>, attributes: u32) -> bool {
    let said = document.tape.attributes.get(attributes as usize);
    attributes != PLAIN && said.is_some_and(|said| said.contains(" class="))
}

/// Level of each part's heading: below the nearest part that is a heading too, so that none is skipped.
fn heading_levels(document: &Document<'_>) -> Vec<u8> {
    let mut levels: Vec<u8> = Vec::with_capacity(document.parts().len());
    for part in document.parts() {
        let above = part.parent.map_or(1, |parent| levels[parent as usize]);
        levels.push(if part.is_heading { above + 1 } else { above });
    }
    levels
}

/// The words of a run-in heading, which are an element of their own where that nests with the rest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    None,
    /// Begins before the text at the first offset, ends at the second.
    Ahead(u32, u32),
    Open(u32),
}

struct Writer<'w> {
    document: &'w Document<'w>,
    words: &'w Words<'w>,
    resolve: &'w dyn Fn(&Link) -> Resolution,
    out: String,
    levels: Vec<u8>,
    numbers: Vec<usize>,
    references: Vec<usize>,
    /// Tables written.
    tables: usize,
    /// The columns of numbers of the table of Markdown that is open.
    numeric: Vec<bool>,
    leaf: u32,
    /// The leaf whose element is already open.
    bare_leaf: u32,
    /// Bytes of the leaf's text that are written.
    offset: u32,
    /// Inline elements that are open.
    depth: usize,
    /// Links that are open; false where the text alone stays.
    links: Vec<bool>,
    marks: Range<usize>,
    heading: Heading,
    has_whole_link: bool,
    links_beside: LinksBeside<'w>,
    /// The link beside the leaf that is open.
    same: Option<&'w SameLink>,
    /// Those of the leaf that is open.
    cited_in_leaf: OfLeaf<'w>,
    /// Classes of paragraphs that have a place of their own.
    places: BTreeMap<u32, &'static str>,
}

impl Writer<'_> {
    fn tokens(&mut self, range: Range<usize>) {
        let tape = &self.document.tape;
        let mut i = range.start;
        while i < range.end {
            match tape.tokens[i] {
                Token::Text(slice) => self.text(slice),
                Token::Raised(slice) => {
                    let text = self.document.str(slice);
                    self.aside(text, raised(text).len());
                }
                Token::Lowered(slice) => {
                    let text = self.document.str(slice);
                    self.aside(text, lowered(text).len());
                }
                Token::Beside(slice) => self.aside(self.document.str(slice), 0),
                Token::Code(slice) => {
                    self.before_inline();
                    self.out.push_str("<code>");
                    self.depth += 1;
                    self.text(slice);
                    self.depth -= 1;
                    self.out.push_str("</code>");
                    self.after_close();
                }
                Token::Space => {
                    self.out.push(' ');
                    self.offset += 1;
                }
                Token::Break => {
                    self.out.push_str("<br>\n");
                    self.offset += 1;
                }
                // Text that is copied or compared has nothing there.
                Token::SilentBreak => self.out.push_str("<br>"),
                Token::Open(element, attributes) => self.open(element, attributes, i),
                Token::Close(element) => self.close(element),
                Token::Link(link) => self.link(&tape.links[link as usize]),
                Token::LinkEnd => {
                    if self.links.pop() == Some(true) {
                        self.out.push_str("</a>");
                    }
                    self.depth -= 1;
                    self.after_close();
                }
                Token::Image(link) => self.image(&tape.links[link as usize]),
                Token::NoteReference(note) => self.note_reference(note),
                Token::Note(note) => i = tape.notes[note as usize].tokens.end.max(i),
                Token::Leaf(leaf) => self.open_leaf(leaf, i),
                Token::LeafEnd => self.close_leaf(),
                Token::Split(leaf) => {
                    self.close_leaf();
                    self.open_leaf(leaf, i);
                }
                Token::Table(table) => {
                    self.open_table(table);
                    self.numeric = cell::numeric_columns(self.document, table);
                }
                Token::TableEnd => self.out.push_str("</table></section>\n"),
                Token::Rule => self.out.push_str("<hr>\n"),
                Token::Soft
                | Token::Nothing
                | Token::NoteEnd
                | Token::RawOpen(..)
                | Token::RawClose(..) => {}
            }
            i += 1;
        }
    }

    /// A table may be wider than the page: its region can be scrolled by keyboard, and so needs a name.
    fn open_table(&mut self, table: u32) {
        self.tables += 1;
        self.out
            .push_str("<section class=\"table\" tabindex=\"0\" aria-label=\"");
        escape::html(self.words.table, &mut self.out);
        self.out.push_str(&format!(" {}\"><table", self.tables));
        let id = &self.document.ids().tables[table as usize];
        attribute("id", id, &mut self.out);
        if self.has_short_names(table) {
            attribute("class", "short-names", &mut self.out);
        }
        self.out.push_str(">\n");
    }

    /// Whether all that the first column of a table says is so short that no line of it need break.
    fn has_short_names(&self, table: u32) -> bool {
        let table = &self.document.tape.tables[table as usize];
        let cells = table.leaves.start as usize..table.leaves.end as usize;
        let leaves = self.document.tape.leaves.get(cells).unwrap_or_default();
        let mut names = leaves
            .iter()
            .filter(|leaf| matches!(leaf.kind, LeafKind::Cell { column: 0, .. }))
            .map(|leaf| self.document.str(leaf.text))
            .peekable();
        names.peek().is_some()
            && names.all(|name| name.chars().take(NAME_MAX + 1).count() <= NAME_MAX)
    }

    fn open(&mut self, element: Element, attributes: u32, at: usize) {
        if element.is_inline() {
            self.before_inline();
            self.depth += 1;
        }
        self.out.push('<');
        self.out.push_str(element.name());
        if attributes != PLAIN {
            self.out
                .push_str(&self.document.tape.attributes[attributes as usize]);
        }
        if element == Element::Td
            && !has_class(self.document, attributes)
            && cell::is_numeric(self.document, at)
        {
            attribute("class", "right", &mut self.out);
        }
        if element == Element::Li
            && let Some(Token::Leaf(leaf)) = self.document.tape.tokens.get(at + 1).copied()
            && self.document.tape.leaves[leaf as usize].kind == LeafKind::Item
        {
            self.bare_leaf = leaf;
            attribute(
                "id",
                &self.document.ids().leaves[leaf as usize],
                &mut self.out,
            );
        }
        self.out.push('>');
    }

    fn close(&mut self, element: Element) {
        self.out.push_str("</");
        self.out.push_str(element.name());
        self.out.push('>');
        if element.is_inline() {
            self.depth -= 1;
            self.after_close();
        } else {
            self.out.push('\n');
        }
    }

    /// Before text or an element: the run-in heading begins here, if it does.
    fn before_inline(&mut self) {
        if let Heading::Ahead(start, end) = self.heading
            && self.offset == start
            && self.depth == 0
        {
            self.out.push_str("<span class=\"part-heading\">");
            self.heading = Heading::Open(end);
        }
    }

    /// After text or an element: the run-in heading ends here, if it does.
    fn after_close(&mut self) {
        if let Heading::Open(end) = self.heading
            && self.offset >= end
            && self.depth == 0
        {
            self.out.push_str("</span>");
            self.heading = Heading::None;
        }
    }

    fn text(&mut self, slice: Slice) {
        let mut text = self.document.str(slice);
        loop {
            self.close_cited();
            self.after_close();
            self.before_inline();
            if text.is_empty() {
                return;
            }
            // Where the text must be divided next.
            let mark = self
                .document
                .tape
                .marks
                .get(self.marks.clone())
                .and_then(<[Mark]>::first)
                .copied();
            if let Some(mark) = mark
                && mark.number.0 == self.offset
            {
                self.marks.start += 1;
                let length = (mark.number.1 - mark.number.0) as usize;
                let number = text.get(..length).filter(|_| !self.links.contains(&true));
                self.number(mark, number);
                if number.is_some() {
                    text = &text[length..];
                    self.offset = mark.number.1;
                }
                continue;
            }
            self.open_cited();
            let mut end = text.len();
            let heading = match self.heading {
                Heading::Ahead(at, _) | Heading::Open(at) => Some(at),
                Heading::None => None,
            };
            let places = [mark.map(|m| m.number.0), heading, self.next_cited()];
            for at in places.into_iter().flatten() {
                if at > self.offset {
                    end = end.min((at - self.offset) as usize);
                }
            }
            let (piece, rest) = text.split_at_checked(end).unwrap_or((text, ""));
            escape::html(piece, &mut self.out);
            self.offset += piece.len() as u32;
            text = rest;
        }
    }

    /// Writes text that the plain text holds in another form, of so many bytes; no number and no heading begins in it.
    fn aside(&mut self, text: &str, plain: usize) {
        self.after_close();
        self.before_inline();
        escape::html(text, &mut self.out);
        self.offset += plain as u32;
        self.after_close();
    }

    /// Writes the number of a part, which leads to the part; or, where it cannot, the place alone.
    fn number(&mut self, mark: Mark, number: Option<&str>) {
        let Some(part) = self.document.part(mark.part) else {
            return escape::html(number.unwrap_or_default(), &mut self.out);
        };
        let leaf = &self.document.tape.leaves[self.leaf as usize];
        let has_id = leaf.opens_part && leaf.part == mark.part;
        let id = if has_id { "" } else { part.anchor.as_str() };
        match number {
            Some(number) if part.is_inline => {
                self.out.push_str("<span");
                attribute("id", id, &mut self.out);
                self.out.push('>');
                escape::html(number, &mut self.out);
                self.out.push_str("</span>");
            }
            Some(number) => {
                self.out.push_str("<a class=\"part\"");
                attribute("id", id, &mut self.out);
                self.out.push_str(" href=\"#");
                escape::html(&part.anchor, &mut self.out);
                self.out.push_str("\">");
                escape::html(number, &mut self.out);
                self.out.push_str("</a>");
            }
            None if !id.is_empty() => {
                self.out.push_str("<span");
                attribute("id", id, &mut self.out);
                self.out.push_str("></span>");
            }
            None => {}
        }
    }
}
