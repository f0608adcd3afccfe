//! The pages of a PDF file.
//!
//! In: its objects. Out: a page for `layout` each, with remarks about what is not seen on it. Never goes around in a tree
//! that leads back to itself.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::diagnostic::Text;
use crate::import::document::{Document, Place, Remark, RemarkKind};
use crate::import::layout::{self, Area, Glyph, MAX_PAGES, Matrix, quote};
use crate::import::pdf::content::{Drawing, Shared};
use crate::import::pdf::file::File;
use crate::import::pdf::sight::{Letter, Shape, Sight};
use crate::import::pdf::state::{Ink, State};
use crate::import::pdf::syntax::{Dictionary, Object};
use crate::import::pdf::{extra, picture};
use crate::import::{Refusal, pdf};

/// Levels of the tree of pages.
const MAX_DEPTH: usize = 40;
/// What a page has from the branches above it.
pub(crate) const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];
/// An A4 page, where nothing says how large one is.
const A4: [f32; 4] = [0.0, 0.0, 595.0, 842.0];
/// Remarks on a page, of which some may be laid over it.
const MAX_REMARKS: usize = 2_000;
/// A remark that is not shown: it is hidden, or not for screens.
const NOT_SHOWN: usize = 1 << 1 | 1 << 5;
/// Pieces of hidden words that are named one by one on a page.
const MAX_NAMED: usize = 10;
/// A page with so many letters that are seen has those without ink hidden.
const FEW: usize = 20;

/// Reads all pages.
///
/// # Errors
///
/// If there is none, or more of them, or more on them, than the limits say.
pub(crate) fn read(file: &File<'_>, document: &mut Document) -> Result<Vec<layout::Page>, Refusal> {
    let root = file.trailer.get("Root").map(|root| file.resolved(root));
    let root = root
        .as_ref()
        .and_then(Object::dictionary)
        .cloned()
        .ok_or_else(pdf::broken)?;
    let mut leaves = Vec::new();
    let mut seen = BTreeSet::new();
    leaves_of(file, &root, &mut leaves, &mut seen)?;
    if leaves.is_empty() {
        return Err(pdf::broken());
    }
    let mut shared = Shared::new(layers_off(file, &root));
    let mut images = picture::Images::default();
    let mut pages = Vec::new();
    for (index, leaf) in leaves.iter().enumerate() {
        let page = draw(file, leaf, index + 1, &mut shared, &mut images, document)?;
        pages.push(page);
    }
    images.name_dropped(document);
    Ok(pages)
}

/// The pages of the tree, each with what it has from above.
fn leaves_of(
    file: &File<'_>,
    root: &Dictionary,
    leaves: &mut Vec<Dictionary>,
    seen: &mut BTreeSet<u32>,
) -> Result<(), Refusal> {
    let Some(top) = root.get("Pages") else {
        return Ok(());
    };
    let mut open: Vec<(Object, Dictionary, usize)> = vec![(top.clone(), Dictionary::new(), 0)];
    while let Some((object, above, depth)) = open.pop() {
        if let Object::Reference(number) = &object
            && !seen.insert(*number)
        {
            continue;
        }
        let node = file.resolved(&object);
        let Some(node) = node.dictionary() else {
            continue;
        };
        let mut own = above;
        for name in INHERITED {
            if let Some(value) = node.get(name) {
                own.insert(Rc::from(name), value.clone());
            }
        }
        let kids = file.value(node, "Kids");
        match kids.array() {
            Some(kids) if depth < MAX_DEPTH => {
                if open.len() + kids.len() > MAX_PAGES * 4 {
                    return Err(pdf::too_large());
                }
                open.extend(
                    kids.iter()
                        .rev()
                        .map(|kid| (kid.clone(), own.clone(), depth + 1)),
                );
            }
            Some(_) => {}
            None => {
                for (name, value) in node.iter() {
                    own.entry(name.clone()).or_insert(value.clone());
                }
                if leaves.len() == MAX_PAGES {
                    return Err(pdf::too_large());
                }
                leaves.push(own);
            }
        }
    }
    Ok(())
}

/// Layers that are not shown.
pub(crate) fn layers_off(file: &File<'_>, root: &Dictionary) -> BTreeSet<u32> {
    let properties = file.value(root, "OCProperties");
    let Some(properties) = properties.dictionary() else {
        return BTreeSet::new();
    };
    let usual = file.value(properties, "D");
    let Some(usual) = usual.dictionary() else {
        return BTreeSet::new();
    };
    let numbers = |list: &Object| -> BTreeSet<u32> {
        let list = list.array().unwrap_or_default().iter();
        let numbers = list.filter_map(|layer| match layer {
            Object::Reference(number) => Some(*number),
            _ => None,
        });
        numbers.collect()
    };
    let off = numbers(&file.value(usual, "OFF"));
    match file.value(usual, "BaseState").name() {
        Some("OFF") => {
            let on = numbers(&file.value(usual, "ON"));
            numbers(&file.value(properties, "OCGs"))
                .difference(&on)
                .copied()
                .collect()
        }
        _ => off,
    }
}

