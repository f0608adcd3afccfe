//! The content of a run while it is being read: from the folder to an archive, what it knows and what is wrong with it.
//!
//! In goes a [`Job`], out come the values that pages are made from. Every command reads by this one; nothing is
//! rendered or published here, and nothing is kept in the store but what the first reading keeps.

use std::collections::BTreeSet;
use std::path::Path;

use crate::archive::Archive;
use crate::archive::anchor_links::check_anchors;
use crate::archive::gather::{self, gather};
use crate::archive::moved_anchors::{PublishedText, check_moved_anchors};
use crate::archive::resolve::resolve;
use crate::archive::secret;
use crate::archive::vanished::vanished;
use crate::config::Config;
use crate::data::record;
use crate::date::PartialDate;
use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::error::Error;
use crate::generate::init;
use crate::job::{Job, Outcome};
use crate::knowledge::Knowledge;
use crate::log::entry::Document;
use crate::log::ledger::Ledger;
use crate::privacy::{self, Looked};
use crate::progress::Progress;
use crate::publish;
use crate::route::RECORD_NAME;
use crate::source::{self, ARCHIVE_FILE, Digest, SourceTree};
use crate::store::{Key, Store};
use crate::theme::{self, Theme, unspoken};
use crate::truth::{Held, Judged, LOG_FOLDER, held, judge, vanished_report};
use crate::waiver;

/// Bytes of a published record that is read for its outline; one of so many parts has about as much.
const RECORD_MAX: u64 = 32 << 20;

/// The language in which an archive would have its editors spoken to, as far as a look at its settings tells; none where
/// they cannot be read, or say nothing.
pub(crate) fn spoken(content: &Path) -> Option<Language> {
    let text = source::settings(content).filter(|text| !text.trim().is_empty())?;
    let config = Config::parse(&text, &mut Vec::new());
    let is_known = config.is_whole || !config.language_at.is_empty();
    is_known.then(|| match config.language.is_chinese() {
        true => Language::Chinese,
        false => Language::English,
    })
}

/// The code of YAML that cannot be read.
const BROKEN: &str = "broken-yaml";

/// What the hint at an error in a draft ends with, in Chinese and English.
const IN_DRAFT: (&str, &str) = (
    "（草稿不发布，所以这里只作警告；去掉“草稿”之前须改正。）",
    " (A draft is not published, so this is a warning; mend it before you take `draft` away.)",
);

/// The content as it is being read.
pub(crate) struct Content {
    pub(crate) tree: SourceTree,
    pub(crate) store: Store,
    pub(crate) config: Config,
    /// SHA-256 of archive.yaml.
    pub(crate) settings: Option<Digest>,
    /// What the names of the files say, and what is wrong with them.
    pub(crate) names: Key,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What was looked at for what must not be published.
    looked: Looked,
    /// Reports that are read as if they could not be, so that nothing that is said of them is a fault.
    left_out: BTreeSet<String>,
}

impl Content {
    /// Which files there are, what is known of them, and what is true of the whole.
    ///
    /// # Errors
    ///
    /// If the folder cannot be listed.
    pub(crate) fn list(
        job: &Job,
        store: impl FnOnce(Option<&Path>) -> Store,
    ) -> Result<Content, Error> {
        let mut diagnostics = Vec::new();
        let tree = SourceTree::scan(&job.content, &mut diagnostics)?;
        let names = tree.names_key(&diagnostics);
        let store = store(job.store.as_deref());
        if !job.verify_content
            && let Some(record) = store.get(&files_key())
        {
            tree.recall(&record);
        }
        let (mut config, settings) = gather::config(&tree, &mut diagnostics);
        if job.drafts {
            // The index that is hosted elsewhere knows no drafts: a preview has its own.
            config.index_url = None;
        }
        Ok(Content {
            tree,
            store,
            config,
            settings,
            names,
            diagnostics,
            looked: Looked::default(),
            left_out: BTreeSet::new(),
        })
    }

    /// Has these reports, by their paths, read as if they could not be.
    pub(crate) fn leave_out(&mut self, reports: BTreeSet<String>) {
        self.left_out = reports;
    }

    /// The theme with its words in the archive's language; adds a warning where it does not speak that.
    ///
    /// # Errors
    ///
    /// If the theme cannot be read or is wrong.
    pub(crate) fn theme(&mut self, job: &Job) -> Result<Theme, Error> {
        let config = &self.config;
        let folder = theme::folder(job.theme.as_deref(), config.theme.as_deref(), &job.content);
        let theme = Theme::load(folder.as_deref(), &config.language)?;
        let fault = unspoken(theme.texts(), &config.language, config.language_at.clone());
        let faults = fault.map(|fault| (ARCHIVE_FILE.to_owned(), fault));
        let (faults, exempt) = (faults.into_iter().collect(), &config.privacy.exempt);
        self.tree.diagnose(faults, exempt, &mut self.diagnostics);
        Ok(theme)
    }

