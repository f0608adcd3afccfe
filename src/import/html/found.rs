//! What is found among the lines of a text that is none of its words.
//!
//! In: nothing; `lines` goes over the lines, `stated` over those with facts. Out: where a line stands, what was left out,
//! and what it stated.

use crate::import::document::Stated;
use crate::import::html::group::Group;

/// Letters of a line that is furniture.
pub(super) const MAX_LINE: usize = 400;

/// Where a block stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Before its first sentence.
    Before,
    /// Among sentences.
    Within,
    /// After the last.
    After,
}

/// What is left out, and what it said.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Groups with their words.
    pub dropped: Vec<(Group, String)>,
    /// Names and values.
    pub stated: Vec<Stated>,
    /// What stands in a line before its facts, and is none of them.
    pub(super) rest: Option<String>,
    /// The line before was one of a catalogue.
    pub(super) is_in_catalogue: bool,
}
