//! Tables that are written as HTML, laid out: where in its table each run of text stands, merged cells and all.
//!
//! In: the tokens of a body. Out: the place of every leaf in a cell of a table of data, as browsers lay it out. A table
//! that holds another table, or has but one row or column, holds a page together and says nothing: its text is text.

use std::collections::BTreeMap;

use crate::report::markdown::Document;
use crate::report::markdown::token::{Element, PLAIN, Token};

/// Columns of a table; cells beyond are text.
const COLUMNS_MAX: usize = 200;
/// Places of a table, merged ones counted: a larger table is text.
const PLACES_MAX: usize = 100_000;

/// A cell of a table that is written as HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HtmlCell {
    /// Which table of the report, from 0.
    pub table: u32,
    /// From 0, the heads included.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// Rows that it goes over.
    pub rows: u32,
    /// Columns that it goes over.
    pub columns: u32,
    /// Whether its row is one of the head.
    pub is_head: bool,
}

/// The cell of each leaf that stands in one.
pub(super) fn cells(document: &Document<'_>) -> BTreeMap<u32, HtmlCell> {
    let mut cells = BTreeMap::new();
    let tape = &document.tape;
    // Those of Markdown name their columns before their cells.
    if tape.tables.iter().all(|table| !table.columns.is_empty()) {
        return cells;
    }
    let mut open: Vec<Reading> = Vec::new();
    for token in &tape.tokens {
        match *token {
            Token::Table(number) => {
                if let Some(around) = open.last_mut() {
                    around.holds_table = true;
                }
                open.push(Reading::of(number));
            }
            Token::TableEnd => {
                if let Some(reading) = open.pop() {
                    reading.lay_out(&mut cells);
                }
            }
            Token::Open(element, attributes) => {
                if let Some(reading) = open.last_mut() {
                    let attributes = (attributes != PLAIN)
                        .then(|| tape.attributes.get(attributes as usize))
                        .flatten();
                    reading.open(element, attributes.map_or("", String::as_str));
                }
            }
            Token::Close(element) => {
                if let Some(reading) = open.last_mut() {
                    reading.close(element);
                }
            }
            Token::Leaf(leaf) | Token::Split(leaf) => {
                let cell = open.last_mut().and_then(Reading::cell);
                cell.into_iter().for_each(|cell| cell.leaves.push(leaf));
            }
            _ => {}
        }
    }
    cells
}

/// A table while its tokens pass.
struct Reading {
    number: u32,
    holds_table: bool,
    /// How many groups of rows have begun: no cell goes beyond its own.
    groups: usize,
    is_head: bool,
    in_cell: bool,
    rows: Vec<Row>,
}

struct Row {
    group: usize,
    is_head: bool,
    cells: Vec<Cell>,
}

struct Cell {
    is_head: bool,
    rows: usize,
    columns: usize,
    leaves: Vec<u32>,
}

impl Reading {
    fn of(number: u32) -> Reading {
        Reading {
            number,
            holds_table: false,
            groups: 0,
            is_head: false,
            in_cell: false,
            rows: Vec::new(),
        }
    }

    fn open(&mut self, element: Element, attributes: &str) {
        match element {
            Element::Thead | Element::Tbody | Element::Tfoot => {
                self.groups += 1;
                self.is_head = element == Element::Thead;
            }
            Element::Tr => self.rows.push(Row {
                group: self.groups,
                is_head: self.is_head,
                cells: Vec::new(),
            }),
            Element::Td | Element::Th => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Cell {
                        is_head: element == Element::Th,
                        rows: span(attributes, " rowspan=\""),
                        columns: span(attributes, " colspan=\""),
                        leaves: Vec::new(),
                    });
                    self.in_cell = true;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, element: Element) {
        match element {
            Element::Thead => self.is_head = false,
            Element::Td | Element::Th => self.in_cell = false,
            _ => {}
        }
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        let row = self.rows.last_mut().filter(|_| self.in_cell)?;
        row.cells.last_mut()
    }

