//! figures.yaml beside a report: what indicators come to in it, in place of what was read.
//!
//! In: the text of the file. Out: what it states, with places, and every fault of its form. Which indicators there are is
//! not asked here.

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Fault, Text};
use crate::fields::{self, Field, Fields};
use crate::report::findings::figure::stated::{self, FIGURES, Stated};
use crate::route;
use crate::yaml::{Key, Node, Value};

/// Every field of figures.yaml.
pub(crate) const FIELDS: &[Field] = &[FIGURES];

/// What a figures.yaml says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FiguresFile {
    /// Its path in the content tree.
    pub path: String,
    /// SHA-256 of it.
    pub digest: [u8; 32],
    /// What it states.
    pub stated: Vec<Stated>,
}

impl FiguresFile {
    /// Reads the file. Faults: those of [`fields::read`] and of [`stated::read`]; `unknown-key` where figures stand in it
    /// and not under the field that states them.
    pub(crate) fn parse(path: &str, text: &str, faults: &mut Vec<Fault>) -> FiguresFile {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let reading = fields::read(text, start..text.len(), FIELDS, faults);
        let stated = match bare(&reading.root) {
            Some(entry) => {
                faults.push(not_begun(entry));
                Vec::new()
            }
            None => {
                let root = Fields::of(&reading.root, FIELDS, faults);
                stated::read(root.get(FIGURES.name), faults)
            }
        };
        FiguresFile {
            path: path.to_owned(),
            digest: Sha256::digest(text.as_bytes()).into(),
            stated,
        }
    }
}

/// The first entry of a file that has entries, and none that states figures.
fn bare(root: &Node) -> Option<&(Key, Node)> {
    let Value::Map(entries) = &root.value else {
        return None;
    };
    let begins = entries.iter().any(|(key, _)| FIGURES.is(key.text.trim()));
    entries.first().filter(|_| !begins)
}

/// The fault of figures that stand in the file as such: one for all of them, with the first as the example.
fn not_begun((key, node): &(Key, Node)) -> Fault {
    let example = match &node.value {
        Value::Scalar(value) if route::is_segment(&key.text) => format!("{}: {value}", key.text),
        _ => "review-cases: 53".to_owned(),
    };
    let [chinese, english] = [FIGURES.label, FIGURES.name];
    Fault::error(
        "unknown-key",
        key.span.clone(),
        Text::new(
            format!(
                "这个文件以“{chinese}”（{english}）一项开头，没有“{}”这一项",
                key.text
            ),
            format!(
                "this file begins with `{english}`; there is no key `{}`",
                key.text
            ),
        ),
        Text::new(
            format!(
                "写成“{chinese}: {{{example}}}”：大括号中是 archive.yaml“指标”（indicators）中的键和数值，不写“指标”“数值”这两个词。"
            ),
            format!(
                "Write `{english}: {{{example}}}`: keys as under `indicators` in archive.yaml, each with its value."
            ),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_do_not_stand_under_their_key_are_told_once_with_an_example() {
        for (text, code, at, hint) in [
            (
                "review-cases: 53\nother: 4\n",
                "unknown-key",
                0..12,
                "指标数值: {review-cases: 53}",
            ),
            (
                "指标: review-cases\n数值: 53\n",
                "unknown-key",
                0..6,
                "指标数值: {review-cases: 53}",
            ),
            (
                "\u{feff}figure: {a: 1}\n",
                "unknown-key",
                3..9,
                "指标数值: {review-cases: 53}",
            ),
            (
                "- 指标: review-cases\n  数值: 53\n",
                "wrong-type",
                0..33,
                "{指标数值: {review-cases: 53}}",
            ),
            (
                "figures:\n  - review-cases: 53\n",
                "wrong-type",
                11..27,
                "{review-cases: 53}",
            ),
        ] {
            let mut faults = Vec::new();
            let file = FiguresFile::parse("figures.yaml", text, &mut faults);
            let [fault] = faults.as_slice() else {
                panic!("{text}: {faults:?}");
            };
            assert_eq!((fault.code, fault.span.start), (code, at.start), "{text}");
            assert!(fault.hint.chinese.contains(hint), "{text}: {fault:?}");
            assert!(file.stated.is_empty(), "{text}");
        }
        let mut faults = Vec::new();
        let file = FiguresFile::parse("figures.yaml", "指标數值: {a: 1}\n", &mut faults);
        assert!(faults.is_empty() && file.stated.len() == 1, "{faults:?}");
        FiguresFile::parse("figures.yaml", "", &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
    }
}
