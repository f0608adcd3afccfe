//! The words of the interface: language files, placeholders, plurals.
//!
//! In: a language file of the default theme and, key by key, what a site's own theme changes in it.
//! Out: words by key (`home`, `field.period`), sentences with their placeholders filled, numbers and
//! sizes as the language writes them. Dates are in [`crate::theme::dates`].
//!
//! This module never reads a file and knows no template. The shape of a language file is in
//! [`crate::theme::language_file`].

use std::collections::BTreeMap;

use crate::language::LanguageTag;
use crate::theme::error::ThemeError;
use crate::theme::language::default_file;
use crate::theme::language_file::{Entry, Piece, parse_entries, pieces};
use crate::theme::overlay::Overlay;

/// What a placeholder is filled with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Argument<'a> {
    /// Written with the language's separators. The one named `n` chooses the plural.
    Number(u64),
    /// Written as it is.
    Text(&'a str),
}

/// The words of the interface in one language.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    language: LanguageTag,
    entries: BTreeMap<String, Entry>,
}

impl Texts {
    /// Reads a whole language file; `file` is how errors name it.
    ///
    /// # Errors
    /// See [`parse_entries`].
    pub(super) fn parse(
        language: &LanguageTag,
        file: &str,
        yaml: &str,
    ) -> Result<Texts, ThemeError> {
        Ok(Texts {
            language: language.clone(),
            entries: parse_entries(file, yaml)?,
        })
    }

    /// Changes what a site's language file names. If that speaks another language than these words, they
    /// are of that language from now on.
    ///
    /// # Errors
    /// See [`Overlay`].
    pub(super) fn override_with(
        &mut self,
        language: &LanguageTag,
        overlay: &Overlay<'_>,
    ) -> Result<(), ThemeError> {
        overlay.lay(&mut self.entries)?;
        self.language = language.clone();
        Ok(())
    }

    /// The language of these words. It is the archive's, unless the theme does not speak that.
    pub(crate) fn language(&self) -> &LanguageTag {
        &self.language
    }

    /// Whether the interface is read from right to left.
    pub(crate) fn is_right_to_left(&self) -> bool {
        self.language.is_right_to_left()
    }

    /// Whether texts in `tag` are in another language than the interface, so that pages must say so.
    pub(crate) fn is_other_language(&self, tag: &LanguageTag) -> bool {
        !self.language.is_same_language(tag)
    }

    /// The attributes that mark an element as being in `tag`: ` lang="en"`, and `dir` where that is read
    /// the other way than the interface.
    pub(crate) fn language_attributes(&self, tag: &LanguageTag) -> String {
        let direction = match (tag.is_right_to_left(), self.is_right_to_left()) {
            (true, false) => " dir=\"rtl\"",
            (false, true) => " dir=\"ltr\"",
            _ => "",
        };
        format!(" lang=\"{tag}\"{direction}")
    }

    /// The word for `key`; a word of a group is `group.word`: `field.period`.
    ///
    /// A key without a word gives the key itself: an odd word on a page is better than no page.
    pub(crate) fn word<'a>(&'a self, key: &'a str) -> &'a str {
        match self.entries.get(key) {
            Some(Entry::Text(text)) => return text,
            Some(Entry::Plural(forms)) => return forms.get("other").map_or(key, String::as_str),
            _ => {}
        }
        let Some((group, word)) = key.split_once('.') else {
            return key;
        };
        match self.entries.get(group) {
            Some(Entry::Group(words)) => words.get(word).map_or(key, String::as_str),
            _ => key,
        }
    }

    /// The name of a language: `英文` for `en` and for `en-GB`, `繁体中文` for `zh-HK`; the
    /// tag itself where the language file names none.
    pub(crate) fn language_name<'a>(&'a self, tag: &'a LanguageTag) -> &'a str {
        let Some(Entry::Group(names)) = self.entries.get("language_name") else {
            return tag.as_str();
        };
        let characters = default_file(tag);
        let written = match tag.primary() {
            primary if tag.is_chinese() && tag.as_str() != primary => characters.as_str(),
            primary => primary,
        };
        names
            .get(tag.as_str())
            .or_else(|| names.get(written))
            .map_or(tag.as_str(), String::as_str)
    }

    /// The sentence for `key` with its placeholders filled.
    pub(crate) fn fill(&self, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        let number = arguments.iter().find_map(|argument| match argument {
            ("n", Argument::Number(number)) => Some(*number),
            _ => None,
        });
        let pattern = match self.entries.get(key) {
            Some(Entry::Plural(forms)) => {
                let form = if number == Some(1) { "one" } else { "other" };
                forms
                    .get(form)
                    .or_else(|| forms.get("other"))
                    .map_or(key, String::as_str)
            }
            _ => self.word(key),
        };
        self.fill_pattern(pattern, arguments)
    }

    pub(super) fn fill_pattern(&self, pattern: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        let mut filled = String::with_capacity(pattern.len() + 16);
        for piece in pieces(pattern) {
            match piece {
                Piece::Literal(text) => filled.push_str(text),
                Piece::Name(name) => {
                    match arguments.iter().find(|argument| argument.0 == name) {
                        Some((_, Argument::Number(number))) => {
                            filled.push_str(&self.number(*number));
                        }
                        Some((_, Argument::Text(text))) => filled.push_str(text),
                        // Left as written, so that the lack is seen.
                        None => {
                            filled.push('{');
                            filled.push_str(name);
                            filled.push('}');
                        }
                    }
                }
            }
        }
        filled
    }

