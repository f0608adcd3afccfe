//! The first reading: reads every file of the content tree once, keeps its facts and drops its text.
//!
//! In goes the [`SourceTree`], out come [`Facts`] for [`crate::archive::resolve`] and the diagnostics
//! of each file by itself. Files are read in parallel; what comes out is in the order of paths.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::archive::agency::AgencyFacts;
use crate::archive::encoding::not_utf8;
use crate::archive::resolve::{Facts, FolderFacts};
use crate::archive::{earlier, tables, types};
use crate::config::{Closing, Config, Indicator};
use crate::diagnostic::{Diagnostic, Fault};
use crate::fields::simplified;
use crate::language::LanguageTag;
use crate::privacy::shown::in_file;
use crate::privacy::{self, Exempt, findings};
use crate::report::declared::figure::FiguresFile;
use crate::report::declared::measure::MeasuresFile;
use crate::report::findings::defect::WantedClosing;
use crate::report::findings::figure::indicator::{SoughtDefinition, SoughtIndicator};
use crate::report::findings::figure::series::LabelPool;
use crate::report::findings::figure::unit::Unit;
use crate::report::findings::part::WantedParts;
use crate::report::findings::told::Wanted;
use crate::report::findings::{Sought, TypeWords};
use crate::report::front_matter;
use crate::report::{Report, read_body};
use crate::source::{ARCHIVE_FILE, Beside, Digest, ReportSource, SourceTree};
use crate::store::{Key, Store};

/// What a run wants of the first reading.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Whether drafts are shown.
    pub with_drafts: bool,
    /// Whether texts will be read again, so that what was found in them is worth keeping.
    pub keeps_documents: bool,
}

/// The key of the [`Kept`](crate::report::markdown::Kept) of a report's text in an archive in `language`.
pub(crate) fn document_key(report: &Report, language: &LanguageTag) -> Key {
    Key::of("document", &report.body_inputs(language))
}

/// Reads all files of `tree`; `progress` is called once a report, from any thread.
pub(crate) fn gather(
    tree: &mut SourceTree,
    store: &Store,
    config: Config,
    options: Options,
    progress: &(dyn Fn() + Sync),
    diagnostics: &mut Vec<Diagnostic>,
) -> Facts {
    let folders = std::mem::take(&mut tree.agencies);
    let agencies = folders
        .into_iter()
        .map(|agency| match &agency.index {
            Some(path) => FolderFacts {
                folder: agency.folder.clone(),
                ..agency_facts(tree, path, &config, diagnostics)
            },
            None => FolderFacts {
                folder: agency.folder,
                ..FolderFacts::default()
            },
        })
        .collect();
    let exempt = &config.privacy.exempt;
    let (parse, kind) = (MeasuresFile::parse, Beside::Measures);
    let measures = files_beside(tree, kind, parse, exempt, diagnostics);
    let (parse, kind) = (FiguresFile::parse, Beside::Figures);
    let figures = files_beside(tree, kind, parse, exempt, diagnostics);
    let sought = sought(&config);
    let reader = Reader {
        tree,
        store,
        language: &config.language,
        settings: Key::of("sought", &(&config.language, &sought)),
        sought: &sought,
        keeps_documents: options.keeps_documents,
        labels: LabelPool::default(),
    };
    let read: Vec<Result<Reading, Diagnostic>> = tree
        .reports
        .par_iter()
        .map(|source| {
            let mut reading = reader.read(source);
            if let Ok(reading) = &mut reading {
                reader.labels.share(&mut reading.report.findings.series);
            }
            progress();
            reading
        })
        .collect();
    let mut reports = Vec::with_capacity(read.len());
    let mut unreadable = Vec::new();
    for (reading, source) in read.into_iter().zip(&tree.reports) {
        match reading {
            Ok(mut reading) => {
                types::tell(&reading.report, &config.types, &mut reading.diagnostics);
                reports.push(reading.report);
                diagnostics.extend(reading.diagnostics);
            }
            Err(diagnostic) => {
                unreadable.push(source.clone());
                diagnostics.push(diagnostic);
            }
        }
    }
    let told = diagnostics.len();
    tables::read(tree, store, &sought, &mut reports, diagnostics);
    let mut not_utf8 = not_utf8(tree, store);
    // Of a table that is told already.
    let told = diagnostics.get(told..).unwrap_or_default();
    told.iter().for_each(|told| {
        not_utf8.remove(&told.file);
    });
    let earlier = earlier::read(
        tree,
        store,
        &config,
        options.with_drafts,
        (&reports, &unreadable),
        diagnostics,
    );
    Facts {
        earlier,
        config,
        agencies,
        reports,
        unreadable,
        measures,
        figures,
        files: std::mem::take(&mut tree.files),
        left_out: std::mem::take(&mut tree.left_out),
        not_utf8,
        with_drafts: options.with_drafts,
    }
}

