//! What is wrong with a file that holds a table, in words.
//!
//! In: cells and places. Out: faults in both languages. What is wrong is decided where the file is read, but for heads and
//! characters, which are judged here.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Fault, Text};
use crate::report::table::{CELLS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, TableText};
use crate::yaml::{Key, Node};

/// Faults of one kind that are told of a table, at most.
pub(super) const TOLD_MAX: usize = 100;

/// Signs that other programs divide cells by.
const OTHER_SEPARATORS: [char; 5] = [';', '；', '，', '\t', '|'];

/// An attachment that is to be shown as a table and holds none.
pub(crate) fn not_a_table(span: Range<usize>, name: &str) -> Fault {
    Fault::error(
        "table-format",
        span,
        Text::new(
            format!("附件“{name}”不能显示为表格"),
            format!("the attachment `{name}` cannot be shown as a table"),
        ),
        Text::new(
            "表格须是 .csv 或 .yaml 文件；其他文件去掉“表格: 是”（table）。",
            "A table is a .csv or a .yaml file; of other files take `table` away.",
        ),
    )
}

pub(super) fn empty() -> Fault {
    Fault::warning(
        "empty-table",
        0..0,
        Text::new(
            "表格没有内容，页面上不显示：第一行是表头，其后至少要有一行",
            "there is nothing in the table, and it is not shown: a row at least must follow the head",
        ),
        Text::new(
            "补写表格；不作为表格显示的，去掉附件的“表格: 是”（table）。",
            "Fill the table in; if it is not to be shown as one, take `table` of the attachment away.",
        ),
    )
}

pub(super) fn too_large(at: usize) -> Fault {
    Fault::error(
        "table-too-large",
        at..at,
        Text::new(
            format!(
                "表格过大：最多 {ROWS_MAX} 行、{COLUMNS_MAX} 列，共 {CELLS_MAX} 格，从此处起超出"
            ),
            format!(
                "the table is too large: it may have {ROWS_MAX} rows, {COLUMNS_MAX} columns and {CELLS_MAX} cells, of which this is the first beyond"
            ),
        ),
        Text::new(
            "把表格分成几个文件；只供下载的，去掉附件的“表格: 是”（table）。",
            "Divide it into several files; if it is for download alone, take `table` of the attachment away.",
        ),
    )
}

pub(super) fn stray_quote(place: Range<usize>) -> Fault {
    Fault::error(
        "stray-quote",
        place,
        Text::new(
            "引号后面还有文字，看不出引号是格的界线还是内容",
            "text follows the closing quotation mark: whether the marks are of the cell or of its text cannot be told",
        ),
        Text::new(
            "引号属于内容的，整格加英文双引号，其中的每个引号写两遍：\"\"\"放管服\"\"改革\"。",
            "Where the marks are of the text, put the whole cell between quotation marks and write each of its own twice: \"\"\"so\"\" called\".",
        ),
    )
}

pub(super) fn open_quote(at: usize) -> Fault {
    Fault::error(
        "open-quote",
        at..at + 1,
        Text::new(
            "此处的引号没有配对，其后直到文件末尾都成了一格",
            "nothing closes this quotation mark: all up to the end of the file is one cell",
        ),
        Text::new(
            "补上另一个引号；引号是内容的，整格加引号，其中的引号写成两个。",
            "Close it; one that belongs to the text is written twice, in a cell between quotation marks.",
        ),
    )
}

