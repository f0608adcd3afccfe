//! The second half of a build: from the archive to a stream of files.
//!
//! A report is read a second time only where something that is made of it is new, some at a time and in parallel. Each
//! page goes to the staging folder as it is made, and the index asks for the texts that it has not, so that no number
//! of threads can be seen in the result. Memory holds a few reports, never all.

mod comparisons;
mod downloads;
mod history;
mod on_demand;
mod parts;
mod plain_edition;
mod rehearsal;
mod search_index;
mod tables;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::archive::gather::document_key;
use crate::archive::{AgencyIndex, Archive, Attachment, Entry, EntryIndex};
use crate::data;
use crate::data::feed::feeds;
use crate::data::record::{PublishedFile, RecordFiles, RecordView};
use crate::engine;
use crate::error::{Doing, Error};
use crate::index;
use crate::knowledge::Knowledge;
use crate::progress::Progress;
use crate::publish::{Published, Staging, Written};
use crate::render::view::QueryLanguage;
use crate::render::{
    EMBED_SCRIPT, INDEX_FOLDER, Page, Renderer, ReportFiles, SEARCH_BOX, SearchFiles, SearchNames,
};
use crate::report::markdown::{Document, Options};
use crate::report::{BodyInputs, ReportText, changed, read_again};
use crate::search::query::syntax::Syntax;
use crate::site::search_index::IndexMaking;
use crate::source::{Digest, SourceTree};
use crate::store::{Key, Store};
use crate::theme::Theme;
use crate::truth::{Changes, Recorded, Recording};
use crate::vocabulary::{self, Beginnings, Words};

pub(crate) use crate::site::on_demand::{Made, OnDemand, on_demand};
pub(crate) use crate::site::rehearsal::rehearse;

/// Pages that are rendered together, at most: what they are rendered from is in memory at one time.
const BATCH: usize = 64;

/// A file of the site that was published: the key of what it was made from, and what it is.
type Kept = (Key, Written);

/// What a site is made from.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'s> {
    /// The texts.
    pub tree: &'s SourceTree,
    /// What they and the settings say.
    pub archive: &'s Archive,
    /// What that comes to.
    pub knowledge: &'s Knowledge,
}

/// What is made beside the pages, and what of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'p> {
    /// Where the search index may be built; `None` for none.
    pub index_scratch: Option<&'p Path>,
    /// Whether the texts are published as ZIP files too.
    pub zips: bool,
    /// SHA-256 of archive.yaml, which the archive was made from.
    pub settings: Option<Digest>,
    /// The log that this publication is recorded in; `None` of an archive without one.
    pub recording: Option<(&'p Recording, &'p BTreeMap<String, String>)>,
}

/// What was published.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// HTML pages.
    pub pages: usize,
    /// Bytes of the search index; `None` where none was made.
    pub index_bytes: Option<u64>,
    /// What became of the files.
    pub published: Published,
}

/// Writes the files that prove the texts of reports, by heads that were published before or are new: after all else, since
/// who cosigns a head remembers it. No page has their bytes.
///
/// # Errors
///
/// If one cannot be written.
pub(crate) fn write_proofs(
    archive: &Archive,
    recording: &Recording,
    heads: &BTreeMap<String, String>,
    staging: &Staging,
) -> Result<(), Error> {
    let head = |path: &str| heads.get(path).map(String::as_str);
    let numbered = archive.entries.par_iter().enumerate();
    numbered.try_for_each(|(at, entry)| {
        for (name, text) in recording.proofs(archive, at, &head) {
            let path = entry.route.file(&name);
            let written = Written {
                digest: Sha256::digest(text.as_bytes()).into(),
                bytes: text.len() as u64,
            };
            if !staging.keep(&path, &written)? {
                staging.write(&path, text.as_bytes())?;
            }
        }
        Ok(())
    })
}

