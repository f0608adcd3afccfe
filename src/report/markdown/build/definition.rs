//! Definitions of links (`[a]: b.md`), which are not displayed: those that nothing refers to.
//!
//! In: the parser's events and the definitions that it knows. Out: a fault for each that no link uses, for
//! its words are then nowhere. Never decides what is a definition: the parser does.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag};

use crate::diagnostic::Fault;
use crate::report::markdown::{faults, mask};

/// What is known of the definitions while a body is read.
pub(super) struct Definitions {
    /// Brackets that may begin a definition and that no event has shown to be anything else, the last first.
    ///
    /// The parser keeps the first definition of a label and forgets the others.
    candidates: Vec<usize>,
    vanished: Vec<usize>,
    /// Where the definitions begin that a link uses.
    used: BTreeSet<usize>,
}

impl Definitions {
    pub(super) fn new(base: &str) -> Self {
        let mut candidates = Vec::new();
        let mut floor = 0;
        for close in mask::label_ends(base) {
            let open = base[floor..close].rfind('[').map(|open| floor + open);
            floor = close;
            candidates.extend(open.filter(|open| mask::begins_definition(base, *open)));
        }
        candidates.reverse();
        Definitions {
            candidates,
            vanished: Vec::new(),
            used: BTreeSet::new(),
        }
    }

    /// Takes one event; they come in text order.
    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>, known: &RefDefs<'_>) {
        match event {
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) => {
                if let LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut = link_type
                    && let Some(definition) = known.get(id)
                {
                    self.used.insert(definition.span.start);
                }
            }
            Event::Text(_)
            | Event::Code(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => {}
            _ => return,
        }
        while let Some(&at) = self.candidates.last()
            && at < range.end
        {
            self.candidates.pop();
            if at < range.start {
                self.vanished.push(at);
            }
        }
    }

    /// After the last event: what no link uses.
    pub(super) fn unused(self, base: &str, known: &RefDefs<'_>) -> Vec<Fault> {
        let first: BTreeSet<usize> = known.iter().map(|(_, d)| d.span.start).collect();
        let vanished = self.vanished.into_iter().chain(self.candidates);
        let all: BTreeSet<usize> = first.iter().copied().chain(vanished).collect();
        all.difference(&self.used)
            .map(|&start| {
                let line = base[start..].lines().next().unwrap_or_default().trim_end();
                faults::unused_definition(start..start + line.len(), line)
            })
            .collect()
    }
}
