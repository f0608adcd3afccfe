//! Labels and what stands behind them: `发布时间：…　来源：…`.
//!
//! In: a line. Out: its labels with their values, and what stands before the first. Never guesses a label that it does not
//! know.

use crate::import::html::vocabulary::{CATALOGUE, COUNTS, FACTS, TOOL_WORDS, TOOLS};
use crate::import::html::words::is_gap;

/// What a label stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A field of the catalogue: sure enough to stand alone.
    Catalogue,
    /// Something that also stands in texts.
    Fact,
    /// A count of readers.
    Count,
    /// Sizes of type, places to share.
    Tool,
}

/// A label with what stands behind it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Labelled {
    /// Without blanks and colon.
    pub name: String,
    /// Of what sort.
    pub sort: Sort,
    /// Until the next label.
    pub value: String,
}

/// Whether a label is one of a catalogue, of counts, of tools; the words without blanks.
pub(crate) fn sort_of(label: &str) -> Option<Sort> {
    known(label).map(|(_, sort)| sort)
}

/// A label that is known, and of what sort.
pub(crate) fn known(label: &str) -> Option<(&'static str, Sort)> {
    let mut all = lists()
        .into_iter()
        .flat_map(|(list, sort)| list.iter().map(move |&name| (name, sort)));
    all.find(|(name, _)| *name == label)
}

fn lists() -> [(&'static [&'static str], Sort); 4] {
    [
        (CATALOGUE.as_slice(), Sort::Catalogue),
        (COUNTS.as_slice(), Sort::Count),
        (TOOLS.as_slice(), Sort::Tool),
        (FACTS.as_slice(), Sort::Fact),
    ]
}

/// The labels of a line with what stands behind each, and what stands before the first of them.
pub(crate) fn labelled(line: &str) -> (String, Vec<Labelled>) {
    let seen: Vec<(usize, char)> = line.char_indices().filter(|&(_, c)| !is_gap(c)).collect();
    let byte = |at: usize| seen.get(at).map_or(line.len(), |&(byte, _)| byte);
    // Where each label begins, where its value does, and what it is.
    let mut found: Vec<(usize, usize, &str, Sort)> = Vec::new();
    let mut free = 0;
    for (at, &(_, c)) in seen.iter().enumerate() {
        let is_colon = matches!(c, ':' | '：');
        let is_bracket = matches!(c, '】' | ']');
        if !is_colon && !is_bracket && !c.is_ascii_digit() {
            continue;
        }
        let before = seen.get(free..at).unwrap_or_default();
        let Some((length, name, sort)) = label_at_end(before) else {
            continue;
        };
        let opens = at.checked_sub(length + 1).and_then(|at| seen.get(at));
        let is_bracketed = matches!(opens, Some((_, '【' | '[')));
        if is_colon || is_bracket && is_bracketed || c.is_ascii_digit() && sort == Sort::Count {
            let end = at + usize::from(is_colon || is_bracket);
            found.push((byte(at - length), byte(end), name, sort));
            free = end;
        }
    }
    let first = found.first().map_or(line.len(), |&(begin, ..)| begin);
    let before = tidy(line.get(..first).unwrap_or_default());
    let ends = found.iter().skip(1).map(|&(begin, ..)| begin);
    let ends: Vec<usize> = ends.chain([line.len()]).collect();
    let values = found.iter().zip(ends);
    let pairs = values.map(|(&(_, from, name, sort), to)| Labelled {
        name: name.to_owned(),
        sort,
        value: tidy(line.get(from..to).unwrap_or_default()),
    });
    (before, pairs.collect())
}

/// The longest label that ends here, and how many characters it has.
fn label_at_end(seen: &[(usize, char)]) -> Option<(usize, &'static str, Sort)> {
    let mut best: Option<(usize, &'static str, Sort)> = None;
    for (list, sort) in lists() {
        for &label in list {
            let mut here = seen.iter().rev().map(|&(_, c)| c);
            if label.chars().rev().all(|c| here.next() == Some(c)) {
                let length = label.chars().count();
                if best.is_none_or(|(known, ..)| known < length) {
                    best = Some((length, label, sort));
                }
            }
        }
    }
    best
}

/// A value without the brackets, lines and tools that stand around it.
fn tidy(value: &str) -> String {
    let is_around = |c: char| is_gap(c) || "|｜【】[]<>/;；,，·•—".contains(c);
    let value = value
        .split('【')
        .find(|part| !part.trim_matches(is_around).is_empty());
    let mut value = value.unwrap_or_default().trim_matches(is_around);
    while let Some((before, last)) = value.rsplit_once(is_gap) {
        if !TOOL_WORDS.contains(&last.trim_matches(is_around)) {
            break;
        }
        value = before.trim_matches(is_around);
    }
    // A bracket that belongs to all of the line.
    match value.strip_suffix(['）', ')']) {
        Some(inner) if !value.contains(['（', '(']) => inner.trim_end(),
        _ => value.trim_start_matches(['（', '(']),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(line: &str) -> Vec<(String, String)> {
        let (before, pairs) = labelled(line);
        assert_eq!(before, "", "{line}");
        pairs
            .into_iter()
            .map(|pair| (pair.name, pair.value))
            .collect()
    }

    #[test]
    fn labels_have_values() {
        let found = pairs(
            "发布时间：2021-02-03 08:00　来源：示例镇政府（党政办）　浏览次数：77次　【字体：大 中 小】【打印】",
        );
        let found: Vec<_> = found
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let stated = [
            ("发布时间", "2021-02-03 08:00"),
            ("来源", "示例镇政府（党政办）"),
            ("浏览次数", "77次"),
        ];
        assert!(found.starts_with(&stated), "{found:?}");
        assert_eq!(pairs("（责任编辑：某甲）")[0].1, "某甲");
        assert_eq!(pairs("索 引 号： 123/2020-1")[0].1, "123/2020-1");
    }
}
