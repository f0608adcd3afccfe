//! The calls of Windows, which knows files by their paths alone: each thing is looked at before it is opened, and what
//! would lead elsewhere is not. There are no rights to give, since folders inherit theirs; two folders never swap in one
//! step; and a lock is a file beside the folder that goes with the process. A folder that is open could not be
//! renamed, so that none is kept open.

#![expect(
    clippy::disallowed_methods,
    reason = "it has the calls of Windows for all who may make them"
)]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use winapi_util::file::{Information, information};

use crate::disk::{FolderFacts, NotLocked, NotOpened};
use crate::stat::{FileTime, Stat};

/// As a folder is opened, and a link rather than what it leads to (`FILE_FLAG_BACKUP_SEMANTICS` and
/// `FILE_FLAG_OPEN_REPARSE_POINT`).
const ITSELF: u32 = 0x0200_0000 | 0x0020_0000;
/// The file goes when nobody has it open any more, whatever becomes of the process (`FILE_FLAG_DELETE_ON_CLOSE`).
const GOES_WITH_US: u32 = 0x0400_0000;
/// What the system says of a file that another program has open (`ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`).
const IN_USE: [i32; 2] = [32, 33];
/// What it says where a process has too many (`ERROR_TOO_MANY_OPEN_FILES`).
const OUT_OF_FILES: i32 = 4;
/// Where a file can have no more names, or none at all (`ERROR_INVALID_FUNCTION`, `ERROR_ACCESS_DENIED`,
/// `ERROR_NOT_SUPPORTED`, `ERROR_TOO_MANY_LINKS`).
const NO_SECOND_NAME: [i32; 4] = [1, 5, 50, 1142];
/// How the name of a lock ends.
const LOCK: &str = ".gongbao-lock";
/// How the name begins of a file that tells the time.
const CLOCK: &str = ".gongbao-clock-";
/// The rights that everything has.
const MODE: u32 = 0o755;

/// A folder by its path, which follows where this program moves it.
#[derive(Debug)]
pub(crate) struct Folder {
    path: Mutex<PathBuf>,
    identity: (u64, u64),
    lock: Mutex<Option<File>>,
}

