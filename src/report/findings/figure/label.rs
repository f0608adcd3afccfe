//! The words at the edge of a table: what a row or a column is, by how it is called.
//!
//! In goes a label as displayed, out come its number, its words as they are compared, and whether it is a total, a
//! share or a part of the row before. Looks at one label only.

use std::ops::Range;

use crate::character::han_value;
use crate::fields::alike;

/// Characters of a label that are read.
const LABEL_MAX: usize = 80;

/// Which numbers of parts a label may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NumberKind {
    /// 一、
    Han,
    /// （一）
    HanBrackets,
    /// 1.
    Digit,
    /// （1）
    DigitBrackets,
}

/// What a row or column adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Total {
    /// 小计: a group.
    Sub,
    /// 合计, 总计: all.
    Grand,
}

/// A label, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Label {
    /// Its numbers, the outermost first: 三（七） are two.
    pub(crate) numbers: Vec<(NumberKind, u32)>,
    /// Its words, folded, without numbers, blanks and what stands in brackets at the end.
    pub(crate) words: String,
    /// What stands in brackets at the end, folded: a unit, perhaps.
    pub(crate) note: String,
    /// Row and column of the cell that it is read in.
    pub(crate) place: (usize, usize),
}

impl Label {
    /// Reads a label.
    pub(crate) fn of(text: &str) -> Label {
        let line = text.chars().filter(|c| *c != '\n');
        let cut: String = line.take(LABEL_MAX).collect();
        let folded = alike(&cut);
        let mut rest = folded.as_str();
        let mut numbers = Vec::new();
        while let Some((kind, number, length)) = number(rest) {
            numbers.push((kind, number));
            rest = rest.get(length..).unwrap_or_default();
        }
        let rest = rest.trim_matches([':', '、', ',', '.', '*', '#']);
        let (words, note) = match note(rest) {
            Some((at, inside)) if at > 0 => (
                rest.get(..at).unwrap_or_default(),
                rest.get(inside).unwrap_or_default(),
            ),
            _ => (rest, ""),
        };
        Label {
            numbers,
            words: words.to_owned(),
            note: note.trim_start_matches("单位:").to_owned(),
            place: (0, 0),
        }
    }

    /// The label of a cell.
    pub(crate) fn at(place: (usize, usize), text: &str) -> Label {
        Label {
            place,
            ..Label::of(text)
        }
    }

    /// Whether nothing is written there.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.numbers.is_empty()
    }

    /// What it adds up, if it is a total.
    pub(crate) fn total(&self) -> Option<Total> {
        let words = self.words.as_str();
        let words = match words.strip_prefix(['全', '本']) {
            // 全县合计.
            Some(all) => all.trim_start_matches([
                '国', '省', '市', '县', '区', '镇', '年', '系', '统', '院', '局',
            ]),
            None => words,
        };
        match words {
            "小计" | "小計" | "subtotal" | "sub-total" => Some(Total::Sub),
            "合计" | "总计" | "共计" | "总合计" | "合计数" | "总计数" | "总和" | "计" | "total"
            | "totals" | "grandtotal" | "sum" | "合計" => Some(Total::Grand),
            _ => None,
        }
    }

    /// Whether its figures are part of those of another line: 其中：维持.
    pub(crate) fn is_within(&self) -> bool {
        ["其中", "#其中", "内:", "ofwhich"]
            .iter()
            .any(|word| self.words.starts_with(word))
            || self.words.ends_with("其中")
    }

    /// Whether its figures do not add up: rates, averages, ranks, years, prices.
    pub(crate) fn is_ratio(&self) -> bool {
        const WITHIN: [&str; 17] = [
            "率",
            "占比",
            "比例",
            "比重",
            "百分比",
            "平均",
            "人均",
            "户均",
            "同比",
            "环比",
            "增长",
            "增幅",
            "增减",
            "单价",
            "上年同期",
            "去年同期",
            "较上年",
        ];
        const ALONE: [&str; 20] = [
            "序号", "次序", "月份", "季度", "案号", "编号", "代码", "年份", "年度", "排名", "名次",
            "标准", "得分", "指数", "%", "rate", "share", "average", "rank", "year",
        ];
        WITHIN.iter().any(|word| self.words.contains(word))
            || ALONE.contains(&self.words.as_str())
            || matches!(self.note.as_str(), "%" | "‰")
    }
}

