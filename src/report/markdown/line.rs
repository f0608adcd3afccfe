//! What a line of a Chinese text is by its looks: which lines begin a paragraph, and which are full.
//!
//! In: the lines of one paragraph of Markdown, without the marks of quotations. Out: which of them begin a paragraph
//! of their own, and which of the others end where the width of the page ended. Never sees markup or another
//! paragraph.

use crate::character::{is_blank, is_cjk, is_invisible, is_unseen};
use crate::report::markdown::build::part::lists_attachments;
use crate::report::outline;

/// Columns of an indent that begins a paragraph: two Han characters.
const INDENT: usize = 4;
/// Characters of a line that may be a heading, an issuer or the name of an annex.
const HEADING_MAX: usize = 60;
/// Issuers above one date.
const ISSUERS_MAX: usize = 12;
/// Columns within which the lines of one width lie: a line ends a little earlier where a stop or a figure would
/// begin the next.
const WIDTH_SPREAD: usize = 8;
/// Columns below which lines are short, not full.
const WIDTH_MIN: usize = 36;
/// Lines of about the same width that make a text hard-wrapped.
const WRAPPED_MIN: usize = 3;

/// What becomes of a line after the first of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It begins a paragraph.
    Begins,
    /// It continues a line that was full.
    Continues,
    /// It is displayed as a line, since it is an entry in a list of attachments.
    Entry,
    /// Nothing says so, but it is shown as the continuation of the line before.
    Joined,
}

/// The least width of a full line in a hard-wrapped text: in columns, or in characters where those were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full {
    columns: usize,
    characters: usize,
}

impl Full {
    fn is(self, line: &str) -> bool {
        let (columns, characters) = width(line);
        columns >= self.columns || characters >= self.characters
    }
}

/// Judges each line of a paragraph but the first. `full` says which lines are full, in a hard-wrapped text.
pub(crate) fn judge(lines: &[&str], full: Option<Full>, verdicts: &mut Vec<Verdict>) {
    verdicts.clear();
    verdicts.resize(lines.len().saturating_sub(1), Verdict::Joined);
    mark_signatures(lines, verdicts);
    let Some(mut before) = lines.first() else {
        return;
    };
    // The line that began the paragraph which `before` stands in, and whether that is `before` itself.
    let (mut first, mut is_first) = (*before, true);
    for (line, verdict) in lines[1..].iter().zip(verdicts) {
        let is_full = full.is_some_and(|full| full.is(before));
        let is_number = outline::begins_with_number(line);
        if *verdict == Verdict::Joined {
            *verdict = if lists_attachments(first) && outline::begins_entry(line) {
                Verdict::Entry
            } else if is_number && (ends_sentence(before) || !outline::begins_with_count(line))
                || is_indented(line, before)
                || is_annex(line, before)
                || is_first && (is_date(before) || !is_full && is_heading(before))
            {
                Verdict::Begins
            } else if is_full {
                Verdict::Continues
            } else {
                Verdict::Joined
            };
        }
        is_first = *verdict == Verdict::Begins;
        if is_first {
            first = line;
        }
        before = line;
    }
}

/// Which lines are full, where most of `lines` are of one width and end in the middle of a sentence.
pub(crate) fn full<'l>(lines: impl Iterator<Item = &'l str>) -> Option<Full> {
    let mut widths: Vec<_> = lines.map(|l| (width(l), ends_sentence(l))).collect();
    widths.sort_unstable();
    let mut best = 0..0;
    let mut start = 0;
    for (end, ((widest, _), _)) in widths.iter().enumerate() {
        while widths[start].0.0 + WIDTH_SPREAD < *widest {
            start += 1;
        }
        if end + 1 - start > best.len() {
            best = start..end + 1;
        }
    }
    let of_one_width = &widths[best];
    let count = of_one_width.len();
    let inside = of_one_width.iter().filter(|(_, ends)| !ends).count();
    let columns = of_one_width.first()?.0.0;
    let characters = of_one_width
        .iter()
        .map(|((_, characters), _)| *characters)
        .min()?;
    (count >= WRAPPED_MIN
        && count * 5 >= widths.len() * 3
        && inside * 2 > count
        && columns >= WIDTH_MIN)
        .then_some(Full {
            columns,
            characters,
        })
}

/// Marks the issuers and the date below a text, and what follows them.
fn mark_signatures(lines: &[&str], verdicts: &mut [Verdict]) {
    for date in 1..lines.len() {
        if !is_date(lines[date]) || lines.get(date + 1).is_some_and(|next| is_rest(next)) {
            continue;
        }
        let first = (1..date)
            .rev()
            .take(ISSUERS_MAX)
            .take_while(|i| is_plain(lines[*i]) && !is_opening(lines[*i]))
            .last()
            .unwrap_or(date);
        // A date in the middle of a sentence follows half of it.
        if is_plain(lines[first - 1]) || ends_sentence(lines[first - 1]) {
            verdicts[first - 1..date].fill(Verdict::Begins);
        }
    }
}

