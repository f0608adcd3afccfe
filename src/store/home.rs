//! The folder of a store: its lock, its list, its packs.
//!
//! Whoever finds it sees the store of the last run that ended well. Everything in it is the program's own: what
//! the list does not name goes. It holds a `.gitignore` and a CACHEDIR.TAG, so that neither version control nor
//! backups take it for content.

#![expect(
    clippy::disallowed_methods,
    reason = "the store is no output, and nothing of it is read as content"
)]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::disk::{self, Folder};
use crate::stat::FileTime;
use crate::store::list::{Entry, List, Program};

/// The name of the list.
const LIST: &str = "list";
/// The same while it is written.
const NEW_LIST: &str = "list.new";
/// The name of a pack while it is written.
const NEW_PACK: &str = "pack.new";
/// How the names of packs end.
const PACK: &str = "pack";
/// Zeros that are written at a time over what is forgotten.
static ZEROS: [u8; 64 << 10] = [0; 64 << 10];

/// What is in the folder beside the store, and never changes.
const NOTES: [(&str, &str); 2] = [
    (".gitignore", "*\n"),
    // https://bford.info/cachedir/
    (
        "CACHEDIR.TAG",
        "Signature: 8a477f597d28d172789f06886806bc55\n# gongbao keeps results between builds here; it may be deleted.\n",
    ),
];

/// The folder of a store that this run alone may write to.
#[derive(Debug)]
pub(super) struct Home {
    folder: PathBuf,
    program: Program,
    /// When the run began, by the clock of the file system.
    pub(super) began: FileTime,
    /// Held as long as the value lives.
    _lock: Folder,
}

impl Home {
    /// Makes the folder where it is missing, and locks it.
    ///
    /// # Errors
    ///
    /// If it cannot be made or written to, or if another run has it.
    pub(super) fn open(folder: &Path, program: &Program) -> io::Result<Home> {
        fs::create_dir_all(folder)?;
        if !is_ours(folder)? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let lock = Folder::open(folder)?;
        lock.try_lock()?;
        for (name, text) in NOTES {
            let note = folder.join(name);
            if fs::read(&note).ok().as_deref() != Some(text.as_bytes()) {
                fs::write(&note, text)?;
            }
        }
        remove(&folder.join(NEW_PACK))?;
        let new = File::create_new(folder.join(NEW_PACK))?.metadata()?;
        Ok(Home {
            folder: folder.to_owned(),
            program: *program,
            began: disk::said_of(&new).modified(),
            _lock: lock,
        })
    }

