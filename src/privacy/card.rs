//! Numbers of bank cards: the check digit of ISO/IEC 7812 (Luhn), and the ranges of issuers.
//!
//! In: a chain of digits and the group where a number may begin. Out: an error for a card of a range that Chinese banks
//! have, or of another where something says that it is a card; a warning for what may be one. Region codes begin as cards of
//! other schemes do (4 is the middle of the country, 5 the west), so that such a number alone is no error.

use std::ops::Range;

use crate::privacy::text::{Chain, Joint, span, values};
use crate::privacy::{Found, Kind, context, credit};

/// Digits of a card.
const LENGTHS: std::ops::RangeInclusive<usize> = 13..=19;
/// How the groups of a card are written.
const SHAPES: [&[usize]; 11] = [
    &[4, 4, 4, 4, 3],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4],
    &[6, 4, 4, 5],
    &[6, 13],
    &[6, 12],
    &[6, 10],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 5],
];
/// Digits of a group that is none of a card's.
const LONG: usize = 8;

/// Whose card a number may be.
#[derive(Debug, PartialEq)]
enum Issuer {
    /// A bank of China: UnionPay, or a range from before it.
    Chinese,
    /// Another scheme.
    Scheme,
    /// None that is known.
    Unknown,
}

/// Looks for a number that begins at a group; returns the group after it.
pub(super) fn look(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    let end = groups(chain, first, found.text)?;
    let digits = chain.digits_of(first..end);
    let values = values(digits);
    if !LENGTHS.contains(&values.len()) || !is_luhn(&values) || is_flat(&values) {
        return None;
    }
    let range = span(digits);
    let text = found.text;
    if is_piece(text, &range) {
        return None;
    }
    let called = found.called(range.start);
    let is_card = called.is_card();
    let is_said = called.is_account();
    let is_other = called.is_code()
        || context::is_amount(text, range.end)
        || context::is_in_address(text, range.start)
        || (values.len() == 18 && credit::is_code(&values));
    // 62 is the province of Gansu too: 6201022023… is a code of a division and a year.
    let head = |range: Range<usize>| {
        crate::privacy::identity::number(values.get(range).unwrap_or_default())
    };
    let is_division =
        crate::privacy::identity::is_division(head(0..4)) && (1949..=2049).contains(&head(6..10));
    let is_other = is_other || is_division;
    match (issuer(&values), is_said, is_other) {
        (Issuer::Chinese | Issuer::Scheme, true, _) | (Issuer::Chinese, _, false) => {
            found.error(Kind::Card, range);
        }
        (Issuer::Unknown, true, _) if is_card => found.warn(Kind::Card, range),
        (Issuer::Scheme, _, false) => found.warn(Kind::Card, range),
        (Issuer::Chinese, false, true) if !context::is_amount(text, range.end) => {
            found.warn(Kind::Card, range);
        }
        _ => return None,
    }
    Some(end)
}

/// The group after a number: one group alone, groups as cards have them, or a digit in each.
fn groups(chain: &Chain, first: usize, text: &str) -> Option<usize> {
    let alone = chain.groups.get(first)?.len();
    if LENGTHS.contains(&alone) {
        let is_hyphen = |joint| joint == Some(Joint::Hyphen);
        let is_apart =
            !is_hyphen(chain.joint_before(first)) && !is_hyphen(chain.joint_after(first));
        return is_apart.then_some(first + 1);
    }
    let joint = chain
        .joint_after(first)
        .filter(|_| matches!(alone, 1 | 4 | 6))?;
    let is_joined = |index: usize| chain.joint_after(index) == Some(joint);
    let is_begun = first
        .checked_sub(1)
        .is_none_or(|before| !is_joined(before) || is_other(chain, before, text));
    if !is_begun {
        return None;
    }
    let most = (first + 20).min(chain.groups.len());
    let mut end = first + 1;
    while end < most && is_joined(end - 1) {
        end += 1;
    }
    let shape = chain.shape(first..end);
    let is_boxes = shape.len() > 4 && shape.iter().all(|length| *length == 1);
    if is_boxes {
        return Some(end);
    }
    // Blanks part the columns of tables too: what is joined to a card is no group of four.
    let mut shapes = SHAPES.iter().filter(|_| joint != Joint::Bar);
    let found = shapes.find(|known| {
        let after = first + known.len();
        shape.starts_with(known)
            && (after == end || known.len() > 4 || is_other(chain, after, text))
    });
    found.map(|known| first + known.len())
}

