//! Plates of vehicles: the sign of a province, a letter, and five or six letters and digits.
//!
//! In: a chain of digits and a group that may be part of a plate. Out: warnings.

use crate::privacy::text::{Chain, half, span};
use crate::privacy::{Found, Kind, context};

/// How plates begin: provinces, and embassies and consulates.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
/// What a plate ends with in place of a digit.
const ENDS: &str = "学警港澳挂领试超";
/// Names that make a document of what looks like a plate where 号 follows.
const VEHICLE: [&str; 6] = ["车", "牌", "驾驶", "車", "货车", "摩托"];
/// Letters and digits after the first letter.
const LENGTHS: std::ops::RangeInclusive<usize> = 5..=6;

/// Looks for a plate whose first digit begins at a group; returns the group after it.
pub(super) fn look(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    let text = found.text;
    let digit = chain.digits_of(first..first + 1).first()?.start;
    // A letter stands before the first digit, or a dot or a blank between them.
    let head = context::before(text, digit, 9);
    let mut back = head.chars().rev().map(half);
    let last = back.next()?;
    let is_letter = last.is_ascii_uppercase()
        || (is_dot(last)
            && back
                .next()
                .is_some_and(|letter| letter.is_ascii_uppercase()));
    if !is_letter {
        return None;
    }
    let province = head.rfind(|sign| PROVINCES.contains(sign))?;
    let start = digit - head.len() + province;
    let mut rest = text.get(start..)?.chars();
    let mut length = rest.next()?.len_utf8();
    let wide = rest.next()?;
    let letter = half(wide);
    if !letter.is_ascii_uppercase() || matches!(letter, 'I' | 'O') {
        return None;
    }
    length += wide.len_utf8();
    let (mut count, mut digits) = (0, 0);
    let mut is_ended = false;
    for wide in rest {
        let sign = half(wide);
        match sign {
            _ if is_dot(sign) && count == 0 => {}
            _ if sign.is_ascii_digit() => (count, digits) = (count + 1, digits + 1),
            _ if sign.is_ascii_uppercase() && !matches!(sign, 'I' | 'O') => count += 1,
            _ if ENDS.contains(sign) && count == 4 => (count, is_ended) = (count + 1, true),
            _ => break,
        }
        length += wide.len_utf8();
        if is_ended {
            break;
        }
    }
    let range = start..start + length;
    // Three digits at least: 新A级 and 云B2C are words.
    if !LENGTHS.contains(&count) || digits < 3 || range.end <= digit {
        return None;
    }
    let next = context::first(text, range.end);
    let is_piece = next
        .is_some_and(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '/' | '〔'));
    let label = context::before(text, start, 16);
    let is_document = next == Some('号') && !VEHICLE.iter().any(|word| label.contains(word));
    if is_piece || is_document || context::is_code(text, start) {
        return None;
    }
    let end = range.end;
    found.warn(Kind::Plate, range);
    let is_within = |group: &std::ops::Range<usize>| {
        span(chain.digits.get(group.clone()).unwrap_or_default()).start < end
    };
    let after = chain
        .groups
        .iter()
        .skip(first)
        .take_while(|group| is_within(group))
        .count();
    Some(first + after)
}

/// What stands between the letter and the digits of a plate.
fn is_dot(sign: char) -> bool {
    matches!(sign, '·' | '•' | '・' | '‧' | '∙' | '.' | ' ' | '\u{A0}')
}
