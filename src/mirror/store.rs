//! A mirror's own folder: the checkpoint that it saw last, and files that were fetched and not yet put in place.
//!
//! In: the folder of the mirror. Out: what is remembered, and files by their digests. A file stands here under its digest
//! only after it was found to have it; what a run that was killed left behind is gone on with. Never puts anything in
//! place; never removes what it did not make.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Text;
use crate::disk::Folder;
use crate::error::{Doing, Error};
use crate::kept;
use crate::log::checkpoint::Checkpoint;
use crate::log::key::Verifier;
use crate::log::note::{MAX_NOTE, Note};
use crate::mirror::source::Budget;

/// The folder, at the top of the mirror: no file of a site begins with this name, and no list has it.
pub(crate) const HOME: &str = ".gongbao-mirror";
/// The last checkpoint, with its signatures.
const SEEN: &str = "checkpoint";
/// Who signed it.
const KEY: &str = "vkey";
/// What was fetched.
const NEW: &str = "new";
/// How the name of a file ends that is being fetched.
const PART: &str = ".part";
const BUFFER: usize = 64 << 10;
const MAX_KEY: usize = 1024;
const FILE_MODE: u32 = 0o644;
const FOLDER_MODE: u32 = 0o755;

/// A SHA-256.
pub(crate) type Digest = [u8; 32];

/// What became of a file that was to be fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fetched {
    /// It is in the store.
    Whole,
    /// It is not what it should be.
    Other,
}

/// The folder.
#[derive(Debug)]
pub(crate) struct Store {
    shown: PathBuf,
    home: Folder,
    new: Folder,
}

/// What a mirror remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remembered {
    pub(crate) checkpoint: Checkpoint,
    /// Who signed, if anybody did.
    pub(crate) key: Option<Verifier>,
}

/// What the mirror in the folder `to` remembers; `None` where it is none yet. Nothing is made.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn remembered(to: &Path) -> Result<Option<Remembered>, Error> {
    let home = to.join(HOME);
    let folder = match Folder::open_itself(&home) {
        Ok(folder) => folder,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::io(Doing::List, home, e)),
    };
    let read = |name: &str, most: usize| {
        let read = kept::read(&folder, name, most);
        read.map_err(|e| Error::io(Doing::Read, home.join(name), e))
    };
    let Some(note) = read(SEEN, MAX_NOTE)? else {
        return Ok(None);
    };
    let note = String::from_utf8(note).ok();
    let checkpoint = note.as_deref().and_then(checkpoint_of);
    let checkpoint = checkpoint.ok_or_else(|| damaged(&home.join(SEEN)))?;
    let key = match read(KEY, MAX_KEY)? {
        None => None,
        Some(key) => {
            let key = std::str::from_utf8(&key).ok().map(str::trim_end);
            let key = key.and_then(Verifier::parse);
            Some(key.ok_or_else(|| damaged(&home.join(KEY)))?)
        }
    };
    Ok(Some(Remembered { checkpoint, key }))
}

/// The checkpoint of a note, or of one that nobody signed.
pub(crate) fn checkpoint_of(note: &str) -> Option<Checkpoint> {
    let text = Note::parse(note).map_or(note, |note| note.text);
    Checkpoint::parse(text)
}

impl Store {
    /// Opens the store of the mirror in the folder `to`, which is there; makes it where it is missing.
    ///
    /// # Errors
    ///
    /// If the system refuses, or if something else is in its place.
    pub(crate) fn open(to: &Path) -> Result<Store, Error> {
        let shown = to.join(HOME);
        let failed = |e: io::Error| Error::io(Doing::CreateFolder, &shown, e);
        let root = Folder::open(to).map_err(failed)?;
        let home = made(&root, HOME).map_err(failed)?;
        let new = made(&home, NEW).map_err(failed)?;
        Ok(Store { shown, home, new })
    }

    /// Whether a file with this digest is there. Its bytes are looked at again when it is put in place.
    pub(crate) fn has(&self, digest: &Digest) -> bool {
        self.new.stat(Path::new(&name_of(digest))).is_some()
    }

    /// Opens a file that was fetched.
    ///
    /// # Errors
    ///
    /// If it cannot be opened.
    pub(crate) fn file(&self, digest: &Digest) -> Result<Option<File>, Error> {
        let name = name_of(digest);
        let opened = self.new.file(Path::new(&name));
        let opened = opened.map_err(|e| Error::io(Doing::Read, self.path_of(digest), e))?;
        Ok(opened.map(|(file, _)| file))
    }

    /// Where that file is, for messages.
    pub(crate) fn path_of(&self, digest: &Digest) -> PathBuf {
        self.shown.join(NEW).join(name_of(digest))
    }

