//! Normalised forms: one for all spellings of a title, one for all of a document number.
//!
//! In: words as written. Out: a key that is compared and never shown. Letters, Han and figures stay, in half width and
//! simplified; blanks and punctuation go, brackets with them, since texts lose one of a pair; a range of years is
//! `2015-2020` with its dash or without.

use crate::character::{han_value, is_unseen};
use crate::report::findings::citation::Fold;
use crate::report::findings::citation::number::{Number, digit, is_year};

/// Years that a range covers, at most.
const LONGEST_RANGE: u32 = 50;

/// The key of a title.
pub(crate) fn title_key(title: &str, fold: Fold<'_>) -> String {
    let folded = fold(title);
    let all: Vec<char> = folded
        .chars()
        .filter(|c| !is_unseen(*c) && !matches!(c, '\n' | '\r'))
        .map(half_width)
        .collect();
    let all = years_in_figures(&all);
    let mut key = String::with_capacity(folded.len());
    let mut at = 0;
    while let Some(c) = all.get(at) {
        match range_of_years(all.get(at..).unwrap_or_default()) {
            Some((from, to, length)) if !ends_in_figure(&key) => {
                key.push_str(&format!("{from}-{to}"));
                at += length;
            }
            _ => {
                if c.is_alphanumeric() {
                    key.push(*c);
                }
                at += 1;
                // A figure is passed as a whole: its tail is no year.
                while c.is_ascii_digit() {
                    match all.get(at).filter(|next| next.is_ascii_digit()) {
                        Some(next) => key.push(*next),
                        None => break,
                    }
                    at += 1;
                }
            }
        }
    }
    let key = key.replace("年度", "年");
    let short = key.replace("中华人民共和国", "");
    match short.chars().nth(1) {
        Some(_) => short,
        None => key,
    }
}

/// The key of a document number: 乌高(新)政办`[2016]`8)号 is `乌高新政办〔2016〕8号`.
pub(crate) fn number_key(number: &Number, fold: Fold<'_>) -> String {
    let code: String = fold(&number.code)
        .chars()
        .map(half_width)
        .filter(|c| c.is_alphanumeric())
        .collect();
    format!("{code}〔{}〕{}号", number.year, number.count)
}

fn ends_in_figure(key: &str) -> bool {
    key.ends_with(|c: char| c.is_ascii_digit())
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    }
    .to_ascii_lowercase()
}

/// Years in Han figures as figures: 二〇二一年.
fn years_in_figures(all: &[char]) -> Vec<char> {
    let mut out = all.to_vec();
    for (at, window) in all.windows(5).enumerate() {
        let [first, second, third, fourth, after] = window else {
            continue;
        };
        let is_century = matches!((first, second), ('一', '九') | ('二', '〇' | '○' | '零'));
        if !is_century || !(*after == '年' || is_dash(*after)) {
            continue;
        }
        let figures = [*first, *second, *third, *fourth].map(|c| match c {
            '○' => Some(0),
            c => han_value(c).filter(|value| *value < 10),
        });
        for (offset, figure) in figures.iter().enumerate() {
            let figure = figure.and_then(|figure| char::from_digit(figure, 10));
            if let (Some(figure), true, Some(slot)) = (
                figure,
                figures.iter().all(Option::is_some),
                out.get_mut(at + offset),
            ) {
                *slot = figure;
            }
        }
    }
    out
}

/// A range of years at the beginning of `all`, and how many characters it is written with.
fn range_of_years(all: &[char]) -> Option<(u32, u32, usize)> {
    let from = year(all)?;
    let mut at = 4;
    at += usize::from(all.get(at) == Some(&'年'));
    let dashes = all.get(at..)?.iter().take_while(|c| is_dash(**c)).count();
    at += dashes;
    let to = year(all.get(at..)?)?;
    at += 4;
    let is_longer = all.get(at).is_some_and(char::is_ascii_digit);
    if is_longer || to <= from || to - from > LONGEST_RANGE {
        return None;
    }
    if all.get(at) == Some(&'年') {
        at += 1;
        at += usize::from(all.get(at) == Some(&'度'));
    }
    Some((from, to, at))
}

fn year(all: &[char]) -> Option<u32> {
    let figures = all.get(..4)?;
    let year = figures
        .iter()
        .try_fold(0, |value, c| Some(value * 10 + digit(*c)?))?;
    is_year(year).then_some(year)
}

fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2212}' | '\u{2500}' | '~' | '～' | '〜' | '－' | '一' | '至' | '到'
    )
}
