//! What lies on a sheet: images, boxes with text, charts.
//!
//! In: `xl/drawings/drawing1.xml`. Out: images and texts as paragraphs behind the tables of the sheet, in the order of the
//! file. Charts and what is hidden are named.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::container::Container;
use crate::import::document::{Block, EmbeddedFile, Inline, Paragraph, Remark};
use crate::import::table::book::Book;
use crate::import::table::package::{Relation, relations, text};
use crate::import::table::reference::Range;
use crate::import::table::sheet::{Sheet, dropped};
use crate::import::xml::{Element, Parser, Piece};

/// Things on a sheet.
const MAX_THINGS: usize = 2000;
/// Endings of images that browsers show.
const SHOWN: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp"];

/// What lies on a sheet.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// Behind its tables.
    pub blocks: Vec<Block>,
    /// Images by the name of their part.
    files: BTreeMap<String, usize>,
    count: usize,
}

/// Adds what is in a drawing.
///
/// # Errors
///
/// If it is broken.
pub(super) fn read(
    container: &Container<'_>,
    part: &str,
    sheet: &Sheet,
    book: &mut Book,
    drawn: &mut Drawn,
) -> Result<(), Refusal> {
    let Some(written) = text(container, part)? else {
        return Ok(());
    };
    let relations = relations(container, part)?;
    let mut parser = Parser::new(&written);
    // The cells that the anchor of a thing spans; one that hangs on one cell is seen wherever that is.
    let (mut from, mut to) = (None, None);
    while let Some(piece) = parser.next()? {
        let Piece::Start(element) = piece else {
            continue;
        };
        // Groups are gone into; of two forms of the same the first is taken.
        match &*element.name {
            "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => (from, to) = (None, None),
            "from" => from = corner(&parser.rest_of(element)?),
            "to" => to = corner(&parser.rest_of(element)?),
            "sp" | "pic" | "graphicFrame" => {
                drawn.count += 1;
                if drawn.count > MAX_THINGS {
                    let what = Text::new(
                        format!("图形超过 {MAX_THINGS} 个，其余未导入"),
                        format!(
                            "more than {MAX_THINGS} drawings, of which the rest is not imported"
                        ),
                    );
                    book.document
                        .remarks
                        .push(dropped(what, sheet.place("*"), ""));
                    return Ok(());
                }
                let element = parser.rest_of(element)?;
                let cells = from.zip(to).map(|((top, left), (bottom, right))| Range {
                    top,
                    left,
                    bottom,
                    right,
                });
                if cells.is_some_and(|cells| sheet.hides(cells)) {
                    let what = Text::new(
                        "隐藏的行列上的图形（未导入）",
                        "a drawing on hidden rows or columns (not imported)",
                    );
                    book.document
                        .remarks
                        .push(dropped(what, sheet.place("*"), ""));
                    continue;
                }
                add(container, &element, &relations, sheet, book, drawn)?;
            }
            "Fallback" => parser.skip()?,
            _ => {}
        }
    }
    Ok(())
}

fn add(
    container: &Container<'_>,
    element: &Element,
    relations: &BTreeMap<String, Relation>,
    sheet: &Sheet,
    book: &mut Book,
    drawn: &mut Drawn,
) -> Result<(), Refusal> {
    let properties = find(element, "cNvPr");
    let attribute = |name| {
        properties
            .and_then(|properties| properties.attribute(name))
            .unwrap_or_default()
    };
    let description = [attribute("descr"), attribute("title"), attribute("name")];
    let description = description
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    let named = |chinese: &str, english: &str| -> Remark {
        dropped(Text::new(chinese, english), sheet.place("*"), description)
    };
    if matches!(attribute("hidden"), "1" | "true") {
        book.document.remarks.push(named(
            "隐藏的图形（未导入）",
            "a hidden drawing (not imported)",
        ));
        return Ok(());
    }
    match &*element.name {
        "graphicFrame" => {
            let is_chart = find(element, "chart").is_some();
            book.document.remarks.push(match is_chart {
                true => named(
                    "图表（未导入；如需保留，请另存为图片）",
                    "a chart (not imported; save it as an image to keep it)",
                ),
                false => named("图形对象（未导入）", "a graphic object (not imported)"),
            });
        }
        "pic" => {
            let image = match embedded(element, relations) {
                Some(image) => image_of(container, &image.target, book, drawn)?,
                None => None,
            };
            match image {
                Some(file) => {
                    let image = Inline::Image {
                        file,
                        alternative: attribute("descr").to_owned(),
                    };
                    drawn.blocks.push(Block::Paragraph(Paragraph {
                        inlines: vec![image],
                        ..Paragraph::default()
                    }));
                }
                None => book.document.remarks.push(named(
                    "图片缺失，或网页不能显示（未导入）",
                    "an image that is missing or no browser shows (not imported)",
                )),
            }
        }
        _ => {
            let lines = find(element, "txBody").into_iter().flat_map(lines);
            let aside = |text: String| {
                Block::Paragraph(Paragraph {
                    is_aside: true,
                    ..Paragraph::of(text)
                })
            };
            drawn.blocks.extend(lines.map(aside));
        }
    }
    Ok(())
}

