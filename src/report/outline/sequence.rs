//! Where each kind of number last stood, and whether a new one goes on from there.
//!
//! In: numbers in text order. Out: whether one is expected, and how a run of numbers is broken. Never decides what is
//! a part.

use std::collections::BTreeMap;

use crate::report::outline::marker::{Kind, Marker};

/// A number that a part has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Last {
    pub(super) part: u32,
    /// See [`Marker`].
    pub(super) number: (u32, u32),
    /// Whether its words ran on without a blank.
    pub(super) is_glued: bool,
}

/// The last number of each kind since the text, or an annex, began.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence(BTreeMap<Kind, Last>);

impl Sequence {
    pub(super) fn last(&self, kind: Kind) -> Option<Last> {
        self.0.get(&kind).copied()
    }

    pub(super) fn note(&mut self, kind: Kind, last: Last) {
        self.0.insert(kind, last);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// How a number fails to follow the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breach {
    /// Numbers are missing between.
    Gap,
    /// A series begins with it that has lost its beginning.
    Start,
    Repeat,
    /// It is smaller.
    Back,
}

/// A number that does not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Break {
    pub(crate) breach: Breach,
    /// The part that has it.
    pub(crate) part: u32,
    /// The part that has the number before.
    pub(crate) before: u32,
}

/// How `marker` breaks a run whose number was `last`; 1 may begin a run anywhere.
pub(super) fn breach(marker: &Marker, last: (u32, u32), is_same_series: bool) -> Option<Breach> {
    if marker.is_first() || marker.follows(last) {
        return None;
    }
    let number = (marker.value, marker.sub);
    Some(match number.cmp(&last) {
        _ if !is_same_series => Breach::Start,
        std::cmp::Ordering::Greater => Breach::Gap,
        std::cmp::Ordering::Equal => Breach::Repeat,
        std::cmp::Ordering::Less => Breach::Back,
    })
}
