//! The figures of one report: sums that are written or drawn up, and whether they come out; indicators, and what they
//! come to.
//!
//! In: the passages of a report. Out: each sum that does not come out, and each figure of an indicator, with its place.
//! Knows one report only; never guesses between two values, never alters or completes one.

pub(crate) mod about;
mod fold;
mod grid;
pub(crate) mod indicator;
mod label;
pub(crate) mod number;
pub(crate) mod series;
pub(crate) mod stated;
pub(crate) mod sum;
pub(crate) mod unit;

use crate::report::findings::figure::label::Label;

/// Whether the name of a row says that it is a total of others.
pub(crate) fn is_total(name: &str) -> bool {
    Label::of(name).total().is_some()
}

pub(crate) use crate::report::findings::figure::grid::Tables;

/// Whether a name says that its figures do not add up: rates, averages, ranks.
pub(crate) fn is_ratio(name: &str) -> bool {
    Label::of(name).is_ratio()
}
