//! A sheet of a workbook: its cells with what they show, what is hidden, links.
//!
//! In: `xl/worksheets/sheet1.xml`, a piece at a time. Out: a [`Sheet`], remarks, and what else belongs to it by the ids of
//! its relations. Of formulas the stored value is taken.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Inline, Remark, RemarkKind, Style};
use crate::import::table::package::Relation;
use crate::import::table::reference::{self, Range, cell_name};
use crate::import::table::sheet::{MAX_CELLS, Sheet, dropped, joined, too_large};
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
                // Conditions, checks and extensions show nothing of their own.
                "extLst" | "conditionalFormatting" | "dataValidations" => parser.skip()?,
                _ => {}
            }
        }
        self.sheet.hidden_rows = joined(std::mem::take(&mut self.hidden_rows));
        self.sheet.hidden_columns = joined(std::mem::take(&mut self.hidden_columns));
        self.put_links();
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
        let mut inlines = self.shown(element, (row, column));
        let formula = element.element("f").map(Element::text).unwrap_or_default();
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

    fn name_uncounted(&mut self, element: &Element, place: (usize, usize)) {
        let formula = element.element("f").map(Element::text).unwrap_or_default();
        // Of a formula whose result is an empty text that is stored.
        let is_empty_text = element.attribute("t") == Some("str") && element.element("v").is_some();
        if formula.is_empty() || is_empty_text {
            return;
        }
        let what = Text::new(
            "公式没有随文件保存结果，单元格留空；请用原程序打开并保存后再导入",
            "the result of a formula was not stored, the cell is empty; open the file with its program, save it and import it again",
        );
        let place = self.sheet.place(&cell_name(place.0, place.1));
        let mut remark = Remark::new(RemarkKind::Unsure, what, place, &format!("={formula}"));
        remark.is_draft = true;
        self.add(remark);
    }

    fn name_sign(&mut self, place: (usize, usize), shown: &str) {
        let what = Text::new(
            "原表以红字表示负数，已改为负号",
            "a negative number that only a colour showed has a minus sign now",
        );
        let place = self.sheet.place(&cell_name(place.0, place.1));
        self.add(Remark::new(RemarkKind::Changed, what, place, shown));
    }

    fn name_unshown(
        &mut self,
        place: (usize, usize),
        shown: &str,
        is_something: bool,
        value: &str,
    ) {
        if is_something && shown.trim().is_empty() {
            let what = Text::new(
                "单元格的内容被数字格式隐藏（未导入）",
                "a cell whose number format hides what is in it (not imported)",
            );
            let place = self.sheet.place(&cell_name(place.0, place.1));
            self.add(dropped(what, place, value));
        }
    }

    fn name_header(&mut self, element: &Element) {
        // What is not letters of a code: &P is a page number, &"…" a font.
        let words = element
            .elements()
            .map(Element::text)
            .collect::<Vec<_>>()
            .join(" ");
        if words.chars().any(|c| !c.is_ascii() && c.is_alphanumeric()) {
            let what = Text::new(
                "打印用的页眉、页脚（未导入）",
                "heads and feet of printed pages (not imported)",
            );
            let place = self.sheet.place("*");
            self.add(dropped(what, place, &words));
        }
    }

    fn name_object(&mut self, element: &Element) {
        let (chinese, english) = match &*element.name {
            "picture" => (
                "工作表背景图片（未导入）",
                "the image behind a sheet (not imported)",
            ),
            "control" => ("窗体控件（未导入）", "a control (not imported)"),
            _ => ("嵌入对象（未导入）", "an embedded object (not imported)"),
        };
        let quote = element
            .attribute("name")
            .or(element.attribute("progId"))
            .unwrap_or_default();
        let place = self.sheet.place("*");
        self.add(dropped(Text::new(chinese, english), place, quote));
    }

    fn add(&mut self, remark: Remark) {
        if self.remarks.len() < MAX_REMARKS {
            self.remarks.push(remark);
        }
    }
}

/// Remarks of a sheet, those on hidden rows, columns and comments aside.
const MAX_REMARKS: usize = 200;

pub(super) fn is_true(element: &Element, name: &str) -> bool {
    matches!(element.attribute(name), Some("1" | "true"))
}

/// The address that a formula leads to: `HYPERLINK("https://…","…")`.
fn linked(formula: &str) -> Option<String> {
    let rest = formula.trim().strip_prefix("HYPERLINK(\"")?;
    let address = rest.split('"').next()?;
    (!address.is_empty() && !address.starts_with('#')).then(|| address.to_owned())
}
