//! Reads everything again when anything was touched, as a check does.
//!
//! In go calls, out comes each time what is wrong with the content and an archive of which pages can be made. Reports with
//! errors are left out of that, so that one mistake does not hide all other pages; where something else is at fault there
//! is none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use crate::data::feed::feeds;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::generate::Content;
use crate::job::{Job, Outcome};
use crate::privacy;
use crate::serve::message::{Message, Read, Snapshot};
use crate::serve::told::Ending;
use crate::source::SourceTree;
use crate::stat::Stat;
use crate::store::Store;
use crate::theme;

/// So long it must be quiet before everything is read: a save is often several changes.
const QUIET: Duration = Duration::from_millis(40);
/// Times that this is waited for, at most.
const PATIENCE: usize = 10;
/// After so long the folder is looked through once more: not every change is told, of a folder that comes back least.
const SETTLED: Duration = Duration::from_millis(400);
/// How long to wait where the folder cannot be read.
const RETRY: Duration = Duration::from_secs(1);
/// Times that reports are left out, at most, until what is left has no error.
const ROUNDS: usize = 4;

/// Reads whenever it is called, until nobody can call any more. `first`: what earlier builds kept, for as long as the
/// preview has kept nothing itself.
pub(super) fn run(
    job: &Job,
    first: Option<&Path>,
    calls: &Receiver<()>,
    desk: &Sender<Message>,
    clock: fn() -> Duration,
    ending: Ending,
) {
    let mut is_called = calls.recv().is_ok();
    while is_called {
        for _ in 0..PATIENCE {
            if calls.recv_timeout(QUIET).is_err() {
                break;
            }
            while calls.try_recv().is_ok() {}
        }
        if desk.send(Message::Reading).is_err() {
            return;
        }
        let Some(read) = ending.watching(|| read(job, first, clock, ending)) else {
            return;
        };
        let listed = read.as_ref().ok().map(|read| read.listed.clone());
        if desk.send(Message::Read(read.map(Box::new))).is_err() {
            return;
        }
        is_called = next_call(job, calls, listed.as_deref());
    }
}

/// Waits for the next call, or for a change that was not told; whether there was one. `listed` is what was read; nothing
/// where the folder could not be.
fn next_call(job: &Job, calls: &Receiver<()>, listed: Option<&[(String, Stat)]>) -> bool {
    let wait = if listed.is_some() { SETTLED } else { RETRY };
    match calls.recv_timeout(wait) {
        Ok(()) => return true,
        Err(RecvTimeoutError::Disconnected) => return false,
        Err(RecvTimeoutError::Timeout) => {}
    }
    let Some(listed) = listed else {
        return true;
    };
    let now = SourceTree::scan(&job.content, &mut Vec::new());
    !now.is_ok_and(|now| now.said() == listed) || calls.recv().is_ok()
}

fn read(
    job: &Job,
    first: Option<&Path>,
    clock: fn() -> Duration,
    ending: Ending,
) -> Result<Read, Error> {
    let began = clock();
    let Attempt {
        outcome,
        lost,
        theme,
        listed,
        mut pages,
    } = attempt(job, first, BTreeSet::new(), true, ending)?;
    let mut left_out = BTreeSet::new();
    let mut errors = errors(&outcome, &lost);
    let is_error = |it: &Diagnostic| it.severity == Severity::Error && !lost.contains(it);
    let is_faulty = outcome.diagnostics.iter().any(is_error);
    if !errors.is_empty() {
        // Where the pages of all reports would be, those with errors too.
        let all = pages.ok().flatten();
        let all = all.map(|all| all.archive.entries).unwrap_or_default();
        let all: Vec<(String, String)> = all
            .into_iter()
            .map(|entry| (entry.report.path, entry.route.page()))
            .collect();
        pages = Ok(None);
        for _ in 0..ROUNDS {
            let before = left_out.len();
            left_out.extend(errors.iter().filter(|path| is_report(path)).cloned());
            if errors.iter().any(|path| !is_report(path)) || left_out.len() == before {
                break;
            }
            let again = attempt(job, first, left_out.clone(), false, ending)?;
            // What is wrong with them is found all the same.
            errors = self::errors(&again.outcome, &[]);
            errors.retain(|path| !left_out.contains(path));
            if errors.is_empty() {
                pages = again.pages;
                if let Ok(Some(snapshot)) = &mut pages {
                    let missing = all.into_iter().filter(|(file, _)| left_out.contains(file));
                    snapshot.missing = missing.map(|(file, page)| (page, file)).collect();
                }
                break;
            }
        }
    }
    Ok(Read {
        is_faulty,
        diagnostics: Arc::new(outcome.diagnostics.into_iter().map(Arc::new).collect()),
        pages,
        theme,
        listed,
        took: clock().saturating_sub(began),
    })
}

/// Files with errors, but for what a publication would lose and what must not be published of files beside reports: pages
/// are made all the same, for nobody but the editor.
fn errors(outcome: &Outcome, lost: &[Diagnostic]) -> BTreeSet<String> {
    let errors = outcome.diagnostics.iter();
    let errors = errors.filter(|it| it.severity == Severity::Error && !lost.contains(it));
    let is_beside = |it: &&Diagnostic| privacy::faults::is_code(it.code) && is_beside(&it.file);
    errors
        .filter(|it| !is_beside(it))
        .map(|it| it.file.clone())
        .collect()
}

/// Whether a file stands beside reports and is no text of the archive.
fn is_beside(path: &str) -> bool {
    !path.ends_with(".md") && !path.ends_with(".yaml")
}

fn is_report(path: &str) -> bool {
    path.ends_with(".md") && !path.ends_with("/_index.md")
}

/// One reading of everything but some reports.
struct Attempt {
    outcome: Outcome,
    /// What of it is said of the published site.
    lost: Vec<Diagnostic>,
    theme: Option<PathBuf>,
    listed: Vec<(String, Stat)>,
    pages: Result<Option<Snapshot>, Error>,
}

/// Reads everything but some reports.
fn attempt(
    job: &Job,
    first: Option<&Path>,
    left_out: BTreeSet<String>,
    is_whole: bool,
    ending: Ending,
) -> Result<Attempt, Error> {
    let mut content = Content::list(job, |home| {
        let store = Store::read(home, &job.program);
        match store.is_empty() {
            true => Store::read(first, &job.program),
            false => store,
        }
    })?;
    content.leave_out(left_out.clone());
    let folder = theme::folder(
        job.theme.as_deref(),
        content.config.theme.as_deref(),
        &job.content,
    );
    let theme = content.theme(job);
    let (files, listed) = (content.tree.files.clone(), content.tree.said());
    let (archive, knowledge) = content.read(job, false, &|_| (ending.go_on)());
    let lost = match is_whole {
        true => content.lost(job, &archive)?,
        false => Vec::new(),
    };
    let outcome = content.judged(&archive, lost.clone());
    let mut tree = content.tree;
    // What stands beside a report is asked when it is read again.
    tree.files = files;
    let places = archive.entries.iter().zip(0..);
    let places = places
        .map(|(entry, at)| (entry.report.path.clone(), at))
        .collect();
    let pages = theme.map(|theme| {
        Some(Snapshot {
            places,
            tree,
            knowledge,
            theme,
            feeds: feeds(&archive),
            left_out,
            missing: BTreeMap::new(),
            archive,
        })
    });
    Ok(Attempt {
        outcome,
        lost,
        theme: folder,
        listed,
        pages,
    })
}
