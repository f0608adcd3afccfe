//! In which reports of a group each paragraph stands: the lists that lead from a report to those that it shares with.
//!
//! In: the paragraphs of each member. Out: for a member the others that have paragraphs of it, or near ones, most first;
//! and which paragraphs are common form. Lists of more than [`COMMON_MAX`] reports lead nowhere, so that time and
//! memory grow with the paragraphs. Never compares two reports.

use std::cmp::Reverse;
use std::ops::Range;

use crate::knowledge::similarity::COMMON_MAX;
use crate::report::findings::paragraph::Paragraph;
use crate::report::findings::paragraph::sketch::{VALUES, value_of};

/// Lists that a paragraph stands in by its sketch: near paragraphs, which agree in three quarters of their values or more,
/// have one of them in common mostly, others hardly ever.
const BANDS: usize = 8;
/// Which values a list is of, counted from its first: no two lists have more than one in common.
const STEPS: [usize; 6] = [0, 1, 2, 3, 4, 9];
/// Lists by its sketch that are too long where a paragraph is common form with other words.
const COMMON_BANDS: usize = BANDS / 2 + 1;

/// The lists of a group, whose paragraphs are counted through.
pub(crate) struct Lists {
    /// Where each member's paragraphs begin, and where the last one's end.
    starts: Vec<u32>,
    /// The lists, one after the other: how many members, and which.
    lists: Vec<u32>,
    /// Which paragraph stands in the list that begins where; sorted.
    listed: Vec<(u32, u32)>,
    /// Whether each paragraph is common form.
    common: Vec<bool>,
}

/// A paragraph in a list while it is made: its key, its member, itself.
type Entry = (u64, u32, u32);

impl Lists {
    /// The lists of the members' paragraphs.
    pub(crate) fn new(members: &[&[Paragraph]]) -> Lists {
        let mut starts = vec![0_u32];
        let mut end = 0_u32;
        for paragraphs in members {
            end = end.saturating_add(u32::try_from(paragraphs.len()).unwrap_or(u32::MAX));
            starts.push(end);
        }
        let (mut lists, mut listed) = (Vec::new(), Vec::new());
        let mut long = vec![0_usize; end as usize];
        let mut entries: Vec<Entry> = Vec::with_capacity(long.len());
        // One kind after the other, so that they do not stand in memory together.
        for kind in 0..=BANDS {
            entries.clear();
            let all = (0_u32..).zip(members.iter().copied());
            let all = all.flat_map(|(member, texts)| texts.iter().map(move |it| (member, it)));
            let all = (0_u32..).zip(all);
            entries.extend(all.map(|(at, (member, it))| (key(it, kind), member, at)));
            entries.sort_unstable();
            for list in entries.chunk_by(|a, b| a.0 == b.0) {
                let mut reports: Vec<u32> = list.iter().map(|entry| entry.1).collect();
                reports.dedup();
                match reports.len() {
                    // Nobody shares it.
                    ..2 => {}
                    length @ 2..=COMMON_MAX => {
                        let start = u32::try_from(lists.len()).unwrap_or(u32::MAX);
                        listed.extend(list.iter().map(|entry| (entry.2, start)));
                        lists.push(length as u32);
                        lists.append(&mut reports);
                    }
                    _ => {
                        for entry in list {
                            if let Some(long) = long.get_mut(entry.2 as usize) {
                                *long += if kind == 0 { COMMON_BANDS } else { 1 };
                            }
                        }
                    }
                }
            }
        }
        listed.sort_unstable();
        Lists {
            starts,
            lists,
            listed,
            common: long.into_iter().map(|long| long >= COMMON_BANDS).collect(),
        }
    }

    fn paragraphs(&self, member: usize) -> Range<u32> {
        let start = |at: usize| self.starts.get(at).copied().unwrap_or_default();
        start(member)..start(member + 1)
    }

    /// Whether a paragraph of a member stands in too many reports to say anything.
    pub(crate) fn is_common(&self, member: usize, paragraph: usize) -> bool {
        let at = self.paragraphs(member).start as usize + paragraph;
        self.common.get(at).copied().unwrap_or_default()
    }

