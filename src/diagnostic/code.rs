//! Codes of diagnostics that are kept between runs: written as text, read as the names that they are.
//!
//! A code is a name in the program's own text, of which there are some two hundred; one that is read is held for as
//! long as the program runs, each once.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serializer};

/// Bytes of a code, at most.
const CODE_MAX: usize = 64;

static READ: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

pub(super) fn serialize<S: Serializer>(code: &&'static str, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(code)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    let code = String::deserialize(from)?;
    if code.len() > CODE_MAX {
        return Err(serde::de::Error::custom("no code is that long"));
    }
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = read.get(code.as_str()) {
        return Ok(known);
    }
    let known: &'static str = code.leak();
    read.insert(known);
    Ok(known)
}