    /// The item of a list entry, from 0: `dates.month_names`.
    pub(super) fn item(&self, key: &str, index: usize) -> Option<&str> {
        match self.entries.get(key) {
            Some(Entry::List(items)) => items.get(index).map(String::as_str),
            _ => None,
        }
    }

    /// A number as the language writes it: `10000` in Chinese, `10,000` in English.
    pub(crate) fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let separator = self.word("thousands_separator");
        if separator.is_empty() || separator == "thousands_separator" {
            return digits;
        }
        let mut written = String::with_capacity(digits.len() + 8);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                written.push_str(separator);
            }
            written.push(digit);
        }
        written
    }

    /// A size as readers know it, one decimal from 1 KB on; 1 KB = 1000 bytes.
    pub(crate) fn size(&self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
        if bytes < 1000 {
            return format!("{bytes} B");
        }
        // Whole tenths, so that no rounding of binary fractions reaches a page.
        let mut tenths = bytes.saturating_add(50) / 100;
        let mut unit = 0;
        while tenths >= 10_000 && unit + 1 < UNITS.len() {
            tenths = (tenths + 500) / 1000;
            unit += 1;
        }
        format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
    }

    /// The sentence for `key` with its braces, for a script that fills them: a text, or a mapping with the
    /// forms `one` and `other`. None for what is no sentence.
    pub(super) fn forms(&self, key: &str) -> Option<tera::Value> {
        match self.entries.get(key)? {
            Entry::Text(text) => Some(text.as_str().into()),
            Entry::Plural(forms) => {
                let forms = forms
                    .iter()
                    .map(|(form, text)| (form.clone().into(), tera::Value::from(text.as_str())));
                Some(forms.collect::<tera::Map>().into())
            }
            Entry::List(_) | Entry::Group(_) => None,
        }
    }

    /// The words as templates see them: `t.home`, `t.field.period`. Plurals are not among them,
    /// templates reach those by `text()` and `forms()`.
    pub(super) fn template_value(&self) -> tera::Value {
        let mut words = tera::Map::new();
        for (key, entry) in &self.entries {
            let value = match entry {
                Entry::Text(text) => tera::Value::from(text.as_str()),
                Entry::List(items) => tera::Value::from(items.clone()),
                Entry::Group(group) => group
                    .iter()
                    .map(|(key, word)| (key.clone().into(), tera::Value::from(word.as_str())))
                    .collect::<tera::Map>()
                    .into(),
                Entry::Plural(_) => continue,
            };
            words.insert(key.clone().into(), value);
        }
        words.into()
    }

    /// Keys and the placeholders of each, which every language must share.
    #[cfg(test)]
    pub(super) fn contract(&self) -> Vec<(String, Vec<String>)> {
        use super::language_file::names;
        let sorted = |names: Vec<&str>| {
            let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
            names.sort();
            names.dedup();
            names
        };
        let mut contract = Vec::new();
        for (key, entry) in &self.entries {
            match entry {
                // How a date is put together is the language's own affair.
                Entry::Group(words) if key == "dates" => {
                    contract.extend(words.keys().map(|word| (word.clone(), Vec::new())));
                }
                Entry::Group(words) => contract.extend(
                    words
                        .iter()
                        .map(|(word, text)| (format!("{key}.{word}"), sorted(names(text)))),
                ),
                Entry::Text(text) => contract.push((key.clone(), sorted(names(text)))),
                Entry::Plural(forms) => {
                    let all = forms.values().flat_map(|form| names(form)).collect();
                    contract.push((key.clone(), sorted(all)));
                }
                Entry::List(_) => contract.push((key.clone(), Vec::new())),
            }
        }
        contract
    }

    /// Whether there is an entry or a word of a group by this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
            || key.split_once('.').is_some_and(|(group, word)| {
                matches!(self.entries.get(group), Some(Entry::Group(words)) if words.contains_key(word))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::{Argument, Texts};
    use crate::language::LanguageTag;

    const ENGLISH: &str = "home: Home\nreports: {one: '{n} report', other: '{n} reports'}\n\
        thousands_separator: ','\nfield: {period: Period}\nfrom: '{a} from {b}'\n";

    fn english() -> Texts {
        Texts::parse(&LanguageTag::ENGLISH, "en.yaml", ENGLISH).expect("the sample is well formed")
    }

    #[test]
    fn sentences_are_filled() {
        let texts = english();
        type Case<'a> = (&'a str, &'a [(&'a str, Argument<'a>)], &'a str);
        let cases: [Case<'_>; 7] = [
            ("home", &[], "Home"),
            ("reports", &[("n", Argument::Number(1))], "1 report"),
            ("reports", &[("n", Argument::Number(0))], "0 reports"),
            (
                "reports",
                &[("n", Argument::Number(1_234_567))],
                "1,234,567 reports",
            ),
            (
                "from",
                &[("a", Argument::Text("{b}")), ("b", Argument::Text("<"))],
                "{b} from <",
            ),
            ("from", &[("a", Argument::Text("x"))], "x from {b}"),
            ("field.period", &[], "Period"),
        ];
        for (key, arguments, expected) in cases {
            assert_eq!(texts.fill(key, arguments), expected, "{key}");
        }
        assert_eq!(texts.word("nothing.here"), "nothing.here");
    }

    #[test]
    fn sizes_round_to_tenths() {
        let texts = english();
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 KB"),
            (12_345, "12.3 KB"),
            (999_949, "999.9 KB"),
            (999_950, "1.0 MB"),
            (5_300_000, "5.3 MB"),
            (u64::MAX, "18446744.1 TB"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(texts.size(bytes), expected);
        }
    }
}
