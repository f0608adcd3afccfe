//! What an archive says of itself, but for what only the words of a text decide: one key for all of it.
//!
//! Every page takes some of this, and where none of it has changed no page has to be looked at but those of texts that
//! did. It holds more than any page takes, so that nothing that a page takes can be missing: archive.yaml, the agencies,
//! every fact of every report, its files. Left out are a text's digest, its length and what tells it from another text:
//! they belong to the report's own page and record alone; and what was found in it, which pages take as
//! [`crate::knowledge`] and have in their own keys.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::{Archive, Attachment, Entry};
use crate::report::Report;
use crate::source::Digest;
use crate::store::Key;

impl Archive {
    /// The key of all facts; `settings` is SHA-256 of archive.yaml.
    pub(crate) fn shape(&self, settings: Option<Digest>) -> Key {
        let agencies = self.agencies.iter();
        let agencies: Vec<_> = agencies
            .map(|agency| (&agency.folder, &agency.source, agency.digest))
            .collect();
        let entries: Vec<Key> = self.entries.par_iter().map(facts).collect();
        let measures = self.measures.iter();
        let measures: Vec<_> = measures
            .map(|(report, file)| (report, file.digest))
            .collect();
        let figures = self.figures.iter();
        let figures: Vec<_> = figures
            .map(|(report, file)| (report, file.digest))
            .collect();
        Key::of("shape", &(settings, agencies, entries, measures, figures))
    }
}

/// The key of what other pages may take of a report. A new fact is one of them, unless it is left out here.
fn facts(entry: &Entry) -> Key {
    let Report {
        path,
        is_bundle,
        stem,
        front_matter,
        links,
        opening,
        findings: _,
        tables: _,
        fingerprint: _,
        length: _,
        digest: _,
    } = &entry.report;
    let links = links.iter().map(|link| &link.destination);
    let links: Vec<&String> = links.collect();
    let files = entry.attachments.iter();
    let files: Vec<_> = files
        .map(|file: &Attachment| (&file.path, file.length))
        .collect();
    let place = (path, is_bundle, stem);
    let earlier = &entry.earlier;
    Key::of(
        "facts",
        &(place, front_matter, links, opening, files, earlier),
    )
}
