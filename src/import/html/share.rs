//! How much of a line is links, and links that lead nowhere.
//!
//! In: inlines and blocks. Out: counts of letters; the same blocks with the words of links that only a script follows. Never
//! follows a link.

use crate::import::document::{Block, Inline, text_of};
use crate::import::html::words;

/// How much of a line is links.
#[derive(Clone, Copy, Default)]
pub(super) struct Share {
    /// Letters of links.
    pub linked: usize,
    /// Letters.
    pub all: usize,
    /// Links.
    pub links: usize,
    /// One leads to a file.
    pub has_file: bool,
    /// One leads nowhere.
    pub has_void: bool,
    /// One leads to a place of the page.
    pub has_local: bool,
}

impl Share {
    /// Of inlines.
    pub(super) fn of(inlines: &[Inline]) -> Share {
        let mut share = Share::default();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        // The dates beside links to other pages are no words of a text.
        let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        for inline in inlines {
            match inline {
                Inline::Link { address, inlines } => {
                    let count = letters(&text_of(inlines));
                    share.linked += count;
                    share.all += count;
                    share.links += 1;
                    share.has_file |= words::is_file_address(address);
                    share.has_void |= is_void(address);
                    share.has_local |= address.starts_with('#') && address.len() > 1;
                }
                Inline::Text { text, .. } => share.all += words(text),
                Inline::Ruby { base, .. } => share.all += letters(base),
                Inline::Image { .. } | Inline::File(_) | Inline::Note(_) => share.all += 1,
                Inline::Break | Inline::Anchor(_) => {}
            }
        }
        share
    }

    /// Nearly all of it.
    pub(super) fn is_link(self) -> bool {
        self.links > 0 && self.linked * 10 >= self.all * 7
    }
}

/// How many letters of blocks are links to other pages.
pub(crate) fn linked_letters(blocks: &[Block]) -> usize {
    let counts = blocks.iter().map(|block| match block {
        Block::Paragraph(paragraph) => {
            let share = Share::of(&paragraph.inlines);
            if share.has_file || share.has_local {
                0
            } else {
                share.linked
            }
        }
        Block::Table(table) => table
            .rows
            .iter()
            .flatten()
            .map(|cell| linked_letters(&cell.blocks))
            .sum(),
        Block::Preformatted(_) | Block::Markdown(_) => 0,
    });
    counts.sum()
}

/// Whether an address leads nowhere.
pub(crate) fn is_void(address: &str) -> bool {
    let address = address.trim();
    matches!(address, "" | "#" | "##" | "###")
        || ["javascript:", "vbscript:", "about:"].iter().any(|scheme| {
            address
                .get(..scheme.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(scheme))
        })
}

/// All blocks, links that lead nowhere become their words.
pub(crate) fn unlinked(mut blocks: Vec<Block>) -> Vec<Block> {
    unlink(&mut blocks);
    blocks
}

/// Links that lead nowhere become their words.
pub(super) fn unlink(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => unlink_inlines(&mut paragraph.inlines),
            Block::Table(table) => {
                unlink_inlines(&mut table.caption);
                for cell in table.rows.iter_mut().flatten() {
                    unlink(&mut cell.blocks);
                }
            }
            Block::Preformatted(_) | Block::Markdown(_) => {}
        }
    }
}

fn unlink_inlines(inlines: &mut Vec<Inline>) {
    let all = std::mem::take(inlines);
    for inline in all {
        match inline {
            Inline::Link {
                address,
                inlines: inner,
            } if is_void(&address) => inlines.extend(inner),
            other => inlines.push(other),
        }
    }
}
