//! YAML as rows of cells with their places: a list of mappings, or of lists of which the first is the head.
//!
//! In: the text of the file. Out: rows, the head first. The columns of mappings are their keys, in the order in which
//! they first stand; values keep their written text.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::Fault;
use crate::fields::nearest;
use crate::report::table::{CELLS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, faults};
use crate::yaml::{self, Key, Node, Value};

/// Keys of rows that are held against those of the first row, at most.
const JUDGED_MAX: usize = 100;

/// Reads the rows. Faults: those of [`yaml::parse`], `table-shape`, `table-too-large` and `table-key` (a warning).
pub(super) fn read(text: &str, faults: &mut Vec<Fault>) -> Option<Vec<Vec<Cell<'static>>>> {
    let start = match text.starts_with('\u{feff}') {
        true => '\u{feff}'.len_utf8(),
        false => 0,
    };
    let root = yaml::parse(text, start..text.len(), faults).root;
    let items = match root.value {
        Value::List(items) => items,
        // Nothing, or what could not be read, which has been told.
        Value::Empty => Vec::new(),
        _ => {
            faults.push(faults::shape(&root));
            return None;
        }
    };
    let mut rows = Rows {
        heads: Vec::new(),
        columns: HashMap::new(),
        rows: Vec::new(),
        cells: 0,
        first: 0,
        judged: 0,
    };
    for item in items {
        let place = item.span.start;
        rows.add(item, faults);
        let last = rows.rows.last().map_or(0, Vec::len);
        let widest = rows.heads.len().max(last);
        if rows.rows.len() > ROWS_MAX + 1 || widest > COLUMNS_MAX || rows.cells > CELLS_MAX {
            faults.push(faults::too_large(place));
            return None;
        }
    }
    let width = rows.heads.len();
    let mut all = rows.rows;
    if width > 0 {
        // A mapping may lack what others have.
        all.iter_mut()
            .for_each(|row| row.resize(width, Cell::default()));
        all.insert(0, rows.heads);
    }
    Some(all)
}

/// The rows as they are read.
struct Rows {
    /// The keys of mappings; none where rows are lists.
    heads: Vec<Cell<'static>>,
    columns: HashMap<String, usize>,
    rows: Vec<Vec<Cell<'static>>>,
    cells: usize,
    /// Keys of the first row.
    first: usize,
    /// Keys that were held against those.
    judged: usize,
}

impl Rows {
    fn add(&mut self, item: Node, faults: &mut Vec<Fault>) {
        let is_first = self.rows.is_empty();
        let row = match item.value {
            Value::List(items) if is_first || self.heads.is_empty() => {
                items.into_iter().map(|node| cell(node, faults)).collect()
            }
            Value::Map(entries) if is_first || !self.heads.is_empty() => {
                let mut row = vec![Cell::default(); self.heads.len()];
                if is_first {
                    self.first = entries.len();
                }
                self.judge_keys(&entries, faults);
                for (key, node) in entries {
                    let next = self.heads.len();
                    let column = *self.columns.entry(key.text.clone()).or_insert(next);
                    if column == next {
                        self.heads.push(Cell {
                            text: Cow::Owned(key.text),
                            span: key.span,
                        });
                        row.push(Cell::default());
                    }
                    if let Some(place) = row.get_mut(column) {
                        *place = cell(node, faults);
                    }
                }
                row
            }
            _ => {
                faults.push(faults::shape(&item));
                return;
            }
        };
        self.cells += row.len();
        self.rows.push(row);
    }

    /// A key that no row before has is a slip where it is like one of the first row that this row lacks.
    fn judge_keys(&mut self, entries: &[(Key, Node)], faults: &mut Vec<Fault>) {
        let firsts = self.heads.get(..self.first).unwrap_or_default();
        let is_here = |head: &str| entries.iter().any(|(key, _)| key.text == head);
        for (key, _) in entries {
            if self.judged == JUDGED_MAX || firsts.is_empty() {
                return;
            }
            if self.columns.contains_key(&key.text) {
                continue;
            }
            self.judged += 1;
            let lacking = firsts.iter().map(|head| &*head.text);
            let lacking = lacking.filter(|head| !is_here(head));
            let near = nearest(&key.text, lacking);
            faults.extend(near.map(|near| faults::key(key, near)));
        }
    }
}

fn cell(node: Node, faults: &mut Vec<Fault>) -> Cell<'static> {
    let text = match node.value {
        Value::Scalar(text) => text,
        Value::Empty => String::new(),
        Value::List(_) | Value::Map(_) => {
            faults.push(faults::shape(&node));
            String::new()
        }
    };
    Cell {
        text: Cow::Owned(text),
        span: node.span,
    }
}
