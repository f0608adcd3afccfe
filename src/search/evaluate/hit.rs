//! How a match is shown: its report's facts, and the passages that hold what was looked for.
//!
//! Nothing is decided here about what matches or comes first.

use std::cmp::Reverse;

use crate::search::answer::Hit;
use crate::search::error::Error;
use crate::search::evaluate::boolean::EvaluatedQuery;
use crate::search::evaluate::passage::{Shown, passages, spans_in};
use crate::search::evaluate::phrase::PhraseMatch;
use crate::search::evaluate::rank::Match;
use crate::search::evaluate::term::{EvaluatedTerm, match_in, shown_run, title_run};
use crate::search::format::block::TextBlock;
use crate::search::query::{Run, Term};
use crate::search::segment::{Lookup, Values};

/// Text blocks that are read for a hit, at most.
const MAX_TEXTS: usize = 3;

impl EvaluatedQuery<'_> {
    /// The hit that shows a match, or none while its texts are wanted.
    pub(super) fn hit(&self, shown: &Match) -> Result<Option<Hit>, Error> {
        let Some(segment) = self.segments.get(shown.segment) else {
            return Ok(None);
        };
        let mut wanted: Vec<(u32, TextBlock)> = Vec::new();
        let mut here = true;
        for block in self.blocks(shown) {
            match segment.text(shown.report, block)? {
                Lookup::Here(text) => wanted.push((block, text)),
                Lookup::Absent => {}
                Lookup::Wanted => here = false,
            }
        }
        if !here {
            return Ok(None);
        }
        wanted.sort_by_key(|(block, _)| *block);
        let texts: Vec<TextBlock> = wanted.into_iter().map(|(_, text)| text).collect();
        let runs = self.shown(shown, shown_run);
        let in_title = self.shown(shown, title_run);
        let head = texts
            .first()
            .map(|text| text.head.clone())
            .unwrap_or_default();
        let names = |values: &Values| -> Vec<String> {
            let ordinals = values.of(shown.report);
            let names = ordinals.filter_map(|at| values.names.get(at).cloned());
            names.collect()
        };
        let name = |values: &Values| names(values).into_iter().next();
        Ok(Some(Hit {
            date: head.date(),
            agencies: names(&segment.agency),
            kind: name(&segment.kind).unwrap_or_default(),
            status: name(&segment.status),
            passages: passages(&texts, &runs),
            source: head.0,
            id: head.1,
            url: head.2,
            title_spans: spans_in(&head.3, &in_title),
            title: head.3,
            numbers: head.5,
            exact: shown.exact,
        }))
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
        for (term, evaluated) in self.query.terms().zip(self.evaluated_terms) {
            let (Some(_), Some(evaluated)) =
                (shown_run(term), evaluated.segments.get(shown.segment))
            else {
                continue;
            };
            match match_in(&evaluated.matches, shown.report) {
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
