//! The ledger of a plan: its measures as found in the text, completed or corrected by an editor.
//!
//! In: what the first reading found in one plan, and the entries of its measures.yaml. Out: the measures, each value with
//! what it rests on (the text, or the editor, who wins), and a fault for each entry that is about no measure. Reads no
//! file, and never looks up a report that evidence leads to.

mod faults;
mod group;
mod matching;
mod plans;
mod row;

use std::ops::Range;

use serde::Serialize;

use crate::date::PartialDate;
use crate::knowledge::measure::matching::Matching;
use crate::report::declared::measure::{Declaration, DeclaredDeadline, Link, Status};
use crate::report::findings::measure::{
    DeadlineKind, Found, Measure, Position, Problem, ProblemKind, Quote, Role, Timing,
};

pub(crate) use crate::knowledge::measure::group::{
    BodyGroup, DeadlineGroup, by_body, by_deadline, by_status,
};
pub(crate) use crate::knowledge::measure::plans::{Measures, Place, Plan, agency_called};
pub(crate) use crate::knowledge::measure::row::{COLUMNS, DEADLINE_COLUMNS, deadline_of, row};

/// What a value rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Basis {
    /// It was read from the text.
    #[default]
    Text,
    /// An editor says so.
    Declared,
}

impl Basis {
    /// Its name on pages and in data.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Basis::Text => "text",
            Basis::Declared => "declared",
        }
    }
}

/// A value, and what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Based<T> {
    /// The value.
    pub value: T,
    /// What it rests on.
    pub basis: Basis,
}

/// The measures of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ledger {
    /// Those of the text in its order, then those that an editor added.
    pub measures: Vec<Entry>,
    /// What is wrong with the entries of measures.yaml.
    pub faults: Vec<LedgerFault>,
    /// Problems of the text that no entry settles, by their index.
    pub open_problems: Vec<usize>,
}

/// A measure of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its number as written.
    pub number: Based<String>,
    /// The id in the plan's page that leads to it; empty for one that is not in the text.
    pub anchor: String,
    /// The title of the part that encloses it.
    pub heading: Based<String>,
    /// Its words.
    pub text: Based<String>,
    /// Who leads; of a text that names no leader, who is in charge.
    pub lead: Based<Vec<String>>,
    /// All others that it names, 等有关部门 among them.
    pub others: Based<Vec<String>>,
    /// Names among `lead` and `others` that stand for bodies that are not named.
    pub unnamed: Vec<String>,
    /// Until when.
    pub deadline: Based<Deadline>,
    /// How far it is, where an editor says so.
    pub status: Option<Status>,
    /// Parts of later reports that bear the status out.
    pub evidence: Vec<Link>,
    /// What else an editor says.
    pub note: Option<String>,
    /// The words of the text that say who and until when.
    pub quotes: Vec<Quote>,
}

/// Until when a measure is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deadline {
    /// Whether it is stated with the measure or is the plan's for all.
    pub kind: DeadlineKind,
    /// When; none where there is none or it could not be read.
    pub timing: Option<Timing>,
    /// The words of the text.
    pub words: String,
}

/// What an entry of measures.yaml has wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LedgerFault {
    /// What it is.
    pub kind: LedgerFaultKind,
    /// Bytes of measures.yaml.
    pub span: Range<usize>,
    /// Anchors of the measures that it may be about.
    pub candidates: Vec<String>,
}

/// Kinds of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LedgerFaultKind {
    /// It is about no measure of the plan, and says too little to be one itself (its words, and a body).
    Unmatched,
    /// Several measures have its number: an anchor must say which.
    Ambiguous,
    /// Another entry is about the same measure.
    Twice,
}

/// How a measure stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// Nothing more is due, as an editor says.
    Settled,
    /// Its deadline has passed, and an editor says that it is not settled.
    Overdue,
    /// Its deadline has passed, and nobody says what became of it.
    PastDeadline,
    /// Its deadline is to come.
    Due,
    /// It has no date until which it is to be done.
    WithoutDate,
}

