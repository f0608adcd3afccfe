//! Stops that stand beside each other (。。 ，。) or apart from their word (完成 。).
//!
//! In: a stop and what follows it. Out: a defect. 。。。 may be an ellipsis, ？！ is a mark of its own. Never looks at stops
//! between figures or Latin letters.

use crate::report::findings::defect::scan::{Class, Sign};
use crate::report::findings::defect::{Found, Kind, Line, faults, is_han_at, is_han_before};

/// Looks at the stop that `signs` begin with.
pub(super) fn doubled(line: Line<'_>, signs: &[Sign], found: &mut Found) {
    let [first, second, rest @ ..] = signs else {
        return;
    };
    if second.class != Class::Stop || second.at != first.end || !is_word_before(line, first.at) {
        return;
    }
    let is_third = rest
        .first()
        .is_some_and(|third| third.class == Class::Stop && third.at == second.end);
    let (Some(one), Some(two)) = (line.first_after(first.at), line.first_after(second.at)) else {
        return;
    };
    let (left, right) = (wide(one), wide(two));
    let is_pause = |c| matches!(c, '，' | '、' | '；' | '：');
    let mended = match (left, right) {
        _ if is_third => return,
        ('.', _) | (_, '.') => return,
        (a, b) if a == b && (is_pause(a) || a == '。') => Some(one),
        // The sentence ends there, or the paragraph does not.
        (a, '。') if is_pause(a) && line.after(second.end).trim_start().is_empty() => Some(two),
        (a, '。') | ('。', a) if is_pause(a) => None,
        (a, b) if is_pause(a) && is_pause(b) => None,
        _ => return,
    };
    let shown = line.get(first.at..second.end);
    let words = faults::doubled_stop(shown, mended);
    let range = first.at..second.end;
    let mends = mended.map(|mark| line.mend(range.clone(), mark));
    found.add(
        Kind::DoubledPunctuation,
        (line.index, range),
        words,
        mends.into_iter().collect(),
    );
}

/// Looks for a blank between a word and its stop.
pub(super) fn blank(line: Line<'_>, sign: &Sign, found: &mut Found) {
    let before = line.before(sign.at);
    let Some(blank @ (' ' | '\u{3000}' | '\u{A0}')) = before.chars().next_back() else {
        return;
    };
    let start = sign.at - blank.len_utf8();
    let mark = line.first_after(sign.at).unwrap_or_default();
    let is_stop = matches!(mark, '，' | '。' | '、' | '；' | '：')
        || matches!(mark, ',' | ';' | ':') && is_han_at(line.text, sign.end);
    // Two Han before it, or it may be a spread title or a form to be filled in.
    let is_word = is_han_before(line.text, start)
        && start
            .checked_sub(3)
            .is_some_and(|at| is_han_before(line.text, at));
    if is_stop && is_word {
        let words = faults::blank_before_stop(mark);
        let mend = line.mend(start..sign.at, "");
        let place = (line.index, start..sign.end);
        found.add(Kind::BlankBeforeMark, place, words, vec![mend]);
    }
}

/// Whether a stop stands behind Chinese words: Han, or a mark that closes.
fn is_word_before(line: Line<'_>, at: usize) -> bool {
    is_han_before(line.text, at)
        || line
            .last_before(at)
            .is_some_and(|c| matches!(c, '》' | '”' | '）' | ')' | '」' | '〕' | '%' | '％'))
}

/// The full-width form of a stop.
pub(super) fn wide(c: char) -> char {
    match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        c => c,
    }
}
