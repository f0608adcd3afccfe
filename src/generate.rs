//! The sequence of a run: read, resolve, render, publish.
//!
//! In goes a [`Job`], out come an [`Outcome`] with every diagnostic and, unless one is an error, the
//! published site. It only calls the steps in their order. Reading and rendering
//! take as many threads as the rayon pool has in which a function of this module is called.

mod content;
mod correct;
mod fix;
mod import;
mod init;
mod new;
mod record;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::generate::content::files_key;
use crate::generate::record::ToNote;
use crate::job::{Job, Log, Outcome};
use crate::knowledge::due::DueList;
use crate::progress::Progress;
use crate::publish::{self, Kind, Staging, refuse_overlap};
use crate::render;
use crate::site::{self, Summary};
use crate::source::SourceTree;
use crate::store::{Key, Store, Unused};
use crate::theme::Theme;
use crate::truth::Recording;

pub(crate) use crate::generate::content::{Content, spoken};
pub(crate) use crate::generate::correct::{Wanted as Correction, correct, withdraw};
pub(crate) use crate::generate::fix::{Fixing, fix};
#[cfg(any(test, feature = "internals"))]
pub(crate) use crate::generate::import::check::differences;
pub(crate) use crate::generate::import::{Account, Importing, Outcome as Imported, Told, import};
pub(crate) use crate::generate::init::{first_agency, init};
pub(crate) use crate::generate::new::{Wanted, new_report};

/// The folder in the store for what is kept of an index that is made alone.
const OF_INDEX: &str = "index";

/// The folder in the store for what is kept of previews with drafts.
const OF_PREVIEW: &str = "preview";

