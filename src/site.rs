//! The second half of a build: from the archive to a stream of files.
//!
//! Reports are read a second time, some at a time and in parallel; each page goes to the staging
//! folder as it is made, and the text goes on to the index in the order of the archive, so that no
//! number of threads can be seen in the result. Memory holds a few reports, never all.

mod downloads;
mod rehearsal;

use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::archive::{AgencyIndex, Archive, Entry};
use crate::data;
use crate::data::feed::feeds;
use crate::data::record::{PublishedFile, RecordMaterial};
use crate::diagnostic::Text;
use crate::engine;
use crate::error::{Doing, Error, is_out_of_files};
use crate::index;
use crate::progress::Progress;
use crate::publish::{Published, Staging, Written};
use crate::render::view::QueryLanguage;
use crate::render::{INDEX_FOLDER, Page, Renderer, ReportMaterial, SearchFiles};
use crate::report::markdown::{Document, Options};
use crate::report::{ReportText, read_again};
use crate::search::query::syntax::Syntax;
use crate::search::{IndexFault, IndexFaultKind};
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::vocabulary;

pub(crate) use crate::site::rehearsal::rehearse;

/// Reports that are rendered together, at most; their texts are in memory at one time.
const BATCH: usize = 64;
/// Batches that wait for the index, at most.
const WAITING: usize = 1;

/// What is made beside the pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'p> {
    /// Where the search index may be built; `None` for none.
    pub index_scratch: Option<&'p Path>,
    /// Whether the texts are published as ZIP files too.
    pub zips: bool,
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