/// A group that is none of a card's: too long for one, or a year.
fn is_other(chain: &Chain, group: usize, text: &str) -> bool {
    let digits = chain.digits_of(group..group + 1);
    digits.len() >= LONG || context::first(text, span(digits).end) == Some('年')
}

/// A piece of something longer: letters, a slash or decimals touch it.
fn is_piece(text: &str, range: &Range<usize>) -> bool {
    let is_beside = |sign: Option<char>| {
        sign.is_some_and(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '/'))
    };
    let last = context::last(text, range.start);
    let is_head = is_beside(last) && !context::is_account(text, range.start);
    let next = context::first(text, range.end);
    // 〔2010〕6222…号 is the number of a document.
    let is_document = next == Some('号') || last == Some('〕');
    is_head || is_document || is_beside(next) || context::is_decimals(text, range.start)
}

/// Whether nearly all digits are zeros: they hold the check too.
fn is_flat(values: &[u8]) -> bool {
    values.iter().filter(|value| **value == 0).count() + 3 > values.len()
}

/// The check digit of ISO/IEC 7812-1.
pub(super) fn is_luhn(values: &[u8]) -> bool {
    let sum = values.iter().rev().enumerate().map(|(place, value)| {
        let value = u32::from(*value);
        match (place % 2, value) {
            (0, _) => value,
            (_, 0..=4) => 2 * value,
            _ => 2 * value - 9,
        }
    });
    sum.sum::<u32>().is_multiple_of(10)
}

fn issuer(values: &[u8]) -> Issuer {
    let head = |count: usize| {
        let digits = values.get(..count).unwrap_or_default();
        crate::privacy::identity::number(digits)
    };
    let length = values.len();
    // UnionPay; and ranges of large banks from before it: 6 digits each.
    let is_union = (62..=62).contains(&head(2)) && (16..=19).contains(&length);
    let is_older = match head(6) {
        955_880..=955_889 => length == 19,
        955_590..=955_599 | 998_800..=998_802 | 940_000..=940_099 | 690_755 | 685_800 => {
            (16..=19).contains(&length)
        }
        436_742 | 436_745 | 456_351 | 535_918 | 601_382 | 603_445 | 603_694 => {
            (16..=19).contains(&length)
        }
        103_000 => length == 19,
        _ => false,
    };
    if is_union || is_older {
        return Issuer::Chinese;
    }
    let is_scheme = match length {
        14 => matches!(head(3), 300..=305) || matches!(head(2), 36 | 38 | 39),
        15 => matches!(head(2), 34 | 37),
        16 => {
            head(1) == 4
                || matches!(head(2), 51..=55 | 65)
                || matches!(head(4), 2221..=2720 | 3528..=3589 | 6011)
                || matches!(head(3), 644..=649)
        }
        13 | 19 => head(1) == 4 && length == 19,
        _ => false,
    };
    match is_scheme {
        true => Issuer::Scheme,
        false => Issuer::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::privacy::{Exempt, Kind, findings};

    fn kinds(text: &str) -> Vec<(Kind, Severity)> {
        let found = findings(text, &Exempt::default());
        found
            .into_iter()
            .map(|finding| (finding.kind, finding.severity))
            .collect()
    }

    #[test]
    fn cards_are_told_from_codes() {
        let error = vec![(Kind::Card, Severity::Error)];
        let warning = vec![(Kind::Card, Severity::Warning)];
        assert_eq!(kinds("6222021234567890128"), error);
        assert_eq!(kinds("卡号 4111 1111 1111 1111。"), error);
        assert_eq!(kinds("4111111111111111"), warning);
        assert_eq!(kinds("编号4111111111111111"), []);
        assert_eq!(kinds("4111111111111112"), []);
        assert_eq!(kinds("4111111111111111元"), []);
        assert_eq!(kinds("4111111111111111/2021-00001"), []);
    }
}
