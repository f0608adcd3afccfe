//! ODS: workbooks of LibreOffice and others (OpenDocument 1.3, part 3).
//!
//! In: a container. Out: the sheets that are seen, with the text that the file stores for each cell. Rows and cells that
//! are said to repeat are laid out within the limits of a sheet. Hidden sheets, rows, columns and comments are named.

mod content;
mod looks;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::container::Container;
use crate::import::document::{Block, Document, EmbeddedFile, Inline, Paragraph, Place};
use crate::import::table::book::Book;
use crate::import::table::ods::content::inlines;
use crate::import::table::ods::looks::Looks;
use crate::import::table::package::text;
use crate::import::table::reference::{MAX_COLUMNS, MAX_ROWS, Range, cell_name};
use crate::import::table::sheet::{
    Comment, MAX_CELLS, Sheet, dropped, joined, name_comments, too_large,
};
use crate::import::xml::{Element, Parser, Piece};

/// The file in the container that all sheets are in.
const CONTENT: &str = "content.xml";
/// Merged ranges, and comments, of a sheet.
const MAX_RANGES: usize = 200_000;

/// Whether the container is such a workbook.
pub(super) fn is_one(container: &Container<'_>) -> bool {
    container.names().any(|name| name == CONTENT)
}

/// Reads all sheets.
///
/// # Errors
///
/// If the file is encrypted, no workbook or broken, or there are too many cells.
pub(super) fn read(container: &Container<'_>) -> Result<Document, Refusal> {
    let manifest = text(container, "META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(encrypted());
    }
    let content = text(container, CONTENT)?.unwrap_or_default();
    let mut parser = Parser::new(&content);
    let mut book = Book::default();
    let mut looks = Looks::default();
    let mut is_workbook = false;
    while let Some(piece) = parser.next()? {
        let Piece::Start(element) = piece else {
            continue;
        };
        match &*element.name {
            "automatic-styles" => looks = Looks::of(&parser.rest_of(element)?),
            "spreadsheet" => is_workbook = true,
            "tracked-changes" => {
                parser.skip()?;
                let what = Text::new(
                    "修订记录（未导入，保留现有内容）",
                    "tracked changes (not imported, the text is as it is now)",
                );
                book.document
                    .remarks
                    .push(dropped(what, Place::Document, ""));
            }
            "table" if is_workbook => {
                add_sheet(container, &mut parser, &element, &looks, &mut book)?
            }
            _ => {}
        }
    }
    match is_workbook {
        true => Ok(book.document()),
        false => Err(no_workbook()),
    }
}

/// A sheet that is being read.
struct Reader<'r, 'c> {
    container: &'r Container<'c>,
    looks: &'r Looks,
    book: &'r mut Book,
    sheet: Sheet,
    row: usize,
    column: usize,
    /// How often the row stands.
    repeated: usize,
    hidden_rows: Vec<(usize, usize)>,
    hidden_columns: Vec<(usize, usize)>,
    /// The row is hidden.
    is_row_hidden: bool,
    /// Columns so far.
    columns: usize,
    comments: Vec<Comment>,
    behind: Vec<Block>,
}

fn add_sheet(
    container: &Container<'_>,
    parser: &mut Parser<'_>,
    element: &Element,
    looks: &Looks,
    book: &mut Book,
) -> Result<(), Refusal> {
    let name = element.attribute("name").unwrap_or_default();
    if element
        .attribute("style-name")
        .is_some_and(|style| looks.is_hidden(style))
    {
        let what = Text::new("隐藏的工作表（未导入）", "a hidden sheet (not imported)");
        book.document
            .remarks
            .push(dropped(what, Place::Document, name));
        return parser.skip();
    }
    let mut reader = Reader {
        container,
        looks,
        book,
        sheet: Sheet {
            name: name.to_owned(),
            ..Sheet::default()
        },
        row: 0,
        column: 0,
        repeated: 1,
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
        is_row_hidden: false,
        columns: 0,
        comments: Vec::new(),
        behind: Vec::new(),
    };
    reader.read(parser)?;
    let Reader {
        mut sheet,
        hidden_rows,
        hidden_columns,
        comments,
        behind,
        ..
    } = reader;
    sheet.hidden_rows = joined(hidden_rows);
    sheet.hidden_columns = joined(hidden_columns);
    name_comments(&sheet, &comments, &mut book.document.remarks);
    book.add(&sheet, behind)
}

