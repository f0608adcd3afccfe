//! Leaves as HTML: paragraphs, headings, cells, and the link that is a whole heading.
//!
//! In: a leaf and the tokens in it. Out: its element, opened and closed.

use crate::character::{is_blank, is_invisible};
use crate::escape;
use crate::plain_text::{lowered, raised};
use crate::report::html::attribute::attribute;
use crate::report::html::{Heading, Writer};
use crate::report::markdown::token::{Align, Leaf, LeafKind, Mark, NONE, Token};

impl Writer<'_> {
    pub(super) fn open_leaf(&mut self, index: u32, at: usize) {
        let leaf = &self.document.tape.leaves[index as usize];
        (self.leaf, self.offset, self.depth) = (index, 0, 0);
        self.marks = leaf.marks.start as usize..leaf.marks.end as usize;
        self.heading = Heading::None;
        self.has_whole_link = false;
        let own = self.document.ids().leaves[index as usize].as_str();
        let part = self.document.part(leaf.part).filter(|_| leaf.opens_part);
        let id = part.map_or(own, |part| part.anchor.as_str());
        self.open_same(leaf);
        match leaf.kind {
            LeafKind::Paragraph => {
                self.out.push_str("<p");
                attribute("id", id, &mut self.out);
                let mut visible = self.document.str(leaf.text).chars();
                // The author indented the line; the style must not do it again.
                let is_indented = visible.find(|c| !is_invisible(*c)).is_some_and(is_blank);
                let place = self.places.get(&index).copied().unwrap_or_default();
                match (is_indented, place) {
                    (true, "") => attribute("class", "indented", &mut self.out),
                    (true, place) => {
                        attribute("class", &format!("indented {place}"), &mut self.out);
                    }
                    (false, place) => attribute("class", place, &mut self.out),
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
        self.find_cited(at + 1);
    }

    pub(super) fn close_leaf(&mut self) {
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
        self.close_same(leaf);
        self.leaf = NONE;
    }

    pub(super) fn open_cell(&mut self, leaf: &Leaf) {
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
                _ if self.numeric.get(column as usize) == Some(&true) => "right",
                Some(Align::None) | None => "",
            };
            attribute("class", class, &mut self.out);
        }
        self.out.push('>');
    }

    /// A heading without a number leads to itself as a whole, unless it holds a link.
    pub(super) fn open_whole_link(&mut self, leaf: &Leaf, at: usize) {
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
    pub(super) fn nests(&self, first: usize, start: u32, end: u32) -> bool {
        let (mut offset, mut depth) = (0, 0_usize);
        let (mut starts, mut ends) = (start == 0, false);
        for token in &self.document.tape.tokens[first..] {
            let length = match token {
                Token::Text(slice) => slice.len() as u32,
                Token::Raised(slice) => raised(self.document.str(*slice)).len() as u32,
                Token::Lowered(slice) => lowered(self.document.str(*slice)).len() as u32,
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
}

/// An empty cell heads nothing.
fn is_column_head(leaf: &Leaf) -> bool {
    matches!(leaf.kind, LeafKind::Cell { head: true, .. }) && leaf.text.len() > 0
}
