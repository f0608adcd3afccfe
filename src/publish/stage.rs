//! The folder in which the new site is made, on the file system of the old one.
//!
//! It comes into being with the first file that differs from the old site, so that a build that
//! changes nothing leaves no trace. Unless it is published it goes when the value is dropped.

use std::collections::HashSet;
use std::fs::{File, Permissions};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::fs::{FlockOperation, OFlags, fchmod, fstat, openat};
use rustix::io::Errno;

use crate::error::{Doing, Error};
use crate::publish::place::{Place, open_folder, unlock};
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
    folder: OwnedFd,
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
        let path = tempfile::Builder::new()
            .prefix(&prefix)
            .permissions(Permissions::from_mode(FOLDER_MODE.as_raw_mode()))
            .tempdir_in(beside)
            .map_err(failed)?
            .keep();
        let folder = open_folder(&path).map_err(|e| failed(e.into()))?;
        let mut stage = Stage {
            path,
            explicit_modes: false,
            is_taken: false,
            is_left: false,
            folder,
            folders: Mutex::default(),
            flush,
        };
        let given = fstat(&stage.folder).map_err(|e| failed(e.into()))?.st_mode;
        if given & 0o777 != FOLDER_MODE.as_raw_mode() {
            // Where the file system knows no rights, and refuses to set any, nothing is to be given back.
            stage.explicit_modes = match fchmod(&stage.folder, FOLDER_MODE) {
                Ok(()) => true,
                Err(Errno::PERM) => false,
                Err(e) => return Err(failed(e.into())),
            };
        }
        rustix::fs::flock(&stage.folder, FlockOperation::NonBlockingLockExclusive)
            .map_err(|e| failed(e.into()))?;
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
        folder: OwnedFd,
    ) -> io::Result<Stage> {
        let (beside, prefix) = place.stage_prefix();
        let empty = tempfile::Builder::new()
            .prefix(&prefix)
            .tempdir_in(beside)?;
        // An empty folder is replaced by the one that takes its name.
        rustix::fs::rename(path, empty.path())?;
        Ok(Stage {
            path: empty.keep(),
            explicit_modes: like.explicit_modes,
            is_taken: true,
            is_left: false,
            folder,
            folders: Mutex::default(),
            flush: like.flush,
        })
    }

    pub(crate) fn folder(&self) -> BorrowedFd<'_> {
        self.folder.as_fd()
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
    pub(crate) fn create_file(&self, path: &Path) -> Result<File, Errno> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        self.make_folder_of(path)?;
        let file = openat(self.folder(), path, flags, FILE_MODE)?;
        if self.explicit_modes {
            fchmod(&file, FILE_MODE)?;
        }
        Ok(file.into())
    }

    /// Makes the folder that `path` is in, and those above it, unless this was done before.
    ///
    /// # Errors
    ///
    /// If a folder cannot be made. A file that is in its place is no error here: the next call below it fails.
    pub(crate) fn make_folder_of(&self, path: &Path) -> Result<(), Errno> {
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

    /// Sees to it that all of the folder survives a loss of power. One call for the whole file system:
    /// one for each of 20,000 files takes minutes on a plain disk.
    ///
    /// # Errors
    ///
    /// If the file system cannot be flushed. Does nothing, and never fails, for a stage that was made not to flush.
    pub(crate) fn flush(&self) -> Result<(), Error> {
        if !self.flush {
            return Ok(());
        }
        #[cfg(target_os = "linux")]
        let flushed = rustix::fs::syncfs(&self.folder);
        #[cfg(not(target_os = "linux"))]
        let flushed = {
            rustix::fs::sync();
            Ok::<(), Errno>(())
        };
        flushed.map_err(|e| Error::io(Doing::Sync, &self.path, e))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        unlock(&self.folder);
        if !self.is_left {
            // What cannot be removed is left to the next build.
            let _ = tree::remove(&self.path);
        }
    }
}
