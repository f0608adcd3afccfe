//! Dates that no calendar has: 2019年13月5日, 2月30日.
//!
//! In: a run of digits. Out: a defect where it is the month of such a date. Never guesses the right one.

use crate::report::findings::defect::scan::Sign;
use crate::report::findings::defect::{Found, Kind, Line, faults, number};

/// Looks at a run of digits before 月.
pub(super) fn month(line: Line<'_>, sign: &Sign, found: &mut Found) {
    let Some(after) = line.after(sign.end).strip_prefix('月') else {
        return;
    };
    // 1.13月 is a figure.
    if line
        .last_before(sign.at)
        .is_some_and(|c| matches!(c, '.' | '．'))
    {
        return;
    }
    let Some((month, _)) = number(line.after(sign.at), 2) else {
        return;
    };
    let Some((day, length)) = number(after, 2) else {
        return;
    };
    if !after
        .get(length..)
        .is_some_and(|rest| rest.starts_with('日'))
    {
        return;
    }
    let before = line.before(sign.at);
    let year = before.strip_suffix('年').and_then(year_at_end);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(is_leap) => 29,
        2 => 28,
        _ => 0,
    };
    if (1..=days).contains(&day) {
        return;
    }
    let end = sign.end + '月'.len_utf8() + length + '日'.len_utf8();
    let words = faults::impossible_date(line.get(sign.at..end), year);
    let place = (line.index, sign.at..end);
    found.add(Kind::ImpossibleDate, place, words, Vec::new());
}

/// The four digits that a text ends with.
fn year_at_end(text: &str) -> Option<u32> {
    let start = text.char_indices().rev().nth(3)?.0;
    let (year, length) = number(text.get(start..)?, 4)?;
    (start + length == text.len()).then_some(year)
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}
