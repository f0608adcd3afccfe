//! Finds the places in a paragraph where the number of a part may stand.
//!
//! In: displayed text and where its lines begin. Out: candidates in order of place. Never decides which of
//! them are parts.

use crate::character::is_unseen;
use crate::report::outline::marker::{self, Marker};
use crate::report::outline::numeral::padding;

#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) at: usize,
    pub(super) marker: Marker,
    pub(super) starts_line: bool,
    /// Whether nothing of its paragraph stands before it.
    pub(super) starts_paragraph: bool,
    /// The character before it, spaces apart.
    pub(super) before: Option<char>,
}

/// Finds all that may be a number, in order of place.
///
/// Walks bytes, not characters: most of a report is Han, whose lead bytes are passed over three at a time.
pub(super) fn collect(text: &str, lines: &[u32], candidates: &mut Vec<Candidate>) {
    candidates.clear();
    let bytes = text.as_bytes();
    let mut lines = lines.iter().map(|l| *l as usize);
    let mut next_line = lines.next().unwrap_or(usize::MAX);
    let mut before = None;
    let mut starts_line = true;
    let mut starts_paragraph = true;
    // Whether a number may begin here: after a stop or a bracket, with spaces between.
    let mut may_begin = true;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if at >= next_line {
            next_line = lines.next().unwrap_or(usize::MAX);
            (starts_line, may_begin, before) = (true, true, None);
            starts_paragraph = false;
        }
        if !may_begin {
            match byte {
                // Han without the punctuation block, and most letters.
                0xE4..=0xE9 => {
                    while at < next_line && matches!(bytes.get(at), Some(0xE4..=0xE9)) {
                        at += 3;
                    }
                    continue;
                }
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'(' => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        if may_begin && (c == '\n' || is_unseen(c)) {
            at += c.len_utf8();
            continue;
        }
        if may_begin
            && (could_begin(c) || starts_line && could_begin_line(c))
            && let Some(marker) = marker::read(&text[at..])
        {
            candidates.push(Candidate {
                at,
                marker,
                starts_line,
                starts_paragraph: starts_paragraph && starts_line,
                before,
            });
            at += marker.length;
            before = text[..at].chars().next_back();
            starts_line = false;
            continue;
        }
        starts_line = false;
        may_begin = matches!(
            c,
            '。' | '；'
                | '，'
                | '：'
                | '、'
                | '！'
                | '？'
                | '）'
                | '”'
                | ';'
                | ','
                | ':'
                | '!'
                | '?'
                | ')'
        );
        before = Some(c);
        at += c.len_utf8();
    }
}

fn could_begin(c: char) -> bool {
    matches!(c,
        '0'..='9' | '(' | '（' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '第'
        | '０'..='９' | '①'..='⒛' | '㈠'..='㈩' | '㉑'..='㉟' | '㊱'..='㊿'
        | '⼀' | '⼆' | '⼋' | '⼗' | '\u{F9D1}')
}

/// 壹 and 甲, which inside a line are words.
fn could_begin_line(c: char) -> bool {
    "壹贰貳叁叄參肆伍陆陸柒捌玖拾甲乙丙丁戊己庚辛壬癸".contains(c)
}

/// The number that an English paragraph begins with.
pub(super) fn english(text: &str) -> Option<Candidate> {
    let at = padding(text);
    let marker = marker::english::read(&text[at..]).or_else(|| {
        marker::read(&text[at..]).filter(|m| matches!(m.kind, marker::Kind::Decimal(2..)))
    })?;
    Some(Candidate {
        at,
        marker,
        starts_line: true,
        starts_paragraph: true,
        before: None,
    })
}
