//! What a field may hold: declared once, beside its name, for the JSON Schemas that editors' tools read.
//!
//! What is a fault is decided by the readers of the fields; a test in [`crate::schema`] compares the two.

use crate::fields::Field;

/// What a field may hold. An empty value counts as absent, and so may stand for each of these.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// A scalar of one line.
    Line,
    /// A scalar of any number of lines.
    Prose,
    /// A date that may lack day or month: [`crate::date::PartialDate`].
    Date,
    /// A whole date, with or without a time: [`crate::date::Moment`].
    Moment,
    /// A year, month, quarter or day: [`crate::date::Period`].
    Period,
    /// A language tag (BCP 47).
    Language,
    /// An address that begins with http:// or https://.
    WebAddress,
    /// Hours and minutes from UTC: `+08:00`.
    Offset,
    /// A public key that signs (C2SP signed-note): name, number and key between plus signs.
    Key,
    /// The path of a URL: [`crate::route::Route`].
    Route,
    /// The name of a folder.
    Folder,
    /// Yes or no.
    Boolean,
    /// One of these words.
    Words(fn() -> Vec<&'static str>),
    /// A mapping with these fields.
    Fields(&'static [Field]),
    /// A list, or a single item that stands for a list of one.
    List(&'static Shape),
    /// A mapping from keys of the archive's own, each a segment of a URL.
    Map(&'static Shape),
    /// A mapping from old URLs to pages.
    Redirects,
    /// A list of lists of two or more lines, none of them twice in one.
    Groups,
    /// Any of these.
    Either(&'static [Shape]),
    /// Anything: a later version reads it.
    Later,
}

/// A list of lines, or one line.
pub(crate) const LINES: Shape = Shape::List(&Shape::Line);

impl Shape {
    /// The fields of the mapping that may stand here, alone or within a list or another mapping.
    #[cfg(test)]
    pub(crate) fn nested(self) -> Option<&'static [Field]> {
        match self {
            Shape::Fields(fields) => Some(fields),
            Shape::List(shape) | Shape::Map(shape) => shape.nested(),
            Shape::Either(shapes) => shapes.iter().find_map(|shape| shape.nested()),
            _ => None,
        }
    }
}
