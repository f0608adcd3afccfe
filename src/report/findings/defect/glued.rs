//! Headings that run on from the paragraph before them: …分别负责)40. 强化考核评价.
//!
//! In: passages and the outline's parts. Out: a defect, with a paragraph break as its mend, for a part that begins inside a
//! paragraph while those beside it in its series begin paragraphs of their own. 1.…2.…3. written in one paragraph are
//! a list of it. Never finds a number itself: the outline has.

use crate::report::findings::defect::{Found, Kind, Line, faults};
use crate::report::outline::Part;
use crate::report::passage::Passage;

/// Parts inside one passage that are looked at; more are a list.
const INSIDE_MAX: usize = 8;

/// Finds the headings of one report that are glued to a paragraph.
pub(super) fn find(passages: &[Passage<'_>], parts: &[Part], found: &mut Found) {
    let opened = opened(passages, parts.len());
    if opened.iter().all(Option::is_some) {
        return;
    }
    let siblings = siblings(parts);
    let mut next = 0;
    for (index, passage) in passages.iter().enumerate() {
        // Parts that begin in this passage: up to the one that the next passage opens, or stands in.
        let begin = match passage.part {
            Some(part) => next.max(part + usize::from(passage.opens_part)),
            None => next,
        };
        let after = passages.get(index + 1);
        let end = match after {
            Some(after) => match after.part {
                Some(part) => part + usize::from(!after.opens_part),
                None => continue,
            },
            None => parts.len(),
        };
        next = begin.max(end);
        if begin < end && end - begin <= INSIDE_MAX {
            let line = Line {
                index,
                text: passage.text,
            };
            inside(line, begin..end, parts, &opened, &siblings, found);
        }
    }
}

/// Looks at the parts `range`, which begin inside one passage.
fn inside(
    line: Line<'_>,
    range: std::ops::Range<usize>,
    parts: &[Part],
    opened: &[Option<usize>],
    siblings: &[Siblings],
    found: &mut Found,
) {
    let mut from = 0;
    for index in range {
        let Some(part) = parts.get(index).filter(|part| !part.is_inline) else {
            continue;
        };
        if part.number.is_empty() {
            continue;
        }
        let title = part.title.trim_end_matches('…');
        let Some(at) = line.after(from).find(title).map(|at| from + at) else {
            return;
        };
        from = at + title.len();
        let opens = |part: Option<usize>| {
            let passage = part.and_then(|part| opened.get(part).copied().flatten());
            passage.filter(|passage| *passage != line.index)
        };
        let Some(beside) = siblings.get(index) else {
            continue;
        };
        let before = beside.before.filter(|i| same_form(parts, *i, index));
        let after = beside.after.filter(|i| same_form(parts, *i, index));
        let is_wanted = opens(before).is_some() && (after.is_none() || opens(after).is_some());
        let ends = line
            .last_before(at)
            .is_some_and(|c| matches!(c, '。' | '；' | ';' | '.' | ')' | '）' | '”' | '！' | '？'));
        if is_wanted && ends {
            let shown = line.get(at..from);
            let words = faults::glued_heading(shown);
            let mend = line.mend(at..at, "\n\n");
            found.add(
                Kind::GluedHeading,
                (line.index, at..from),
                words,
                vec![mend],
            );
        }
    }
}

/// Whether the numbers of two parts are written alike: 39. and 40.
fn same_form(parts: &[Part], first: usize, second: usize) -> bool {
    let form = |index: usize| {
        let number = &parts.get(index)?.number;
        let is_digit = |c: char| crate::report::outline::is_digit(c);
        let marks: String = number.chars().filter(|c| !is_digit(*c)).collect();
        let is_arabic = number.contains(|c: char| c.is_ascii_digit());
        Some((marks.trim().to_owned(), is_arabic))
    };
    form(first).is_some_and(|of_first| Some(of_first) == form(second))
}

/// The passage that opens each part.
fn opened(passages: &[Passage<'_>], count: usize) -> Vec<Option<usize>> {
    let mut opened = vec![None; count];
    for (index, passage) in passages.iter().enumerate() {
        if let Some(part) = passage.part.filter(|_| passage.opens_part)
            && let Some(place) = opened.get_mut(part)
        {
            *place = Some(index);
        }
    }
    opened
}

/// The parts beside one, of the same parent.
#[derive(Clone, Copy, Default)]
struct Siblings {
    before: Option<usize>,
    after: Option<usize>,
}

fn siblings(parts: &[Part]) -> Vec<Siblings> {
    let mut siblings = vec![Siblings::default(); parts.len()];
    let mut last = std::collections::BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        let before = last.insert(part.parent, index);
        if let Some(place) = siblings.get_mut(index) {
            place.before = before;
        }
        if let Some(place) = before.and_then(|before| siblings.get_mut(before)) {
            place.after = Some(index);
        }
    }
    siblings
}
