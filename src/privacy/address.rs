//! Where people live: addresses down to the door beside a name, or called a home.
//!
//! In: a chain of digits and a group after which 号, 室 or 户 stands. Out: a warning for the address that ends there. The
//! address of an office is none: it stands beside no name, or has no room.

use crate::privacy::text::{Chain, half, span};
use crate::privacy::{Found, Kind, context, name};

/// Characters of an address.
const LENGTH: usize = 48;
/// Characters around it in which a name makes it somebody's home.
const NEAR: usize = 30;
/// Characters after a number within which another one goes on with the address.
const NEXT: usize = 8;
/// What a home is called.
const LABELS: [&str; 16] = [
    "住址",
    "家庭住址",
    "家庭地址",
    "现住",
    "户籍地",
    "户籍所在地",
    "户口所在地",
    "居住地",
    "居住于",
    "家住",
    "收件地址",
    "收货地址",
    "经常居住",
    "戶籍地",
    "通訊處",
    "租住",
];
/// Parts of a house.
const HOUSE: [&str; 8] = ["单元", "栋", "幢", "号楼", "座", "層", "楼", "棟"];
/// Places where people live, in which houses have numbers.
const PLACES: [&str; 18] = [
    "村",
    "屯",
    "小区",
    "苑",
    "花园",
    "公寓",
    "宿舍",
    "家属院",
    "组",
    "社",
    "里",
    "新村",
    "庄",
    "寨",
    "湾",
    "坊",
    "家园",
    "弄",
];
/// Streets.
const STREETS: [&str; 9] = ["路", "街", "巷", "道", "胡同", "弄", "条", "段", "里"];

/// Looks for an address whose last number is a group; returns the group after it.
pub(super) fn look(chain: &Chain, group: usize, found: &mut Found<'_>) -> Option<usize> {
    if chain.groups.get(group)?.len() > 5 {
        return None;
    }
    let text = found.text;
    let end = span(chain.digits_of(group..group + 1)).end;
    let rest = text.get(end..)?;
    let sign = rest.chars().next()?;
    let is_door = matches!(sign, '室' | '户' | '戶')
        || (matches!(sign, '号' | '號')
            && !rest
                .chars()
                .nth(1)
                .is_some_and(|next| "楼院线文令公段".contains(next)));
    if !is_door {
        return None;
    }
    let end = end + sign.len_utf8();
    // 3号院2栋501室: the last number is where the address ends.
    let rest = context::after(text, end, NEXT);
    let rest = rest.split(|sign| !is_part(sign)).next().unwrap_or_default();
    if rest.contains(|sign: char| half(sign).is_ascii_digit()) {
        return None;
    }
    let words = context::before(text, end, LENGTH);
    let begin = words.rfind(|sign: char| !is_part(sign));
    let begin = begin.map_or(0, |at| {
        at + words
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    });
    let address = words.get(begin..)?;
    let range = end - address.len()..end;
    let label = context::before(text, range.start, 12);
    let is_home = context::has(label, &LABELS) || context::has(address, &LABELS);
    let has = |parts: &[&str]| context::has(address, parts);
    let is_room = sign != '号' && has(&HOUSE) || has(&PLACES);
    let is_street = has(&STREETS) || has(&PLACES) || has(&HOUSE);
    let is_found = (is_home && is_street) || (is_room && name::is_near(text, &range, NEAR));
    if !is_found || address.chars().count() < 5 || found.exempt.has_words(address) {
        return None;
    }
    found.warn(Kind::Home, range);
    Some(group + 1)
}

/// A character of an address: Han, letters, digits, a hyphen between them.
fn is_part(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
        || matches!(sign, '-' | '－' | '０'..='９' | '#' | '\u{4E00}'..='\u{9FFF}' | '（' | '）')
}
