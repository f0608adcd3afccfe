//! What the entries of a log come to: the history of each report, and the publications.
//!
//! In: entries in their order. Out: for each report all that happened to it and what it is now. Rules of the order hold
//! here: a report is published once, a correction has the next revision, what was withdrawn is restored as it was. An
//! entry that breaks one is named by its place. Never asks whether a file is as an entry says.

use std::collections::BTreeMap;

use crate::log::entry::{Document, Entry, Manifest, Operation, Release};

/// A rule that an entry breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breach {
    /// Bytes that are no entry.
    NoEntry,
    /// A report is published that was published before.
    PublishedTwice,
    /// Something happens to a report that was not published, or is no longer at that address.
    Unknown,
    /// The entry before is another one.
    Previous,
    /// The revision is not the next one, or not that of the text which is withdrawn or restored.
    Revision,
    /// A correction or a withdrawal without a reason.
    NoReason,
    /// A text is missing where there must be one, or is there where it was withdrawn.
    Source,
    /// What is restored is not what was withdrawn.
    Restored,
    /// A publication does not have the next number.
    Sequence,
    /// A publication counts other reports than there are.
    Count,
}

impl Breach {
    /// Which rule, within a sentence, in Chinese and English.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Breach::NoEntry => ("不是记录", "it is no entry"),
            Breach::PublishedTwice => (
                "同一报告再次发布",
                "a report is published that was published before",
            ),
            Breach::Unknown => ("报告此前没有发布", "its report was not published before"),
            Breach::Previous => ("所接的前一条不对", "the entry before it is another"),
            Breach::Revision => ("版次不对", "its revision is not the next one"),
            Breach::NoReason => ("没有写明原因", "it has no reason"),
            Breach::Source => (
                "该有校验值的没有，或不该有的有",
                "a digest is missing, or is there where none may be",
            ),
            Breach::Restored => (
                "恢复的与撤回的不同",
                "what is restored is not what was withdrawn",
            ),
            Breach::Sequence => ("发布的次序不对", "its publication has another number"),
            Breach::Count => ("报告数不对", "it counts other reports than there are"),
        }
    }
}

/// An entry of a report, in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// Its place in the log, from 0.
    pub(crate) index: u64,
    /// The number of the publication that it belongs to: the next one after it.
    pub(crate) release: u64,
    pub(crate) document: Document,
}

/// All that happened to a report that has an address, the oldest first; of one that moved, at its former addresses too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct History {
    pub(crate) events: Vec<Event>,
}

impl History {
    /// What happened last.
    pub(crate) fn last(&self) -> Option<&Event> {
        self.events.last()
    }

    /// The text that counts, or would if it were not withdrawn.
    pub(crate) fn text(&self) -> Option<&Event> {
        let has_text = |event: &&Event| event.document.source.is_some();
        self.events.iter().rev().find(has_text)
    }

    /// Whether it was withdrawn and not restored.
    pub(crate) fn is_withdrawn(&self) -> bool {
        self.last()
            .is_some_and(|event| event.document.op == Operation::Withdraw)
    }

    /// How often it was corrected.
    pub(crate) fn corrections(&self) -> usize {
        let is_correction = |event: &&Event| event.document.op == Operation::Correct;
        self.events.iter().filter(is_correction).count()
    }

    /// The date that it was published with.
    pub(crate) fn published(&self) -> Option<&str> {
        self.events.first()?.document.date.as_deref()
    }
}

/// A publication, in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Published {
    pub(crate) index: u64,
    pub(crate) release: Release,
}

/// What a log says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ledger {
    size: u64,
    /// Reports whose text is published.
    held: u64,
    /// Where each report is, by the place of its last entry.
    last: BTreeMap<u64, String>,
    /// By address.
    pub(crate) reports: BTreeMap<String, History>,
    /// Former addresses of reports that moved: where they went.
    pub(crate) moved: BTreeMap<String, String>,
    pub(crate) releases: Vec<Published>,
}

impl Ledger {
    /// How many entries it was given.
    #[cfg(test)]
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Reports whose text is published.
    pub(crate) fn held(&self) -> u64 {
        self.held
    }

    /// The number that the next publication has.
    pub(crate) fn next_release(&self) -> u64 {
        self.releases.len() as u64 + 1
    }

    /// The publication that was last.
    pub(crate) fn manifest(&self) -> Option<&Manifest> {
        self.releases
            .last()
            .map(|published| &published.release.manifest)
    }

