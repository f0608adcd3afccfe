//! What can be mended in the texts of an archive, file by file, and the writing of what was accepted.
//!
//! In goes a [`Job`], out come the files whose texts have a defect of which the editor is told and that can be mended.
//! A file is read when it is asked for and not kept. Nothing is written but what [`Fixing::accept`] is given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::archive::Archive;
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit::{self, Revision};
use crate::error::Error;
use crate::generate::Content;
use crate::job::Job;
use crate::progress::Progress;
use crate::report::findings::defect::Kind;
use crate::report::findings::mend::{Proposal, Source};
use crate::source::SourceTree;
use crate::store::Store;

/// Where a defect is told of: its code, line and column.
type Place = (&'static str, usize, usize);

/// An archive whose texts are to be mended.
pub(crate) struct Fixing {
    content: PathBuf,
    tree: SourceTree,
    archive: Archive,
    /// Defects that are told of, waived ones left out, by the path of their file.
    told: BTreeMap<String, BTreeSet<Place>>,
    /// Errors of the content.
    pub errors: usize,
}

/// A file as it is being mended.
pub(crate) struct FileToFix {
    /// Its path in the content.
    pub path: String,
    /// Its text, with what was accepted.
    pub text: Revision,
    /// What can be mended, in the order of the text.
    pub proposals: Vec<Proposal>,
}

/// Reads an archive in order to mend its texts.
///
/// # Errors
///
/// If the content folder cannot be read.
pub(crate) fn fix(job: &Job, progress: &(dyn Fn(Progress) + Sync)) -> Result<Fixing, Error> {
    let mut content = Content::list(job, |home| Store::read(home, &job.program))?;
    let (archive, _) = content.read(job, false, progress);
    let outcome = content.judged(&archive, Vec::new());
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    let errors = outcome.diagnostics.iter().filter(is_error).count();
    let mut told: BTreeMap<String, BTreeSet<Place>> = BTreeMap::new();
    for found in outcome.diagnostics {
        if Kind::is_code(found.code) {
            let place = (found.code, found.line, found.column);
            told.entry(found.file).or_default().insert(place);
        }
    }
    Ok(Fixing {
        content: job.content.clone(),
        tree: content.tree,
        archive,
        told,
        errors,
    })
}

impl Fixing {
    /// The files with something to mend, in the order of their paths; each is read when it comes.
    ///
    /// # Errors
    ///
    /// If a file is not what it was any more.
    pub(crate) fn files(&self) -> impl Iterator<Item = Result<FileToFix, Error>> {
        let entries = self.archive.entries.iter();
        let reports: BTreeMap<&str, &crate::report::Report> = entries
            .map(|entry| (entry.report.path.as_str(), &entry.report))
            .collect();
        let files = self.told.iter().filter_map(move |(path, places)| {
            let report = reports.get(path.as_str())?;
            let read = report.read_again(&self.tree).map(|read| {
                let source = Source {
                    path,
                    text: &read.text,
                    start: read.body,
                    title: &report.front_matter.title,
                };
                let is_told =
                    |found: &Diagnostic| places.contains(&(found.code, found.line, found.column));
                FileToFix {
                    path: path.clone(),
                    proposals: source.proposals(is_told),
                    text: Revision::of(read.text),
                }
            });
            Some(read)
        });
        files.filter(|file| match file {
            Ok(file) => !file.proposals.is_empty(),
            Err(_) => true,
        })
    }

    /// Writes a proposal that the editor accepted into its file; `false` if it changes what another one has changed.
    ///
    /// # Errors
    ///
    /// As [`edit::replace`].
    pub(crate) fn accept(&self, file: &mut FileToFix, proposal: usize) -> Result<bool, Error> {
        let changes = file
            .proposals
            .get(proposal)
            .map(|proposal| &proposal.changes);
        let Some((changes, new)) = changes.and_then(|c| Some((c, file.text.with(c)?))) else {
            return Ok(false);
        };
        let path = self.tree.written(&file.path);
        edit::replace(&self.content, path, file.text.text(), &new)?;
        file.text.accept(changes);
        Ok(true)
    }
}
