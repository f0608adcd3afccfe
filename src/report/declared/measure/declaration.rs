//! What an editor says of the measures of a plan (measures.yaml beside it), as read.
//!
//! Values with their places where a fault may be told of them. Nothing is looked up or compared here.

use std::ops::Range;

use crate::date::PartialDate;
use crate::fields::Spanned;
use crate::report::declared::measure::Status;

/// An entry of measures.yaml. What it does not give stays as the text has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Declaration {
    /// Bytes of the entry.
    pub span: Range<usize>,
    /// The number of the measure, `1)`: it is looked for by it where no anchor is given.
    pub number: Option<Spanned<String>>,
    /// The anchor of the measure in the page of the plan.
    pub anchor: Option<Spanned<String>>,
    /// The title of the part that encloses it.
    pub heading: Option<String>,
    /// Its words.
    pub text: Option<String>,
    /// Who leads; an empty list says that nobody does.
    pub lead: Option<Vec<String>>,
    /// Who else takes part; an empty list says that nobody does.
    pub others: Option<Vec<String>>,
    /// Until when.
    pub deadline: Option<DeclaredDeadline>,
    /// How far it is.
    pub status: Option<Status>,
    /// Parts of later reports that bear the status out, as `path#anchor`.
    pub evidence: Vec<Spanned<String>>,
    /// What else there is to say.
    pub note: Option<String>,
    /// Whether what was found is no measure at all.
    pub omit: bool,
}

/// Until when a measure is to be done, as an editor says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeclaredDeadline {
    /// Until the end of this day, month or year.
    Until(PartialDate),
    /// Again and again (每年).
    Recurring,
    /// Without an end (长期).
    Ongoing,
    /// There is none (无).
    None,
}

/// Where evidence leads to, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The path of the report.
    pub path: String,
    /// The anchor in its page; empty where the whole report is meant.
    pub anchor: String,
    /// Bytes of measures.yaml that say so.
    pub span: Range<usize>,
}

impl Link {
    /// Reads `path#anchor`.
    pub(crate) fn of(written: &Spanned<String>) -> Self {
        let (path, anchor) = written
            .value
            .split_once('#')
            .unwrap_or((&written.value, ""));
        Link {
            path: path.trim().to_owned(),
            anchor: anchor.trim().to_owned(),
            span: written.span.clone(),
        }
    }
}