/// Writes every file of the site to `staging` but SHA256SUMS and proofs.
///
/// # Errors
///
/// If a file of the content has changed since the first reading or cannot be read, if the theme is wrong, or if
/// the site or its index cannot be written.
pub(crate) fn write<'s>(
    sources: Sources<'s>,
    theme: &mut Theme,
    parts: Parts<'s>,
    store: &Store,
    staging: &Staging,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, Error> {
    let Sources {
        tree,
        archive,
        knowledge,
    } = sources;
    let feeds = feeds(archive);
    let renderer = Renderer::new(
        archive,
        knowledge,
        theme,
        &feeds,
        parts.index_scratch.is_some(),
    )?;
    let mut summary = Summary::default();
    progress(Progress::Rendering(archive.entries.len()));
    let mut site = Site {
        tree,
        archive,
        knowledge,
        renderer: &renderer,
        store,
        shape: renderer.key(
            "common shape",
            &(
                archive.shape(parts.settings),
                knowledge.as_of,
                knowledge.validity.key(),
            ),
        ),
        staging,
        progress,
        recording: parts.recording,
        sample: renderer
            .has_search()
            .then(|| vocabulary::Sample::of(archive)),
    };
    let index = site.reports(parts.index_scratch)?;
    summary.index_bytes = index.as_ref().map(|index| index.bytes);
    let on_disk = site.engine(index.as_ref())?;
    let (words, names) = site.words()?.unzip();
    let search = SearchFiles {
        on_disk,
        words,
        names,
        query: query_language(),
    };
    let parts_pages = site.parts()?;
    let (histories, count) = site.histories()?;
    summary.pages = archive.entries.len() + site.comparisons()? + parts_pages.len() + count;
    let plain = match parts.zips {
        true => plain_edition::write(&site)?,
        false => Vec::new(),
    };
    let changes = Changes::of(archive, parts.recording.map(|(recording, _)| recording));
    let data = downloads::write(
        archive,
        (knowledge, changes.as_ref()),
        site.shape,
        parts.zips,
        plain,
        store,
        staging,
    )?;
    let mut pages = Pages::new(&site);
    pages.add(renderer.home())?;
    let indicators = knowledge.indicators.key();
    let parts_key = renderer.has_parts().then(|| knowledge.parts.key(archive));
    let series = knowledge.series.key(archive);
    let measures = knowledge.measures.key(archive);
    let keys = (indicators, parts_key, measures, series);
    pages.add_group_of("agencies", keys, |add| {
        for agency in 0..archive.agencies.len() {
            let about = about(tree, archive, agency)?;
            let body = about.as_ref().map(ReportText::body);
            renderer.agency(agency, body, add)?;
        }
        Ok(())
    })?;
    let downloads: Vec<(&str, u64)> = data.iter().map(|d| (&*d.path, d.file.length)).collect();
    pages.add_group_of("lists", downloads, |add| {
        renderer.list_pages(&data, None, add)
    })?;
    pages.add_group("coverage", |add| renderer.coverage_pages(add))?;
    let cited = knowledge.citations.key();
    pages.add_group_of("citations", cited, |add| renderer.citation_pages(add))?;
    pages.add_group_of("validity", cited, |add| renderer.validity_pages(add))?;
    let tables = Some(tables::key(archive));
    pages.add_group_of("tables", tables, |add| {
        tables::pages(tree, archive, &renderer, add)
    })?;
    pages.add_group_of("measures", Some(measures), |add| {
        renderer.measure_pages(add)
    })?;
    pages.add_group_of("indicators", indicators, |add| {
        renderer.indicator_pages(add)
    })?;
    pages.add_group_of("series", series, |add| renderer.series_pages(add))?;
    pages.add_group_of("parts", parts_key, |add| renderer.part_index(add))?;
    if let Some(changes) = &changes {
        pages.add_group_of("changes", changes, |add| renderer.as_of_pages(changes, add))?;
        for (path, script) in renderer.held_scripts(changes)? {
            staging.write(&path, script.as_bytes())?;
        }
    }
    renderer.overview(&data, &search, &mut |page| pages.add(page))?;
    let known = parts.recording.map(|(recording, _)| recording.known());
    if let Some(verify) = known.and_then(|known| renderer.verify(&known)) {
        pages.add(verify)?;
    }
    if let Some(script) = renderer.search_box(&search)? {
        staging.write(SEARCH_BOX, &script)?;
    }
    let pages = pages.finish()?;
    summary.pages += pages.len();
    let is_listed = |path: &String| renderer.is_listed(path);
    let listed = pages.into_iter().chain(parts_pages).chain(histories);
    let listed: Vec<String> = listed.filter(is_listed).collect();
    for asset in renderer.assets() {
        staging.write(&asset.path, &asset.bytes)?;
    }
    for names in renderer.names() {
        staging.write(&names.path, names.text.as_bytes())?;
    }
    if let Some(script) = renderer.embed_script() {
        staging.write(EMBED_SCRIPT, script.as_bytes())?;
    }
    let look = renderer.look_of_feeds();
    feeds.par_iter().try_for_each(|feed| {
        let key = Key::of("feed", &(site.shape, &feed.path));
        let make = || {
            let xml = feed.xml(archive, &look);
            xml.map_err(|e| Error::io(Doing::Write, &feed.path, e))
        };
        site.file(key, &feed.path, make).map(drop)
    })?;
    let sitemap = data::sitemap::files(archive, &listed);
    for (path, bytes) in sitemap.map_err(|e| Error::io(Doing::Write, data::sitemap::FILE, e))? {
        staging.write(&path, &bytes)?;
    }
    if archive.is_preview {
        let json = data::drafts::json(archive);
        let json = json.map_err(|e| Error::io(Doing::Write, data::drafts::DRAFTS_FILE, e))?;
        staging.write(data::drafts::DRAFTS_FILE, &json)?;
    }
    let guide = renderer.guide(&data);
    staging.write(data::guide::GUIDE_FILE, guide.text().as_bytes())?;
    let robots = data::hosting::robots(archive.config.base_url.as_deref());
    staging.write(data::hosting::ROBOTS_FILE, robots.as_bytes())?;
    staging.write(
        data::hosting::HEADERS_FILE,
        data::hosting::headers(archive).as_bytes(),
    )?;
    staging.write(data::hosting::NO_JEKYLL, b"")?;
    Ok(summary)
}

