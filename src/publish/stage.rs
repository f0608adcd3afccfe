//! The folder in which the new site is made, on the file system of the old one.
//!
//! It comes into being with the first file that differs from the old site, so that a build that
//! changes nothing leaves no trace. Unless it is published it goes when the value is dropped.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::disk::{self, Folder, move_folder};
use crate::error::{Doing, Error};
use crate::publish::place::Place;
use crate::publish::tree::{self, FILE_MODE, FOLDER_MODE};

/// A folder for the new site; afterwards, for the old one until it is removed or left to the next build.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) path: PathBuf,
    /// Whether the umask, or a default access list of the parent, takes rights away that every file
    /// must be given back. Where it does not, thousands of calls are saved.
    pub(crate) explicit_modes: bool,
    /// Whether an earlier build kept it, so that most of the new site is in it.
    pub(crate) is_taken: bool,
    /// Whether it stays when the value is dropped.
    pub(crate) is_left: bool,
    folder: Folder,
    /// Folders in it that are there: a look at each again would be one call in four of those that write a site.
    folders: Mutex<HashSet<PathBuf>>,
    flush: bool,
}

impl Stage {
    /// Makes the folder, empty, and locks it: once swapped it is the output folder.
    ///
    /// # Errors
    ///
    /// If the folder cannot be made or locked, or if its rights cannot be set.
    pub(crate) fn create(place: &Place, flush: bool) -> Result<Stage, Error> {
        let (beside, prefix) = place.stage_prefix();
        let failed = |e: io::Error| Error::io(Doing::CreateFolder, beside.join(&prefix), e);
        let path = disk::new_folder(beside, &prefix, FOLDER_MODE).map_err(failed)?;
        let folder = Folder::open_itself(&path).map_err(failed)?;
        let mut stage = Stage {
            path,
            explicit_modes: false,
            is_taken: false,
            is_left: false,
            folder,
            folders: Mutex::default(),
            flush,
        };
        let given = stage.folder.mode().map_err(failed)?;
        if given & 0o777 != FOLDER_MODE {
            // Where the file system knows no rights, and refuses to set any, nothing is to be given back.
            stage.explicit_modes = match stage.folder.set_mode(FOLDER_MODE) {
                Ok(()) => true,
                Err(e) if e.kind() == io::ErrorKind::PermissionDenied => false,
                Err(e) => return Err(failed(e)),
            };
        }
        stage.folder.try_lock().map_err(|why| failed(why.into()))?;
        Ok(stage)
    }

    /// Makes the folder at `path`, which an earlier build kept and this one has opened and locked, another stage
    /// beside `like`, under a name by which it goes if the build is killed.
    ///
    /// # Errors
    ///
    /// If it cannot be renamed; it then stays where it is.
    pub(crate) fn take(
        place: &Place,
        like: &Stage,
        path: &Path,
        folder: Folder,
    ) -> io::Result<Stage> {
        let (beside, prefix) = place.stage_prefix();
        let empty = disk::new_folder(beside, &prefix, FOLDER_MODE)?;
        // An empty folder is replaced by the one that takes its name.
        if let Err(e) = move_folder(&folder, path, &empty) {
            let _ = tree::remove(&empty);
            return Err(e);
        }
        Ok(Stage {
            path: empty,
            explicit_modes: like.explicit_modes,
            is_taken: true,
            is_left: false,
            folder,
            folders: Mutex::default(),
            flush: like.flush,
        })
    }

    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Removes what stands at its path by now; the folder that was made stays open and locked.
    pub(crate) fn remove(&mut self) {
        // What cannot be removed is left to the next build.
        let _ = tree::remove(&self.path);
        self.is_left = true;
    }

    /// Makes the file `path`, which must not exist.
    ///
    /// # Errors
    ///
    /// If there is a file at `path` already, or if the system refuses.
    pub(crate) fn create_file(&self, path: &Path) -> io::Result<File> {
        self.make_folder_of(path)?;
        let file = self.folder.create(path, FILE_MODE)?;
        if self.explicit_modes {
            disk::set_mode(&file, FILE_MODE)?;
        }
        Ok(file)
    }

    /// Makes the folder that `path` is in, and those above it, unless this was done before.
    ///
    /// # Errors
    ///
    /// If a folder cannot be made. A file that is in its place is no error here: the next call below it fails.
    pub(crate) fn make_folder_of(&self, path: &Path) -> io::Result<()> {
        let Some(folder) = path.parent().filter(|path| !path.as_os_str().is_empty()) else {
            return Ok(());
        };
        let folders = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if folders().contains(folder) {
            return Ok(());
        }
        self.make_folder_of(folder)?;
        tree::make_folder(self.folder(), folder, self.explicit_modes)?;
        folders().insert(folder.to_owned());
        Ok(())
    }

    /// Sees to it that all of the folder survives a loss of power.
    ///
    /// # Errors
    ///
    /// If the file system cannot be flushed. Does nothing, and never fails, for a stage that was made not to flush.
    pub(crate) fn flush(&self) -> Result<(), Error> {
        if !self.flush {
            return Ok(());
        }
        let flushed = self.folder.flush_all();
        flushed.map_err(|e| Error::io(Doing::Sync, &self.path, e))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.folder.unlock();
        if !self.is_left {
            // What cannot be removed is left to the next build.
            let _ = tree::remove(&self.path);
        }
    }
}
