//! figures.yaml beside a report: what indicators come to in it, in place of what was read.
//!
//! In: the text of the file. Out: what it states, with places, and every fault of its form. Which indicators there are is
//! not asked here.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Fault;
use crate::fields::{self, Field, Fields};
use crate::report::findings::figure::stated::{self, FIGURES, Stated};

/// Every field of figures.yaml.
pub(crate) const FIELDS: &[Field] = &[FIGURES];

/// What a figures.yaml says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FiguresFile {
    /// Its path in the content tree.
    pub path: String,
    /// SHA-256 of it.
    pub digest: [u8; 32],
    /// What it states.
    pub stated: Vec<Stated>,
}

impl FiguresFile {
    /// Reads the file. Faults: those of [`fields::read`] and of [`stated::read`].
    pub(crate) fn parse(path: &str, text: &str, faults: &mut Vec<Fault>) -> FiguresFile {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let reading = fields::read(text, start..text.len(), FIELDS, faults);
        let root = Fields::of(&reading.root, FIELDS, faults);
        FiguresFile {
            path: path.to_owned(),
            digest: Sha256::digest(text.as_bytes()).into(),
            stated: stated::read(root.get("figures"), faults),
        }
    }
}
