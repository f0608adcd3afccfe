//! How a match is shown: its report's facts, and the passages that hold what was looked for.
//!
//! Nothing is decided here about what matches or comes first.

use std::cmp::Reverse;

use tantivy::DocId;

use crate::search::answer::{Hit, Passage};
use crate::search::error::Error;
use crate::search::evaluate::alike::{Alike, alike};
use crate::search::evaluate::boolean::EvaluatedQuery;
use crate::search::evaluate::nearly::Candidate;
use crate::search::evaluate::passage::{Shown, passage_alike, passages, spans_in};
use crate::search::evaluate::phrase::PhraseMatch;
use crate::search::evaluate::rank::Match;
use crate::search::evaluate::term::{EvaluatedTerm, match_in, shown_run, title_run};
use crate::search::evaluate::text_units::{TextUnit, text_units};
use crate::search::field_lists::Lookup;
use crate::search::format::block::{Head, TextBlock};
use crate::search::format::position::text_block;
use crate::search::query::{Item, Run, Term};
use crate::search::segment::Segment;
use crate::search::values::Values;

/// What is known of a report without a look at what was asked.
fn facts(segment: &Segment, report: DocId, head: Head) -> Hit {
    let names = |values: &Values| -> Vec<String> {
        let ordinals = values.of(report);
        let names = ordinals.filter_map(|at| values.names.get(at).cloned());
        names.collect()
    };
    let name = |values: &Values| names(values).into_iter().next();
    Hit {
        date: head.date(),
        agencies: names(&segment.agency),
        kind: name(&segment.kind).unwrap_or_default(),
        status: name(&segment.status),
        passages: Vec::new(),
        source: head.0,
        id: head.1,
        url: head.2,
        title_spans: Vec::new(),
        title: head.3,
        numbers: head.5,
        times: 0,
        exact: false,
        near: false,
    }
}

/// The text blocks of a report that are wanted, in their order, and what they say of the report; none while they are not
/// here.
fn texts(
    segment: &Segment,
    report: DocId,
    blocks: impl IntoIterator<Item = u32>,
) -> Result<Option<(Head, Vec<TextBlock>)>, Error> {
    let (mut texts, mut here) = (Vec::new(), true);
    for block in blocks {
        match segment.text(report, block)? {
            Lookup::Here(text) => texts.push((block, text)),
            Lookup::Absent => {}
            Lookup::Wanted => here = false,
        }
    }
    texts.sort_by_key(|(block, _)| *block);
    let texts: Vec<TextBlock> = texts.into_iter().map(|(_, text)| text).collect();
    let head = texts.first().map(|text: &TextBlock| text.head.clone());
    Ok(here.then(|| (head.unwrap_or_default(), texts)))
}

/// How often a run stands in each text block so that it is likely to stand in any.
const OFTEN: u32 = 2;

/// Text blocks that are read for a hit, at most.
const MAX_TEXTS: usize = 3;

