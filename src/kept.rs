//! Small files that are replaced as a whole: checkpoints that were seen, what a witness signed last, keys.
//!
//! In: an open folder, a name in it, bytes. Out: the bytes that are there, or that they are there for good: flushed before
//! the name leads to them. Never follows a link, never leaves half a file under a name, never reads more than it is told;
//! who writes to a folder has locked it. Knows nothing of what it keeps.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::disk::Folder;

/// How the name of the new file ends until it takes the place of the old.
const NEW: &str = ".new";

/// The bytes of the file `name`; `None` where there is none.
///
/// # Errors
///
/// If it is longer than `most` bytes, or cannot be read.
pub(crate) fn read(folder: &Folder, name: &str, most: usize) -> io::Result<Option<Vec<u8>>> {
    let opened = folder.file(Path::new(name))?;
    opened.map(|(file, _)| read_open(file, most)).transpose()
}

/// The bytes of an open file.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn read_open(file: File, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    match bytes.len() > most {
        true => Err(io::ErrorKind::FileTooLarge.into()),
        false => Ok(bytes),
    }
}

/// Puts these bytes in the place of the file `name`, or makes it, with these rights.
///
/// # Errors
///
/// If the system refuses. The file is as it was then.
pub(crate) fn replace(folder: &Folder, name: &str, bytes: &[u8], mode: u32) -> io::Result<()> {
    let new = format!("{name}{NEW}");
    let new = Path::new(&new);
    // What a run that was killed left behind.
    let _ = folder.remove_file(new);
    let replaced = fill(folder, new, bytes, mode)
        .and_then(|()| folder.rename(new, folder, Path::new(name)))
        .and_then(|()| folder.flush());
    if replaced.is_err() {
        let _ = folder.remove_file(new);
    }
    replaced
}

/// Makes the file `name` of these bytes, with these rights.
///
/// # Errors
///
/// If there is anything of that name, or if the system refuses.
pub(crate) fn create(folder: &Folder, name: &str, bytes: &[u8], mode: u32) -> io::Result<()> {
    let made = fill(folder, Path::new(name), bytes, mode).and_then(|()| folder.flush());
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            let _ = folder.remove_file(Path::new(name));
            Err(error)
        }
        made => made,
    }
}

fn fill(folder: &Folder, path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file = folder.create(path, mode)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::{create, read, replace};
    use crate::disk::Folder;

    #[test]
    fn a_file_is_replaced_and_never_made_twice() {
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let open = Folder::open(folder.path()).unwrap_or_else(|e| panic!("{e}"));
        let there = |name: &str| read(&open, name, 5).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(there("a"), None);
        assert!(create(&open, "a", b"one", 0o600).is_ok());
        assert!(create(&open, "a", b"two", 0o600).is_err());
        assert_eq!(there("a").as_deref(), Some(&b"one"[..]));
        // What a run that was killed left is in nobody's way.
        assert!(create(&open, "a.new", b"half", 0o600).is_ok());
        assert!(replace(&open, "a", b"three", 0o600).is_ok());
        assert_eq!(there("a").as_deref(), Some(&b"three"[..]));
        assert_eq!(there("a.new"), None);
        assert!(read(&open, "a", 4).is_err());
    }
}
