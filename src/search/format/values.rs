//! Terms of the fields whose values are kept whole: a value, and which of the values of its reports it is.
//!
//! A value leads to the reports that have it, as a term does. Of reports with several the order counts, a hit names
//! the first agency first: so a value that is not the first of a report stands there as a term of its own. Written
//! by `index`, read here.

use crate::search::format::bundle::{push_number, take_number};

/// How many values reports have in one field, at most: so many on the whole, and so many more for each.
const MAX_VALUES: u64 = 1 << 20;
const MAX_VALUES_EACH: u64 = 256;

/// How many values so many reports may have in one field.
pub(crate) fn most(reports: u32) -> u64 {
    MAX_VALUES + MAX_VALUES_EACH * u64::from(reports)
}

/// What stands between a value and its rank; no value holds it.
const RANK: u8 = 0;

/// The term of a value that is, from 0 on, that of a report's values.
pub(crate) fn term(value: &str, rank: usize) -> Vec<u8> {
    let mut term = value.as_bytes().to_vec();
    if rank > 0 {
        term.push(RANK);
        push_number(&mut term, rank as u64);
    }
    term
}

/// The value and the rank of a [`term`]; nothing where it is none.
pub(crate) fn value(term: &[u8]) -> Option<(&str, u64)> {
    let end = term.iter().position(|byte| *byte == RANK);
    let (value, rest) = term.split_at(end.unwrap_or(term.len()));
    let rank = match rest.split_first() {
        None => 0,
        Some((_, mut rest)) => {
            let rank = take_number(&mut rest)?;
            (rest.is_empty() && rank > 0).then_some(rank)?
        }
    };
    Some((str::from_utf8(value).ok()?, rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_the_value_and_its_rank() {
        for rank in [0, 1, 127, 128, 70_000] {
            for name in ["", "示例市司法局", "2021"] {
                assert_eq!(value(&term(name, rank)), Some((name, rank as u64)));
            }
        }
        assert_eq!(term("甲", 0), "甲".as_bytes());
    }

    #[test]
    fn what_is_no_term_is_none() {
        for bytes in [&b"a\0"[..], b"a\0\0", b"a\0\x01\x01", b"a\0\x80", b"\xff"] {
            assert_eq!(value(bytes), None, "{bytes:?}");
        }
    }
}
