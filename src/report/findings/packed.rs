//! What a report cites, as the bytes that are kept of it: few ask for it, and all reports are in memory at one time.
//!
//! In: citations; out: bytes, and the citations again. Bytes that are none of these stand for no citation.

use serde::{Deserialize, Serialize};

use crate::report::findings::citation::Citations;

/// Citations as bytes; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Packed(Box<[u8]>);

impl Packed {
    /// The citations as bytes.
    pub(crate) fn of(citations: &Citations) -> Packed {
        if citations.citations.is_empty() {
            return Packed::default();
        }
        Packed(postcard::to_allocvec(citations).unwrap_or_default().into())
    }

    /// The citations.
    pub(crate) fn unpack(&self) -> Citations {
        match self.is_empty() {
            true => Citations::default(),
            false => postcard::from_bytes(&self.0).unwrap_or_default(),
        }
    }

    /// Whether nothing is cited.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}
