//! A language file as it is written: entries by key, in YAML.
//!
//! In: the text of a file. Out: its entries, each a text with placeholders, a plural, a list, or a
//! group of texts; the placeholders of a pattern; the line of a key.
//!
//! This module fills no placeholder and never reads a file.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::theme::error::ThemeError;
use crate::yaml;

/// A language file larger than this is refused.
const MAX_LANGUAGE_FILE_BYTES: usize = 256 * 1000;

/// The group of patterns that each language puts together in its own way.
pub(super) const DATES: &str = "dates";
/// The patterns of that group, and what each may be filled with.
pub(super) const DATE_PATTERNS: [(&str, &[&str]); 8] = [
    ("year", &["year"]),
    ("month", &["year", "month", "month_name"]),
    ("day", &["year", "month", "month_name", "day"]),
    ("quarter", &["year", "quarter_name"]),
    ("time", &["date", "time"]),
    ("range", &["from", "to"]),
    (
        "month_range",
        &[
            "year",
            "from_month",
            "from_month_name",
            "to_month",
            "to_month_name",
        ],
    ),
    ("day_of_year", &["month", "month_name", "day"]),
];
/// The lists of that group, and how many items each has.
pub(super) const DATE_LISTS: [(&str, usize); 2] =
    [("dates.quarter_names", 4), ("dates.month_names", 12)];

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
///
/// # Errors
/// A file that is too large, is no YAML, or has an entry of no known shape.
pub(super) fn parse_entries(file: &str, yaml: &str) -> Result<BTreeMap<String, Entry>, ThemeError> {
    if yaml.len() > MAX_LANGUAGE_FILE_BYTES {
        return Err(ThemeError::new(
            file,
            Text::new("语言文件过大", "the language file is too large"),
        ));
    }
    let parsed: Option<serde_yaml::Mapping> = serde_yaml::from_str(yaml).map_err(|error| {
        // The program's own reader says what is wrong in words of its own, and where.
        let mut faults = Vec::new();
        yaml::parse(yaml, 0..yaml.len(), &mut faults);
        let line = error.location().map_or(0, |place| place.line());
        let (what, line) = match faults.into_iter().next() {
            Some(fault) => {
                let before = yaml.get(..fault.span.start).unwrap_or("");
                (fault.message, before.matches('\n').count() + 1)
            }
            None => (
                Text::new("不是“键: 文字”的列表", "it is no list of keys with texts"),
                line,
            ),
        };
        ThemeError::new(
            file,
            Text::new(
                format!("语言文件有误：{}", what.chinese),
                format!("the language file is wrong: {}", what.english),
            ),
        )
        .at_line(line)
    })?;
    let mut entries = BTreeMap::new();
    for (key, value) in parsed.unwrap_or_default() {
        let key = key.as_str().unwrap_or_default().to_owned();
        insert_entry(&mut entries, &key, value)
            .map_err(|message| ThemeError::new(file, message).at_line(line_of(yaml, &key)))?;
    }
    Ok(entries)
}

fn shapeless(key: &str) -> Text {
    Text::new(
        format!("“{key}”须为文字、文字列表或一层文字条目"),
        format!("`{key}` must be a text, a list of texts or one level of texts"),
    )
}

/// Fails where `value` has no shape that an entry may have.
fn insert_entry(
    entries: &mut BTreeMap<String, Entry>,
    key: &str,
    value: serde_yaml::Value,
) -> Result<(), Text> {
    if key.is_empty() {
        return Err(shapeless(key));
    }
    let entry = match value {
        serde_yaml::Value::Mapping(mapping) => {
            let mut words = BTreeMap::new();
            for (word, value) in mapping {
                let word = word.as_str().ok_or_else(|| shapeless(key))?;
                match value {
                    serde_yaml::Value::String(text) => {
                        words.insert(word.to_owned(), text);
                    }
                    serde_yaml::Value::Sequence(_) => {
                        insert_entry(entries, &format!("{key}.{word}"), value)?;
                    }
                    _ => return Err(shapeless(&format!("{key}.{word}"))),
                }
            }
            if is_plural(&words) {
                plural(key, words)?
            } else {
                Entry::Group(words)
            }
        }
        serde_yaml::Value::Sequence(items) => {
            let texts: Option<Vec<String>> = items
                .into_iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect();
            Entry::List(texts.ok_or_else(|| shapeless(key))?)
        }
        serde_yaml::Value::String(text) => Entry::Text(text),
        _ => return Err(shapeless(key)),
    };
    entries.insert(key.to_owned(), entry);
    Ok(())
}

/// Whether these words are forms of one sentence: the plural categories of CLDR (Unicode TR 35, part 3).
fn is_plural(words: &BTreeMap<String, String>) -> bool {
    const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    !words.is_empty() && words.keys().all(|key| CATEGORIES.contains(&key.as_str()))
}

/// Of the categories gongbao chooses between two.
fn plural(key: &str, forms: BTreeMap<String, String>) -> Result<Entry, Text> {
    if !forms.contains_key("other") {
        return Err(Text::new(
            format!("“{key}”缺少 other 形式（数量不为1时所用）"),
            format!("`{key}` lacks the form `other`, for every number but 1"),
        ));
    }
    if let Some(form) = forms.keys().find(|form| *form != "one" && *form != "other") {
        return Err(Text::new(
            format!("“{key}.{form}”：数量形式只有 one 和 other"),
            format!("`{key}.{form}`: the forms of a number are `one` and `other`"),
        ));
    }
    Ok(Entry::Plural(forms))
}

/// The line, from 1, on which a key at the left edge of the file stands; of `group.word` that of the word
/// where it has a line of its own, else that of the group; 0 where neither is found.
pub(super) fn line_of(yaml: &str, key: &str) -> usize {
    let is_key = |line: &str, key: &str| {
        line.trim_start_matches(['"', '\''])
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    };
    let (group, word) = match key.split_once('.') {
        Some((group, word)) => (group, Some(word)),
        None => (key, None),
    };
    let Some(first) = yaml.lines().position(|line| is_key(line, group)) else {
        return 0;
    };
    let mut below = yaml.lines().enumerate().skip(first + 1);
    let own = word.and_then(|word| {
        below
            .by_ref()
            .take_while(|(_, line)| line.is_empty() || line.starts_with([' ', '#']))
            .find(|(_, line)| is_key(line.trim_start(), word))
    });
    1 + own.map_or(first, |(index, _)| index)
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