/// Writes every file of the site but SHA256SUMS to `staging`.
///
/// # Errors
///
/// If a file of the content has changed since the first reading or cannot be read, if the theme is wrong, or if
/// the site or its index cannot be written.
pub(crate) fn write(
    tree: &SourceTree,
    archive: &Archive,
    theme: &mut Theme,
    parts: Parts<'_>,
    staging: &Staging,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, Error> {
    let feeds = feeds(archive);
    let renderer = Renderer::new(archive, theme, &feeds, parts.index_scratch.is_some())?;
    let mut summary = Summary::default();
    progress(Progress::Rendering(archive.entries.len()));
    let mut site = Site {
        tree,
        archive,
        renderer: &renderer,
        staging,
        progress,
        sample: renderer
            .has_search()
            .then(|| vocabulary::Sample::of(archive)),
    };
    let index = site.reports(parts.index_scratch)?;
    summary.index_bytes = index.as_ref().map(|index| index.bytes);
    let search = SearchFiles {
        on_disk: site.engine(index.as_ref())?,
        words: site.words()?,
        query: query_language(),
    };
    summary.pages = archive.entries.len();
    let data = downloads::write(archive, parts.zips, staging)?;
    let mut pages = Vec::new();
    let mut add = |(path, bytes): Page| {
        summary.pages += 1;
        if renderer.is_listed(&path) {
            pages.push(path.clone());
        }
        staging.write(&path, &bytes).map(drop)
    };
    add(renderer.home()?)?;
    for agency in 0..archive.agencies.len() {
        let about = about(tree, archive, agency)?;
        let body = about.as_ref().map(ReportText::body);
        renderer.agency(agency, body, &mut add)?;
    }
    renderer.overview(&data, &search, &mut add)?;
    for asset in renderer.assets() {
        staging.write(&asset.path, &asset.bytes)?;
    }
    for feed in &feeds {
        let xml = feed.xml(archive);
        let xml = xml.map_err(|e| Error::io(Doing::Write, &feed.path, e))?;
        staging.write(&feed.path, &xml)?;
    }
    let sitemap = data::sitemap::files(archive, &pages);
    for (path, bytes) in sitemap.map_err(|e| Error::io(Doing::Write, data::sitemap::FILE, e))? {
        staging.write(&path, &bytes)?;
    }
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
    tree: &SourceTree,
    archive: &Archive,
    scratch: &Path,
    staging: &Staging,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, Error> {
    progress(Progress::Indexing(archive.entries.len()));
    let built = Site::build_index(archive, scratch, &|entry| {
        let text = entry.report.read_again(tree)?;
        let document = parse(archive, entry, text.body());
        progress(Progress::Report);
        Ok(Some(index::entry(archive, entry, &document)))
    })?;
    stage_index(&built, "", staging)?;
    Ok(Summary {
        index_bytes: Some(built.bytes),
        ..Summary::default()
    })
}

struct Site<'s> {
    tree: &'s SourceTree,
    archive: &'s Archive,
    renderer: &'s Renderer<'s>,
    staging: &'s Staging,
    progress: &'s (dyn Fn(Progress) + Sync),
    /// What the words for the help of the search are looked for in; none where nothing is searched.
    sample: Option<vocabulary::Sample<'s>>,
}

impl<'s> Site<'s> {
    /// Publishes all reports; the index, if it is made.
    fn reports(&self, index_scratch: Option<&Path>) -> Result<Option<index::Built>, Error> {
        let Some(scratch) = index_scratch else {
            let entries = self.archive.entries.par_iter();
            entries.try_for_each(|entry| self.report(entry, false).map(drop))?;
            return Ok(None);
        };
        let built = Site::build_index(self.archive, scratch, &|entry| self.report(entry, true))?;
        stage_index(&built, INDEX_FOLDER, self.staging)?;
        Ok(Some(built))
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
        let write = |name: &str, bytes: &[u8]| {
            let path = format!("{}{}", engine::DISK_FOLDER, engine::disk_name(name));
            let script = engine::disk_script(bytes);
            self.staging.write(&path, script.as_bytes()).map(drop)
        };
        write(&engine::PATH, engine::BYTES)?;
        for file in &index.files {
            let bytes =
                std::fs::read(&file.path).map_err(|e| Error::io(Doing::Read, &file.path, e))?;
            write(&file.name, &bytes)?;
        }
        Ok(true)
    }

    /// Publishes the words of the archive, where there is an index to search; where they are.
    fn words(&mut self) -> Result<Option<String>, Error> {
        let Some(sample) = self.sample.take() else {
            return Ok(None);
        };
        let script = vocabulary::script(self.archive, sample);
        self.staging.write(&script.path, script.text.as_bytes())?;
        Ok(Some(script.path))
    }

    /// The index of all reports, of which `entry_of` says what it is to know.
    fn build_index(
        archive: &'s Archive,
        scratch: &Path,
        entry_of: &(dyn Fn(&'s Entry) -> Result<Option<index::Entry>, Error> + Sync),
    ) -> Result<index::Built, Error> {
        let threads = NonZeroUsize::new(rayon::current_num_threads()).unwrap_or(NonZeroUsize::MIN);
        let mut builder = index::Builder::new(scratch, threads)
            .map_err(|e| scratch_error(Doing::CreateFolder, scratch, e))?;
        // The index takes the newest first; pages may come in any order.
        let mut order: Vec<&'s Entry> = archive.entries.iter().collect();
        order.sort_by_cached_key(|entry| index::entry_order(entry));
        let prepare = |entry: &&'s Entry| -> Result<Option<index::Prepared>, Error> {
            let prepared = entry_of(entry)?.map(index::Prepared::new).transpose();
            prepared.map_err(|e| scratch_error(Doing::Write, scratch, e))
        };
        let (send, receive) = sync_channel::<Vec<index::Prepared>>(WAITING);
        thread::scope(|scope| {
            let indexing = scope.spawn(move || -> Result<index::Builder, Error> {
                for entries in receive {
                    for entry in entries {
                        builder
                            .add(entry)
                            .map_err(|e| scratch_error(Doing::Write, scratch, cause(e)))?;
                    }
                }
                Ok(builder)
            });
            let mut rendered = Ok(());
            for batch in order.chunks(BATCH) {
                let entries: Result<Vec<Option<index::Prepared>>, Error> =
                    batch.par_iter().with_max_len(4).map(prepare).collect();
                let sent =
                    entries.map(|entries| send.send(entries.into_iter().flatten().collect()));
                match sent {
                    Ok(Ok(())) => {}
                    // The index takes no more: making it failed, which its thread gives below.
                    Ok(Err(_)) => break,
                    Err(error) => {
                        rendered = Err(error);
                        break;
                    }
                }
            }
            drop(send);
            let builder = indexing.join().unwrap_or_else(|_| Err(index_panicked()))?;
            rendered?;
            builder
                .finish()
                .map_err(|e| scratch_error(Doing::Write, scratch, cause(e)))
        })
    }

    /// Publishes one report; what the index is to know of it, if it is asked for.
    fn report(&self, entry: &'s Entry, for_index: bool) -> Result<Option<index::Entry>, Error> {
        let is_withdrawn = entry.report.front_matter.withdrawn.is_some();
        let text = match is_withdrawn {
            true => entry.report.read_again(self.tree)?,
            // Its digest is taken below, where the text is published.
            false => entry.report.read_unconfirmed(self.tree)?,
        };
        let document = parse(self.archive, entry, text.body());
        if let Some(sample) = &self.sample {
            sample.add(entry, &document);
        }
        let mut attachments = Vec::with_capacity(entry.attachments.len());
        for attachment in &entry.attachments {
            let file = self.tree.open(&attachment.path)?;
            let target = entry.route.file(&attachment.name);
            let on_disk = self.tree.on_disk(&attachment.path);
            let written = self.staging.copy(&target, &file, &on_disk)?;
            attachments.push(published_file(&written));
        }
        let mut source_text = None;
        if !is_withdrawn {
            let target = entry.route.file(data::TEXT_NAME);
            let written = self.staging.write(&target, text.text.as_bytes())?;
            entry.report.confirm(&written.digest)?;
            source_text = Some(published_file(&written));
        }
        let material = RecordMaterial {
            parts: document.parts(),
            text: source_text.as_ref(),
            attachments: &attachments,
        };
        let target = entry.route.file(data::RECORD_NAME);
        let record = data::record::json(self.archive, entry, &material)
            .map_err(|e| Error::io(Doing::Write, Path::new(&target), e))?;
        self.staging.write(&target, &record)?;
        let material = ReportMaterial {
            document: &document,
            attachments: &attachments,
            source_text: (!is_withdrawn).then_some(data::TEXT_NAME),
        };
        let (path, bytes) = self.renderer.report(entry, &material)?;
        self.staging.write(&path, &bytes)?;
        (self.progress)(Progress::Report);
        Ok(for_index.then(|| index::entry(self.archive, entry, &document)))
    }
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

/// The body of a report, read as its language asks.
fn parse<'b>(archive: &Archive, entry: &Entry, body: &'b str) -> Document<'b> {
    let language = entry.report.language(&archive.config.language);
    let chinese = language.is_chinese();
    Document::parse_below(&entry.report.front_matter.title, body, Options { chinese })
}

/// Copies the files of the index to `folder`, which ends with `/` unless empty.
fn stage_index(built: &index::Built, folder: &str, staging: &Staging) -> Result<(), Error> {
    built.files.par_iter().try_for_each(|file| {
        let open = File::open(&file.path).map_err(|e| Error::io(Doing::Read, &file.path, e))?;
        staging
            .copy(&format!("{folder}{}", file.name), &open, &file.path)
            .map(drop)
    })
}

/// What the system said of the folder for temporary files, and what to do.
fn scratch_error(doing: Doing, scratch: &Path, error: io::Error) -> Error {
    if is_out_of_files(&error) {
        return Error::io(doing, scratch, error);
    }
    Error::io(doing, scratch, error).advise(&Text::new(
        "检索索引先在这个临时文件夹中生成，大小约为报告文字的 3 倍；可用环境变量 TMPDIR 指定另一个文件夹，build 也可用 --no-index 不生成索引。",
        "The index is made in this folder for temporary files first, about three times as large as the texts; the variable TMPDIR names another, and `build --no-index` makes none.",
    ))
}

/// What the disk said, where making the index failed; the path is the caller's to name.
fn cause(error: crate::search::Error) -> io::Error {
    match error {
        crate::search::Error::Index(IndexFault {
            kind: IndexFaultKind::Unreadable(reason) | IndexFaultKind::Nonsense(reason),
            ..
        }) => match code_in(&reason) {
            Some(code) => io::Error::from_raw_os_error(code),
            None => io::Error::other(reason),
        },
        other => io::Error::other(other),
    }
}

/// The system's number of an error that went through a library, which keeps of it what it says, as `(os error 28)`
/// or `Os { code: 28, … }`.
fn code_in(reason: &str) -> Option<i32> {
    let after = ["(os error ", "Os { code: "]
        .iter()
        .find_map(|before| reason.split_once(before));
    let (_, rest) = after?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest.get(..end)?.parse().ok()
}

fn index_panicked() -> Error {
    Error::new(Text::new(
        "建立索引时程序出错，请报告这一问题",
        "the program failed while it made the index; please report this",
    ))
}
