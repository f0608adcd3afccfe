//! What a run is worth in a report that holds it: how much of the report is about it.
//!
//! BM25 in whole numbers, so that every machine orders alike: how often the run stands there, held against how long the
//! report is, times how rare the run is among all reports. A better zone counts like more occurrences; a title with
//! the run is worth something by itself; and a run that is the name of the report, by which people ask for it, is worth
//! more than any number of occurrences. No index holds these numbers. Nothing is read here.

use crate::search::evaluate::phrase::PhraseMatch;
use crate::search::format::position::Zone;

/// What a run is worth that stands in a report without end.
const FULL: u64 = 1 << 12;

/// What the title adds.
const TITLE: u64 = FULL / 4;

/// What a run is worth that is a report's title, or that ends the titles of few reports: 行政复议法 is what people call
/// 中华人民共和国行政复议法. How often it stands in these does not matter.
const WHOLE_NAME: u64 = 8 * FULL;
const NAME: u64 = 4 * FULL;

/// The most reports whose titles end with what is the name of each.
const NAMED: usize = 8;

/// The rarity of a run that every report holds, and of one that half of them do less that of the former.
const COMMON: u64 = 16;
const HALF: u64 = 64;

/// How often a run stands in a report of usual length that is worth half of [`FULL`] for it; half of that grows with the
/// length of the report.
const HALF_FULL: u64 = 4;

/// How long reports are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lengths {
    usual: u64,
}

impl Lengths {
    /// Of so many reports that are so long together.
    pub(super) fn new(reports: u64, together: u64) -> Lengths {
        Lengths {
            usual: (together / reports.max(1)).max(1),
        }
    }

    /// What so many occurrences are worth in a report of this length, less than [`FULL`].
    pub(super) fn share(self, times: u64, length: u32) -> u64 {
        let half = HALF_FULL / 2 * (self.usual + rounded(length.into()));
        let times = times.saturating_mul(self.usual);
        times.saturating_mul(FULL) / times.saturating_add(half).max(1)
    }
}

/// A length by its three highest bits: reports that are about as long are as long, and the newer comes first.
fn rounded(length: u64) -> u64 {
    let low = length.checked_ilog2().unwrap_or(0).saturating_sub(2);
    length >> low << low
}

/// How rare a run is that so many of all reports hold: one [`HALF`] more each time that half as many do.
pub(super) fn rarity(all: u64, holders: u64) -> u64 {
    const ONE: u64 = 1 << 16;
    let (all, holders) = (all.max(holders), holders);
    let parts = (2 * all + 2) * ONE / (2 * holders + 1);
    let whole = u64::from(parts.max(ONE).ilog2());
    // Between two powers as the crow flies.
    let rest = ((parts * HALF) >> whole) - HALF;
    COMMON + (whole - u64::from(ONE.ilog2())) * HALF + rest
}

/// What a run is worth, by all that hold it.
#[derive(Clone, Copy, Debug)]
pub(super) struct RunWorth {
    rarity: u64,
    is_name: bool,
    lengths: Lengths,
}

impl RunWorth {
    /// Of a run with these matches among `all` reports.
    pub(super) fn new<'m>(
        all: u64,
        lengths: Lengths,
        matches: impl Iterator<Item = &'m [PhraseMatch]> + Clone,
    ) -> RunWorth {
        let holders: usize = matches.clone().map(<[PhraseMatch]>::len).sum();
        let ends = |found: &&PhraseMatch| found.zone >= Zone::TitleEnd;
        let named = matches.flatten().filter(ends).take(NAMED + 1).count();
        RunWorth {
            rarity: rarity(all, holders as u64),
            is_name: named <= NAMED,
            lengths,
        }
    }

    /// Of a part of a run: no report is called so.
    pub(super) fn of_part(self, found: &PhraseMatch, length: u32) -> u64 {
        let zone = found.zone.min(Zone::Title);
        // A title that has the parts says more than many of them anywhere.
        let title = self.rarity * if zone == Zone::Title { FULL } else { 0 };
        self.in_zone(zone, found.times, length) + title
    }

    pub(super) fn rarity(self) -> u64 {
        self.rarity
    }

    /// In a report of this length.
    pub(super) fn of(self, found: &PhraseMatch, length: u32) -> u64 {
        self.in_zone(found.zone, found.times, length)
    }

    fn in_zone(self, zone: Zone, times: u32, length: u32) -> u64 {
        let text = |more: u64| self.lengths.share(u64::from(times) + more, length);
        self.rarity
            * match zone {
                Zone::Body => text(0),
                Zone::Lead => text(1),
                Zone::Heading => text(2),
                Zone::TitleWhole => WHOLE_NAME,
                Zone::TitleEnd if self.is_name => NAME,
                Zone::Title | Zone::TitleEnd => text(4) + TITLE,
            }
    }

    /// In a report whose numbers hold it, or the names of what it cites.
    pub(super) fn of_name(self, _: &PhraseMatch, _: u32) -> u64 {
        self.rarity * FULL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_is_more() {
        assert_eq!(rarity(1000, 1000), COMMON);
        let of = [999, 500, 250, 100, 10, 1].map(|holders| rarity(1000, holders));
        assert!(of.is_sorted_by(|a, b| a < b), "{of:?}");
        assert_eq!(rarity(0, 0), COMMON + HALF);
        assert!(rarity(u64::from(u32::MAX), 0) > rarity(u64::from(u32::MAX), 1));
    }

    #[test]
    fn more_and_denser_is_more() {
        let lengths = Lengths::new(10, 400);
        let share = |times, length| lengths.share(times, length);
        assert!(share(2, 40) > share(1, 40));
        assert!(share(2, 40) > share(2, 80));
        // Twice as often in twice the length is more.
        assert!(share(20, 80) > share(10, 40));
        assert!(share(u64::from(u32::MAX), 1) <= FULL);
        // About as long is as long.
        assert_eq!(share(3, 40), share(3, 47));
        assert_eq!(Lengths::new(0, 0).share(0, 0), 0);
    }
}
