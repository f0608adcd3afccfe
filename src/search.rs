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
//! A question is asked as often as it takes: each time it reads all that it can, what was not here is
//! brought in one round, and it is asked again.
//!
//! This module and those below it import nothing else of the crate, and but for `folder` they neither
//! read files nor start threads: they compile for the browser.

pub mod answer;
pub mod error;
mod evaluate;
pub mod explain;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod folder;
pub(crate) mod format;
mod guard;
pub(crate) mod open_index;
pub mod query;
mod segment;
pub(crate) mod store;
pub(crate) mod text;

use std::sync::Arc;

pub use self::answer::{Answer, Count, Facets, Hit, Passage};
pub use self::error::{Error, IndexFault, IndexFaultKind, QueryFault, QueryFaultKind};
pub use self::evaluate::UNDATED;
pub use self::explain::Explain;
pub use self::format::manifest::{Files, Manifest, Request, SegmentFiles};
pub use self::format::version::{FORMAT, MANIFEST};
pub use self::guard::tell_no_guarded_panics;
pub use self::open_index::{Attempt, OpenIndex, Question};
pub use self::query::Query;

/// Reports that hold a query's parts apart are looked for where fewer than this many hold it exactly: they
/// help where little is found, and are noise (and cost) where much is. They are not looked for where one
/// list shows beforehand that some report holds it, nor where the lists of its parts are so long that the
/// parts stand nearly everywhere.
pub const PARTIAL_BELOW: u64 = 10;

/// The order of hits. Exact matches always come before the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Title before heading before body, rarer runs weigh more; then newer before older.
    #[default]
    Relevance,
    /// Newer before older, undated last.
    Date,
}

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

    /// Answers a query, and tells what that cost.
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
