//! One question to an index, asked as often as it takes until all bytes that it needs are here.
//!
//! Asking has three levels, each of which reads all that it can before it waits: the terms of all runs and of
//! their parts in all segments, their lists, and the texts of the hits. This module is the order of these
//! steps: what matches is told by [`clauses`](super::boolean), in which order by [`rank`](super::rank), and how it
//! is shown by [`hit`](super::hit). It never brings bytes.

use std::sync::Arc;

use super::boolean::Looked;
use super::facet;
use super::partial::{self, look_up_pieces, read_pieces};
use super::phrase::{Lists, look_up, read};
use super::rank::{Match, best};
use super::report_set::Reports;
use super::term::{Leaf, LeafSegment, bare_run, lists_bytes, pieces_bytes};
use crate::search::answer::{Answer, Hit};
use crate::search::error::Error;
use crate::search::explain::Tokens;
use crate::search::format::position::Zone;
use crate::search::query::{Item, Query};
use crate::search::segment::Segment;
use crate::search::{APART_BELOW, Sort};

/// Hits whose texts are brought in one round.
pub(crate) const HITS_AT_ONCE: usize = 256;

/// The question.
pub(crate) struct Asking {
    segments: Arc<[Segment]>,
    query: Query,
    sort: Sort,
    limit: usize,
    found: Option<Found>,
    hits: Vec<Hit>,
}

/// What is known once all lists are read.
struct Found {
    answer: Answer,
    /// Best first, at most as many as are asked for.
    matches: Vec<Match>,
    leaves: Vec<Leaf>,
}

impl Asking {
    pub(crate) fn new(segments: Arc<[Segment]>, query: Query, sort: Sort, limit: usize) -> Self {
        Asking {
            segments,
            query,
            sort,
            limit,
            found: None,
            hits: Vec::new(),
        }
    }

    /// The answer, or none while bytes are wanted.
    pub(crate) fn attempt(&mut self) -> Result<Option<Answer>, Error> {
        if self.found.is_none() {
            self.found = self.find()?;
        }
        let Some(found) = &self.found else {
            return Ok(None);
        };
        while self.hits.len() < found.matches.len() {
            let rest = found.matches.iter().skip(self.hits.len());
            let mut hits = Vec::new();
            let mut here = true;
            for found_match in rest.take(HITS_AT_ONCE) {
                match self.looked(&found.leaves).hit(found_match)? {
                    Some(hit) => hits.push(hit),
                    None => here = false,
                }
            }
            if !here {
                return Ok(None);
            }
            self.hits.append(&mut hits);
        }
        let mut answer = found.answer.clone();
        answer.hits = std::mem::take(&mut self.hits);
        Ok(Some(answer))
    }

    /// The query.
    pub(crate) fn query(&self) -> &Query {
        &self.query
    }

    /// Whether all lists are read, and only texts of hits are wanted.
    pub(crate) fn wants_texts(&self) -> bool {
        self.found.is_some()
    }

    /// How many hits have their texts.
    pub(crate) fn hits(&self) -> usize {
        self.hits.len()
    }

    /// The terms that were looked up.
    pub(crate) fn tokens(&self) -> Vec<Tokens> {
        let mut tokens = Vec::new();
        let leaves = self.found.iter().flat_map(|found| &found.leaves);
        for (term, leaf) in self.query.terms().zip(leaves) {
            for (segment, of_segment) in leaf.segments.iter().enumerate() {
                if let (Some(lists), Some(run)) = (&of_segment.lists, term.item.run()) {
                    tokens.push(Tokens {
                        run: run.text.clone(),
                        segment,
                        field: lists.field(),
                        tokens: lists.tokens.clone(),
                    });
                }
            }
        }
        tokens
    }

    fn looked<'a>(&'a self, leaves: &'a [Leaf]) -> Looked<'a> {
        Looked {
            segments: &self.segments,
            query: &self.query,
            leaves,
        }
    }