/// Draws a page, and decides which of its letters are seen.
pub(crate) fn drawn<'a, 'b>(
    file: &'a File<'b>,
    leaf: &Dictionary,
    number: usize,
    shared: &'a mut Shared,
) -> Drawing<'a, 'b> {
    let (matrix, width, height) = placing(file, leaf);
    let page = layout::Page {
        number,
        width,
        height,
        ..layout::Page::default()
    };
    let program = program(file, leaf);
    let resources = file.value(leaf, "Resources");
    let empty = Dictionary::new();
    let resources = resources.dictionary().map_or(&empty, |d| d);
    let mut drawing = Drawing::new(file, shared, page);
    drawing.run(&program, resources, State::new(matrix), 0);
    lay_over(file, leaf, &matrix, &mut drawing);
    drawing.decide();
    drawing
}

/// Lays the remarks over a page that are filled boxes, or mark what is to be taken out.
fn lay_over(file: &File<'_>, leaf: &Dictionary, matrix: &Matrix, drawing: &mut Drawing<'_, '_>) {
    let remarks = file.value(leaf, "Annots");
    for remark in remarks.array().unwrap_or_default().iter().take(MAX_REMARKS) {
        let remark = file.resolved(remark);
        let Some(remark) = remark.dictionary() else {
            continue;
        };
        let numbers = |name: &str| -> Vec<f32> {
            let numbers = file.value(remark, name);
            let numbers = numbers.array().unwrap_or_default().iter();
            numbers.filter_map(|n| file.resolved(n).number()).collect()
        };
        let kind = file.value(remark, "Subtype");
        let is_box = match kind.name() {
            Some("Redact") => true,
            Some("Square") => !numbers("IC").is_empty(),
            _ => false,
        };
        let is_clear = file
            .value(remark, "CA")
            .number()
            .is_some_and(|opacity| opacity < 0.9);
        let flags = file.value(remark, "F").index().unwrap_or_default();
        let area = numbers("Rect");
        if let [left, bottom, right, top] = *area.as_slice()
            && is_box
            && !is_clear
            && flags & NOT_SHOWN == 0
        {
            let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
            let corners = corners.map(|(x, y)| matrix.point(x, y));
            let shape = Shape::of(vec![corners.to_vec()], false);
            drawing.paint.add(shape, None, Ink::Other, true);
        }
    }
}

/// Reads a page.
fn draw(
    file: &File<'_>,
    leaf: &Dictionary,
    number: usize,
    shared: &mut Shared,
    images: &mut picture::Images,
    document: &mut Document,
) -> Result<layout::Page, Refusal> {
    let mut drawing = drawn(file, leaf, number, shared);
    if drawing.is_too_large || file.is_too_large() {
        return Err(pdf::too_large());
    }
    images.place(file, &mut drawing, document);
    let mut page = seen(drawing, document);
    let (matrix, _, _) = placing(file, leaf);
    extra::annotations(file, leaf, &matrix, &mut page, document);
    Ok(page)
}

/// What a reader of the page sees.
fn seen(drawing: Drawing<'_, '_>, document: &mut Document) -> layout::Page {
    let mut page = drawing.page;
    let number = page.number;
    let letters = drawing.letters;
    let count = |sight: Sight| {
        let letters = letters.iter().filter(|letter| letter.sight == sight);
        letters
            .filter(|letter| !letter.glyph.character.is_whitespace())
            .count()
    };
    // Programs that mark everything as furniture have marked nothing.
    let takes_furniture = count(Sight::Furniture) > count(Sight::Seen);
    let seen = count(Sight::Seen)
        + if takes_furniture {
            count(Sight::Furniture)
        } else {
            0
        };
    let takes_inkless = seen <= FEW && count(Sight::Inkless) > 0;
    let of = |sight: Sight| letters.iter().filter(move |letter| letter.sight == sight);
    page.glyphs
        .extend(of(Sight::Seen).map(|letter| letter.glyph));
    match takes_furniture {
        true => page
            .glyphs
            .extend(of(Sight::Furniture).map(|letter| letter.glyph)),
        false => name(
            &letters,
            |sight| sight == Sight::Furniture,
            Text::new(
                "页眉、页脚、页码或水印（文件中如此标记，不进入正文）",
                "a running head, foot, page number or watermark (so marked in the file; not in the report)",
            ),
            1,
            number,
            document,
        ),
    }
    if takes_inkless {
        page.glyphs
            .extend(of(Sight::Inkless).map(|letter| letter.glyph));
        document.remarks.push(Remark {
            is_draft: true,
            ..Remark::new(
                RemarkKind::Unsure,
                Text::new(
                    "这一页是扫描图片，文字来自文字识别，可能有误；请对照原件校对",
                    "this page is a scan whose text was recognised and may be wrong; compare it with the original",
                ),
                Place::Page(number),
                "",
            )
        });
    }
    name(
        &letters,
        |sight| sight == Sight::Covered,
        Text::new(
            "被图形盖住的文字（看不见，不进入正文）",
            "words below a shape (not seen, not in the report)",
        ),
        MAX_NAMED,
        number,
        document,
    );
    name(
        &letters,
        |sight| sight == Sight::Hidden,
        hidden_text(),
        MAX_NAMED,
        number,
        document,
    );
    name(
        &letters,
        |sight| sight == Sight::Inkless && !takes_inkless,
        hidden_text(),
        1,
        number,
        document,
    );
    if drawing.paint.is_crowded {
        document.remarks.push(Remark {
            is_draft: true,
            ..Remark::new(
                RemarkKind::Unsure,
                Text::new(
                    "这一页的图形太多，没有逐一核对文字是否被盖住；请对照原件检查",
                    "this page holds too many shapes to see which words are covered; compare it with the original",
                ),
                Place::Page(number),
                "",
            )
        });
    }
    page
}

