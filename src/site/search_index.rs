//! The search index as a part of the site: what it is told of each report, and its files among the published ones.
//!
//! In goes the archive and a way to read a report again, out come the files of the index in the staging folder. What
//! is in an index, and which reports must be read for it, is [`crate::index`]'s to say.

use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::{Archive, EntryIndex};
use crate::diagnostic::Text;
use crate::disk::is_out_of_files;
use crate::error::{Doing, Error};
use crate::index;
use crate::knowledge::Knowledge;
use crate::publish::{Staging, Written};
use crate::search::{IndexFault, IndexFaultKind};
use crate::site::body_inputs;
use crate::store::Store;

/// Where an index is made, and for which site.
pub(super) struct IndexMaking<'s> {
    pub(super) archive: &'s Archive,
    pub(super) knowledge: &'s Knowledge,
    pub(super) store: &'s Store,
    /// The folder for what is needed while it is made.
    pub(super) scratch: &'s Path,
    /// The folder of the site that its files go to; it ends with `/` unless empty.
    pub(super) folder: &'static str,
    pub(super) staging: &'s Staging,
}

/// Makes the entry of a report, of which this is known beside its text.
pub(super) type EntryOf<'e> =
    dyn Fn(EntryIndex, &index::Known) -> Result<Option<index::Entry>, Error> + Sync + 'e;

impl IndexMaking<'_> {
    /// Publishes the index of all reports; `entry_of` makes the entry of one, of which this is known beside it.
    ///
    /// # Errors
    ///
    /// If the index cannot be made or published, or what `entry_of` returns.
    pub(super) fn build(&self, entry_of: &EntryOf<'_>) -> Result<index::Built, Error> {
        let threads = NonZeroUsize::new(rayon::current_num_threads()).unwrap_or(NonZeroUsize::MIN);
        // The index takes the newest first; pages may come in any order.
        let entries = &self.archive.entries;
        let mut order: Vec<EntryIndex> = (0..entries.len()).collect();
        order.sort_by_cached_key(|at| entries.get(*at).map(index::entry_order));
        let source = |at: &EntryIndex| {
            let entry = entries.get(*at)?;
            let body = body_inputs(self.archive, entry);
            Some(index::source(self.archive, entry, &self.known(*at), &body))
        };
        let sources: Vec<index::Source> = order.par_iter().filter_map(source).collect();
        let setting = index::Setting {
            scratch: self.scratch,
            threads,
            store: self.store,
            published: &|name, digest, bytes| self.published(name, digest, bytes),
        };
        let entry_of = |at: usize| -> Result<index::Entry, Error> {
            let entry = order.get(at);
            let entry = entry.map(|at| entry_of(*at, &self.known(*at)));
            let entry = entry.transpose()?;
            Ok(entry.flatten().unwrap_or_default())
        };
        let built = index::build(&sources, &entry_of, &setting);
        let built = built.map_err(|failed| match failed {
            index::Failed::Entry(error) => error,
            index::Failed::Index(error) => scratch_error(Doing::Write, self.scratch, cause(error)),
        })?;
        self.stage(&built)?;
        Ok(built)
    }

    /// What the index is told of a report beside its text and head.
    fn known(&self, at: EntryIndex) -> index::Known {
        let (archive, knowledge) = (self.archive, self.knowledge);
        let Some(entry) = archive.entries.get(at) else {
            return index::Known::default();
        };
        let regions = entry.agencies();
        let regions = regions.filter_map(|agency| knowledge.regions.of_agency(agency));
        let regions = regions.filter_map(|region| knowledge.regions.all.get(region));
        let held = knowledge.citations.held(at);
        let held = held.filter_map(|(_, target)| archive.entries.get(target as usize));
        let names = held.flat_map(|held| {
            let facts = &held.report.front_matter;
            let number = facts.document_number.as_ref();
            let number = number.map(|number| number.value.clone());
            [Some(facts.title.clone()), number].into_iter().flatten()
        });
        index::Known {
            status: knowledge.state_of(archive, at).map(str::to_owned),
            regions: regions.map(|region| region.path.clone()).collect(),
            held: names.collect(),
        }
    }

    /// A file of the index that was published before, which is then part of the new site.
    fn published(&self, name: &str, digest: &[u8; 32], bytes: u64) -> Option<File> {
        let path = format!("{}{name}", self.folder);
        let is_there = self.staging.written(&path).ok()?.is_some();
        let digest = *digest;
        if is_there || self.staging.keep(&path, &Written { digest, bytes }).ok()? {
            let (file, _) = self.staging.open(&path).ok()??;
            return Some(file);
        }
        None
    }

    /// Publishes the files that were made; those that were kept are published.
    fn stage(&self, built: &index::Built) -> Result<(), Error> {
        built.files.par_iter().try_for_each(|file| {
            let target = format!("{}{}", self.folder, file.name);
            let Some(path) = file.path() else {
                return Ok(());
            };
            let made = Written {
                digest: file.digest,
                bytes: file.bytes,
            };
            // One may have been lent before it was found that another one of its segment is not there.
            if self.staging.written(&target)? == Some(made) || self.staging.keep(&target, &made)? {
                return Ok(());
            }
            let open = File::open(path).map_err(|e| Error::io(Doing::Read, path, e))?;
            self.staging.copy(&target, &open, path).map(drop)
        })
    }
}

/// What the system said of the folder for temporary files, and what to do.
fn scratch_error(doing: Doing, scratch: &Path, error: io::Error) -> Error {
    if is_out_of_files(&error) {
        return Error::io(doing, scratch, error);
    }
    Error::io(doing, scratch, error).advise(&Text::new(
        "检索索引先在这个临时文件夹中生成，大小约为报告文字的 3 倍；可用环境变量 TMPDIR 指定另一个文件夹，build 也可用 --no-index 不生成索引。",
        "The index is made in this folder for temporary files first, about three times as large as the texts; the variable TMPDIR names another, and `build --no-index` makes none.",
    ))
}

/// What the disk said, where making the index failed; the path is the caller's to name.
fn cause(error: crate::search::Error) -> io::Error {
    match error {
        crate::search::Error::Index(IndexFault {
            kind: IndexFaultKind::Unreadable(reason) | IndexFaultKind::Nonsense(reason),
            ..
        }) => match code_in(&reason) {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::other(reason),
        },
        other => io::Error::other(other),
    }
}

/// The system's number of an error that went through a library, which keeps of it what it says, as `(os error 28)`
/// or `Os { code: 28, … }`.
fn code_in(reason: &str) -> Option<i32> {
    let after = ["(os error ", "Os { code: "]
        .iter()
        .find_map(|before| reason.split_once(before));
    let (_, rest) = after?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest.get(..end)?.parse().ok()
}
