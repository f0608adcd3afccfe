//! One segment: reports gathered on disk, then written as the parts of the published index.
//!
//! While reports come, their text blocks go to their file and their units to another; when all have come,
//! the lexicon is counted, batches are inverted in parallel, and their sorted runs are merged into
//! lists. Batches are cut by size alone, so that no number of threads shows.

#![expect(
    clippy::disallowed_methods,
    reason = "the index is written to a folder of its own, which publish then takes"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::{Index, TantivyDocument};

use crate::index::invert::{Batch, invert};
use crate::index::lexicon::{GramCounts, one_in};
use crate::index::lists::ListFiles;
use crate::index::prepare::{Facts, Prepared};
use crate::index::scratch::Scratch;
use crate::index::sorted_run::SortedRuns;
use crate::search::Error;
use crate::search::folder::read_at;
use crate::search::format::manifest::Part;
use crate::search::format::position_table::{PositionTable, first_position};
use crate::search::format::schema::{Fields, settings};
use crate::search::text::gram::Lexicon;

/// Bytes of units that are inverted together.
pub(super) const BATCH: usize = 1 << 20;

/// The memory that tantivy may use for the columns; it only sizes its tables.
const WRITER_MEMORY: usize = 16 << 20;

/// The name of tantivy's files of lists.
const LISTS: &str = "lists";

/// The reports of a segment while they come.
#[derive(Debug)]
pub(super) struct Gathered {
    folder: PathBuf,
    texts: BufWriter<File>,
    rows: BufWriter<File>,
    reports: Vec<Report>,
    rows_length: u64,
    units: u64,
    blocks: u32,
}

/// What is remembered of a report.
#[derive(Debug)]
struct Report {
    facts: Facts,
    /// The lengths of its text blocks.
    texts: Vec<u32>,
    /// Where its rows begin and end.
    rows: (u64, u64),
    /// Where its positions begin.
    first_position: u32,
    /// A number that is its own, whatever else the archive holds.
    chance: u64,
}

/// The parts of a segment, each a file, in their order.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) reports: u32,
    pub(super) parts: Vec<(Part, PathBuf)>,
}

