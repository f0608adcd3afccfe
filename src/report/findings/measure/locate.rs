//! Where in a text the clauses are: in brackets at its end, in brackets that lost one side, as its last sentences.
//!
//! In: a text and the bytes of it that belong to one measure. Out: each clause with its bytes, and the bytes of what
//! looks like one and could not be read. Time grows with the text: each character is read within a bracket of bounded
//! length.

use std::ops::Range;

use crate::character::is_unseen;
use crate::report::findings::measure::canonical::Canonical;
use crate::report::findings::measure::clause::{Clause, MAX_CLAUSE, is_worth_a_look, read};

/// Brackets within brackets that are looked at.
const MAX_DEPTH: usize = 8;
/// Sentences at the end of a text that may be a clause together.
const MAX_SENTENCES: usize = 8;

/// What was found of clauses in a text.
#[derive(Debug, Default)]
pub(super) struct Located {
    /// The clauses, with the bytes of each and its brackets, in the order of the text.
    pub(super) clauses: Vec<(Range<usize>, Clause)>,
    /// What may be a clause at the end, if others of its series have one: said in no bracket and in words that other
    /// texts use too.
    pub(super) likely: Option<(Range<usize>, Clause)>,
    /// Bytes at the end that look like a clause and are none.
    pub(super) doubtful: Option<Range<usize>>,
}

/// A bracket with both sides.
struct Bracket {
    /// With its sides.
    whole: Range<usize>,
    /// Between them.
    inner: Range<usize>,
}

/// The brackets of a text.
struct Brackets {
    /// Those with both sides, in the order in which they end.
    whole: Vec<Bracket>,
    /// The last opening side without another.
    opened: Option<Range<usize>>,
    /// Where the last closing side without another is.
    closed: Option<usize>,
}

/// Finds the clauses in the bytes `within` of a text.
pub(super) fn locate(text: &str, within: Range<usize>, year: Option<i16>) -> Located {
    let Some(part) = text.get(within.clone()) else {
        return Located::default();
    };
    let end = within
        .start
        .saturating_add(part.trim_end_matches(is_closing_mark).len());
    let Brackets {
        whole: brackets,
        opened,
        closed,
    } = brackets(part, within.start);
    let mut located = Located::default();
    for bracket in &brackets {
        let Some(clause) = read(text, bracket.inner.clone(), year) else {
            continue;
        };
        let is_last = !has_words(text, bracket.whole.end..within.end);
        // Where an opening side was lost, what stands there belongs to one far before it.
        if is_last
            && clause.is_odd()
            && let Some((start, clause)) = last_sentences(text, bracket.inner.clone(), true, year)
        {
            located.clauses.push((start..within.end, clause));
            continue;
        }
        let is_clause = match is_last {
            true => clause.is_of_bracket(),
            false => clause.is_anywhere(),
        };
        let follows = located.clauses.last().is_some_and(|(at, _)| {
            at.end <= bracket.whole.start && !has_words(text, at.end..bracket.whole.start)
        });
        if is_clause || follows && clause.is_deadline_alone() {
            // What encloses it says more than it.
            located
                .clauses
                .retain(|(at, _)| at.start < bracket.whole.start);
            located.clauses.push((bracket.whole.clone(), clause));
        }
    }
    let is_ended = located
        .clauses
        .last()
        .is_some_and(|(at, _)| !has_words(text, at.end..within.end));
    if is_ended {
        return located;
    }
    let from = located
        .clauses
        .last()
        .map_or(within.start, |(at, _)| at.end);
    // （示例编办牵头，2017年底前完成 lost its other side.
    if let Some(open) = opened.filter(|open| open.start >= from)
        && let Some(clause) = read(text, open.end..end, year)
        && clause.is_of_bracket()
        && !clause.is_odd()
    {
        located.clauses.push((open.start..within.end, clause));
        return located;
    }
    // 示例编办牵头，2017年底前完成） too.
    let is_half = closed.is_some_and(|at| at >= end);
    if let Some((start, clause)) = last_sentences(text, from..end, is_half, year) {
        located.clauses.push((start..within.end, clause));
        return located;
    }
    // 完成时限：2018年底前 as a paragraph of its own, before or after the one that names the bodies.
    if located.clauses.is_empty()
        && let Some(clause) = read(text, within.start..end, year)
        && clause.is_deadline_alone()
    {
        located.clauses.push((within.clone(), clause));
        return located;
    }
    if located.clauses.is_empty() {
        let likely = last_sentences(text, from..end, true, year);
        located.likely = likely.map(|(start, clause)| (start..within.end, clause));
        located.doubtful = doubtful(text, &brackets, within.start..end, within.end);
    }
    located
}

