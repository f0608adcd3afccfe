//! The calls of Unix: each begins at an open folder. What Linux alone has stands beside what the others do instead.

#![expect(
    clippy::disallowed_methods,
    reason = "it has the calls of Unix for all who may make them"
)]

use std::ffi::{CStr, OsStr, OsString};
use std::fs::{self, File, Metadata, Permissions, TryLockError};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{
    AtFlags, Dir, FileType, Gid, Mode, OFlags, Timespec, Timestamps, UTIME_NOW, Uid, chmodat,
    fchmod, fchown, fstat, linkat, mkdirat, open, openat, readlinkat, renameat, statat, symlinkat,
    unlinkat,
};
use rustix::io::Errno;

use crate::disk::{FolderFacts, NotLocked, NotOpened};
use crate::stat::{FileTime, Stat};

/// Without NONBLOCK a pipe would hold the run up for ever.
const READ: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);
const CREATE: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);
const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);
/// The permissions of a file, without what kind it is.
const PERMISSIONS: u32 = 0o7777;

/// A folder that was opened, whatever its path leads to by now.
#[derive(Debug)]
pub(crate) struct Folder(File);

impl Folder {
    /// Opens a folder; its path may be that of a link.
    ///
    /// # Errors
    ///
    /// If it is no folder, or if the system refuses.
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        Ok(Folder(open(path, FOLDER, Mode::empty())?.into()))
    }

    /// Opens a folder, and no link to one.
    ///
    /// # Errors
    ///
    /// If it is a link or no folder, or if the system refuses.
    pub(crate) fn open_itself(path: &Path) -> io::Result<Folder> {
        let flags = FOLDER | OFlags::NOFOLLOW;
        Ok(Folder(open(path, flags, Mode::empty())?.into()))
    }

    /// Opens the folder at `path` below this one, and no link to one; an empty path is this folder, once more.
    ///
    /// # Errors
    ///
    /// If it is a link or no folder, or if the system refuses.
    pub(crate) fn inner(&self, path: &Path) -> io::Result<Folder> {
        Ok(self.opened_inner(path)?)
    }

    fn opened_inner(&self, path: &Path) -> Result<Folder, Errno> {
        let path = match path.as_os_str().is_empty() {
            true => Path::new("."),
            false => path,
        };
        let flags = FOLDER | OFlags::NOFOLLOW;
        Ok(Folder(openat(&self.0, path, flags, Mode::empty())?.into()))
    }

    /// Opens the folder `path`, whose segments are separated by `/`, one after another.
    ///
    /// # Errors
    ///
    /// If one of them is a link, no folder, or `..`; or if the system refuses.
    pub(crate) fn folder_beneath(&self, path: &str) -> Result<Folder, NotOpened> {
        Ok(self.by_segments(path)?)
    }

    /// Opens what is at `path`, whose segments are separated by `/`.
    ///
    /// # Errors
    ///
    /// If it is a link, or if a segment before it is one or is `..`; or if the system refuses.
    pub(crate) fn file_beneath(&self, path: &str) -> Result<File, NotOpened> {
        match self.by_kernel(path) {
            // An older kernel, or a sandbox that does not know the call.
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => self.file_by_segments(path),
            opened => Ok(opened?),
        }
    }

    #[cfg(target_os = "linux")]
    fn by_kernel(&self, path: &str) -> Result<File, Errno> {
        use rustix::fs::{ResolveFlags, openat2};
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        openat2(&self.0, path, READ, Mode::empty(), resolve).map(File::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn by_kernel(&self, _: &str) -> Result<File, Errno> {
        Err(Errno::NOSYS)
    }

    /// As [`Folder::file_beneath`], where the kernel does not see to it.
    pub(super) fn file_by_segments(&self, path: &str) -> Result<File, NotOpened> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        if name == ".." {
            return Err(NotOpened::Elsewhere);
        }
        let folder = self.by_segments(folders)?;
        Ok(openat(&folder.0, name, READ, Mode::empty()).map(File::from)?)
    }

    fn by_segments(&self, path: &str) -> Result<Folder, Errno> {
        let mut folder = self.opened_inner(Path::new(""))?;
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            folder = match segment {
                ".." => return Err(Errno::XDEV),
                segment => folder.opened_inner(Path::new(segment))?,
            };
        }
        Ok(folder)
    }

    /// Opens the file `path` for reading; `None` where there is no regular file. What the file system says of it is
    /// asked after it was opened, and before it is read.
    ///
    /// # Errors
    ///
    /// If there is a file and it cannot be opened.
    pub(crate) fn file(&self, path: &Path) -> io::Result<Option<(File, Stat)>> {
        let file = match openat(&self.0, path, READ, Mode::empty()) {
            Ok(file) => File::from(file),
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::NXIO) => return Ok(None),
            Err(e) => return Err(e.into()),
        };
        let found = regular(&fstat(&file)?);
        Ok(found.map(|found| (file, found)))
    }

    /// Makes the file `path`, which must not exist.
    ///
    /// # Errors
    ///
    /// If there is something at `path` already, or if the system refuses.
    pub(crate) fn create(&self, path: &Path, mode: u32) -> io::Result<File> {
        Ok(openat(&self.0, path, CREATE, mode_of(mode))?.into())
    }

    /// Makes the folder `path`.
    ///
    /// # Errors
    ///
    /// If there is something at `path` already, or if the system refuses.
    pub(crate) fn make_folder(&self, path: &Path, mode: u32) -> io::Result<()> {
        Ok(mkdirat(&self.0, path, mode_of(mode))?)
    }

    /// Gives the folder `path` these rights.
    ///
    /// # Errors
    ///
    /// If there is none, or if the system refuses.
    pub(crate) fn set_folder_mode(&self, path: &Path, mode: u32) -> io::Result<()> {
        Ok(chmodat(&self.0, path, mode_of(mode), AtFlags::empty())?)
    }

    /// Gives the folder `path` of `to` the rights that it has in this one.
    ///
    /// # Errors
    ///
    /// If the folder is missing from either, or if its rights cannot be set.
    pub(crate) fn copy_folder_mode(&self, to: &Folder, path: &Path) -> io::Result<()> {
        let found = statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW)?;
        let mode = Mode::from_raw_mode(found.st_mode);
        Ok(chmodat(&to.0, path, mode, AtFlags::empty())?)
    }

    /// Its own rights.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn mode(&self) -> io::Result<u32> {
        Ok(self.0.metadata()?.mode())
    }

    /// Gives the folder itself these rights.
    ///
    /// # Errors
    ///
    /// If it belongs to another user.
    pub(crate) fn set_mode(&self, mode: u32) -> io::Result<()> {
        Ok(fchmod(&self.0, mode_of(mode))?)
    }

    /// What is said of the file `path`; `None` where there is none, or another thing.
    pub(crate) fn stat(&self, path: &Path) -> Option<Stat> {
        regular(&statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW).ok()?)
    }

    /// What tells the thing at `path`, whatever it is, from every other; `None` where there is none.
    pub(crate) fn identity(&self, path: &Path) -> Option<(u64, u64)> {
        let found = statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        Some(identity(&found))
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
        match linkat(&self.0, path, &to.0, new, AtFlags::empty()) {
            Ok(()) => Ok(true),
            Err(Errno::PERM | Errno::ACCESS | Errno::MLINK | Errno::NOTSUP | Errno::NOSYS) => {
                Ok(false)
            }
            Err(e) => Err(e.into()),
        }
    }

    /// Makes in `to` the symbolic link that is at `path`; whether it is one.
    ///
    /// # Errors
    ///
    /// If there is nothing at `path`, or if the system refuses.
    pub(crate) fn copy_symlink(&self, to: &Folder, path: &Path) -> io::Result<bool> {
        let found = statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW)?;
        let is_link = FileType::from_raw_mode(found.st_mode).is_symlink();
        if is_link {
            let target = readlinkat(&self.0, path, Vec::new())?;
            symlinkat(target, &to.0, path)?;
        }
        Ok(is_link)
    }

    /// Moves the file `path` to the place of `new` in `to`, where it replaces what is there.
    ///
    /// # Errors
    ///
    /// If it cannot be moved.
    pub(crate) fn rename(&self, path: &Path, to: &Folder, new: &Path) -> io::Result<()> {
        Ok(renameat(&self.0, path, &to.0, new)?)
    }

    /// Removes a file, or the link that is in its place.
    ///
    /// # Errors
    ///
    /// If there is none, or if the system refuses.
    pub(crate) fn remove_file(&self, path: &Path) -> io::Result<()> {
        Ok(unlinkat(&self.0, path, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    ///
    /// # Errors
    ///
    /// If there is none, if it holds something, or if the system refuses.
    pub(crate) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        Ok(unlinkat(&self.0, path, AtFlags::REMOVEDIR)?)
    }

    /// What the folder is; `above` is the path of the one that it is in.
    ///
    /// # Errors
    ///
    /// If it cannot be examined.
    pub(crate) fn facts(&self, above: &Path) -> io::Result<FolderFacts> {
        Ok(FolderFacts {
            mode: self.mode()?,
            is_mount: self.is_mount(above)?,
        })
    }

    /// Whether something is mounted on the folder; `above` is the path of the one that it is in.
    ///
    /// # Errors
    ///
    /// If it cannot be examined.
    #[cfg_attr(
        target_os = "linux",
        expect(unused_variables, reason = "Linux says it without a look at `above`")
    )]
    pub(crate) fn is_mount(&self, above: &Path) -> io::Result<bool> {
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{StatxAttributes, StatxFlags, statx};
            let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::EMPTY_PATH;
            let found = statx(&self.0, "", flags, StatxFlags::TYPE)?;
            Ok(found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
        }
        #[cfg(not(target_os = "linux"))]
        {
            Ok(self.0.metadata()?.dev() != fs::metadata(above)?.dev())
        }
    }

    /// The names of what it holds, each with whether that is a folder, in no order.
    ///
    /// # Errors
    ///
    /// If it cannot be listed.
    pub(crate) fn list(self) -> io::Result<Vec<(OsString, bool)>> {
        let mut all = Vec::new();
        let mut entries = Dir::new(self.0)?;
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let name: &CStr = entry.file_name();
            if name == c"." || name == c".." {
                continue;
            }
            let kind = match entry.file_type() {
                // Some file systems do not say it here.
                FileType::Unknown => {
                    let found = statat(entries.fd()?, name, AtFlags::SYMLINK_NOFOLLOW)?;
                    FileType::from_raw_mode(found.st_mode)
                }
                known => known,
            };
            let name = OsStr::from_bytes(name.to_bytes()).to_owned();
            all.push((name, kind.is_dir()));
        }
        Ok(all)
    }

    /// Locks the folder itself, as long as it is open: a lock file would be litter beside it, or in it.
    ///
    /// # Errors
    ///
    /// If somebody else has locked it, or if there can be no lock.
    pub(crate) fn try_lock(&self) -> Result<(), NotLocked> {
        self.0.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => NotLocked::Taken,
            TryLockError::Error(error) => match Errno::from_io_error(&error) {
                Some(Errno::NOTSUP | Errno::NOLCK) => NotLocked::NoLocks,
                _ => NotLocked::Refused(error),
            },
        })
    }

    /// Gives the lock back at once: by closing alone it would stay held as long as a child process, begun by another
    /// thread, has not yet come to its own program.
    pub(crate) fn unlock(&self) {
        let _ = self.0.unlock();
    }

    /// Whether `path` leads to this folder, and is no link.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        match (fstat(&self.0), rustix::fs::lstat(path)) {
            (Ok(a), Ok(b)) => identity(&a) == identity(&b),
            _ => false,
        }
    }

    /// Whether both are on one file system.
    ///
    /// # Errors
    ///
    /// If one cannot be examined.
    pub(crate) fn is_beside(&self, other: &Folder) -> io::Result<bool> {
        Ok(self.0.metadata()?.dev() == other.0.metadata()?.dev())
    }

    /// Sees to it that the names in the folder survive a loss of power.
    ///
    /// # Errors
    ///
    /// If the file system cannot be flushed.
    pub(crate) fn flush(&self) -> io::Result<()> {
        match rustix::fs::fsync(&self.0) {
            // Some network file systems flush no folders.
            Ok(()) | Err(Errno::INVAL) => Ok(()),
            Err(e) => Err(e.into()),
        }
    }

    /// The same of all that is in it. One call for the whole file system: one for each of 20,000 files takes minutes on
    /// a plain disk.
    ///
    /// # Errors
    ///
    /// If the file system cannot be flushed.
    pub(crate) fn flush_all(&self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(&self.0)?;
        #[cfg(not(target_os = "linux"))]
        rustix::fs::sync();
        Ok(())
    }
}

