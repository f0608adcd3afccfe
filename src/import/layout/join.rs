//! The words of lines that are one paragraph.
//!
//! In: lines, which somebody has found to go on in one another. Out: their words, with a blank between the lines where
//! words of letters need one. Never decides where a paragraph ends.

use crate::import::document::{Inline, text_of};
use crate::import::layout::Link;
use crate::import::layout::line::Line;
use crate::import::layout::word::needs_blank;

/// The words of lines that are one paragraph.
pub(crate) fn joined(lines: &[Line], links: &[Link], is_bold: bool) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for line in lines {
        add(&mut inlines, line.inlines(links, is_bold), false);
    }
    inlines
}

/// Adds the words of the next line.
pub(crate) fn add(inlines: &mut Vec<Inline>, more: Vec<Inline>, is_break: bool) {
    let before = text_of(inlines).chars().next_back();
    let after = text_of(&more).chars().next();
    if is_break {
        inlines.push(Inline::Break);
    } else if let (Some(before), Some(after)) = (before, after)
        && needs_blank(before, after)
    {
        inlines.push(Inline::text(" "));
    }
    for inline in more {
        match (inlines.last_mut(), inline) {
            (
                Some(Inline::Text { text, style }),
                Inline::Text {
                    text: words,
                    style: other,
                },
            ) if *style == other => {
                // A soft hyphen that is shown stands at the end of a line.
                text.truncate(text.trim_end_matches('\u{ad}').len());
                text.push_str(&words);
            }
            (
                Some(Inline::Link { address, inlines }),
                Inline::Link {
                    address: other,
                    inlines: words,
                },
            ) if *address == other => {
                inlines.extend(words);
            }
            (_, inline) => inlines.push(inline),
        }
    }
}
