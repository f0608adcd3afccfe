//! Links beside headings that lead to the same part of other reports.
//!
//! In: the parts that have such a link. Out: the link after the heading, in no element of the text. It has no text of its
//! own: style shows its name, so that what is copied, searched and cited is the report's words and no others.

use serde::Serialize;

use crate::escape;
use crate::report::html::Writer;
use crate::report::html::attribute::attribute;
use crate::report::markdown::token::{Leaf, LeafKind};

/// A part that other reports have too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SameLink {
    /// The id of the part.
    pub anchor: String,
    /// The id of the list of the others.
    pub to: String,
}

impl<'w> Writer<'w> {
    /// Notes whether a link stands beside the leaf that is about to be opened; what holds a heading with its link begins.
    pub(super) fn open_same(&mut self, leaf: &Leaf) {
        let part = self.document.part(leaf.part).filter(|_| leaf.opens_part);
        let same: &'w [SameLink] = self.links_beside.same;
        let found = part.and_then(|part| same.iter().find(|link| link.anchor == part.anchor));
        self.same = found.filter(|_| matches!(leaf.kind, LeafKind::Heading | LeafKind::Paragraph));
        if self.same.is_some() && leaf.kind == LeafKind::Heading {
            self.out.push_str("<div class=\"with-same\">");
        }
    }

    /// Writes the link after the leaf that was closed.
    pub(super) fn close_same(&mut self, leaf: &Leaf) {
        let Some(link) = self.same.take() else { return };
        self.out.push_str("<a class=\"same-part\" href=\"#");
        escape::html(&link.to, &mut self.out);
        self.out.push('"');
        attribute("aria-label", self.words.same, &mut self.out);
        self.out.push_str("></a>");
        if leaf.kind == LeafKind::Heading {
            self.out.push_str("</div>");
        }
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::{LinksBeside, Words, write};
    use crate::report::markdown::{Document, Options, Resolution};

    #[test]
    fn a_link_stands_beside_a_heading_and_not_in_it() {
        let words = Words {
            table: "表格",
            back: "返回正文",
            same: "历年同一部分",
        };
        let link = "<a class=\"same-part\" href=\"#same-1\" aria-label=\"历年同一部分\"></a>";
        for (body, anchor, expected) in [
            (
                "## 问题\n\n文。",
                "问题",
                format!("</h2>\n{link}</div>\n<p"),
            ),
            (
                "一、问题。示例文字。\n\n文。",
                "1",
                format!("</p>\n{link}\n<p"),
            ),
            ("一、问题\n\n文。", "1", format!("{link}</div>")),
            ("## 问题\n\n文。", "2", String::new()),
        ] {
            let document = Document::parse(body, Options { chinese: true });
            let parts = document.parts().iter();
            let known = parts.map(|part| part.anchor.as_str()).collect::<Vec<_>>();
            let anchor = match anchor {
                "问题" => known.first().copied().unwrap_or_default(),
                anchor => anchor,
            };
            let same = [SameLink {
                anchor: anchor.to_owned(),
                to: "same-1".to_owned(),
            }];
            let links = LinksBeside {
                same: &same,
                ..LinksBeside::default()
            };
            let html = write(&document, &words, &|_| Resolution::Keep, links);
            assert!(html.contains(&expected), "{html}");
            assert_eq!(html.contains(link), !expected.is_empty(), "{html}");
        }
    }
}
