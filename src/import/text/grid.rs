//! Tables in a text: lines with tabs, columns kept apart by blanks, boxes drawn with characters.
//!
//! In: lines that follow each other. Out: the cells of a table, if they are one. A table that cannot be taken apart without
//! doubt stays as it is drawn.

use crate::import::document::{Block, Cell, Paragraph, Table};
use crate::import::text::line::{Gap, Line};
use crate::import::text::marker::is_item;

/// Columns of a table.
const MAX_COLUMNS: usize = 200;
/// Columns of the page that a row takes if only the tab that it begins with divides it.
const MAX_CELL: usize = 24;
/// Rows whose columns blanks keep apart, at least.
const MIN_ALIGNED: usize = 3;

/// Whether the first lines are a table, and how many lines are that table, or none.
pub(super) fn table(lines: &[Line]) -> (Option<Block>, usize) {
    let mut count = 1;
    for find in [boxed, tabbed, aligned] {
        match find(lines) {
            (Some(block), count) => return (Some(block), count),
            (None, more) => count = count.max(more),
        }
    }
    (None, count)
}

/// Lines without anything between them for which a test is true.
fn run(lines: &[Line], is_one: impl Fn(&Line) -> bool) -> &[Line] {
    let goes_on = |(at, line): (usize, &Line)| is_one(line) && (at == 0 || line.gap != Gap::Blank);
    let count = lines
        .iter()
        .enumerate()
        .take_while(|(at, line)| goes_on((*at, line)))
        .count();
    lines.get(..count).unwrap_or_default()
}

