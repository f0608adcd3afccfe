//! A heading of the body that repeats the title of the page.
//!
//! In: the title and the headings of the body. Out: whether a heading stands on the page already, and a fault. Never
//! takes away a heading that says more than the title, or one that other text stands before.

use std::ops::Range;

use crate::character::is_unseen;
use crate::report::markdown::build::{Builder, OpenLeaf, faults};
use crate::report::markdown::token::{Element, PLAIN, Token};

/// The title of the page, until a heading repeats it.
#[derive(Default)]
pub(super) struct RepeatedTitle(Option<String>);

impl RepeatedTitle {
    pub(super) fn new(title: &str) -> Self {
        RepeatedTitle(Some(loose(title)).filter(|title| !title.is_empty()))
    }
}

impl Builder<'_> {
    /// Takes the heading away that has just been read, if it is the title again and the first words of the body.
    ///
    /// One that cannot be taken away (it holds a link or a note, has an anchor of its own, or text stands before it)
    /// is reported alone.
    pub(super) fn repeats_title(&mut self, leaf: usize, open: &OpenLeaf) -> bool {
        let Some(title) = self.title.0.as_deref() else {
            return false;
        };
        let text = self.str(self.tape.leaves[leaf].text);
        if loose(text) != title {
            return false;
        }
        self.title.0 = None;
        let tokens = self.tape.tokens.get(open.first..).unwrap_or_default();
        let says_more = |token: &Token| match token {
            Token::Link(_) | Token::Image(_) | Token::NoteReference(_) => true,
            // A place with an anchor.
            Token::Open(Element::Span, attributes) => *attributes != PLAIN,
            _ => false,
        };
        let is_shown = open.first != 1 || open.id.is_some() || tokens.iter().any(says_more);
        self.fault(faults::title_repeated(self.place_of(open), is_shown));
        if !is_shown {
            self.tape.tokens.clear();
            self.tape.leaves.clear();
        }
        !is_shown
    }

    /// Reports a first paragraph that is the title again: it is no heading, and stays.
    pub(super) fn warn_of_title(&mut self, leaf: usize, open: &OpenLeaf) {
        let text = self.str(self.tape.leaves[leaf].text);
        if (self.title.0.as_deref()).is_some_and(|title| loose(text) == title) {
            self.title.0 = None;
            self.fault(faults::title_repeated(self.place_of(open), true));
        }
    }

    /// Where the words of a leaf begin. Words between tags of HTML have no place of their own; these are the first
    /// of the body.
    fn place_of(&self, open: &OpenLeaf) -> Range<usize> {
        let tokens = self.tape.tokens.get(open.first..).unwrap_or_default();
        let place = tokens.iter().find_map(|token| match token {
            Token::Text(slice) if !slice.stored => Some(slice.range()),
            _ => None,
        });
        let first = self.base.len() - self.base.trim_start().len();
        let line = self.base[first..].lines().next().unwrap_or_default();
        place.unwrap_or(first..first + line.len())
    }
}

/// The characters that are seen, in one width.
fn loose(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_unseen(*c) && *c != '\n');
    seen.map(|c| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::{Document, Options};

    #[test]
    fn a_heading_that_says_more_stays() {
        for (body, kept) in [
            ("# 报告", 0),
            ("# <b>报告</b>", 0),
            ("# <a id=\"fj1\"></a>报告", 1),
            ("# 报告 {#fj1}", 1),
            ("# [报告](a.html)", 1),
        ] {
            let document = Document::parse_below("报告", body, Options { chinese: true });
            assert_eq!(document.parts().len(), kept, "{body}");
            assert_eq!(document.faults()[0].code, "title-repeated", "{body}");
        }
    }
}
