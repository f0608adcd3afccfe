//! The tables of one report as they are held against those of other periods: what their rows and columns are called, and
//! the figures in them as they are written.
//!
//! In: the tables of a report and the year that it is about. Out: of each table a digest of its labels, in which that year
//! is no year any more, the labels cut, and its figures. Never keeps the words of a cell that is no figure.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::character::{is_blank, is_cjk, is_invisible};
use crate::fields::narrow;
use crate::report::findings::figure::grid::{Table, Tables};
use crate::report::findings::figure::indicator::period_of;
use crate::report::findings::figure::label::Label;
use crate::report::findings::paragraph::digest::Digest;
use crate::report::front_matter::FrontMatter;
use crate::report::outline::Part;
use crate::report::passage::Passage;

/// Tables of one report that are held against others; what comes after is not.
const TABLES_MAX: usize = 30;
/// Rows, columns and cells with figures of such a table; a larger one is none.
const ROWS_MAX: usize = 200;
/// See [`ROWS_MAX`].
const COLUMNS_MAX: usize = 40;
/// See [`ROWS_MAX`].
const CELLS_MAX: usize = 2_000;
/// Characters of what a row or a column is called that are kept.
const LABEL_MAX: usize = 60;
/// Characters of the heading above a table that are kept.
const HEADING_MAX: usize = 60;
/// Digits of a year.
const YEAR_DIGITS: usize = 4;
/// Between the labels of rows, those of columns, and values.
const BETWEEN: char = '\n';
/// Between the labels of rows and those of columns.
const THEN: char = '\u{1e}';

/// What stands in labels for the year that a report is about, the one before and the one after.
pub(crate) const YEARS: [(i16, char); 3] = [(0, '\u{1}'), (-1, '\u{2}'), (1, '\u{3}')];

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SeriesTable {
    /// The id in the page that leads to it; empty where nothing nearer than the page does.
    pub(crate) anchor: Box<str>,
    /// The title of the part that it stands in, cut.
    pub(crate) heading: Box<str>,
    /// By which that is compared.
    pub(crate) heading_digest: u64,
    /// By which its labels are compared.
    pub(crate) shape: u64,
    /// What its rows and columns are called.
    pub(crate) labels: Labels,
    /// Its figures as written, row by row; empty where there is none.
    values: Box<str>,
}

/// What the rows and columns of a table are called; tables of many reports share one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Labels(Arc<str>);

/// The labels that are held in memory.
#[derive(Debug, Default)]
pub(crate) struct LabelPool(Mutex<BTreeSet<Labels>>);

impl SeriesTable {
    /// Its figures as written, row by row, each with its row and column.
    pub(crate) fn values(&self) -> impl Iterator<Item = (usize, usize, &str)> {
        let columns = self.labels.columns().count().max(1);
        let values = self.values.split(BETWEEN).enumerate();
        let values = values.map(move |(at, value)| (at / columns, at % columns, value));
        values.filter(|(_, _, value)| !value.is_empty())
    }
}

impl Labels {
    /// Of the rows, in their order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &str> {
        let rows = self.0.split_once(THEN).map_or("", |(rows, _)| rows);
        rows.split(BETWEEN)
    }

    /// Of the columns with figures, in their order.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        let columns = self.0.split_once(THEN).map_or("", |(_, columns)| columns);
        columns.split(BETWEEN)
    }
}

impl LabelPool {
    /// Has tables share the labels that are there already.
    pub(crate) fn share(&self, tables: &mut [SeriesTable]) {
        if tables.is_empty() {
            return;
        }
        let mut pool = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for table in tables {
            match pool.get(&table.labels) {
                Some(known) => table.labels = known.clone(),
                None => {
                    pool.insert(table.labels.clone());
                }
            }
        }
    }
}

impl Serialize for Labels {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Labels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Labels, D::Error> {
        String::deserialize(deserializer).map(|text| Labels(text.into()))
    }
}

