//! An archive in a folder.
//!
//! In: the folder. Out: its files, opened from the open folder on, so that nobody can put another in its place. A link is
//! never followed, whatever is no regular file is never read, and a file that is written to meanwhile is told. Never
//! writes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::disk::{self, NotOpened, said_of_open};
use crate::error::{Doing, Error, reason};
use crate::route::site_path::fault;
use crate::verify::files::{Entry, Files, Oddity, Seen};

/// Bytes that are read at a time.
const READ_BYTES: usize = 64 << 10;

/// A folder that was opened.
#[derive(Debug)]
pub(crate) struct Folder(disk::Folder);

impl Folder {
    /// Opens a folder; its path may be that of a link.
    ///
    /// # Errors
    ///
    /// If it is none, or if the system refuses.
    pub(crate) fn open(path: &Path) -> Result<Folder, Error> {
        let named = match path.as_os_str().is_empty() {
            true => Path::new("."),
            false => path,
        };
        let opened = disk::Folder::open(named);
        let opened = opened.map_err(|error| Error::io(Doing::List, named, error))?;
        Ok(Folder(opened))
    }

    /// Opens a file; `None` where there is none.
    ///
    /// # Errors
    ///
    /// What is odd about it.
    pub(crate) fn opened(&self, path: &str) -> Result<Option<File>, Oddity> {
        if fault(path).is_some() {
            return Ok(None);
        }
        let file = match self.0.file_beneath(path) {
            Ok(file) => file,
            Err(NotOpened::Link | NotOpened::Elsewhere) => return Err(Oddity::Link),
            Err(NotOpened::Device) => return Err(Oddity::NoFile),
            Err(NotOpened::Refused(error)) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(None);
            }
            Err(NotOpened::Refused(error)) => return Err(Oddity::Unreadable(reason(&error))),
        };
        match said_of_open(&file) {
            Some(_) => Ok(Some(file)),
            None => Err(Oddity::NoFile),
        }
    }

    /// Reads a file by `read`, and sees to it that nobody wrote to it meanwhile.
    fn read<T>(
        &self,
        path: &str,
        read: impl FnOnce(&File) -> io::Result<T>,
    ) -> Result<Option<T>, Oddity> {
        let Some(file) = self.opened(path)? else {
            return Ok(None);
        };
        let before = said_of_open(&file);
        let found = read(&file).map_err(|error| Oddity::Unreadable(reason(&error)))?;
        match before.is_some() && said_of_open(&file) == before {
            true => Ok(Some(found)),
            false => Err(Oddity::Changed),
        }
    }
}

impl Files for Folder {
    fn get(&self, path: &str, max: usize) -> Result<Option<Vec<u8>>, Oddity> {
        self.read(path, |file| {
            let mut bytes = Vec::new();
            file.take(max as u64).read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }

    fn seen(&self, path: &str) -> Result<Option<Seen>, Oddity> {
        self.read(path, digest)
    }

    fn entries(&self, folder: &str) -> Result<Option<Vec<Entry>>, Oddity> {
        let listed = match self.0.folder_beneath(folder) {
            Ok(folder) => folder.list(),
            Err(NotOpened::Refused(error)) => Err(error),
            Err(NotOpened::Link | NotOpened::Elsewhere) => return Err(Oddity::Link),
            Err(NotOpened::Device) => return Err(Oddity::NoFile),
        };
        let listed = listed.map_err(|error| Oddity::Unreadable(reason(&error)))?;
        let entries = listed.into_iter().map(|(name, is_folder)| Entry {
            is_text: name.to_str().is_some(),
            name: name.to_string_lossy().into_owned(),
            is_folder,
        });
        Ok(Some(entries.collect()))
    }
}

/// Digest and length of an open file.
pub(crate) fn digest(file: &File) -> io::Result<Seen> {
    let mut hasher = Sha256::new();
    let mut bytes = vec![0; READ_BYTES];
    let mut length = 0;
    let mut file = file;
    loop {
        let read = match file.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(bytes.get(..read).unwrap_or_default());
        length += read as u64;
    }
    Ok(Seen {
        digest: hasher.finalize().into(),
        length,
    })
}

#[cfg(all(test, unix))]
mod tests;
