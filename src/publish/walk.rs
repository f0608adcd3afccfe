//! All that a folder holds, looked at by many threads.
//!
//! In go an open folder and what to do with each thing in it; out comes what that gave, in no order. Symbolic links
//! are never followed, and a thread has one folder open at a time. Nothing is made, changed or removed.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::disk::{Folder, FolderFacts};

/// Something in a folder.
pub(crate) struct Entry<'a> {
    /// Below the folder that is walked.
    pub(crate) path: &'a Path,
    /// What it is if it is a folder.
    pub(crate) folder: Option<FolderFacts>,
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
    root: &Folder,
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
    root: &Folder,
    shown: &Path,
    path: &Path,
    visit: &(dyn Fn(&Entry<'_>) -> Next<T> + Sync),
) -> io::Result<Level<T>> {
    let (mut taken, mut folders) = (Vec::new(), Vec::new());
    let open = root.inner(path)?;
    if !path.as_os_str().is_empty() {
        let above = shown.join(path.parent().unwrap_or(path));
        let folder = Some(open.facts(&above)?);
        match visit(&Entry { path, folder }) {
            Next::Skip => return Ok((taken, folders)),
            Next::Pass => {}
            Next::Take(what) => taken.push(what),
        }
    }
    for (name, is_folder) in open.list()? {
        let path = below(path, &name);
        if is_folder {
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

/// The path of a thing in a folder, with the separator of paths of a site on every system.
fn below(folder: &Path, name: &OsStr) -> PathBuf {
    let mut path = folder.as_os_str().to_owned();
    if !path.is_empty() {
        path.push("/");
    }
    path.push(name);
    path.into()
}
