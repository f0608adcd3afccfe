//! The diagnostic of an archive in a language that the theme has no words in.
//!
//! In go the words of the interface and the archive's language, out comes a warning where the two are not of
//! one language. Which language is spoken instead is decided where the words are loaded.

use std::ops::Range;

use crate::diagnostic::{Fault, Text};
use crate::language::LanguageTag;
use crate::theme::texts::Texts;

/// A warning where the interface is in another language than the archive; `span` is where archive.yaml names
/// the archive's.
pub(crate) fn unspoken(texts: &Texts, language: &LanguageTag, span: Range<usize>) -> Option<Fault> {
    let spoken = texts.language();
    texts.is_other_language(language).then(|| {
        Fault::warning(
            "interface-language",
            span,
            Text::new(
                format!("主题没有“{language}”的界面文字，界面改用“{spoken}”"),
                format!(
                    "the theme has no words in `{language}`, so the interface is in `{spoken}`"
                ),
            ),
            Text::new(
                format!("在网站主题中加 languages/{language}.yaml，写法见 themes/README.md。"),
                format!(
                    "Add languages/{language}.yaml to the site's theme; themes/README.md tells how."
                ),
            ),
        )
    })
}
