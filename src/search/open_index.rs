//! An opened index, and questions to it that wait for nothing.
//!
//! The caller brings the bytes: a question is attempted, says what it wants, and is attempted again once
//! that is here. A folder brings them at once ([`Searcher`](super::Searcher)), a browser over the network.
//! This module never brings anything itself.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::search::answer::{Answer, Sort};
use crate::search::error::{Error, IndexFault, IndexFaultKind};
use crate::search::evaluate::evaluation::{Evaluation, HITS_AT_ONCE};
use crate::search::explain::{Cost, Explain, Read, Round};
use crate::search::format::bundle;
use crate::search::format::manifest::{Manifest, Request};
use crate::search::guard::guarded;
use crate::search::query::Query;
use crate::search::segment::Segment;
use crate::search::store::{Store, Wanted};

/// The most rounds that a question may take until its first texts; more is an index that lies.
const MAX_ROUNDS: usize = 8;

/// Bytes of lists and texts that are kept from one question to the next.
const KEPT: u64 = 64 << 20;

/// An index whose manifest and bundle are here.
pub struct OpenIndex {
    manifest: Manifest,
    store: Arc<Store>,
    /// What opening held.
    opened: BTreeMap<(usize, u64), usize>,
    opening: Cost,
    segments: Arc<[Arc<Segment>]>,
    /// Questions of several threads take turns: what one wants must not be taken for what another wants.
    turn: Mutex<()>,
}

/// A question that is being asked.
pub struct Question {
    evaluation: Evaluation,
    explain: Explain,
    wanted: Vec<Wanted>,
    rounds_left: usize,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Done.
    Answered(Box<Answer>),
    /// These bytes are wanted, all at once, in this order.
    Wants(Vec<Request>),
}

impl fmt::Debug for OpenIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenIndex")
            .field("manifest", &self.manifest)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question")
            .field("explain", &self.explain)
            .finish_non_exhaustive()
    }
}

impl OpenIndex {
    /// Opens the index that a manifest describes.
    ///
    /// # Errors
    ///
    /// An index that cannot be understood.
    pub fn new(manifest: Manifest, bundle: &[u8]) -> Result<OpenIndex, Error> {
        let opening = Cost {
            requests: 2,
            bytes: manifest.to_json().len() as u64 + bundle.len() as u64,
        };
        let pieces = bundle::read(bundle).map_err(|reason| {
            IndexFault::new(&manifest.bundle.name, IndexFaultKind::Unreadable(reason))
        })?;
        let store = Arc::new(Store::new(manifest.segments.clone(), manifest.chunk));
        for piece in pieces {
            store.hold(piece.segment, piece.start, piece.bytes);
        }
        let segments = guarded(|| open_segments(&manifest, &store))?;
        Ok(OpenIndex {
            opened: store.held(),
            manifest,
            store,
            opening,
            segments: segments.into(),
            turn: Mutex::default(),
        })
    }

    /// What the index consists of.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Begins a question: at most `limit` hits.
    ///
    /// # Errors
    ///
    /// The query cannot be understood.
    pub fn question(&self, query: &str, sort: Sort, limit: usize) -> Result<Question, Error> {
        self.question_of(Arc::clone(&self.segments), query, sort, limit)
    }

    /// Begins a question to those segments alone that are named: what is new since another edition of the index stands
    /// in the segments that it had not. Nothing is read of the others; names that are none are passed over.
    ///
    /// # Errors
    ///
    /// The query cannot be understood.
    pub fn question_in(
        &self,
        names: &[String],
        query: &str,
        sort: Sort,
        limit: usize,
    ) -> Result<Question, Error> {
        let named = self.manifest.segments.iter().zip(self.segments.iter());
        let named = named.filter(|(files, _)| names.contains(&files.name));
        let segments = named.map(|(_, segment)| Arc::clone(segment)).collect();
        self.question_of(segments, query, sort, limit)
    }

    fn question_of(
        &self,
        segments: Arc<[Arc<Segment>]>,
        query: &str,
        sort: Sort,
        limit: usize,
    ) -> Result<Question, Error> {
        let query = Query::parse(query)?;
        self.forget_much();
        Ok(Question {
            evaluation: Evaluation::new(segments, query, sort, limit),
            explain: Explain {
                opening: self.opening,
                ..Explain::default()
            },
            wanted: Vec::new(),
            // Texts come some hits at a time.
            rounds_left: MAX_ROUNDS
                + limit
                    .min(self.manifest.reports as usize)
                    .div_ceil(HITS_AT_ONCE),
        })
    }

