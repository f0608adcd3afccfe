//! Which texts of a page are in another language than its interface, so that the page can say so
//! (WCAG 2.2, 3.1.2: language of parts).
//!
//! Three languages meet on a page: that of the interface, which the theme speaks; the archive's, of names
//! and titles in archive.yaml and `_index.md`; and the report's, of all that its editors wrote.
//! Where two are the same nothing is marked.
//!
//! This module guesses no language: it knows what editors say, and from a text only whether it is in Han.

use crate::archive::Entry;
use crate::archive::list_page::ListPage;
use crate::language::LanguageTag;
use crate::render::Renderer;
use crate::render::view::ListKind;

impl Renderer<'_> {
    /// The archive's language, where the interface does not speak it.
    pub(super) fn archive_language(&self) -> Option<String> {
        self.other(&self.archive.config.language)
            .map(LanguageTag::to_string)
    }

    /// The language of the title of a list: years are called by words of the interface.
    pub(super) fn list_language(&self, kind: ListKind) -> Option<String> {
        match kind {
            ListKind::Year | ListKind::Undated => None,
            ListKind::Agency | ListKind::Type | ListKind::Topic => self.archive_language(),
        }
    }

    /// The same for a list at an old address.
    pub(super) fn list_title_language(&self, list: &ListPage) -> Option<String> {
        match list {
            ListPage::Home | ListPage::Type(_) | ListPage::Topic(_) | ListPage::Duty(_) => {
                self.archive_language()
            }
            ListPage::Agencies
            | ListPage::Duties
            | ListPage::Years
            | ListPage::Year(_)
            | ListPage::Undated
            | ListPage::Types
            | ListPage::Topics => None,
        }
    }

    /// A report's language, where it is another than the interface's.
    pub(super) fn report_language(&self, entry: &Entry) -> Option<String> {
        self.other(entry.report.language(&self.archive.config.language))
            .map(LanguageTag::to_string)
    }

    /// The same for a text in the head of a report; of none where the text is not in that language's script:
    /// a report in English may name its Chinese source.
    pub(super) fn language_of(&self, entry: &Entry, text: &str) -> Option<String> {
        self.other(entry.report.language(&self.archive.config.language))
            .filter(|language| may_be_in(language, text))
            .map(LanguageTag::to_string)
    }

    /// The language, where the interface does not speak it.
    fn other<'a>(&self, language: &'a LanguageTag) -> Option<&'a LanguageTag> {
        Some(language).filter(|language| self.texts().is_other_language(language))
    }
}

/// Whether a text can be in a language, by whether it is in Han characters; Japanese and Korean are
/// written with and without them.
fn may_be_in(language: &LanguageTag, text: &str) -> bool {
    match language.primary() {
        "ja" | "ko" => true,
        "zh" => text.chars().any(is_han),
        _ => !text.chars().any(is_han),
    }
}

/// The blocks of CJK ideographs (Unicode 17, chapter 18.1), the extensions as a whole.
pub(super) fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

#[cfg(test)]
mod tests {
    use super::may_be_in;
    use crate::language::LanguageTag;

    #[test]
    fn a_text_is_not_marked_as_what_it_cannot_be() {
        for (language, text, may) in [
            ("en", "Annual report 2021", true),
            ("en", "云麓区人民政府", false),
            ("en", "Yunlu 云麓", false),
            ("zh-Hans", "年度报告", true),
            ("zh-Hant", "GDP 2021", false),
            ("ja", "かな", true),
            ("ug", "دوكلات", true),
            ("zha", "Bouxcuengh", true),
            ("en", "", true),
        ] {
            let language = LanguageTag::parse(language).expect("a language tag");
            assert_eq!(may_be_in(&language, text), may, "{language} {text}");
        }
    }
}
