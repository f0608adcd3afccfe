//! The lists of a segment in tantivy's files: dictionary and postings.
//!
//! The dictionary is tantivy's, with two differences: its blocks are shorter, since a reader over the network
//! reads one for every term, and their [entries](crate::search::format::dictionary) are ours. The lists are written as
//! [`list`](crate::search::format::list) writes them: tantivy's, made to be skipped through on a disk, take a tenth more.

use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use tantivy::Index;
use tantivy::directory::CompositeWrite;
use tantivy::schema::Field;
use tantivy_sstable::SSTable;

use crate::index::sorted_run::{SortedRuns, read_postings};
use crate::search::Error;
use crate::search::format::checksum;
use crate::search::format::dictionary::{Entry, FORM, Table, TermInfo};
use crate::search::format::list::List;

/// Bytes of the keys of a dictionary block, about: what a term costs to read; opening reads a few bytes
/// for every block, so that a large segment has longer ones.
const DICTIONARY_BLOCK: usize = 500;
const LARGE_DICTIONARY_BLOCK: usize = 1_000;

/// From so many units on a segment is large.
const LARGE: u64 = 100_000_000;

/// Bytes of merged lists that go from one thread to another at once, and how often they wait there.
const MERGED: usize = 1 << 20;
const WAITING: usize = 2;

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

    /// Writes the lists of a field, whose numbers are less than `end`.
    ///
    /// # Errors
    ///
    /// If the sorted runs cannot be read, if the numbers of a list do not rise or are not less than `end` (a fault
    /// of the calling code), or if the lists cannot be written.
    pub(super) fn field(
        &mut self,
        field: Field,
        end: u32,
        has_kept: bool,
        sorted_runs: SortedRuns,
    ) -> io::Result<()> {
        self.positions.for_field(field);
        let postings = self.postings.for_field(field);
        let mut dictionary = Table::writer(self.terms.for_field(field));
        dictionary.set_block_len(self.dictionary_block);
        let (mut list, mut bytes, mut start) = (List::default(), Vec::new(), 0);
        let mut write =
            |term: &[u8], sorted_runs: &mut dyn Iterator<Item = &[u8]>| -> io::Result<()> {
                list.numbers.clear();
                list.kept.clear();
                for sorted_run in sorted_runs {
                    read_postings(sorted_run, has_kept, |number, kept| {
                        list.numbers.push(number);
                        list.kept.extend(kept);
                    });
                }
                let rises = list.numbers.is_sorted_by(|a, b| a < b);
                if !rises || list.numbers.last().is_none_or(|last| *last >= end) {
                    return Err(io::Error::other("the numbers of a list do not rise"));
                }
                bytes.clear();
                list.write(end, &mut bytes);
                postings.write_all(&bytes)?;
                let length = u32::try_from(list.numbers.len()).map_err(io::Error::other)?;
                let range = start..start + bytes.len();
                start = range.end;
                let sum = checksum::of_list(&bytes);
                dictionary.insert(term, &Entry::new(term, TermInfo { length, range, sum }))
            };
        // One thread merges, this one encodes.
        let (send, receive) = sync_channel::<Merged>(WAITING);
        thread::scope(|scope| {
            let merging = scope.spawn(move || merge(sorted_runs, &send));
            for merged in receive {
                merged.lists(&mut write)?;
            }
            merging
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("merging stopped")))
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

/// Takes a term and its postings in each sorted run.
type ListWriter<'w> = dyn FnMut(&[u8], &mut dyn Iterator<Item = &[u8]>) -> io::Result<()> + 'w;

/// Some merged lists, in order: their terms and their postings in each sorted run.
#[derive(Default)]
struct Merged {
    bytes: Vec<u8>,
    /// Of each list, where its term ends in `bytes`, and how many sorted runs hold it.
    terms: Vec<(usize, usize)>,
    /// Where each sorted run's postings end in `bytes`.
    ends: Vec<usize>,
}

impl Merged {
    /// Gives `list` every term with its postings.
    fn lists(&self, list: &mut ListWriter<'_>) -> io::Result<()> {
        let slice = |from: usize, to: usize| self.bytes.get(from..to).unwrap_or_default();
        let (mut start, mut ends) = (0, self.ends.iter().copied());
        for (term_end, sorted_runs) in &self.terms {
            let term = slice(start, *term_end);
            start = *term_end;
            let mut postings = ends.by_ref().take(*sorted_runs).map(|end| {
                let postings = slice(start, end);
                start = end;
                postings
            });
            list(term, &mut postings)?;
        }
        Ok(())
    }
}

/// Merges sorted runs and sends their lists on, some at a time; it ends early where the receiver has gone.
fn merge(sorted_runs: SortedRuns, send: &SyncSender<Merged>) -> io::Result<()> {
    let mut merged = Merged::default();
    sorted_runs.merge(|term, sorted_runs| {
        merged.bytes.extend_from_slice(term);
        merged.terms.push((merged.bytes.len(), sorted_runs.len()));
        for sorted_run in sorted_runs {
            merged.bytes.extend_from_slice(sorted_run);
            merged.ends.push(merged.bytes.len());
        }
        if merged.bytes.len() >= MERGED {
            let full = std::mem::take(&mut merged);
            send.send(full).map_err(io::Error::other)?;
        }
        Ok(())
    })?;
    send.send(merged).map_err(io::Error::other)
}
