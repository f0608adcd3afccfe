//! The sentence around what was found.
//!
//! In: a text and the bytes of what was found in it. Out: the bytes of the sentence; of a long one what is near, from one
//! pause to another.

use std::ops::Range;

/// Bytes of a sentence that are kept on either side, at most.
const SIDE: usize = 150;

/// The bytes of the sentence in which `range` stands.
pub(crate) fn around(text: &str, range: &Range<usize>) -> Range<usize> {
    // No further than what is kept: a text without an end of a sentence would be gone through for each place.
    let first = text.ceil_char_boundary(range.start.saturating_sub(SIDE));
    let last = text.floor_char_boundary(range.end.saturating_add(SIDE).min(text.len()));
    let before = text.get(first..range.start).unwrap_or_default();
    let after = text.get(range.end..last).unwrap_or_default();
    let behind = |(at, c): (usize, char)| first + at + c.len_utf8();
    let start = match before.char_indices().rev().find(|(_, c)| is_end(*c)) {
        Some(end) => behind(end),
        None if first == 0 => 0,
        None => before
            .char_indices()
            .find(|(_, c)| is_pause(*c))
            .map_or(first, behind),
    };
    // A quotation ends with its sentence.
    let head = text.get(start..range.start).unwrap_or_default();
    let start = range.start - head.trim_start_matches(is_after_end).len();
    let end = match after.char_indices().find(|(_, c)| is_end(*c)) {
        Some((at, c)) => {
            let end = range.end + at + c.len_utf8();
            let tail = text.get(end..).unwrap_or_default();
            end + tail
                .chars()
                .take_while(|c| is_quote(*c))
                .map(char::len_utf8)
                .sum::<usize>()
        }
        None if last == text.len() => last,
        None => {
            let pause = after.char_indices().rev().find(|(_, c)| is_pause(*c));
            pause.map_or(last, |(at, _)| range.end + at)
        }
    };
    start..end
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n')
}

fn is_pause(c: char) -> bool {
    matches!(c, '，' | '、' | ',' | '：')
}

fn is_quote(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』')
}

fn is_after_end(c: char) -> bool {
    c.is_whitespace() || is_quote(c)
}
