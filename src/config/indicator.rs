//! `indicators` of archive.yaml: figures that are read in reports, each with its definitions and their dates.
//!
//! In goes the node, out come the indicators with patterns that work, and every fault of their form. Whether the archive
//! has such types, and whether anything is found, is not asked here.

mod faults;

use std::ops::Range;

use crate::config::indicator::faults::{
    bad_pattern, empty, overlapping, too_many, total_of_shares,
};
use crate::config::table::{DEFINITION, INDICATOR, TABLE_CELL};
use crate::config::{entries, not_a_segment};
use crate::date::Span;
use crate::diagnostic::Fault;
use crate::fields::{self, Fields, Shape, Spanned, field};
use crate::pattern::Pattern;
use crate::route;
use crate::yaml::{Key, Node, Value};

/// Indicators of an archive.
const INDICATORS_MAX: usize = 200;
/// Patterns and cells of an archive: each is looked for in every report of its types.
const PLACES_MAX: usize = 1_000;

/// A figure that is read in reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indicator {
    /// A segment of the URL of its page.
    pub key: Spanned<String>,
    /// What readers call it.
    pub name: String,
    /// What it is counted in.
    pub unit: Option<String>,
    /// Keys or names of the types of reports in which it is read; empty for all.
    pub types: Vec<Spanned<String>>,
    /// Whether the figures of several bodies are added; none where nothing is said of it.
    pub total: Option<bool>,
    /// How it is counted, by time; no two at once.
    pub definitions: Vec<Definition>,
}

/// Units of shares, which nobody can add.
const SHARES: [&str; 7] = ["%", "％", "‰", "百分比", "百分点", "个百分点", "per cent"];

impl Indicator {
    /// Whether it is counted in shares.
    pub(crate) fn is_share(&self) -> bool {
        let unit = self.unit.as_deref().map(str::trim);
        unit.is_some_and(|unit| SHARES.contains(&unit))
    }
}

/// How an indicator was, or is, counted and where it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Definition {
    /// Where it stands in archive.yaml.
    pub span: Range<usize>,
    /// How it is written in texts.
    pub text: Vec<Spanned<Pattern>>,
    /// Where it stands in tables.
    pub table: Vec<TableCell>,
    /// A period that ends at another time is counted otherwise.
    pub time: Span,
    /// What is counted.
    pub note: Option<String>,
}

/// A cell of a table by what its row and column are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableCell {
    /// Where it stands in archive.yaml.
    pub span: Range<usize>,
    /// What its row is called, by levels, the outermost first.
    pub row: Vec<String>,
    /// What its column is called, in the same way; none where there is but one with figures.
    pub column: Option<Vec<String>>,
}

/// What stands between the levels of a title that is written on one line.
const LEVEL: char = '/';

