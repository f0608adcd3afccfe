//! Tables in which each row is a report: CSV and JSON lines, with a mapping that says which column is what.
//!
//! In: the bytes of a table and a [`Mapping`]. Out: a document for each row, what its columns say as stated, its text as
//! blocks; or why there is none. Columns that the mapping does not name are told. Never decides what a field means.

mod mapping;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::Text;
use crate::import::document::{Block, Document, Place, Remark, RemarkKind, Stated};
use crate::import::rows::mapping::{BodyForm, DateForm, Filling, Form};
use crate::import::table::csv;
use crate::import::text::{self, encoding};
use crate::import::{Refusal, Source};

pub(crate) use crate::import::rows::mapping::{Mapping, mapping};

/// Reports of one table.
const MAX_ROWS: usize = 20_000;
/// Values of JSON, at most.
const MAX_VALUES: usize = 2_000_000;
/// Columns that a message names.
const MAX_NAMED: usize = 30;
/// Objects of JSON within one another whose values are columns.
const MAX_DEPTH: usize = 4;
/// Seconds east of UTC at which times that are counted are shown: China has one zone.
const ZONE: i64 = 8 * 3600;
/// Numbers from which on a time is counted in thousandths: as seconds they are the year 5138.
const MILLISECONDS: i64 = 100_000_000_000;

