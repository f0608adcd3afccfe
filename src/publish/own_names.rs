//! Names of the files and folders that a build makes for itself, in the output folder and beside it.
//!
//! In go a folder and what a name is for, out come the name, or whether something there has such a name.
//! Nothing is made, changed or removed.

#![expect(
    clippy::disallowed_methods,
    reason = "what builds made is found by its name, and is sorted"
)]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// While files are updated in place: what is being put there, so that the next build knows the files of
/// one that was killed as gongbao's.
pub(crate) const PENDING: &str = ".gongbao-pending";

/// What the published site no longer has and what stays for one more publication, in the form of SHA256SUMS.
pub(crate) const LEAVING: &str = ".gongbao-leaving";

/// How the names of folders begin that a build makes for itself inside the output folder.
pub(crate) const INSIDE_PREFIX: &str = ".gongbao-";
/// A folder in which a new site is made, or in which the old one waits to be removed.
pub(crate) const NEW: &str = "new-";
/// The old site, moved aside where two folders cannot be exchanged.
pub(crate) const OLD: &str = "old-";
/// The site before the published one, brought level with it, for the next build to begin from.
pub(crate) const KEPT: &str = "kept-";

/// Whether a build in place uses `name` for itself at the top of the output folder.
pub(crate) fn is_reserved(name: &OsStr) -> bool {
    let unique = name.as_encoded_bytes();
    let unique = unique.strip_prefix(INSIDE_PREFIX.as_bytes());
    name == PENDING
        || name == LEAVING
        || unique.is_some_and(|rest| rest.starts_with(NEW.as_bytes()))
}

/// How the names of folders begin that a build makes for itself beside the output folder `out`.
pub(crate) fn beside_prefix(out: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(out.file_name().unwrap_or_default());
    prefix.push(INSIDE_PREFIX);
    prefix
}

/// Folders directly in `folder` that a build made for itself: `prefix`, `kind`, and what makes the name
/// unique.
///
/// # Errors
///
/// If `folder` cannot be listed.
pub(crate) fn made_by_builds(
    folder: &Path,
    prefix: &OsStr,
    kind: &str,
) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let unique = name
            .as_encoded_bytes()
            .strip_prefix(prefix.as_encoded_bytes())
            .and_then(|rest| rest.strip_prefix(kind.as_bytes()));
        let ours = unique.is_some_and(|u| u.len() >= 6 && u.iter().all(u8::is_ascii_alphanumeric));
        if ours && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
