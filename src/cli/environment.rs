//! The environment of the process: arguments, locale, colours, the folder for temporary files, the clock.
//!
//! Nothing else of the crate asks for any of it, so that the same input makes the same bytes.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the one module that asks the environment anything"
)]

use std::ffi::OsString;
use std::fs::File;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::disk;

/// The arguments of the process, the name of the program first.
pub(super) fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// The locale of messages, by the first variable of POSIX that is set.
pub(super) fn locale() -> Option<String> {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
}

/// Whether colours are unwanted, see <https://no-color.org>.
pub(super) fn refuses_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some()
}

/// The folder for what is needed while the program runs.
pub(super) fn temporary_folder() -> PathBuf {
    std::env::temp_dir()
}

/// What tells the program that runs from every other version of it: what the file system says of its file, as a digest.
pub(super) fn program() -> Option<[u8; 32]> {
    // Where there is such a thing it is the program itself, whatever its path leads to by now.
    let itself = File::open("/proc/self/exe");
    let file = itself
        .or_else(|_| File::open(std::env::current_exe()?))
        .ok()?;
    let said = serde_json::to_vec(&disk::said_of(&file.metadata().ok()?)).ok()?;
    Some(Sha256::digest(said).into())
}

/// Time since some moment of this run.
pub(super) fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// The editor of whoever runs the program, by the variables that say it.
pub(super) fn editor() -> Option<String> {
    let variables = ["VISUAL", "EDITOR"].into_iter();
    let mut words = variables.filter_map(|name| std::env::var(name).ok());
    words.find(|value| !value.is_empty())
}

/// Runs from the moment that it is made.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    pub(super) fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    pub(super) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