    /// The members of which `counts` is true that may share paragraphs with one, and how many; most first.
    pub(crate) fn sharing(
        &self,
        member: usize,
        counts: impl Fn(usize) -> bool,
    ) -> Vec<(usize, usize)> {
        let paragraphs = self.paragraphs(member);
        let start = self
            .listed
            .partition_point(|listed| listed.0 < paragraphs.start);
        let listed = self.listed.get(start..).unwrap_or_default();
        let listed = listed.iter().take_while(|listed| listed.0 < paragraphs.end);
        let uncommon = listed.filter(|listed| self.common.get(listed.0 as usize) == Some(&false));
        let mut shared: Vec<(u32, u32)> = Vec::new();
        for (paragraph, list) in uncommon {
            let list = self.lists.get(*list as usize..).unwrap_or_default();
            if let Some((length, list)) = list.split_first() {
                let others = list.iter().take(*length as usize);
                shared.extend(others.map(|other| (*other, *paragraph)));
            }
        }
        // One paragraph is shared once, in however many lists.
        shared.sort_unstable();
        shared.dedup();
        let by_other = shared.chunk_by(|a, b| a.0 == b.0);
        let all =
            by_other.filter_map(|of_other| Some((of_other.first()?.0 as usize, of_other.len())));
        let mut all: Vec<_> = all
            .filter(|(other, _)| *other != member && counts(*other))
            .collect();
        all.sort_by_key(|(other, shared)| (Reverse(*shared), *other));
        all
    }
}

/// The list of a kind that a paragraph stands in: that of its skeleton, or one by its sketch.
fn key(paragraph: &Paragraph, kind: usize) -> u64 {
    let Some(band) = kind.checked_sub(1) else {
        return paragraph.skeleton();
    };
    let first = band * VALUES / BANDS;
    let values = STEPS
        .iter()
        .map(|step| value_of(paragraph.sketch, first + step));
    values.fold(0, |key, value| key << 4 | value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::similarity::planted::{Maker, paragraphs};

    #[test]
    fn lists_have_little_in_common() {
        let values = |band: usize| STEPS.map(|step| (band * VALUES / BANDS + step) % VALUES);
        for (a, b) in (0..BANDS).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let common = values(a).into_iter().filter(|it| values(b).contains(it));
            assert!(common.count() <= 1, "{a} {b}");
        }
    }

    #[test]
    fn lists_lead_to_those_that_share() {
        let mut maker = Maker::new(1);
        let texts: Vec<String> = (0..40).map(|_| maker.paragraph()).collect();
        let of = |range: std::ops::Range<usize>| {
            let texts: Vec<&str> = texts[range].iter().map(String::as_str).collect();
            paragraphs(&texts)
        };
        let members = [of(0..10), of(5..15), of(20..30), of(8..9)];
        let members: Vec<&[Paragraph]> = members.iter().map(Vec::as_slice).collect();
        let lists = Lists::new(&members);
        assert_eq!(lists.sharing(0, |_| true), [(1, 5), (3, 1)]);
        assert_eq!(lists.sharing(2, |_| true), []);
        assert_eq!(lists.sharing(0, |other| other != 1), [(3, 1)]);
    }

    #[test]
    fn what_many_have_is_common_form() {
        let mut maker = Maker::new(2);
        let (form, own) = (maker.paragraph(), maker.paragraph());
        let mut members: Vec<Vec<Paragraph>> = (0..=COMMON_MAX as u32)
            .map(|_| paragraphs(&[form.as_str(), maker.paragraph().as_str()]))
            .collect();
        members[0].append(&mut paragraphs(&[own.as_str()]));
        members[1].append(&mut paragraphs(&[own.as_str()]));
        let group: Vec<&[Paragraph]> = members.iter().map(Vec::as_slice).collect();
        let lists = Lists::new(&group);
        assert!(lists.is_common(0, 0));
        assert!(!lists.is_common(0, 2));
        assert_eq!(lists.sharing(0, |_| true), [(1, 1)]);
        let fewer = Lists::new(&group[1..]);
        assert!(!fewer.is_common(0, 0), "{COMMON_MAX} are not too many");
    }
}
