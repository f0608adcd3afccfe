//! Each report held against what the log says of it: its text, its attachments, its proofs.
//!
//! In: the log, and what was seen of the files. Out: damage by file. A file that was already named as damaged is not named
//! again.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::diagnostic::Text;
use crate::log::entry::{Document, Entry, Files as Attached, Operation};
use crate::log::ledger::{Event, History};
use crate::log::proof::{MAX_BYTES, Proof};
use crate::log::published::{Published, Signed};
use crate::route::{list_name, proof_name};
use crate::verify::damage::{Damage, Verdict};
use crate::verify::files::{Files, Seen};
use crate::verify::record::{Heads, begins_with};
use crate::verify::sums;
use crate::verify::trust::head;

/// What was seen of the files of an archive.
pub(crate) struct Sight<'f> {
    pub(crate) files: &'f dyn Files,
    /// By path; none of a file that was named as damaged. `None` where there is no list to go by.
    pub(crate) seen: Option<BTreeMap<String, Option<Seen>>>,
}

/// What is to be said of a file.
enum Look {
    Seen(Seen),
    /// Its damage was named already.
    Named,
    Damaged(Damage),
}

impl Sight<'_> {
    fn look(&self, path: &str) -> Look {
        if let Some(seen) = &self.seen {
            return match seen.get(path) {
                Some(Some(seen)) => Look::Seen(*seen),
                Some(None) => Look::Named,
                None => Look::Damaged(Damage::missing(path, unlisted())),
            };
        }
        match self.files.seen(path) {
            Ok(Some(seen)) => Look::Seen(seen),
            Ok(None) => Look::Damaged(Damage::missing(path, gone())),
            Err(oddity) => Look::Damaged(oddity.damage(path)),
        }
    }
}

/// Everything that the log says of reports.
pub(crate) fn check(sight: &Sight<'_>, log: &Published, heads: &Heads) -> Vec<Damage> {
    let reports: Vec<(&String, &History)> = log.ledger.reports.iter().collect();
    let found = reports
        .into_par_iter()
        .map(|(id, history)| report(sight, log, heads, id, history));
    let found: Vec<Vec<Damage>> = found.collect();
    found.into_iter().flatten().collect()
}

/// The path of the text of a report.
pub(crate) fn text_path(id: &str) -> String {
    format!("{id}/index.md")
}

/// The path of the list of the attachments of a revision.
pub(crate) fn list_path(folder: &str, rev: u64) -> String {
    format!("{folder}/{}", list_name(rev))
}

fn report(
    sight: &Sight<'_>,
    log: &Published,
    heads: &Heads,
    id: &str,
    history: &History,
) -> Vec<Damage> {
    let mut damages = Vec::new();
    let path = text_path(id);
    match history.is_withdrawn() {
        true => damages.extend(left_behind(sight, history, &path)),
        false => damages.extend(text(sight, history, id, &path)),
    }
    // A withdrawal and what undoes it have no text of their own, and no proof.
    let has_proof = |event: &&Event| {
        let op = event.document.op;
        op == Operation::Publish || op == Operation::Correct
    };
    for event in history.events.iter().filter(has_proof) {
        damages.extend(proof(sight, log, heads, id, event));
    }
    damages
}

/// A withdrawn report whose text is still there.
fn left_behind(sight: &Sight<'_>, history: &History, path: &str) -> Option<Damage> {
    let there = match &sight.seen {
        Some(seen) => (*seen.get(path)?)?,
        None => sight.files.seen(path).ok()??,
    };
    let mut texts = history
        .events
        .iter()
        .filter_map(|event| event.document.source.as_ref());
    let is_it = texts.any(|source| source.sha256 == there.sha256());
    let what = Text::new(
        "存证日志载明此文已撤回，而它还在",
        "the log says that this text was withdrawn, and it is still there",
    );
    is_it.then(|| Damage::altered(path, what))
}

/// The text that counts, and its attachments.
fn text(sight: &Sight<'_>, history: &History, id: &str, path: &str) -> Vec<Damage> {
    let Some(event) = history.text() else {
        return Vec::new();
    };
    let document = &event.document;
    let mut damages = Vec::new();
    match sight.look(path) {
        Look::Named => {}
        Look::Damaged(damage) => damages.push(damage),
        Look::Seen(seen) => {
            let source = document.source.as_ref();
            let is_it = source.is_some_and(|source| {
                (source.size, &source.sha256) == (seen.length, &seen.sha256())
            });
            if !is_it {
                damages.push(Damage::altered(path, unlike_the_log(document.rev)));
            }
        }
    }
    if let Some(attached) = &document.files {
        damages.extend(attachments(sight, id, document.rev, attached));
    }
    damages
}

