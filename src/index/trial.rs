//! Indexes of entries that tests make up, without an archive.

use tempfile::TempDir;

use crate::index::plan::BatchLength;
use crate::index::{Built, Entry, Published, Setting, Source, build_in_batches, order};
use crate::store::{Key, Store};

/// A folder, a store and the number of threads for making indexes.
pub(crate) struct Trial {
    scratch: TempDir,
    pub store: Store,
    pub threads: usize,
    pub(super) length: BatchLength,
}

impl Trial {
    pub(crate) fn new() -> Trial {
        let scratch = TempDir::new().expect("a scratch folder");
        Trial {
            store: Store::open(None, &[0; 32], scratch.path()),
            scratch,
            threads: 1,
            length: crate::index::plan::BATCH,
        }
    }

    /// The index of some entries, of which nothing is published.
    pub(crate) fn build(&self, entries: Vec<Entry>) -> Built {
        self.build_beside(entries, &|_, _, _| None)
    }

    /// The index of some entries, of which some files may be published.
    pub(crate) fn build_beside(&self, mut entries: Vec<Entry>, published: &Published<'_>) -> Built {
        entries.sort_by_key(|entry| order(entry.date, entry.rank, &entry.id));
        let source = |entry: &Entry| Source {
            key: Key::of("entry", entry),
            id: entry.id.clone(),
            bytes: entry.blocks.iter().map(|of| of.text.len() as u64).sum(),
        };
        let sources: Vec<Source> = entries.iter().map(source).collect();
        let entry_of = |at: usize| Ok::<_, ()>(entries[at].clone());
        let setting = Setting {
            scratch: self.scratch.path(),
            threads: self.threads.try_into().expect("some threads"),
            store: &self.store,
            published,
        };
        build_in_batches(&sources, &entry_of, &setting, self.length).expect("the index is made")
    }
}
