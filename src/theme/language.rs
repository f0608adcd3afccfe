//! Which language files apply to a language, and the words that they give together.
//!
//! In: the files of a theme and a language tag. Out: the words of the interface, those of the default theme
//! with what a site's own files change in them.

use crate::diagnostic::Text;
use crate::language::LanguageTag;
use crate::theme::files::Files;
use crate::theme::overlay::Overlay;
use crate::theme::{Texts, ThemeError};

/// The words of the interface for an archive in `language`.
///
/// # Errors
/// A language file that is missing or malformed.
pub(super) fn load_texts(files: &Files, language: &LanguageTag) -> Result<Texts, ThemeError> {
    let path = |tag: &LanguageTag| format!("languages/{tag}.yaml");
    let base = default_file(language);
    let Some(file) = files.all.get(&path(&base)) else {
        return Err(ThemeError::new(
            &path(&base),
            Text::new("缺少语言文件", "the language file is missing"),
        ));
    };
    let speaks = base.primary() == language.primary();
    let spoken = if speaks { language } else { &base };
    let mut texts = Texts::parse(spoken, &file.name, file.text()?)?;
    let own: Result<Vec<&str>, ThemeError> = files
        .in_folder("templates")
        .filter(|(_, file)| file.is_own)
        .map(|(_, file)| file.text())
        .collect();
    let own = own?;
    let used = |key: &str| own.iter().any(|template| names_text(template, key));
    for tag in languages_below(&base, language) {
        if let Some(file) = files.languages.get(&path(&tag)) {
            let translates = tag.primary() != base.primary();
            let overlay = Overlay {
                file: &file.name,
                yaml: file.text()?,
                translates,
                used: &used,
            };
            let spoken = if speaks || translates {
                language
            } else {
                &base
            };
            texts.override_with(spoken, &overlay)?;
        }
    }
    Ok(texts)
}

/// The language file of the default theme that speaks for `language`: for Chinese in the characters it is
/// written in; English for every language that is neither.
pub(super) fn default_file(language: &LanguageTag) -> LanguageTag {
    if language.is_traditional_chinese() {
        LanguageTag::TRADITIONAL_CHINESE
    } else if language.is_chinese() {
        LanguageTag::SIMPLIFIED_CHINESE
    } else {
        LanguageTag::ENGLISH
    }
}

/// The language files of a site that are laid over the theme's, in order: for `zh-Hant-TW` those of
/// `zh-Hant` and `zh-Hant-TW`, for `fr-CA` of `en`, `fr` and `fr-CA`.
fn languages_below(base: &LanguageTag, language: &LanguageTag) -> Vec<LanguageTag> {
    let mut tags = vec![base.clone()];
    let text = language.as_str();
    let ends = text.match_indices('-').map(|(at, _)| at);
    for end in ends.chain([text.len()]) {
        // Characters of Chinese are not known before its script or region is.
        let is_vague = &text[..end] == "zh" && text != "zh";
        let tag = LanguageTag::parse(&text[..end]).filter(|tag| !is_vague && !tags.contains(tag));
        tags.extend(tag);
    }
    tags
}

/// Whether a template names this text: `t.mine`, `text(key="mine")`, `t.field.mine`, `t["mine"]`.
fn names_text(template: &str, key: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    template.match_indices(key).any(|(at, _)| {
        let before = &template[..at];
        let after = template[at + key.len()..].chars().next();
        match before.chars().next_back() {
            Some('.') => {
                let words = before.strip_suffix("t.");
                let is_words = words.is_some_and(|before| !before.ends_with(is_name));
                is_words && !after.is_some_and(is_name)
            }
            Some(quote @ ('"' | '\'')) => after == Some(quote) || after == Some('.'),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::default_file;
    use crate::language::LanguageTag;

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
            let language = LanguageTag::parse(tag).expect("a language tag");
            assert_eq!(default_file(&language).as_str(), file, "{tag}");
        }
    }
}
