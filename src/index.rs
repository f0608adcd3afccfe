//! Making the search index: reports in, the files of `search-index/` out.
//!
//! ```text
//! Source … --plan--> segments, batches                       what is known before any report is read
//! Entry --prepare--> Prepared: text blocks, rows of units
//! Prepared of a sample --lexicon--> frequent grams of a segment
//! Prepared of a batch --invert--> text blocks, sorted runs   in parallel, into the store
//! sorted runs of a segment --merge--> lists                  in parallel
//! segments --assemble--> files, bundle, checks, manifest
//! ```
//!
//! An archive is several segments of very different sizes: the newest few reports, the newest few
//! hundred, all others. Where one ends and the next begins is decided by the reports themselves, so that
//! one more report changes the small segment that it belongs to and nothing else, most of the time. Within a segment
//! the same holds of batches. What a segment, a lexicon, a batch is made from is the key of it in the
//! [store](crate::store); what is there is not made again, and its reports are not read. The
//! bytes of a segment depend on its reports alone: not on threads, nor on what was there before. Memory
//! holds one batch of reports for each thread, the sample that the lexicon of a segment is counted from until its batches
//! are made, and of all reports what the facets say of them.
//!
//! This module never decides what is searched or how: that is [`crate::search`].

mod assemble;
mod batch;
mod entry;
mod invert;
mod lexicon;
mod lists;
mod making;
mod merge;
mod names;
mod parallel;
mod plan;
mod prepare;
mod report_lists;
mod rice;
mod segment;
mod sorted_run;
mod spill;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "internals"))]
pub(crate) mod trial;
mod values;
mod workplace;

use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::index::making::Making;
use crate::index::plan::{BATCH, BatchLength};
use crate::index::workplace::Workplace;
use crate::search::Error;
use crate::store::{Key, Store};

pub(crate) use crate::index::entry::{entry, entry_order, source};
pub(crate) use crate::index::prepare::order;

/// What is known of a report before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// Of all that its entry is made from.
    pub key: Key,
    /// Its id: that of its entry.
    pub id: String,
    /// How long its text is, about; the key decides it.
    pub bytes: u64,
}

/// A report as the index takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Entry {
    /// Its file in the content tree.
    pub source: String,
    /// Its id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its title: searched, and shown with a hit.
    pub title: String,
    /// Document number and index number.
    pub numbers: Vec<String>,
    /// The day that orders it, as yyyymmdd; unknown parts are 00.
    pub date: Option<u32>,
    /// Its place among those of that day.
    pub rank: usize,
    /// The years that it belongs to; none is "undated".
    pub years: Vec<u16>,
    /// Its agencies, as the facet shows them, the first first.
    pub agencies: Vec<Agency>,
    /// Its type, as the facet shows it.
    pub kind: String,
    /// Its topics, as the facet shows them.
    pub topics: Vec<String>,
    /// Its status, as the facet shows it.
    pub status: Option<String>,
    /// The regions of its agencies, as the facet shows them: paths of names.
    pub regions: Vec<String>,
    /// The names and the numbers of what it cites.
    pub cites: Vec<String>,
    /// Its text, in order.
    pub blocks: Vec<Block>,
}

/// What an index is told of a report that its own text and head do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// Its status on the day of the archive.
    pub status: Option<String>,
    /// The regions of its agencies: of each the names from the outermost on.
    pub regions: Vec<Vec<String>>,
    /// The titles and numbers of the documents that it cites and that are held.
    pub held: Vec<String>,
}

/// An agency by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Agency {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub other_names: Vec<String>,
}

/// A paragraph, a table cell or a heading; no phrase is found across its ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Block {
    /// The anchor that a passage links to.
    pub anchor: String,
    /// The heading that it stands under; of a heading, itself.
    pub heading: String,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Its text without markup.
    pub text: String,
}

/// Lends a published file of the index, if it is there with this name, digest and length.
pub(crate) type Published<'p> = dyn Fn(&str, &[u8; 32], u64) -> Option<File> + Sync + 'p;

/// Where and with what an index is made.
pub(crate) struct Setting<'s> {
    /// A folder for temporary files.
    pub scratch: &'s Path,
    /// How many threads make it.
    pub threads: NonZeroUsize,
    /// What has been made before.
    pub store: &'s Store,
    /// What has been published before.
    pub published: &'s Published<'s>,
}

/// A finished index: the files that were made lie in a scratch folder that goes when this goes.
#[derive(Debug)]
pub(crate) struct Built {
    /// Every file, the manifest last.
    pub files: Vec<BuiltFile>,
    /// The length of all files.
    pub bytes: u64,
    /// What was made and not found in the store.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests count it"))]
    pub made: Made,
    _folder: Workplace,
}

/// How much was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Made {
    pub segments: usize,
    pub lexicons: usize,
    pub batches: usize,
    /// How many entries were asked for.
    pub entries: usize,
}

/// A file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuiltFile {
    /// Its name in `search-index/`.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub digest: [u8; 32],
}

impl BuiltFile {
    /// Where it lies, if it was made.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::Kept => None,
            Place::Made(path) => Some(path),
        }
    }
}

/// Where a file of the index is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// It is published already: [`Setting::published`] lent it.
    Kept,
    /// Here, until [`Built`] goes, ready to be linked or copied.
    Made(PathBuf),
}

/// Why no index was made.
#[derive(Debug)]
pub(crate) enum Failed<E> {
    /// What was asked for an entry.
    Entry(E),
    /// The disk, mostly.
    Index(Error),
}

impl<E> From<Error> for Failed<E> {
    fn from(error: Error) -> Self {
        Failed::Index(error)
    }
}

impl<E> From<io::Error> for Failed<E> {
    fn from(error: io::Error) -> Self {
        Failed::Index(error.into())
    }
}

/// Makes the index of these reports, which come as [`order`] orders them: the newest first. `entry_of` gives the entry
/// of a report by its number; it is asked from several threads, for every report at most once, and only for those
/// whose entry is needed.
///
/// # Errors
///
/// The disk, an entry that is not that of its source, or what `entry_of` returns.
pub(crate) fn build<E: Send>(
    sources: &[Source],
    entry_of: &(dyn Fn(usize) -> Result<Entry, E> + Sync),
    setting: &Setting<'_>,
) -> Result<Built, Failed<E>> {
    build_in_batches(sources, entry_of, setting, BATCH)
}

fn build_in_batches<E: Send>(
    sources: &[Source],
    entry_of: &(dyn Fn(usize) -> Result<Entry, E> + Sync),
    setting: &Setting<'_>,
    length: BatchLength,
) -> Result<Built, Failed<E>> {
    let folder = Workplace::new(setting.scratch)?;
    let making = Making::new(sources, entry_of, setting, length, folder.path());
    let segments = making.segments(folder.path())?;
    let files = assemble::assemble(folder.path(), &segments, setting.published)?;
    Ok(Built {
        bytes: files.iter().map(|file| file.bytes).sum(),
        files,
        made: making.made(),
        _folder: folder,
    })
}
