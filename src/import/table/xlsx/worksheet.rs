//! A sheet of a workbook: its cells with what they show, what is hidden, links.
//!
//! In: `xl/worksheets/sheet1.xml`, a piece at a time. Out: a [`Sheet`], remarks, and what else belongs to it by the ids of
//! its relations. Of formulas the stored value is taken.

use std::collections::BTreeMap;

use crate::import::Refusal;
use crate::import::document::{Inline, Remark, Style};
use crate::import::table::package::Relation;
use crate::import::table::reference::{self, Range};
use crate::import::table::sheet::{MAX_CELLS, Sheet, joined, too_large};
use crate::import::table::xlsx::Workbook;
use crate::import::table::xlsx::strings;
use crate::import::xml::{Element, Parser, Piece};

/// Cells of one link.
const MAX_LINKED: usize = 1000;
/// Merged ranges, and links, of a sheet.
const MAX_RANGES: usize = 200_000;

/// Reads a sheet.
pub(super) struct Reader<'w> {
    pub workbook: &'w Workbook,
    /// What the sheet leads to.
    pub relations: &'w BTreeMap<String, Relation>,
    pub sheet: Sheet,
    /// Cells of all sheets so far.
    pub cells: usize,
    pub remarks: Vec<Remark>,
    /// Cells that are an image, with its id.
    pub pictures: Vec<((usize, usize), String)>,
    /// Remarks beyond those that are made.
    pub untold: usize,
    shows_zeros: bool,
    row: usize,
    column: usize,
    hidden_rows: Vec<(usize, usize)>,
    hidden_columns: Vec<(usize, usize)>,
    links: Vec<(Range, String)>,
}