/// The tables of the query language, as the search page gets them.
fn query_language() -> QueryLanguage {
    let syntax = Syntax::new();
    let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    let fields = syntax.fields.into_iter();
    let quotes = syntax.quotes.into_iter();
    QueryLanguage {
        fields: fields
            .map(|(field, own)| (field.to_owned(), names(own)))
            .collect(),
        variants: syntax.variants,
        quotes: quotes
            .map(|(open, close)| [open.to_string(), close.to_string()])
            .collect(),
        or: syntax.or,
        not: syntax.not.to_string(),
        colon: syntax.colon.to_string(),
    }
}

/// Writes to `staging` the very files that [`write()`] puts into the folder of the index, and no page.
///
/// # Errors
///
/// If a file of the content has changed since the first reading or cannot be read, or if the index cannot be
/// written.
pub(crate) fn write_index(
    sources: Sources<'_>,
    scratch: &Path,
    store: &Store,
    staging: &Staging,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, Error> {
    let Sources {
        tree,
        archive,
        knowledge,
    } = sources;
    progress(Progress::Indexing(archive.entries.len()));
    let making = IndexMaking {
        archive,
        knowledge,
        store,
        scratch,
        folder: "",
        staging,
    };
    let built = making.build(&|at, known| {
        let Some(entry) = archive.entries.get(at) else {
            return Ok(None);
        };
        let text = entry.report.read_again(tree)?;
        let document = read_document(archive, store, entry, text.body());
        progress(Progress::Report);
        Ok(Some(index::entry(archive, entry, known, &document)))
    })?;
    Ok(Summary {
        index_bytes: Some(built.bytes),
        ..Summary::default()
    })
}

struct Site<'s> {
    tree: &'s SourceTree,
    archive: &'s Archive,
    knowledge: &'s Knowledge,
    renderer: &'s Renderer<'s>,
    store: &'s Store,
    /// Of all that pages are made from, but for the words of texts: of the archive, the theme and what is the same on
    /// every page.
    shape: Key,
    staging: &'s Staging,
    progress: &'s (dyn Fn(Progress) + Sync),
    /// The log that this publication is recorded in, with the heads for proofs.
    recording: Option<(&'s Recording, &'s BTreeMap<String, String>)>,
    /// What the words for the help of the search are looked for in; none where nothing is searched.
    sample: Option<vocabulary::Sample<'s>>,
}

