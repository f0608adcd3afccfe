//! From when until when something holds: a rule, a definition.
//!
//! In: days, either of which may be missing. Out: whether it holds on a day, and whether two hold at once.

use serde::Serialize;

use crate::date::PartialDate;

/// Days from one to another; without one it has no end on that side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Span {
    /// The first day.
    pub(crate) from: Option<PartialDate>,
    /// The last day.
    pub(crate) until: Option<PartialDate>,
}

impl Span {
    /// From the beginning of one date to the end of another.
    pub(crate) fn of(from: Option<PartialDate>, until: Option<PartialDate>) -> Span {
        Span {
            from: from.map(PartialDate::first_day),
            until: until.map(PartialDate::last_day),
        }
    }

    /// Whether a day is in it.
    pub(crate) fn has(self, day: PartialDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it is without an end on either side.
    pub(crate) fn is_always(self) -> bool {
        self.from.is_none() && self.until.is_none()
    }

    /// Whether some day is in both.
    pub(crate) fn overlaps(self, other: Span) -> bool {
        let is_before = |end: Option<PartialDate>, begin: Option<PartialDate>| matches!((end, begin), (Some(end), Some(begin)) if end < begin);
        !is_before(self.until, other.from) && !is_before(other.until, self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_in_spans_and_spans_overlap() {
        let date = |text: &str| PartialDate::parse(text).ok();
        let span = |from: &str, until: &str| Span::of(date(from), date(until));
        let day = date("2022-12-31").expect("a day");
        for (one, two, has, overlaps) in [
            (("2019", "2022"), ("2023", ""), true, false),
            (("2019", "2022-12-30"), ("2022", ""), false, true),
            (("", "2022"), ("2022-12-31", ""), true, true),
            (("", ""), ("2000", "2001"), true, true),
            (("2023", ""), ("", "2022"), false, false),
        ] {
            let (one, two) = (span(one.0, one.1), span(two.0, two.1));
            assert_eq!(one.has(day), has, "{one:?}");
            assert_eq!(one.overlaps(two), overlaps, "{one:?} {two:?}");
            assert_eq!(two.overlaps(one), overlaps, "{one:?} {two:?}");
        }
    }
}