/// Whether a line below a date ends the sentence that the date stands in.
fn is_rest(line: &str) -> bool {
    !is_opening(line) && !is_plain(line) && !line.contains('：') && !line.starts_with(['(', '（'])
}

/// Whether a line begins a paragraph whatever stands before it.
fn is_opening(line: &str) -> bool {
    outline::begins_with_number(line) || is_indented(line, "") || is_annex(line, "。")
}

/// A number and a few words, or the name of an annex: what follows is below it, not its continuation.
fn is_heading(line: &str) -> bool {
    is_plain(line) && (outline::begins_with_number(line) || is_annex(line, "。"))
}

/// Whether a line is indented as a paragraph is.
///
/// Blanks of ASCII are how editors of Markdown align the continuation of an item, too: they count after a sentence.
fn is_indented(line: &str, before: &str) -> bool {
    let (columns, is_ascii) = indent(line);
    columns >= INDENT && (!is_ascii || ends_sentence(before))
}

/// The columns of the blanks that a line begins with, entities among them, and whether all are of ASCII.
fn indent(line: &str) -> (usize, bool) {
    const ENTITIES: [(&str, usize); 7] = [
        ("&emsp;", 2),
        ("&#12288;", 2),
        ("&#x3000;", 2),
        ("&ensp;", 1),
        ("&nbsp;", 1),
        ("&#160;", 1),
        ("&#8195;", 2),
    ];
    let (mut rest, mut columns, mut is_ascii) = (line, 0, true);
    loop {
        let entity = ENTITIES.iter().find(|(name, _)| rest.starts_with(name));
        if let Some((name, width)) = entity {
            (columns, is_ascii) = (columns + width, false);
            rest = &rest[name.len()..];
            continue;
        }
        match rest.chars().next() {
            Some('\t') => columns += INDENT - columns % INDENT,
            Some(c) if is_blank(c) => {
                columns += if matches!(c, '\u{3000}' | '\u{2001}' | '\u{2003}') {
                    2
                } else {
                    1
                };
                is_ascii &= c.is_ascii();
            }
            Some(c) if is_invisible(c) => {}
            _ => return (columns, is_ascii),
        }
        let mut chars = rest.chars();
        chars.next();
        rest = chars.as_str();
    }
}

/// 附件, 附件1, 附件：…, 附录 and their like; with words after a blank only where a sentence ended before.
fn is_annex(line: &str, before: &str) -> bool {
    let line = line.trim_matches(is_unseen);
    let rest = match outline::after_word(line) {
        Some((rest, true)) => rest,
        Some((rest, false)) => return rest.trim_end_matches('：').is_empty(),
        // 附：名单
        None => return line.starts_with("附：") || line.starts_with("附:"),
    };
    let number = rest.trim_start_matches(is_blank);
    let after = number.trim_start_matches(is_number);
    let is_numbered = after.len() < number.len();
    match after.chars().next() {
        None | Some(':' | '：') => true,
        Some(c) => is_numbered && is_blank(c) && ends_sentence(before),
    }
}

fn is_number(c: char) -> bool {
    matches!(c, '-' | '－') || outline::is_digit(c)
}

/// 2021年3月1日, 二〇二一年三月, 民國110年3月1日, 2021.3.1, and nothing else.
fn is_date(line: &str) -> bool {
    outline::closing(line) == Some(outline::Closing::Date)
}

/// Short, and without a mark that a sentence has.
fn is_plain(line: &str) -> bool {
    let line = line.trim_matches(is_unseen);
    // A number may end with a comma of its own: 一、 1.
    let has_mark = |c: char| {
        matches!(
            c,
            '。' | '，' | '；' | '：' | '！' | '？' | ';' | '!' | '?' | ':'
        )
    };
    !line.is_empty()
        && line.len() <= HEADING_MAX * 4
        && line.chars().count() <= HEADING_MAX
        && !line.contains(has_mark)
        && !line.ends_with(['、', ',', '.', '—', '-'])
}

/// Whether a sentence, or what leads to a list, ends with the line.
pub(crate) fn ends_sentence(line: &str) -> bool {
    let closers = ['”', '’', '」', '』', '）', ')', '》', '*', '"'];
    let is_nothing = |c: char| is_unseen(c) || closers.contains(&c);
    line.trim_end_matches(is_nothing)
        .ends_with(['。', '！', '？', '；', '：', '…', '!', '?', ';', ':', '.'])
}

