//! A table as rows and columns with their labels, and what each cell holds.
//!
//! In: the cells among the passages of a report. Out: tables, in which head, labels and figures are told apart. Never
//! looks across tables, and never says what a figure means.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::character::is_unseen;
use crate::fields::narrow;
use crate::report::findings::figure::about;
use crate::report::findings::figure::fold::Folded;
use crate::report::findings::figure::label::Label;
use crate::report::findings::figure::number::{Written, in_cell};
use crate::report::passage::{HtmlCell, Passage};

/// Columns of a table; what is beyond is left out.
const COLUMNS_MAX: usize = 200;
/// Rows of a table; what is beyond is left out.
pub(crate) const ROWS_MAX: usize = 5_000;
/// Tables of a report.
const TABLES_MAX: usize = 500;
/// Characters of a unit behind a figure.
const UNIT_MAX: usize = 6;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell<'d> {
    /// As displayed, its paragraphs in one; empty where the row has none.
    pub(crate) text: Cow<'d, str>,
    /// Whether it is one of the head.
    pub(crate) is_head: bool,
    /// Which passage it is; none where the row is shorter than the table.
    pub(crate) passage: Option<u32>,
    /// What it holds.
    pub(crate) content: Content,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// Nothing, or a dash.
    Empty,
    /// A figure with its unit and nothing else.
    Figure(CellFigure),
    /// A figure that is said to be about so: 约300件. It is in no sum.
    About(CellFigure),
    /// Anything else.
    Words,
    /// What is to the left of it, or above it, goes over this place too.
    Merged(Side),
}

/// From which side a cell goes over a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Above,
}

/// The figure of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CellFigure {
    /// The number, 万 and 亿 counted.
    pub(crate) written: Written,
    /// What stands behind it, folded: 件, %.
    pub(crate) unit: String,
    /// Bytes of the number in the cell.
    pub(crate) at: Range<u32>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table<'d> {
    /// Its rows, each as long as the longest.
    pub(crate) rows: Vec<Vec<Cell<'d>>>,
    /// The first row with figures: those above are the head.
    pub(crate) first: usize,
    /// Which columns hold figures, from left to right; the columns before the first are labels.
    pub(crate) values: Vec<usize>,
    /// The labels of each row, the outermost first, groups that go on from above among them.
    pub(crate) row_labels: Vec<Vec<Label>>,
    /// The labels of each column, the uppermost first.
    pub(crate) column_labels: Vec<Vec<Label>>,
}

/// The tables of a report that have figures, laid out when they are first asked for: several look at them, and none at
/// those of most reports.
pub(crate) struct Tables<'p, 'd> {
    pub(crate) passages: &'p [Passage<'d>],
    all: OnceCell<Vec<Table<'d>>>,
}

impl<'p, 'd> Tables<'p, 'd> {
    /// Those among these passages.
    pub(crate) fn of(passages: &'p [Passage<'d>]) -> Tables<'p, 'd> {
        Tables {
            passages,
            all: OnceCell::new(),
        }
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Table<'d>] {
        self.all.get_or_init(|| Table::all(self.passages))
    }
}

impl<'d> Table<'d> {
    /// Every table of a report that has figures.
    pub(crate) fn all(passages: &[Passage<'d>]) -> Vec<Table<'d>> {
        let mut tables: Vec<Table<'d>> = Vec::new();
        let mut open: Option<(u32, Table<'d>)> = None;
        let mut last = None;
        for (at, passage) in passages.iter().enumerate() {
            let Some(place) = passage.kind.place() else {
                continue;
            };
            let HtmlCell {
                table,
                row,
                column,
                is_head,
                ..
            } = place;
            if open.as_ref().is_none_or(|(number, _)| *number != table) {
                tables.extend(open.take().and_then(|(_, table)| table.settled()));
                open = Some((table, Table::beginning()));
            }
            let cell = Cell {
                text: Cow::Borrowed(passage.text),
                is_head,
                passage: u32::try_from(at).ok(),
                content: content(passage.text),
            };
            if let Some((_, table)) = &mut open {
                table.put(row as usize, column as usize, cell);
                // A cell of many paragraphs is merged once.
                if last.replace(place) != Some(place) {
                    table.merge(place);
                }
            }
        }
        tables.extend(open.and_then(|(_, table)| table.settled()));
        tables.truncate(TABLES_MAX);
        tables
    }

    fn beginning() -> Table<'d> {
        Table {
            rows: Vec::new(),
            first: 0,
            values: Vec::new(),
            row_labels: Vec::new(),
            column_labels: Vec::new(),
        }
    }

    fn put(&mut self, row: usize, column: usize, cell: Cell<'d>) {
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            return;
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        if let Some(cells) = self.rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize(column + 1, absent());
            }
            match cells.get_mut(column) {
                // What has several paragraphs is no figure alone.
                Some(place) if !place.text.trim().is_empty() && !cell.text.trim().is_empty() => {
                    place.content = Content::Words;
                    place.text.to_mut().push_str(&cell.text);
                }
                Some(place) if !place.text.trim().is_empty() => {}
                Some(place) => *place = cell,
                None => {}
            }
        }
    }