impl<'s> Site<'s> {
    /// Publishes all reports; the index, if it is made.
    fn reports(&self, index_scratch: Option<&Path>) -> Result<Option<index::Built>, Error> {
        let entries = &self.archive.entries;
        // What the index asks for is rendered at the same time, so that a text is parsed once for both.
        let rendered: Vec<AtomicBool> = entries.iter().map(|_| AtomicBool::new(false)).collect();
        let built = match index_scratch {
            None => None,
            Some(scratch) => {
                let entry_of = |at: EntryIndex, known: &index::Known| {
                    let (entry, rendered) = entries.get(at).zip(rendered.get(at))?;
                    rendered.store(true, Ordering::Relaxed);
                    Some(self.report(entry, Some(known)))
                };
                let making = IndexMaking {
                    archive: self.archive,
                    knowledge: self.knowledge,
                    store: self.store,
                    scratch,
                    folder: INDEX_FOLDER,
                    staging: self.staging,
                };
                Some(
                    making
                        .build(&|at, known| entry_of(at, known).transpose().map(Option::flatten))?,
                )
            }
        };
        let each = entries.par_iter().zip(&rendered);
        let rest = each.filter(|(_, rendered)| !rendered.load(Ordering::Relaxed));
        rest.try_for_each(|(entry, _)| self.report(entry, None).map(drop))?;
        Ok(built)
    }

    /// Publishes the engine, where there is an index to search; whether a site that is opened from a disk
    /// can be searched too.
    fn engine(&self, index: Option<&index::Built>) -> Result<bool, Error> {
        if !self.renderer.has_search() {
            return Ok(false);
        }
        self.staging.write(&engine::PATH, engine::BYTES)?;
        let Some(index) = index.filter(|index| index.bytes <= engine::DISK_LIMIT) else {
            return Ok(false);
        };
        let script_at = |name: &str| format!("{}{}", engine::DISK_FOLDER, engine::disk_name(name));
        let script = engine::disk_script(engine::BYTES);
        self.staging
            .write(&script_at(&engine::PATH), script.as_bytes())?;
        for file in &index.files {
            let key = Key::of("disk script", &file.digest);
            self.file(key, &script_at(&file.name), || {
                let bytes = self.read_back(&format!("{INDEX_FOLDER}{}", file.name))?;
                Ok(engine::disk_script(&bytes).into_bytes())
            })?;
        }
        Ok(true)
    }

