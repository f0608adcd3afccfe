//! Language tags (BCP 47, RFC 5646): which language file speaks for one, and which way it is read.
//!
//! In: a tag in its usual case (`zh-Hant`, `en-GB`). Out: the tag of a language file, whether two tags are
//! one language to a reader, the direction of its script.
//!
//! This module knows no language file and judges no tag: one that means nothing is a language of its own.

/// Languages that are written from right to left where no script is named (CLDR, likelySubtags).
const RIGHT_TO_LEFT: [&str; 14] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "pnb", "ps", "sd", "syr", "ug", "ur", "uz-AF", "yi",
];
/// Written from right to left in China, from left to right elsewhere (CLDR, likelySubtags).
const RIGHT_TO_LEFT_IN_CHINA: [&str; 2] = ["kk", "ky"];
/// Scripts that run from right to left (ISO 15924).
const RIGHT_TO_LEFT_SCRIPTS: [&str; 9] = [
    "Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa",
];

/// The part of a tag before the first `-`: `zh`.
pub(super) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The script that a tag names: `Hant`.
fn script(tag: &str) -> Option<&str> {
    subtags(tag).find(|subtag| subtag.len() == 4 && subtag.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// The region that a tag names: `TW`.
fn region(tag: &str) -> Option<&str> {
    subtags(tag).find(|subtag| subtag.len() == 2)
}

/// What follows the language, up to extensions and private use (RFC 5646, section 2.1).
fn subtags(tag: &str) -> impl Iterator<Item = &str> {
    tag.split('-').skip(1).take_while(|subtag| subtag.len() > 1)
}

/// Whether Chinese of this tag is in traditional characters: by its script, else by its region.
fn is_traditional(tag: &str) -> bool {
    match script(tag) {
        Some(script) => script == "Hant",
        None => matches!(region(tag), Some("TW" | "HK" | "MO")),
    }
}

/// The language file of the default theme that speaks for `tag`: for Chinese in the characters it is
/// written in; English for every language that is neither.
pub(super) fn spoken(tag: &str) -> &'static str {
    match primary(tag) {
        "zh" if is_traditional(tag) => "zh-Hant",
        "zh" => "zh-Hans",
        _ => "en",
    }
}

/// Whether a reader takes two tags for one language: `zh`, `zh-CN` and `zh-Hans`; `en` and `en-GB`.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    if primary(one) != primary(other) {
        return false;
    }
    match primary(one) {
        "zh" => is_traditional(one) == is_traditional(other),
        _ => script(one) == script(other),
    }
}

/// Whether a language is read from right to left.
pub(super) fn is_right_to_left(tag: &str) -> bool {
    match script(tag) {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
        None if region(tag) == Some("CN") && RIGHT_TO_LEFT_IN_CHINA.contains(&primary(tag)) => true,
        None => RIGHT_TO_LEFT.contains(&primary(tag)) || RIGHT_TO_LEFT.contains(&tag),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_right_to_left, is_same, spoken};

    #[test]
    fn every_tag_has_a_language_file() {
        for (tag, file) in [
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-SG", "zh-Hans"),
            ("zh-Hans", "zh-Hans"),
            ("zh-Hans-HK", "zh-Hans"),
            ("zh-Hant", "zh-Hant"),
            ("zh-Hant-CN", "zh-Hant"),
            ("zh-TW", "zh-Hant"),
            ("zh-HK", "zh-Hant"),
            ("zh-MO", "zh-Hant"),
            ("en", "en"),
            ("en-GB", "en"),
            ("fr", "en"),
            ("zha", "en"),
            ("ug", "en"),
        ] {
            assert_eq!(spoken(tag), file, "{tag}");
        }
    }

    #[test]
    fn tags_of_one_language_are_told_from_others() {
        for (one, other, same) in [
            ("zh", "zh-CN", true),
            ("zh-Hans", "zh-Hans-CN", true),
            ("zh-HK", "zh-Hant", true),
            ("zh-Hans", "zh-Hant", false),
            ("zh", "zh-TW", false),
            ("en", "en-US", true),
            ("en", "fr", false),
            ("kk-Arab", "kk-Cyrl", false),
            ("zh", "zha", false),
        ] {
            assert_eq!(is_same(one, other), same, "{one} {other}");
            assert_eq!(is_same(other, one), same, "{other} {one}");
        }
    }

    #[test]
    fn scripts_run_their_own_way() {
        for (tag, right_to_left) in [
            ("ug", true),
            ("ug-CN", true),
            ("ug-Latn", false),
            ("kk-CN", true),
            ("kk", false),
            ("kk-Arab", true),
            ("ar-EG", true),
            ("he", true),
            ("uz-AF", true),
            ("uz", false),
            ("bo", false),
            ("zh-Hans", false),
            ("en-x-arab", false),
            ("", false),
        ] {
            assert_eq!(is_right_to_left(tag), right_to_left, "{tag}");
        }
    }
}
