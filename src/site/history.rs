//! What reports said before they were corrected: the texts as they were published, a page for each, and a page for all of
//! a report.
//!
//! A text is read where something that is made of it is new; two at a time are in memory.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::archive::Entry;
use crate::archive::earlier::EarlierText;
use crate::error::Error;
use crate::publish::Written;
use crate::render::Renderer;
use crate::report::{ReportText, read_again};
use crate::route;
use crate::site::{Site, Sources};
use crate::source::SourceTree;

impl Site<'_> {
    /// Publishes all of it; the pages, those first that people keep the address of.
    pub(super) fn histories(&self) -> Result<(Vec<String>, usize), Error> {
        let entries = self.archive.entries.iter();
        let corrected: Vec<&Entry> = entries.filter(|it| !it.earlier.is_empty()).collect();
        let pages: Vec<Option<String>> = corrected
            .par_iter()
            .map(|entry| self.history(entry))
            .collect::<Result<_, Error>>()?;
        let texts: usize = corrected.iter().map(|entry| entry.earlier.len()).sum();
        let pages: Vec<String> = pages.into_iter().flatten().collect();
        let count = pages.len() + texts;
        Ok((pages, count))
    }

    fn history(&self, entry: &Entry) -> Result<Option<String>, Error> {
        for text in &entry.earlier {
            self.earlier_text(entry, text)?;
            let Some((path, view)) = self.renderer.earlier(entry, text) else {
                continue;
            };
            // Its links lead where the archive of today has something.
            let made_of = (self.shape, &text.digest, &view);
            let key = self.renderer.key("page of an earlier text", &made_of);
            self.file(key, &path, || {
                let read = read_earlier(self.tree, text)?;
                self.renderer.render_earlier(entry, text, view, &read)
            })?;
        }
        if let Some((path, timemap)) = self.renderer.timemap(entry) {
            self.staging.write(&path, timemap.as_bytes())?;
        }
        let Some((path, view)) = self.renderer.history(entry) else {
            return Ok(None);
        };
        let digests: Vec<_> = entry.earlier.iter().map(|text| text.digest).collect();
        let made_of = (self.shape, &entry.report.digest, digests, &view);
        let key = self.renderer.key("page of all texts", &made_of);
        self.file(key, &path, || {
            let mut read = |number| text_of(self.tree, entry, number);
            self.renderer.render_history(entry, view, &mut read)
        })?;
        Ok(Some(path))
    }

    /// Publishes an earlier text, byte for byte.
    fn earlier_text(&self, entry: &Entry, text: &EarlierText) -> Result<(), Error> {
        let target = route::earlier_text(&entry.route, text.revision);
        let known = Written {
            digest: text.digest,
            bytes: text.length,
        };
        if !self.staging.keep(&target, &known)? {
            let read = read_earlier(self.tree, text)?;
            self.staging.write(&target, read.text.as_bytes())?;
        }
        Ok(())
    }
}

/// The page of a corrected report, or of a text that it had before, at a path; none where there is none.
///
/// # Errors
///
/// Those of the theme, or if a text is not what it was at the first reading.
pub(super) fn page_at(
    Sources { tree, archive, .. }: Sources<'_>,
    renderer: &Renderer<'_>,
    path: &str,
) -> Result<Option<Vec<u8>>, Error> {
    let inside = format!("/{}/", route::HISTORY_FOLDER);
    let entry = path
        .rsplit_once(&inside)
        .and_then(|(report, _)| archive.entries.get(archive.entry_at(report)?));
    let Some(entry) = entry else {
        return Ok(None);
    };
    pages(tree, renderer, entry, Some(path))
}

/// Renders all pages of a corrected report, or the one at `wanted`; the last that was rendered.
///
/// # Errors
///
/// As [`page_at`].
pub(super) fn pages(
    tree: &SourceTree,
    renderer: &Renderer<'_>,
    entry: &Entry,
    wanted: Option<&str>,
) -> Result<Option<Vec<u8>>, Error> {
    let is_wanted = |path: &str| wanted.is_none_or(|wanted| wanted == path);
    let mut made = None;
    for text in &entry.earlier {
        if let Some((path, view)) = renderer.earlier(entry, text)
            && is_wanted(&path)
        {
            let read = read_earlier(tree, text)?;
            made = Some(renderer.render_earlier(entry, text, view, &read)?);
        }
    }
    if let Some((path, view)) = renderer.history(entry)
        && is_wanted(&path)
    {
        let mut read = |number| text_of(tree, entry, number);
        made = Some(renderer.render_history(entry, view, &mut read)?);
    }
    Ok(made)
}

/// A text that a report has or had, by its number.
fn text_of(tree: &SourceTree, entry: &Entry, number: u32) -> Result<ReportText, Error> {
    match entry.earlier(number) {
        Some(text) => read_earlier(tree, text),
        None => entry.report.read_again(tree),
    }
}

fn read_earlier(tree: &SourceTree, text: &EarlierText) -> Result<ReportText, Error> {
    read_again(tree, &text.path, Some(text.digest))
}