    /// Goes on with a question as far as the bytes that are here allow.
    ///
    /// # Errors
    ///
    /// The index cannot be understood.
    pub fn attempt(&self, question: &mut Question) -> Result<Attempt, Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        // What another question wanted and did without, this one does not bring.
        self.store.take_wanted();
        if let Some(answer) = guarded(|| question.evaluation.attempt())? {
            let explain = &mut question.explain;
            explain.requests = explain.rounds.iter().map(|round| round.requests).sum();
            explain.bytes = explain.rounds.iter().map(|round| round.bytes).sum();
            explain.runs = question.evaluation.tokens();
            return Ok(Attempt::Answered(Box::new(answer)));
        }
        question.rounds_left = question
            .rounds_left
            .checked_sub(1)
            .ok_or_else(|| Error::nonsense("one read leads to another without end"))?;
        if question.evaluation.wants_texts() {
            self.forget_much();
        }
        question.wanted = self.store.take_wanted();
        let wanted = question.wanted.iter();
        let requests: Vec<Request> = wanted.flat_map(|of| of.requests.iter().cloned()).collect();
        question.explain.rounds.push(self.round(&requests));
        Ok(Attempt::Wants(requests))
    }

    /// Adds the bytes that the last attempt wanted, in the order of its requests.
    ///
    /// # Errors
    ///
    /// They are not as many as were asked for; the error names the file.
    pub fn bring(
        &self,
        question: &mut Question,
        pieces: impl IntoIterator<Item = Vec<u8>>,
    ) -> Result<(), Error> {
        let mut pieces = pieces.into_iter();
        for wanted in question.wanted.drain(..) {
            let mut of_wanted = Vec::new();
            for request in &wanted.requests {
                let piece = pieces.next().unwrap_or_default();
                let expected = request.range.end - request.range.start;
                let found = piece.len() as u64;
                if found != expected {
                    let kind = IndexFaultKind::Length { expected, found };
                    return Err(IndexFault::new(self.file(request), kind).into());
                }
                of_wanted.push(piece);
            }
            self.store.bring(&wanted, of_wanted.into_iter());
        }
        Ok(())
    }

    /// The name of the file that a request reads.
    pub fn file(&self, request: &Request) -> String {
        let segment = self.manifest.segments.get(request.segment);
        segment.map_or_else(String::new, |files| files.file(request.chunk))
    }

    /// The length in bytes of the file that a request reads.
    pub fn file_bytes(&self, request: &Request) -> u64 {
        let segment = self.manifest.segments.get(request.segment);
        let before = request.chunk * self.manifest.chunk;
        let after = segment.map_or(0, |files| files.bytes().saturating_sub(before));
        after.min(self.manifest.chunk)
    }

    /// Makes room where much was brought: never while lists are read that belong together.
    fn forget_much(&self) {
        if self.store.brought() > KEPT {
            self.store.forget(&self.opened);
        }
    }

    fn round(&self, requests: &[Request]) -> Round {
        let read = |request: &Request| Read {
            file: self.file(request),
            start: request.range.start,
            end: request.range.end,
            part: request.part.name().to_owned(),
        };
        let lengths = requests.iter().map(|of| of.range.end - of.range.start);
        Round {
            requests: requests.len() as u64,
            bytes: lengths.sum(),
            ranges: requests.iter().map(read).collect(),
        }
    }
}

impl Question {
    /// What it is understood as.
    pub fn query(&self) -> &Query {
        self.evaluation.query()
    }

    /// How many hits are ready: those of long lists come some at a time.
    pub fn hits(&self) -> usize {
        self.evaluation.hits()
    }

    /// What it has cost so far.
    pub fn into_explain(self) -> Explain {
        self.explain
    }
}

/// Opens the segments of a manifest; all that this reads must be in the store.
pub(crate) fn open_segments(
    manifest: &Manifest,
    store: &Arc<Store>,
) -> Result<Vec<Arc<Segment>>, Error> {
    let segments = manifest.segments.iter().enumerate();
    segments
        .map(|(number, files)| Segment::open(number, files, store).map(Arc::new))
        .collect()
}
