//! Folders on disk: made, linked, looked through for what is not ours, removed.
//!
//! In go open folders and paths below them. This module decides nothing about what is published, and
//! it never follows a symbolic link.

#![expect(
    clippy::disallowed_methods,
    reason = "publish is the only writer of output"
)]

use std::collections::BTreeSet;
use std::fs::{self, FileTimes};
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{Folder, make_writable};
use crate::publish::listing::{Listing, SHA256SUMS};
use crate::publish::own_names::is_reserved;
use crate::publish::path::folders;
use crate::publish::walk::{Entry, Next, walk};

/// Web servers run as another user and must be able to read what we make, whatever the umask.
pub(crate) const FILE_MODE: u32 = 0o644;
/// The same for folders.
pub(crate) const FOLDER_MODE: u32 = 0o755;

/// Does `work`, and again after making the folders above `path` in `root` where they are missing: most
/// files of a site share their folder with one that came before.
///
/// # Errors
///
/// If a folder cannot be made, or what `work` returns.
pub(crate) fn with_folders<T>(
    root: &Folder,
    path: &Path,
    explicit_modes: bool,
    work: impl Fn() -> io::Result<T>,
) -> io::Result<T> {
    match work() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
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
pub(crate) fn make_folder(root: &Folder, path: &Path, explicit_modes: bool) -> io::Result<()> {
    if path.as_os_str().is_empty() {
        return Ok(());
    }
    match with_folders(root, path, explicit_modes, || {
        root.make_folder(path, FOLDER_MODE)
    }) {
        Ok(()) if explicit_modes => root.set_folder_mode(path, FOLDER_MODE),
        Ok(()) => Ok(()),
        // Another thread may have been faster; a file in the way shows itself with the next call.
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(e),
    }
}

/// Gives the file, link or other thing at `path` of `from` the same path in `to`: one more name for the
/// same bytes, or a copy where the file system or its owner allows no second name. Whether it is a second name.
///
/// # Errors
///
/// If `to` has something at `path` already, if it can be neither linked nor copied (a pipe, a device), or if the
/// system refuses.
pub(crate) fn link(
    from: &Folder,
    to: &Folder,
    path: &Path,
    explicit_modes: bool,
) -> io::Result<bool> {
    let is_link = with_folders(to, path, explicit_modes, || from.link(to, path))?;
    if !is_link {
        copy(from, to, path)?;
    }
    Ok(is_link)
}

/// Copies what [`link`] could not link; its folder exists.
fn copy(from: &Folder, to: &Folder, path: &Path) -> io::Result<()> {
    if from.copy_symlink(to, path)? {
        return Ok(());
    }
    let Some((mut source, _)) = from.file(path)? else {
        return Err(io::ErrorKind::Unsupported.into());
    };
    let mut target = to.create(path, FILE_MODE)?;
    io::copy(&mut source, &mut target)?;
    let found = source.metadata()?;
    let times = FileTimes::new()
        .set_accessed(found.accessed()?)
        .set_modified(found.modified()?);
    target.set_times(times)?;
    target.set_permissions(found.permissions())
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
    folder: &Folder,
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
    root: &Folder,
    paths: &[&'p str],
) -> Result<(), (&'p str, io::Error)> {
    use io::ErrorKind as E;
    let mut emptied: BTreeSet<&str> = BTreeSet::new();
    for path in paths {
        match root.remove_file(Path::new(path)) {
            Ok(()) => {}
            // A folder in the place of our file was not made by gongbao and stays.
            Err(e) if matches!(e.kind(), E::NotFound | E::NotADirectory | E::IsADirectory) => {}
            Err(e) => return Err((path, e)),
        }
        emptied.extend(folders(path));
    }
    // From the inside out: a path sorts before what is below it.
    for folder in emptied.into_iter().rev() {
        match root
            .remove_folder(Path::new(folder))
            .map_err(|e| (e.kind(), e))
        {
            Ok(()) => {}
            // One that holds something stays, and so does one on which something is mounted.
            Err((E::DirectoryNotEmpty | E::AlreadyExists | E::ResourceBusy, _))
            | Err((E::NotFound | E::NotADirectory, _)) => {}
            // Passed over, it would stay for good: no later build lists what was in it.
            Err((_, e)) => return Err((folder, e)),
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
                    make_writable(entry.path())?;
                }
            }
            fs::remove_dir_all(path)
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
