//! Keeps the Markdown parser from reading official numbers as lists, without touching the text.
//!
//! In: the text of a body. Out: a copy of equal length for the parser to read, in which the stop after a
//! number at the head of a line, and the colon of what would be a definition of a link, are control
//! characters; text is then taken from the original at the same offsets. Never changes what is displayed.

use std::borrow::Cow;

use crate::report::markdown::link;

/// Stands for the full stop of `1.` in the parser's copy.
pub(crate) const DOT: char = '\u{1}';
/// Stands for the bracket of `1)`.
pub(crate) const BRACKET: char = '\u{2}';
/// Stands for the colon of `[注]: …`.
pub(crate) const COLON: char = '\u{3}';
/// The masks, as bytes.
pub(crate) const MASKS: std::ops::RangeInclusive<u8> = 1..=3;

/// Bytes of what may be a destination that are looked at: enough for a scheme or a path to show.
const DESTINATION_MAX: usize = 200;

/// The body with each control character that HTML forbids replaced by as many spaces as it has bytes.
///
/// Also returns the offset of the first one, for the warning.
pub(crate) fn without_controls(body: &str) -> (Cow<'_, str>, Option<usize>) {
    // A fold without early exit, which the compiler turns into vector instructions.
    let suspicious = body.bytes().fold(false, |found, b| {
        found | (b < 0x20) & (b != b'\n') | (b == 0x7F) | (b == 0xC2)
    });
    if !suspicious {
        return (Cow::Borrowed(body), None);
    }
    let is_bad = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let Some(first) = body.find(is_bad) else {
        return (Cow::Borrowed(body), None);
    };
    let mut clean = String::with_capacity(body.len());
    for c in body.chars() {
        if is_bad(c) {
            clean.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            clean.push(c);
        }
    }
    (Cow::Owned(clean), Some(first))
}

/// The parser's copy of `text`: `N.` and `N)` at the head of a line open no list.
///
/// Lines inside code or HTML are masked too, which is harmless: their text also comes from the original.
pub(crate) fn without_ordered_lists(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut masked = String::new();
    let mut copied = 0;
    let mut line = 0;
    loop {
        if let Some(stop) = list_stop(bytes, line) {
            if masked.is_empty() {
                masked.reserve(text.len());
            }
            masked.push_str(&text[copied..stop]);
            masked.push(if bytes[stop] == b'.' { DOT } else { BRACKET });
            copied = stop + 1;
        }
        match text[line..].find('\n') {
            Some(length) => line += length + 1,
            None => break,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    masked.push_str(&text[copied..]);
    Cow::Owned(masked)
}

/// Where `]:` stands. A search for one byte is several times as fast as one for both.
pub(crate) fn label_ends(text: &str) -> impl Iterator<Item = usize> {
    let closes = text.match_indices(']').map(|(close, _)| close);
    closes.filter(|close| text.as_bytes().get(close + 1) == Some(&b':'))
}

/// The parser's copy of `masked`: `[注]: …` defines no link where no destination follows the colon.
///
/// The parser would take such a line away, for a definition is not displayed.
pub(crate) fn without_definitions(masked: Cow<'_, str>) -> Cow<'_, str> {
    let mut result = String::new();
    let mut copied = 0;
    // Where the search for the bracket that opens a label may stop: each byte is looked at once.
    let mut floor = 0;
    for close in label_ends(&masked) {
        let label = masked[floor..close].rfind('[').map(|open| floor + open);
        floor = close;
        let colon = close + 1;
        if !label.is_some_and(|open| begins_definition(&masked, open))
            || is_destination(destination(&masked[colon + 1..]))
        {
            continue;
        }
        result.push_str(&masked[copied..colon]);
        result.push(COLON);
        copied = colon + 1;
    }
    if copied == 0 {
        return masked;
    }
    result.push_str(&masked[copied..]);
    Cow::Owned(result)
}

/// Whether the bracket at `open` has nothing before it on its line but the marks of containers.
///
/// That of a note, `[^1]`, defines no link.
pub(crate) fn begins_definition(text: &str, open: usize) -> bool {
    let before = text[..open].trim_end_matches([' ', '\t', '>', '-', '+', '*']);
    !text[open..].starts_with("[^")
        && (before.is_empty() || before.ends_with('\n') || before.ends_with("]:"))
}

/// What stands where the destination of a definition does: on the same line, or on the next.
fn destination(after_colon: &str) -> &str {
    let line = after_colon.trim_start_matches([' ', '\t']);
    let start = match line.trim_start_matches('\r').strip_prefix('\n') {
        Some(next) => next.trim_start_matches([' ', '\t', '>']),
        None => line,
    };
    // Bounded, for the text may have many colons and no space.
    let is_end = |(at, c): &(usize, char)| c.is_ascii_whitespace() || *at >= DESTINATION_MAX;
    let end = start.char_indices().find(is_end);
    &start[..end.map_or(start.len(), |(at, _)| at)]
}

/// Whether it is meant as a destination, not as words: a scheme, `#…`, `<…>`, or an ASCII path with `/` or `.`.
pub(crate) fn is_destination(text: &str) -> bool {
    text.starts_with(['<', '#'])
        || link::scheme(text).is_some()
        || text.is_ascii() && text.contains(['/', '.'])
}

/// Where the stop of an ordered list marker stands, if the line at `at` begins with one.
///
/// The markers of containers that may stand before it are skipped: `>`, bullets, `[^1]:`.
fn list_stop(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b' ' | b'\t' | b'>' => at += 1,
            b'-' | b'+' | b'*' if is_space_or_end(bytes, at + 1) => at += 1,
            b'[' if bytes.get(at + 1) == Some(&b'^') => {
                let length = bytes[at..].iter().position(|b| matches!(b, b']' | b'\n'))?;
                if bytes.get(at + length + 1) != Some(&b':') {
                    return None;
                }
                at += length + 2;
            }
            b'0'..=b'9' => break,
            _ => return None,
        }
    }
    let digits = bytes[at..]
        .iter()
        .take(10)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let stop = at + digits;
    (digits < 10
        && matches!(bytes.get(stop), Some(b'.' | b')'))
        && is_space_or_end(bytes, stop + 1))
    .then_some(stop)
}

fn is_space_or_end(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

/// Undoes the masks in a string that the parser made itself (one with line ends or escapes resolved).
pub(crate) fn unmask(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|b| MASKS.contains(&b)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| match c {
                DOT => '.',
                BRACKET => ')',
                COLON => ':',
                other => other,
            })
            .collect(),
    )
}
