//! What a number in a table is called: the head of its column.
//!
//! In: a text whose lines are rows (CSV, JSON lines), or one with tables in Markdown and fields before it, and places in it, in
//! their order. Out: the head above a place, or the field that it is in, and where the cell begins. Goes over a text once.
//! Never decides what a head means.

use crate::diagnostic::cut;
use crate::privacy::context;

/// Characters of a head.
const MAX_HEAD: usize = 40;
/// Columns of a table.
const MAX_COLUMNS: usize = 1000;
/// Lines at the beginning among which the heads are: a title may stand above them.
const MAX_ABOVE: usize = 8;
/// Bytes of a line of heads.
const MAX_LINE: usize = 8 << 10;
/// Bytes of a row of Markdown before a number, which are gone over for each number in it.
const MAX_BEFORE: usize = 2 << 10;
/// Rows of Markdown between a number and its head.
const MAX_ROWS: usize = 5000;
/// Bytes between the name of a value in JSON and a number in it.
const MAX_VALUE: usize = 200;
/// Bytes of the fields before a text.
const MAX_FIELDS: usize = 64 << 10;
/// Digits in a cell that is no head.
const DIGITS: usize = 6;
/// What parts the cells of a file.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// The column that a number stands in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// What stands above it.
    pub head: String,
    /// Where the cell begins, in bytes.
    pub start: usize,
}