    /// What is found, or none while bytes are wanted.
    fn find(&self) -> Result<Option<Found>, Error> {
        let Some(mut leaves) = self.look_up()? else {
            return Ok(None);
        };
        // Where so few can hold the query exactly, its parts are wanted for certain; else they come along where
        // perhaps so few do.
        let of_pieces = pieces_bytes(&leaves);
        let few = self.bound(&leaves) < APART_BELOW && of_pieces <= partial::MAX_BYTES;
        let perhaps_few = !self.holds_surely(&leaves)
            && lists_bytes(&leaves) + of_pieces <= partial::MAX_BYTES_ALONG;
        if !self.read(&mut leaves, few || perhaps_few)? {
            return Ok(None);
        }
        let looked = self.looked(&leaves);
        let exact = looked.matching(false, None);
        let exact_total: u64 = exact.iter().map(Reports::len).sum();
        let apart = (few || perhaps_few) && exact_total < APART_BELOW;
        let either = match apart {
            true => looked.matching(true, None),
            false => exact.clone(),
        };
        let matches = best(looked.matches(&exact, &either), self.sort, self.limit);
        let answer = Answer {
            exact_total,
            total: either.iter().map(Reports::len).sum(),
            facets: facet::count(&self.segments, |_| exact.as_slice()),
            choices: looked.choices(&exact),
            missing: looked.missing(),
            hits: Vec::new(),
        };
        Ok(Some(Found {
            answer,
            matches,
            leaves,
        }))
    }

    /// Looks up every term of every run in every segment.
    fn look_up(&self) -> Result<Option<Vec<Leaf>>, Error> {
        let (mut leaves, mut here) = (Vec::new(), true);
        for term in self.query.terms() {
            let mut leaf = Leaf::default();
            for segment in self.segments.iter() {
                let mut of_segment = LeafSegment::default();
                let lists = match &term.item {
                    Item::Run(run) | Item::Title(run) => Some(look_up(segment, &run.units, false)?),
                    Item::Number(run) => Some(look_up(segment, &run.units, true)?),
                    Item::Value { .. } | Item::Years(_) => None,
                };
                if let Some(lists) = lists {
                    here &= lists.is_some();
                    of_segment.lists = lists;
                }
                if let Some(run) = bare_run(term) {
                    of_segment.pieces = look_up_pieces(segment, &run.units)?;
                    here &= of_segment.pieces.is_some();
                }
                leaf.segments.push(of_segment);
            }
            leaves.push(leaf);
        }
        Ok(here.then_some(leaves))
    }

    /// Whether it is known from the dictionaries that some report matches exactly.
    fn holds_surely(&self, leaves: &[Leaf]) -> bool {
        let [leaf] = leaves else { return false };
        let lists = leaf.segments.iter().filter_map(|of| of.lists.as_ref());
        lists
            .filter(|lists| lists.bound_is_exact())
            .any(|lists| lists.bound() > 0)
    }

    /// More reports than these cannot match exactly.
    fn bound(&self, leaves: &[Leaf]) -> u64 {
        let all: u64 = self.segments.iter().map(|s| u64::from(s.size)).sum();
        let mut leaves = leaves.iter();
        let mut bound = all;
        for clause in &self.query.clauses {
            let mut of_clause = 0u64;
            for (term, leaf) in clause.alternatives.iter().zip(leaves.by_ref()) {
                let lists = leaf.segments.iter().filter_map(|of| of.lists.as_ref());
                of_clause += match term.negated {
                    false if !leaf.segments.iter().all(|of| of.lists.is_none()) => {
                        lists.map(Lists::bound).sum()
                    }
                    _ => all,
                };
            }
            bound = bound.min(of_clause);
        }
        bound
    }

    /// Reads the lists, and those of the pieces where they are wanted; whether all were here.
    fn read(&self, leaves: &mut [Leaf], pieces: bool) -> Result<bool, Error> {
        let mut here = true;
        for (term, leaf) in self.query.terms().zip(leaves.iter_mut()) {
            for (segment, of_segment) in self.segments.iter().zip(&mut leaf.segments) {
                if let Some(lists) = &of_segment.lists {
                    match read(segment, lists)? {
                        Some(held) => of_segment.held = held,
                        None => here = false,
                    }
                }
                if matches!(term.item, Item::Title(_)) {
                    of_segment.held.retain(|held| held.zone >= Zone::Title);
                }
            }
        }
        Ok((!pieces || self.read_pieces(leaves)?) && here)
    }

    fn read_pieces(&self, leaves: &mut [Leaf]) -> Result<bool, Error> {
        let mut here = true;
        for leaf in leaves {
            for (segment, of_segment) in self.segments.iter().zip(&mut leaf.segments) {
                if let Some(pieces) = &of_segment.pieces {
                    match read_pieces(segment, pieces)? {
                        Some(held) => of_segment.held_pieces = held,
                        None => here = false,
                    }
                }
            }
        }
        Ok(here)
    }
}
