//! Which pages are rendered where none is kept: enough to run every branch of a template that the content asks for.
//!
//! In go a template and the values it would get; out comes whether they hold anything that no page rendered so far had:
//! a value that was absent till then, a list that is empty for once, another kind of page. So a check finds
//! what is wrong with a template, and renders some tens of pages of ten thousand. No value is kept.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

/// Fields of which each value is another case: templates compare them with words.
const WORDS: [&str; 10] = [
    "kind",
    "status",
    "direction",
    "state",
    "relation",
    "basis",
    "likeness",
    "changed",
    "why",
    "term",
];

/// What the pages rendered so far have had.
#[derive(Default)]
pub(super) struct Rehearsal(Mutex<BTreeSet<String>>);

impl Rehearsal {
    /// Whether `view` has something new for `template`; notes it. What cannot be looked at counts as new.
    pub(super) fn is_new(&self, template: &str, view: &impl Serialize) -> bool {
        let Ok(view) = serde_json::to_value(view) else {
            return true;
        };
        let mut features = Vec::new();
        gather(template.to_owned(), "", &view, &mut features);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.len();
        seen.extend(features);
        seen.len() > before
    }
}

/// Adds what a template can tell apart of `value`, which stands at `path` and is called `name`.
fn gather(path: String, name: &str, value: &Value, features: &mut Vec<String>) {
    let is = |what: &str| format!("{path}={what}");
    match value {
        Value::Null => features.push(is("null")),
        Value::Bool(value) => features.push(is(if *value { "true" } else { "false" })),
        Value::Number(number) => features.push(is(match number.as_u64() {
            Some(0) => "0",
            Some(1) => "1",
            _ => "n",
        })),
        Value::String(text) if WORDS.contains(&name) => features.push(is(text)),
        Value::String(text) => features.push(is(if text.is_empty() { "" } else { "text" })),
        Value::Array(items) => {
            features.push(is(if items.is_empty() { "[]" } else { "[…]" }));
            let each = format!("{path}[]");
            let mut of_items = Vec::new();
            for item in items {
                gather(each.clone(), name, item, &mut of_items);
                of_items.sort_unstable();
                of_items.dedup();
            }
            features.append(&mut of_items);
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                gather(format!("{path}.{name}"), name, value, features);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Rehearsal;

    #[test]
    fn a_page_is_new_where_a_template_could_go_another_way() {
        let rehearsal = Rehearsal::default();
        let cases = [
            (
                json!({"kind": "list", "title": "甲", "lines": [{"date": null}]}),
                true,
            ),
            (
                json!({"kind": "list", "title": "乙", "lines": [{"date": null}]}),
                false,
            ),
            (
                json!({"kind": "home", "title": "乙", "lines": [{"date": null}]}),
                true,
            ),
            (
                json!({"kind": "home", "title": "丙", "lines": [{"date": "2021"}]}),
                true,
            ),
            (
                json!({"kind": "list", "title": "丙", "lines": [{"date": "2022"}, {"date": null}]}),
                false,
            ),
            (json!({"kind": "list", "title": "", "lines": []}), true),
        ];
        for (view, is_new) in cases {
            assert_eq!(rehearsal.is_new("list.html", &view), is_new, "{view}");
        }
        assert!(rehearsal.is_new("other.html", &json!({"kind": "list"})));
    }
}
