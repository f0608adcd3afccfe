//! One segment of an index, opened: its lists, values, lexicon and text blocks.
//!
//! Everything here reads through the [store](super::store): what is not here yet is [`Lookup::Wanted`], and
//! the caller goes on with what else it can read. Nothing is decided about queries.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::directory::{CompositeFile, FileSlice};

use crate::search::error::Error;
use crate::search::field_lists::{FieldLists, Lookup};
use crate::search::format::block::TextBlock;
use crate::search::format::dictionary::TermInfo;
use crate::search::format::list::List;
use crate::search::format::manifest::{Part, SegmentFiles};
use crate::search::format::position_table::PositionTable;
use crate::search::format::schema::{self, LISTED};
use crate::search::store::{Store, StoreFile};
use crate::search::text::gram::Lexicon;
use crate::search::values::Values;

/// Which lists of a segment: one kind for each field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListKind {
    /// Of units and frequent grams: which reports.
    Reports,
    /// Of rarer grams: where.
    Positions,
    /// Of the numbers of reports: where.
    Numbers,
    /// Of the names of what reports cite: where.
    Cites,
}

/// The segment.
pub(crate) struct Segment {
    number: usize,
    /// How many reports it holds.
    pub(crate) size: u32,
    store: Arc<Store>,
    lists: [FieldLists; LISTED],
    pub(crate) lexicon: Lexicon,
    /// The lexicon of numbers and of what is cited, which is empty.
    pub(crate) no_lexicon: Lexicon,
    /// The other names of agencies.
    pub(crate) other_names: BTreeMap<String, Vec<String>>,
    pub(crate) positions: PositionTable,
    /// Where the text blocks begin in the segment.
    texts: u64,
    years: Values,
    /// The years as numbers, by their ordinals.
    year_numbers: Vec<u16>,
    pub(crate) agency: Values,
    pub(crate) kind: Values,
    pub(crate) topic: Values,
    pub(crate) status: Values,
    pub(crate) region: Values,
}

impl Segment {
    /// Opens the segment `number`; what that reads must be here.
    pub(crate) fn open(
        number: usize,
        files: &SegmentFiles,
        store: &Arc<Store>,
    ) -> Result<Segment, Error> {
        let range = |part: Part| {
            let range = files.part(part);
            range.ok_or_else(|| Error::nonsense("a part is missing"))
        };
        let composite = |part: Part| -> Result<CompositeFile, Error> {
            let file = StoreFile::new(Arc::clone(store), number, range(part)?);
            Ok(CompositeFile::open(&FileSlice::new(Arc::new(file)))?)
        };
        let terms = composite(Part::Terms)?;
        let postings = composite(Part::Postings)?;
        let open = |field| FieldLists::open(&terms, &postings, field);
        let part = |part: Part| -> Result<_, Error> {
            let bytes = store.read(number, &range(part)?);
            bytes.ok_or_else(|| Error::nonsense("the bundle lacks a part"))
        };
        let positions = PositionTable::from_bytes(&part(Part::PositionTable)?)
            .ok_or_else(|| Error::nonsense("positions make no sense"))?;
        let texts = range(Part::Texts)?;
        let end = positions.end().filter(|_| {
            positions.reports() == files.reports as usize
                && positions.bytes() == texts.end - texts.start
        });
        let Some(end) = end else {
            return Err(Error::nonsense("counts make no sense"));
        };
        let [reports, in_positions, numbers, cites] = schema::terms(files.reports, end);
        let values = |field| Values::read(&open((field, files.reports, false))?, files.reports);
        let [year, agency, kind, topic, status, region] = schema::values();
        let years = values(year)?;
        let parsed = years.names.iter().map(|year| year.parse::<u16>());
        let year_numbers: Result<Vec<u16>, _> = parsed.collect();
        Ok(Segment {
            number,
            size: files.reports,
            store: Arc::clone(store),
            lists: [
                open(reports)?,
                open(in_positions)?,
                open(numbers)?,
                open(cites)?,
            ],
            lexicon: Lexicon::from_bytes(&part(Part::Lexicon)?),
            no_lexicon: Lexicon::default(),
            other_names: serde_json::from_slice(&part(Part::Names)?)
                .map_err(|error| Error::nonsense(error.to_string()))?,
            positions,
            texts: texts.start,
            years,
            year_numbers: year_numbers.map_err(|_| Error::nonsense("a year makes no sense"))?,
            agency: values(agency)?,
            kind: values(kind)?,
            topic: values(topic)?,
            status: values(status)?,
            region: values(region)?,
        })
    }

    /// The years of a report.
    pub(crate) fn years(&self, report: u32) -> impl Iterator<Item = u16> + '_ {
        let ordinals = self.years.of(report);
        ordinals.filter_map(|at| self.year_numbers.get(at).copied())
    }

    fn lists(&self, kind: ListKind) -> &FieldLists {
        let [reports, positions, numbers, cites] = &self.lists;
        match kind {
            ListKind::Reports => reports,
            ListKind::Positions => positions,
            ListKind::Numbers => numbers,
            ListKind::Cites => cites,
        }
    }

    /// Looks up a term.
    pub(crate) fn term(&self, kind: ListKind, term: &[u8]) -> Result<Lookup<TermInfo>, Error> {
        self.lists(kind).term(term)
    }

    /// The list of a term that was looked up; none while its bytes are wanted.
    pub(crate) fn list(&self, kind: ListKind, info: &TermInfo) -> Result<Option<List>, Error> {
        self.lists(kind).list(info)
    }

    /// A text block of a report.
    pub(crate) fn text(&self, report: u32, block: u32) -> Result<Lookup<TextBlock>, Error> {
        let Some(range) = self.positions.block(report, block) else {
            return Ok(Lookup::Absent);
        };
        let range = self.texts + range.start..self.texts + range.end;
        match self.store.read(self.number, &range) {
            None => Ok(Lookup::Wanted),
            Some(bytes) => TextBlock::read(&bytes)
                .map(Lookup::Here)
                .map_err(Error::nonsense),
        }
    }
}
