//! Attachments that a text names and that are not there: 附件：, 详见附件1.
//!
//! In: each 附 of the text, where its annexes begin, the names of the files that come with it. Out: one defect of the report.
//! With a file or an annex nothing is told, but for a number that none of several numbered files has. Never takes
//! the attachment of a document that is cited for one of this.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::character::{han_value, is_unseen};
use crate::report::findings::defect::scan::Sign;
use crate::report::findings::defect::{Found, Kind, Line, faults, number};
use crate::report::outline::{begins_entry, closing, signs};
use crate::report::passage::{Passage, PassageKind};

/// Words for an attachment.
const WORDS: [&str; 2] = ["附件", "附表"];
/// What leads to an attachment of this text.
const SEE: [&str; 6] = ["详见", "詳見", "参见", "參見", "见", "見"];
/// Characters of an entry in a list of attachments.
const ENTRY_MAX: usize = 80;
/// Characters of a line of an imprint: copies go to many.
const IMPRINT_MAX: usize = 400;
/// Digits of an attachment's number.
const NUMBER_DIGITS: usize = 2;
/// Bytes before 附件 in a paragraph that begins with it: blanks, 相关.
const LEAD_MAX: usize = 32;
/// Pointers that are kept of one report.
const POINTERS_MAX: usize = 500;

/// Where a text speaks of attachments.
#[derive(Default)]
pub(super) struct Mentions {
    /// The last paragraph that begins with 附件：.
    label: Option<(usize, Range<usize>)>,
    /// 详见附件1, and its number.
    pointers: Vec<(usize, Range<usize>, Option<u32>)>,
}

impl Mentions {
    /// Looks at 附.
    pub(super) fn see(&mut self, line: Line<'_>, sign: &Sign) {
        let rest = line.after(sign.at);
        let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) else {
            return;
        };
        let at = sign.at + word.len();
        let (value, length) = figure(line.after(at)).unwrap_or_default();
        let end = at + length;
        let before = line.before(sign.at);
        let lead = match sign.at <= LEAD_MAX {
            true => before.trim_start_matches(is_unseen),
            false => before,
        };
        let is_label = matches!(lead, "" | "相关" | "相關" | "（" | "(")
            && line.after(end).starts_with(['：', ':']);
        if is_label {
            let start = sign.at - lead.len();
            self.label = Some((line.index, start..end));
            return;
        }
        // （附件1）
        if before.ends_with(['（', '(']) && line.after(end).starts_with(['）', ')']) {
            self.point(line, sign.at..end, value);
            return;
        }
        let Some(see) = SEE.iter().find(|see| before.ends_with(**see)) else {
            return;
        };
        // 见附件 at the end of its clause; 见附件所列 and 《…》附件 speak of others.
        let is_end = line.first_after(end).is_none_or(|c| {
            matches!(
                c,
                ')' | '）' | '。' | '，' | ',' | '；' | ';' | '：' | ':' | '、'
            )
        });
        if is_end {
            self.point(line, sign.at - see.len()..end, value);
        }
    }

    /// `number` is 0 where none is given.
    fn point(&mut self, line: Line<'_>, range: Range<usize>, number: u32) {
        if self.pointers.len() < POINTERS_MAX {
            let number = (number > 0).then_some(number);
            self.pointers.push((line.index, range, number));
        }
    }

    /// After the last passage; `annex` is where the first annex begins.
    pub(super) fn end(
        self,
        passages: &[Passage<'_>],
        annex: Option<usize>,
        attachments: &[&str],
        found: &mut Found,
    ) {
        if annex.is_some() {
            return;
        }
        if attachments.is_empty() {
            self.dangling(passages, found);
        } else {
            self.beyond(passages, attachments, found);
        }
    }

    /// Nothing is attached at all.
    fn dangling(self, passages: &[Passage<'_>], found: &mut Found) {
        let label = self
            .label
            .filter(|(passage, _)| is_last_said(passages, *passage));
        let pointers = self.pointers.into_iter();
        let first = label.or_else(|| pointers.map(|(passage, range, _)| (passage, range)).next());
        if let Some((passage, range)) = first {
            let shown = shown(passages, passage, &range);
            let words = faults::not_attached(shown);
            found.add(Kind::AttachmentNotHeld, (passage, range), words, Vec::new());
        }
    }

    /// Several files are numbered, and a number is named that none of them has.
    fn beyond(self, passages: &[Passage<'_>], attachments: &[&str], found: &mut Found) {
        let numbers: Option<BTreeSet<u32>> =
            attachments.iter().map(|name| number_of(name)).collect();
        let Some(numbers) = numbers.filter(|numbers| numbers.len() > 1) else {
            return;
        };
        let missing = self
            .pointers
            .into_iter()
            .find(|(_, _, number)| number.is_some_and(|number| !numbers.contains(&number)));
        if let Some((passage, range, _)) = missing {
            let shown = shown(passages, passage, &range);
            let words = faults::not_among_attached(shown);
            found.add(Kind::AttachmentNotHeld, (passage, range), words, Vec::new());
        }
    }
}

fn shown<'d>(passages: &[Passage<'d>], passage: usize, range: &Range<usize>) -> &'d str {
    let text = passages.get(passage).map_or("", |passage| passage.text);
    text.get(range.clone()).unwrap_or_default()
}