/// What stands at the end and is worth a look: a bracket, or the last sentence.
fn doubtful(
    text: &str,
    brackets: &[Bracket],
    within: Range<usize>,
    end: usize,
) -> Option<Range<usize>> {
    let worth = |range: Range<usize>| {
        let is_short = range.len() <= MAX_CLAUSE.saturating_mul(4);
        (is_short && is_worth_a_look(Canonical::of(text, range).characters())).then_some(())
    };
    let last = brackets.last()?;
    if has_words(text, last.whole.end..end) {
        return None;
    }
    worth(last.inner.clone())?;
    (last.whole.start >= within.start).then(|| last.whole.clone())
}

/// The brackets of a text that begins at `start`.
fn brackets(part: &str, start: usize) -> Brackets {
    let mut brackets = Vec::new();
    let mut closed = None;
    let mut open: Vec<Range<usize>> = Vec::new();
    for (at, character) in part.char_indices() {
        let from = start + at;
        let until = from + character.len_utf8();
        if is_opening(character) {
            if open.len() == MAX_DEPTH {
                open.remove(0);
            }
            open.push(from..until);
        } else if is_closing(character) {
            match open.pop() {
                Some(opening) => brackets.push(Bracket {
                    whole: opening.start..until,
                    inner: opening.end..from,
                }),
                None => closed = Some(from),
            }
        }
    }
    Brackets {
        whole: brackets,
        opened: open.pop(),
        closed,
    }
}

/// The last sentences, where each of them is a clause or belongs to one, and where they begin.
/// `is_half`: whether the opening side of a bracket was lost.
fn last_sentences(
    text: &str,
    within: Range<usize>,
    is_half: bool,
    year: Option<i16>,
) -> Option<(usize, Clause)> {
    let mut found: Option<(usize, Clause)> = None;
    let mut read_so_far: Option<(usize, Clause)> = None;
    let mut end = within.end;
    for _ in 0..MAX_SENTENCES {
        let part = text.get(within.start..end)?;
        let part = part.trim_end_matches(|c| is_sentence_end(c) || is_unseen(c));
        let last = within.start + part.len();
        let dash = part.rfind("——").map(|at| at + "——".len());
        let mark = part
            .char_indices()
            .rev()
            .take(MAX_CLAUSE)
            .find(|(_, c)| is_sentence_end(*c))
            .map(|(at, c)| at + c.len_utf8());
        let start = within
            .start
            .saturating_add(dash.unwrap_or(0).max(mark.unwrap_or(0)));
        if start >= last {
            break;
        }
        let Some(sentence) = read(text, start..last, year) else {
            break;
        };
        let is_clause = sentence.is_of_sentence() || is_half && sentence.is_of_half_bracket();
        if !is_clause && !sentence.is_deadline_alone() {
            break;
        }
        let mut whole = sentence;
        if let Some((_, later)) = read_so_far {
            whole.add(later);
        }
        if is_clause {
            found = Some((start, whole.clone()));
        }
        read_so_far = Some((start, whole));
        end = start;
    }
    found
}

/// Whether anything but marks and blanks is there.
fn has_words(text: &str, range: Range<usize>) -> bool {
    let rest = text.get(range).unwrap_or_default();
    rest.chars().any(|c| !is_closing_mark(c))
}

