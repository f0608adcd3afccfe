//! What is said of marks without counterpart, and which of them can be mended.
//!
//! In: the slips of one passage, in order. Out: defects. Two slips beside each other often are one: a mark that was typed for
//! its counterpart (“甲“), or one kind for another (〈甲》). Never mends what could be meant in two ways.

use std::ops::Range;

use crate::report::findings::defect::balance::Slip;
use crate::report::findings::defect::scan::Pair;
use crate::report::findings::defect::{Defect, Found, Kind, Line, Mend, faults};

/// Characters between two marks that are thought to belong together.
const NEAR: usize = 30;

/// Tells what two slips beside each other are, and takes them out.
pub(super) fn tell(line: Line<'_>, slips: &mut Vec<Slip>, found: &mut Found) {
    let mut kept = Vec::new();
    let mut rest = slips.drain(..).peekable();
    while let Some(first) = rest.next() {
        let together = rest.peek().and_then(|second| two(line, &first, second));
        match together {
            Some((range, mends)) => {
                let shown = line.get(range.clone());
                let mended = mended(line, &range, &mends);
                let words = faults::mismatched(shown, mended.as_deref());
                found.add(Kind::UnbalancedMark, (line.index, range), words, mends);
                rest.next();
            }
            None => kept.push(first),
        }
    }
    drop(rest);
    *slips = kept;
}

/// What two slips are together: their range, and the changes that mend them.
fn two(line: Line<'_>, first: &Slip, second: &Slip) -> Option<(Range<usize>, Vec<Mend>)> {
    let range = first.at..second.end;
    let mark = |slip: &Slip, is_open| counterpart(line.get(slip.range()), slip.pair, is_open);
    // ”“, one of which is too many or both are turned.
    if first.end == second.at && first.pair == second.pair {
        return (!first.is_open && second.is_open).then_some((range, Vec::new()));
    }
    if first.pair == second.pair {
        if !first.pair.is_quotation() || !is_near(line, first, second) {
            return None;
        }
        let mends = match (first.is_open, second.is_open) {
            // “甲“
            (true, true) => vec![line.mend(second.range(), mark(second, false)?)],
            // ”甲”
            (false, false) => vec![line.mend(first.range(), mark(first, true)?)],
            // ”甲“
            (false, true) => vec![
                line.mend(first.range(), mark(first, true)?),
                line.mend(second.range(), mark(second, false)?),
            ],
            (true, false) => return None,
        };
        return Some((range, mends));
    }
    if !first.is_open || second.is_open || !is_near(line, first, second) {
        return None;
    }
    // 《关于〈甲》的通知》: the mark that closed the outer title was meant for the inner one.
    if let Some(at) = first.closed_at {
        if first.pair != Pair::InnerTitle || second.pair != Pair::Title {
            return None;
        }
        let mend = line.mend(at..at + second.end - second.at, "〉");
        return Some((range, vec![mend]));
    }
    // （甲】
    let close = counterpart(line.get(first.range()), first.pair, false)?;
    Some((range, vec![line.mend(second.range(), close)]))
}

fn is_near(line: Line<'_>, first: &Slip, second: &Slip) -> bool {
    let between = line.get(first.end..second.at);
    between.len() <= NEAR * 4
        && between.chars().count() <= NEAR
        && !between.contains(['。', '；', ';', '\n'])
}

/// What a range is once it is mended.
fn mended(line: Line<'_>, range: &Range<usize>, mends: &[Mend]) -> Option<String> {
    if mends.is_empty() {
        return None;
    }
    let mut text = String::new();
    let mut at = range.start;
    for mend in mends {
        text.push_str(line.get(at..mend.range.start));
        text.push_str(&mend.text);
        at = mend.range.end;
    }
    text.push_str(line.get(at..range.end));
    Some(text)
}

/// A mark that the passage opens and does not close, or closes and does not open.
pub(super) fn single(line: Line<'_>, slip: &Slip) -> Defect {
    let shown = line.get(slip.range());
    let other = counterpart(shown, slip.pair, !slip.is_open).unwrap_or_default();
    let end = match slip.pair {
        _ if !slip.is_open => None,
        Pair::Title => end_of_title(line, slip),
        Pair::Round => slip
            .closed_at
            .filter(|at| is_of_name(line.get(slip.end..*at))),
        _ => None,
    };
    let mends: Vec<Mend> = end
        .map(|at| line.mend(at..at, other.as_str()))
        .into_iter()
        .collect();
    let mended = end.map(|at| format!("{}{other}", line.get(slip.at..at)));
    let (message, hint) = faults::unbalanced(shown, &other, slip.is_open, mended.as_deref());
    Defect {
        kind: Kind::UnbalancedMark,
        passage: line.index,
        range: slip.range(),
        message,
        hint,
        mends,
    }
}

/// The same mark, where the next passage closes it: a paragraph was cut in two.
pub(super) fn cut(alone: Defect) -> Defect {
    let (message, hint) = faults::cut_paragraph();
    Defect {
        message,
        hint,
        mends: Vec::new(),
        ..alone
    }
}

/// Where a title ends that was not closed: behind the years or the note on trial that its name ends with.
fn end_of_title(line: Line<'_>, slip: &Slip) -> Option<usize> {
    let rest = line.after(slip.end);
    let open = rest.find(['(', '（'])?;
    let close = open + rest.get(open..)?.find([')', '）'])?;
    let name = rest.get(..open)?;
    let inside = rest.get(open..close)?.trim_start_matches(['(', '（']);
    let is_name = name.chars().count() <= NEAR * 2
        && !name.contains(['。', '，', ',', '；', ';', '“', '”', '《', '》']);
    let end = close + rest.get(close..)?.chars().next()?.len_utf8();
    (is_of_name(inside) && is_name && open > 0).then_some(slip.end + end)
}

/// Whether a bracket holds what stands at the end of a title.
fn is_of_name(inside: &str) -> bool {
    matches!(inside, "试行" | "暂行" | "試行" | "暫行" | "修订" | "修訂")
        || is_years(inside.trim_end_matches('年'))
}

/// 2015—2020
fn is_years(text: &str) -> bool {
    let years = text.split(['—', '-', '–', '－', '～', '~', '至']);
    let years: Vec<&str> = years.filter(|year| !year.is_empty()).collect();
    years.len() == 2
        && years.iter().all(|year| {
            let year = year.trim_end_matches('年');
            year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
        })
}

/// The mark that a mark of a pair has across from it, in its own width.
fn counterpart(shown: &str, pair: Pair, is_open: bool) -> Option<String> {
    let halves = match (pair, shown) {
        (Pair::Round, "(" | ")") => ("(", ")"),
        (Pair::InnerTitle, "‹" | "›") => ("‹", "›"),
        (Pair::Angle, "<" | ">") => ("<", ">"),
        _ => both(pair),
    };
    let mark = if is_open { halves.0 } else { halves.1 };
    (!mark.is_empty()).then(|| mark.to_owned())
}

/// The marks of a pair.
fn both(pair: Pair) -> (&'static str, &'static str) {
    match pair {
        Pair::Title => ("《", "》"),
        Pair::InnerTitle => ("〈", "〉"),
        Pair::Angle => ("＜", "＞"),
        Pair::Double => ("“", "”"),
        Pair::Single => ("‘", "’"),
        Pair::Corner => ("「", "」"),
        Pair::WhiteCorner => ("『", "』"),
        Pair::Round => ("（", "）"),
        Pair::Square => ("［", "］"),
        Pair::Lens => ("【", "】"),
        Pair::Tortoise => ("〔", "〕"),
    }
}
