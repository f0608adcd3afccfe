//! The lists of a segment in tantivy's files: dictionary and postings.
//!
//! tantivy's own serializers encode them; here they are only fed. Two things are done otherwise than its
//! indexer does: the blocks of a dictionary are shorter, since a reader over the network reads one for
//! every term, and a frequency may say something else than how often.

use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use tantivy::Index;
use tantivy::directory::CompositeWrite;
use tantivy::postings::TermInfo;
use tantivy::postings::serializer::PostingsSerializer;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy_sstable::SSTable;
use tantivy_sstable::value::{ValueReader, ValueWriter};

use super::run::{Runs, read_postings};
use crate::search::Error;
use crate::search::bundle::push_number;

/// Bytes of the keys of a dictionary block, about: what a term costs to read; opening reads a few bytes
/// for every block, so that a large segment has longer ones.
const DICTIONARY_BLOCK: usize = 500;
const LARGE_DICTIONARY_BLOCK: usize = 1_000;

/// From so many units on a segment is large.
const LARGE: u64 = 100_000_000;

/// What tantivy writes behind a dictionary of this form.
const DICTIONARY_TYPE: u32 = 2;

/// Bytes of merged lists that go from one thread to another at once, and how often they wait there.
const MERGED: usize = 1 << 20;
const WAITING: usize = 2;

/// Reports from which on a list has blocks of its own.
const BLOCK: u32 = 128;

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

    /// Writes the lists of a field.
    pub(super) fn field(
        &mut self,
        field: Field,
        option: IndexRecordOption,
        runs: Runs,
    ) -> io::Result<()> {
        let has_kept = option.has_freq();
        self.positions.for_field(field);
        let postings = self.postings.for_field(field);
        // How many tokens the field has: nothing asks.
        postings.write_all(&0u64.to_le_bytes())?;
        let first = postings.written_bytes();
        let mut serializer = PostingsSerializer::new(0.0, option, None);
        let mut dictionary = Dictionary::writer(self.terms.for_field(field));
        dictionary.set_block_len(self.dictionary_block);
        let mut write = |term: &[u8], runs: &mut dyn Iterator<Item = &[u8]>| -> io::Result<()> {
            let place = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX);
            let start = place(postings.written_bytes() - first);
            let mut length = 0;
            serializer.new_term(0, has_kept);
            for run in runs {
                read_postings(run, has_kept, |number, kept| {
                    length += 1;
                    serializer.write_doc(number, kept);
                });
            }
            serializer.close_term(length, postings)?;
            if length >= BLOCK {
                // It goes on counting from the last report of a full block, unless it is a new one.
                serializer = PostingsSerializer::new(0.0, option, None);
            }
            dictionary.insert(
                term,
                &TermInfo {
                    doc_freq: length,
                    postings_range: start..place(postings.written_bytes() - first),
                    positions_range: 0..0,
                },
            )
        };
        // One thread merges, this one encodes.
        let (send, receive) = sync_channel::<Merged>(WAITING);
        thread::scope(|scope| {
            let merging = scope.spawn(move || merge(runs, &send));
            for merged in receive {
                merged.lists(&mut write)?;
            }
            merging
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("merging stopped")))
        })?;
        dictionary
            .finish()?
            .write_all(&DICTIONARY_TYPE.to_le_bytes())
    }

    /// Finishes the files.
    pub(super) fn close(self) -> io::Result<()> {
        self.terms.close()?;
        self.postings.close()?;
        self.positions.close()
    }
}

/// Takes a term and its postings in each run.
type ListWriter<'w> = dyn FnMut(&[u8], &mut dyn Iterator<Item = &[u8]>) -> io::Result<()> + 'w;

/// Some merged lists, in order: their terms and their postings in each run.
#[derive(Default)]
struct Merged {
    bytes: Vec<u8>,
    /// Of each list, where its term ends in `bytes`, and how many runs hold it.
    terms: Vec<(usize, usize)>,
    /// Where each run's postings end in `bytes`.
    ends: Vec<usize>,
}

impl Merged {
    /// Gives `list` every term with its postings.
    fn lists(&self, list: &mut ListWriter<'_>) -> io::Result<()> {
        let slice = |from: usize, to: usize| self.bytes.get(from..to).unwrap_or_default();
        let (mut start, mut ends) = (0, self.ends.iter().copied());
        for (term_end, runs) in &self.terms {
            let term = slice(start, *term_end);
            start = *term_end;
            let mut postings = ends.by_ref().take(*runs).map(|end| {
                let postings = slice(start, end);
                start = end;
                postings
            });
            list(term, &mut postings)?;
        }
        Ok(())
    }
}

/// Merges runs and sends their lists on, some at a time; it ends early where nobody receives.
fn merge(runs: Runs, send: &SyncSender<Merged>) -> io::Result<()> {
    let mut merged = Merged::default();
    runs.merge(|term, runs| {
        merged.bytes.extend_from_slice(term);
        merged.terms.push((merged.bytes.len(), runs.len()));
        for run in runs {
            merged.bytes.extend_from_slice(run);
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

/// tantivy's dictionary of terms, which it does not let others write.
struct Dictionary;

impl SSTable for Dictionary {
    type Value = TermInfo;
    type ValueReader = NoValues;
    type ValueWriter = TermInfos;
}

/// The values of a block, as tantivy reads them.
#[derive(Default)]
struct TermInfos {
    infos: Vec<TermInfo>,
}

impl ValueWriter for TermInfos {
    type Value = TermInfo;

    fn write(&mut self, info: &TermInfo) {
        self.infos.push(info.clone());
    }

    fn serialize_block(&self, output: &mut Vec<u8>) {
        // tantivy's numbers end with the byte that has the highest bit, ours with the one that lacks it.
        let mut number = |number: usize| {
            let start = output.len();
            push_number(output, number as u64);
            for byte in output.iter_mut().skip(start) {
                *byte ^= 0x80;
            }
        };
        number(self.infos.len());
        let Some(first) = self.infos.first() else {
            return;
        };
        number(first.postings_range.start);
        number(first.positions_range.start);
        for info in &self.infos {
            number(info.doc_freq as usize);
            number(info.postings_range.len());
            number(info.positions_range.len());
        }
    }

    fn clear(&mut self) {
        self.infos.clear();
    }
}

/// Dictionaries are only written here.
#[derive(Default)]
struct NoValues {
    none: TermInfo,
}

impl ValueReader for NoValues {
    type Value = TermInfo;

    fn value(&self, _: usize) -> &TermInfo {
        &self.none
    }

    fn load(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
