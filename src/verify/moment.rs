//! What tells whether an archive was published anew while it was verified.
//!
//! In: the files, before all else and once more when all is read. Out: the heads of the log and the list that a publication
//! file by file leaves until it has ended. What was read of two publications cannot be told from damage, and is none. Never
//! looks at anything else: an altered file beside an unaltered head is damage.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Text;
use crate::error::Error;
use crate::log::note::MAX_NOTE;
use crate::log::published::{CHECKPOINT, UNSIGNED};
use crate::verify::files::{Digest, Files, Oddity, PENDING};
use crate::verify::record::below;
use crate::verify::sums;

/// Digests of what there is of the list and the two heads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Moment([Result<Option<Digest>, Oddity>; 3]);

impl Moment {
    /// That of an archive now, with the list, if there is one. The list is read first: when it is gone, the publication has
    /// ended, and its head stands.
    pub(crate) fn of(files: &dyn Files) -> (Moment, Option<Vec<u8>>) {
        let pending = files.get(PENDING, sums::MAX_BYTES);
        let head = |name: &str| digest(&files.get(&below(name), MAX_NOTE + 1));
        let moment = Moment([digest(&pending), head(CHECKPOINT), head(UNSIGNED)]);
        (moment, pending.ok().flatten())
    }

    /// # Errors
    ///
    /// If it is another moment now.
    pub(crate) fn still(&self, files: &dyn Files) -> Result<(), Error> {
        match Moment::of(files).0 == *self {
            true => Ok(()),
            false => Err(Error::new(Text::new(
                "核对期间网站有新的发布，请重新核对。",
                "the site was published anew meanwhile; verify it again.",
            ))),
        }
    }
}

fn digest(found: &Result<Option<Vec<u8>>, Oddity>) -> Result<Option<Digest>, Oddity> {
    match found {
        Ok(bytes) => Ok(bytes.as_ref().map(|bytes| Sha256::digest(bytes).into())),
        Err(oddity) => Err(oddity.clone()),
    }
}
