//! The output folder before anything is written: found, locked, and checked to be gongbao's own.
//!
//! In goes the path that the user gave; out comes a [`Place`] that holds the lock, what the last build
//! listed, and nothing half-done by a build that was killed. A folder that holds other people's work
//! is refused here. This module never touches a published file.

#![expect(
    clippy::disallowed_methods,
    reason = "publish is the only writer of output"
)]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::Text;
use crate::disk::{self, Folder, NotLocked};
use crate::error::{Doing, Error};
use crate::publish::kind::{Kind, refuse_other};
use crate::publish::listing::{Listing, SHA256SUMS};
use crate::publish::own_names::{
    INSIDE_PREFIX, KEPT, LEAVING, NEW, OLD, PENDING, beside_prefix, made_by_builds,
};
use crate::publish::tree;
use crate::publish::tree::FOLDER_MODE;
use crate::route::is_of_log;

/// An output folder that this build alone may write to, as long as the value lives.
#[derive(Debug)]
pub(crate) struct Place {
    /// The folder as the user named it, for messages.
    pub(crate) shown: PathBuf,
    /// Its real path.
    pub(crate) out: PathBuf,
    /// The folder that holds it.
    pub(crate) parent: PathBuf,
    /// Whether files are replaced one by one instead of the folder as a whole.
    pub(crate) in_place: bool,
    /// What earlier builds made.
    pub(crate) listing: Listing,
    /// Which of it the published site did not have any more and which stayed for one more publication; nothing where
    /// one was interrupted since.
    pub(crate) leaving: Listing,
    /// Whether a build in place was interrupted.
    pub(crate) pending: bool,
    /// Files of the log that interrupted builds in place were putting there.
    pub(crate) unfinished: Vec<Box<str>>,
    /// Whether the folder held, if anything, dot files.
    pub(crate) fresh: bool,
    /// Folders that were made for this build and go if it publishes nothing, outermost first.
    pub(crate) created: Vec<PathBuf>,
    folder: Folder,
}

impl Place {
    /// Finds, locks and examines the folder `shown`, which is made if it is missing; one that was
    /// published before must be of this `kind`.
    ///
    /// # Errors
    ///
    /// If another build has locked the folder, if it holds files that gongbao did not make, if it cannot be swapped
    /// and `in_place` is not set, or if the system refuses.
    pub(crate) fn open(shown: &Path, kind: Kind, in_place: bool) -> Result<Place, Error> {
        let mut created = Created(Vec::new());
        let (parent, out) = resolve(shown, kind, in_place, &mut created)?;
        restore_moved_aside(shown, &parent, &out)?;
        if !in_place && fs::symlink_metadata(&out).is_ok_and(|found| found.is_symlink()) {
            let reason = Text::new("它是符号链接", "it is a symbolic link");
            return Err(Error::unswappable(shown, &reason));
        }
        create_folders(&out, &mut created)?;
        let folder = lock(shown, &out)?;
        if !in_place {
            check_swappable(shown, &parent, &folder)?;
        }
        remove_leftovers(&parent, &out);
        let Found {
            listing,
            leaving,
            unfinished,
            pending,
            fresh,
        } = examine(shown, kind, &out)?;
        Ok(Place {
            shown: shown.to_owned(),
            out,
            parent,
            in_place,
            listing,
            leaving,
            pending,
            unfinished,
            fresh,
            created: std::mem::take(&mut created.0),
            folder,
        })
    }

    /// The folder itself: the one that was locked, whatever its path leads to by now.
    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Whether the folder is still where it was found.
    pub(crate) fn is_there(&self) -> bool {
        self.folder.is_at(&self.out)
    }

    /// `path` below the folder as the user named it.
    pub(crate) fn show(&self, path: impl AsRef<Path>) -> PathBuf {
        self.shown.join(path)
    }