/// The tables of a report that may recur; none of a report of no period.
pub(crate) fn find(
    tables: &Tables<'_, '_>,
    parts: &[Part],
    front_matter: &FrontMatter,
) -> Vec<SeriesTable> {
    let Some(period) = period_of(front_matter) else {
        return Vec::new();
    };
    let year = (period.from.year == period.to.year).then_some(period.to.year);
    let found = tables.all().iter();
    let found = found.filter_map(|table| of_table(table, tables.passages, parts, year));
    found.take(TABLES_MAX).collect()
}

fn of_table(
    table: &Table<'_>,
    passages: &[Passage<'_>],
    parts: &[Part],
    year: Option<i16>,
) -> Option<SeriesTable> {
    let (rows, columns) = (table.body().len(), table.values.len());
    if rows > ROWS_MAX || columns > COLUMNS_MAX || rows * columns > CELLS_MAX {
        return None;
    }
    let of_rows = table.body().map(|row| table.row_labels.get(row));
    let of_columns = table.values.iter();
    let of_columns = of_columns.map(|column| table.column_labels.get(*column));
    let of_rows = lines(table, of_rows, year)?;
    let of_columns = lines(table, of_columns, year)?;
    let mut digest = Digest::new();
    for (words, _) in of_rows.iter().chain(&of_columns) {
        words.chars().for_each(|c| digest.add(u64::from(c)));
        digest.add(u64::from(BETWEEN));
    }
    // Three rows of two columns are no two rows of three.
    digest.add(rows as u64);
    let values = table.body().flat_map(|row| {
        let columns = table.values.iter();
        columns.map(move |column| {
            let cell = table.cell(row, *column);
            cell.filter(|cell| cell.figure_or_about().is_some())
        })
    });
    let values: Vec<String> = values
        .map(|cell| cell.map_or_else(String::new, |cell| shown(&cell.text, usize::MAX)))
        .collect();
    let mut cells = table.rows.iter().flatten();
    let passage = passages.get(cells.find_map(|cell| cell.passage)? as usize)?;
    let heading = passage.part.and_then(|part| parts.get(part));
    let heading = heading.map_or("", |part| part.title.as_str());
    let mut of_heading = Digest::new();
    let words = without_years(&Label::of(heading).words, year);
    words.chars().for_each(|c| of_heading.add(u64::from(c)));
    let joined = |lines: &[(String, String)]| {
        let shown: Vec<&str> = lines.iter().map(|(_, shown)| shown.as_str()).collect();
        shown.join("\n")
    };
    let labels = format!("{}{THEN}{}", joined(&of_rows), joined(&of_columns));
    Some(SeriesTable {
        anchor: passage.anchor.into(),
        heading: without_years(&shown(heading, HEADING_MAX), year).into(),
        heading_digest: of_heading.value(),
        shape: digest.value(),
        labels: Labels(labels.into()),
        values: values.join("\n").into(),
    })
}

/// What rows or columns are called, as it is compared and as it is shown; none where one of several has no name.
fn lines<'t>(
    table: &Table<'_>,
    labels: impl Iterator<Item = Option<&'t Vec<Label>>>,
    year: Option<i16>,
) -> Option<Vec<(String, String)>> {
    let lines = labels.map(|labels| {
        let labels = labels.map(Vec::as_slice).unwrap_or_default();
        let words = labels
            .iter()
            .map(|label| format!("{}({})", label.words, label.note));
        let words = words.collect::<Vec<_>>().join("/");
        let names = labels.iter().filter_map(|label| {
            let (row, column) = label.place;
            Some(shown(&table.cell(row, column)?.text, LABEL_MAX))
        });
        let names = names.collect::<Vec<_>>().join(" / ");
        (without_years(&words, year), without_years(&names, year))
    });
    let lines: Vec<(String, String)> = lines.collect();
    let is_named = |(_, shown): &(String, String)| !shown.is_empty();
    (lines.len() == 1 || lines.iter().all(is_named)).then_some(lines)
}

/// Words on one line, cut: a blank stays where it parts letters or digits.
fn shown(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut is_apart = false;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        if is_blank(c) || c.is_control() {
            is_apart = !shown.is_empty();
            continue;
        }
        let last = shown.chars().next_back();
        let joins = last.is_some_and(is_cjk) || is_cjk(c);
        if is_apart && !joins {
            shown.push(' ');
        }
        is_apart = false;
        shown.push(c);
    }
    match shown.char_indices().nth(most) {
        Some((end, _)) => {
            shown.truncate(end);
            shown + "…"
        }
        None => shown,
    }
}

