//! The units of a text that is shown, with their places in it.
//!
//! They are cut by the same code as the index, so that what is marked is what matched. Nothing is compared here.

use crate::search::text::unit::Units;

/// A unit.
pub(super) struct TextUnit {
    pub(super) text: String,
    /// Whether something separates it from the unit before it.
    pub(super) separated: bool,
    /// Its first scalar, and the one past its last.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The units of a text.
pub(super) fn text_units(text: &str) -> Vec<TextUnit> {
    let (mut units, mut buffer, mut found) = (Units::new(text), String::new(), Vec::new());
    while let Some(unit) = units.next(&mut buffer) {
        found.push(TextUnit {
            text: buffer.clone(),
            separated: unit.separated,
            start: unit.start,
            end: unit.end,
        });
    }
    found
}
