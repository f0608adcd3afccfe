//! 第一章 and its like, down to 第一百二十条之一 and 第 66-1 條.
//!
//! In: text that begins with 第. Out: the number, glued where words follow it at once, and a reference where they
//! speak of the part. Never decides what is expected.

use crate::character::is_blank;
use crate::report::outline::marker::{Certainty, Kind, Marker, VALUE_MAX};
use crate::report::outline::numeral::{self, Blanks, digits, han, padding};

/// What is counted; the longer words first.
const UNITS: [(&str, Kind); 18] = [
    ("部分", Kind::Division),
    ("分编", Kind::Subvolume),
    ("分編", Kind::Subvolume),
    ("编", Kind::Volume),
    ("編", Kind::Volume),
    ("篇", Kind::Volume),
    ("卷", Kind::Volume),
    ("章", Kind::Chapter),
    ("节", Kind::Section),
    ("節", Kind::Section),
    ("条", Kind::Article),
    ("條", Kind::Article),
    ("款", Kind::Clause),
    ("项", Kind::Item),
    ("項", Kind::Item),
    ("目", Kind::Subclause),
    ("⽬", Kind::Subclause),
    ("部份", Kind::Division),
];

/// What follows a number that speaks of a part: 第五条规定的, 第三章至第五章, 第十条修改为.
const REFERENCES: [&str; 44] = [
    "规定",
    "規定",
    "所称",
    "所稱",
    "所列",
    "所指",
    "所述",
    "所定",
    "第",
    "的",
    "至",
    "到第",
    "和第",
    "及第",
    "及其",
    "或第",
    "或者",
    "以及",
    "与第",
    "與第",
    "、",
    "，",
    ",",
    "；",
    "。",
    "”",
    "》",
    "）",
    ")",
    "修改",
    "修正",
    "增加",
    "改为",
    "改為",
    "作为",
    "作為",
    "移至",
    "删",
    "刪",
    "中的",
    "中",
    "之规定",
    "之規定",
    "前款",
];

/// Words that begin with a unit: 条例, 章程, 节目.
const WORDS: [&str; 40] = [
    "编辑",
    "编制",
    "编号",
    "编写",
    "编组",
    "編輯",
    "編制",
    "編號",
    "章程",
    "章节",
    "章節",
    "节目",
    "节假",
    "节日",
    "节能",
    "节水",
    "节点",
    "节课",
    "节车",
    "节约",
    "節目",
    "節日",
    "條例",
    "條款",
    "條件",
    "条例",
    "条款",
    "条件",
    "条文",
    "条线",
    "条生产",
    "条路",
    "篇章",
    "篇文",
    "款项",
    "款式",
    "项目",
    "項目",
    "目标",
    "目录",
];

pub(super) fn read(text: &str) -> Option<Marker> {
    let mut at = '第'.len_utf8();
    at += padding(&text[at..]);
    let (value, length, is_whole) = number(&text[at..])?;
    at += length;
    let (mut sub, length) = hyphenated(&text[at..]).unwrap_or((0, 0));
    at += length;
    at += padding(&text[at..]);
    let unit = &text[at..];
    let (word, kind) = UNITS.iter().find(|(word, _)| unit.starts_with(word))?;
    at += word.len();
    let max = match kind {
        Kind::Article => numeral::VALUE_MAX,
        _ => VALUE_MAX,
    };
    if value > max {
        return None;
    }
    if *kind == Kind::Article
        && sub == 0
        && let Some((number, length)) = text[at..]
            .strip_prefix('之')
            .and_then(|rest| han(rest, Blanks::End))
    {
        sub = number;
        at += '之'.len_utf8() + length;
    }
    let after = &text[at..];
    let is_glued = !after.starts_with(|c| c == '\n' || is_blank(c));
    if is_glued && WORDS.iter().any(|word| unit.starts_with(word)) {
        return None;
    }
    let certainty = certainty(after, *kind)?;
    Some(Marker {
        kind: *kind,
        value,
        sub,
        length: at,
        certainty: match is_whole {
            true => certainty,
            false => certainty.min(Certainty::Doubtful),
        },
    })
}

/// A number in Han or in digits, and whether it is sound: a scan makes 三十－ of 三十一.
fn number(text: &str) -> Option<(u32, usize, bool)> {
    if let Some((value, length)) = digits(text) {
        return Some((value, length, true));
    }
    let (value, length) = han(text, Blanks::Inside)?;
    let dash = text[length..]
        .chars()
        .next()
        .filter(|c| matches!(c, '－' | '—' | '─'));
    match dash {
        Some(dash) if value % 10 == 0 => Some((value + 1, length + dash.len_utf8(), false)),
        _ => Some((value, length, true)),
    }
}

/// The `-1` of `66-1`, and 之1.
fn hyphenated(text: &str) -> Option<(u32, usize)> {
    let dash = text.chars().next()?;
    if !matches!(dash, '-' | '－' | '‐' | '‑' | '–' | '之') {
        return None;
    }
    let rest = &text[dash.len_utf8()..];
    let (number, length) = digits(rest).or_else(|| han(rest, Blanks::End))?;
    Some((number, dash.len_utf8() + length))
}

/// How sure a number is whose unit `after` follows; `None` for the words of a sentence.
fn certainty(after: &str, kind: Kind) -> Option<Certainty> {
    let Some(next) = after.chars().next() else {
        return Some(Certainty::Certain);
    };
    let words = &after[padding(after)..];
    let is_apart = next == '\n' || is_blank(next) || words.is_empty();
    match next {
        _ if is_apart => Some(Certainty::Certain),
        '：' | ':' | '.' | '．' | '【' | '〔' | '［' | '[' => Some(Certainty::Certain),
        // 第一款第四项在选定…: clauses and items are spoken of far more often than they are headed.
        _ if matches!(kind, Kind::Clause | Kind::Item | Kind::Subclause) => None,
        // 第一章、总则; 第三条、第五条.
        '、' if !words['、'.len_utf8()..].starts_with('第') => Some(Certainty::Glued),
        '（' | '(' => Some(match super::bracketed(words, next.len_utf8()) {
            Some(_) => Certainty::Reference,
            None => Certainty::Certain,
        }),
        _ if REFERENCES.iter().any(|word| words.starts_with(word)) => Some(Certainty::Reference),
        _ => Some(Certainty::Glued),
    }
}
