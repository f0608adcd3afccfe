//! What the index keeps of a report: lists of terms, for its text and for the values of its facets.
//!
//! The fields are numbered as tantivy numbers those of a file; they are code, never read from a file, so that what
//! opens an index knows what it holds. A change here is another [`FORMAT`](super::version::FORMAT).

use tantivy::schema::Field;

/// What stands between the names of a region's path; no name of one holds it.
pub(crate) const REGION_STEP: char = '/';

/// How many fields have the terms of texts.
pub(crate) const LISTED: usize = 4;

/// How many fields have values, which come with the opening.
pub(crate) const VALUED: usize = 6;

/// The fields of terms, which are made by [`gram`](crate::search::text::gram), in the order in which a segment of so many
/// reports holds them, `end` being the position past its last: what the numbers of each are less than, and whether
/// something is kept of each number.
///
/// 0. Which reports hold a unit or a frequent gram; of each the best zone and the first text block, as
///    [one number](super::position::encode_place), and how often it stands there is kept.
/// 1. Where in which reports a rarer gram stands.
/// 2. Where in which document and index numbers a unit or two stand.
/// 3. Where in the names of what is cited a unit or two stand.
///
/// Their [lists](super::list) are of reports in the first and of [positions](super::position) in the others: a list of
/// positions is one row of rising numbers, a third smaller than reports with frequencies and positions, and one read.
pub(crate) fn terms(reports: u32, end: u32) -> [(Field, u32, bool); LISTED] {
    [
        (Field::from_field_id(0), reports, true),
        (Field::from_field_id(1), end, false),
        (Field::from_field_id(2), end, false),
        (Field::from_field_id(3), end, false),
    ]
}

/// The fields whose [values](super::values) are kept whole, behind those of terms: year, agency, type, topic, status and
/// region. A region is a path of names, the outermost first, with [`REGION_STEP`] between.
pub(crate) fn values() -> [Field; VALUED] {
    [4, 5, 6, 7, 8, 9].map(Field::from_field_id)
}
