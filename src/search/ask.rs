//! One question to an index, asked as often as it takes until all bytes that it needs are here.
//!
//! Asking has three levels, each of which reads all that it can before it waits: the terms of all runs and of
//! their parts in all segments, their lists, and the texts of the hits. This module decides what matches
//! and in which order; it never brings bytes.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::DocId;

use super::answer::{Answer, Facets, Hit};
use super::apart::{self, HeldPiece, Pieces, holders, look_up_pieces, read_pieces};
use super::error::Error;
use super::explain::Tokens;
use super::facet;
use super::matching::{Held, Lists, look_up, read};
use super::passage::{Shown, passages};
use super::place::Zone;
use super::query::{Field, Item, Query, Run, Term};
use super::reports::Reports;
use super::segment::{Look, Segment, Values};
use super::text::TextBlock;
use super::value;
use super::{APART_BELOW, Sort};

/// Text blocks that are read for a hit, at most.
const MAX_TEXTS: usize = 3;

/// Hits whose texts are brought in one round.
pub(super) const HITS_AT_ONCE: usize = 256;

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

/// A match and what orders it.
struct Match {
    exact: bool,
    score: u64,
    segment: usize,
    report: DocId,
}

/// What became of a term of the query, in each segment.
#[derive(Default)]
struct Leaf {
    segments: Vec<LeafSegment>,
}

#[derive(Default)]
struct LeafSegment {
    lists: Option<Lists>,
    pieces: Option<Pieces>,
    /// The reports that hold the run, for those that are looked up in lists.
    held: Vec<Held>,
    held_pieces: Vec<HeldPiece>,
}

/// The run that a term looks for in the text, where its parts count as well.
fn bare_run(term: &Term) -> Option<&Run> {
    match &term.item {
        Item::Run(run) if !term.negated && !run.quoted => Some(run),
        _ => None,
    }
}

