//! Years that were damaged: a range that lost its dash (20152020年), a figure typed for another (二0一九年, 2O19年).
//!
//! In: a run of digits, or a zero. Out: a defect. Eight digits are a telephone number or a date too: only two
//! years, the later one second, before 年 or alone in brackets, are a range; no date has them, for no month is 19 or 20.

use crate::report::findings::defect::scan::Sign;
use crate::report::findings::defect::{Found, Kind, Line, digit, faults, is_year, number};

/// Years between the two of a range, at most.
const RANGE_MAX: u32 = 50;
/// What parts the years of a range.
const DASH: char = '—';
/// Han digits by their value.
const HAN: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Looks at a run of digits.
pub(super) fn digits(line: Line<'_>, sign: &Sign, found: &mut Found) {
    match line.get(sign.at..sign.end).chars().count() {
        8 => joined(line, sign, found),
        4 => apart(line, sign, found),
        1..=3 => letter(line, sign, found),
        _ => {}
    }
    if sign.end - sign.at == 1 && line.get(sign.at..sign.end) == "0" {
        zero(line, sign, found);
    }
}

/// 20152020年
fn joined(line: Line<'_>, sign: &Sign, found: &mut Found) {
    let run = line.get(sign.at..sign.end);
    let Some((middle, _)) = run.char_indices().nth(4) else {
        return;
    };
    let (first, second) = run.split_at(middle);
    if !is_range(value(first), value(second)) || is_joined(line.last_before(sign.at)) {
        return;
    }
    let after = line.after(sign.end);
    let is_year = after
        .trim_start_matches([' ', '\u{3000}'])
        .starts_with('年');
    let in_brackets = line.last_before(sign.at).is_some_and(is_open)
        && after
            .strip_prefix([')', '）'])
            .is_some_and(|rest| rest.starts_with(['》', '〉', '>']));
    if is_year || in_brackets {
        let mended = format!("{first}{DASH}{second}");
        tell(line, sign.at, sign.end, &mended, found);
    }
}

/// （2015 2020年）, （2015年2020年）
fn apart(line: Line<'_>, sign: &Sign, found: &mut Found) {
    if !line.last_before(sign.at).is_some_and(is_open) {
        return;
    }
    let first = line.get(sign.at..sign.end);
    let after = line.after(sign.end);
    let (Some(between @ (' ' | '\u{3000}' | '年')), rest) = first_of(after) else {
        return;
    };
    let Some((second, length)) = number(rest, 4) else {
        return;
    };
    let is_closed = rest
        .get(length..)
        .and_then(|rest| rest.strip_prefix('年'))
        .is_some_and(|rest| rest.starts_with([')', '）']));
    if !is_closed || !is_range(value(first), second) {
        return;
    }
    let end = sign.end + between.len_utf8() + length;
    let kept = if between == '年' { "年" } else { "" };
    let mended = format!(
        "{first}{kept}{DASH}{}",
        rest.get(..length).unwrap_or_default()
    );
    tell(line, sign.at, end, &mended, found);
}

/// 2O19年, 20l9年
fn letter(line: Line<'_>, sign: &Sign, found: &mut Found) {
    if is_joined(line.last_before(sign.at)) {
        return;
    }
    let mut mended = String::new();
    let mut length = 0;
    for c in line.after(sign.at).chars().take(4) {
        mended.push(match c {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            c if c.is_ascii_digit() => c,
            _ => return,
        });
        length += c.len_utf8();
    }
    let end = sign.at + length;
    if mended.len() == 4 && is_year(value(&mended)) && line.after(end).starts_with('年') {
        wrong(line, sign.at, end, &mended, found);
    }
}

/// Looks at a zero among Han digits: 二0一九年, 二〇一六二〇二〇年.
pub(super) fn zero(line: Line<'_>, sign: &Sign, found: &mut Found) {
    // The second digit of a year.
    let Some(first @ ('二' | '一')) = line.last_before(sign.at) else {
        return;
    };
    let start = sign.at - first.len_utf8();
    if line.last_before(start).is_some_and(|c| han(c).is_some()) {
        return;
    }
    let mut mended = String::new();
    let mut count = 0;
    let mut is_wrong = false;
    let mut end = start;
    for c in line.after(start).chars().take(9) {
        let Some(value) = han(c) else { break };
        is_wrong |= matches!(c, '0' | 'O' | 'o' | 'Ｏ');
        if count == 4 {
            mended.push(DASH);
        }
        mended.push(HAN.get(value as usize).copied().unwrap_or(c));
        end += c.len_utf8();
        count += 1;
    }
    if !line.after(end).starts_with('年') {
        return;
    }
    let value = |text: &str| text.chars().filter_map(han).fold(0, |sum, d| sum * 10 + d);
    match (count, mended.split_once(DASH)) {
        (4, None) if is_wrong && is_year(value(&mended)) => wrong(line, start, end, &mended, found),
        (8, Some((first, second))) if is_range(value(first), value(second)) => {
            tell(line, start, end, &mended, found);
        }
        _ => {}
    }
}

/// A Han digit, or what is typed for 〇.
fn han(c: char) -> Option<u32> {
    if matches!(c, '0' | 'O' | 'o' | 'Ｏ' | '○') {
        return Some(0);
    }
    let place = HAN.iter().position(|digit| *digit == c)?;
    u32::try_from(place).ok()
}

fn is_range(first: u32, second: u32) -> bool {
    is_year(first) && is_year(second) && first < second && second - first <= RANGE_MAX
}

/// Whether what stands before a figure makes it a piece of something else: a code, a decimal, a telephone number.
fn is_joined(before: Option<char>) -> bool {
    before.is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_' | '—' | '–' | '－')
    })
}

fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

fn value(digits: &str) -> u32 {
    digits
        .chars()
        .filter_map(digit)
        .fold(0, |sum, d| sum * 10 + d)
}

fn first_of(text: &str) -> (Option<char>, &str) {
    let mut chars = text.chars();
    (chars.next(), chars.as_str())
}

fn tell(line: Line<'_>, start: usize, end: usize, mended: &str, found: &mut Found) {
    let words = faults::lost_dash(line.get(start..end), mended);
    let mend = line.mend(start..end, mended);
    let place = (line.index, start..end);
    found.add(Kind::LostDashInYears, place, words, vec![mend]);
}

fn wrong(line: Line<'_>, start: usize, end: usize, mended: &str, found: &mut Found) {
    let words = faults::wrong_digit(line.get(start..end), mended);
    let mend = line.mend(start..end, mended);
    let place = (line.index, start..end);
    found.add(Kind::WrongDigitInYear, place, words, vec![mend]);
}
