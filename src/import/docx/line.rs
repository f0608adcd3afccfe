//! The paragraph that is being read: its words, links and what stands beside it.
//!
//! In: words, links and images in order. Out: inlines in which words that look alike are one. Never holds a link within a
//! link.

use std::collections::BTreeMap;

use crate::import::document::{Block, Inline, Style};
use crate::import::docx::look::ParagraphLook;
use crate::import::docx::styles::ParagraphStyle;

/// A paragraph that is being read.
pub(super) struct Line {
    inlines: Vec<Inline>,
    /// The link that is open: its address, the place of its first inline, and its id.
    link: Option<(String, usize, usize)>,
    links: usize,
    /// Characters by their height.
    sizes: BTreeMap<u16, usize>,
    /// Boxes that stand beside it.
    pub asides: Vec<Block>,
    /// What its style and itself say of it.
    pub look: ParagraphLook,
    /// Its style.
    pub style: ParagraphStyle,
    /// The level in a list that it names itself.
    pub own_level: Option<u8>,
    /// It was a part of a table of contents at its beginning.
    pub is_contents: bool,
}

impl Line {
    /// A paragraph of a style.
    pub(super) fn new(style: ParagraphStyle) -> Line {
        Line {
            inlines: Vec::new(),
            link: None,
            links: 0,
            sizes: BTreeMap::new(),
            asides: Vec::new(),
            look: style.paragraph.clone(),
            style,
            own_level: None,
            is_contents: false,
        }
    }

    /// The words of a paragraph whose mark is gone begin the next one, which says how it looks.
    pub(super) fn goes_on(mut self, style: ParagraphStyle) -> Line {
        self.end_link();
        self.look = style.paragraph.clone();
        self.style = style;
        self.own_level = None;
        self
    }

    /// Words that follow.
    pub(super) fn text(&mut self, words: &str, mut style: Style, size: u16) {
        if words.is_empty() {
            return;
        }
        let visible = words
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .count();
        if visible > 0 {
            *self.sizes.entry(size).or_default() += visible;
        }
        // Links have a line below everywhere.
        style.underline &= self.link.is_none();
        let first = self.link.as_ref().map_or(0, |(_, first, _)| *first);
        if self.inlines.len() > first
            && let Some(Inline::Text { text, style: last }) = self.inlines.last_mut()
            && *last == style
        {
            text.push_str(words);
            return;
        }
        self.inlines.push(Inline::Text {
            text: words.to_owned(),
            style,
        });
    }

    /// Anything else that follows.
    pub(super) fn push(&mut self, inline: Inline) {
        self.inlines.push(inline);
    }

    /// A link begins; `None` within another one, whose words it is a part of.
    pub(super) fn open_link(&mut self, address: &str) -> Option<usize> {
        if self.link.is_some() {
            return None;
        }
        self.links += 1;
        self.link = Some((address.to_owned(), self.inlines.len(), self.links));
        Some(self.links)
    }

    /// A link ends, if it is the one that is open.
    pub(super) fn close_link(&mut self, id: usize) {
        if self.link.as_ref().is_some_and(|(_, _, open)| *open == id) {
            self.end_link();
        }
    }

    fn end_link(&mut self) {
        let Some((address, first, _)) = self.link.take() else {
            return;
        };
        let first = first.min(self.inlines.len());
        let inlines = self.inlines.split_off(first);
        let is_shown = inlines
            .iter()
            .any(|inline| !matches!(inline, Inline::Anchor(_)));
        match is_shown {
            true => self.inlines.push(Inline::Link { address, inlines }),
            false => self.inlines.extend(inlines),
        }
    }

    /// All that it says, breaks at its ends left out.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        self.end_link();
        let mut inlines = std::mem::take(&mut self.inlines);
        while inlines.last() == Some(&Inline::Break) {
            inlines.pop();
        }
        let first = inlines
            .iter()
            .take_while(|inline| **inline == Inline::Break);
        let first = first.count();
        inlines.drain(..first);
        inlines.shrink_to_fit();
        inlines
    }

    /// Whether it says nothing so far.
    pub(super) fn is_empty(&self) -> bool {
        self.inlines.is_empty()
    }

    /// The height of most of its letters.
    pub(super) fn size(&self) -> u16 {
        let most = self.sizes.iter().max_by_key(|(_, count)| **count);
        most.map_or(0, |(size, _)| *size)
    }
}
