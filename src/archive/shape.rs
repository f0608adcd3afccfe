//! What an archive says of itself, but for what only the words of a text decide: one key for all of it.
//!
//! Every page takes some of this, and where none of it has changed no page has to be looked at but those of texts that
//! did. It holds more than any page takes, so that nothing that a page takes can be missing: archive.yaml, the agencies,
//! every fact of every report. Left out are a text's digest, its length and what tells it from another text; they
//! belong to the report's own page and record alone.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::resolve::Facts;
use crate::report::Report;
use crate::source::Digest;
use crate::store::Key;

/// The key of all facts; `settings` is SHA-256 of archive.yaml.
pub(super) fn shape(facts: &Facts, settings: Option<Digest>) -> Key {
    let agencies = facts.agencies.iter();
    let agencies: Vec<_> = agencies
        .map(|agency| (&agency.folder, &agency.source, agency.digest))
        .collect();
    let reports: Vec<Key> = facts.reports.par_iter().map(report).collect();
    let files = (&facts.files, facts.with_drafts);
    Key::of("shape", &(settings, agencies, reports, files))
}

/// The key of what other pages may take of a report. A new fact is one of them, unless it is left out here.
fn report(report: &Report) -> Key {
    let Report {
        path,
        is_bundle,
        stem,
        front_matter,
        links,
        opening,
        fingerprint: _,
        length: _,
        digest: _,
    } = report;
    let links = links.iter().map(|link| &link.destination);
    let links: Vec<&String> = links.collect();
    let place = (path, is_bundle, stem);
    Key::of("facts", &(place, front_matter, links, opening))
}