    /// The file for the values of this run.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub(super) fn new_pack(&self) -> io::Result<File> {
        let path = self.folder.join(NEW_PACK);
        File::options().read(true).write(true).open(path)
    }

    /// What the folder holds.
    pub(super) fn read(&self) -> (List, Vec<Arc<File>>) {
        read(&self.folder, &self.program)
    }

    /// Overwrites values of these packs that are forgotten: all that can be, whatever becomes of some.
    ///
    /// # Errors
    ///
    /// If one cannot be written.
    pub(super) fn forget(&self, packs: &[u64], mut gone: Vec<Entry>) -> io::Result<()> {
        gone.sort_unstable_by_key(|entry| (entry.pack, entry.offset));
        let mut done = Ok(());
        for of_pack in gone.chunk_by(|a, b| a.pack == b.pack) {
            let pack = of_pack
                .first()
                .and_then(|entry| packs.get(entry.pack as usize));
            let Some(number) = pack else {
                continue;
            };
            let file = File::options()
                .write(true)
                .open(pack_at(&self.folder, *number));
            for entry in of_pack {
                let forgotten = match &file {
                    Ok(file) => overwrite(file, entry.offset, entry.length),
                    Err(e) => Err(e.kind().into()),
                };
                done = done.and(forgotten);
            }
        }
        done
    }

    /// Removes the packs that the list does not name.
    ///
    /// # Errors
    ///
    /// If the folder cannot be listed, or one cannot be removed.
    pub(super) fn remove_unlisted(&self, list: &List) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let path = entry.path();
            if number_of(&path).is_some_and(|number| !list.packs.contains(&number)) {
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// Gives the pack of this run a name of its own, and tells its number.
    ///
    /// # Errors
    ///
    /// If the folder cannot be listed, or the file cannot be renamed.
    pub(super) fn keep_pack(&self) -> io::Result<u64> {
        let numbers = fs::read_dir(&self.folder)?.flatten();
        let numbers = numbers.filter_map(|entry| number_of(&entry.path()));
        let next = numbers.max().map_or(1, |last| last.saturating_add(1));
        fs::rename(self.folder.join(NEW_PACK), pack_at(&self.folder, next))?;
        Ok(next)
    }

    /// Replaces the list, and removes the packs that it does not name.
    ///
    /// # Errors
    ///
    /// If it cannot be written; then the old one stands.
    pub(super) fn write(&self, list: &List) -> io::Result<()> {
        let new = self.folder.join(NEW_LIST);
        remove(&new)?;
        fs::write(&new, list.to_bytes(&self.program))?;
        let place = self.folder.join(LIST);
        if fs::symlink_metadata(&place).is_ok_and(|found| found.is_dir()) {
            remove(&place)?;
        }
        fs::rename(new, place)?;
        self.remove_unlisted(list)
    }
}

/// What `program` has kept in a folder, as far as it can be read.
pub(super) fn read(folder: &Path, program: &Program) -> (List, Vec<Arc<File>>) {
    let list = fs::read(folder.join(LIST)).ok();
    let list = list
        .and_then(|bytes| List::parse(&bytes, program))
        .unwrap_or_default();
    let packs = list.packs.iter();
    let packs = packs.map(|number| Some(Arc::new(File::open(pack_at(folder, *number)).ok()?)));
    // Without one of its packs a list is not worth its trouble.
    match packs.collect() {
        Some(packs) => (list, packs),
        None => (List::default(), Vec::new()),
    }
}

/// Overwrites a value in a pack.
///
/// # Errors
///
/// If it cannot be written.
pub(super) fn overwrite(file: &File, offset: u64, length: u64) -> io::Result<()> {
    // A damaged list could make a pack grow without end.
    let end = offset.saturating_add(length).min(file.metadata()?.len());
    let mut at = offset;
    while at < end {
        let length = usize::try_from(end - at).map_or(ZEROS.len(), |n| n.min(ZEROS.len()));
        disk::write_all_at(file, ZEROS.get(..length).unwrap_or_default(), at)?;
        at += length as u64;
    }
    Ok(())
}

fn pack_at(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number}.{PACK}"))
}

impl Drop for Home {
    fn drop(&mut self) {
        // Of a run that did not end well, or made nothing.
        let _ = remove(&self.folder.join(NEW_PACK));
    }
}

/// Whether a folder is empty or holds a store: it has the mark of one, or nothing but what a store has.
fn is_ours(folder: &Path) -> io::Result<bool> {
    let [_, (tag, mark)] = NOTES;
    if fs::read(folder.join(tag)).ok().as_deref() == Some(mark.as_bytes()) {
        return Ok(true);
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_own = [LIST, NEW_LIST, NEW_PACK].iter().any(|own| name == *own)
            || NOTES.iter().any(|(own, _)| name == *own)
            || number_of(&entry.path()).is_some();
        if !is_own || !entry.file_type()?.is_file() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The number of a pack by its path.
fn number_of(path: &Path) -> Option<u64> {
    let is_pack = path.extension().is_some_and(|extension| extension == PACK);
    let stem = path.file_stem().filter(|_| is_pack)?;
    stem.to_str()?.parse().ok()
}

/// Removes a file, or whatever else stands in its place; nothing is nothing.
fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
    }
}
