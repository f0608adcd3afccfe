//! Which reports hold a run, and where: the lists of one segment, read and put together.
//!
//! In go terms and lists, out come the reports in their order, each with its best zone and the text
//! blocks that show it. Everything is counted, nothing estimated, and no text is read.

use tantivy::DocId;

use crate::search::error::Error;
use crate::search::evaluate::plan::{Plan, PositionedGram, plan};
use crate::search::format::dictionary::TermInfo;
use crate::search::format::list::List;
use crate::search::format::position::{Zone, decode_kept, step, text_block};
use crate::search::format::position_table::PositionTable;
use crate::search::segment::{ListKind, Lookup, Segment};
use crate::search::text::tokenizer::QueryUnit;

/// Text blocks that are remembered of a report, at most.
const MAX_BLOCKS: usize = 4;

/// A report that holds a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PhraseMatch {
    pub(crate) report: DocId,
    /// The best zone that it stands in.
    pub(crate) zone: Zone,
    /// The first text blocks that show it, in order.
    blocks: [u32; MAX_BLOCKS],
    count: usize,
}

impl PhraseMatch {
    fn new(report: DocId, zone: Zone) -> PhraseMatch {
        PhraseMatch {
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
pub(crate) struct PhraseLists {
    kind: ListKind,
    terms: Vec<(TermInfo, u32)>,
    /// Positions from the run's first unit to past its last.
    length: u32,
    /// Whether some term stands nowhere, and so the run does not either.
    absent: bool,
    /// The terms, for those who want to know.
    pub(crate) tokens: Vec<String>,
}

impl PhraseLists {
    /// Which lists they are, for those who want to know.
    pub(crate) fn field(&self) -> &'static str {
        match self.kind {
            ListKind::Reports => "reports",
            ListKind::Positions => "places",
            ListKind::Numbers => "numbers",
            ListKind::Cites => "cites",
        }
    }

    /// How many bytes reading the lists takes.
    pub(crate) fn bytes(&self) -> usize {
        match self.absent {
            true => 0,
            false => self.terms.iter().map(|(info, _)| info.range.len()).sum(),
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
                .map(|(info, _)| u64::from(info.length))
                .min()
                .unwrap_or(0),
        }
    }
}

/// Looks up the terms of a run, in the texts of reports (by positions), in their numbers or in what they cite; none while
/// bytes are wanted.
pub(crate) fn look_up(
    segment: &Segment,
    run: &[QueryUnit],
    within: ListKind,
) -> Result<Option<PhraseLists>, Error> {
    let is_text = within == ListKind::Positions;
    let lexicon = if is_text {
        &segment.lexicon
    } else {
        &segment.no_lexicon
    };
    let (kind, grams) = match plan(lexicon, run) {
        Plan::Positions(grams) => (within, grams),
        Plan::Reports(term) => {
            let kind = if is_text { ListKind::Reports } else { within };
            (kind, vec![PositionedGram { term, offset: 0 }])
        }
    };
    let length = 1 + run
        .iter()
        .skip(1)
        .map(|unit| step(unit.separated))
        .sum::<u32>();
    let mut lists = PhraseLists {
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
            Lookup::Here(info) => lists.terms.push((info, gram.offset)),
            Lookup::Absent => lists.absent = true,
            Lookup::Wanted => here = false,
        }
    }
    // What stands nowhere needs no other list.
    Ok((here || lists.absent).then_some(lists))
}

/// The reports that hold the run; none while bytes are wanted.
pub(crate) fn read(
    segment: &Segment,
    lists: &PhraseLists,
) -> Result<Option<Vec<PhraseMatch>>, Error> {
    if lists.absent {
        return Ok(Some(Vec::new()));
    }
    let (mut read, mut here) = (Vec::with_capacity(lists.terms.len()), true);
    for (info, offset) in &lists.terms {
        match segment.list(lists.kind, info)? {
            Some(postings) => read.push((postings, *offset)),
            None => here = false,
        }
    }
    Ok(here.then(|| match lists.kind {
        ListKind::Reports => reports(read),
        ListKind::Positions | ListKind::Numbers | ListKind::Cites => {
            phrase(&segment.positions, read, lists.length)
        }
    }))
}

/// The reports of a list of reports.
fn reports(lists: Vec<(List, u32)>) -> Vec<PhraseMatch> {
    let reports = lists
        .iter()
        .flat_map(|(list, _)| list.numbers.iter().zip(&list.kept));
    reports
        .map(|(report, kept)| {
            let (zone, block) = decode_kept(*kept);
            let mut found = PhraseMatch::new(*report, zone);
            found.add_block(block);
            found
        })
        .collect()
}

/// The reports in which all lists stand at their distances.
fn phrase(table: &PositionTable, mut lists: Vec<(List, u32)>, length: u32) -> Vec<PhraseMatch> {
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
    for position in &leader.numbers {
        let start = position.checked_sub(*leader_offset);
        if let Some(start) = start.filter(|start| stand_at(&mut followers, *start))
            && let Some((holder, start)) = table.locate(start)
        {
            if report != Some(holder) {
                found.extend(report.and_then(|report| phrase_match(report, &starts, length)));
                report = Some(holder);
                starts.clear();
            }
            starts.push(start);
        }
    }
    found.extend(report.and_then(|report| phrase_match(report, &starts, length)));
    found
}

/// Whether every list has a position at its distance from `start`.
fn stand_at(lists: &mut [(&[u32], u32)], start: u32) -> bool {
    lists.iter_mut().all(|(rest, offset)| {
        let position = start.saturating_add(*offset);
        // What is behind one position is behind all that come.
        let behind = rest.iter().take_while(|other| **other < position).count();
        *rest = rest.get(behind..).unwrap_or_default();
        rest.first() == Some(&position)
    })
}

/// A report that holds a run of `length` positions from each of `starts` on.
fn phrase_match(report: DocId, starts: &[u32], length: u32) -> Option<PhraseMatch> {
    let mut found = PhraseMatch::new(report, Zone::best(starts, length)?);
    let blocks = starts.iter().filter_map(|start| text_block(*start));
    blocks.for_each(|block| found.add_block(block));
    Some(found)
}
