//! Making the search index: reports in, the files of `search-index/` out.
//!
//! ```text
//! Entry --prepare--> Prepared: text blocks, rows of units       (in parallel, where reports are rendered)
//! Prepared --add--> segments on disk, newest reports first
//! segment: rows --lexicon--> frequent grams; rows --invert--> sorted runs, in parallel; sorted runs --lists--> lists
//! segments --assemble--> files, bundle, checks, manifest
//! ```
//!
//! An archive is several segments of very different sizes: the newest few reports, the newest few
//! hundred, all others. Where one ends and the next begins is decided by the reports themselves, so that
//! one more report changes the small segment that it belongs to and nothing else, most of the time. The
//! bytes of a segment depend on its reports alone: not on threads, nor on what was there before. Memory
//! holds one batch of reports for each thread, and of all reports what the facets say of them.
//!
//! This module never decides what is searched or how: that is [`crate::search`].

mod assemble;
mod entry;
mod invert;
mod lexicon;
mod lists;
mod prepare;
mod scratch;
mod segment;
mod sorted_run;
#[cfg(test)]
mod tests;
mod workplace;

use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use crate::index::segment::{Gathered, Written};
use crate::index::workplace::Workplace;
use crate::search::Error;
use sha2::{Digest, Sha256};

pub(crate) use crate::index::entry::{entry, entry_order};
pub(crate) use crate::index::prepare::{Prepared, order};

/// How many segments a report may begin: bits of its hash that are 0, from the lowest on. One report of
/// 16 ends the segment of the newest, one of 512 the next one. Three segments cost a query less than
/// twice what one costs.
const BOUNDARIES: [u32; 2] = [4, 9];

/// A report as the index takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// Its text, in order.
    pub blocks: Vec<Block>,
}

/// An agency by its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Agency {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub other_names: Vec<String>,
}

/// A paragraph, a table cell or a heading; no phrase is found across its ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// A finished index: its files lie in a scratch folder that goes when this goes.
#[derive(Debug)]
pub(crate) struct Built {
    /// Every file, the manifest last.
    pub files: Vec<BuiltFile>,
    /// The length of all files.
    pub bytes: u64,
    _folder: Workplace,
}

/// A file of the index, ready to be linked or copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuiltFile {
    /// Its name in `search-index/`.
    pub name: String,
    /// Where it lies until [`Built`] goes.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
}

/// Takes reports and makes the index of them.
#[derive(Debug)]
pub(crate) struct Builder {
    folder: Workplace,
    threads: usize,
    /// The segment that reports go to.
    current: Gathered,
    /// How many boundaries have been passed.
    passed: usize,
    full: Vec<Gathered>,
    last: Option<prepare::Key>,
    reports: u32,
    /// [`segment::BATCH`]; tests take less.
    batch_limit: usize,
}

impl Builder {
    /// A builder that writes below `scratch` and inverts reports with `threads` threads; while it finishes,
    /// a few more merge and write.
    ///
    /// # Errors
    ///
    /// No folder can be made there.
    pub(crate) fn new(scratch: &Path, threads: NonZeroUsize) -> io::Result<Builder> {
        let folder = Workplace::new(scratch)?;
        Ok(Builder {
            current: Gathered::new(folder.path().join("0"))?,
            folder,
            threads: threads.get(),
            passed: 0,
            full: Vec::new(),
            last: None,
            reports: 0,
            batch_limit: segment::BATCH,
        })
    }

    /// Takes the next report, in the order that [`order`] gives: the newest first.
    ///
    /// # Errors
    ///
    /// The disk, or reports that come in another order.
    pub(crate) fn add(&mut self, report: Prepared) -> Result<(), Error> {
        if self.last.as_ref().is_some_and(|last| *last > report.key) {
            return Err(io::Error::other("reports come to the index out of order").into());
        }
        let chance = chance(&report.key.2);
        // A report that may begin a segment further back than the present one does.
        let begins = BOUNDARIES
            .iter()
            .filter(|bits| chance.trailing_zeros() >= **bits)
            .count();
        if begins > self.passed || !self.current.has_room_for(&report) {
            self.passed = begins.max(self.passed);
            if !self.current.is_empty() {
                let number = self.full.len() + 1;
                let next = Gathered::new(self.folder.path().join(number.to_string()))?;
                self.full.push(std::mem::replace(&mut self.current, next));
            }
        }
        self.last = Some(report.key.clone());
        // The lowest bits decide about segments; the others are still even.
        self.current.add(report, chance >> 16)?;
        self.reports += 1;
        Ok(())
    }

    /// Writes the segments and makes the files.
    ///
    /// # Errors
    ///
    /// The disk.
    pub(crate) fn finish(mut self) -> Result<Built, Error> {
        if !self.current.is_empty() {
            self.full.push(self.current);
        }
        let (threads, batch) = (self.threads, self.batch_limit);
        let segments = thread::scope(|scope| -> Result<Vec<Written>, Error> {
            let mut writing = Vec::new();
            // The last is the largest: while one thread merges its lists, the others are inverted.
            for segment in self.full.into_iter().rev() {
                let inverted = segment.invert(threads, batch)?;
                writing.push(scope.spawn(|| inverted.write()));
            }
            let join = |thread: thread::ScopedJoinHandle<'_, Result<Written, Error>>| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(io::Error::other("indexing stopped").into()))
            };
            writing.into_iter().rev().map(join).collect()
        })?;
        let files = assemble::assemble(self.folder.path(), segments)?;
        Ok(Built {
            bytes: files.iter().map(|file| file.bytes).sum(),
            files,
            _folder: self.folder,
        })
    }
}

/// A number that follows from a report's id alone.
fn chance(id: &str) -> u64 {
    let digest = Sha256::digest(id);
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(digest) {
        *to = from;
    }
    u64::from_le_bytes(bytes)
}
