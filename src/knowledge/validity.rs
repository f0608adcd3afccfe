//! Which documents are in force: what editors declare and what clean-up results say, held against each other.
//!
//! In go the status of each document, the lists of each, and the date as of which is asked; out come the state of
//! each with its evidence, every relation with both ends, lines of documents that followed one another, what expires
//! next, and contradictions with their places. Documents without a status that no list names take no part. An editor's
//! declaration wins over a list; no clock is asked, no file is read.

mod contradictions;
mod faults;
mod line;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::date::PartialDate;
use crate::knowledge::citation::{Catalogue, Named};
use crate::report::findings::citation::Fold;
use crate::report::findings::cleanup::{CleanupList, Listed, Verdict};
use crate::store::Key;

pub(crate) use crate::knowledge::validity::contradictions::{Contradiction, Field, Where};
pub(crate) use crate::knowledge::validity::faults::faults;
pub(crate) use crate::knowledge::validity::line::Line;

/// Years that a page "in force on a date" goes back, at most.
const MAX_YEARS: i16 = 100;

/// 有效性 of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) enum State {
    /// 有效.
    InForce,
    /// 失效.
    Expired,
    /// 废止.
    Repealed,
    /// 已修改.
    Amended,
    /// 尚未生效.
    NotYetInForce,
    /// 部分废止.
    PartlyRepealed,
}

impl State {
    /// The stable key: `in-force`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            State::InForce => "in-force",
            State::Expired => "expired",
            State::Repealed => "repealed",
            State::Amended => "amended",
            State::NotYetInForce => "not-yet-in-force",
            State::PartlyRepealed => "partly-repealed",
        }
    }

    /// Whether a document in this state is over.
    pub(crate) fn is_over(self) -> bool {
        matches!(self, State::Expired | State::Repealed)
    }
}

impl From<Verdict> for State {
    fn from(verdict: Verdict) -> State {
        match verdict {
            Verdict::InForce => State::InForce,
            Verdict::Expired => State::Expired,
            Verdict::Repealed => State::Repealed,
            Verdict::Amended => State::Amended,
            Verdict::PartlyRepealed => State::PartlyRepealed,
        }
    }
}

/// What takes the place of a document, as an editor or a list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Successor<'a> {
    /// As written: an id, a path or a title.
    pub text: &'a str,
    /// The document, where the reference leads to one.
    pub target: Option<u32>,
}

/// What the front matter of a document says of its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declared<'a> {
    /// The state.
    pub state: State,
    /// The first day on which the document is in force.
    pub since: Option<PartialDate>,
    /// The first day on which it is over, where that is what is said.
    pub over_since: Option<PartialDate>,
    /// The last day.
    pub until: Option<PartialDate>,
    /// The document that says so: a number or a title.
    pub by: Option<&'a str>,
    /// What takes its place.
    pub successors: Vec<Successor<'a>>,
}

/// A document of the archive.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document<'a> {
    /// Its status, if it declares one.
    pub declared: Option<Declared<'a>>,
    /// 成文日期.
    pub written: Option<PartialDate>,
    /// 发布日期.
    pub published: Option<PartialDate>,
    /// The clean-up results in it and beside it.
    pub lists: &'a [CleanupList],
}

/// What a state rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) enum Basis {
    /// The document's own front matter.
    Declared,
    /// A clean-up result.
    List,
}

impl Basis {
    /// The stable key: `declared` or `list`.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Basis::Declared => "declared",
            Basis::List => "list",
        }
    }
}

/// A row of a clean-up result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct ListRow {
    /// The document that the list belongs to.
    pub document: u32,
    /// Which of its lists.
    pub list: u32,
    /// Position among what it lists.
    pub position: u32,
}

/// When a document ceases to be in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum End {
    /// No end is known.
    Open,
    /// The last day of it.
    Last(PartialDate),
    /// The first day without it.
    Before(PartialDate),
    /// It is over; since when is not known.
    Unknown,
}

