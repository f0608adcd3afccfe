//! The lists of reports of a batch: of its units, and of the grams of the lexicon.
//!
//! Of each report that a term stands in there is one posting, to which every further occurrence is added.

use crate::index::names::Names;
use crate::index::sorted_run::{SortedRun, SortedRunWriter};
use crate::search::format::list::Kept;
use crate::search::format::position::{TITLE, Zone, encode_place, text_block};
use crate::search::text::gram::Lexicon;

/// The lists while reports come.
pub(super) struct ReportLists {
    /// Of each list, its number among `postings` plus one, if its last posting is there.
    grams: Vec<u32>,
    units: Vec<u32>,
    /// The first posting of the report at hand.
    begin: u32,
    postings: Vec<ReportPosting>,
}

/// What a list of reports keeps of a report.
#[derive(Clone, Copy, Debug)]
struct ReportPosting {
    /// A gram of the lexicon, or a unit.
    is_gram: bool,
    number: u32,
    report: u32,
    zone: Zone,
    block: Option<u32>,
    /// How often it stands in the report.
    times: u32,
    /// How often it stands in the two titles, and whether it begins the first.
    in_titles: u32,
    begins_title: bool,
}

impl ReportPosting {
    fn kept(&self) -> Kept {
        // The same as for positions: once in each title, of which nothing is left.
        let whole = self.zone == Zone::TitleEnd && self.begins_title && self.in_titles == 2;
        let zone = if whole { Zone::TitleWhole } else { self.zone };
        Kept {
            place: encode_place(zone, self.block.unwrap_or(0)),
            // The title stands there twice.
            times: self.times - self.in_titles / 2,
        }
    }
}

impl ReportLists {
    pub(super) fn new(lexicon: &Lexicon) -> ReportLists {
        ReportLists {
            grams: vec![0; lexicon.grams().len()],
            units: Vec::new(),
            begin: 0,
            postings: Vec::new(),
        }
    }

    /// The next report begins.
    pub(super) fn begin(&mut self) {
        self.begin = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
    }

    /// Adds an occurrence of a unit, from a position of the report to one.
    pub(super) fn unit(&mut self, report: u32, number: u32, span: (u32, u32)) {
        if self.units.len() <= number as usize {
            self.units.resize(number as usize + 1, 0);
        }
        self.see(false, report, number, span);
    }

    /// Adds an occurrence of a gram of the lexicon.
    pub(super) fn gram(&mut self, report: u32, number: u32, span: (u32, u32)) {
        self.see(true, report, number, span);
    }

    fn see(&mut self, is_gram: bool, report: u32, number: u32, (start, end): (u32, u32)) {
        let lists = if is_gram {
            &mut self.grams
        } else {
            &mut self.units
        };
        let Some(slot) = lists.get_mut(number as usize) else {
            return;
        };
        let zone = Zone::of(start, end);
        let held = slot.checked_sub(1).filter(|at| *at >= self.begin);
        match held.and_then(|at| self.postings.get_mut(at as usize)) {
            Some(posting) => {
                posting.times += 1;
                if zone == Zone::Body && posting.block.is_some() {
                    return;
                }
                posting.zone = posting.zone.max(zone);
                posting.in_titles += u32::from(zone >= Zone::Title);
                posting.begins_title |= start == TITLE;
                // Rows come in the order of the text, but for headings, and those are in the first block.
                posting.block = posting.block.or(text_block(start));
            }
            None => {
                self.postings.push(ReportPosting {
                    is_gram,
                    number,
                    report,
                    zone,
                    block: text_block(start),
                    times: 1,
                    in_titles: u32::from(zone >= Zone::Title),
                    begins_title: start == TITLE,
                });
                *slot = u32::try_from(self.postings.len()).unwrap_or(u32::MAX);
            }
        }
    }

    /// The lists of the terms in their order.
    pub(super) fn write(&self, names: &Names<'_>, lexicon: &Lexicon) -> SortedRun {
        let units = self.units.len();
        let list_of = |posting: &ReportPosting| match posting.is_gram {
            false => posting.number as usize,
            true => units + posting.number as usize,
        };
        let term = |list: usize| match list.checked_sub(units) {
            None => names.spelling(u32::try_from(list).unwrap_or(0)),
            Some(gram) => lexicon
                .grams()
                .get(gram)
                .map(String::as_bytes)
                .unwrap_or_default(),
        };
        // The postings of each list together, in the order in which they came: that of the reports.
        let mut ends = vec![0usize; units + self.grams.len()];
        for posting in &self.postings {
            if let Some(count) = ends.get_mut(list_of(posting)) {
                *count += 1;
            }
        }
        let mut lists: Vec<usize> = (0..ends.len())
            .filter(|list| ends.get(*list).is_some_and(|count| *count > 0))
            .collect();
        let mut start = 0;
        for slot in &mut ends {
            start += std::mem::replace(slot, start);
        }
        let mut sorted = vec![0usize; self.postings.len()];
        for (at, posting) in self.postings.iter().enumerate() {
            if let Some(end) = ends.get_mut(list_of(posting)) {
                if let Some(slot) = sorted.get_mut(*end) {
                    *slot = at;
                }
                *end += 1;
            }
        }
        lists.sort_unstable_by_key(|list| term(*list));
        let mut sorted_run = SortedRunWriter::default();
        for list in lists {
            let end_of = |list: usize| ends.get(list).copied().unwrap_or(0);
            let start = list.checked_sub(1).map_or(0, end_of);
            for at in sorted.get(start..end_of(list)).unwrap_or_default() {
                if let Some(posting) = self.postings.get(*at) {
                    sorted_run.report(posting.report, posting.kept());
                }
            }
            sorted_run.end(term(list));
        }
        sorted_run.finish()
    }
}
