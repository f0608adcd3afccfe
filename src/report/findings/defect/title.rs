//! Titles in titles: 《关于印发《…》的通知》, whose inner marks are 〈〉.
//!
//! In: the marks of such titles in one passage. Out: one defect for each, with its mend. Never looks at a
//! passage in which a mark is missing, for which is the inner one is not known there.

use crate::report::findings::defect::scan::Sign;
use crate::report::findings::defect::{Found, Kind, Line, faults};

/// Tells of each title in a title.
pub(super) fn nested(line: Line<'_>, titles: &[(Sign, Sign)], found: &mut Found) {
    for (open, close) in titles {
        let shown = line.get(open.at..close.end);
        let words = faults::nested_title(shown);
        let mends = vec![
            line.mend(open.at..open.end, "〈"),
            line.mend(close.at..close.end, "〉"),
        ];
        let place = (line.index, open.at..close.end);
        found.add(Kind::NestedTitleMark, place, words, mends);
    }
}