    /// The bytes of a file that was published by now.
    fn read_back(&self, path: &str) -> Result<Vec<u8>, Error> {
        let failed = |e: io::Error| Error::io(Doing::Read, self.staging.show(path), e);
        let opened = self.staging.open(path)?;
        let (mut file, _) = opened.ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    /// Publishes the words of the archive, and its names by how they begin, where there is an index to search; where
    /// they are.
    fn words(&mut self) -> Result<Option<(String, SearchNames)>, Error> {
        let Some(sample) = self.sample.take() else {
            return Ok(None);
        };
        let runs = sample.into_runs();
        let words = self.store.remember(Key::of("words", &runs), || {
            Ok::<Words, Error>(Words::of(&runs))
        })?;
        let script = vocabulary::script(self.archive, &words);
        self.staging.write(&script.path, script.text.as_bytes())?;
        let Beginnings { folder, scripts } = vocabulary::beginnings(self.archive, &words);
        for (number, script) in scripts.iter().enumerate() {
            let path = format!("{folder}{number}.js");
            self.staging.write(&path, script.as_bytes())?;
        }
        let files = scripts.len();
        Ok(Some((script.path, SearchNames { folder, files })))
    }

    /// Publishes one report; its entry in the index, if it is asked for by what the index is told of it.
    fn report(
        &self,
        entry: &'s Entry,
        for_index: Option<&index::Known>,
    ) -> Result<Option<index::Entry>, Error> {
        let (text, document) = (OnceCell::new(), OnceCell::new());
        let reading = Reading {
            site: self,
            entry,
            text: &text,
        };
        // Where nothing that is made of it is new, a text is not even read.
        let document = || match document.get() {
            Some(document) => Ok(document),
            None => {
                let body = reading.confirmed()?.body();
                let again = read_document(self.archive, self.store, entry, body);
                Ok::<&Document<'_>, Error>(document.get_or_init(|| again))
            }
        };
        // Every page may be rendered again when the theme changes; that texts were parsed is kept for it.
        self.store
            .keep(&document_key(&entry.report, &self.archive.config.language));
        self.add_to_sample(entry, &document)?;
        let attachments = self.attachments(entry)?;
        self.tables_as_csv(entry)?;
        let recorded = self.recorded(entry);
        let source_text = reading.publish()?.as_ref().map(published_file);
        let record_at = entry.route.file(data::RECORD_NAME);
        let page_at = entry.route.page();
        let digests: Vec<&str> = attachments.iter().map(|file| &*file.sha256).collect();
        let whole = (
            &entry.route.as_str(),
            &entry.report.digest,
            digests,
            &recorded,
        );
        let known = self.renderer.known_of(entry);
        let whole = Key::of("page, record and plain text", &(self.shape, whole, known));
        let plain_at = entry.route.file(data::PLAIN_NAME);
        // One that was withdrawn has no plain text, and no third.
        let paths = [&*record_at, &*page_at, &*plain_at];
        let paths = match source_text.is_some() {
            true => &paths[..],
            false => &paths[..2],
        };
        let is_kept = match self.store.get::<Vec<Kept>>(&whole) {
            Some(known) => paths.len() == known.len() && self.keep_all(paths, &known)?,
            None => false,
        };
        if !is_kept {
            let plain = match source_text.is_some() {
                true => Some(self.plain_text(entry, &plain_at, &document)?),
                false => None,
            };
            let published = plain.map(|(_, written)| published_file(&written));
            let files = RecordFiles {
                text: source_text.as_ref(),
                plain: published.as_ref(),
                attachments: &attachments,
            };
            let recorded = recorded.as_ref();
            let of_page =
                self.page_and_record(entry, (&record_at, &page_at), &files, recorded, &document)?;
            let made: Vec<Kept> = of_page.into_iter().chain(plain).collect();
            self.store.put(whole, &made);
        }
        self.part_texts_of(entry, is_kept, &document)?;
        (self.progress)(Progress::Report);
        let of_index =
            for_index.map(|known| Ok(index::entry(self.archive, entry, known, document()?)));
        of_index.transpose()
    }

    /// The text of a report as plain text.
    fn plain_text<'d>(
        &self,
        entry: &'s Entry,
        path: &str,
        document: &dyn Fn() -> Result<&'d Document<'d>, Error>,
    ) -> Result<Kept, Error> {
        let body = body_inputs(self.archive, entry);
        let head = self.renderer.plain_head(entry);
        let words = self.renderer.plain_words_within();
        let key = Key::of("plain text of a report", &(body, head, words));
        let written = self.file(key, path, || {
            let text = self.renderer.plain_text_of(entry, Some(document()?));
            Ok(text.into_bytes())
        })?;
        Ok((key, written))
    }

