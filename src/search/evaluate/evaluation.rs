//! The evaluation of one query, attempted again and again until all bytes that it needs are here.
//!
//! Evaluation has three levels, each of which reads all that it can before it waits: the terms of all runs and of
//! their parts in all segments, their lists, and the texts of the hits. This module is the order of these
//! steps: what matches is decided by [`boolean`](super::boolean), in which order by [`rank`](super::rank), and how it
//! is shown by [`hit`](super::hit). It never brings bytes.

use std::sync::Arc;

use tantivy::DocId;

use crate::search::answer::{Answer, Hit, Near, Sort};
use crate::search::error::Error;
use crate::search::evaluate::alike::Alike;
use crate::search::evaluate::boolean::EvaluatedQuery;
use crate::search::evaluate::facet;
use crate::search::evaluate::nearly::{Candidate, LEAST_UNITS, candidates};
use crate::search::evaluate::partial::{self, look_up_pieces, read_pieces};
use crate::search::evaluate::phrase::{PhraseLists, look_up, read};
use crate::search::evaluate::rank::{Match, best};
use crate::search::evaluate::report_set::ReportSet;
use crate::search::evaluate::term::{
    EvaluatedTerm, TermInSegment, bare_run, lists_bytes, lists_of, pieces_bytes,
};
use crate::search::evaluate::text_units::text_units;
use crate::search::explain::Tokens;
use crate::search::field_lists::Lookup;
use crate::search::format::position::Zone;
use crate::search::query::{Item, Query, Run};
use crate::search::segment::Segment;

/// Reports that hold a query in parts are looked for where fewer than this many hold it exactly: they
/// help where little is found, and are noise (and cost) where much is. They are not looked for where one
/// list shows beforehand that some report holds it, nor where the lists of its parts are so long that the
/// parts stand nearly everywhere.
const PARTIAL_BELOW: u64 = 10;

/// Hits whose texts are brought in one round.
pub(crate) const HITS_AT_ONCE: usize = 256;

/// A query on its way to an answer.
pub(crate) struct Evaluation {
    segments: Arc<[Arc<Segment>]>,
    /// As it was typed.
    query: Query,
    /// And with what it may mean beside.
    asked: Query,
    sort: Sort,
    limit: usize,
    found: Option<Found>,
    hits: Vec<Hit>,
}

/// What is known once all lists are read.
struct Found {
    answer: Answer,
    /// How many hits hold the run but for slips: they come first, and are complete.
    near: usize,
    /// Best first, at most as many as are asked for.
    matches: Vec<Match>,
    evaluated_terms: Vec<EvaluatedTerm>,
}

/// A run that may stand somewhere but for slips.
struct NearRun<'q> {
    /// The numbers of its clause and of its term.
    clause: usize,
    term: usize,
    run: &'q Run,
}

/// A report that holds it so.
struct FoundAlike {
    segment: usize,
    report: DocId,
    hit: Hit,
    alike: Alike,
}

impl Evaluation {
    pub(crate) fn new(
        segments: Arc<[Arc<Segment>]>,
        query: Query,
        sort: Sort,
        limit: usize,
    ) -> Self {
        Evaluation {
            segments,
            asked: query.widened(),
            query,
            sort,
            limit,
            found: None,
            hits: Vec::new(),
        }
    }

