//! Which ZIP files there are for download, and what is in each.
//!
//! One holds the whole archive, one each year, one the reports without a date. In each are the source
//! texts and attachments of its reports under the paths that they have on the site, so that links between
//! them hold, and `data/reports.json` of these reports. Of a report that was withdrawn there is its
//! record alone.
//!
//! Beside them stands the text-only edition: the same reports as plain text, a file for each year. What would be longer
//! than a reader opens comes as a ZIP file of several texts.

use serde::{Deserialize, Serialize};

use crate::archive::{Archive, EntryIndex};
use crate::route::TEXT_NAME;

/// All reports as plain text: a member for each year, or several.
pub(crate) const PLAIN_FILE: &str = "data/text.zip";

/// All reports.
pub(crate) const WHOLE_FILE: &str = "data/archive.zip";

/// A ZIP file for download.
pub(crate) struct Download {
    /// Its file below the root of the site.
    pub path: String,
    /// Whose reports it holds.
    pub scope: Scope,
    /// In the order of the archive.
    pub entries: Vec<EntryIndex>,
}

/// Whose reports a download holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Scope {
    /// All.
    Whole,
    /// Those that belong to a year.
    Year(i16),
    /// Those that belong to no year.
    Undated,
}

/// Every download, the whole first, then the newest year; none of an archive without reports.
pub(crate) fn downloads(archive: &Archive) -> Vec<Download> {
    let all: Vec<EntryIndex> = (0..archive.entries.len()).collect();
    let undated = all.iter().copied();
    let undated: Vec<EntryIndex> = undated
        .filter(|entry| archive.entries[*entry].years.is_empty())
        .collect();
    let mut downloads = vec![Download {
        path: WHOLE_FILE.to_owned(),
        scope: Scope::Whole,
        entries: all,
    }];
    for (year, mut entries) in archive.years().into_iter().rev() {
        entries.sort_unstable();
        downloads.push(Download {
            path: format!("data/reports-{year:04}.zip"),
            scope: Scope::Year(year),
            entries,
        });
    }
    downloads.push(Download {
        path: "data/reports-undated.zip".to_owned(),
        scope: Scope::Undated,
        entries: undated,
    });
    downloads.retain(|download| !download.entries.is_empty());
    downloads
}

impl Scope {
    /// What the name of a file of it ends with, its ending aside; nothing for the whole.
    pub(crate) fn suffix(self) -> String {
        match self {
            Scope::Whole => String::new(),
            Scope::Year(year) => format!("-{year:04}"),
            Scope::Undated => "-undated".to_owned(),
        }
    }

    /// Its text-only edition: a text that is opened by a click, or, where that would be too long, a ZIP file of several.
    pub(crate) fn plain_file(self, is_one_text: bool) -> String {
        let ending = if is_one_text { "txt" } else { "zip" };
        format!("data/text{}.{ending}", self.suffix())
    }
}

/// The files of a report that a download holds, by their paths on the site.
pub(crate) fn files(archive: &Archive, entry: EntryIndex) -> Vec<String> {
    let entry = &archive.entries[entry];
    if entry.report.front_matter.withdrawn.is_some() {
        return Vec::new();
    }
    let attachments = entry.attachments.iter().map(|a| a.name.as_str());
    std::iter::once(TEXT_NAME)
        .chain(attachments)
        .map(|name| entry.route.file(name))
        .collect()
}
