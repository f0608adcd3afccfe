//! Who may vouch for the hosts that a command asks.
//!
//! In: an argument. Out: the certificates in a file, unread; or none, where those that Mozilla trusts are meant.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use clap::ValueHint;

use crate::error::{Doing, Error};

/// Bytes of a file of certificates, at most.
const MAX_CA: u64 = 4 << 20;

#[derive(clap::Args)]
pub(super) struct WebArguments {
    /// Certificates in PEM of the authorities that may vouch for the host of an https address; those that Mozilla trusts
    /// unless given
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    ca: Option<PathBuf>,
}

impl WebArguments {
    /// The bytes of the file, if one was given.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub(super) fn authorities(&self) -> Result<Option<Vec<u8>>, Error> {
        let Some(file) = &self.ca else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let read = File::open(file).and_then(|file| file.take(MAX_CA).read_to_end(&mut bytes));
        read.map_err(|e| Error::io(Doing::Read, file, e))?;
        Ok(Some(bytes))
    }
}