    /// Gives each cell its place, as browsers do: the next column that no cell from above goes over.
    fn lay_out(self, places: &mut BTreeMap<u32, HtmlCell>) {
        let mut laid_out: Vec<(HtmlCell, &[u32])> = Vec::new();
        // The row up to which each column is taken.
        let mut taken: Vec<usize> = vec![0; COLUMNS_MAX];
        let (mut width, mut count) = (0, 0);
        let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
        ends.extend((1..).zip(&self.rows).map(|(end, row)| (row.group, end)));
        for (at, row) in self.rows.iter().enumerate() {
            let of_group = ends.get(&row.group).map_or(1, |end| end - at);
            let is_head = row.is_head || row.cells.iter().all(|cell| cell.is_head);
            let mut column = 0;
            for cell in &row.cells {
                while taken.get(column).is_some_and(|until| *until > at) {
                    column += 1;
                }
                let rows = cell.rows.min(of_group);
                let columns = cell.columns.min(COLUMNS_MAX - column);
                count += rows * columns;
                if columns == 0 || count > PLACES_MAX {
                    break;
                }
                taken
                    .iter_mut()
                    .skip(column)
                    .take(columns)
                    .for_each(|until| *until = at + rows);
                let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                let place = HtmlCell {
                    table: self.number,
                    row: number(at),
                    column: number(column),
                    rows: number(rows),
                    columns: number(columns),
                    is_head,
                };
                laid_out.push((place, &cell.leaves));
                column += columns;
                width = width.max(column);
            }
        }
        let is_of_data = self.rows.len() > 1 && width > 1 && !self.holds_table;
        if is_of_data && count <= PLACES_MAX {
            let each = laid_out.into_iter();
            let each =
                each.flat_map(|(place, leaves)| leaves.iter().map(move |leaf| (*leaf, place)));
            places.extend(each);
        }
    }
}

/// How many rows or columns a cell goes over; what was not kept of its attributes is none.
fn span(attributes: &str, name: &str) -> usize {
    let value = attributes.split_once(name).map(|(_, rest)| rest);
    let value = value.and_then(|rest| rest.split_once('"'));
    value.and_then(|(value, _)| value.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::{Document, Options};
    use crate::report::passage::PassageKind;

    /// The cells of a body: row, column, rows and columns gone over, text.
    fn cells(body: &str) -> Vec<String> {
        let document = Document::parse(body, Options { chinese: true });
        let passages = document.passages();
        let cells = passages.iter().filter_map(|passage| match passage.kind {
            PassageKind::HtmlCell(cell) => Some(format!(
                "{}{} {},{} {}x{} {}",
                cell.table,
                if cell.is_head { "h" } else { "" },
                cell.row,
                cell.column,
                cell.rows,
                cell.columns,
                passage.text
            )),
            _ => None,
        });
        cells.collect()
    }

    #[test]
    fn cells_are_laid_out_as_browsers_lay_them_out() {
        let merged = "<table><tr><td colspan=\"2\" rowspan=\"2\">项目</td><td colspan=\"2\">申请人</td></tr>\
             <tr><td>自然人</td><td>法人</td></tr>\
             <tr><td rowspan=\"9\">办理</td><td>公开</td><td>3</td><td>1</td></tr>\
             <tr><td>不予公开</td><td></td><td>2</td></tr></table>";
        assert_eq!(
            cells(merged),
            [
                "0 0,0 2x2 项目",
                "0 0,2 1x2 申请人",
                "0 1,2 1x1 自然人",
                "0 1,3 1x1 法人",
                "0 2,0 2x1 办理",
                "0 2,1 1x1 公开",
                "0 2,2 1x1 3",
                "0 2,3 1x1 1",
                "0 3,1 1x1 不予公开",
                "0 3,3 1x1 2",
            ]
        );
        let groups = "<table><thead><tr><th rowspan=\"5\">甲</th><th>乙</th></tr></thead>\
             <tbody><tr><th>丙</th><td>1</td></tr></tbody></table>";
        assert_eq!(
            cells(groups),
            [
                "0h 0,0 1x1 甲",
                "0h 0,1 1x1 乙",
                "0 1,0 1x1 丙",
                "0 1,1 1x1 1"
            ]
        );
        let paragraphs = "<table><tr><td><p>法人或</p><p>其他</p></td><td>2</td></tr><tr><td>甲</td><td>3</td></tr></table>";
        assert_eq!(cells(paragraphs).len(), 5);
    }

    #[test]
    fn tables_that_hold_a_page_together_are_text() {
        for body in [
            "<table><tr><td>正文。</td></tr><tr><td>第二段。</td></tr></table>",
            "<table><tr><td>甲</td><td>乙</td></tr></table>",
        ] {
            assert_eq!(cells(body), [] as [&str; 0], "{body}");
        }
        let around = "<table><tr><td>导航</td><td>正文</td></tr><tr><td></td><td>\
             <table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></td></tr></table>";
        assert_eq!(
            cells(around),
            ["1 0,0 1x1 甲", "1 0,1 1x1 1", "1 1,0 1x1 乙", "1 1,1 1x1 2"]
        );
        // A few bytes must not become a million places.
        let row = "<tr><td colspan=\"1000\" rowspan=\"1000\">甲</td></tr>";
        let large = format!("<table>{}</table>", row.repeat(1_000));
        assert_eq!(cells(&large), [] as [&str; 0]);
        // Nor rows that hold nothing a time that grows with their square.
        assert_eq!(
            cells(&format!("<table>{}</table>", "<tr>\n".repeat(200_000))),
            [] as [&str; 0]
        );
        // A table that ends nowhere ends with the text.
        assert_eq!(cells("<table><tr><td>甲<td>1<tr><td>乙<td>2").len(), 4);
    }
}
