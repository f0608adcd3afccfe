//! The values of a field whose values are kept whole: an agency, a year, a topic.
//!
//! The index has them as it has words, a list of reports for each; who shows a hit or counts wants to know the
//! values of a report. So they are turned around once, when the index is opened.

use crate::search::error::Error;
use crate::search::field_lists::FieldLists;
use crate::search::format::values;

/// The values.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// The values, by their ordinals.
    pub(crate) names: Vec<String>,
    /// The ordinals of each report, one report after the other.
    ordinals: Vec<u32>,
    /// Where those of each report end.
    ends: Vec<u32>,
}

impl Values {
    /// Reads the values of so many reports; what that reads must be here.
    pub(crate) fn read(lists: &FieldLists, reports: u32) -> Result<Values, Error> {
        let (mut names, mut ranked) = (Vec::<String>::new(), Vec::new());
        for (term, list) in lists.all(values::most(reports))? {
            let value = values::value(&term);
            let (name, rank) = value.ok_or_else(|| Error::nonsense("a value makes no sense"))?;
            if names.last().is_none_or(|last| last != name) {
                names.push(name.to_owned());
            }
            ranked.push((rank, names.len() - 1, list.numbers));
        }
        // The first values of all reports, then the second ones.
        ranked.sort_by_key(|(rank, ..)| *rank);
        let total = ranked.iter().map(|(_, _, reports)| reports.len()).sum();
        let mut ends = vec![0u32; reports as usize];
        for report in ranked.iter().flat_map(|(_, _, reports)| reports) {
            if let Some(count) = ends.get_mut(*report as usize) {
                *count += 1;
            }
        }
        // From counts to where each report begins; filling moves that to where it ends.
        let mut start = 0u32;
        for count in &mut ends {
            (*count, start) = (start, start.saturating_add(*count));
        }
        let mut ordinals = vec![0; total];
        for (_, ordinal, reports) in &ranked {
            for report in reports {
                let Some(end) = ends.get_mut(*report as usize) else {
                    continue;
                };
                if let Some(slot) = ordinals.get_mut(*end as usize) {
                    *slot = u32::try_from(*ordinal).unwrap_or(u32::MAX);
                }
                *end += 1;
            }
        }
        Ok(Values {
            names,
            ordinals,
            ends,
        })
    }

    /// The ordinals of a report's values.
    pub(crate) fn of(&self, report: u32) -> impl Iterator<Item = usize> + '_ {
        let at = report as usize;
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).map_or(0, end);
        let of_report = self.ordinals.get(start..end(at)).unwrap_or_default();
        of_report.iter().map(|ordinal| *ordinal as usize)
    }
}
