//! The first reading: every file of the content tree once, its facts kept, its text let go.
//!
//! In goes the [`SourceTree`], out come [`Facts`] for [`crate::archive::resolve`] and the diagnostics
//! of each file by itself. Files are read in parallel; what comes out is in the order of paths.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use sha2::{Digest, Sha256};

use crate::archive::agency::AgencyFacts;
use crate::archive::resolve::{Facts, FolderFacts};
use crate::archive::{Archive, Target};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Fault, in_file};
use crate::language::LanguageTag;
use crate::report::front_matter;
use crate::report::markdown::{Document, Options};
use crate::report::{Report, dead_anchor, internal_links, read_again};
use crate::route;
use crate::source::{ARCHIVE_FILE, SourceTree};

/// Reads all files of `tree`; `progress` is called once a report, from any thread.
pub fn gather(
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
    Facts {
        config,
        agencies,
        reports,
        unreadable,
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
        let mut of_yaml = Vec::new();
        found.facts = AgencyFacts::parse(&text[split.yaml.clone()], &mut of_yaml);
        found.facts.yaml_start = split.yaml.start;
        faults.extend(of_yaml.into_iter().map(|f| f.shifted(split.yaml.start)));
    }
    let chinese = language.is_chinese();
    let document = Document::parse(text.get(split.body..).unwrap_or(""), Options { chinese });
    found.links = internal_links(&document, chinese, split.body, &mut faults);
    found.digest = Some(Sha256::digest(text.as_bytes()).into());
    diagnostics.extend(in_file(path, &text, faults));
    found
}

/// Checks that every link to a place in another text leads to a place that is there. Only the texts
/// that such links lead to are read once more, so that no text's places are kept.
pub fn check_anchors(tree: &SourceTree, archive: &Archive, faults: &mut Vec<(String, Fault)>) {
    let of_reports = archive.entries.iter().map(|entry| {
        let report = &entry.report;
        (report.path.as_str(), report.folder(), &report.links)
    });
    let of_agencies = archive.agencies.iter().map(|agency| {
        let path = agency.source.as_deref().unwrap_or(&agency.folder);
        (path, agency.folder.as_str(), &agency.links)
    });
    let mut wanted = Vec::new();
    for (path, folder, links) in of_reports.chain(of_agencies) {
        for link in links {
            if let Some((target, Some(fragment))) = archive.follow(folder, &link.destination) {
                wanted.push((target, path, link.span.start, link.span.end, fragment));
            }
        }
    }
    wanted.sort();
    for group in wanted.chunk_by(|a, b| a.0 == b.0) {
        let Some((target, ..)) = group.first() else {
            continue;
        };
        let language = &archive.config.language;
        let (text, language) = match target {
            Target::Report(entry) => {
                let report = &archive.entries[*entry].report;
                let is_withdrawn = report.front_matter.withdrawn.is_some();
                let text = (!is_withdrawn).then(|| report.read_again(tree));
                (text, report.language(language))
            }
            Target::Agency(agency) => {
                let agency = &archive.agencies[*agency];
                let source = agency.source.as_ref();
                let text = source.map(|path| read_again(tree, path, agency.digest));
                (text, language)
            }
            // What a fragment of a PDF or a table means is its reader's own business.
            Target::Attachment(..) => continue,
        };
        let text = match text {
            Some(Ok(text)) => Some(text),
            // A file that changed since is found out at the second reading.
            Some(Err(_)) => continue,
            None => None,
        };
        let chinese = language.is_chinese();
        let document = text
            .as_ref()
            .map(|text| Document::parse(text.body(), Options { chinese }));
        for (_, path, start, end, fragment) in group {
            let anchor = route::decode(fragment).unwrap_or_default();
            if !document
                .as_ref()
                .is_some_and(|document| document.has_anchor(&anchor))
            {
                faults.push((
                    (*path).to_owned(),
                    dead_anchor(*start..*end, fragment, chinese),
                ));
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
        let text = (path.ends_with(".md") || path == crate::source::ARCHIVE_FILE)
            .then(|| tree.read(path).ok())
            .flatten();
        let faults = group.iter().map(|(_, fault)| fault.clone());
        match &text {
            Some(text) => diagnostics.extend(in_file(path, text, faults.collect())),
            None => diagnostics.extend(faults.map(|fault| Diagnostic::of_file(path, fault))),
        }
    }
}
