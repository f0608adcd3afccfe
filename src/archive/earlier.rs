//! What reports said before they were corrected: the texts in `.earlier`, each a file as it was published.
//!
//! In: the tree, and the reports at their first reading. Out: the texts of each report, with what must not be published in
//! them told as of any text; faults of what is there and is no such text, and, for an archive that proves what it
//! published, of texts that are missing. Nothing of a report that was withdrawn is read: its texts go. Other faults of
//! these texts are nobody's to mend, and are not told.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::archive::{Archive, Entry};
use crate::config::Config;
use crate::date::Moment;
use crate::diagnostic::{Diagnostic, Fault, FileFault, Text};
use crate::language::LanguageTag;
use crate::privacy::shown::in_file;
use crate::privacy::{self, Exempt, findings};
use crate::report::Report;
use crate::report::front_matter::{self, FrontMatter};
use crate::route;
use crate::source::earlier::path_of;
use crate::source::{Digest, ReportSource, SourceTree};
use crate::store::{Key, Store};
use crate::waiver::Waiver;

/// A text that a report had before it was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EarlierText {
    /// Path in the content tree.
    pub path: String,
    /// Which of the report's texts it is, from 1.
    pub revision: u32,
    /// The title that it had.
    pub title: String,
    /// When it says that it was published.
    pub published: Option<Moment>,
    /// The language that it says it is in.
    pub language: Option<LanguageTag>,
    /// Bytes of the file.
    pub length: u64,
    /// SHA-256 of the file.
    pub digest: Digest,
    /// What a reviewer accepted of what must not be published in it.
    pub waivers: Vec<Waiver>,
}

/// The first reading of such a text.
#[derive(Serialize, Deserialize)]
struct Reading {
    text: EarlierText,
    /// The number that its own head gives it.
    says: u32,
    diagnostics: Vec<Diagnostic>,
}

impl Entry {
    /// The files of the site that its earlier texts come to; none where there are none.
    pub(crate) fn history_files(&self) -> impl Iterator<Item = String> {
        let page = (!self.earlier.is_empty()).then(|| route::history_page(&self.route));
        let texts = self.earlier.iter().flat_map(|text| {
            [
                route::earlier_page(&self.route, text.revision),
                route::earlier_text(&self.route, text.revision),
            ]
        });
        page.into_iter().chain(texts)
    }

    /// Where the text of that number stands, if it is kept.
    pub(crate) fn earlier(&self, revision: u32) -> Option<&EarlierText> {
        let found = self
            .earlier
            .binary_search_by_key(&revision, |text| text.revision);
        found.ok().and_then(|at| self.earlier.get(at))
    }
}

