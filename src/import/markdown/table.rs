//! Tables: between bars where that can say all of them, else in HTML, with the cells that cover others.
//!
//! In: a table. Out: its Markdown. Never leaves a cell out; a row that lacks cells has empty ones at its end.

use crate::import::document::{Block, Cell, Inline, Number, Paragraph, Table};
use crate::import::markdown::Writer;
use crate::import::markdown::escape::{self, Escape};

/// Tables within one another.
const MAX_DEPTH: usize = 8;

impl Writer<'_> {
    /// A table, with its caption as a paragraph before it.
    pub(super) fn table(&mut self, table: &Table) -> String {
        if table.rows.iter().all(Vec::is_empty) {
            return String::new();
        }
        let caption = Paragraph {
            inlines: table.caption.clone(),
            ..Paragraph::default()
        };
        let caption = self.paragraph(&caption);
        let written = match is_simple(table) {
            true => self.between_bars(table),
            false => self.in_html(table, 0),
        };
        match caption.is_empty() {
            true => written,
            false => format!("{caption}\n\n{written}"),
        }
    }

    fn between_bars(&mut self, table: &Table) -> String {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let escape = Escape::cell(self.manner.is_chinese);
        let mut lines = Vec::with_capacity(table.rows.len() + 1);
        for (at, row) in table.rows.iter().enumerate() {
            let mut line = String::from("|");
            for column in 0..columns {
                let cell = row
                    .get(column)
                    .map(|cell| self.cell(cell, escape, MAX_DEPTH));
                line.push_str(&format!(" {} |", cell.unwrap_or_default()));
            }
            lines.push(line);
            if at == 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        lines.join("\n")
    }

    fn in_html(&mut self, table: &Table, depth: usize) -> String {
        let escape = Escape::html(self.manner.is_chinese);
        let mut written = String::from("<table>\n");
        for (at, row) in table.rows.iter().enumerate() {
            let name = if at < table.head_rows { "th" } else { "td" };
            written.push_str("<tr>");
            for cell in row {
                let mut spans = String::new();
                if cell.row_span > 1 {
                    spans.push_str(&format!(" rowspan=\"{}\"", cell.row_span));
                }
                if cell.column_span > 1 {
                    spans.push_str(&format!(" colspan=\"{}\"", cell.column_span));
                }
                let words = self.cell(cell, escape, depth);
                written.push_str(&format!("<{name}{spans}>{words}</{name}>"));
            }
            written.push_str("</tr>\n");
        }
        written.push_str("</table>");
        written
    }

    fn cell(&mut self, cell: &Cell, escape: Escape, depth: usize) -> String {
        let mut written = String::new();
        // The lines since the last block within the cell.
        let mut lines = String::new();
        let mut list = Vec::new();
        for block in &cell.blocks {
            // Items that follow one another are one list.
            if let Some(item) = item_of(block) {
                end_lines(&mut written, &mut lines, escape);
                let words = self.inlines(&item.inlines, escape);
                list.push(format!("<li>{}</li>", block_start(words.trim())));
                continue;
            }
            let piece = match block {
                Block::Paragraph(paragraph) => self.cell_paragraph(paragraph, escape),
                Block::Preformatted(text) | Block::Markdown(text) => {
                    let words: Vec<String> = text.lines().map(|line| escape.words(line)).collect();
                    words.join("<br>")
                }
                Block::Table(table) if depth < MAX_DEPTH => {
                    end_list(&mut written, &mut list);
                    end_lines(&mut written, &mut lines, escape);
                    written.push_str(&self.in_html(table, depth + 1));
                    continue;
                }
                // Deeper than anyone reads: cell by cell.
                Block::Table(table) => {
                    let cells = table.rows.iter().flatten();
                    let cells: Vec<String> = cells.map(|cell| words_of(cell, escape)).collect();
                    cells.join("<br>")
                }
            };
            if piece.is_empty() {
                continue;
            }
            end_list(&mut written, &mut list);
            if !lines.is_empty() {
                lines.push_str("<br>");
            }
            lines.push_str(&piece);
        }
        end_list(&mut written, &mut list);
        end_lines(&mut written, &mut lines, escape);
        written
    }

    fn cell_paragraph(&mut self, paragraph: &Paragraph, escape: Escape) -> String {
        let words = self.inlines(&paragraph.inlines, escape);
        let words = words.trim();
        let number = match &paragraph.number {
            Some(Number::Shown { text, is_apart }) => {
                let blank = if *is_apart && !words.is_empty() {
                    " "
                } else {
                    ""
                };
                format!("{}{blank}", escape.words(text.trim()))
            }
            Some(Number::Bullet(_)) | None => String::new(),
        };
        format!("{number}{words}")
    }
}

fn end_list(written: &mut String, items: &mut Vec<String>) {
    if !items.is_empty() {
        written.push_str(&format!("<ul>{}</ul>", items.concat()));
        items.clear();
    }
}

fn end_lines(written: &mut String, lines: &mut String, escape: Escape) {
    match escape.is_in_html() {
        true => written.push_str(&block_start(lines)),
        false => written.push_str(lines),
    }
    lines.clear();
}

/// Words in HTML that a note makes Markdown, as no block begins.
fn block_start(words: &str) -> String {
    match words.contains("[^") {
        true => escape::cell_start(words),
        false => words.to_owned(),
    }
}

/// The item of a list that a block is.
fn item_of(block: &Block) -> Option<&Paragraph> {
    match block {
        Block::Paragraph(paragraph) => {
            matches!(paragraph.number, Some(Number::Bullet(_))).then_some(paragraph)
        }
        _ => None,
    }
}

/// The words of a cell, of all that is in it.
fn words_of(cell: &Cell, escape: Escape) -> String {
    let mut open: Vec<&Block> = cell.blocks.iter().rev().collect();
    let mut words = Vec::new();
    while let Some(block) = open.pop() {
        match block {
            Block::Paragraph(paragraph) => words.push(escape.words(paragraph.text().trim())),
            Block::Preformatted(lines) | Block::Markdown(lines) => words.push(escape.words(lines)),
            Block::Table(table) => {
                let cells = table.rows.iter().rev().flat_map(|row| row.iter().rev());
                open.extend(cells.flat_map(|cell| cell.blocks.iter().rev()));
            }
        }
    }
    words.join("<br>")
}

/// Whether bars can say it: no cell covers another, each row has as many, one row at most is a head, and no cell holds more
/// than lines.
fn is_simple(table: &Table) -> bool {
    let columns = table.rows.first().map_or(0, Vec::len);
    let is_line = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            item_of(block).is_none() && !paragraph.inlines.iter().any(is_file)
        }
        Block::Preformatted(_) | Block::Markdown(_) | Block::Table(_) => false,
    };
    let is_plain = |cell: &Cell| {
        cell.row_span <= 1 && cell.column_span <= 1 && cell.blocks.iter().all(is_line)
    };
    let is_empty = |row: &Vec<Cell>| row.iter().all(|cell| cell.blocks.is_empty());
    table.head_rows <= 1
        && columns > 1
        && !table.rows.first().is_some_and(is_empty)
        && table
            .rows
            .iter()
            .all(|row| row.len() == columns && row.iter().all(is_plain))
}

fn is_file(inline: &Inline) -> bool {
    matches!(inline, Inline::File(_))
}