impl Gathered {
    /// A segment that is made in `folder`, which is new.
    ///
    /// # Errors
    ///
    /// If `folder` exists, or cannot be made.
    pub(super) fn new(folder: PathBuf) -> io::Result<Gathered> {
        fs::create_dir(&folder)?;
        let create = |name: &str| File::create_new(folder.join(name)).map(BufWriter::new);
        Ok(Gathered {
            texts: create("texts")?,
            rows: create("rows")?,
            folder,
            reports: Vec::new(),
            rows_length: 0,
            units: 0,
            blocks: 0,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// Whether the positions of one more report can be counted.
    pub(super) fn has_room_for(&self, report: &Prepared) -> bool {
        let blocks = u64::from(self.blocks) + report.texts.len() as u64;
        let end =
            u32::try_from(blocks).map(|blocks| first_position(self.reports.len() + 1, blocks));
        end.is_ok_and(|end| end <= u64::from(u32::MAX))
    }

    /// Takes the next report.
    ///
    /// # Errors
    ///
    /// If its texts cannot be written, or if the segment has no room for it ([`Gathered::has_room_for`]).
    pub(super) fn add(&mut self, report: Prepared, chance: u64) -> io::Result<()> {
        let mut texts = Vec::with_capacity(report.texts.len());
        for text in &report.texts {
            self.texts.write_all(text)?;
            texts.push(u32::try_from(text.len()).map_err(io::Error::other)?);
        }
        self.rows.write_all(&report.rows)?;
        let start = self.rows_length;
        self.rows_length += report.rows.len() as u64;
        self.units += report.units;
        let first_position = first_position(self.reports.len(), self.blocks);
        self.blocks += u32::try_from(texts.len()).map_err(io::Error::other)?;
        self.reports.push(Report {
            first_position: u32::try_from(first_position).map_err(io::Error::other)?,
            facts: report.facts,
            texts,
            rows: (start, self.rows_length),
            chance,
        });
        Ok(())
    }

    /// Inverts the segment with at most so many threads, in batches of about so many bytes.
    ///
    /// # Errors
    ///
    /// If the files of the segment cannot be read back, or if the sorted runs cannot be written.
    pub(super) fn invert(mut self, threads: usize, batch: usize) -> Result<Inverted, Error> {
        self.texts.flush()?;
        self.rows.flush()?;
        let rows = File::open(self.folder.join("rows"))?;
        let lexicon = self.lexicon(&rows)?;
        let sorted_runs = self.sorted_runs(&lexicon, &rows, threads, batch)?;
        fs::remove_file(self.folder.join("rows"))?;
        Ok(Inverted {
            gathered: self,
            lexicon,
            sorted_runs,
        })
    }

    fn read_rows(rows: &File, report: &Report) -> io::Result<Vec<u8>> {
        let (start, end) = report.rows;
        let mut bytes = vec![0; usize::try_from(end - start).map_err(io::Error::other)?];
        read_at(rows, &mut bytes, start)?;
        Ok(bytes)
    }

    fn lexicon(&self, rows: &File) -> io::Result<Lexicon> {
        let one_in = one_in(self.units);
        let mut counts = GramCounts::default();
        // At least one, though none may be due.
        let least = self.reports.iter().map(|report| report.chance).min();
        for report in &self.reports {
            if report.chance % one_in == 0 || Some(report.chance) == least {
                counts.add(&Self::read_rows(rows, report)?);
            }
        }
        Ok(counts.lexicon(self.units))
    }

    /// Inverts all reports in batches.
    fn sorted_runs(
        &self,
        lexicon: &Lexicon,
        rows: &File,
        threads: usize,
        batch: usize,
    ) -> io::Result<[SortedRuns; 3]> {
        let file = |name: &str| {
            let path = self.folder.join(name);
            let file = File::options()
                .read(true)
                .write(true)
                .create_new(true)
                .open(&path)?;
            // It goes when it is closed.
            fs::remove_file(&path)?;
            io::Result::Ok(SortedRuns::new(file))
        };
        let sorted_runs = [
            file("runs-reports")?,
            file("runs-positions")?,
            file("runs-numbers")?,
        ];
        let batches = self.batches(batch as u64);
        let next = AtomicUsize::new(0);
        let failed = Mutex::new(Ok(()));
        let work = || -> io::Result<()> {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some((first, reports)) = batches.get(number) else {
                    return Ok(());
                };
                let read = |report| Self::read_rows(rows, report);
                let batch = Batch {
                    first: *first,
                    first_positions: reports.iter().map(|report| report.first_position).collect(),
                    rows: reports.iter().map(read).collect::<io::Result<_>>()?,
                };
                let inverted = invert(lexicon, &batch);
                drop(batch);
                for (sorted_runs, sorted_run) in sorted_runs.iter().zip(inverted.sorted_runs) {
                    sorted_runs.add(number, &sorted_run)?;
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..threads.min(batches.len()) {
                scope.spawn(|| {
                    if let Err(error) = work()
                        && let Ok(mut failed) = failed.lock()
                    {
                        *failed = Err(error);
                    }
                });
            }
        });
        failed
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner())?;
        Ok(sorted_runs)
    }

    /// The reports in batches: the number of the first, and they.
    fn batches(&self, limit: u64) -> Vec<(u32, &[Report])> {
        let (mut batches, mut start, mut size) = (Vec::new(), 0, 0);
        for (at, report) in self.reports.iter().enumerate() {
            size += report.rows.1 - report.rows.0;
            if size >= limit || at + 1 == self.reports.len() {
                let first = u32::try_from(start).unwrap_or(u32::MAX);
                batches.push((first, self.reports.get(start..=at).unwrap_or_default()));
                (start, size) = (at + 1, 0);
            }
        }
        batches
    }

    /// Writes the columns of the facets, by tantivy's indexer.
    fn columns(&self, fields: &Fields) -> Result<Columns, Error> {
        let folder = self.folder.join("tantivy");
        fs::create_dir(&folder)?;
        let scratch = Scratch::new(folder);
        let mut writer: SingleSegmentIndexWriter = Index::builder()
            .schema(fields.schema.clone())
            .settings(settings())
            .single_segment_index_writer(scratch.clone(), WRITER_MEMORY)?;
        for report in &self.reports {
            writer.add_document(document(fields, &report.facts))?;
        }
        let index = writer.finalize()?;
        let segments = index.searchable_segment_metas()?;
        let name = segments.first().map(|segment| segment.id().uuid_string());
        Ok(Columns {
            index,
            scratch,
            name: name.unwrap_or_default(),
        })
    }

    fn other_names(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let agencies = self.reports.iter().flat_map(|of| &of.facts.agencies);
        for agency in agencies.filter(|agency| !agency.other_names.is_empty()) {
            let known = names.entry(&agency.name).or_default();
            known.extend(agency.other_names.iter().map(String::as_str));
        }
        names
    }
}

/// A segment whose lists are in sorted runs.
#[derive(Debug)]
pub(super) struct Inverted {
    gathered: Gathered,
    lexicon: Lexicon,
    sorted_runs: [SortedRuns; 3],
}

impl Inverted {
    /// Writes the parts of the segment; one thread does.
    ///
    /// # Errors
    ///
    /// If a file of the segment cannot be read or written.
    pub(super) fn write(self) -> Result<Written, Error> {
        let Inverted {
            gathered,
            lexicon,
            sorted_runs,
        } = self;
        let fields = Fields::new();
        let columns = gathered.columns(&fields)?;
        let mut lists = ListFiles::create(&columns.index, LISTS, gathered.units)?;
        let reports = u32::try_from(gathered.reports.len()).map_err(io::Error::other)?;
        let end = first_position(gathered.reports.len(), gathered.blocks);
        let end = u32::try_from(end).map_err(io::Error::other)?;
        let terms = fields.terms(reports, end);
        for ((field, end, has_kept), sorted_runs) in terms.into_iter().zip(sorted_runs) {
            lists.field(field, end, has_kept, sorted_runs)?;
        }
        lists.close()?;
        let texts = gathered
            .reports
            .iter()
            .map(|report| report.texts.as_slice());
        let names = serde_json::to_vec(&gathered.other_names()).map_err(io::Error::from)?;
        let small = [
            (Part::Lexicon, lexicon.to_bytes()),
            (Part::PositionTable, PositionTable::to_bytes(texts)),
            (Part::Names, names),
        ];
        for (part, bytes) in &small {
            fs::write(gathered.folder.join(part.name()), bytes)?;
        }
        let path = |part: Part| match part {
            Part::Terms | Part::Postings | Part::Positions => {
                columns.path(LISTS, part.extension().unwrap_or_default())
            }
            Part::Columns | Part::Fieldnorms | Part::Store => {
                columns.path(&columns.name, part.extension().unwrap_or_default())
            }
            Part::Lexicon | Part::PositionTable | Part::Names | Part::Texts => {
                gathered.folder.join(part.name())
            }
        };
        Ok(Written {
            reports: u32::try_from(gathered.reports.len()).unwrap_or(u32::MAX),
            parts: Part::ALL
                .into_iter()
                .map(|part| (part, path(part)))
                .collect(),
        })
    }
}

/// tantivy's index of the columns.
struct Columns {
    index: Index,
    scratch: Scratch,
    name: String,
}

impl Columns {
    fn path(&self, name: &str, extension: &str) -> PathBuf {
        self.scratch.path(Path::new(&format!("{name}.{extension}")))
    }
}

fn document(fields: &Fields, facts: &Facts) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    for year in BTreeSet::from_iter(&facts.years) {
        document.add_u64(fields.year, u64::from(*year));
    }
    document.add_u64(fields.length, facts.length);
    // In their order: a hit names the first first.
    for agency in &facts.agencies {
        document.add_text(fields.agency, &agency.name);
    }
    document.add_text(fields.kind, &facts.kind);
    for topic in BTreeSet::from_iter(&facts.topics) {
        document.add_text(fields.topic, topic);
    }
    if let Some(status) = &facts.status {
        document.add_text(fields.status, status);
    }
    document
}
