//! What the preview tells whoever started it, and is told.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::diagnostic::Text;
use crate::serve::message::Diagnostics;

/// What is told while the preview runs.
#[derive(Debug)]
pub(crate) enum Told {
    /// It is there, at this address.
    Open(String),
    /// The content was read.
    Read(Diagnostics),
    /// The machine refused something; the preview goes on.
    Failed(Text),
}

/// How whoever started it ends it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ending {
    /// Whether it is to end.
    pub is_wanted: fn() -> bool,
    /// Called as a build goes on; then unwinds one that is not wanted any longer.
    pub go_on: fn(),
}

impl Ending {
    /// What `work` gives, which calls `go_on`; `None` where that unwound it: then it has left nothing behind.
    pub(super) fn watching<T>(self, work: impl FnOnce() -> T) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(done) => Some(done),
            Err(_) if (self.is_wanted)() => None,
            Err(bug) => resume_unwind(bug),
        }
    }
}
