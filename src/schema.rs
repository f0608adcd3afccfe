//! JSON Schemas (draft 2020-12) of what people write by hand: the head of a report, the head of an
//! agency's `_index.md`, archive.yaml, measures.yaml beside a plan and figures.yaml beside a report. Editors' tools complete and check by them.
//!
//! In go the tables of fields that the readers use, out comes a schema in which every name of a field
//! stands, with descriptions in Chinese and English. A schema says of one file what can be said without
//! the others, and less than `gongbao check`: it knows no file that a value may name, no day that a month
//! does not have, and no order of dates. It reads nothing. From the same tables its tests make the reference of
//! fields for people, docs/fields.md.

use serde_json::{Map, Value, json};

use crate::archive::agency;
use crate::config;
use crate::fields::{Field, NO, Shape, YES, either_script};
use crate::report::declared::{figure, measure};
use crate::report::front_matter;

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The head of a report.
    FrontMatter,
    /// archive.yaml.
    Archive,
    /// The head of `_index.md`.
    Agency,
    /// measures.yaml.
    Measures,
    /// figures.yaml.
    Figures,
}

const MONTH: &str = "(0?[1-9]|1[0-2])";
const DAY: &str = "(0?[1-9]|[12][0-9]|3[01])";
/// A year in Han text, before 年.
const HAN_YEAR: &str = "(([0-9]{4}|[〇○零一二三四五六七八九]{4})|(中[华華])?民[国國] ?([0-9]{1,3}|[〇○零一二三四五六七八九十百元]{1,5}))";
/// A month or day in Han text, before 月 or 日.
const HAN_NUMBER: &str = "([0-9]{1,2}|[一二三四五六七八九十廿卅元]{1,3})";
/// A day in English, before or after its month.
const ENGLISH_DAY: &str = "([0-9]{1,2}(st|nd|rd|th)? [A-Za-z]{3,9}[.,]?|[A-Za-z]{3,9}[.]? [0-9]{1,2}(st|nd|rd|th)?,?) [0-9]{4}";
/// A month in English.
const ENGLISH_MONTH: &str = "[A-Za-z]{3,9}[.,]? [0-9]{4}";
/// A day and a month of which only one can be the month, before the year.
const DAY_FIRST: &str = "((1[3-9]|[23][0-9])[-./](0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-./](1[3-9]|[23][0-9]))[-./][0-9]{4}";
/// One line, with or without blanks and breaks around it.
const LINE: &str = "^\\s*[^\\n\\r\\u2028\\u2029]*\\s*$";
/// A segment of a URL: [`crate::route::is_segment`].
const SEGMENT: &str = "[a-z0-9-]{1,120}";

/// The schema as text, which ends with a line break.
pub(crate) fn text(subject: Subject) -> String {
    let (fields, title) = match subject {
        Subject::FrontMatter => (
            front_matter::FIELDS,
            "报告文件头 · Front matter of a report (gongbao)",
        ),
        Subject::Archive => (config::FIELDS, "archive.yaml (gongbao)"),
        Subject::Agency => (
            agency::FIELDS,
            "机构文件头 _index.md · Front matter of an agency (gongbao)",
        ),
        Subject::Measures => (
            measure::FIELDS,
            "任务进展 measures.yaml · What became of the measures of a plan (gongbao)",
        ),
        Subject::Figures => (
            figure::FIELDS,
            "指标数值 figures.yaml · What indicators come to in a report (gongbao)",
        ),
    };
    let mut schema = mapping(fields, "#");
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!(title));
    format!("{:#}\n", Value::Object(schema))
}

