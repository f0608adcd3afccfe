//! What an archive wants done with its texts: `features` of archive.yaml, and `closing` of a type.
//!
//! In go the nodes, out come plain values and every fault of their form. What any of it does is not known here.

use crate::config::table::{CLOSINGS, FEATURES, SIMILARITY};
use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Fields, Spanned, wrong_type};
use crate::yaml::{Node, Value};

/// A whole, of which shares are said: per mille.
const WHOLE: u32 = 1000;
/// The share of a report that may stand in another before its editor is warned, per mille, unless it is given.
const SIMILAR: u32 = 600;

/// Which features are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Features {
    /// Whether titles and document numbers in texts become links.
    pub citations: bool,
    /// Whether texts are looked through for defects.
    pub defects: bool,
    /// Whether reports are compared, and the share, per mille, above which an editor is warned.
    pub similarity: Option<u32>,
    /// Whether parts of the same heading are linked with each other.
    pub parts: bool,
    /// Whether tables of the same rows and columns are set out by period.
    pub series: bool,
    /// Whether sums in texts and tables are checked.
    pub sums: bool,
}

impl Default for Features {
    fn default() -> Features {
        Features {
            citations: true,
            defects: true,
            similarity: None,
            parts: false,
            series: false,
            sums: true,
        }
    }
}

impl Features {
    /// Reads the mapping. Faults: `wrong-type` and those of [`Fields::of`].
    pub(super) fn read(node: Option<&Node>, faults: &mut Vec<Fault>) -> Features {
        let Some(node) = node else {
            return Features::default();
        };
        let fields = Fields::of(node, FEATURES, faults);
        let mut is_on = |name| fields.get(name).is_none() || fields.boolean(name, faults);
        Features {
            citations: is_on("citations"),
            defects: is_on("defects"),
            sums: is_on("sums"),
            parts: fields.boolean("parts", faults),
            series: fields.boolean("series", faults),
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

/// What a report must end with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Closing {
    /// The name of who issued it.
    pub issuer: bool,
    /// The date of the document.
    pub date: bool,
}

impl Closing {
    /// Reads `closing` of a type. Faults: `wrong-type`.
    pub(super) fn read(fields: &Fields<'_>, faults: &mut Vec<Fault>) -> Closing {
        let mut closing = Closing::default();
        for word in fields.texts("closing", faults) {
            let is_of = |names: &[&str]| names.contains(&word.value.as_str());
            match CLOSINGS.map(is_of) {
                [true, _] => closing.issuer = true,
                [_, true] => closing.date = true,
                _ => faults.push(unknown(&word)),
            }
        }
        closing
    }
}

fn unknown(word: &Spanned<String>) -> Fault {
    Fault::error(
        "wrong-type",
        word.span.clone(),
        Text::new(
            format!("文末没有“{}”这一项", word.value),
            format!("`{}` is nothing that a report ends with", word.value),
        ),
        Text::new("写落款、成文日期。", "Write issuer, date."),
    )
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
