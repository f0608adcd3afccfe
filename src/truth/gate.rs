//! The gate: what was published changes only by what says so.
//!
//! In: the archive, what would be published of it, and what the log comes to. Out: a fault for each report that is another
//! than it was and does not say why, and an entry for each that says so or is new. Never looks at what a text says.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::archive::earlier;
use crate::archive::{Archive, Entry, EntryIndex, Redirect, Target};
use crate::diagnostic::FileFault;
use crate::log::entry::{Document, MAX_REASON, Operation, Stated};
use crate::log::ledger::{Event, History, Ledger};
use crate::report::front_matter::{FrontMatter, Revision, Withdrawal};
use crate::truth::faults;
use crate::truth::held::{Held, hexadecimal};

/// What the gate finds.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// What is wrong, by the path of a file of the content.
    pub(crate) faults: Vec<FileFault>,
    /// Addresses of reports that are gone, and nothing says why.
    pub(crate) gone: Vec<String>,
    /// What is to be said, in the order of the archive.
    pub(crate) documents: Vec<Document>,
}

/// Holds the archive against its log. `held` is what would be published of each report.
pub(crate) fn judge(archive: &Archive, held: &[Held], ledger: &Ledger) -> Judged {
    let moved = moved(archive, ledger);
    let mut judged = Judged::default();
    for (at, (entry, held)) in archive.entries.iter().zip(held).enumerate() {
        let id = entry.route.as_str();
        let history = ledger.reports.get(id);
        let former = moved.get(&at).filter(|_| history.is_none());
        let history = history.or_else(|| ledger.reports.get(*former?));
        let stated = match history {
            None => first(entry, held),
            Some(history) => next(entry, held, history, former.is_some()),
        };
        match stated {
            Ok(stated) => judged.documents.extend(stated.map(Document::new)),
            Err(fault) => judged.faults.push((entry.report.path.clone(), *fault)),
        }
    }
    let history = |entry: &Entry| {
        let id = entry.route.as_str();
        let at = archive.entry_at(id)?;
        let former = || ledger.reports.get(*moved.get(&at)?);
        ledger.reports.get(id).or_else(former)
    };
    let first = |entry: &Entry| u32::try_from(history(entry)?.events.first()?.document.rev).ok();
    judged.faults.extend(earlier::missing(archive, &first));
    for entry in &archive.entries {
        let history = history(entry).map(|history| &history.events);
        let altered = entry.earlier.iter().filter(|text| {
            let recorded = history.into_iter().flatten().find(|event| {
                event.document.rev == u64::from(text.revision) && event.document.source.is_some()
            });
            let recorded = recorded.and_then(|event| event.document.source.as_ref());
            recorded.is_some_and(|source| source.sha256 != hexadecimal(&text.digest))
        });
        let altered =
            altered.map(|text| (text.path.clone(), faults::earlier_altered(text.revision)));
        judged.faults.extend(altered);
    }
    judged.gone = gone(archive, ledger, &moved);
    judged
}

type Judgement = Result<Option<Stated>, Box<crate::diagnostic::Fault>>;

/// Reports that stand at another address now, each with the one that it had.
fn moved<'l>(archive: &Archive, ledger: &'l Ledger) -> BTreeMap<EntryIndex, &'l str> {
    let mut moved = BTreeMap::new();
    for (id, history) in &ledger.reports {
        // The notice of what was withdrawn stays where it is.
        if archive.entry_at(id).is_some() || history.is_withdrawn() {
            continue;
        }
        // What has a history of its own goes on with that: another report is not continued by it.
        let is_new = |at: &EntryIndex| {
            let entry = archive.entries.get(*at);
            entry.is_some_and(|entry| !ledger.reports.contains_key(entry.route.as_str()))
        };
        if let Some(Redirect::To(Target::Report(entry))) = redirect(archive, id)
            && is_new(entry)
        {
            moved.entry(*entry).or_insert(id.as_str());
        }
    }
    moved
}

fn redirect<'a>(archive: &'a Archive, id: &str) -> Option<&'a Redirect> {
    archive.redirects.get(&format!("{id}/index.html"))
}

