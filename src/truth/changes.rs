//! All that happened to each report of an archive that keeps a log: published, corrected, withdrawn, restored.
//!
//! In: the archive and, when it is published, the histories that its log comes to. Out: the changes of each report, the
//! first first, with the day that its publisher states and the publication in which the log has it. What was before the
//! log began is known by what the head of the report says. Never fills in a day: a month stays a month.

use serde::Serialize;

use crate::archive::{Archive, Entry, EntryIndex};
use crate::date::PartialDate;
use crate::log::entry::Operation;
use crate::log::ledger::{Event, History};
use crate::truth::recording::Recording;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum What {
    /// It was published.
    Published,
    /// Its text, its attachments or its address became others.
    Corrected,
    /// Its text was taken away.
    Withdrawn,
    /// What was withdrawn came back.
    Restored,
}

/// A change of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Change {
    pub(crate) what: What,
    /// The day that the publisher states; of a restoration none is stated.
    pub(crate) date: Option<PartialDate>,
    /// The publication in which it was recorded; none of what was before there was a log.
    pub(crate) release: Option<u64>,
    /// The text that it is about, from 1.
    pub(crate) revision: u32,
    /// Why, of a correction or withdrawal.
    pub(crate) reason: Option<String>,
}

/// The changes of each report, in the order of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Changes(Vec<Vec<Change>>);

impl Changes {
    /// Those of an archive that keeps a log; none of any other, and of a preview, which nobody published.
    pub(crate) fn of(archive: &Archive, recording: Option<&Recording>) -> Option<Changes> {
        let has_log = archive.config.truth.is_on && !archive.is_preview;
        let of_entry = |entry: &Entry| {
            let history = recording.and_then(|it| it.history(entry.route.as_str()));
            changes(entry, history)
        };
        has_log.then(|| Changes(archive.entries.iter().map(of_entry).collect()))
    }

    /// Those of one report, the first first.
    pub(crate) fn of_report(&self, report: EntryIndex) -> &[Change] {
        self.0.get(report).map_or(&[], Vec::as_slice)
    }
}

fn changes(entry: &Entry, history: Option<&History>) -> Vec<Change> {
    let facts = &entry.report.front_matter;
    let events = history.map_or(&[][..], |history| &history.events);
    let revision_of = |event: &Event| u32::try_from(event.document.rev).unwrap_or(u32::MAX);
    let recorded_from = events.first().map(revision_of);
    let last = events.iter().map(revision_of).max().unwrap_or(1);
    let revisions = facts.revisions_in_time();
    let mut found = Vec::new();
    for revision in 1..=last.max(facts.revision()) {
        // Several texts between two publications are recorded with the last of them.
        let event = events
            .iter()
            .find(|event| event.document.source.is_some() && revision_of(event) >= revision)
            .filter(|_| recorded_from.is_some_and(|from| revision >= from));
        let release = event.map(|event| event.release);
        let change = match revision {
            1 => Change {
                what: What::Published,
                date: facts.published.map(|moment| moment.date),
                release,
                revision,
                reason: None,
            },
            _ => {
                let own = event.filter(|event| {
                    event.document.op == Operation::Correct && revision_of(event) == revision
                });
                let written = usize::try_from(revision).ok().and_then(|at| {
                    // The first correction made the second text.
                    revisions.get(at.checked_sub(2)?).copied()
                });
                Change {
                    what: What::Corrected,
                    date: match own {
                        Some(event) => stated(event),
                        None => written.and_then(|revision| revision.date),
                    },
                    release,
                    revision,
                    reason: match own {
                        Some(event) => event.document.reason.clone(),
                        None => written.map(|revision| revision.note.clone()),
                    },
                }
            }
        };
        found.push(change);
        let of_text = events.iter().filter(|event| revision_of(event) == revision);
        found.extend(of_text.filter_map(|event| {
            let what = match event.document.op {
                Operation::Withdraw => What::Withdrawn,
                Operation::Restore => What::Restored,
                Operation::Publish | Operation::Correct => return None,
            };
            Some(Change {
                what,
                date: stated(event).filter(|_| what == What::Withdrawn),
                release: Some(event.release),
                revision,
                reason: event.document.reason.clone(),
            })
        }));
    }
    // What was withdrawn before there was a log is in none.
    if let Some(withdrawal) = facts.withdrawn.as_ref().filter(|_| events.is_empty()) {
        found.push(Change {
            what: What::Withdrawn,
            date: withdrawal.date,
            release: None,
            revision: facts.revision(),
            reason: withdrawal.reason.clone(),
        });
    }
    found
}

/// The day that an entry states.
fn stated(event: &Event) -> Option<PartialDate> {
    PartialDate::parse(event.document.date.as_deref()?).ok()
}
