//! One segment: batches in the store, written as the parts of the published index.
//!
//! The text blocks stay where they are, in the store, until the parts are cut into files. The bytes of the parts
//! depend on the reports alone: neither threads nor batches show (but for where a segment is cut that has room for no more).

#![expect(
    clippy::disallowed_methods,
    reason = "the index is written to a folder of its own, which publish then takes"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::index::batch::{Batch, ReportFacts};
use crate::index::lists::ListFiles;
use crate::index::merge::{Run, Runs};
use crate::index::values;
use crate::search::Error;
use crate::search::format::manifest::Part;
use crate::search::format::position_table::{PositionTable, first_position};
use crate::search::format::schema::{self, LISTED};
use crate::search::text::gram::Lexicon;

/// The parts of a segment, in their order.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) reports: u32,
    pub(super) parts: Vec<(Part, Vec<Piece>)>,
}

/// Some bytes of a part.
#[derive(Debug)]
pub(super) enum Piece {
    Bytes(Vec<u8>),
    File(Arc<File>, Range<u64>),
}

impl Piece {
    pub(super) fn length(&self) -> u64 {
        match self {
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::File(_, range) => range.end - range.start,
        }
    }
}

/// Parts batches into as many segments as are needed for the positions of each to be counted: one, as a rule.
pub(super) fn with_room(batches: &[Batch]) -> Vec<Range<usize>> {
    let (mut segments, mut start, mut reports, mut blocks) = (Vec::new(), 0, 0, 0);
    for (at, batch) in batches.iter().enumerate() {
        reports += batch.facts.reports.len();
        blocks += batch.facts.blocks();
        let end = u32::try_from(blocks).map(|blocks| first_position(reports, blocks));
        if !end.is_ok_and(|end| end <= u64::from(u32::MAX)) && at > start {
            segments.push(start..at);
            (start, reports, blocks) = (at, batch.facts.reports.len(), batch.facts.blocks());
        }
    }
    segments.push(start..batches.len());
    segments
}

/// Writes the parts of a segment of these batches in `folder`, which is new.
///
/// # Errors
///
/// If the store cannot be read, or if a part cannot be written.
pub(super) fn write(
    folder: &Path,
    lexicon: &Lexicon,
    batches: &[Batch],
    threads: NonZeroUsize,
) -> Result<Written, Error> {
    fs::create_dir(folder)?;
    let reports = || batches.iter().flat_map(|batch| &batch.facts.reports);
    let units = batches.iter().map(|batch| batch.facts.units).sum();
    let paths = [Part::Terms, Part::Postings].map(|part| folder.join(part.name()));
    let [terms, postings] = &paths;
    let create = File::create_new::<&Path>;
    let mut lists = ListFiles::new(create(terms)?, create(postings)?, units);
    let mut of_fields = <[Vec<Run<'_>>; LISTED]>::default();
    let (mut first_report, mut blocks) = (0usize, 0u32);
    for batch in batches {
        let report = u32::try_from(first_report).map_err(io::Error::other)?;
        let position = first_position(first_report, blocks);
        let position = u32::try_from(position).map_err(io::Error::other)?;
        let offsets = [report, position, position, position];
        let runs = batch.runs.iter().zip(&batch.facts.runs).zip(offsets);
        for (of_field, ((stored, directories), offset)) in of_fields.iter_mut().zip(runs) {
            let run = |(stored, directory): (&crate::store::Stored, _)| Run {
                directory,
                file: stored.file.clone(),
                bytes: stored.range.clone(),
                offset,
            };
            of_field.extend(stored.iter().zip(directories).map(run));
        }
        first_report += batch.facts.reports.len();
        let more = u32::try_from(batch.facts.blocks()).map_err(io::Error::other)?;
        blocks = blocks.saturating_add(more);
    }
    let reports_count = u32::try_from(first_report).map_err(io::Error::other)?;
    let end = first_position(first_report, blocks);
    let end = u32::try_from(end).map_err(io::Error::other)?;
    let listed = schema::terms(reports_count, end).into_iter();
    for ((field, end, has_kept), runs) in listed.zip(of_fields) {
        lists.field(field, &Runs::new(runs, has_kept, end), threads)?;
    }
    let facts = reports().map(|report| &report.facts);
    for (field, values) in schema::values().into_iter().zip(values::of(facts)) {
        lists.values(field, values, reports_count)?;
    }
    lists.close()?;
    let names = serde_json::to_vec(&other_names(reports())).map_err(io::Error::from)?;
    let texts = reports().map(|report| report.texts.as_slice());
    let table = PositionTable::to_bytes(texts);
    let file = |path: &Path| -> io::Result<Vec<Piece>> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(vec![Piece::File(Arc::new(file), 0..length)])
    };
    let pieces = |part: Part| match part {
        Part::Terms => file(terms),
        Part::Postings => file(postings),
        Part::Lexicon => Ok(vec![Piece::Bytes(lexicon.to_bytes())]),
        Part::PositionTable => Ok(vec![Piece::Bytes(table.clone())]),
        Part::Names => Ok(vec![Piece::Bytes(names.clone())]),
        Part::Texts => Ok(batches
            .iter()
            .map(|batch| Piece::File(batch.texts.file.clone(), batch.texts.range.clone()))
            .collect()),
    };
    let parts = Part::ALL.into_iter();
    let parts = parts.map(|part| Ok((part, pieces(part)?)));
    let written = Written {
        reports: reports_count,
        parts: parts.collect::<io::Result<_>>()?,
    };
    // The files are open; their names are needed no more. Where a file keeps its name as long as it is open they go with
    // the folder that this one is in.
    let _ = fs::remove_dir_all(folder);
    Ok(written)
}

fn other_names<'f>(
    reports: impl Iterator<Item = &'f ReportFacts>,
) -> BTreeMap<&'f str, BTreeSet<&'f str>> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let agencies = reports.flat_map(|report| &report.facts.agencies);
    for agency in agencies.filter(|agency| !agency.other_names.is_empty()) {
        let known = names.entry(&agency.name).or_default();
        known.extend(agency.other_names.iter().map(String::as_str));
    }
    names
}
