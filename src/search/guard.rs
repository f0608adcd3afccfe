//! Bytes that may come from anywhere: tantivy panics where they make no sense, and here that is a fault of the
//! index like any other.
//!
//! In a browser a panic ends the engine, and the page says so. This module knows nothing of what is read.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};

use crate::search::error::Error;

thread_local! {
    /// Whether this thread is at work on such bytes.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does `work`; a panic in it is an error.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    GUARDED.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.unwrap_or_else(|_| Err(Error::nonsense("its bytes make no sense")))
}

/// From now on the panic hook is not called for panics that become errors of a search; for all others it is, as
/// before. For a program, whose panic hook this replaces.
pub fn silence_guarded_panics() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !GUARDED.get() {
            hook(panic);
        }
    }));
}
