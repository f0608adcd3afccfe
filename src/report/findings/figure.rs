//! The figures of one report: sums that are written or drawn up, and whether they come out.
//!
//! In: the passages of a report. Out: each sum that does not come out, with its place. Knows one report only; never
//! guesses between two values, never alters or completes one.

mod fold;
mod grid;
mod label;
mod number;
pub(crate) mod sum;

use crate::report::findings::figure::label::Label;

/// Whether the name of a row says that it is a total of others.
pub(crate) fn is_total(name: &str) -> bool {
    Label::of(name).total().is_some()
}