impl Folder {
    /// Finds a folder; its path may be that of a link.
    ///
    /// # Errors
    ///
    /// If it is no folder, or if the system refuses.
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        Folder::at(fs::canonicalize(path)?)
    }

    /// Finds a folder, and no link to one.
    ///
    /// # Errors
    ///
    /// If it is a link or no folder, or if the system refuses.
    pub(crate) fn open_itself(path: &Path) -> io::Result<Folder> {
        if !fs::symlink_metadata(path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        // Below such a path names are what they are: `nul` is a file, and `a.` has its dot.
        Folder::at(fs::canonicalize(path)?)
    }

    fn at(path: PathBuf) -> io::Result<Folder> {
        if !fs::symlink_metadata(&path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        Ok(Folder {
            identity: identity(&looked_at(&path)?),
            path: Mutex::new(path),
            lock: Mutex::default(),
        })
    }

    fn path(&self) -> PathBuf {
        held(&self.path).clone()
    }

    fn below(&self, path: &Path) -> PathBuf {
        held(&self.path).join(path)
    }

    /// Finds the folder at `path` below this one, and no link to one; an empty path is this folder, once more.
    ///
    /// # Errors
    ///
    /// If it is a link or no folder, or if the system refuses.
    pub(crate) fn inner(&self, path: &Path) -> io::Result<Folder> {
        Folder::at(match path.as_os_str().is_empty() {
            true => self.path(),
            false => self.below(path),
        })
    }

    /// Finds the folder `path`, whose segments are separated by `/`.
    ///
    /// # Errors
    ///
    /// If one of them is a link, no folder, or `..`; or if the system refuses.
    pub(crate) fn folder_beneath(&self, path: &str) -> Result<Folder, NotOpened> {
        let found = self.way(path)?;
        if !fs::symlink_metadata(&found)?.is_dir() {
            return Err(NotOpened::Elsewhere);
        }
        Ok(Folder::at(found)?)
    }

    /// Opens what is at `path`, whose segments are separated by `/`.
    ///
    /// # Errors
    ///
    /// If it is a link, or if a segment before it is one or is `..`; or if the system refuses.
    pub(crate) fn file_beneath(&self, path: &str) -> Result<File, NotOpened> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = self.way(folders)?;
        if !is_plain(name) {
            return Err(NotOpened::Elsewhere);
        }
        let path = folder.join(name);
        let found = fs::symlink_metadata(&path)?;
        if found.is_symlink() {
            return Err(NotOpened::Link);
        }
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(ITSELF)
            .open(path)?;
        match file.metadata()?.is_symlink() {
            true => Err(NotOpened::Link),
            false => Ok(file),
        }
    }

    /// The path of a folder below, if no segment of it leads elsewhere.
    fn way(&self, path: &str) -> Result<PathBuf, NotOpened> {
        let mut way = self.path();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            if !is_plain(segment) {
                return Err(NotOpened::Elsewhere);
            }
            way.push(segment);
            if !fs::symlink_metadata(&way)?.is_dir() {
                return Err(NotOpened::Elsewhere);
            }
        }
        Ok(way)
    }

    /// Opens the file `path` for reading; `None` where there is no regular file. What the file system says of it is
    /// asked after it was opened, and before it is read.
    ///
    /// # Errors
    ///
    /// If there is a file and it cannot be opened.
    pub(crate) fn file(&self, path: &Path) -> io::Result<Option<(File, Stat)>> {
        let path = self.below(path);
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Ok(None),
            Err(e) if is_missing(&e) => return Ok(None),
            Err(e) => return Err(e),
        }
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags(ITSELF)
            .open(path);
        match opened {
            Ok(file) => Ok(said_of_open(&file).map(|found| (file, found))),
            Err(e) if is_missing(&e) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Makes the file `path`, which must not exist.
    ///
    /// # Errors
    ///
    /// If there is something at `path` already, or if the system refuses.
    pub(crate) fn create(&self, path: &Path, _mode: u32) -> io::Result<File> {
        let path = self.below(path);
        let made = OpenOptions::new().write(true).create_new(true).open(&path);
        made.map_err(|e| match e.kind() {
            // A file where a folder should be is told apart from nothing, as elsewhere.
            io::ErrorKind::NotFound if path.ancestors().any(Path::is_file) => {
                io::ErrorKind::NotADirectory.into()
            }
            _ => e,
        })
    }

    /// Makes the folder `path`.
    ///
    /// # Errors
    ///
    /// If there is something at `path` already, or if the system refuses.
    pub(crate) fn make_folder(&self, path: &Path, _mode: u32) -> io::Result<()> {
        fs::create_dir(self.below(path))
    }

    /// Folders inherit their rights.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn set_folder_mode(&self, _path: &Path, _mode: u32) -> io::Result<()> {
        Ok(())
    }

    /// Folders inherit their rights.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn copy_folder_mode(&self, _to: &Folder, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    /// The rights that everything has.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn mode(&self) -> io::Result<u32> {
        Ok(MODE)
    }

    /// Folders inherit their rights.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn set_mode(&self, _mode: u32) -> io::Result<()> {
        Ok(())
    }

    /// What is said of the file `path`; `None` where there is none, or another thing.
    pub(crate) fn stat(&self, path: &Path) -> Option<Stat> {
        regular(&looked_at(&self.below(path)).ok()?)
    }

    /// What tells the thing at `path`, whatever it is, from every other; `None` where there is none.
    pub(crate) fn identity(&self, path: &Path) -> Option<(u64, u64)> {
        Some(identity(&looked_at(&self.below(path)).ok()?))
    }

    /// Gives what is at `path` the same path in `to`: one more name for the same bytes. Whether there can be one: the
    /// file system or its owner may allow none.
    ///
    /// # Errors
    ///
    /// If `to` has something at `path` already or has no such folder, or if the system refuses.
    pub(crate) fn link(&self, to: &Folder, path: &Path) -> io::Result<bool> {
        self.linked(path, to, path)
    }

    /// Gives the file `path` of this folder the name `new` too. Whether there can be one.
    ///
    /// # Errors
    ///
    /// If there is something of that name already, or if the system refuses.
    pub(crate) fn link_as(&self, path: &Path, new: &Path) -> io::Result<bool> {
        self.linked(path, self, new)
    }

    fn linked(&self, path: &Path, to: &Folder, new: &Path) -> io::Result<bool> {
        match fs::hard_link(self.below(path), to.below(new)) {
            Ok(()) => Ok(true),
            Err(e)
                if e.raw_os_error()
                    .is_some_and(|code| NO_SECOND_NAME.contains(&code)) =>
            {
                Ok(false)
            }
            Err(e) => Err(e),
        }
    }

    /// Makes in `to` the symbolic link that is at `path`; whether it is one.
    ///
    /// # Errors
    ///
    /// If there is nothing at `path`, or if the system refuses: not every user may make one.
    pub(crate) fn copy_symlink(&self, to: &Folder, path: &Path) -> io::Result<bool> {
        let (from, to) = (self.below(path), to.below(path));
        if !fs::symlink_metadata(&from)?.is_symlink() {
            return Ok(false);
        }
        let target = fs::read_link(&from)?;
        if from.is_dir() {
            std::os::windows::fs::symlink_dir(target, to)?;
        } else {
            std::os::windows::fs::symlink_file(target, to)?;
        }
        Ok(true)
    }

    /// Moves the file `path` to the place of `new` in `to`, where it replaces what is there.
    ///
    /// # Errors
    ///
    /// If it cannot be moved.
    pub(crate) fn rename(&self, path: &Path, to: &Folder, new: &Path) -> io::Result<()> {
        fs::rename(self.below(path), to.below(new))
    }

    /// Removes a file, or the link that is in its place.
    ///
    /// # Errors
    ///
    /// If there is none, or if the system refuses.
    pub(crate) fn remove_file(&self, path: &Path) -> io::Result<()> {
        let path = self.below(path);
        let Err(e) = fs::remove_file(&path) else {
            return Ok(());
        };
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            // A link to a folder goes as a folder does, and what it leads to stays.
            Ok(found) if found.is_symlink() => fs::remove_dir(&path).map_err(|_| e),
            _ => Err(e),
        }
    }

    /// Removes an empty folder.
    ///
    /// # Errors
    ///
    /// If there is none, if it holds something, or if the system refuses.
    pub(crate) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let path = self.below(path);
        if !fs::symlink_metadata(&path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        fs::remove_dir(path)
    }

    /// What the folder is.
    ///
    /// # Errors
    ///
    /// None: what is mounted on a folder is found as a link.
    pub(crate) fn facts(&self, above: &Path) -> io::Result<FolderFacts> {
        Ok(FolderFacts {
            mode: MODE,
            is_mount: self.is_mount(above)?,
        })
    }

    /// Whether something is mounted on the folder: then it is the top of a volume.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn is_mount(&self, _above: &Path) -> io::Result<bool> {
        Ok(held(&self.path).parent().is_none())
    }

    /// The names of what it holds, each with whether that is a folder, in no order.
    ///
    /// # Errors
    ///
    /// If it cannot be listed.
    pub(crate) fn list(self) -> io::Result<Vec<(OsString, bool)>> {
        let entries = fs::read_dir(self.path())?;
        let entries = entries.map(|entry| {
            let entry = entry?;
            Ok((entry.file_name(), entry.file_type()?.is_dir()))
        });
        entries.collect()
    }

    /// Locks the path that the folder has now, as long as the value lives.
    ///
    /// # Errors
    ///
    /// If somebody else has locked it, or if there can be no lock.
    pub(crate) fn try_lock(&self) -> Result<(), NotLocked> {
        *held(&self.lock) = Some(lock_of(&self.path())?);
        Ok(())
    }

    /// Gives the lock back at once.
    pub(crate) fn unlock(&self) {
        *held(&self.lock) = None;
    }

    /// Whether `path` leads to this folder, and is no link.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        looked_at(path).is_ok_and(|found| identity(&found) == self.identity)
    }

    /// Whether both are on one file system.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn is_beside(&self, other: &Folder) -> io::Result<bool> {
        Ok(self.identity.0 == other.identity.0)
    }

    /// The names in a folder are written down by the file system's own journal.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn flush(&self) -> io::Result<()> {
        Ok(())
    }

    /// The same; what the files hold may be written later, since no user may flush a whole volume.
    ///
    /// # Errors
    ///
    /// None.
    pub(crate) fn flush_all(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes the lock of the folder at `path`: a file beside it that nobody else may open, and that goes with this process.
fn lock_of(path: &Path) -> Result<File, NotLocked> {
    let lock = match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => {
            let mut lock = OsString::from(".");
            lock.push(name);
            lock.push(LOCK);
            parent.join(lock)
        }
        _ => path.join(LOCK),
    };
    let opened = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .share_mode(0)
        .custom_flags(GOES_WITH_US)
        .open(lock);
    opened.map_err(|e| match is_in_use(&e) {
        true => NotLocked::Taken,
        false => NotLocked::Refused(e),
    })
}

