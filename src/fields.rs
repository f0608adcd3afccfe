//! The fields of a YAML mapping by name and type: what front matter, `_index.md` and archive.yaml share.
//!
//! In go a [`Node`] and a table of names, out come the values that were asked for and a fault for each
//! that is unknown, given twice or of another type. What a field means is decided elsewhere.

use std::ops::Range;

use crate::date::{DateError, PartialDate};
use crate::diagnostic::{Fault, Text};
use crate::yaml::{Key, Node, Value};

/// Unknown keys of one mapping for which the nearest known one is looked for.
const MAX_SUGGESTIONS: usize = 100;
/// Bytes of a word that may be a slip for another: comparing costs the product of their lengths.
const MAX_MISSPELT: usize = 200;

/// A key of gongbao's own and its other names.
pub struct FieldName {
    /// The English name, which messages use.
    pub name: &'static str,
    /// Chinese names that mean the same field.
    pub chinese: &'static [&'static str],
}

/// Shorthand for a table of field names.
pub const fn field(name: &'static str, chinese: &'static [&'static str]) -> FieldName {
    FieldName { name, chinese }
}

/// The entries of a mapping by the fields that may stand in it.
pub struct Fields<'n> {
    found: Vec<(&'static str, &'n Key, &'n Node)>,
}

impl<'n> Fields<'n> {
    /// Sorts the entries of `node` by `names`. Faults: `wrong-type` where it is no mapping,
    /// `unknown-key` with the nearest name, `two-names` where one field is given under two names.
    ///
    /// An empty value counts as absent.
    pub fn of(node: &'n Node, names: &'static [FieldName], faults: &mut Vec<Fault>) -> Self {
        let mut fields = Fields { found: Vec::new() };
        let entries = match &node.value {
            Value::Map(entries) => entries,
            Value::Empty => return fields,
            _ => {
                faults.push(wrong_type(node, "键值对", "a mapping"));
                return fields;
            }
        };
        let mut unknown = 0;
        for (key, value) in entries {
            let text = key.text.trim();
            let known = names
                .iter()
                .find(|f| f.name == text || f.chinese.contains(&text));
            match known {
                None => {
                    unknown += 1;
                    faults.push(unknown_key(key, names, unknown <= MAX_SUGGESTIONS));
                }
                Some(f) => {
                    if let Some((_, other, _)) = fields.found.iter().find(|(n, _, _)| *n == f.name)
                    {
                        faults.push(two_names(key, other, f.name));
                    } else {
                        fields.found.push((f.name, key, value));
                    }
                }
            }
        }
        fields
    }

    /// The value of the field, unless it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&'n Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// Key and value of the field, unless it is absent or empty.
    pub fn entry(&self, name: &str) -> Option<(&'n Key, &'n Node)> {
        let (_, key, node) = self.found.iter().find(|(n, _, _)| *n == name)?;
        (node.value != Value::Empty).then_some((*key, *node))
    }

    /// The scalar of the field, trimmed.
    pub fn text(&self, name: &str, faults: &mut Vec<Fault>) -> Option<Spanned<String>> {
        text(self.get(name)?, faults)
    }

    /// The scalars of the field; a single one is a list of one.
    pub fn texts(&self, name: &str, faults: &mut Vec<Fault>) -> Vec<Spanned<String>> {
        items(self.get(name))
            .iter()
            .filter_map(|node| text(node, faults))
            .collect()
    }

    /// The field as yes or no.
    pub fn boolean(&self, name: &str, faults: &mut Vec<Fault>) -> bool {
        let Some(node) = self.get(name) else {
            return false;
        };
        match &node.value {
            Value::Scalar(s) if matches!(s.as_str(), "true" | "yes" | "是") => true,
            Value::Scalar(s) if matches!(s.as_str(), "false" | "no" | "否") => false,
            _ => {
                faults.push(wrong_type(node, "true 或 false", "true or false"));
                false
            }
        }
    }
}

/// A value with the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub span: Range<usize>,
}

/// The items of a list; a single value is a list of one, and an empty item is none.
pub fn items(node: Option<&Node>) -> Vec<&Node> {
    match node {
        None => Vec::new(),
        Some(Node {
            value: Value::List(items),
            ..
        }) => items.iter().filter(|n| n.value != Value::Empty).collect(),
        Some(node) if node.value == Value::Empty => Vec::new(),
        Some(node) => vec![node],
    }
}

/// A scalar as text, trimmed. Fault: `wrong-type`.
pub fn text(node: &Node, faults: &mut Vec<Fault>) -> Option<Spanned<String>> {
    match &node.value {
        Value::Scalar(s) => Some(Spanned {
            value: s.trim().to_owned(),
            span: node.span.clone(),
        }),
        Value::Empty => None,
        _ => {
            faults.push(wrong_type(node, "单个值", "a single value"));
            None
        }
    }
}

