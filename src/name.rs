//! Names of files and folders: what they are read as in addresses, in which order they stand, and which of
//! them a published file may have.
//!
//! In go names as texts, out come texts, keys and faults. Nothing is looked up on a disk.

pub(crate) mod order;
pub(crate) mod reading;
pub(crate) mod rule;

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A name, or a path, in the form that one name has on every system (NFC): macOS takes é apart.
pub(crate) fn composed(name: &str) -> Cow<'_, str> {
    match name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes {
        true => Cow::Borrowed(name),
        false => Cow::Owned(name.nfc().collect()),
    }
}

/// What names have in common that differ by case, width or normalisation alone: people, and some file
/// systems, take them for one.
pub(crate) fn folded(name: &str) -> Cow<'_, str> {
    let is_folded = |c: char| match c {
        '\0'..='\x7f' => !c.is_ascii_uppercase(),
        // Han and the kana between them.
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => true,
        _ => false,
    };
    match name.chars().all(is_folded) {
        true => Cow::Borrowed(name),
        false => Cow::Owned(
            name.nfkc()
                .collect::<String>()
                .to_lowercase()
                .nfkc()
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{composed, folded};

    #[test]
    fn names_that_people_take_for_one_are_folded_to_one() {
        for (one, other) in [
            ("A.pdf", "a.PDF"),
            ("２０２１.pdf", "2021.pdf"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("Ärger/ÜBER", "ärger/über"),
            ("附件（1）", "附件(1)"),
            ("⽂件", "文件"),
            ("附件①", "附件1"),
        ] {
            assert_eq!(folded(one), folded(other));
        }
        assert_ne!(folded("附件一"), folded("附件二"));
        assert_ne!(folded("报告"), folded("報告"));
        assert_eq!(composed("cafe\u{301}.md"), "caf\u{e9}.md");
        assert_eq!(composed("①"), "①");
    }
}