/// Whether after a list of attachments the text has nothing but its entries and its signature: what else follows may
/// be what is attached.
fn is_last_said(passages: &[Passage<'_>], label: usize) -> bool {
    // （略）: left out, and said so.
    let is_left_out = |passage: &Passage<'_>| {
        let text = passage
            .text
            .trim_end_matches(|c| is_unseen(c) || matches!(c, '）' | ')' | '。'));
        text.ends_with('略')
    };
    if passages.get(label).is_none_or(is_left_out) {
        return false;
    }
    let after = passages.get(label + 1..).unwrap_or_default();
    after.iter().all(|passage| {
        let text = passage.text.trim_matches(is_unseen);
        let is_text = matches!(passage.kind, PassageKind::Paragraph | PassageKind::Item);
        let is_entry =
            begins_entry(text) && text.chars().nth(ENTRY_MAX).is_none() && !text.contains('。');
        let is_note = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
        let is_end = signs(text) || closing(text).is_some() || is_imprint(text);
        is_text && (is_entry || is_note || is_end)
    })
}

/// A line of the imprint at the foot of an official text: who gets copies, who printed it and when (版记).
fn is_imprint(text: &str) -> bool {
    const HEADS: [&str; 13] = [
        "抄送",
        "抄报",
        "抄報",
        "分送",
        "主题词",
        "主題詞",
        "公开方式",
        "信息公开",
        "公开选项",
        "校对",
        "校對",
        "共印",
        "印数",
    ];
    if text.chars().nth(IMPRINT_MAX).is_some() {
        return false;
    }
    let is_headed = HEADS.iter().any(|head| {
        let rest = text.strip_prefix(head);
        let rest = rest.map(|rest| rest.trim_start_matches(is_unseen));
        rest.is_some_and(|rest| rest.contains(['：', ':']) || rest.ends_with('份'))
    });
    let printed = ["印发", "印發", "印制", "印"];
    let dated = printed.iter().find_map(|end| text.strip_suffix(end));
    let dated = dated.map(|line| line.trim_end_matches(is_unseen));
    // 办公室2020年3月5日印发; a sentence has a stop.
    is_headed || dated.is_some_and(|line| line.ends_with('日') && !line.contains(['。', '，']))
}

/// The number of an attachment: 1, 一; and its bytes.
fn figure(text: &str) -> Option<(u32, usize)> {
    let blanks = text.len() - text.trim_start_matches(' ').len();
    let rest = text.get(blanks..)?;
    if let Some((value, length)) = number(rest, NUMBER_DIGITS) {
        return Some((value, blanks + length));
    }
    let first = rest.chars().next()?;
    let value = han_value(first).filter(|value| (1..=10).contains(value))?;
    Some((value, blanks + first.len_utf8()))
}

/// The number in the name of a file: 附件2.名单.pdf.
fn number_of(name: &str) -> Option<u32> {
    let name = name.rsplit('/').next()?;
    let at = WORDS
        .iter()
        .find_map(|word| Some(name.find(word)? + word.len()))?;
    Some(figure(name.get(at..)?)?.0)
}