/// The fault of a value of another kind than is wanted here.
pub fn wrong_type(node: &Node, chinese: &str, english: &str) -> Fault {
    let found = match &node.value {
        Value::Scalar(s) => Text::new(format!("“{s}”"), format!("`{s}`")),
        _ => node.kind(),
    };
    Fault::error(
        "wrong-type",
        node.span.clone(),
        Text::new(
            format!("此处应为{chinese}，实为{}", found.chinese),
            format!("{english} is wanted here, not {}", found.english),
        ),
        Text::new(format!("改为{chinese}。"), format!("Write {english}.")),
    )
}

fn unknown_key(key: &Key, names: &'static [FieldName], suggest: bool) -> Fault {
    let all = names
        .iter()
        .flat_map(|f| std::iter::once(f.name).chain(f.chinese.iter().copied()));
    let near = suggest.then(|| nearest(&key.text, all)).flatten();
    let hint = match near {
        Some(near) => Text::new(
            format!("是否想写“{near}”？"),
            format!("Did you mean `{near}`?"),
        ),
        None => {
            let list: Vec<_> = names.iter().map(|f| f.name).collect();
            Text::new(
                format!("可用的键：{}。", list.join("、")),
                format!("Known keys: {}.", list.join(", ")),
            )
        }
    };
    Fault::error(
        "unknown-key",
        key.span.clone(),
        Text::new(
            format!("没有“{}”这个键", key.text),
            format!("there is no key `{}`", key.text),
        ),
        hint,
    )
}

fn two_names(key: &Key, other: &Key, name: &str) -> Fault {
    Fault::error(
        "two-names",
        key.span.clone(),
        Text::new(
            format!(
                "“{}”与“{}”是同一项（{name}），不能都写",
                key.text, other.text
            ),
            format!(
                "`{}` and `{}` are the same field ({name}); only one may be given",
                key.text, other.text
            ),
        ),
        Text::new("删去其中一个。", "Delete one of them."),
    )
}

/// The candidate most like `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > MAX_MISSPELT {
        return None;
    }
    candidates
        .map(|c| (strsim::normalized_damerau_levenshtein(word, c), c))
        .filter(|(similarity, _)| *similarity >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, c)| c)
}

impl Default for Spanned<String> {
    fn default() -> Self {
        Spanned {
            value: String::new(),
            span: 0..0,
        }
    }
}

/// The fault of a field that must be there; `span` is where it is missed.
pub fn missing(name: &str, chinese: &str, span: Range<usize>) -> Fault {
    Fault::error(
        "missing-field",
        span,
        Text::new(
            format!("文件头缺少 {name}（{chinese}）"),
            format!("the front matter has no `{name}`"),
        ),
        Text::new(
            format!("补写一行“{name}: …”。"),
            format!("Add a line `{name}: …`."),
        ),
    )
}

/// The fault of a value that should be a date.
fn date_fault(node: &Node, written: &str, error: DateError, forms: Text) -> Fault {
    let (code, message) = match error {
        DateError::Form => (
            "wrong-type",
            Text::new(
                format!("“{written}”不是可识别的日期"),
                format!("`{written}` is not written as a date"),
            ),
        ),
        DateError::Impossible => (
            "impossible-date",
            Text::new(
                format!("日历上没有“{written}”"),
                format!("the calendar has no `{written}`"),
            ),
        ),
    };
    Fault::error(code, node.span.clone(), message, forms)
}

/// A scalar by a reader of its own; `forms` says how it is to be written.
pub fn read_scalar<T>(
    node: &Node,
    faults: &mut Vec<Fault>,
    read: impl Fn(&str) -> Result<T, DateError>,
    forms: Text,
) -> Option<T> {
    let text = text(node, faults)?;
    match read(&text.value) {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(date_fault(node, &text.value, error, forms));
            None
        }
    }
}

fn date_forms() -> Text {
    Text::new(
        "写作 2018-01-11、2018-01、2018 或 2018年1月11日。",
        "Write 2018-01-11, 2018-01 or 2018.",
    )
}

/// A date, maybe partial. Faults: `wrong-type`, `impossible-date`.
pub fn date(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<PartialDate> {
    read_scalar(node?, faults, PartialDate::parse, date_forms())
}

/// Whether it begins with http:// or https:// and holds no blank or control character.
pub fn is_web_address(url: &str) -> bool {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://"))
        && !url.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// A BCP 47 tag: letters, digits and hyphens. Fault: `wrong-type`.
pub fn language(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<String> {
    let node = node?;
    let text = text(node, faults)?.value;
    let subtag =
        |s: &str| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric());
    if text.split('-').all(subtag) && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Some(text)
    } else {
        faults.push(wrong_type(
            node,
            "语言代码，如 zh-Hans 或 en",
            "a language tag such as zh-Hans or en",
        ));
        None
    }
}
