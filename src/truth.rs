//! What an archive owes its log: what it may change of what it published, and what its next publication says.
//!
//! In: the archive, and what the log that was published last comes to. Out: faults where the content changes what was
//! published and does not say so, entries for what it says, and what pages tell of it. Never writes, and reads of the
//! content nothing but which bytes the files beside the reports have.

mod changes;
mod faults;
mod gate;
mod held;
mod recording;

pub(crate) use crate::truth::changes::{Change, Changes, What};
pub(crate) use crate::truth::faults::gone as vanished_report;
pub(crate) use crate::truth::gate::{Judged, judge};
pub(crate) use crate::truth::held::{Held, held};
pub(crate) use crate::truth::recording::{Head, Known, Recorded, Recording};

/// The folder of the log in a site.
pub(crate) use crate::route::LOG_FOLDER;