/// A head in which something that is no comma stands between cells: a warning where it is one cell, an error where rows,
/// of which the widest has so many cells, have as many more than the head as would come of it.
pub(super) fn separator(heads: &[Cell<'_>], widest: usize) -> Option<Fault> {
    let is_separator = |c: char| OTHER_SEPARATORS.contains(&c);
    let (head, found) = heads.iter().find_map(|head| {
        let found = head.text.char_indices();
        let mut found = found.filter(|(_, c)| is_separator(*c));
        found.next().map(|found| (head, found))
    })?;
    let all = heads
        .iter()
        .map(|head| head.text.matches(is_separator).count());
    let beyond = widest.saturating_sub(heads.len());
    let (at, sign) = found;
    let shown = match sign {
        '\t' => "Tab".to_owned(),
        other => other.to_string(),
    };
    if (1..=all.sum()).contains(&beyond) {
        let columns = heads.len();
        return Some(Fault::error(
            "table-separator",
            head.place(&(at..at + sign.len_utf8())),
            Text::new(
                format!(
                    "表头的“{shown}”不是半角逗号，表头因此只有 {columns} 格，下面的行有 {widest} 格"
                ),
                format!(
                    "`{shown}` in the head is no comma, so that the head has {columns} cells, and rows below it have {widest}"
                ),
            ),
            Text::new(
                "改为半角逗号；确属表头文字的，整格加英文双引号，并补上缺少的表头。",
                "Write a comma; if it belongs to the title of a column, put that between quotation marks and add the heads that are missing.",
            ),
        ));
    }
    (heads.len() == 1).then(|| {
        Fault::warning(
            "table-separator",
            head.span.clone(),
            Text::new(
                format!("表头只有一格，其中有“{shown}”：各格似乎不是用半角逗号分开的"),
                format!(
                    "the head is one cell with `{shown}` in it: cells seem not to be divided by commas"
                ),
            ),
            Text::new(
                "另存为“CSV UTF-8（逗号分隔）”。",
                "Save it as CSV (UTF-8, divided by commas).",
            ),
        )
    })
}

pub(super) fn shape(node: &Node) -> Fault {
    let kind = node.kind();
    Fault::error(
        "table-shape",
        node.span.clone(),
        Text::new(
            format!("表格的这一处是{}，不是一行或一格", kind.chinese),
            format!(
                "in a table this is {}, which is no row and no cell",
                kind.english
            ),
        ),
        Text::new(
            "YAML 表格写成列表：每行一项“表头: 内容”，或每行一个列表、第一行为表头；各行写法一致。",
            "A table in YAML is a list of mappings of heads and cells, or a list of lists of which the first is the head.",
        ),
    )
}

/// A key of a row that seems to be a slip for one of the first row.
pub(super) fn key(key: &Key, near: &str) -> Fault {
    let written = &key.text;
    Fault::warning(
        "table-key",
        key.span.clone(),
        Text::new(
            format!("前面各行没有“{written}”这一项，它自成一列"),
            format!("no row before has `{written}`: it becomes a column of its own"),
        ),
        Text::new(
            format!("是否想写“{near}”？确为另一列的，在第一行也写上，没有内容的留空。"),
            format!(
                "Did you mean `{near}`? If it is another column, let the first row have it too, empty where it says nothing."
            ),
        ),
    )
}

/// A row that has fewer or more cells than the head. What is beyond the head has no place, so that is an error.
pub(super) fn row_length(row: &[Cell<'_>], columns: usize) -> Fault {
    let count = row.len();
    let start = row.first().map_or(0, |cell| cell.span.start);
    let end = row.last().map_or(start, |cell| cell.span.end);
    let message = Text::new(
        format!("这一行有 {count} 格，表头有 {columns} 格"),
        format!("this row has {count} cells, the head has {columns}"),
    );
    match count > columns {
        true => {
            let hint = Text::new(
                "核对逗号；内容里有逗号的，整格加英文双引号。",
                "Check its commas; a cell with a comma in it stands between quotation marks.",
            );
            Fault::error("table-row-length", start..end, message, hint)
        }
        false => {
            let lacking = columns - count;
            let (cells, commas) = match lacking {
                1 => ("one cell at its end is".to_owned(), "a comma".to_owned()),
                _ => (
                    format!("{lacking} cells at its end are"),
                    format!("{lacking} commas"),
                ),
            };
            let hint = Text::new(
                format!(
                    "行末缺 {lacking} 格，页面上留空；核对中间有没有漏掉一格，或两格并成了一格。确为空白的，在行末补 {lacking} 个逗号。"
                ),
                format!(
                    "So {cells} shown empty; check that none in between was left out or run together with another. Where nothing is missing, add {commas} at the end."
                ),
            );
            Fault::warning("table-row-length", start..end, message, hint)
        }
    }
}

/// Heads that are empty or stand twice. Warning: `table-head`.
pub(super) fn judge_heads(heads: &[Cell<'_>], faults: &mut Vec<Fault>) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (column, head) in (1..).zip(heads) {
        let name = head.text.trim();
        let message = match name.is_empty() {
            true => Text::new(
                format!("第 {column} 列没有表头"),
                format!("column {column} has no head"),
            ),
            false => {
                let other = *first.entry(name).or_insert(column);
                if other == column {
                    continue;
                }
                Text::new(
                    format!("第 {column} 列与第 {other} 列的表头相同"),
                    format!("columns {other} and {column} have the same head"),
                )
            }
        };
        faults.push(Fault::warning(
            "table-head",
            head.span.clone(),
            message,
            Text::new(
                "给每列写上不同的表头；原表如此的，可写入“豁免”（waivers），免予提示。",
                "Give each column a head of its own; if the original has them so, waive this.",
            ),
        ));
    }
}

/// Characters that nobody sees and no page may have. Error: `control-character`.
pub(super) fn judge_characters(table: &TableText<'_>, faults: &mut Vec<Fault>) {
    let is_control = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    let rows = std::iter::once(&table.heads).chain(&table.rows);
    let found = rows.flatten().filter_map(|cell| {
        let found = cell.text.chars().find(is_control)?;
        let code = u32::from(found);
        Some(Fault::error(
            "control-character",
            cell.span.clone(),
            Text::new(
                format!("这一格含有不可见的控制字符 U+{code:04X}"),
                format!("there is an invisible control character in this cell, U+{code:04X}"),
            ),
            Text::new("删去它。", "Delete it."),
        ))
    });
    faults.extend(found.take(TOLD_MAX));
}
