//! A batch of reports as values of the store: what the facets say, the deflated text blocks, the sorted runs.
//!
//! All three are made from the entries of the batch and, but for the text blocks, the lexicon of its segment; what is in
//! the store is not made again. Numbers are counted from the beginning of the batch.

use std::io;

use serde::{Deserialize, Serialize};

use crate::index::invert::{Inverted, Inverter};
use crate::index::prepare::{Facts, Prepared};
use crate::index::sorted_run::Directory;
use crate::index::spill::Spill;
use crate::search::format::position_table::first_position;
use crate::search::format::schema::LISTED;
use crate::search::text::gram::Lexicon;
use crate::store::{Key, Store, Stored};

/// A batch whose values are in the store.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) facts: BatchFacts,
    pub(super) texts: Stored,
    /// Of each field its runs, in the order of [`BatchFacts::runs`].
    pub(super) runs: [Vec<Stored>; LISTED],
    /// Under which its values are.
    pub(super) keys: Vec<Key>,
}

/// What is known of a batch.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct BatchFacts {
    pub(super) reports: Vec<ReportFacts>,
    /// How many units there are.
    pub(super) units: u64,
    /// Of each field the directories of its runs.
    pub(super) runs: [Vec<Directory>; LISTED],
}

/// What is known of a report.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ReportFacts {
    pub(super) facts: Facts,
    /// The lengths of its text blocks.
    pub(super) texts: Vec<u32>,
}

impl BatchFacts {
    /// How many text blocks there are.
    pub(super) fn blocks(&self) -> usize {
        self.reports.iter().map(|report| report.texts.len()).sum()
    }
}

/// The keys of a batch's values.
#[derive(Clone, Debug)]
pub(super) struct BatchKeys {
    facts: Key,
    texts: Key,
}

impl BatchKeys {
    /// Those of the batch of these entries, in a segment with this lexicon.
    pub(super) fn new(entries: &[Key], lexicon: &Key) -> Self {
        BatchKeys {
            facts: Key::of("index batch", &(entries, lexicon)),
            texts: Key::of("index texts", &entries),
        }
    }

    fn run(&self, field: usize, number: usize) -> Key {
        Key::of("index run", &(&self.facts, field, number))
    }

    /// The batch, if all of it is in the store.
    pub(super) fn find(&self, store: &Store) -> Option<Batch> {
        let facts: BatchFacts = store.get(&self.facts)?;
        let mut keys = vec![self.facts, self.texts];
        let mut runs = <[Vec<Stored>; LISTED]>::default();
        for (field, (found, directories)) in runs.iter_mut().zip(&facts.runs).enumerate() {
            for number in 0..directories.len() {
                let key = self.run(field, number);
                found.push(store.find(&key)?);
                keys.push(key);
            }
        }
        Some(Batch {
            texts: store.find(&self.texts)?,
            facts,
            runs,
            keys,
        })
    }
}

/// A batch that is being made.
pub(super) struct BatchMaker<'l> {
    facts: BatchFacts,
    texts: Vec<u8>,
    blocks: u32,
    inverter: Inverter<'l>,
}

impl<'l> BatchMaker<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        BatchMaker {
            facts: BatchFacts::default(),
            texts: Vec::new(),
            blocks: 0,
            inverter: Inverter::new(lexicon),
        }
    }

    /// Adds the next report.
    ///
    /// # Errors
    ///
    /// If its positions cannot be counted any more: the batch is too long.
    pub(super) fn add(&mut self, report: Prepared) -> io::Result<()> {
        let number = self.facts.reports.len();
        let first = first_position(number, self.blocks);
        let first = u32::try_from(first).map_err(io::Error::other)?;
        let mut texts = Vec::with_capacity(report.texts.len());
        for text in &report.texts {
            self.texts.extend_from_slice(text);
            texts.push(u32::try_from(text.len()).map_err(io::Error::other)?);
        }
        let blocks = u32::try_from(texts.len()).map_err(io::Error::other)?;
        self.blocks = self.blocks.saturating_add(blocks);
        u32::try_from(first_position(number + 1, self.blocks)).map_err(io::Error::other)?;
        self.facts.units += report.units;
        let number = u32::try_from(number).map_err(io::Error::other)?;
        self.inverter.add(number, first, &report.rows);
        self.facts.reports.push(ReportFacts {
            facts: report.facts,
            texts,
        });
        Ok(())
    }

    /// Puts the batch into the store, and what that does not take into `spill`.
    ///
    /// # Errors
    ///
    /// If `spill` cannot be written.
    pub(super) fn put(self, keys: &BatchKeys, store: &Store, spill: &Spill) -> io::Result<Batch> {
        let BatchMaker {
            mut facts,
            texts,
            inverter,
            ..
        } = self;
        let put = |key: Key, bytes: &[u8]| -> io::Result<Stored> {
            store.put_bytes(key, bytes);
            store.find(&key).map_or_else(|| spill.write(bytes), Ok)
        };
        let mut all = vec![keys.facts, keys.texts];
        let stored_texts = put(keys.texts, &texts)?;
        drop(texts);
        let Inverted {
            reports,
            positions,
            numbers,
            cites,
        } = inverter.finish();
        let mut stored = <[Vec<Stored>; LISTED]>::default();
        let fields = [reports, positions, numbers, cites].into_iter();
        let places = facts.runs.iter_mut().zip(&mut stored);
        for (field, (runs, (directories, stored))) in fields.zip(places).enumerate() {
            for (number, run) in runs.into_iter().enumerate() {
                let key = keys.run(field, number);
                stored.push(put(key, &run.bytes)?);
                all.push(key);
                directories.push(run.directory);
            }
        }
        // The last: where it is, all is.
        store.put(keys.facts, &facts);
        Ok(Batch {
            facts,
            texts: stored_texts,
            runs: stored,
            keys: all,
        })
    }
}