    /// The page of a report and its record.
    fn page_and_record<'d>(
        &self,
        entry: &'s Entry,
        (record_at, page_at): (&str, &str),
        published: &RecordFiles<'_>,
        recorded: Option<&Recorded>,
        document: &dyn Fn() -> Result<&'d Document<'d>, Error>,
    ) -> Result<[Kept; 2], Error> {
        let record = self.record(entry, published)?;
        let body = body_inputs(self.archive, entry);
        let record_key = Key::of("record", &(&body, &record));
        let written_record = self.file(record_key, record_at, || {
            data::record::json(&record, document()?.parts())
                .map_err(|e| Error::io(Doing::Write, Path::new(record_at), e))
        })?;
        let texts = tables::texts(self.tree, entry)?;
        let tables = tables::read(&texts);
        let files = ReportFiles {
            attachments: published.attachments,
            tables: &tables,
            source_text: published.text.is_some().then_some(data::TEXT_NAME),
            recorded,
        };
        let view = self.renderer.report_view(entry, &files);
        let page_key = self.renderer.key("page of a report", &(&body, &view));
        let written_page = self.file(page_key, page_at, || {
            self.renderer.render_report(view, document()?)
        })?;
        Ok([(record_key, written_record), (page_key, written_page)])
    }

    /// Keeps files that were published as one group, if all of them stand there as they were. What each of them was
    /// made under stays in the store.
    fn keep_all(&self, paths: &[&str], known: &[Kept]) -> Result<bool, Error> {
        let files = paths.iter().zip(known);
        let files: Vec<(&str, Written)> = files.map(|(path, known)| (*path, known.1)).collect();
        let is_kept = files.len() == known.len() && self.staging.keep_all(&files)?;
        if is_kept {
            known.iter().for_each(|(key, _)| self.store.keep(key));
        }
        Ok(is_kept)
    }

    /// A file of the site that `make` makes from what is in `key`, and from nothing else.
    fn file(
        &self,
        key: Key,
        path: &str,
        make: impl FnOnce() -> Result<Vec<u8>, Error>,
    ) -> Result<Written, Error> {
        kept_or_made(self.store, self.staging, key, path, || {
            self.staging.write(path, &make()?)
        })
    }

    /// Adds what the vocabulary wants of a report.
    fn add_to_sample<'d>(
        &self,
        entry: &'s Entry,
        document: &dyn Fn() -> Result<&'d Document<'d>, Error>,
    ) -> Result<(), Error> {
        let sample = self.sample.as_ref();
        let Some((sample, share)) = sample.and_then(|of| Some((of, of.share(entry)?))) else {
            return Ok(());
        };
        let key = Key::of("sample", &(body_inputs(self.archive, entry), share));
        let runs = self
            .store
            .remember(key, || Ok::<String, Error>(share.runs(document()?)))?;
        sample.add(entry, runs);
        Ok(())
    }

    /// What is recorded of the text of a report that counts.
    fn recorded(&self, entry: &'s Entry) -> Option<Recorded> {
        let (recording, heads) = self.recording?;
        let head = |path: &str| heads.get(path).map(String::as_str);
        recording.of(entry.route.as_str(), &head)
    }

    /// Publishes the files beside a report.
    fn attachments(&self, entry: &Entry) -> Result<Vec<PublishedFile>, Error> {
        let publish = |attachment: &Attachment| {
            let target = entry.route.file(&attachment.name);
            let bytes = attachment.length;
            let known = self.tree.digest(&attachment.path);
            if let Some(known) = known.map(|digest| Written { digest, bytes })
                && self.staging.keep(&target, &known)?
            {
                return Ok(published_file(&known));
            }
            let file = self.tree.open(&attachment.path)?;
            let on_disk = self.tree.on_disk(&attachment.path);
            let written = self.staging.copy(&target, &file, &on_disk)?;
            // What was recorded, or looked at, must be what is published.
            if known.is_some_and(|known| known != written.digest) {
                return Err(changed(&attachment.path));
            }
            self.tree.learn(&attachment.path, written.digest);
            Ok(published_file(&written))
        };
        entry.attachments.iter().map(publish).collect()
    }

    /// The record of a report but for its outline.
    fn record(&self, entry: &Entry, files: &RecordFiles<'_>) -> Result<RecordView, Error> {
        data::record::view(self.archive, self.knowledge, entry, files).map_err(|e| {
            let target = entry.route.file(data::RECORD_NAME);
            Error::io(Doing::Write, Path::new(&target), e)
        })
    }
}