/// Reads a page of HTML, which a text may be.
pub(crate) type PageReader = fn(&Source<'_>) -> Result<Document, Refusal>;

/// A report that is a row.
pub(crate) struct Row {
    /// Where it begins in the file, from 1.
    pub line: usize,
    /// What the mapping has its file called by.
    pub name: Option<String>,
    /// Its columns with what is in them, as JSON.
    pub bytes: Vec<u8>,
    /// What it says, or why it says nothing.
    pub read: Result<Document, Refusal>,
}

/// The column of what stands beyond the last head: no name of a column begins with a blank.
const OVER: &str = " ";

/// Cells that no column has, which a comma without quotation marks makes.
fn over_the_head(line: usize, over: &str) -> Remark {
    let what = Text::new(
        "这一行比表头多出的内容（未导入）；内容中有逗号的，须用双引号括起来",
        "what this row has beyond the heads was not imported; a cell with a comma stands between quotation marks",
    );
    let mut remark = Remark::new(RemarkKind::Dropped, what, Place::Line(line), over);
    remark.is_draft = true;
    remark
}

/// What a row says, by the names of columns.
struct Record {
    line: usize,
    columns: BTreeMap<String, String>,
}

/// The reports in a table.
///
/// # Errors
///
/// If it is no table, has too many rows, or lacks a column that the mapping names.
pub(crate) fn reports(
    source: &Source<'_>,
    mapping: &Mapping,
    page: PageReader,
) -> Result<Vec<Row>, Refusal> {
    let decoded = encoding::decoded(source.bytes)?;
    let is_json = decoded.text.trim_start().starts_with(['{', '[']);
    let form = mapping
        .form
        .unwrap_or(if is_json { Form::Json } else { Form::Csv });
    let records = match form {
        Form::Csv => of_csv(&decoded.text)?,
        Form::Json => of_json(&decoded.text)?,
    };
    if records.len() > MAX_ROWS {
        return Err(too_many());
    }
    let known: BTreeSet<&str> = records
        .iter()
        .flat_map(|record| record.columns.keys().map(String::as_str))
        .collect();
    let named = named(mapping);
    if let Some(missing) = named.iter().find(|column| !known.contains(**column)) {
        return Err(no_column(missing, &known));
    }
    let row = |record: &Record| {
        let name = mapping
            .name
            .as_ref()
            .and_then(|column| record.columns.get(column));
        let mut read = document(record, mapping, &named, source, page);
        if let Ok(document) = &mut read {
            if let Some(over) = record.columns.get(OVER) {
                document.remarks.push(over_the_head(record.line, over));
            }
            document
                .remarks
                .splice(0..0, decoded.remarks.iter().cloned());
        }
        Row {
            line: record.line,
            name: name.filter(|name| !name.trim().is_empty()).cloned(),
            bytes: serde_json::to_vec_pretty(&record.columns).unwrap_or_default(),
            read,
        }
    };
    Ok(records.iter().map(row).collect())
}

/// The columns that a mapping names.
fn named(mapping: &Mapping) -> BTreeSet<&str> {
    let fields = mapping
        .fields
        .iter()
        .filter_map(|(_, filling)| filling.column.as_deref());
    let body = mapping.body.iter().map(String::as_str);
    fields.chain(body).chain(mapping.name.as_deref()).collect()
}

fn document(
    record: &Record,
    mapping: &Mapping,
    named: &BTreeSet<&str>,
    source: &Source<'_>,
    page: PageReader,
) -> Result<Document, Refusal> {
    let place = Place::Line(record.line);
    let texts = mapping
        .body
        .iter()
        .filter_map(|column| record.columns.get(column));
    let texts: Vec<&str> = texts
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let body = texts.join("\n\n");
    let mut document = match mapping.body_form {
        _ if body.is_empty() => Document::default(),
        BodyForm::Page => page(&Source {
            name: source.name,
            bytes: body.as_bytes(),
            beside: source.beside,
            wanted: source.wanted,
        })?,
        BodyForm::Text => Document {
            blocks: text::blocks_of(&body),
            ..Document::default()
        },
        BodyForm::Markdown => Document {
            blocks: vec![Block::Markdown(body)],
            ..Document::default()
        },
    };
    if document.blocks.is_empty() {
        let what = Text::new("这一行没有正文", "the row has no text");
        let mut remark = Remark::new(RemarkKind::Unsure, what, place.clone(), "");
        remark.is_draft = true;
        document.remarks.push(remark);
    }
    let mut stated = Vec::new();
    for (name, filling) in &mapping.fields {
        if let Some(value) = filled(filling, record, &mut document.remarks) {
            stated.push(Stated {
                name: name.clone(),
                value,
                place: place.clone(),
            });
        }
    }
    // What the mapping says comes before what a page says of itself.
    document.stated.splice(0..0, stated);
    let left = record
        .columns
        .iter()
        .filter(|(column, value)| !named.contains(column.as_str()) && !value.trim().is_empty());
    let left: Vec<&str> = left
        .map(|(column, _)| column.as_str())
        .take(MAX_NAMED)
        .collect();
    if !left.is_empty() {
        let what = Text::new(
            "对应表没有提到的列（未导入）",
            "columns that the mapping does not name (not imported)",
        );
        document.remarks.push(Remark::new(
            RemarkKind::Dropped,
            what,
            place,
            &left.join("、"),
        ));
    }
    Ok(document)
}

/// The value of a field in a row.
fn filled(filling: &Filling, record: &Record, remarks: &mut Vec<Remark>) -> Option<String> {
    let written = filling
        .column
        .as_ref()
        .and_then(|column| record.columns.get(column));
    let written = written
        .map(|written| written.trim())
        .filter(|written| !written.is_empty());
    let Some(written) = written else {
        return filling.value.clone();
    };
    let mut unsure = |what: Text| {
        let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Line(record.line), written);
        remark.is_draft = true;
        remarks.push(remark);
        Some(written.to_owned())
    };
    if let Some(form) = filling.dates {
        return date(written, form).or_else(|| {
            unsure(Text::new(
                "日期与对应表注明的写法不符，已照原样写入",
                "a date that is not written as the mapping says; it is taken as it stands",
            ))
        });
    }
    match filling.values.get(written) {
        Some(value) => Some(value.clone()),
        None if filling.values.is_empty() => Some(written.to_owned()),
        None => unsure(Text::new(
            "对应表的“对应”中没有这个值，已照原样写入",
            "a value that the mapping does not list; it is taken as it stands",
        )),
    }
}

