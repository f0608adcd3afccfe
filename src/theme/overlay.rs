//! Lays a site's language file over the theme's, entry by entry, and checks each against the one it replaces.
//!
//! In: the entries of a language and the text of a file that changes some of them. Out: the entries
//! changed, or the first fault with its line: a key that nothing uses, a placeholder that is unknown or
//! missing, a form of a number that is missing.
//!
//! This module never reads a file.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::theme::error::ThemeError;
use crate::theme::language_file::{
    DATE_LISTS, DATE_PATTERNS, DATES, Entry, line_of, names, parse_entries,
};

/// A group that may hold any word: tags of languages.
const OPEN_GROUP: &str = "language_name";
/// How like a word must be to be what was meant (0 to 1).
const LIKENESS: f64 = 0.5;

/// A language file of a site's theme.
pub(super) struct Overlay<'a> {
    /// How errors name it.
    pub(super) file: &'a str,
    /// Its text.
    pub(super) yaml: &'a str,
    /// Whether it is in another language than the entries below it, which may count in another way.
    pub(super) translates: bool,
    /// Whether a template of the site's own names this key.
    pub(super) used: &'a dyn Fn(&str) -> bool,
}

impl Overlay<'_> {
    /// Changes what the file names and leaves the rest.
    ///
    /// # Errors
    /// The first entry that does not fit, with its line. The entries before it have been changed.
    pub(super) fn lay(&self, entries: &mut BTreeMap<String, Entry>) -> Result<(), ThemeError> {
        for (key, entry) in parse_entries(self.file, self.yaml)? {
            match (entries.get_mut(&key), entry) {
                (None, entry) => {
                    if !(self.used)(&key) {
                        let keys = entries.keys().filter(|key| !key.contains('.'));
                        return Err(self.unknown(&key, &key, keys));
                    }
                    entries.insert(key, entry);
                }
                (Some(Entry::Group(words)), Entry::Group(changed)) => {
                    for (word, text) in changed {
                        self.check_word(&key, words, &word, &text)?;
                        words.insert(word, text);
                    }
                }
                (Some(original), entry) => {
                    self.check_entry(&key, original, &entry)?;
                    *original = entry;
                }
            }
        }
        Ok(())
    }

    fn check_word(
        &self,
        group: &str,
        words: &BTreeMap<String, String>,
        word: &str,
        text: &str,
    ) -> Result<(), ThemeError> {
        let key = format!("{group}.{word}");
        match words.get(word) {
            None if group == OPEN_GROUP || (self.used)(&key) => Ok(()),
            None => Err(self.unknown(&key, word, words.keys())),
            Some(_) if group == DATES => {
                let pattern = DATE_PATTERNS.iter().find(|(name, _)| *name == word);
                let known = pattern.map_or(&[] as &[&str], |(_, names)| names);
                self.check_names(&key, known, &[], text)
            }
            Some(original) => {
                let known = names(original);
                self.check_names(&key, &known, &known, text)
            }
        }
    }

    fn check_entry(&self, key: &str, original: &Entry, entry: &Entry) -> Result<(), ThemeError> {
        let known: Vec<&str> = match original {
            Entry::Text(text) => names(text),
            Entry::Plural(forms) => forms.values().flat_map(|form| names(form)).collect(),
            Entry::List(_) | Entry::Group(_) => Vec::new(),
        };
        match (original, entry) {
            (Entry::List(originals), Entry::List(items)) => {
                // A language that calls its months by numbers has no names of them.
                let is_as_before = items.len() == originals.len();
                let wanted = DATE_LISTS.iter().find(|(name, _)| *name == key);
                match wanted {
                    Some((_, wanted)) if items.len() != *wanted && !is_as_before => Err(self
                        .fault(
                            key,
                            format!("“{key}”须有 {wanted} 项，现有 {} 项", items.len()),
                            format!("`{key}` must have {wanted} items, not {}", items.len()),
                        )),
                    _ => Ok(()),
                }
            }
            (Entry::Plural(forms), Entry::Text(_))
                if !self.translates && forms.contains_key("one") =>
            {
                Err(self.lacks_one(key))
            }
            (Entry::Text(_) | Entry::Plural(_), Entry::Text(text)) => {
                self.check_names(key, &known, &known, text)
            }
            (Entry::Text(_), Entry::Plural(_)) if !known.contains(&"n") => Err(self.fault(
                key,
                format!("“{key}”没有数字 {{n}}，不能分数量形式"),
                format!("`{key}` has no number {{n}}, so it cannot have forms"),
            )),
            (Entry::Plural(originals), Entry::Plural(forms))
                if !self.translates
                    && originals.contains_key("one")
                    && !forms.contains_key("one") =>
            {
                Err(self.lacks_one(key))
            }
            (Entry::Text(_) | Entry::Plural(_), Entry::Plural(forms)) => {
                for (form, text) in forms {
                    // For one thing its number may go unsaid.
                    let is_said = |name: &&&str| form != "one" || **name != "n";
                    let wanted: Vec<&str> = known.iter().filter(is_said).copied().collect();
                    self.check_names(&format!("{key}.{form}"), &known, &wanted, text)?;
                }
                Ok(())
            }
            _ => Err(self.fault(
                key,
                format!("“{key}”的形式与原条目不同"),
                format!("`{key}` has another shape than the original"),
            )),
        }
    }

    /// The placeholders of a text: all `wanted` and none that is not `known`.
    fn check_names(
        &self,
        key: &str,
        known: &[&str],
        wanted: &[&str],
        text: &str,
    ) -> Result<(), ThemeError> {
        let found = names(text);
        if let Some(unknown) = found.iter().find(|name| !known.contains(name)) {
            return Err(self.fault(
                key,
                format!("“{key}”使用了未知名称 {{{unknown}}}"),
                format!("`{key}` uses the unknown name {{{unknown}}}"),
            ));
        }
        if let Some(missing) = wanted.iter().find(|name| !found.contains(name)) {
            return Err(self.fault(
                key,
                format!("“{key}”缺少原文中的 {{{missing}}}"),
                format!("`{key}` lacks the {{{missing}}} of the original"),
            ));
        }
        Ok(())
    }

    fn lacks_one(&self, key: &str) -> ThemeError {
        self.fault(
            key,
            format!("“{key}”须分别写出 one（数量为1）和 other 两种形式"),
            format!("`{key}` must have both forms, `one` and `other`"),
        )
    }

    fn unknown<'k>(
        &self,
        key: &str,
        word: &str,
        candidates: impl Iterator<Item = &'k String>,
    ) -> ThemeError {
        let (mut chinese, mut english) = (
            format!("“{key}”不是界面文字的条目，本主题的模板也没有使用它"),
            format!("`{key}` is no text of the interface, and no template of this theme uses it"),
        );
        if let Some(near) = nearest(word, candidates) {
            chinese.push_str(&format!("；是否想写“{near}”？"));
            english.push_str(&format!("; did you mean `{near}`?"));
        }
        self.fault(key, chinese, english)
    }

    fn fault(&self, key: &str, chinese: String, english: String) -> ThemeError {
        ThemeError::new(self.file, Text::new(chinese, english)).at_line(line_of(self.yaml, key))
    }
}

