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
use std::io;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use sha2::{Digest, Sha256};

use crate::disk;
use crate::keys;

/// The arguments of the process, the name of the program first.
pub(super) fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// The locale of messages: by the first variable of POSIX that is set, else as the system has it; none where that names
/// no language.
pub(super) fn locale() -> Option<String> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    set.filter(|value| names_a_language(value))
        .or_else(locale_of_system)
}

/// Whether a locale is that of people: `C` and `POSIX`, with an encoding or without, are those of programs.
fn names_a_language(locale: &str) -> bool {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    !["C", "POSIX"].contains(&name)
}

/// The language in which a user of the system wants to be spoken to: its programs set no variables for that.
#[cfg(any(windows, target_os = "macos"))]
fn locale_of_system() -> Option<String> {
    sys_locale::get_locale()
}

/// Elsewhere the variables are all there is.
#[cfg(not(any(windows, target_os = "macos")))]
fn locale_of_system() -> Option<String> {
    None
}

/// The text of the key that signs, see [`keys`].
pub(super) fn key() -> Option<String> {
    // What is no text is no key, and is said to be none.
    let value = std::env::var_os(keys::VARIABLE)?;
    Some(value.into_string().unwrap_or_default())
}

/// Whether colours are unwanted, see <https://no-color.org>.
pub(super) fn refuses_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some()
}

/// The folder for what is needed while the program runs.
pub(super) fn temporary_folder() -> PathBuf {
    std::env::temp_dir()
}

/// The program of this name that the shell would run.
pub(super) fn program_called(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let mut files = std::env::split_paths(&folders).map(|folder| folder.join(name));
    files.find(|file| file.is_file())
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

/// 32 bytes that nobody can guess.
///
/// # Errors
///
/// If the system has none.
pub(super) fn seed() -> io::Result<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    Ok(seed)
}

/// Seconds since 1970, as this machine has it: 0 where its clock is before that.
pub(super) fn seconds_since_1970() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// Time since some moment of this run.
pub(super) fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// The day that it is where clocks are so many minutes ahead of UTC.
pub(super) fn today(minutes: i16) -> Date {
    let offset = Offset::from_seconds(i32::from(minutes) * 60).unwrap_or(Offset::UTC);
    offset.to_datetime(Timestamp::now()).date()
}

/// Whether a browser can be opened, as far as the environment tells: on a machine that is reached by a terminal alone
/// there is none, and the program that would look for one says nothing of that.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) fn may_have_browser() -> bool {
    let variables = ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"];
    let mut values = variables.into_iter().filter_map(std::env::var_os);
    values.any(|value| !value.is_empty())
}

/// Other systems always have one.
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub(super) fn may_have_browser() -> bool {
    true
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
