//! Rows and columns of tables that are the totals of others.
//!
//! In: a table. Out: its totals that do not come out. Which lines a total adds is read from their order, their numbers
//! and the sub-totals among them; where there are several ways, one that comes out is the right one, and a total that
//! comes out nowhere across the table is no total of these lines.

use crate::report::findings::figure::grid::Table;
use crate::report::findings::figure::label::{NumberKind, Total};
use crate::report::findings::figure::number::Number;
use crate::report::findings::figure::sum::line::{Direction, Line, Lines};
use crate::report::findings::figure::sum::{Adding, FailedSum, SumKind, Sums};
use crate::report::passage::Passage;

/// Crossing lines up to which a total that comes out in none of them is taken for one nonetheless.
const ALONE_MAX: usize = 2;
/// Addends up to which every shorter run of lines before a total is tried.
const RUNS_MAX: usize = 60;

/// A way to read what a total adds.
struct Way {
    addends: Vec<usize>,
    /// Whether it is plain enough to say that a total is wrong by it.
    is_sure: bool,
}

/// What a total comes to at a crossing line, read in one way.
#[derive(Clone, Copy)]
enum Outcome {
    Right { is_telling: bool },
    Wrong(Adding, Adding),
    Unknown,
}

/// Checks the totals of a table.
pub(super) fn check(table: &Table<'_>, passages: &[Passage<'_>], sums: &mut Sums) {
    for direction in [Direction::Rows, Direction::Columns] {
        let lines = Lines::of(table, direction);
        for (at, line) in lines.lines.iter().enumerate() {
            if line.total.is_some() && !line.is_ratio && !line.is_within {
                check_total(&lines, at, line, (table, passages), sums);
            }
        }
    }
}

fn check_total(
    lines: &Lines<'_, '_>,
    at: usize,
    line: &Line,
    (table, passages): (&Table<'_>, &[Passage<'_>]),
    sums: &mut Sums,
) {
    let ways = ways(&lines.lines, at);
    let read = |way: &Way| -> Vec<Outcome> {
        let across = lines.across.iter();
        across
            .map(|across| outcome(lines, at, *across, way))
            .collect()
    };
    let outcomes: Vec<(&Way, Vec<Outcome>)> = ways.iter().map(|way| (way, read(way))).collect();
    let telling = |outcomes: &[Outcome]| {
        let is_telling =
            |outcome: &&Outcome| matches!(outcome, Outcome::Right { is_telling: true });
        outcomes.iter().filter(is_telling).count()
    };
    // The way that comes out most often is the one that is meant; of several the first.
    let best = outcomes
        .iter()
        .rev()
        .max_by_key(|(_, outcomes)| telling(outcomes));
    let Some((way, best)) = best else {
        return;
    };
    let is_right = |outcomes: &[Outcome], place: usize| {
        matches!(outcomes.get(place), Some(Outcome::Right { .. }))
    };
    let mut wrong = Vec::new();
    let mut right = 0_usize;
    for (place, (outcome, across)) in best.iter().zip(&lines.across).enumerate() {
        // A column may be read in another way that is as sure.
        let mut sure = outcomes.iter().filter(|(way, _)| way.is_sure);
        match outcome {
            Outcome::Right { .. } => right += 1,
            _ if sure.any(|(_, outcomes)| is_right(outcomes, place)) => right += 1,
            Outcome::Wrong(expected, found) => wrong.push((*across, *expected, *found)),
            Outcome::Unknown => {}
        }
    }
    sums.right += u32::try_from(right).unwrap_or(u32::MAX);
    let is_meant = match (telling(best), lines.direction) {
        (0, Direction::Rows) => way.is_sure && right == 0 && wrong.len() <= ALONE_MAX,
        // One row says nothing of what its columns are to one another, unless they are known to be kinds.
        (0, Direction::Columns) => {
            way.is_sure && right == 0 && wrong.len() <= ALONE_MAX && are_kinds(&lines.lines)
        }
        (telling, _) => telling >= wrong.len() && (way.is_sure || telling > 1),
    };
    if !is_meant {
        return;
    }
    for (across, expected, found) in wrong {
        let (kind, place) = match lines.direction {
            Direction::Rows => (SumKind::Row, (line.index, across)),
            Direction::Columns => (SumKind::Column, (across, line.index)),
        };
        sums.fail_cell(kind, table, place, passages, expected.sum, found.sum);
    }
}

/// What a total comes to at a crossing line, read in one way.
fn outcome(lines: &Lines<'_, '_>, at: usize, across: usize, way: &Way) -> Outcome {
    let mut unit = None;
    let Some(total) = lines.add(std::iter::once(at), across, 1, &mut unit) else {
        return Outcome::Unknown;
    };
    let Some(expected) = lines.add(way.addends.iter().copied(), across, 2, &mut unit) else {
        return Outcome::Unknown;
    };
    match expected.comes_to(total) {
        Some(true) => Outcome::Right {
            is_telling: !total.sum.is_zero(),
        },
        Some(false) => Outcome::Wrong(expected, total),
        None => Outcome::Unknown,
    }
}

