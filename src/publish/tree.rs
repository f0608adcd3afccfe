//! Folders on disk: made, linked, looked through for what is not ours, removed.
//!
//! In go open folders and paths below them. This module decides nothing about what is published, and
//! it never follows a symbolic link.

#![expect(
    clippy::disallowed_methods,
    reason = "publish is the only writer of output"
)]

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::BorrowedFd;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Mode, OFlags, Timestamps, linkat, mkdirat, openat, unlinkat};
use rustix::io::Errno;

use crate::publish::listing::{Listing, SHA256SUMS};
use crate::publish::own_names::is_reserved;
use crate::publish::path::folders;
use crate::publish::walk::{Entry, Next, walk};
use crate::stat::Stat;

/// Web servers run as another user and must be able to read what we make, whatever the umask.
pub(crate) const FILE_MODE: Mode = Mode::from_raw_mode(0o644);
/// The same for folders.
pub(crate) const FOLDER_MODE: Mode = Mode::from_raw_mode(0o755);

/// Gives the folder at `path` [`FOLDER_MODE`].
///
/// # Errors
///
/// If there is no such folder, or if it belongs to another user.
pub(crate) fn set_folder_mode(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(FOLDER_MODE.as_raw_mode()))
}

/// Does `work`, and again after making the folders above `path` in `root` where they are missing: most
/// files of a site share their folder with one that came before.
///
/// # Errors
///
/// If a folder cannot be made, or what `work` returns.
pub(crate) fn with_folders<T>(
    root: BorrowedFd<'_>,
    path: &Path,
    explicit_modes: bool,
    work: impl Fn() -> Result<T, Errno>,
) -> Result<T, Errno> {
    match work() {
        Err(Errno::NOENT) => {
            if let Some(folder) = path.parent() {
                make_folder(root, folder, explicit_modes)?;
            }
            work()
        }
        done => done,
    }
}

/// Makes the folder `path` in `root`, and those above it; one that is there already is left as it is.
///
/// # Errors
///
/// If a folder cannot be made. A file that is in its place is no error here: the next call below it fails.
pub(crate) fn make_folder(
    root: BorrowedFd<'_>,
    path: &Path,
    explicit_modes: bool,
) -> Result<(), Errno> {
    if path.as_os_str().is_empty() {
        return Ok(());
    }
    match with_folders(root, path, explicit_modes, || {
        mkdirat(root, path, FOLDER_MODE)
    }) {
        Ok(()) if explicit_modes => rustix::fs::chmodat(root, path, FOLDER_MODE, AtFlags::empty()),
        // Another thread may have been faster; a file in the way shows itself with the next call.
        Ok(()) | Err(Errno::EXIST) => Ok(()),
        Err(e) => Err(e),
    }
}

/// Opens the file `path` of `root` for reading; `None` where there is no regular file. What the file system says of
/// it is asked after it was opened, and before it is read.
///
/// # Errors
///
/// If there is a file and it cannot be opened.
pub(crate) fn open_file(root: BorrowedFd<'_>, path: &Path) -> Result<Option<(File, Stat)>, Errno> {
    // Without NONBLOCK a pipe that was put there would hold the build up for ever.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = match openat(root, path, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::NXIO) => return Ok(None),
        Err(e) => return Err(e),
    };
    let found = Stat::of_regular(&rustix::fs::fstat(&file)?);
    Ok(found.map(|found| (file, found)))
}

/// Gives the file, link or other thing at `path` of `from` the same path in `to`: one more name for the
/// same bytes, or a copy where the file system or its owner allows no second name. Whether it is a second name.
///
/// # Errors
///
/// If `to` has something at `path` already, if it can be neither linked nor copied (a pipe, a device), or if the
/// system refuses.
pub(crate) fn link(
    from: BorrowedFd<'_>,
    to: BorrowedFd<'_>,
    path: &Path,
    explicit_modes: bool,
) -> io::Result<bool> {
    let linked = with_folders(to, path, explicit_modes, || {
        linkat(from, path, to, path, AtFlags::empty())
    });
    match linked {
        Ok(()) => Ok(true),
        Err(Errno::PERM | Errno::ACCESS | Errno::MLINK | Errno::NOTSUP | Errno::NOSYS) => {
            copy(from, to, path).map(|()| false)
        }
        Err(e) => Err(e.into()),
    }
}

