//! Writes a document as plain text: for a screen reader, for paper, for a program that knows nothing else.
//!
//! In: a [`Document`] and a few words of the interface. Out: its text, a paragraph a line, a blank line between paragraphs.
//! A table becomes a line a row, in which every cell follows the words of its column, since whoever listens cannot look up.
//! Never alters a word, and adds none but marks of lists, heads of columns and the words that frame a table.

use std::collections::BTreeMap;

use crate::report::markdown::Document;
use crate::report::markdown::token::{Element, PLAIN, Token};
use crate::report::passage::{HtmlCell, Passage, PassageKind};

/// Words of the interface that a plain text needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'w> {
    /// Begins the line above a table: 表格.
    pub table: &'w str,
    /// The line below it: 表格结束.
    pub table_end: &'w str,
    /// Between the head of a column and what a row has there.
    pub colon: &'w str,
    /// Between the cells of a row.
    pub between: &'w str,
}

/// The body as plain text, which ends with a line end unless it is empty.
pub(crate) fn write(document: &Document<'_>, words: Words<'_>) -> String {
    let passages = document.passages();
    let items = items(document);
    let mut out = String::with_capacity(document.base.len() + document.base.len() / 4);
    let mut tables = 0;
    let mut at = 0;
    while let Some(passage) = passages.get(at) {
        if let Some(table) = passage.kind.table() {
            let rest = passages.get(at..).unwrap_or_default();
            let cells = rest.iter().take_while(|p| p.kind.table() == Some(table));
            let cells: Vec<&Passage<'_>> = cells.collect();
            at += cells.len();
            tables += 1;
            write_table(&cells, tables, words, &mut out);
            continue;
        }
        let text = passage.text.trim_end();
        if !text.is_empty() {
            separate(&mut out);
            if let Some(mark) = items.get(&at) {
                out.push_str(mark);
            }
            out.push_str(text);
            out.push('\n');
        }
        at += 1;
    }
    out
}

/// A blank line, but at the head.
fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

/// What stands before the first leaf of each item of a list: its number, or a dash.
fn items(document: &Document<'_>) -> BTreeMap<usize, String> {
    let tape = &document.tape;
    let mut items = BTreeMap::new();
    // For each list that is open, the number of its next item; none where it is not numbered.
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut mark: Option<String> = None;
    for token in &tape.tokens {
        match *token {
            Token::Open(Element::Ul, _) => lists.push(None),
            Token::Open(Element::Ol, attributes) => {
                let attributes = (attributes != PLAIN)
                    .then(|| tape.attributes.get(attributes as usize))
                    .flatten();
                lists.push(Some(first_number(attributes.map_or("", String::as_str))));
            }
            Token::Close(Element::Ul | Element::Ol) => {
                lists.pop();
            }
            Token::Open(Element::Li, _) => {
                mark = Some(match lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        *number = number.saturating_add(1);
                        mark
                    }
                    _ => "- ".to_owned(),
                });
            }
            Token::Close(Element::Li) => mark = None,
            Token::Leaf(leaf) => {
                if let Some(mark) = mark.take() {
                    items.insert(leaf as usize, mark);
                }
            }
            _ => {}
        }
    }
    items
}

/// The number at which a list begins: 1, unless its attributes say another.
fn first_number(attributes: &str) -> u64 {
    let start = attributes.split_once(" start=\"");
    let number = start.and_then(|(_, rest)| rest.split_once('"'));
    number.map_or(1, |(number, _)| number.parse().unwrap_or(1))
}

