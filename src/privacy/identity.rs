//! Numbers of residents: 18 digits with a check digit, 15 digits of before 1999, and the permit of residence that begins with 9.
//!
//! In: a chain of digits and the group where a number may begin. Out: a finding where weights, region and birthday all
//! hold (15 digits have no check digit, and are an error only where something says what they are). Never asks the day.

mod region;

/// Whether four digits are those of a province and a prefecture (GB/T 2260).
pub(super) fn is_division(code: u32) -> bool {
    region::exists(code)
}

use std::ops::Range;

use crate::privacy::text::{Chain, Digit, Joint, span, values};
use crate::privacy::{Found, Kind, context, credit, name};

/// The weights of the first 17 digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check digits by the remainder of 11; 10 is written X.
const CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
/// Years in which somebody may be born who has a number.
const BIRTHS: Range<u32> = 1880..2050;
/// The year from which on a number that is called a code may be one: its day is not that of a birth.
const CODES_SINCE: u32 = 2000;
/// Characters around 15 digits in which a name makes them a person's.
const NEAR: usize = 24;

/// Looks for a number that begins at a group; returns the group after it.
pub(super) fn look(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    let most = chain.groups.len();
    let start = chain.groups.get(first)?.start;
    // Most digits begin as no region does.
    let head = chain.digits.get(start..start + 4)?;
    if head.first()?.value != 9 && !region::exists(number(&values(head))) {
        return None;
    }
    for end in first + 1..=most {
        let length = chain.groups.get(end - 1)?.end - start;
        if length > 18 {
            break;
        }
        // Cells are joined only where each has a digit.
        let joints = chain.joints.get(first..end - 1).unwrap_or_default();
        if joints.contains(&Joint::Bar) && length != end - first {
            break;
        }
        let digits = chain.digits_of(first..end);
        let range = match length {
            18 => full(digits, found),
            17 => with_x(digits, found),
            15 => old(chain, first..end, found),
            _ => None,
        };
        if range.is_some() {
            return Some(end);
        }
        if length == 18 {
            break;
        }
    }
    None
}

fn full(digits: &[Digit], found: &mut Found<'_>) -> Option<()> {
    let values = values(digits);
    if !is_valid(&values) {
        return None;
    }
    let range = span(digits);
    let called = found.called(range.start);
    // A region and a day begin the codes of projects and cases too.
    let is_recent = values
        .get(6..10)
        .is_some_and(|year| number(year) >= CODES_SINCE);
    match values.first() {
        Some(9) if credit::is_code(&values) && !called.is_personal() => {}
        _ if called.is_code_of_column() || (called.is_code() && is_recent) => {
            found.warn(Kind::Identity, range)
        }
        _ => found.error(Kind::Identity, range),
    }
    Some(())
}

fn with_x(digits: &[Digit], found: &mut Found<'_>) -> Option<()> {
    let range = span(digits);
    let tail = context::after(found.text, range.end, 4);
    // A hyphen or a blank may stand before it too.
    let (offset, sign) = tail.char_indices().find(|(_, sign)| {
        !matches!(
            sign,
            ' ' | '-' | '|' | '\t' | '\u{A0}' | '\u{3000}' | '\u{200B}'
        )
    })?;
    if !is_x(sign) {
        return None;
    }
    let end = range.end + offset + sign.len_utf8();
    let is_longer =
        context::first(found.text, end).is_some_and(|next| next.is_ascii_alphanumeric());
    let mut values = values(digits);
    values.push(10);
    if is_longer || !is_valid(&values) {
        return None;
    }
    match found.called(range.start).is_code_of_column() {
        true => found.warn(Kind::Identity, range.start..end),
        false => found.error(Kind::Identity, range.start..end),
    }
    Some(())
}

/// X, and what is typed for it.
fn is_x(sign: char) -> bool {
    matches!(sign, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | 'Ⅹ' | 'ⅹ' | 'Х' | 'х')
}

/// 15 digits: region, two digits of the year, month, day, order.
fn old(chain: &Chain, groups: Range<usize>, found: &mut Found<'_>) -> Option<()> {
    let digits = chain.digits_of(groups.clone());
    let values = values(digits);
    let year = 1900 + number(values.get(6..8)?);
    let is_plausible = region::exists(number(values.get(..4)?))
        && is_day(
            year,
            number(values.get(8..10)?),
            number(values.get(10..12)?),
        );
    let is_part = |joint| joint == Some(Joint::Hyphen);
    let is_apart =
        !is_part(chain.joint_before(groups.start)) && !is_part(chain.joint_after(groups.end - 1));
    let range = span(digits);
    let text = found.text;
    let is_beside =
        |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphanumeric() || sign == '_');
    let is_piece =
        is_beside(context::last(text, range.start)) || is_beside(context::first(text, range.end));
    if !is_plausible || !is_apart || is_piece || context::is_decimals(text, range.start) {
        return None;
    }
    let called = found.called(range.start);
    let is_said = called.is_personal();
    if !is_said
        && (context::is_amount(text, range.end) || context::is_in_address(text, range.start))
    {
        return None;
    }
    let is_named = name::is_near(text, &range, NEAR);
    let is_shape = matches!(chain.shape(groups).as_slice(), [15] | [6, 6, 3]);
    if is_said || (is_named && is_shape && !called.is_code()) {
        found.error(Kind::Identity, range);
    } else if is_shape {
        found.warn(Kind::Identity, range);
    } else {
        return None;
    }
    Some(())
}

/// Whether 18 values (the last may be 10) are the number of a resident.
pub(super) fn is_valid(values: &[u8]) -> bool {
    let (Some(region), Some(year), Some(month), Some(day)) = (
        values.get(..4),
        values.get(6..10),
        values.get(10..12),
        values.get(12..14),
    ) else {
        return false;
    };
    let is_region = match values.first() {
        // Foreigners with the right of residence: 9, the province, the country.
        Some(9) => values
            .get(1..3)
            .is_some_and(|province| region::has_province(number(province))),
        _ => region::exists(number(region)),
    };
    let weighted = values
        .iter()
        .zip(WEIGHTS)
        .map(|(value, weight)| u32::from(*value) * weight);
    let remainder = usize::try_from(weighted.sum::<u32>() % 11).unwrap_or(0);
    is_region
        && is_day(number(year), number(month), number(day))
        && CHECKS.get(remainder) == values.get(17)
}

/// Whether 15 values or more begin as the number of a resident does.
pub(super) fn is_begun(values: &[u8]) -> bool {
    let part = |range| values.get(range).map_or(0, number);
    region::exists(part(0..4)) && is_day(part(6..10), part(10..12), part(12..14))
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let days = match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    BIRTHS.contains(&year) && (1..=days).contains(&day)
}

/// The number that digits write; the largest where there are too many.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number: u32, digit| {
        number.saturating_mul(10).saturating_add(u32::from(*digit))
    })
}

/// The check digit of 17 digits, 10 for X.
#[cfg(test)]
pub(super) fn check(values: &[u8]) -> u8 {
    let weighted = values
        .iter()
        .zip(WEIGHTS)
        .map(|(value, weight)| u32::from(*value) * weight);
    CHECKS[(weighted.sum::<u32>() % 11) as usize]
}
