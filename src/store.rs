//! What is kept between builds: results of steps, each under a digest of all that it was made from.
//!
//! A step asks for its result by its [`Key`] and makes it where there is none; so a clean build, one in which a
//! single report changed and one after the store was deleted are the same code with a fuller or emptier store.
//! Nothing here is ever an input: what is damaged, of another program, or cannot be read is absent.
//!
//! ```text
//! <home>/list          where each value is          (list), replaced in one step
//! <home>/<number>.pack values, one after the other
//! ```
//!
//! New values go to a pack of their own, which is listed when the run ends well ([`Store::save`]): a build that is
//! killed leaves the old store. What a run asked for and what it made is kept, everything else is forgotten and
//! its bytes are overwritten, so that no text that was withdrawn lives on here. One run at a time has the store;
//! another one beside it works with an empty one and keeps nothing.
//!
//! The store never decides what a result depends on, and never makes a build fail: where it cannot write, nothing is
//! kept.

mod home;
mod key;
mod list;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::disk;
use crate::stat::FileTime;
use crate::store::home::Home;
use crate::store::list::{Check, Entry, List, check};

pub(crate) use crate::store::key::Key;
pub(crate) use crate::store::list::Program;

/// Bytes of new values that are gathered before they are written.
const BUFFER: usize = 1 << 20;
/// Bytes of a value that are read at a time where it is not read whole.
const WINDOW: usize = 64 << 10;
/// Packs that are kept apart, at most; beyond it the smallest are written into the new one.
const PACKS_MAX: usize = 16;

/// Results of earlier runs and of this one. Any thread may ask it.
#[derive(Debug)]
pub(crate) struct Store {
    /// Where the store lives; `None` for one that ends with the run.
    home: Option<Home>,
    packs: Vec<Arc<File>>,
    list: List,
    /// Of each entry of the list, whether this run asked for it.
    used: Vec<AtomicBool>,
    fresh: Mutex<Fresh>,
}

/// A value that is read in windows.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    /// The file that it is in.
    pub(crate) file: Arc<File>,
    /// Its bytes there.
    pub(crate) range: Range<u64>,
}

/// Bytes of a value from which on it is compressed.
const PACKED_FROM: usize = 256;
/// The last byte of a value as it is kept: whether it is compressed.
const PLAIN: u8 = 0;
const PACKED: u8 = 1;

/// A value as it is kept.
fn packed(mut value: Vec<u8>) -> Vec<u8> {
    if value.len() < PACKED_FROM {
        value.push(PLAIN);
        return value;
    }
    let mut packed = lz4_flex::compress_prepend_size(&value);
    packed.push(PACKED);
    packed
}

/// The value that is kept so, if it is one.
fn unpacked(mut kept: Vec<u8>) -> Option<Vec<u8>> {
    match kept.pop()? {
        PLAIN => Some(kept),
        PACKED => lz4_flex::decompress_size_prepended(&kept).ok(),
        _ => None,
    }
}

/// What becomes of the results that a run did not ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unused {
    /// They are forgotten: the run asked for all that there is.
    Forget,
    /// They stay: the run did a part of the work.
    Keep,
}

/// The values of this run.
#[derive(Debug, Default)]
struct Fresh {
    /// `None` where it cannot be written: then nothing more is kept.
    file: Option<Arc<File>>,
    /// The end of the pack, which is not in the file yet.
    buffer: Vec<u8>,
    /// How much is in the file.
    written: u64,
    entries: BTreeMap<Key, Entry>,
}

impl Store {
    /// The store in the folder `home`, which is made if it is missing. Where it cannot be read it is empty, where it
    /// cannot be written or another run has it nothing is kept. What another `program` kept is as absent.
    ///
    /// Without a `home` it is an empty one that lives in a file of the folder for temporary files, `scratch`, and goes
    /// with the run.
    pub(crate) fn open(home: Option<&Path>, program: &Program, scratch: &Path) -> Store {
        let home = home.and_then(|path| Home::open(path, program).ok());
        let file = match &home {
            Some(home) => home.new_pack().ok(),
            None => tempfile::tempfile_in(scratch).ok(),
        };
        let mut store = Store {
            home,
            packs: Vec::new(),
            list: List::default(),
            used: Vec::new(),
            fresh: Mutex::new(Fresh {
                file: file.map(Arc::new),
                ..Fresh::default()
            }),
        };
        if let Some(home) = &store.home {
            (store.list, store.packs) = home.read();
            // What a run left that was killed.
            let _ = home.remove_unlisted(&store.list);
            store
                .used
                .resize_with(store.list.entries.len(), AtomicBool::default);
        }
        store
    }