/// How it stands with a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Standing {
    /// Its state as of the date; none where lists of one day say different things, and it declares nothing.
    pub state: Option<State>,
    /// What that rests on.
    pub basis: Basis,
    /// The first day on which it is in force, as far as is known.
    pub since: Option<PartialDate>,
    /// When it ends.
    pub end: End,
    /// The newest row that lists it.
    pub listed: Option<ListRow>,
}

/// How one document acts on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) enum Act {
    /// Takes its place.
    Replaces,
    /// Changes it.
    Amends,
    /// Ends it.
    Repeals,
}

/// A relation of two documents; either end shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Relation {
    /// The document that is acted on.
    pub older: u32,
    /// What is done to it.
    pub act: Act,
    /// The document that acts, where it is held.
    pub newer: Option<u32>,
    /// Its name as written.
    pub text: String,
    /// What the relation rests on.
    pub basis: Basis,
}

/// A row of a list that says something of no document that is surely held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unmatched {
    /// The row.
    pub row: ListRow,
    /// The documents that it may mean; none where none is held.
    pub candidates: Box<[u32]>,
}

/// What is known of the validity of all documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Validity {
    /// How it stands with each document that takes part.
    pub standings: BTreeMap<u32, Standing>,
    /// Every relation, by the older document.
    pub relations: Vec<Relation>,
    /// Relations by the newer document: positions in [`Validity::relations`].
    pub acting: BTreeMap<u32, Vec<u32>>,
    /// What ends next: the last day, and the document, in order.
    pub expiring: Vec<(PartialDate, u32)>,
    /// Lines of documents that followed one another.
    pub lines: Vec<Line>,
    /// What contradicts itself.
    pub contradictions: Vec<Contradiction>,
    /// Rows of lists that name nothing that is surely held.
    pub unmatched: Vec<Unmatched>,
    /// The date as of which the states are.
    pub as_of: Option<PartialDate>,
}

/// The documents that were in force on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OnDay {
    /// The day.
    pub day: PartialDate,
    /// Those that were.
    pub in_force: Vec<u32>,
    /// Those of which the dates do not say.
    pub unknown: Vec<u32>,
}

/// What takes the place of a document: which one, its name as written, and where that is said.
type Following = (Option<u32>, String, Where);
/// What takes the place of each document.
type Successions = BTreeMap<u32, Vec<Following>>;
/// What the lists say of a document: rows by date, the oldest first, undated ones before them.
type Rows = BTreeMap<u32, Vec<(Option<PartialDate>, ListRow)>>;

/// What is looked at while it is judged.
struct Case<'c, 'a> {
    documents: &'c [Document<'a>],
    catalogue: &'c Catalogue<'c>,
    as_of: PartialDate,
    fold: Fold<'c>,
}

