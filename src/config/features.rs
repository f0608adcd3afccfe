//! What an archive wants done with its texts: `features` of archive.yaml.
//!
//! In goes the node, out come plain values and every fault of their form. What any of it does is not known here.

use crate::config::table::{FEATURES, SIMILARITY};
use crate::diagnostic::Fault;
use crate::fields::{self, Fields, wrong_type};
use crate::yaml::{Node, Value};

/// A whole, of which shares are said: per mille.
const WHOLE: u32 = 1000;
/// The share of a report that may stand in another before its editor is warned, per mille, unless it is given.
const SIMILAR: u32 = 600;

/// Which features are on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Features {
    /// Whether reports are compared, and the share, per mille, above which an editor is warned.
    pub similarity: Option<u32>,
}

impl Features {
    /// Reads the mapping. Faults: `wrong-type` and those of [`Fields::of`].
    pub(super) fn read(node: Option<&Node>, faults: &mut Vec<Fault>) -> Features {
        let Some(node) = node else {
            return Features::default();
        };
        let fields = Fields::of(node, FEATURES, faults);
        Features {
            similarity: similarity(&fields, faults),
        }
    }
}

/// Yes, no, or a mapping with the limit.
fn similarity(fields: &Fields<'_>, faults: &mut Vec<Fault>) -> Option<u32> {
    let node = fields.get("similarity")?;
    if !matches!(node.value, Value::Map(_)) {
        return fields.boolean("similarity", faults).then_some(SIMILAR);
    }
    let own = Fields::of(node, SIMILARITY, faults);
    let Some(node) = own.get("limit") else {
        return Some(SIMILAR);
    };
    let written = fields::text(node, faults)?;
    let share = share(&written.value);
    if share.is_none() {
        faults.push(wrong_type(
            node,
            "0到100%之间的比例，如 60%",
            "a share between 0 and 100%, such as 60%",
        ));
    }
    share
}

/// Per mille of `60%`, `0.6`.
fn share(text: &str) -> Option<u32> {
    let (number, places) = match text.strip_suffix(['%', '％']) {
        Some(number) => (number.trim_end(), 1),
        None => (text, 3),
    };
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    if rest.len() > places || whole.is_empty() {
        return None;
    }
    let digits = format!("{whole}{rest:0<places$}");
    let is_number = digits.bytes().all(|b| b.is_ascii_digit()) && digits.len() < 8;
    let share: u32 = digits.parse().ok().filter(|_| is_number)?;
    (share <= WHOLE).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_are_per_cent_or_parts_of_one() {
        let cases = [
            ("60%", Some(600)),
            ("33.3 %", Some(333)),
            ("0.6", Some(600)),
            ("0.333", Some(333)),
            ("1", Some(1000)),
            ("100％", Some(1000)),
            ("0", Some(0)),
            ("1.1", None),
            ("101%", None),
            ("0.3333", None),
            ("-1%", None),
            ("一半", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(share(text), expected, "{text}");
        }
    }
}