/// Pages that are rendered and published some at a time, in parallel.
struct Pages<'p, 's> {
    site: &'p Site<'s>,
    waiting: Vec<Page<'p>>,
    /// All that were published.
    done: Vec<(String, Kept)>,
}

impl<'p, 's> Pages<'p, 's> {
    fn new(site: &'p Site<'s>) -> Pages<'p, 's> {
        Pages {
            site,
            waiting: Vec::with_capacity(BATCH),
            done: Vec::new(),
        }
    }

    fn add(&mut self, page: Page<'p>) -> Result<(), Error> {
        self.waiting.push(page);
        match self.waiting.len() < BATCH {
            true => Ok(()),
            false => self.publish(),
        }
    }

    /// Adds the pages that `make` makes from the shape of the archive and from nothing else; they are not even asked for
    /// where they were made from the very same before.
    fn add_group(
        &mut self,
        name: &str,
        make: impl FnOnce(&mut dyn FnMut(Page<'p>) -> Result<(), Error>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.add_group_of(name, (), make)
    }

    /// The same for pages that are made from what is in `key` too.
    fn add_group_of(
        &mut self,
        name: &str,
        key: impl Serialize,
        make: impl FnOnce(&mut dyn FnMut(Page<'p>) -> Result<(), Error>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.publish()?;
        let key = Key::of("group", &(name, self.site.shape, key));
        let known: Option<Vec<(String, Kept)>> = self.site.store.get(&key);
        if let Some(known) = known {
            let paths: Vec<&str> = known.iter().map(|(path, _)| path.as_str()).collect();
            let kept: Vec<Kept> = known.iter().map(|(_, kept)| *kept).collect();
            if self.site.keep_all(&paths, &kept)? {
                self.done.extend(known);
                return Ok(());
            }
        }
        let first = self.done.len();
        make(&mut |page| self.add(page))?;
        self.publish()?;
        self.site
            .store
            .put(key, self.done.get(first..).unwrap_or_default());
        Ok(())
    }

    fn publish(&mut self) -> Result<(), Error> {
        let publish = |page: Page<'p>| {
            let (path, key) = (page.path.clone(), page.key);
            let written = self.site.file(key, &path, || page.render())?;
            Ok((path, (key, written)))
        };
        let waiting = std::mem::take(&mut self.waiting);
        let done: Result<Vec<_>, Error> = waiting.into_par_iter().map(publish).collect();
        self.done.extend(done?);
        Ok(())
    }

    /// Publishes what waits; the paths of all.
    fn finish(mut self) -> Result<Vec<String>, Error> {
        self.publish()?;
        Ok(self.done.into_iter().map(|(path, _)| path).collect())
    }
}

/// The second reading of a text, which happens when something first asks for it.
struct Reading<'r, 's> {
    site: &'r Site<'s>,
    entry: &'s Entry,
    text: &'r OnceCell<ReportText>,
}

impl<'r> Reading<'r, '_> {
    /// The text, which is that of the first reading.
    fn confirmed(&self) -> Result<&'r ReportText, Error> {
        if let Some(text) = self.text.get() {
            return Ok(text);
        }
        let text = self.entry.report.read_again(self.site.tree)?;
        Ok(self.text.get_or_init(|| text))
    }

    /// Publishes the text beside the page of its report, unless it was withdrawn.
    fn publish(&self) -> Result<Option<Written>, Error> {
        let report = &self.entry.report;
        if report.front_matter.withdrawn.is_some() {
            return Ok(None);
        }
        let target = self.entry.route.file(data::TEXT_NAME);
        let known = Written {
            digest: report.digest,
            bytes: report.length,
        };
        if self.site.staging.keep(&target, &known)? {
            return Ok(Some(known));
        }
        let text = match self.text.get() {
            Some(text) => text,
            None => {
                let text = report.read_unconfirmed(self.site.tree)?;
                self.text.get_or_init(|| text)
            }
        };
        // Its digest is taken here, and not again.
        let written = self.site.staging.write(&target, text.text.as_bytes())?;
        report.confirm(&written.digest)?;
        Ok(Some(written))
    }
}

/// A file of the site that is made from what is in `key`, and from nothing else: that of the old site where it was made
/// from the very same, else what `make` writes at `path`.
fn kept_or_made(
    store: &Store,
    staging: &Staging,
    key: Key,
    path: &str,
    make: impl FnOnce() -> Result<Written, Error>,
) -> Result<Written, Error> {
    if let Some(known) = store.get(&key)
        && staging.keep(path, &known)?
    {
        return Ok(known);
    }
    let written = make()?;
    store.put(key, &written);
    Ok(written)
}

/// What is written about an agency.
fn about(
    tree: &SourceTree,
    archive: &Archive,
    agency: AgencyIndex,
) -> Result<Option<ReportText>, Error> {
    let agency = &archive.agencies[agency];
    let path = agency.source.as_ref();
    path.map(|path| read_again(tree, path, agency.digest))
        .transpose()
}

fn published_file(written: &Written) -> PublishedFile {
    PublishedFile {
        sha256: base16ct::lower::encode_string(&written.digest),
        length: written.bytes,
    }
}

/// The body of a report: as it was found to be at the first reading, else read as by [`parse`].
fn read_document<'b>(
    archive: &Archive,
    store: &Store,
    entry: &Entry,
    body: &'b str,
) -> Document<'b> {
    let kept = store.get(&document_key(&entry.report, &archive.config.language));
    match kept {
        Some(kept) => Document::again(body, kept),
        None => parse(archive, entry, body),
    }
}