    /// Where and under which beginning of a name a folder for the new site is made.
    pub(crate) fn stage_prefix(&self) -> (&Path, OsString) {
        if self.in_place {
            (&self.out, OsString::from(format!("{INSIDE_PREFIX}{NEW}")))
        } else {
            (&self.parent, self.beside(NEW))
        }
    }

    /// How the name begins to which the old site is moved aside.
    pub(crate) fn aside_prefix(&self) -> OsString {
        self.beside(OLD)
    }

    /// The name under which the folder `stage`, which a build made for itself, waits for the next build.
    pub(crate) fn kept_name(&self, stage: &OsStr) -> OsString {
        let prefix = self.beside(NEW);
        let stage = stage.as_encoded_bytes();
        let unique = stage.strip_prefix(prefix.as_encoded_bytes());
        let mut name = self.beside(KEPT);
        name.push(str::from_utf8(unique.unwrap_or_default()).unwrap_or_default());
        name
    }

    fn beside(&self, kind: &str) -> OsString {
        let mut name = beside_prefix(&self.out);
        name.push(kind);
        name
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // The lock goes last: no other build may find a folder that is about to be removed.
        drop(Created(std::mem::take(&mut self.created)));
        self.folder.unlock();
    }
}

/// Folders that are removed again unless they are taken out of here; one that is no longer empty stays.
struct Created(Vec<PathBuf>);

