//! Changes that an editor accepted, and files that one asked for, written into the content: its only writer.
//!
//! In go the content folder, the path of a file in it, its text as it was read and as it is to be. The file is replaced as
//! a whole, by a new one that was flushed to the disk, with the permissions of the old; a file that is made comes with its
//! whole text too, and its folders are made. Never writes outside the folder or through a link, never a file that is not
//! what was read any more, never a new one in the place of another, and asks nobody: who calls it has.

mod revision;

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{
    AtFlags, CWD, Dir, Gid, Mode, OFlags, Stat, Uid, fchmod, fchown, fstat, fsync, linkat, mkdirat,
    open, openat, renameat, statat, unlinkat,
};
use rustix::io::Errno;

use crate::diagnostic::Text;
use crate::error::{Doing, Error};

pub(crate) use crate::edit::revision::{Change, Line, Piece, Revision};

/// How the new file is called until it takes the place of the old: such names are no content.
const NEW: &str = ".gongbao-edit";
/// Names that are tried for it: what a run that was killed left behind stays.
const NAMES: usize = 16;
/// The permissions of a file, without what kind it is.
const PERMISSIONS: u32 = 0o7777;

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::DIRECTORY)
    .union(OFlags::CLOEXEC);
/// Without NONBLOCK a pipe would hold the run up for ever.
const READ: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);
/// What all may do with a new folder, and with a new file; the umask takes away what they may not.
const NEW_FOLDER: Mode = Mode::RWXU.union(Mode::RWXG).union(Mode::RWXO);
const NEW_FILE: Mode = Mode::RUSR
    .union(Mode::WUSR)
    .union(Mode::RGRP)
    .union(Mode::WGRP)
    .union(Mode::ROTH)
    .union(Mode::WOTH);
const CREATE: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// Puts the text `new` in the place of `old` in the file at `path` below `content`, whose segments are separated by `/`.
///
/// # Errors
///
/// If the file, or a folder on the way to it, is a link or lies outside; if the file holds other bytes than `old`; if the
/// system refuses. The file is as it was then.
pub(crate) fn replace(content: &Path, path: &str, old: &str, new: &str) -> Result<(), Error> {
    let shown = content.join(path);
    let failed = |doing| {
        let shown = shown.clone();
        move |errno: Errno| match errno {
            Errno::LOOP | Errno::NOTDIR | Errno::XDEV => leads_elsewhere(&shown),
            errno => Error::io(doing, shown, errno),
        }
    };
    let (folder, name) = folder_of(content, path, false).map_err(failed(Doing::Read))?;
    let file = openat(&folder, name, READ, Mode::empty()).map_err(failed(Doing::Read))?;
    let found = fstat(&file).map_err(failed(Doing::Read))?;
    if !is_regular(&found) {
        return Err(leads_elsewhere(&shown));
    }
    let mut bytes = Vec::with_capacity(old.len());
    let most = old.len() as u64 + 1;
    let read = File::from(file).take(most).read_to_end(&mut bytes);
    read.map_err(|error| Error::io(Doing::Read, &shown, error))?;
    if bytes != old.as_bytes() {
        return Err(changed(&shown));
    }
    let draft = Draft::create(folder.as_fd(), Mode::RUSR | Mode::WUSR, &shown)?;
    draft.write(new, Some(&found), &shown)?;
    // What took its place meanwhile is not what was read.
    let there = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW).map_err(failed(Doing::Read))?;
    if !is_same(&found, &there) {
        return Err(changed(&shown));
    }
    draft
        .take_the_place_of(name)
        .map_err(failed(Doing::Rename))?;
    fsync(&folder).map_err(failed(Doing::Sync))
}

