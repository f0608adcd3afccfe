//! The mapping of a table to reports, as an editor writes it: which column is which field, and which the text.
//!
//! In: YAML. Out: a [`Mapping`], or the first thing that is wrong with its line. Keys are Chinese or English. Which fields
//! there are is decided by who reads what reports state.
//!
//! ```yaml
//! 字段:
//!   标题: 名称                                      # a column
//!   发布机构: {列: 代码, 对应: {"01": 示例县图书馆}}   # what stands for what
//!   成文日期: {列: 日期, 日期写法: 日月年}             # 31.12.2018
//!   类型: {值: notice}                              # the same for all
//! 正文: [导语, 内容]                                 # or {列: 内容, 格式: 网页}
//! 文件名: 编号
//! ```

use std::collections::BTreeMap;

use crate::diagnostic::{Fault, Text};
use crate::import::Refusal;
use crate::yaml::{self, Node, Value};

/// How the rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Cells between commas, semicolons or tabs, with a head.
    Csv,
    /// An object of JSON on each line, or in one list.
    Json,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum BodyForm {
    /// As plain text.
    #[default]
    Text,
    /// In HTML.
    Page,
    /// In Markdown.
    Markdown,
}

/// In which order a date names its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateForm {
    /// 31.12.2018
    DayFirst,
    /// 12/31/2018
    MonthFirst,
    /// Seconds or thousandths of them since 1970.
    Timestamp,
}

/// What a field is filled with.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filling {
    /// The column; none where the value is the same for all.
    pub column: Option<String>,
    /// The value for all, or where the column is empty.
    pub value: Option<String>,
    /// What stands for what: names for codes.
    pub values: BTreeMap<String, String>,
    /// How dates are written, where they have no one meaning.
    pub dates: Option<DateForm>,
}

/// A mapping.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Mapping {
    /// How the rows are written; found by looking unless it says so.
    pub form: Option<Form>,
    /// Names of fields with what fills them, in order.
    pub fields: Vec<(String, Filling)>,
    /// The columns of the text, in order.
    pub body: Vec<String>,
    /// How the text is written.
    pub body_form: BodyForm,
    /// The column that names the file of a report.
    pub name: Option<String>,
}

/// Reads a mapping.
///
/// # Errors
///
/// If it is no YAML, has other keys or values, or names no text.
pub(crate) fn mapping(text: &str) -> Result<Mapping, Refusal> {
    let mut faults: Vec<Fault> = Vec::new();
    let reading = yaml::parse(text, 0..text.len(), &mut faults);
    if let Some(fault) = faults.first() {
        return Err(wrong(text, fault.span.start, &fault.message));
    }
    let mut mapping = Mapping::default();
    for (key, node) in entries(text, &reading.root)? {
        match key {
            "格式" | "format" => {
                mapping.form = Some(one_of(
                    text,
                    node,
                    &[
                        ("csv", Form::Csv),
                        ("jsonl", Form::Json),
                        ("json", Form::Json),
                    ],
                )?)
            }
            "字段" | "fields" => {
                for (field, node) in entries(text, node)? {
                    mapping
                        .fields
                        .push((field.to_owned(), filling(text, node)?));
                }
            }
            "正文" | "body" => body(text, node, &mut mapping)?,
            "文件名" | "name" => mapping.name = Some(scalar(text, node)?),
            other => {
                return Err(unknown(
                    text,
                    node,
                    other,
                    "格式、字段、正文、文件名",
                    "format, fields, body, name",
                ));
            }
        }
    }
    match mapping.fields.is_empty() && mapping.body.is_empty() {
        true => Err(nothing()),
        false => Ok(mapping),
    }
}