    /// The archive, what it knows, and everything that is wrong with the content. `keeps_documents`: texts will be read again.
    pub(crate) fn read(
        &mut self,
        job: &Job,
        keeps_documents: bool,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> (Archive, Knowledge) {
        let Content {
            tree,
            store,
            config,
            diagnostics,
            left_out,
            looked,
            ..
        } = self;
        progress(Progress::Reading(tree.reports.len()));
        let report_done = || progress(Progress::Report);
        let mut facts = gather(
            tree,
            store,
            std::mem::take(config),
            gather::Options {
                with_drafts: job.drafts,
                keeps_documents,
            },
            &report_done,
            diagnostics,
        );
        facts.leave_out(left_out);
        let mut faults = Vec::new();
        let mut archive = resolve(facts, &mut faults);
        // A file with an error of its own may have said more than could be read of it.
        lower(&archive, diagnostics);
        let is_unread =
            |d: &Diagnostic| d.severity == Severity::Error && !privacy::faults::is_code(d.code);
        let all_was_read = !diagnostics.iter().any(is_unread);
        archive.is_whole &= all_was_read;
        let as_of = job.as_of.map(PartialDate::of_civil);
        let knowledge = Knowledge::of(&archive, as_of, &mut faults);
        check_anchors(tree, store, &archive, &mut faults);
        let attachments = archive.entries.iter().flat_map(|entry| &entry.attachments);
        tree.judge_files(attachments.map(|a| a.path.as_str()), &mut faults);
        *looked = secret::look(tree, store, &archive, &mut faults);
        faults.extend(init::samples(&archive));
        tree.diagnose(faults, &archive.config.privacy.exempt, diagnostics);
        lower(&archive, diagnostics);
        (archive, knowledge)
    }

    /// Holds the archive against its log; what would be published of each report, and what is to be recorded. Where
    /// something could not be read, nothing can be said.
    ///
    /// # Errors
    ///
    /// If a file beside a report cannot be read.
    pub(crate) fn gate(
        &mut self,
        job: &Job,
        archive: &Archive,
        ledger: &Ledger,
    ) -> Result<(Vec<Held>, Vec<Document>), Error> {
        // Such an error is never accepted: nothing is published beside it. What is wrong in drafts alone is none.
        let is_unread =
            |d: &Diagnostic| d.severity == Severity::Error && !privacy::faults::is_code(d.code);
        if self.diagnostics.iter().any(is_unread) {
            return Ok((Vec::new(), Vec::new()));
        }
        let held = held(archive, &self.tree)?;
        let Judged {
            faults,
            gone,
            documents,
        } = judge(archive, &held, ledger);
        let exempt = &archive.config.privacy.exempt;
        self.tree.diagnose(faults, exempt, &mut self.diagnostics);
        let log = format!("{}/{LOG_FOLDER}", job.out.display());
        let gone = gone.iter().map(|address| vanished_report(address));
        let gone = gone.map(|fault| Diagnostic::of_file(&log, fault));
        self.diagnostics.extend(gone);
        Ok((held, documents))
    }

    /// What was found, and what is `lost`, without what a reviewer has accepted.
    pub(crate) fn judged(&mut self, archive: &Archive, lost: Vec<Diagnostic>) -> Outcome {
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        diagnostics.extend(lost);
        let unused = waiver::apply(&archive.waivers, ARCHIVE_FILE, &mut diagnostics);
        let exempt = &archive.config.privacy.exempt;
        self.tree.diagnose(unused, exempt, &mut diagnostics);
        privacy::shown::mask(&mut diagnostics, exempt);
        Outcome {
            privacy: Some(self.looked.clone()),
            ..Outcome::of(archive, diagnostics)
        }
    }

    /// The URLs of the site in the output folder that the archive has no longer, and the places in texts.
    ///
    /// # Errors
    ///
    /// If the list of the last build cannot be read.
    pub(crate) fn lost(&self, job: &Job, archive: &Archive) -> Result<Vec<Diagnostic>, Error> {
        let severity = match job.allow_vanished {
            true => Severity::Warning,
            false => Severity::Error,
        };
        let file = publish::list_path(&job.out);
        let mut texts = Vec::new();
        let listed = publish::listed(&job.out, |path, digest| {
            texts.extend(PublishedText::listed(path, digest));
        })?;
        // A list that is no site's, such as that of a preview with drafts, says nothing of what was published.
        if listed.is_empty() {
            texts.clear();
        }
        let mut lost = vanished(archive, &listed, &file, severity);
        let outline = |folder: &str| {
            let path = format!("{folder}/{RECORD_NAME}");
            let json = publish::published(&job.out, &path, RECORD_MAX);
            json.map_or_else(Vec::new, |json| record::published_outline(&json))
        };
        let mut faults = Vec::new();
        if archive.is_whole {
            check_moved_anchors(&self.tree, archive, &texts, &outline, &mut faults);
        }
        let exempt = &archive.config.privacy.exempt;
        self.tree.diagnose(faults, exempt, &mut lost);
        Ok(lost)
    }
}

/// Makes warnings of the errors in drafts that are left out: what is not published stops no publication. Where a head
/// could be read in part alone, nobody knows what it says.
fn lower(archive: &Archive, diagnostics: &mut [Diagnostic]) {
    let is_of_draft = |found: &Diagnostic| {
        found.severity == Severity::Error && archive.files_of_drafts.contains(&found.file)
    };
    let broken = diagnostics.iter().filter(|found| found.code == BROKEN);
    let broken: BTreeSet<String> = broken.map(|found| found.file.clone()).collect();
    let of_drafts = diagnostics
        .iter_mut()
        .filter(|found| is_of_draft(found) && !broken.contains(&found.file));
    for found in of_drafts {
        found.severity = Severity::Warning;
        found.hint.chinese.push_str(IN_DRAFT.0);
        found.hint.english.push_str(IN_DRAFT.1);
    }
}

/// What the files of a content folder are remembered under.
pub(super) fn files_key() -> Key {
    Key::of("files", "")
}
