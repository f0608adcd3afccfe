//! What office programs leave in the pages that they write: numbers of lists, notes, comments, tracked changes.
//!
//! In: styles and names as Word, Excel and WPS write them. Out: what they mean. Knows no other program.

use crate::import::document::Number;
use crate::import::html::dom::{DOCUMENT, Dom, Id};
use crate::import::html::group::Group;
use crate::import::html::marks::Page;
use crate::import::html::style::declares;

/// Whether an office program wrote the page as a whole.
pub(crate) fn is_written(dom: &Dom) -> bool {
    let is_office = |id: Id| {
        let name = dom
            .attribute(id, "name")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let content = dom.attribute(id, "content").unwrap_or_default();
        match name.as_str() {
            "progid" => true,
            "generator" => [
                "Microsoft Word",
                "Microsoft Excel",
                "WPS",
                "LibreOffice",
                "OpenOffice",
                "Kingsoft",
            ]
            .iter()
            .any(|program| content.starts_with(program)),
            _ => false,
        }
    };
    dom.below(DOCUMENT)
        .any(|id| dom.name(id) == "meta" && is_office(id))
}

/// The level (from 0) of the list that a paragraph is in.
pub(crate) fn list_level(style: &str) -> Option<u8> {
    let list = crate::import::html::style::declared(style, "mso-list")?;
    if list.eq_ignore_ascii_case("none") || list.eq_ignore_ascii_case("ignore") {
        return None;
    }
    let (_, level) = list.split_once("level")?;
    let digits = level.split(|c: char| !c.is_ascii_digit()).next()?;
    let level: u8 = digits.parse().ok()?;
    Some(level.saturating_sub(1))
}

/// The number that Word wrote before a paragraph, from its words.
pub(crate) fn number(words: &str, level: u8) -> Number {
    let text = words.trim();
    // Bullets are letters of fonts of symbols.
    let mut chars = text.chars();
    let is_bullet = match (chars.next(), chars.next()) {
        (Some(only), None) => {
            !only.is_alphanumeric()
                && !('①'..='⓿').contains(&only)
                && !('㈠'..='㊰').contains(&only)
                || "lnuoqvüØ§".contains(only)
        }
        (None, _) => true,
        _ => false,
    };
    match is_bullet {
        true => Number::Bullet(level),
        false => Number::Shown {
            text: text.to_owned(),
            is_apart: words.trim_start().len() > text.len(),
        },
    }
}

/// Whether a name is that of the sign of a note, to which the note leads back.
pub(crate) fn is_back_link(name: &str) -> bool {
    name.starts_with("_ftnref") || name.starts_with("_ednref")
}

/// Whether a name is that of a note or of its sign.
pub(crate) fn is_note(name: &str) -> bool {
    name.starts_with("_ftn") || name.starts_with("_edn")
}

/// Marks comments and what tracked changes took away (or put in, if the text before them is wanted), and lists the elements
/// of the notes with the names that links to them have.
pub(crate) fn mark(page: &mut Page<'_>, rejects_changes: bool) -> Vec<(String, Id)> {
    let dom = page.dom;
    let mut notes = Vec::new();
    for id in page.seen(DOCUMENT) {
        let style = dom.attribute(id, "style").unwrap_or_default();
        let classes = dom.attribute(id, "class").unwrap_or_default();
        let is_tracked =
            dom.attribute(id, "datetime").is_some() || dom.attribute(id, "cite").is_some();
        let is_comment = declares(style, "mso-element", "comment")
            || classes == "MsoCommentReference"
            || classes == "msocomtxt";
        if is_comment {
            page.set(id, Some(Group::Comments));
        }
        let is_away = match rejects_changes {
            false => dom.name(id) == "del" && is_tracked || classes == "msoDel",
            true => dom.name(id) == "ins" && is_tracked || classes == "msoIns",
        };
        if is_away {
            page.set(id, Some(Group::Changes));
        }
        let is_note =
            declares(style, "mso-element", "footnote") || declares(style, "mso-element", "endnote");
        if is_note
            && !declares(style, "mso-element", "footnote-list")
            && !declares(style, "mso-element", "endnote-list")
        {
            let name = dom.attribute(id, "id").unwrap_or_default();
            notes.push((format!("_{name}"), id));
        }
        // What stands above the notes: a line.
        if declares(style, "mso-element", "footnote-list")
            || declares(style, "mso-element", "endnote-list")
        {
            page.set(id, Some(Group::Unseen));
            let inner = dom.below(id).filter(|&id| {
                dom.attribute(id, "style").is_some_and(|style| {
                    declares(style, "mso-element", "footnote")
                        || declares(style, "mso-element", "endnote")
                })
            });
            notes.extend(inner.map(|id| {
                (
                    format!("_{}", dom.attribute(id, "id").unwrap_or_default()),
                    id,
                )
            }));
        }
    }
    notes.sort();
    notes.dedup();
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_bullets_are_told_apart() {
        assert_eq!(number("\u{d8}\u{a0} ", 1), Number::Bullet(1));
        let shown = Number::Shown {
            text: "（三）".to_owned(),
            is_apart: true,
        };
        assert_eq!(number("（三）\u{a0}", 0), shown);
        assert_eq!(
            list_level("margin-left:1pt;mso-list:l3 level2 lfo1"),
            Some(1)
        );
        assert_eq!(list_level("mso-list:none"), None);
    }
}