/// The first reading of one report of an archive that was read before, whatever is known of its file; with it, all that
/// is wrong with it by itself.
///
/// # Errors
///
/// What is wrong with a file that is no text at all.
pub(crate) fn read_one(
    tree: &SourceTree,
    config: &Config,
    source: &ReportSource,
) -> Result<(Report, Vec<Diagnostic>), Diagnostic> {
    let text = tree.read(&source.path)?;
    let digest = Sha256::digest(text.as_bytes()).into();
    let (language, sought, beside) = (&config.language, sought(config), tree.names_beside(source));
    let mut diagnostics = Vec::new();
    let (mut report, _) = Report::read(
        source,
        &text,
        digest,
        language,
        (&sought, &beside),
        &mut diagnostics,
    );
    report.front_matter.in_zone(config.utc_minutes());
    types::tell(&report, &config.types, &mut diagnostics);
    let reports = std::slice::from_mut(&mut report);
    tables::read(tree, &Store::none(), &sought, reports, &mut diagnostics);
    Ok((report, diagnostics))
}

/// What the first reading of a report comes to.
#[derive(Serialize, Deserialize)]
struct Reading {
    report: Report,
    diagnostics: Vec<Diagnostic>,
}

/// What is sought in the texts of an archive.
fn sought(config: &Config) -> Sought {
    let types = config.types.iter();
    let plans = types.filter(|(_, kind)| kind.measures);
    let plans = plans.map(|(key, kind)| (key.as_str(), kind.name.as_str()));
    Sought {
        measures: TypeWords::of(plans),
        citations: config.features.citations,
        paragraphs: config.features.similarity.is_some(),
        defects: config.features.defects.then(|| wanted_closings(config)),
        parts: wanted_parts(config),
        sums: config.features.sums,
        series: config.features.series,
        indicators: config
            .indicators
            .iter()
            .map(|it| indicator(config, it))
            .collect(),
        exempt: config.privacy.exempt.clone(),
    }
}

/// An indicator as it is sought in texts.
fn indicator(config: &Config, declared: &Indicator) -> SoughtIndicator {
    let words = declared.types.iter().map(|word| word.value.as_str());
    let words: Vec<&str> = words.collect();
    let is_of = |key: &str, name: &str| {
        let mut words = words.iter();
        words.any(|word| *word == key || simplified(word) == simplified(name))
    };
    let types = config.types.iter();
    let types = types.map(|(key, kind)| (key.as_str(), kind.name.as_str()));
    let types = types.filter(|(key, name)| is_of(key, name));
    let definitions = declared.definitions.iter();
    SoughtIndicator {
        types: (!words.is_empty()).then(|| TypeWords::of(types)),
        unit: declared.unit.as_deref().map(Unit::of).unwrap_or_default(),
        definitions: definitions
            .map(|it| SoughtDefinition {
                time: it.time,
                text: it.text.iter().map(|text| text.value.clone()).collect(),
                table: (it.table.iter())
                    .map(|cell| (cell.row.clone(), cell.column.clone()))
                    .collect(),
            })
            .collect(),
    }
}

/// The parts that are known by their headings.
fn wanted_parts(config: &Config) -> WantedParts {
    let mut wanted = WantedParts::new(config.features.parts);
    for (key, kind) in config
        .types
        .iter()
        .filter(|(_, kind)| !kind.parts.is_empty())
    {
        let parts = kind.parts.iter();
        let forms = parts.map(|part| part.forms().map(|form| form.value.as_str()).collect());
        wanted.want(key, &kind.name, forms);
    }
    wanted
}

/// What reports must end with, by the key and by the name of their type.
fn wanted_closings(config: &Config) -> Wanted {
    let mut wanted = Wanted::default();
    let types = config.types.iter();
    for (key, of_type) in types.filter(|(_, t)| t.closing != Closing::default()) {
        let Closing { issuer, date } = of_type.closing;
        for word in [simplified(&of_type.name).into_owned(), key.clone()] {
            wanted.want(word, WantedClosing { issuer, date });
        }
    }
    wanted
}

