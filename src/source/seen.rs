//! Which files of the tree are those of an earlier run, and what their digests are.
//!
//! In goes what the file system says of each file and what an earlier run recorded, out come digests of files that
//! were not touched since. No file is read here; who reads one tells its digest.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use crate::stat::{FileTime, Stat};

/// SHA-256 of a file.
pub(crate) type Digest = [u8; 32];

/// What a run remembers of the files that it read.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRecord(Vec<(String, Stat, Digest)>);

/// The files of a tree, as the file system told of them.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeMap<String, File>);

#[derive(Debug)]
struct File {
    stat: Stat,
    digest: OnceLock<Digest>,
    /// Whether it was found to hold something else than was known: it changed while the run was at it.
    is_doubtful: AtomicBool,
}

impl File {
    fn known(&self) -> Option<&Digest> {
        let is_doubtful = self.is_doubtful.load(Ordering::Relaxed);
        self.digest.get().filter(|_| !is_doubtful)
    }
}

impl Seen {
    /// Adds a file; of a link, what is said of where it leads.
    pub(super) fn add(&mut self, path: &str, stat: Stat) {
        let file = File {
            stat,
            digest: OnceLock::new(),
            is_doubtful: AtomicBool::new(false),
        };
        self.0.insert(path.to_owned(), file);
    }

    /// Takes from `record` the digests of files that were not touched since.
    pub(super) fn recall(&self, record: &FileRecord) {
        for (path, stat, digest) in &record.0 {
            if let Some(file) = self.0.get(path).filter(|file| file.stat == *stat) {
                file.digest.get_or_init(|| *digest);
            }
        }
    }

    /// Notes what a file was found to hold.
    pub(super) fn learn(&self, path: &str, digest: Digest) {
        if let Some(file) = self.0.get(path) {
            let known = file.digest.get_or_init(|| digest);
            if *known != digest {
                file.is_doubtful.store(true, Ordering::Relaxed);
            }
        }
    }

    /// What was said of each.
    pub(super) fn said(&self) -> Vec<(String, Stat)> {
        let files = self.0.iter();
        files
            .map(|(path, file)| (path.clone(), file.stat))
            .collect()
    }

    pub(super) fn digest(&self, path: &str) -> Option<Digest> {
        self.0.get(path)?.known().copied()
    }

    /// Every file with what it holds; `None` where that is not known of one.
    pub(super) fn all(&self) -> Option<Vec<(&str, &Digest)>> {
        let known = self.0.iter();
        let known = known.map(|(path, file)| Some((path.as_str(), file.known()?)));
        known.collect()
    }

    /// The files that nothing is known of.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        let unknown = self.0.iter().filter(|(_, file)| file.known().is_none());
        unknown.map(|(path, _)| path.as_str())
    }

    /// The files that had been left alone when this run `began`, for the next one.
    pub(super) fn record(&self, began: FileTime) -> FileRecord {
        let settled = self.0.iter();
        let settled = settled.filter(|(_, file)| file.stat.is_settled_at(began));
        let known = settled.filter_map(|(path, file)| {
            let digest = file.known()?;
            Some((path.clone(), file.stat, *digest))
        });
        FileRecord(known.collect())
    }
}
