//! Which reports match a run: exactly, and where; or in parts that stand apart.
//!
//! In go the postings of one segment, out come sets of its reports. Everything is counted, nothing
//! estimated. No text is read here.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::error::Error;
use super::schema::{Fields, HEADING_END, TITLE_END};
use super::tokenizer::{Pair, QueryUnit, Zone, cover, pairs, unit_term};
use super::unit::Class;

/// A set of the reports of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reports {
    words: Vec<u64>,
}

impl Reports {
    pub(crate) fn none(size: u32) -> Self {
        Reports {
            words: vec![0; (size as usize).div_ceil(64)],
        }
    }

    pub(crate) fn all(size: u32) -> Self {
        let mut all = Reports::none(size);
        (0..size).for_each(|report| all.insert(report));
        all
    }

    pub(crate) fn insert(&mut self, report: DocId) {
        if let Some(word) = self.words.get_mut(report as usize / 64) {
            *word |= 1 << (report % 64);
        }
    }

    pub(crate) fn contains(&self, report: DocId) -> bool {
        let word = self.words.get(report as usize / 64);
        word.is_some_and(|word| word >> (report % 64) & 1 == 1)
    }

    pub(crate) fn intersect(&mut self, other: &Reports) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    pub(crate) fn unite(&mut self, other: &Reports) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    pub(crate) fn subtract(&mut self, other: &Reports) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    pub(crate) fn len(&self) -> u64 {
        self.words
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        self.words.iter().zip(0u32..).flat_map(|(word, at)| {
            let word = *word;
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| at * 64 + bit)
        })
    }
}

/// The reports that hold a run exactly, in order, each with the best zone it stands in.
pub(crate) type Exact = Vec<(DocId, Zone)>;

/// A segment and its fields.
#[derive(Clone, Copy)]
pub(crate) struct Segment<'s> {
    pub(crate) reader: &'s SegmentReader,
    pub(crate) fields: &'s Fields,
}

