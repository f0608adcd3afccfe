//! A query evaluated against the segments of an index: from a tree of terms to an answer.
//!
//! ```text
//! term     --plan---------> lists to read          of one segment, by its lexicon
//! lists    --phrase-------> reports that hold the run, and where
//! pieces   --partial------> reports that hold the run in parts
//! lists    --nearly-------> reports that may hold it but for slips; with their texts --alike--> that do
//! terms    --boolean------> sets of reports        (report_set), with value for fields of names and years
//! sets     --facet, rank--> counts and order     by what runs are worth in a report
//! matches  --hit, passage-> what is shown
//! ```
//!
//! [`evaluation`] is the order of these steps and the only door from outside. Every step reads as far as the
//! bytes that are here allow; what is missing is noted by the [store](super::store), and the step is done
//! again later. This room may import all the others of the search; none of them imports it.

mod alike;
mod boolean;
pub(crate) mod evaluation;
mod facet;
mod hit;
mod nearly;
mod partial;
mod passage;
mod phrase;
mod plan;
mod rank;
mod report_set;
mod term;
mod text_units;
mod value;
mod worth;

pub use self::facet::UNDATED;
pub use self::value::STATUS_NAMES;