/// Columns, of which a Han character has two, and characters.
fn width(line: &str) -> (usize, usize) {
    let seen = line.trim_end().chars().filter(|c| !is_invisible(*c));
    seen.fold((0, 0), |(columns, characters), c| {
        (columns + if is_cjk(c) { 2 } else { 1 }, characters + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::{Full, Verdict, full, is_annex, is_date, judge};

    /// B begins, c continues, e entry, - joined.
    fn verdicts(text: &str, full: Option<Full>) -> String {
        let lines: Vec<&str> = text.lines().collect();
        let mut verdicts = Vec::new();
        judge(&lines, full, &mut verdicts);
        let letter = |verdict: &Verdict| match verdict {
            Verdict::Begins => 'B',
            Verdict::Continues => 'c',
            Verdict::Entry => 'e',
            Verdict::Joined => '-',
        };
        verdicts.iter().map(letter).collect()
    }

    #[test]
    fn lines_that_begin_a_paragraph() {
        for (text, expected) in [
            ("甲\n　　乙", "B"),
            (
                "甲\n\u{2003}\u{2003}乙\n&emsp;&emsp;丙\n\u{a0}\u{a0}\u{a0}\u{a0}丁",
                "BBB",
            ),
            ("甲\n　乙", "-"),
            ("附件：1.甲\n2.乙\n二、丙", "eB"),
            ("附件：办法\n第一章 总则\n第一条 甲。", "BB"),
            ("特此通知。\n某局\n2026.1.27", "BB"),
            ("甲。\n    乙", "B"),
            ("甲，\n    乙", "-"),
            ("甲。\n\t乙", "B"),
            ("甲\n一、乙", "B"),
            ("甲\n（一）乙\n1.丙\n第三条 丁", "BBB"),
            ("（一）健全制度\n制定文件。\n另行。", "B-"),
            ("（一）健全制度。\n制定文件。", "-"),
            ("（一）健全制度，\n制定文件。", "-"),
            ("（一）主要做法：\n制定文件。", "-"),
            (
                "一、主要工作\n（一）甲。文一。\n（二）乙。文二。\n二、问题\n文三。",
                "BBBB",
            ),
            ("文。\n附件\n名单\n甲", "BB-"),
            (
                "文。\n附件：1.甲\n2.乙\n　　3.丙\n市财政局\n2021年3月1日",
                "BeeBB",
            ),
            ("文。\n附件1 名单\n文", "BB"),
            ("按照\n附件1 所列", "-"),
            ("文。\n附件材料齐全", "-"),
            ("特此报告。\n市财政局\n2021年3月1日\n（此件公开）", "BBB"),
            ("特此报告。\n市财政局\n市审计局\n二〇二一年三月一日", "BBB"),
            ("本办法自\n2021年3月1日\n起施行。", "--"),
            ("根据规定，本办法自\n2021年3月1日\n起施行。", "--"),
            ("市财政局\n2021年3月1日", "B"),
            ("春眠不觉晓，\n处处闻啼鸟。", "-"),
            ("甲", ""),
            ("", ""),
        ] {
            assert_eq!(verdicts(text, None), expected, "{text}");
        }
    }

    #[test]
    fn lines_of_one_width_are_full() {
        let line = "本行共有二十个汉字本行共有二十个汉字字字";
        let text = format!("{line}\n{line}\n{line}\n短。\n{line}\n一、{line}\n后文。");
        let lines_of_it = full([line, line, line, "短。"].into_iter());
        assert_eq!(lines_of_it.map(|full| full.columns), Some(40));
        assert_eq!(verdicts(&text, lines_of_it), "ccc-Bc");
        let sentences = format!("{line}。");
        assert_eq!(full([sentences.as_str(); 5].into_iter()), None);
        assert_eq!(full(["短行"; 5].into_iter()), None);
        assert_eq!(full([line; 2].into_iter()), None);
        assert_eq!(full([line, line, line, "a", "b", "c"].into_iter()), None);
        assert_eq!(full(std::iter::empty()), None);
    }

    #[test]
    fn dates_and_annexes() {
        for date in [
            "2021年3月1日",
            "二〇二一年十二月三十一日",
            "2021 年 3 月",
            "民國110年3月1日",
        ] {
            assert!(is_date(date), "{date}");
        }
        for other in ["2021年", "2021年3月1日起", "3月1日", "2021年度", ""] {
            assert!(!is_date(other), "{other}");
        }
        for annex in [
            "附件",
            "附件1",
            "附件 2：",
            "附表三",
            "附：名单",
            "名词解释",
        ] {
            assert!(is_annex(annex, ""), "{annex}");
        }
    }
}