impl Reader<'_, '_> {
    /// Reads up to the end of the table.
    fn read(&mut self, parser: &mut Parser<'_>) -> Result<(), Refusal> {
        let mut open: Vec<Box<str>> = Vec::new();
        while let Some(piece) = parser.next()? {
            let element = match piece {
                Piece::Text(_) => continue,
                Piece::Start(element) => element,
                Piece::End => {
                    match open.pop().as_deref() {
                        None => return Ok(()),
                        Some("table-row") => self.row = (self.row + self.repeated).min(MAX_ROWS),
                        Some("table-header-rows") => self.sheet.frozen = self.row,
                        Some(_) => {}
                    }
                    continue;
                }
            };
            match &*element.name {
                "table-cell" => {
                    let element = parser.rest_of(element)?;
                    self.cell(&element)?;
                }
                "covered-table-cell" => {
                    self.column = (self.column + repeated(&element, "number-columns-repeated"))
                        .min(MAX_COLUMNS);
                    parser.skip()?;
                }
                "shapes" => {
                    let element = parser.rest_of(element)?;
                    element.elements().try_for_each(|shape| self.shape(shape))?;
                }
                "named-expressions" | "forms" | "scenario" | "table-source" => parser.skip()?,
                name => {
                    match name {
                        "table-row" => self.begin_row(&element),
                        "table-column" => self.add_columns(&element),
                        _ => {}
                    }
                    open.push(element.name);
                }
            }
        }
        Ok(())
    }

    fn begin_row(&mut self, element: &Element) {
        self.column = 0;
        self.repeated = repeated(element, "number-rows-repeated");
        self.is_row_hidden = is_hidden(element);
        if self.is_row_hidden {
            self.hidden_rows
                .push((self.row, self.row + self.repeated - 1));
        }
    }

    fn add_columns(&mut self, element: &Element) {
        let count = repeated(element, "number-columns-repeated");
        if is_hidden(element) {
            self.hidden_columns
                .push((self.columns, self.columns + count - 1));
        }
        self.columns = (self.columns + count).min(MAX_COLUMNS);
    }

    fn cell(&mut self, element: &Element) -> Result<(), Refusal> {
        let count = repeated(element, "number-columns-repeated");
        let first = self.column;
        self.column = (self.column + count).min(MAX_COLUMNS);
        for inner in element.elements() {
            match &*inner.name {
                "annotation" => self.comment(inner, first),
                "p" => {}
                _ if self.is_row_hidden || self.is_column_hidden(first) => {
                    let what = Text::new(
                        "隐藏的行列上的图形（未导入）",
                        "a drawing on hidden rows or columns (not imported)",
                    );
                    let place = self.sheet.place(&cell_name(self.row, first));
                    self.book.document.remarks.push(dropped(what, place, ""));
                }
                _ => self.shape(inner)?,
            }
        }
        let inlines = inlines(element, self.looks);
        if inlines.is_empty() || self.row >= MAX_ROWS || first >= MAX_COLUMNS {
            return Ok(());
        }
        let (rows, columns) = (
            self.repeated.min(MAX_ROWS - self.row),
            count.min(MAX_COLUMNS - first),
        );
        self.book.cells = self.book.cells.saturating_add(rows.saturating_mul(columns));
        if self.book.cells > MAX_CELLS {
            return Err(too_large());
        }
        for row in self.row..self.row + rows {
            let cells = self.sheet.rows.entry(row).or_default();
            cells.extend((first..first + columns).map(|column| (column, inlines.clone())));
        }
        let spans = (
            repeated(element, "number-rows-spanned"),
            repeated(element, "number-columns-spanned"),
        );
        if spans != (1, 1) && self.sheet.merged.len() < MAX_RANGES {
            let (bottom, right) = (self.row + spans.0 - 1, first + spans.1 - 1);
            self.sheet.merged.push(Range {
                top: self.row,
                left: first,
                bottom,
                right,
            });
        }
        Ok(())
    }

