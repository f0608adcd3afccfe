//! `parts` of a type in archive.yaml: the parts that its reports have year after year, and how their headings are worded.
//!
//! In goes the node, out come the parts, and every fault of their form. Which reports have them is not asked here.

use crate::config::table::PART;
use crate::config::{entries, not_a_segment};
use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Fields, Shape, Spanned, field};
use crate::route;
use crate::yaml::{Key, Node, Value};

/// Parts of a type and the words of their headings together, at most: findings know each by a number of 16 bits.
const FORMS_MAX: usize = 65_536;

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

/// Reads the parts of a type. Faults: `wrong-type`, `missing-field`, `too-many-headings` and those of [`Fields::of`].
pub(super) fn read(node: Option<&Node>, faults: &mut Vec<Fault>) -> Vec<DeclaredPart> {
    let examples = [field("shortcomings", &[], Shape::Line)];
    let entries = entries(node, &examples, faults).iter();
    let mut parts: Vec<DeclaredPart> = Vec::new();
    let mut forms = 0;
    for (key, node) in entries {
        let Some(part) = part(key, node, faults) else {
            continue;
        };
        forms += part.forms().count();
        if forms > FORMS_MAX {
            faults.push(too_many(key));
            break;
        }
        parts.push(part);
    }
    parts
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

fn too_many(key: &Key) -> Fault {
    Fault::error(
        "too-many-headings",
        key.span.clone(),
        Text::new(
            format!("一个类型的部分，名称和标题写法合计最多{FORMS_MAX}种，从这一部分起没有读入"),
            format!(
                "the parts of a type have at most {FORMS_MAX} names and headings together: this one and those after it are left out"
            ),
        ),
        Text::new(
            "删去用不到的部分和写法。",
            "Take out parts and headings that are not used.",
        ),
    )
}

impl DeclaredPart {
    /// The words by which a heading is known to be one of it: its name, then the others.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &Spanned<String>> {
        std::iter::once(&self.name).chain(&self.headings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn more_headings_than_can_be_told_apart_are_told() {
        for (headings, parts, told) in [(FORMS_MAX - 2, 2, 0), (FORMS_MAX - 1, 1, 1)] {
            let headings = "题,".repeat(headings);
            let text = format!("a: {{name: 甲, headings: [{headings}]}}\nb: 乙\nc: 丙\n");
            let text = match told {
                0 => text.replace("c: 丙\n", ""),
                _ => text,
            };
            let mut faults = Vec::new();
            let node = yaml::parse(&text, 0..text.len(), &mut faults).root;
            let read = read(Some(&node), &mut faults);
            let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
            assert_eq!(read.len(), parts);
            assert_eq!(codes, vec!["too-many-headings"; told]);
        }
    }
}
