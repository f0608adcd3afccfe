//! Who cites whom: what a report's page shows of it, and the pages of what is cited and not held.
//!
//! Plain values of the contract, see [`crate::render::view`]; nothing is computed here.

use serde::Serialize;

use crate::render::view::{Link, Page, Paging};

/// A sentence of another report that cites this one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CitingSentence {
    /// The citing report, at the place of the sentence.
    pub report: Link,
    /// The sentence, or what is near in it; always shorter than a paragraph.
    pub quote: String,
    /// Of the quotation.
    pub language: Option<String>,
}

/// Who cites a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CitedBy {
    /// How many reports do.
    pub reports: u64,
    /// A sentence of each of the newest.
    pub sentences: Vec<CitingSentence>,
    /// Reports that are not shown.
    pub more: u64,
}

/// Something that is cited and not held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct MissingWork {
    /// As most reports write it: a title in 《》 with its number in brackets, or a number.
    pub text: String,
    /// In how many reports it is cited.
    pub reports: u64,
    /// How often it is cited.
    pub mentions: u64,
    /// The first places where it is.
    pub places: Vec<Link>,
}

/// `citations.html`: what is cited and not held, in most reports first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CitationsPage {
    /// The head.
    pub page: Page,
    /// Of what is cited.
    pub language: Option<String>,
    /// How many works are cited and not held.
    pub total: u64,
    /// Those of this page.
    pub works: Vec<MissingWork>,
    /// Where this page stands among the others.
    pub paging: Option<Paging>,
    /// The page of what may mean several documents, where there is any.
    pub doubts: Option<Link>,
}

/// Something that may mean several documents, or another one than is held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DoubtfulWork {
    /// As written.
    pub text: String,
    /// Why it is not sure: `several`, `number-and-title`, `edition`, `newer` or `body`; its word is
    /// `t.citation_doubt[key]`.
    pub why: String,
    /// Where it is cited first.
    pub place: Link,
    /// In how many reports it is cited so.
    pub reports: u64,
    /// What it may mean.
    pub candidates: Vec<Link>,
}

/// `citation-doubts.html`: what is linked nowhere since it is not sure what it means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct DoubtsPage {
    /// The head.
    pub page: Page,
    /// Of what is cited.
    pub language: Option<String>,
    /// Those of this page.
    pub works: Vec<DoubtfulWork>,
    /// Where this page stands among the others.
    pub paging: Option<Paging>,
}