/// What a first reading is made from beside the file.
struct Reader<'r> {
    tree: &'r SourceTree,
    store: &'r Store,
    language: &'r LanguageTag,
    sought: &'r Sought,
    /// The key of the two before.
    settings: Key,
    keeps_documents: bool,
    /// What the rows and columns of tables are called.
    labels: LabelPool,
}

impl Reader<'_> {
    /// The first reading of a report.
    ///
    /// # Errors
    ///
    /// What is wrong with a file that is no text at all.
    fn read(&self, source: &ReportSource) -> Result<Reading, Diagnostic> {
        let (tree, store, language) = (self.tree, self.store, self.language);
        let beside = tree.names_beside(source);
        let key = |digest: &Digest| {
            let of_file = (&source.path, source.is_bundle, digest, &beside);
            Key::of("first reading", &(of_file, self.settings))
        };
        let known = tree.digest(&source.path);
        if let Some(reading) = known.and_then(|digest| store.get(&key(&digest))) {
            return Ok(reading);
        }
        let text = tree.read(&source.path)?;
        let digest = Sha256::digest(text.as_bytes()).into();
        tree.learn(&source.path, digest);
        store.remember(key(&digest), || {
            let mut diagnostics = Vec::new();
            let (report, document) = Report::read(
                source,
                &text,
                digest,
                language,
                (self.sought, &beside),
                &mut diagnostics,
            );
            let is_withdrawn = report.front_matter.withdrawn.is_some();
            if self.keeps_documents && !is_withdrawn {
                store.put(document_key(&report, language), &document);
            }
            Ok(Reading {
                report,
                diagnostics,
            })
        })
    }
}

/// What archive.yaml says, and its SHA-256.
pub(crate) fn config(
    tree: &SourceTree,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Config, Option<Digest>) {
    let absent = || Config {
        is_whole: false,
        ..Config::parse("", &mut Vec::new())
    };
    if !tree.has_archive_file {
        return (absent(), None);
    }
    match tree.read(ARCHIVE_FILE) {
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            (absent(), None)
        }
        Ok(text) => {
            let digest = Sha256::digest(text.as_bytes()).into();
            tree.learn(ARCHIVE_FILE, digest);
            let mut faults = Vec::new();
            let config = Config::parse(&text, &mut faults);
            let found = findings(&text, &config.privacy.exempt);
            // Where the words stand that stop a publication they stop none; of a file that is broken it is not known what
            // may be public.
            let list = &config.privacy.at;
            let of_privacy = privacy::faults::of_findings(&found).into_iter();
            let outside = |fault: &Fault| {
                config.is_whole && !(list.start <= fault.span.start && fault.span.end <= list.end)
            };
            faults.extend(of_privacy.filter(outside));
            diagnostics.extend(in_file(ARCHIVE_FILE, &text, faults, &found));
            (config, Some(digest))
        }
    }
}

/// Every file of a kind beside reports, by the report that it is about.
fn files_beside<F>(
    tree: &SourceTree,
    kind: Beside,
    parse: impl Fn(&str, &str, &mut Vec<Fault>) -> F,
    exempt: &Exempt,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, F> {
    let mut files = BTreeMap::new();
    for (path, report) in tree.beside_reports(kind) {
        match tree.read(path) {
            Err(diagnostic) => diagnostics.push(diagnostic),
            Ok(text) => {
                let mut faults = Vec::new();
                let file = parse(path, &text, &mut faults);
                tree.learn(path, Sha256::digest(text.as_bytes()).into());
                let found = findings(&text, exempt);
                faults.extend(privacy::faults::of_findings(&found));
                diagnostics.extend(in_file(path, &text, faults, &found));
                files.insert(report, file);
            }
        }
    }
    files
}

fn agency_facts(
    tree: &SourceTree,
    path: &str,
    config: &Config,
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
    let is_chinese = config.language.is_chinese();
    (_, found.links) = read_body(&text, split.body, name, is_chinese, &mut faults);
    let digest = Sha256::digest(text.as_bytes()).into();
    tree.learn(path, digest);
    found.digest = Some(digest);
    let secret = findings(&text, &config.privacy.exempt);
    faults.extend(privacy::faults::of_findings(&secret));
    diagnostics.extend(in_file(path, &text, faults, &secret));
    found
}
