//! The folder in which the new site is made, on the file system of the old one.
//!
//! It comes into being with the first file that differs from the old site, so that a build that
//! changes nothing leaves no trace. Unless it is published it goes when the value is dropped.

use std::fs::{File, Permissions};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags, fchmod, fstat, openat};
use rustix::io::Errno;

use crate::error::{Doing, Error};
use crate::publish::place::{Place, open_folder, unlock};
use crate::publish::tree::{self, FILE_MODE, FOLDER_MODE, with_folders};

/// A folder for the new site; afterwards, for the old one until it is removed.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) path: PathBuf,
    /// Whether the umask, or a default access list of the parent, takes rights away that every file
    /// must be given back. Where it does not, thousands of calls are saved.
    pub(crate) explicit_modes: bool,
    folder: OwnedFd,
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
        let failed = |e: std::io::Error| Error::io(Doing::CreateFolder, beside.join(&prefix), e);
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
            folder,
            flush,
        };
        let given = fstat(&stage.folder).map_err(|e| failed(e.into()))?.st_mode;
        if given & 0o777 != FOLDER_MODE.as_raw_mode() {
            stage.explicit_modes = true;
            fchmod(&stage.folder, FOLDER_MODE).map_err(|e| failed(e.into()))?;
        }
        rustix::fs::flock(&stage.folder, FlockOperation::NonBlockingLockExclusive)
            .map_err(|e| failed(e.into()))?;
        Ok(stage)
    }

    pub(crate) fn folder(&self) -> BorrowedFd<'_> {
        self.folder.as_fd()
    }

    /// Makes the file `path`, which must not exist.
    ///
    /// # Errors
    ///
    /// If there is a file at `path` already, or if the system refuses.
    pub(crate) fn create_file(&self, path: &Path) -> Result<File, Errno> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let file = with_folders(self.folder(), path, self.explicit_modes, || {
            openat(self.folder(), path, flags, FILE_MODE)
        })?;
        if self.explicit_modes {
            fchmod(&file, FILE_MODE)?;
        }
        Ok(file.into())
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
        // What cannot be removed is left to the next build.
        let _ = tree::remove(&self.path);
    }
}
