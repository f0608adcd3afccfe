//! Writes a document as HTML.
//!
//! In: a [`Document`], a few words of the interface, and what becomes of each link. Out: balanced HTML for
//! the middle of a page. Text is escaped here and nowhere else; no byte of the body reaches the page but
//! as text or as an attribute's value. Never adds visible text: numbers of parts are links by style, and
//! the text content of a paragraph is the words of the report.

use crate::escape;

use super::markdown::token::{Align, Element, Leaf, LeafKind, Mark, NONE, PLAIN, Slice, Token};
use super::markdown::{Document, Link, LinkKind, Resolution, Target};

mod attribute;

use attribute::{attribute, escape_url};

/// Words of the interface that a body's HTML needs for those who cannot see it.
#[derive(Clone, Copy, Debug)]
pub struct Words<'w> {
    /// Begins the name of a table's region: 表格, table.
    pub table: &'w str,
    /// Begins the name of the link from a note back to the text: 返回正文, back to the text.
    pub back: &'w str,
}

/// See [`Document::html`].
pub(crate) fn write(
    document: &Document<'_>,
    words: &Words<'_>,
    resolve: &dyn Fn(&Link) -> Resolution,
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
        leaf: NONE,
        bare_leaf: NONE,
        offset: 0,
        depth: 0,
        links: Vec::new(),
        marks: 0..0,
        heading: Heading::None,
        has_whole_link: false,
    };
    writer.tokens(0..document.tape.tokens.len());
    writer.notes(&notes);
    writer.out
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
    leaf: u32,
    /// The leaf whose element is already open.
    bare_leaf: u32,
    /// Bytes of the leaf's text that are written.
    offset: u32,
    /// Inline elements that are open.
    depth: usize,
    /// Links that are open; false where the text alone stays.
    links: Vec<bool>,
    marks: std::ops::Range<usize>,
    heading: Heading,
    has_whole_link: bool,
}