/// The time of a file system. What tells it must be no file of a folder that is to be renamed, and stands beside it.
#[derive(Debug)]
pub(crate) struct Clock(PathBuf);

impl Clock {
    /// There is none: every file has a name.
    pub(crate) fn without_trace(_path: &Path) -> Option<Clock> {
        None
    }

    /// The clock of the folder that the folder `path`, which is a build's own, is in.
    pub(crate) fn of(path: &Path) -> Option<Clock> {
        path.parent().map(|parent| Clock(parent.to_owned()))
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Option<FileTime> {
        let file = tempfile::Builder::new()
            .prefix(CLOCK)
            .tempfile_in(&self.0)
            .ok()?;
        said_of_open(file.as_file()).map(|found| found.modified())
    }
}

/// What is said of a file, without what tells it from others: that takes an open one.
pub(crate) fn said_of(facts: &Metadata) -> Stat {
    Stat::new(
        (0, 0),
        facts.file_size(),
        time(facts.last_write_time()),
        time(facts.creation_time()),
    )
}

/// What is said of an open file, if it is a regular one.
pub(crate) fn said_of_open(file: &File) -> Option<Stat> {
    regular(&information(file).ok()?)
}

/// What is said of a file that was written, and is no more: it is the one at `path` in `folder`. When it was written is
/// said for good once it is closed.
pub(crate) fn said_of_written(file: File, folder: &Folder, path: &Path) -> Option<Stat> {
    drop(file);
    folder.stat(path)
}

/// What is said of the thing at `path` itself.
fn looked_at(path: &Path) -> io::Result<Information> {
    let file = OpenOptions::new()
        .access_mode(0)
        .custom_flags(ITSELF)
        .open(path)?;
    information(&file)
}

fn regular(found: &Information) -> Option<Stat> {
    // Folders, and what leads elsewhere or is somewhere else.
    const OTHER: u64 = 0x10 | 0x400;
    let is_file = found.file_attributes() & OTHER == 0;
    is_file.then(|| {
        Stat::new(
            identity(found),
            found.file_size(),
            time(found.last_write_time().unwrap_or(0)),
            time(found.creation_time().unwrap_or(0)),
        )
    })
}

fn identity(found: &Information) -> (u64, u64) {
    (found.volume_serial_number(), found.file_index())
}

/// A time as Windows counts it, in tenths of a microsecond.
fn time(ticks: u64) -> FileTime {
    const SECOND: u64 = 10_000_000;
    let seconds = i64::try_from(ticks / SECOND).unwrap_or(i64::MAX);
    let rest = i64::try_from(ticks % SECOND).unwrap_or(0);
    FileTime::new(seconds, rest * 100)
}

/// Whether a segment of a path is the name of something, and nothing that Windows would read in it.
fn is_plain(segment: &str) -> bool {
    segment != ".." && segment != "." && !segment.contains(['\\', ':'])
}

fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn held<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes an empty folder in `beside`, whose name begins with `prefix` and is like no other there.
///
/// # Errors
///
/// If it cannot be made.
pub(crate) fn new_folder(beside: &Path, prefix: &OsStr, _mode: u32) -> io::Result<PathBuf> {
    let made = tempfile::Builder::new().prefix(prefix).tempdir_in(beside)?;
    Ok(made.keep())
}

/// Lets two folders swap their places in one step, which cannot be had.
///
/// # Errors
///
/// None.
pub(crate) fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Moves the open folder `folder` from the path `from` to `to`, where nothing or an empty folder may be.
///
/// # Errors
///
/// If it cannot be moved.
pub(crate) fn move_folder(folder: &Folder, from: &Path, to: &Path) -> io::Result<()> {
    match fs::remove_dir(to) {
        Err(e) if !is_missing(&e) => return Err(e),
        _ => {}
    }
    fs::rename(from, to)?;
    *held(&folder.path) = to.to_owned();
    Ok(())
}

/// The same, with its lock: nobody finds it at `to` and without one.
///
/// # Errors
///
/// As [`move_folder`], or if somebody has locked `to`.
pub(crate) fn move_locked(folder: &Folder, from: &Path, to: &Path) -> io::Result<()> {
    let lock = lock_of(to)?;
    move_folder(folder, from, to)?;
    *held(&folder.lock) = Some(lock);
    Ok(())
}

/// Whether files can be made in the folder at `path`: the first one tells.
pub(crate) fn may_write(_path: &Path) -> bool {
    true
}

/// Whose a file is shows in no rights of its own: it inherits those of its folder.
///
/// # Errors
///
/// None.
pub(crate) fn is_for_others(_file: &File) -> io::Result<bool> {
    Ok(false)
}

/// Files inherit their rights.
///
/// # Errors
///
/// None.
pub(crate) fn set_mode(_file: &File, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Folders inherit their rights.
///
/// # Errors
///
/// None.
pub(crate) fn set_folder_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Folders inherit their rights.
///
/// # Errors
///
/// None.
pub(crate) fn make_writable(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// A new file inherits the rights of its folder, as the old one did.
///
/// # Errors
///
/// None.
pub(crate) fn give_rights(_file: &File, _old: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Whether the process may open no more files.
pub(crate) fn is_out_of_files(error: &io::Error) -> bool {
    error.raw_os_error() == Some(OUT_OF_FILES)
}

/// Whether another program keeps the file from being opened, moved or removed.
pub(crate) fn is_in_use(error: &io::Error) -> bool {
    error
        .raw_os_error()
        .is_some_and(|code| IN_USE.contains(&code))
}

/// Reads from the file's `offset` on.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    file.seek_read(bytes, offset)
}

/// Writes at the file's `offset`.
///
/// # Errors
///
/// If it cannot be written.
pub(crate) fn write_all_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.seek_write(bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => {
                bytes = bytes.get(written..).unwrap_or_default();
                offset += written as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

impl From<io::Error> for NotOpened {
    fn from(error: io::Error) -> NotOpened {
        match error.kind() {
            io::ErrorKind::NotADirectory => NotOpened::Elsewhere,
            _ => NotOpened::Refused(error),
        }
    }
}
