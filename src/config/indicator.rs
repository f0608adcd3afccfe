//! `indicators` of archive.yaml: figures that are read in reports, each with its definitions and their dates.
//!
//! In goes the node, out come the indicators with patterns that work, and every fault of their form. Whether the archive
//! has such types, and whether anything is found, is not asked here.

use std::ops::Range;

use crate::config::table::{DEFINITION, INDICATOR, TABLE_CELL};
use crate::config::{entries, not_a_segment};
use crate::date::Span;
use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Fields, Shape, Spanned, field};
use crate::pattern::{Pattern, PatternFault};
use crate::route;
use crate::yaml::{Key, Node};

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
    /// What its row is called.
    pub row: String,
    /// What its column is called; none where there is but one with figures.
    pub column: Option<String>,
}

/// Reads the indicators. Faults: `wrong-type`, `missing-field`, `dates-out-of-order`, `bad-pattern`,
/// `overlapping-definitions`, `total-of-shares`, `too-many-indicators` and those of [`Fields::of`].
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
        let definition = definition(node, faults);
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

fn definition(node: &Node, faults: &mut Vec<Fault>) -> Definition {
    let fields = Fields::of(node, DEFINITION, faults);
    let texts = fields.texts("text", faults).into_iter();
    let texts = texts.filter_map(|text| match Pattern::of(&text.value) {
        Ok(value) => Some(Spanned {
            value,
            span: text.span,
        }),
        Err(fault) => {
            faults.push(bad_pattern(text.span, fault));
            None
        }
    });
    let text = texts.collect();
    let cells = fields::items(fields.get("table"));
    let cells = cells.into_iter().filter_map(|node| cell(node, faults));
    let table = cells.collect();
    let (from, until) = fields.dates_in_order(("from", "until"), faults);
    Definition {
        span: node.span.clone(),
        text,
        table,
        time: Span::of(from, until),
        note: fields.prose("note", faults),
    }
}

fn cell(node: &Node, faults: &mut Vec<Fault>) -> Option<TableCell> {
    let fields = Fields::of(node, TABLE_CELL, faults);
    lacking(&fields, ["表格位置", "this place in a table"], faults);
    Some(TableCell {
        span: node.span.clone(),
        row: fields.text("row", faults)?.value,
        column: fields.text("column", faults).map(|column| column.value),
    })
}

fn lacking(fields: &Fields<'_>, place: [&'static str; 2], faults: &mut Vec<Fault>) {
    faults.extend(fields.lacking().map(|field| fields.missing(field, place)));
}

fn bad_pattern(span: Range<usize>, fault: PatternFault) -> Fault {
    let message = match &fault {
        PatternFault::TooLarge => Text::new(
            "正则表达式过长或过于复杂",
            "this pattern is too long or too complex",
        ),
        PatternFault::WithoutGroup => Text::new(
            "正则表达式中没有标出数值的括号",
            "no group of this pattern says which part is the figure",
        ),
        PatternFault::Wrong(why) => Text::new(
            format!("正则表达式有误：{}", in_chinese(why)),
            format!("this is no regular expression: {why}"),
        ),
    };
    let hint = match fault {
        PatternFault::TooLarge => Text::new(
            r"写得短一些，少用 \w 和 {100} 这样的多次重复。",
            r"Make it shorter, with fewer \w and repetitions such as {100}.",
        ),
        PatternFault::WithoutGroup | PatternFault::Wrong(_) => Text::new(
            r"照正文写，数值处写 (\d+)，如 '受理行政复议申请(\d+)件'。",
            r"Write the words of the text with (\d+) for the figure, such as '受理行政复议申请(\d+)件'.",
        ),
    };
    Fault::error("bad-pattern", span, message, hint)
}

/// What the compiler says of the commonest slips, in Chinese; the rest as it says it.
fn in_chinese(why: &str) -> &str {
    match why {
        "unclosed group" => "圆括号没有右半边",
        "unopened group" => "圆括号没有左半边",
        "unclosed character class" => "方括号没有右半边",
        "repetition operator missing expression" => "“*”“+”“?”前面没有可重复的内容",
        other => other,
    }
}

fn overlapping(definition: &Definition) -> Fault {
    Fault::error(
        "overlapping-definitions",
        definition.span.clone(),
        Text::new(
            "同一时间有两条口径",
            "two definitions of this indicator hold at the same time",
        ),
        Text::new(
            "前一条写上“止”（until），后一条写上“起”（from），使两者不重叠；同一口径的几种写法，写在一条之内。",
            "Give the former `until` and the latter `from`, so that they do not overlap; several patterns of one definition stand in one.",
        ),
    )
}

fn total_of_shares(node: &Node) -> Fault {
    Fault::error(
        "total-of-shares",
        node.span.clone(),
        Text::new("百分比不能相加", "shares cannot be added"),
        Text::new(
            "删去这一行，或者改正单位。",
            "Remove this line, or correct the unit.",
        ),
    )
}

fn too_many(key: &Key) -> Fault {
    Fault::error(
        "too-many-indicators",
        key.span.clone(),
        Text::new(
            format!(
                "一个档案最多有{INDICATORS_MAX}项指标，连同其写法和表格位置不超过{PLACES_MAX}处"
            ),
            format!(
                "an archive has at most {INDICATORS_MAX} indicators, and {PLACES_MAX} patterns and cells of all"
            ),
        ),
        Text::new("删去不用的指标。", "Remove those that are not used."),
    )
}
