//! Marks that come in pairs and do not: 《 without 》, ” before “, a bracket that closes nothing.
//!
//! In: the signs of each passage, in order. Out: defects, some with a mend. A quotation may run over paragraphs, each of
//! which then begins with “; a title or a bracket may run over a line end. 1) and 四) open nothing. Which pair is
//! of which width is told to [`Width`]. Never looks inside tables for what began outside.

mod pending;
mod slip;

use std::ops::Range;

use crate::character::han_value;
use crate::report::findings::defect::balance::pending::Pending;
use crate::report::findings::defect::scan::{Class, Pair, Sign};
use crate::report::findings::defect::title;
use crate::report::findings::defect::width::Width;
use crate::report::findings::defect::{Found, Kind, Line, digit, is_han_at, is_han_before};
use crate::report::outline::padding;
use crate::report::passage::Passage;

/// Marks that are open at once, at most; of a text with more nothing is told.
const DEPTH_MAX: usize = 64;
/// Slips of one passage that are looked at.
const SLIPS_MAX: usize = 64;
/// Characters of the number in 12).
const NUMBER_MAX: usize = 4;

/// A mark that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    pair: Pair,
    at: usize,
    end: usize,
    /// Whether a number's bracket may have closed it: （包括：1)甲
    is_soft: bool,
}

/// A mark whose counterpart is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slip {
    pair: Pair,
    is_open: bool,
    at: usize,
    end: usize,
    /// The mark that closed something around it, where it was left open.
    closed_at: Option<usize>,
}

impl Slip {
    fn range(&self) -> Range<usize> {
        self.at..self.end
    }
}

/// The marks of one report.
#[derive(Default)]
pub(super) struct Balance {
    stack: Vec<Open>,
    slips: Vec<Slip>,
    /// Titles in titles of this passage: their marks.
    nested: Vec<(Sign, Sign)>,
    pending: Pending,
}

impl Balance {
    /// Looks at one passage; what is wrong at a place of `taken` was told already.
    pub(super) fn passage(
        &mut self,
        index: usize,
        passage: &Passage<'_>,
        signs: &[Sign],
        taken: &[(Kind, Range<usize>)],
        width: &mut Width,
        found: &mut Found,
    ) {
        self.stack.clear();
        self.slips.clear();
        self.nested.clear();
        let line = Line {
            index,
            text: passage.text,
        };
        let mut is_overfull = false;
        for sign in signs {
            match sign.class {
                // Of a number whose other bracket was lost.
                Class::Open(_) if kind_at(taken, sign.at) == Some(Kind::LostBracketInNumber) => {}
                Class::Open(pair) => {
                    self.open(line, sign, pair);
                    is_overfull |= self.stack.len() > DEPTH_MAX;
                }
                Class::Close(pair) => self.close(line, sign, pair, width),
                _ => {}
            }
            if is_overfull || self.slips.len() > SLIPS_MAX {
                return;
            }
        }
        let is_cell = passage.kind.is_cell();
        for open in self.stack.iter().filter(|open| !open.is_soft) {
            self.slips.push(Slip {
                pair: open.pair,
                is_open: true,
                at: open.at,
                end: open.end,
                closed_at: None,
            });
        }
        self.slips.retain(|slip| kind_at(taken, slip.at).is_none());
        self.slips.sort_by_key(|slip| slip.at);
        if self.slips.is_empty() {
            title::nested(line, &self.nested, found);
        }
        if !is_cell {
            let start = padding(line.text);
            let first = signs.first().filter(|sign| sign.at == start);
            self.pending
                .passage(line, first.map(|sign| sign.class), found);
        }
        slip::tell(line, &mut self.slips, found);
        for slip in self.slips.drain(..) {
            if is_cell || !self.pending.takes(line, &slip, found) {
                found.push(slip::single(line, &slip));
            }
        }
    }

    /// After the last passage: what is still open stays open.
    pub(super) fn end(self, found: &mut Found) {
        self.pending.end(found);
    }

    fn open(&mut self, line: Line<'_>, sign: &Sign, pair: Pair) {
        let is_mark = match pair {
            // Of figures it is "less than".
            Pair::Angle => {
                self.stack.iter().any(|open| open.pair == Pair::Title)
                    && (is_han_at(line.text, sign.end) || line.after(sign.end).starts_with('《'))
            }
            _ => true,
        };
        if is_mark {
            self.stack.push(Open {
                pair,
                at: sign.at,
                end: sign.end,
                is_soft: false,
            });
        }
    }

    fn close(&mut self, line: Line<'_>, sign: &Sign, pair: Pair, width: &mut Width) {
        if pair == Pair::Round && self.closes_number(line, sign.at) {
            return;
        }
        let Some(place) = self.stack.iter().rposition(|open| open.pair == pair) else {
            if is_mark_alone(line, sign, pair) {
                self.slips.push(Slip {
                    pair,
                    is_open: false,
                    at: sign.at,
                    end: sign.end,
                    closed_at: None,
                });
            }
            return;
        };
        for inside in self.stack.drain(place + 1..).filter(|open| !open.is_soft) {
            self.slips.push(Slip {
                pair: inside.pair,
                is_open: true,
                at: inside.at,
                end: inside.end,
                closed_at: Some(sign.at),
            });
        }
        let Some(open) = self.stack.pop() else { return };
        match pair {
            Pair::Round => width.pair(line, open.at, sign.at),
            Pair::Title if self.stack.last().is_some_and(|o| o.pair == Pair::Title) => {
                let opened = Sign {
                    class: Class::Open(pair),
                    at: open.at,
                    end: open.end,
                };
                self.nested.push((opened, *sign));
            }
            _ => {}
        }
    }

    /// Whether the bracket at `at` is that of a number (1), 四), a)) that has none before it.
    fn closes_number(&mut self, line: Line<'_>, at: usize) -> bool {
        let mut start = at;
        for (i, c) in line.before(at).char_indices().rev().take(NUMBER_MAX) {
            let is_of_number = digit(c).is_some()
                || han_value(c).is_some()
                || c.is_ascii_alphabetic() && start == at;
            if !is_of_number {
                break;
            }
            start = i;
        }
        if start == at {
            return false;
        }
        // 第8)条, “1)”: with nothing open, a bracket behind a figure is that of a number.
        let Some(open) = self.stack.iter_mut().rfind(|o| o.pair == Pair::Round) else {
            return true;
        };
        let before = line.before(start).chars().next_back();
        let begins = before.is_none_or(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    '。' | '；' | '：' | '，' | '、' | ';' | ':' | ',' | '.' | ')' | '）' | '”'
                )
        });
        open.is_soft |= begins;
        begins
    }
}

/// What was told of a place.
fn kind_at(taken: &[(Kind, Range<usize>)], at: usize) -> Option<Kind> {
    let after = taken.partition_point(|(_, range)| range.start <= at);
    let (kind, range) = taken.get(after.checked_sub(1)?)?;
    range.contains(&at).then_some(*kind)
}

/// Whether a closing mark without its counterpart is a mark at all: ’ and > are other things too.
fn is_mark_alone(line: Line<'_>, sign: &Sign, pair: Pair) -> bool {
    match pair {
        Pair::Angle => false,
        Pair::InnerTitle => line.get(sign.at..sign.end) != "›",
        Pair::Single => {
            is_han_before(line.text, sign.at)
                || line
                    .last_before(sign.at)
                    .is_some_and(|c| matches!(c, '，' | '。' | '》' | '”'))
        }
        _ => true,
    }
}
