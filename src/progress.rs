//! The progress of a run.
//!
//! Long steps report how far they are as a [`Progress`], from which the command line draws a bar. Nothing is
//! counted or shown here.

/// How far a run is, for a progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many reports are about to be read.
    Reading(usize),
    /// So many reports are about to be rendered.
    Rendering(usize),
    /// So many reports are about to be indexed, without pages.
    Indexing(usize),
    /// So many files are about to be held against what was recorded.
    Verifying(usize),
    /// One of them is done.
    Report,
    /// What is made is complete and is being put in its place.
    Publishing,
}
