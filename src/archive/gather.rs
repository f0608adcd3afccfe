//! The first reading: reads every file of the content tree once, keeps its facts and drops its text.
//!
//! In goes the [`SourceTree`], out come [`Facts`] for [`crate::archive::resolve`] and the diagnostics
//! of each file by itself. Files are read in parallel; what comes out is in the order of paths.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use sha2::{Digest, Sha256};

use crate::archive::agency::AgencyFacts;
use crate::archive::encoding::not_utf8;
use crate::archive::resolve::{Facts, FolderFacts};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, in_file};
use crate::language::LanguageTag;
use crate::report::front_matter;
use crate::report::{Report, read_body};
use crate::source::{ARCHIVE_FILE, SourceTree};

/// Reads all files of `tree`; `progress` is called once a report, from any thread.
pub(crate) fn gather(
    tree: &mut SourceTree,
    with_drafts: bool,
    progress: &(dyn Fn() + Sync),
    diagnostics: &mut Vec<Diagnostic>,
) -> Facts {
    let config = config(tree, diagnostics);
    let folders = std::mem::take(&mut tree.agencies);
    let agencies = folders
        .into_iter()
        .map(|agency| match &agency.index {
            Some(path) => FolderFacts {
                folder: agency.folder.clone(),
                ..agency_facts(tree, path, &config.language, diagnostics)
            },
            None => FolderFacts {
                folder: agency.folder,
                ..FolderFacts::default()
            },
        })
        .collect();
    let read: Vec<(Option<Report>, Vec<Diagnostic>)> = tree
        .reports
        .par_iter()
        .map(|source| {
            let mut diagnostics = Vec::new();
            let report = Report::read(tree, source, &config.language, &mut diagnostics);
            progress();
            (report, diagnostics)
        })
        .collect();
    let mut reports = Vec::with_capacity(read.len());
    let mut unreadable = Vec::new();
    for ((report, found), source) in read.into_iter().zip(&tree.reports) {
        match report {
            Some(report) => reports.push(report),
            None => unreadable.push(source.clone()),
        }
        diagnostics.extend(found);
    }
    let not_utf8 = not_utf8(tree);
    Facts {
        config,
        agencies,
        reports,
        unreadable,
        files: std::mem::take(&mut tree.files),
        left_out: std::mem::take(&mut tree.left_out),
        not_utf8,
        with_drafts,
    }
}

fn config(tree: &SourceTree, diagnostics: &mut Vec<Diagnostic>) -> Config {
    let absent = || Config {
        is_whole: false,
        ..Config::parse("", &mut Vec::new())
    };
    if !tree.has_archive_file {
        return absent();
    }
    match tree.read(ARCHIVE_FILE) {
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            absent()
        }
        Ok(text) => {
            let mut faults = Vec::new();
            let config = Config::parse(&text, &mut faults);
            diagnostics.extend(in_file(ARCHIVE_FILE, &text, faults));
            config
        }
    }
}

fn agency_facts(
    tree: &SourceTree,
    path: &str,
    language: &LanguageTag,
    diagnostics: &mut Vec<Diagnostic>,
) -> FolderFacts {
    let mut found = FolderFacts {
        source: Some(path.to_owned()),
        ..FolderFacts::default()
    };
    let text = match tree.read(path) {
        Ok(text) => text,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return found;
        }
    };
    let mut faults = Vec::new();
    let split = front_matter::split(&text, &mut faults);
    if faults.is_empty() {
        found.facts = AgencyFacts::parse(&text, split.yaml, &mut faults);
    }
    let name = &found.facts.name;
    (_, found.links) = read_body(&text, split.body, name, language.is_chinese(), &mut faults);
    found.digest = Some(Sha256::digest(text.as_bytes()).into());
    diagnostics.extend(in_file(path, &text, faults));
    found
}
