//! Where a file lies that is verified by itself: in which archive, and where in it.
//!
//! In: the path of a file. Out: the folder of its archive, which is the nearest one above it that holds a log; without
//! one, the nearest that holds a proof; and the file's path below that. Never opens the file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::Text;
use crate::error::{Doing, Error};
use crate::log::published::{CHECKPOINT, UNSIGNED};
use crate::route::PROOF_ENDING;
use crate::verify::document::MAX_ABOVE;
use crate::verify::record::below;

/// Folders above a file in which a log is looked for, at most.
const MAX_FOLDERS: usize = 64;

/// A file in its archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    /// Below that folder, with `/` between segments.
    pub(crate) path: String,
}

/// Finds the archive of `file`.
///
/// # Errors
///
/// If there is no such file, or if its path is no text.
pub(crate) fn place(file: &Path) -> Result<Place, Error> {
    let absolute = std::path::absolute(file);
    let absolute = absolute.map_err(|error| Error::io(Doing::Read, file, error))?;
    fs::symlink_metadata(&absolute).map_err(|error| Error::io(Doing::Read, file, error))?;
    let above = || absolute.ancestors().skip(1);
    let has_log = |folder: &&Path| {
        let mut heads = [CHECKPOINT, UNSIGNED].into_iter();
        heads.any(|head| folder.join(below(head)).is_file())
    };
    let archive = above().take(MAX_FOLDERS).find(has_log);
    let archive = archive.or_else(|| above().take(MAX_ABOVE).find(has_proof));
    let folder = archive.or(absolute.parent()).unwrap_or(Path::new("."));
    let inner = absolute.strip_prefix(folder).unwrap_or(&absolute);
    let segments: Option<Vec<&str>> = inner.iter().map(|segment| segment.to_str()).collect();
    let segments = segments.ok_or_else(|| no_text(file))?;
    Ok(Place {
        folder: folder.to_owned(),
        path: segments.join("/"),
    })
}

/// Whether a folder holds a proof: of a first text at least, as every report that was recorded does.
fn has_proof(folder: &&Path) -> bool {
    let is_there = |rev: u64| folder.join(format!("{rev}{PROOF_ENDING}")).is_file();
    (1..=MAX_PROBED).any(is_there)
}

/// Revisions whose proofs are looked for, at most.
const MAX_PROBED: u64 = 20;

fn no_text(file: &Path) -> Error {
    let shown = file.display();
    Error::new(Text::new(
        format!("{shown} 的路径不是 UTF-8 文字，无法核对。"),
        format!("the path {shown} is no UTF-8 and cannot be verified."),
    ))
    .at(file)
}
