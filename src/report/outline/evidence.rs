//! What the lines of a body begin with: evidence for numbers that are doubtful by themselves.
//!
//! In: the body as written. Out: which numbers stand at the head of any of its lines. Looks at the first characters of
//! each line alone, knows no Markdown, and never decides what is a part.

use std::collections::BTreeSet;

use crate::character::{is_blank, is_unseen};
use crate::report::outline::marker::{Kind, read, read_without_decimals};
use crate::report::outline::path::own_path;

/// Decimal numbers that are remembered: more than a text has parts.
const DECIMALS_MAX: usize = 20_000;

/// How far before and after a number another bears it out, so that a gap hides none.
const NEIGHBOURS: u32 = 3;

#[derive(Default)]
pub(crate) struct Evidence {
    /// A line begins with 二、.
    has_second_han: bool,
    /// A line begins with `2.` or 2、.
    has_second_digit: bool,
    /// Decimal numbers as paths: `2-1`.
    decimals: BTreeSet<String>,
}

impl Evidence {
    /// Reads the heads of the lines.
    pub(crate) fn of(body: &str) -> Evidence {
        let mut evidence = Evidence::default();
        for line in body.split('\n') {
            let is_before = |c| is_unseen(c) || matches!(c, '#' | '*' | '_');
            let head = match line.as_bytes() {
                // Most lines begin with Han: 二 is E4 BA 8C.
                [] | [0xE5..=0xE9 | b'A'..=b'Z' | b'a'..=b'z', ..] => continue,
                [0xE4, 0xBA, 0x8C, ..] => line,
                [0xE4, ..] => continue,
                _ => line.trim_start_matches(is_before),
            };
            match head.chars().next() {
                Some('二' | '⼆') => {
                    evidence.has_second_han |=
                        read(head).is_some_and(|m| m.kind == Kind::Han && m.value == 2);
                }
                Some('0'..='9' | '０'..='９') => evidence.see_digits(head),
                _ => {}
            }
        }
        evidence
    }

    fn see_digits(&mut self, head: &str) {
        let Some(marker) = read(head) else { return };
        if matches!(marker.kind, Kind::Decimal(_)) && self.decimals.len() < DECIMALS_MAX {
            self.decimals
                .insert(own_path(&marker, &head[..marker.length]));
        }
        let digit = match marker.kind {
            // 2.12345热线, not 2.1 范围.
            Kind::Decimal(2) if !head[marker.length..].starts_with(is_blank) => {
                read_without_decimals(head)
            }
            Kind::Decimal(_) => None,
            _ => Some(marker),
        };
        self.has_second_digit |= digit.is_some_and(|m| m.kind == Kind::Digit && m.value == 2);
    }

    /// Whether a doubtful first number of this kind has a second.
    pub(super) fn has_second(&self, kind: Kind) -> bool {
        match kind {
            Kind::Han => self.has_second_han,
            Kind::Digit => self.has_second_digit,
            _ => false,
        }
    }

    /// Whether a decimal number (as a path) has neighbours: one of those before or after it, or one below it.
    pub(super) fn supports(&self, path: &str, value: u32) -> bool {
        let stem = match path.rfind('-') {
            Some(at) => &path[..=at],
            None => "",
        };
        let has = |value: u32| self.decimals.contains(&format!("{stem}{value}"));
        let below = format!("{path}-");
        let has_below = self
            .decimals
            .range(below.clone()..)
            .next()
            .is_some_and(|next| next.starts_with(&below));
        // Of the first numbers alone (1, 2, 3) neighbours say nothing: so do rows of a table.
        let is_decimal = !stem.is_empty();
        has_below
            || is_decimal && (1..=NEIGHBOURS).any(|n| has(value + n) || value > n && has(value - n))
            || !is_decimal && has(value + 1) && self.decimals.iter().any(|d| d.contains('-'))
    }
}
