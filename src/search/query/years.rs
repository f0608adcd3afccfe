//! The years of a query: `2019`, `2019..2021`, `2019..`, `..2021`, `undated`, and the ways in which
//! people write the same.
//!
//! In goes the value of the field, out come years or what is wrong with it. Which years a report belongs
//! to is not known here.

use std::fmt;
use std::ops::RangeInclusive;

use crate::search::error::QueryFaultKind;
use crate::search::text::fold::fold;

/// The first year that four digits can say; where a range has no beginning, it begins here.
const FIRST: u16 = 0;

/// The last year that four digits can say; where a range has no end, it ends here.
const LAST: u16 = 9999;

/// What stands in a range that may lack one of its years.
const OPEN: [&str; 2] = ["..", "。。"];

/// What may stand between two years as well, the longer before the shorter; all folded.
const BETWEEN: [&str; 9] = ["——", "—", "--", "-", "–", "~", "〜", "至", "到"];

/// How reports that belong to no year are asked for.
const UNDATED: [&str; 2] = ["undated", "未标注日期"];

/// The years that a report may belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Years {
    /// None: reports without any date.
    Undated,
    /// Any of these; without a beginning from 0, without an end to 9999.
    Within(RangeInclusive<u16>),
}

impl Years {
    /// Understands the value of the field.
    pub(super) fn parse(value: &str) -> Result<Years, QueryFaultKind> {
        let folded: String = value.chars().map(fold).collect();
        if UNDATED.contains(&folded.as_str()) {
            return Ok(Years::Undated);
        }
        let (first, rest) = year(&folded);
        let without = |marks: &[&str]| marks.iter().find_map(|mark| rest.strip_prefix(mark));
        let (open, between) = (without(&OPEN), without(&BETWEEN));
        let (last, rest) = year(open.or(between).unwrap_or(rest));
        let is_range = open.is_some() || between.is_some();
        let years = match (first, last) {
            (Some(first), Some(last)) if is_range => first..=last,
            (Some(first), None) if open.is_some() => first..=LAST,
            (None, Some(last)) if open.is_some() => FIRST..=last,
            (Some(year), None) if !is_range => year..=year,
            _ => return Err(QueryFaultKind::NoYear),
        };
        match (rest, years) {
            ("", years) if years.is_empty() => Err(QueryFaultKind::YearsBackwards {
                first: *years.start(),
                last: *years.end(),
            }),
            ("", years) => Ok(Years::Within(years)),
            _ => Err(QueryFaultKind::NoYear),
        }
    }
}

/// The year that a folded text begins with, if it does, and what follows.
fn year(text: &str) -> (Option<u16>, &str) {
    let year = text
        .get(..4)
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok());
    match (year, text.get(4..)) {
        (Some(year), Some(rest)) => {
            let named = ["年度", "年"]
                .iter()
                .find_map(|name| rest.strip_prefix(name));
            (Some(year), named.unwrap_or(rest))
        }
        _ => (None, text),
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Years::Within(years) = self else {
            return f.write_str("undated");
        };
        match (*years.start(), *years.end()) {
            (first, last) if first == last => write!(f, "{first:04}"),
            (first, LAST) => write!(f, "{first:04}.."),
            (FIRST, last) => write!(f, "..{last:04}"),
            (first, last) => write!(f, "{first:04}..{last:04}"),
        }
    }
}
