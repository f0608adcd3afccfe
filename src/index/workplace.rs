//! The folder in which an index is made, in the folder for temporary files.
//!
//! It goes when the value goes. What builds left that were killed is known by its name and by its lock, which nobody
//! holds any more, and goes when the next index is made. A folder gets that name only once it is locked, so
//! that none in use is ever taken for a leftover; one that is not locked yet is so for a moment, and left behind if
//! it is much older. Where the file system has no locks, nothing is known to be left, and all stays.

#![expect(
    clippy::disallowed_methods,
    reason = "the index is made in a folder of its own, which publish then takes"
)]

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::disk::{Folder, NotLocked, move_locked};

/// How the names begin of folders in which indexes are made.
const NAME: &str = ".gongbao-index-";
/// The same until they are locked.
const UNLOCKED: &str = ".gongbao-unlocked-index-";
/// How much older than a new one a folder is that a build left before it was locked.
const LEFT_UNLOCKED: Duration = Duration::from_secs(3600);

/// A folder of its own.
#[derive(Debug)]
pub(super) struct Workplace {
    path: PathBuf,
    /// Held as long as the folder is in use.
    _lock: Folder,
}

impl Workplace {
    /// Makes the folder in `place`, and removes what killed builds left there.
    ///
    /// # Errors
    ///
    /// If no folder can be made there.
    pub(super) fn new(place: &Path) -> io::Result<Workplace> {
        let made = tempfile::Builder::new()
            .prefix(UNLOCKED)
            .tempdir_in(place)?;
        let folder = Folder::open_itself(made.path())?;
        match folder.try_lock() {
            // A file system without locks: the folder is no less of use.
            Ok(()) | Err(NotLocked::NoLocks) => {}
            Err(e) => return Err(e.into()),
        }
        remove_leftovers(place, made.path());
        let unlocked = made.path().file_name().and_then(OsStr::to_str);
        let unique = unlocked.and_then(|name| name.strip_prefix(UNLOCKED));
        let path = place.join(format!("{NAME}{}", unique.unwrap_or_default()));
        move_locked(&folder, made.path(), &path)?;
        drop(made.keep());
        Ok(Workplace {
            path,
            _lock: folder,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        // A disk may refuse once. What cannot be removed then is left to the next build that makes an index.
        let removed = fs::remove_dir_all(&self.path);
        let _ = removed.or_else(|_| fs::remove_dir_all(&self.path));
    }
}

/// Removes what killed builds left in `place`; what cannot be locked or removed stays, and is in nobody's way.
/// `made` is the folder that was made just now.
fn remove_leftovers(place: &Path, made: &Path) {
    let Ok(entries) = fs::read_dir(place) else {
        return;
    };
    let changed = |path: &Path| fs::symlink_metadata(path).and_then(|facts| facts.modified());
    let is_old = |path: &Path| match (changed(path), changed(made)) {
        (Ok(before), Ok(now)) => now
            .duration_since(before)
            .is_ok_and(|age| age > LEFT_UNLOCKED),
        _ => false,
    };
    for entry in entries.flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        let is_ours = |prefix: &str| {
            let unique = name.as_encoded_bytes().strip_prefix(prefix.as_bytes());
            unique.is_some_and(|unique| {
                unique.len() >= 6 && unique.iter().all(u8::is_ascii_alphanumeric)
            })
        };
        if (is_ours(NAME) || is_ours(UNLOCKED) && is_old(&path))
            && let Ok(folder) = Folder::open_itself(&path)
            && folder.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(path);
        }
    }
}

// Of links, and of locks that are the folder itself.
#[cfg(not(windows))]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::UNIX_EPOCH;

    use super::{NAME, UNLOCKED, Workplace};

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
        let left_unlocked = path(&format!("{UNLOCKED}aB3xYz"));
        fs::create_dir(&left_unlocked).unwrap();
        let left_unlocked = fs::File::open(left_unlocked).unwrap();
        left_unlocked.set_modified(UNIX_EPOCH).unwrap();
        let others = [
            ".gongbao-unlocked-index-abcdef",
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
