//! One segment of an index, opened: its lists, columns, lexicon and text blocks.
//!
//! Everything here reads through the [store](super::store): what is not here yet is [`Lookup::Wanted`], and
//! the caller goes on with what else it can read. Nothing is decided about queries.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::index::SegmentComponent;
use tantivy::schema::Field;
use tantivy::{HasLen, SegmentReader};

use crate::search::error::Error;
use crate::search::format::block::TextBlock;
use crate::search::format::checksum;
use crate::search::format::dictionary::{TermDictionary, TermInfo};
use crate::search::format::list::List;
use crate::search::format::manifest::{Part, SegmentFiles};
use crate::search::format::position_table::PositionTable;
use crate::search::format::schema::{AGENCY, Fields, LISTED, REGION, STATUS, TOPIC, TYPE, YEAR};
use crate::search::store::Store;
use crate::search::text::gram::Lexicon;

/// What a segment answers when something is looked up in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lookup<T> {
    /// It is here.
    Here(T),
    /// The segment has no such thing.
    Absent,
    /// Its bytes are not here yet; now they are wanted.
    Wanted,
}

/// The lists of a field.
struct FieldLists {
    terms: TermDictionary,
    postings: FileSlice,
    /// What their numbers are less than.
    end: u32,
    /// Whether something is kept of each number.
    has_kept: bool,
}

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

/// A column of values that are texts.
pub(crate) struct Values {
    column: Option<StrColumn>,
    /// The values, by their ordinals.
    pub(crate) names: Vec<String>,
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
    years: Column<u64>,
    pub(crate) agency: Values,
    pub(crate) kind: Values,
    pub(crate) topic: Values,
    pub(crate) status: Values,
    pub(crate) region: Values,
}

impl Values {
    fn open(reader: &SegmentReader, field: &str) -> Result<Values, Error> {
        let column = reader.fast_fields().str(field)?;
        let mut names = Vec::new();
        if let Some(column) = &column {
            for ordinal in 0..column.dictionary().num_terms() as u64 {
                let mut name = String::new();
                column.ord_to_str(ordinal, &mut name)?;
                names.push(name);
            }
        }
        Ok(Values { column, names })
    }

    /// The ordinals of a report's values.
    pub(crate) fn of(&self, report: u32) -> impl Iterator<Item = usize> + '_ {
        self.column
            .iter()
            .flat_map(move |column| column.term_ords(report))
            .filter_map(|ordinal| usize::try_from(ordinal).ok())
    }
}

impl FieldLists {
    fn open(
        terms: &CompositeFile,
        postings: &CompositeFile,
        (field, end, has_kept): (Field, u32, bool),
    ) -> Result<FieldLists, Error> {
        let terms = terms.open_read(field).unwrap_or_else(FileSlice::empty);
        Ok(FieldLists {
            terms: TermDictionary::open(&terms)?,
            postings: postings.open_read(field).unwrap_or_else(FileSlice::empty),
            end,
            has_kept,
        })
    }
}

impl Segment {
    /// Opens the segment `number`; what that reads must be here.
    pub(crate) fn open(
        number: usize,
        files: &SegmentFiles,
        segment: &tantivy::Segment,
        store: &Arc<Store>,
        fields: &Fields,
    ) -> Result<Segment, Error> {
        let reader = SegmentReader::open(segment)?;
        let composite = |component| -> Result<CompositeFile, Error> {
            let file = segment
                .open_read(component)
                .map_err(tantivy::TantivyError::from)?;
            Ok(CompositeFile::open(&file)?)
        };
        let postings = composite(SegmentComponent::Postings)?;
        let terms = composite(SegmentComponent::Terms)?;
        let open = |field| FieldLists::open(&terms, &postings, field);
        let part = |part: Part| -> Result<_, Error> {
            let range = files
                .part(part)
                .ok_or_else(|| Error::nonsense("a part is missing"))?;
            match store.read(number, &range) {
                Some(bytes) => Ok(bytes),
                None => Err(Error::nonsense("the bundle lacks a part")),
            }
        };
        let positions = PositionTable::from_bytes(&part(Part::PositionTable)?)
            .ok_or_else(|| Error::nonsense("positions make no sense"))?;
        let texts = files
            .part(Part::Texts)
            .ok_or_else(|| Error::nonsense("a part is missing"))?;
        let end = positions.end().filter(|_| {
            positions.reports() == files.reports as usize
                && reader.max_doc() == files.reports
                && positions.bytes() == texts.end - texts.start
        });
        let Some(end) = end else {
            return Err(Error::nonsense("counts make no sense"));
        };
        let [reports, in_positions, numbers, cites] = fields.terms(files.reports, end);
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
            years: reader.fast_fields().u64(YEAR)?,
            agency: Values::open(&reader, AGENCY)?,
            kind: Values::open(&reader, TYPE)?,
            topic: Values::open(&reader, TOPIC)?,
            status: Values::open(&reader, STATUS)?,
            region: Values::open(&reader, REGION)?,
        })
    }

    /// The years of a report.
    pub(crate) fn years(&self, report: u32) -> impl Iterator<Item = u64> + '_ {
        self.years.values_for_doc(report)
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
        let lists = self.lists(kind);
        match lists.terms.get(term) {
            Ok(None) => Ok(Lookup::Absent),
            Ok(Some(info)) => match info.range.end <= lists.postings.len() {
                true => Ok(Lookup::Here(info)),
                false => Err(Error::nonsense("a list lies outside its file")),
            },
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Lookup::Wanted),
            Err(error) => Err(error.into()),
        }
    }

    /// The list of a term that was looked up; none while its bytes are wanted.
    pub(crate) fn list(&self, kind: ListKind, info: &TermInfo) -> Result<Option<List>, Error> {
        let lists = self.lists(kind);
        let bytes = match lists.postings.read_bytes_slice(info.range.clone()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if checksum::of_list(&bytes) != info.sum {
            return Err(Error::nonsense("a list was altered"));
        }
        let list = List::read(&bytes, info.length, lists.end, lists.has_kept);
        list.map(Some)
            .ok_or_else(|| Error::nonsense("a list makes no sense"))
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