fn attachments(sight: &Sight<'_>, id: &str, rev: u64, attached: &Attached) -> Vec<Damage> {
    let path = list_path(id, rev);
    let seen = match sight.look(&path) {
        Look::Named => return Vec::new(),
        Look::Damaged(damage) => return vec![damage],
        Look::Seen(seen) => seen,
    };
    let altered = |path: &str| vec![Damage::altered(path, unlike_the_log(rev))];
    if seen.sha256() != attached.sha256 {
        return altered(&path);
    }
    let bytes = match sight.files.get(&path, sums::MAX_BYTES) {
        Ok(bytes) => bytes.unwrap_or_default(),
        Err(oddity) => return vec![oddity.damage(path)],
    };
    let lines = match sums::parse(&bytes) {
        Ok(lines) if lines.len() as u64 == attached.n => lines,
        _ => return altered(&path),
    };
    let mut damages = Vec::new();
    for line in lines {
        let path = format!("{id}/{}", line.path);
        match sight.look(&path) {
            Look::Named => {}
            Look::Damaged(damage) => damages.push(damage),
            Look::Seen(seen) if seen.digest != line.digest => damages.extend(altered(&path)),
            Look::Seen(_) => {}
        }
    }
    damages
}

/// The proof of what happened to a report, which stands where the report was then, or where it is now.
fn proof(
    sight: &Sight<'_>,
    log: &Published,
    heads: &Heads,
    id: &str,
    event: &Event,
) -> Option<Damage> {
    let Document { id: then, rev, .. } = &event.document;
    let path = |id: &str| format!("{id}/{}", proof_name(*rev));
    let is_there = |path: &String| !matches!(sight.look(path), Look::Damaged(_));
    let path = [path(then), path(id)]
        .into_iter()
        .find(is_there)
        .unwrap_or(path(id));
    match sight.look(&path) {
        Look::Named => return None,
        Look::Damaged(damage) => return Some(damage),
        Look::Seen(_) => {}
    }
    let text = match sight.files.get(&path, MAX_BYTES + 1) {
        Ok(bytes) => String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default(),
        Err(oddity) => return Some(oddity.damage(path)),
    };
    let size = log.ledger.documents_of(event.release)?;
    // One whose head cannot be had was named already.
    let note = heads.get(&size)?;
    let wanted = Proof {
        entry: Entry::Document(event.document.clone()).bytes()?,
        index: event.index,
        path: log.tree.inclusion(event.index, size)?,
        note,
    };
    match wanted.text() == text {
        true => None,
        false => Some(unlike_the_proof(log, &wanted, &path, &text)),
    }
}

/// What is wrong with a proof that is not the one that the log has.
fn unlike_the_proof(log: &Published, wanted: &Proof<'_>, path: &str, text: &str) -> Damage {
    let altered = |chinese: &str, english: &str| Damage::altered(path, Text::new(chinese, english));
    let Some(proof) = Proof::parse(text) else {
        return altered("不是证明", "is no proof");
    };
    if let Some(damage) = at_odds(log, path, proof.note) {
        return damage;
    }
    if (&proof.entry, proof.index) != (&wanted.entry, wanted.index) {
        return altered("是另一条记录的证明", "is the proof of another entry");
    }
    altered("与存证日志不符", "is not the proof that the log has")
}

/// What the head that a proof carries says of the log beside it: that this was cut, or that its key signed two histories.
pub(crate) fn at_odds(log: &Published, path: &str, note: &str) -> Option<Damage> {
    let (checkpoint, note) = head(note)?;
    let is_signed = match (&note, &log.signed) {
        (Some(note), Signed::By(key)) => matches!(note.signed_by(key), Some(Ok(_))),
        _ => false,
    };
    if !is_signed || checkpoint.origin != log.checkpoint.origin {
        return None;
    }
    match begins_with(log, &checkpoint) {
        Some(true) => None,
        None => Some(Damage::new(
            Verdict::RolledBack,
            path,
            Text::new(
                "证明中的检查点比存证日志还长：存证日志退回到了旧的状态",
                "the checkpoint in it is of a longer log: the log was rolled back",
            ),
        )),
        Some(false) => Some(Damage::new(
            Verdict::Forked,
            path,
            Text::new(
                "证明中的检查点由同一公钥签名，却是另一段历史：存证日志分叉",
                "the same key signed the checkpoint in it, which is of another history: the log is forked",
            ),
        )),
    }
}

pub(crate) fn unlike_the_log(rev: u64) -> Text {
    Text::new(
        format!("与存证日志收录的第 {rev} 版不符"),
        format!("is not what the log recorded as revision {rev}"),
    )
}

fn unlisted() -> Text {
    Text::new(
        "存证日志收录了它，SHA256SUMS 中却没有",
        "the log recorded it, and SHA256SUMS does not list it",
    )
}

fn gone() -> Text {
    Text::new("缺失", "is missing")
}