    /// The store in the folder `home`, for a run that keeps nothing and changes nothing on the disk: other runs may
    /// have the store meanwhile.
    pub(crate) fn read(home: Option<&Path>, program: &Program) -> Store {
        let kept = home.map(|folder| home::read(folder, program));
        let (list, packs) = kept.unwrap_or_default();
        Store {
            home: None,
            packs,
            used: Vec::new(),
            list,
            fresh: Mutex::default(),
        }
    }

    /// A store that has nothing and keeps nothing.
    pub(crate) fn none() -> Store {
        Store::read(None, &Program::default())
    }

    /// Whether no earlier run kept anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.entries.is_empty()
    }

    /// When this run began by the clock of the file system that the store is on; `None` where nothing is kept.
    pub(crate) fn began(&self) -> Option<FileTime> {
        self.home.as_ref().map(|home| home.began)
    }

    /// The value under `key`, if it is there and whole.
    pub(crate) fn get<T: DeserializeOwned>(&self, key: &Key) -> Option<T> {
        postcard::from_bytes(&unpacked(self.get_bytes(key)?)?).ok()
    }

    /// Keeps `value` under `key`; another value that was there before is replaced.
    pub(crate) fn put<T: Serialize + ?Sized>(&self, key: Key, value: &T) {
        if let Ok(bytes) = postcard::to_allocvec(value) {
            self.put_bytes(key, &packed(bytes));
        }
    }

    /// The value under `key`, or what `make` makes, which is kept.
    ///
    /// # Errors
    ///
    /// What `make` returns.
    pub(crate) fn remember<T: Serialize + DeserializeOwned, E>(
        &self,
        key: Key,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(value) = self.get(&key) {
            return Ok(value);
        }
        let value = make()?;
        self.put(key, &value);
        Ok(value)
    }

    /// As [`Store::get`], of bytes.
    pub(crate) fn get_bytes(&self, key: &Key) -> Option<Vec<u8>> {
        let fresh = self.fresh();
        if let Some(entry) = fresh.entries.get(key).copied() {
            let Some(start) = entry.offset.checked_sub(fresh.written) else {
                let file = fresh.file.clone()?;
                drop(fresh);
                return whole(&file, &entry);
            };
            let start = usize::try_from(start).ok()?;
            let end = start.checked_add(usize::try_from(entry.length).ok()?)?;
            return fresh.buffer.get(start..end).map(<[u8]>::to_vec);
        }
        drop(fresh);
        let (at, entry) = self.listed(key)?;
        let value = whole(self.packs.get(entry.pack as usize)?, entry)?;
        self.mark(at);
        Some(value)
    }

    /// Where the value under `key` is, for reading it in windows; it was read once and is whole.
    pub(crate) fn find(&self, key: &Key) -> Option<Stored> {
        let mut fresh = self.fresh();
        if let Some(entry) = fresh.entries.get(key).copied() {
            fresh.flush();
            let file = fresh.file.clone()?;
            return Some(stored(file, &entry));
        }
        drop(fresh);
        let (at, entry) = self.listed(key)?;
        let file = self.packs.get(entry.pack as usize)?;
        if !is_whole(file, entry) {
            return None;
        }
        self.mark(at);
        Some(stored(file.clone(), entry))
    }

    /// Keeps what is under `key`, if anything is, for the next run; whether it is whole is not asked.
    pub(crate) fn keep(&self, key: &Key) {
        if let Some((at, _)) = self.listed(key) {
            self.mark(at);
        }
    }

    /// For tests: how many values this run has put, and forgetting one of them, as if it were damaged.
    #[cfg(test)]
    pub(crate) fn fresh_values(&self) -> usize {
        self.fresh().entries.len()
    }

    #[cfg(test)]
    pub(crate) fn forget(&self, nth: usize) {
        let mut fresh = self.fresh();
        let key = fresh.entries.keys().nth(nth).copied();
        key.map(|key| fresh.entries.remove(&key));
    }

    /// As [`Store::put`], of bytes.
    pub(crate) fn put_bytes(&self, key: Key, bytes: &[u8]) {
        let entry = Entry {
            key,
            pack: 0,
            offset: 0,
            length: bytes.len() as u64,
            check: check(&key, bytes),
        };
        if key.is_of_something() && !self.has_same(&entry) {
            self.fresh().add(entry, bytes);
        }
    }

    /// Ends the run well: what it asked for and what it made will be there the next time.
    pub(crate) fn save(mut self, unused: Unused) {
        let Some(home) = self.home.take() else {
            return;
        };
        // A store that cannot be saved is the old one, or none.
        let _ = self.saved(&home, unused);
    }

    fn saved(mut self, home: &Home, unused: Unused) -> io::Result<()> {
        let mut fresh = std::mem::take(&mut self.fresh)
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let entries = std::mem::take(&mut self.list.entries).into_iter();
        let (mut stay, mut gone) = (Vec::new(), Vec::new());
        for (entry, used) in entries.zip(&self.used) {
            let is_wanted = unused == Unused::Keep || used.load(Ordering::Relaxed);
            match is_wanted && !fresh.entries.contains_key(&entry.key) {
                true => stay.push(entry),
                false => gone.push(entry),
            }
        }
        if gone.is_empty() && fresh.entries.is_empty() {
            return Ok(());
        }
        // First of all, whatever becomes of the rest.
        home.forget(&self.list.packs, gone)?;
        let packs = self.list.packs.len();
        let mut live = vec![0u64; packs];
        for entry in &stay {
            if let Some(live) = live.get_mut(entry.pack as usize) {
                *live += entry.length;
            }
        }
        let moved = self.moved(&live);
        stay.retain(|entry| {
            let Some((true, file)) = moved
                .get(entry.pack as usize)
                .copied()
                .zip(self.packs.get(entry.pack as usize))
            else {
                return true;
            };
            // What cannot be read is lost.
            if let Some(bytes) = whole(file, entry) {
                fresh.add(*entry, &bytes);
            }
            false
        });
        fresh.flush();
        if fresh.file.is_none() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut list = List::default();
        let mut numbers = vec![0; packs];
        let stays = self.list.packs.iter().zip(&moved).zip(&mut numbers);
        for ((name, _), number) in stays.filter(|((_, moved), _)| !**moved) {
            *number = u32::try_from(list.packs.len()).map_err(io::Error::other)?;
            list.packs.push(*name);
        }
        let number = u32::try_from(list.packs.len()).map_err(io::Error::other)?;
        list.packs.push(home.keep_pack()?);
        let renumbered = stay.into_iter().map(|entry| Entry {
            pack: numbers.get(entry.pack as usize).copied().unwrap_or(0),
            ..entry
        });
        list.entries.extend(renumbered);
        let fresh = fresh.entries.into_values();
        list.entries.extend(fresh.map(|entry| Entry {
            pack: number,
            ..entry
        }));
        list.entries.sort_unstable_by_key(|entry| entry.key);
        home.write(&list)
    }

    /// Of each pack, whether what is left of it is written anew: where much of it is gone, or where there are many
    /// small ones.
    fn moved(&self, live: &[u64]) -> Vec<bool> {
        let length = |pack: usize| {
            let file = self.packs.get(pack);
            let facts = file.and_then(|file| file.metadata().ok());
            facts.map_or(0, |facts| facts.len())
        };
        let mut moved: Vec<bool> = live
            .iter()
            .enumerate()
            .map(|(pack, live)| live.saturating_mul(4) < length(pack).saturating_mul(3))
            .collect();
        let mut stay: Vec<(u64, usize)> = live.iter().copied().zip(0..).collect();
        stay.retain(|(_, pack)| moved.get(*pack) == Some(&false));
        stay.sort_unstable();
        let too_many = match stay.len() >= PACKS_MAX {
            true => stay.len() - PACKS_MAX / 2,
            false => 0,
        };
        for (_, pack) in stay.into_iter().take(too_many) {
            if let Some(moved) = moved.get_mut(pack) {
                *moved = true;
            }
        }
        moved
    }

    fn fresh(&self) -> std::sync::MutexGuard<'_, Fresh> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What earlier runs kept under a key, and which entry it is.
    fn listed(&self, key: &Key) -> Option<(usize, &Entry)> {
        let found = self
            .list
            .entries
            .binary_search_by_key(key, |entry| entry.key);
        let at = found.ok()?;
        Some((at, self.list.entries.get(at)?))
    }

    /// Whether earlier runs kept the very value, which then stays.
    fn has_same(&self, entry: &Entry) -> bool {
        let Some((at, kept)) = self.listed(&entry.key) else {
            return false;
        };
        let is_same = (kept.length, kept.check) == (entry.length, entry.check);
        let file = self.packs.get(kept.pack as usize);
        // One of this run would be asked first.
        let is_first = !self.fresh().entries.contains_key(&entry.key);
        let is_kept = is_same && is_first && file.is_some_and(|file| is_whole(file, kept));
        if is_kept {
            self.mark(at);
        }
        is_kept
    }

    fn mark(&self, at: usize) {
        if let Some(used) = self.used.get(at) {
            used.store(true, Ordering::Relaxed);
        }
    }
}

