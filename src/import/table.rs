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
mod view;
mod xlsx;

use crate::diagnostic::Text;
use crate::import::container::Container;
use crate::import::document::Document;
use crate::import::html;
use crate::import::table::book::Book;
use crate::import::text::encoding;
use crate::import::{Format, Refusal, Source};

/// What old binary files of Office begin with, and encrypted ones.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// What ZIP files begin with.
const ZIP: [u8; 2] = *b"PK";

/// Characters that tell that a text is a page.
const MAX_TAG: usize = 10;

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
        let document = match () {
            () if xlsx::is_one(&container) => xlsx::read(&container)?,
            () if ods::is_one(&container) => ods::read(&container)?,
            () => return Err(unknown()),
        };
        return match document.blocks.is_empty() {
            true => Err(nothing_seen()),
            false => Ok(document),
        };
    }
    let decoded = encoding::decoded(source.bytes)?;
    let begins = decoded.text.trim_start();
    if begins.starts_with("<?xml") && begins.contains("Excel.Sheet") {
        return Err(old_xml());
    }
    if is_page(begins) {
        // What sites export as .xls is a page with a table often enough.
        return html::read(source);
    }
    let mut book = Book::default();
    book.document.remarks = decoded.remarks;
    book.add(&csv::sheet(&decoded.text)?, Vec::new())?;
    Ok(book.document())
}

fn is_page(text: &str) -> bool {
    let begins: String = text.chars().take(MAX_TAG).collect();
    let begins = begins.to_ascii_lowercase();
    let tags = [
        "<!doctype",
        "<html",
        "<head",
        "<meta",
        "<body",
        "<table",
        "<style",
        "<div",
        "<?xml",
    ];
    tags.iter().any(|tag| begins.starts_with(tag))
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
            "这是旧版的二进制工作簿（.xls、.et），无法读取数字格式和隐藏的行列；请用 Excel 或 WPS 打开，另存为 .xlsx",
            "this is an old binary workbook (.xls, .et), whose formats and hidden rows cannot be read; open it with Excel or WPS and save it as .xlsx",
        ),
    })
}

fn old_xml() -> Refusal {
    Refusal(Text::new(
        "这是 XML 格式的旧式工作簿；请用 Excel 或 WPS 打开，另存为 .xlsx",
        "this is a workbook in an old form of XML; open it with Excel or WPS and save it as .xlsx",
    ))
}

fn nothing_seen() -> Refusal {
    Refusal(Text::new(
        "工作簿里没有可见的内容（工作表都是空的或隐藏的）",
        "nothing is to be seen in the workbook: all sheets are empty or hidden",
    ))
}

fn unknown() -> Refusal {
    Refusal(Text::new(
        "这个压缩包不是 XLSX 或 ODS 工作簿（.xlsb 等格式无法读取）；请用原程序另存为 .xlsx",
        "the container is neither an XLSX nor an ODS workbook (.xlsb and others cannot be read); save it as .xlsx with its program",
    ))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::import::Wanted;
    use crate::import::document::{Alignment, Block, Cell};

    /// What a document says: a line for each paragraph, one for each row with `|` between cells.
    pub(super) fn told(document: &Document) -> Vec<String> {
        let mut lines = Vec::new();
        let words = |cell: &Cell| {
            let blocks = cell.blocks.iter().map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.text(),
                _ => String::new(),
            });
            let span = match (cell.row_span, cell.column_span) {
                (1, 1) => String::new(),
                (rows, columns) => format!("[{rows}x{columns}]"),
            };
            blocks.collect::<Vec<_>>().join("/") + &span
        };
        for block in &document.blocks {
            match block {
                Block::Paragraph(paragraph) => lines.push(paragraph.text()),
                Block::Table(table) => {
                    let rows = table.rows.iter();
                    lines.extend(
                        rows.map(|row| row.iter().map(words).collect::<Vec<_>>().join("|")),
                    );
                }
                Block::Preformatted(text) | Block::Markdown(text) => lines.push(text.clone()),
            }
        }
        lines
    }

    fn read_bytes(bytes: &[u8]) -> Result<Document, Refusal> {
        let wanted = Wanted::default();
        read(&Source {
            name: "a.csv",
            bytes,
            beside: &|_| None,
            wanted: &wanted,
        })
    }

    #[test]
    fn titles_units_and_notes_stand_beside_a_table() {
        let text = "附件1,,\n示例县图书馆经费表,,\n单位：万元,,\n项目,预算,决算\n购书,10,\"1,000\"\n其中：电子书,2,3\n注：决算数为全年数。,,\n\n示例县图书馆人员表,,\n岗位,人数,\n馆员,5,\n";
        let document = read_bytes(text.as_bytes()).expect("a table");
        let wanted = [
            "附件1",
            "示例县图书馆经费表",
            "单位：万元",
            "项目|预算|决算",
            "购书|10|1,000",
            "其中：电子书|2|3",
            "注：决算数为全年数。",
            "示例县图书馆人员表",
            "岗位|人数",
            "馆员|5",
        ];
        assert_eq!(told(&document), wanted);
        let centered = document.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) if paragraph.alignment == Alignment::Center => {
                Some(paragraph.text())
            }
            _ => None,
        });
        assert_eq!(
            centered.collect::<Vec<_>>(),
            ["示例县图书馆经费表", "示例县图书馆人员表"]
        );
        assert_eq!(
            document
                .stated
                .iter()
                .map(|stated| stated.value.as_str())
                .collect::<Vec<_>>(),
            ["示例县图书馆经费表"]
        );
    }

    #[test]
    fn words_in_one_column_are_paragraphs() {
        let document =
            read_bytes("说明\n本表依据有关规定编制。\n数据截至年末。\n".as_bytes()).expect("words");
        assert!(
            document
                .blocks
                .iter()
                .all(|block| matches!(block, Block::Paragraph(_)))
        );
        let document = read_bytes("单位\n甲馆\n乙馆\n".as_bytes()).expect("a table");
        assert!(matches!(document.blocks.as_slice(), [Block::Table(_)]));
    }

    #[test]
    fn what_is_no_table_is_refused_with_what_to_do() {
        let compound = [&COMPOUND[..], &[0; 600]].concat();
        for (bytes, said) in [
            (compound.as_slice(), ".xlsx"),
            (
                b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>",
                ".xlsx",
            ),
            (b"PK\x03\x04", "另"),
            (b"", "没有内容"),
            (b",,\n", "没有内容"),
        ] {
            let refusal = read_bytes(bytes).expect_err("no table");
            assert!(refusal.0.chinese.contains(said), "{}", refusal.0.chinese);
        }
    }
}
