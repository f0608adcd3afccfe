//! What a text ends with: who signs it and when, where its type wants them, and the form of that date.
//!
//! In: passages, where the annexes begin, what is wanted. Out: defects. A date has its day and no zeros before its figures
//! (GB/T 9704—2012, 7.3.5.4). Never takes a name or a date from the front matter: it is the text that is judged.

use crate::character::is_unseen;
use crate::report::findings::defect::{Found, Kind, Line, WantedClosing, digit, faults};
use crate::report::outline::{Closing, Part, after_word, closing, padding, signs};
use crate::report::passage::{Passage, PassageKind};

/// Passages at the end in which a signature is sought: lists of attachments and notes stand there too.
const LAST: usize = 12;
/// Passages at the beginning, where some texts have the date below the title.
const FIRST: usize = 4;

/// The passage with which the first annex begins.
pub(super) fn annex_at(passages: &[Passage<'_>], parts: &[Part]) -> Option<usize> {
    let is_annex = |part: &Part| {
        let title = part
            .title
            .trim_start_matches(|c| is_unseen(c) || matches!(c, '【' | '（' | '(' | '［'));
        part.is_heading && after_word(title).is_some_and(|(_, is_numbered)| is_numbered)
    };
    let first = parts.iter().position(is_annex)?;
    passages
        .iter()
        .position(|passage| passage.opens_part && passage.part == Some(first))
}

/// Looks at the end of the text before its annexes.
pub(super) fn find(
    passages: &[Passage<'_>],
    annex: Option<usize>,
    wanted: WantedClosing,
    found: &mut Found,
) {
    let text = passages
        .get(..annex.unwrap_or(passages.len()))
        .unwrap_or_default();
    let first_of_last = text.len().saturating_sub(LAST);
    let is_said = |passage: &Passage<'_>| {
        matches!(
            passage.kind,
            PassageKind::Paragraph | PassageKind::Other | PassageKind::Item
        )
    };
    let (mut has_date, mut has_issuer) = (false, false);
    for (index, passage) in text.iter().enumerate().skip(first_of_last) {
        if !is_said(passage) {
            continue;
        }
        let closed = closing(passage.text);
        has_issuer |= closed == Some(Closing::Signed) || signs(passage.text);
        has_date |= closed.is_some();
        if closed.is_some() {
            let line = Line {
                index,
                text: passage.text,
            };
            form(line, found);
        }
    }
    // A name and a date below the title do as well.
    for passage in text.iter().take(FIRST).filter(|passage| is_said(passage)) {
        let bare = passage
            .text
            .trim_matches(|c| is_unseen(c) || matches!(c, '（' | '）' | '(' | ')'));
        let closed = closing(bare);
        has_issuer |= closed == Some(Closing::Signed) || signs(bare);
        has_date |= closed.is_some();
    }
    let lacks_issuer = wanted.issuer && !has_issuer;
    let lacks_date = wanted.date && !has_date;
    let last = text.iter().rposition(|passage| !passage.text.is_empty());
    if let Some(last) = last.filter(|_| lacks_issuer || lacks_date) {
        let end = text.get(last).map_or(0, |passage| passage.text.len());
        let words = faults::no_closing(lacks_issuer, lacks_date);
        found.add(Kind::NoClosing, (last, end..end), words, Vec::new());
    }
}

/// Looks at the form of the date that a passage ends with.
fn form(line: Line<'_>, found: &mut Found) {
    let text = line.text.trim_end_matches(is_unseen);
    let start = text.rfind('\n').map_or_else(|| padding(text), |at| at + 1);
    if text.ends_with('月') {
        let shown = line.get(start..text.len()).trim_start_matches(is_unseen);
        let from = text.len() - shown.len();
        let words = faults::date_without_day(shown);
        let place = (line.index, from..text.len());
        found.add(Kind::DateForm, place, words, Vec::new());
        return;
    }
    // 2019年01月05日
    let mut mends = Vec::new();
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let next = line.first_after(after);
        let is_padding = digit(c) == Some(0)
            && matches!(last, '年' | '月')
            && next.and_then(digit).is_some_and(|digit| digit > 0);
        if is_padding {
            mends.push(line.mend(at..after, ""));
        }
        last = c;
    }
    if let (Some(first), Some(end)) = (mends.first(), mends.last()) {
        let range = first.range.start..end.range.end;
        let words = faults::padded_date(text.get(start..).unwrap_or_default());
        found.add(Kind::DateForm, (line.index, range), words, mends);
    }
}
