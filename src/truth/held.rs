//! What the archive would publish of each report: which bytes its text and the files beside it have.
//!
//! In: the archive and the tree. Out: digests. A file is read only if it was not read before. Never keeps a byte.

use sha2::{Digest as _, Sha256};

use crate::archive::{Archive, Entry};
use crate::error::Error;
use crate::log::entry::{Files, Source};
use crate::source::SourceTree;

/// What is published of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// Its text; none where it was withdrawn.
    pub(crate) source: Option<Source>,
    /// The files beside it.
    pub(crate) files: Option<Files>,
    /// Their list, as `sha256sum` writes it: names from the folder of the report on, sorted by their bytes.
    pub(crate) list: Option<String>,
}

/// What is published of each report, in the order of the archive.
///
/// # Errors
///
/// If a file beside a report cannot be read.
pub(crate) fn held(archive: &Archive, tree: &SourceTree) -> Result<Vec<Held>, Error> {
    archive
        .entries
        .iter()
        .map(|entry| of(entry, tree))
        .collect()
}

fn of(entry: &Entry, tree: &SourceTree) -> Result<Held, Error> {
    let report = &entry.report;
    let is_withdrawn = report.front_matter.withdrawn.is_some();
    let source = (!is_withdrawn).then(|| Source {
        sha256: hexadecimal(&report.digest),
        size: report.length,
    });
    let mut files = Vec::with_capacity(entry.attachments.len());
    if !is_withdrawn {
        for attachment in &entry.attachments {
            files.push((&*attachment.name, tree.digest_of(&attachment.path)?));
        }
    }
    files.sort_unstable();
    let line = |(name, digest): &(&str, [u8; 32])| format!("{}  {name}\n", hexadecimal(digest));
    let list: String = files.iter().map(line).collect();
    let list = Some(list).filter(|list| !list.is_empty());
    Ok(Held {
        source,
        files: list.as_ref().map(|list| Files {
            n: files.len() as u64,
            sha256: hexadecimal(&Sha256::digest(list.as_bytes()).into()),
        }),
        list,
    })
}

/// A digest as entries have it.
pub(super) fn hexadecimal(digest: &[u8; 32]) -> String {
    base16ct::lower::encode_string(digest)
}
