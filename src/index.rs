//! Making the search index: entries in, the files of `search-index/` out.
//!
//! Entries come in the order of the archive, one at a time. They are gathered into batches by their
//! size alone, each batch becomes a segment on a thread of its own, and at the end the segments are
//! merged into one: so neither the number of threads nor their speed shows in a single byte. Memory
//! holds one batch being gathered and one for each thread, whatever the size of the archive.
//!
//! This module never decides what is searched or how: that is [`crate::search`].

mod entry;
mod scratch;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, VecDeque};
use std::fs::{self, File};
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use sha2::{Digest, Sha256};
use tantivy::indexer::{SingleSegmentIndexWriter, merge_filtered_segments};
use tantivy::{Index, TantivyDocument};
use tempfile::TempDir;

pub use self::entry::entry;
use self::scratch::Scratch;
use crate::search::Error;
use crate::search::folder::{CHECK_BLOCK, check, hexadecimal};
use crate::search::pack::{
    FORMAT, MANIFEST, Manifest, PARTS, PackedFile as FileEntry, SegmentFiles,
};
use crate::search::schema::{Fields, Record, RecordBlock, settings};
use crate::search::tokenizer::{ANALYZER, tokenizers, zone_ends};
use crate::search::unit::{BLOCK_END, ZONE_END};

/// Bytes of text that make a batch, and so the segments: part of what the index's bytes depend on.
const BATCH: usize = 8 << 20;

/// The most segments that are merged at once: each has six files open, and a machine may allow 256.
const MERGE: usize = 32;

/// What tantivy is told that a batch may take; it only sizes its tables.
const WRITER_MEMORY: usize = 32 << 20;

/// A report as the index takes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its file in the content tree.
    pub source: String,
    /// Its id.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its title: searched, and shown with a hit.
    pub title: String,
    /// The day that orders it, as yyyymmdd; unknown parts are 00.
    pub date: Option<u32>,
    /// The years that it belongs to; none is "undated".
    pub years: Vec<u16>,
    /// Its agency, as the facet shows it.
    pub agency: String,
    /// Its type, as the facet shows it.
    pub kind: String,
    /// Its topics, as the facet shows them.
    pub topics: Vec<String>,
    /// Its status, as the facet shows it.
    pub status: Option<String>,
    /// Its text, in order.
    pub blocks: Vec<Block>,
}

/// A paragraph, a table cell or a heading; no phrase is found across its ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The anchor that a passage links to.
    pub anchor: String,
    /// The heading that it stands under; of a heading, itself.
    pub heading: String,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Its text without markup.
    pub text: String,
}

impl Entry {
    /// Bytes of its text and what is kept beside it, about.
    fn size(&self) -> usize {
        let block = |block: &Block| block.text.len() + block.anchor.len() + block.heading.len();
        self.title.len() + self.url.len() + self.blocks.iter().map(block).sum::<usize>()
    }
}

/// A finished index: its files lie in a scratch folder that goes when this goes.
#[derive(Debug)]
pub struct Built {
    /// Every file, the manifest last.
    pub files: Vec<BuiltFile>,
    /// How many reports it holds.
    pub reports: u32,
    /// The length of all files.
    pub bytes: u64,
    _folder: TempDir,
}

/// A file of the index, ready to be linked or copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltFile {
    /// Its name in `search-index/`.
    pub name: String,
    /// Where it lies until [`Built`] goes.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A segment on disk.
#[derive(Debug)]
struct Written {
    index: Index,
    scratch: Scratch,
}

/// Takes entries and makes the index of them.
#[derive(Debug)]
pub struct Builder {
    folder: TempDir,
    threads: usize,
    batch: Vec<Entry>,
    batch_size: usize,
    /// [`BATCH`]; tests take less.
    batch_limit: usize,
    running: VecDeque<JoinHandle<Result<Written, Error>>>,
    segments: Vec<Written>,
    /// Numbers the folders of segments.
    made: usize,
    reports: u32,
}

impl Builder {
    /// A builder that writes below `scratch` and uses at most `threads` threads of its own.
    ///
    /// # Errors
    ///
    /// No folder can be made there.
    pub fn new(scratch: &Path, threads: NonZeroUsize) -> io::Result<Builder> {
        Ok(Builder {
            folder: tempfile::Builder::new()
                .prefix(".gongbao-index-")
                .tempdir_in(scratch)?,
            threads: threads.get(),
            batch: Vec::new(),
            batch_size: 0,
            batch_limit: BATCH,
            running: VecDeque::new(),
            segments: Vec::new(),
            made: 0,
            reports: 0,
        })
    }

