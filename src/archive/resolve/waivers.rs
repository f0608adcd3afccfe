//! Warnings of the resolver that the editor of a report accepted.
//!
//! In: everything that was found. Out: what is left. See [`crate::report::waiver`].

use std::collections::BTreeMap;

use crate::archive::resolve::Resolver;
use crate::report::front_matter::Waiver;
use crate::report::waiver::is_waived;

impl Resolver<'_> {
    /// Drops what the waivers of a report cover, in it and in the files beside it.
    pub(super) fn waive(&mut self) {
        let mut waivers: BTreeMap<&str, &[Waiver]> = BTreeMap::new();
        for entry in &self.archive.entries {
            let of_report = entry.report.front_matter.waivers.as_slice();
            if !of_report.is_empty() {
                let files = entry
                    .attachments
                    .iter()
                    .map(|attachment| attachment.path.as_str());
                let paths = files.chain([entry.report.path.as_str()]);
                waivers.extend(paths.map(|path| (path, of_report)));
            }
        }
        self.faults.retain(|(path, fault)| {
            let of_file = waivers.get(path.as_str());
            !of_file.is_some_and(|waivers| is_waived(waivers, path, fault))
        });
    }
}
