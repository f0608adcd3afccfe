//! Links between the pages of a saved portal, once it is known which reports they became.
//!
//! In: the text of a page, its old address, and where pages are now. Out: links to other pages of the portal lead there. What is
//! not known leads where it led.

use std::collections::BTreeMap;

use crate::import::document::{Block, Inline};
use crate::import::html::address;
use crate::import::site::store::key;
use crate::import::site::whole;

/// Where the pages of a portal are now, by their old addresses.
#[derive(Debug, Default)]
pub(crate) struct Moved(BTreeMap<String, String>);

impl Moved {
    /// Notes that a page is now there.
    pub(crate) fn add(&mut self, old: &str, new: &str) {
        self.0.insert(key(&whole(old)), new.to_owned());
    }

    /// Leads the links in blocks of the page with this old address to where pages are now; how many.
    pub(crate) fn settle(&self, blocks: &mut [Block], page: &str) -> usize {
        let mut count = 0;
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => count += self.inlines(&mut paragraph.inlines, page),
                Block::Table(table) => {
                    count += self.inlines(&mut table.caption, page);
                    for cell in table.rows.iter_mut().flatten() {
                        count += self.settle(&mut cell.blocks, page);
                    }
                }
                Block::Preformatted(_) | Block::Markdown(_) => {}
            }
        }
        count
    }

    fn inlines(&self, inlines: &mut [Inline], page: &str) -> usize {
        let mut count = 0;
        for inline in inlines {
            let Inline::Link { address, .. } = inline else {
                continue;
            };
            if address.starts_with('#') {
                continue;
            }
            let old = address::join(&whole(page), address);
            if let Some(new) = self.0.get(&key(&old)) {
                let fragment = old
                    .split_once('#')
                    .map(|(_, fragment)| format!("#{fragment}"));
                *address = format!("{new}{}", fragment.unwrap_or_default());
                count += 1;
            }
        }
        count
    }
}
