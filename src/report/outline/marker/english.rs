//! `Article 5`, `Section 1.010.`, `Chapter II`, `Part A`: the numbers of English texts.
//!
//! In: text that begins with the word. Out: the number. Never reads a sentence that speaks of one (Section 3 of the
//! Act), and is not asked about Chinese texts.

use crate::character::is_blank;
use crate::report::outline::marker::{Certainty, Kind, Marker};
use crate::report::outline::numeral::{self, padding, roman};

const WORDS: [(&str, Kind); 9] = [
    ("part", Kind::Division),
    ("title", Kind::Volume),
    ("subpart", Kind::Subvolume),
    ("chapter", Kind::Chapter),
    ("article", Kind::Article),
    ("section", Kind::EnglishSection),
    ("sec.", Kind::EnglishSection),
    ("§", Kind::EnglishSection),
    ("clause", Kind::Clause),
];
/// Bytes of a number: 12.01.010, XXXVIII.
const NUMBER_MAX: usize = 24;

/// Reads the number that `text` begins with.
pub(crate) fn read(text: &str) -> Option<Marker> {
    let (word, kind) = WORDS.iter().find(|(word, _)| {
        text.get(..word.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(word))
    })?;
    let is_title_case = text.starts_with(|c: char| c.is_ascii_uppercase() || c == '§');
    let mut at = word.len();
    let blanks = padding(&text[at..]);
    if !is_title_case || blanks == 0 && *word != "§" {
        return None;
    }
    at += blanks;
    let number = number(&text[at..])?;
    let value = value(number)?;
    at += number.len();
    let mut rest = &text[at..];
    if rest.starts_with(['.', ':', ')']) {
        at += 1;
        rest = &text[at..];
    } else {
        let words = rest.trim_start_matches(is_blank);
        // Section 3 of the Act; Part A, which…
        let is_name = words.is_empty()
            || words.starts_with(['\n', '–', '—', '-', '(', '"', '“'])
            || rest.starts_with(is_blank) && words.starts_with(char::is_uppercase);
        if !is_name {
            return None;
        }
    }
    (rest.is_empty() || rest.starts_with(|c: char| is_blank(c) || "\n–—-(".contains(c))).then_some(
        Marker {
            kind: *kind,
            value,
            sub: 0,
            length: at,
            certainty: Certainty::Certain,
        },
    )
}

/// Digits with points or hyphens in between, a Roman number, or one letter.
fn number(text: &str) -> Option<&str> {
    let end = text
        .bytes()
        .take(NUMBER_MAX + 1)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        .count();
    let number = text.get(..end)?.trim_end_matches(['.', '-']);
    let is_numeral = number
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'))
        && number.starts_with(|c: char| c.is_ascii_digit());
    let is_lettered = number.len() == 1 && number.starts_with(|c: char| c.is_ascii_uppercase());
    (end <= NUMBER_MAX && (is_numeral || is_lettered || roman(number).is_some())).then_some(number)
}

/// The value of the last number of `1.010`, and that of a letter: a single I, V or X is first read as Roman.
fn value(number: &str) -> Option<u32> {
    if let Some(value) = roman(number) {
        return Some(value);
    }
    if let Some(letter) = letter(number) {
        return Some(letter);
    }
    let last = number.rsplit(['.', '-']).next()?;
    let value = last.parse().ok()?;
    (value <= numeral::VALUE_MAX).then_some(value)
}

/// What a number that is one letter is worth as such, in `Part I` or the `I` alone.
pub(crate) fn letter(number: &str) -> Option<u32> {
    let word = number
        .trim_end_matches(['.', ':', ')'])
        .rsplit(is_blank)
        .next()?;
    match *word.as_bytes() {
        [letter @ b'A'..=b'Z'] => Some(u32::from(letter - b'A') + 1),
        _ => None,
    }
}
