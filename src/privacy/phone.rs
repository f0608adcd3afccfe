//! Telephones: mobile numbers, and fixed ones that are somebody's at home or stand beside a name.
//!
//! In: a chain of digits and the group where a number may begin. Out: warnings. An office's telephone is no finding, nor are
//! amounts, codes and addresses of the web that have eleven digits.

use std::ops::Range;

use crate::privacy::identity::number;
use crate::privacy::text::{Chain, Joint, span, values, written};
use crate::privacy::{Found, Kind, context, name};

/// Digits of a mobile number.
const MOBILE: usize = 11;
/// Digits of a group that is no part of a telephone's.
const LONG: usize = 8;
/// Zeros at the end of a round figure.
const ROUND: usize = 6;
/// The code of the country.
const COUNTRY: u32 = 86;
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
/// How a mobile number is written in several groups.
const SHAPES: [&[usize]; 5] = [&[3, 4, 4], &[3, 8], &[7, 4], &[4, 4, 3], &[3, 3, 5]];

/// Looks for a number that begins at a group; returns the group after it.
pub(super) fn look(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    mobile(chain, first, found).or_else(|| fixed(chain, first, found))
}

fn mobile(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    let text = found.text;
    let (groups, glued) = mobile_groups(chain, first)?;
    let all = chain.digits_of(groups.clone());
    let digits = all.get(glued..)?;
    let values = values(digits);
    let (Some(1), Some(3..=9)) = (values.first(), values.get(1)) else {
        return None;
    };
    if values.iter().rev().take_while(|value| **value == 0).count() >= ROUND {
        return None;
    }
    let range = span(digits);
    let is_said = context::is_phone(text, range.start);
    let is_plus = context::last(text, span(all).start) == Some('+');
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

/// The groups of a number, and how many digits are glued before it: the code of the country, or a 0.
fn mobile_groups(chain: &Chain, first: usize) -> Option<(Range<usize>, usize)> {
    let group = chain.groups.get(first)?;
    let starts = |count| {
        let digits = chain.digits_of(first..first + 1).get(..count);
        number(&values(digits.unwrap_or_default()))
    };
    let alone = first..first + 1;
    match group.len() {
        MOBILE => return Some((alone, 0)),
        12 if starts(1) == 0 => return Some((alone, 1)),
        13 if starts(2) == COUNTRY => return Some((alone, 2)),
        15 if starts(4) == COUNTRY => return Some((alone, 4)),
        3 | 4 | 7 => {}
        _ => return None,
    }
    let found = SHAPES.iter().find(|shape| {
        let end = first + shape.len();
        let joints = chain.joints.get(first..end - 1).unwrap_or_default();
        let is_joint = |joint: &Joint| matches!(joint, Joint::Blank | Joint::Hyphen);
        let is_one = joints
            .iter()
            .all(|joint| is_joint(joint) && joints.first() == Some(joint));
        is_one && chain.shape(first..end) == **shape
    });
    found.map(|shape| (first..first + shape.len(), 0))
}

/// Whether eleven digits are something else: an amount, a piece of a code or of an address.
fn is_other(chain: &Chain, groups: &Range<usize>, text: &str, range: &Range<usize>) -> bool {
    let before = groups.start.checked_sub(1);
    let is_country = before.is_some_and(|before| {
        let digits = chain.digits_of(before..groups.start);
        digits.len() <= 4 && number(&values(digits)) == COUNTRY
    });
    let is_head =
        before.is_some_and(|before| is_joined(chain, before, before, groups)) && !is_country;
    let is_year = || {
        let next = chain.digits_of(groups.end..groups.end + 1);
        context::first(text, span(next).end) == Some('年')
    };
    let is_tail = is_joined(chain, groups.end - 1, groups.end, groups) && !is_year();
    is_head
        || is_tail
        || is_piece(text, range)
        || context::is_amount(text, range.end)
        || context::is_decimals(text, range.start)
        || context::is_code(text, range.start)
        || context::is_in_address(text, range.start)
}

/// Whether the joint after a group ties a neighbour to a number: three numbers of a table, blanks between them, look like
/// the groups of one.
fn is_joined(chain: &Chain, joint: usize, neighbour: usize, groups: &Range<usize>) -> bool {
    let length = chain.groups.get(neighbour).map_or(0, Range::len);
    match chain.joint_after(joint) {
        Some(Joint::Hyphen) => length < MOBILE,
        Some(Joint::Blank | Joint::Blanks) => groups.len() > 1 && length < LONG,
        _ => false,
    }
}

fn is_piece(text: &str, range: &Range<usize>) -> bool {
    let last = context::last(text, range.start);
    let next = context::first(text, range.end);
    let is_tied = |sign: Option<char>| {
        let is_sign = |sign: char| sign.is_ascii_alphabetic() || "_=&#〔〕﹝﹞".contains(sign);
        sign.is_some_and(is_sign)
    };
    // 13010200001/2021-00001 is an index.
    let tail = context::after(text, range.end, 6);
    let year = tail.strip_prefix(['/', '／']);
    let is_index = year.is_some_and(|year| year.starts_with("20") || year.starts_with("19"));
    is_tied(last) || is_tied(next) || is_index || next == Some('号')
}

/// 0991-1234567 and the like, of somebody.
fn fixed(chain: &Chain, first: usize, found: &mut Found<'_>) -> Option<usize> {
    let text = found.text;
    let shape = chain.shape(first..(first + 2).min(chain.groups.len()));
    let end = match *shape.as_slice() {
        [3 | 4, 7 | 8] if chain.joint_after(first) == Some(Joint::Hyphen) => first + 2,
        [7 | 8 | 11 | 12, ..] => first + 1,
        _ => return None,
    };
    let digits = chain.digits_of(first..end);
    let values = values(digits);
    let range = span(digits);
    let label = context::before(text, range.start, 16);
    let is_home = context::has(label, &HOME);
    let is_area = end == first + 2 && values.first() == Some(&0) && values.get(1) != Some(&0);
    let is_apart = chain.joint_before(first) != Some(Joint::Hyphen);
    let is_person = is_area && is_apart && name::is_near(text, &range, NEAR);
    if !is_home && !is_person {
        return None;
    }
    if !found.exempt.has_number(&written(&values)) {
        found.warn(Kind::Phone, range);
    }
    Some(end)
}
