//! Tables that are documents: workbooks of spreadsheet programs, CSV.
//!
//! In: XLSX, ODS, CSV. Out: each sheet as paragraphs and tables that show what its program shows. What is hidden, and what
//! is beside the cells, is left out and named. Never calculates: of a formula the value is taken that was stored with it.

mod csv;
mod layout;
mod number_format;
mod reference;
mod sheet;

use crate::diagnostic::Text;
use crate::import::document::Document;
use crate::import::text::encoding;
use crate::import::{Format, Refusal, Source};

/// Workbooks and tables.
pub(crate) fn format() -> Format {
    Format {
        name: Text::new("表格（XLSX、ODS、CSV）", "tables (XLSX, ODS, CSV)"),
        endings: &["csv", "tsv", "ods", "xls", "xlsm", "xlsx"],
        read,
    }
}

fn read(source: &Source<'_>) -> Result<Document, Refusal> {
    let decoded = encoding::decoded(source.bytes)?;
    let mut document = Document {
        remarks: decoded.remarks,
        ..Document::default()
    };
    let sheet = csv::sheet(&decoded.text)?;
    let view = sheet.view(&mut document.remarks)?;
    document.blocks = layout::page(&view, sheet.frozen).blocks;
    Ok(document)
}
