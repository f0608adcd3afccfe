//! Pieces of text on pages become paragraphs: what PDF and OFD share.
//!
//! In: for each page its characters with their places, its ruling lines and links, in points from the upper left corner.
//! Out: the blocks and notes of a document in reading order, and a remark for each thing that is left out: running heads,
//! page numbers, text that runs aslant. Never knows a format; never makes up a character but the blanks that gaps between
//! words stand for.

#![expect(
    clippy::float_arithmetic,
    reason = "places on a page are no whole numbers, and none of them reaches what is written"
)]

mod band;
mod column;
mod furniture;
mod grid;
mod join;
mod line;
mod matrix;
mod measure;
mod note;
mod paragraph;
mod shape;
mod table;
mod turn;
pub(crate) mod word;

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::document::{Block, Place, Remark, RemarkKind};
use crate::import::layout::line::Line;
use crate::import::layout::table::Grid;

pub(crate) use crate::import::layout::matrix::Matrix;

/// Characters of all pages that are looked at.
pub(crate) const MAX_GLYPHS: usize = 2_000_000;
/// Pages of a document.
pub(crate) const MAX_PAGES: usize = 5_000;
/// Ruling lines of a page; one with more holds a drawing.
pub(crate) const MAX_RULES: usize = 20_000;
/// Coordinates beyond this are no place on a page.
const FARTHEST: f32 = 100_000.0;
/// Characters of a remark's quote.
const QUOTE: usize = 40;

/// A page, as it is drawn.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// From 1.
    pub number: usize,
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
    /// In the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Lines along the edges of the page.
    pub rules: Vec<Rule>,
    /// What leads elsewhere.
    pub links: Vec<Link>,
    /// Images that are files of the document.
    pub pictures: Vec<Picture>,
    /// An image covers most of it, as in scans.
    pub is_scan: bool,
}

/// An image on a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Picture {
    /// Where it is.
    pub area: Area,
    /// Its index among the files of the document.
    pub file: usize,
}

/// A character on a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyph {
    /// What it says.
    pub character: char,
    /// Where it begins: on its baseline.
    pub x: f32,
    /// Its baseline, from above.
    pub y: f32,
    /// How far it goes along its line.
    pub advance: f32,
    /// The height of its letters, as fonts measure it.
    pub size: f32,
    /// Its font is bold.
    pub is_bold: bool,
    /// Where its line goes.
    pub turn: Turn,
}

/// Where a line of text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// To the right.
    Right,
    /// Downwards, letters lying on their right side.
    Down,
    /// To the left, letters on their head.
    Left,
    /// Upwards.
    Up,
    /// Downwards, letters upright: columns from right to left.
    Vertical,
    /// Elsewhere, as watermarks do.
    Aslant,
}

/// A line along an edge of the page: a border of a cell, say. One of its sides is thin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    /// Its corners.
    pub area: Area,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

/// A part of a page that leads elsewhere.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    /// Where it is.
    pub area: Area,
    /// Where it leads.
    pub address: String,
}

/// What pages come to.
#[derive(Debug, Default)]
pub(crate) struct Laid {
    /// Paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes, in the order of their signs.
    pub notes: Vec<Vec<Block>>,
    /// What was left out or is unsure.
    pub remarks: Vec<Remark>,
}

/// Something on a page that has a place in the order of reading.
#[derive(Debug)]
enum Item {
    /// A line of text, and the column it stands in.
    Line(Line),
    /// A table.
    Table(Grid),
    /// An image.
    Picture(Picture),
}

/// A page whose characters became lines and tables.
#[derive(Debug)]
struct Sheet {
    number: usize,
    width: f32,
    height: f32,
    /// Text outside of tables, from above.
    lines: Vec<Line>,
    tables: Vec<Grid>,
    pictures: Vec<Picture>,
    /// Ruling lines that belong to no table.
    rules: Vec<Rule>,
}

