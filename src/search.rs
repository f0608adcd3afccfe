//! Search: the index that a site publishes, and the questions put to it.
//!
//! In goes a query, out comes an [`Answer`]; what is asked is a published index (`search-index/`), read
//! natively or in a browser by this same code. The promise: any run of characters that stands in a
//! report finds that report, wherever words begin or end, and nothing else is shown as exact.
//!
//! ```text
//! query --parse--> Query --plan--> terms, by the lexicon of each segment
//! manifest + bundle --open--> Segments, over a store of the bytes that are here
//! terms --look up, read--> sets of reports --order--> hits --texts--> passages
//! ```
//!
//! Four rooms hold the parts: `text` (how text is cut), [`query`] (the language), `format` (the bytes of the
//! index), `evaluate` (from a query to an answer). Beside them stands what reads an index: `store` has the bytes
//! that are here, `segment` is one opened segment (`field_lists`, `values`), `open_index` all of them with the questions put to them, and
//! `folder` the files of this machine. tests/architecture.rs holds which may import which.
//!
//! A question is attempted as often as it takes: each time it reads all that it can, what was not here is
//! brought in one round, and it is attempted again.
//!
//! This module and those below it import nothing else of the crate, and but for `folder` they neither
//! read files nor start threads: they compile for the browser.

mod answer;
mod error;
mod evaluate;
mod explain;
mod field_lists;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod folder;
pub(crate) mod format;
mod guard;
pub(crate) mod open_index;
pub mod query;
mod segment;
pub(crate) mod store;
pub(crate) mod text;
mod values;

use std::sync::Arc;

pub use self::answer::{Answer, Count, Facets, Hit, Near, Passage, Sort};
pub use self::error::{Error, IndexFault, IndexFaultKind, QueryFault, QueryFaultKind};
pub use self::evaluate::{STATUS_NAMES, UNDATED};
pub use self::explain::{Cost, Explain, Read, Round, Tokens};
pub use self::format::manifest::{Files, IndexFile, Manifest, Part, Request, SegmentFiles};
pub use self::format::version::{FORMAT, MANIFEST};
pub use self::guard::silence_guarded_panics;
pub use self::open_index::{Attempt, OpenIndex, Question};
pub use self::query::Query;

/// A published index, opened, with what brings its bytes at once.
#[derive(Debug)]
pub struct Searcher {
    index: OpenIndex,
    files: Arc<dyn Files>,
}

impl Searcher {
    /// Opens an index whose files come from anywhere.
    ///
    /// # Errors
    ///
    /// An index that cannot be understood.
    pub fn from_files(
        manifest: Manifest,
        bundle: &[u8],
        files: Arc<dyn Files>,
    ) -> Result<Searcher, Error> {
        let index = OpenIndex::new(manifest, bundle)?;
        Ok(Searcher { index, files })
    }

    /// How many reports the index holds.
    pub fn reports(&self) -> u32 {
        self.index.manifest().reports
    }

    /// Answers a query with at most `limit` hits.
    ///
    /// # Errors
    ///
    /// The query cannot be understood, or the index cannot be read.
    pub fn search(&self, query: &str, sort: Sort, limit: usize) -> Result<Answer, Error> {
        Ok(self.explain(query, sort, limit)?.0)
    }

    /// Answers a query, and reports what that cost.
    ///
    /// # Errors
    ///
    /// The query cannot be understood, or the index cannot be read.
    pub fn explain(
        &self,
        query: &str,
        sort: Sort,
        limit: usize,
    ) -> Result<(Answer, Explain), Error> {
        let mut question = self.index.question(query, sort, limit)?;
        loop {
            match self.index.attempt(&mut question)? {
                Attempt::Answered(answer) => return Ok((*answer, question.into_explain())),
                Attempt::Wants(requests) => {
                    let pieces = self.files.fetch(&requests)?;
                    self.index.bring(&mut question, pieces)?;
                }
            }
        }
    }
}