    /// How many entries a log had before the entry of publication `release`: what the checkpoint for its documents is of.
    pub(crate) fn documents_of(&self, release: u64) -> Option<u64> {
        let at = usize::try_from(release.checked_sub(1)?).ok()?;
        self.releases.get(at).map(|published| published.index)
    }

    /// Of how many entries the heads are that proofs carry: those before each publication with which something happened to
    /// a report.
    pub(crate) fn documents(&self) -> Vec<u64> {
        let mut after = 0;
        let mut sizes = Vec::new();
        for published in &self.releases {
            if published.index > after {
                sizes.push(published.index);
            }
            after = published.index + 1;
        }
        sizes
    }

    /// Of how many entries the heads of publications are, in their order.
    pub(crate) fn publications(&self) -> impl DoubleEndedIterator<Item = u64> {
        self.releases.iter().map(|published| published.index + 1)
    }

    /// Takes the next entry.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), Breach> {
        match Entry::parse(bytes).ok_or(Breach::NoEntry)? {
            Entry::Document(document) => self.document(document)?,
            Entry::Release(release) => self.release(release)?,
        }
        self.size += 1;
        Ok(())
    }

    fn document(&mut self, document: Document) -> Result<(), Breach> {
        let id = document.id.clone();
        let mut history = match document.op {
            Operation::Publish => {
                if self.reports.contains_key(&id) {
                    return Err(Breach::PublishedTwice);
                }
                if document.prev.is_some() {
                    return Err(Breach::Previous);
                }
                if document.source.is_none() {
                    return Err(Breach::Source);
                }
                History::default()
            }
            _ => self.continued(&document)?,
        };
        // A former address that is taken again leads nowhere else.
        self.moved.remove(&id);
        match document.op {
            Operation::Publish | Operation::Restore => self.held += 1,
            // It was held: rules of the order say so.
            Operation::Withdraw => self.held = self.held.saturating_sub(1),
            Operation::Correct => {}
        }
        if let Some(last) = history.last() {
            self.last.remove(&last.index);
        }
        self.last.insert(self.size, id.clone());
        history.events.push(Event {
            index: self.size,
            release: self.next_release(),
            document,
        });
        self.reports.insert(id, history);
        Ok(())
    }

    /// The history that an entry goes on with, taken from where it was.
    fn continued(&mut self, document: &Document) -> Result<History, Breach> {
        let from = match self.reports.get(&document.id) {
            Some(_) => document.id.clone(),
            None => self.address_of(document).ok_or(Breach::Unknown)?,
        };
        let history = self.reports.get(&from).ok_or(Breach::Unknown)?;
        let last = history.last().ok_or(Breach::Unknown)?;
        let text = history.text().ok_or(Breach::Unknown)?;
        if document.prev != Some(last.index) {
            return Err(Breach::Previous);
        }
        let is_withdrawn = history.is_withdrawn();
        let (revision, has_source) = match document.op {
            Operation::Correct => (last.document.rev.checked_add(1), true),
            _ => (Some(last.document.rev), document.op != Operation::Withdraw),
        };
        // Texts may have had several revisions between two publications.
        let is_next = match document.op {
            Operation::Correct => revision.is_some_and(|next| document.rev >= next),
            _ => revision == Some(document.rev),
        };
        if !is_next {
            return Err(Breach::Revision);
        }
        if document.source.is_some() != has_source {
            return Err(Breach::Source);
        }
        let wants_reason = document.op != Operation::Restore;
        if wants_reason && document.reason.as_deref().is_none_or(str::is_empty) {
            return Err(Breach::NoReason);
        }
        let is_in_order = match document.op {
            Operation::Restore => is_withdrawn,
            _ => !is_withdrawn,
        };
        let is_as_it_was =
            document.source == text.document.source && document.files == text.document.files;
        if !is_in_order || (document.op == Operation::Restore && !is_as_it_was) {
            return Err(Breach::Restored);
        }
        let history = self.reports.remove(&from).ok_or(Breach::Unknown)?;
        if from != document.id {
            self.moved.insert(from, document.id.clone());
        }
        Ok(history)
    }

    /// Where a report was that an entry says to have moved: only a correction moves.
    fn address_of(&self, document: &Document) -> Option<String> {
        let prev = document
            .prev
            .filter(|_| document.op == Operation::Correct)?;
        self.last.get(&prev).cloned()
    }

    fn release(&mut self, release: Release) -> Result<(), Breach> {
        if release.seq != self.next_release() {
            return Err(Breach::Sequence);
        }
        if release.docs != self.held() {
            return Err(Breach::Count);
        }
        self.releases.push(Published {
            index: self.size,
            release,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