/// Makes paragraphs and tables of pages.
pub(crate) fn laid(mut pages: Vec<Page>) -> Laid {
    let mut laid = Laid::default();
    shape::unify(&mut pages, &mut laid.remarks);
    let mut sheets = Vec::new();
    let mut links = BTreeMap::new();
    for page in pages {
        let mut page = turn::upright(page, &mut laid.remarks);
        links.insert(page.number, std::mem::take(&mut page.links));
        if page.is_scan && page.glyphs.iter().all(Glyph::is_blank) {
            laid.remarks.push(no_text(page.number));
        }
        sheets.push(sheet(page, &mut laid.remarks));
    }
    furniture::drop(&mut sheets, &mut laid.remarks);
    let feet = note::taken(&mut sheets);
    let widths = sheets
        .iter()
        .map(|sheet| (sheet.number, sheet.width))
        .collect();
    let mut items = Vec::new();
    for sheet in sheets {
        column::order(sheet, &mut items);
    }
    let written = paragraph::written(items, feet, &links, &widths);
    laid.blocks = written.blocks;
    laid.notes = written.notes;
    laid
}

fn sheet(mut page: Page, remarks: &mut Vec<Remark>) -> Sheet {
    page.glyphs.retain(Glyph::is_on_a_page);
    let (mut tables, rules) = grid::found(&page);
    let mut outside = Vec::new();
    for glyph in page.glyphs {
        let table = tables.iter_mut().find(|table| table.holds(&glyph));
        match table {
            Some(table) => table.take(glyph),
            None => outside.push(glyph),
        }
    }
    tables.retain(|table| !table.is_empty());
    let mut lines = line::lines_of(outside, page.number);
    band::tables(&mut lines, &mut tables, &rules, remarks);
    Sheet {
        number: page.number,
        width: page.width,
        height: page.height,
        lines,
        tables,
        pictures: page.pictures,
        rules,
    }
}

impl Glyph {
    fn is_on_a_page(&self) -> bool {
        let numbers = [self.x, self.y, self.advance, self.size];
        numbers.iter().all(|n| n.is_finite() && n.abs() < FARTHEST) && self.size > 0.5
    }

    fn right(&self) -> f32 {
        self.x + self.advance
    }

    /// The middle of the letter, as far as that is known without its shape.
    fn middle(&self) -> (f32, f32) {
        (self.x + self.advance / 2.0, self.y - self.size * 0.35)
    }

    fn is_blank(&self) -> bool {
        self.character.is_whitespace()
    }
}

impl Area {
    pub(crate) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub(crate) fn contains(&self, (x, y): (f32, f32)) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }

    /// Whether both have a point in common.
    pub(crate) fn meets(&self, other: &Area) -> bool {
        let across = self.left <= other.right && self.right >= other.left;
        across && self.top <= other.bottom && self.bottom >= other.top
    }

    /// The area that holds these points; `None` without one or where one is no place on a page.
    pub(crate) fn around(points: &[(f32, f32)]) -> Option<Area> {
        let &(x, y) = points.first()?;
        let mut area = Area {
            left: x,
            top: y,
            right: x,
            bottom: y,
        };
        for &(x, y) in points {
            if !(x.is_finite() && y.is_finite() && x.abs() < FARTHEST && y.abs() < FARTHEST) {
                return None;
            }
            area.left = area.left.min(x);
            area.right = area.right.max(x);
            area.top = area.top.min(y);
            area.bottom = area.bottom.max(y);
        }
        Some(area)
    }
}

/// The beginning of a text, for a remark.
pub(crate) fn quote(text: &str) -> String {
    let mut characters = text.chars();
    let mut quote: String = characters.by_ref().take(QUOTE).collect();
    if characters.next().is_some() {
        quote.push('…');
    }
    quote
}

fn no_text(page: usize) -> Remark {
    Remark {
        is_draft: true,
        ..remark(
            RemarkKind::Dropped,
            "这一页是图片，没有文字层；请录入其中的文字",
            "this page is a picture without a text layer; type what it says",
            page,
            "",
        )
    }
}

fn remark(kind: RemarkKind, chinese: &str, english: &str, page: usize, text: &str) -> Remark {
    let what = Text::new(chinese.to_owned(), english.to_owned());
    Remark::new(kind, what, Place::Page(page), &quote(text))
}