    /// Marks the places that a cell goes over beside its own.
    fn merge(&mut self, cell: HtmlCell) {
        let (row, column) = (cell.row as usize, cell.column as usize);
        for at in row..row + cell.rows as usize {
            for across in column..column + cell.columns as usize {
                let content = Content::Merged(match at == row {
                    true => Side::Left,
                    false => Side::Above,
                });
                if (at, across) != (row, column) {
                    self.put(
                        at,
                        across,
                        Cell {
                            content,
                            ..absent()
                        },
                    );
                }
            }
        }
    }

    /// The cell at a place.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<&Cell<'d>> {
        self.rows.get(row)?.get(column)
    }

    /// What the row and the column of a cell are called, as displayed.
    pub(crate) fn names_of(&self, row: usize, column: usize) -> Vec<String> {
        let shown = |row: usize, column: usize| {
            let text = self.cell(row, column)?.text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let first_value = self.values.first().copied().unwrap_or(0);
        let of_row = (0..first_value).rev().find_map(|column| shown(row, column));
        let of_column = (0..self.first).rev().find_map(|row| shown(row, column));
        of_row.into_iter().chain(of_column).collect()
    }

    /// The rows with figures.
    pub(crate) fn body(&self) -> Range<usize> {
        self.first..self.rows.len()
    }

    /// Tells head, labels and figures apart; none where there are no figures.
    fn settled(mut self) -> Option<Table<'d>> {
        let width = self.rows.iter().map(Vec::len).max()?;
        for row in &mut self.rows {
            row.resize(width, absent());
        }
        // The first column is one of labels, even where those are numbers or years.
        let has_figure = |row: &Vec<Cell<'_>>| {
            !row.iter().any(|cell| cell.is_head)
                && row.iter().skip(1).any(|cell| cell.figure().is_some())
        };
        self.first = self.rows.iter().position(has_figure)?;
        let body = self.rows.get(self.first..).unwrap_or_default();
        let without_labels = usize::from(!self.has_no_labels());
        for column in without_labels..width {
            let cells = body.iter().filter_map(|row| row.get(column));
            let figures = cells
                .clone()
                .filter(|cell| cell.figure_or_about().is_some());
            let figures = figures.count();
            let words = cells.filter(|cell| cell.content == Content::Words).count();
            if figures > words {
                self.values.push(column);
            }
        }
        let first_value = *self.values.first()?;
        self.label_columns(width);
        self.label_rows(first_value);
        Some(self)
    }

    /// Whether even the first column holds figures: a head with its kinds, and a row below it.
    fn has_no_labels(&self) -> bool {
        let (head, body) = self.rows.split_at_checked(self.first).unwrap_or_default();
        let first = |row: &'_ Vec<Cell<'_>>| row.first().map(|cell| cell.content.clone());
        let is_figures = body
            .iter()
            .all(|row| matches!(first(row), Some(Content::Figure(_))));
        let labels = head
            .iter()
            .rev()
            .filter_map(|row| Some(Label::of(&row.first()?.text)));
        let named = labels.into_iter().find(|label| !label.is_empty());
        is_figures && named.is_some_and(|label| !label.is_ratio())
    }

    /// Reads the head: a blank in it goes on from the left where a lower row of it tells the columns apart.
    fn label_columns(&mut self, width: usize) {
        let head = self.rows.get(..self.first).unwrap_or_default();
        let mut labels: Vec<Vec<Label>> = vec![Vec::new(); width];
        for (at, row) in head.iter().enumerate() {
            let is_told_below = |column: usize| {
                let below = head.get(at + 1..).unwrap_or_default();
                below.iter().any(|row| {
                    row.get(column)
                        .is_some_and(|cell| cell.content != Content::Empty)
                })
            };
            // What goes over the whole table is its title.
            let is_merged = |cell: &Cell<'_>| cell.content == Content::Merged(Side::Left);
            if width > 1 && row.iter().skip(1).all(is_merged) {
                continue;
            }
            let mut left = Label::default();
            for (column, (cell, labels)) in row.iter().zip(&mut labels).enumerate() {
                let label = Label::at((at, column), &cell.text);
                if let Content::Merged(side) = cell.content {
                    match side {
                        Side::Left if !left.is_empty() => labels.push(left.clone()),
                        Side::Left => {}
                        Side::Above => left = Label::default(),
                    }
                } else if !label.is_empty() {
                    left = label.clone();
                    labels.push(label);
                } else if !left.is_empty() && is_told_below(column) {
                    labels.push(left.clone());
                }
            }
        }
        self.column_labels = labels;
    }

    /// Reads the labels of rows: a blank before the first label of a row goes on from above.
    fn label_rows(&mut self, first_value: usize) {
        let mut above: Vec<Label> = vec![Label::default(); first_value];
        let mut rows = Vec::with_capacity(self.rows.len());
        for (at, row) in self.rows.iter().enumerate() {
            let mut labels = Vec::new();
            let mut is_own = false;
            for (column, (cell, above)) in row.iter().zip(&mut above).enumerate() {
                let label = Label::at((at, column), &cell.text);
                let is_merged = cell.content == Content::Merged(Side::Above);
                if is_merged || label.is_empty() && !is_own && at > self.first {
                    if !above.is_empty() {
                        labels.push(above.clone());
                    }
                    continue;
                }
                is_own = true;
                if !label.is_empty() {
                    labels.push(label.clone());
                }
                *above = label;
            }
            rows.push(labels);
        }
        self.row_labels = rows;
    }
}

