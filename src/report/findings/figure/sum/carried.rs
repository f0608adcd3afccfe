//! What came in and what was left over is what was done and what is left: the identity of the annual report on open
//! information, and of other tables with the same four lines.
//!
//! In: a table. Out: the columns (or rows) in which it does not hold. A table without each of the four lines exactly
//! once has no such identity.

use crate::report::findings::figure::grid::Table;
use crate::report::findings::figure::sum::line::{Direction, Line, Lines};
use crate::report::findings::figure::sum::{SumKind, Sums};
use crate::report::passage::Passage;

/// How what came in is called, the surest first.
const NEW: [&[&str]; 3] = [
    &["本年新收", "本年度新收", "当年新收", "新收"],
    &[
        "本年受理",
        "本年度受理",
        "当年受理",
        "受理",
        "本期受理",
        "受理件数",
        "受理数",
    ],
    &["本年收到", "本年度收到"],
];
/// How what was left over is called.
const BEFORE: [&str; 6] = [
    "上年结转",
    "上年度结转",
    "上期结转",
    "上年未结",
    "上年度未结",
    "年初结转",
];
/// How what was done is called, beside a total.
const DONE: [&[&str]; 2] = [
    &["办理结果总计", "办结总计", "本年度办理结果总计"],
    &[
        "本年审结",
        "本年办结",
        "本年度审结",
        "本年度办结",
        "审结",
        "办结",
        "本年结案",
        "结案",
        "审结件数",
        "办结件数",
        "审结数",
        "办结数",
        "本期办结",
        "本期审结",
    ],
];
/// How what is left is called.
const AFTER: [&str; 6] = [
    "结转下年",
    "结转下期",
    "结转下一年",
    "结转次年",
    "年末未结",
    "转下年",
];

/// Checks the identity in a table, in both directions.
pub(super) fn check(table: &Table<'_>, passages: &[Passage<'_>], sums: &mut Sums) {
    for direction in [Direction::Rows, Direction::Columns] {
        let lines = Lines::of(table, direction);
        let Some([new, before, done, after]) = roles(&lines.lines) else {
            continue;
        };
        for across in &lines.across {
            let mut unit = None;
            let Some(total) = lines.add([done, after].into_iter(), *across, 1, &mut unit) else {
                continue;
            };
            let has_figure = |at: usize| {
                let cell = lines
                    .lines
                    .get(at)
                    .and_then(|line| lines.cell(line, *across));
                cell.is_some_and(|cell| cell.figure().is_some())
            };
            if !has_figure(done) || !has_figure(new) {
                continue;
            }
            let Some(expected) = lines.add([new, before].into_iter(), *across, 1, &mut unit) else {
                continue;
            };
            let index = lines.lines.get(done).map_or(0, |line| line.index);
            let place = match direction {
                Direction::Rows => (index, *across),
                Direction::Columns => (*across, index),
            };
            match expected.comes_to(total) {
                Some(true) => sums.right += 1,
                Some(false) => {
                    sums.fail_cell(
                        SumKind::Carried,
                        table,
                        place,
                        passages,
                        expected.sum,
                        total.sum,
                    );
                }
                None => {}
            }
        }
    }
}

/// The four lines: what came in, was left over, was done, is left.
fn roles(lines: &[Line]) -> Option<[usize; 4]> {
    let begins =
        |words: &[&str], line: &Line| words.iter().any(|word| line.label.words.starts_with(word));
    let before = one(lines, |line| begins(&BEFORE, line))?;
    let after = one(lines, |line| begins(&AFTER, line))?;
    let new = NEW.iter().find_map(|words| {
        let is_new = |line: &Line| match *words {
            ["本年新收", ..] => begins(words, line),
            _ => words.contains(&line.label.words.as_str()),
        };
        one(lines, is_new)
    })?;
    // （七）总计 stands between what was left over and what is left.
    let is_total = |line: &Line| line.total.is_some();
    let between = lines.get(before.max(new) + 1..after).unwrap_or_default();
    let total = between
        .iter()
        .rposition(is_total)
        .map(|at| before.max(new) + 1 + at);
    let done = DONE
        .iter()
        .find_map(|words| one(lines, |line| words.contains(&line.label.words.as_str())))
        .or(total.filter(|_| before.max(new) < after))?;
    Some([new, before, done, after])
}

/// The only line of a kind.
fn one(lines: &[Line], is_one: impl Fn(&Line) -> bool) -> Option<usize> {
    let mut found = lines.iter().enumerate();
    let mut found = found
        .by_ref()
        .filter(|(_, line)| !line.is_within && !line.is_ratio && is_one(line));
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}
