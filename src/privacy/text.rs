//! Goes over a text once and stops where a number or an address may be.
//!
//! In: a text. Out: chains of digits, full-width ones folded, with what stands between their groups; who calls says what
//! they are. A chain stays within its line. Never copies the text.

use std::ops::Range;

use crate::character::{is_blank, is_invisible};
use crate::privacy::Found;

/// Digits of one group: no number that is looked for has as many, and what is longer is skipped.
const MAX_GROUP: usize = 64;
/// Digits of a chain, which ends there.
const MAX_CHAIN: usize = 8192;
/// Blanks between two groups of one number.
const MAX_BLANKS: usize = 3;

/// Stars or lines between two groups: where one that is bold begins or ends.
const MAX_MARKS: usize = 3;
/// Bytes that are passed at a time where no number is.
const BLOCK: usize = 16;
/// Bytes between two groups.
const MAX_JOINT: usize = 16;

/// A digit and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Digit {
    /// From 0 to 9.
    pub value: u8,
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
}

/// What stands between two groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// One blank, or marks of Markdown.
    Blank,
    /// A few blanks.
    Blanks,
    /// A hyphen, perhaps with blanks.
    Hyphen,
    /// The bar of a table, or a tab: forms have a cell for each digit.
    Bar,
}

/// Groups of digits, between which stand no more than blanks, a hyphen or a bar.
#[derive(Debug, Default)]
pub(super) struct Chain {
    /// All digits.
    pub digits: Vec<Digit>,
    /// The groups, as indices of their digits.
    pub groups: Vec<Range<usize>>,
    /// Between each group and the next.
    pub joints: Vec<Joint>,
}

impl Chain {
    /// The digits of some groups in a row.
    pub(super) fn digits_of(&self, groups: Range<usize>) -> &[Digit] {
        let start = self.groups.get(groups.start).map_or(0, |group| group.start);
        let last = groups
            .end
            .checked_sub(1)
            .and_then(|last| self.groups.get(last));
        let end = last.map_or(start, |group| group.end);
        self.digits.get(start..end).unwrap_or_default()
    }

    /// The lengths of some groups in a row.
    pub(super) fn shape(&self, groups: Range<usize>) -> Vec<usize> {
        let groups = self.groups.get(groups).unwrap_or_default();
        groups.iter().map(Range::len).collect()
    }

    /// What stands before a group, if another is there.
    pub(super) fn joint_before(&self, group: usize) -> Option<Joint> {
        self.joints.get(group.checked_sub(1)?).copied()
    }

    /// What stands after a group, if another is there.
    pub(super) fn joint_after(&self, group: usize) -> Option<Joint> {
        self.joints.get(group).copied()
    }

    fn clear(&mut self) {
        self.digits.clear();
        self.groups.clear();
        self.joints.clear();
    }
}

/// The bytes from the first digit to the last.
pub(super) fn span(digits: &[Digit]) -> Range<usize> {
    let start = digits.first().map_or(0, |digit| digit.start);
    start..digits.last().map_or(start, |digit| digit.end)
}

/// Digits as their values.
pub(super) fn values(digits: &[Digit]) -> Vec<u8> {
    digits.iter().map(|digit| digit.value).collect()
}

/// Digits as they are written in ASCII.
pub(super) fn written(values: &[u8]) -> String {
    values
        .iter()
        .map(|value| char::from(b'0' + value))
        .collect()
}

/// The digit that begins at a byte.
pub(super) fn digit_at(bytes: &[u8], at: usize) -> Option<Digit> {
    let (value, length) = match *bytes.get(at..)? {
        [digit @ b'0'..=b'9', ..] => (digit - b'0', 1),
        // Full-width digits, U+FF10 to U+FF19.
        [0xEF, 0xBC, last @ 0x90..=0x99, ..] => (last - 0x90, 3),
        _ => return None,
    };
    Some(Digit {
        value,
        start: at,
        end: at + length,
    })
}

/// The first byte with which a digit or the sign of a mail address may begin. Most of a text is passed by many bytes at a
/// time, in a loop without a way out, which becomes a few instructions.
fn first_sign(bytes: &[u8]) -> Option<usize> {
    let is_sign = |byte: u8| byte.is_ascii_digit() | (byte == b'@') | (byte == 0xEF);
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let has_none =
        |block: &&[u8; BLOCK]| !block.iter().fold(false, |has, byte| has | is_sign(*byte));
    let passed = blocks.iter().take_while(has_none).count() * BLOCK;
    let rest = bytes.get(passed..)?;
    let next = rest.iter().position(|byte| is_sign(*byte))?;
    Some(passed + next)
}