fn filling(text: &str, node: &Node) -> Result<Filling, Refusal> {
    let mut filling = Filling::default();
    if let Value::Scalar(column) = &node.value {
        filling.column = Some(column.clone());
        return Ok(filling);
    }
    for (key, node) in entries(text, node)? {
        match key {
            "列" | "column" => filling.column = Some(scalar(text, node)?),
            "值" | "value" => filling.value = Some(scalar(text, node)?),
            "对应" | "values" => {
                for (written, node) in entries(text, node)? {
                    filling
                        .values
                        .insert(written.to_owned(), scalar(text, node)?);
                }
            }
            "日期写法" | "dates" => {
                let forms = [
                    ("日月年", DateForm::DayFirst),
                    ("day-first", DateForm::DayFirst),
                    ("月日年", DateForm::MonthFirst),
                    ("month-first", DateForm::MonthFirst),
                    ("时间戳", DateForm::Timestamp),
                    ("timestamp", DateForm::Timestamp),
                ];
                filling.dates = Some(one_of(text, node, &forms)?);
            }
            other => {
                return Err(unknown(
                    text,
                    node,
                    other,
                    "列、值、对应、日期写法",
                    "column, value, values, dates",
                ));
            }
        }
    }
    match filling.column.is_none() && filling.value.is_none() {
        true => Err(wrong(
            text,
            node.span.start,
            &Text::new(
                "应写明“列”或“值”",
                "either `column` or `value` must be given",
            ),
        )),
        false => Ok(filling),
    }
}

fn body(text: &str, node: &Node, mapping: &mut Mapping) -> Result<(), Refusal> {
    if let Value::Map(_) = node.value {
        for (key, node) in entries(text, node)? {
            match key {
                "列" | "column" => mapping.body = columns(text, node)?,
                "格式" | "format" => {
                    let forms = [
                        ("文本", BodyForm::Text),
                        ("text", BodyForm::Text),
                        ("网页", BodyForm::Page),
                        ("html", BodyForm::Page),
                        ("markdown", BodyForm::Markdown),
                    ];
                    mapping.body_form = one_of(text, node, &forms)?;
                }
                other => return Err(unknown(text, node, other, "列、格式", "column, format")),
            }
        }
        return Ok(());
    }
    mapping.body = columns(text, node)?;
    Ok(())
}

fn columns(text: &str, node: &Node) -> Result<Vec<String>, Refusal> {
    match &node.value {
        Value::List(items) => items.iter().map(|item| scalar(text, item)).collect(),
        _ => Ok(vec![scalar(text, node)?]),
    }
}

fn entries<'n>(text: &str, node: &'n Node) -> Result<Vec<(&'n str, &'n Node)>, Refusal> {
    match &node.value {
        Value::Map(entries) => Ok(entries
            .iter()
            .map(|(key, node)| (key.text.trim(), node))
            .collect()),
        _ => Err(wrong(
            text,
            node.span.start,
            &Text::new(
                "这里应逐项填写，如“标题: 名称”",
                "entries are expected here, as `title: name`",
            ),
        )),
    }
}

fn scalar(text: &str, node: &Node) -> Result<String, Refusal> {
    match &node.value {
        Value::Scalar(value) if !value.trim().is_empty() => Ok(value.trim().to_owned()),
        _ => Err(wrong(
            text,
            node.span.start,
            &Text::new("这里应填一个值", "a single value is expected here"),
        )),
    }
}

fn one_of<T: Copy>(text: &str, node: &Node, known: &[(&str, T)]) -> Result<T, Refusal> {
    let value = scalar(text, node)?;
    let found = known.iter().find(|(name, _)| *name == value.to_lowercase());
    found.map(|(_, meant)| *meant).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let names = names.join(" / ");
        let message = Text::new(
            format!("“{value}”不可用；可选：{names}"),
            format!("`{value}` must be one of {names}"),
        );
        wrong(text, node.span.start, &message)
    })
}

fn unknown(text: &str, node: &Node, key: &str, chinese: &str, english: &str) -> Refusal {
    let message = Text::new(
        format!("没有“{key}”这一项；可用的有：{chinese}"),
        format!("there is no `{key}`; known are {english}"),
    );
    wrong(text, node.span.start, &message)
}

fn wrong(text: &str, at: usize, message: &Text) -> Refusal {
    let before = text.get(..text.floor_char_boundary(at)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    Refusal(Text::new(
        format!("对应表第 {line} 行：{}", message.chinese),
        format!("the mapping, line {line}: {}", message.english),
    ))
}

fn nothing() -> Refusal {
    Refusal(Text::new(
        "对应表是空的；至少要写明“字段”和“正文”，如：\n字段:\n  标题: 名称\n正文: 内容",
        "the mapping is empty; it must have `fields` and `body`, as:\nfields:\n  title: name\nbody: content",
    ))
}