impl Fresh {
    fn add(&mut self, entry: Entry, bytes: &[u8]) {
        if self.file.is_none() {
            return;
        }
        if let Some(old) = self.entries.get(&entry.key).copied() {
            if (old.length, old.check) == (entry.length, entry.check) {
                return;
            }
            self.erase(&old);
        }
        let offset = self.written + self.buffer.len() as u64;
        self.buffer.extend_from_slice(bytes);
        self.entries.insert(entry.key, Entry { offset, ..entry });
        if self.buffer.len() >= BUFFER {
            self.flush();
        }
    }

    /// Overwrites a value that is replaced: no list would know of it any more.
    fn erase(&mut self, entry: &Entry) {
        if entry.offset < self.written {
            let file = self.file.as_ref();
            let erased = file.map(|file| home::overwrite(file, entry.offset, entry.length));
            if !matches!(erased, Some(Ok(()))) {
                *self = Fresh::default();
            }
            return;
        }
        let start = usize::try_from(entry.offset - self.written).unwrap_or(usize::MAX);
        let length = usize::try_from(entry.length).unwrap_or(usize::MAX);
        let end = start.saturating_add(length).min(self.buffer.len());
        self.buffer
            .get_mut(start.min(end)..end)
            .unwrap_or_default()
            .fill(0);
    }

