//! What the index keeps of a report: the fields of tantivy's schema and the stored record.
//!
//! The schema is code, never read from a file, so that what opens an index knows what it holds. A
//! change here is another [`FORMAT`](super::pack::FORMAT).

use serde::{Deserialize, Serialize};
use tantivy::IndexSettings;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::store::Compressor;

use super::tokenizer::{PAIRS, UNITS, WHOLE};

/// Bytes of stored records that are compressed together: what a hit's passages cost to read.
const STORE_BLOCK: usize = 4096;

/// The fields that answer which years, agencies, types, topics and statuses the hits have.
pub(crate) const YEAR: &str = "year";
pub(crate) const AGENCY: &str = "agency";
pub(crate) const TYPE: &str = "type";
pub(crate) const TOPIC: &str = "topic";
pub(crate) const STATUS: &str = "status";

/// The day that orders reports, as yyyymmdd; unknown parts and an unknown day are 0.
pub(crate) const DATE: &str = "date";
/// The position of the last unit of the title.
pub(crate) const TITLE_END: &str = "title_end";
/// The position of the last unit before the body.
pub(crate) const HEADING_END: &str = "heading_end";

/// The schema and its fields.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// Which reports hold a unit.
    pub(crate) units: Field,
    /// Where in which reports two units follow each other.
    pub(crate) pairs: Field,
    /// The [`Record`].
    pub(crate) record: Field,
    pub(crate) year: Field,
    pub(crate) agency: Field,
    pub(crate) kind: Field,
    pub(crate) topic: Field,
    pub(crate) status: Field,
    pub(crate) date: Field,
    pub(crate) title_end: Field,
    pub(crate) heading_end: Field,
}

impl Fields {
    pub(crate) fn new() -> Self {
        let mut schema = Schema::builder();
        let text = |tokenizer, option| {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(option)
                    .set_fieldnorms(false),
            )
        };
        let facet = || TextOptions::default().set_fast(WHOLE);
        Fields {
            units: schema.add_text_field(UNITS, text(UNITS, IndexRecordOption::Basic)),
            pairs: schema
                .add_text_field(PAIRS, text(PAIRS, IndexRecordOption::WithFreqsAndPositions)),
            record: schema.add_bytes_field("record", STORED),
            year: schema.add_u64_field(YEAR, FAST),
            agency: schema.add_text_field(AGENCY, facet()),
            kind: schema.add_text_field(TYPE, facet()),
            topic: schema.add_text_field(TOPIC, facet()),
            status: schema.add_text_field(STATUS, facet()),
            date: schema.add_u64_field(DATE, FAST),
            title_end: schema.add_u64_field(TITLE_END, FAST),
            heading_end: schema.add_u64_field(HEADING_END, FAST),
            schema: schema.build(),
        }
    }
}

/// How segments are written.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    }
}

/// A report as a hit shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) source: String,
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) title: String,
    /// The headings that blocks stand under, each once.
    pub(crate) headings: Vec<String>,
    pub(crate) blocks: Vec<RecordBlock>,
}

impl Record {
    /// The record as it is stored: JSON in UTF-16, which packs Chinese a sixth smaller than UTF-8.
    pub(crate) fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let json = serde_json::to_string(self)?;
        Ok(json.encode_utf16().flat_map(u16::to_le_bytes).collect())
    }

    /// Reads what [`Record::to_bytes`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> serde_json::Result<Record> {
        let units = bytes.as_chunks().0.iter().copied().map(u16::from_le_bytes);
        let json: String = char::decode_utf16(units)
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        serde_json::from_str(&json)
    }
}

/// A paragraph, a table cell or a heading: anchor, place in `headings`, whether it is a heading, text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordBlock(
    pub(crate) String,
    pub(crate) u32,
    #[serde(with = "flag")] pub(crate) bool,
    pub(crate) String,
);

/// A flag in one byte of JSON.
mod flag {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    pub(super) fn serialize<S: Serializer>(flag: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(u8::from(*flag))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<bool, D::Error> {
        Ok(u8::deserialize(input)? != 0)
    }
}
