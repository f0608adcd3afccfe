//! Positions: where in a report a unit stands.
//!
//! Lists hold positions in the segment: those of a report follow those of all reports before it, and
//! [`PositionTable`](super::position_table::PositionTable) leads back to the report. Positions
//! count units, one more where punctuation separates them. The first are those of headings, then comes the
//! title, twice: once it begins at a known position and once it ends at one, so that a match shows whether it
//! is the whole title or its end. From [`BODY`] on there is the text, in blocks of
//! [`BLOCK`] positions, each as much of it as one stored [text block](super::block) holds. So the zone of a
//! match and the text block that shows it follow from its position. Nothing is read here.

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

/// The positions at the beginning of the text that say what it is about: its first paragraph, or some lines.
pub(crate) const LEAD: u32 = 128;

/// Where in a report a match stands; the greater weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Zone {
    Body,
    /// At the beginning of the text.
    Lead,
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
            _ if position - BODY < LEAD => Zone::Lead,
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
            Zone::Lead => 1,
            Zone::Heading => 2,
            Zone::Title => 3,
            Zone::TitleEnd => 4,
            Zone::TitleWhole => 5,
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
const ZONES: u32 = 6;

/// How far a unit is from the one before it.
pub(crate) fn step(separated: bool) -> u32 {
    if separated { 2 } else { 1 }
}

/// Where a report in a list holds the term: the best zone, and the first text block.
pub(crate) fn encode_place(zone: Zone, text_block: u32) -> u32 {
    text_block.min(u32::MAX / ZONES - 1) * ZONES + zone.number()
}

/// Reads what [`encode_place`] wrote.
pub(crate) fn decode_place(place: u32) -> (Zone, u32) {
    let zone = match place % ZONES {
        0 => Zone::Body,
        1 => Zone::Lead,
        2 => Zone::Heading,
        3 => Zone::Title,
        4 => Zone::TitleEnd,
        _ => Zone::TitleWhole,
    };
    (zone, place / ZONES)
}

/// How often a run stands in a report, by the positions where it begins: the title, which stands there twice, counts
/// once.
pub(crate) fn times(starts: &[u32]) -> u32 {
    let in_titles = starts.iter().filter(|start| (TITLE..BODY).contains(*start));
    let twice = in_titles.count() / 2;
    u32::try_from(starts.len() - twice).unwrap_or(u32::MAX)
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
        assert_eq!(Zone::of(BODY + LEAD - 1, BODY + LEAD), Zone::Lead);
        assert_eq!(Zone::of(BODY + LEAD, BODY + LEAD + 1), Zone::Body);
        let blocks = [TITLE_END, 0, BODY, BODY + BLOCK].map(text_block);
        assert_eq!(blocks, [None, Some(0), Some(0), Some(1)]);
        let twice = [TITLE, TITLE + 5, TITLE_END - 8, TITLE_END - 3];
        assert_eq!(Zone::best(&twice, 3), Some(Zone::TitleEnd));
        for zone in [
            Zone::Body,
            Zone::Lead,
            Zone::Heading,
            Zone::Title,
            Zone::TitleEnd,
            Zone::TitleWhole,
        ] {
            for block in [0, 1, 700] {
                assert_eq!(decode_place(encode_place(zone, block)), (zone, block));
            }
        }
        assert!(encode_place(Zone::TitleWhole, u32::MAX) < u32::MAX);
    }

    #[test]
    fn a_title_counts_once() {
        assert_eq!(times(&[TITLE, TITLE_END - 3, BODY]), 2);
        assert_eq!(times(&[3, BODY, BODY + 9]), 3);
        assert_eq!(times(&[]), 0);
    }
}
