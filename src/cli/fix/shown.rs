//! How a mend is shown: the lines that it is in, before and after, with what is changed marked.
//!
//! In: a proposal and the text that it is of, with what was accepted so far. Out: text for a terminal, cut to what stands
//! around the changes; whole lines for tools.

use crate::cli::fix::JsonLine;
use crate::cli::printable::printable;
use crate::diagnostic::Language;
use crate::edit::{Line, Piece, Revision};
use crate::privacy::Exempt;
use crate::privacy::shown::mask_words;
use crate::report::findings::mend::Proposal;

/// Characters that are shown on each side of a change.
const CONTEXT: usize = 30;
/// Line ends that a mend puts in, as they are shown.
const LINE_END: &str = "⏎";

/// A proposal: where, what is wrong, and each line before and after.
pub(super) fn to_text(
    proposal: &Proposal,
    text: &Revision,
    language: Language,
    colour: bool,
) -> String {
    let found = &proposal.diagnostic;
    let lines = text.lines(&proposal.changes).unwrap_or_default();
    // What was accepted before may have moved it.
    let first = lines.first();
    let (line, column) = first.map_or((found.line, found.column), |l| (l.number, l.column));
    let mut shown = format!(
        "{}:{line}:{column}: {} [{}]",
        printable(&found.file),
        printable(found.message.in_language(language)),
        found.code
    );
    for line in &lines {
        for is_after in [false, true] {
            let sign = if is_after { '+' } else { '-' };
            let marked = marked(line, is_after, colour);
            shown.push_str(&format!("\n{:>5} {sign} {marked}", line.number));
        }
    }
    shown.push('\n');
    shown
}

/// A whole line before and after, masked where it must not be published.
pub(super) fn whole(line: &Line) -> JsonLine {
    let masked = |is_after| {
        let mut text = line.text(is_after);
        mask_words(&mut text, &Exempt::default());
        text
    };
    JsonLine {
        line: line.number,
        before: masked(false),
        after: masked(true),
    }
}

/// A line before or after, in which what goes stands between `[-` and `-]` and what comes between `{+` and `+}`.
fn marked(line: &Line, is_after: bool, colour: bool) -> String {
    let (open, close, code) = match is_after {
        false => ("[-", "-]", "31"),
        true => ("{+", "+}", "32"),
    };
    let last = line.pieces.len().saturating_sub(1);
    let pieces = line.pieces.iter().enumerate().map(|(index, piece)| {
        let changed = match piece {
            Piece::Same(same) => return around(same, index > 0, index < last),
            Piece::Changed { after, .. } if is_after => after,
            Piece::Changed { before, .. } => before,
        };
        if changed.is_empty() {
            return String::new();
        }
        let changed = changed.replace("\r\n", LINE_END).replace('\n', LINE_END);
        let marked = format!("{open}{}{close}", printable(&changed));
        match colour {
            true => format!("\u{1b}[{code}m{marked}\u{1b}[0m"),
            false => marked,
        }
    });
    pieces.collect()
}

/// What stays, masked where it must not be published, and cut to what stands beside a change.
fn around(same: &str, is_after_change: bool, is_before_change: bool) -> String {
    let mut same = same.to_owned();
    mask_words(&mut same, &Exempt::default());
    let count = same.chars().count();
    let head = if is_after_change { CONTEXT } else { 0 };
    let tail = if is_before_change { CONTEXT } else { 0 };
    if count <= head + tail {
        return printable(&same);
    }
    let first: String = same.chars().take(head).collect();
    let rest: String = same.chars().skip(count - tail).collect();
    printable(&format!("{first}…{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Change;

    fn shown(text: &str, changes: &[(usize, usize, &str)], is_after: bool) -> String {
        let changes: Vec<Change> = (changes.iter())
            .map(|(start, end, text)| Change {
                range: *start..*end,
                text: (*text).to_owned(),
            })
            .collect();
        let lines = Revision::of(text.to_owned())
            .lines(&changes)
            .expect("a place");
        marked(&lines[0], is_after, false)
    }

    #[test]
    fn tools_are_given_no_number_of_a_person() {
        let text = "甲，身份证号110101199003074514,乙".to_owned();
        let at = text.find(",乙").expect("a comma");
        let change = Change {
            range: at..at + 1,
            text: "，".to_owned(),
        };
        let lines = Revision::of(text).lines(&[change]).expect("a place");
        let shown = whole(&lines[0]);
        for said in [&shown.before, &shown.after] {
            assert!(!said.contains("110101199003074514"), "{said}");
        }
        assert!(shown.after.ends_with("，乙"), "{}", shown.after);
    }

    #[test]
    fn what_is_changed_is_marked_and_the_rest_is_cut() {
        assert_eq!(
            shown("a,b,c\r\nd", &[(1, 2, "，"), (3, 4, "，")], false),
            "a[-,-]b[-,-]c"
        );
        assert_eq!(
            shown("a,b,c\r\nd", &[(1, 2, "，"), (3, 4, "，")], true),
            "a{+，+}b{+，+}c"
        );
        assert_eq!(shown("ab", &[(1, 1, "\n\n")], true), "a{+⏎⏎+}b");
        assert_eq!(shown("ab", &[(1, 1, "\n\n")], false), "ab");
        let long = "x".repeat(100);
        let text = format!("{long},{long},{long}");
        let changed = shown(&text, &[(100, 101, ";"), (201, 202, ";")], true);
        let x = "x".repeat(30);
        assert_eq!(changed, format!("…{x}{{+;+}}{x}…{x}{{+;+}}{x}…"));
        assert_eq!(shown("a\u{1b}b", &[(0, 1, "c")], true), "{+c+}\u{fffd}b");
    }
}