/// What is in the log and no longer in the archive; of what was withdrawn the notice stays.
fn gone(archive: &Archive, ledger: &Ledger, moved: &BTreeMap<EntryIndex, &str>) -> Vec<String> {
    let is_moved = |id: &str| moved.values().any(|former| *former == id);
    let reports = ledger.reports.iter();
    let gone = reports.filter(|(id, _)| archive.entry_at(id).is_none() && !is_moved(id));
    gone.map(|(id, _)| id.clone()).collect()
}

fn revision(entry: &Entry) -> u64 {
    u64::from(entry.report.front_matter.revision())
}

fn published(entry: &Entry) -> Option<String> {
    let published = entry.report.front_matter.published;
    published.map(|moment| moment.to_string())
}

/// Whether the date of publication is the one that was recorded with the text `text`. The same bytes have the same date,
/// whatever archive.yaml says of the hour at which a day begins; the text from before a correction says which date it had.
fn is_date_as_recorded(entry: &Entry, held: &Held, history: &History, text: &Event) -> bool {
    let recorded = text.document.source.as_ref();
    if held.source.as_ref() == recorded || published(entry).as_deref() == history.published() {
        return true;
    }
    let is_recorded = |sha256: &str| recorded.is_some_and(|source| source.sha256 == sha256);
    let mut earlier = entry.earlier.iter();
    let before = earlier.find(|text| is_recorded(&hexadecimal(&text.digest)));
    match before {
        // A day that was not stated may be stated by a correction.
        Some(before) => {
            before.published.is_none() || before.published == entry.report.front_matter.published
        }
        None => history.published().is_none() && revision(entry) > text.document.rev,
    }
}

/// Whether a date of publication is the one that was recorded: to the letter or, where both have an hour, within what
/// archive.yaml may say of the hour at which a day begins.
fn is_near(now: Option<&str>, was: &str) -> bool {
    let day = |text: &str| text.get(..10).and_then(|day| day.parse::<Date>().ok());
    let Some(now) = now else { return false };
    if now == was || now.len() <= 10 || was.len() <= 10 {
        return now == was;
    }
    let apart = day(now).zip(day(was)).map(|(now, was)| now.since(was));
    apart.is_some_and(|apart| apart.is_ok_and(|apart| apart.get_days().abs() <= 1))
}

/// Whether a withdrawal is the one that was recorded.
fn is_withdrawal_as_recorded(withdrawal: &Withdrawal, recorded: &Document) -> bool {
    let date = withdrawal.date.map(|date| date.to_string());
    let reason = withdrawal.reason.as_deref().map(str::trim);
    date == recorded.date && reason == recorded.reason.as_deref()
}

/// A report that is not in the log.
fn first(entry: &Entry, held: &Held) -> Judgement {
    // A notice of what was withdrawn before there was a log records nothing.
    if held.source.is_none() {
        return Ok(None);
    }
    Ok(Some(Stated {
        op: Operation::Publish,
        id: entry.route.as_str().to_owned(),
        rev: revision(entry),
        date: published(entry),
        source: held.source.clone(),
        files: held.files.clone(),
        prev: None,
        reason: None,
    }))
}

