//! Positions: where in a report a unit stands.
//!
//! Lists hold positions in the segment: those of a report follow those of all reports before it, and
//! [`PositionTable`](super::position_table::PositionTable) leads back to the report. Positions
//! count units, one more where punctuation separates them. The first are those of headings, then comes the
//! title, twice: once it begins at a known position and once it ends at one, so that a match shows whether it
//! is the whole title or its end. From [`BODY`] on there is the text, in blocks of
//! [`BLOCK`] positions, each as much of it as one stored [text block](super::block) holds. So the zone of a
//! match and the text block that shows it follow from its position. Nothing is read here.

use crate::search::format::list::LOW_BITS;

/// Positions of a text block.
pub(crate) const BLOCK: u32 = 2048;

/// Where a title begins; the headings stand before it, as far as they find room.
pub(crate) const TITLE: u32 = 512;

/// The positions that a title may take.
pub(crate) const TITLE_ROOM: u32 = 254;

/// The position past the last unit of a title when it stands again, wherever it begins.
pub(crate) const TITLE_END: u32 = BODY - 1;

/// The first position of the text.
pub(crate) const BODY: u32 = 1024;

/// Where in a report a match stands; the greater weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Zone {
    Body,
    Heading,
    Title,
    /// In the title, and the title ends with it.
    TitleEnd,
    /// It is the title.
    TitleWhole,
}

impl Zone {
    /// The zone of a match from `position` to the position past its end.
    pub(crate) fn of(position: u32, end: u32) -> Zone {
        match position {
            0..TITLE => Zone::Heading,
            TITLE..BODY if end == TITLE_END => Zone::TitleEnd,
            TITLE..BODY => Zone::Title,
            _ => Zone::Body,
        }
    }

    /// The best zone of matches that begin at `starts` and are so many positions long.
    pub(crate) fn best(starts: &[u32], length: u32) -> Option<Zone> {
        let zone = |start: &u32| Zone::of(*start, start.saturating_add(length));
        match starts.iter().map(zone).max()? {
            Zone::TitleEnd => {
                let in_title = starts.iter().filter(|start| (TITLE..BODY).contains(*start));
                // Once in each of the two: nothing of the title is left.
                let whole = starts.contains(&TITLE) && in_title.count() == 2;
                Some(if whole {
                    Zone::TitleWhole
                } else {
                    Zone::TitleEnd
                })
            }
            zone => Some(zone),
        }
    }

    fn number(self) -> u32 {
        match self {
            Zone::Body => 0,
            Zone::Heading => 1,
            Zone::Title => 2,
            Zone::TitleEnd => 3,
            Zone::TitleWhole => 4,
        }
    }
}

/// The text block that shows a match at `position`: the first holds the headings. A title stands in every
/// block.
pub(crate) fn text_block(position: u32) -> Option<u32> {
    match position {
        0..TITLE => Some(0),
        TITLE..BODY => None,
        _ => Some((position - BODY) / BLOCK),
    }
}

/// How many zones there are.
const ZONES: u32 = 5;

/// How far a unit is from the one before it.
pub(crate) fn step(separated: bool) -> u32 {
    if separated { 2 } else { 1 }
}

/// How many grades there are: they are the lowest bits of what is kept.
const GRADES: u32 = 1 << LOW_BITS;

/// What a list of reports keeps of each: the best zone, the first text block, and a grade: how often it stands there,
/// each twice as often as the one before. Nothing is ordered by the grade yet.
pub(crate) fn encode_kept(zone: Zone, text_block: u32, times: u32) -> u32 {
    let grade = times.max(1).ilog2().min(GRADES - 1);
    let text_block = text_block.min(u32::MAX / ZONES / GRADES - 1);
    (text_block * ZONES + zone.number()) * GRADES + grade
}

/// The length of a report in units as the index says it: the place of its highest bit, then the next two.
pub(crate) fn encode_length(units: u64) -> u64 {
    let units = units.max(1);
    let highest = u64::from(units.ilog2());
    let next = match highest {
        0 => 0,
        1 => units << 1 & 3,
        _ => units >> (highest - 2) & 3,
    };
    4 * highest + next
}

/// Reads what [`encode_kept`] wrote.
pub(crate) fn decode_kept(kept: u32) -> (Zone, u32) {
    let kept = kept / GRADES;
    let zone = match kept % ZONES {
        0 => Zone::Body,
        1 => Zone::Heading,
        2 => Zone::Title,
        3 => Zone::TitleEnd,
        _ => Zone::TitleWhole,
    };
    (zone, kept / ZONES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_and_text_blocks_follow_from_positions() {
        assert_eq!(Zone::of(TITLE_END - 2, TITLE_END), Zone::TitleEnd);
        assert_eq!(Zone::of(TITLE_END - 3, TITLE_END - 1), Zone::Title);
        assert_eq!(Zone::of(0, 2), Zone::Heading);
        let whole = [TITLE, TITLE_END - 3];
        assert_eq!(Zone::best(&whole, 3), Some(Zone::TitleWhole));
        assert_eq!(
            Zone::best(&[TITLE + 1, TITLE_END - 3], 3),
            Some(Zone::TitleEnd)
        );
        assert_eq!(Zone::best(&[TITLE, BODY], 3), Some(Zone::Title));
        assert_eq!(Zone::best(&[], 3), None);
        assert_eq!(Zone::of(BODY, BODY + 1), Zone::Body);
        let blocks = [TITLE_END, 0, BODY, BODY + BLOCK].map(text_block);
        assert_eq!(blocks, [None, Some(0), Some(0), Some(1)]);
        let twice = [TITLE, TITLE + 5, TITLE_END - 8, TITLE_END - 3];
        assert_eq!(Zone::best(&twice, 3), Some(Zone::TitleEnd));
        for zone in [
            Zone::Body,
            Zone::Heading,
            Zone::Title,
            Zone::TitleEnd,
            Zone::TitleWhole,
        ] {
            for block in [0, 1, 700] {
                for times in [1, 2, 900] {
                    assert_eq!(decode_kept(encode_kept(zone, block, times)), (zone, block));
                }
            }
        }
    }

    #[test]
    fn grades_and_lengths_grow_by_doubling() {
        let grades =
            [1, 2, 3, 4, 8, 127, 128, u32::MAX].map(|times| encode_kept(Zone::Body, 0, times));
        assert_eq!(grades, [0, 1, 1, 2, 3, 6, 7, 7]);
        let lengths = [0, 1, 2, 3, 4, 5, 7, 8, 10, 1000].map(encode_length);
        assert_eq!(lengths, [0, 0, 4, 6, 8, 9, 11, 12, 13, 39]);
        assert!(encode_kept(Zone::TitleWhole, u32::MAX, u32::MAX) < u32::MAX);
    }
}