    /// Writes what is gathered. Where that fails nothing of this run is kept.
    fn flush(&mut self) {
        let Some(file) = &self.file else {
            return;
        };
        match disk::write_all_at(file, &self.buffer, self.written) {
            Ok(()) => {
                self.written += self.buffer.len() as u64;
                self.buffer.clear();
            }
            Err(_) => *self = Fresh::default(),
        }
    }
}

fn stored(file: Arc<File>, entry: &Entry) -> Stored {
    Stored {
        file,
        range: entry.offset..entry.offset.saturating_add(entry.length),
    }
}

/// A value, if it is what was written.
fn whole(file: &File, entry: &Entry) -> Option<Vec<u8>> {
    // No list makes us ask for more memory than there are bytes.
    if entry.offset.checked_add(entry.length)? > file.metadata().ok()?.len() {
        return None;
    }
    let mut bytes = vec![0; usize::try_from(entry.length).ok()?];
    disk::read_exact_at(file, &mut bytes, entry.offset).ok()?;
    (check(&entry.key, &bytes) == entry.check).then_some(bytes)
}

/// Whether a value is what was written.
fn is_whole(file: &File, entry: &Entry) -> bool {
    let mut sum = Check::new(&entry.key);
    let mut buffer = vec![0; WINDOW];
    let (mut at, mut left) = (entry.offset, entry.length);
    while left > 0 {
        let length = left.min(WINDOW as u64);
        let Some(window) = usize::try_from(length)
            .ok()
            .and_then(|n| buffer.get_mut(..n))
        else {
            return false;
        };
        if disk::read_exact_at(file, window, at).is_err() {
            return false;
        }
        sum.update(window);
        (at, left) = (at.saturating_add(length), left - length);
    }
    sum.finish() == entry.check
}
