//! Tables: cells at their rows and columns, merged ones as one.
//!
//! In: a table's elements as they come. Out: its rows. A cell that is covered by another is none of them; words in it,
//! which no program shows, are named.

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Block, Cell, RemarkKind, Table, text_of};
use crate::import::docx::ground::Ground;
use crate::import::docx::look::{is_on, value};
use crate::import::docx::reader::{Context, Reader};
use crate::import::docx::remarks::Topic;
use crate::import::docx::story::Story;
use crate::import::docx::wrapping::{alternatives, content_control, topic};
use crate::import::xml::{Element, Parser, Piece};

/// Columns of a table.
const MAX_COLUMNS: usize = 1024;
/// Cells of a table.
const MAX_CELLS: usize = 500_000;

/// A table that is being read.
#[derive(Default)]
struct Growing {
    table: Table,
    /// For each column, the cell that may go on below: its row and its place in it, its first column and its width.
    open: Vec<Option<Open>>,
    cells: usize,
    /// All rows so far are heads.
    is_head: bool,
}

#[derive(Clone, Copy, PartialEq)]
struct Open {
    row: usize,
    at: usize,
    column: usize,
    width: usize,
}

/// A row that is being read.
#[derive(Default)]
struct Row {
    cells: Vec<Found>,
    before: usize,
    is_head: bool,
    /// The tracked change that it is part of.
    change: Option<Topic>,
    is_gone: bool,
    is_hidden: bool,
}

struct Found {
    blocks: Vec<Block>,
    width: usize,
    /// Covered by the one above it, or by the one before it.
    is_below: bool,
    is_beside: bool,
    /// The cell may go on below.
    is_open: bool,
}

/// Reads the table that began last; `None` if it has no rows.
pub(super) fn table(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    context: Context,
) -> Result<Option<Table>, Refusal> {
    let mut growing = Growing {
        is_head: true,
        ..Growing::default()
    };
    rows(reader, parser, story, context, &mut growing)?;
    let table = growing.table;
    Ok(Some(table).filter(|table| !table.rows.is_empty()))
}

fn rows(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    context: Context,
    growing: &mut Growing,
) -> Result<(), Refusal> {
    let rejects = reader.source.wanted.rejects_changes;
    let mut context = context;
    while let Some(piece) = parser.next()? {
        let element = match piece {
            Piece::Start(element) => element,
            Piece::End => break,
            Piece::Text(_) => continue,
        };
        match &*element.name {
            "tr" => {
                let mut row = Row::default();
                cells(reader, parser, story, context, &mut row)?;
                growing.add(reader, row)?;
            }
            "sdt" | "sdtContent" | "customXml" => {
                rows(reader, parser, story, context, growing)?;
                reader.is_prompt = false;
            }
            "ins" | "del" | "moveFrom" | "moveTo" => {
                let context = context.within(topic(&element.name), rejects);
                rows(reader, parser, story, context, growing)?;
            }
            "sdtPr" => content_control(reader, parser, element)?,
            "AlternateContent" => alternatives(reader, parser, |reader, parser| {
                rows(reader, parser, story, context, growing)
            })?,
            "tblPr" => {
                let properties = parser.rest_of(element)?;
                let style = properties.element("tblStyle").and_then(value);
                if style.is_some_and(|style| reader.styles.is_shaded(style)) {
                    context.ground = Ground::Unknown;
                }
                context.ground = Ground::of(&properties).unwrap_or(context.ground);
                let caption = properties.element("tblCaption").and_then(value);
                if let Some(caption) = caption.filter(|caption| !caption.trim().is_empty()) {
                    said_of_table(reader, caption);
                }
            }
            _ => parser.skip()?,
        }
    }
    Ok(())
}

/// A title that only programs read aloud.
fn said_of_table(reader: &mut Reader<'_>, caption: &str) {
    let shown = reader.shown;
    reader.remark(
        RemarkKind::Dropped,
        Text::new(
            "表格的替代文字标题（原文中不显示）未导入",
            "the title in a table's alternative text (the document does not show it) was not imported",
        ),
        caption,
    );
    reader.shown = shown;
}

fn cells(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    context: Context,
    row: &mut Row,
) -> Result<(), Refusal> {
    let rejects = reader.source.wanted.rejects_changes;
    while let Some(piece) = parser.next()? {
        let element = match piece {
            Piece::Start(element) => element,
            Piece::End => break,
            Piece::Text(_) => continue,
        };
        let inner = row_context(row, context);
        match &*element.name {
            "tc" => {
                let found = cell(reader, parser, story, inner)?;
                row.cells.push(found);
            }
            "trPr" => {
                let properties = parser.rest_of(element)?;
                row.read(&properties, rejects);
            }
            "sdt" | "sdtContent" | "customXml" => {
                cells(reader, parser, story, context, row)?;
                reader.is_prompt = false;
            }
            "ins" | "del" | "moveFrom" | "moveTo" => {
                let context = context.within(topic(&element.name), rejects);
                cells(reader, parser, story, context, row)?;
            }
            "sdtPr" => content_control(reader, parser, element)?,
            "AlternateContent" => alternatives(reader, parser, |reader, parser| {
                cells(reader, parser, story, context, row)
            })?,
            _ => parser.skip()?,
        }
    }
    row.is_gone |= context.is_gone;
    Ok(())
}

/// What holds in a row.
fn row_context(row: &Row, context: Context) -> Context {
    if row.is_gone && !context.is_gone {
        return Context {
            change: row.change,
            is_gone: true,
            ..context
        };
    }
    Context {
        change: context.change.or(row.change),
        is_hidden: context.is_hidden || row.is_hidden,
        ..context
    }
}

