//! How a run stands in a text but for slips: which of its units are there, and which are other ones.
//!
//! In go the units of what was typed and those of a paragraph, out comes where in the paragraph the run stands with the
//! fewest differences, by Sellers' algorithm (P. H. Sellers, "The theory and computation of evolutionary distances:
//! Pattern recognition", Journal of Algorithms 1, 1980). Nothing is read here.

use crate::search::evaluate::text_units::TextUnit;

/// What another unit, one too few and one too many cost, and what other separation before the same unit does.
const OTHER: u16 = 2;
const OTHERWISE_SEPARATED: u16 = 1;

/// A run in a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Alike {
    /// The less the more alike.
    pub(super) cost: u16,
    /// What was typed and stands otherwise there, first and past the last scalar of the run; where something is missing
    /// in the run, nothing at that place.
    pub(super) typed: Vec<[usize; 2]>,
    /// What stands there instead, in the paragraph.
    pub(super) instead: Vec<[usize; 2]>,
    /// What is the same, in the paragraph.
    pub(super) same: Vec<[usize; 2]>,
}

/// Units of a run in which there may be two slips of two units each; in a shorter one there may be half of that. A
/// figure is one unit, so 20 characters may be so few.
const LONG: usize = 13;

/// The most that differences may cost in a run of so many units: two slips, and in a very long one a tenth of it.
fn most(units: usize) -> u16 {
    let tenth = u16::try_from(units / 10).unwrap_or(u16::MAX);
    match units < LONG {
        true => 2 * OTHER,
        false => OTHER * tenth.max(4),
    }
}