fn tabbed(lines: &[Line]) -> (Option<Block>, usize) {
    if !lines.first().is_some_and(|line| line.text.contains('\t')) {
        return (None, 0);
    }
    // A row may begin with an empty cell; a paragraph that a tab insets does not.
    let is_row = |line: &Line| {
        line.text.contains('\t') || line.raw.starts_with('\t') && line.width <= MAX_CELL
    };
    let run = run(lines, is_row);
    let is_inset = run.iter().all(|line| line.raw.starts_with('\t'));
    let rows: Vec<Vec<String>> = run
        .iter()
        .map(|line| {
            let raw = if is_inset {
                line.raw.trim_start_matches('\t')
            } else {
                &line.raw
            };
            raw.trim_end()
                .split('\t')
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect();
    // A number, a tab and its text are an item.
    let is_item = |row: &Vec<String>| {
        row.first().is_some_and(|cell| is_item(&format!("{cell} "))) && row.len() == 2
    };
    if rows.len() < 2 || rows.iter().all(is_item) {
        return (None, run.len());
    }
    (block(rows), run.len())
}

fn aligned(lines: &[Line]) -> (Option<Block>, usize) {
    let count = lines.first().map_or(0, |line| cells_apart(line).len());
    if count < 2 {
        return (None, 0);
    }
    let run = run(lines, |line| cells_apart(line).len() == count);
    if run.len() < MIN_ALIGNED {
        return (None, run.len());
    }
    let rows: Vec<Vec<String>> = run.iter().map(cells_apart).collect();
    let is_figure = |cell: &String| {
        let mut characters = cell.chars();
        let is_part =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '—' | '/');
        characters.all(is_part)
    };
    let below = rows.get(1..).unwrap_or_default();
    let has_figures =
        (1..count).any(|at| below.iter().all(|row| row.get(at).is_some_and(is_figure)));
    if !has_figures {
        return (None, run.len());
    }
    (block(rows), run.len())
}

/// What stands between two blanks or more, or an ideographic one.
fn cells_apart(line: &Line) -> Vec<String> {
    let text = line.text.replace(['\u{3000}', '\t'], "  ");
    let cells = text
        .split("  ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty());
    cells.map(str::to_owned).collect()
}

fn block(rows: Vec<Vec<String>>) -> Option<Block> {
    let widest = rows.iter().map(Vec::len).max()?;
    if !(2..=MAX_COLUMNS).contains(&widest) {
        return None;
    }
    let rows = rows.into_iter().map(|mut row| {
        row.resize(widest, String::new());
        row.into_iter().map(cell).collect()
    });
    Some(Block::Table(Table {
        rows: rows.collect(),
        ..Table::default()
    }))
}

fn cell(text: String) -> Cell {
    let lines = text.split('\n').filter(|line| !line.is_empty());
    Cell::of(
        lines
            .map(|line| Block::Paragraph(Paragraph::of(line)))
            .collect(),
    )
}

/// A table that is drawn: `┌──┬──┐`, `│甲│乙│`.
fn boxed(lines: &[Line]) -> (Option<Block>, usize) {
    let is_border = |line: &Line| {
        line.width > 2
            && line
                .text
                .chars()
                .all(|c| is_drawn(c) || matches!(c, '+' | '-' | '=' | '|' | ' ' | '\u{3000}'))
            && line.text.contains(is_corner)
    };
    let is_row = |line: &Line| {
        line.text.starts_with(is_upright) && line.text.ends_with(is_upright) && line.width > 2
    };
    let run = run(lines, |line| is_border(line) || is_row(line));
    if !run.first().is_some_and(is_border) || !run.iter().any(is_row) {
        return (None, run.len());
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut is_new = true;
    let mut is_plain = true;
    for line in run {
        if is_border(line) {
            is_new = true;
            is_plain &= !line.text.starts_with(is_upright) || line.text.starts_with('|');
            continue;
        }
        let inner = line
            .text
            .trim_start_matches(is_upright)
            .trim_end_matches(is_upright);
        let inner = match inner.is_empty() {
            true => line.text.as_str(),
            // Empty cells at the edges have no mark of their own there.
            false => line
                .text
                .get(first_length(&line.text)..line.text.len() - last_length(&line.text))
                .unwrap_or(inner),
        };
        let cells: Vec<&str> = inner
            .split(is_upright)
            .map(|cell| cell.trim_matches([' ', '\u{3000}']))
            .collect();
        // A border within a row divides some of its cells alone.
        is_plain &= !inner.contains(is_level);
        let is_rest = !is_new && cells.first().is_some_and(|cell| cell.is_empty());
        match rows
            .last_mut()
            .filter(|row| is_rest && row.len() == cells.len())
        {
            Some(row) => row
                .iter_mut()
                .zip(cells)
                .for_each(|(whole, part)| whole.push_str(part)),
            None => rows.push(cells.into_iter().map(str::to_owned).collect()),
        }
        is_new = false;
    }
    let widest = rows.first().map_or(0, Vec::len);
    let count = run.len();
    if is_plain && widest > 1 && rows.iter().all(|row| row.len() == widest) {
        return (block(rows), count);
    }
    let drawn: Vec<&str> = run.iter().map(|line| line.text.as_str()).collect();
    (Some(Block::Preformatted(drawn.join("\n"))), count)
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn last_length(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

fn is_drawn(c: char) -> bool {
    matches!(c, '─'..='╿')
}

fn is_upright(c: char) -> bool {
    matches!(c, '│' | '┃' | '║' | '|')
}

fn is_level(c: char) -> bool {
    matches!(c, '─' | '━' | '═')
}

fn is_corner(c: char) -> bool {
    is_drawn(c) && !is_upright(c) || c == '+'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::line::lines;

    fn cells(text: &str) -> Option<Vec<Vec<String>>> {
        let Some(Block::Table(table)) = table(&lines(text)).0 else {
            return None;
        };
        let text = |cell: &Cell| match cell.blocks.first() {
            Some(Block::Paragraph(paragraph)) => paragraph.text(),
            _ => String::new(),
        };
        Some(
            table
                .rows
                .iter()
                .map(|row| row.iter().map(text).collect())
                .collect(),
        )
    }

    #[test]
    fn tables_are_taken_apart() {
        let wanted = [["项目", "数"], ["借阅", "22"], ["", "3"]];
        let tabbed = "　　项目\t数\n　　借阅\t22\n\t3\n";
        assert_eq!(
            cells(tabbed),
            Some(
                wanted
                    .iter()
                    .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
                    .collect()
            )
        );
        let aligned = "项目    数\n借阅    22\n办证    3\n";
        assert_eq!(cells(aligned).map(|rows| rows.len()), Some(3));
        let drawn = "┌──┬──┐\n│项目│数  │\n├──┼──┤\n│借阅│22  │\n│    │ 万 │\n└──┴──┘\n";
        let found = cells(drawn).expect("a table");
        assert_eq!(found, [["项目", "数"], ["借阅", "22万"]]);
    }

    #[test]
    fn what_is_no_table_stays_text() {
        for text in [
            "1.\t甲\n2.\t乙\n",
            "局长  科长\n甲  乙\n丙  丁\n",
            "甲\t乙\n",
            "甲\n乙\n",
        ] {
            assert_eq!(table(&lines(text)).0, None, "{text}");
        }
        let merged = table(&lines("┌─┬─┐\n│a│b│\n│ ├─┤\n│ │c│\n└─┴─┘"));
        assert!(
            matches!(merged, (Some(Block::Preformatted(_)), 5)),
            "{merged:?}"
        );
    }
}
