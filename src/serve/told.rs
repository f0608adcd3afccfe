//! What the preview tells whoever started it.

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
