//! Sums in sentences: 26+4+10+4+6=50, with units, words and brackets beside the figures.
//!
//! In: a passage. Out: whether both sides of each `=` are the same. Where anything but adding is done, or a side has a
//! figure too many or too few, nothing is checked.

use std::ops::Range;

use crate::report::findings::figure::fold::Folded;
use crate::report::findings::figure::number::{Written, in_text};
use crate::report::findings::figure::sum::{Adding, FailedSum, SumKind, Sums};
use crate::report::passage::{Passage, PassageKind};

/// Characters of one addend, with its words.
const ADDEND_MAX: usize = 30;
/// Figures of one side.
const ADDENDS_MAX: usize = 200;
/// Characters after the last figure in which something else may be done with it.
const UNIT_MAX: usize = 4;

/// A figure with its place.
#[derive(Clone)]
struct Term {
    at: Range<usize>,
    written: Written,
    is_percent: bool,
}

/// Checks the sums that a passage writes.
pub(super) fn check(passage: &Passage<'_>, number: u32, sums: &mut Sums) {
    let text = passage.text;
    if matches!(passage.kind, PassageKind::Code)
        || !["=", "＝", "﹦"].iter().any(|sign| text.contains(*sign))
        || !["+", "＋", "﹢", "➕"]
            .iter()
            .any(|sign| text.contains(*sign))
    {
        return;
    }
    let folded = Folded::of(text);
    for at in (0..folded.len()).filter(|at| folded.get(*at) == Some('=')) {
        let Some((whole, left, right)) = equation(&folded, at) else {
            continue;
        };
        // Shares and counts do not add up.
        let percent = left
            .iter()
            .chain(&right)
            .filter(|term| term.is_percent)
            .count();
        if percent != 0 && percent != left.len() + right.len() {
            continue;
        }
        let (Some(expected), Some(total)) = (added(&left), added(&right)) else {
            continue;
        };
        match expected.comes_to(total) {
            None => {}
            Some(true) => sums.right += 1,
            Some(false) => {
                let bytes = folded.bytes(whole);
                sums.fail(FailedSum {
                    kind: SumKind::Written,
                    anchor: passage.anchor.to_owned(),
                    passage: number,
                    quoted: text.get(bytes.clone()).unwrap_or_default().to_owned(),
                    at: u32::try_from(bytes.start).unwrap_or(0)
                        ..u32::try_from(bytes.end).unwrap_or(0),
                    labels: Vec::new(),
                    expected: expected.sum,
                    found: total.sum,
                });
            }
        }
    }
}

/// The figures on both sides of an `=`, and all that they take.
fn equation(text: &Folded, equals: usize) -> Option<(Range<usize>, Vec<Term>, Vec<Term>)> {
    let mut left = Vec::new();
    let mut end = equals;
    // Addend by addend, until one is the first.
    loop {
        let least = end.saturating_sub(ADDEND_MAX);
        let edge = (least..end)
            .rev()
            .find(|at| text.get(*at).is_none_or(is_edge));
        let sign = edge.filter(|at| text.get(*at) == Some('+'));
        if edge.is_some_and(|at| text.get(at) == Some('=')) || left.len() > ADDENDS_MAX {
            return None;
        }
        let Some(sign) = sign else {
            left.push(nearest_before(text, edge.map_or(least, |at| at + 1)..end)?);
            break;
        };
        left.push(only(text, sign + 1..end)?);
        end = sign;
    }
    left.reverse();
    let start = left.first().filter(|_| left.len() > 1)?.at.start;
    let mut right = Vec::new();
    let mut from = equals + 1;
    loop {
        let most = from.saturating_add(ADDEND_MAX).min(text.len());
        let edge = (from..most).find(|at| text.get(*at).is_none_or(is_edge));
        let within = from..edge.unwrap_or(most);
        let sign = edge.filter(|at| text.get(*at) == Some('+'));
        match sign.and_then(|sign| Some((sign, only(text, within.clone())?))) {
            Some((sign, term)) if right.len() < ADDENDS_MAX => {
                right.push(term);
                from = sign + 1;
            }
            Some(_) => return None,
            None => {
                right.push(nearest_after(text, within)?);
                break;
            }
        }
    }
    let end = right.last()?.at.end;
    Some((start..end, left, right))
}

/// The one figure in some characters.
fn only(text: &Folded, within: Range<usize>) -> Option<Term> {
    let first = within.clone().find(|at| is_digit(text.get(*at)))?;
    let term = term(text, first, within.end)?;
    let is_bare = within.filter(|at| !term.at.contains(at)).all(|at| {
        text.get(at)
            .is_some_and(|c| !c.is_ascii_digit() && !is_other_operation(c))
    });
    is_bare.then_some(term)
}

/// The last figure in some characters, where nothing is done with it but what follows: of 2019年26 the 26.
fn nearest_before(text: &Folded, within: Range<usize>) -> Option<Term> {
    let last = within.clone().rev().find(|at| is_digit(text.get(*at)))?;
    let belongs = |at: &usize| {
        text.get(*at)
            .is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    let first = (within.start..=last).rev().take_while(belongs).last()?;
    let is_begun = !text.before(first).is_some_and(is_other_operation);
    only(text, first..within.end).filter(|_| is_begun)
}

/// The first figure in some characters, where nothing is done with it.
fn nearest_after(text: &Folded, within: Range<usize>) -> Option<Term> {
    let first = within.clone().find(|at| is_digit(text.get(*at)))?;
    let term = term(text, first, within.end)?;
    let mut around = (within.start..first)
        .chain(term.at.end..term.at.end.saturating_add(UNIT_MAX).min(within.end));
    let is_bare = around.all(|at| text.get(at).is_some_and(|c| !is_other_operation(c)));
    is_bare.then_some(term)
}

/// The exact figure at a place.
fn term(text: &Folded, at: usize, end: usize) -> Option<Term> {
    let written = in_text(text, at)
        .into_iter()
        .find(|written| written.end <= end)?;
    if written.is_about || !may_begin(text, at) {
        return None;
    }
    Some(Term {
        at: at..written.end,
        written,
        is_percent: matches!(text.get(written.end), Some('%' | '‰')),
    })
}

fn is_digit(character: Option<char>) -> bool {
    character.is_some_and(|c| c.is_ascii_digit())
}

/// Whether an addend does not go beyond a character.
fn is_edge(c: char) -> bool {
    matches!(c, '+' | '=') || ends_side(c)
}

/// Whether a figure may begin at a place: no letter is part of it, and it is not said to be about so.
fn may_begin(text: &Folded, at: usize) -> bool {
    let before = text.before(at);
    !before.is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '约' | '近' | '超' | '逾' | '第')
    })
}

/// Whether something else than adding is done, or may be.
fn is_other_operation(c: char) -> bool {
    matches!(
        c,
        '-' | '×'
            | '÷'
            | '*'
            | '/'
            | '^'
            | '<'
            | '>'
            | '≈'
            | '≠'
            | '≥'
            | '≤'
            | '~'
            | '±'
            | '·'
            | '—'
            | '–'
    )
}

/// Whether a side does not go beyond a character.
fn ends_side(c: char) -> bool {
    matches!(
        c,
        '。' | ';' | '，' | '!' | '?' | ':' | '、' | '“' | '”' | '"' | '「' | '」' | '《' | '》'
    )
}

/// The sum of figures.
fn added(terms: &[Term]) -> Option<Adding> {
    let mut adding = Adding::new();
    for term in terms {
        adding.add(term.written)?;
    }
    Some(adding)
}