fn body_inputs<'a>(archive: &Archive, entry: &'a Entry) -> BodyInputs<'a> {
    entry.report.body_inputs(&archive.config.language)
}

/// The page of a report, made of its text and of the files beside it alone.
fn report_page(
    sources: Sources<'_>,
    renderer: &Renderer<'_>,
    entry: &Entry,
    attachments: &[PublishedFile],
) -> Result<Vec<u8>, Error> {
    let Sources { tree, archive, .. } = sources;
    let text = entry.report.read_again(tree)?;
    let texts = tables::texts(tree, entry)?;
    let tables = tables::read(&texts);
    let is_withdrawn = entry.report.front_matter.withdrawn.is_some();
    let files = ReportFiles {
        attachments,
        tables: &tables,
        source_text: (!is_withdrawn).then_some(data::TEXT_NAME),
        // What is recorded is known when it is published.
        recorded: None,
    };
    let view = renderer.report_view(entry, &files);
    renderer.render_report(view, &parse(archive, entry, text.body()))
}

/// The body of a report, read as its language asks.
fn parse<'b>(archive: &Archive, entry: &Entry, body: &'b str) -> Document<'b> {
    let BodyInputs { title, chinese, .. } = body_inputs(archive, entry);
    Document::parse_below(title, body, Options { chinese })
}