impl Row {
    fn read(&mut self, properties: &Element, rejects: bool) {
        for element in properties.elements() {
            let number = || value(element).and_then(|value| value.parse::<usize>().ok());
            match &*element.name {
                "gridBefore" => self.before = number().unwrap_or(0).min(MAX_COLUMNS),
                "tblHeader" => self.is_head = is_on(element),
                "hidden" => self.is_hidden = is_on(element),
                "ins" | "del" => {
                    let topic = topic(&element.name);
                    self.change = Some(topic);
                    self.is_gone |= !topic.is_shown(rejects);
                }
                _ => {}
            }
        }
    }
}

fn cell(
    reader: &mut Reader<'_>,
    parser: &mut Parser<'_>,
    story: &mut Story,
    context: Context,
) -> Result<Found, Refusal> {
    let mut found = Found {
        blocks: Vec::new(),
        width: 1,
        is_below: false,
        is_beside: false,
        is_open: false,
    };
    let rejects = reader.source.wanted.rejects_changes;
    let mut context = context;
    // The properties come first, if there are any; the rest is a text.
    let mut first = None;
    while let Some(piece) = parser.next()? {
        match piece {
            Piece::Start(element) if &*element.name == "tcPr" => {
                let properties = parser.rest_of(element)?;
                found.read(&properties);
                context.ground = Ground::of(&properties).unwrap_or(context.ground);
                for (name, topic) in [("cellDel", Topic::Deleted), ("cellIns", Topic::Inserted)] {
                    if properties.element(name).is_some() {
                        context = context.within(topic, rejects);
                    }
                }
            }
            Piece::Start(element) => {
                first = Some(element);
                break;
            }
            Piece::End => return Ok(found),
            Piece::Text(_) => {}
        }
    }
    reader.rest_of_cell(parser, story, context, first, &mut found.blocks)?;
    Ok(found)
}

impl Found {
    fn read(&mut self, properties: &Element) {
        for element in properties.elements() {
            match &*element.name {
                "gridSpan" => {
                    let span = value(element).and_then(|span| span.parse().ok());
                    self.width = span.unwrap_or(1).clamp(1, MAX_COLUMNS);
                }
                "vMerge" => match value(element) {
                    Some("restart") => self.is_open = true,
                    _ => self.is_below = true,
                },
                "hMerge" => self.is_beside = value(element) != Some("restart"),
                _ => {}
            }
        }
    }
}

impl Growing {
    fn add(&mut self, reader: &mut Reader<'_>, row: Row) -> Result<(), Refusal> {
        if row.is_gone || row.is_hidden {
            return Ok(());
        }
        let at_row = self.table.rows.len();
        let mut cells: Vec<Cell> = Vec::new();
        let mut column = 0;
        if row.before > 0 {
            cells.push(Cell {
                column_span: row.before,
                ..Cell::of(Vec::new())
            });
            self.mark(0, row.before, None);
            column = row.before;
        }
        for found in row.cells {
            let width = found.width;
            self.cells += 1;
            if self.cells > MAX_CELLS || column + width > MAX_COLUMNS {
                return Err(too_large());
            }
            if found.is_beside
                && let Some(last) = cells.last_mut()
            {
                last.column_span += width;
                last.blocks.extend(found.blocks);
                column += width;
                continue;
            }
            let above = self.open.get(column).copied().flatten();
            let above = above.filter(|above| above.column == column && above.width == width);
            if let Some(above) = above.filter(|_| found.is_below) {
                self.cover(reader, above, at_row, &found.blocks);
                column += width;
                continue;
            }
            let is_open = found.is_open || found.is_below;
            let open = is_open.then_some(Open {
                row: at_row,
                at: cells.len(),
                column,
                width,
            });
            self.mark(column, width, open);
            cells.push(Cell {
                column_span: width,
                ..Cell::of(found.blocks)
            });
            column += width;
        }
        self.mark(column, self.open.len().saturating_sub(column), None);
        self.is_head &= row.is_head;
        if self.is_head {
            self.table.head_rows += 1;
        }
        self.table.rows.push(cells);
        Ok(())
    }

    /// What may go on below, from a column on.
    fn mark(&mut self, column: usize, width: usize, open: Option<Open>) {
        let end = column + width;
        if self.open.len() < end {
            self.open.resize(end, None);
        }
        for slot in self.open.iter_mut().take(end).skip(column) {
            *slot = open;
        }
    }

    /// A cell is covered by the one above it.
    fn cover(&mut self, reader: &mut Reader<'_>, above: Open, row: usize, blocks: &[Block]) {
        let rows = self.table.rows.get_mut(above.row);
        if let Some(cell) = rows.and_then(|cells| cells.get_mut(above.at)) {
            cell.row_span = row - above.row + 1;
        }
        let words: String = blocks.iter().map(words_of).collect();
        if !words.trim().is_empty() {
            reader.remark(
                RemarkKind::Dropped,
                Text::new(
                    "被合并单元格盖住的文字（原文中不显示，属隐藏内容）未导入",
                    "text that a merged cell covers (hidden in the document) was not imported",
                ),
                &words,
            );
        }
    }
}

fn words_of(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => text_of(&paragraph.inlines),
        Block::Preformatted(text) | Block::Markdown(text) => text.clone(),
        Block::Table(_) => "〔表格〕".to_owned(),
    }
}

fn too_large() -> Refusal {
    Refusal(Text::new(
        format!("一个表格超过 {MAX_COLUMNS} 列或 {MAX_CELLS} 个单元格；请拆分后再导入"),
        format!("a table has more than {MAX_COLUMNS} columns or {MAX_CELLS} cells; split it"),
    ))
}
