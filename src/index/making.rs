//! What is in the store and what is to be made: segments, of those their lexicons, and their batches.
//!
//! In goes the plan of an archive, out come its segments. A report is read only where its lexicon or its batch is not
//! in the store, and once at most.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::index::assemble::{Cut, cut};
use crate::index::batch::{Batch, BatchKeys, BatchMaker};
use crate::index::lexicon::{GramCounts, Sample, sample};
use crate::index::parallel::{each, locked};
use crate::index::plan::{self, BatchLength};
use crate::index::prepare::Prepared;
use crate::index::spill::Spill;
use crate::index::{Entry, Failed, Made, Setting, Source, segment};
use crate::search::format::version::{ANALYZER, FORMAT};
use crate::search::text::gram::Lexicon;
use crate::store::Key;

/// The making of one index.
pub(super) struct Making<'m, E> {
    sources: &'m [Source],
    entry_of: &'m (dyn Fn(usize) -> Result<Entry, E> + Sync),
    setting: &'m Setting<'m>,
    length: BatchLength,
    spill: Spill,
    segments: AtomicUsize,
    lexicons: AtomicUsize,
    batches: AtomicUsize,
    entries: AtomicUsize,
}

/// A segment as it is in the store: as it was cut, and under which keys all is that it was made from.
#[derive(Serialize, Deserialize)]
struct StoredSegment {
    cut: Vec<Cut>,
    keys: Vec<Key>,
}

/// A segment that is to be made.
struct Segment {
    key: Key,
    sample: Sample,
    lexicon: OnceLock<CountedLexicon>,
    batches: Vec<Range<usize>>,
    made: Vec<OnceLock<Batch>>,
}

/// A lexicon, and what batches depend on of it.
struct CountedLexicon {
    lexicon: Lexicon,
    key: Key,
    digest: Key,
}

/// What lexicons are counted from.
#[derive(Default)]
struct Ready {
    /// Reports that were made ready, until their batches take them.
    prepared: BTreeMap<usize, Mutex<Option<Prepared>>>,
    /// The rows of those that were in the store.
    rows: BTreeMap<usize, Vec<u8>>,
}

fn add(count: &AtomicUsize) {
    count.fetch_add(1, Ordering::Relaxed);
}

impl<'m, E: Send> Making<'m, E> {
    pub(super) fn new(
        sources: &'m [Source],
        entry_of: &'m (dyn Fn(usize) -> Result<Entry, E> + Sync),
        setting: &'m Setting<'m>,
        length: BatchLength,
        folder: &Path,
    ) -> Self {
        Making {
            sources,
            entry_of,
            setting,
            length,
            spill: Spill::new(folder),
            segments: AtomicUsize::new(0),
            lexicons: AtomicUsize::new(0),
            batches: AtomicUsize::new(0),
            entries: AtomicUsize::new(0),
        }
    }

    pub(super) fn made(&self) -> Made {
        Made {
            segments: self.segments.load(Ordering::Relaxed),
            lexicons: self.lexicons.load(Ordering::Relaxed),
            batches: self.batches.load(Ordering::Relaxed),
            entries: self.entries.load(Ordering::Relaxed),
        }
    }

    fn threads(&self) -> NonZeroUsize {
        self.setting.threads
    }

    /// All segments, the newest first, and of each whether it is published already; what was made is in `folder`.
    ///
    /// # Errors
    ///
    /// The disk, or what was returned for an entry.
    pub(super) fn segments(&self, folder: &Path) -> Result<Vec<(Cut, bool)>, Failed<E>> {
        let planned: Vec<Range<usize>> = plan::segments(self.sources);
        let mut found: Vec<Option<Vec<Cut>>> = planned
            .iter()
            .map(|segment| self.published(&self.key(segment)))
            .collect();
        let mut missing: Vec<Segment> = planned
            .iter()
            .zip(&found)
            .filter(|(_, found)| found.is_none())
            .map(|(segment, _)| self.planned(segment))
            .collect();
        let ready = self.ready(&missing)?;
        self.make_batches(&missing, &ready)?;
        drop(ready);
        let mut segments = Vec::new();
        let mut made: Vec<Vec<Cut>> = Vec::new();
        while let Some(segment) = missing.pop() {
            made.push(self.write(&folder.join(made.len().to_string()), folder, segment)?);
        }
        for found in &mut found {
            let is_published = found.is_some();
            let cut = found.take().or_else(|| made.pop()).unwrap_or_default();
            segments.extend(cut.into_iter().map(|cut| (cut, is_published)));
        }
        Ok(segments)
    }

