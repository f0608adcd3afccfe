//! Links within the document: places that nothing leads to go, and links that lead to no place become words.
//!
//! In: all blocks and notes. Out: the same, changed in place. Never touches a link out of the document.

use std::collections::BTreeSet;

use crate::import::document::{Block, Document, Inline};

/// Keeps the links within a document whose places are in it, and those places.
pub(super) fn mend(document: &mut Document) {
    let mut anchors = BTreeSet::new();
    let mut wanted = BTreeSet::new();
    let all = |document: &mut Document, see: &mut dyn FnMut(&mut Vec<Inline>)| {
        each(&mut document.blocks, see);
        for note in &mut document.notes {
            each(note, see);
        }
    };
    all(document, &mut |inlines| {
        collect(inlines, &mut anchors, &mut wanted);
    });
    let used: BTreeSet<String> = anchors.intersection(&wanted).cloned().collect();
    let mut met = BTreeSet::new();
    all(document, &mut |inlines| {
        *inlines = mended(std::mem::take(inlines), &used, &mut met);
    });
}

fn each(blocks: &mut [Block], see: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => see(&mut paragraph.inlines),
            Block::Table(table) => {
                see(&mut table.caption);
                for cell in table.rows.iter_mut().flatten() {
                    each(&mut cell.blocks, see);
                }
            }
            Block::Preformatted(_) | Block::Markdown(_) => {}
        }
    }
}

fn collect(inlines: &[Inline], anchors: &mut BTreeSet<String>, wanted: &mut BTreeSet<String>) {
    for inline in inlines {
        match inline {
            Inline::Anchor(name) => {
                anchors.insert(name.clone());
            }
            Inline::Link { address, inlines } => {
                wanted.extend(address.strip_prefix('#').map(str::to_owned));
                collect(inlines, anchors, wanted);
            }
            _ => {}
        }
    }
}

fn mended(
    inlines: Vec<Inline>,
    used: &BTreeSet<String>,
    met: &mut BTreeSet<String>,
) -> Vec<Inline> {
    let mut kept: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            // The first of two of one name is the place.
            Inline::Anchor(name) if used.contains(&name) => {
                if met.insert(name.clone()) {
                    kept.push(Inline::Anchor(name));
                }
            }
            Inline::Anchor(_) => {}
            Inline::Link { address, inlines } => {
                let inlines = mended(inlines, used, met);
                let place = address.strip_prefix('#');
                match place.is_none_or(|place| used.contains(place)) {
                    true => kept.push(Inline::Link { address, inlines }),
                    false => inlines
                        .into_iter()
                        .for_each(|inline| join(&mut kept, inline)),
                }
            }
            other => join(&mut kept, other),
        }
    }
    kept.shrink_to_fit();
    kept
}

/// Words that look alike and stand together are one.
fn join(kept: &mut Vec<Inline>, inline: Inline) {
    if let (
        Some(Inline::Text { text, style }),
        Inline::Text {
            text: more,
            style: other,
        },
    ) = (kept.last_mut(), &inline)
        && style == other
    {
        text.push_str(more);
        return;
    }
    kept.push(inline);
}