/// The time of a file system: a file without a name, dated again and again.
#[derive(Debug)]
pub(crate) struct Clock(File);

impl Clock {
    /// The clock of the folder `path`, in which nothing shows of it; `None` where the system cannot do that.
    pub(crate) fn without_trace(path: &Path) -> Option<Clock> {
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::CWD;
            let flags = OFlags::WRONLY | OFlags::TMPFILE | OFlags::CLOEXEC;
            let file = openat(CWD, path, flags, Mode::RUSR | Mode::WUSR).ok()?;
            Some(Clock(File::from(file)))
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = path;
            None
        }
    }

    /// The clock of the folder `path`, which is a build's own; `None` where the system refuses.
    pub(crate) fn of(path: &Path) -> Option<Clock> {
        tempfile::tempfile_in(path).ok().map(Clock)
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Option<FileTime> {
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: UTIME_NOW,
        };
        let both = Timestamps {
            last_access: now,
            last_modification: now,
        };
        rustix::fs::futimens(&self.0, &both).ok()?;
        let found = fstat(&self.0).ok()?;
        Some(FileTime::new(found.st_ctime as _, found.st_ctime_nsec as _))
    }
}

/// What is said of a file of any kind.
pub(crate) fn said_of(facts: &Metadata) -> Stat {
    Stat::new(
        (facts.dev(), facts.ino()),
        facts.len(),
        FileTime::new(facts.mtime(), facts.mtime_nsec()),
        FileTime::new(facts.ctime(), facts.ctime_nsec()),
    )
}

