//! Which names a file may have that is published, or that a published one is made of: those that every
//! system can hold and nobody can mistake.
//!
//! In goes one name, out comes why it cannot be, and a name that can. Windows decides on most of it
//! (learn.microsoft.com, "Naming Files, Paths, and Namespaces"), and what nobody sees may not stand in a name
//! either. Case, width and normalisation are for [`super::folded`].

use crate::character::{is_blank, is_invisible};
use crate::diagnostic::Text;

/// Marks that no name on Windows can hold; the backslash separates folders there.
const MARKS: [char; 8] = ['<', '>', ':', '"', '|', '?', '*', '\\'];

/// Names of devices on Windows, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Why a file cannot have the name.
pub(crate) fn fault(name: &str) -> Option<Text> {
    if let Some(c) = name.chars().find(|c| is_hidden(*c)) {
        let code = u32::from(c);
        return Some(Text::new(
            format!("含有看不见的字符 U+{code:04X}"),
            format!("it holds an invisible character, U+{code:04X}"),
        ));
    }
    if let Some(c) = name.chars().find(|c| MARKS.contains(c)) {
        return Some(Text::new(
            format!("含有“{c}”，Windows 的文件名中不能有它"),
            format!("it holds `{c}`, which no name on Windows can"),
        ));
    }
    if name != name.trim_matches(is_blank) || name.ends_with('.') {
        return Some(Text::new(
            "以空格开头，或以空格、句点结尾，Windows 会将其去掉",
            "it begins or ends with a blank, or ends with a full stop, which Windows takes away",
        ));
    }
    is_device(name).then(|| {
        Text::new(
            "在 Windows 上是设备名，不能用作文件名",
            "it is the name of a device on Windows",
        )
    })
}

/// Whether Windows takes it for a device, whatever its ending.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_ascii_lowercase();
    let is_port = |kind: &str| {
        let number = stem.strip_prefix(kind);
        number.is_some_and(|number| {
            let mut number = number.chars();
            let is_one = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³');
            number.next().is_some_and(is_one) && number.next().is_none()
        })
    };
    DEVICES.contains(&stem.as_str()) || is_port("com") || is_port("lpt")
}

/// A name like it that a file can have.
pub(crate) fn proposal(name: &str) -> String {
    let mut proposal = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            _ if is_hidden(c) => {}
            c if MARKS.contains(&c) || matches!(c, '/' | '#' | '%') => {
                if !proposal.ends_with('-') {
                    proposal.push('-');
                }
            }
            c => proposal.push(c),
        }
    }
    let end = |c: char| is_blank(c) || c == '.' || c == '-';
    // What replaces a mark before the ending says nothing.
    let proposal = match proposal.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !ending.trim_end_matches(end).is_empty() => {
            format!(
                "{}.{}",
                stem.trim_end_matches(end),
                ending.trim_end_matches(end)
            )
        }
        _ => proposal.trim_end_matches(end).to_owned(),
    };
    let proposal = proposal.trim_start_matches(|c| is_blank(c) || c == '-');
    match proposal {
        "" => "1".to_owned(),
        _ if is_device(proposal) => match proposal.split_once('.') {
            Some((stem, ending)) => format!("{stem}-1.{ending}"),
            None => format!("{proposal}-1"),
        },
        _ => proposal.to_owned(),
    }
}

/// Controls, marks of direction and what else nobody sees; U+FFFE and U+FFFF of every plane.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || is_invisible(c)
        || matches!(c, '\u{2028}' | '\u{2029}')
        || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

    use super::{fault, proposal};

    #[test]
    fn names_that_some_system_cannot_hold_have_one_proposed_that_all_can() {
        for (name, proposed) in [
            ("会议 10:30.pdf", "会议 10-30.pdf"),
            ("x:data", "x-data"),
            ("a\"b.pdf", "a-b.pdf"),
            ("a*b?.pdf", "a-b.pdf"),
            ("a|b.pdf", "a-b.pdf"),
            ("a<b>.pdf", "a-b.pdf"),
            ("a\\b.pdf", "a-b.pdf"),
            ("con.pdf", "con-1.pdf"),
            ("NUL", "NUL-1"),
            ("com1.tar.gz", "com1-1.tar.gz"),
            ("lpt³.txt", "lpt³-1.txt"),
            ("结尾. ", "结尾"),
            ("结尾.", "结尾"),
            (" 开头.pdf", "开头.pdf"),
            ("\u{3000}开头.pdf", "开头.pdf"),
            ("报\u{202e}fdp.exe", "报fdp.exe"),
            ("报\u{200b}告.pdf", "报告.pdf"),
            ("a\u{7}.pdf", "a.pdf"),
            ("???", "1"),
        ] {
            assert!(fault(name).is_some(), "{name:?}");
            assert_eq!(proposal(name), proposed, "{name:?}");
        }
        assert_eq!(proposal("#1 50%.pdf"), "1 50.pdf");
        for name in [
            "附件1.pdf",
            "稿(副本).docx",
            "a&b+c;d=e@f!g$h'i,j~k.pdf",
            "图 表.svg",
            "控制.pdf",
            "console.pdf",
            "com10.pdf",
            "com.pdf",
            "…….pdf",
            ".a",
            "２０２１：终稿.pdf",
            "張\u{e815}明.pdf",
        ] {
            assert!(fault(name).is_none(), "{name:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_proposed_can_be_a_name(name in any::<String>()) {
            prop_assert!(fault(&proposal(&name)).is_none(), "{:?}", proposal(&name));
        }

        #[test]
        fn what_is_proposed_for_hard_names_can_be_one(name in "[cCoOnN1:.\\\\ \u{3000}?*/#x-]{0,12}") {
            prop_assert!(fault(&proposal(&name)).is_none(), "{:?}", proposal(&name));
        }
    }
}