/// The run of a term that passages show.
fn shown_run(term: &Term) -> Option<&Run> {
    match &term.item {
        Item::Run(run) if !term.negated => Some(run),
        _ => None,
    }
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
                match self.hit(found, found_match)? {
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

    fn find(&self) -> Result<Option<Found>, Error> {
        let Some(mut leaves) = self.look_up()? else {
            return Ok(None);
        };
        // Where so few can hold the query exactly, its parts are wanted for certain; else they come along where
        // perhaps so few do.
        let of_pieces = pieces_bytes(&leaves);
        let few = self.bound(&leaves) < APART_BELOW && of_pieces <= apart::MAX_BYTES;
        let perhaps_few = !self.holds_surely(&leaves)
            && lists_bytes(&leaves) + of_pieces <= apart::MAX_BYTES_ALONG;
        if !self.read(&mut leaves, few || perhaps_few)? {
            return Ok(None);
        }
        let exact = self.matching(&leaves, false, None);
        let exact_total: u64 = exact.iter().map(Reports::len).sum();
        let apart = (few || perhaps_few) && exact_total < APART_BELOW;
        let either = match apart {
            true => self.matching(&leaves, true, None),
            false => exact.clone(),
        };
        let mut matches = self.matches(&leaves, &exact, &either);
        matches.sort_by_key(|found| {
            let score = match self.sort {
                Sort::Relevance => found.score,
                Sort::Date => 0,
            };
            // The reports of a segment are in the order of their dates, and so are the segments.
            (Reverse((found.exact, score)), found.segment, found.report)
        });
        matches.truncate(self.limit);
        let answer = Answer {
            exact_total,
            total: either.iter().map(Reports::len).sum(),
            facets: facet::count(&self.segments, |_| exact.as_slice()),
            choices: self.choices(&leaves, &exact),
            missing: self.missing(&leaves),
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

    /// The facets, each without the clauses that restrict it.
    fn choices(&self, leaves: &[Leaf], exact: &[Reports]) -> Option<Facets> {
        let restricts = |field| {
            let mut clauses = self.query.clauses.iter();
            clauses.any(|clause| clause.field() == Some(field))
        };
        facet::FIELDS.into_iter().any(restricts).then(|| {
            facet::count(&self.segments, |field| match restricts(field) {
                true => self.matching(leaves, false, Some(field)),
                false => exact.to_vec(),
            })
        })
    }

    /// The reports of each segment that match the whole query, but for the clauses that restrict the field
    /// `without`; `apart`: runs may stand in parts.
    fn matching(&self, leaves: &[Leaf], apart: bool, without: Option<Field>) -> Vec<Reports> {
        let of_segment = |(at, segment): (usize, &Segment)| {
            let mut leaves = leaves.iter();
            let mut all = Reports::all(segment.size);
            for clause in &self.query.clauses {
                let mut one = Reports::none(segment.size);
                for (term, leaf) in clause.alternatives.iter().zip(leaves.by_ref()) {
                    if let Some(leaf) = leaf.segments.get(at) {
                        one.unite(&of_term(segment, term, leaf, apart));
                    }
                }
                if without.is_some() && clause.field() == without {
                    continue;
                }
                all.intersect(&one);
            }
            all
        };
        self.segments.iter().enumerate().map(of_segment).collect()
    }

    /// The runs and values that no report holds as they were written.
    fn missing(&self, leaves: &[Leaf]) -> Vec<String> {
        let mut missing = Vec::new();
        for (term, leaf) in self.query.terms().zip(leaves) {
            let nowhere = || {
                self.segments
                    .iter()
                    .zip(&leaf.segments)
                    .all(|(segment, leaf)| of_term(segment, term, leaf, false).len() == 0)
            };
            if !term.negated && nowhere() {
                let text = match &term.item {
                    Item::Run(run) => run.text.clone(),
                    _ => term.to_string(),
                };
                if !missing.contains(&text) {
                    missing.push(text);
                }
            }
        }
        missing
    }

    /// Every match with what orders it.
    fn matches(&self, leaves: &[Leaf], exact: &[Reports], either: &[Reports]) -> Vec<Match> {
        let all: u64 = self.segments.iter().map(|s| u64::from(s.size)).sum();
        let mut scores: Vec<Vec<u64>> = self
            .segments
            .iter()
            .map(|segment| vec![0; segment.size as usize])
            .collect();
        for (term, leaf) in self.query.terms().zip(leaves) {
            if term.negated {
                continue;
            }
            let held = leaf.segments.iter().map(|of| of.held.as_slice());
            add_scores(&mut scores, held, all, |_, _| true);
            // What the parts of a run are worth counts where the run itself does not stand.
            let holders = self.segments.iter().zip(&leaf.segments);
            let holders: Vec<Reports> = holders
                .map(|(segment, of)| Reports::of(segment.size, of.held.iter().map(|h| h.report)))
                .collect();
            let pieces = leaf.segments.iter().map(|of| of.held_pieces.len()).max();
            for piece in 0..pieces.unwrap_or(0) {
                let held = leaf.segments.iter().map(|of| {
                    let piece = of.held_pieces.get(piece);
                    piece.map_or(&[][..], |piece| piece.held.as_slice())
                });
                add_scores(&mut scores, held, all, |segment, report| {
                    let holds = |holders: &Reports| holders.contains(report);
                    !holders.get(segment).is_some_and(holds)
                });
            }
        }
        let mut matches = Vec::new();
        for (segment, (reports, scores)) in either.iter().zip(&scores).enumerate() {
            matches.extend(reports.iter().map(|report| {
                Match {
                    exact: exact
                        .get(segment)
                        .is_some_and(|exact| exact.contains(report)),
                    score: scores.get(report as usize).copied().unwrap_or(0),
                    segment,
                    report,
                }
            }));
        }
        matches
    }

    /// The hit that shows a match, or none while its texts are wanted.
    fn hit(&self, found: &Found, shown: &Match) -> Result<Option<Hit>, Error> {
        let Some(segment) = self.segments.get(shown.segment) else {
            return Ok(None);
        };
        let mut wanted: Vec<(u32, TextBlock)> = Vec::new();
        let mut here = true;
        for block in self.blocks(found, shown) {
            match segment.text(shown.report, block)? {
                Look::Here(text) => wanted.push((block, text)),
                Look::Absent => {}
                Look::Wanted => here = false,
            }
        }
        if !here {
            return Ok(None);
        }
        wanted.sort_by_key(|(block, _)| *block);
        let texts: Vec<TextBlock> = wanted.into_iter().map(|(_, text)| text).collect();
        let mut runs = Vec::new();
        for (term, leaf) in self.query.terms().zip(&found.leaves) {
            if let (Some(run), Some(leaf)) = (shown_run(term), leaf.segments.get(shown.segment)) {
                let apart = !run.quoted && held_in(&leaf.held, shown.report).is_none();
                runs.push(Shown {
                    run,
                    apart: apart && !shown.exact,
                });
            }
        }
        let head = texts
            .first()
            .map(|text| text.head.clone())
            .unwrap_or_default();
        let name = |values: &Values| {
            let mut ordinals = values.of(shown.report);
            ordinals.next().and_then(|at| values.names.get(at).cloned())
        };
        Ok(Some(Hit {
            date: head.date(),
            agency: name(&segment.agency).unwrap_or_default(),
            kind: name(&segment.kind).unwrap_or_default(),
            status: name(&segment.status),
            passages: passages(&texts, &runs),
            source: head.0,
            id: head.1,
            url: head.2,
            title: head.3,
            exact: shown.exact,
        }))
    }

    /// The text blocks that show a match: the fewest that show every run, at most [`MAX_TEXTS`].
    fn blocks(&self, found: &Found, shown: &Match) -> Vec<u32> {
        let mut sought: Vec<&[u32]> = Vec::new();
        for (term, leaf) in self.query.terms().zip(&found.leaves) {
            let (Some(_), Some(leaf)) = (shown_run(term), leaf.segments.get(shown.segment)) else {
                continue;
            };
            match held_in(&leaf.held, shown.report) {
                Some(held) => sought.push(held.blocks()),
                None => sought.extend(
                    leaf.held_pieces
                        .iter()
                        .filter_map(|piece| held_in(&piece.held, shown.report))
                        .map(Held::blocks),
                ),
            }
        }
        sought.retain(|blocks| !blocks.is_empty());
        let mut chosen = Vec::new();
        while !sought.is_empty() && chosen.len() < MAX_TEXTS {
            let count = |block: &u32| sought.iter().filter(|of| of.contains(block)).count();
            let best = sought
                .iter()
                .flat_map(|blocks| blocks.iter())
                .max_by_key(|block| (count(block), Reverse(**block)))
                .copied();
            let Some(best) = best else { break };
            chosen.push(best);
            sought.retain(|blocks| !blocks.contains(&best));
        }
        if chosen.is_empty() {
            chosen.push(0);
        }
        chosen
    }
}

/// How many bytes reading the lists of all runs takes.
fn lists_bytes(leaves: &[Leaf]) -> usize {
    let segments = leaves.iter().flat_map(|leaf| &leaf.segments);
    segments
        .filter_map(|of| of.lists.as_ref())
        .map(Lists::bytes)
        .sum()
}

/// How many bytes reading the lists of all pieces takes.
fn pieces_bytes(leaves: &[Leaf]) -> usize {
    let segments = leaves.iter().flat_map(|leaf| &leaf.segments);
    segments
        .filter_map(|of| of.pieces.as_ref())
        .map(Pieces::bytes)
        .sum()
}

/// Where a report stands among those that hold a run.
fn held_in(held: &[Held], report: DocId) -> Option<&Held> {
    let at = held
        .binary_search_by_key(&report, |held| held.report)
        .ok()?;
    held.get(at)
}

/// The reports of a segment for which a term is so.
fn of_term(segment: &Segment, term: &Term, leaf: &LeafSegment, apart: bool) -> Reports {
    let size = segment.size;
    let mut reports = match &term.item {
        Item::Run(_) | Item::Title(_) | Item::Number(_) => {
            Reports::of(size, leaf.held.iter().map(|held| held.report))
        }
        Item::Value { field, run } => value::holders(segment, *field, run),
        Item::Years(years) => value::of_years(segment, years),
    };
    if let (true, Some(run)) = (apart, bare_run(term)) {
        reports.unite(&holders(size, &run.units, &leaf.held_pieces));
    }
    if term.negated {
        reports.invert();
    }
    reports
}

/// Adds what a run is worth to the reports that hold it. In whole numbers, so that every machine orders
/// alike: 1 for a run that every report holds, one more each time that half as many do.
fn add_scores<'h>(
    scores: &mut [Vec<u64>],
    held: impl Iterator<Item = &'h [Held]> + Clone,
    all: u64,
    counts: impl Fn(usize, DocId) -> bool,
) {
    let holders: usize = held.clone().map(<[Held]>::len).sum();
    let rarity = (all / (holders as u64).max(1)).max(1).ilog2() + 1;
    for (segment, (held, scores)) in held.zip(scores).enumerate() {
        for held in held {
            if let Some(score) = scores.get_mut(held.report as usize)
                && counts(segment, held.report)
            {
                *score += u64::from(rarity) * held.zone.weight();
            }
        }
    }
}
