//! What contradicts itself: a document that is declared in force and listed as repealed, a successor that is older,
//! circles of succession.
//!
//! In: what is judged and the rows that name it; out: each contradiction with both places. Decides nothing: which of
//! the two is right is for an editor.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::PartialDate;
use crate::knowledge::citation::Named;
use crate::knowledge::validity::{Case, Following, ListRow, State, Successions};
use crate::report::findings::cleanup::Verdict;

/// Where something is said of a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    /// `status`, or its `value`.
    Value,
    /// `since`.
    Since,
    /// `until`.
    Until,
    /// `successor`, and which of them.
    Successor(u32),
    /// A row of a clean-up result.
    Row(ListRow),
}

/// The place of a contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Where {
    /// The document in which it is said.
    pub document: u32,
    /// Where in it.
    pub field: Field,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Declared in force, and listed as over, with no later change; or declared over before a list that keeps it.
    DeclaredAgainstList,
    /// Declared expired and listed as repealed, or the other way round: over it is by both.
    EndedOtherwise,
    /// Two lists of one day, or two rows of one, say different things.
    ListsDisagree,
    /// What takes its place was written before it.
    SuccessorOlder,
    /// It ends before it begins.
    UntilBeforeSince,
    /// Two documents take its place.
    TwoSuccessors,
    /// It takes its own place, by way of others or not.
    Circle,
    /// Declared in force, though its last day is past as of the date.
    InForceAfterEnd,
    /// Declared not yet in force, though its first day is past as of the date.
    NotYetAfterBeginning,
}

impl Kind {
    /// Whether it is wrong whatever the date: what comes of time passing must not stop a publication, nor what readers
    /// are told alike either way.
    pub(crate) fn is_error(self) -> bool {
        !matches!(
            self,
            Kind::InForceAfterEnd | Kind::NotYetAfterBeginning | Kind::EndedOtherwise
        )
    }
}

/// A contradiction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Contradiction {
    /// Where it is to be mended.
    pub place: Where,
    /// What it is.
    pub kind: Kind,
    /// The other place.
    pub other: Option<Where>,
    /// The documents of a circle, each followed by what takes its place.
    pub circle: Vec<u32>,
}

/// What contradicts itself of one document.
pub(super) fn of_document(
    case: &Case<'_, '_>,
    index: u32,
    listed: &[(Option<PartialDate>, ListRow)],
    successors: &[Following],
    found: &mut Vec<Contradiction>,
) {
    let mut add = |kind, place, other| {
        found.push(Contradiction {
            place,
            kind,
            other,
            circle: Vec::new(),
        });
    };
    let own = |field| Where {
        document: index,
        field,
    };
    let of_row = |row: ListRow| Where {
        document: row.document,
        field: Field::Row(row),
    };
    if let Some((newest, None)) = case.newest(listed) {
        let state = |row: &ListRow| case.row(*row).map(|listed| listed.verdict);
        let other = listed.iter().rev().map(|(_, row)| *row);
        let other = other.into_iter().find(|row| state(row) != state(&newest));
        add(Kind::ListsDisagree, of_row(newest), other.map(of_row));
    }
    if let Some(declared) = case
        .document(index)
        .and_then(|document| document.declared.as_ref())
    {
        if let (Some(since), Some(until)) = (declared.since, declared.until)
            && until.last_day() < since.first_day()
        {
            add(
                Kind::UntilBeforeSince,
                own(Field::Until),
                Some(own(Field::Since)),
            );
        }
        if let Some((row, Some(state))) = case.newest(listed) {
            let day = case.day(row.document);
            let is_later = |declared: Option<PartialDate>| {
                let both = declared.zip(day);
                both.is_some_and(|(declared, day)| declared.first_day() > day.last_day())
            };
            let is_before = declared
                .until
                .or(declared.over_since)
                .zip(day)
                .is_some_and(|(u, day)| u.last_day() < day.first_day());
            let is_wrong = match (declared.state.is_over(), state.is_over()) {
                // In force again since then, or to the day of the list.
                (false, true) => !is_later(declared.since) && !is_before,
                (true, false) => is_before,
                _ => false,
            };
            if is_wrong {
                add(
                    Kind::DeclaredAgainstList,
                    own(Field::Value),
                    Some(of_row(row)),
                );
            } else if ends_otherwise(case, declared.state, row) {
                add(Kind::EndedOtherwise, own(Field::Value), Some(of_row(row)));
            }
        }
        let is_past = |day: Option<PartialDate>| day.is_some_and(|day| day.last_day() < case.as_of);
        if declared.state == State::InForce && is_past(declared.until) {
            add(
                Kind::InForceAfterEnd,
                own(Field::Value),
                Some(own(Field::Until)),
            );
        }
        if declared.state == State::NotYetInForce && is_past(declared.since) {
            add(
                Kind::NotYetAfterBeginning,
                own(Field::Value),
                Some(own(Field::Since)),
            );
        }
    }
    let mut first: Option<(&Where, String)> = None;
    for (target, text, place) in successors {
        if let Some(target) = target.filter(|target| *target != index) {
            let written = |index| case.document(index).and_then(|document| document.written);
            let both = written(target).zip(written(index));
            if both.is_some_and(|(newer, older)| newer.last_day() < older.first_day()) {
                add(Kind::SuccessorOlder, *place, Some(own(Field::Value)));
            }
        }
        let named = Named::of_text(text, case.fold);
        let name = match target {
            Some(target) => target.to_string(),
            None => named.number.or(named.title).unwrap_or_default(),
        };
        match &first {
            Some((other, known)) if *known != name => {
                add(Kind::TwoSuccessors, *place, Some(**other));
            }
            Some(_) => {}
            None => first = Some((place, name)),
        }
    }
}

/// Whether a document is over by both, and was repealed by one and expired by the other; a list of 废止或失效 says neither.
fn ends_otherwise(case: &Case<'_, '_>, declared: State, row: ListRow) -> bool {
    let Some(listed) = case.row(row) else {
        return false;
    };
    let words = (case.fold)(&listed.words);
    match (declared, listed.verdict) {
        (State::Expired, Verdict::Repealed) => !words.contains("失效"),
        (State::Repealed, Verdict::Expired) => words.contains("失效"),
        _ => false,
    }
}

/// Circles of succession, one contradiction for each.
pub(super) fn circles(successors: &Successions, found: &mut Vec<Contradiction>) {
    let next = |index: u32| {
        let all = successors.get(&index)?;
        all.iter()
            .find_map(|(target, _, place)| Some(((*target)?, *place)))
    };
    let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
    let mut told: BTreeSet<u32> = BTreeSet::new();
    for start in successors.keys() {
        let mut at = *start;
        while !seen.contains_key(&at) {
            seen.insert(at, *start);
            match next(at) {
                Some((after, _)) => at = after,
                None => break,
            }
        }
        // Met on this very walk: a circle that no earlier walk has gone round.
        if seen.get(&at) != Some(start) || next(at).is_none() || !told.insert(at) {
            continue;
        }
        let mut circle = vec![at];
        let mut last = at;
        while let Some((after, _)) = next(last).filter(|(after, _)| *after != at) {
            told.insert(after);
            circle.push(after);
            last = after;
        }
        let least = circle.iter().enumerate().min_by_key(|(_, member)| **member);
        let least = least.map_or(0, |(position, _)| position);
        circle.rotate_left(least);
        if let Some((_, place)) = circle.first().and_then(|first| next(*first)) {
            found.push(Contradiction {
                place,
                kind: Kind::Circle,
                other: None,
                circle,
            });
        }
    }
}
