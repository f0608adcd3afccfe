//! Whether a report is a plan, and its measures with the places of what could not be read.
//!
//! In: a report and the types whose reports are plans. Out: what [`measure::find`] found, and where in the file each of
//! its problems is: whether it is told depends on what an editor says in measures.yaml, which is not known here.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::fields::simplified;
use crate::report::findings::measure::{self, Found};
use crate::report::front_matter::FrontMatter;
use crate::report::markdown::Document;
use crate::report::passage::Passage;

/// The words by which front matter names a type whose reports are plans: keys, and names in simplified characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MeasureTypes {
    keys: Vec<String>,
    names: Vec<String>,
}

/// The measures of a plan.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct FoundPlan {
    /// What was found.
    pub found: Found,
    /// Where each of its problems is in the file.
    pub places: Vec<Range<usize>>,
}

impl MeasureTypes {
    /// Of the keys and names of such types.
    pub(crate) fn of<'t>(types: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let (keys, names) = types
            .map(|(key, name)| (key.to_owned(), simplified(name).into_owned()))
            .unzip();
        MeasureTypes { keys, names }
    }

    /// Whether a report is of one of them.
    pub(super) fn is_plan(&self, front_matter: &FrontMatter) -> bool {
        let word = front_matter.kind.value.as_str();
        !self.keys.is_empty()
            && (self.keys.iter().any(|key| key == word)
                || self.names.iter().any(|name| *name == simplified(word)))
    }
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
