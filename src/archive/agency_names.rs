//! Agencies by the words that may mean them: folder, name, other name.
//!
//! In: what each agency is called. Out: which agencies a word means. What several are called is of none alone.

use std::collections::HashMap;

use crate::archive::AgencyIndex;
use crate::fields::simplified;

/// Agencies by folder, by name, by other name, and by any of these in simplified characters.
#[derive(Debug, Default)]
pub(crate) struct AgencyNames([HashMap<String, Vec<AgencyIndex>>; 4]);

impl AgencyNames {
    /// Notes what an agency is called.
    pub(super) fn add(
        &mut self,
        index: AgencyIndex,
        folder: &str,
        name: &str,
        other_names: &[String],
    ) {
        let [by_folder, by_name, by_other_name, in_any_script] = &mut self.0;
        by_folder.insert(folder.to_owned(), vec![index]);
        by_name.entry(name.to_owned()).or_default().push(index);
        let once = |names: &mut HashMap<String, Vec<AgencyIndex>>, name: String| {
            let called = names.entry(name).or_default();
            if called.last() != Some(&index) {
                called.push(index);
            }
        };
        for name in other_names {
            once(by_other_name, name.clone());
        }
        let others = other_names.iter().map(String::as_str);
        for name in [folder, name].into_iter().chain(others) {
            once(in_any_script, simplified(name).into_owned());
        }
    }

    /// The agencies that a word means: by folder, else by name, else by other name, else by one of these in the other
    /// script.
    pub(crate) fn called(&self, word: &str) -> &[AgencyIndex] {
        let [exact @ .., in_any_script] = &self.0;
        let found = exact.iter().find_map(|names| names.get(word));
        let found = found.or_else(|| in_any_script.get(&*simplified(word)));
        found.map_or(&[], Vec::as_slice)
    }

    /// The agency of a top folder.
    pub(super) fn of_folder(&self, folder: &str) -> Option<AgencyIndex> {
        self.0[0].get(folder)?.first().copied()
    }
}
