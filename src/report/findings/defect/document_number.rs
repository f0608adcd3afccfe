//! Document numbers whose brackets were lost, misplaced or typed as others: 〔201550号, 〔2016〕8)号, `[2016]8号`.
//!
//! In: a run of digits. Out: a defect with its mend. A number is a code of Han, a year in brackets, a figure and 号; of
//! one that has lost both brackets nothing is said, for it may be a figure. Round brackets are also those of
//! sentences, so that they are judged by what stands around the number.

use std::ops::Range;

use crate::report::findings::defect::scan::Sign;
use crate::report::findings::defect::{
    Found, Kind, Line, digit, faults, is_han_before, is_year, number,
};

/// Digits of the figure after the year.
const FIGURE_MAX: usize = 5;
/// What follows the figure.
const HAO: [char; 2] = ['号', '號'];
/// Bytes before the year in which a number can begin.
const REACH: usize = 16;

/// Looks at a run of digits: the year of a number, or its figure.
pub(super) fn digits(line: Line<'_>, sign: &Sign, found: &mut Found) {
    let Some(length) = digits_length(line, sign.at, sign.end) else {
        return;
    };
    if length == 4 {
        year(line, sign, found);
    }
    if (5..=4 + FIGURE_MAX).contains(&length) && line.after(sign.end).starts_with(HAO) {
        lost_close(line, sign, found);
    }
    if length <= FIGURE_MAX {
        misplaced(line, sign, found);
    }
}

fn digits_length(line: Line<'_>, start: usize, end: usize) -> Option<usize> {
    let text = line.get(start..end);
    let count = match text.is_ascii() {
        true => text.len(),
        false => text.chars().count(),
    };
    (count > 0).then_some(count)
}

/// `[2016]8号`, 〔2016)8号; 发2016〕8号
fn year(line: Line<'_>, sign: &Sign, found: &mut Found) {
    if number(line.after(sign.at), 4).is_none_or(|(value, _)| !is_year(value)) {
        return;
    }
    let Some(close) = line.first_after(sign.end).filter(|c| is_close(*c)) else {
        apart(line, sign, found);
        return;
    };
    let after_close = sign.end + close.len_utf8();
    let Some(end) = end_of_figure(line, after_close) else {
        return;
    };
    match line.last_before(sign.at) {
        Some(open) if is_open(open) => {
            let start = sign.at - open.len_utf8();
            let is_right = open == '〔' && close == '〕';
            let is_sure = !is_round(open) && !is_round(close) || is_followed(line, end);
            if is_right || !is_han_before(line.text, start) || !is_sure {
                return;
            }
            let mended = format!("〔{}〕", line.get(sign.at..sign.end));
            let shown = line.get(start..end);
            let whole = format!("{mended}{}", line.get(after_close..end));
            let words = faults::wrong_bracket_in_number(shown, &whole);
            let mend = line.mend(start..after_close, mended);
            found.add(
                Kind::WrongBracketInNumber,
                (line.index, start..end),
                words,
                vec![mend],
            );
        }
        _ if is_only_of_numbers(close) && is_han_before(line.text, sign.at) => {
            let mended = format!("〔{}〕", line.get(sign.at..sign.end));
            lost(line, sign.at..end, sign.at..after_close, &mended, found);
        }
        _ => {}
    }
}

/// 〔2016 8号
fn apart(line: Line<'_>, sign: &Sign, found: &mut Found) {
    let Some(open) = line.last_before(sign.at).filter(|c| is_only_of_numbers(*c)) else {
        return;
    };
    let start = sign.at - open.len_utf8();
    if !line.after(sign.end).starts_with(' ') || !is_han_before(line.text, start) {
        return;
    }
    if let Some(end) = end_of_figure(line, sign.end) {
        let mended = format!("〔{}〕", line.get(sign.at..sign.end));
        lost(line, start..end, start..sign.end + 1, &mended, found);
    }
}

/// 〔201550号
fn lost_close(line: Line<'_>, sign: &Sign, found: &mut Found) {
    let Some(open) = line.last_before(sign.at).filter(|c| is_open(*c)) else {
        return;
    };
    let start = sign.at - open.len_utf8();
    let run = line.get(sign.at..sign.end);
    let Some((middle, _)) = run.char_indices().nth(4) else {
        return;
    };
    let (year, figure) = run.split_at(middle);
    let is_number = number(year, 4).is_some_and(|(value, _)| is_year(value));
    let is_coded = match is_round(open) {
        true => line.last_before(start).is_some_and(ends_code),
        false => is_han_before(line.text, start),
    };
    // 10 times more documents than a body has in a year: it is a figure.
    if !is_number || !is_coded || figure.chars().filter_map(digit).count() > FIGURE_MAX - 1 {
        return;
    }
    let end = sign.end + '号'.len_utf8();
    let close = line
        .first_after(end)
        .filter(|c| is_round(*c) && is_close(*c));
    match close.filter(|_| is_round(open) && !has_open_round(line.before(start))) {
        // The bracket was closed behind 号, and is no bracket of the sentence.
        Some(close) => {
            let mended = format!("〔{year}〕{}", line.get(sign.at + middle..end));
            let whole = start..end + close.len_utf8();
            lost(line, whole.clone(), whole, &mended, found);
        }
        None => {
            let mended = format!("〔{year}〕");
            lost(line, start..end, start..sign.at + middle, &mended, found);
        }
    }
}

