//! The units of a query.
//!
//! In goes what was typed, out come units as the index has them: both are cut by [`Units`], and both
//! become terms by [`gram`](super::gram).

use crate::search::text::unit::{Class, Units};

/// A unit of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryUnit {
    pub(crate) text: String,
    pub(crate) class: Class,
    /// Whether punctuation stands between it and the unit before it.
    pub(crate) separated: bool,
}

/// The units of a text that is one block, as a query gives it.
pub(crate) fn query_units(text: &str) -> Vec<QueryUnit> {
    let (mut units, mut buffer, mut found) = (Units::new(text), String::new(), Vec::new());
    while let Some(unit) = units.next(&mut buffer) {
        found.push(QueryUnit {
            text: buffer.clone(),
            class: unit.class,
            separated: unit.separated,
        });
    }
    found
}
