//! The lists of a segment in tantivy's files: dictionary and postings.
//!
//! The dictionary is tantivy's, with two differences: its blocks are shorter, since a reader over the network
//! reads one for every term, and their [entries](crate::search::format::dictionary) are ours. The lists are written as
//! [`list`](crate::search::format::list) writes them: tantivy's, made to be skipped through on a disk, take a tenth more.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::Path;

use tantivy::Index;
use tantivy::directory::CompositeWrite;
use tantivy::schema::Field;
use tantivy_sstable::SSTable;

use crate::index::merge::Runs;
use crate::search::Error;
use crate::search::format::dictionary::{Entry, FORM, Table, TermInfo};

/// Bytes of the keys of a dictionary block, about: what a term costs to read; opening reads a few bytes
/// for every block, so that a large segment has longer ones.
const DICTIONARY_BLOCK: usize = 500;
const LARGE_DICTIONARY_BLOCK: usize = 1_000;

/// From so many units on a segment is large.
const LARGE: u64 = 100_000_000;

/// The files of the lists of a segment.
pub(super) struct ListFiles {
    terms: CompositeWrite,
    postings: CompositeWrite,
    /// No list has positions beside it, but tantivy wants the file.
    positions: CompositeWrite,
    dictionary_block: usize,
}

impl ListFiles {
    /// Makes the files `name.term`, `name.idx` and `name.pos` in the directory of `index`, for a segment
    /// of so many units.
    ///
    /// # Errors
    ///
    /// If a file of that name exists, or cannot be made.
    pub(super) fn create(index: &Index, name: &str, units: u64) -> Result<ListFiles, Error> {
        let open = |extension: &str| -> Result<_, Error> {
            let path = format!("{name}.{extension}");
            let write = tantivy::Directory::open_write(index.directory(), Path::new(&path))
                .map_err(tantivy::TantivyError::from)?;
            Ok(CompositeWrite::wrap(write))
        };
        Ok(ListFiles {
            terms: open("term")?,
            postings: open("idx")?,
            positions: open("pos")?,
            dictionary_block: match units >= LARGE {
                true => LARGE_DICTIONARY_BLOCK,
                false => DICTIONARY_BLOCK,
            },
        })
    }

    /// Writes the lists of a field, which this thread does while so many others make them.
    ///
    /// # Errors
    ///
    /// If the sorted runs make no lists, or if the lists cannot be written.
    pub(super) fn field(
        &mut self,
        field: Field,
        runs: &Runs<'_>,
        threads: NonZeroUsize,
    ) -> io::Result<()> {
        self.positions.for_field(field);
        let postings = self.postings.for_field(field);
        let mut dictionary = Table::writer(self.terms.for_field(field));
        dictionary.set_block_len(self.dictionary_block);
        let mut start = 0;
        runs.merge(threads, |lists| {
            postings.write_all(&lists.bytes)?;
            let mut terms = lists.terms.as_slice();
            for list in &lists.lists {
                let (term, rest) = terms.split_at_checked(list.term).unwrap_or_default();
                terms = rest;
                let range = start..start + list.bytes;
                start = range.end;
                let info = TermInfo {
                    length: list.length,
                    range,
                    sum: list.sum,
                };
                dictionary.insert(term, &Entry::new(term, info))?;
            }
            Ok(())
        })?;
        dictionary.finish()?.write_all(&FORM.to_le_bytes())
    }

    /// Finishes the files.
    ///
    /// # Errors
    ///
    /// If what is buffered cannot be written.
    pub(super) fn close(self) -> io::Result<()> {
        self.terms.close()?;
        self.postings.close()?;
        self.positions.close()
    }
}
