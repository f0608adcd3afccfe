//! What a publication file by file that was interrupted left of the log, and no head of it promises.
//!
//! In: the output folder with the list of what was being put there. Out: the files of the log that lie beyond the head that
//! stands, which nobody was ever promised: the next publication may write others under their names, or none. Never names a
//! file that is on no such list, nor one that the head needs; where the head cannot be read it names nothing.

use std::path::Path;

use crate::log::note::MAX_NOTE;
use crate::log::published::{KEY, is_beyond, size_of_head};
use crate::publish::order::{HEAD, UNSIGNED_HEAD};
use crate::publish::place::{Place, published};
use crate::route::LOG_FOLDER;

/// What stands beside the head while a cosignature is added below it, and stays where that was killed.
pub(crate) const HALF_HEAD: &str = "log/checkpoint.new";

/// Those files, by their paths in the site.
pub(crate) fn of_log(place: &Place) -> Vec<&str> {
    if !place.pending {
        return Vec::new();
    }
    let there = |path: &str| place.folder().identity(Path::new(path)).is_some();
    let size = |path: &str| {
        let head = published(&place.out, path, MAX_NOTE as u64)?;
        size_of_head(&head)
    };
    let is_signed = there(HEAD);
    let size = match (is_signed, there(UNSIGNED_HEAD)) {
        (true, _) => size(HEAD),
        (false, true) => size(UNSIGNED_HEAD),
        (false, false) => Some(0),
    };
    let Some(size) = size else {
        return Vec::new();
    };
    let is_unneeded = |path: &&str| {
        let below = path.strip_prefix(LOG_FOLDER);
        let below = below.and_then(|path| path.strip_prefix('/'));
        match below.unwrap_or_default() {
            // It comes just before the first head that it signed.
            KEY => !is_signed,
            below => is_beyond(below, size),
        }
    };
    let listed = place.unfinished.iter().map(|path| &**path);
    let mut found: Vec<&str> = listed.filter(is_unneeded).collect();
    // A log that got its key has one head.
    if is_signed && there(UNSIGNED_HEAD) {
        found.push(UNSIGNED_HEAD);
    }
    found
}
