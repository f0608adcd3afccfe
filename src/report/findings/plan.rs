//! The measures of a plan, with the places of what could not be read.
//!
//! In: a report that is a plan. Out: what [`measure::find`] found, and where in the file each of
//! its problems is: whether it is told depends on what an editor says in measures.yaml, which is not known here.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::report::findings::measure::{self, Found};
use crate::report::front_matter::FrontMatter;
use crate::report::grid::Grids;
use crate::report::markdown::Document;
use crate::report::passage::Passage;

/// The measures of a plan.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct FoundPlan {
    /// What was found.
    pub found: Found,
    /// Where each of its problems is in the file.
    pub places: Vec<Range<usize>>,
    /// The paths of the files beside the report of which tables were read, by [`Position::file`](measure::Position::file).
    pub files: Vec<Box<str>>,
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
        let year = year_of(front_matter);
        let mut found = measure::find(
            passages,
            document.parts(),
            &Grids::of(document, passages),
            year,
        );
        if found.measures.is_empty() && front_matter.attachments.iter().any(|file| file.table) {
            found.look_for_default(passages, year);
        }
        if found == Found::default() {
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
            files: Vec::new(),
            found,
        }))
    }

    /// Adds what was found in a file beside the report, whose table is at `anchor` of its page.
    pub(crate) fn add_file(&mut self, path: &str, anchor: &str, in_file: FoundInFile) {
        self.files.push(path.into());
        self.found.add_file(self.files.len(), anchor, in_file.found);
        self.places.extend(in_file.places);
    }

    /// The path of a file by its number; none of the report itself.
    pub(crate) fn file(&self, number: usize) -> Option<&str> {
        self.files.get(number.checked_sub(1)?).map(|path| &**path)
    }
}

/// The measures of a table in a file beside a plan.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FoundInFile {
    /// What was found.
    pub found: Found,
    /// Where each of its problems is in that file.
    pub places: Vec<Range<usize>>,
}

/// The year of deadlines that name none: that of a plan of one year.
pub(crate) fn year_of(front_matter: &FrontMatter) -> Option<i16> {
    match front_matter.years().as_slice() {
        [year] => Some(*year),
        _ => None,
    }
}