/// The cells of one table, of which several may be one: each paragraph in a cell of HTML is a passage.
fn write_table(cells: &[&Passage<'_>], number: usize, words: Words<'_>, out: &mut String) {
    separate(out);
    out.push_str(&format!("[{} {number}]\n", words.table));
    let placed = merged(cells);
    let is_head = |cell: &&(HtmlCell, String)| cell.0.is_head;
    let mut heads: BTreeMap<u32, String> = BTreeMap::new();
    for (place, text) in placed.iter().filter(is_head) {
        for column in place.column..place.column.saturating_add(place.columns) {
            let head = heads.entry(column).or_default();
            if !text.is_empty() && !head.split(' ').any(|part| part == text) {
                if !head.is_empty() {
                    head.push(' ');
                }
                head.push_str(text);
            }
        }
    }
    let body: Vec<&(HtmlCell, String)> = placed.iter().filter(|cell| !cell.0.is_head).collect();
    if body.is_empty() {
        let heads = placed.iter().map(|(_, text)| text.as_str());
        let heads: Vec<&str> = heads.filter(|text| !text.is_empty()).collect();
        write_row(&heads, words, out);
    }
    // Cells that go over several rows, and the first row that they do not reach.
    let mut carried: Vec<&(HtmlCell, String)> = Vec::new();
    let mut rest = body.as_slice();
    while let Some((first, _)) = rest.first() {
        let row = first.row;
        let count = rest.iter().take_while(|cell| cell.0.row == row).count();
        let (own, after) = rest.split_at(count.max(1));
        rest = after;
        carried.retain(|cell| cell.0.row.saturating_add(cell.0.rows) > row);
        let mut shown: Vec<&(HtmlCell, String)> = carried.iter().chain(own).copied().collect();
        shown.sort_by_key(|cell| cell.0.column);
        let filled = shown.iter().filter(|cell| !cell.1.is_empty());
        let filled: Vec<String> = filled
            .map(|(place, text)| match heads.get(&place.column) {
                Some(head) if !head.is_empty() => format!("{head}{}{text}", words.colon),
                _ => text.clone(),
            })
            .collect();
        let filled: Vec<&str> = filled.iter().map(String::as_str).collect();
        write_row(&filled, words, out);
        carried.extend(own.iter().filter(|cell| cell.0.rows > 1));
    }
    out.push_str(&format!("[{}]\n", words.table_end));
}

fn write_row(cells: &[&str], words: Words<'_>, out: &mut String) {
    if !cells.is_empty() {
        out.push_str(&cells.join(words.between));
        out.push('\n');
    }
}

/// A cell for each place, in the order of rows.
fn merged(cells: &[&Passage<'_>]) -> Vec<(HtmlCell, String)> {
    let mut merged: Vec<(HtmlCell, String)> = Vec::with_capacity(cells.len());
    for cell in cells {
        let Some(place) = PassageKind::place(cell.kind) else {
            continue;
        };
        // What is on several lines in a cell is on one here.
        let text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match merged.last_mut() {
            Some((before, said)) if *before == place => {
                said.push(' ');
                said.push_str(&text);
            }
            _ => merged.push((place, text)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::{Words, write};
    use crate::report::markdown::{Document, Options};

    fn plain(body: &str) -> String {
        let words = Words {
            table: "表格",
            table_end: "表格结束",
            colon: "：",
            between: "；",
        };
        write(&Document::parse(body, Options { chinese: true }), words)
    }

    #[test]
    fn paragraphs_lists_and_headings_are_lines_with_their_own_words() {
        let body = "## 一、总体情况\n\n共**受理**12件，见[附件](a.pdf)。\n\n- 甲\n- 乙\n\n1. 丙\n";
        assert_eq!(
            plain(body),
            "一、总体情况\n\n共受理12件，见附件。\n\n- 甲\n\n- 乙\n\n1. 丙\n"
        );
    }

    #[test]
    fn a_numbered_list_keeps_its_numbers_where_it_is_one() {
        let english = Document::parse("3. one\n4. two\n", Options { chinese: false });
        let words = Words {
            table: "Table",
            table_end: "End of table",
            colon: ": ",
            between: "; ",
        };
        assert_eq!(write(&english, words), "3. one\n\n4. two\n");
    }

    #[test]
    fn every_cell_of_a_table_follows_the_words_of_its_column() {
        let body = "| 项目 | 2023年 |\n|---|---|\n| 受理 | 12 |\n| 办结 |  |\n";
        assert_eq!(
            plain(body),
            "[表格 1]\n项目：受理；2023年：12\n项目：办结\n[表格结束]\n"
        );
    }

    #[test]
    fn a_merged_cell_is_said_in_every_row_that_it_goes_over() {
        let body = "<table><tr><th>区</th><th>年</th></tr><tr><td rowspan=\"2\">东</td><td>1</td></tr>\
                    <tr><td>2</td></tr></table>\n";
        assert_eq!(
            plain(body),
            "[表格 1]\n区：东；年：1\n区：东；年：2\n[表格结束]\n"
        );
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(plain(""), "");
    }
}
