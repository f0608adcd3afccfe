//! The value of one field, read as what is wanted there.
//!
//! In goes a [`Node`], out comes the value, or a fault where it is of another kind. Which field it belongs
//! to is not known here.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::date::{DateError, PartialDate};
use crate::diagnostic::{Fault, Text};
use crate::fields::address::{self, Leads};
use crate::fields::faults::{date_fault, line_break, wrong_type};
use crate::language::LanguageTag;
use crate::yaml::{Node, Value};

/// A value with the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub span: Range<usize>,
}

/// The items of a list; a single value is a list of one, and an empty item is none.
pub(crate) fn items(node: Option<&Node>) -> Vec<&Node> {
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

/// A scalar of one line as text, trimmed. Faults: `wrong-type`, `line-break`.
pub(crate) fn text(node: &Node, faults: &mut Vec<Fault>) -> Option<Spanned<String>> {
    let text = prose(node, faults)?;
    if text.value.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        faults.push(line_break(text.span));
        return None;
    }
    Some(text)
}

/// A scalar of any number of lines as text, trimmed. Fault: `wrong-type`.
pub(crate) fn prose(node: &Node, faults: &mut Vec<Fault>) -> Option<Spanned<String>> {
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

impl Default for Spanned<String> {
    fn default() -> Self {
        Spanned {
            value: String::new(),
            span: 0..0,
        }
    }
}

/// A scalar by a reader of its own; `forms` says how it is to be written.
pub(crate) fn read_scalar<T>(
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
pub(crate) fn date(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<PartialDate> {
    read_scalar(node?, faults, PartialDate::parse, date_forms())
}

/// A web address that may be published. Fault: `wrong-type`.
pub(crate) fn web_address(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<String> {
    address(node?, Leads::Anywhere, faults)
}

/// The web address of a folder, to which names of files can be added. Fault: `wrong-type`.
pub(crate) fn folder_address(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<String> {
    address(node?, Leads::ToFolder, faults)
}

fn address(node: &Node, leads: Leads, faults: &mut Vec<Fault>) -> Option<String> {
    let url = text(node, faults)?;
    match address::fault(&url.value, url.span, leads) {
        None => Some(url.value),
        Some(fault) => {
            faults.push(fault);
            None
        }
    }
}

/// A language tag. Fault: `wrong-type`.
pub(crate) fn language(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<LanguageTag> {
    let node = node?;
    let tag = LanguageTag::parse(&text(node, faults)?.value);
    if tag.is_none() {
        faults.push(wrong_type(
            node,
            "语言代码，如 zh-Hans 或 en",
            "a language tag such as zh-Hans or en",
        ));
    }
    tag
}
