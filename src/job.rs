//! The input and the output of a run, as plain values.
//!
//! A [`Job`] says what to build and where, an [`Outcome`] what was found and done; between the two is
//! [`crate::build`]. Nothing is read or written here.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::archive::Archive;
use crate::diagnostic::{Diagnostic, Severity};
use crate::log::key::Signer;
use crate::privacy::Looked;
use crate::render::Compliance;
use crate::site::Summary;
use crate::source::ARCHIVE_FILE;
use crate::witness::Asking;

/// What to build, and where.
#[derive(Clone, Debug)]
pub struct Job {
    /// The content tree.
    pub content: PathBuf,
    /// The output folder; [`crate::check`] only reads there which URLs must not vanish.
    pub out: PathBuf,
    /// Whether URLs of the last build may vanish, with a warning.
    pub allow_vanished: bool,
    /// A theme's folder, laid over the default theme; else the one that archive.yaml names.
    pub theme: Option<PathBuf>,
    /// Whether drafts are shown: what is made is a preview then, which goes into no folder with a published site.
    pub drafts: bool,
    /// Whether the search index is made; it is not where archive.yaml says that the index is hosted elsewhere.
    pub index: bool,
    /// Whether the texts are published as ZIP files too.
    pub zips: bool,
    /// Whether files are replaced one by one where folders cannot be swapped.
    pub in_place: bool,
    /// The folder for files that are needed while the program runs.
    pub scratch: PathBuf,
    /// Where results are kept for the next run; `None` for nowhere.
    pub store: Option<PathBuf>,
    /// What tells the program that runs from any other version of it, as a digest: what another one kept is
    /// not used.
    pub program: [u8; 32],
    /// The day as of which it is said what is late or missing; that of the newest publication unless given.
    pub as_of: Option<Date>,
    /// Whether files are read that were read before and seem untouched since.
    pub verify_content: bool,
    /// The log of what was published, of an archive that keeps one.
    pub log: Log,
    /// The key that signs it.
    pub key: Option<SigningKey>,
    /// The witnesses that are asked to cosign what is new of the log, before it is published; nobody unless given.
    pub witnesses: Option<Witnesses>,
}

/// Witnesses that are asked: without enough of them nothing is published.
#[derive(Clone, Debug)]
pub struct Witnesses {
    pub(crate) asking: Asking,
}

/// A secret key.
#[derive(Clone, Debug)]
pub struct SigningKey {
    pub(crate) signer: Signer,
    /// The file that it is from, beside which it is noted what it signed last.
    pub(crate) file: Option<PathBuf>,
}

/// Where the log is that was published last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Log {
    /// In the output folder.
    #[default]
    InSite,
    /// In another folder: that of the log, or of a site.
    At(PathBuf),
    /// Nowhere: nothing was published yet.
    New,
}

impl Job {
    /// A run that reads a content tree, keeps nothing and writes nothing.
    pub(crate) fn reading(content: PathBuf, drafts: bool) -> Job {
        Job {
            content,
            out: PathBuf::new(),
            allow_vanished: false,
            theme: None,
            drafts,
            index: false,
            zips: false,
            in_place: false,
            scratch: PathBuf::new(),
            store: None,
            program: [0; 32],
            as_of: None,
            verify_content: false,
            log: Log::InSite,
            key: None,
            witnesses: None,
        }
    }
}

/// What a run found and did.
#[derive(Debug)]
pub struct Outcome {
    /// Every diagnostic of the content, sorted by place, those of archive.yaml first.
    pub diagnostics: Vec<Diagnostic>,
    /// Reports that were read, without the drafts that were left out; of a published site, those that are in it.
    pub reports: usize,
    /// Those of them that are drafts: none unless drafts were asked for.
    pub drafts_among: usize,
    /// Drafts that were left out.
    pub drafts: usize,
    /// Where archive.yaml says that the search index is hosted, if not beside the pages.
    pub index_url: Option<String>,
    /// What the guidelines for government websites ask for and the content lacks; only [`crate::check`] looks, and
    /// only where there are pages: not beside an error.
    pub(crate) compliance: Option<Compliance>,
    /// What was looked at for what must not be published, and what could not be; `None` where nothing was read.
    pub(crate) privacy: Option<Looked>,
    /// Whether the archive keeps a log and there was none to hold the content against; only [`crate::check`] goes on
    /// without.
    pub(crate) is_ungated: bool,
    /// What was published; `None` where an error stopped it, or after [`crate::check`].
    pub published: Option<Summary>,
}

impl Outcome {
    /// What was found before anything is published.
    pub(crate) fn of(archive: &Archive, mut diagnostics: Vec<Diagnostic>) -> Outcome {
        // Where archive.yaml is wrong or missing, the others may only follow from that.
        let follows = |diagnostic: &Diagnostic| diagnostic.file != ARCHIVE_FILE;
        diagnostics.sort_by(|a, b| (follows(a), a.order()).cmp(&(follows(b), b.order())));
        Outcome {
            diagnostics,
            reports: archive.entries.len(),
            drafts_among: archive.drafts_shown().count(),
            drafts: archive.drafts_left_out,
            index_url: archive.config.index_url.as_ref().map(|at| at.url.clone()),
            compliance: None,
            privacy: None,
            is_ungated: false,
            published: None,
        }
    }

    /// Whether a fault stopped the publication.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error)
    }
}
