//! The folder in which an index is made, in the folder for temporary files.
//!
//! It goes when the value goes. What builds left that were killed is known by its name and by its lock, which nobody
//! holds any more, and goes when the next index is made. A folder gets that name only once it is locked, so
//! that none in use is ever taken for a leftover.

#![expect(
    clippy::disallowed_methods,
    reason = "the index is made in a folder of its own, which publish then takes"
)]

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, Mode, OFlags, flock, open};

/// How the names begin of folders in which indexes are made.
const NAME: &str = ".gongbao-index-";
/// The same until they are locked.
const UNLOCKED: &str = ".gongbao-unlocked-index-";

/// A folder of its own.
#[derive(Debug)]
pub(super) struct Workplace {
    path: PathBuf,
    /// Held as long as the folder is in use.
    _lock: OwnedFd,
}

impl Workplace {
    /// Makes the folder in `place`, and removes what killed builds left there.
    ///
    /// # Errors
    ///
    /// If no folder can be made there.
    pub(super) fn new(place: &Path) -> io::Result<Workplace> {
        remove_leftovers(place);
        let made = tempfile::Builder::new()
            .prefix(UNLOCKED)
            .tempdir_in(place)?;
        let lock = lock(made.path())?;
        let unlocked = made.path().file_name().unwrap_or_default().as_bytes();
        let unique = unlocked
            .strip_prefix(UNLOCKED.as_bytes())
            .unwrap_or_default();
        let name = [NAME.as_bytes(), unique].concat();
        let path = place.join(OsStr::from_bytes(&name));
        fs::rename(made.path(), &path)?;
        drop(made.keep());
        Ok(Workplace { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        // What cannot be removed is left to the next build.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Opens and locks a folder, and no link to one.
fn lock(path: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let folder = open(path, flags, Mode::empty())?;
    match flock(&folder, FlockOperation::NonBlockingLockExclusive) {
        // A file system without locks: the folder is no less of use.
        Ok(()) | Err(rustix::io::Errno::NOTSUP | rustix::io::Errno::NOLCK) => Ok(folder),
        Err(e) => Err(e.into()),
    }
}

/// Removes what killed builds left in `place`; what cannot be removed stays, and is in nobody's way.
fn remove_leftovers(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let unique = name.as_bytes().strip_prefix(NAME.as_bytes());
        let is_ours = unique.is_some_and(|unique| {
            unique.len() >= 6 && unique.iter().all(u8::is_ascii_alphanumeric)
        });
        if is_ours && let Ok(_lock) = lock(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{NAME, Workplace};

    fn names(place: &std::path::Path) -> Vec<String> {
        let entries = fs::read_dir(place).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn what_killed_builds_left_goes_and_what_is_in_use_stays() {
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        for leftover in ["aB3xYz", "000000"] {
            let folder = path(&format!("{NAME}{leftover}"));
            fs::create_dir_all(folder.join("0")).unwrap();
            fs::write(folder.join("0/texts"), "left").unwrap();
        }
        let others = [
            ".gongbao-index-",
            ".gongbao-index-my.notes",
            "gongbao-index-abcdef",
        ];
        for other in others {
            fs::create_dir(path(other)).unwrap();
        }
        fs::write(path(".gongbao-index-abcdef"), "a file").unwrap();
        std::os::unix::fs::symlink("gongbao-index-abcdef", path(".gongbao-index-abcdeg")).unwrap();
        let first = Workplace::new(place.path()).unwrap();
        fs::write(first.path().join("texts"), "mine").unwrap();
        let second = Workplace::new(place.path()).unwrap();
        assert_eq!(fs::read(first.path().join("texts")).unwrap(), b"mine");
        assert_eq!(names(place.path()).len(), others.len() + 4);
        drop((first, second));
        assert_eq!(names(place.path()).len(), others.len() + 2);
    }
}
