//! What goes on from one paragraph of a text to the next: open fields, words that begin the next paragraph, places.
//!
//! In: what the readers of blocks and of runs leave here. Out: the same, to whichever comes next. Never reads anything.

use crate::import::docx::fields::Fields;
use crate::import::docx::line::Line;

/// What goes on from one paragraph of a text to the next.
#[derive(Default)]
pub(super) struct Story {
    /// Fields that are open.
    pub fields: Fields,
    /// A paragraph whose mark is gone: its words begin the next.
    pub carried: Option<Line>,
    /// Places between paragraphs.
    pub anchors: Vec<String>,
}