/// A mapping with these fields and no other, each under one of its names. `place` is where in the schema
/// it stands (RFC 6901): other names of a field refer to the first.
fn mapping(fields: &[Field], place: &str) -> Map<String, Value> {
    let mut properties = Map::new();
    // Chinese names in traditional characters.
    let mut patterns = Map::new();
    let mut rules = Vec::new();
    for field in fields {
        let names: Vec<&str> = field.all().collect();
        let first = format!("{place}/properties/{}", field.name);
        for name in &names {
            if *name != field.name {
                properties.insert((*name).to_owned(), json!({"$ref": first}));
                if let Some(pattern) = either_script(name) {
                    patterns.insert(format!("^{pattern}$"), json!({"$ref": first}));
                }
                continue;
            }
            let list = if field.is_required { "allOf" } else { "anyOf" };
            let mut value = of(field.shape, &format!("{first}/{list}/0"));
            if field.is_required {
                value = json!({"allOf": [value, {"not": empty()}]});
            } else {
                value = json!({"anyOf": [value, empty()]});
            }
            value["description"] = json!(field.description.join("\n"));
            properties.insert((*name).to_owned(), value);
        }
        if field.is_required {
            let either = names.iter().map(|name| json!({"required": [name]}));
            // Not every name is another: one at least is this.
            let in_script = names.iter().filter_map(|name| {
                let pattern = format!("^{}$", either_script(name)?);
                Some(json!({"not": {"propertyNames": {"not": {"pattern": pattern}}}}))
            });
            rules.push(json!({"anyOf": either.chain(in_script).collect::<Vec<Value>>()}));
        }
        for (number, first) in names.iter().enumerate() {
            for second in &names[number + 1..] {
                rules.push(json!({"not": {"required": [first, second]}}));
            }
        }
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !patterns.is_empty() {
        schema.insert("patternProperties".to_owned(), Value::Object(patterns));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    if !rules.is_empty() {
        schema.insert("allOf".to_owned(), Value::Array(rules));
    }
    schema
}

fn of(shape: Shape, place: &str) -> Value {
    match shape {
        Shape::Later => json!({}),
        Shape::Line => json!({"type": ["string", "number", "boolean"], "pattern": LINE}),
        Shape::Prose => json!({"type": ["string", "number", "boolean"]}),
        Shape::Date => pattern_or_number(&date(), 1000),
        Shape::Moment => pattern_or_number(
            &format!(
                "{}([ T] *([0-9]{{1,2}}[:：][0-9]{{2}}([:：][0-9]{{2}}(\\.[0-9]+)?)?( *(Z|[+-][0-9]{{2}}:?([0-9]{{2}})?))?|[0-9]{{1,2}}[时時点點]([0-9]{{2}}分([0-9]{{2}}秒)?)?))?",
                day()
            ),
            10_000_101,
        ),
        Shape::Period => pattern_or_number(&period(), 1000),
        Shape::Language => pattern("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"),
        Shape::WebAddress => pattern("[Hh][Tt][Tt][Pp][Ss]?://\\S*"),
        Shape::Offset => pattern("[+-][0-9]{2}:[0-5][0-9]"),
        Shape::Key => pattern("[^\\s+]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*"),
        Shape::Route => {
            let pattern = format!("^{SEGMENT}(/{SEGMENT})*$");
            json!({"type": ["string", "number"], "pattern": pattern})
        }
        Shape::Folder => {
            json!({"type": ["string", "number", "boolean"], "pattern": "^[^./\\\\:\\n][^/\\\\:\\n]*$"})
        }
        Shape::Boolean => {
            let words = YES.into_iter().chain(NO).map(Value::from);
            let values = [json!(true), json!(false)].into_iter().chain(words);
            json!({"enum": values.collect::<Vec<Value>>()})
        }
        Shape::Words(words) => {
            let words = words();
            let patterns = words.iter().filter_map(|word| match word.is_ascii() {
                true => Some(any_case(word)),
                false => either_script(word),
            });
            let pattern = patterns.collect::<Vec<String>>().join("|");
            json!({"anyOf": [
                {"enum": words},
                {"type": "string", "pattern": format!("^\\s*({pattern})\\s*$")},
            ]})
        }
        Shape::Fields(fields) => Value::Object(mapping(fields, place)),
        Shape::List(item) => {
            let place = format!("{place}/anyOf/0");
            let item = of(*item, &place);
            let items = json!({"anyOf": [{"$ref": place}, empty()]});
            json!({"anyOf": [item, {"type": "array", "items": items}]})
        }
        Shape::Map(value) => json!({
            "type": "object",
            "propertyNames": {"pattern": format!("^{SEGMENT}$")},
            "additionalProperties": {"anyOf": [of(*value, &format!("{place}/additionalProperties/anyOf/0")), empty()]},
        }),
        Shape::Redirects => json!({
            "type": "object",
            "additionalProperties": {"allOf": [of(Shape::Line, place), {"not": empty()}]},
        }),
        Shape::Groups => {
            let word = json!({"allOf": [of(Shape::Line, place), {"not": empty()}]});
            let group = json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": word});
            json!({"type": "array", "items": group})
        }
        Shape::Either(shapes) => {
            let each = shapes.iter().enumerate();
            let each = each.map(|(n, shape)| of(*shape, &format!("{place}/anyOf/{n}")));
            json!({"anyOf": each.collect::<Vec<Value>>()})
        }
    }
}

/// A word in small letters or capitals, with blanks for its hyphens.
fn any_case(word: &str) -> String {
    let each = word.chars().map(|c| match c {
        '-' => "[- ]".to_owned(),
        c => format!("[{}{c}]", c.to_ascii_uppercase()),
    });
    each.collect()
}

/// What counts as absent.
fn empty() -> Value {
    json!({"enum": [null, ""]})
}

fn pattern(pattern: &str) -> Value {
    json!({"type": "string", "pattern": format!("^\\s*{pattern}\\s*$")})
}

/// A year alone, and a date of digits alone, are numbers to YAML.
fn pattern_or_number(form: &str, least: u32) -> Value {
    let number = json!({"type": "number", "minimum": least, "maximum": 99_991_231});
    json!({"anyOf": [pattern(form), number]})
}

/// A date that may lack day or month.
fn date() -> String {
    let han = format!("{HAN_YEAR} ?年 ?({HAN_NUMBER} ?月(份| ?{HAN_NUMBER} ?[日号號])?)?");
    let numbers = format!("[0-9]{{4}}([-./]{MONTH}([-./]{DAY})?)?|{DAY_FIRST}|[0-9]{{8}}");
    format!("({numbers}|{han}|{ENGLISH_DAY}|{ENGLISH_MONTH})")
}

/// A whole date.
fn day() -> String {
    let han = format!("{HAN_YEAR} ?年 ?{HAN_NUMBER} ?月 ?{HAN_NUMBER} ?[日号號]");
    let numbers = format!("[0-9]{{4}}[-./]{MONTH}[-./]{DAY}|{DAY_FIRST}|[0-9]{{8}}");
    format!("({numbers}|{han}|{ENGLISH_DAY})")
}

/// A date, a quarter, a half, or from one year or month to another.
fn period() -> String {
    let quarters = "[0-9]{4}[-年 ]?[Qq][1-4]|[Qq][1-4][- ]?[0-9]{4}";
    let parts = "度|[上下]半年|(第|前)?[1-4一二三四]季度?";
    let to = "(至|到|—|——|–|~|～|-|/)";
    let years = format!("[0-9]{{4}}年?{to}[0-9]{{4}}(年度?)?");
    let months = format!("{HAN_YEAR}年[0-9]{{1,2}}月?{to}({HAN_YEAR}年)?[0-9]{{1,2}}月份?");
    format!(
        "({}|{quarters}|{HAN_YEAR}年({parts})|{years}|{months})",
        date()
    )
}

#[cfg(test)]
mod tests;