/// A text in which the year of the report, and those beside it, are no years: see [`YEARS`].
fn without_years(text: &str, year: Option<i16>) -> String {
    let Some(year) = year else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    // The end of the text ends a number.
    for c in text.chars().map(Some).chain([None]) {
        if let Some(c) = c.filter(|c| narrow(*c).is_ascii_digit()) {
            digits.push(c);
            continue;
        }
        let value: String = digits.chars().map(narrow).collect();
        let value: Option<i16> = value.parse().ok().filter(|_| value.len() == YEAR_DIGITS);
        let known = YEARS
            .iter()
            .find(|(apart, _)| value == year.checked_add(*apart));
        match known.filter(|_| value.is_some()) {
            Some((_, sign)) => out.push(*sign),
            None => out.push_str(&digits),
        }
        digits.clear();
        out.extend(c);
    }
    out
}

/// The same with the years of a report of one year.
pub(crate) fn with_years(text: &str, year: i16) -> String {
    YEARS.iter().fold(text.to_owned(), |text, (apart, sign)| {
        text.replace(*sign, &year.saturating_add(*apart).to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::findings::figure::grid::tests::passages;

    fn found(year: i16, text: &str) -> Option<SeriesTable> {
        let passages = passages(0, text);
        let tables = Table::all(&passages);
        of_table(tables.first()?, &passages, &[], Some(year))
    }

    const TABLE: &str = "项目|2020年|2021年（件）\n一、本年新收|3|约1,046\n二、上年 结转|—|5";

    #[test]
    fn labels_agree_but_for_the_year_of_the_report() {
        let table = found(2021, TABLE).expect("a table");
        let rows: Vec<&str> = table.labels.rows().collect();
        assert_eq!(rows, ["一、本年新收", "二、上年结转"]);
        let columns: Vec<&str> = table.labels.columns().collect();
        assert_eq!(columns, ["\u{2}年", "\u{1}年（件）"]);
        assert_eq!(with_years(columns[0], 2021), "2020年");
        let values: Vec<_> = table.values().collect();
        assert_eq!(values, [(0, 0, "3"), (0, 1, "约1,046"), (1, 1, "5")]);
        for (year, text, is_same) in [
            (
                2022,
                TABLE.replace("2021", "2022").replace("2020", "2021"),
                true,
            ),
            (
                2021,
                TABLE
                    .replace("一、", "（一）")
                    .replace("上年 结转", "上年結轉"),
                true,
            ),
            (2021, TABLE.replace('3', "4").replace('—', "7"), true),
            (2022, TABLE.to_owned(), false),
            (2021, TABLE.replace("（件）", "（万元）"), false),
            (2021, TABLE.replace("新收", "受理"), false),
            (2021, format!("{TABLE}\n三、其他|1|1"), false),
            (2021, TABLE.replace("一、本年新收|3|约1,046\n", ""), false),
        ] {
            let other = found(year, &text).expect("a table");
            assert_eq!(other.shape == table.shape, is_same, "{year} {text}");
        }
    }

    #[test]
    fn tables_without_names_are_none() {
        // One row, or one column, needs no name.
        for (text, is_found) in [
            ("甲|\n乙|3", true),
            ("维持|纠正\n3|1", true),
            ("项目|件数|\n甲|3|4", false),
        ] {
            assert_eq!(found(2021, text).is_some(), is_found, "{text}");
        }
        let long = "甲|3\n".repeat(ROWS_MAX + 1);
        assert_eq!(found(2021, &format!("项目|件数\n{long}")), None);
    }

    #[test]
    fn equal_labels_are_held_once() {
        let pool = LabelPool::default();
        let mut tables = [found(2021, TABLE), found(2021, TABLE)].map(Option::unwrap);
        pool.share(&mut tables);
        assert!(Arc::ptr_eq(&tables[0].labels.0, &tables[1].labels.0));
    }
}
