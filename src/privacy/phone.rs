//! Telephones: mobile numbers, and fixed ones that are somebody's at home or stand beside a name.
//!
//! In: a chain of digits and the group where a number may begin. Out: warnings. An office's telephone is no finding, nor are
//! amounts, codes and addresses of the web that have eleven digits.

use std::ops::Range;

use crate::privacy::text::{Chain, Joint, span, values, written};
use crate::privacy::{Found, Kind, context, name};

/// Digits of a mobile number.
const MOBILE: usize = 11;
/// Zeros at the end of a round figure.
const ROUND: usize = 6;
/// Characters around a fixed telephone in which a name makes it a person's.
const NEAR: usize = 24;
/// What a telephone at home is called.
const HOME: [&str; 6] = [
    "住宅电话",
    "家庭电话",
    "宅电",
    "家里电话",
    "住宅電話",
    "家庭電話",
];
/// How the groups of a mobile number are written.
const SHAPES: [&[usize]; 6] = [&[11], &[3, 4, 4], &[3, 8], &[7, 4], &[4, 4, 3], &[3, 3, 5]];

/// Looks for a number that begins at a group; returns the group after it.
pub(super) fn look(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    mobile(chain, first, found).or_else(|| fixed(chain, first, found))
}

fn mobile(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    let text = found.text;
    // The code of the country, glued to the number or before it, is not of it.
    let (groups, glued) = mobile_groups(chain, first)?;
    let digits = chain.digits_of(groups.clone()).get(glued..)?;
    let values = values(digits);
    let (Some(1), Some(3..=9)) = (values.first(), values.get(1)) else {
        return None;
    };
    if values.iter().rev().take_while(|value| **value == 0).count() >= ROUND {
        return None;
    }
    let range = span(digits);
    let is_said = context::is_phone(text, range.start);
    let is_plus = glued > 0
        && context::last(text, chain.digits_of(groups.clone()).first()?.start) == Some('+');
    if glued > 0 && !is_said && !is_plus {
        return None;
    }
    if !is_said && is_other(chain, &groups, text, &range) {
        return None;
    }
    if !found.exempt.has_number(&written(&values)) {
        found.warn(Kind::Phone, range);
    }
    Some(groups.end)
}

/// The groups of a number, and how many digits before it are glued to it.
fn mobile_groups(chain: &Chain, first: usize) -> Option<(Range<usize>, usize)> {
    let alone = chain.groups.get(first)?.len();
    let head = |count| {
        crate::privacy::identity::number(&values(
            chain
                .digits_of(first..first + 1)
                .get(..count)
                .unwrap_or_default(),
        ))
    };
    match alone {
        13 if head(2) == 86 => return Some((first..first + 1, 2)),
        15 if head(4) == 86 => return Some((first..first + 1, 4)),
        12 if head(1) == 0 => return Some((first..first + 1, 1)),
        MOBILE => return Some((first..first + 1, 0)),
        3 | 4 | 7 => {}
        _ => return None,
    }
    for shape in SHAPES.iter().filter(|shape| shape.len() > 1) {
        let end = first + shape.len();
        let joints = chain.joints.get(first..end.saturating_sub(1));
        let is_one = joints.is_some_and(|joints| {
            joints.windows(2).all(|pair| pair.first() == pair.last())
                && joints
                    .iter()
                    .all(|joint| matches!(joint, Joint::Blank | Joint::Hyphen))
        });
        if is_one && chain.shape(first..end) == *shape {
            return Some((first..end, 0));
        }
    }
    None
}

/// Whether eleven digits are something else: an amount, a piece of a code or of an address.
fn is_other(chain: &Chain, groups: &Range<usize>, text: &str, range: &Range<usize>) -> bool {
    let is_phone = |group: Option<&Range<usize>>| group.is_some_and(|group| group.len() == MOBILE);
    let before = groups
        .start
        .checked_sub(1)
        .and_then(|before| chain.groups.get(before));
    let is_country = before.is_some_and(|group| {
        let digits = chain.digits.get(group.clone()).unwrap_or_default();
        crate::privacy::identity::number(&values(digits)) == 86 && digits.len() <= 4
    });
    // Three numbers of a table, blanks between them, look like the groups of one.
    let is_tight = |joint: Option<Joint>, group: Option<&Range<usize>>| match joint {
        Some(Joint::Hyphen) => !is_phone(group),
        Some(Joint::Blank | Joint::Blanks) => groups.len() > 1 && !is_phone(group),
        _ => false,
    };
    let is_head = is_tight(chain.joint_before(groups.start), before) && !is_country;
    let is_tail = is_tight(
        chain.joint_after(groups.end - 1),
        chain.groups.get(groups.end),
    );
    is_head
        || is_tail
        || is_piece(text, range)
        || context::is_amount(text, range.end)
        || context::is_decimals(text, range.start)
        || context::is_code(text, range.start)
        || context::is_in_address(text, range.start)
}

fn is_piece(text: &str, range: &Range<usize>) -> bool {
    let last = context::last(text, range.start);
    let next = context::first(text, range.end);
    let is_letter = |sign: Option<char>| {
        sign.is_some_and(|sign| {
            sign.is_ascii_alphabetic()
                || matches!(sign, '_' | '=' | '&' | '#' | '〔' | '〕' | '﹝' | '﹞')
        })
    };
    let is_index = next == Some('/') && {
        let mut after = context::after(text, range.end, 6).chars();
        let after = after.by_ref().skip(1).take_while(char::is_ascii_digit);
        after.count() < MOBILE.min(5)
            && context::after(text, range.end, 6)
                .chars()
                .nth(1)
                .is_some_and(|digit| digit.is_ascii_digit())
    };
    is_letter(last) || is_letter(next) || is_index || next == Some('号')
}

/// 0991-1234567 and the like, of somebody.
fn fixed(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    let text = found.text;
    let shape = chain.shape(first..(first + 2).min(chain.groups.len()));
    let end = match *shape.as_slice() {
        [3 | 4, 7 | 8] if chain.joint_after(first) == Some(Joint::Hyphen) => first + 2,
        [11 | 12, ..] | [7 | 8, ..] => first + 1,
        _ => return None,
    };
    let digits = chain.digits_of(first..end);
    let values = values(digits);
    let range = span(digits);
    let is_home = crate::privacy::context::before(text, range.start, 16);
    let is_home = HOME.iter().any(|word| is_home.contains(word));
    let is_area = values.first() == Some(&0) && values.get(1) != Some(&0);
    let is_person = is_area
        && end == first + 2
        && chain.joint_before(first) != Some(Joint::Hyphen)
        && name::is_near(text, &range, NEAR);
    if !is_home && !is_person {
        return None;
    }
    if !found.exempt.has_number(&written(&values)) {
        found.warn(Kind::Phone, range);
    }
    Some(end)
}