/// Reads the indicators. Faults: `wrong-type`, `missing-field`, `dates-out-of-order`, `bad-pattern`,
/// `overlapping-definitions`, `total-of-shares`, `too-many-indicators`, `empty-definition` (a warning) and those of
/// [`Fields::of`].
pub(super) fn read(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<Indicator> {
    let entries = entries(node, &[field("review-cases", &[], Shape::Line)], faults);
    let mut places = 0;
    let mut indicators = Vec::new();
    for (key, node) in entries {
        let Some(indicator) = indicator(key, node, faults) else {
            continue;
        };
        let definitions = indicator.definitions.iter();
        places += definitions
            .map(|definition| definition.text.len() + definition.table.len())
            .sum::<usize>();
        if indicators.len() == INDICATORS_MAX || places > PLACES_MAX {
            faults.push(too_many(key));
            break;
        }
        indicators.push(indicator);
    }
    indicators
}

fn indicator(key: &Key, node: &Node, faults: &mut Vec<Fault>) -> Option<Indicator> {
    if !route::is_segment(&key.text) {
        faults.push(not_a_segment(key, ["指标", "an indicator"]));
        return None;
    }
    let fields = Fields::of(node, INDICATOR, faults);
    lacking(&fields, ["这项指标", "this indicator"], faults);
    let name = fields.text("name", faults);
    let nodes = fields::items(fields.get("definitions"));
    let mut definitions: Vec<Definition> = Vec::new();
    for node in nodes {
        let Some(definition) = definition(node, faults) else {
            continue;
        };
        if definitions
            .iter()
            .any(|other| other.time.overlaps(definition.time))
        {
            faults.push(overlapping(&definition));
        } else {
            definitions.push(definition);
        }
    }
    let total = fields.get("total");
    let indicator = Indicator {
        key: Spanned {
            value: key.text.clone(),
            span: key.span.clone(),
        },
        name: name.map_or_else(|| key.text.clone(), |name| name.value),
        unit: fields.text("unit", faults).map(|unit| unit.value),
        types: fields.texts("types", faults),
        total: total.map(|_| fields.boolean("total", faults)),
        definitions,
    };
    if let Some(total) = total
        && indicator.is_share()
        && indicator.total == Some(true)
    {
        faults.push(total_of_shares(total));
    }
    Some(indicator)
}

fn definition(node: &Node, faults: &mut Vec<Fault>) -> Option<Definition> {
    let fields = Fields::of(node, DEFINITION, faults);
    if let Value::Map(entries) = &node.value
        && !entries.is_empty()
        && entries.iter().all(|(_, node)| is_blank(node))
    {
        faults.push(empty(node.span.clone(), ["这条口径", "this definition"]));
        return None;
    }
    if let Some(Value::List(items)) = fields.get("text").map(|node| &node.value) {
        let blank = items.iter().filter(|node| is_blank(node));
        faults.extend(blank.map(|node| empty(node.span.clone(), ["这条写法", "this pattern"])));
    }
    let texts = fields.texts("text", faults).into_iter();
    let texts = texts.filter_map(|text| match Pattern::of(&text.value) {
        Ok(value) => Some(Spanned {
            value,
            span: text.span,
        }),
        Err(fault) => {
            faults.push(bad_pattern(&text, &fault));
            None
        }
    });
    let text = texts.collect();
    let cells = fields::items(fields.get("table"));
    let cells = cells.into_iter().filter_map(|node| cell(node, faults));
    let table = cells.collect();
    let (from, until) = fields.dates_in_order(("from", "until"), faults);
    // When it holds cannot be told.
    if fields.is_unreadable("from", from) || fields.is_unreadable("until", until) {
        return None;
    }
    Some(Definition {
        span: node.span.clone(),
        text,
        table,
        time: Span::of(from, until),
        note: fields.prose("note", faults),
    })
}

fn cell(node: &Node, faults: &mut Vec<Fault>) -> Option<TableCell> {
    let fields = Fields::of(node, TABLE_CELL, faults);
    lacking(&fields, ["表格位置", "this place in a table"], faults);
    if fields.get("row").is_some_and(is_blank) {
        let place = ["这个表格位置", "this place in a table"];
        faults.push(empty(node.span.clone(), place));
    }
    Some(TableCell {
        span: node.span.clone(),
        row: levels(&fields, "row", faults)?,
        column: levels(&fields, "column", faults),
    })
}

/// What a row or a column is called, by levels: those of a list as they stand, else what stands between slashes.
fn levels(fields: &Fields<'_>, name: &str, faults: &mut Vec<Fault>) -> Option<Vec<String>> {
    let is_list = matches!(fields.get(name)?.value, Value::List(_));
    let texts = fields.texts(name, faults).into_iter();
    let texts = texts.map(|text| text.value);
    let levels: Vec<String> = match is_list {
        true => texts.collect(),
        false => texts
            .flat_map(|text| text.split(LEVEL).map(str::to_owned).collect::<Vec<_>>())
            .collect(),
    };
    (!levels.is_empty()).then_some(levels)
}

/// Whether nothing is written there.
fn is_blank(node: &Node) -> bool {
    match &node.value {
        Value::Empty => true,
        Value::List(items) => items.iter().all(is_blank),
        _ => false,
    }
}

fn lacking(fields: &Fields<'_>, place: [&'static str; 2], faults: &mut Vec<Fault>) {
    faults.extend(fields.lacking().map(|field| fields.missing(field, place)));
}
