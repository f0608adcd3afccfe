//! Which lists of a segment answer a run.
//!
//! In go the units of a run and the lexicon of a segment, out come terms. Nothing is read here.

use crate::search::format::position::step;
use crate::search::text::gram::{Code, Lexicon, SEPARATED, positioned_grams, push_unit};
use crate::search::text::tokenizer::QueryUnit;
use crate::search::text::unit::Class;

/// How a run is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// One list of reports answers.
    Reports(Vec<u8>),
    /// The run stands where all of these grams stand at their distance; at least one, in their order.
    Positions(Vec<PositionedGram>),
}

/// A gram of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PositionedGram {
    /// Its term.
    pub(crate) term: Vec<u8>,
    /// Where it begins, in positions from the first unit of the run.
    pub(crate) offset: u32,
    /// How many units it has that no gram before it has.
    pub(crate) adds: usize,
}

/// The term of units; what separates the first from what is before it does not count.
fn term(units: &[QueryUnit]) -> Vec<u8> {
    let mut term = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        push_unit(&mut term, unit.class, &unit.text, at > 0 && unit.separated);
    }
    term
}

/// The plan of a run of at least one unit.
pub(crate) fn plan(lexicon: &Lexicon, run: &[QueryUnit]) -> Plan {
    let codes: Vec<Code> = run
        .iter()
        .map(|unit| {
            let separated = if unit.separated { SEPARATED } else { 0 };
            lexicon.code(unit.class == Class::Single, &unit.text) | separated
        })
        .collect();
    let mut ends = Vec::new();
    lexicon.ends(&codes, &mut ends, |_, _| {});
    if ends.first().is_none_or(|end| *end >= run.len()) {
        return Plan::Reports(term(run));
    }
    let mut offset = 0;
    let offsets: Vec<u32> = run
        .iter()
        .enumerate()
        .map(|(at, unit)| {
            if at > 0 {
                offset += step(unit.separated);
            }
            offset
        })
        .collect();
    let mut covered = 0;
    let positioned = |(start, end): (usize, usize)| PositionedGram {
        term: term(run.get(start..end).unwrap_or_default()),
        offset: offsets.get(start).copied().unwrap_or(0),
        adds: end - std::mem::replace(&mut covered, end),
    };
    Plan::Positions(cover(&ends, run).into_iter().map(positioned).collect())
}

/// The fewest grams that leave no unit out, and no separation: two grams that only touch do not tell
/// whether punctuation or another unit stands between them.
fn cover(ends: &[usize], run: &[QueryUnit]) -> Vec<(usize, usize)> {
    let mut grams = Vec::new();
    positioned_grams(ends, |start, end| grams.push((start, end)));
    let (mut covered, mut chosen) = (0, Vec::new());
    while covered < run.len() {
        let separated = covered > 0 && run.get(covered).is_some_and(|unit| unit.separated);
        // Of those that reach furthest the longest: it is the rarest.
        let best = grams
            .iter()
            .copied()
            .filter(|(start, end)| {
                *end > covered && *start <= covered && (!separated || *start < covered)
            })
            .max_by_key(|(start, end)| (*end, std::cmp::Reverse(*start)));
        let Some(gram) = best else { break };
        covered = gram.1;
        chosen.push(gram);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::text::tokenizer::query_units;

    #[test]
    fn a_run_takes_the_fewest_grams_that_leave_nothing_out() {
        let lexicon = Lexicon::new(["政府", "行政", "行政府", "工作"].into_iter());
        let cases = [
            ("甲", "=甲"),
            ("行政府", "=行政府"),
            ("甲乙", "甲乙@0"),
            ("甲乙丙", "甲乙@0 乙丙@1"),
            ("甲乙丙丁", "甲乙@0 丙丁@2"),
            ("甲，乙", "甲 乙@0"),
            ("甲乙，丙丁", "甲乙@0 乙 丙@1 丙丁@3"),
            ("发〔2016〕31号", "发 2016_@0 2016_ 31_@2 31_号@4"),
            ("法行政府工作", "法行政府@0 府工作@3"),
            ("行政府工作", "行政府工@0 府工作@2"),
        ];
        for (run, expected) in cases {
            let found = match plan(&lexicon, &query_units(run)) {
                Plan::Reports(term) => format!("={}", String::from_utf8_lossy(&term)),
                Plan::Positions(grams) => grams
                    .iter()
                    .map(|gram| format!("{}@{}", String::from_utf8_lossy(&gram.term), gram.offset))
                    .collect::<Vec<_>>()
                    .join(" "),
            };
            assert_eq!(found.replace('\u{1}', "_"), expected, "{run}");
        }
    }
}
