//! Pages of the same part of several reports.
//!
//! Made from the texts of the reports side by side; none is read where all pages of a set are there already.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::EntryIndex;
use crate::error::Error;
use crate::knowledge::part;
use crate::render::PartSet;
use crate::report::ReportText;
use crate::report::markdown::Document;
use crate::site::{Site, body_inputs, read_document};

impl Site<'_> {
    /// Publishes the pages; the paths of all.
    pub(super) fn parts(&self) -> Result<Vec<String>, Error> {
        let sets = self.renderer.part_sets();
        let paths = sets.par_iter().map(|set| self.parts_of(set));
        let paths: Vec<Vec<String>> = paths.collect::<Result<_, Error>>()?;
        Ok(paths.concat())
    }

    fn parts_of(&self, set: &PartSet<'_>) -> Result<Vec<String>, Error> {
        let entries = &self.archive.entries;
        let with_parts = set.read().iter();
        let with_parts = with_parts
            .filter(|report| part::declared(self.archive, **report).next().is_some())
            .filter_map(|report| Some((*report, entries.get(*report)?)));
        let with_parts: Vec<_> = with_parts.collect();
        let bodies = with_parts.iter();
        let bodies: Vec<_> = bodies
            .map(|(_, entry)| body_inputs(self.archive, entry))
            .collect();
        let texts: OnceCell<Vec<(EntryIndex, ReportText)>> = OnceCell::new();
        let documents: OnceCell<BTreeMap<EntryIndex, Document<'_>>> = OnceCell::new();
        let read = || -> Result<_, Error> {
            if let Some(documents) = documents.get() {
                return Ok(documents);
            }
            let read = with_parts.iter();
            let read = read.map(|(at, entry)| Ok((*at, entry.report.read_again(self.tree)?)));
            let read = read.collect::<Result<Vec<_>, Error>>()?;
            let texts = texts.get_or_init(|| read);
            let parsed = texts
                .iter()
                .zip(&with_parts)
                .map(|((at, text), (_, entry))| {
                    (
                        *at,
                        read_document(self.archive, self.store, entry, text.body()),
                    )
                });
            Ok(documents.get_or_init(|| parsed.collect()))
        };
        let mut paths = Vec::new();
        for (path, view) in self.renderer.part_pages(set) {
            let key = self.renderer.key("parts", &(&view, &bodies));
            self.file(key, &path, || self.renderer.render_parts(view, read()?))?;
            paths.push(path);
        }
        Ok(paths)
    }
}