impl Segment<'_> {
    fn postings(
        &self,
        field: Field,
        term: &str,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>, Error> {
        let term = Term::from_field_text(field, term);
        let inverted = self.reader.inverted_index(field)?;
        Ok(inverted.read_postings(&term, option)?)
    }

    /// The reports that hold a term.
    fn holders(&self, field: Field, term: &str) -> Result<Reports, Error> {
        let mut holders = Reports::none(self.reader.max_doc());
        if let Some(mut postings) = self.postings(field, term, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                holders.insert(postings.doc());
                postings.advance();
            }
        }
        Ok(holders)
    }

    /// The reports that hold the run as it is written.
    pub(crate) fn exact(&self, run: &[QueryUnit]) -> Result<Exact, Error> {
        match run {
            [] => Ok(Vec::new()),
            [unit] => self.exact_unit(&unit.text),
            _ => self.exact_phrase(&cover(run)),
        }
    }

    fn exact_unit(&self, unit: &str) -> Result<Exact, Error> {
        let mut term = String::new();
        let mut holders = |zone| {
            unit_term(unit, zone, &mut term);
            self.holders(self.fields.units, &term)
        };
        let all = holders(Zone::Body)?;
        let zones = [Zone::Title, Zone::Heading];
        let mut exact: Exact = all.iter().map(|report| (report, Zone::Body)).collect();
        for zone in zones {
            let holders = holders(zone)?;
            let mut holders = holders.iter().peekable();
            for (report, best) in &mut exact {
                while holders.next_if(|holder| holder < report).is_some() {}
                if holders.peek() == Some(report) {
                    *best = zone.max(*best);
                }
            }
        }
        Ok(exact)
    }

    fn exact_phrase(&self, phrase: &[Pair]) -> Result<Exact, Error> {
        let mut lists = Vec::with_capacity(phrase.len());
        for pair in phrase {
            let option = IndexRecordOption::WithFreqsAndPositions;
            match self.postings(self.fields.pairs, &pair.term, option)? {
                Some(postings) => lists.push((postings, pair.offset)),
                None => return Ok(Vec::new()),
            }
        }
        // The rarest leads, the others follow.
        lists.sort_by_key(|(postings, _)| postings.doc_freq());
        let Some(((leader, leader_offset), followers)) = lists.split_first_mut() else {
            return Ok(Vec::new());
        };
        let fast = self.reader.fast_fields();
        let title_end = fast.u64(TITLE_END)?;
        let heading_end = fast.u64(HEADING_END)?;
        let (mut exact, mut starts, mut positions) = (Vec::new(), Vec::new(), Vec::new());
        let mut report = leader.doc();
        'reports: while report != TERMINATED {
            for (postings, _) in followers.iter_mut() {
                // A list that is further on already cannot go back.
                let found = match postings.doc() {
                    further if further >= report => further,
                    _ => postings.seek(report),
                };
                if found != report {
                    report = match found {
                        TERMINATED => TERMINATED,
                        further => leader.seek(further),
                    };
                    continue 'reports;
                }
            }
            leader.positions(&mut starts);
            starts.retain_mut(|position| match position.checked_sub(*leader_offset) {
                Some(start) => {
                    *position = start;
                    true
                }
                None => false,
            });
            for (postings, offset) in followers.iter_mut() {
                if starts.is_empty() {
                    break;
                }
                postings.positions(&mut positions);
                keep_common(&mut starts, *offset, &positions);
            }
            if let Some(start) = starts.first() {
                let start = u64::from(*start);
                let within = |end: Option<u64>| end.is_some_and(|end| start <= end);
                let zone = if within(title_end.first(report)) {
                    Zone::Title
                } else if within(heading_end.first(report)) {
                    Zone::Heading
                } else {
                    Zone::Body
                };
                exact.push((report, zone));
            }
            report = leader.advance();
        }
        Ok(exact)
    }

    /// The reports that hold each of the pairs of the run, for each where it stands best.
    pub(crate) fn parts(&self, run: &[QueryUnit]) -> Result<Vec<Exact>, Error> {
        run.windows(2)
            .filter(|pair| pair.iter().skip(1).all(|second| !second.separated))
            .map(|pair| self.exact(pair))
            .collect()
    }

    /// The reports that hold the run in parts, wherever the parts stand.
    ///
    /// A part is two or three characters, a word, a figure, or all that stands between two
    /// separations. A report counts when the run can be cut into parts that all occur in it; a run
    /// that is a single part has none.
    pub(crate) fn apart(&self, run: &[QueryUnit]) -> Result<Reports, Error> {
        let size = self.reader.max_doc();
        let mut pair_holders = Vec::with_capacity(run.len());
        for (pair, second) in pairs(run).iter().zip(run.iter().skip(1)) {
            pair_holders.push(match second.separated {
                true => None,
                false => Some(self.holders(self.fields.pairs, &pair.term)?),
            });
        }
        // reached[n]: the reports that hold the first n units in parts.
        let mut reached = vec![Reports::all(size)];
        for end in 1..=run.len() {
            let mut here = Reports::none(size);
            for length in 1..=3.min(end) {
                let start = end - length;
                let whole = length == run.len();
                let between = pair_holders.get(start..end - 1).unwrap_or_default();
                let alone = length > 1 || stands_alone(run, start);
                if whole || !alone || between.iter().any(Option::is_none) {
                    continue;
                }
                let Some(mut part) = reached.get(start).cloned() else {
                    continue;
                };
                for holders in between.iter().flatten() {
                    part.intersect(holders);
                }
                if let (1, Some(unit)) = (length, run.get(start)) {
                    part.intersect(&self.holders(self.fields.units, &unit.text)?);
                }
                here.unite(&part);
            }
            reached.push(here);
        }
        Ok(match run.len() {
            0 | 1 => Reports::none(size),
            _ => reached.pop().unwrap_or_else(|| Reports::none(size)),
        })
    }
}

/// Whether one unit may be a part: a word, a figure, or a character between two separations.
fn stands_alone(run: &[QueryUnit], at: usize) -> bool {
    let separated = |at: usize| run.get(at).is_none_or(|unit| unit.separated);
    run.get(at).is_some_and(|unit| unit.class != Class::Single)
        || ((at == 0 || separated(at)) && separated(at + 1))
}

/// Keeps of `starts` what stands in `positions`, `offset` further; both are sorted.
fn keep_common(starts: &mut Vec<u32>, offset: u32, positions: &[u32]) {
    let mut positions = positions.iter().copied().peekable();
    starts.retain(|start| {
        let wanted = start.saturating_add(offset);
        while positions.next_if(|position| *position < wanted).is_some() {}
        positions.peek() == Some(&wanted)
    });
}