impl Cell<'_> {
    /// The figure that it holds.
    pub(crate) fn figure(&self) -> Option<&CellFigure> {
        match &self.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// The figure that it holds, about so or not.
    pub(crate) fn figure_or_about(&self) -> Option<&CellFigure> {
        match &self.content {
            Content::Figure(figure) | Content::About(figure) => Some(figure),
            _ => None,
        }
    }
}

/// What stands where a row has no cell.
fn absent() -> Cell<'static> {
    Cell {
        text: Cow::Borrowed(""),
        is_head: false,
        passage: None,
        content: Content::Empty,
    }
}

/// What a cell of that text holds.
pub(crate) fn content(text: &str) -> Content {
    let is_nothing = |c: char| {
        is_unseen(c)
            || matches!(
                c,
                '-' | '－' | '—' | '–' | '―' | '─' | '/' | '／' | '\\' | '\n'
            )
    };
    if text.chars().all(is_nothing) {
        return Content::Empty;
    }
    // Han numbers in a cell are words more often: 一般, 三农.
    let starts = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+');
    let shown = text.chars().filter(|c| !is_unseen(*c) && *c != '\n');
    let mut shown = shown.map(narrow).take(about::WORD_MAX + 1);
    if !shown.any(starts) {
        return Content::Words;
    }
    let folded = Folded::of(text);
    let Some((first, is_before)) = about::first(&folded) else {
        return Content::Words;
    };
    let Some(written) = in_cell(&folded, first) else {
        return Content::Words;
    };
    let unit = folded.word(written.end..folded.len());
    let (unit, is_behind) = match about::unit(&unit) {
        Some(own) => (own.to_owned(), true),
        None => (unit, false),
    };
    if !is_unit(&unit) {
        return Content::Words;
    }
    let bytes = folded.bytes(first..written.end);
    let figure = CellFigure {
        at: u32::try_from(bytes.start).unwrap_or(0)..u32::try_from(bytes.end).unwrap_or(0),
        written,
        unit,
    };
    match is_before || is_behind || figure.written.is_about {
        true => Content::About(figure),
        false => Content::Figure(figure),
    }
}

