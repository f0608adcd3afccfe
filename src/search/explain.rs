//! What a question cost: what was read, in how many rounds, and for which terms.
//!
//! Plain data, counted by the reader itself. A round is all that is requested at once.

use serde::Serialize;

/// What a question cost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explain {
    /// The opening of the index, whichever question comes first: manifest and bundle.
    pub opening: Cost,
    /// The rounds of the question, in their order.
    pub rounds: Vec<Round>,
    /// Requests of all rounds.
    pub requests: u64,
    /// Bytes of all rounds.
    pub bytes: u64,
    /// What each run was looked up as in each segment.
    pub runs: Vec<Tokens>,
}

/// Requests and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// How many requests.
    pub requests: u64,
    /// How many bytes.
    pub bytes: u64,
}

/// What was requested at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Round {
    /// How many requests.
    pub requests: u64,
    /// How many bytes.
    pub bytes: u64,
    /// What.
    pub ranges: Vec<Read>,
}

/// Some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Read {
    /// The file.
    pub file: String,
    /// The first byte.
    pub start: u64,
    /// The byte past the last.
    pub end: u64,
    /// What they are: terms, postings, positions, texts.
    pub part: String,
}

/// What a run was looked up as in a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// The run as it was typed.
    pub run: String,
    /// The segment.
    pub segment: usize,
    /// The lists: `reports`, `places` (positions) or `numbers`.
    pub field: &'static str,
    /// The terms.
    pub tokens: Vec<String>,
}