/// A full-width sign as the common one.
pub(super) fn half(sign: char) -> char {
    match sign {
        '！'..='～' => {
            let common = u32::from(sign).checked_sub(0xFEE0).and_then(char::from_u32);
            common.unwrap_or(sign)
        }
        _ => sign,
    }
}

/// Goes over a text.
pub(super) struct Scanner<'t> {
    text: &'t str,
    chain: Chain,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Scanner<'t> {
        Scanner {
            text,
            chain: Chain::default(),
        }
    }

    /// Hands each chain on, and the place of each sign of a mail address.
    pub(super) fn run(
        mut self,
        found: &mut Found<'_>,
        chain: fn(&Chain, &mut Found<'_>),
        sign: fn(&mut Found<'_>, usize),
    ) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(next) = bytes.get(at..).and_then(first_sign) {
            at += next;
            if bytes.get(at) == Some(&b'@') || bytes.get(at..at + 3) == Some("＠".as_bytes()) {
                sign(found, at);
                at += 1;
                continue;
            }
            if digit_at(bytes, at).is_none() {
                at += 1;
                continue;
            }
            at = self.read_chain(at);
            chain(&self.chain, found);
        }
    }

    /// Reads the chain that begins at a digit, and returns where it ends.
    fn read_chain(&mut self, mut at: usize) -> usize {
        self.chain.clear();
        loop {
            let first = self.chain.digits.len();
            at = self.read_group(at);
            let group = first..self.chain.digits.len();
            if group.len() > MAX_GROUP {
                // What stands before it is judged without it.
                self.chain.digits.truncate(first);
                self.chain.joints.pop();
                return at;
            }
            self.chain.groups.push(group);
            if self.chain.digits.len() > MAX_CHAIN {
                return at;
            }
            match self.joint(at) {
                Some((joint, next)) => {
                    self.chain.joints.push(joint);
                    at = next;
                }
                None => return at,
            }
        }
    }

    fn read_group(&mut self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let first = self.chain.digits.len();
        loop {
            let after = self.after_invisible(at);
            let Some(digit) = digit_at(bytes, after) else {
                return at;
            };
            at = digit.end;
            if self.chain.digits.len() - first <= MAX_GROUP {
                self.chain.digits.push(digit);
            }
        }
    }

    fn after_invisible(&self, at: usize) -> usize {
        // Nearly always a digit or another ASCII character follows.
        if self.text.as_bytes().get(at).is_none_or(u8::is_ascii) {
            return at;
        }
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.len() - rest.trim_start_matches(is_invisible).len()
    }

    /// What stands between here and a digit, and where that is.
    fn joint(&self, at: usize) -> Option<(Joint, usize)> {
        let rest = self.text.get(at..)?;
        let (mut blanks, mut hyphens, mut bars, mut marks) = (0, 0, 0, 0);
        for (offset, character) in rest.char_indices() {
            match character {
                '0'..='9' | '０'..='９' => {
                    let joint = match (blanks, hyphens, bars) {
                        (_, 0, 1) => Joint::Bar,
                        (_, 1, 0) => Joint::Hyphen,
                        (0 | 1, 0, 0) => Joint::Blank,
                        (_, 0, 0) => Joint::Blanks,
                        _ => return None,
                    };
                    return Some((joint, at + offset));
                }
                '|' | '｜' | '\t' => bars += 1,
                // Markdown's: what makes words bold, and what is before a sign that it takes for a mark. More stars than
                // these stand for digits that are masked.
                '*' | '_' => marks += 1,
                '\\' => {}
                _ if is_hyphen(character) => hyphens += 1,
                _ if is_blank(character) => blanks += 1,
                _ if is_invisible(character) => {}
                _ => return None,
            }
            if blanks > MAX_BLANKS || marks > MAX_MARKS || offset > MAX_JOINT {
                return None;
            }
        }
        None
    }
}

/// A hyphen, a dash of the length of one, or a minus.
fn is_hyphen(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}'
    )
}
