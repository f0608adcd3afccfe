//! The list of drafts of a preview, by which its folder is told from a published site, for good and by everyone.
//!
//! A site that is published has no such file. In: an archive with its drafts. Out: JSON, which names each draft by the
//! path of its page and by its file.

use serde::Serialize;

use crate::archive::Archive;

pub(crate) use crate::route::site_path::DRAFTS_FILE;

#[derive(Serialize)]
struct Drafts<'a> {
    drafts: Vec<Draft<'a>>,
}

#[derive(Serialize)]
struct Draft<'a> {
    id: &'a str,
    source: &'a str,
}

/// The list of the drafts that a preview shows.
///
/// # Errors
///
/// What cannot be written as JSON; none is known.
pub(crate) fn json(archive: &Archive) -> serde_json::Result<Vec<u8>> {
    let drafts = archive.drafts_shown().map(|entry| Draft {
        id: entry.route.as_str(),
        source: &entry.report.path,
    });
    let mut json = serde_json::to_vec_pretty(&Drafts {
        drafts: drafts.collect(),
    })?;
    json.push(b'\n');
    Ok(json)
}
