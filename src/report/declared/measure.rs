//! measures.yaml beside a plan: what became of its measures, and what of them was read wrongly.
//!
//! In: the text of the file. Out: its entries, the links to the evidence, and every fault of its form. Which measure an
//! entry is about is not asked here.

mod declaration;
mod status;
mod table;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Fields, Spanned, simplified};
use crate::report::InternalLink;
use crate::report::declared::measure::table::{ENDS, MEASURE};
use crate::yaml::{Node, Value};

pub(crate) use crate::report::declared::measure::declaration::{
    Declaration, DeclaredDeadline, Link,
};
pub(crate) use crate::report::declared::measure::status::Status;
pub(crate) use crate::report::declared::measure::table::FIELDS;

/// Entries of one file, at most.
const MAX_ENTRIES: usize = 10_000;

/// What a measures.yaml says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MeasuresFile {
    /// Its path in the content tree.
    pub path: String,
    /// SHA-256 of it.
    pub digest: [u8; 32],
    /// Its entries, in its order.
    pub entries: Vec<Declaration>,
    /// The evidence of all entries, as links of the file.
    pub links: Vec<InternalLink>,
}

impl MeasuresFile {
    /// Reads the file. Faults: those of [`fields::read`], `missing-field` of an entry that names no measure, and
    /// `wrong-type`.
    pub(crate) fn parse(path: &str, text: &str, faults: &mut Vec<Fault>) -> MeasuresFile {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let reading = fields::read(text, start..text.len(), FIELDS, faults);
        let root = Fields::of(&reading.root, FIELDS, faults);
        let nodes = fields::items(root.get("measures"));
        let entries: Vec<Declaration> = nodes
            .into_iter()
            .take(MAX_ENTRIES)
            .filter_map(|node| entry(node, faults))
            .collect();
        let evidence = entries.iter().flat_map(|entry| &entry.evidence);
        let links = evidence.map(|link| InternalLink {
            destination: link.value.clone(),
            span: link.span.clone(),
        });
        MeasuresFile {
            path: path.to_owned(),
            digest: Sha256::digest(text.as_bytes()).into(),
            links: links.collect(),
            entries,
        }
    }
}

fn entry(node: &Node, faults: &mut Vec<Fault>) -> Option<Declaration> {
    if !matches!(node.value, Value::Map(_)) {
        faults.push(fields::not_fields(node, MEASURE));
        return None;
    }
    let fields = Fields::of(node, MEASURE, faults);
    let plain = |name: &str, faults: &mut Vec<Fault>| fields.text(name, faults).map(|s| s.value);
    let names = |name: &str, faults: &mut Vec<Fault>| {
        fields.get(name)?;
        let names = fields.texts(name, faults).into_iter();
        Some(names.map(|name| name.value).collect())
    };
    let status = fields.text("status", faults);
    let read = status.as_ref().map(|word| Status::read(&word.value));
    if let (Some(word), Some(None)) = (&status, read) {
        faults.push(unknown_status(word));
    }
    let declaration = Declaration {
        span: node.span.clone(),
        number: fields.text("number", faults),
        anchor: fields.text("anchor", faults),
        heading: plain("heading", faults),
        text: fields.prose("text", faults),
        lead: names("lead", faults),
        others: names("others", faults),
        deadline: deadline(fields.get("deadline"), faults),
        status: read.flatten(),
        evidence: fields.texts("evidence", faults),
        note: fields.prose("note", faults),
        omit: fields.boolean("omit", faults),
    };
    let is_named = ["number", "anchor", "text"]
        .iter()
        .any(|name| !fields.lacks(name));
    if !is_named {
        faults.push(unnamed(node));
        return None;
    }
    Some(declaration)
}

/// A date, or a word for that there is none or no end.
fn deadline(node: Option<&Node>, faults: &mut Vec<Fault>) -> Option<DeclaredDeadline> {
    let node = node?;
    if let Value::Scalar(text) = &node.value {
        let word = simplified(text.trim()).to_lowercase();
        let found = ENDS.iter().find(|(_, words)| words.contains(&&*word));
        if let Some((deadline, _)) = found {
            return Some(*deadline);
        }
    }
    fields::date(Some(node), faults).map(DeclaredDeadline::Until)
}

fn unnamed(node: &Node) -> Fault {
    Fault::error(
        "missing-field",
        node.span.start..node.span.start,
        Text::new(
            "没有写是哪一项任务",
            "this does not say which measure it is about",
        ),
        Text::new(
            "补写“序号”（如 1)）或“锚点”；方案正文没有的任务，写“内容”和“牵头单位”。",
            "Add its `number` (such as 1)) or `anchor`; of a measure that is not in the text, its `text` and `lead`.",
        ),
    )
}

fn unknown_status(word: &Spanned<String>) -> Fault {
    let names = |is_english: bool| {
        let all = Status::ALL.iter();
        let each = all.filter_map(|(_, key, chinese)| match is_english {
            true => Some(*key),
            false => chinese.first().copied(),
        });
        each.collect::<Vec<&str>>()
    };
    Fault::error(
        "wrong-type",
        word.span.clone(),
        Text::new(
            format!("“{}”不是任务的进展", word.value),
            format!("`{}` is no status of a measure", word.value),
        ),
        Text::new(
            format!("写{}。", names(false).join("、")),
            format!("Write {}.", names(true).join(", ")),
        ),
    )
}

#[cfg(test)]
mod tests;