/// Reads the earlier texts of all reports that are published. Faults: those of what must not be published; `earlier-text`,
/// a warning, for a file that is none.
pub(crate) fn read(
    tree: &SourceTree,
    store: &Store,
    config: &Config,
    with_drafts: bool,
    (reports, unreadable): (&[Report], &[ReportSource]),
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<EarlierText>> {
    let strays = tree.strays.iter();
    diagnostics.extend(strays.map(|path| Diagnostic::of_file(path, stray(Stray::Name))));
    let mut reports_by_path: BTreeMap<&str, &Report> = BTreeMap::new();
    if !tree.earlier.is_empty() {
        reports_by_path = reports.iter().map(|it| (it.path.as_str(), it)).collect();
    }
    let mut all: BTreeMap<String, Vec<EarlierText>> = BTreeMap::new();
    for (path, texts) in &tree.earlier {
        let Some(report) = reports_by_path.get(path.as_str()) else {
            // What is wrong with a report that cannot be read has been told.
            if !unreadable.iter().any(|source| source.path == *path) {
                let files = texts.values();
                diagnostics.extend(
                    files.map(|file| Diagnostic::of_file(file, stray(Stray::Report(path)))),
                );
            }
            continue;
        };
        let facts = &report.front_matter;
        if facts.withdrawn.is_some() || facts.draft && !with_drafts {
            continue;
        }
        for (revision, file) in texts {
            if *revision >= facts.revision() {
                let fault = stray(Stray::Revision(*revision));
                diagnostics.push(Diagnostic::of_file(file, fault));
                continue;
            }
            match read_text(tree, store, &config.privacy.exempt, (file, *revision)) {
                Err(diagnostic) => diagnostics.push(diagnostic),
                Ok(reading) if reading.says != *revision => {
                    let fault = stray(Stray::Says(reading.says));
                    diagnostics.push(Diagnostic::of_file(file, fault));
                }
                Ok(mut reading) => {
                    let published = &mut reading.text.published;
                    *published = published.map(|it| it.in_zone(config.utc_minutes()));
                    diagnostics.extend(reading.diagnostics);
                    match all.entry(path.clone()) {
                        Place::Vacant(place) => drop(place.insert(vec![reading.text])),
                        Place::Occupied(mut place) => place.get_mut().push(reading.text),
                    }
                }
            }
        }
    }
    all
}

/// The first reading of one text.
///
/// # Errors
///
/// What is wrong with a file that is no text at all.
fn read_text(
    tree: &SourceTree,
    store: &Store,
    exempt: &Exempt,
    (path, revision): (&str, u32),
) -> Result<Reading, Diagnostic> {
    let key = |digest: &Digest| Key::of("earlier text", &(path, revision, digest, exempt));
    let known = tree.digest(path);
    if let Some(reading) = known.and_then(|digest| store.get(&key(&digest))) {
        return Ok(reading);
    }
    let text = tree.read(path)?;
    let digest: Digest = Sha256::digest(text.as_bytes()).into();
    tree.learn(path, digest);
    store.remember(key(&digest), || {
        // It was published: what was wrong with it is history too.
        let split = front_matter::split(&text, &mut Vec::new());
        let facts = FrontMatter::parse(&text, split.yaml, &mut Vec::new());
        let found = findings(&text, exempt);
        let faults = privacy::faults::of_findings(&found);
        let diagnostics = in_file(path, &text, faults, &found);
        let says = facts.revision();
        let waivers = facts.waivers.into_iter();
        Ok(Reading {
            text: EarlierText {
                path: path.to_owned(),
                revision,
                title: facts.title,
                published: facts.published,
                language: facts.language,
                length: text.len() as u64,
                digest,
                waivers: waivers
                    .filter(|waiver| privacy::faults::is_code(&waiver.code.value))
                    .collect(),
            },
            says,
            diagnostics,
        })
    })
}

/// The texts that were published before and are missing, of an archive that proves what it published: `recorded_from` says
/// which text of a report is the first that the archive recorded, and `None` where nothing is owed of it. Error:
/// `missing-earlier-text`.
pub(crate) fn missing(
    archive: &Archive,
    recorded_from: &dyn Fn(&Entry) -> Option<u32>,
) -> Vec<FileFault> {
    let published = archive.entries.iter();
    let published = published.filter(|it| it.report.front_matter.withdrawn.is_none());
    let owed = published.filter_map(|entry| Some((entry, recorded_from(entry)?)));
    let lacking = owed.flat_map(|(entry, from)| {
        let report = &entry.report;
        let texts = from.max(1)..report.front_matter.revision();
        let texts = texts.filter(|revision| entry.earlier(*revision).is_none());
        texts.map(|revision| {
            let fault = lost(&path_of(&report.path, revision), revision);
            (report.path.clone(), fault)
        })
    });
    lacking.collect()
}

/// Why a file in a folder of earlier texts is none.
enum Stray<'s> {
    /// By its name.
    Name,
    /// There is no such report.
    Report(&'s str),
    /// The report has not been corrected so often.
    Revision(u32),
    /// Its head gives it another number.
    Says(u32),
}

fn stray(why: Stray<'_>) -> Fault {
    let why = match why {
        Stray::Name => Text::new(
            "名称不是更正前文本的名称（1.md、2.md……）",
            "its name is none of those that such texts have (1.md, 2.md, …)",
        ),
        Stray::Report(path) => Text::new(
            format!("没有 {path} 这份报告"),
            format!("there is no report {path}"),
        ),
        Stray::Revision(revision) => Text::new(
            format!("报告的“更正”（revisions）不足 {revision} 条"),
            format!("the report lists fewer than {revision} under `revisions`"),
        ),
        Stray::Says(says) => Text::new(
            format!("按其文件头中的“更正”（revisions），它是第 {says} 版"),
            format!("by the `revisions` in its own head it is text {says}"),
        ),
    };
    Fault::warning(
        "earlier-text",
        0..0,
        Text::new(
            format!("这个文件不作为更正前的文本发布：{}", why.chinese),
            format!(
                "the file is not published as a text from before a correction: {}",
                why.english
            ),
        ),
        Text::new(
            "更正前的文本由 gongbao correct 存入；放错的，移走或删去。",
            "`gongbao correct` puts such texts where they belong; move or delete what does not.",
        ),
    )
}

fn lost(path: &str, revision: u32) -> Fault {
    Fault::error(
        "missing-earlier-text",
        0..0,
        Text::new(
            format!("报告已更正，却没有存下更正前的第 {revision} 版"),
            format!("the report was corrected, and text {revision} from before is not kept"),
        ),
        Text::new(
            format!(
                "更正请用 gongbao correct，由它把已发布的文本存入 {path}；已经手工改过的，从版本库或备份中找回当时发布的文件，放到这里。"
            ),
            format!(
                "Correct reports with `gongbao correct`, which puts the published text at {path}; after a change by hand, put the file there as it was published, from a repository or a backup."
            ),
        ),
    )
}
