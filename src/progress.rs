//! How far a run is.
//!
//! Steps that take long call a function with a [`Progress`]; the command line draws a bar of them. Nothing is
//! counted here and nothing is shown.

/// How far a run is, for a progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many reports are about to be read.
    Reading(usize),
    /// So many reports are about to be rendered.
    Rendering(usize),
    /// So many reports are about to be indexed, without pages.
    Indexing(usize),
    /// One of them is done.
    Report,
    /// What is made is complete and is being put in its place.
    Publishing,
}
