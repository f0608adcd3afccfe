//! Data that lies beside the project, in `../shared`, and the list of tests that could not run without it.
//!
//! Tests inside the crate and those of the whole program both use it. In go two variables:
//! `GONGBAO_SHARED` names the folder and makes its absence a failure; without it `../shared` is used where it is
//! there. `GONGBAO_SKIPS` names a file that each skip appends a line to; `tests/run` prints them. This never
//! decides whether a skip is a failure but for missing data.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests alone call it: it reads their variables, appends to their list and says so"
)]

use std::io::Write;
use std::path::{Path, PathBuf};

/// A path below the folder, or `None`, noted as a skip of the test that asks.
///
/// # Panics
///
/// It is missing, and `GONGBAO_SHARED` demands it.
#[must_use]
pub fn shared(path: &str) -> Option<PathBuf> {
    let named = std::env::var_os("GONGBAO_SHARED");
    let folder = named.clone().unwrap_or_else(|| "../shared".into());
    // As the variable is written: from the project's folder.
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(&folder)
        .join(path);
    if found.exists() {
        return Some(found);
    }
    let missing = format!("{} is not there", Path::new(&folder).join(path).display());
    assert!(named.is_none(), "{missing}");
    skip("data", &missing);
    None
}

/// Notes that the test that runs in this thread skips something, for want of a program.
pub fn no_program(name: &str) {
    skip("tool", &format!("there is no {name}"));
}

/// Notes a skip: whether "data" or a "tool" is missing, and why.
fn skip(lack: &str, why: &str) {
    let thread = std::thread::current();
    let line = format!("{}: {why}", thread.name().unwrap_or("a test"));
    eprintln!("SKIPPED {line}");
    if let Some(list) = std::env::var_os("GONGBAO_SKIPS") {
        // In one piece, since other tests append at the same time.
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(list)
            .expect("the list of skips opens");
        file.write_all(format!("{lack}: {line}\n").as_bytes())
            .expect("the list of skips is written");
    }
}