    /// The answer, or none while bytes are wanted.
    pub(crate) fn attempt(&mut self) -> Result<Option<Answer>, Error> {
        if self.found.is_none()
            && let Some((found, near)) = self.find()?
        {
            self.hits = near;
            self.found = Some(found);
        }
        let Some(found) = &self.found else {
            return Ok(None);
        };
        while self.hits.len() < found.near + found.matches.len() {
            let rest = found.matches.iter().skip(self.hits.len() - found.near);
            let mut hits = Vec::new();
            let mut here = true;
            for found_match in rest.take(HITS_AT_ONCE) {
                match self
                    .evaluated_query(&found.evaluated_terms)
                    .hit(found_match)?
                {
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

    /// The query as it was typed.
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
        let evaluated_terms = self.found.iter().flat_map(|found| &found.evaluated_terms);
        for (term, evaluated) in self.asked.terms().zip(evaluated_terms) {
            for (segment, of_segment) in evaluated.segments.iter().enumerate() {
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

    fn evaluated_query<'a>(&'a self, evaluated_terms: &'a [EvaluatedTerm]) -> EvaluatedQuery<'a> {
        EvaluatedQuery {
            segments: &self.segments,
            query: &self.asked,
            evaluated_terms,
        }
    }

    /// What is found, with the hits that hold the run but for slips; none while bytes are wanted.
    fn find(&self) -> Result<Option<(Found, Vec<Hit>)>, Error> {
        let Some(mut evaluated_terms) = self.look_up()? else {
            return Ok(None);
        };
        // Where so few can hold the query exactly, its parts are wanted for certain; else they come along where
        // perhaps so few do.
        let of_pieces = pieces_bytes(&evaluated_terms);
        let few = self.bound(&evaluated_terms) < PARTIAL_BELOW && of_pieces <= partial::MAX_BYTES;
        let perhaps_few = !self.holds_surely(&evaluated_terms)
            && lists_bytes(&evaluated_terms) + of_pieces <= partial::MAX_BYTES_ALONG;
        // What certainly stands nowhere may stand somewhere but for a slip: those lists come along too.
        let is_nowhere = self.bound(&evaluated_terms) == 0;
        let near = self.near_run();
        if is_nowhere && let Some(near) = &near {
            self.candidates(near, &evaluated_terms, |_, _| false)?;
        }
        if !self.read(&mut evaluated_terms, few || perhaps_few)? {
            return Ok(None);
        }
        let evaluated_query = self.evaluated_query(&evaluated_terms);
        let exact = evaluated_query.matching(false, None);
        let exact_total: u64 = exact.iter().map(ReportSet::len).sum();
        let partial = (few || perhaps_few) && exact_total < PARTIAL_BELOW;
        let mut either = match partial {
            true => evaluated_query.matching(true, None),
            false => exact.clone(),
        };
        // What stands somewhere has no slip.
        let stands = |near: &NearRun<'_>| {
            let evaluated = evaluated_terms.get(near.term);
            let mut segments = evaluated.into_iter().flat_map(|of| &of.segments);
            segments.any(|of| !of.matches.is_empty())
        };
        let alike = match near.filter(|near| exact_total == 0 && !stands(near)) {
            Some(near) => self.alike(&near, &evaluated_terms)?,
            None => Some(Vec::new()),
        };
        let Some(mut alike) = alike else {
            // The texts of what else may be shown come along.
            let matches = evaluated_query.matches(&exact, &either);
            for shown in best(matches, self.sort, self.limit.min(HITS_AT_ONCE)) {
                evaluated_query.hit(&shown)?;
            }
            return Ok(None);
        };
        if self.sort == Sort::Relevance {
            alike.sort_by_key(|found| found.alike.cost);
        }
        for found in &alike {
            if let Some(reports) = either.get_mut(found.segment) {
                reports.remove(found.report);
            }
        }
        let near_total = alike.len() as u64;
        let matches = best(
            evaluated_query.matches(&exact, &either),
            self.sort,
            self.limit.saturating_sub(alike.len()),
        );
        let answer = Answer {
            exact_total,
            total: near_total + either.iter().map(ReportSet::len).sum::<u64>(),
            near: alike.first().map(|first| Near {
                total: near_total,
                typed: first.alike.typed.clone(),
                is_same: alike.iter().all(|of| of.alike.typed == first.alike.typed),
            }),
            facets: facet::count(&self.segments, |_| exact.as_slice()),
            choices: evaluated_query.choices(&exact),
            missing: evaluated_query.missing(),
            hits: Vec::new(),
        };
        let near = alike.into_iter().map(|found| found.hit);
        let near: Vec<Hit> = near.take(self.limit).collect();
        let found = Found {
            answer,
            near: near.len(),
            matches,
            evaluated_terms,
        };
        Ok(Some((found, near)))
    }

    /// The long run of the query that may stand somewhere but for slips, if it is the only one.
    fn near_run(&self) -> Option<NearRun<'_>> {
        let (mut found, mut number) = (None, 0);
        for (clause, own) in self.asked.clauses.iter().enumerate() {
            for term in &own.alternatives {
                let run = bare_run(term).filter(|run| run.units.len() >= LEAST_UNITS);
                if let Some(run) = run.filter(|_| !term.is_beside) {
                    let is_only =
                        found.is_none() && own.alternatives.iter().all(|other| other.at == term.at);
                    found = Some(is_only.then_some(NearRun {
                        clause,
                        term: number,
                        run,
                    }));
                }
                number += 1;
            }
        }
        found.flatten()
    }

    /// The reports that may hold it, of those that count; none while bytes are wanted.
    fn candidates(
        &self,
        near: &NearRun<'_>,
        evaluated_terms: &[EvaluatedTerm],
        counts: impl Fn(usize, DocId) -> bool,
    ) -> Result<Option<Vec<Candidate>>, Error> {
        let Some(evaluated) = evaluated_terms.get(near.term) else {
            return Ok(Some(Vec::new()));
        };
        let segments = evaluated.segments.iter();
        let lists: Vec<_> = segments.map(|of| of.lists.as_ref()).collect();
        candidates(&self.segments, &lists, counts)
    }

    /// The reports that match the rest of the query, whose lists must be here, and hold the run but for slips, the newest
    /// first; none while bytes are wanted.
    fn alike(
        &self,
        near: &NearRun<'_>,
        evaluated_terms: &[EvaluatedTerm],
    ) -> Result<Option<Vec<FoundAlike>>, Error> {
        let evaluated_query = self.evaluated_query(evaluated_terms);
        let rest = evaluated_query.matching_but(near.clause);
        let counts = |segment: usize, report| {
            let rest: Option<&ReportSet> = rest.get(segment);
            rest.is_some_and(|reports| reports.contains(report))
        };
        let Some(mut candidates) = self.candidates(near, evaluated_terms, counts)? else {
            return Ok(None);
        };
        candidates.sort_by_key(|candidate| (candidate.segment, candidate.report));
        let units = text_units(&near.run.text);
        let (mut all, mut here) = (Vec::new(), true);
        for candidate in &candidates {
            match evaluated_query.hit_alike(&units, candidate)? {
                Lookup::Here((hit, mut alike)) => {
                    let spans = alike.typed.iter_mut().flatten();
                    spans.for_each(|at| *at += near.run.at.start);
                    all.push(FoundAlike {
                        segment: candidate.segment,
                        report: candidate.report,
                        hit,
                        alike,
                    });
                }
                Lookup::Absent => {}
                Lookup::Wanted => here = false,
            }
        }
        Ok(here.then_some(all))
    }

    /// Looks up every term of every run in every segment.
    fn look_up(&self) -> Result<Option<Vec<EvaluatedTerm>>, Error> {
        let (mut evaluated_terms, mut here) = (Vec::new(), true);
        for term in self.asked.terms() {
            let mut evaluated = EvaluatedTerm::default();
            for segment in self.segments.iter() {
                let mut of_segment = TermInSegment::default();
                if let (Some(kind), Some(run)) = (lists_of(&term.item), term.item.run()) {
                    of_segment.lists = look_up(segment, &run.units, kind)?;
                    here &= of_segment.lists.is_some();
                }
                if let Some(run) = bare_run(term) {
                    of_segment.pieces = look_up_pieces(segment, &run.units)?;
                    here &= of_segment.pieces.is_some();
                }
                evaluated.segments.push(of_segment);
            }
            evaluated_terms.push(evaluated);
        }
        Ok(here.then_some(evaluated_terms))
    }

    /// Whether it is known from the dictionaries that some report matches exactly.
    fn holds_surely(&self, evaluated_terms: &[EvaluatedTerm]) -> bool {
        let (Some(evaluated), 1) = (evaluated_terms.first(), self.query.terms().count()) else {
            return false;
        };
        let lists = evaluated.segments.iter().filter_map(|of| of.lists.as_ref());
        lists
            .filter(|lists| lists.bound_is_exact())
            .any(|lists| lists.bound() > 0)
    }

    /// More reports than these cannot match exactly.
    fn bound(&self, evaluated_terms: &[EvaluatedTerm]) -> u64 {
        let all: u64 = self.segments.iter().map(|s| u64::from(s.size)).sum();
        let mut evaluated_terms = evaluated_terms.iter();
        let mut bound = all;
        for clause in &self.asked.clauses {
            let mut of_clause = 0u64;
            for (term, evaluated) in clause.alternatives.iter().zip(evaluated_terms.by_ref()) {
                let lists = evaluated.segments.iter().filter_map(|of| of.lists.as_ref());
                of_clause += match term.negated {
                    false if !evaluated.segments.iter().all(|of| of.lists.is_none()) => {
                        lists.map(PhraseLists::bound).sum()
                    }
                    _ => all,
                };
            }
            bound = bound.min(of_clause);
        }
        bound
    }

    /// Reads the lists, and those of the pieces where they are wanted; whether all were here.
    fn read(&self, evaluated_terms: &mut [EvaluatedTerm], pieces: bool) -> Result<bool, Error> {
        let mut here = true;
        for (term, evaluated) in self.asked.terms().zip(evaluated_terms.iter_mut()) {
            for (segment, of_segment) in self.segments.iter().zip(&mut evaluated.segments) {
                if let Some(lists) = &of_segment.lists {
                    match read(segment, lists)? {
                        Some(matches) => of_segment.matches = matches,
                        None => here = false,
                    }
                }
                if matches!(term.item, Item::Title(_)) {
                    of_segment.matches.retain(|found| found.zone >= Zone::Title);
                }
            }
        }
        Ok((!pieces || self.read_pieces(evaluated_terms)?) && here)
    }

    fn read_pieces(&self, evaluated_terms: &mut [EvaluatedTerm]) -> Result<bool, Error> {
        let mut here = true;
        for evaluated in evaluated_terms {
            for (segment, of_segment) in self.segments.iter().zip(&mut evaluated.segments) {
                if let Some(pieces) = &of_segment.pieces {
                    match read_pieces(segment, pieces)? {
                        Some(matches) => of_segment.piece_matches = matches,
                        None => here = false,
                    }
                }
            }
        }
        Ok(here)
    }
}
