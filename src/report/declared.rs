//! What an editor declares of a report in a file of its own beside it: a room for each kind.
//!
//! In: the text of such a file. Out: what it says, with places, and every fault of its form. Nothing is looked up, and
//! nothing is held against the text of the report: that is [`crate::knowledge`].

pub(crate) mod figure;
pub(crate) mod measure;