/// A number that is mended by writing `mended` in place of the range `year`.
fn lost(line: Line<'_>, whole: Range<usize>, year: Range<usize>, mended: &str, found: &mut Found) {
    let after = line.get(year.end..whole.end);
    let words = faults::lost_bracket(line.get(whole.clone()), &format!("{mended}{after}"));
    let mend = line.mend(year, mended);
    found.add(
        Kind::LostBracketInNumber,
        (line.index, whole),
        words,
        vec![mend],
    );
}

/// 〔2016〕8)号, where the bracket belongs behind 号 or is one too many.
fn misplaced(line: Line<'_>, sign: &Sign, found: &mut Found) {
    let Some(stray) = line.first_after(sign.end).filter(|c| is_close(*c)) else {
        return;
    };
    let after = sign.end + stray.len_utf8();
    if !line.after(after).starts_with(HAO) {
        return;
    }
    let Some(start) = start_of_year(line, sign.at) else {
        return;
    };
    let end = after + '号'.len_utf8();
    // The sentence's own bracket stands before the code.
    let is_open_before = is_round(stray) && has_open_round(line.before(start));
    let hao = line.get(after..end);
    let mended = match is_open_before {
        true => format!("{hao}{stray}"),
        false => hao.to_owned(),
    };
    let whole = format!("{}{mended}", line.get(start..sign.end));
    let words = faults::misplaced_bracket(line.get(start..end), &whole);
    let mend = line.mend(sign.end..end, mended);
    found.add(
        Kind::MisplacedBracketInNumber,
        (line.index, start..end),
        words,
        vec![mend],
    );
}

/// Whether a round bracket is open where `text` ends; no further back than a title's length.
fn has_open_round(text: &str) -> bool {
    let near = text.len().saturating_sub(REACH * 8);
    let text = text
        .get(text.ceil_char_boundary(near)..)
        .unwrap_or_default();
    let open = text.rfind(['(', '（']);
    let close = text.rfind([')', '）']);
    open.is_some_and(|open| close.is_none_or(|close| close < open))
}

/// Where the bracketed year begins that ends at `end`.
fn start_of_year(line: Line<'_>, end: usize) -> Option<usize> {
    let before = line.before(end);
    let close = before.chars().next_back().filter(|c| is_close(*c))?;
    let year_end = end - close.len_utf8();
    let year_start = line.before(year_end).char_indices().rev().nth(3)?.0;
    let (year, length) = number(line.after(year_start), 4)?;
    let open = line.last_before(year_start).filter(|c| is_open(*c))?;
    let start = year_start - open.len_utf8();
    let is_whole = year_start + length == year_end && is_year(year);
    (is_whole && is_han_before(line.text, start)).then_some(start)
}

/// Where the number ends whose year is closed before `at`: 8号, 第8号.
fn end_of_figure(line: Line<'_>, at: usize) -> Option<usize> {
    let rest = line.after(at);
    let inner = rest.trim_start_matches(' ');
    let inner = inner.strip_prefix('第').unwrap_or(inner);
    let (_, length) = number(inner, FIGURE_MAX)?;
    let after = inner.get(length..)?.trim_start_matches(' ');
    after
        .starts_with(HAO)
        .then(|| line.text.len() - after.len() + '号'.len_utf8())
}

/// Whether what follows 号 goes on as after a document's number: （2016）8号楼 is a house.
fn is_followed(line: Line<'_>, end: usize) -> bool {
    line.first_after(end).is_none_or(|c| {
        !c.is_alphanumeric()
            || matches!(
                c,
                '文' | '令'
                    | '公'
                    | '通'
                    | '的'
                    | '和'
                    | '及'
                    | '与'
                    | '精'
                    | '规'
                    | '等'
                    | '批'
                    | '印'
                    | '要'
            )
    })
}

/// Whether a code of documents ends with the character, most do.
fn ends_code(c: char) -> bool {
    matches!(
        c,
        '发' | '办'
            | '函'
            | '字'
            | '令'
            | '规'
            | '通'
            | '文'
            | '政'
            | '發'
            | '辦'
            | '規'
            | '法'
            | '委'
            | '府'
    )
}

/// Whether a bracket is rare but for the numbers of documents.
fn is_only_of_numbers(c: char) -> bool {
    matches!(
        c,
        '〔' | '〕' | '[' | ']' | '［' | '］' | '【' | '】' | '﹝' | '﹞'
    )
}

fn is_round(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）')
}

/// Brackets that are typed around the year of a number.
fn is_open(c: char) -> bool {
    matches!(
        c,
        '〔' | '[' | '［' | '【' | '(' | '（' | '﹝' | '〖' | '〘' | '{' | '｛' | '<' | '〈' | '《'
    )
}

fn is_close(c: char) -> bool {
    matches!(
        c,
        '〕' | ']' | '］' | '】' | ')' | '）' | '﹞' | '〗' | '〙' | '}' | '｝' | '>' | '〉' | '》'
    )
}