fn hidden_text() -> Text {
    Text::new(
        "隐藏的文字（看不见，不进入正文）",
        "hidden text (not seen, not in the report)",
    )
}

/// Names what stays out, piece by piece as the page has it; what is more than `most` pieces, in the last.
fn name(
    letters: &[Letter],
    is_out: impl Fn(Sight) -> bool,
    what: Text,
    most: usize,
    page: usize,
    document: &mut Document,
) {
    let mut pieces: Vec<String> = Vec::new();
    let mut last: Option<&Letter> = None;
    for letter in letters {
        let is_next = last.is_some_and(|last| follows(&last.glyph, &letter.glyph));
        last = is_out(letter.sight).then_some(letter);
        if last.is_none() {
            continue;
        }
        if !is_next && pieces.len() < most {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter.glyph.character);
        }
    }
    let pieces = pieces.iter().map(|piece| piece.trim());
    for words in pieces.filter(|piece| !piece.is_empty()) {
        document.remarks.push(Remark::new(
            RemarkKind::Dropped,
            what.clone(),
            Place::Page(page),
            &quote(words),
        ));
    }
}

/// Whether a letter stands in the line of the one before it.
fn follows(last: &Glyph, next: &Glyph) -> bool {
    let size = last.size.max(next.size);
    let (x, y) = ((next.x - last.x).abs(), (next.y - last.y).abs());
    x.min(y) < size * 0.5 && x.max(y) < last.advance.max(size) * 3.0
}

/// How the coordinates of a page become points from its upper left corner, and its size.
fn placing(file: &File<'_>, leaf: &Dictionary) -> (Matrix, f32, f32) {
    let sides = |name: &str| {
        let area = file.value(leaf, name);
        let numbers: Vec<f32> = area
            .array()?
            .iter()
            .filter_map(|n| file.resolved(n).number())
            .collect();
        let [a, b, c, d] = *numbers.as_slice() else {
            return None;
        };
        let area = Area::around(&[(a, b), (c, d)])?;
        (area.width() > 1.0 && area.height() > 1.0).then_some(area)
    };
    let [left, top, right, bottom] = A4;
    let usual = Area {
        left,
        top,
        right,
        bottom,
    };
    let media = sides("MediaBox");
    let area = sides("CropBox").or(media).unwrap_or(usual);
    // Coordinates go upwards: the top of this area is the foot of the page.
    let (x0, y0, x1, y1) = (area.left, area.top, area.right, area.bottom);
    let turned = file.value(leaf, "Rotate").number().unwrap_or(0.0) as i32;
    let (width, height) = (area.width(), area.height());
    match turned.rem_euclid(360) {
        90 => (Matrix::new([0.0, 1.0, 1.0, 0.0, -y0, -x0]), height, width),
        180 => (Matrix::new([-1.0, 0.0, 0.0, 1.0, x1, -y0]), width, height),
        270 => (Matrix::new([0.0, -1.0, -1.0, 0.0, y1, x1]), height, width),
        _ => (Matrix::new([1.0, 0.0, 0.0, -1.0, -x0, y1]), width, height),
    }
}

/// The program of a page, which may stand in several streams.
fn program(file: &File<'_>, leaf: &Dictionary) -> Vec<u8> {
    let contents = file.value(leaf, "Contents");
    let streams: Vec<Object> = match &contents {
        Object::Array(all) => all.iter().map(|one| file.resolved(one)).collect(),
        _ => vec![contents],
    };
    let mut program = Vec::new();
    for stream in streams {
        if let Object::Stream(stream) = stream
            && let Some(mut bytes) = file.unpacked(&stream)
        {
            program.append(&mut bytes);
            program.push(b'\n');
        }
        if program.len() > crate::import::pdf::file::MAX_STREAM {
            break;
        }
    }
    program
}
