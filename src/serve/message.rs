//! What the parts of the preview tell one another.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::archive::{Archive, EntryIndex};
use crate::data::feed::Feed;
use crate::diagnostic::{Diagnostic, Text};
use crate::error::Error;
use crate::knowledge::Knowledge;
use crate::source::SourceTree;
use crate::stat::Stat;
use crate::theme::Theme;

/// All that is wrong with the content, in the order of a build. There may be very many, of which few change at a time.
pub(crate) type Diagnostics = Arc<Vec<Arc<Diagnostic>>>;

/// What the desk is told or asked.
pub(super) enum Message {
    /// These files of the content were touched, or others that are not named.
    Touched(BTreeSet<String>),
    /// Everything is being read.
    Reading,
    /// Everything was read.
    Read(Result<Box<Read>, Error>),
    /// A site was built of what this reading was of, or something stood in its way.
    Published(u64, Result<bool, Error>),
    /// A file of the site is wanted.
    Wanted(Wanted),
    /// It is over.
    End,
}

/// A file of the site that is wanted.
pub(super) struct Wanted {
    /// Below the root.
    pub path: String,
    /// Who waits for it.
    pub reply: oneshot::Sender<Answer>,
    /// How often it was tried.
    pub tries: u8,
}

/// What comes of that.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// Here it is.
    Made(Arc<Page>),
    /// It is not made from memory. With it, the file that it is about, where that has errors and so no page of its own.
    Elsewhere(Option<String>),
    /// It cannot be made; with it, the file that it is about, if it is one.
    Failed(Text, Option<String>),
}

impl Answer {
    /// The file of the content that what was asked for is about, as far as it is known.
    pub(super) fn source(&self) -> Option<&str> {
        match self {
            Answer::Made(page) => page.source.as_deref(),
            Answer::Elsewhere(source) | Answer::Failed(_, source) => source.as_deref(),
        }
    }
}

/// A file that was made.
#[derive(Debug)]
pub(super) struct Page {
    pub bytes: Vec<u8>,
    /// Tells it from another version of itself.
    pub digest: String,
    /// The file of the content that it is about, if it is one.
    pub source: Option<String>,
}

/// What state all is in, for who shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// Another number: any page may be another.
    pub number: u64,
    /// All that is wrong with the content.
    pub diagnostics: Diagnostics,
    /// What the machine refused, if it did.
    pub failure: Option<Text>,
    /// Whether errors of the content, as it was read last, stand in the way of a build. (That addresses vanish does not:
    /// what is built for the preview was public nowhere.)
    pub is_faulty: bool,
    /// Whether everything is being read again.
    pub is_reading: bool,
    /// Whether there is a built site at all.
    pub is_published: bool,
    /// Whether that is of the content as it is.
    pub is_current: bool,
    /// Microseconds that the last steps took, by their names.
    pub steps: BTreeMap<&'static str, u128>,
}

/// An archive of which pages can be made.
pub(super) struct Snapshot {
    pub tree: SourceTree,
    pub archive: Archive,
    pub knowledge: Knowledge,
    pub theme: Theme,
    pub feeds: Vec<Feed>,
    /// Where each report is, by its file.
    pub places: BTreeMap<String, EntryIndex>,
    /// Reports that are not in it, for their errors.
    pub left_out: BTreeSet<String>,
    /// Where their pages would be, with their files.
    pub missing: BTreeMap<String, String>,
}

impl State {
    /// Whether no build is to come.
    pub(super) fn has_errors(&self) -> bool {
        self.failure.is_some() || self.is_faulty
    }
}

/// What a reading comes to.
pub(super) struct Read {
    /// All that is wrong.
    pub diagnostics: Diagnostics,
    /// Whether errors of the content stand in the way of a build.
    pub is_faulty: bool,
    /// What can be shown; `None` where nothing can.
    pub pages: Result<Option<Snapshot>, Error>,
    /// The folder of the site's own theme.
    pub theme: Option<PathBuf>,
    /// The files that it was made of.
    pub listed: Vec<(String, Stat)>,
    /// How long it took.
    pub took: Duration,
}
