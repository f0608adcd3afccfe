//! Single files of a site, made when they are asked for: what a preview shows before the site is built.
//!
//! In go the archive and the path of a file, out come its bytes, the very ones that [`write`](super::write()) would
//! publish there. Files that are made of many others (the search, the feeds, what machines fetch) are not made here, and
//! nothing is written.

use crate::archive::Entry;
use crate::data;
use crate::data::feed::Feed;
use crate::data::record::PublishedFile;
use crate::error::Error;
use crate::publish::Written;
use crate::render::{Page, Renderer, SearchFiles};
use crate::report::ReportText;
use crate::route::{HOME_PAGE, PAGE_NAME};
use crate::site::{Sources, about, history, parse, published_file, report_page, tables};
use crate::theme::Theme;

/// Where pages go as they are described; each is rendered if it is the one.
type Sink<'f, 'p> = dyn FnMut(Page<'p>) -> Result<(), Error> + 'f;

/// What makes the files of one archive.
pub(crate) struct OnDemand<'s> {
    sources: Sources<'s>,
    renderer: &'s Renderer<'s>,
}

/// A file that was made.
#[derive(Debug)]
pub(crate) struct Made {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The file of the content that it is made of, if it is one: for a page about a report, its text.
    pub source: Option<String>,
}

/// Gives `work` what makes the files of a site, of which these are all feeds.
///
/// # Errors
///
/// If the template engine cannot hold what is the same on every page.
pub(crate) fn on_demand<T>(
    sources: Sources<'_>,
    feeds: &[Feed],
    theme: &mut Theme,
    work: impl FnOnce(&OnDemand<'_>) -> T,
) -> Result<T, Error> {
    let Sources {
        archive, knowledge, ..
    } = sources;
    let has_index_beside = archive.config.index_url.is_none();
    let renderer = Renderer::new(archive, knowledge, theme, feeds, has_index_beside)?;
    Ok(work(&OnDemand {
        sources,
        renderer: &renderer,
    }))
}

impl OnDemand<'_> {
    /// The report of which the page, or the text in one of its forms, is at a path.
    pub(crate) fn entry_at(&self, path: &str) -> Option<&Entry> {
        let (folder, name) = path.rsplit_once('/')?;
        let archive = self.sources.archive;
        let found = archive.entry_at(folder);
        let is_made = [PAGE_NAME, data::TEXT_NAME, data::PLAIN_NAME].contains(&name);
        found
            .and_then(|at| archive.entries.get(at))
            .filter(|_| is_made)
    }

    /// The file at a path below the root; `None` where there is none that is made alone.
    ///
    /// # Errors
    ///
    /// If the theme is wrong, or if a file of the content is no longer what it was at the first reading.
    pub(crate) fn file(&self, path: &str) -> Result<Option<Made>, Error> {
        let of_site = |bytes| Made {
            bytes,
            source: None,
        };
        let mut assets = self.renderer.assets();
        if let Some(asset) = assets.find(|asset| asset.path == path) {
            return Ok(Some(of_site(asset.bytes.clone())));
        }
        if let Some(names) = self.renderer.names().find(|names| names.path == path) {
            return Ok(Some(of_site(names.text.clone().into_bytes())));
        }
        match self.of_report(path)? {
            None => Ok(self.page(path)?.map(of_site)),
            made => Ok(made),
        }
    }

    /// The page of a report, or its text in one of its forms.
    fn of_report(&self, path: &str) -> Result<Option<Made>, Error> {
        let Some(entry) = self.entry_at(path) else {
            return Ok(None);
        };
        let is_withdrawn = entry.report.front_matter.withdrawn.is_some();
        let is_page = path == entry.route.page();
        let bytes = match is_page {
            true => self.report(entry)?,
            false if is_withdrawn => return Ok(None),
            false => {
                let text = entry.report.read_again(self.sources.tree)?;
                match path.ends_with(data::PLAIN_NAME) {
                    true => {
                        let document = parse(self.sources.archive, entry, text.body());
                        let plain = self.renderer.plain_text_of(entry, Some(&document));
                        plain.into_bytes()
                    }
                    false => text.text.into_bytes(),
                }
            }
        };
        Ok(Some(Made {
            bytes,
            source: Some(entry.report.path.clone()),
        }))
    }

    fn report(&self, entry: &Entry) -> Result<Vec<u8>, Error> {
        let tree = self.sources.tree;
        let attachments = entry.attachments.iter().map(|attachment| {
            let digest = tree.digest_of(&attachment.path)?;
            let bytes = attachment.length;
            Ok(published_file(&Written { digest, bytes }))
        });
        let attachments: Vec<PublishedFile> = attachments.collect::<Result<_, Error>>()?;
        report_page(self.sources, self.renderer, entry, &attachments)
    }

    /// Any other page.
    fn page(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let renderer = self.renderer;
        if !path.ends_with(".html") {
            return Ok(None);
        }
        if path == HOME_PAGE {
            return renderer.home().render().map(Some);
        }
        if let Some(page) = history::page_at(self.sources, renderer, path)? {
            return Ok(Some(page));
        }
        let first = path.split('/').next().unwrap_or(path);
        let of_group = self.found(path, &|sink| match first {
            "years" | "types" | "topics" => renderer.list_pages(&[], Some(path), sink),
            "duties" | "regions" => renderer.coverage_pages(sink),
            "citations" => renderer.citation_pages(sink),
            "validity" => renderer.validity_pages(sink),
            "parts" => renderer.part_index(sink),
            "measures" => renderer.measure_pages(sink),
            "indicators" => renderer.indicator_pages(sink),
            "search" | "follow" => Ok(()),
            _ => self.of_agency(path, sink),
        })?;
        // What the search and the downloads are found to be stands on these.
        if of_group.is_some() || matches!(first, "search" | "follow") {
            return Ok(of_group);
        }
        self.found(path, &|sink| {
            renderer.overview(&[], &SearchFiles::default(), sink)
        })
    }

    /// The page at `path` among all that `make` makes.
    fn found<'p>(
        &'p self,
        path: &str,
        make: &dyn Fn(&mut Sink<'_, 'p>) -> Result<(), Error>,
    ) -> Result<Option<Vec<u8>>, Error> {
        let mut found = None;
        make(&mut |page| {
            if page.path == path {
                found = Some(page.render()?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The pages of the agency that has a page in a folder above `path`, and what else has its place there.
    fn of_agency<'p>(&'p self, path: &str, sink: &mut Sink<'_, 'p>) -> Result<(), Error> {
        let Sources { tree, archive, .. } = self.sources;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut agencies = archive.agencies.iter();
        if let Some(agency) = agencies.position(|agency| agency.route.as_str() == folder) {
            let about = about(tree, archive, agency)?;
            return self
                .renderer
                .agency(agency, about.as_ref().map(ReportText::body), sink);
        }
        self.renderer.measure_pages(sink)?;
        self.renderer.indicator_pages(sink)?;
        self.renderer.series_pages(sink)?;
        tables::pages(tree, archive, self.renderer, sink)
    }
}
