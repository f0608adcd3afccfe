//! Passports and permits to travel: a letter or two and the digits after them.
//!
//! In: a chain of digits and a group before which a letter may stand. Out: warnings. Such numbers have no check digit: those
//! of ordinary Chinese passports are found wherever they stand alone, others where something says what they are.

use crate::privacy::text::{Chain, Joint, half, span};
use crate::privacy::{Found, Kind, context};

/// Names of documents of travel.
const NAMES: [&str; 8] = [
    "护照",
    "護照",
    "assport",
    "通行证",
    "通行證",
    "台胞证",
    "回乡证",
    "证件号",
];
/// Characters before a number in which its name is looked for.
const LABEL: usize = 20;

/// Looks for a number whose digits begin at a group; returns the group after it.
pub(super) fn look(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    let length = chain.groups.get(first)?.len();
    if !(7..=10).contains(&length) {
        return None;
    }
    let range = span(chain.digits_of(first..first + 1));
    let head = context::before(found.text, range.start, 3);
    let is_letter = |sign: char| half(sign).is_ascii_alphabetic();
    let begin = head.trim_end_matches(is_letter).len();
    let letters: String = head.get(begin..)?.chars().map(half).collect();
    let start = range.start.checked_sub(head.len() - begin)?;
    if letters.is_empty() && !matches!(length, 8 | 9) {
        return None;
    }
    let is_said = context::has(context::before(found.text, start, LABEL), &NAMES);
    let is_passport = match (letters.as_bytes(), length) {
        ([b'E' | b'G'], 8) => true,
        ([b'E', b'A'..=b'Z'], 7) => !matches!(letters.as_bytes().get(1), Some(b'I' | b'O')),
        ([b'D' | b'S' | b'P'], 7 | 8) | ([b'D' | b'S' | b'P', b'E'], 7) => is_said,
        ([b'H' | b'M' | b'C' | b'T' | b'K'], 8..=10) | ([b'C', b'A'..=b'Z'], 7) => is_said,
        ([], 8 | 9) => is_said,
        _ => false,
    };
    let is_joined = |sign: Option<char>| {
        sign.is_some_and(|sign| {
            sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '/' | '.' | '#')
        })
    };
    let is_piece = is_joined(context::last(found.text, start))
        || is_joined(context::first(found.text, range.end))
        || chain.joint_after(first) == Some(Joint::Hyphen);
    let is_other = context::is_code(found.text, start) || context::is_in_address(found.text, start);
    if !is_passport || is_piece || (is_other && !is_said) {
        return None;
    }
    let range = start..range.end;
    if !found
        .exempt
        .has_words(found.text.get(range.clone()).unwrap_or_default())
    {
        found.warn(Kind::Passport, range);
    }
    Some(first + 1)
}