/// The ways to read what the total at a place adds, the likeliest first.
fn ways(lines: &[Line], at: usize) -> Vec<Way> {
    let Some(own) = lines.get(at) else {
        return Vec::new();
    };
    let is_addend = |at: &usize| {
        lines
            .get(*at)
            .is_some_and(|line| line.total.is_none() && !line.is_ratio)
    };
    let is_sub = |at: &usize| {
        lines
            .get(*at)
            .is_some_and(|line| line.total == Some(Total::Sub))
    };
    let ends = |at: &usize| {
        let total = lines.get(*at).and_then(|line| line.total);
        match own.total {
            // A total of all goes over sub-totals, a sub-total over none.
            Some(Total::Grand) => total == Some(Total::Grand),
            _ => total.is_some(),
        }
    };
    let above: Vec<usize> = (0..at).rev().take_while(|at| !ends(at)).collect();
    let below: Vec<usize> = (at + 1..lines.len()).take_while(|at| !ends(at)).collect();
    let mut ways = Vec::new();
    for (nearest_first, is_above) in [(above, true), (below, false)] {
        let mut span = nearest_first.clone();
        if is_above {
            span.reverse();
        }
        let all: Vec<usize> = span.iter().copied().filter(is_addend).collect();
        // What follows a total is its parts only where nothing comes before it.
        let is_place = is_above || at == 0;
        let has_sub = span.iter().any(is_sub);
        let mut push = |addends: Vec<usize>, is_sure: bool| {
            if addends.len() > 1 {
                ways.push(Way {
                    addends,
                    is_sure: is_sure && is_place,
                });
            }
        };
        // （七）总计 adds （一） to （六）, and what belongs to them.
        if is_above && let Some((kind, _)) = own.number() {
            let start = span.iter().rposition(|at| {
                let numbers = lines.get(*at).map(|line| &line.label.numbers);
                numbers.is_some_and(|numbers| numbers.contains(&(kind, 1)))
            });
            if let Some(numbered) = start.and_then(|start| span.get(start..)) {
                let numbered: Vec<usize> = numbered.iter().copied().filter(is_addend).collect();
                let is_of_kind = |at: &usize| {
                    lines
                        .get(*at)
                        .is_some_and(|line| line.number().is_some_and(|n| n.0 == kind))
                };
                push(numbered.iter().copied().filter(is_of_kind).collect(), true);
                push(numbered, true);
                push(all, false);
                continue;
            }
        }
        if own.group.is_some() {
            let is_own = |at: &usize| lines.get(*at).is_some_and(|line| line.group == own.group);
            push(all.iter().copied().filter(is_own).collect(), true);
        }
        let outer = outer(lines, &all);
        let is_plain = |at: &usize| lines.get(*at).is_some_and(|line| !line.is_within);
        let without_parts: Vec<usize> = outer.iter().copied().filter(is_plain).collect();
        let has_parts = without_parts.len() != outer.len();
        // Lines after 其中 may be parts too.
        let is_sure = !has_parts || are_parts_marked(lines, &outer);
        push(without_parts, is_sure);
        if has_parts || outer.len() != all.len() {
            push(all.clone(), false);
        }
        if has_sub {
            let last = span.iter().rposition(is_sub).unwrap_or(0);
            let subs = span
                .iter()
                .enumerate()
                .filter(|(place, at)| is_sub(at) || *place > last && is_addend(at));
            push(subs.map(|(_, at)| *at).collect(), is_above);
            let subs = span.iter().copied().filter(is_sub);
            push(subs.collect(), false);
        }
        // A shorter run of lines that comes out says that the total is right.
        let nearest: Vec<usize> = nearest_first.iter().copied().filter(is_addend).collect();
        for length in (2..nearest.len()).take(RUNS_MAX) {
            push(nearest.iter().take(length).copied().collect(), false);
        }
    }
    ways
}

/// Of lines with numbers of several kinds those of the first kind: 一、 and 二、 without the （一） below them.
fn outer(lines: &[Line], all: &[usize]) -> Vec<usize> {
    let kind = |at: &usize| -> Option<NumberKind> { Some(lines.get(*at)?.number()?.0) };
    match all.first().and_then(kind) {
        Some(first) if all.iter().filter(|at| kind(at) == Some(first)).count() > 1 => {
            let is_outer = |at: &usize| kind(at).is_none_or(|own| own == first);
            all.iter().copied().filter(is_outer).collect()
        }
        _ => all.to_vec(),
    }
}

/// Whether no line without 其中 follows one with it.
fn are_parts_marked(lines: &[Line], addends: &[usize]) -> bool {
    let mut is_within = addends
        .iter()
        .filter_map(|at| lines.get(*at))
        .map(|line| line.is_within);
    let has_part = is_within.by_ref().any(|within| within);
    !has_part || is_within.all(|within| within)
}

/// Whether columns are known to be kinds of one thing: outcomes, or applicants.
fn are_kinds(lines: &[Line]) -> bool {
    const KINDS: [&str; 10] = [
        "维持",
        "纠正",
        "驳回",
        "撤销",
        "尚未审结",
        "结果维持",
        "结果纠正",
        "其他结果",
        "自然人",
        "其他",
    ];
    let known = lines
        .iter()
        .filter(|line| KINDS.iter().any(|kind| line.label.words.contains(kind)));
    known.count() > 1
}

impl Sums {
    /// Reports the cell of a table that is no sum of others.
    pub(super) fn fail_cell(
        &mut self,
        kind: SumKind,
        table: &Table<'_>,
        (row, column): (usize, usize),
        passages: &[Passage<'_>],
        expected: Number,
        found: Number,
    ) {
        let Some(cell) = table.cell(row, column) else {
            return;
        };
        let (Some(figure), Some(passage)) = (cell.figure(), cell.passage) else {
            return;
        };
        let anchor = passages
            .get(passage as usize)
            .map_or("", |passage| passage.anchor);
        self.fail(FailedSum {
            kind,
            anchor: anchor.to_owned(),
            passage,
            at: figure.at.clone(),
            quoted: cell.text.trim().to_owned(),
            labels: table.names_of(row, column),
            expected,
            found,
        });
    }
}