/// A character that may follow a clause.
fn is_closing_mark(c: char) -> bool {
    is_sentence_end(c) || is_closing(c) || is_unseen(c) || matches!(c, '.' | '．' | ',' | '，')
}

fn is_sentence_end(c: char) -> bool {
    matches!(
        c,
        '。' | '｡' | ';' | '；' | '﹔' | '!' | '！' | '?' | '？' | '\n'
    )
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '（' | '【' | '〔' | '［' | '[' | '〖' | '﹙' | '﹝' | '{' | '｛'
    )
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | '）' | '】' | '〕' | '］' | ']' | '〗' | '﹚' | '﹞' | '}' | '｝'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_found_where_they_stand() {
        for (text, wanted) in [
            (
                "完善示例制度。（示例编办牵头，2017年底前完成）",
                "（示例编办牵头，2017年底前完成）",
            ),
            ("完善示例制度(示例编办牵头)。", "(示例编办牵头)"),
            (
                "完善示例制度。(示例镇(街道办事处)按职责负责)",
                "(示例镇(街道办事处)按职责负责)",
            ),
            (
                "完善示例制度。【责任单位：示例编办】",
                "【责任单位：示例编办】",
            ),
            (
                "完善示例制度。（示例编办牵头，2017年底前完成",
                "（示例编办牵头，2017年底前完成",
            ),
            (
                "完善示例制度。示例编办牵头，2017年底前完成）",
                "示例编办牵头，2017年底前完成）",
            ),
            (
                "完善示例制度。由示例编办牵头，示例法制办配合。",
                "由示例编办牵头，示例法制办配合。",
            ),
            (
                "完善示例制度。责任单位：示例编办；完成时限：2018年底前。",
                "责任单位：示例编办；完成时限：2018年底前。",
            ),
            ("完善示例制度。——示例编办牵头", "示例编办牵头"),
            (
                "完善示例制度。（示例编办牵头）（2018年底前完成）",
                "（示例编办牵头）|（2018年底前完成）",
            ),
            (
                "一项。（示例编办牵头）另一项。（示例法制办牵头）",
                "（示例编办牵头）|（示例法制办牵头）",
            ),
            ("一项。（示例编办牵头）40. 另一节", "（示例编办牵头）"),
            ("一项。（示例编办负责）40. 另一节", ""),
            ("一项。各镇政府按职责负责）", "各镇政府按职责负责）"),
            ("一项。各镇政府按职责负责。", ""),
            ("各镇政府按职责负责，保障示例设施运行。", ""),
            ("示例会议由示例局牵头，有关部门参加。", ""),
            ("建立示例镇（街道办事处）", ""),
            ("公园绿地由示例管理部门负责。", ""),
            ("示例设施由示例单位负责；", ""),
            ("本规定由示例局负责解释。", ""),
            ("（谁执法谁负责）", ""),
        ] {
            let located = locate(text, 0..text.len(), None);
            let found: Vec<&str> = located
                .clauses
                .iter()
                .map(|(at, _)| text.get(at.clone()).unwrap_or_default())
                .collect();
            assert_eq!(found.join("|"), wanted, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_clause_is_told() {
        let text = "完善示例制度。（由示例编办等牵头应当在什么时候完成）";
        let located = locate(text, 0..text.len(), None);
        assert!(located.clauses.is_empty(), "{located:?}");
        assert!(located.doubtful.is_some());
        let text = "完善示例制度。（见附件）";
        assert!(locate(text, 0..text.len(), None).doubtful.is_none());
    }

    #[test]
    fn hostile_brackets_are_cheap() {
        for text in [
            "（".repeat(50_000),
            "（）".repeat(50_000),
            "）".repeat(50_000),
            "牵头。".repeat(50_000),
        ] {
            assert!(locate(&text, 0..text.len(), None).clauses.is_empty());
        }
    }
}
