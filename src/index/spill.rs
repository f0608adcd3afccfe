//! Where the values of batches lie that the store did not take: it never fails, but may keep nothing.
//!
//! One file in the folder in which the index is made, which goes with it.

#![expect(
    clippy::disallowed_methods,
    reason = "the index is written to a folder of its own, which publish then takes"
)]

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::disk;
use crate::index::parallel::locked;
use crate::store::Stored;

/// The file, and how long it is; none as long as the store takes everything.
#[derive(Debug)]
pub(super) struct Spill {
    path: PathBuf,
    file: Mutex<Option<(Arc<File>, u64)>>,
}

impl Spill {
    /// One in `folder`.
    pub(super) fn new(folder: &Path) -> Spill {
        Spill {
            path: folder.join("spill"),
            file: Mutex::new(None),
        }
    }

    /// Writes some bytes.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<Stored> {
        let mut held = locked(&self.file);
        let (file, end) = match held.take() {
            Some(held) => held,
            None => {
                let mut options = File::options();
                options.read(true).write(true).create_new(true);
                (Arc::new(options.open(&self.path)?), 0)
            }
        };
        // What could not be written is written over, and told by each who tries.
        let written = disk::write_all_at(&file, bytes, end);
        let range = end..end + bytes.len() as u64;
        let end = if written.is_ok() { range.end } else { end };
        *held = Some((file.clone(), end));
        written?;
        Ok(Stored { file, range })
    }
}