    fn is_column_hidden(&self, column: usize) -> bool {
        let mut hidden = self.hidden_columns.iter();
        hidden.any(|(first, last)| (*first..=*last).contains(&column))
    }

    fn comment(&mut self, element: &Element, column: usize) {
        let lines = element
            .elements()
            .filter(|inner| &*inner.name == "p")
            .map(Element::text);
        let text = lines.collect::<Vec<_>>().join(" ");
        if self.comments.len() < MAX_RANGES {
            self.comments.push(Comment {
                row: self.row,
                column,
                text,
            });
        }
    }

    /// An image, a box with text, a chart.
    fn shape(&mut self, element: &Element) -> Result<(), Refusal> {
        let mut open = vec![element];
        while let Some(element) = open.pop() {
            match &*element.name {
                "image" => self.image(element)?,
                "object" | "object-ole" => {
                    let what = Text::new(
                        "图表或嵌入对象（未导入；如需保留，请另存为图片）",
                        "a chart or an embedded object (not imported; save it as an image to keep it)",
                    );
                    let place = self.sheet.place("*");
                    self.book.document.remarks.push(dropped(
                        what,
                        place,
                        element.attribute("href").unwrap_or_default(),
                    ));
                }
                "p" => {
                    let text = element.text();
                    if !text.trim().is_empty() {
                        let aside = Paragraph {
                            is_aside: true,
                            ..Paragraph::of(text.trim())
                        };
                        self.behind.push(Block::Paragraph(aside));
                    }
                }
                "annotation" => {}
                // The picture of an object stands for it in programs that cannot show it.
                "frame"
                    if element
                        .elements()
                        .any(|inner| matches!(&*inner.name, "object" | "object-ole")) =>
                {
                    open.extend(element.elements().find(|inner| &*inner.name != "image"));
                }
                _ => {
                    let inner: Vec<&Element> = element.elements().collect();
                    open.extend(inner.into_iter().rev());
                }
            }
        }
        Ok(())
    }

    fn image(&mut self, element: &Element) -> Result<(), Refusal> {
        let path = element
            .attribute("href")
            .unwrap_or_default()
            .trim_start_matches("./");
        let name = path.rsplit('/').next().unwrap_or(path);
        let Some(bytes) = self.container.read(path)? else {
            let what = Text::new(
                "图片不在文件内（未导入）",
                "an image that is not in the file (not imported)",
            );
            let place = self.sheet.place("*");
            self.book.document.remarks.push(dropped(what, place, path));
            return Ok(());
        };
        let files = &mut self.book.document.files;
        let image = Inline::Image {
            file: files.len(),
            alternative: String::new(),
        };
        files.push(EmbeddedFile {
            name: name.to_owned(),
            bytes,
            is_attachment: false,
        });
        self.behind.push(Block::Paragraph(Paragraph {
            inlines: vec![image],
            ..Paragraph::default()
        }));
        Ok(())
    }
}

fn is_hidden(element: &Element) -> bool {
    element
        .attribute("visibility")
        .is_some_and(|visibility| visibility != "visible")
}

/// How often something stands, from 1, as far as a sheet has room for it.
fn repeated(element: &Element, name: &str) -> usize {
    let count = element.attribute(name).and_then(|count| count.parse().ok());
    count.unwrap_or(1).clamp(1, MAX_ROWS)
}

fn encrypted() -> Refusal {
    Refusal(Text::new(
        "这个工作簿已加密；请用原程序去掉密码后另存",
        "the workbook is encrypted; save it without a password",
    ))
}

fn no_workbook() -> Refusal {
    Refusal(Text::new(
        "这个文件不是 OpenDocument 表格；请用原程序另存为 .ods 或 .xlsx",
        "the file is no OpenDocument spreadsheet; save it as .ods or .xlsx with its program",
    ))
}

#[cfg(test)]
mod tests;