impl<'w> Reader<'w> {
    /// For a sheet of this name, after so many cells of others.
    pub(super) fn new(
        workbook: &'w Workbook,
        relations: &'w BTreeMap<String, Relation>,
        name: &str,
        cells: usize,
    ) -> Reader<'w> {
        Reader {
            workbook,
            relations,
            sheet: Sheet {
                name: name.to_owned(),
                ..Sheet::default()
            },
            cells,
            remarks: Vec::new(),
            pictures: Vec::new(),
            untold: 0,
            shows_zeros: true,
            row: 0,
            column: 0,
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            links: Vec::new(),
        }
    }

    /// Reads the whole file.
    ///
    /// # Errors
    ///
    /// If the XML is broken, or there are too many cells.
    pub(super) fn read(&mut self, text: &str) -> Result<(), Refusal> {
        let mut parser = Parser::new(text);
        while let Some(piece) = parser.next()? {
            let Piece::Start(element) = piece else {
                continue;
            };
            match &*element.name {
                "c" => {
                    let element = parser.rest_of(element)?;
                    self.cell(&element)?;
                }
                "row" => self.begin_row(&element),
                "col" => self.column(&element),
                "sheetView" => {
                    self.shows_zeros =
                        !matches!(element.attribute("showZeros"), Some("0" | "false"))
                }
                "pane"
                    if element
                        .attribute("state")
                        .is_some_and(|state| state.starts_with("frozen")) =>
                {
                    self.sheet.frozen = element
                        .attribute("ySplit")
                        .and_then(|rows| rows.parse().ok())
                        .unwrap_or(0);
                }
                "mergeCell" => {
                    let range = element.attribute("ref").and_then(reference::range);
                    self.sheet
                        .merged
                        .extend(range.filter(|_| self.sheet.merged.len() < MAX_RANGES));
                }
                "hyperlink" => self.link(&element),
                "headerFooter" => {
                    let element = parser.rest_of(element)?;
                    self.name_header(&element);
                }
                "oleObject" | "control" | "picture" => self.name_object(&element),
                // Conditions, checks and extensions show nothing of their own; a fallback shows the same again.
                "extLst" | "conditionalFormatting" | "dataValidations" | "Fallback" => {
                    parser.skip()?
                }
                _ => {}
            }
        }
        self.sheet.hidden_rows = joined(std::mem::take(&mut self.hidden_rows));
        self.sheet.hidden_columns = joined(std::mem::take(&mut self.hidden_columns));
        self.put_links();
        self.name_untold();
        Ok(())
    }

    fn begin_row(&mut self, element: &Element) {
        let number = element
            .attribute("r")
            .and_then(|row| row.parse::<usize>().ok());
        let next = self.row + usize::from(self.row > 0 || self.column > 0);
        self.row = number.and_then(|row| row.checked_sub(1)).unwrap_or(next);
        self.column = 0;
        let is_flat = element
            .attribute("ht")
            .is_some_and(|height| height.parse() == Ok(0.0));
        if is_true(element, "hidden") || is_flat {
            self.hidden_rows.push((self.row, self.row));
        }
    }

    fn column(&mut self, element: &Element) {
        let bound = |name| {
            element
                .attribute(name)
                .and_then(|column| column.parse::<usize>().ok()?.checked_sub(1))
        };
        let is_narrow = element
            .attribute("width")
            .is_some_and(|width| width.parse() == Ok(0.0));
        if let (true, Some(first), Some(last)) = (
            is_true(element, "hidden") || is_narrow,
            bound("min"),
            bound("max"),
        ) {
            self.hidden_columns
                .push((first, last.min(reference::MAX_COLUMNS)));
        }
    }

    fn cell(&mut self, element: &Element) -> Result<(), Refusal> {
        let place = element.attribute("r").and_then(reference::cell);
        let (row, column) = place.unwrap_or((self.row, self.column));
        (self.row, self.column) = (row, column + 1);
        if row >= reference::MAX_ROWS || column >= reference::MAX_COLUMNS {
            return Ok(());
        }
        let formula = element.element("f").map(Element::text).unwrap_or_default();
        let mut inlines = match pictured(&formula) {
            Some(id) if self.pictures.len() < MAX_CELLS => {
                self.pictures.push(((row, column), id));
                Vec::new()
            }
            _ => self.shown(element, (row, column)),
        };
        if let Some(address) = linked(&formula) {
            inlines = vec![Inline::Link { address, inlines }];
        }
        if inlines.is_empty() {
            return Ok(());
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(too_large());
        }
        self.sheet
            .rows
            .entry(row)
            .or_default()
            .insert(column, inlines);
        Ok(())
    }

    /// What a cell shows.
    fn shown(&mut self, element: &Element, place: (usize, usize)) -> Vec<Inline> {
        let style = element
            .attribute("s")
            .and_then(|style| style.parse().ok())
            .unwrap_or(0);
        let (format, look) = (
            self.workbook.styles.format(style),
            self.workbook.styles.look(style),
        );
        let value = element.element("v").map(Element::text);
        let kind = element.attribute("t").unwrap_or("n");
        if let ("inlineStr", Some(text)) = (kind, element.element("is")) {
            return strings::inlines(text);
        }
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            self.name_uncounted(element, place);
            return Vec::new();
        };
        let shown = match kind {
            "s" => {
                let index = value.trim().parse::<usize>().ok();
                let inlines = index.and_then(|index| self.workbook.strings.get(index));
                let inlines = inlines.cloned().unwrap_or_default();
                let [Inline::Text { text, style }] = inlines.as_slice() else {
                    return inlines;
                };
                if *style != Style::default() {
                    return inlines;
                }
                format.text(text)
            }
            "str" => format.text(&value),
            "b" => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            // An image in a cell is an error to programs that do not know such.
            "e" if element.attribute("vm").is_some() => {
                self.name_picture(place);
                return Vec::new();
            }
            "e" => value.clone(),
            "d" => value
                .replace('T', " ")
                .trim_end_matches(" 00:00:00")
                .to_owned(),
            _ => match value.trim().parse::<f64>() {
                Ok(0.0) if !self.shows_zeros => return Vec::new(),
                Ok(number) => {
                    let shown = format.number(number, self.workbook.is_1904);
                    if shown.is_sign_lost {
                        self.name_sign(place, &shown.text);
                        format!("-{}", shown.text)
                    } else {
                        // A zero that its format does not show is nothing to name.
                        self.name_unshown(place, &shown.text, number != 0.0, &value);
                        return strings::plain(&shown.text, look);
                    }
                }
                Err(_) => value.clone(),
            },
        };
        self.name_unshown(place, &shown, !value.trim().is_empty(), "");
        strings::plain(&shown, look)
    }

    fn link(&mut self, element: &Element) {
        let Some(range) = element.attribute("ref").and_then(reference::range) else {
            return;
        };
        // A link without a relation leads to a cell of the workbook, which a report has not.
        let ids = element
            .attributes
            .iter()
            .filter(|attribute| &*attribute.name == "id" && !attribute.namespace.is_empty());
        let relation = ids
            .into_iter()
            .find_map(|id| self.relations.get(&*id.value))
            .filter(|relation| relation.is_external);
        if let Some(relation) = relation.filter(|_| self.links.len() < MAX_RANGES) {
            let place = element
                .attribute("location")
                .map(|place| format!("#{place}"))
                .unwrap_or_default();
            self.links
                .push((range, format!("{}{place}", relation.target)));
        }
    }

    fn put_links(&mut self) {
        for (range, address) in std::mem::take(&mut self.links) {
            let rows = self.sheet.rows.range_mut(range.top..=range.bottom);
            let cells = rows.flat_map(|(_, cells)| cells.range_mut(range.left..=range.right));
            for (_, inlines) in cells.take(MAX_LINKED) {
                if !matches!(inlines.as_slice(), [Inline::Link { .. }]) {
                    let inner = std::mem::take(inlines);
                    *inlines = vec![Inline::Link {
                        address: address.clone(),
                        inlines: inner,
                    }];
                }
            }
        }
    }
}

pub(super) fn is_true(element: &Element, name: &str) -> bool {
    matches!(element.attribute(name), Some("1" | "true"))
}

/// The address that a formula leads to: `HYPERLINK("https://…","…")`.
fn linked(formula: &str) -> Option<String> {
    let rest = formula.trim().strip_prefix("HYPERLINK(\"")?;
    let address = rest.split('"').next()?;
    (!address.is_empty() && !address.starts_with('#')).then(|| address.to_owned())
}

/// The id of the image that a formula shows, as WPS writes it: `DISPIMG("ID_…",1)`.
fn pictured(formula: &str) -> Option<String> {
    let (_, rest) = formula.split_once("DISPIMG(\"")?;
    rest.split('"').next().map(str::to_owned)
}