/// What is said of an open file, if it is a regular one.
pub(crate) fn said_of_open(file: &File) -> Option<Stat> {
    regular(&fstat(file).ok()?)
}

/// What is said of a file that was written, and is no more: it is the one at `path` in `folder`.
pub(crate) fn said_of_written(file: File, _folder: &Folder, _path: &Path) -> Option<Stat> {
    said_of_open(&file)
}

fn regular(found: &rustix::fs::Stat) -> Option<Stat> {
    let is_file = FileType::from_raw_mode(found.st_mode).is_file();
    is_file.then(|| {
        Stat::new(
            identity(found),
            u64::try_from(found.st_size).unwrap_or(0),
            FileTime::new(found.st_mtime as _, found.st_mtime_nsec as _),
            FileTime::new(found.st_ctime as _, found.st_ctime_nsec as _),
        )
    })
}

fn identity(found: &rustix::fs::Stat) -> (u64, u64) {
    (found.st_dev as _, found.st_ino as _)
}

fn mode_of(mode: u32) -> Mode {
    // Some systems count them in 16 bits, of which 12 are rights.
    Mode::from_raw_mode((mode & PERMISSIONS) as _)
}

/// Makes an empty folder in `beside`, whose name begins with `prefix` and is like no other there.
///
/// # Errors
///
/// If it cannot be made.
pub(crate) fn new_folder(beside: &Path, prefix: &OsStr, mode: u32) -> io::Result<PathBuf> {
    let made = tempfile::Builder::new()
        .prefix(prefix)
        .permissions(Permissions::from_mode(mode))
        .tempdir_in(beside)?;
    Ok(made.keep())
}

