//! Numbers of parts that lost one of their brackets: 四)认真落实 after (三), （四认真落实.
//!
//! In: how passages begin, in order. Out: a defect with its mend where the number is the next of a series that has both
//! brackets. 1) and 2) are a series of their own. Never judges a number that no series wants.

use std::ops::Range;

use crate::character::han_value;
use crate::report::findings::defect::{Found, Kind, Line, Mend, digit, faults};
use crate::report::outline::padding;
use crate::report::passage::Passage;

/// Above this a number counts no parts.
const VALUE_MAX: u32 = 99;
/// Characters within which a bracket that was opened would be closed.
const CLOSE_MAX: usize = 40;

/// A number as passages begin with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    open: Option<char>,
    value: u32,
    close: Option<char>,
    /// Bytes of the passage that the figure takes.
    figure: (usize, usize),
}

/// The last numbers of the series with Han figures and of that with digits.
#[derive(Default)]
pub(super) struct PartNumbers {
    /// With both brackets: value and the opening one.
    whole: [Option<(u32, char)>; 2],
    /// With the closing one alone.
    closed: [Option<u32>; 2],
    /// A first number without its opening bracket: where it stands, which a second one with both would show.
    first: [Option<(usize, Range<usize>)>; 2],
}

impl PartNumbers {
    /// Looks at the beginning of a passage.
    pub(super) fn see(&mut self, index: usize, passage: &Passage<'_>, found: &mut Found) {
        if passage.kind.is_cell() {
            return;
        }
        let line = Line {
            index,
            text: passage.text,
        };
        let Some((number, is_han)) = read(line) else {
            return;
        };
        let family = usize::from(is_han);
        let (Some(whole), Some(closed), Some(first)) = (
            self.whole.get_mut(family),
            self.closed.get_mut(family),
            self.first.get_mut(family),
        ) else {
            return;
        };
        match (number.open, number.close) {
            (Some(open), Some(_)) => {
                if number.value == 2
                    && let Some(place) = first.take()
                {
                    tell_open(place, open, 1, is_han, found);
                }
                *whole = Some((number.value, open));
                *first = None;
            }
            (None, Some(close)) => {
                let goes_on = closed.is_some_and(|last| last + 1 == number.value);
                let is_wanted = whole.filter(|(last, _)| last + 1 == number.value);
                let place = (index, number.figure.0..number.figure.1 + close.len_utf8());
                if number.value == 1 {
                    *first = Some(place);
                } else if let Some((_, open)) = is_wanted.filter(|_| !goes_on) {
                    tell_open(place, open, number.value, is_han, found);
                    *whole = Some((number.value, open));
                    return;
                } else {
                    *first = None;
                }
                *closed = Some(number.value);
            }
            (Some(open), None) => {
                let is_wanted =
                    whole.is_some_and(|(last, _)| number.value > 1 && last + 1 == number.value);
                if is_wanted && !closes_soon(line, number.figure.1) {
                    tell_close(line, &number, open, found);
                    *whole = Some((number.value, open));
                }
            }
            (None, None) => {}
        }
    }
}

/// The number that a passage begins with, where it has a bracket, and whether its figure is Han.
fn read(line: Line<'_>) -> Option<(Number, bool)> {
    let start = padding(line.text);
    let first = line.first_after(start)?;
    let open = matches!(first, '(' | '（').then_some(first);
    let at = start + open.map_or(0, char::len_utf8);
    let rest = line.after(at);
    let (value, length, is_han) = figure(rest)?;
    let next = rest.get(length..)?.chars().next();
    let close = next.filter(|c| matches!(c, ')' | '）'));
    let number = Number {
        open,
        value,
        close,
        figure: (at, at + length),
    };
    (open.is_some() || close.is_some()).then_some((number, is_han))
}

/// A figure of digits or of Han, up to 99: its value, its bytes, whether it is Han.
fn figure(text: &str) -> Option<(u32, usize, bool)> {
    let first = text.chars().next()?;
    let (mut value, mut length) = (0, 0);
    if digit(first).is_some() {
        for c in text.chars() {
            let Some(digit) = digit(c) else { break };
            value = value * 10 + digit;
            length += c.len_utf8();
            if value > VALUE_MAX {
                return None;
            }
        }
        return (value > 0).then_some((value, length, false));
    }
    let mut units = 0;
    for c in text.chars() {
        match han_value(c)? {
            10 => {
                value = if length == 0 { 10 } else { units * 10 };
                units = 0;
            }
            digit @ 1..=9 if units == 0 => units = digit,
            _ => return None,
        }
        length += c.len_utf8();
        let next = text.get(length..)?.chars().next();
        if next.and_then(han_value).is_none() {
            return Some((value + units, length, true));
        }
    }
    None
}

/// Whether the bracket before a figure is closed within its sentence.
fn closes_soon(line: Line<'_>, at: usize) -> bool {
    let next = line
        .after(at)
        .chars()
        .take(CLOSE_MAX)
        .find(|c| matches!(c, ')' | '）' | '(' | '（' | '。' | '；' | ';'));
    matches!(next, Some(')' | '）'))
}

/// `place` is the passage, and the figure with its bracket.
fn tell_open(
    place: (usize, Range<usize>),
    open: char,
    value: u32,
    is_han: bool,
    found: &mut Found,
) {
    let words = faults::lost_bracket_in_part_number(&shown(value, is_han), open, true);
    let mend = Mend {
        passage: place.0,
        range: place.1.start..place.1.start,
        text: open.to_string(),
    };
    found.add(Kind::LostBracketInPartNumber, place, words, vec![mend]);
}

fn tell_close(line: Line<'_>, number: &Number, open: char, found: &mut Found) {
    let close = if open == '(' { ')' } else { '）' };
    let at = number.figure.1;
    let figure = line.get(number.figure.0..at);
    let words = faults::lost_bracket_in_part_number(figure, close, false);
    let start = number.figure.0 - open.len_utf8();
    found.add(
        Kind::LostBracketInPartNumber,
        (line.index, start..at),
        words,
        vec![line.mend(at..at, close)],
    );
}

/// A figure up to 99 as it is written.
fn shown(value: u32, is_han: bool) -> String {
    const HAN: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if !is_han {
        return value.to_string();
    }
    let digit = |value: u32| HAN.get(value as usize).copied().unwrap_or_default();
    match value {
        0..=9 => digit(value).to_owned(),
        10..=19 => format!("十{}", digit(value - 10)),
        _ => format!("{}十{}", digit(value / 10), digit(value % 10)),
    }
}