/// Where the run stands in the paragraph with the fewest differences; none where these are too many.
pub(super) fn alike(run: &[TextUnit], text: &[TextUnit]) -> Option<Alike> {
    let width = text.len() + 1;
    // costs[i][j]: of the first i units of the run, ended at unit j of the text.
    let mut costs = vec![0u16; (run.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    let cost = |costs: &[u16], i: usize, j: usize| costs.get(at(i, j)).copied().unwrap_or(u16::MAX);
    for (i, typed) in run.iter().enumerate() {
        let first = cost(&costs, i, 0).saturating_add(OTHER);
        if let Some(slot) = costs.get_mut(at(i + 1, 0)) {
            *slot = first;
        }
        for (j, unit) in text.iter().enumerate() {
            let same = cost(&costs, i, j).saturating_add(of_two(i, typed, unit));
            let more = cost(&costs, i, j + 1).saturating_add(OTHER);
            let fewer = cost(&costs, i + 1, j).saturating_add(OTHER);
            if let Some(slot) = costs.get_mut(at(i + 1, j + 1)) {
                *slot = same.min(more).min(fewer);
            }
        }
    }
    // Of two ends the later: a wrong character stands in the place of one.
    let end = (0..width)
        .rev()
        .min_by_key(|j| cost(&costs, run.len(), *j))?;
    let least = cost(&costs, run.len(), end);
    if least > most(run.len()) {
        return None;
    }
    // Back from the end: which steps led there.
    let (mut i, mut j) = (run.len(), end);
    let mut steps = Vec::new();
    while i > 0 {
        let here = cost(&costs, i, j);
        let typed = run.get(i - 1)?;
        let by_two = j.checked_sub(1).and_then(|j| text.get(j)).map(|unit| {
            let of_two = of_two(i - 1, typed, unit);
            (of_two, cost(&costs, i - 1, j - 1).saturating_add(of_two))
        });
        match by_two {
            Some((of_two, by_two)) if by_two == here => {
                steps.push((Some(i - 1), Some(j - 1), of_two == 0));
                (i, j) = (i - 1, j - 1);
            }
            _ if cost(&costs, i - 1, j).saturating_add(OTHER) == here => {
                steps.push((Some(i - 1), None, false));
                i -= 1;
            }
            _ => {
                steps.push((None, Some(j.checked_sub(1)?), false));
                j -= 1;
            }
        }
    }
    steps.reverse();
    Some(told(run, text, least, &steps))
}

/// What two units cost that stand in each other's place; what separates the first of a run from what is before it does
/// not count.
fn of_two(number: usize, typed: &TextUnit, unit: &TextUnit) -> u16 {
    match (
        typed.text == unit.text,
        typed.separated == unit.separated || number == 0,
    ) {
        (false, _) => OTHER,
        (true, false) => OTHERWISE_SEPARATED,
        (true, true) => 0,
    }
}

/// A step through both: a unit of the run, one of the text, and whether they are the same.
type Step = (Option<usize>, Option<usize>, bool);

/// The spans of what is the same and what is not.
fn told(run: &[TextUnit], text: &[TextUnit], cost: u16, steps: &[Step]) -> Alike {
    let mut alike = Alike {
        cost,
        ..Alike::default()
    };
    // Where the last step ended in both.
    let first = steps.iter().find_map(|(_, in_text, _)| *in_text);
    let (mut typed_end, mut text_end) =
        (0, first.and_then(|at| text.get(at)).map_or(0, |u| u.start));
    let mut was_same = None;
    for (in_run, in_text, is_same) in steps {
        let typed = in_run.and_then(|at| run.get(at));
        let unit = in_text.and_then(|at| text.get(at));
        let (typed_span, text_span) = (
            typed.map_or([typed_end, typed_end], |unit| [unit.start, unit.end]),
            unit.map_or([text_end, text_end], |unit| [unit.start, unit.end]),
        );
        // Of what is separated otherwise the gap differs, and no unit.
        let is_gap = !is_same && typed.zip(unit).is_some_and(|(a, b)| a.text == b.text);
        if is_gap {
            alike.typed.push([typed_end, typed_span[0]]);
            alike.instead.push([text_end, text_span[0]]);
            alike.same.push(text_span);
            was_same = Some(true);
        } else if *is_same {
            match alike.same.last_mut().filter(|_| was_same == Some(true)) {
                Some(last) => last[1] = text_span[1],
                None => alike.same.push(text_span),
            }
            was_same = Some(true);
        } else {
            match (alike.typed.last_mut(), alike.instead.last_mut(), was_same) {
                (Some(typed), Some(instead), Some(false)) => {
                    typed[1] = typed_span[1];
                    instead[1] = text_span[1];
                }
                _ => {
                    alike.typed.push(typed_span);
                    alike.instead.push(text_span);
                }
            }
            was_same = Some(false);
        }
        (typed_end, text_end) = (typed_span[1], text_span[1]);
    }
    alike
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::evaluate::text_units::text_units;

    fn shown(text: &str, spans: &[[usize; 2]]) -> String {
        let all: Vec<char> = text.chars().collect();
        let spans = spans
            .iter()
            .map(|[start, end]| all[*start..*end].iter().collect());
        spans.collect::<Vec<String>>().join("|")
    }

    #[test]
    fn slips_are_told_from_what_is_the_same() {
        let text = "据统计，全年共办理行政复议案件30.1万件，按期办结率为百分之百，比上年有所提高。";
        // (typed, what differs of it, what stands there instead)
        let cases = [
            ("全年共办理行政复议案件30.1万件", "", ""),
            ("全年共办理行政复议案件29.8万件", "29.8", "30.1"),
            ("全年共办里行政复议案件30.1万件", "里", "理"),
            ("全年共理行政复议案件30.1万件", "", "办"),
            ("全年共办理理行政复议案件30.1万件", "理", ""),
            ("全年共理办行政复议案件30.1万件", "理办", "办理"),
            ("全年办理行政复义案件30.1万件", "|义", "共|议"),
            ("案件30.1万件按期办结率为百分之百", "", "，"),
            ("案件30.1万件，按期办结率为、百分之百", "、", ""),
        ];
        let units = text_units(text);
        for (typed, differs, instead) in cases {
            let found = alike(&text_units(typed), &units).expect(typed);
            assert_eq!(shown(typed, &found.typed), differs, "{typed}");
            assert_eq!(shown(text, &found.instead), instead, "{typed}");
            assert_eq!(found.cost == 0, differs.is_empty() && instead.is_empty());
        }
        let same = alike(&text_units("行政复议案件29.8万件，按期"), &units).expect("alike");
        assert_eq!(shown(text, &same.same), "行政复议案件|万件，按期");
        for typed in ["毫不相干的另外一句话而已", "全年共审理民事诉讼材料5万张"]
        {
            assert_eq!(alike(&text_units(typed), &units), None, "{typed}");
        }
        assert_eq!(alike(&text_units("行政复议案件并不多见"), &[]), None);
    }
}
