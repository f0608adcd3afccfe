//! The columns of the facets of a segment, by tantivy's indexer.

#![expect(
    clippy::disallowed_methods,
    reason = "the index is written to a folder of its own, which publish then takes"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::{Index, TantivyDocument};

use crate::index::prepare::Facts;
use crate::index::scratch::Scratch;
use crate::search::Error;
use crate::search::format::schema::{Fields, settings};

/// The memory that tantivy may use for the columns; it only sizes its tables.
const WRITER_MEMORY: usize = 16 << 20;

/// tantivy's index of the columns.
pub(super) struct Columns {
    pub(super) index: Index,
    scratch: Scratch,
    /// What its files are called.
    pub(super) name: String,
}

impl Columns {
    /// Writes the columns of these reports in `folder`, which is new.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub(super) fn write<'f>(
        folder: PathBuf,
        fields: &Fields,
        reports: impl Iterator<Item = &'f Facts>,
    ) -> Result<Columns, Error> {
        fs::create_dir(&folder)?;
        let scratch = Scratch::new(folder);
        let mut writer: SingleSegmentIndexWriter = Index::builder()
            .schema(fields.schema.clone())
            .settings(settings())
            .single_segment_index_writer(scratch.clone(), WRITER_MEMORY)?;
        for facts in reports {
            writer.add_document(document(fields, facts))?;
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

    /// Where a file of that name lies.
    pub(super) fn path(&self, name: &str, extension: &str) -> PathBuf {
        self.scratch.path(Path::new(&format!("{name}.{extension}")))
    }
}

fn document(fields: &Fields, facts: &Facts) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    for year in BTreeSet::from_iter(&facts.years) {
        document.add_u64(fields.year, u64::from(*year));
    }
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
    for region in BTreeSet::from_iter(&facts.regions) {
        document.add_text(fields.region, region);
    }
    document
}