impl Entry {
    /// How it stands on a day.
    pub(crate) fn standing(&self, as_of: PartialDate) -> Standing {
        if self.status.is_some_and(Status::is_settled) {
            return Standing::Settled;
        }
        match (self.deadline.value.timing, self.status) {
            (Some(Timing::Until(last)), status) if last.last_day() < as_of.first_day() => {
                match status {
                    Some(_) => Standing::Overdue,
                    None => Standing::PastDeadline,
                }
            }
            (Some(Timing::Until(_)), _) => Standing::Due,
            _ => Standing::WithoutDate,
        }
    }

    /// Whether a name among `lead` and `others` stands for bodies that are not named and goes on from the one before it, as
    /// the text has it: 示例局等有关部门.
    pub(crate) fn goes_on(&self, name: &String) -> bool {
        name.starts_with('等') && self.unnamed.contains(name)
    }

    /// Whether its deadline has passed on a day and no editor says that nothing more is due.
    pub(crate) fn is_past_deadline(&self, as_of: PartialDate) -> bool {
        matches!(
            self.standing(as_of),
            Standing::Overdue | Standing::PastDeadline
        )
    }

    /// A measure as the text has it.
    fn of(measure: &Measure) -> Self {
        let of_text = |value: &String| Based {
            value: value.clone(),
            basis: Basis::Text,
        };
        let is_led = measure.bodies.iter().any(|body| body.role == Role::Lead);
        let leads = |role: Role| role == Role::Lead || !is_led && role == Role::Charge;
        let names = |is_lead: bool| Based {
            value: measure
                .bodies
                .iter()
                .filter(|body| leads(body.role) == is_lead)
                .map(|body| body.name.clone())
                .collect(),
            basis: Basis::Text,
        };
        let unnamed = measure.bodies.iter().filter(|body| body.is_rest);
        Entry {
            number: of_text(&measure.number),
            anchor: measure.anchor.clone(),
            heading: of_text(&measure.heading),
            text: of_text(&measure.text),
            lead: names(true),
            others: names(false),
            unnamed: unnamed.map(|body| body.name.clone()).collect(),
            deadline: Based {
                value: Deadline {
                    kind: measure.deadline.kind,
                    timing: measure.deadline.timing,
                    words: measure.deadline.words.clone(),
                },
                basis: Basis::Text,
            },
            quotes: measure.evidence.clone(),
            ..Entry::default()
        }
    }

    /// Takes over what an editor says.
    fn declare(&mut self, declared: &Declaration) {
        fn set<T>(slot: &mut Based<T>, value: Option<T>) {
            if let Some(value) = value {
                *slot = Based {
                    value,
                    basis: Basis::Declared,
                };
            }
        }
        // A number by which it was found says nothing new.
        let number = declared.number.as_ref().map(|number| number.value.clone());
        let is_new = |number: &String| !matching::are_alike(number, &self.number.value);
        let number = number.filter(is_new);
        set(&mut self.number, number);
        set(&mut self.heading, declared.heading.clone());
        set(&mut self.text, declared.text.clone());
        if let (Some(lead), None) = (&declared.lead, &declared.others) {
            self.others.value.retain(|name| !lead.contains(name));
        }
        if let (Some(others), None) = (&declared.others, &declared.lead) {
            self.lead.value.retain(|name| !others.contains(name));
        }
        set(&mut self.lead, declared.lead.clone());
        set(&mut self.others, declared.others.clone());
        set(&mut self.deadline, declared.deadline.map(Deadline::of));
        self.status = declared.status.or(self.status);
        self.evidence.extend(declared.evidence.iter().map(Link::of));
        self.note = declared.note.clone().or_else(|| self.note.take());
    }
}

impl Deadline {
    fn of(declared: DeclaredDeadline) -> Self {
        let (kind, timing) = match declared {
            DeclaredDeadline::Until(date) => {
                (DeadlineKind::Stated, Some(Timing::Until(date.last_day())))
            }
            DeclaredDeadline::Recurring => (DeadlineKind::Stated, Some(Timing::Recurring)),
            DeclaredDeadline::Ongoing => (DeadlineKind::Stated, Some(Timing::Ongoing)),
            DeclaredDeadline::None => (DeadlineKind::None, None),
        };
        Deadline {
            kind,
            timing,
            words: String::new(),
        }
    }
}

