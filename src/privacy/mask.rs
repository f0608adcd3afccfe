//! How what was found is shown: so much that somebody who has the text knows it, too little for anybody else.
//!
//! In: words and what they are. Out: the words with most of them starred. A masked text has as many bytes as the text, so
//! that places in the one are places in the other.

use std::ops::Range;

use crate::privacy::{Finding, Kind};

/// Digits of a number that names nobody: a year, a count.
const SHORT: usize = 5;

/// Characters at the beginning and at the end that stay.
fn kept(kind: Kind) -> (usize, usize) {
    match kind {
        Kind::Identity => (2, 3),
        Kind::Card => (4, 4),
        Kind::Phone => (3, 4),
        Kind::Passport => (2, 2),
        Kind::Plate => (2, 2),
        Kind::Mail => (1, 0),
        Kind::Home => (3, 0),
        Kind::Secrecy => (usize::MAX, 0),
    }
}

/// Words, starred: `11*************514`.
pub(super) fn masked(kind: Kind, words: &str) -> String {
    let (head, tail) = kept(kind);
    // What stands after the sign of a mail address names nobody.
    let open = match kind {
        Kind::Mail => words.find(['@', '＠']).unwrap_or(words.len()),
        _ => words.len(),
    };
    let count = words.chars().filter(|sign| is_counted(kind, *sign)).count();
    // What is short is starred whole.
    let (head, tail) = match kind == Kind::Secrecy || count > head + tail {
        true => (head, tail),
        false => (0, 0),
    };
    let mut shown = String::with_capacity(words.len());
    let mut seen = 0;
    for (offset, sign) in words.char_indices() {
        if offset >= open || !is_counted(kind, sign) {
            shown.push(sign);
            continue;
        }
        seen += 1;
        let is_kept = seen <= head || seen > count.saturating_sub(tail);
        match is_kept {
            true => shown.push(sign),
            false => add_star(&mut shown, sign),
        }
    }
    shown
}

/// Blanks and hyphens between groups stay as they are.
fn is_counted(kind: Kind, sign: char) -> bool {
    match kind {
        Kind::Home => true,
        _ => sign.is_alphanumeric(),
    }
}

/// A text of which nothing is known, in which no number can be read: of long ones two digits stay.
pub(super) fn blurred(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut run: Vec<char> = Vec::new();
    for sign in text.chars().map(Some).chain([None]) {
        if let Some(digit) = sign.filter(|sign| sign.is_numeric()) {
            run.push(digit);
            continue;
        }
        let kept = if run.len() > SHORT { 2 } else { run.len() };
        for (index, digit) in run.drain(..).enumerate() {
            match index < kept {
                true => shown.push(digit),
                false => add_star(&mut shown, digit),
            }
        }
        shown.extend(sign);
    }
    shown
}

/// As many bytes as the sign has.
fn add_star(shown: &mut String, sign: char) {
    match sign.len_utf8() {
        3 => shown.push('＊'),
        4 => shown.push_str("＊*"),
        length => shown.extend(std::iter::repeat_n('*', length)),
    }
}

/// A text in which all that was found is starred, with as many bytes.
pub(crate) fn masked_text(text: &str, findings: &[Finding]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for Finding {
        kind,
        range,
        masked,
        ..
    } in findings
    {
        let Range { start, end } = *range;
        // Marks are shown as they are, and may hold a number.
        if *kind == Kind::Secrecy || end <= at {
            continue;
        }
        shown.push_str(text.get(at..start).unwrap_or_default());
        shown.push_str(masked.get(at.saturating_sub(start)..).unwrap_or_default());
        at = end;
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    shown
}