    /// Takes the next report, in the order of the archive, which decides where nothing else does.
    ///
    /// Waits while all threads are busy.
    ///
    /// # Errors
    ///
    /// The disk.
    pub fn add(&mut self, entry: Entry) -> Result<(), Error> {
        self.batch_size += entry.size();
        self.batch.push(entry);
        self.reports += 1;
        if self.batch_size >= self.batch_limit {
            self.start_batch()?;
        }
        Ok(())
    }

    /// The folder of the next segment.
    fn next_scratch(&mut self) -> io::Result<Scratch> {
        let folder = self.folder.path().join(format!("{:04}", self.made));
        self.made += 1;
        fs::create_dir(&folder)?;
        Ok(Scratch::new(folder))
    }

    fn start_batch(&mut self) -> Result<(), Error> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_size = 0;
        let scratch = self.next_scratch()?;
        if self.running.len() == self.threads {
            self.await_batch()?;
        }
        let work = move || write_segment(scratch, batch);
        let thread = std::thread::Builder::new().name("index".to_owned());
        self.running.push_back(thread.spawn(work)?);
        Ok(())
    }

    /// Waits for the oldest batch.
    fn await_batch(&mut self) -> Result<(), Error> {
        if let Some(thread) = self.running.pop_front() {
            let segment = thread
                .join()
                .map_err(|_| io::Error::other("indexing stopped"))??;
            self.segments.push(segment);
        }
        Ok(())
    }

    /// Writes what is left and makes the files.
    ///
    /// # Errors
    ///
    /// The disk.
    pub fn finish(mut self) -> Result<Built, Error> {
        if !self.batch.is_empty() {
            self.start_batch()?;
        }
        while !self.running.is_empty() {
            self.await_batch()?;
        }
        while self.segments.len() > 1 {
            let mut segments = std::mem::take(&mut self.segments).into_iter().peekable();
            while segments.peek().is_some() {
                let group: Vec<Written> = segments.by_ref().take(MERGE).collect();
                let merged = merge(self.next_scratch()?, group)?;
                self.segments.push(merged);
            }
        }
        self.pack()
    }

    /// Names the files of the segments by their content and describes them.
    fn pack(self) -> Result<Built, Error> {
        let mut files = Vec::new();
        let mut checks = Vec::new();
        let mut segments = Vec::new();
        for written in &self.segments {
            for segment in written.index.searchable_segment_metas()? {
                let mut entries = Vec::with_capacity(PARTS.len());
                for part in PARTS {
                    let name = format!("{}.{part}", segment.id().uuid_string());
                    let path = written.scratch.path(Path::new(&name));
                    let (entry, built) = seal(&self.folder, &path, part, &mut checks)?;
                    entries.push(entry);
                    files.push(built);
                }
                segments.push(SegmentFiles {
                    reports: segment.max_doc(),
                    files: entries,
                });
            }
        }
        let path = self.folder.path().join("checks");
        fs::write(&path, &checks)?;
        let (checks, built) = seal(&self.folder, &path, "checks", &mut Vec::new())?;
        files.push(built);
        let mut manifest = Manifest {
            format: FORMAT,
            analyzer: ANALYZER,
            reports: self.reports,
            segments,
            checks,
            digest: String::new(),
        };
        manifest.digest = hexadecimal(&Sha256::digest(manifest.digested()));
        let json = manifest.to_json();
        let path = self.folder.path().join(MANIFEST);
        fs::write(&path, &json)?;
        files.push(BuiltFile {
            name: MANIFEST.to_owned(),
            path,
            bytes: json.len() as u64,
            sha256: hexadecimal(&Sha256::digest(&json)),
        });
        Ok(Built {
            reports: self.reports,
            bytes: files.iter().map(|file| file.bytes).sum(),
            files,
            _folder: self.folder,
        })
    }
}

