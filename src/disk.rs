//! The file system, by the calls that each system has for it: the only module that knows which system it is.
//!
//! In go folders that were opened and paths below them, out come files and what is said of them. On Unix every call
//! begins at an open folder, so that nobody can put another in its place meanwhile; Windows knows files by their paths
//! alone, and each is looked at before it is opened. A link is followed by no call that does not say so. Nothing is
//! decided here about what is read or published.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::io;

#[cfg(unix)]
use crate::disk::unix as system;
#[cfg(windows)]
use crate::disk::windows as system;

pub(crate) use system::{
    Clock, Folder, exchange, give_rights, is_for_others, is_in_use, is_out_of_files, make_writable,
    may_write, move_folder, move_locked, new_folder, read_at, said_of, said_of_open,
    said_of_written, set_folder_mode, set_mode, write_all_at,
};

/// Why a file beneath a folder was not opened.
#[derive(Debug)]
pub(crate) enum NotOpened {
    /// It is a link.
    Link,
    /// The way to it leads through a link or something else that is no folder, or out of the folder.
    Elsewhere,
    /// It is nothing that has bytes: a socket, say.
    #[cfg_attr(windows, expect(dead_code, reason = "there are none among files"))]
    Device,
    /// The system refuses.
    Refused(io::Error),
}

/// Why a folder was not locked.
#[derive(Debug)]
pub(crate) enum NotLocked {
    /// Somebody else has locked it.
    Taken,
    /// There are no locks on its file system.
    #[cfg_attr(windows, expect(dead_code, reason = "a lock is a file there"))]
    NoLocks,
    /// The system refuses.
    Refused(io::Error),
}

impl From<NotLocked> for io::Error {
    fn from(why: NotLocked) -> io::Error {
        match why {
            NotLocked::Taken => io::ErrorKind::WouldBlock.into(),
            NotLocked::NoLocks => io::ErrorKind::Unsupported.into(),
            NotLocked::Refused(error) => error,
        }
    }
}

/// What a folder is, beside what it holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FolderFacts {
    /// Its rights, as Unix counts them.
    pub(crate) mode: u32,
    /// Whether something is mounted on it.
    pub(crate) is_mount: bool,
}

/// Fills `bytes` from the file's `offset` on; where the file stands is as good as lost.
///
/// # Errors
///
/// If the file ends before, or cannot be read.
pub(crate) fn read_exact_at(
    file: &std::fs::File,
    mut bytes: &mut [u8],
    mut offset: u64,
) -> io::Result<()> {
    while !bytes.is_empty() {
        match read_at(file, bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                bytes = bytes.get_mut(read..).unwrap_or_default();
                offset += read as u64;
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests;
