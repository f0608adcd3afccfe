//! What the preview tells whoever started it, and is told.

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
