//! The reports of an archive as documents that are cited, and that are in force or not.
//!
//! In: the archive. Out: what the rooms of citations and validity compare, by the positions of the entries. What was
//! withdrawn has no name here: nothing leads to it, and it says nothing of others.

use crate::archive::{Archive, Entry};
use crate::knowledge::citation::{Body, Holding};
use crate::knowledge::validity::{Declared, Document, State, Successor};
use crate::report::front_matter::{Status, StatusValue};

/// Every document that may be cited.
pub(super) fn holdings(archive: &Archive) -> Vec<Holding<'_>> {
    archive.entries.iter().map(holding).collect()
}

fn holding(entry: &Entry) -> Holding<'_> {
    let facts = &entry.report.front_matter;
    if facts.withdrawn.is_some() {
        return Holding::default();
    }
    let number = facts.document_number.as_ref();
    Holding {
        title: &facts.title,
        other_titles: Vec::new(),
        number: number.map(|number| number.value.as_str()),
        bodies: entry.agencies().collect(),
        written: facts.written,
        published: facts.published.map(|moment| moment.date),
    }
}

/// Every body that issues documents.
pub(super) fn bodies(archive: &Archive) -> Vec<Body<'_>> {
    let agencies = archive.agencies.iter();
    let bodies = agencies.map(|agency| {
        let others = agency.facts.other_names.iter().map(String::as_str);
        Body {
            names: std::iter::once(agency.facts.name.as_str())
                .chain(others)
                .collect(),
        }
    });
    bodies.collect()
}

/// Every document with what it says of validity.
pub(super) fn documents(archive: &Archive) -> Vec<Document<'_>> {
    archive.entries.iter().map(document).collect()
}

fn document(entry: &Entry) -> Document<'_> {
    let facts = &entry.report.front_matter;
    if facts.withdrawn.is_some() {
        return Document::default();
    }
    let declared = facts.status.as_ref().map(|status| Declared {
        state: state(status.value),
        // `废止, 起: 2021-04-01` says since when it is over; with both dates it is in force between them.
        since: status.since.filter(|_| is_of_force(status)),
        over_since: status.since.filter(|_| is_of_end(status)),
        until: status.until,
        by: status.by.as_deref(),
        successors: (status.successor.iter())
            .map(|successor| Successor {
                text: &successor.value,
                target: entry.successor.and_then(|at| u32::try_from(at).ok()),
            })
            .collect(),
    });
    Document {
        declared,
        written: facts.written,
        published: facts.published.map(|moment| moment.date),
        lists: &entry.report.findings.cleanup,
    }
}

/// Whether the first date of a status says since when the document is in force.
fn is_of_force(status: &Status) -> bool {
    match status.value {
        StatusValue::InForce | StatusValue::NotYetInForce => true,
        _ => status.until.is_some(),
    }
}

/// Whether it says since when the document is over.
fn is_of_end(status: &Status) -> bool {
    state(status.value).is_over() && !is_of_force(status)
}

fn state(value: StatusValue) -> State {
    match value {
        StatusValue::InForce => State::InForce,
        StatusValue::Expired => State::Expired,
        StatusValue::Repealed => State::Repealed,
        StatusValue::Amended => State::Amended,
        StatusValue::NotYetInForce => State::NotYetInForce,
        StatusValue::PartlyRepealed => State::PartlyRepealed,
    }
}
