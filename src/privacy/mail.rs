//! Mail addresses of persons: those near a name that are not of an authority.
//!
//! In: a text and the place of a sign @. Out: a warning.

use crate::privacy::{Found, Kind, context, name};

/// Characters on each side of an address, at most.
const LENGTH: usize = 64;
/// Characters around it in which a name makes it a person's.
const NEAR: usize = 30;
/// Ends of the addresses of authorities.
const OFFICIAL: [&str; 5] = [".gov.cn", ".gov", ".mil.cn", ".gov.tw", ".gov.hk"];

/// Looks around the sign of a mail address.
pub(super) fn look(found: &mut Found<'_>, at: usize) {
    let text = found.text;
    let head = context::before(text, at, LENGTH);
    let is_local =
        |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-' | '+' | '%');
    let local = head.len() - head.trim_end_matches(is_local).len();
    if local == 0 {
        return;
    }
    let sign = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(1, char::len_utf8);
    let tail = context::after(text, at + sign, LENGTH);
    let is_domain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-');
    let domain = tail.find(|sign| !is_domain(sign)).unwrap_or(tail.len());
    let domain = tail
        .get(..domain)
        .unwrap_or_default()
        .trim_end_matches(['.', '-']);
    let top = domain.rsplit_once('.').map_or("", |(_, top)| top);
    if top.len() < 2 || !top.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return;
    }
    let range = at - local..at + sign + domain.len();
    let lower = domain.to_ascii_lowercase();
    let is_official = OFFICIAL.iter().any(|end| lower.ends_with(end));
    let is_exempt = found
        .exempt
        .has_words(text.get(range.clone()).unwrap_or_default());
    if !is_official && !is_exempt && name::is_near(text, &range, NEAR) {
        found.warn(Kind::Mail, range);
    }
}