impl Drop for Created {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// The real paths of the parent and of the folder itself; the folder may be missing.
fn resolve(
    shown: &Path,
    kind: Kind,
    in_place: bool,
    created: &mut Created,
) -> Result<(PathBuf, PathBuf), Error> {
    let real = |path: &Path| fs::canonicalize(path).map_err(|e| Error::io(Doing::Read, path, e));
    // `.` and `..` have no name of their own, and in place a link is followed.
    let whole = shown.file_name().is_none() || (in_place && shown.exists());
    let out = if whole {
        real(shown)?
    } else {
        let parent = match shown.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        create_folders(parent, created)?;
        real(parent)?.join(shown.file_name().unwrap_or_default())
    };
    match out.parent() {
        Some(parent) => Ok((parent.to_owned(), out)),
        None => Err(Error::not_ours(shown, &kind.noun())),
    }
}

/// Makes `folder` and what is missing above it.
fn create_folders(folder: &Path, created: &mut Created) -> Result<(), Error> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|path| !path.as_os_str().is_empty() && !path.exists())
        .collect();
    for path in missing.into_iter().rev() {
        match fs::create_dir(path) {
            Ok(()) => created.0.push(path.to_owned()),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(Error::io(Doing::CreateFolder, path, e)),
        }
        // The umask must not keep a web server out. A share may know no rights, and refuse to set any.
        match disk::set_folder_mode(path, FOLDER_MODE) {
            Err(e) if e.kind() != io::ErrorKind::PermissionDenied => {
                return Err(Error::io(Doing::CreateFolder, path, e));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Locks the folder itself: a lock file would be litter beside it, or in it. A swap puts another folder
/// in its place, which the build that swaps has locked as well; so the folder is compared once more after locking.
///
/// # Errors
///
/// If another build has locked it, if it is not what `out` leads to any more, or if the system refuses.
pub(crate) fn lock(shown: &Path, out: &Path) -> Result<Folder, Error> {
    let folder = Folder::open_itself(out).map_err(|e| Error::io(Doing::List, shown, e))?;
    match folder.try_lock() {
        Ok(()) if folder.is_at(out) => Ok(folder),
        Ok(()) | Err(NotLocked::Taken) => Err(Error::locked(shown)),
        Err(e) => Err(Error::io(Doing::Lock, shown, e)),
    }
}

/// See [`crate::publish::locked`].
///
/// # Errors
///
/// If another program has locked it, if another folder took its place, or if the system refuses.
pub(crate) fn locked(shown: &Path) -> Result<Folder, Error> {
    let named = match shown.as_os_str().is_empty() {
        true => Path::new("."),
        false => shown,
    };
    let folder = Folder::open(named).map_err(|e| Error::io(Doing::List, shown, e))?;
    match folder.try_lock() {
        Ok(()) | Err(NotLocked::NoLocks) if is_still_at(&folder, named) => Ok(folder),
        Ok(()) | Err(NotLocked::Taken | NotLocked::NoLocks) => Err(Error::locked(shown)),
        Err(e) => Err(Error::io(Doing::Lock, shown, e)),
    }
}

/// Whether an open folder is still what `path`, which may be that of a link, leads to.
fn is_still_at(folder: &Folder, path: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|path| folder.is_at(&path))
}

fn check_swappable(shown: &Path, parent: &Path, folder: &Folder) -> Result<(), Error> {
    let is_mount = folder.is_mount(parent);
    let is_mount = is_mount.map_err(|e| Error::io(Doing::Read, shown, e))?;
    if is_mount {
        let reason = Text::new("它是挂载点", "it is a mount point");
        return Err(Error::unswappable(shown, &reason));
    }
    if disk::may_write(parent) {
        return Ok(());
    }
    let parent = parent.display();
    let reason = Text::new(
        format!("不能写入其上级文件夹 {parent}"),
        format!("the folder that holds it, {parent}, cannot be written to"),
    );
    Err(Error::unswappable(shown, &reason))
}

/// Puts back the old site where a build was killed after it had moved it aside and before the new one
/// took its place.
fn restore_moved_aside(shown: &Path, parent: &Path, out: &Path) -> Result<(), Error> {
    if fs::symlink_metadata(out).is_ok() {
        return Ok(());
    }
    let aside = made_by_builds(parent, &beside_prefix(out), OLD)
        .map_err(|e| Error::io(Doing::List, parent, e))?;
    let Some(aside) = aside.first() else {
        return Ok(());
    };
    // A build that is just between its two renames holds the lock of the folder that it moved.
    let folder = lock(shown, aside)?;
    let renamed = disk::move_folder(&folder, aside, out);
    let renamed = renamed.map_err(|e| Error::io(Doing::Rename, aside, e));
    folder.unlock();
    renamed
}

/// Removes what runs that were killed left beside `out`, which they were making anew.
pub(crate) fn remove_new(parent: &Path, out: &Path) {
    remove_of(parent, &beside_prefix(out), NEW);
}

/// Removes folders of one kind that nobody has locked.
fn remove_of(folder: &Path, prefix: &OsStr, kind: &str) {
    for leftover in made_by_builds(folder, prefix, kind).unwrap_or_default() {
        if let Ok(_lock) = lock(&leftover, &leftover) {
            let _ = tree::remove(&leftover);
        }
    }
}

/// Removes what killed builds left. What cannot be removed stays, and is in the way of no later build.
fn remove_leftovers(parent: &Path, out: &Path) {
    let beside = beside_prefix(out);
    let places = [
        (parent, beside.as_os_str(), NEW),
        (parent, beside.as_os_str(), OLD),
        (out, OsStr::new(INSIDE_PREFIX), NEW),
    ];
    for (folder, prefix, kind) in places {
        remove_of(folder, prefix, kind);
    }
}

/// What is found in the folder: see [`Place`].
#[derive(Default)]
struct Found {
    listing: Listing,
    leaving: Listing,
    unfinished: Vec<Box<str>>,
    pending: bool,
    fresh: bool,
}

/// What earlier builds listed, what of it was to stay for one more publication alone, whether one was interrupted, and
/// whether nothing but dot files is there.
fn examine(shown: &Path, kind: Kind, out: &Path) -> Result<Found, Error> {
    let ours = |listing: &Listing| kind.is_listed_by(listing);
    let list = |name: &str| match read_list(&out.join(name), |_, _| {})? {
        None => Ok(None),
        Some(listing) => refuse_other(shown, kind, &listing).map(|()| Some(listing).filter(ours)),
    };
    let (sums, pending) = (list(SHA256SUMS)?, list(PENDING)?);
    let leaving = leaving(out)?;
    // A tool that takes lists has no other way to say it.
    let is_underway = |listing: &Listing| listing.iter().any(|path| leaving.contains(path));
    let interrupted = pending.is_some() || sums.as_ref().is_some_and(is_underway);
    if sums.is_none() && !interrupted {
        let entries = fs::read_dir(out).map_err(|e| Error::io(Doing::List, shown, e))?;
        for entry in entries {
            let entry = entry.map_err(|e| Error::io(Doing::List, shown, e))?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                return Err(Error::not_ours(shown, &kind.noun()));
            }
        }
        return Ok(Found {
            fresh: true,
            ..Found::default()
        });
    }
    let sums = sums.unwrap_or_default();
    // What the log got is never taken for a file of the site, which goes when the site no longer has it.
    let (pending, unfinished) = pending.unwrap_or_default().without(is_of_log);
    let listing = sums.union(&pending).union(&leaving);
    let leaving = match interrupted {
        // Which of it has stayed long enough is no longer known.
        true => Listing::default(),
        false => leaving,
    };
    Ok(Found {
        listing,
        leaving,
        unfinished,
        pending: interrupted,
        fresh: false,
    })
}

/// See [`crate::publish::listed`].
///
/// # Errors
///
/// If the list is there and cannot be read.
pub(crate) fn listed(
    out: &Path,
    kind: Kind,
    seen: impl FnMut(&str, &[u8]),
) -> Result<Vec<Box<str>>, Error> {
    let list = read_list(&out.join(SHA256SUMS), seen)?;
    let list = list.filter(|listing| kind.is_listed_by(listing));
    Ok(list.unwrap_or_default().into_paths())
}

/// See [`crate::publish::refuse_kind`].
///
/// # Errors
///
/// If the folder holds the other of a site and a preview, or its list cannot be read.
pub(crate) fn refuse_kind(out: &Path, kind: Kind) -> Result<(), Error> {
    match read_list(&out.join(SHA256SUMS), |_, _| {})? {
        Some(listing) => refuse_other(out, kind, &listing),
        None => Ok(()),
    }
}

/// A published file below `out`, if it is a file of at most `max` bytes.
pub(crate) fn published(out: &Path, path: &str, max: u64) -> Option<Vec<u8>> {
    let path = out.join(path);
    let found = fs::symlink_metadata(&path).ok()?;
    if !found.is_file() || found.len() > max {
        return None;
    }
    fs::read(&path).ok()
}

/// See [`crate::publish::begins`].
///
/// # Errors
///
/// If there is something at `path` and it cannot be read.
pub(crate) fn begins(folder: &Path, path: &str, max: usize) -> Result<Option<Vec<u8>>, Error> {
    let at = folder.join(path);
    let failed = |e| Error::io(Doing::Read, &at, e);
    let found = match fs::symlink_metadata(&at) {
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(None);
        }
        found => found.map_err(failed)?,
    };
    if !found.is_file() {
        return Err(failed(io::ErrorKind::InvalidData.into()));
    }
    let mut bytes = Vec::new();
    let file = File::open(&at).map_err(failed)?;
    file.take(max as u64)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(Some(bytes))
}

/// See [`crate::publish::leaving`].
///
/// # Errors
///
/// If the list is there and cannot be read.
pub(crate) fn leaving(out: &Path) -> Result<Listing, Error> {
    Ok(read_list(&out.join(LEAVING), |_, _| {})?.unwrap_or_default())
}

/// The list at `path`; `None` where there is none, or something else.
fn read_list(path: &Path, seen: impl FnMut(&str, &[u8])) -> Result<Option<Listing>, Error> {
    let failed = |e| Error::io(Doing::Read, path, e);
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => {
            let file = File::open(path).map_err(failed)?;
            Listing::read(file, seen).map_err(failed)
        }
        Ok(_) => Ok(None),
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(e) => Err(failed(e)),
    }
}
