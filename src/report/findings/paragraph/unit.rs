//! Cuts displayed text into what is compared: Han characters, words of other scripts, figures with dates, marks.
//!
//! In: one text. Out: its units in order, each with its place and a key by which equal ones are known. A date is one
//! figure (2019年12月5日), so is a number with its thousands and decimals. Han numbers are figures where they have two
//! characters or stand between 第 and a word, or before a measure: 一 of 统一 is none. Never allocates more than grows
//! with the text; keys are the same on every machine.

use std::ops::Range;

use crate::character::is_cjk;
use crate::report::findings::paragraph::digest::{Digest, mix};
use crate::report::findings::paragraph::fold::fold;

/// What a single Han numeral stands before where it counts.
const MEASURES: &str = "年月日天届次条章节项款个件名人起类批期份季度级户家种部倍";
/// Digits between two separators of thousands.
const GROUP: usize = 3;
/// Characters of a year as a date has it.
const YEAR: usize = 4;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    /// A Han character.
    Han,
    /// A word of another script.
    Word,
    /// A number, with the 年 or 日 of a duration.
    Figure,
    /// A year, or a day of a calendar.
    Date,
    /// Punctuation, or a sign.
    Mark,
}

impl UnitKind {
    /// Whether a comparison without figures replaces it by a sign.
    pub(crate) fn is_figure(self) -> bool {
        matches!(self, UnitKind::Figure | UnitKind::Date)
    }
}

/// What is compared as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) kind: UnitKind,
    /// The same for all units that are compared as equal.
    pub(crate) key: u64,
}

/// A character that is seen.
#[derive(Clone, Copy)]
struct Seen {
    at: usize,
    raw: char,
    folded: char,
    /// Whether nothing stands between it and the one before.
    is_joined: bool,
}

impl Seen {
    fn end(self) -> usize {
        self.at + self.raw.len_utf8()
    }
}

/// The units of a text, in order.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let seen = seen(text);
    let mut units = Vec::with_capacity(seen.len());
    let mut at = 0;
    while let Some(first) = seen.get(at).copied() {
        let (end, kind) = match numeral(&seen, at) {
            Some(end) => figure(&seen, at, end),
            None => (word(&seen, at), kind_of(first.folded)),
        };
        let of_unit = seen.get(at..end).unwrap_or_default();
        let key = match kind {
            UnitKind::Han | UnitKind::Mark => mix(first.folded as u64),
            UnitKind::Word | UnitKind::Figure | UnitKind::Date => {
                let mut digest = Digest::new();
                let folded = of_unit.iter().map(|seen| seen.folded);
                let counted = folded.filter(|c| kind == UnitKind::Word || *c != ',');
                counted.for_each(|c| digest.add(c as u64));
                digest.value()
            }
        };
        let last = of_unit.last().copied().unwrap_or(first);
        units.push(Unit {
            range: first.at..last.end(),
            kind,
            key,
        });
        at = end;
    }
    units
}

fn seen(text: &str) -> Vec<Seen> {
    let mut seen = Vec::with_capacity(text.len() / 3);
    let mut is_joined = true;
    for (at, raw) in text.char_indices() {
        let folded = match is_common_han(raw) {
            true => Some(raw),
            false => fold(raw),
        };
        match folded {
            Some(folded) => {
                seen.push(Seen {
                    at,
                    raw,
                    folded,
                    is_joined,
                });
                is_joined = true;
            }
            None => is_joined = false,
        }
    }
    seen
}

/// A character of the plane in which nearly all of Chinese texts is.
fn is_common_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

fn kind_of(c: char) -> UnitKind {
    // Nearly all that is read, known without a look at the tables.
    if is_common_han(c) {
        return UnitKind::Han;
    }
    match (c.is_alphanumeric(), is_cjk(c)) {
        (true, true) => UnitKind::Han,
        (true, false) => UnitKind::Word,
        (false, _) => UnitKind::Mark,
    }
}

/// Where the word ends that begins at `at`; one character where there is none.
fn word(seen: &[Seen], at: usize) -> usize {
    let Some(first) = seen.get(at) else {
        return at + 1;
    };
    if kind_of(first.folded) != UnitKind::Word {
        return at + 1;
    }
    let rest = seen.get(at + 1..).unwrap_or_default();
    let length = rest.iter().take_while(|next| {
        next.is_joined && kind_of(next.folded) == UnitKind::Word && !next.folded.is_ascii_digit()
    });
    at + 1 + length.count()
}

/// Where the number ends that begins at `at`.
fn numeral(seen: &[Seen], at: usize) -> Option<usize> {
    let first = seen.get(at)?.folded;
    if first.is_ascii_digit() {
        return Some(digits(seen, at));
    }
    if !is_han_numeral(first) {
        return None;
    }
    let rest = seen.get(at..).unwrap_or_default();
    let run = rest.iter().take_while(|c| is_han_numeral(c.folded));
    let length = run.clone().count();
    let counts = run
        .clone()
        .any(|c| !matches!(c.folded, '百' | '千' | '万' | '亿'));
    let before = at.checked_sub(1).and_then(|before| seen.get(before));
    let is_ordinal = before.is_some_and(|c| c.folded == '第');
    let measures = seen
        .get(at + length)
        .is_some_and(|c| MEASURES.contains(c.folded));
    (counts && length > 1 || is_ordinal || measures).then_some(at + length)
}

