//! All that a folder holds, looked at by many threads.
//!
//! In go an open folder and what to do with each thing in it; out comes what that gave, in no order. Symbolic links
//! are never followed, and a thread has one folder open at a time. Nothing is made, changed or removed.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, fstat, openat, statat};

/// Something in a folder.
pub(crate) struct Entry<'a> {
    /// Below the folder that is walked.
    pub(crate) path: &'a Path,
    /// What it is if it is a folder.
    pub(crate) folder: Option<Folder>,
}

/// A folder in a folder.
pub(crate) struct Folder {
    /// Its rights.
    pub(crate) mode: Mode,
    /// Whether something is mounted on it.
    pub(crate) is_mount: bool,
}

/// What to do after a look at something.
pub(crate) enum Next<T> {
    /// Nothing; of a folder, not even to look into it.
    Skip,
    /// To go on.
    Pass,
    /// To give this to the caller, and to go on.
    Take(T),
}

/// What a folder holds itself: what was taken, and folders to look into.
type Level<T> = (Vec<T>, Vec<PathBuf>);

/// Shows `visit` everything in the folder `root`, whose path is `path`.
///
/// # Errors
///
/// What the system said, and of which folder below `root`.
pub(crate) fn walk<T: Send>(
    root: BorrowedFd<'_>,
    path: &Path,
    visit: &(dyn Fn(&Entry<'_>) -> Next<T> + Sync),
) -> Result<Vec<T>, (PathBuf, io::Error)> {
    let mut all = Vec::new();
    let mut level = vec![PathBuf::new()];
    // Level by level, not by calls within calls: nobody knows how deep other people's folders go.
    while !level.is_empty() {
        let found: Result<Vec<Level<T>>, _> = level
            .into_par_iter()
            .map(|folder| list(root, path, &folder, visit).map_err(|e| (folder, e)))
            .collect();
        level = Vec::new();
        for (taken, folders) in found? {
            all.extend(taken);
            level.extend(folders);
        }
    }
    Ok(all)
}

fn list<T>(
    root: BorrowedFd<'_>,
    shown: &Path,
    path: &Path,
    visit: &(dyn Fn(&Entry<'_>) -> Next<T> + Sync),
) -> io::Result<Level<T>> {
    let (mut taken, mut folders) = (Vec::new(), Vec::new());
    let is_root = path.as_os_str().is_empty();
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let at = if is_root { Path::new(".") } else { path };
    let open: OwnedFd = openat(root, at, flags, Mode::empty())?;
    if !is_root {
        let above = shown.join(path.parent().unwrap_or(path));
        let folder = Folder {
            mode: Mode::from_raw_mode(fstat(&open)?.st_mode),
            is_mount: is_mount(&open, &above)?,
        };
        match visit(&Entry {
            path,
            folder: Some(folder),
        }) {
            Next::Skip => return Ok((taken, folders)),
            Next::Pass => {}
            Next::Take(what) => taken.push(what),
        }
    }
    for entry in Dir::new(open)? {
        let entry = entry?;
        let name = entry.file_name().to_bytes();
        if name == b"." || name == b".." {
            continue;
        }
        let path = path.join(OsStr::from_bytes(name));
        let kind = match entry.file_type() {
            // Some file systems do not say it here.
            FileType::Unknown => {
                let found = statat(root, &path, AtFlags::SYMLINK_NOFOLLOW)?;
                FileType::from_raw_mode(found.st_mode)
            }
            known => known,
        };
        if kind.is_dir() {
            folders.push(path);
        } else if let Next::Take(what) = visit(&Entry {
            path: &path,
            folder: None,
        }) {
            taken.push(what);
        }
    }
    Ok((taken, folders))
}

/// Whether something is mounted on the open folder `folder`; `above` is the path of the folder that it is in.
///
/// # Errors
///
/// If the folder cannot be examined.
#[cfg_attr(
    target_os = "linux",
    expect(unused_variables, reason = "Linux says it without a look at `above`")
)]
pub(crate) fn is_mount(folder: impl AsFd, above: &Path) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{StatxAttributes, StatxFlags, statx};
        let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::EMPTY_PATH;
        let found = statx(folder, "", flags, StatxFlags::TYPE)?;
        Ok(found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
    }
    #[cfg(not(target_os = "linux"))]
    {
        use rustix::fs::{fstat, stat};
        Ok(fstat(folder)?.st_dev != stat(above)?.st_dev)
    }
}
