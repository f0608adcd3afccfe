//! Tables of a page: those of data become tables, those that only place things are undone.
//!
//! In: the element of a table. Out: a table with its spans, hidden rows and columns left out and named; or the blocks in its
//! cells, one after another. Never believes a span that is wider than any table.

use crate::diagnostic::Text;
use crate::import::document::{Block, Cell, Paragraph, Remark, RemarkKind, Table};
use crate::import::html::dom::Id;
use crate::import::html::flow::Flow;
use crate::import::html::label;
use crate::import::html::look::Context;
use crate::import::html::style::{declared, declares};
use crate::import::html::words;

/// Columns that a cell covers.
const MAX_COLUMNS: usize = 200;
/// Letters of a cell that holds more than data.
const MUCH: usize = 400;

/// A row as it stands in the page.
struct Row {
    cells: Vec<Id>,
    is_head: bool,
    is_hidden: bool,
}

impl Flow<'_> {
    /// Takes a table.
    pub(super) fn table(&mut self, id: Id, context: Context) {
        let rows = self.rows(id);
        if let Some(labels) = self.labels(&rows) {
            return self.form(&rows, &labels, context);
        }
        if !self.is_data(id, &rows) {
            return self.undo(id, context);
        }
        let mut table = Table {
            head_rows: rows
                .iter()
                .take_while(|row| row.is_head || row.is_hidden)
                .filter(|row| !row.is_hidden)
                .count(),
            ..Table::default()
        };
        self.caption(id, &mut table, context);
        table.rows = self.cells(id, &rows, context);
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }

    /// The caption of a table; what is more than a line of it stands before the table.
    fn caption(&mut self, id: Id, table: &mut Table, context: Context) {
        let captions: Vec<Id> = self
            .dom()
            .children(id)
            .filter(|&child| self.dom().name(child) == "caption")
            .collect();
        for caption in captions
            .into_iter()
            .filter(|&caption| self.page.mark(caption).is_none())
        {
            for block in self.apart(caption, context) {
                match block {
                    Block::Paragraph(paragraph) if table.caption.is_empty() => {
                        table.caption = paragraph.inlines
                    }
                    other => self.blocks.push(other),
                }
            }
        }
    }

    /// The cells of a table that are seen, row by row.
    fn cells(&mut self, id: Id, rows: &[Row], context: Context) -> Vec<Vec<Cell>> {
        let mut seen: Vec<Vec<Cell>> = Vec::new();
        let hidden = self.hidden_columns(id);
        // By column: in how many rows more it is covered from above.
        let mut covered: Vec<usize> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let mut cells = Vec::new();
            let mut column = 0;
            for &cell in &row.cells {
                while covered.get(column).is_some_and(|&left| left > 0) {
                    column += 1;
                }
                let (down, across) = self.spans(cell, rows.len() - index);
                if covered.len() < column + across {
                    covered.resize(column + across, 0);
                }
                for here in covered.iter_mut().skip(column).take(across) {
                    *here = down;
                }
                let columns = column..column + across;
                column += across;
                if row.is_hidden || self.page.mark(cell).is_some() {
                    continue;
                }
                let shown = columns.filter(|column| !hidden.contains(column)).count();
                if shown == 0 {
                    self.drop_cell(cell);
                    continue;
                }
                let rows_seen = rows
                    .iter()
                    .skip(index)
                    .take(down)
                    .filter(|row| !row.is_hidden)
                    .count();
                let blocks = self.cell(cell, context);
                cells.push(Cell {
                    blocks,
                    row_span: rows_seen.max(1),
                    column_span: shown,
                });
            }
            for left in &mut covered {
                *left = left.saturating_sub(1);
            }
            if !row.is_hidden {
                seen.push(cells);
            }
        }
        let is_empty = |row: &Vec<Cell>| {
            row.iter()
                .all(|cell| cell.blocks.is_empty() && cell.row_span == 1)
        };
        while seen.last().is_some_and(is_empty) {
            seen.pop();
        }
        seen
    }

    /// The labels of the rows of a table that has one for the text itself, as announcements do.
    fn labels(&self, rows: &[Row]) -> Option<Vec<String>> {
        let label = |row: &Row| {
            let text = row
                .cells
                .first()
                .map(|&cell| words::bare(&self.page.text(cell)))
                .unwrap_or_default();
            text.trim_matches(['：', ':', '【', '】']).to_owned()
        };
        let labels: Vec<String> = rows.iter().map(label).collect();
        let has_text = labels
            .iter()
            .zip(rows)
            .any(|(label, row)| row.cells.len() == 2 && words::is_text_label(label));
        let is_form = rows.iter().all(|row| row.cells.len() <= 4);
        (has_text && is_form && rows.len() > 1).then_some(labels)
    }

    /// Takes a table of labels and values, of which one is the text: facts as lines of facts, the text as it is.
    fn form(&mut self, rows: &[Row], labels: &[String], context: Context) {
        for (row, label) in rows.iter().zip(labels).filter(|(row, _)| !row.is_hidden) {
            let is_pair = row.cells.len() == 2;
            let values: Vec<Id> = row
                .cells
                .iter()
                .skip(usize::from(is_pair))
                .copied()
                .collect();
            for value in values
                .into_iter()
                .filter(|&cell| self.page.mark(cell).is_none())
            {
                let blocks = self.cell(value, context);
                let first = blocks.first().and_then(|block| match block {
                    Block::Paragraph(paragraph) if blocks.len() == 1 => Some(paragraph),
                    _ => None,
                });
                match first {
                    Some(title) if is_pair && words::is_title_label(label) => {
                        let mut title = title.clone();
                        title.heading = Some(1);
                        self.blocks.push(Block::Paragraph(title));
                    }
                    Some(fact) if is_pair && label::sort_of(label).is_some() => {
                        let line = format!("{label}：{}", fact.text());
                        self.blocks.push(Block::Paragraph(Paragraph::of(line)));
                    }
                    _ => {
                        if is_pair
                            && !words::is_text_label(label)
                            && !label.is_empty()
                            && !blocks.is_empty()
                        {
                            self.blocks
                                .push(Block::Paragraph(Paragraph::of(format!("{label}："))));
                        }
                        self.blocks.extend(blocks);
                    }
                }
            }
        }
    }

    fn cell(&mut self, id: Id, context: Context) -> Vec<Block> {
        let mut inner = context;
        inner.depth += 2;
        // Lines in a cell are its lines, not paragraphs.
        inner.is_paragraph = true;
        self.apart(id, inner)
    }

    /// The rows of a table, those of its foot last.
    fn rows(&self, table: Id) -> Vec<Row> {
        let dom = self.dom();
        let (mut rows, mut foot) = (Vec::new(), Vec::new());
        let mut add = |row: Id, part: &str, is_hidden: bool| {
            let cells = dom
                .children(row)
                .filter(|&id| matches!(dom.name(id), "td" | "th"));
            let cells: Vec<Id> = cells.collect();
            let is_head = part == "thead"
                || !cells.is_empty() && cells.iter().all(|&cell| dom.name(cell) == "th");
            let row = Row {
                cells,
                is_head,
                is_hidden: is_hidden || self.page.mark(row).is_some(),
            };
            match part {
                "tfoot" => foot.push(row),
                _ => rows.push(row),
            }
        };
        for part in dom.children(table) {
            let name = dom.name(part);
            match name {
                "tr" => add(part, name, false),
                "thead" | "tbody" | "tfoot" => {
                    let is_hidden = self.page.mark(part).is_some();
                    for row in dom.children(part).filter(|&row| dom.name(row) == "tr") {
                        add(row, name, is_hidden);
                    }
                }
                _ => {}
            }
        }
        rows.append(&mut foot);
        rows
    }

    /// How many rows and columns a cell covers.
    fn spans(&self, cell: Id, rows_left: usize) -> (usize, usize) {
        let span = |name| {
            let value = self.dom().attribute(cell, name)?.trim();
            value.parse::<usize>().ok()
        };
        let down = match span("rowspan") {
            // To the end of the table.
            Some(0) => rows_left,
            Some(rows) => rows.min(rows_left),
            None => 1,
        };
        (
            down.max(1),
            span("colspan").unwrap_or(1).clamp(1, MAX_COLUMNS),
        )
    }

    /// The columns that the table says are hidden.
    fn hidden_columns(&self, table: Id) -> Vec<usize> {
        let dom = self.dom();
        let columns = dom.below_but(table, |id| matches!(dom.name(id), "tr" | "table"));
        let (mut at, mut hidden) = (0, Vec::new());
        for column in columns.filter(|&id| dom.name(id) == "col") {
            let span = dom
                .attribute(column, "span")
                .and_then(|span| span.trim().parse().ok());
            let span = span.unwrap_or(1_usize).clamp(1, MAX_COLUMNS);
            let style = dom.attribute(column, "style").unwrap_or_default();
            if at + span > MAX_COLUMNS {
                break;
            }
            if declares(style, "display", "none") || declares(style, "visibility", "collapse") {
                hidden.extend(at..at + span);
            }
            at += span;
        }
        hidden
    }

    fn drop_cell(&mut self, cell: Id) {
        let quote = words::bare(&self.dom().text(cell));
        if quote.is_empty() {
            return;
        }
        let what = Text::new(
            "隐藏的列中的单元格（不导入）",
            "a cell of a hidden column (not imported)",
        );
        let quote: String = quote.chars().take(100).collect();
        self.remarks
            .push(Remark::new(RemarkKind::Dropped, what, self.place(), &quote));
    }

    /// The blocks in the cells of a table, one after another.
    fn undo(&mut self, id: Id, context: Context) {
        let dom = self.dom();
        let mut parts = Vec::new();
        for part in dom
            .children(id)
            .filter(|&part| self.page.mark(part).is_none())
        {
            match dom.name(part) {
                "thead" | "tbody" | "tfoot" => {
                    parts.extend(
                        dom.children(part)
                            .filter(|&row| self.page.mark(row).is_none()),
                    );
                }
                _ => parts.push(part),
            }
        }
        for part in parts {
            let cells: Vec<Id> = match dom.name(part) {
                "tr" => dom
                    .children(part)
                    .filter(|&cell| self.page.mark(cell).is_none())
                    .collect(),
                _ => vec![part],
            };
            for cell in cells {
                let mut inner = context;
                inner.depth += 3;
                self.in_cell(cell, inner);
            }
        }
    }

    /// Whether a table holds data.
    fn is_data(&self, id: Id, rows: &[Row]) -> bool {
        let dom = self.dom();
        if dom.attribute(id, "role") == Some("presentation") {
            return false;
        }
        let cells: Vec<Id> = rows
            .iter()
            .flat_map(|row| row.cells.iter().copied())
            .collect();
        if cells.len() < 2 {
            return false;
        }
        let is_nested = cells.iter().any(|&cell| dom.first(cell, "table").is_some());
        let letters = |text: String| text.chars().filter(|c| !c.is_whitespace()).count();
        let is_long = |cell: &Id| letters(self.page.text(*cell)) > MUCH;
        let has_long = cells.iter().any(is_long);
        let class = dom.attribute(id, "class").unwrap_or_default();
        let style = dom.attribute(id, "style").unwrap_or_default();
        let border = dom
            .attribute(id, "border")
            .map(|border| border.trim().parse::<u32>().unwrap_or(1));
        // Old pages draw lines by the gaps between cells on a dark ground.
        let is_spaced = dom
            .attribute(id, "cellspacing")
            .is_some_and(|space| space.trim() == "1");
        let is_dark = dom
            .attribute(id, "bgcolor")
            .is_some_and(|colour| !colour.to_ascii_lowercase().contains("ffffff"));
        let has_border = is_spaced && is_dark
            || border.is_some_and(|border| border > 0)
            || declared(style, "border")
                .is_some_and(|border| !border.starts_with('0') && !border.starts_with("none"))
            || cells.iter().any(|&cell| {
                let style = dom.attribute(cell, "style").unwrap_or_default();
                style.contains("solid")
            });
        let is_named = dom.children(id).any(|child| dom.name(child) == "caption")
            || class.starts_with("MsoTableGrid")
            || rows
                .iter()
                .any(|row| row.cells.iter().any(|&cell| dom.name(cell) == "th"))
            || cells.iter().any(|&cell| {
                let class = dom.attribute(cell, "class").unwrap_or_default();
                dom.attribute(cell, "x:num").is_some()
                    || class.starts_with("xl")
                    || class.starts_with("et")
            });
        let filled = |row: &&Row| {
            let seen = row
                .cells
                .iter()
                .filter(|&&cell| !words::bare(&self.page.text(cell)).is_empty());
            seen.count() > 1
        };
        let full_rows = rows.iter().filter(filled).count();
        if is_named || has_border {
            // A frame around all of a page is no table, nor is a box around lines.
            let all = letters(self.page.text(id));
            let has_most = cells
                .iter()
                .any(|&cell| letters(self.page.text(cell)) * 2 > all);
            return !(is_nested && (has_long || has_most)) && full_rows > 0;
        }
        !is_nested && full_rows > 1 && (!has_long || full_rows > 2)
    }
}
