//! Tables that are documents: workbooks of spreadsheet programs, CSV.
//!
//! In: XLSX, ODS, CSV. Out: each sheet as paragraphs and tables that show what its program shows. What is hidden, and what
//! is beside the cells, is left out and named. Never calculates: of a formula the value is taken that was stored with it.

mod book;
pub(crate) mod csv;
mod layout;
mod number_format;
mod ods;
mod package;
mod reference;
mod sheet;
mod xlsx;

use crate::diagnostic::Text;
use crate::import::container::Container;
use crate::import::document::Document;
use crate::import::table::book::Book;
use crate::import::text::encoding;
use crate::import::{Format, Refusal, Source};

/// What old binary files of Office begin with, and encrypted ones.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// What ZIP files begin with.
const ZIP: [u8; 2] = *b"PK";

/// Workbooks and tables.
pub(crate) fn format() -> Format {
    Format {
        name: Text::new("表格（XLSX、ODS、CSV）", "tables (XLSX, ODS, CSV)"),
        endings: &["csv", "et", "ods", "tsv", "xls", "xlsm", "xlsx"],
        read,
    }
}

/// Reads a table by what it is: endings of files are wrong often enough.
fn read(source: &Source<'_>) -> Result<Document, Refusal> {
    if source.bytes.starts_with(&COMPOUND) {
        return Err(compound(source.bytes));
    }
    if source.bytes.starts_with(&ZIP) {
        let container = Container::open(source.bytes)?;
        return match () {
            () if xlsx::is_one(&container) => xlsx::read(&container),
            () if ods::is_one(&container) => ods::read(&container),
            () => Err(unknown()),
        };
    }
    let decoded = encoding::decoded(source.bytes)?;
    let begins = decoded.text.trim_start();
    if begins.starts_with("<?xml")
        || begins.starts_with("<!")
        || begins.to_ascii_lowercase().starts_with("<html")
    {
        return Err(page());
    }
    let mut book = Book::default();
    book.document.remarks = decoded.remarks;
    book.add(&csv::sheet(&decoded.text)?, Vec::new())?;
    Ok(book.document())
}

fn compound(bytes: &[u8]) -> Refusal {
    let mark: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let is_encrypted = bytes.windows(mark.len()).any(|window| window == mark);
    Refusal(match is_encrypted {
        true => Text::new(
            "这个工作簿已加密；请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx",
            "the workbook is encrypted; open it with Excel or WPS and save it as .xlsx without a password",
        ),
        false => Text::new(
            "这是旧版的二进制工作簿（.xls、.et），读不到数字格式和隐藏的行列；请用 Excel 或 WPS 打开，另存为 .xlsx",
            "this is an old binary workbook (.xls, .et), whose formats and hidden rows cannot be read; open it with Excel or WPS and save it as .xlsx",
        ),
    })
}

fn page() -> Refusal {
    Refusal(Text::new(
        "这个文件是网页或 XML，不是工作簿（网站导出的表格常常如此）；请把扩展名改为 .html，或用 Excel、WPS 打开后另存为 .xlsx",
        "the file is a page or XML and no workbook, as exports of web sites often are; rename it to .html, or open it with a spreadsheet program and save it as .xlsx",
    ))
}

fn unknown() -> Refusal {
    Refusal(Text::new(
        "这个压缩包不是 XLSX 或 ODS 工作簿（.xlsb 等格式无法读取）；请用原程序另存为 .xlsx",
        "the container is neither an XLSX nor an ODS workbook (.xlsb and others cannot be read); save it as .xlsx with its program",
    ))
}