/// Judges all documents as of a day.
pub(crate) fn judge(
    documents: &[Document<'_>],
    catalogue: &Catalogue<'_>,
    as_of: PartialDate,
    fold: Fold<'_>,
) -> Validity {
    let case = Case {
        documents,
        catalogue,
        as_of: as_of.last_day(),
        fold,
    };
    let mut validity = Validity {
        as_of: Some(case.as_of),
        ..Validity::default()
    };
    let rows = case.rows(&mut validity.unmatched);
    let indices = (0..).zip(documents);
    let takes_part =
        indices.filter(|(index, document)| document.declared.is_some() || rows.contains_key(index));
    let mut successors = Successions::new();
    for (index, document) in takes_part {
        let listed = rows.get(&index).map_or(&[][..], Vec::as_slice);
        let found = case.successors(index, document, listed);
        case.relations(index, document, listed, &found, &mut validity.relations);
        let standing = case.standing(document, listed, &found);
        contradictions::of_document(&case, index, listed, &found, &mut validity.contradictions);
        if let (Some(state), End::Last(day)) = (standing.state, standing.end)
            && !state.is_over()
            && day.last_day() >= case.as_of
        {
            validity.expiring.push((day, index));
        }
        validity.standings.insert(index, standing);
        if !found.is_empty() {
            successors.insert(index, found);
        }
    }
    validity
        .expiring
        .sort_by_key(|(day, index)| (day.last_day(), *index));
    validity.relations.sort();
    validity.relations.dedup();
    for (position, relation) in (0..).zip(&validity.relations) {
        if let Some(newer) = relation.newer {
            validity.acting.entry(newer).or_default().push(position);
        }
    }
    contradictions::circles(&successors, &mut validity.contradictions);
    validity.lines = line::all(documents, &successors);
    validity.contradictions.sort();
    validity
}

impl Validity {
    /// The key of all that pages show of it, beside the archive's own facts.
    pub(crate) fn key(&self) -> Key {
        let unmatched = self.unmatched.len();
        Key::of(
            "validity",
            &(&self.standings, &self.relations, &self.lines, unmatched),
        )
    }

    /// Whether a document was in force on a day; `None` where the dates do not say.
    pub(crate) fn was_in_force(&self, document: u32, day: PartialDate) -> Option<bool> {
        let standing = self.standings.get(&document)?;
        if standing.state == Some(State::NotYetInForce) {
            return Some(false);
        }
        let day = day.last_day();
        let is_over = match standing.end {
            End::Open => Some(false),
            End::Last(last) => Some(last.last_day() < day),
            End::Before(first) => Some(first.first_day() <= day),
            End::Unknown => None,
        };
        let has_begun = standing.since.map(|since| since.first_day() <= day);
        match (has_begun, is_over) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        }
    }

    /// What was in force at the end of a year, or on the date as of which is asked if that is earlier.
    pub(crate) fn at_end_of(&self, year: i16) -> OnDay {
        let end = PartialDate {
            year,
            month: None,
            day: None,
        };
        let day = self
            .as_of
            .map_or(end.last_day(), |as_of| as_of.last_day().min(end.last_day()));
        let mut found = OnDay {
            day,
            in_force: Vec::new(),
            unknown: Vec::new(),
        };
        for document in self.standings.keys() {
            match self.was_in_force(*document, day) {
                Some(true) => found.in_force.push(*document),
                Some(false) => {}
                None => found.unknown.push(*document),
            }
        }
        found
    }

    /// The years for which it can be said what was in force, the first first.
    pub(crate) fn years(&self) -> Vec<i16> {
        let Some(last) = self.as_of.map(|as_of| as_of.year) else {
            return Vec::new();
        };
        let begun = self
            .standings
            .values()
            .filter_map(|standing| standing.since);
        let first = begun.map(|since| since.year).min().unwrap_or(last + 1);
        (first.max(last.saturating_sub(MAX_YEARS - 1))..=last).collect()
    }

    /// The relations of a document: what is done to it, then what it does.
    pub(crate) fn relations_of(&self, document: u32) -> (Vec<&Relation>, Vec<&Relation>) {
        let start = self
            .relations
            .partition_point(|relation| relation.older < document);
        let rest = self.relations.get(start..).unwrap_or_default();
        let done = rest
            .iter()
            .take_while(|relation| relation.older == document)
            .collect();
        let acts = self.acting.get(&document).into_iter().flatten();
        let acts = acts.filter_map(|position| self.relations.get(*position as usize));
        (done, acts.collect())
    }
}