/// The row and column of a corner.
fn corner(element: &Element) -> Option<(usize, usize)> {
    let number = |name| element.element(name)?.text().trim().parse::<usize>().ok();
    Some((number("row")?, number("col")?))
}

/// The image in a part as a file of the document.
pub(super) fn image_of(
    container: &Container<'_>,
    part: &str,
    book: &mut Book,
    drawn: &mut Drawn,
) -> Result<Option<usize>, Refusal> {
    if let Some(known) = drawn.files.get(part) {
        return Ok(Some(*known));
    }
    let name = part.rsplit('/').next().unwrap_or(part);
    let ending = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !SHOWN.contains(&ending.as_str()) {
        return Ok(None);
    }
    let Some(bytes) = container.read(part)? else {
        return Ok(None);
    };
    let index = book.document.files.len();
    book.document.files.push(EmbeddedFile {
        name: name.to_owned(),
        bytes,
        is_attachment: false,
    });
    drawn.files.insert(part.to_owned(), index);
    Ok(Some(index))
}

/// The first element of this name, at whatever depth.
fn find<'e>(element: &'e Element, name: &str) -> Option<&'e Element> {
    let mut open: Vec<&Element> = vec![element];
    while let Some(element) = open.pop() {
        if &*element.name == name {
            return Some(element);
        }
        let inner: Vec<&Element> = element.elements().collect();
        open.extend(inner.into_iter().rev());
    }
    None
}

/// The paragraphs of a text body that say something.
fn lines(body: &Element) -> Vec<String> {
    let paragraphs = body.elements().filter(|element| &*element.name == "p");
    let lines = paragraphs.flat_map(|paragraph| {
        let mut text = String::new();
        for run in paragraph.elements() {
            match &*run.name {
                "r" | "fld" => {
                    text.push_str(&run.element("t").map(Element::text).unwrap_or_default())
                }
                "br" => text.push('\n'),
                _ => {}
            }
        }
        text.lines()
            .map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
    });
    lines.filter(|line| !line.is_empty()).collect()
}

/// The part of each image that cells show, by its id, as WPS keeps them.
///
/// # Errors
///
/// If they are broken.
pub(super) fn in_cells(
    container: &Container<'_>,
    part: &str,
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut images = BTreeMap::new();
    let Some(written) = text(container, part)? else {
        return Ok(images);
    };
    let relations = relations(container, part)?;
    let mut parser = Parser::new(&written);
    while let Some(piece) = parser.next()? {
        let Piece::Start(element) = piece else {
            continue;
        };
        if &*element.name != "pic" || images.len() == MAX_THINGS {
            continue;
        }
        let element = parser.rest_of(element)?;
        let id = find(&element, "cNvPr").and_then(|properties| properties.attribute("name"));
        if let (Some(id), Some(image)) = (id, embedded(&element, &relations)) {
            images.insert(id.to_owned(), image.target.clone());
        }
    }
    Ok(images)
}

/// The image that a picture shows, if it is in the container.
fn embedded<'r>(
    element: &Element,
    relations: &'r BTreeMap<String, Relation>,
) -> Option<&'r Relation> {
    let attributes = find(element, "blip")
        .into_iter()
        .flat_map(|blip| blip.attributes.iter());
    let mut ids = attributes.filter(|attribute| &*attribute.name == "embed");
    let image = ids.find_map(|id| relations.get(&*id.value));
    image.filter(|image| !image.is_external)
}
