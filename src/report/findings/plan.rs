//! The measures of a plan, with the places of what could not be read.
//!
//! In: a report that is a plan. Out: what [`measure::find`] found, and where in the file each of
//! its problems is: whether it is told depends on what an editor says in measures.yaml, which is not known here.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::report::findings::measure::{self, Found};
use crate::report::front_matter::FrontMatter;
use crate::report::markdown::Document;
use crate::report::passage::Passage;

/// The measures of a plan.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct FoundPlan {
    /// What was found.
    pub found: Found,
    /// Where each of its problems is in the file.
    pub places: Vec<Range<usize>>,
}

impl FoundPlan {
    /// Looks for the measures of a plan; `None` where nothing was found in it. `leaf_starts` is what
    /// [`Document::place_in`] wants, `start` where its body begins in its file.
    pub(super) fn of(
        document: &Document<'_>,
        passages: &[Passage<'_>],
        front_matter: &FrontMatter,
        (leaf_starts, start): (&[usize], usize),
    ) -> Option<Box<FoundPlan>> {
        let year = match front_matter.years().as_slice() {
            [year] => Some(*year),
            _ => None,
        };
        let found = measure::find(passages, document.parts(), year);
        if found.measures.is_empty() && found.problems.is_empty() {
            return None;
        }
        let place = |passage: usize, bytes: &Range<usize>| {
            let place = document
                .place_in(leaf_starts, passage, bytes)
                .unwrap_or(0..0);
            place.start + start..place.end + start
        };
        let problems = found.problems.iter();
        let places = problems.map(|problem| place(problem.passage, &problem.bytes));
        Some(Box::new(FoundPlan {
            places: places.collect(),
            found,
        }))
    }
}
