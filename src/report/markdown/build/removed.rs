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
    /// Where the last tag stands.
    last: usize,
    /// Tags.
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
        let start = at.start;
        let found = self.0.entry(name.to_owned()).or_insert(Found {
            first: at,
            last: usize::MAX,
            count: 0,
            is_tag: false,
            with_words: false,
            attributes: Vec::new(),
        });
        // A tag may lose several attributes.
        found.count += usize::from(found.last != start);
        found.last = start;
        Some(found)
    }

    pub(super) fn faults(self) -> impl Iterator<Item = Fault> {
        self.0.into_iter().map(|(name, found)| {
            if name.starts_with('/') {
                return faults::html_unopened(found.first, &name, found.count);
            }
            let parents = parents(&name);
            if found.is_tag && !parents.is_empty() {
                return faults::html_out_of_place(found.first, &name, parents, found.count);
            }
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

/// The elements of which one must hold an element of this name, which is left out only where none does.
fn parents(name: &str) -> &'static [&'static str] {
    match name {
        "li" => &["ul", "ol"],
        "td" | "th" => &["tr"],
        "tr" | "caption" | "thead" | "tbody" | "tfoot" => &["table"],
        "figcaption" => &["figure"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Language;
    use crate::report::markdown::{Document, Options};

    #[test]
    fn what_is_left_out_is_told_by_its_cause() {
        for (body, expected) in [
            (
                "<p onclick onload>甲</p>",
                "HTML 标记 <p> 的属性 onclick、onload 不能发布，已略去",
            ),
            (
                "<p onclick onload>甲</p><p onload>乙</p>",
                "HTML 标记 <p> 的属性 onclick、onload 不能发布，已略去（全文共 2 处）",
            ),
            (
                "甲</span>乙",
                "HTML 标记 </span> 没有对应的开始标记，已略去",
            ),
            (
                "</div>\n\n乙",
                "HTML 标记 </div> 没有对应的开始标记，已略去",
            ),
            (
                "<li>甲\n<li>乙",
                "HTML 标记 <li> 须写在 <ul> 或 <ol> 之内，此处已略去标记（全文共 2 处）",
            ),
            (
                "<td>甲</td>",
                "HTML 标记 <td> 须写在 <tr> 之内，此处已略去标记",
            ),
            ("甲<x>乙", "HTML 标记 <x> 不能发布，已略去标记"),
        ] {
            let document = Document::parse(body, Options { chinese: true });
            let messages = document.faults().iter();
            let messages: Vec<&str> = messages
                .map(|f| f.message.in_language(Language::Chinese))
                .collect();
            assert_eq!(messages.join("|"), expected, "{body}");
        }
    }
}
