//! `<meta>` and `<link>` elements of a page's head, written once in Rust.
//!
//! In: names that the program knows and values that it does not. Out: elements, a line each, in which every
//! value is escaped. A template shows them with `{{ page.meta }}`, and a theme puts its own into the block
//! `metadata` of `base.html`. They reach the template in one piece, since forty values are forty maps to the
//! template engine, each made, looked into and escaped for every page.

use std::fmt::{Display, Write};

use serde::{Serialize, Serializer};

use crate::render::view::HeadLink;

/// Elements of the head; each begins with a line end. What has no value makes no element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tags(String);

impl Tags {
    /// Adds `<meta name="…" content="…">`.
    pub(crate) fn meta(&mut self, name: &'static str, value: impl Display) {
        self.tag("meta name", name, value);
    }

    /// Adds `<meta property="…" content="…">`, which is how Open Graph (RDFa) writes it.
    pub(crate) fn property(&mut self, property: &'static str, value: impl Display) {
        self.tag("meta property", property, value);
    }

    /// Adds `<link rel="…" href="…">`; the address is already percent-encoded.
    pub(crate) fn link(&mut self, rel: &'static str, url: &str) {
        self.typed_link(rel, url, None);
    }

    /// Adds the same with the media type of what is there, where that is known.
    pub(crate) fn typed_link(&mut self, rel: &'static str, url: &str, media_type: Option<&str>) {
        if !url.is_empty() {
            self.link_element(rel, url, media_type, None);
        }
    }

    /// Adds a link that may have a title.
    pub(crate) fn push(&mut self, link: HeadLink) {
        let (media_type, title) = (link.media_type.as_deref(), link.title.as_deref());
        self.link_element(&link.rel, &link.url, media_type, title);
    }

    /// The markup.
    #[cfg(test)]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn link_element(
        &mut self,
        rel: &str,
        url: &str,
        media_type: Option<&str>,
        title: Option<&str>,
    ) {
        self.0.push_str("\n<link");
        self.attribute("rel", rel);
        self.attribute("href", url);
        for (name, value) in [("type", media_type), ("title", title)] {
            if let Some(value) = value {
                self.attribute(name, value);
            }
        }
        self.0.push('>');
    }

    fn tag(&mut self, start: &str, name: &str, value: impl Display) {
        let before = self.0.len();
        for text in ["\n<", start, "=\"", name, "\" content=\""] {
            self.0.push_str(text);
        }
        let value_starts = self.0.len();
        self.escaped(value);
        match self.0.len() == value_starts {
            true => self.0.truncate(before),
            false => self.0.push_str("\">"),
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        for text in [" ", name, "=\""] {
            self.0.push_str(text);
        }
        self.escaped(value);
        self.0.push('"');
    }

    fn escaped(&mut self, value: impl Display) {
        // A text that writes to memory cannot fail.
        let _ = write!(Escaping(&mut self.0), "{value}");
    }
}

/// Escapes what is written through it.
struct Escaping<'t>(&'t mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        crate::escape::html(text, self.0);
        Ok(())
    }
}

impl Extend<HeadLink> for Tags {
    fn extend<I: IntoIterator<Item = HeadLink>>(&mut self, links: I) {
        for link in links {
            self.push(link);
        }
    }
}

impl Serialize for Tags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // As `Html`: the template engine keeps the mark of safety, any other serialiser sees a string.
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Tags;
    use crate::render::view::HeadLink;

    /// The element that `tags` holds, taken apart: what stands before the value, the value, the rest.
    fn parted<'t>(tags: &'t Tags, before: &str) -> (&'t str, &'t str) {
        let rest = tags.as_str().strip_prefix(before).expect("the element");
        rest.split_once('"').expect("the end of the value")
    }

    /// What a browser makes of a value.
    fn unescaped(value: &str) -> String {
        let value = value.replace("&lt;", "<").replace("&gt;", ">");
        value.replace("&quot;", "\"").replace("&amp;", "&")
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_value_ends_its_attribute(text in "\\PC{0,20}[<>&\"']{0,4}\\PC{0,20}") {
            let mut meta = Tags::default();
            meta.meta("Description", &text);
            let mut property = Tags::default();
            property.property("og:title", &text);
            let mut link = Tags::default();
            link.push(HeadLink {
                rel: "alternate".to_owned(),
                url: text.clone(),
                media_type: None,
                title: Some(text.clone()),
            });
            if text.is_empty() {
                prop_assert_eq!(meta.as_str(), "");
                prop_assert_eq!(property.as_str(), "");
            } else {
                let cases = [
                    (&meta, "\n<meta name=\"Description\" content=\""),
                    (&property, "\n<meta property=\"og:title\" content=\""),
                ];
                for (tags, before) in cases {
                    let (value, rest) = parted(tags, before);
                    prop_assert_eq!(rest, ">");
                    prop_assert_eq!(unescaped(value), text.as_str());
                    prop_assert!(!value.contains(['<', '>']));
                }
            }
            let (url, rest) = parted(&link, "\n<link rel=\"alternate\" href=\"");
            prop_assert_eq!(unescaped(url), text.as_str());
            let title = rest.strip_prefix(" title=\"").and_then(|r| r.strip_suffix("\">"));
            prop_assert_eq!(title.map(unescaped), Some(text));
            prop_assert!(!url.contains(['<', '>']));
        }
    }

    #[test]
    fn what_has_no_value_makes_no_element() {
        let mut tags = Tags::default();
        tags.meta("Keywords", "");
        tags.property("og:title", "");
        tags.link("license", "");
        assert_eq!(tags.as_str(), "");
        tags.link("cite-as", "https://example.org/?a&b");
        tags.typed_link("item", "a.csv", Some("text/csv"));
        assert_eq!(
            tags.as_str(),
            "\n<link rel=\"cite-as\" href=\"https://example.org/?a&amp;b\">\
             \n<link rel=\"item\" href=\"a.csv\" type=\"text/csv\">"
        );
    }
}