/// Where the heads of a text are.
pub(super) enum Heads<'t> {
    /// Fields at the beginning, and tables in Markdown, if there are any.
    Markdown(Grid<'t>),
    /// All of it is one table.
    Csv(Csv<'t>),
    /// Each value has its name before it.
    Json(&'t str),
    /// Who has the cells knows.
    Cells(&'t dyn Fn(usize) -> Option<Column>),
}

impl<'t> Heads<'t> {
    /// Those of a text with tables.
    pub(super) fn of_text(text: &'t str) -> Heads<'t> {
        Heads::Markdown(Grid {
            text,
            fields: fields(text),
            known: 0,
            heads: Vec::new(),
        })
    }

    /// Those of a file of text, by what it seems to be.
    pub(super) fn of_file(text: &'t str) -> Heads<'t> {
        if text.trim_start().starts_with(['{', '[']) {
            return Heads::Json(text);
        }
        Csv::of(text).map_or_else(|| Heads::of_text(text), Heads::Csv)
    }

    /// The column of a place; of a place before one that was asked for nothing is known.
    pub(super) fn column(&mut self, at: usize) -> Option<Column> {
        match self {
            Heads::Markdown(grid) => grid.column(at),
            Heads::Csv(csv) => csv.column(at),
            Heads::Json(text) => named_value(text, at),
            Heads::Cells(column) => column(at),
        }
    }
}

/// A head as it is kept.
pub(super) fn head(words: &str) -> String {
    cut(words.trim(), MAX_HEAD).to_owned()
}

/// A table of commas, with the cell that was asked for last.
pub(super) struct Csv<'t> {
    text: &'t str,
    separator: u8,
    heads: Vec<String>,
    /// Where the cell begins and ends.
    cell: (usize, usize),
    column: usize,
}

impl<'t> Csv<'t> {
    /// If one of the first lines has a head that says what numbers are.
    fn of(text: &'t str) -> Option<Csv<'t>> {
        let mut start = 0;
        for line in text.split_inclusive('\n').take(MAX_ABOVE) {
            let end = start + line.len();
            if line.len() <= MAX_LINE
                && let Some((separator, heads)) = heads_of(line)
            {
                return Some(Csv {
                    text,
                    separator,
                    heads,
                    cell: (end, cell_end(text, end, separator)),
                    column: 0,
                });
            }
            start = end;
        }
        None
    }

    fn column(&mut self, at: usize) -> Option<Column> {
        while self.cell.1 < at {
            let ends_row = self.text.as_bytes().get(self.cell.1) == Some(&b'\n');
            self.column = if ends_row { 0 } else { self.column + 1 };
            let start = self.cell.1 + 1;
            self.cell = (start, cell_end(self.text, start, self.separator));
        }
        let head = self
            .heads
            .get(self.column)
            .filter(|head| !head.is_empty())?;
        (self.cell.0 <= at).then(|| Column {
            head: head.clone(),
            start: self.cell.0,
        })
    }
}

/// What parts a line of heads, and the heads; only if one says what numbers are.
fn heads_of(line: &str) -> Option<(u8, Vec<String>)> {
    let line = line.trim_end_matches(['\r', '\n']);
    let parted = SEPARATORS.iter().map(|separator| {
        let cells = line.split(char::from(*separator)).take(MAX_COLUMNS);
        let heads: Vec<String> = cells.map(|cell| head(cell.trim_matches('"'))).collect();
        (*separator, heads)
    });
    let (separator, heads) = parted.max_by_key(|(_, heads)| heads.len())?;
    are_heads(heads.iter().map(String::as_str)).then_some((separator, heads))
}

/// Whether the cells of a row are heads: several of them, no numbers among them, and one that says what numbers are. A title
/// stands alone.
pub(super) fn are_heads<'h>(cells: impl Iterator<Item = &'h str> + Clone) -> bool {
    let is_number = |cell: &str| cell.chars().filter(char::is_ascii_digit).count() >= DIGITS;
    let said = cells.clone().filter(|cell| !cell.trim().is_empty());
    said.count() > 1 && !cells.clone().any(is_number) && cells.clone().any(context::is_head)
}

/// Where a cell ends: at what parts it from the next, or at the end of its line.
fn cell_end(text: &str, start: usize, separator: u8) -> usize {
    let bytes = text.as_bytes().get(start..).unwrap_or_default();
    let has_quotes = bytes.first() == Some(&b'"');
    // Two within stand for one, and end nothing: the second opens again.
    let mut is_open = false;
    let end = bytes.iter().position(|byte| {
        is_open ^= has_quotes && *byte == b'"';
        !is_open && (*byte == separator || *byte == b'\n')
    });
    end.map_or(text.len(), |end| start + end)
}

/// Tables of Markdown, with the one that was seen last.
pub(super) struct Grid<'t> {
    text: &'t str,
    /// Where the fields end that stand before the text.
    fields: usize,
    /// Up to here rows were seen.
    known: usize,
    heads: Vec<String>,
}

impl Grid<'_> {
    fn column(&mut self, at: usize) -> Option<Column> {
        let line = line_start(self.text, at)?;
        if at < self.fields {
            return field(self.text, line, at);
        }
        if line < self.known && self.known <= at {
            self.known = line;
        }
        let before = self.text.get(line..at)?;
        if !is_row(before) || line < self.known {
            return None;
        }
        self.learn(line);
        let mut cells = bars(before);
        let (count, last) = cells.by_ref().enumerate().last()?;
        let head = self.heads.get(count).filter(|head| !head.is_empty())?;
        Some(Column {
            head: head.clone(),
            start: line + last + 1,
        })
    }

    /// Goes back to the head of the table that a row is in.
    fn learn(&mut self, line: usize) {
        let between = self.text.get(self.known..line).unwrap_or_default();
        let rows = between.split_inclusive('\n').rev().take(MAX_ROWS);
        let rows = rows.take_while(|row| is_row(row)).map(str::len);
        let first = line.saturating_sub(rows.sum());
        let is_same = first == self.known && !self.heads.is_empty();
        if !is_same {
            let mut lines = self.text.get(first..line).unwrap_or_default().lines();
            let (head, rule) = (lines.next(), lines.next());
            let is_table = rule.is_some_and(|rule| rule.contains('-') && is_rule(rule));
            self.heads = match head.filter(|head| is_table && head.len() <= MAX_LINE) {
                Some(head) => cells_of(head),
                None => Vec::new(),
            };
        }
        self.known = line;
    }
}

/// Where the fields before a text end; 0 where there are none.
fn fields(text: &str) -> usize {
    if !text.starts_with("---\n") && !text.starts_with("---\r\n") {
        return 0;
    }
    let head = text.get(..text.floor_char_boundary(MAX_FIELDS));
    head.and_then(|head| head.find("\n---")).unwrap_or(0)
}

/// The field of a place: `索引号: …`. What is in a list, or within another field, has none.
fn field(text: &str, line: usize, at: usize) -> Option<Column> {
    let (name, _) = text.get(line..at)?.split_once(':')?;
    let is_field = !name.starts_with([' ', '-', '{', '[', '#']);
    is_field.then(|| Column {
        head: head(name),
        start: line + name.len() + 1,
    })
}

fn cells_of(row: &str) -> Vec<String> {
    let mut starts: Vec<usize> = bars(row).take(MAX_COLUMNS).collect();
    starts.push(row.len());
    let cells = starts.windows(2).map(|pair| match pair {
        [start, end] => row.get(start + 1..*end).map(head).unwrap_or_default(),
        _ => String::new(),
    });
    cells.collect()
}

/// The bars that part the cells of a row.
fn bars(row: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = row.as_bytes();
    let is_bar = move |at: &usize| {
        let is_escaped = at
            .checked_sub(1)
            .is_some_and(|before| bytes.get(before) == Some(&b'\\'));
        bytes.get(*at) == Some(&b'|') && !is_escaped
    };
    (0..bytes.len()).filter(is_bar)
}

fn is_row(line: &str) -> bool {
    line.trim_start_matches([' ', '>']).starts_with('|')
}

fn is_rule(line: &str) -> bool {
    line.trim_end()
        .chars()
        .all(|sign| matches!(sign, '|' | '-' | ':' | ' ' | '>'))
}

/// Where the line of a place begins, if it is near.
fn line_start(text: &str, at: usize) -> Option<usize> {
    let from = at.saturating_sub(MAX_BEFORE);
    let before = text.as_bytes().get(from..at)?;
    match before.iter().rposition(|byte| *byte == b'\n') {
        Some(end) => Some(from + end + 1),
        None => (from == 0).then_some(0),
    }
}

/// The name of the value of JSON that a place is in: `"索引号": "…`.
fn named_value(text: &str, at: usize) -> Option<Column> {
    let from = text.floor_char_boundary(at.saturating_sub(MAX_VALUE));
    let before = text.get(from..at)?;
    let end = before.rfind(":")?;
    let (named, value) = before.split_at(end);
    let name = named.trim_end().strip_suffix('"')?;
    let start = name.rfind('"')?;
    let is_value = value
        .trim_start_matches([':', ' ', '\t'])
        .trim_start_matches(['[', '"'])
        .chars()
        .all(|sign| sign != '"');
    is_value.then(|| Column {
        head: head(name.get(start + 1..).unwrap_or_default()),
        start: from + end + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::privacy::{Exempt, Kind, attachment, findings};

    /// The number of nobody, whose check digit is right, and one of a year that codes have.
    const OLD: &str = "110101199003074514";

    fn in_file(text: &str) -> Vec<(Kind, Severity)> {
        let scan = attachment::scan("表.csv", text.as_bytes(), &Exempt::default());
        let found = scan.findings.into_iter();
        found.map(|found| (found.kind, found.severity)).collect()
    }

    #[test]
    fn the_head_of_a_column_says_what_its_numbers_are() {
        let error = vec![(Kind::Identity, Severity::Error)];
        let warning = vec![(Kind::Identity, Severity::Warning)];
        for head in [
            "索引号",
            "统一社会信用代码",
            "文号",
            "序号",
            "项目编号",
            "許可證編號",
        ] {
            let text = format!("名称,{head},日期\n甲,{OLD},2020\n乙,\"{OLD}\",2021\n");
            assert_eq!(in_file(&text), warning, "{text}");
            let text = format!("项目清单,,\n名称\t{head}\t日期\n甲\t{OLD}\t2020\n");
            assert_eq!(in_file(&text), warning, "{text}");
            let text = format!("{{\"名称\": \"甲\", \"{head}\": \"{OLD}\"}}\n");
            assert_eq!(in_file(&text), warning, "{text}");
            let text = format!("| 名称 | {head} |\n|---|---|\n| 甲 | 1 |\n| 乙 | {OLD} |\n");
            let found = findings(&text, &Exempt::default());
            let found: Vec<_> = found.iter().map(|it| (it.kind, it.severity)).collect();
            assert_eq!(found, warning, "{text}");
        }
        for head in ["索引号", "发文字号", "index_number", "source_code"] {
            let found = findings(
                &format!("---\ntitle: 甲\n{head}: \"{OLD}\"\n---\n\n甲\n"),
                &Exempt::default(),
            );
            let found: Vec<_> = found.iter().map(|it| (it.kind, it.severity)).collect();
            assert_eq!(found, warning, "{head}");
        }
        for text in [
            format!("---\nsummary: \"{OLD}\"\n---\n"),
            format!("---\nidentity_code: \"{OLD}\"\n---\n"),
            format!("---\nindex_number: 1\n---\n\nindex_number: {OLD}\n"),
        ] {
            let found = findings(&text, &Exempt::default());
            let found: Vec<_> = found.iter().map(|it| (it.kind, it.severity)).collect();
            assert_eq!(found, error, "{text}");
        }
        for head in [
            "身份证号",
            "证件号码",
            "公民身份号码",
            "身份编号",
            "姓名",
            "备注",
        ] {
            let text = format!("索引号,{head}\n1,{OLD}\n");
            assert_eq!(in_file(&text), error, "{text}");
            let text = format!("{{\"索引号\": \"1\", \"{head}\": \"{OLD}\"}}\n");
            assert_eq!(in_file(&text), error, "{text}");
        }
        // A code of persons may be their number.
        assert_eq!(in_file(&format!("姓名,人员编号\n甲,{OLD}\n")), error);
        // What a cell says of its own counts too.
        let text = format!("索引号,备注\n1,身份证{OLD}\n2,编号\n");
        assert_eq!(in_file(&text), error);
        // 15 digits have no check digit: the head alone says that they are a person's.
        assert_eq!(in_file("编号,身份证号\n1,110101900307451\n"), error);
        assert_eq!(in_file("编号,数量\n1,110101900307451\n"), warning);
        assert_eq!(in_file("身份证号,编号\n1,110101900307451\n"), warning);
    }

    #[test]
    fn cells_are_counted_as_programs_write_them() {
        let text = "甲,编号,丙\n\"一,\"\"二\n三\",4,5\n,6,\n7\n";
        let mut heads = Heads::of_file(text);
        let mut head_at = |sign: &str| {
            let column = heads.column(text.find(sign).expect("the sign"));
            column.map(|column| column.head)
        };
        for (sign, expected) in [
            ("二", "甲"),
            ("4", "编号"),
            ("5", "丙"),
            ("6", "编号"),
            ("7", "甲"),
        ] {
            assert_eq!(head_at(sign).as_deref(), Some(expected), "{sign}");
        }
        let text = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n3\n\n| 丙 |\n|:-:|\n| a\\|4 |\n| 5 |\n";
        let mut heads = Heads::of_text(text);
        let mut head_at = |sign: &str| {
            let column = heads.column(text.find(sign).expect("the sign"));
            column.map(|column| column.head)
        };
        for (sign, expected) in [
            ("1", Some("甲")),
            ("2", Some("乙")),
            ("3", None),
            ("4", Some("丙")),
            ("5", Some("丙")),
        ] {
            assert_eq!(head_at(sign).as_deref(), expected, "{sign}");
        }
    }
}
