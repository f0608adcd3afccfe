//! A set of the reports of a segment, a bit each.

use tantivy::DocId;

/// The set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportSet {
    size: u32,
    words: Vec<u64>,
}

impl ReportSet {
    pub(crate) fn none(size: u32) -> Self {
        ReportSet {
            size,
            words: vec![0; (size as usize).div_ceil(64)],
        }
    }

    pub(crate) fn all(size: u32) -> Self {
        let mut all = ReportSet::none(size);
        all.invert();
        all
    }

    pub(crate) fn of(size: u32, reports: impl Iterator<Item = DocId>) -> Self {
        let mut set = ReportSet::none(size);
        reports.for_each(|report| set.insert(report));
        set
    }

    pub(crate) fn insert(&mut self, report: DocId) {
        if let Some(word) = self.words.get_mut(report as usize / 64) {
            *word |= 1 << (report % 64);
        }
    }

    pub(crate) fn remove(&mut self, report: DocId) {
        if let Some(word) = self.words.get_mut(report as usize / 64) {
            *word &= !(1 << (report % 64));
        }
    }

    pub(crate) fn contains(&self, report: DocId) -> bool {
        let word = self.words.get(report as usize / 64);
        word.is_some_and(|word| word >> (report % 64) & 1 == 1)
    }

    pub(crate) fn intersect(&mut self, other: &ReportSet) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    pub(crate) fn unite(&mut self, other: &ReportSet) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    pub(crate) fn invert(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        if let (Some(last), 1..) = (self.words.last_mut(), self.size % 64) {
            *last &= (1 << (self.size % 64)) - 1;
        }
    }

    pub(crate) fn len(&self) -> u64 {
        self.words
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        self.words.iter().zip(0u32..).flat_map(|(word, at)| {
            let word = *word;
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| at * 64 + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_no_report_past_its_end() {
        for size in [0, 1, 63, 64, 65, 128] {
            let mut set = ReportSet::all(size);
            assert_eq!(set.len(), u64::from(size));
            set.invert();
            assert_eq!(set, ReportSet::none(size));
        }
        let mut set = ReportSet::of(70, [3, 69].into_iter());
        set.invert();
        assert_eq!(set.len(), 68);
        assert!(!set.contains(69) && set.contains(68));
    }
}