/// Finds everything that [`build`] would report, and writes nothing.
///
/// # Errors
///
/// If the content folder, the theme or the list of the last build cannot be read, or the theme is wrong.
pub fn check(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, Error> {
    let mut content = Content::list(job, |home| Store::read(home, &job.program))?;
    let mut theme = content.theme(job)?;
    let log = record::look(job, &content.config)?;
    let (archive, knowledge) = content.read(job, false, progress);
    let lost = content.lost(job, &archive)?;
    let is_ungated = log.is_none() && archive.config.truth.is_on && !job.drafts;
    if let Some(log) = log {
        content.gate(job, &archive, log.ledger())?;
    }
    let outcome = content.judged(&archive, lost);
    let Content { tree, .. } = content;
    if !outcome.has_errors() {
        let sources = site::Sources {
            tree: &tree,
            archive: &archive,
            knowledge: &knowledge,
        };
        site::rehearse(sources, &mut theme)?;
    }
    let compliance = (!outcome.has_errors()).then(|| render::compliance(&archive));
    Ok(Outcome {
        reports: tree.reports.len().saturating_sub(outcome.drafts),
        compliance,
        is_ungated,
        ..outcome
    })
}

/// What is due of the bodies of the archive within so many days of the day as of which all is said, the earliest first;
/// beside it what [`check`] would find before it looks at pages.
///
/// # Errors
///
/// If the content folder cannot be read.
pub fn due(
    job: &Job,
    within: u16,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(Outcome, DueList), Error> {
    let mut content = Content::list(job, |home| Store::read(home, &job.program))?;
    let (archive, knowledge) = content.read(job, false, progress);
    let outcome = content.judged(&archive, Vec::new());
    let due = DueList::of(&archive, &knowledge, within);
    Ok((outcome, due))
}

/// Reads the content and publishes the site, unless the content has an error.
///
/// # Errors
///
/// As [`check`], or if the two folders lie one inside the other, a file changes meanwhile, or the output folder
/// cannot be written.
pub fn build(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, Error> {
    refuse_overlap(&job.content, &job.out, job.store.as_deref())?;
    publish::refuse_kind(&job.out, kind_of(job))?;
    let mut content = Content::list(job, |_| {
        Store::open(store_of_build(job).as_deref(), &job.program, &job.scratch)
    })?;
    let mut theme = content.theme(job)?;
    let log = record::open(job, &content.config)?;
    let is_in_site = log.is_none() || job.log == Log::InSite;
    if is_in_site && let Some(outcome) = finished(job, &content, &theme)? {
        remember(&content.tree, content.store, Unused::Keep);
        return Ok(outcome);
    }
    let (archive, knowledge) = content.read(job, true, progress);
    // A preview was public nowhere: what it has no longer is missed by nobody.
    let lost = match job.drafts {
        true => Vec::new(),
        false => content.lost(job, &archive)?,
    };
    let judged = match &log {
        Some(log) => Some(content.gate(job, &archive, log.growing.ledger())?),
        None => None,
    };
    let is_beside = archive.config.index_url.is_none();
    // What the next run finds that finds everything as it is: nothing is lost against the site of this one.
    let lasting = (!lost.is_empty()).then(|| {
        let found = content.diagnostics.clone();
        let lasting = content.judged(&archive, Vec::new()).diagnostics;
        content.diagnostics = found;
        lasting
    });
    let outcome = content.judged(&archive, lost);
    let theme_digest = *theme.digest();
    let settings = content.settings;
    // What the gate refuses is not recorded.
    let is_right = !outcome.has_errors();
    let (recording, (from, seen)) = match log.zip(judged).filter(|_| is_right) {
        Some((log, (held, documents))) => {
            let recording = Recording::new(log.growing, log.signer, held, documents)?;
            (Some(recording), (log.from, log.seen))
        }
        None => (None, (None, [None, None])),
    };
    let recording = recording.map(|it| {
        let heads = record::heads(job, &it);
        (it, heads)
    });
    let Content {
        tree, store, names, ..
    } = content;
    let sources = site::Sources {
        tree: &tree,
        archive: &archive,
        knowledge: &knowledge,
    };
    let (outcome, sums) = publish(job, kind_of(job), &store, outcome, progress, |staging| {
        let parts = site::Parts {
            index_scratch: Some(job.scratch.as_path()).filter(|_| job.index && is_beside),
            zips: job.zips,
            settings,
            recording: recording.as_ref().map(|(it, heads)| (it, heads)),
        };
        let summary = site::write(sources, &mut theme, parts, &store, staging, progress)?;
        let to_note = match recording {
            Some((mut it, heads)) => {
                record::prove((&mut it, &heads), job, &seen, &archive, staging)?;
                record::finish(it, job, from.as_deref(), settings, staging)?
            }
            None => None,
        };
        Ok((summary, to_note))
    })?;
    // What is kept now, all diagnostics at once, may have their memory.
    drop((archive, knowledge));
    if let Some(sums) = sums.filter(|_| store.began().is_some()) {
        tree.learn_rest();
        if let Some(content) = tree.key(&names) {
            let known = Finished::of(&outcome, lasting, sums);
            store.put(finished_key(job, content, &theme_digest), &known);
        }
    }
    remember(&tree, store, unused_after(&outcome));
    Ok(outcome)
}

/// Reads the content and publishes its search index alone, unless the content has an error. The job's theme is not
/// used.
///
/// # Errors
///
/// As [`build`], the theme aside.
pub fn build_index(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, Error> {
    refuse_overlap(&job.content, &job.out, job.store.as_deref())?;
    // It asks for other things than a build, and forgets what it does not ask for.
    let mut content = Content::list(job, |home| {
        let home = home.map(|home| home.join(OF_INDEX));
        Store::open(home.as_deref(), &job.program, &job.scratch)
    })?;
    let (archive, knowledge) = content.read(job, true, progress);
    let outcome = content.judged(&archive, Vec::new());
    let Content { tree, store, .. } = content;
    let sources = site::Sources {
        tree: &tree,
        archive: &archive,
        knowledge: &knowledge,
    };
    let (outcome, _) = publish(
        job,
        Kind::SearchIndex,
        &store,
        outcome,
        progress,
        |staging| {
            let summary = site::write_index(sources, &job.scratch, &store, staging, progress)?;
            Ok((summary, None))
        },
    )?;
    remember(&tree, store, unused_after(&outcome));
    Ok(outcome)
}

/// A site that was published, for a run that finds everything as it was.
#[derive(Serialize, Deserialize)]
struct Finished<'f> {
    diagnostics: Cow<'f, [Diagnostic]>,
    reports: usize,
    drafts_among: usize,
    drafts: usize,
    index_url: Option<String>,
    pages: usize,
    index_bytes: Option<u64>,
    /// SHA-256 of its SHA256SUMS.
    sums: [u8; 32],
}

impl<'f> Finished<'f> {
    /// `lasting` is what was found but for what was lost, where anything was.
    fn of(outcome: &'f Outcome, lasting: Option<Vec<Diagnostic>>, sums: [u8; 32]) -> Finished<'f> {
        let summary = outcome.published.unwrap_or_default();
        Finished {
            diagnostics: lasting.map_or(Cow::Borrowed(&outcome.diagnostics), Cow::Owned),
            reports: outcome.reports,
            drafts_among: outcome.drafts_among,
            drafts: outcome.drafts,
            index_url: outcome.index_url.clone(),
            pages: summary.pages,
            index_bytes: summary.index_bytes,
            sums,
        }
    }
}

fn finished_key(job: &Job, content: Key, theme: &[u8; 32]) -> Key {
    let options = (
        job.drafts,
        job.index,
        job.zips,
        job.as_of.map(PartialDate::of_civil),
        job.key.as_ref().map(|key| key.signer.verifier().text()),
    );
    Key::of("site", &(content, theme, options))
}

/// What [`build`] comes to where a site was made from the very same before and stands untouched in the output
/// folder. (It has lost no URL and no place of a text: those that it lists are its own.)
fn finished(job: &Job, content: &Content, theme: &Theme) -> Result<Option<Outcome>, Error> {
    let key = content.tree.key(&content.names);
    let key = key.map(|key| finished_key(job, key, theme.digest()));
    let Some(known) = key.and_then(|key| content.store.get::<Finished<'_>>(&key)) else {
        return Ok(None);
    };
    let staging = begin(job, kind_of(job), &content.store)?;
    let Some(published) = staging.as_recorded(&known.sums) else {
        return Ok(None);
    };
    Ok(Some(Outcome {
        diagnostics: known.diagnostics.into_owned(),
        reports: known.reports,
        drafts_among: known.drafts_among,
        drafts: known.drafts,
        index_url: known.index_url,
        compliance: None,
        privacy: None,
        is_ungated: false,
        published: Some(Summary {
            pages: known.pages,
            index_bytes: known.index_bytes,
            published,
        }),
    }))
}

/// A run that published asked for all that its content needs.
fn unused_after(outcome: &Outcome) -> Unused {
    match outcome.published {
        Some(_) => Unused::Forget,
        None => Unused::Keep,
    }
}

/// Keeps for the next run what is known of the files, and what was made of them.
fn remember(tree: &SourceTree, store: Store, unused: Unused) {
    if let Some(began) = store.began() {
        store.put(files_key(), &tree.record(began));
    }
    store.save(unused);
}

/// What the files of an output folder are remembered under.
fn published_key(job: &Job) -> Key {
    Key::of("published", &job.out)
}

/// Where [`build`] keeps its results: what a preview does not ask for, the site needs again.
pub(crate) fn store_of_build(job: &Job) -> Option<PathBuf> {
    let home = job.store.as_ref();
    home.map(|home| match job.drafts {
        true => home.join(OF_PREVIEW),
        false => home.clone(),
    })
}

/// What [`build`] publishes: drafts make it a preview.
fn kind_of(job: &Job) -> Kind {
    match job.drafts {
        true => Kind::Preview,
        false => Kind::Site,
    }
}

fn begin(job: &Job, kind: Kind, store: &Store) -> Result<Staging, Error> {
    let options = publish::Options {
        kind,
        in_place: job.in_place,
        ..publish::Options::default()
    };
    Staging::begin(&job.out, options, store.get(&published_key(job)))
}

/// Publishes what `write` stages, unless the content has an error; with it, SHA-256 of the list of what was published.
fn publish(
    job: &Job,
    kind: Kind,
    store: &Store,
    mut outcome: Outcome,
    progress: &(dyn Fn(Progress) + Sync),
    write: impl FnOnce(&Staging) -> Result<(Summary, Option<ToNote>), Error>,
) -> Result<(Outcome, Option<[u8; 32]>), Error> {
    if outcome.has_errors() {
        return Ok((outcome, None));
    }
    let staging = begin(job, kind, store)?;
    let (mut summary, to_note) = write(&staging)?;
    progress(Progress::Publishing);
    // What the publication can still refuse it has refused by then, and nobody has seen the head.
    let last = || to_note.as_ref().map_or(Ok(()), ToNote::note);
    let (published, record) = staging.commit_after(&last)?;
    summary.published = published;
    outcome.published = Some(summary);
    store.put(published_key(job), &record);
    Ok((outcome, record.sums()))
}
