//! The number of a part as it stands in a path: `2-1` of 2.1, `120z1` of 第一百二十条之一.
//!
//! In: a number as it was read. Out: the piece of the path, without what encloses it.

use crate::character::is_blank;
use crate::report::outline::marker::{Kind, Marker};
use crate::report::outline::numeral::any_digit;

/// A number as it stands in a path: `2-1` for 2.1, `1-010` for Section 1.010, `120z1` for 第一百二十条之一 (z for 之),
/// else its value.
pub(super) fn own_path(m: &Marker, number: &str) -> String {
    let word = number.rsplit(is_blank).next().unwrap_or(number);
    let is_path = matches!(m.kind, Kind::Decimal(_))
        || number.starts_with(|c: char| c.is_ascii_alphabetic() || c == '§');
    let word = if matches!(m.kind, Kind::Decimal(_)) {
        number
    } else {
        word
    };
    let word = word.trim_start_matches('§');
    if is_path && word.starts_with(|c| any_digit(c).is_some()) {
        let word = word.trim_end_matches(|c| any_digit(c).is_none());
        return word
            .chars()
            .filter_map(|c| match (any_digit(c), c) {
                (Some(digit), _) => char::from_digit(digit, 10),
                (None, '.' | '．' | '-') => Some('-'),
                _ => None,
            })
            .collect();
    }
    match m.sub {
        0 => m.value.to_string(),
        sub => format!("{}z{sub}", m.value),
    }
}

/// What a path of a decimal number has before its last number: `2-1-` of `2-1-3`.
pub(super) fn stem(own: &str) -> &str {
    own.rfind('-').map_or("", |at| &own[..=at])
}