/// A date as reports write it.
fn date(written: &str, form: DateForm) -> Option<String> {
    if form == DateForm::Timestamp {
        let count: i64 = written.parse().ok()?;
        let seconds = if count.abs() >= MILLISECONDS {
            count / 1000
        } else {
            count
        };
        let moment = jiff::Timestamp::from_second(seconds.checked_add(ZONE)?).ok()?;
        let moment = jiff::tz::Offset::UTC.to_datetime(moment);
        return Some(moment.strftime("%Y-%m-%d %H:%M").to_string());
    }
    let date = written.split_whitespace().next()?;
    let parts: Vec<i16> = date
        .split(['.', '/', '-'])
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    let [first, second, year] = parts[..] else {
        return None;
    };
    let (day, month) = match form {
        DateForm::MonthFirst => (second, first),
        _ => (first, second),
    };
    let date =
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

fn of_csv(text: &str) -> Result<Vec<Record>, Refusal> {
    let mut records = csv::records(text)?.into_iter();
    let heads = records
        .next()
        .map(|record| record.cells)
        .unwrap_or_default();
    let is_empty = |record: &csv::Record| record.cells.iter().all(|cell| cell.trim().is_empty());
    let mut seen = BTreeSet::new();
    let mut names = heads
        .iter()
        .map(|head| head.trim())
        .filter(|head| !head.is_empty());
    if let Some(twice) = names.find(|head| !seen.insert(head.to_string())) {
        return Err(column_twice(twice));
    }
    let named = |record: csv::Record| {
        let mut columns = BTreeMap::new();
        let over = record.cells.iter().skip(heads.len());
        let over: Vec<&str> = over
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        if !over.is_empty() {
            columns.insert(OVER.to_owned(), over.join("，"));
        }
        for (head, cell) in heads.iter().zip(record.cells) {
            columns.insert(head.trim().to_owned(), cell);
        }
        columns.remove("");
        Record {
            line: record.line,
            columns,
        }
    };
    Ok(records
        .filter(|record| !is_empty(record))
        .map(named)
        .collect())
}

fn column_twice(name: &str) -> Refusal {
    Refusal(Text::new(
        format!("有两列都叫“{name}”；请改成不同的名称"),
        format!("two columns are called `{name}`; give them different names"),
    ))
}

fn of_json(text: &str) -> Result<Vec<Record>, Refusal> {
    let broken = |line: usize| {
        Refusal(Text::new(
            format!("第 {line} 行不是完整的 JSON 对象；每行应是一个对象，如 {{\"名称\": \"…\"}}"),
            format!(
                "line {line} is no whole object of JSON; each line must be one, as {{\"name\": \"…\"}}"
            ),
        ))
    };
    // Each value takes many times its bytes, and a comma stands between two.
    if text.bytes().filter(|byte| *byte == b',').count() > MAX_VALUES {
        return Err(too_many());
    }
    if text.trim_start().starts_with('[') {
        let list: Vec<Value> = serde_json::from_str(text).map_err(|error| broken(error.line()))?;
        return list
            .iter()
            .map(|value| object(value, 1).ok_or_else(|| broken(1)))
            .collect();
    }
    let lines = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty());
    let records = lines.map(|(line, number)| {
        let value: Value = serde_json::from_str(line).map_err(|_| broken(number))?;
        object(&value, number).ok_or_else(|| broken(number))
    });
    records.take(MAX_ROWS + 1).collect()
}

/// The values of an object by their names; those within others by both, with a point between.
fn object(value: &Value, line: usize) -> Option<Record> {
    let mut columns = BTreeMap::new();
    add_object(value.as_object()?, "", 0, &mut columns);
    Some(Record { line, columns })
}

fn add_object(
    object: &serde_json::Map<String, Value>,
    above: &str,
    depth: usize,
    columns: &mut BTreeMap<String, String>,
) {
    for (name, value) in object {
        let name = format!("{above}{name}");
        match value {
            Value::Object(inner) if depth < MAX_DEPTH => {
                add_object(inner, &format!("{name}."), depth + 1, columns)
            }
            value => {
                columns.insert(name, words(value));
            }
        }
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join("；"),
        other => other.to_string(),
    }
}

fn no_column(missing: &str, known: &BTreeSet<&str>) -> Refusal {
    let names: Vec<&str> = known.iter().copied().take(MAX_NAMED).collect();
    Refusal(Text::new(
        format!("表中没有“{missing}”这一列；有：{}", names.join("、")),
        format!(
            "the table has no column `{missing}`; it has {}",
            names.join(", ")
        ),
    ))
}

fn too_many() -> Refusal {
    Refusal(Text::new(
        format!("表格超过 {MAX_ROWS} 行，或内容过多；请分成几份"),
        format!("the table has more than {MAX_ROWS} rows, or too much in them; divide it"),
    ))
}