/// Copies what [`link`] could not link; its folder exists.
fn copy(from: BorrowedFd<'_>, to: BorrowedFd<'_>, path: &Path) -> io::Result<()> {
    let found = rustix::fs::statat(from, path, AtFlags::SYMLINK_NOFOLLOW)?;
    if rustix::fs::FileType::from_raw_mode(found.st_mode).is_symlink() {
        let target = rustix::fs::readlinkat(from, path, Vec::new())?;
        return Ok(rustix::fs::symlinkat(target, to, path)?);
    }
    let Some((mut source, _)) = open_file(from, path)? else {
        return Err(io::ErrorKind::Unsupported.into());
    };
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    let mut target = File::from(openat(to, path, flags, FILE_MODE)?);
    io::copy(&mut source, &mut target)?;
    target.set_permissions(source.metadata()?.permissions())?;
    let times = Timestamps {
        last_access: rustix::fs::Timespec {
            tv_sec: found.st_atime as _,
            tv_nsec: found.st_atime_nsec as _,
        },
        last_modification: rustix::fs::Timespec {
            tv_sec: found.st_mtime as _,
            tv_nsec: found.st_mtime_nsec as _,
        },
    };
    Ok(rustix::fs::futimens(&target, &times)?)
}

/// Gives the folder `path` of `to` the rights that it has in `from`.
///
/// # Errors
///
/// If the folder is missing from either, or if its rights cannot be set.
pub(crate) fn copy_mode(
    from: BorrowedFd<'_>,
    to: BorrowedFd<'_>,
    path: &Path,
) -> Result<(), Errno> {
    let found = rustix::fs::statat(from, path, AtFlags::SYMLINK_NOFOLLOW)?;
    let mode = Mode::from_raw_mode(found.st_mode);
    rustix::fs::chmodat(to, path, mode, AtFlags::empty())
}

/// What a folder holds that gongbao did not make, in the order of its paths.
#[derive(Debug, Default)]
pub(crate) struct Foreign {
    /// Files, links and whatever else is no folder.
    pub(crate) files: Vec<PathBuf>,
    /// Folders that no listed file is in.
    pub(crate) folders: Vec<PathBuf>,
    /// A folder on which something is mounted.
    pub(crate) mount: Option<PathBuf>,
}

/// Walks the folder at `out` for what `listing` does not account for.
///
/// # Errors
///
/// If a folder below `out` cannot be listed: which, and why.
pub(crate) fn foreign(
    out: &Path,
    folder: BorrowedFd<'_>,
    listing: &Listing,
) -> Result<Foreign, (PathBuf, io::Error)> {
    let visit = |entry: &Entry<'_>| {
        let path = entry.path;
        let name = path.as_os_str();
        if is_reserved(name) || name == SHA256SUMS {
            return Next::Skip;
        }
        let text = path.to_str();
        let (is_ours, is_mount) = match &entry.folder {
            Some(folder) => (
                text.is_some_and(|path| listing.has_below(path)),
                folder.is_mount,
            ),
            None => (text.is_some_and(|path| listing.contains(path)), false),
        };
        if is_ours && !is_mount {
            return Next::Pass;
        }
        Next::Take((path.to_owned(), entry.folder.is_some(), is_ours, is_mount))
    };
    let mut all = walk(folder, out, &visit)?;
    all.sort_unstable();
    let mut found = Foreign::default();
    for (path, is_folder, is_ours, is_mount) in all {
        if is_mount && found.mount.is_none() {
            found.mount = Some(path.clone());
        }
        match (is_ours, is_folder) {
            (true, _) => {}
            (false, true) => found.folders.push(path),
            (false, false) => found.files.push(path),
        }
    }
    Ok(found)
}

/// Removes files of `root` as far as they are there, and the folders that this leaves empty.
///
/// # Errors
///
/// If a file, or a folder that is empty, cannot be removed: which, and why.
pub(crate) fn remove_files<'p>(
    root: BorrowedFd<'_>,
    paths: &[&'p str],
) -> Result<(), (&'p str, io::Error)> {
    let mut emptied: BTreeSet<&str> = BTreeSet::new();
    for path in paths {
        match unlinkat(root, *path, AtFlags::empty()) {
            // A folder in the place of our file was not made by gongbao and stays.
            Ok(()) | Err(Errno::NOENT | Errno::NOTDIR | Errno::ISDIR) => {
                emptied.extend(folders(path));
            }
            Err(e) => return Err((path, e.into())),
        }
    }
    // From the inside out: a path sorts before what is below it.
    for folder in emptied.into_iter().rev() {
        match unlinkat(root, folder, AtFlags::REMOVEDIR) {
            // One that holds something stays, and so does one on which something is mounted.
            Ok(())
            | Err(Errno::NOTEMPTY | Errno::EXIST | Errno::NOENT | Errno::NOTDIR | Errno::BUSY) => {}
            // Passed over, it would stay for good: no later build lists what was in it.
            Err(e) => return Err((folder, e.into())),
        }
    }
    Ok(())
}

/// Removes the folder `path` and all in it. Folders that may not be written to are made so: they are
/// ours, or second names of what lives on elsewhere.
///
/// # Errors
///
/// If something in it cannot be removed. A folder that is missing is no error.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
            for entry in walkdir::WalkDir::new(path).into_iter().flatten() {
                if entry.file_type().is_dir() {
                    fs::set_permissions(entry.path(), Permissions::from_mode(0o700))?;
                }
            }
            fs::remove_dir_all(path)
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
