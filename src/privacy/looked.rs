//! What was looked at for what must not be published, and what could not be: silence about a file is no praise of it.
//!
//! In: what looks at files came to. Out: counts, and the parts that nobody has seen. Never judges.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::privacy::Exempt;
use crate::privacy::attachment::Scan;
use crate::privacy::shown::mask_words;

/// Parts that could not be looked at and are listed.
const MAX_UNSEEN: usize = 10_000;

/// Bytes of the end of a name that says what a file is.
const MAX_ENDING: usize = 8;

/// What was looked at in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Looked {
    /// Texts: those of reports and of agencies, and archive.yaml.
    pub texts: usize,
    /// Files beside them, by the ends of their names.
    pub attachments: BTreeMap<String, usize>,
    /// What could not be looked at, by the paths of the files.
    pub unseen: Vec<UnseenFile>,
    /// How much more there is of that than is listed.
    pub more: usize,
}

/// A file, or a part of it, that could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnseenFile {
    /// Its path in the content, masked.
    pub file: String,
    /// Where in it; empty where it is all of it.
    pub place: Text,
    /// Why.
    pub why: Text,
}

impl Looked {
    /// Adds a file after a look at it.
    pub(crate) fn add(&mut self, file: &str, scan: &Scan, exempt: &Exempt) {
        let name = file.rsplit('/').next().unwrap_or(file);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        // What is longer is a part of the name.
        let ending = if ending.len() > MAX_ENDING {
            ""
        } else {
            ending
        };
        let kinds = self.attachments.entry(ending.to_ascii_lowercase());
        *kinds.or_default() += 1;
        let mut shown = file.to_owned();
        mask_words(&mut shown, exempt);
        for unseen in &scan.unseen {
            if self.unseen.len() == MAX_UNSEEN {
                self.more += 1;
                continue;
            }
            self.unseen.push(UnseenFile {
                file: shown.clone(),
                place: unseen.place.clone(),
                why: unseen.why.clone(),
            });
        }
    }
}