    fn sources_of(&self, range: &Range<usize>) -> &[Source] {
        self.sources.get(range.clone()).unwrap_or_default()
    }

    fn keys_of(&self, range: &Range<usize>) -> Vec<Key> {
        self.sources_of(range).iter().map(|of| of.key).collect()
    }

    /// What a segment is made from.
    fn key(&self, segment: &Range<usize>) -> Key {
        let sources = self.sources_of(segment).iter();
        let of: Vec<_> = sources.map(|of| (of.key, &of.id, of.bytes)).collect();
        Key::of("index segment", &(FORMAT, ANALYZER, of))
    }

    /// A segment of which all files are published.
    fn published(&self, key: &Key) -> Option<Vec<Cut>> {
        let stored: StoredSegment = self.setting.store.get(key)?;
        let is_there = |cut: &Cut| {
            let published = self.setting.published;
            cut.each()
                .all(|(name, bytes, digest)| published(&name, digest, bytes).is_some())
        };
        if !stored.cut.iter().all(is_there) {
            return None;
        }
        // What it was made from is for the next change.
        for key in &stored.keys {
            self.setting.store.keep(key);
        }
        Some(stored.cut)
    }

    fn planned(&self, segment: &Range<usize>) -> Segment {
        let batches = plan::batches(self.sources, segment.clone(), self.length);
        Segment {
            key: self.key(segment),
            sample: sample(self.sources, segment.clone()),
            lexicon: OnceLock::new(),
            made: batches.iter().map(|_| OnceLock::new()).collect(),
            batches,
        }
    }

    /// Asks for the entry of a report and makes it ready.
    fn prepare(&self, at: usize) -> Result<Prepared, Failed<E>> {
        add(&self.entries);
        let prepared = Prepared::new((self.entry_of)(at).map_err(Failed::Entry)?)?;
        match self
            .sources
            .get(at)
            .is_some_and(|of| of.id == prepared.key.2)
        {
            true => Ok(prepared),
            false => Err(std::io::Error::other("an entry is not that of its source").into()),
        }
    }

    /// The key of a lexicon: what is counted.
    fn lexicon_key(&self, sample: &Sample) -> Key {
        let keys: Vec<Option<Key>> = sample
            .reports
            .iter()
            .map(|at| self.sources.get(*at).map(|of| of.key))
            .collect();
        Key::of("index lexicon", &(keys, sample.bytes, sample.sample_bytes))
    }

    /// The key of the rows of a report that is counted.
    fn rows_key(&self, at: usize) -> Option<Key> {
        let key = self.sources.get(at)?.key;
        Some(Key::of("index rows", &key))
    }

    /// Looks lexicons up, and makes ready the reports that those want which are not in the store.
    fn ready(&self, segments: &[Segment]) -> Result<Ready, Failed<E>> {
        let store = self.setting.store;
        let mut ready = Ready::default();
        for segment in segments {
            let key = self.lexicon_key(&segment.sample);
            if let Some(bytes) = store.get_bytes(&key) {
                let _ = segment.lexicon.set(CountedLexicon::new(key, &bytes));
            }
            for at in &segment.sample.reports {
                let key = self.rows_key(*at);
                if segment.lexicon.get().is_some() {
                    // For the next change of a report that is counted.
                    if let Some(key) = key {
                        store.keep(&key);
                    }
                    continue;
                }
                match key.and_then(|key| store.get_bytes(&key)) {
                    Some(rows) => drop(ready.rows.insert(*at, rows)),
                    None => drop(ready.prepared.insert(*at, Mutex::new(None))),
                }
            }
        }
        let prepared = &ready.prepared;
        let wanted: Vec<(&usize, &Mutex<Option<Prepared>>)> = prepared.iter().collect();
        each(
            self.threads(),
            wanted.len(),
            |number| -> Result<(), Failed<E>> {
                let Some((at, slot)) = wanted.get(number) else {
                    return Ok(());
                };
                let prepared = self.prepare(**at)?;
                if let Some(key) = self.rows_key(**at) {
                    store.put_bytes(key, &prepared.rows);
                }
                *locked(slot) = Some(prepared);
                Ok(())
            },
        )?;
        Ok(ready)
    }