/// The number of a part that a label begins with, and its bytes.
fn number(text: &str) -> Option<(NumberKind, u32, usize)> {
    let first = text.chars().next()?;
    if first == '(' {
        let end = text.find(')')?;
        let inside = text.get(1..end)?;
        let (kind, number) = match inside.parse::<u32>() {
            Ok(number) => (NumberKind::DigitBrackets, number),
            Err(_) => (NumberKind::HanBrackets, han(inside)?),
        };
        return Some((kind, number, end + 1));
    }
    let is_digit = first.is_ascii_digit();
    let belongs = |c: char| {
        if is_digit {
            c.is_ascii_digit()
        } else {
            han_value(c).is_some()
        }
    };
    let end = text.find(|c| !belongs(c))?;
    let (numeral, rest) = text.split_at_checked(end)?;
    let number = match is_digit {
        true => numeral.parse().ok()?,
        false => han(numeral)?,
    };
    let kind = if is_digit {
        NumberKind::Digit
    } else {
        NumberKind::Han
    };
    match rest.chars().next()? {
        mark @ ('、' | '.' | '．' | ')') => {
            let after = rest.get(mark.len_utf8()..).unwrap_or_default();
            // 1.5 is a figure.
            let is_figure =
                is_digit && mark == '.' && after.starts_with(|c: char| c.is_ascii_digit());
            (!is_figure).then_some((kind, number, end + mark.len_utf8()))
        }
        // 三（七）
        '(' if !is_digit && self::number(rest).is_some() => Some((kind, number, end)),
        _ => None,
    }
}

/// The value of a Han number below a hundred.
fn han(text: &str) -> Option<u32> {
    let (mut total, mut digit) = (0, None);
    for c in text.chars() {
        match han_value(c)? {
            10 if total == 0 => total = digit.take().unwrap_or(1) * 10,
            value @ 1..=9 if digit.is_none() => digit = Some(value),
            _ => return None,
        }
    }
    let value = total + digit.unwrap_or(0);
    (value > 0).then_some(value)
}

/// Where brackets at the end of a label begin, and what is inside.
fn note(text: &str) -> Option<(usize, Range<usize>)> {
    let inside = text.strip_suffix(')')?;
    let mut depth = 0;
    for (at, c) in inside.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' if depth == 0 => return Some((at, at + 1..inside.len())),
            '(' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Label, NumberKind, Total};

    #[test]
    fn labels_are_read() {
        type Case<'c> = (&'c str, &'c [(NumberKind, u32)], &'c str, &'c str);
        let cases: [Case<'_>; 9] = [
            ("一、本年新收", &[(NumberKind::Han, 1)], "本年新收", ""),
            (
                "三（七）总计",
                &[(NumberKind::Han, 3), (NumberKind::HanBrackets, 7)],
                "总计",
                "",
            ),
            ("（七） 總 計", &[(NumberKind::HanBrackets, 7)], "总计", ""),
            (
                "1.属于国家秘密",
                &[(NumberKind::Digit, 1)],
                "属于国家秘密",
                "",
            ),
            ("行政检查（次）", &[], "行政检查", "次"),
            ("合　计：", &[], "合计", ""),
            ("7月", &[], "7月", ""),
            ("2019年", &[], "2019年", ""),
            ("", &[], "", ""),
        ];
        for (text, numbers, words, note) in cases {
            let label = Label::of(text);
            assert_eq!(label.numbers, numbers, "{text}");
            assert_eq!(
                (label.words.as_str(), label.note.as_str()),
                (words, note),
                "{text}"
            );
        }
    }

    #[test]
    fn totals_shares_and_parts_are_known() {
        for (text, total) in [
            ("合计", Some(Total::Grand)),
            ("總計", Some(Total::Grand)),
            ("合计（示例所加）", Some(Total::Grand)),
            ("小　计", Some(Total::Sub)),
            ("全县合计", Some(Total::Grand)),
            ("Total", Some(Total::Grand)),
            ("统计", None),
            ("审计", None),
            ("合计收费", None),
        ] {
            assert_eq!(Label::of(text).total(), total, "{text}");
        }
        for text in ["办结率", "占比", "金额（%）", "序号", "同比增长"] {
            assert!(Label::of(text).is_ratio(), "{text}");
        }
        for text in ["三、本年度办理结果", "四、结转下年度继续办理"] {
            assert!(!Label::of(text).is_ratio(), "{text}");
        }
        for text in ["其中：维持", "其中"] {
            assert!(Label::of(text).is_within(), "{text}");
        }
    }
}
