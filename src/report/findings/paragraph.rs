//! What the first reading keeps of each paragraph, so that reports can be compared without their texts.
//!
//! In: the passages of one report and its parts. Out: [`Paragraph`]s, in text order. Whole paragraphs and items alone:
//! headings recur by their nature, and cells are figures whose labels a form prescribes, so that both would make
//! copies of reports that have only the form in common. So do short lines (现将有关情况报告如下) and notes of adoption
//! (2019年4月22日示例市第三次会议通过). The number that a paragraph begins with is left out, since it changes where
//! paragraphs are moved. Anchors are not kept: a page that reads the report again asks [`compared`], whose n-th paragraph
//! is the n-th one kept. Never knows another report.

pub(crate) mod digest;
pub(crate) mod fold;
pub(crate) mod sketch;
pub(crate) mod unit;

use serde::{Deserialize, Serialize};

use crate::report::findings::paragraph::digest::Digest;
use crate::report::findings::paragraph::sketch::{Sketch, sketch};
use crate::report::findings::paragraph::unit::{Unit, UnitKind, units};
use crate::report::outline::Part;
use crate::report::passage::{Passage, PassageKind};

/// Han characters that a paragraph has at least; a word of another script counts as [`WORD_LENGTH`].
pub(crate) const HAN_MIN: usize = 20;
/// Han characters that say about as much as a word of another script.
const WORD_LENGTH: usize = 2;
/// Paragraphs of one report that are compared.
pub(crate) const PARAGRAPHS_MAX: usize = 5_000;
/// What a sentence ends with, or a part of one.
const SENTENCE_MARKS: [char; 8] = ['。', '；', '！', '？', '.', ';', '：', ':'];
/// What stands for a figure in a skeleton.
const FIGURE: u64 = 0x23;

/// One paragraph as it is compared. Bytes and not numbers, for which what is kept would need more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Paragraph {
    /// Digest of its words and marks, with a sign in place of each figure and date.
    skeleton: [u8; 8],
    /// Digest of all of it: those of one skeleton with one of these say the same.
    text: [u8; 4],
    /// From which it is judged what it shares with another.
    pub(crate) sketch: Sketch,
}

impl Paragraph {
    /// The paragraph that is a text; none where it is too short to be compared.
    pub(crate) fn new(text: &str) -> Option<Paragraph> {
        let units = units(text);
        says_something(text, &units).then(|| {
            let (mut skeleton, mut whole) = (Digest::new(), Digest::new());
            for unit in &units {
                whole.add(unit.key);
                skeleton.add(skeleton_key(unit));
            }
            let words = units.iter().filter(|unit| unit.kind != UnitKind::Mark);
            let [a, b, c, d, ..] = whole.value().to_le_bytes();
            Paragraph {
                skeleton: skeleton.value().to_le_bytes(),
                text: [a, b, c, d],
                sketch: sketch(words.map(skeleton_key)),
            }
        })
    }

    /// The same for those that differ in figures and dates at most.
    pub(crate) fn skeleton(&self) -> u64 {
        u64::from_le_bytes(self.skeleton)
    }

    /// The same for those that say the same; or, where figures do not count, for those of one skeleton.
    pub(crate) fn equal_by(&self, figures_count: bool) -> ([u8; 8], Option<[u8; 4]>) {
        (self.skeleton, figures_count.then_some(self.text))
    }
}

/// The key of a unit where figures do not count.
pub(crate) fn skeleton_key(unit: &Unit) -> u64 {
    match unit.kind.is_figure() {
        true => FIGURE,
        false => unit.key,
    }
}

/// The paragraphs of a report as they are compared.
pub(crate) fn find(passages: &[Passage<'_>], parts: &[Part]) -> Vec<Paragraph> {
    let compared = candidates(passages, parts);
    let paragraphs = compared.filter_map(|(_, text)| Paragraph::new(text));
    paragraphs.take(PARAGRAPHS_MAX).collect()
}

/// Which passages [`find`] takes, in its order.
pub(crate) fn compared(passages: &[Passage<'_>], parts: &[Part]) -> Vec<usize> {
    let candidates = candidates(passages, parts);
    let long = candidates.filter(|(_, text)| says_something(text, &units(text)));
    long.map(|(at, _)| at).take(PARAGRAPHS_MAX).collect()
}

fn candidates<'p>(
    passages: &'p [Passage<'_>],
    parts: &'p [Part],
) -> impl Iterator<Item = (usize, &'p str)> {
    let all = passages.iter().enumerate();
    let whole = all.filter(|(_, it)| matches!(it.kind, PassageKind::Paragraph | PassageKind::Item));
    whole.map(move |(at, passage)| (at, without_number(passage, parts)))
}

/// The text of a passage after the number with which it opens its part.
pub(crate) fn without_number<'p>(passage: &'p Passage<'_>, parts: &[Part]) -> &'p str {
    let part = passage.part.filter(|_| passage.opens_part);
    let number = part.and_then(|part| parts.get(part));
    let number = number.map_or("", |part| part.number.as_str());
    let text = passage.text.trim_start();
    text.strip_prefix(number).unwrap_or(text)
}

/// Whether a paragraph is long enough, and no note of when a text was adopted, which all of one body have alike.
fn says_something(text: &str, units: &[Unit]) -> bool {
    let first = units.iter().find(|unit| unit.kind != UnitKind::Mark);
    let is_of_a_day = first.is_some_and(|unit| {
        let first = text.get(unit.range.clone());
        unit.kind == UnitKind::Date && first.is_some_and(|date| date.ends_with('日'))
    });
    let is_note = is_of_a_day && !text.contains(SENTENCE_MARKS);
    let lengths = units.iter().map(|unit| match unit.kind {
        UnitKind::Han => 1,
        UnitKind::Word => WORD_LENGTH,
        UnitKind::Figure | UnitKind::Date | UnitKind::Mark => 0,
    });
    !is_note && lengths.sum::<usize>() >= HAN_MIN
}

#[cfg(test)]
mod tests;
