//! Which reports hold a run, and where: the lists of one segment, read and put together.
//!
//! In go terms and lists, out come the reports in their order, each with its best zone, how often the run stands there,
//! and the text blocks that show it. Everything is counted, nothing estimated, and no text is read.

use tantivy::DocId;

use crate::search::error::Error;
use crate::search::evaluate::plan::{Plan, PositionedGram, plan};
use crate::search::field_lists::Lookup;
use crate::search::format::dictionary::TermInfo;
use crate::search::format::list::List;
use crate::search::format::position::{Zone, decode_place, step, text_block, times};
use crate::search::format::position_table::PositionTable;
use crate::search::segment::{ListKind, Segment};
use crate::search::text::tokenizer::QueryUnit;

/// Text blocks that are remembered of a report, at most.
const MAX_BLOCKS: usize = 4;

/// Bytes of the lists of a run that are read at first, about: those of a sentence are many.
const FIRST_BYTES: usize = 64 << 10;

/// A report that holds a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PhraseMatch {
    pub(crate) report: DocId,
    /// The best zone that it stands in.
    pub(crate) zone: Zone,
    /// How often it stands there, the title counted once.
    pub(crate) times: u32,
    /// The positions in the report where it begins, as far as its lists are of positions; else none.
    pub(crate) starts: Vec<u32>,
    /// The first text blocks that show it, in order.
    blocks: [u32; MAX_BLOCKS],
    count: usize,
}

impl PhraseMatch {
    fn new(report: DocId, zone: Zone, times: u32) -> PhraseMatch {
        PhraseMatch {
            report,
            zone,
            times,
            starts: Vec::new(),
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
    /// Those that are there.
    grams: Vec<Gram>,
    /// How many units the others have that no gram before them has.
    absent_units: usize,
    /// Positions from the run's first unit to past its last.
    length: u32,
    /// Whether some term stands nowhere, and so the run does not either.
    absent: bool,
    /// The terms, for those who want to know.
    pub(crate) tokens: Vec<String>,
}

/// A gram of a run that stands somewhere.
#[derive(Clone, Debug)]
pub(crate) struct Gram {
    pub(crate) info: TermInfo,
    /// Where it begins, in positions from the first unit of the run.
    pub(crate) offset: u32,
    /// How many units it has that no gram before it has.
    pub(crate) adds: usize,
}

impl PhraseLists {
    pub(crate) fn kind(&self) -> ListKind {
        self.kind
    }

    /// The grams of the run that stand somewhere, also where others of it do not.
    pub(crate) fn grams(&self) -> &[Gram] {
        &self.grams
    }

    /// How many units of the run belong to grams that stand nowhere.
    pub(crate) fn absent_units(&self) -> usize {
        self.absent_units
    }

    /// Positions from the run's first unit to past its last.
    pub(crate) fn length(&self) -> u32 {
        self.length
    }

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
            false => self.grams.iter().map(|gram| gram.info.range.len()).sum(),
        }
    }

    /// Whether as many reports hold the run as its bound says: one list is its own proof.
    pub(crate) fn bound_is_exact(&self) -> bool {
        self.absent || self.grams.len() == 1
    }

    /// More reports than these do not hold the run.
    pub(crate) fn bound(&self) -> u64 {
        match self.absent {
            true => 0,
            false => self
                .grams
                .iter()
                .map(|gram| u64::from(gram.info.length))
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
            (
                kind,
                vec![PositionedGram {
                    term,
                    offset: 0,
                    adds: run.len(),
                }],
            )
        }
    };
    let length = 1 + run
        .iter()
        .skip(1)
        .map(|unit| step(unit.separated))
        .sum::<u32>();
    let mut lists = PhraseLists {
        kind,
        grams: Vec::with_capacity(grams.len()),
        absent_units: 0,
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
            Lookup::Here(info) => lists.grams.push(Gram {
                info,
                offset: gram.offset,
                adds: gram.adds,
            }),
            Lookup::Absent => {
                lists.absent = true;
                lists.absent_units += gram.adds;
            }
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
    // The shortest first. Where these stand nowhere together, the run does not, and the others are spared.
    let mut grams: Vec<&Gram> = lists.grams.iter().collect();
    grams.sort_by_key(|gram| gram.info.range.len());
    let mut bytes = 0;
    let few = grams.iter().take_while(|gram| {
        bytes += gram.info.range.len();
        bytes <= FIRST_BYTES
    });
    let few = few.count().max(2).min(grams.len());
    let (first, rest) = grams.split_at(few);
    let Some(mut read) = read_lists(segment, lists.kind, first)? else {
        return Ok(None);
    };
    if !rest.is_empty() {
        if phrase(&segment.positions, &mut read, lists.length).is_empty() {
            return Ok(Some(Vec::new()));
        }
        let Some(more) = read_lists(segment, lists.kind, rest)? else {
            return Ok(None);
        };
        read.extend(more);
    }
    Ok(Some(match lists.kind {
        ListKind::Reports => reports(read),
        ListKind::Positions | ListKind::Numbers | ListKind::Cites => {
            phrase(&segment.positions, &mut read, lists.length)
        }
    }))
}

/// The lists of some grams, each with its distance; none while bytes are wanted.
fn read_lists(
    segment: &Segment,
    kind: ListKind,
    grams: &[&Gram],
) -> Result<Option<Vec<(List, u32)>>, Error> {
    let (mut read, mut here) = (Vec::with_capacity(grams.len()), true);
    for gram in grams {
        match segment.list(kind, &gram.info)? {
            Some(list) => read.push((list, gram.offset)),
            None => here = false,
        }
    }
    Ok(here.then_some(read))
}

/// The reports of a list of reports.
fn reports(lists: Vec<(List, u32)>) -> Vec<PhraseMatch> {
    let reports = lists
        .iter()
        .flat_map(|(list, _)| list.numbers.iter().zip(&list.kept));
    reports
        .map(|(report, kept)| {
            let (zone, block) = decode_place(kept.place);
            let mut found = PhraseMatch::new(*report, zone, kept.times);
            found.add_block(block);
            found
        })
        .collect()
}

/// The reports in which all lists stand at their distances.
fn phrase(table: &PositionTable, lists: &mut [(List, u32)], length: u32) -> Vec<PhraseMatch> {
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
    let mut found = PhraseMatch::new(report, Zone::best(starts, length)?, times(starts));
    let blocks = starts.iter().filter_map(|start| text_block(*start));
    blocks.for_each(|block| found.add_block(block));
    found.starts = starts.to_vec();
    Some(found)
}
