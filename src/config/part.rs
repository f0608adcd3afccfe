//! `parts` of a type in archive.yaml: the parts that its reports have year after year, and how their headings are worded.
//!
//! In goes the node, out come the parts, and every fault of their form. Which reports have them is not asked here.

use crate::config::table::PART;
use crate::config::{entries, not_a_segment};
use crate::diagnostic::Fault;
use crate::fields::{self, Fields, Shape, Spanned, field};
use crate::route;
use crate::yaml::{Key, Node, Value};

/// A part that reports of a type have year after year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeclaredPart {
    /// A segment of the URLs of its pages.
    pub key: Spanned<String>,
    /// What readers call it; a heading may have these words too.
    pub name: Spanned<String>,
    /// Other words that its headings have.
    pub headings: Vec<Spanned<String>>,
}

/// Reads the parts of a type. Faults: `wrong-type`, `missing-field` and those of [`Fields::of`].
pub(super) fn read(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<DeclaredPart> {
    let examples = [field("shortcomings", &[], Shape::Line)];
    let entries = entries(node, &examples, faults).iter();
    let parts = entries.filter_map(|(key, node)| part(key, node, faults));
    parts.collect()
}

fn part(key: &Key, node: &Node, faults: &mut Vec<Fault>) -> Option<DeclaredPart> {
    if !route::is_segment(&key.text) {
        faults.push(not_a_segment(key, ["报告的部分", "a part of reports"]));
        return None;
    }
    let (name, headings) = match node.value {
        Value::Scalar(_) => (fields::text(node, faults), Vec::new()),
        _ => {
            let fields = Fields::of(node, PART, faults);
            let missing = |field| fields.missing(field, ["这一部分", "this part"]);
            let lacking: Vec<Fault> = fields.lacking().map(missing).collect();
            faults.extend(lacking);
            let name = fields.text("name", faults);
            (name, fields.texts("headings", faults))
        }
    };
    Some(DeclaredPart {
        key: Spanned {
            value: key.text.clone(),
            span: key.span.clone(),
        },
        name: name?,
        headings,
    })
}

impl DeclaredPart {
    /// The words by which a heading is known to be one of it: its name, then the others.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &Spanned<String>> {
        std::iter::once(&self.name).chain(&self.headings)
    }
}
