//! Writes a document as plain text: for a screen reader, for paper, for a program that knows nothing else.
//!
//! In: a [`Document`] and a few words of the interface. Out: its text, a paragraph a line, a blank line between paragraphs.
//! A table becomes a line a row, in which every cell follows the words of its column, since whoever listens cannot look up.
//! Never alters a word, and adds none but marks of lists, heads of columns and the words that frame a table.

use std::collections::BTreeMap;

use crate::report::markdown::Document;
use crate::report::markdown::token::{Element, PLAIN, Token};
use crate::report::passage::{HtmlCell, Passage, PassageKind};

/// Characters of a head, or of a cell that goes over several rows, that are said again in each row, at most.
const SAID_AGAIN: usize = 60;

/// Bytes that all tables of a document say again, at most: so many times its own, and some more.
const AGAIN_TIMES: usize = 4;
const AGAIN_BYTES: usize = 64 << 10;

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
    let mut spare = AGAIN_TIMES * document.base.len() + AGAIN_BYTES;
    let mut tables = 0;
    let mut at = 0;
    while let Some(passage) = passages.get(at) {
        if let Some(table) = passage.kind.table() {
            let rest = passages.get(at..).unwrap_or_default();
            let cells = rest.iter().take_while(|p| p.kind.table() == Some(table));
            let cells: Vec<&Passage<'_>> = cells.collect();
            separate(&mut out);
            out.push_str(items.get(&at).map_or("", String::as_str));
            at += cells.len();
            tables += 1;
            write_table(&cells, tables, words, &mut spare, &mut out);
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
    // Of each item that is open, its mark, until its first leaf has come.
    let mut open: Vec<Option<String>> = Vec::new();
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
            Token::Open(Element::Li, _) => open.push(Some(match lists.last_mut() {
                Some(Some(number)) => {
                    let mark = format!("{number}. ");
                    *number = number.saturating_add(1);
                    mark
                }
                _ => "- ".to_owned(),
            })),
            Token::Close(Element::Li) => {
                open.pop();
            }
            Token::Leaf(leaf) => {
                // Those of the items around it too, where it is their first.
                let marks: String = open.iter_mut().filter_map(Option::take).collect();
                if !marks.is_empty() {
                    items.insert(leaf as usize, marks);
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

/// The cells of one table, of which several may be one: each paragraph in a cell of HTML is a passage. What is said again
/// in each row is taken off `spare`; where that has no room, or is cut, it stands once in full.
fn write_table(
    cells: &[&Passage<'_>],
    number: usize,
    words: Words<'_>,
    spare: &mut usize,
    out: &mut String,
) {
    out.push_str(&format!("[{} {number}]\n", words.table));
    let placed = merged(cells);
    let mut heads: BTreeMap<u32, String> = BTreeMap::new();
    // Cells that go over several rows.
    let mut carried: Vec<&(HtmlCell, String)> = Vec::new();
    let mut rest = placed.as_slice();
    let mut is_above = true;
    while let Some((first, _)) = rest.first() {
        let row = first.row;
        let count = rest.iter().take_while(|cell| cell.0.row == row).count();
        let (own, after) = rest.split_at(count.max(1));
        rest = after;
        if own.iter().all(|cell| cell.0.is_head) {
            // Heads that come later are those of what follows.
            if !is_above {
                heads.clear();
            }
            add_heads(&mut heads, own);
            let is_long = |head: &String| head.chars().count() > SAID_AGAIN;
            let is_needed = !is_above || rest.is_empty() || heads.values().any(is_long);
            let texts = own.iter().map(|(_, text)| text.as_str());
            if is_needed {
                let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
                write_row(&texts, words, out);
            }
            // One cell over all columns is no head of any.
            if !is_above && own.len() == 1 {
                heads.clear();
            }
            continue;
        }
        is_above = false;
        carried.retain(|cell| cell.0.row.saturating_add(cell.0.rows) > row);
        let mut shown: Vec<&(HtmlCell, String)> = carried.clone();
        shown.extend(own);
        shown.sort_by_key(|cell| cell.0.column);
        let mut said: Vec<String> = Vec::with_capacity(shown.len());
        for (place, text) in shown.into_iter().filter(|cell| !cell.1.is_empty()) {
            let head = heads.get(&place.column).map_or("", String::as_str);
            let mut again = |text: &str| -> Option<String> {
                let short = beginning(text);
                *spare = spare.checked_sub(short.len())?;
                Some(short)
            };
            let text = match place.row < row {
                true => again(text),
                false => Some(text.clone()),
            };
            let Some(text) = text else { continue };
            said.push(match again(head) {
                Some(head) if !head.is_empty() => format!("{head}{}{text}", words.colon),
                _ => text,
            });
        }
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        write_row(&said, words, out);
        carried.extend(own.iter().filter(|cell| cell.0.rows > 1));
    }
    out.push_str(&format!("[{}]\n", words.table_end));
}

/// Adds the words of a row of heads to those of each column that they stand above.
fn add_heads(heads: &mut BTreeMap<u32, String>, row: &[(HtmlCell, String)]) {
    for (place, text) in row {
        for column in place.column..place.column.saturating_add(place.columns) {
            let head = heads.entry(column).or_default();
            // More is not said again.
            if text.is_empty() || head == text || head.chars().count() > SAID_AGAIN {
                continue;
            }
            if !head.is_empty() {
                head.push(' ');
            }
            head.push_str(text);
        }
    }
}

/// What of a text is said again.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(SAID_AGAIN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
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

    fn english(body: &str) -> String {
        let words = Words {
            table: "Table",
            table_end: "End",
            colon: ": ",
            between: "; ",
        };
        write(&Document::parse(body, Options { chinese: false }), words)
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
        assert_eq!(english("3. one\n4. two\n"), "3. one\n\n4. two\n");
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
    fn a_row_of_heads_within_a_table_stands_in_its_place() {
        let body = "<table><tr><th>项</th><th>数</th></tr><tr><td>甲</td><td>1</td></tr>\
                    <tr><th colspan=\"2\">二、行政复议</th></tr><tr><td>乙</td><td>2</td></tr>\
                    <tr><th>名</th><th>额</th></tr><tr><td>丙</td><td>3</td></tr></table>\n";
        assert_eq!(
            plain(body),
            "[表格 1]\n项：甲；数：1\n二、行政复议\n乙；2\n名；额\n名：丙；额：3\n[表格结束]\n"
        );
    }

    #[test]
    fn what_is_long_is_said_in_full_once_and_tables_do_not_grow_without_end() {
        let long = "长".repeat(100);
        let short = format!("{}…", "长".repeat(60));
        let body = format!("| {long} | 数 |\n|---|---|\n| 甲 | 1 |\n");
        assert_eq!(
            plain(&body),
            format!("[表格 1]\n{long}；数\n{short}：甲；数：1\n[表格结束]\n")
        );
        let head = "头".repeat(60);
        let rows = "| 甲 |\n".repeat(20_000);
        let body = format!("| {head} |\n|---|\n{rows}");
        let text = plain(&body);
        assert!(text.len() < 8 * body.len(), "{}", text.len());
        assert_eq!(text.matches('甲').count(), 20_000);
    }

    #[test]
    fn items_within_items_and_tables_keep_their_numbers() {
        assert_eq!(english("1. - a\n   - b\n2. c\n"), "1. - a\n\n- b\n\n2. c\n");
        assert_eq!(
            english("1. | a |\n   |---|\n   | 1 |\n"),
            "1. [Table 1]\na: 1\n[End]\n"
        );
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(plain(""), "");
    }
}