fn nearest<'k>(word: &str, candidates: impl Iterator<Item = &'k String>) -> Option<&'k str> {
    // A key is a word or two; likeness takes time that grows with the length.
    if word.len() > 100 {
        return None;
    }
    candidates
        .map(|key| {
            (
                strsim::normalized_damerau_levenshtein(word, key),
                key.as_str(),
            )
        })
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::super::language_file::{Entry, parse_entries};
    use super::{BTreeMap, Overlay, ThemeError};

    const ENGLISH: &str = "home: Home\nmade_with: Made with {program}\n\
        reports: {one: '{n} report', other: '{n} reports'}\n\
        all: {one: Show it, other: 'Show all {n}'}\n\
        dates:\n  day: '{day} {month_name} {year}'\n  month_names: [a, b, c, d, e, f, g, h, i, j, k, l]\n\
        field: {period: Period, written: Written}\nlanguage_name: {en: English}\n";

    fn lay(yaml: &str, translates: bool) -> Result<BTreeMap<String, Entry>, ThemeError> {
        let mut entries = parse_entries("en.yaml", ENGLISH).expect("the sample is well formed");
        let overlay = Overlay {
            file: "my.yaml",
            yaml,
            translates,
            used: &|key| key == "mine" || key == "field.mine",
        };
        overlay.lay(&mut entries).map(|()| entries)
    }

    #[test]
    fn a_file_changes_only_what_it_names() {
        let yaml = "home: Start\nmine: Mine\nfield: {mine: M}\nlanguage_name: {fr: French}\n";
        let entries = lay(yaml, false).expect("it fits");
        let text = |text: &str| Entry::Text(text.to_owned());
        assert_eq!(entries["home"], text("Start"));
        assert_eq!(entries["mine"], text("Mine"));
        let words = |pairs: &[(&str, &str)]| {
            let pairs = pairs
                .iter()
                .map(|(key, word)| ((*key).to_owned(), (*word).to_owned()));
            Entry::Group(pairs.collect())
        };
        let field = [("mine", "M"), ("period", "Period"), ("written", "Written")];
        assert_eq!(entries["field"], words(&field));
        assert_eq!(
            entries["language_name"],
            words(&[("en", "English"), ("fr", "French")])
        );
        assert_eq!(entries["made_with"], text("Made with {program}"));
    }

    #[test]
    fn what_fits_is_taken() {
        for (yaml, translates) in [
            ("reports: {one: one report, other: '{n} reports'}", false),
            ("all: {one: It, other: 'All {n}'}", false),
            ("dates: {day: '{year}-{month}-{day}'}", false),
            // Not every language counts as English does.
            ("reports: '{n} 件'", true),
            ("reports: {other: '{n} 件'}", true),
            ("# nothing\n", false),
            ("", false),
        ] {
            if let Err(error) = lay(yaml, translates) {
                panic!("{yaml}: {error}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_line() {
        for (yaml, line, message) in [
            ("\nhome: Hello {who}\n", 2, "unknown name {who}"),
            ("made_with: gongbao\n", 1, "lacks the {program}"),
            ("# x\n\nhomme: Home\n", 3, "did you mean `home`"),
            ("ho: Home\n", 1, "did you mean `home`"),
            (
                "nothing_like_it: x\n",
                1,
                "no template of this theme uses it",
            ),
            ("home: [a]\n", 1, "another shape"),
            ("home: {a: b}\n", 1, "another shape"),
            ("home: 3\n", 1, "must be a text"),
            ("home: {one: a, other: b}\n", 1, "no number {n}"),
            ("home: a\nhome: b\n", 2, "a second time"),
            ("home: 'a\n", 1, "has no pair"),
            ("reports: '{n} reports'\n", 1, "both forms"),
            ("reports: {other: '{n} reports'}\n", 1, "both forms"),
            (
                "reports: {one: '{n} report'}\n",
                1,
                "lacks the form `other`",
            ),
            ("reports: {few: a, other: b}\n", 1, "`reports.few`"),
            (
                "reports: {one: a, other: many}\n",
                1,
                "`reports.other` lacks the {n}",
            ),
            (
                "all:\n  one: It\n  other: 'All {n} of {m}'\n",
                3,
                "unknown name {m}",
            ),
            (
                "home: x\nfield:\n  written: W\n\n  perod: P\n",
                5,
                "did you mean `period`",
            ),
            ("field:\n  period: 'P {n}'\n", 2, "unknown name {n}"),
            ("dates:\n  day: '{date}'\n", 2, "unknown name {date}"),
            ("dates:\n  month_names: [a]\n", 2, "must have 12 items"),
            (
                "field:\n  period:\n    a: b\n",
                1,
                "`field.period` must be a text",
            ),
            ("- home\n", 1, ""),
        ] {
            let error = lay(yaml, false).expect_err(yaml);
            assert!(error.message.english.contains(message), "{yaml}: {error}");
            assert_eq!(error.line, line, "{yaml}: {error}");
            assert_eq!(error.file, "my.yaml");
        }
    }
}
