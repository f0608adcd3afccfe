//! Front matter: YAML between `---`, TOML between `+++`, or a JSON object.
//!
//! In: the text of a page. Out: its front matter as names and values, lists in one value each but for addresses; and the rest.
//! Never judges a name.

use serde_json::Value;

use crate::diagnostic::Text;
use crate::import::Refusal;

/// Values within one another.
const MAX_DEPTH: usize = 8;
/// Values of one page.
const MAX_VALUES: usize = 500;

/// Front matter as it stands, and of which kind it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Front<'t> {
    None,
    Yaml(&'t str),
    Toml(&'t str),
    Json(&'t str),
}

/// Takes the front matter off a page.
pub(super) fn split(text: &str) -> (Front<'_>, &str) {
    for (fence, kind) in [
        ("---", Front::Yaml as fn(_) -> _),
        ("+++", Front::Toml as fn(_) -> _),
    ] {
        let Some((first, rest)) = text.split_once('\n') else {
            continue;
        };
        if first.trim_end() != fence {
            continue;
        }
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            let is_end = line.trim_end() == fence || fence == "---" && line.trim_end() == "...";
            if is_end {
                let inner = rest.get(..at).unwrap_or_default();
                return (kind(inner), rest.get(at + line.len()..).unwrap_or_default());
            }
            at += line.len();
        }
    }
    if text.starts_with('{') && !text.starts_with("{{") && !text.starts_with("{%") {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        if let Some(Ok(Value::Object(_))) = values.next() {
            let (inner, rest) = text.split_at(values.byte_offset());
            return (Front::Json(inner), rest);
        }
    }
    (Front::None, text)
}

/// Names and values of front matter.
///
/// # Errors
///
/// If it cannot be read.
pub(super) fn read(front: Front<'_>) -> Result<Vec<(String, String)>, Refusal> {
    let value = match front {
        Front::None => return Ok(Vec::new()),
        Front::Yaml(text) => {
            serde_yaml::from_str::<Value>(text).map_err(|error| broken("YAML", &error))?
        }
        Front::Json(text) => serde_json::from_str(text).map_err(|error| broken("JSON", &error))?,
        Front::Toml(text) => {
            let table: toml::Table =
                toml::from_str(text).map_err(|error| broken("TOML", &error.message()))?;
            of_toml(toml::Value::Table(table), 0)
        }
    };
    let mut found = Vec::new();
    flatten("", &value, 0, &mut found);
    found.truncate(MAX_VALUES);
    Ok(found)
}

fn of_toml(value: toml::Value, depth: usize) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(is) => Value::Bool(is),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        _ if depth >= MAX_DEPTH => Value::Null,
        toml::Value::Array(values) => values
            .into_iter()
            .map(|value| of_toml(value, depth + 1))
            .collect(),
        toml::Value::Table(table) => {
            let values = table
                .into_iter()
                .map(|(name, value)| (name, of_toml(value, depth + 1)));
            Value::Object(values.collect())
        }
    }
}

fn flatten(name: &str, value: &Value, depth: usize, found: &mut Vec<(String, String)>) {
    if depth > MAX_DEPTH || found.len() >= MAX_VALUES {
        return;
    }
    match value {
        Value::Null => {}
        Value::Object(values) => {
            for (inner, value) in values {
                // Hugo keeps what is a site's own, and lists of its terms, one deeper.
                let name = match name {
                    "" | "params" | "taxonomies" | "extra" => inner.clone(),
                    name => format!("{name}.{inner}"),
                };
                flatten(&name, value, depth + 1, found);
            }
        }
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter_map(text).collect();
            if matches!(name, "aliases" | "alias" | "redirect_from") {
                found.extend(texts.into_iter().map(|text| (name.to_owned(), text)));
            } else if texts.len() == values.len() && !texts.is_empty() {
                found.push((name.to_owned(), texts.join("; ")));
            } else {
                for value in values {
                    flatten(name, value, depth + 1, found);
                }
            }
        }
        value => found.extend(text(value).map(|text| (name.to_owned(), text))),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is) => Some(is.to_string()),
        _ => None,
    }
}

fn broken(kind: &str, error: &dyn std::fmt::Display) -> Refusal {
    Refusal(Text::new(
        format!("文件头（{kind}）有错误，请改正后再导入：{error}"),
        format!("the front matter ({kind}) is broken; mend it and import again: {error}"),
    ))
}
