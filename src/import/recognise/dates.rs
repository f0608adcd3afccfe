//! The signature: who issued a document and when, at its end or below its title; and the period that its title names.
//!
//! In: the paragraphs of a document. Out: fields. A date in a sentence is none of a signature.

use std::sync::LazyLock;

use regex::Regex;

use crate::character::{han_value, is_blank};
use crate::date::{PartialDate, Period};
use crate::diagnostic::Text;
use crate::import::recognise::opening::is_agency;
use crate::import::recognise::{Evidence, Line, Recognised};

/// Characters of an issuer.
const MAX_ISSUER: usize = 40;
/// Paragraphs below the title that may be its date.
const BELOW_TITLE: usize = 3;
/// Words of titles of what is about a period.
const ABOUT_A_PERIOD: &[&str] = &[
    "报告", "報告", "总结", "決算", "决算", "预算", "統計", "统计", "年报", "年報", "情况", "公报",
    "清单", "汇总",
];

#[expect(
    clippy::unwrap_used,
    reason = "a pattern of this file, which a test compiles"
)]
static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("((?:19|20)[0-9]{2}\\s*[-—–－至~]\\s*(?:19|20)[0-9]{2}\\s*年(?:度)?|(?:19|20)[0-9]{2}\\s*年(?:度|第[一二三四]季度|上半年|下半年|[0-9]{1,2}月份?)?|[民國国]{2}[0-9]{2,3}年(?:度)?|[一二三四五六七八九〇○零]{4}年(?:度)?)").unwrap()
});

/// Reads the signature and the period.
pub(super) fn read(lines: &[Line<'_>], found: &mut Recognised) {
    if let Some((at, date)) = signature(lines).or_else(|| below_title(lines, found)) {
        let place = lines[at].place();
        found.add("written", vec![date.to_string()], Evidence::Read(place));
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        if let Some(issuer) = before.filter(|line| is_issuer(&line.text())) {
            let evidence = Evidence::Read(issuer.place());
            found.add("agency", vec![unpadded(&issuer.text())], evidence);
        }
    }
    if let Some(period) = period(found) {
        let why = Text::new("据标题推断", "concluded from the title");
        found.add("period", vec![period], Evidence::Guessed(why));
    }
}

/// The last line that is a whole date and nothing else, before the annexes if there are any.
fn signature(lines: &[Line<'_>]) -> Option<(usize, PartialDate)> {
    let annex = lines.iter().position(|line| begins_annex(&line.text()));
    let end = annex.unwrap_or(lines.len());
    let dated = |range: std::ops::Range<usize>| {
        range.rev().find_map(|at| {
            let date = date_alone(&lines.get(at)?.text())?;
            Some((at, date))
        })
    };
    // Below the title stands a date of another kind.
    dated(lines.len().min(BELOW_TITLE + 1)..end).or_else(|| dated(end..lines.len()))
}

/// 附件, 附件 2, 附表一百零一 and nothing else.
fn begins_annex(text: &str) -> bool {
    let after = ["附件", "附表"]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let is_counting = |c: char| {
        c.is_ascii_digit() || ('０'..='９').contains(&c) || han_value(c).is_some() || is_blank(c)
    };
    after.is_some_and(|after| after.chars().all(is_counting))
}

fn below_title(lines: &[Line<'_>], found: &Recognised) -> Option<(usize, PartialDate)> {
    let last = found.title_blocks.last().copied();
    let first = lines
        .iter()
        .position(|line| last.is_none_or(|last| line.block > last))?;
    (first..lines.len().min(first + BELOW_TITLE)).find_map(|at| {
        let text = lines.get(at)?.text();
        let inner = text
            .strip_prefix(['（', '('])
            .and_then(|text| text.strip_suffix(['）', ')']));
        Some((at, date_alone(inner.unwrap_or(&text))?))
    })
}

/// A whole date that is all of a text.
fn date_alone(text: &str) -> Option<PartialDate> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.chars().count() > 16 || !text.contains('年') && !text.contains('-') {
        return None;
    }
    let date = PartialDate::parse(&text).ok()?;
    date.day.is_some().then_some(date)
}

fn is_issuer(text: &str) -> bool {
    text.chars().count() <= MAX_ISSUER && is_agency(&unpadded(text))
}

/// Without the blanks by which short names are spread.
fn unpadded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The period that the title names, if it names one alone and is of something that is about a period.
fn period(found: &Recognised) -> Option<String> {
    let title = found.value("title")?;
    if !ABOUT_A_PERIOD.iter().any(|word| title.contains(word)) {
        return None;
    }
    let mut periods = PERIOD.find_iter(title);
    let (first, second) = (periods.next()?, periods.next());
    if second.is_some() {
        return None;
    }
    let tight: String = first
        .as_str()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    Period::parse(&tight).ok().map(|period| period.to_string())
}

#[cfg(test)]
mod tests {
    use super::begins_annex;

    #[test]
    fn annexes_are_known_by_their_numbers() {
        for (text, expected) in [
            ("附件", true),
            ("附件2", true),
            ("附件 ２", true),
            ("附表十二", true),
            ("附件一百零一", true),
            ("附件二千零一十", true),
            ("附件管理办法", false),
            ("附件1 名单", false),
        ] {
            assert_eq!(begins_annex(text), expected, "{text}");
        }
    }
}