/// A report that is in the log.
fn next(entry: &Entry, held: &Held, history: &History, is_moved: bool) -> Judgement {
    let (Some(last), Some(text)) = (history.last(), history.text()) else {
        return first(entry, held);
    };
    let facts = &entry.report.front_matter;
    let stated = |op, rev, date, reason| Stated {
        op,
        id: entry.route.as_str().to_owned(),
        rev,
        date,
        source: held.source.clone(),
        files: held.files.clone(),
        prev: Some(last.index),
        reason,
    };
    if let Some(withdrawal) = &facts.withdrawn {
        let place = &facts.places.withdrawn;
        // What is withdrawn has no text that would tell another date; a date that a correction stated is not recorded.
        if let Some(was) = history.published()
            && !is_near(published(entry).as_deref(), was)
        {
            let place = facts.places.published.clone();
            return Err(Box::new(faults::other_date(place, was)));
        }
        if history.is_withdrawn() {
            return match is_withdrawal_as_recorded(withdrawal, &last.document) {
                true => Ok(None),
                false => Err(Box::new(faults::other_withdrawal(
                    place.clone(),
                    &last.document,
                ))),
            };
        }
        let reason = reason(withdrawal.reason.as_deref().unwrap_or_default(), place)?;
        let date = withdrawal.date.map(|date| date.to_string());
        let mut stated = stated(Operation::Withdraw, last.document.rev, date, Some(reason));
        // A notice stays where the report was: what moved is withdrawn at its new address afterwards.
        if is_moved {
            return Err(Box::new(faults::moved_and_withdrawn()));
        }
        stated.source = None;
        stated.files = None;
        return Ok(Some(stated));
    }
    let rev = revision(entry);
    let is_text = held.source == text.document.source;
    let is_files = held.files == text.document.files;
    if history.is_withdrawn() {
        return match is_text && is_files && rev == last.document.rev && !is_moved {
            true => Ok(Some(stated(
                Operation::Restore,
                rev,
                published(entry),
                None,
            ))),
            false => Err(Box::new(faults::restored_otherwise(&text.document))),
        };
    }
    if !is_date_as_recorded(entry, held, history, text) {
        let was = history.published().unwrap_or_default();
        return Err(Box::new(faults::other_date(
            facts.places.published.clone(),
            was,
        )));
    }
    if rev < last.document.rev {
        let place = facts.places.revisions.clone();
        let (was, is) = (last.document.rev - 1, rev - 1);
        return Err(Box::new(faults::goes_back(place, was, is)));
    }
    if is_text && is_files && !is_moved {
        return Ok(None);
    }
    let Some(revisions) = as_recorded(facts, history) else {
        let place = facts.places.revisions.clone();
        return Err(Box::new(faults::other_corrections(place)));
    };
    if rev == last.document.rev {
        let changed = match (is_text, is_files) {
            (false, _) => faults::changed(&entry.report.path, last.release),
            (true, false) => faults::other_files(&entry.report.path, last.release),
            (true, true) => faults::moved(&entry.report.path, &last.document.id),
        };
        return Err(Box::new(changed));
    }
    let revision = revisions.last();
    let note = revision.map_or("", |revision| revision.note.as_str());
    let date = revision.and_then(|revision| revision.date);
    let date = date.map(|date| date.to_string());
    Ok(Some(stated(
        Operation::Correct,
        rev,
        date,
        Some(reason(note, &facts.places.revisions)?),
    )))
}

/// The corrections, the first first, if they are those that were recorded and perhaps more: they may be written in either
/// order, and days alone do not always tell which.
fn as_recorded<'f>(facts: &'f FrontMatter, history: &History) -> Option<Vec<&'f Revision>> {
    let holds = |revisions: &Vec<&Revision>| {
        let corrections = history.events.iter();
        let mut corrections = corrections.filter(|event| event.document.op == Operation::Correct);
        corrections.all(|event| {
            // The first correction made the second text.
            let at = usize::try_from(event.document.rev)
                .ok()
                .and_then(|rev| rev.checked_sub(2));
            let revision = at.and_then(|at| revisions.get(at));
            revision.is_some_and(|revision| {
                let date = revision.date.map(|date| date.to_string());
                Some(revision.note.trim()) == event.document.reason.as_deref()
                    && date == event.document.date
            })
        })
    };
    let in_time = facts.revisions_in_time();
    let reversed = in_time.iter().rev().copied().collect();
    [in_time, reversed].into_iter().find(holds)
}

/// A reason that an entry has room for; `place` is where it is written.
fn reason(reason: &str, place: &Range<usize>) -> Result<String, Box<crate::diagnostic::Fault>> {
    let place = place.clone();
    match reason.trim() {
        "" => Err(Box::new(faults::no_reason(place))),
        reason if reason.len() > MAX_REASON => {
            Err(Box::new(faults::long_reason(place, MAX_REASON)))
        }
        reason => Ok(reason.to_owned()),
    }
}