impl Case<'_, '_> {
    fn document(&self, index: u32) -> Option<&Document<'_>> {
        self.documents.get(index as usize)
    }

    /// The day of a document: of a list the day on which it speaks.
    fn day(&self, index: u32) -> Option<PartialDate> {
        let document = self.document(index)?;
        document.written.or(document.published)
    }

    /// The first day on which a document is in force, as far as is known.
    fn since(&self, index: u32) -> Option<PartialDate> {
        let declared = self.document(index)?.declared.as_ref();
        declared
            .and_then(|declared| declared.since)
            .or_else(|| self.day(index))
    }

    fn row(&self, row: ListRow) -> Option<&Listed> {
        let list = self.document(row.document)?.lists.get(row.list as usize)?;
        list.listed.get(row.position as usize)
    }

    /// Every row of every list by the document that it is about.
    fn rows(&self, unmatched: &mut Vec<Unmatched>) -> Rows {
        let mut rows = Rows::new();
        for (document, of) in (0..).zip(self.documents) {
            for (list, of) in (0..).zip(of.lists) {
                for (position, listed) in (0..).zip(&of.listed) {
                    let row = ListRow {
                        document,
                        list,
                        position,
                    };
                    let mut named = Named::of_text(&listed.title, self.fold);
                    if let Some(number) = &listed.number {
                        let of_cell = Named::of_text(number, self.fold);
                        named.number = of_cell.number.or(of_cell.title).or(named.number);
                    }
                    match self.catalogue.find(&named, Some(document)) {
                        Ok(Some((target, _))) if target != document => {
                            rows.entry(target)
                                .or_default()
                                .push((self.day(document), row));
                        }
                        Ok(Some(_)) => {}
                        Ok(None) => unmatched.push(Unmatched {
                            row,
                            candidates: Box::default(),
                        }),
                        Err((candidates, _)) => unmatched.push(Unmatched { row, candidates }),
                    }
                }
            }
        }
        for (_, rows) in rows.iter_mut() {
            rows.sort();
        }
        rows
    }

    /// The document that a reference in words means, if that is sure.
    fn named(&self, text: &str) -> Option<u32> {
        let named = Named::of_text(text, self.fold);
        let found = self.catalogue.find(&named, None).ok().flatten();
        found.map(|(target, _)| target)
    }

    /// What takes the place of a document: the target, its name, and where it says so.
    fn successors(
        &self,
        index: u32,
        document: &Document<'_>,
        listed: &[(Option<PartialDate>, ListRow)],
    ) -> Vec<Following> {
        let declared = document
            .declared
            .iter()
            .flat_map(|declared| &declared.successors);
        let declared = (0..).zip(declared).map(|(position, successor)| {
            let target = successor.target.or_else(|| self.named(successor.text));
            let place = Where {
                document: index,
                field: Field::Successor(position),
            };
            (target, successor.text.to_owned(), place)
        });
        let of_lists = listed.iter().filter_map(|(_, row)| {
            let text = self.row(*row)?.successor.as_deref()?;
            let place = Where {
                document: row.document,
                field: Field::Row(*row),
            };
            Some((self.named(text), text.to_owned(), place))
        });
        declared.chain(of_lists).collect()
    }

    fn relations(
        &self,
        index: u32,
        document: &Document<'_>,
        listed: &[(Option<PartialDate>, ListRow)],
        successors: &[Following],
        relations: &mut Vec<Relation>,
    ) {
        for (newer, text, place) in successors {
            relations.push(Relation {
                older: index,
                act: Act::Replaces,
                newer: *newer,
                text: text.clone(),
                basis: match place.field {
                    Field::Row(_) => Basis::List,
                    _ => Basis::Declared,
                },
            });
        }
        let act = |state: State| match state {
            State::Repealed | State::Expired => Some(Act::Repeals),
            // A part of it is gone, and the rest stands.
            State::Amended | State::PartlyRepealed => Some(Act::Amends),
            State::InForce | State::NotYetInForce => None,
        };
        let declared = document.declared.as_ref();
        if let Some((act, by)) = declared.and_then(|d| Some((act(d.state)?, d.by?))) {
            relations.push(Relation {
                older: index,
                act,
                newer: self.named(by).filter(|newer| *newer != index),
                text: by.to_owned(),
                basis: Basis::Declared,
            });
        }
        for (_, row) in listed {
            let verdict = self.row(*row).map(|listed| State::from(listed.verdict));
            // A list that says 修改 announces it: another document does it.
            if verdict.and_then(act) == Some(Act::Repeals) {
                relations.push(Relation {
                    older: index,
                    act: Act::Repeals,
                    newer: Some(row.document),
                    text: String::new(),
                    basis: Basis::List,
                });
            }
        }
    }

    /// The newest row, and whether another of the same day says the same.
    fn newest(
        &self,
        listed: &[(Option<PartialDate>, ListRow)],
    ) -> Option<(ListRow, Option<State>)> {
        let (day, newest) = listed.last()?;
        let mut states: Vec<State> = listed
            .iter()
            .filter(|(other, _)| other == day)
            .filter_map(|(_, row)| Some(State::from(self.row(*row)?.verdict)))
            .collect();
        states.sort();
        states.dedup();
        match states.as_slice() {
            [only] => Some((*newest, Some(*only))),
            _ => Some((*newest, None)),
        }
    }

    fn standing(
        &self,
        document: &Document<'_>,
        listed: &[(Option<PartialDate>, ListRow)],
        successors: &[Following],
    ) -> Standing {
        let newest = self.newest(listed);
        let day = document.written.or(document.published);
        let of_list = newest.and_then(|(row, _)| self.row(row));
        // The first day without it, where no last day is given.
        let first_without = || {
            let of_list = newest.and_then(|(row, state)| {
                state
                    .filter(|state| state.is_over())
                    .and_then(|_| self.day(row.document))
            });
            let of_successor = successors
                .iter()
                .filter_map(|(target, ..)| self.since((*target)?));
            let by = document.declared.as_ref().and_then(|declared| declared.by);
            let of_other = || by.and_then(|by| self.day(self.named(by)?));
            of_successor.min().or_else(of_other).or(of_list)
        };
        let ended = || first_without().map_or(End::Unknown, End::Before);
        match &document.declared {
            Some(declared) => {
                let end = match (declared.until, declared.over_since) {
                    (Some(until), _) => End::Last(until),
                    (None, Some(first)) => End::Before(first),
                    (None, None) if declared.state.is_over() => ended(),
                    (None, None) => End::Open,
                };
                Standing {
                    state: Some(self.as_declared(declared)),
                    basis: Basis::Declared,
                    since: declared.since.or(day),
                    end,
                    listed: newest.map(|(row, _)| row),
                }
            }
            None => {
                let state = newest.and_then(|(_, state)| state);
                let until = of_list.and_then(|listed| listed.until);
                let end = match (until, state) {
                    (Some(until), _) => End::Last(until),
                    (None, Some(state)) if state.is_over() => ended(),
                    (None, Some(_)) => End::Open,
                    (None, None) => End::Unknown,
                };
                let is_past = until.is_some_and(|until| until.last_day() < self.as_of);
                let state = state.map(|state| match state {
                    State::InForce if is_past => State::Expired,
                    state if state.is_over() && until.is_some() && !is_past => State::InForce,
                    state => state,
                });
                Standing {
                    state,
                    basis: Basis::List,
                    since: day,
                    end,
                    listed: newest.map(|(row, _)| row),
                }
            }
        }
    }

    /// The state that is declared, as of the date: its dates say when it begins and ends.
    fn as_declared(&self, declared: &Declared<'_>) -> State {
        let has_begun = declared.since.map(|since| since.first_day() <= self.as_of);
        let is_past = declared.until.map(|until| until.last_day() < self.as_of);
        match (declared.state, has_begun, is_past) {
            (State::InForce | State::NotYetInForce, _, Some(true)) => State::Expired,
            (State::InForce, Some(false), _) => State::NotYetInForce,
            (State::NotYetInForce, Some(true), _) => State::InForce,
            // The newest publication may be older than what an editor knows: what is said to be over is.
            (state, ..) => state,
        }
    }
}

#[cfg(test)]
mod tests;