    /// Counts a lexicon that is not in the store.
    fn count(&self, segment: &Segment, ready: &Ready) -> Result<(), Failed<E>> {
        if segment.lexicon.get().is_some() {
            return Ok(());
        }
        add(&self.lexicons);
        let store = self.setting.store;
        let mut counts = GramCounts::default();
        for at in &segment.sample.reports {
            if let Some(rows) = ready.rows.get(at) {
                counts.add(rows);
            }
            if let Some(slot) = ready.prepared.get(at)
                && let Some(prepared) = &*locked(slot)
            {
                counts.add(&prepared.rows);
            }
        }
        let lexicon = counts.lexicon(segment.sample.bytes, segment.sample.sample_bytes);
        let (key, bytes) = (self.lexicon_key(&segment.sample), lexicon.to_bytes());
        store.put_bytes(key, &bytes);
        let _ = segment.lexicon.set(CountedLexicon::new(key, &bytes));
        Ok(())
    }

    /// Finds or makes all batches.
    fn make_batches(&self, segments: &[Segment], ready: &Ready) -> Result<(), Failed<E>> {
        // The lexicons one after the other, each as early as can be; the largest segment is the last.
        each(self.threads(), segments.len(), |number| {
            let segment = segments.len().checked_sub(number + 1);
            match segment.and_then(|at| segments.get(at)) {
                Some(segment) => self.count(segment, ready),
                None => Ok(()),
            }
        })?;
        let work: Vec<(&Segment, &Range<usize>, &OnceLock<Batch>)> = segments
            .iter()
            .flat_map(|segment| {
                let batches = segment.batches.iter().zip(&segment.made);
                batches.map(move |(range, made)| (segment, range, made))
            })
            .collect();
        each(self.threads(), work.len(), |number| {
            let Some((segment, range, made)) = work.get(number) else {
                return Ok(());
            };
            let batch = self.batch(segment, range, ready)?;
            let _ = made.set(batch);
            Ok(())
        })
    }

    fn batch(
        &self,
        segment: &Segment,
        range: &Range<usize>,
        ready: &Ready,
    ) -> Result<Batch, Failed<E>> {
        let Some(lexicon) = segment.lexicon.get() else {
            return Err(std::io::Error::other("a batch came before its lexicon").into());
        };
        let keys = BatchKeys::new(&self.keys_of(range), &lexicon.digest);
        if let Some(batch) = keys.find(self.setting.store) {
            return Ok(batch);
        }
        add(&self.batches);
        let mut maker = BatchMaker::new(&lexicon.lexicon);
        let mut last = None;
        for at in range.clone() {
            let slot = ready.prepared.get(&at);
            let held = slot.and_then(|slot| locked(slot).take());
            let prepared = match held {
                Some(prepared) => prepared,
                None => self.prepare(at)?,
            };
            let is_later = last.as_ref().is_none_or(|last| *last <= prepared.key);
            if !is_later {
                let error = "reports come to the index out of order";
                return Err(std::io::Error::other(error).into());
            }
            last = Some(prepared.key.clone());
            maker.add(prepared)?;
        }
        Ok(maker.put(&keys, self.setting.store, &self.spill)?)
    }

    /// Writes a segment whose batches are there, its parts in `place` and its files in `folder`.
    fn write(&self, place: &Path, folder: &Path, segment: Segment) -> Result<Vec<Cut>, Failed<E>> {
        add(&self.segments);
        let Segment {
            key,
            sample,
            lexicon,
            made,
            ..
        } = segment;
        let batches: Vec<Batch> = made.into_iter().filter_map(OnceLock::into_inner).collect();
        let Some(counted) = lexicon.into_inner() else {
            return Err(std::io::Error::other("a segment came before its lexicon").into());
        };
        let rows = sample.reports.iter().filter_map(|at| self.rows_key(*at));
        let mut keys: Vec<Key> = rows.chain([counted.key]).collect();
        keys.extend(batches.iter().flat_map(|batch| batch.keys.iter().copied()));
        let mut files = Vec::new();
        for range in segment::with_room(&batches) {
            let batches = batches.get(range).unwrap_or_default();
            let written = segment::write(place, &counted.lexicon, batches, self.threads())?;
            files.push(cut(folder, &written, self.threads())?);
        }
        let stored = StoredSegment { cut: files, keys };
        self.setting.store.put(key, &stored);
        Ok(stored.cut)
    }
}

impl CountedLexicon {
    fn new(key: Key, bytes: &[u8]) -> Self {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        CountedLexicon {
            lexicon: Lexicon::from_bytes(bytes),
            key,
            digest: Key::of("lexicon", &digest),
        }
    }
}
