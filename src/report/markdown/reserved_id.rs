//! Ids that an author may not give to a place in a text, since something else of its page has them.
//!
//! In goes an id, out comes whether it is taken. The templates of a theme are not known where texts are read,
//! so the ids that they may use are declared here: the contract with themes, which a test of the default theme
//! holds in both directions.

use crate::report::outline::is_address;

/// Ids of the default theme's templates, beside those that end as [`HEADING_SUFFIX`] says.
pub(crate) const PAGE_IDS: [&str; 10] = [
    "agencies",
    "data",
    "main",
    "mirror",
    "q",
    "search-data",
    "settings",
    "topics",
    "types",
    "years",
];

/// How ids of the headings of a page end that are no heading of its text.
const HEADING_SUFFIX: &str = "-head";

/// How ids begin of notes, of references to them and of paragraphs, and those that are a site's own theme's.
const RESERVED_PREFIXES: [&str; 4] = ["fn-", "fnref-", "p-", "site-"];

/// Whether an id belongs to the page around a text, or to what is numbered in the text.
pub(crate) fn is_reserved(id: &str) -> bool {
    RESERVED_PREFIXES
        .iter()
        .any(|prefix| id.starts_with(prefix))
        || id.ends_with(HEADING_SUFFIX)
        || is_address(id)
        || PAGE_IDS.contains(&id)
}
