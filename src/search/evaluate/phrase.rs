//! Which reports hold a run, and where: the lists of one segment, read and put together.
//!
//! In go terms and lists, out come the reports in their order, each with its best zone and the text
//! blocks that show it. Everything is counted, nothing estimated, and no text is read.

use tantivy::DocId;

use super::plan::{PlacedGram, Plan, plan};
use crate::search::error::Error;
use crate::search::format::dictionary::Listed;
use crate::search::format::list::List;
use crate::search::format::position::{Zone, step, text_block, unpack};
use crate::search::format::position_table::Places;
use crate::search::segment::{Kind, Look, Segment};
use crate::search::text::tokenizer::QueryUnit;

/// Text blocks that are remembered of a report, at most.
const MAX_BLOCKS: usize = 4;

/// A report that holds a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) report: DocId,
    /// The best zone that it stands in.
    pub(crate) zone: Zone,
    /// The first text blocks that show it, in order.
    blocks: [u32; MAX_BLOCKS],
    count: usize,
}

impl Held {
    fn new(report: DocId, zone: Zone) -> Held {
        Held {
            report,
            zone,
            blocks: [0; MAX_BLOCKS],
            count: 0,
        }
    }

    fn add_block(&mut self, block: u32) {
        if self.blocks().last() != Some(&block)
            && let Some(slot) = self.blocks.get_mut(self.count)
        {
            *slot = block;
            self.count += 1;
        }
    }

    /// The first text blocks that show it, in order.
    pub(crate) fn blocks(&self) -> &[u32] {
        self.blocks.get(..self.count).unwrap_or_default()
    }
}

/// The lists that answer a run, each with its distance from the run's first unit.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    kind: Kind,
    terms: Vec<(Listed, u32)>,
    /// Positions from the run's first unit to past its last.
    length: u32,
    /// Whether some term stands nowhere, and so the run does not either.
    absent: bool,
    /// The terms, for those who want to know.
    pub(crate) tokens: Vec<String>,
}

impl Lists {
    /// Which lists they are, for those who want to know.
    pub(crate) fn field(&self) -> &'static str {
        match self.kind {
            Kind::Reports => "reports",
            Kind::Places => "places",
            Kind::Numbers => "numbers",
        }
    }

    /// How many bytes reading the lists takes.
    pub(crate) fn bytes(&self) -> usize {
        match self.absent {
            true => 0,
            false => self
                .terms
                .iter()
                .map(|(listed, _)| listed.range.len())
                .sum(),
        }
    }

    /// Whether as many reports hold the run as its bound says: one list is its own proof.
    pub(crate) fn bound_is_exact(&self) -> bool {
        self.absent || self.terms.len() == 1
    }

    /// More reports than these do not hold the run.
    pub(crate) fn bound(&self) -> u64 {
        match self.absent {
            true => 0,
            false => self
                .terms
                .iter()
                .map(|(listed, _)| u64::from(listed.length))
                .min()
                .unwrap_or(0),
        }
    }
}

/// Looks up the terms of a run, in the texts of reports or in their numbers; none while bytes are wanted.
pub(crate) fn look_up(
    segment: &Segment,
    run: &[QueryUnit],
    numbers: bool,
) -> Result<Option<Lists>, Error> {
    let (lexicon, places) = match numbers {
        true => (&segment.no_lexicon, Kind::Numbers),
        false => (&segment.lexicon, Kind::Places),
    };
    let (kind, grams) = match plan(lexicon, run) {
        Plan::Places(grams) => (places, grams),
        Plan::Reports(term) => {
            let kind = if numbers {
                Kind::Numbers
            } else {
                Kind::Reports
            };
            (kind, vec![PlacedGram { term, offset: 0 }])
        }
    };
    let length = 1 + run
        .iter()
        .skip(1)
        .map(|unit| step(unit.separated))
        .sum::<u32>();
    let mut lists = Lists {
        kind,
        terms: Vec::with_capacity(grams.len()),
        length,
        absent: false,
        tokens: grams
            .iter()
            .map(|gram| String::from_utf8_lossy(&gram.term).replace('\u{1}', ""))
            .collect(),
    };
    let mut here = true;
    for gram in grams {
        match segment.term(kind, &gram.term)? {
            Look::Here(listed) => lists.terms.push((listed, gram.offset)),
            Look::Absent => lists.absent = true,
            Look::Wanted => here = false,
        }
    }
    // What stands nowhere needs no other list.
    Ok((here || lists.absent).then_some(lists))
}

/// The reports that hold the run; none while bytes are wanted.
pub(crate) fn read(segment: &Segment, lists: &Lists) -> Result<Option<Vec<Held>>, Error> {
    if lists.absent {
        return Ok(Some(Vec::new()));
    }
    let (mut read, mut here) = (Vec::with_capacity(lists.terms.len()), true);
    for (listed, offset) in &lists.terms {
        match segment.list(lists.kind, listed)? {
            Some(postings) => read.push((postings, *offset)),
            None => here = false,
        }
    }
    Ok(here.then(|| match lists.kind {
        Kind::Reports => reports(read),
        Kind::Places | Kind::Numbers => phrase(&segment.places, read, lists.length),
    }))
}

/// The reports of a list of reports.
fn reports(lists: Vec<(List, u32)>) -> Vec<Held> {
    let reports = lists
        .iter()
        .flat_map(|(list, _)| list.numbers.iter().zip(&list.kept));
    reports
        .map(|(report, kept)| {
            let (zone, block) = unpack(*kept);
            let mut held = Held::new(*report, zone);
            held.add_block(block);
            held
        })
        .collect()
}

/// The reports in which all lists stand at their distances.
fn phrase(places: &Places, mut lists: Vec<(List, u32)>, length: u32) -> Vec<Held> {
    // The rarest leads, the others follow.
    lists.sort_by_key(|(list, _)| list.numbers.len());
    let Some(((leader, leader_offset), followers)) = lists.split_first() else {
        return Vec::new();
    };
    // Of each follower, what is not yet behind.
    let mut followers: Vec<(&[u32], u32)> = followers
        .iter()
        .map(|(list, offset)| (list.numbers.as_slice(), *offset))
        .collect();
    // Of the report at hand, where the run begins.
    let (mut report, mut starts) = (None, Vec::new());
    let mut found = Vec::new();
    for place in &leader.numbers {
        let start = place.checked_sub(*leader_offset);
        if let Some(start) = start.filter(|start| stand_at(&mut followers, *start))
            && let Some((holder, position)) = places.locate(start)
        {
            if report != Some(holder) {
                found.extend(report.and_then(|report| held(report, &starts, length)));
                report = Some(holder);
                starts.clear();
            }
            starts.push(position);
        }
    }
    found.extend(report.and_then(|report| held(report, &starts, length)));
    found
}

/// Whether every list has a place at its distance from `start`.
fn stand_at(lists: &mut [(&[u32], u32)], start: u32) -> bool {
    lists.iter_mut().all(|(rest, offset)| {
        let place = start.saturating_add(*offset);
        // What is behind one place is behind all that come.
        let behind = rest.iter().take_while(|other| **other < place).count();
        *rest = rest.get(behind..).unwrap_or_default();
        rest.first() == Some(&place)
    })
}

/// A report that holds a run of `length` positions from each of `starts` on.
fn held(report: DocId, starts: &[u32], length: u32) -> Option<Held> {
    let mut held = Held::new(report, Zone::best(starts, length)?);
    let blocks = starts.iter().filter_map(|start| text_block(*start));
    blocks.for_each(|block| held.add_block(block));
    Some(held)
}