impl Writer<'_> {
    fn tokens(&mut self, range: std::ops::Range<usize>) {
        let tape = &self.document.tape;
        let mut i = range.start;
        while i < range.end {
            match tape.tokens[i] {
                Token::Text(slice) => self.text(slice),
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
                    let id = &self.document.ids().tables[table as usize];
                    self.open_table(id);
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
    fn open_table(&mut self, id: &str) {
        self.tables += 1;
        self.out
            .push_str("<section class=\"table\" tabindex=\"0\" aria-label=\"");
        escape::html(self.words.table, &mut self.out);
        self.out.push_str(&format!(" {}\"><table", self.tables));
        attribute("id", id, &mut self.out);
        self.out.push_str(">\n");
    }

    fn open(&mut self, element: Element, attributes: u32, at: usize) {
        if element == Element::Table {
            return self.open_table("");
        }
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
        if element == Element::Table {
            return self.out.push_str("</table></section>\n");
        }
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

    fn open_leaf(&mut self, index: u32, at: usize) {
        let leaf = &self.document.tape.leaves[index as usize];
        (self.leaf, self.offset, self.depth) = (index, 0, 0);
        self.marks = leaf.marks.start as usize..leaf.marks.end as usize;
        self.heading = Heading::None;
        self.has_whole_link = false;
        let own = self.document.ids().leaves[index as usize].as_str();
        let part = self.document.part(leaf.part).filter(|_| leaf.opens_part);
        let id = part.map_or(own, |part| part.anchor.as_str());
        match leaf.kind {
            LeafKind::Paragraph => {
                self.out.push_str("<p");
                attribute("id", id, &mut self.out);
                if self.document.str(leaf.text).starts_with('\u{3000}') {
                    // The author indented the line; the style must not do it again.
                    self.out.push_str(" class=\"indented\"");
                }
                self.out.push('>');
            }
            LeafKind::Heading => {
                let level = self
                    .levels
                    .get(leaf.part as usize)
                    .map_or(2, |l| (*l).clamp(2, 6));
                self.out.push_str(&format!("<h{level}"));
                attribute("id", id, &mut self.out);
                self.out.push('>');
                self.open_whole_link(leaf, at);
            }
            LeafKind::InnerHeading => {
                self.out.push_str("<p class=\"heading\"");
                attribute("id", id, &mut self.out);
                self.out.push('>');
            }
            LeafKind::Item if self.bare_leaf == index => {}
            LeafKind::Item => {
                self.out.push_str("<p");
                attribute("id", id, &mut self.out);
                self.out.push('>');
            }
            LeafKind::Code => {
                self.out.push_str("<pre");
                attribute("id", id, &mut self.out);
                self.out.push_str("><code>");
            }
            LeafKind::Cell { .. } => self.open_cell(leaf),
            LeafKind::Bare => {}
        }
        if leaf.kind == LeafKind::Paragraph
            && let Some(mark) = self
                .document
                .tape
                .marks
                .get(self.marks.clone())
                .and_then(<[Mark]>::first)
            && mark.heading_end > 0
            // A sentence that is the whole paragraph is text, not the heading of any.
            && (mark.heading_end as usize) < leaf.text.len()
            && self.nests(at + 1, mark.number.0, mark.heading_end)
        {
            self.heading = Heading::Ahead(mark.number.0, mark.heading_end);
        }
    }

    fn close_leaf(&mut self) {
        self.after_close();
        let Some(leaf) = self.document.tape.leaves.get(self.leaf as usize) else {
            return;
        };
        if std::mem::take(&mut self.has_whole_link) {
            self.out.push_str("</a>");
        }
        match leaf.kind {
            LeafKind::Paragraph | LeafKind::InnerHeading => self.out.push_str("</p>\n"),
            LeafKind::Item if self.bare_leaf == self.leaf => {}
            LeafKind::Item => self.out.push_str("</p>\n"),
            LeafKind::Heading => {
                let level = self
                    .levels
                    .get(leaf.part as usize)
                    .map_or(2, |l| (*l).clamp(2, 6));
                self.out.push_str(&format!("</h{level}>\n"));
            }
            LeafKind::Code => self.out.push_str("</code></pre>\n"),
            LeafKind::Cell { .. } => {
                self.out.push_str(if is_column_head(leaf) {
                    "</th>"
                } else {
                    "</td>"
                });
            }
            LeafKind::Bare => {}
        }
        self.leaf = NONE;
    }

    fn open_cell(&mut self, leaf: &Leaf) {
        self.out.push_str(if is_column_head(leaf) {
            "<th scope=\"col\""
        } else {
            "<td"
        });
        if let LeafKind::Cell { column, .. } = leaf.kind
            && let Some(table) = self.document.tape.tables.get(leaf.table as usize)
        {
            let class = match table.columns.get(column as usize) {
                Some(Align::Left) => "left",
                Some(Align::Center) => "center",
                Some(Align::Right) => "right",
                Some(Align::None) | None => "",
            };
            attribute("class", class, &mut self.out);
        }
        self.out.push('>');
    }

    /// A heading without a number leads to itself as a whole, unless it holds a link.
    fn open_whole_link(&mut self, leaf: &Leaf, at: usize) {
        let Some(part) = self.document.part(leaf.part).filter(|_| leaf.opens_part) else {
            return;
        };
        let is_plain = self.document.tape.tokens[at + 1..]
            .iter()
            .take_while(|t| !matches!(t, Token::LeafEnd | Token::Split(_)))
            .all(|t| {
                !matches!(
                    t,
                    Token::Link(_) | Token::NoteReference(_) | Token::Image(_)
                )
            });
        if self.marks.is_empty() && is_plain && leaf.text.len() > 0 {
            self.out.push_str("<a class=\"part\" href=\"#");
            escape::html(&part.anchor, &mut self.out);
            self.out.push_str("\">");
            self.has_whole_link = true;
        }
    }

    /// Whether an element from one offset of the leaf's text to another crosses no other element.
    fn nests(&self, first: usize, start: u32, end: u32) -> bool {
        let (mut offset, mut depth) = (0, 0_usize);
        let (mut starts, mut ends) = (start == 0, false);
        for token in &self.document.tape.tokens[first..] {
            let length = match token {
                Token::Text(slice) => slice.len() as u32,
                Token::Code(slice) => {
                    // Its element cannot be divided.
                    let inside = offset..offset + slice.len() as u32;
                    if (start > inside.start && start < inside.end)
                        || (end > inside.start && end < inside.end)
                    {
                        return false;
                    }
                    slice.len() as u32
                }
                Token::Space | Token::Break => 1,
                Token::Open(..) | Token::Link(_) => {
                    depth += 1;
                    0
                }
                Token::Close(_) | Token::LinkEnd => {
                    depth = depth.saturating_sub(1);
                    0
                }
                Token::LeafEnd | Token::Split(_) => break,
                _ => 0,
            };
            if depth == 0 {
                starts |= (offset..=offset + length).contains(&start);
                ends |= (offset..=offset + length).contains(&end);
            }
            offset += length;
            if ends {
                break;
            }
        }
        starts && ends
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
            let mut end = text.len();
            let heading = match self.heading {
                Heading::Ahead(at, _) | Heading::Open(at) => Some(at),
                Heading::None => None,
            };
            for at in [mark.map(|m| m.number.0), heading].into_iter().flatten() {
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

    fn link(&mut self, link: &Link) {
        self.before_inline();
        self.depth += 1;
        let resolution = (self.resolve)(link);
        let is_download = matches!(resolution, Resolution::Download(_));
        let destination = match resolution {
            Resolution::Keep => Some(link.destination.clone()),
            Resolution::Destination(other) | Resolution::Download(other) => Some(other),
            Resolution::Text => None,
        };
        self.links.push(destination.is_some());
        let Some(destination) = destination else {
            return;
        };
        self.out.push_str("<a href=\"");
        escape_url(&destination, &mut self.out);
        self.out.push('"');
        attribute("title", &link.title, &mut self.out);
        if link.target == Target::External {
            self.out.push_str(" rel=\"external\"");
        }
        if is_download {
            self.out.push_str(" download");
        }
        self.out.push('>');
    }

    fn image(&mut self, link: &Link) {
        self.before_inline();
        debug_assert_eq!(link.kind, LinkKind::Image);
        let alternative = self.document.str(link.alternative);
        let source = match (self.resolve)(link) {
            Resolution::Keep => link.destination.clone(),
            Resolution::Destination(other) | Resolution::Download(other) => other,
            Resolution::Text => return escape::html(alternative, &mut self.out),
        };
        self.out.push_str("<img src=\"");
        escape_url(&source, &mut self.out);
        self.out.push_str("\" alt=\"");
        escape::html(alternative, &mut self.out);
        self.out.push('"');
        attribute("title", &link.title, &mut self.out);
        self.out.push_str(" loading=\"lazy\">");
    }

    fn note_reference(&mut self, note: u32) {
        let number = self.numbers[note as usize];
        if number == 0 {
            return;
        }
        self.before_inline();
        self.references[note as usize] += 1;
        let count = self.references[note as usize];
        let suffix = if count > 1 {
            format!("-{count}")
        } else {
            String::new()
        };
        let mark = format!(
            "<sup class=\"note\"><a id=\"fnref-{number}{suffix}\" href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        );
        if self.links.contains(&true) || self.has_whole_link {
            // A link cannot hold another; the number stays.
            self.out.push_str(&format!(
                "<sup class=\"note\" id=\"fnref-{number}{suffix}\">{number}</sup>"
            ));
        } else {
            self.out.push_str(&mark);
        }
    }

    fn notes(&mut self, notes: &[u32]) {
        if notes.is_empty() {
            return;
        }
        self.out
            .push_str("<div class=\"notes\" role=\"doc-endnotes\"><ol>\n");
        for (i, note) in notes.iter().enumerate() {
            let number = i + 1;
            let known = &self.document.tape.notes[*note as usize];
            self.out.push_str(&format!("<li id=\"fn-{number}\">"));
            self.tokens(known.tokens.clone());
            if known.references > 0 {
                self.out.push_str(&format!(
                    "<a class=\"back\" href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\""
                ));
                escape::html(self.words.back, &mut self.out);
                self.out.push_str(&format!(" {number}\"></a>"));
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></div>\n");
    }
}

/// An empty cell heads nothing.
fn is_column_head(leaf: &Leaf) -> bool {
    matches!(leaf.kind, LeafKind::Cell { head: true, .. }) && leaf.text.len() > 0
}
