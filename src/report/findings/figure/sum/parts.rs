//! Lists of parts in sentences: 共142件，其中规范性文件6件、合同98件、其他38件.
//!
//! In: a passage. Out: lists whose parts do not make the whole. A list says that it is all only where its last part is
//! the rest (其他, 其余), or where its parts are outcomes of which each case has one; any other may leave something
//! out, and counts only where it comes out.

use std::ops::Range;

use crate::report::findings::figure::fold::Folded;
use crate::report::findings::figure::number::{Written, in_text};
use crate::report::findings::figure::sum::{Adding, FailedSum, SumKind, Sums};
use crate::report::passage::{Passage, PassageKind};

/// Characters of one part with its words.
const PART_MAX: usize = 40;
/// Characters between the whole and 其中.
const BETWEEN_MAX: usize = 16;
/// Parts of a list.
const PARTS_MAX: usize = 100;
/// Characters of a unit.
const UNIT_MAX: usize = 3;
/// Outcomes from which on a list of them is taken for all, if it makes less than the whole.
const OUTCOMES_MIN: usize = 3;
/// Of how many cases one may be missing in a list of outcomes that is taken for all: more are left out on purpose.
const MISSING_SHARE: i128 = 10;

/// How cases end, each in one way.
const OUTCOMES: [&str; 17] = [
    "维持",
    "驳回",
    "撤销",
    "变更",
    "确认违法",
    "责令履行",
    "责令限期履行",
    "终止",
    "胜诉",
    "败诉",
    "撤诉",
    "不予受理",
    "调解结案",
    "和解",
    "部分公开",
    "不予公开",
    "予以公开",
];

/// A figure with its words.
struct Part {
    words: Range<usize>,
    number: Range<usize>,
    written: Written,
}

/// Checks the lists of parts of a passage.
pub(super) fn check(passage: &Passage<'_>, number: u32, sums: &mut Sums) {
    let text = passage.text;
    if matches!(passage.kind, PassageKind::Code) || !text.contains("其中") {
        return;
    }
    let folded = Folded::of(text);
    let among = ['其', '中'];
    for at in (0..folded.len()).filter(|at| folded.has(*at, &among)) {
        let Some((whole, unit)) = whole(&folded, at) else {
            continue;
        };
        let parts = parts(&folded, at + among.len(), &unit);
        let mut adding = Adding::new();
        let added = parts.iter().try_for_each(|part| adding.add(part.written));
        let (Some(()), Some(last)) = (added, parts.last()) else {
            continue;
        };
        let names = parts.iter().map(|part| folded.word(part.words.clone()));
        let names: Vec<String> = names.collect();
        let mut total = Adding::new();
        if parts.len() < 2 || total.add(whole.written).is_none() {
            continue;
        }
        match adding.comes_to(total) {
            Some(true) => sums.right += 1,
            Some(false) if is_whole(&names, adding, total) => {
                let bytes = folded.bytes(whole.number.start..last.number.end + unit.len());
                sums.fail(FailedSum {
                    kind: SumKind::Parts,
                    anchor: passage.anchor.to_owned(),
                    passage: number,
                    quoted: text.get(bytes.clone()).unwrap_or_default().to_owned(),
                    at: u32::try_from(bytes.start).unwrap_or(0)
                        ..u32::try_from(bytes.end).unwrap_or(0),
                    labels: Vec::new(),
                    expected: adding.sum,
                    found: total.sum,
                });
            }
            Some(false) | None => {}
        }
    }
}

/// Whether parts of those names are all that there are, so that they must make the whole.
pub(super) fn is_whole(names: &[String], parts: Adding, whole: Adding) -> bool {
    let is_rest = names.last().is_some_and(|name| {
        ["其他", "其它", "其余"]
            .iter()
            .any(|rest| name.starts_with(rest))
    });
    if is_rest {
        return true;
    }
    let is_outcome = |name: &String| OUTCOMES.iter().any(|outcome| name.contains(outcome));
    if !names.iter().all(is_outcome) {
        return false;
    }
    if parts.sum > whole.sum {
        return true;
    }
    let missing = parts
        .sum
        .distance(whole.sum)
        .and_then(|apart| apart.times(MISSING_SHARE));
    names.len() >= OUTCOMES_MIN && missing.is_some_and(|missing| missing <= whole.sum)
}

/// The figure before 其中, with its unit: the nearest one, in the clause before it or the one before that.
fn whole(text: &Folded, among: usize) -> Option<(Part, Vec<char>)> {
    let least = among.saturating_sub(PART_MAX);
    let last = (least..among)
        .rev()
        .find(|at| text.get(*at).is_some_and(|c| c.is_ascii_digit()))?;
    let belongs = |at: &usize| {
        text.get(*at)
            .is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    let first = (least..=last).rev().take_while(belongs).last()?;
    let (number, written) = exact(text, first)?;
    let unit: Vec<char> = (written.end..written.end + UNIT_MAX)
        .map_while(|at| text.get(at).filter(|c| is_unit(*c)))
        .collect();
    let end = written.end + unit.len();
    let is_near = among.checked_sub(end)? <= BETWEEN_MAX;
    let is_cut = text
        .get(end)
        .is_some_and(|c| matches!(c, '，' | ',' | '。' | ';' | '(' | ':'));
    // A text in brackets, and one after a semicolon, goes on from it.
    (is_near && is_cut && !unit.is_empty()).then_some((
        Part {
            words: first..first,
            number,
            written,
        },
        unit,
    ))
}

/// The parts that follow 其中: words, a figure, the same unit, again and again.
fn parts(text: &Folded, from: usize, unit: &[char]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = from;
    while parts.len() < PARTS_MAX {
        while text.get(at).is_some_and(|c| matches!(c, '，' | ',' | ':')) {
            at += 1;
        }
        let most = at.saturating_add(PART_MAX).min(text.len());
        let first = (at..most).take_while(|at| text.get(*at).is_some_and(|c| !is_separator(c)));
        let first = first
            .into_iter()
            .find(|at| text.get(*at).is_some_and(|c| c.is_ascii_digit()));
        let Some((number, written)) = first.and_then(|first| exact(text, first)) else {
            break;
        };
        let end = written.end + unit.len();
        if !text.has(written.end, unit) || number.start == at {
            break;
        }
        let next = text.get(end);
        // 件次, 件等, 件（其中…）: another unit, not all, or parts of parts.
        if next.is_some_and(|c| !is_separator(c) && !matches!(c, '。' | ')')) {
            return Vec::new();
        }
        parts.push(Part {
            words: at..number.start,
            number,
            written,
        });
        match next {
            Some(c) if is_separator(c) => at = end + 1,
            _ => return parts,
        }
    }
    parts
}

/// The exact figure at a place, without 万 and 亿, which are of its unit.
fn exact(text: &Folded, at: usize) -> Option<(Range<usize>, Written)> {
    let written = in_text(text, at).into_iter().next()?;
    let before = text.before(at);
    let is_begun = !before.is_some_and(|c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '约' | '近' | '超' | '逾' | '第' | '-')
    });
    (is_begun && !written.is_about && !written.is_multiplied).then_some((at..written.end, written))
}

fn is_unit(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, '余' | '多')
}

fn is_separator(c: char) -> bool {
    matches!(c, '、' | '，' | ',' | ';')
}