/// Hashes a file, adds the checks of its blocks, and gives it the name of its content.
fn seal(
    folder: &TempDir,
    path: &Path,
    part: &str,
    checks: &mut Vec<u8>,
) -> io::Result<(FileEntry, BuiltFile)> {
    let mut file = File::open(path)?;
    let (mut hash, mut bytes, mut block) = (Sha256::new(), 0, Vec::new());
    loop {
        block.clear();
        (&mut file).take(CHECK_BLOCK).read_to_end(&mut block)?;
        if block.is_empty() {
            break;
        }
        hash.update(&block);
        checks.extend(check(&block));
        bytes += block.len() as u64;
    }
    let sha256 = hexadecimal(&hash.finalize());
    let name = format!("{}.bin", sha256.get(..20).unwrap_or_default());
    let sealed = folder.path().join(&name);
    fs::rename(path, &sealed)?;
    let entry = FileEntry {
        part: part.to_owned(),
        name: name.clone(),
        bytes,
        sha256: sha256.clone(),
    };
    let built = BuiltFile {
        name,
        path: sealed,
        bytes,
        sha256,
    };
    Ok((entry, built))
}

fn write_segment(scratch: Scratch, batch: Vec<Entry>) -> Result<Written, Error> {
    let fields = Fields::new();
    let mut writer: SingleSegmentIndexWriter = Index::builder()
        .schema(fields.schema.clone())
        .settings(settings())
        .tokenizers(tokenizers())
        .single_segment_index_writer(scratch.clone(), WRITER_MEMORY)?;
    for entry in batch {
        writer.add_document(document(&fields, entry)?)?;
    }
    let index = writer.finalize()?;
    Ok(Written { index, scratch })
}

/// Merges segments in their order and removes them.
fn merge(scratch: Scratch, segments: Vec<Written>) -> Result<Written, Error> {
    let mut all = Vec::with_capacity(segments.len());
    for segment in &segments {
        all.extend(segment.index.searchable_segments()?);
    }
    let filters = all.iter().map(|_| None).collect();
    let index = merge_filtered_segments(&all, settings(), filters, scratch.clone())?;
    drop(all);
    for Written { index, scratch } in segments {
        drop(index);
        scratch.remove()?;
    }
    Ok(Written { index, scratch })
}

/// The text that is indexed: the title, the headings, the rest, with the ends of zones and blocks.
fn indexed_text(entry: &Entry) -> String {
    // The ends are control characters, which text does not need.
    let add = |text: &mut String, block: &str| {
        match block.contains([BLOCK_END, ZONE_END]) {
            true => text.push_str(&block.replace([BLOCK_END, ZONE_END], " ")),
            false => text.push_str(block),
        }
        text.push(BLOCK_END);
    };
    let mut text = String::with_capacity(entry.size());
    add(&mut text, &entry.title);
    text.push(ZONE_END);
    for block in entry.blocks.iter().filter(|block| block.is_heading) {
        add(&mut text, &block.text);
    }
    text.push(ZONE_END);
    for block in entry.blocks.iter().filter(|block| !block.is_heading) {
        add(&mut text, &block.text);
    }
    text
}

fn document(fields: &Fields, entry: Entry) -> Result<TantivyDocument, Error> {
    let text = indexed_text(&entry);
    let [title_end, heading_end] = zone_ends(&text);
    let mut document = TantivyDocument::default();
    document.add_text(fields.units, &text);
    document.add_text(fields.pairs, &text);
    document.add_u64(fields.title_end, title_end);
    document.add_u64(fields.heading_end, heading_end);
    document.add_u64(fields.date, entry.date.unwrap_or(0).into());
    for year in BTreeSet::from_iter(&entry.years) {
        document.add_u64(fields.year, u64::from(*year));
    }
    document.add_text(fields.agency, &entry.agency);
    document.add_text(fields.kind, &entry.kind);
    for topic in BTreeSet::from_iter(&entry.topics) {
        document.add_text(fields.topic, topic);
    }
    if let Some(status) = &entry.status {
        document.add_text(fields.status, status);
    }
    let record = record(entry).to_bytes().map_err(io::Error::from)?;
    document.add_bytes(fields.record, &record);
    Ok(document)
}

fn record(entry: Entry) -> Record {
    let mut headings: Vec<String> = Vec::new();
    let mut blocks = Vec::with_capacity(entry.blocks.len());
    for block in entry.blocks {
        // Blocks under one heading follow each other.
        if headings.last() != Some(&block.heading) {
            headings.push(block.heading);
        }
        let heading = u32::try_from(headings.len() - 1).unwrap_or(u32::MAX);
        blocks.push(RecordBlock(
            block.anchor,
            heading,
            block.is_heading,
            block.text,
        ));
    }
    Record {
        source: entry.source,
        id: entry.id,
        url: entry.url,
        title: entry.title,
        headings,
        blocks,
    }
}
