//! Marks that a passage leaves open and a later one may close.
//!
//! In: what each passage left open or closed too much, in order. Out: a defect for what no later passage closes. A
//! quotation runs over paragraphs where it begins one or is announced; of other marks a line that was broken is thought
//! of. Never looks at the text between.

use crate::report::findings::defect::balance::{Slip, slip};
use crate::report::findings::defect::scan::{Class, Pair};
use crate::report::findings::defect::{Defect, Found, Line};
use crate::report::outline::padding;

/// Passages over which a quotation may run.
const QUOTATION_MAX: usize = 200;
/// Passages over which a bracket may run that begins one.
const BRACKET_MAX: usize = 30;
/// Characters of a line that may have been broken inside a title.
const BROKEN_LINE_MAX: usize = 60;
/// Marks that are pending at once.
const PENDING_MAX: usize = 16;

/// What is open, the innermost last.
#[derive(Default)]
pub(super) struct Pending(Vec<Waiting>);

struct Waiting {
    slip: Slip,
    /// What is said of it if nothing closes it.
    alone: Defect,
    /// Where the paragraph was cut in two, if the next one closes it.
    is_cut: bool,
    /// The last passage that can close it.
    until: usize,
}

impl Pending {
    /// A passage begins with `first`, if that is a sign.
    pub(super) fn passage(&mut self, line: Line<'_>, first: Option<Class>, found: &mut Found) {
        // What cannot be closed any more.
        let mut i = 0;
        while let Some(waiting) = self.0.get(i) {
            if waiting.until >= line.index {
                i += 1;
                continue;
            }
            found.push(self.0.remove(i).alone);
        }
        // The next paragraph of a quotation opens it again.
        if let Some(Class::Open(pair)) = first
            && pair.is_quotation()
            && self.0.last().is_some_and(|w| w.slip.pair == pair)
        {
            self.0.pop();
        }
    }

    /// Whether a slip of this passage is none, or none yet.
    pub(super) fn takes(&mut self, line: Line<'_>, slip: &Slip, found: &mut Found) -> bool {
        if !slip.is_open {
            let place = self
                .0
                .iter()
                .rposition(|w| w.slip.pair == slip.pair && (!w.is_cut || is_soon(line, slip.at)));
            let Some(place) = place else { return false };
            let waiting = self.0.remove(place);
            if waiting.is_cut {
                found.push(slip::cut(waiting.alone));
            }
            return true;
        }
        if slip.closed_at.is_some() || self.0.len() >= PENDING_MAX {
            return false;
        }
        let Some((reach, is_cut)) = reach(line, slip) else {
            return false;
        };
        self.0.push(Waiting {
            slip: *slip,
            alone: slip::single(line, slip),
            is_cut,
            until: line.index + reach,
        });
        true
    }

    /// After the last passage.
    pub(super) fn end(self, found: &mut Found) {
        for waiting in self.0 {
            found.push(waiting.alone);
        }
    }
}

/// Whether a place is near the beginning of its passage.
fn is_soon(line: Line<'_>, at: usize) -> bool {
    let before = line.before(at);
    before.chars().nth(BROKEN_LINE_MAX).is_none() && !before.contains('。')
}

/// How many passages later an open mark may be closed, and whether that is a defect too.
fn reach(line: Line<'_>, slip: &Slip) -> Option<(usize, bool)> {
    let begins = slip.at == padding(line.text);
    if slip.pair.is_quotation() {
        let is_announced = line
            .last_before(slip.at)
            .is_some_and(|c| matches!(c, '：' | ':' | '为' | '為' | '“' | '「'));
        return (begins || is_announced).then_some((QUOTATION_MAX, false));
    }
    if slip.pair == Pair::Round && begins {
        return Some((BRACKET_MAX, false));
    }
    let is_line = line.text.chars().nth(BROKEN_LINE_MAX).is_none() && !line.text.contains('。');
    let ends = line
        .text
        .trim_end()
        .ends_with(['。', '；', '：', ';', ':', '！', '？']);
    (is_line || !ends).then_some((1, !is_line))
}