/// Makes the file at `path` below `content`, whose segments are separated by `/`, with this text, and the folders that it
/// stands in.
///
/// # Errors
///
/// If there is anything at `path`; if a folder on the way to it is a link or lies outside; if the system refuses. No part
/// of the file is there then.
pub(crate) fn create(content: &Path, path: &str, text: &str) -> Result<(), Error> {
    let shown = content.join(path);
    let failed = |errno: Errno| match errno {
        Errno::LOOP | Errno::NOTDIR | Errno::XDEV => leads_elsewhere(&shown),
        Errno::EXIST => exists(&shown),
        errno => Error::io(Doing::Write, &shown, errno),
    };
    let (folder, name) = folder_of(content, path, true).map_err(failed)?;
    let draft = Draft::create(folder.as_fd(), NEW_FILE, &shown)?;
    draft.write(text, None, &shown)?;
    draft.take_the_name(name).map_err(failed)?;
    fsync(&folder).map_err(|errno| Error::io(Doing::Sync, &shown, errno))
}

/// Makes the folder `folder`, and what is missing above it, for files that are to be made in it.
///
/// # Errors
///
/// If there is anything in it, files aside whose names begin with a dot; if it is a link or no folder; if the system
/// refuses.
pub(crate) fn prepare(folder: &Path) -> Result<(), Error> {
    let failed = |doing| {
        move |errno: Errno| match errno {
            Errno::LOOP | Errno::NOTDIR => leads_elsewhere(folder),
            errno => Error::io(doing, folder, errno),
        }
    };
    let above: Vec<&Path> = folder.ancestors().collect();
    for path in above.into_iter().rev() {
        if path.as_os_str().is_empty() {
            continue;
        }
        match mkdirat(CWD, path, NEW_FOLDER) {
            Ok(()) | Err(Errno::EXIST | Errno::ISDIR) => {}
            // What stands above may be nobody's to write to, as long as it is there.
            Err(_) if path.is_dir() => {}
            Err(errno) => return Err(failed(Doing::CreateFolder)(errno)),
        }
    }
    let opened = open(folder, FOLDER, Mode::empty()).map_err(failed(Doing::Read))?;
    for entry in Dir::new(opened).map_err(failed(Doing::List))? {
        let entry = entry.map_err(failed(Doing::List))?;
        if !entry.file_name().to_bytes().starts_with(b".") {
            return Err(not_empty(folder));
        }
    }
    Ok(())
}

/// Opens the folder that a file stands in, one after another from the content folder on, each of which is made where
/// `is_made` says so and it is missing; and the name of the file.
fn folder_of<'p>(
    content: &Path,
    path: &'p str,
    is_made: bool,
) -> Result<(OwnedFd, &'p str), Errno> {
    let root = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut folder = open(content, root, Mode::empty())?;
    let mut segments: Vec<&str> = path.split('/').collect();
    if segments.iter().any(|s| matches!(*s, "" | "." | "..")) {
        return Err(Errno::XDEV);
    }
    let name = segments.pop().ok_or(Errno::XDEV)?;
    for segment in segments {
        folder = match openat(&folder, segment, FOLDER, Mode::empty()) {
            Err(Errno::NOENT) if is_made => {
                mkdirat(&folder, segment, NEW_FOLDER)?;
                openat(&folder, segment, FOLDER, Mode::empty())?
            }
            opened => opened?,
        };
    }
    Ok((folder, name))
}

fn is_regular(stat: &Stat) -> bool {
    rustix::fs::FileType::from_raw_mode(stat.st_mode).is_file()
}

/// Whether a name still leads to the file that was read, and nobody wrote to it.
fn is_same(read: &Stat, there: &Stat) -> bool {
    let of = |stat: &Stat| {
        (
            stat.st_dev,
            stat.st_ino,
            stat.st_size,
            stat.st_mtime,
            stat.st_mtime_nsec,
        )
    };
    of(read) == of(there)
}

/// A new file beside the old one; it goes unless it takes its place.
struct Draft<'f> {
    folder: BorrowedFd<'f>,
    name: String,
    file: File,
    is_placed: bool,
}

