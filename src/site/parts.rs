//! Pages of the same part of several reports.
//!
//! What they take of a text is made when the report itself is published, and lies in the store until all reports are: no text
//! is read again for these pages, and none is held.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::{Entry, EntryIndex};
use crate::error::Error;
use crate::render::{PartSet, PartTexts};
use crate::report::markdown::Document;
use crate::site::{Site, body_inputs, read_document};
use crate::store::Key;

/// The ids of the parts of a report that its type declares.
pub(super) fn declared_anchors(entry: &Entry) -> impl Iterator<Item = &str> {
    let found = entry.report.findings.parts.as_deref();
    let declared = found.into_iter().flat_map(|found| &found.declared);
    declared.map(|found| found.anchor.as_str())
}

impl Site<'_> {
    /// Publishes the pages; the paths of all.
    pub(super) fn parts(&self) -> Result<Vec<String>, Error> {
        let sets = self.renderer.part_sets();
        let paths = sets.par_iter().map(|set| self.parts_of(set));
        let paths: Vec<Vec<String>> = paths.collect::<Result<_, Error>>()?;
        Ok(paths.concat())
    }

    /// Makes what these pages take of a report's text while that is at hand; `is_kept`: its own page stands as it was, and
    /// so it is only kept.
    pub(super) fn part_texts_of<'d>(
        &self,
        entry: &Entry,
        is_kept: bool,
        document: &dyn Fn() -> Result<&'d Document<'d>, Error>,
    ) -> Result<(), Error> {
        if declared_anchors(entry).next().is_none() {
            return Ok(());
        }
        let key = self.part_texts_key(entry);
        match is_kept {
            true => self.store.keep(&key),
            false => {
                let make = || -> Result<_, Error> {
                    Ok(PartTexts::of(document()?, declared_anchors(entry)))
                };
                self.store.remember(key, make)?;
            }
        }
        Ok(())
    }

    fn part_texts_key(&self, entry: &Entry) -> Key {
        let anchors: Vec<&str> = declared_anchors(entry).collect();
        Key::of(
            "texts of parts",
            &(body_inputs(self.archive, entry), anchors),
        )
    }

    fn parts_of(&self, set: &PartSet<'_>) -> Result<Vec<String>, Error> {
        let entries = set.read().iter();
        let entries = entries.filter_map(|at| Some((*at, self.archive.entries.get(*at)?)));
        let with_parts = entries.filter(|(_, entry)| declared_anchors(entry).next().is_some());
        let with_parts: Vec<(EntryIndex, &Entry)> = with_parts.collect();
        let keys = with_parts.iter();
        let keys: Vec<Key> = keys.map(|(_, entry)| self.part_texts_key(entry)).collect();
        let texts: OnceCell<BTreeMap<EntryIndex, PartTexts>> = OnceCell::new();
        let read = || -> Result<_, Error> {
            if let Some(texts) = texts.get() {
                return Ok(texts);
            }
            let read = with_parts.iter().zip(&keys).map(|((at, entry), key)| {
                let made = self.store.remember(*key, || self.part_texts_again(entry))?;
                Ok((*at, made))
            });
            let read = read.collect::<Result<_, Error>>()?;
            Ok(texts.get_or_init(|| read))
        };
        let mut paths = Vec::new();
        for (path, view) in self.renderer.part_pages(set) {
            let key = self.renderer.key("parts", &(&view, &keys));
            self.file(key, &path, || self.renderer.render_parts(view, read()?))?;
            paths.push(path);
        }
        Ok(paths)
    }

    /// The same of a report whose own page was not made anew and of which the store has nothing.
    fn part_texts_again(&self, entry: &Entry) -> Result<PartTexts, Error> {
        let text = entry.report.read_again(self.tree)?;
        let document = read_document(self.archive, self.store, entry, text.body());
        Ok(PartTexts::of(&document, declared_anchors(entry)))
    }
}
