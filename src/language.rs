//! Language tags (BCP 47, RFC 5646): one type for what archive.yaml, front matter and themes write.
//!
//! In goes a tag as written; out comes one in the usual case, with what follows from it: its language, whether
//! that is Chinese and in which characters, the direction of writing, and whether two tags are one language to
//! a reader.
//!
//! No registry is asked: a tag that means nothing is a language of its own. Crates for these tags refuse
//! what is not well-formed to the letter (`zh-CN-Hans`), which archives may hold; this module does not.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A language tag in its usual case: `zh-Hant-TW`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LanguageTag(Cow<'static, str>);

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

impl LanguageTag {
    /// English.
    pub(crate) const ENGLISH: LanguageTag = LanguageTag(Cow::Borrowed("en"));
    /// Chinese in simplified characters: the language of an archive that names none.
    pub(crate) const SIMPLIFIED_CHINESE: LanguageTag = LanguageTag(Cow::Borrowed("zh-Hans"));
    /// Chinese in traditional characters.
    pub(crate) const TRADITIONAL_CHINESE: LanguageTag = LanguageTag(Cow::Borrowed("zh-Hant"));

    /// The tag that `text` writes in any case; `None` where it does not begin with a language of two or
    /// three letters, or a subtag is not of one to eight ASCII letters and digits.
    pub(crate) fn parse(text: &str) -> Option<LanguageTag> {
        let is_subtag =
            |s: &str| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric());
        let primary = text.split('-').next()?;
        let is_language =
            matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        (is_language && text.split('-').all(is_subtag))
            .then(|| LanguageTag(Cow::Owned(in_usual_case(text))))
    }

    /// The tag as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone: `zh`.
    pub(crate) fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Whether it is Chinese, in whatever characters: texts in it are read by the rules of Chinese
    /// official papers.
    pub(crate) fn is_chinese(&self) -> bool {
        self.primary() == "zh"
    }

    /// Whether it is Chinese in traditional characters: by its script, else by its region.
    pub(crate) fn is_traditional_chinese(&self) -> bool {
        self.is_chinese()
            && match self.script() {
                Some(script) => script == "Hant",
                None => matches!(self.region(), Some("TW" | "HK" | "MO")),
            }
    }

    /// Whether a reader takes two tags for one language: `zh`, `zh-CN` and `zh-Hans`; `en` and `en-GB`.
    pub(crate) fn is_same_language(&self, other: &LanguageTag) -> bool {
        self.primary() == other.primary()
            && if self.is_chinese() {
                self.is_traditional_chinese() == other.is_traditional_chinese()
            } else {
                self.script() == other.script()
            }
    }

    /// Whether it is read from right to left.
    pub(crate) fn is_right_to_left(&self) -> bool {
        let primary = self.primary();
        match self.script() {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
            None if self.region() == Some("CN") && RIGHT_TO_LEFT_IN_CHINA.contains(&primary) => {
                true
            }
            None => RIGHT_TO_LEFT.contains(&primary) || RIGHT_TO_LEFT.contains(&self.as_str()),
        }
    }

    /// The script that it names: `Hant`.
    fn script(&self) -> Option<&str> {
        self.subtags().find(|subtag| {
            subtag.len() == 4 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
    }

    /// The region that it names: `TW`.
    fn region(&self) -> Option<&str> {
        self.subtags().find(|subtag| subtag.len() == 2)
    }

    /// What follows the language, up to extensions and private use (RFC 5646, section 2.1).
    fn subtags(&self) -> impl Iterator<Item = &str> {
        let after = self.0.split('-').skip(1);
        after.take_while(|subtag| subtag.len() > 1)
    }
}

impl Default for LanguageTag {
    fn default() -> Self {
        LanguageTag::SIMPLIFIED_CHINESE
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Language and what follows a singleton in lower case, a script with a capital, a region in capitals
/// (RFC 5646, section 2.1.1).
fn in_usual_case(tag: &str) -> String {
    let mut subtags: Vec<String> = Vec::new();
    let mut after_singleton = false;
    for subtag in tag.split('-') {
        let mut subtag = subtag.to_ascii_lowercase();
        if !subtags.is_empty() && !after_singleton {
            match subtag.len() {
                2 => subtag.make_ascii_uppercase(),
                4 => {
                    if let Some(first) = subtag.get_mut(..1) {
                        first.make_ascii_uppercase();
                    }
                }
                _ => {}
            }
        }
        after_singleton |= subtag.len() == 1;
        subtags.push(subtag);
    }
    subtags.join("-")
}

#[cfg(test)]
mod tests {
    use super::LanguageTag;

    fn tag(text: &str) -> LanguageTag {
        LanguageTag::parse(text).expect("a language tag")
    }

    #[test]
    fn tags_are_written_as_usual() {
        for (written, usual) in [
            ("ZH", "zh"),
            ("zh-hans", "zh-Hans"),
            ("ZH-HANT-hk", "zh-Hant-HK"),
            ("en-us-X-GB", "en-US-x-gb"),
            ("es-419", "es-419"),
            ("zh-cn-hans", "zh-CN-Hans"),
        ] {
            assert_eq!(tag(written).as_str(), usual);
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for text in [
            "",
            "-",
            "z",
            "12",
            "en-",
            "en--US",
            "zh_CN",
            "中文",
            "x-private",
            "english",
            "en-汉字",
            "en-abcdefghi",
        ] {
            assert_eq!(LanguageTag::parse(text), None, "{text}");
        }
    }

    #[test]
    fn simplified_and_traditional_chinese_are_distinguished() {
        for (text, traditional) in [
            ("zh", false),
            ("zh-CN", false),
            ("zh-Hans-HK", false),
            ("zh-Hant", true),
            ("zh-Hant-CN", true),
            ("zh-TW", true),
            ("zh-HK", true),
            ("zh-MO", true),
        ] {
            assert!(tag(text).is_chinese(), "{text}");
            assert_eq!(tag(text).is_traditional_chinese(), traditional, "{text}");
        }
        for text in ["zha", "en-TW", "yue-Hant"] {
            assert!(!tag(text).is_chinese() && !tag(text).is_traditional_chinese());
        }
    }

    #[test]
    fn tags_of_one_language_are_distinguished_from_others() {
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
            assert_eq!(
                tag(one).is_same_language(&tag(other)),
                same,
                "{one} {other}"
            );
            assert_eq!(
                tag(other).is_same_language(&tag(one)),
                same,
                "{other} {one}"
            );
        }
    }

    #[test]
    fn scripts_run_their_own_way() {
        for (text, right_to_left) in [
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
        ] {
            assert_eq!(tag(text).is_right_to_left(), right_to_left, "{text}");
        }
    }
}