/// Whether what stands behind a figure in a cell is its unit: 件, 家次, %; no date, no number of an office.
fn is_unit(unit: &str) -> bool {
    let is_of_one = |c: char| c.is_alphabetic() || matches!(c, '%' | '‰' | '℃' | '²' | '³' | '元');
    let is_time = unit.starts_with(['年', '月', '日', '号', '时', '季', '届', '级', '期', '第'])
        && !unit.starts_with("年人");
    unit.chars().count() <= UNIT_MAX && unit.chars().all(is_of_one) && !is_time
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Content, Table, content};
    use crate::report::passage::{Passage, PassageKind};

    /// The passages of a table that is written with `|` between cells, the first row its head.
    pub(crate) fn passages(table: u32, text: &str) -> Vec<Passage<'_>> {
        let mut passages = Vec::new();
        for (row, line) in text.trim().lines().enumerate() {
            for (column, cell) in line.trim().split('|').enumerate() {
                passages.push(Passage {
                    anchor: "p-1",
                    part: None,
                    opens_part: false,
                    kind: PassageKind::Cell {
                        table,
                        row: row as u32,
                        column: column as u32,
                        is_head: row == 0,
                    },
                    text: cell.trim(),
                });
            }
        }
        passages
    }

    #[test]
    fn cells_are_figures_with_units_or_words() {
        for (text, wanted) in [
            ("1007项", Some(("1007", "项"))),
            ("27 家次", Some(("27", "家次"))),
            ("13.6％", Some(("13.6", "%"))),
            ("3.5万元", Some(("35000", "元"))),
            ("-5", Some(("-5", ""))),
            ("1，190", Some(("1190", ""))),
            ("2019年", None),
            ("7月", None),
            ("（二）", None),
            ("一般", None),
            ("53件（含3件）", None),
        ] {
            let found = content(text);
            let found = match &found {
                Content::Figure(figure) => {
                    Some((figure.written.number.to_string(), figure.unit.as_str()))
                }
                _ => None,
            };
            let wanted = wanted.map(|(value, unit): (&str, &str)| (value.to_owned(), unit));
            assert_eq!(found, wanted, "{text}");
        }
        for (text, unit) in [
            ("70余", ""),
            ("约70件", "件"),
            ("70件左右", "件"),
            ("超过 70 件", "件"),
            ("about 70", ""),
        ] {
            let found = content(text);
            let Content::About(figure) = &found else {
                panic!("{text}: {found:?}");
            };
            assert_eq!(
                (
                    figure.unit.as_str(),
                    figure.written.number.to_string().as_str()
                ),
                (unit, "70")
            );
        }
        for text in ["", "—", "-", "　", "/", "——"] {
            assert_eq!(content(text), Content::Empty, "{text}");
        }
    }

    #[test]
    fn head_labels_and_figures_are_told_apart() {
        let text = "
            项目||自然人|法人或其他组织||总计
            |||商业企业|其他|
            一、本年新收||3|1|0|4
            三、本年度办理结果|（一）予以公开|2|0|0|2
            |（二）部分公开|1|—|0|1";
        let tables = Table::all(&passages(0, text));
        let table = tables.first().unwrap();
        assert_eq!(
            (table.first, table.values.as_slice()),
            (2, &[2, 3, 4, 5][..])
        );
        let words = |labels: &[super::Label]| {
            labels
                .iter()
                .map(|l| l.words.clone())
                .collect::<Vec<_>>()
                .join("/")
        };
        let columns: Vec<String> = table.column_labels.iter().map(|l| words(l)).collect();
        assert_eq!(
            columns,
            [
                "项目",
                "",
                "自然人",
                "法人或其他组织/商业企业",
                "法人或其他组织/其他",
                "总计"
            ]
        );
        let rows: Vec<String> = table
            .body()
            .map(|row| words(&table.row_labels[row]))
            .collect();
        assert_eq!(
            rows,
            [
                "本年新收",
                "本年度办理结果/予以公开",
                "本年度办理结果/部分公开"
            ]
        );
    }
}
