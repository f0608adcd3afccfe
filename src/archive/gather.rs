//! The first reading: every file of the content tree once, its facts kept, its text let go.
//!
//! In goes the [`SourceTree`], out come [`Facts`] for [`crate::archive::resolve`] and the diagnostics
//! of each file by itself. Files are read in parallel; what comes out is in the order of paths.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::agency::AgencyFacts;
use crate::archive::resolve::Facts;
use crate::archive::{Archive, Target};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Fault, in_file};
use crate::report::front_matter;
use crate::report::markdown::{Document, Options};
use crate::report::{Report, dead_anchor, is_chinese};
use crate::source::{ARCHIVE_FILE, SourceTree};

/// Reads all files of `tree`; `progress` is called once a report, from any thread.
pub fn gather(
    tree: &mut SourceTree,
    with_drafts: bool,
    progress: &(dyn Fn() + Sync),
    diagnostics: &mut Vec<Diagnostic>,
) -> Facts {
    let config = config(tree, diagnostics);
    let agencies = tree
        .agencies
        .iter()
        .map(|agency| {
            let facts = agency
                .index
                .as_ref()
                .map(|path| agency_facts(tree, path, diagnostics));
            (
                agency.folder.clone(),
                agency.index.clone(),
                facts.unwrap_or_default(),
            )
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
    for (report, found) in read {
        reports.extend(report);
        diagnostics.extend(found);
    }
    Facts {
        config,
        agencies,
        reports,
        files: std::mem::take(&mut tree.files),
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

fn agency_facts(tree: &SourceTree, path: &str, diagnostics: &mut Vec<Diagnostic>) -> AgencyFacts {
    let text = match tree.read(path) {
        Ok(text) => text,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return AgencyFacts::default();
        }
    };
    let mut faults = Vec::new();
    let split = front_matter::split(&text, &mut faults);
    let mut facts = AgencyFacts::default();
    if faults.is_empty() {
        let mut found = Vec::new();
        facts = AgencyFacts::parse(&text[split.yaml.clone()], &mut found);
        facts.yaml_start = split.yaml.start;
        faults.extend(found.into_iter().map(|f| f.shifted(split.yaml.start)));
    }
    let body = text.get(split.body..).unwrap_or("");
    let document = Document::parse(body, Options { chinese: true });
    faults.extend(
        document
            .faults()
            .iter()
            .map(|f| f.clone().shifted(split.body)),
    );
    diagnostics.extend(in_file(path, &text, faults));
    facts
}

/// Checks that every link to a place in another report leads to a place that is there. Only the
/// reports that such links lead to are read once more, so that no report's places are kept.
pub fn check_anchors(tree: &SourceTree, archive: &Archive, faults: &mut Vec<(String, Fault)>) {
    let mut wanted = Vec::new();
    for entry in &archive.entries {
        for link in &entry.report.links {
            if let Some((Target::Report(target), Some(fragment))) =
                archive.follow(entry.report.folder(), &link.destination)
            {
                wanted.push((
                    target,
                    fragment,
                    &entry.report.path,
                    (link.span.start, link.span.end),
                ));
            }
        }
    }
    wanted.sort();
    for group in wanted.chunk_by(|a, b| a.0 == b.0) {
        let Some(target) = group.first().map(|first| &archive.entries[first.0]) else {
            continue;
        };
        // A file that changed since is found out at the second reading.
        let Ok(text) = target.report.read_again(tree) else {
            continue;
        };
        let chinese = is_chinese(target.report.language(&archive.config.language));
        let document = Document::parse(text.body(), Options { chinese });
        for (_, fragment, path, span) in group {
            let anchor = crate::route::decode(fragment).unwrap_or_default();
            if target.report.front_matter.withdrawn.is_some() || !document.has_anchor(&anchor) {
                faults.push(((*path).clone(), dead_anchor(span.0..span.1, fragment)));
            }
        }
    }
}

/// Turns faults about files of the tree into diagnostics, reading each file once more for its lines.
pub fn place(
    tree: &SourceTree,
    mut faults: Vec<(String, Fault)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    faults.sort_by(|a, b| a.0.cmp(&b.0));
    for group in faults.chunk_by(|a, b| a.0 == b.0) {
        let Some((path, _)) = group.first() else {
            continue;
        };
        let text = path
            .ends_with(".md")
            .then(|| tree.read(path).ok())
            .flatten();
        let faults = group.iter().map(|(_, fault)| fault.clone());
        match &text {
            Some(text) => diagnostics.extend(in_file(path, text, faults.collect())),
            None => diagnostics.extend(faults.map(|fault| Diagnostic::of_file(path, fault))),
        }
    }
}