/// Lets two folders swap their places in one step; whether the file system can do that.
///
/// # Errors
///
/// If it can and refuses.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP | Errno::NOTTY) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

/// The same where there is no such call.
///
/// # Errors
///
/// None.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub(crate) fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Moves the open folder `folder` from the path `from` to `to`, where nothing or an empty folder may be.
///
/// # Errors
///
/// If it cannot be moved.
pub(crate) fn move_folder(_folder: &Folder, from: &Path, to: &Path) -> io::Result<()> {
    Ok(rustix::fs::rename(from, to)?)
}

/// The same, with its lock: nobody finds it at `to` and without one.
///
/// # Errors
///
/// As [`move_folder`].
pub(crate) fn move_locked(folder: &Folder, from: &Path, to: &Path) -> io::Result<()> {
    move_folder(folder, from, to)
}

/// Whether files can be made in the folder at `path`, as far as its rights tell.
pub(crate) fn may_write(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(path, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

/// Whether others than its owner may read an open file, or write it.
///
/// # Errors
///
/// If it cannot be examined.
pub(crate) fn is_for_others(file: &File) -> io::Result<bool> {
    Ok(file.metadata()?.mode() & 0o077 != 0)
}

/// Gives an open file these rights.
///
/// # Errors
///
/// If it belongs to another user.
pub(crate) fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    Ok(fchmod(file, mode_of(mode))?)
}

/// Gives the folder at `path` these rights.
///
/// # Errors
///
/// If there is no such folder, or if it belongs to another user.
pub(crate) fn set_folder_mode(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Lets its owner write to the folder at `path`.
///
/// # Errors
///
/// As [`set_folder_mode`].
pub(crate) fn make_writable(path: &Path) -> io::Result<()> {
    set_folder_mode(path, 0o700)
}

/// Gives a new file the owner and the rights of the old one, as far as this user may.
///
/// # Errors
///
/// If the rights cannot be set.
pub(crate) fn give_rights(file: &File, old: &Metadata) -> io::Result<()> {
    // An editor who is not its owner may replace it and not give it back.
    let (owner, group) = (Uid::from_raw(old.uid()), Gid::from_raw(old.gid()));
    let kept = fchown(file, Some(owner), Some(group));
    let kept = kept.or_else(|_| fchown(file, None, Some(group)));
    // What the old group may do is nobody else's.
    let rights = match kept {
        Ok(()) => old.mode(),
        Err(_) => old.mode() & 0o700,
    };
    set_mode(file, rights)
}

/// Whether the process, or the system, may open no more files.
pub(crate) fn is_out_of_files(error: &io::Error) -> bool {
    let of_open_files = [Errno::MFILE, Errno::NFILE].map(Errno::raw_os_error);
    error
        .raw_os_error()
        .is_some_and(|code| of_open_files.contains(&code))
}

/// Whether another program keeps the file from being moved or removed.
pub(crate) fn is_in_use(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ResourceBusy
}

/// Reads from the file's `offset` on.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
    file.read_at(bytes, offset)
}

/// Writes at the file's `offset`.
///
/// # Errors
///
/// If it cannot be written.
pub(crate) fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    file.write_all_at(bytes, offset)
}

impl From<Errno> for NotOpened {
    fn from(errno: Errno) -> NotOpened {
        match errno {
            Errno::LOOP => NotOpened::Link,
            Errno::XDEV | Errno::NOTDIR => NotOpened::Elsewhere,
            Errno::NXIO | Errno::NODEV => NotOpened::Device,
            errno => NotOpened::Refused(errno.into()),
        }
    }
}
