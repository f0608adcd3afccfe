//! A language file as it is written: entries by key, in YAML.
//!
//! In: the text of a file. Out: its entries, each a text with placeholders, a plural, a list, or a
//! group of texts; and what comparing an override with its original takes.
//!
//! This module fills no placeholder and never reads a file.

use std::collections::BTreeMap;

use crate::diagnostic::Text;

use super::ThemeError;

/// A language file larger than this is refused.
const MAX_LANGUAGE_FILE_BYTES: usize = 256 * 1000;

/// One entry of a language file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Text(String),
    List(Vec<String>),
    /// `one` and `other`, by the number `n`.
    Plural(BTreeMap<String, String>),
    /// Words of one kind: those of the fields, of the statuses.
    Group(BTreeMap<String, String>),
}

/// Dates are a group with two lists in it; the lists are kept under `dates.month_names`.
pub(super) fn parse_entries(file: &str, yaml: &str) -> Result<BTreeMap<String, Entry>, ThemeError> {
    if yaml.len() > MAX_LANGUAGE_FILE_BYTES {
        return Err(ThemeError::new(
            file,
            Text::new("语言文件过大", "the language file is too large"),
        ));
    }
    let parsed: Option<serde_yaml::Mapping> = serde_yaml::from_str(yaml).map_err(|error| {
        ThemeError::new(
            file,
            Text::new(
                format!("语言文件有误：{error}"),
                format!("the language file is wrong: {error}"),
            ),
        )
        .at_line(error.location().map_or(0, |place| place.line()))
    })?;
    let mut entries = BTreeMap::new();
    for (key, value) in parsed.unwrap_or_default() {
        let key = key.as_str().unwrap_or_default().to_owned();
        if !insert_entry(&mut entries, &key, value) {
            return Err(ThemeError::new(
                file,
                Text::new(
                    format!("“{key}”须为文字、文字列表或一层文字条目"),
                    format!("`{key}` must be a text, a list of texts or one level of texts"),
                ),
            )
            .at_line(line_of(yaml, &key)));
        }
    }
    Ok(entries)
}

/// Whether `value` has a shape that an entry may have.
fn insert_entry(
    entries: &mut BTreeMap<String, Entry>,
    key: &str,
    value: serde_yaml::Value,
) -> bool {
    if key.is_empty() {
        return false;
    }
    match value {
        serde_yaml::Value::Mapping(mapping) => {
            let mut words = BTreeMap::new();
            for (word, value) in mapping {
                let Some(word) = word.as_str() else {
                    return false;
                };
                match value {
                    serde_yaml::Value::String(text) => {
                        words.insert(word.to_owned(), text);
                    }
                    serde_yaml::Value::Sequence(_) => {
                        if !insert_entry(entries, &format!("{key}.{word}"), value) {
                            return false;
                        }
                    }
                    _ => return false,
                }
            }
            let plural =
                words.contains_key("other") && words.keys().all(|k| k == "one" || k == "other");
            let entry = if plural {
                Entry::Plural(words)
            } else {
                Entry::Group(words)
            };
            entries.insert(key.to_owned(), entry);
            true
        }
        serde_yaml::Value::Sequence(items) => {
            let texts: Option<Vec<String>> = items
                .into_iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect();
            match texts {
                Some(texts) => {
                    entries.insert(key.to_owned(), Entry::List(texts));
                    true
                }
                None => false,
            }
        }
        serde_yaml::Value::String(text) => {
            entries.insert(key.to_owned(), Entry::Text(text));
            true
        }
        _ => false,
    }
}

/// The line, from 1, on which a key at the left edge of the file stands.
pub(super) fn line_of(yaml: &str, key: &str) -> usize {
    let key = key.split('.').next().unwrap_or(key);
    yaml.lines()
        .position(|line| {
            line.trim_start_matches(['"', '\''])
                .strip_prefix(key)
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        })
        .map_or(0, |index| index + 1)
}

/// A text may become a plural and the other way round: a translator knows which a language needs.
pub(super) fn same_shape(original: &Entry, changed: &Entry) -> bool {
    matches!(
        (original, changed),
        (
            Entry::Text(_) | Entry::Plural(_),
            Entry::Text(_) | Entry::Plural(_)
        ) | (Entry::List(_), Entry::List(_))
    )
}

pub(super) fn placeholders(entry: &Entry) -> Vec<&str> {
    match entry {
        Entry::Text(text) => names(text),
        Entry::List(_) => Vec::new(),
        Entry::Plural(forms) | Entry::Group(forms) => {
            forms.values().flat_map(|form| names(form)).collect()
        }
    }
}

/// The names of the placeholders in a pattern.
pub(super) fn names(pattern: &str) -> Vec<&str> {
    pieces(pattern)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Name(name) => Some(name),
            Piece::Literal(_) => None,
        })
        .collect()
}

pub(super) enum Piece<'a> {
    Literal(&'a str),
    Name(&'a str),
}

/// Cuts a pattern at its placeholders: `{name}`, where a name is of a-z and `_`.
pub(super) fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let after = &rest[open + 1..];
        let name_length = after
            .bytes()
            .take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_')
            .count();
        if name_length > 0 && after[name_length..].starts_with('}') {
            pieces.push(Piece::Literal(&rest[..open]));
            pieces.push(Piece::Name(&after[..name_length]));
            rest = &after[name_length + 1..];
        } else {
            pieces.push(Piece::Literal(&rest[..=open]));
            rest = after;
        }
    }
    pieces.push(Piece::Literal(rest));
    pieces
}
