//! XLSX: workbooks of Excel and WPS (ISO/IEC 29500-1, part SpreadsheetML).
//!
//! In: a container. Out: the sheets that are seen, and what lies on them. Hidden sheets, rows and columns, comments and
//! charts are named and stay out.

mod drawing;
mod strings;
mod styles;
mod told;
mod worksheet;

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::container::Container;
use crate::import::document::{Document, Inline, Place};
use crate::import::table::book::Book;
use crate::import::table::package::{Relation, relations, text};
use crate::import::table::reference;
use crate::import::table::sheet::{Comment, dropped, name_comments};
use crate::import::table::xlsx::styles::Styles;
use crate::import::table::xlsx::worksheet::{Reader, is_true};
use crate::import::xml;

/// What all sheets share.
struct Workbook {
    strings: Vec<Vec<Inline>>,
    styles: Styles,
    is_1904: bool,
    /// Images that cells show, by their ids.
    pictures: BTreeMap<String, String>,
}

/// Whether the container is such a workbook.
pub(super) fn is_one(container: &Container<'_>) -> bool {
    container
        .names()
        .any(|name| name.ends_with("workbook.xml") || name.ends_with("workbook2.xml"))
}

/// Reads all sheets.
///
/// # Errors
///
/// If a part is missing or broken, or there are too many cells.
pub(super) fn read(container: &Container<'_>) -> Result<Document, Refusal> {
    let roots = relations(container, "")?;
    let root = roots
        .values()
        .find(|relation| relation.kind == "officeDocument");
    let part = root.map_or("xl/workbook.xml", |root| root.target.as_str());
    let tree = xml::tree(&text(container, part)?.ok_or_else(incomplete)?)?;
    let parts = relations(container, part)?;
    let of_kind = |kind: &str| parts.values().find(|relation| relation.kind == kind);
    let styles = match of_kind("styles") {
        Some(styles) => text(container, &styles.target)?,
        None => None,
    };
    let strings = match of_kind("sharedStrings") {
        Some(strings) => text(container, &strings.target)?,
        None => None,
    };
    let mut workbook = Workbook {
        pictures: BTreeMap::new(),
        styles: Styles::of(styles.as_deref())?,
        strings: strings.map_or(Ok(Vec::new()), |text| strings::shared(&text))?,
        is_1904: tree
            .element("workbookPr")
            .is_some_and(|element| is_true(element, "date1904")),
    };
    // Its relation has a type of WPS's own.
    let pictures = parts
        .values()
        .find(|relation| relation.target.ends_with("cellimages.xml"));
    if let Some(pictures) = pictures {
        workbook.pictures = drawing::in_cells(container, &pictures.target)?;
    }
    let mut book = Book::default();
    let sheets = tree.element("sheets").ok_or_else(incomplete)?;
    for element in sheets.elements() {
        let name = element.attribute("name").unwrap_or_default();
        if element
            .attribute("state")
            .is_some_and(|state| state != "visible")
        {
            let what = Text::new("隐藏的工作表（未导入）", "a hidden sheet (not imported)");
            book.document
                .remarks
                .push(dropped(what, Place::Document, name));
            continue;
        }
        let ids = element
            .attributes
            .iter()
            .filter(|attribute| &*attribute.name == "id" && !attribute.namespace.is_empty());
        let relation = ids.into_iter().find_map(|id| parts.get(&*id.value));
        match relation {
            Some(relation) if relation.kind == "worksheet" => {
                add_sheet(container, &workbook, relation, name, &mut book)?
            }
            _ => {
                let what = Text::new(
                    "图表工作表等（未导入）",
                    "a sheet that is a chart or the like (not imported)",
                );
                book.document
                    .remarks
                    .push(dropped(what, Place::Document, name));
            }
        }
    }
    Ok(book.document())
}

fn add_sheet(
    container: &Container<'_>,
    workbook: &Workbook,
    part: &Relation,
    name: &str,
    book: &mut Book,
) -> Result<(), Refusal> {
    let relations = relations(container, &part.target)?;
    let mut reader = Reader::new(workbook, &relations, name, book.cells);
    reader.read(&text(container, &part.target)?.ok_or_else(incomplete)?)?;
    let Reader {
        mut sheet,
        cells,
        remarks,
        pictures,
        ..
    } = reader;
    book.cells = cells;
    book.document.remarks.extend(remarks);
    let comments = comments(container, &relations)?;
    name_comments(&sheet, &comments, &mut book.document.remarks);
    let mut drawn = drawing::Drawn::default();
    for ((row, column), id) in pictures {
        let cell = reference::Range {
            top: row,
            left: column,
            bottom: row,
            right: column,
        };
        if sheet.hides(cell) {
            let what = Text::new(
                "隐藏的单元格内的图片（未导入）",
                "an image in a hidden cell (not imported)",
            );
            let place = sheet.place(&reference::cell_name(row, column));
            book.document.remarks.push(dropped(what, place, &id));
            continue;
        }
        let image = match workbook.pictures.get(&id) {
            Some(part) => drawing::image_of(container, part, book, &mut drawn)?,
            None => None,
        };
        let Some(file) = image else {
            let what = Text::new(
                "单元格内的图片缺失，或网页不能显示（未导入）",
                "an image in a cell that is missing or no browser shows (not imported)",
            );
            let place = sheet.place(&reference::cell_name(row, column));
            book.document.remarks.push(dropped(what, place, &id));
            continue;
        };
        let image = Inline::Image {
            file,
            alternative: String::new(),
        };
        sheet
            .rows
            .entry(row)
            .or_default()
            .insert(column, vec![image]);
    }
    for relation in relations
        .values()
        .filter(|relation| relation.kind == "drawing")
    {
        drawing::read(container, &relation.target, &sheet, book, &mut drawn)?;
    }
    book.add(&sheet, drawn.blocks)
}

/// Comments with their cells; of those in threads not the copies for older programs.
fn comments(
    container: &Container<'_>,
    relations: &BTreeMap<String, Relation>,
) -> Result<Vec<Comment>, Refusal> {
    let of_kind = |kind: &'static str| {
        relations
            .values()
            .filter(move |relation| relation.kind == kind)
    };
    let threaded = of_kind("threadedComment").next().is_some();
    let kind = if threaded {
        "threadedComment"
    } else {
        "comments"
    };
    let mut comments = Vec::new();
    for relation in of_kind(kind) {
        let Some(text) = text(container, &relation.target)? else {
            continue;
        };
        let mut parser = xml::Parser::new(&text);
        while let Some(piece) = parser.next()? {
            let xml::Piece::Start(element) = piece else {
                continue;
            };
            if !matches!(&*element.name, "comment" | "threadedComment") {
                continue;
            }
            let element = parser.rest_of(element)?;
            let cell = element.attribute("ref").and_then(reference::cell);
            let (row, column) = cell.unwrap_or((0, 0));
            let text = element.text().trim().to_owned();
            comments.push(Comment { row, column, text });
        }
    }
    Ok(comments)
}

fn incomplete() -> Refusal {
    Refusal(Text::new(
        "这个工作簿缺少必要的部分；请用原程序打开并另存为 .xlsx",
        "parts of the workbook are missing; open it with its program and save it as .xlsx",
    ))
}

#[cfg(test)]
mod tests;