fn is_han_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
    )
}

/// Where the digits end that begin at `at`, their thousands and decimals included.
fn digits(seen: &[Seen], at: usize) -> usize {
    let run = |from: usize| {
        let rest = seen.get(from..).unwrap_or_default();
        rest.iter()
            .take_while(|c| c.folded.is_ascii_digit())
            .count()
    };
    let mut end = at + run(at);
    let separator = |end: usize| seen.get(end).map(|c| c.raw);
    // A comma of Chinese punctuation parts two numbers.
    while separator(end) == Some(',') && run(end + 1) == GROUP {
        end += 1 + GROUP;
    }
    if matches!(separator(end), Some('.' | '．')) && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    end
}

/// Where the figure ends whose number is `at..end`: that of a date after its last unit.
fn figure(seen: &[Seen], at: usize, end: usize) -> (usize, UnitKind) {
    let follows = |end: usize, units: &[char]| {
        seen.get(end)
            .is_some_and(|next| units.contains(&next.folded))
    };
    let component = |from: usize, units: &[char]| {
        let number = numeral(seen, from)?;
        follows(number, units).then_some(number + 1)
    };
    let is_year = end - at == YEAR;
    if follows(end, &['年']) {
        let year = end + 1;
        let month = component(year, &['月']);
        let day = month.and_then(|month| component(month, &['日', '号']));
        let kind = match is_year || month.is_some() {
            true => UnitKind::Date,
            false => UnitKind::Figure,
        };
        return (day.or(month).unwrap_or(year), kind);
    }
    if follows(end, &['月']) {
        let day = component(end + 1, &['日', '号']);
        return (day.unwrap_or(end + 1), UnitKind::Date);
    }
    if follows(end, &['日']) {
        return (end + 1, UnitKind::Figure);
    }
    // 2016-2020年, 〔2016〕.
    let is_range = is_year && follows(end, &['-', '~', '至', ']']);
    let starts = seen
        .get(at)
        .is_some_and(|c| matches!(c.folded, '1' | '2' | '一' | '二'));
    match is_range && starts {
        true => (end, UnitKind::Date),
        false => (end, UnitKind::Figure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(text: &str) -> Vec<(&str, UnitKind)> {
        let all = units(text);
        let figures = all.into_iter().filter(|unit| unit.kind.is_figure());
        figures.map(|unit| (&text[unit.range], unit.kind)).collect()
    }

    #[test]
    fn figures_are_found() {
        use UnitKind::{Date, Figure};
        for (text, expected) in [
            (
                "办理12件，办结1,234.5万元",
                vec![("12", Figure), ("1,234.5", Figure)],
            ),
            ("收到１２件,15件", vec![("１２", Figure), ("15", Figure)]),
            ("共1，234件", vec![("1", Figure), ("234", Figure)]),
            ("2019年度示例", vec![("2019年", Date)]),
            ("截至2019年12月5日", vec![("2019年12月5日", Date)]),
            (
                "二〇一九年十二月三十一日",
                vec![("二〇一九年十二月三十一日", Date)],
            ),
            (
                "3月底前，15日内，3年内",
                vec![("3月", Date), ("15日", Figure), ("3年", Figure)],
            ),
            ("2016—2020年", vec![("2016", Date), ("2020年", Date)]),
            ("示政办〔2016〕5号", vec![("2016", Date), ("5", Figure)]),
            (
                "第十七届，三个，统一思想，一些，千万不可",
                vec![("十七", Figure), ("三", Figure)],
            ),
            ("完成95%。3项", vec![("95", Figure), ("3", Figure)]),
            ("2020年 3 月", vec![("2020年 3 月", Date)]),
        ] {
            assert_eq!(figures(text), expected, "{text}");
        }
    }

    #[test]
    fn words_end_at_blanks() {
        let words = |text: &str| -> Vec<String> {
            let all = units(text).into_iter();
            all.map(|unit| text[unit.range].to_owned()).collect()
        };
        assert_eq!(
            words("Rule of law, 示例A区"),
            ["Rule", "of", "law", ",", "示", "例", "A", "区"]
        );
    }

    #[test]
    fn units_cover_what_is_seen() {
        for text in [
            "",
            " ",
            "示例，2019年 abc——第三十",
            "，。《",
            "2019年年",
            "一",
        ] {
            let all = units(text);
            let mut end = 0;
            for unit in &all {
                let between = &text[end..unit.range.start];
                assert!(between.chars().all(|c| fold(c).is_none()), "{text}");
                assert!(!unit.range.is_empty());
                end = unit.range.end;
            }
            assert!(text[end..].chars().all(|c| fold(c).is_none()));
        }
    }
}
