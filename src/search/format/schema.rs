//! What the index keeps of a report in tantivy's schema: lists of terms, and columns for the facets.
//!
//! The schema is code, never read from a file, so that what opens an index knows what it holds. A
//! change here is another [`FORMAT`](super::version::FORMAT).

use tantivy::IndexSettings;
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

/// The tokenizer of values that are kept whole; tantivy has it.
const WHOLE: &str = "raw";

/// Which reports have which year, agency, type, topic, status and region. A region is a path of names, the outermost
/// first, with [`REGION_STEP`] between.
pub(crate) const YEAR: &str = "year";
pub(crate) const AGENCY: &str = "agency";
pub(crate) const TYPE: &str = "type";
pub(crate) const TOPIC: &str = "topic";
pub(crate) const STATUS: &str = "status";
pub(crate) const REGION: &str = "region";

/// What stands between the names of a region's path; no name of one holds it.
pub(crate) const REGION_STEP: char = '/';

/// How many fields have lists.
pub(crate) const LISTED: usize = 4;

/// The schema and its fields. The terms of the first four are made by [`gram`](crate::search::text::gram) and
/// written by `index`, never by a tokenizer of tantivy. Their [lists](super::list) are of reports in the first field
/// and of [positions](super::position) in the others: a list of positions is one row of rising numbers, a third
/// smaller than reports with frequencies and positions, and one read.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// Which reports hold a unit or a frequent gram; of each the best zone and the first text block, as
    /// [one number](super::position::encode_place), and how often it stands there is kept.
    pub(crate) reports: Field,
    /// Where in which reports a rarer gram stands.
    /// Called `places` in the schema, whose names are part of the format.
    pub(crate) positions: Field,
    /// Where in which document and index numbers a unit or two stand.
    pub(crate) numbers: Field,
    /// Where in the names of what is cited a unit or two stand.
    pub(crate) cites: Field,
    pub(crate) year: Field,
    pub(crate) agency: Field,
    pub(crate) kind: Field,
    pub(crate) topic: Field,
    pub(crate) status: Field,
    pub(crate) region: Field,
}

impl Fields {
    pub(crate) fn new() -> Self {
        let mut schema = Schema::builder();
        let terms = || {
            TextOptions::default().set_indexing_options(
                TextFieldIndexing::default()
                    .set_tokenizer(WHOLE)
                    .set_index_option(IndexRecordOption::Basic)
                    .set_fieldnorms(false),
            )
        };
        let facet = || TextOptions::default().set_fast(WHOLE);
        Fields {
            reports: schema.add_text_field("reports", terms()),
            positions: schema.add_text_field("places", terms()),
            numbers: schema.add_text_field("numbers", terms()),
            cites: schema.add_text_field("cites", terms()),
            year: schema.add_u64_field(YEAR, FAST),
            agency: schema.add_text_field(AGENCY, facet()),
            kind: schema.add_text_field(TYPE, facet()),
            topic: schema.add_text_field(TOPIC, facet()),
            status: schema.add_text_field(STATUS, facet()),
            region: schema.add_text_field(REGION, facet()),
            schema: schema.build(),
        }
    }

    /// The fields of terms, in the order in which a segment of so many reports holds them, `end` being the position
    /// past its last: what the numbers of each are less than, and whether something is kept of each number.
    pub(crate) fn terms(&self, reports: u32, end: u32) -> [(Field, u32, bool); LISTED] {
        [
            (self.reports, reports, true),
            (self.positions, end, false),
            (self.numbers, end, false),
            (self.cites, end, false),
        ]
    }
}

/// How segments are written; nothing is stored in tantivy's own store.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: tantivy::store::Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}
