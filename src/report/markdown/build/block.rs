//! Quotations, lists, paragraphs and headings, as they are opened and closed.
//!
//! In: the parser's containers. Out: tokens, as deep as is allowed. Never drops the text of one that is not.

use std::ops::Range;

use super::super::token::{Element, LeafKind, PLAIN, Token};
use super::{Builder, Container, NESTING_MAX, faults};

impl Builder<'_> {
    pub(super) fn open_container(
        &mut self,
        element: Element,
        attributes: u32,
        range: &Range<usize>,
    ) {
        self.begin_block();
        let is_kept = self.containers.len() < NESTING_MAX;
        if is_kept {
            self.push(Token::Open(element, attributes));
        } else if self.containers.len() == NESTING_MAX {
            self.fault(faults::too_deep(range.start..range.start + 1, NESTING_MAX));
        }
        self.containers.push(Container {
            close: is_kept.then_some(Token::Close(element)),
            raw: self.raw.len(),
        });
    }

    pub(super) fn close_container(&mut self) {
        self.close_implicit_leaf();
        if let Some(container) = self.containers.pop() {
            self.close_raw_to(container.raw);
            if let Some(close) = container.close {
                self.push(close);
            }
        }
    }

    pub(super) fn open_list(&mut self, start: Option<u64>, range: &Range<usize>) {
        match start {
            None => self.open_container(Element::Ul, PLAIN, range),
            Some(1) => self.open_container(Element::Ol, PLAIN, range),
            Some(start) => {
                let attributes = self.attributes(format!(" start=\"{start}\""));
                self.open_container(Element::Ol, attributes, range);
            }
        }
    }

    pub(super) fn open_item(&mut self) {
        self.begin_block();
        // An item is kept or dropped with its list.
        let is_kept = self.containers.last().is_some_and(|c| c.close.is_some());
        if is_kept {
            self.push(Token::Open(Element::Li, PLAIN));
        }
        self.containers.push(Container {
            close: is_kept.then_some(Token::Close(Element::Li)),
            raw: self.raw.len(),
        });
    }

    pub(super) fn open_block(&mut self, kind: LeafKind) {
        self.begin_block();
        self.open_leaf(kind);
    }

    pub(super) fn open_heading(&mut self, level: u8, id: Option<String>) {
        self.begin_block();
        self.open_leaf(if self.is_top_level() {
            LeafKind::Heading
        } else {
            LeafKind::InnerHeading
        });
        if let Some(leaf) = &mut self.leaf {
            leaf.level = level;
            leaf.id = id;
        }
    }
}
