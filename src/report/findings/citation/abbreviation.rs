//! Short names that a report gives to what it cites: 《全称》（以下简称《条例》）.
//!
//! In: the text of a passage and its titles. Out: each short name, and which title it is for. Where a name is given
//! to several titles, or to something that is not in 《…》, it stands for none: which one is meant is never guessed.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::report::findings::citation::key::title_key;
use crate::report::findings::citation::{Fold, title};

/// What introduces a short name.
const SIGNS: &[&str] = &[
    "简称",
    "簡稱",
    "下称",
    "下稱",
    "统称",
    "統稱",
    "合称",
    "合稱",
    "以下称",
    "以下稱",
];
/// What stands between the bracket and the sign.
const BEFORE_SIGN: &[&str] = &[
    "以下",
    "下文",
    "下文中",
    "以下分别",
    "以下分別",
    "以下均",
    "以下又",
    "以下统",
    "以",
    "又",
    "分别",
    "分別",
    "下",
    "均",
    "",
];
/// Bytes between a title and the short name that it is given, at most.
const GAP_MAX: usize = 200;
/// Characters of a short name, at most.
const NAME_MAX: usize = 30;
/// Titles that are given short names together, at most.
const CHAIN_MAX: usize = 8;

/// A place where short names are given.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Introduction {
    /// The byte where it begins.
    pub start: usize,
    /// The names.
    pub names: Vec<Name>,
}

/// A short name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Its key.
    pub key: String,
    /// The title that it is for.
    pub of: Option<usize>,
    /// The title that it is itself, if it stands in 《…》.
    pub title: Option<usize>,
}

/// Every introduction of a text, in order.
pub(super) fn scan(text: &str, titles: &[Range<usize>], fold: Fold<'_>) -> Vec<Introduction> {
    // Every sign ends so.
    if !text.contains(['称', '稱']) {
        return Vec::new();
    }
    let mut signs: Vec<Range<usize>> = SIGNS
        .iter()
        .flat_map(|sign| text.match_indices(sign))
        .map(|(at, sign)| at..at + sign.len())
        .filter(|sign| {
            let before = titles.partition_point(|title| title.end <= sign.start);
            titles
                .get(before)
                .is_none_or(|title| title.start > sign.start)
        })
        .collect();
    signs.sort_by_key(|sign| (sign.end, sign.start));
    signs.dedup_by_key(|sign| sign.end);
    let mut found: Vec<Introduction> = Vec::new();
    let mut defined: BTreeSet<usize> = BTreeSet::new();
    for sign in signs {
        let mut names = names(text, titles, sign.end, fold);
        if names.is_empty() {
            continue;
        }
        let chain = chain(text, titles, &defined, sign.start);
        let is_for_all = text
            .get(sign.clone())
            .is_some_and(|s| s.starts_with(['统', '統', '合']));
        assign(&mut names, &chain, titles, text, is_for_all, fold);
        defined.extend(names.iter().filter_map(|name| name.title));
        found.push(Introduction {
            start: sign.start,
            names,
        });
    }
    found
}

/// The names that are given at `at`: in 《…》, in quotation marks, or bare.
fn names(text: &str, titles: &[Range<usize>], mut at: usize, fold: Fold<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '为' | '為' | '：' | ':')
        });
        let quoted = trimmed.strip_prefix(['“', '"', '‘', '「', '『', '”']);
        let inner = quoted.unwrap_or(trimmed);
        let start = text.len() - inner.len();
        let of_title = titles
            .binary_search_by_key(&start, |title| title.start)
            .ok();
        let (name, end) = if let Some(range) = of_title.and_then(|title| titles.get(title)) {
            (title::inner(text, range), range.end)
        } else if inner.starts_with(title::is_open) {
            return names;
        } else {
            let is_end = |c: char| match quoted {
                Some(_) => matches!(c, '”' | '"' | '’' | '」' | '』' | '“' | '）' | ')'),
                None => !c.is_alphanumeric(),
            };
            let end = inner.find(is_end).unwrap_or(inner.len());
            (inner.get(..end), start + end)
        };
        let Some(name) = name.filter(|name| {
            let length = name.chars().count();
            (1..=NAME_MAX).contains(&length)
        }) else {
            return names;
        };
        names.push(Name {
            key: title_key(name, fold),
            of: None,
            title: of_title,
        });
        let rest = text.get(end..).unwrap_or_default();
        let rest = rest.trim_start_matches(['”', '"', '’', '」', '』']);
        // Another one follows where its mark does.
        let joined = [
            "、", "，", ",", "和", "及", "与", "與", "以及", "或者", "或",
        ];
        let next = joined.iter().find_map(|join| rest.strip_prefix(join));
        match next {
            Some(next)
                if next.starts_with(title::is_open)
                    || next.starts_with(['“', '"', '‘', '「', '『'])
                    || next.starts_with("及《") =>
            {
                at = text.len() - next.trim_start_matches('及').len();
            }
            _ => return names,
        }
    }
}