impl<'f> Draft<'f> {
    /// Makes an empty file that these may read.
    fn create(folder: BorrowedFd<'f>, mode: Mode, shown: &Path) -> Result<Draft<'f>, Error> {
        for number in 0..NAMES {
            let name = format!("{NEW}-{number}");
            match openat(folder, &name, CREATE, mode) {
                Ok(file) => {
                    return Ok(Draft {
                        folder,
                        name,
                        file: file.into(),
                        is_placed: false,
                    });
                }
                Err(Errno::EXIST) => {}
                Err(errno) => return Err(Error::io(Doing::Write, shown, errno)),
            }
        }
        let left: PathBuf = shown.with_file_name(format!("{NEW}-0"));
        Err(Error::io(Doing::Write, left, Errno::EXIST))
    }

    /// Writes the text, with owner and permissions of the old file if there is one, down to the disk.
    fn write(&self, text: &str, old: Option<&Stat>, shown: &Path) -> Result<(), Error> {
        let failed = |error: io::Error| Error::io(Doing::Write, shown, error);
        (&self.file).write_all(text.as_bytes()).map_err(failed)?;
        if let Some(old) = old {
            self.become_like(old)
                .map_err(|errno| failed(errno.into()))?;
        }
        let synced = self.file.sync_all();
        synced.map_err(|error| Error::io(Doing::Sync, shown, error))
    }

    /// Takes owner and permissions of the old file.
    fn become_like(&self, old: &Stat) -> Result<(), Errno> {
        // An editor who is not its owner may replace it and not give it back.
        let (owner, group) = (Uid::from_raw(old.st_uid), Gid::from_raw(old.st_gid));
        let kept = fchown(&self.file, Some(owner), Some(group));
        let kept = kept.or_else(|_| fchown(&self.file, None, Some(group)));
        // What the old group may do is nobody else's.
        let permissions = match kept {
            Ok(()) => old.st_mode & PERMISSIONS,
            Err(_) => old.st_mode & 0o700,
        };
        fchmod(&self.file, Mode::from_raw_mode(permissions))
    }

    /// Takes a name that nothing has. (A link does what a rename cannot: it replaces nothing. The first name goes with the
    /// value.)
    fn take_the_name(self, name: &str) -> Result<(), Errno> {
        match linkat(self.folder, &self.name, self.folder, name, AtFlags::empty()) {
            // File systems without links, of cards and shares.
            Err(Errno::PERM | Errno::NOTSUP | Errno::NOSYS) => {}
            done => return done,
        }
        match statat(self.folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Err(Errno::EXIST),
            Err(Errno::NOENT) => self.take_the_place_of(name),
            Err(errno) => Err(errno),
        }
    }

    fn take_the_place_of(mut self, name: &str) -> Result<(), Errno> {
        renameat(self.folder, &self.name, self.folder, name)?;
        self.is_placed = true;
        Ok(())
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.is_placed {
            // What cannot be removed is no content either.
            let _ = unlinkat(self.folder, &self.name, AtFlags::empty());
        }
    }
}

fn leads_elsewhere(shown: &Path) -> Error {
    let name = shown.display();
    let message = Text::new(
        format!(
            "拒绝写入 {name}：它或它所在的目录是链接，或者它不是普通文件。请直接修改它所指的文件。"
        ),
        format!(
            "refusing to write to {name}: it, or a folder on the way to it, is a link, or it is no regular file. Edit what it leads to."
        ),
    );
    Error::new(message).at(shown)
}

fn exists(shown: &Path) -> Error {
    let name = shown.display();
    let message = Text::new(
        format!("没有写入 {name}：该处已有文件。请另取一个名称。"),
        format!(
            "{name} was not written: there is something of that name already. Choose another name."
        ),
    );
    Error::new(message).at(shown)
}

fn not_empty(shown: &Path) -> Error {
    let name = shown.display();
    let message = Text::new(
        format!("没有写入 {name}：该文件夹不是空的。请另指定一个新的或空的文件夹。"),
        format!(
            "nothing was written to {name}: the folder is not empty. Name a new folder, or an empty one."
        ),
    );
    Error::new(message).at(shown)
}

fn changed(shown: &Path) -> Error {
    let name = shown.display();
    let message = Text::new(
        format!("没有写入 {name}：读取之后它有改动。请再运行一次。"),
        format!("{name} was not written: it has changed since it was read. Run the command again."),
    );
    Error::new(message).at(shown)
}

#[cfg(test)]
mod tests;
