//! The one rule by which displayed text becomes plain text: line ends, raised and lowered digits, signs of notes.
//!
//! In: characters and words as they are displayed. Out: as a row of characters says the same, for whatever shows or
//! searches text without markup: search, description, feeds, data, citations. Never sees markup or YAML; those who
//! read them ask here, so that a body and its front matter agree.

use std::borrow::Cow;

use crate::character::is_cjk;

/// What stands between blanks and control characters, on one line: for places that have one, such as the head of a report.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A mark that Chinese and Western texts share, so that it is no sign of either: “” ‘’ … — ·
fn is_shared_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{201F}' | '\u{2026}' | '\u{B7}')
}

/// Half-width punctuation that Chinese texts type where the full-width form belongs.
fn is_half_width_stop(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '!' | '?' | '(' | ')')
}

/// Whether a line break between these two characters stands for nothing, not for a space.
///
/// Both are Han or full-width; or one is, and the other is a mark that Chinese shares with Western text, or, in
/// Chinese text, a figure or a letter: official texts set no space there. `before_last` is the character before `last`:
/// official texts often type half-width punctuation (工作部署,根据…), which belongs to the Han on both its sides.
pub(crate) fn joins_across_break(
    before_last: Option<char>,
    last: char,
    next: char,
    chinese: bool,
) -> bool {
    let is_word = |c: char| chinese && (c.is_alphanumeric() || matches!(c, '%' | '‰' | '℃' | '°'));
    if is_cjk(last) {
        is_cjk(next) || is_shared_mark(next) || is_half_width_stop(next) || is_word(next)
    } else {
        let is_mark =
            is_shared_mark(last) || is_half_width_stop(last) && before_last.is_some_and(is_cjk);
        is_cjk(next) && (is_mark || is_word(last))
    }
}

/// Raised text in one line with what it stands on: 10⁴, never 104; letters stay what they are (1st).
pub(crate) fn raised(text: &str) -> Cow<'_, str> {
    with_digits(
        text,
        ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'],
        ['⁺', '⁻'],
    )
}

/// Lowered text in one line with what it stands on: CO₂.
pub(crate) fn lowered(text: &str) -> Cow<'_, str> {
    with_digits(
        text,
        ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'],
        ['₊', '₋'],
    )
}

/// Whether raised text is the sign of a note, which is no text, and can be nothing else: `[1]`, ①, 注2, *; a bare figure
/// may be a power.
pub(crate) fn is_note_sign(text: &str) -> bool {
    let text = text.trim();
    let inner = text
        .trim_start_matches(['[', '［', '〔', '【', '(', '（'])
        .trim_end_matches([']', '］', '〕', '】', ')', '）']);
    let number = inner.strip_prefix(['注', '註']).unwrap_or(inner);
    let is_number = number
        .chars()
        .all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let is_marked = inner.len() < text.len() || number.len() < inner.len();
    let is_sign = |c: char| matches!(c, '①'..='⑳' | '*' | '＊' | '†' | '‡' | '※');
    !text.is_empty() && (is_marked && is_number || text.chars().all(is_sign))
}

/// The text with its digits and signs raised or lowered, if it has digits.
fn with_digits(text: &str, digits: [char; 10], [plus, minus]: [char; 2]) -> Cow<'_, str> {
    let digit = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).and_then(|c| c.to_digit(10)),
        _ => c.to_digit(10),
    };
    if !text.chars().any(|c| digit(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let small = |c: char| match (digit(c), c) {
        (Some(digit), _) => digits.get(digit as usize).copied().unwrap_or(c),
        (None, '+' | '＋') => plus,
        (None, '-' | '−' | '－' | '–') => minus,
        (None, other) => other,
    };
    Cow::Owned(text.chars().map(small).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_break_beside_han_is_nothing_in_chinese() {
        // (before, after, in a Chinese text, in another)
        let cases = [
            ("办理", "各类", true, true),
            ("3", "件", true, false),
            ("共", "3", true, false),
            ("API", "接口", true, false),
            ("用", "API", true, false),
            ("12%", "左右", true, false),
            ("部署,", "根据", true, true),
            ("A,", "根据", false, false),
            ("两个", "“中心”", true, true),
            ("API", "key", false, false),
            ("3", "5", false, false),
            ("é", "件", true, false),
        ];
        for (before, after, chinese, other) in cases {
            let mut last = before.chars().rev();
            let (last, before_last) = (last.next().expect("a character"), last.next());
            let next = after.chars().next().expect("a character");
            for (is_chinese, joins) in [(true, chinese), (false, other)] {
                let found = joins_across_break(before_last, last, next, is_chinese);
                assert_eq!(found, joins, "{before}|{after}");
            }
        }
    }

    #[test]
    fn raised_and_lowered_text_never_runs_into_a_figure() {
        let cases = [
            ("4", "⁴", "₄"),
            ("-４", "⁻⁴", "₋₄"),
            ("2.5", "².⁵", "₂.₅"),
            ("th", "th", "th"),
            ("n", "n", "n"),
            ("[a]", "[a]", "[a]"),
            ("", "", ""),
        ];
        for (text, up, down) in cases {
            assert_eq!((&*raised(text), &*lowered(text)), (up, down), "{text}");
        }
    }

    #[test]
    fn signs_of_notes_are_told_from_powers() {
        for sign in ["[1]", "［12］", "（12）", "①", "注3", "注", "*", " [1] "] {
            assert!(is_note_sign(sign), "{sign}");
        }
        for text in ["1", "2", "-4", "th", "[a]", "n", "", " "] {
            assert!(!is_note_sign(text), "{text}");
        }
    }
}