    /// Takes away a file that is not what its name says any more.
    pub(crate) fn forget(&self, digest: &Digest) {
        let _ = self.new.remove_file(Path::new(&name_of(digest)));
    }

    /// Fetches the file at `path`, which is to have this digest.
    ///
    /// # Errors
    ///
    /// If it cannot be read or written, or is too much for the run.
    pub(crate) fn fetch(
        &self,
        path: &str,
        digest: &Digest,
        from: &mut dyn Read,
        budget: &Budget<'_>,
    ) -> Result<Fetched, Error> {
        let name = name_of(digest);
        let part = format!("{name}{PART}");
        let part = Path::new(&part);
        let failed = |e: io::Error| Error::io(Doing::Write, self.path_of(digest), e);
        // What a run that was killed left behind is begun again.
        let _ = self.new.remove_file(part);
        let mut file = self.new.create(part, FILE_MODE).map_err(failed)?;
        let found = fill(&mut file, path, from, budget, &failed);
        drop(file);
        let is_it = matches!(&found, Ok(Some(found)) if found == digest);
        if !is_it {
            let _ = self.new.remove_file(part);
            return found.map(|_| Fetched::Other);
        }
        let renamed = self.new.rename(part, &self.new, Path::new(&name));
        renamed.map(|()| Fetched::Whole).map_err(failed)
    }

    /// Remembers what was put in place.
    ///
    /// # Errors
    ///
    /// If it cannot be written and flushed.
    pub(crate) fn remember(&self, note: &str, key: Option<&Verifier>) -> Result<(), Error> {
        let failed = |name: &'static str| {
            let shown = self.shown.join(name);
            move |e: io::Error| Error::io(Doing::Write, shown, e)
        };
        if let Some(key) = key {
            let key = format!("{}\n", key.text());
            let kept = kept::replace(&self.home, KEY, key.as_bytes(), FILE_MODE);
            kept.map_err(failed(KEY))?;
        }
        let kept = kept::replace(&self.home, SEEN, note.as_bytes(), FILE_MODE);
        kept.map_err(failed(SEEN))
    }

    /// Takes away what was fetched, after it was put in place.
    ///
    /// # Errors
    ///
    /// If it cannot be listed. What cannot be removed stays, and is in nobody's way.
    pub(crate) fn clear(&self) -> Result<(), Error> {
        let failed = |e: io::Error| Error::io(Doing::List, self.shown.join(NEW), e);
        let folder = self.new.inner(Path::new("")).map_err(failed)?;
        for (name, is_folder) in folder.list().map_err(failed)? {
            if !is_folder {
                let _ = self.new.remove_file(Path::new(&name));
            }
        }
        Ok(())
    }
}

/// Writes what comes; its digest, or `None` where it does not end.
fn fill(
    file: &mut File,
    path: &str,
    from: &mut dyn Read,
    budget: &Budget<'_>,
    failed: &dyn Fn(io::Error) -> Error,
) -> Result<Option<Digest>, Error> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut length = 0u64;
    loop {
        match budget.read(from, &mut buffer, path)? {
            0 => return Ok(Some(hasher.finalize().into())),
            read => {
                let piece = buffer.get(..read).unwrap_or_default();
                length = length.saturating_add(read as u64);
                if length > budget.of_file() {
                    return Ok(None);
                }
                hasher.update(piece);
                file.write_all(piece).map_err(failed)?;
            }
        }
    }
}

/// The digest of a file of `folder`; `None` where there is none.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn digest_of(folder: &Folder, path: &str) -> io::Result<Option<(Digest, u64)>> {
    let Some((mut file, stat)) = folder.file(Path::new(path))? else {
        return Ok(None);
    };
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Some((hasher.finalize().into(), stat.length()))),
            Ok(read) => hasher.update(buffer.get(..read).unwrap_or_default()),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

/// The folder `name` of `folder`, made where it is missing.
fn made(folder: &Folder, name: &str) -> io::Result<Folder> {
    match folder.make_folder(Path::new(name), FOLDER_MODE) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
        _ => folder.inner(Path::new(name)),
    }
}

fn name_of(digest: &Digest) -> String {
    base16ct::lower::encode_string(digest)
}

fn damaged(shown: &Path) -> Error {
    let file = shown.display();
    Error::new(Text::new(
        format!(
            "{file} 已损坏：无法得知镜像上次看到的检查点，也就看不出来源是否倒退或分叉，因此未作任何改动。请从备份恢复；确信镜像完好的，可删除该文件，从现有内容重新开始。"
        ),
        format!(
            "{file} is damaged: which checkpoint was seen last is not known, nor whether the source goes back, so nothing was changed. Restore it from a copy; delete it, to begin again from what is there, only if you are sure of the mirror."
        ),
    ))
    .at(shown)
}
