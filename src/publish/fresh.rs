//! A folder that comes into being whole: made beside its place, and put there in one step.
//!
//! In: the path of a folder that is not there yet, or is empty; files. Out: all of them, flushed, or nothing. Never
//! replaces anything; never writes above the folder.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Text;
use crate::disk::{self, Folder, move_folder};
use crate::error::{Doing, Error};
use crate::publish::own_names::{NEW, beside_prefix};
use crate::publish::place::remove_new;
use crate::publish::tree::{self, FILE_MODE, FOLDER_MODE, with_folders};
use crate::publish::{COPY_BYTES, Written};

/// A folder that is being made. Dropped without [`Fresh::commit`] it leaves no trace.
#[derive(Debug)]
pub(crate) struct Fresh {
    to: PathBuf,
    /// Where it is until then.
    at: PathBuf,
    folder: Folder,
    is_placed: bool,
}

impl Fresh {
    /// Begins the folder `to`.
    ///
    /// # Errors
    ///
    /// If there is something already, if the folder that it is to be in is missing, or if the system refuses.
    pub(crate) fn begin(to: &Path) -> Result<Fresh, Error> {
        let failed = |e: io::Error| Error::io(Doing::CreateFolder, to, e);
        let absolute = std::path::absolute(to).map_err(failed)?;
        if is_taken(&absolute).map_err(failed)? {
            return Err(taken(to));
        }
        let mut prefix = beside_prefix(&absolute);
        prefix.push(NEW);
        let beside = absolute.parent().unwrap_or(&absolute);
        remove_new(beside, &absolute);
        let at = disk::new_folder(beside, &prefix, FOLDER_MODE).map_err(failed)?;
        let folder = Folder::open_itself(&at).map_err(failed)?;
        // Whoever is not killed holds a lock.
        let _ = folder.try_lock();
        folder.set_mode(FOLDER_MODE).map_err(failed)?;
        Ok(Fresh {
            to: absolute,
            at,
            folder,
            is_placed: false,
        })
    }

    /// Where its files are meanwhile.
    pub(crate) fn path(&self) -> &Path {
        &self.at
    }

    /// Adds a file.
    ///
    /// # Errors
    ///
    /// If there is one at that path, or if the system refuses.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) -> Result<Written, Error> {
        let mut bytes = bytes;
        self.fill(path, &mut bytes, Path::new(path))
    }

    /// Adds a copy of an open file, which is called `from` in errors.
    ///
    /// # Errors
    ///
    /// As [`Fresh::write`], or if the file cannot be read.
    pub(crate) fn copy(&self, path: &str, file: &File, from: &Path) -> Result<Written, Error> {
        let mut file = file;
        self.fill(path, &mut file, from)
    }

    fn fill(&self, path: &str, bytes: &mut dyn Read, from: &Path) -> Result<Written, Error> {
        let failed = |e: io::Error| Error::io(Doing::Write, self.to.join(path), e);
        let relative = Path::new(path);
        let made = with_folders(&self.folder, relative, true, || {
            self.folder.create(relative, FILE_MODE)
        });
        let mut made = made.map_err(failed)?;
        disk::set_mode(&made, FILE_MODE).map_err(failed)?;
        let (mut hasher, mut written) = (Sha256::new(), Written::default());
        let mut buffer = vec![0; COPY_BYTES];
        loop {
            let read = match bytes.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(Error::io(Doing::Read, from, e)),
            };
            let piece = buffer.get(..read).unwrap_or_default();
            hasher.update(piece);
            made.write_all(piece).map_err(failed)?;
            written.bytes += read as u64;
        }
        written.digest = hasher.finalize().into();
        Ok(written)
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    ///
    /// If something is there by now, or if the system refuses.
    pub(crate) fn commit(mut self) -> Result<(), Error> {
        let failed = |e: io::Error| Error::io(Doing::CreateFolder, &self.to, e);
        let flushed = self.folder.flush_all();
        flushed.map_err(|e| Error::io(Doing::Sync, &self.at, e))?;
        // An empty folder gives way.
        if is_taken(&self.to).map_err(failed)? {
            return Err(taken(&self.to));
        }
        move_folder(&self.folder, &self.at, &self.to).map_err(failed)?;
        self.is_placed = true;
        Ok(())
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        self.folder.unlock();
        if !self.is_placed {
            // What cannot be removed is left to the next one.
            let _ = tree::remove(&self.at);
        }
    }
}

/// Whether there is anything at `path` but an empty folder.
fn is_taken(path: &Path) -> io::Result<bool> {
    match Folder::open_itself(path).and_then(Folder::list) {
        Ok(entries) => Ok(!entries.is_empty()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        // A file, or a link.
        Err(e) => match path.symlink_metadata() {
            Ok(found) if !found.is_dir() => Ok(true),
            _ => Err(e),
        },
    }
}

fn taken(to: &Path) -> Error {
    let shown = to.display();
    Error::new(Text::new(
        format!("{shown} 已经存在，而且不是空文件夹。请另外指定一个新的文件夹；没有写入任何内容。"),
        format!(
            "{shown} is there already, and is no empty folder. Name a new one; nothing was written."
        ),
    ))
    .at(to)
}

#[cfg(test)]
mod tests {
    use super::Fresh;

    #[test]
    fn a_folder_is_there_whole_or_not_at_all() {
        let parent = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let to = parent.path().join("to");
        let begin = || Fresh::begin(&to);
        let names = || std::fs::read_dir(parent.path()).map_or(0, Iterator::count);
        // What a run that was killed left goes with the next one.
        let left = parent.path().join(".to.gongbao-new-abc123");
        std::fs::create_dir(&left).unwrap_or_else(|e| panic!("{e}"));
        let fresh = begin().unwrap_or_else(|e| panic!("{e}"));
        assert!(!left.exists());
        let written = fresh.write("a/b/c", b"text").map(|written| written.bytes);
        assert_eq!(written.ok(), Some(4));
        assert!(fresh.write("a/b/c", b"again").is_err());
        assert!(!to.exists());
        drop(fresh);
        assert_eq!(names(), 0);
        // An empty folder may stand there, and nothing else.
        std::fs::create_dir(&to).unwrap_or_else(|e| panic!("{e}"));
        let fresh = begin().unwrap_or_else(|e| panic!("{e}"));
        assert!(fresh.write("a", b"1").is_ok() && fresh.commit().is_ok());
        assert_eq!(std::fs::read(to.join("a")).ok().as_deref(), Some(&b"1"[..]));
        assert_eq!(names(), 1);
        assert!(begin().is_err());
        std::fs::remove_dir_all(&to).unwrap_or_else(|e| panic!("{e}"));
        std::fs::write(&to, b"file").unwrap_or_else(|e| panic!("{e}"));
        assert!(begin().is_err());
        assert_eq!(names(), 1);
    }
}
