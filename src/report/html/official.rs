//! Lines of official papers that have a place of their own: who signs and when at the end of a text (落款), and the list of
//! what is attached (附件：1. …).
//!
//! In: the leaves of a document. Out: the class of a paragraph; style says where it stands. Moves nothing, alters no text,
//! and leaves alone what stands below a title.

use std::collections::BTreeMap;

use crate::report::markdown::token::{Leaf, LeafKind, NONE};
use crate::report::markdown::{Document, lists_attachments};
use crate::report::outline::{Closing, begins_entry, closing, signs};

/// Who signs, and the date.
const SIGNED: &str = "signed";
/// The paragraph that begins a list of attachments, with its first item maybe.
const ATTACHED: &str = "attached";
/// A further item of it in a paragraph of its own.
const ATTACHED_ITEM: &str = "attached-item";
/// Characters of an item.
const ITEM_MAX: usize = 80;

/// The classes of leaves that have one.
pub(super) fn places(document: &Document<'_>) -> BTreeMap<u32, &'static str> {
    let leaves = &document.tape.leaves;
    let text = |leaf: &Leaf| document.str(leaf.text);
    let mut places = BTreeMap::new();
    // Signatures follow sentences: a name and a date below the title do not sign.
    let mut has_sentence = false;
    let mut is_list = false;
    for (index, leaf) in leaves.iter().enumerate() {
        let words = text(leaf);
        if leaf.kind != LeafKind::Paragraph || leaf.table != NONE {
            is_list = false;
            continue;
        }
        if lists_attachments(words) {
            places.insert(index as u32, ATTACHED);
            is_list = true;
            continue;
        }
        if is_list && begins_entry(words) && words.chars().take(ITEM_MAX + 1).count() <= ITEM_MAX {
            places.insert(index as u32, ATTACHED_ITEM);
            continue;
        }
        is_list = false;
        let closing = has_sentence.then(|| closing(words)).flatten();
        let Some(closing) = closing else {
            has_sentence |= words.trim_end().ends_with(['。', '！', '；', '：', '.']);
            continue;
        };
        let names = leaves[..index]
            .iter()
            .rev()
            .take_while(|leaf| is_line(leaf) && signs(text(leaf)))
            .count();
        let is_signed = closing == Closing::Signed || names > 0;
        if is_signed || is_last(document, leaves.get(index + 1)) {
            places.extend((index - names..=index).map(|line| (line as u32, SIGNED)));
        }
    }
    places
}

fn is_line(leaf: &Leaf) -> bool {
    leaf.kind == LeafKind::Paragraph && leaf.table == NONE && !leaf.opens_part
}

/// Whether a text ends before `next`: nothing, an annex, or what is attached comes after a date that stands alone.
fn is_last(document: &Document<'_>, next: Option<&Leaf>) -> bool {
    let Some(next) = next else { return true };
    let is_annex = next.opens_part && document.tape.outline.is_annex(next.part);
    is_annex || lists_attachments(document.str(next.text))
}

#[cfg(test)]
mod tests {
    use crate::report::html::{LinksBeside, Words, write};
    use crate::report::markdown::{Document, Options, Resolution};

    #[test]
    fn what_signs_and_what_is_attached_has_a_class_and_nothing_else() {
        let words = Words {
            table: "表格",
            back: "返回正文",
            same: "历年同一部分",
        };
        for (body, expected) in [
            (
                "正文。\n\n示例市司法局\n\n2020年1月5日",
                "|正文。;signed|示例市司法局;signed|2020年1月5日",
            ),
            (
                "正文。\n\n示例市司法局\n\n示例市财政局\n\n2020年1月5日\n\n附件1\n\n名单",
                "|正文。;signed|示例市司法局;signed|示例市财政局;signed|2020年1月5日;|名单",
            ),
            // The date alone ends a text only where nothing follows.
            ("正文。\n\n2020年1月5日", "|正文。;signed|2020年1月5日"),
            (
                "正文。\n\n2020年1月5日\n\n正文。",
                "|正文。;|2020年1月5日;|正文。",
            ),
            // Below a title.
            (
                "示例市司法局\n\n2020年1月5日\n\n正文。",
                "|示例市司法局;|2020年1月5日;|正文。",
            ),
            (
                "正文。\n\n附件：1. 名单\n\n2. 统计表\n\n示例市司法局\n\n2020年1月5日",
                "|正文。;attached|附件：1. 名单;attached-item|2. 统计表;signed|示例市司法局;signed|2020年1月5日",
            ),
            ("正文。\n\n2. 统计表", "|正文。;|2. 统计表"),
        ] {
            let document = Document::parse(body, Options { chinese: true });
            let html = write(
                &document,
                &words,
                &|_| Resolution::Keep,
                LinksBeside::default(),
            );
            let paragraphs = html.split("<p").skip(1).map(|paragraph| {
                let (attributes, text) = paragraph.split_once('>').unwrap_or_default();
                let class = attributes
                    .split_once("class=\"")
                    .map_or("", |(_, rest)| rest.split('"').next().unwrap_or_default());
                let text = text.split("</p>").next().unwrap_or_default();
                let mut shown = String::new();
                let mut is_tag = false;
                for c in text.chars() {
                    match c {
                        '<' => is_tag = true,
                        '>' => is_tag = false,
                        _ if !is_tag => shown.push(c),
                        _ => {}
                    }
                }
                format!("{class}|{shown}")
            });
            assert_eq!(paragraphs.collect::<Vec<_>>().join(";"), expected, "{html}");
        }
    }
}
