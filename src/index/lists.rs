//! The lists of a segment in tantivy's files: dictionary and postings.
//!
//! The dictionary is tantivy's, with two differences: its blocks are shorter, since a reader over the network
//! reads one for every term, and their [entries](crate::search::format::dictionary) are ours. The lists are written as
//! [`list`](crate::search::format::list) writes them: tantivy's, made to be skipped through on a disk, take a tenth more.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;

use tantivy::directory::{AntiCallToken, CompositeWrite, TerminatingWrite};
use tantivy::schema::Field;
use tantivy_sstable::{SSTable, Writer};

use crate::index::merge::Runs;
use crate::index::values::Valued;
use crate::search::format::checksum;
use crate::search::format::dictionary::{Entries, Entry, FORM, Table, TermInfo};
use crate::search::format::list::List;
use crate::search::format::values::most;

/// Bytes that are gathered before a write.
const WRITE_BUFFER: usize = 64 << 10;

/// Bytes of the keys of a dictionary block, about: what a term costs to read; opening reads a few bytes
/// for every block, so that a large segment has longer ones.
const DICTIONARY_BLOCK: usize = 500;
const LARGE_DICTIONARY_BLOCK: usize = 1_000;

/// From so many units on a segment is large.
const LARGE: u64 = 100_000_000;

/// The files of the lists of a segment.
pub(super) struct ListFiles {
    terms: CompositeWrite<ListFile>,
    postings: CompositeWrite<ListFile>,
    dictionary_block: usize,
}

/// A file that is written once, from its beginning to its end.
struct ListFile(BufWriter<File>);

impl Write for ListFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl TerminatingWrite for ListFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.0.flush()
    }
}

impl ListFiles {
    /// Dictionaries and lists of a segment of so many units, in these files, which are new.
    pub(super) fn new(terms: File, postings: File, units: u64) -> ListFiles {
        let composite =
            |file| CompositeWrite::wrap(ListFile(BufWriter::with_capacity(WRITE_BUFFER, file)));
        ListFiles {
            terms: composite(terms),
            postings: composite(postings),
            dictionary_block: match units >= LARGE {
                true => LARGE_DICTIONARY_BLOCK,
                false => DICTIONARY_BLOCK,
            },
        }
    }

    /// Where the lists of a field are written, and its dictionary.
    fn begin(&mut self, field: Field) -> (impl Write, Writer<impl Write, Entries>) {
        let mut dictionary = Table::writer(self.terms.for_field(field));
        dictionary.set_block_len(self.dictionary_block);
        (self.postings.for_field(field), dictionary)
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
        let (mut postings, mut dictionary) = self.begin(field);
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
        finish(dictionary)
    }

    /// Writes the values of a field, whose lists are of numbers below `end`.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub(super) fn values(&mut self, field: Field, values: Valued, end: u32) -> io::Result<()> {
        let count: u64 = values.values().map(|numbers| numbers.len() as u64).sum();
        if count > most(end) {
            return Err(io::Error::other(
                "reports have too many values of one field",
            ));
        }
        let (mut postings, mut dictionary) = self.begin(field);
        let mut bytes = Vec::new();
        for (term, numbers) in values {
            let start = bytes.len();
            let length = u32::try_from(numbers.len()).map_err(io::Error::other)?;
            let list = List {
                numbers,
                kept: Vec::new(),
            };
            list.write(end, &mut bytes);
            let info = TermInfo {
                length,
                sum: checksum::of_list(bytes.get(start..).unwrap_or_default()),
                range: start..bytes.len(),
            };
            dictionary.insert(&term, &Entry::new(&term, info))?;
        }
        postings.write_all(&bytes)?;
        finish(dictionary)
    }

    /// Finishes the files.
    ///
    /// # Errors
    ///
    /// If what is buffered cannot be written.
    pub(super) fn close(self) -> io::Result<()> {
        self.terms.close()?;
        self.postings.close()
    }
}

fn finish<W: Write>(dictionary: Writer<W, Entries>) -> io::Result<()> {
    dictionary.finish()?.write_all(&FORM.to_le_bytes())
}