impl EvaluatedQuery<'_> {
    /// The hit that shows a match, or none while its texts are wanted.
    pub(super) fn hit(&self, shown: &Match) -> Result<Option<Hit>, Error> {
        let Some(segment) = self.segments.get(shown.segment) else {
            return Ok(None);
        };
        let Some((head, texts)) = texts(segment, shown.report, self.blocks(shown))? else {
            return Ok(None);
        };
        let runs = self.shown(shown, shown_run);
        let in_title = self.shown(shown, title_run);
        let title_spans = spans_in(&head.3, &in_title);
        Ok(Some(Hit {
            passages: passages(&texts, &runs),
            title_spans,
            times: self.times(shown),
            exact: shown.exact,
            ..facts(segment, shown.report, head)
        }))
    }

    /// The hit that shows how a run stands in a report with slips, and how; absent where it does not stand there.
    pub(super) fn hit_alike(
        &self,
        run: &[TextUnit],
        candidate: &Candidate,
    ) -> Result<Lookup<(Hit, Alike)>, Error> {
        let Some(segment) = self.segments.get(candidate.segment) else {
            return Ok(Lookup::Absent);
        };
        let block = |position| text_block(position).unwrap_or(0);
        let (first, last) = (block(candidate.first), block(candidate.last));
        let blocks = first..=last.clamp(first, first + 1);
        let Some((head, texts)) = texts(segment, candidate.report, blocks)? else {
            return Ok(Lookup::Wanted);
        };
        let mut best: Option<(Alike, Option<Passage>)> = None;
        let mut see = |text: &str, show: &dyn Fn(&Alike) -> Option<Passage>| {
            let found = alike(run, &text_units(text));
            let is_better =
                |found: &Alike| best.as_ref().is_none_or(|best| found.cost < best.0.cost);
            if let Some(found) = found.filter(is_better) {
                let passage = show(&found);
                best = Some((found, passage));
            }
        };
        see(&head.3, &|_| None);
        for text in &texts {
            for paragraph in &text.paragraphs {
                let heading = text.headings.get(paragraph.heading as usize);
                let heading = heading.map_or("", String::as_str);
                see(&paragraph.text, &|found| {
                    Some(passage_alike(heading, paragraph, found))
                });
            }
        }
        let Some((found, passage)) = best else {
            return Ok(Lookup::Absent);
        };
        let title_spans = match passage {
            Some(_) => Vec::new(),
            None => found.same.clone(),
        };
        let hit = Hit {
            title_spans,
            passages: passage.into_iter().collect(),
            near: true,
            ..facts(segment, candidate.report, head)
        };
        Ok(Lookup::Here((hit, found)))
    }

    /// How often the runs of the query stand in the title and the text of a match: those that were typed, other
    /// spellings of them included, or where that is more what several of them may mean together.
    fn times(&self, shown: &Match) -> u64 {
        let typed = || self.query.terms().filter(|term| !term.is_beside);
        let (mut alone, mut together) = (0, 0);
        let mut counted: Vec<&Term> = Vec::new();
        for (term, evaluated) in self.query.terms().zip(self.evaluated_terms) {
            let (Item::Run(_), false) = (&term.item, term.negated) else {
                continue;
            };
            let of_segment = evaluated.segments.get(shown.segment);
            let found = of_segment.and_then(|of| match_in(&of.matches, shown.report));
            let Some(found) = found.filter(|_| !counted.contains(&term)) else {
                continue;
            };
            counted.push(term);
            match typed().any(|typed| typed.at == term.at) {
                true => alone += u64::from(found.times),
                false => together += u64::from(found.times),
            }
        }
        alone.max(together)
    }

    /// The runs of the query that a match shows somewhere.
    fn shown(&self, shown: &Match, run: fn(&Term) -> Option<&Run>) -> Vec<Shown<'_>> {
        let terms = self.query.terms().zip(self.evaluated_terms);
        let of_term = |(term, evaluated): (_, &EvaluatedTerm)| {
            let (run, evaluated) = (run(term)?, evaluated.segments.get(shown.segment)?);
            let partial = !run.quoted && match_in(&evaluated.matches, shown.report).is_none();
            Some(Shown {
                run,
                partial: partial && !shown.exact,
            })
        };
        terms.filter_map(of_term).collect()
    }

    /// The text blocks that show a match: the fewest that show every run, at most [`MAX_TEXTS`]. Parts of runs
    /// come after whole ones, and are not shown where the match is exact.
    fn blocks(&self, shown: &Match) -> Vec<u32> {
        let (mut whole, mut parts): (Vec<&[u32]>, Vec<&[u32]>) = (Vec::new(), Vec::new());
        // Where only the first block of a run is known that stands there some times a block, any block will show it.
        let mut everywhere: Vec<&[u32]> = Vec::new();
        let blocks = self.segments.get(shown.segment);
        let blocks = blocks.map_or(1, |segment| segment.positions.blocks(shown.report));
        let is_everywhere =
            |found: &PhraseMatch| found.starts.is_empty() && found.times / OFTEN >= blocks;
        for (term, evaluated) in self.query.terms().zip(self.evaluated_terms) {
            let (Some(_), Some(evaluated)) =
                (shown_run(term), evaluated.segments.get(shown.segment))
            else {
                continue;
            };
            match match_in(&evaluated.matches, shown.report) {
                Some(found) if is_everywhere(found) => everywhere.push(found.blocks()),
                Some(found) => whole.push(found.blocks()),
                None if shown.exact => {}
                None => parts.extend(
                    evaluated
                        .piece_matches
                        .iter()
                        .filter_map(|piece| match_in(&piece.matches, shown.report))
                        .map(PhraseMatch::blocks),
                ),
            }
        }
        if whole.is_empty() && parts.is_empty() {
            whole = everywhere;
        }
        let mut chosen: Vec<u32> = Vec::new();
        for mut sought in [whole, parts] {
            sought.retain(|blocks| !blocks.iter().any(|block| chosen.contains(block)));
            while chosen.len() < MAX_TEXTS {
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
        }
        if chosen.is_empty() {
            chosen.push(0);
        }
        chosen
    }
}
