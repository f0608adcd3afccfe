//! The sequence of a run: read, resolve, render, publish.
//!
//! In goes a [`Job`], out come an [`Outcome`] with every diagnostic and, unless one is an error, the
//! published site. It only calls the steps in their order. Reading and rendering
//! take as many threads as the rayon pool has in which a function of this module is called.

use std::path::Path;

use crate::archive::Archive;
use crate::archive::anchor_links::check_anchors;
use crate::archive::gather::gather;
use crate::archive::moved_anchors::{PublishedText, check_moved_anchors};
use crate::archive::resolve::resolve;
use crate::archive::vanished::vanished;
use crate::data::record;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::job::{Job, Outcome};
use crate::progress::Progress;
use crate::publish::{self, Kind, Staging, refuse_overlap};
use crate::render;
use crate::route::RECORD_NAME;
use crate::site::{self, Summary};
use crate::source::{ARCHIVE_FILE, SourceTree};
use crate::theme::{self, Theme, unspoken};
use crate::waiver;

/// Bytes of a published record that is read for its outline; one of so many parts has about as much.
const RECORD_MAX: u64 = 32 << 20;

/// Finds everything that [`build`] would report, and writes nothing.
///
/// # Errors
///
/// If the content folder, the theme or the list of the last build cannot be read, or the theme is wrong.
pub fn check(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, Error> {
    let (tree, archive, mut diagnostics) = read(job, progress)?;
    judge_vanished(job, &tree, &archive, &mut diagnostics)?;
    let mut theme = load_theme(job, &tree, &archive, &mut diagnostics)?;
    let outcome = judged(&tree, &archive, diagnostics);
    if !outcome.has_errors() {
        site::rehearse(&tree, &archive, &mut theme)?;
    }
    let compliance = (!outcome.has_errors()).then(|| render::compliance(&archive));
    Ok(Outcome {
        reports: tree.reports.len(),
        compliance,
        ..outcome
    })
}

/// Reads the content and publishes the site, unless the content has an error.
///
/// # Errors
///
/// As [`check`], or if the two folders lie one inside the other, a file changes meanwhile, or the output folder
/// cannot be written.
pub fn build(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Outcome, Error> {
    refuse_overlap(&job.content, &job.out)?;
    let (tree, archive, mut diagnostics) = read(job, progress)?;
    judge_vanished(job, &tree, &archive, &mut diagnostics)?;
    let mut theme = load_theme(job, &tree, &archive, &mut diagnostics)?;
    let is_beside = archive.config.index_url.is_none();
    let parts = site::Parts {
        index_scratch: job.index_scratch.as_deref().filter(|_| is_beside),
        zips: job.zips,
    };
    let outcome = judged(&tree, &archive, diagnostics);
    publish(job, Kind::Site, outcome, progress, |staging| {
        site::write(&tree, &archive, &mut theme, parts, staging, progress)
    })
}

/// Reads the content and publishes its search index alone, unless the content has an error; `scratch`
/// is where the index may be built before. The job's theme and its own place for that are not used.
///
/// # Errors
///
/// As [`build`], the theme aside.
pub fn build_index(
    job: &Job,
    scratch: &Path,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Outcome, Error> {
    refuse_overlap(&job.content, &job.out)?;
    let (tree, archive, diagnostics) = read(job, progress)?;
    let outcome = judged(&tree, &archive, diagnostics);
    publish(job, Kind::SearchIndex, outcome, progress, |staging| {
        site::write_index(&tree, &archive, scratch, staging, progress)
    })
}

/// The reading half: from the folder to the archive and everything that is wrong with it.
fn read(
    job: &Job,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(SourceTree, Archive, Vec<Diagnostic>), Error> {
    let mut diagnostics = Vec::new();
    let mut tree = SourceTree::scan(&job.content, &mut diagnostics)?;
    progress(Progress::Reading(tree.reports.len()));
    let report_done = || progress(Progress::Report);
    let facts = gather(&mut tree, job.drafts, &report_done, &mut diagnostics);
    // A file with an error of its own may have said more than could be read of it.
    let all_was_read = diagnostics.iter().all(|d| d.severity != Severity::Error);
    let mut faults = Vec::new();
    let mut archive = resolve(facts, &mut faults);
    archive.is_whole &= all_was_read;
    check_anchors(&tree, &archive, &mut faults);
    let attachments = archive.entries.iter().flat_map(|entry| &entry.attachments);
    tree.judge_files(attachments.map(|a| a.path.as_str()), &mut faults);
    tree.diagnose(faults, &mut diagnostics);
    Ok((tree, archive, diagnostics))
}

/// What was found, without what a reviewer has accepted.
fn judged(tree: &SourceTree, archive: &Archive, mut diagnostics: Vec<Diagnostic>) -> Outcome {
    let unused = waiver::apply(&archive.waivers, ARCHIVE_FILE, &mut diagnostics);
    tree.diagnose(unused, &mut diagnostics);
    Outcome::of(archive, diagnostics)
}

/// Adds the URLs of the site in the output folder that the archive has no longer, and the places in texts.
fn judge_vanished(
    job: &Job,
    tree: &SourceTree,
    archive: &Archive,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let severity = match job.allow_vanished {
        true => Severity::Warning,
        false => Severity::Error,
    };
    let file = publish::list_path(&job.out).display().to_string();
    let mut texts = Vec::new();
    let listed = publish::listed(&job.out, |path, digest| {
        texts.extend(PublishedText::listed(path, digest));
    })?;
    diagnostics.extend(vanished(archive, &listed, &file, severity));
    let outline = |folder: &str| {
        let path = format!("{folder}/{RECORD_NAME}");
        let json = publish::published(&job.out, &path, RECORD_MAX);
        json.map_or_else(Vec::new, |json| record::published_outline(&json))
    };
    let mut faults = Vec::new();
    if archive.is_whole {
        check_moved_anchors(tree, archive, &texts, &outline, &mut faults);
    }
    tree.diagnose(faults, diagnostics);
    Ok(())
}

/// The theme with its words in the archive's language; adds a warning where it does not speak that.
fn load_theme(
    job: &Job,
    tree: &SourceTree,
    archive: &Archive,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Theme, Error> {
    let config = &archive.config;
    let folder = theme::folder(job.theme.as_deref(), config.theme.as_deref(), &job.content);
    let theme = Theme::load(folder.as_deref(), &config.language)?;
    let fault = unspoken(theme.texts(), &config.language, config.language_at.clone());
    let in_archive_file = |fault| (ARCHIVE_FILE.to_owned(), fault);
    tree.diagnose(
        fault.map(in_archive_file).into_iter().collect(),
        diagnostics,
    );
    Ok(theme)
}

/// Publishes what `write` stages, unless the content has an error.
fn publish(
    job: &Job,
    kind: Kind,
    mut outcome: Outcome,
    progress: &(dyn Fn(Progress) + Sync),
    write: impl FnOnce(&Staging) -> Result<Summary, Error>,
) -> Result<Outcome, Error> {
    if !outcome.has_errors() {
        let options = publish::Options {
            kind,
            in_place: job.in_place,
            ..publish::Options::default()
        };
        let staging = Staging::begin(&job.out, options)?;
        let mut summary = write(&staging)?;
        progress(Progress::Publishing);
        summary.published = staging.commit()?;
        outcome.published = Some(summary);
    }
    Ok(outcome)
}
