//! A measure with what its clauses say of it, those of a sentence or of the cells of a table alike.
//!
//! In: a measure without them, and clauses in the order of the text. Out: the measure with bodies, deadline and the words
//! that say so, and what is wrong with them. Never decides what is a clause.

use std::ops::Range;

use crate::report::findings::measure::clause::Clause;
use crate::report::findings::measure::deadline::{Reading, Timing};
use crate::report::findings::measure::{DeadlineKind, Measure, Problem, ProblemKind, Quote};
use crate::report::passage::Passage;

/// Completes a measure by clauses, each with its passage and its bytes there.
pub(super) fn complete<'c>(
    passages: &[Passage<'_>],
    mut measure: Measure,
    clauses: impl Iterator<Item = (usize, &'c Range<usize>, &'c Clause)>,
) -> (Measure, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut problem = |kind, passage, bytes: &Range<usize>| {
        problems.push(Problem::new(kind, passage, bytes.clone()));
    };
    let mut whole = Clause::default();
    for (count, (passage, at, clause)) in clauses.enumerate() {
        measure.evidence.push(quote(passages, passage, at.clone()));
        for unread in &clause.unread {
            problem(ProblemKind::UnreadMember, passage, unread);
        }
        let was_contradictory = whole.is_contradictory;
        match count {
            0 => whole = clause.clone(),
            _ => whole.add(clause.clone()),
        }
        if whole.is_contradictory && !was_contradictory {
            problem(ProblemKind::TwoDeadlines, passage, at);
        }
        let Some(deadline) = &clause.deadline_at else {
            continue;
        };
        measure.deadline.words = quote(passages, passage, deadline.clone()).words;
        if clause.deadline == Some(Reading::WithoutYear) {
            problem(ProblemKind::WithoutYear, passage, deadline);
        }
    }
    if whole.deadline.is_some() || whole.is_deadline_unread {
        measure.deadline.kind = DeadlineKind::Stated;
    }
    measure.deadline.timing = match whole.deadline {
        Some(Reading::Read(timing)) if !whole.is_contradictory => Some(timing),
        _ => None::<Timing>,
    };
    measure.bodies = whole.bodies;
    (measure, problems)
}

fn quote(passages: &[Passage<'_>], passage: usize, bytes: Range<usize>) -> Quote {
    let of = passages.get(passage);
    let words = of.and_then(|of| of.text.get(bytes.clone()));
    Quote {
        passage,
        anchor: of.map_or("", |of| of.anchor).to_owned(),
        words: words.unwrap_or_default().trim().to_owned(),
        bytes,
    }
}
