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
mod apart;
mod ask;
pub(crate) mod bundle;
pub mod error;
pub mod explain;
mod facet;
mod fold;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod folder;
pub(crate) mod gram;
mod matching;
pub mod pack;
mod passage;
pub(crate) mod place;
pub(crate) mod places;
mod plan;
pub mod query;
mod reports;
pub(crate) mod schema;
pub(crate) mod segment;
pub(crate) mod store;
pub(crate) mod text;
pub(crate) mod tokenizer;
pub(crate) mod unit;
mod value;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use tantivy::Index;

pub use self::answer::{Answer, Count, Facets, Hit, Passage};
pub use self::error::{Error, PackFault, PackFaultKind, QueryFault, QueryFaultKind};
pub use self::explain::Explain;
pub use self::facet::UNDATED;
pub use self::query::Query;

use self::ask::Asking;
use self::explain::{Cost, Read, Round};
use self::pack::{Files, MANIFEST, Manifest};
use self::schema::Fields;
use self::segment::Segment;
use self::store::{Store, StoreDirectory, Wanted};

/// Reports that hold a query's parts apart are looked for where it is known beforehand that fewer than
/// this many can hold it exactly, and where none does: they help where little is found, and are noise
/// (and cost) where much is.
pub const APART_BELOW: u64 = 10;

/// The most rounds that a question with so many hits may take; more is an index that lies.
const MAX_ROUNDS: usize = 8;

/// Bytes of lists and texts that are kept from one question to the next.
const KEPT: u64 = 64 << 20;

/// The order of hits. Exact matches always come before the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Title before heading before body, rarer runs weigh more; then newer before older.
    #[default]
    Relevance,
    /// Newer before older, undated last.
    Date,
}

/// A published index, opened.
pub struct Searcher {
    manifest: Manifest,
    files: Arc<dyn Files>,
    store: Arc<Store>,
    /// What opening held.
    opened: BTreeMap<(usize, u64), usize>,
    opening: Cost,
    segments: Vec<Segment>,
}

impl fmt::Debug for Searcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Searcher")
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

impl Searcher {
    /// Opens the index in a folder of this machine.
    ///
    /// # Errors
    ///
    /// A file is missing, of another length, altered, or of another version; the error names it.
    #[cfg(not(target_family = "wasm"))]
    pub fn open(folder: &std::path::Path) -> Result<Searcher, Error> {
        let (manifest, bundle, files) = folder::Folder::open(folder)?;
        Searcher::from_files(manifest, &bundle, Arc::new(files))
    }

    /// Checks every byte of the index in a folder, which opening and asking do only as far as they read.
    ///
    /// # Errors
    ///
    /// A file is missing, of another length, altered, or of another version; the error names it.
    #[cfg(not(target_family = "wasm"))]
    pub fn verify(folder: &std::path::Path) -> Result<(), Error> {
        let (_, _, files) = folder::Folder::open(folder)?;
        Ok(files.verify()?)
    }

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
        let opening = Cost {
            requests: 2,
            bytes: manifest.to_json().len() as u64 + bundle.len() as u64,
        };
        let pieces = bundle::read(bundle).map_err(|reason| {
            PackFault::new(&manifest.bundle.name, PackFaultKind::Unreadable(reason))
        })?;
        let store = Arc::new(Store::new(manifest.segments.clone(), manifest.chunk));
        for piece in pieces {
            store.hold(piece.segment, piece.start, piece.bytes);
        }
        let segments = guarded(|| open_segments(&manifest, &store))?;
        Ok(Searcher {
            opened: store.held(),
            manifest,
            files,
            store,
            opening,
            segments,
        })
    }

    /// How many reports the index holds.
    pub fn reports(&self) -> u32 {
        self.manifest.reports
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
        let mut asking = Asking::new(&self.segments, Query::parse(query)?, sort, limit);
        let mut explain = Explain {
            opening: self.opening,
            ..Explain::default()
        };
        self.forget_much();
        // Texts come some hits at a time.
        for _ in 0..MAX_ROUNDS + limit.min(self.manifest.reports as usize) {
            if let Some(answer) = guarded(|| asking.attempt())? {
                explain.requests = explain.rounds.iter().map(|round| round.requests).sum();
                explain.bytes = explain.rounds.iter().map(|round| round.bytes).sum();
                explain.runs = asking.tokens();
                return Ok((answer, explain));
            }
            if asking.wants_texts() {
                self.forget_much();
            }
            explain.rounds.push(self.bring(&self.store.take_wanted())?);
        }
        let kind = PackFaultKind::Unreadable("one read leads to another without end".to_owned());
        Err(PackFault::new(MANIFEST, kind).into())
    }

    /// Makes room where much was brought: never while lists are read that belong together.
    fn forget_much(&self) {
        if self.store.brought() > KEPT {
            self.store.forget(&self.opened);
        }
    }

    /// Brings what is wanted, all at once.
    fn bring(&self, wanted: &[Wanted]) -> Result<Round, Error> {
        let requests: Vec<_> = wanted
            .iter()
            .flat_map(|wanted| wanted.requests.iter().cloned())
            .collect();
        let mut round = Round::default();
        for request in &requests {
            let segment = self.manifest.segments.get(request.segment);
            round.requests += 1;
            round.bytes += request.range.end - request.range.start;
            round.ranges.push(Read {
                file: segment.map_or_else(String::new, |files| files.file(request.chunk)),
                start: request.range.start,
                end: request.range.end,
                part: request.part.name().to_owned(),
            });
        }
        let mut pieces = self.files.fetch(&requests)?.into_iter();
        for wanted in wanted {
            self.store
                .bring(wanted, pieces.by_ref().take(wanted.requests.len()));
        }
        Ok(round)
    }
}

/// Does `work` on bytes that may be anybody's: tantivy panics where they make no sense, and here that is
/// a fault of the index like any other. (In a browser a panic ends the worker, and the page says so.)
fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let kind = PackFaultKind::Unreadable("its bytes make no sense".to_owned());
        Err(PackFault::new(MANIFEST, kind).into())
    })
}

/// Opens the segments of a manifest; all that this reads must be in the store.
pub(crate) fn open_segments(
    manifest: &Manifest,
    store: &Arc<Store>,
) -> Result<Vec<Segment>, Error> {
    let fields = Fields::new();
    let index = Index::open(StoreDirectory::new(Arc::clone(store), &fields))?;
    let mut segments = index.searchable_segments()?;
    // tantivy keeps no order; the ids are the numbers.
    segments.sort_by_key(|segment| segment.id().uuid_string());
    manifest
        .segments
        .iter()
        .zip(&segments)
        .enumerate()
        .map(|(number, (files, segment))| Segment::open(number, files, segment, store, &fields))
        .collect()
}
