//! What of the author's HTML is left out, told once for each element.
//!
//! In: tags and attributes that are left out, and where. Out: a fault for each element, at its first place and with a
//! count. Never decides what is left out.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Fault;
use crate::report::markdown::faults;

/// Elements that are told apart; more say nothing new.
const NAMES_MAX: usize = 200;
/// Attributes of one element that are named.
const ATTRIBUTES_MAX: usize = 5;

/// What is left out, by the name of the element.
#[derive(Default)]
pub(super) struct Removed(BTreeMap<String, Found>);

struct Found {
    first: Range<usize>,
    count: usize,
    is_tag: bool,
    with_words: bool,
    attributes: Vec<String>,
}

impl Removed {
    /// Takes a tag. `with_words`: with all that stands in the element.
    pub(super) fn tag(&mut self, name: &str, at: Range<usize>, with_words: bool) {
        if let Some(found) = self.find(name, at) {
            found.is_tag = true;
            found.with_words |= with_words;
        }
    }

    pub(super) fn attribute(&mut self, name: &str, at: Range<usize>, attribute: &str) {
        if let Some(found) = self.find(name, at)
            && found.attributes.len() < ATTRIBUTES_MAX
            && !found.attributes.iter().any(|known| known == attribute)
        {
            found.attributes.push(attribute.to_owned());
        }
    }

    /// Whether a tag of that name was left out before.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|found| found.is_tag)
    }

    fn find(&mut self, name: &str, at: Range<usize>) -> Option<&mut Found> {
        if self.0.len() >= NAMES_MAX && !self.0.contains_key(name) {
            return None;
        }
        let found = self.0.entry(name.to_owned()).or_insert(Found {
            first: at,
            count: 0,
            is_tag: false,
            with_words: false,
            attributes: Vec::new(),
        });
        found.count += 1;
        Some(found)
    }

    pub(super) fn faults(self) -> impl Iterator<Item = Fault> {
        self.0.into_iter().map(|(name, found)| {
            let attributes = if found.is_tag {
                &[][..]
            } else {
                &found.attributes
            };
            let what = (name.as_str(), attributes);
            faults::html_removed(found.first, what, found.count, found.with_words)
        })
    }
}