/// Makes the ledger of a plan.
pub(crate) fn ledger(found: &Found, declared: &[Declaration]) -> Ledger {
    let unread = found.problems.iter();
    let unread = unread.filter_map(|problem| problem.measure.as_ref());
    let matching = Matching::new(&found.measures, unread);
    let mut ledger = Ledger::default();
    let mut of_measure: Vec<Option<&Declaration>> = vec![None; matching.len()];
    let mut added = Vec::new();
    for declaration in declared {
        match matching.find(declaration) {
            Ok(index) => match of_measure.get_mut(index) {
                Some(slot @ None) => *slot = Some(declaration),
                _ => ledger.faults.push(LedgerFault {
                    kind: LedgerFaultKind::Twice,
                    span: declaration.span.clone(),
                    candidates: matching.anchor(index).into_iter().collect(),
                }),
            },
            Err(candidates) if candidates.is_empty() && is_whole(declaration) => {
                let mut entry = Entry::default();
                entry.declare(declaration);
                added.push(entry);
            }
            Err(candidates) => ledger.faults.push(LedgerFault {
                kind: match candidates.is_empty() {
                    true => LedgerFaultKind::Unmatched,
                    false => LedgerFaultKind::Ambiguous,
                },
                span: declaration.span.clone(),
                candidates,
            }),
        }
    }
    let mut entries: Vec<(&Position, Entry)> = Vec::new();
    for (index, declaration) in of_measure.iter().enumerate() {
        let Some(measure) = matching.measure(index) else {
            continue;
        };
        let is_unread = index >= found.measures.len();
        match declaration {
            Some(declaration) if declaration.omit => {}
            // What could not be read is no measure until an editor says so.
            None if is_unread => {}
            declaration => {
                let mut entry = Entry::of(measure);
                if let Some(declaration) = declaration {
                    entry.declare(declaration);
                }
                entries.push((&measure.place, entry));
            }
        }
    }
    entries.sort_by_key(|(place, _)| *place);
    ledger.measures = entries.into_iter().map(|(_, entry)| entry).collect();
    ledger.measures.extend(added);
    let measures = found.measures.iter().zip(&of_measure);
    let settled: Vec<(&Measure, &Declaration)> = measures
        .filter_map(|(measure, declaration)| Some((measure, (*declaration)?)))
        .collect();
    let mut of_unread = of_measure.iter().skip(found.measures.len());
    for (index, problem) in found.problems.iter().enumerate() {
        let is_settled = match &problem.measure {
            Some(_) => of_unread.next().is_some_and(Option::is_some),
            None => settled.iter().any(|(m, d)| settles(problem, m, d)),
        };
        if !is_settled {
            ledger.open_problems.push(index);
        }
    }
    ledger
}

/// Whether an entry says enough to be a measure that is not in the text.
fn is_whole(declaration: &Declaration) -> bool {
    let names = |names: &Option<Vec<String>>| names.as_ref().is_some_and(|n| !n.is_empty());
    let has_text = declaration
        .text
        .as_ref()
        .is_some_and(|text| !text.is_empty());
    // An anchor leads to something that is in the text.
    has_text
        && declaration.anchor.is_none()
        && !declaration.omit
        && (names(&declaration.lead) || names(&declaration.others))
}

/// Whether what an editor says of a measure settles a problem with its clause.
fn settles(problem: &Problem, measure: &Measure, declaration: &Declaration) -> bool {
    let is_within = measure.evidence.iter().any(|quote| {
        quote.passage == problem.passage
            && quote.bytes.start <= problem.bytes.start
            && problem.bytes.end <= quote.bytes.end
    });
    let names_bodies = declaration.lead.is_some() || declaration.others.is_some();
    let has_deadline = declaration.deadline.is_some();
    is_within
        && measure.place.file == problem.file
        && (declaration.omit
            || match problem.kind {
                ProblemKind::WithoutYear | ProblemKind::TwoDeadlines => has_deadline,
                ProblemKind::UnreadMember => names_bodies || has_deadline,
                ProblemKind::NoBodies | ProblemKind::UnreadClause => names_bodies,
                ProblemKind::TwoDefaults | ProblemKind::TooMany => false,
            })
}

#[cfg(test)]
mod tests;