/// The titles right before `sign` that are joined with one another, the last first.
fn chain(
    text: &str,
    titles: &[Range<usize>],
    defined: &BTreeSet<usize>,
    sign: usize,
) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut end = sign;
    let before = titles.partition_point(|title| title.end <= sign);
    for index in (0..before).rev().take(CHAIN_MAX) {
        let Some(range) = titles.get(index) else {
            break;
        };
        let gap = text.get(range.end..end).unwrap_or("。");
        let joins: &[&str] = if chain.is_empty() {
            BEFORE_SIGN
        } else {
            &["和", "及", "与", "與", "以及", "或者", "或", ""]
        };
        if !is_joined(gap, joins, chain.is_empty()) {
            break;
        }
        if defined.contains(&index) {
            // What has a name already is none of those that are named here.
            break;
        }
        chain.push(index);
        end = range.start;
    }
    chain
}

/// Whether a gap holds brackets with remarks and, outside of them, nothing but a pause and one of `words`.
fn is_joined(gap: &str, words: &[&str], before_sign: bool) -> bool {
    if gap.len() > GAP_MAX || gap.contains(['。', '；', ';', '\n', '》']) {
        return false;
    }
    let mut depth = 0_i32;
    let mut outside = String::new();
    let mut inside = String::new();
    for c in gap.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '（' | '(' | '〔' | '[' | '［' | '【' => {
                depth += 1;
                inside.clear();
            }
            '）' | ')' | '〕' | ']' | '］' | '】' => depth = (depth - 1).max(0),
            '，' | ',' | '、' | '：' => inside.clear(),
            _ if depth == 0 => outside.push(c),
            _ => inside.push(c),
        }
    }
    if before_sign && depth > 0 {
        return outside.is_empty() && words.contains(&inside.as_str());
    }
    let is_pause = |c: char| matches!(c, '，' | ',' | '、');
    if before_sign {
        return words.contains(&outside.as_str()) && gap.contains(is_pause);
    }
    words.contains(&outside.as_str())
}

/// Gives each name its title.
fn assign(
    names: &mut [Name],
    chain: &[usize],
    titles: &[Range<usize>],
    text: &str,
    is_for_all: bool,
    fold: Fold<'_>,
) {
    let full: Vec<(usize, String)> = chain
        .iter()
        .filter_map(|index| Some((*index, titles.get(*index)?)))
        .filter_map(|(index, range)| Some((index, title_key(title::inner(text, range)?, fold))))
        .collect();
    if let [name] = names {
        let is_of_several = is_for_all || name.key.starts_with(['两', '三', '四', '五']);
        if is_of_several && chain.len() > 1 {
            return;
        }
        let last = full.first();
        let fitting: Vec<&(usize, String)> = fitting(&full, &name.key);
        name.of = match (last, fitting.as_slice()) {
            (Some(last), fitting) if fitting.contains(&last) => Some(last.0),
            (_, [only]) => Some(only.0),
            (last, _) => last.map(|last| last.0),
        };
        return;
    }
    let in_order = full
        .iter()
        .rev()
        .skip(full.len().saturating_sub(names.len()));
    let is_in_order = full.len() >= names.len()
        && names
            .iter()
            .zip(in_order.clone())
            .all(|(name, (_, key))| is_within(&name.key, key));
    if is_in_order {
        for (name, (index, _)) in names.iter_mut().zip(in_order) {
            name.of = Some(*index);
        }
        return;
    }
    for name in names {
        if let [only] = fitting(&full, &name.key).as_slice() {
            name.of = Some(only.0);
        }
    }
}

fn fitting<'f>(full: &'f [(usize, String)], name: &str) -> Vec<&'f (usize, String)> {
    full.iter()
        .filter(|(_, key)| is_within(name, key))
        .collect()
}

/// Whether all characters of a short name stand in the full one, in their order.
fn is_within(short: &str, full: &str) -> bool {
    let mut rest = full.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}
