//! Recognises one official number: 一、 (一) 1. 1) (1) ① 一是 第一章, in full-width and half-width forms.
//!
//! In: text that begins with the number. Out: its kind, value and length in bytes. Never knows what came
//! before: whether the number is expected there is the outline's to say.

/// The kinds of numbers, in the order in which official texts nest them (GB/T 9704-2012, 7.3.3, and use).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// 第一编
    Volume,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 一、
    Han,
    /// 第一条
    Article,
    /// (一)
    HanBracket,
    /// 1. or 1、
    Digit,
    /// 1)
    DigitBracket,
    /// (1)
    DigitBrackets,
    /// ①
    Circled,
    /// 一是
    Count,
}

impl Kind {
    /// Depth in the usual order; 1) and (1) are both used below 1., so neither encloses the other by rank.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Kind::DigitBracket => Kind::DigitBrackets as u8,
            other => other as u8,
        }
    }
}

/// A number as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) kind: Kind,
    pub(crate) value: u32,
    /// Bytes.
    pub(crate) length: usize,
    /// Whether all of it is there; 四) may be (四) with its first bracket lost.
    pub(crate) complete: bool,
}

/// Above this a figure is a quantity or a year, not the number of a part.
const VALUE_MAX: u32 = 299;

/// Reads the number that `text` begins with.
pub(crate) fn read(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    match first {
        '第' => ordinal(text),
        '(' | '（' => bracketed(text, first.len_utf8()),
        '0'..='9' | '０'..='９' => digits_first(text),
        '①'..='⑳' => single(first, '①', Kind::Circled),
        '㈠'..='㈩' => single(first, '㈠', Kind::HanBracket),
        '⑴'..='⒇' => single(first, '⑴', Kind::DigitBrackets),
        '⒈'..='⒛' => single(first, '⒈', Kind::Digit),
        _ if han_digit(first).is_some() => han_first(text),
        _ => None,
    }
}

fn marker(kind: Kind, value: u32, length: usize) -> Option<Marker> {
    (1..=VALUE_MAX).contains(&value).then_some(Marker {
        kind,
        value,
        length,
        complete: true,
    })
}

fn single(c: char, first: char, kind: Kind) -> Option<Marker> {
    marker(kind, c as u32 - first as u32 + 1, c.len_utf8())
}

/// 第一章 and its like, which stand before a space or alone.
fn ordinal(text: &str) -> Option<Marker> {
    let start = '第'.len_utf8();
    let rest = &text[start..];
    let (value, length) = han_number(rest).or_else(|| digits(rest))?;
    let mut after = rest[length..].chars();
    let unit = after.next()?;
    let kind = match unit {
        '编' => Kind::Volume,
        '章' => Kind::Chapter,
        '节' => Kind::Section,
        '条' => Kind::Article,
        _ => return None,
    };
    if after.next().is_some_and(|c| !c.is_whitespace()) {
        return None;
    }
    marker(kind, value, start + length + unit.len_utf8())
}

fn bracketed(text: &str, open: usize) -> Option<Marker> {
    let rest = &text[open..];
    let (kind, (value, length)) = match han_number(rest) {
        Some(number) => (Kind::HanBracket, number),
        None => (Kind::DigitBrackets, digits(rest)?),
    };
    let close = rest[length..]
        .chars()
        .next()
        .filter(|c| matches!(c, ')' | '）'))?;
    let end = open + length + close.len_utf8();
    // (一)至(三)项, (一)、(二)项: a reference to parts, not one.
    let mut after = text[end..].chars();
    match after.next() {
        Some('至' | '到' | '和' | '及') => return None,
        Some('项' | '款') if after.next() != Some('目') => return None,
        Some('、') if matches!(after.next(), Some('(' | '（')) => return None,
        _ => {}
    }
    marker(kind, value, end)
}

fn digits_first(text: &str) -> Option<Marker> {
    let (value, length) = digits(text)?;
    let stop = text[length..].chars().next()?;
    let end = length + stop.len_utf8();
    let rest = &text[end..];
    match stop {
        ')' | '）' => marker(Kind::DigitBracket, value, end),
        '.' | '．' | '、' => {
            // 1.35 and 2. 5亿 are figures; 3. 2016年… is a part about a year.
            let words = rest.trim_start();
            if words.starts_with(|c| any_digit(c).is_some()) {
                let (year, length) = digits(words)?;
                if !((1900..2100).contains(&year) && words[length..].starts_with('年')) {
                    return None;
                }
            }
            marker(Kind::Digit, value, end)
        }
        _ => None,
    }
}

fn han_first(text: &str) -> Option<Marker> {
    let (value, length) = han_number(text)?;
    let stop = text[length..].chars().next()?;
    let end = length + stop.len_utf8();
    let rest = &text[end..];
    match stop {
        '、' | '．' | '.' => {
            // 一、二季度: two numbers in a row, not the first part.
            if let Some((next, length)) = han_number(rest)
                && next == value + 1
                && rest[length..].starts_with(|c| "、和及季级类期批产线号楼".contains(c))
            {
                return None;
            }
            marker(Kind::Han, value, end)
        }
        '是' => marker(Kind::Count, value, end),
        ')' | '）' => marker(Kind::HanBracket, value, end).map(|found| Marker {
            complete: false,
            ..found
        }),
        _ => None,
    }
}

fn any_digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// A number in Arabic digits without a leading zero: value and bytes.
fn digits(text: &str) -> Option<(u32, usize)> {
    let mut value = 0;
    let mut length = 0;
    for c in text.chars() {
        let Some(digit) = any_digit(c) else { break };
        if (length == 0 && digit == 0) || value > 9999 {
            return None;
        }
        value = value * 10 + digit;
        length += c.len_utf8();
    }
    (length > 0).then_some((value, length))
}

fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        _ => return None,
    })
}

/// A number in Han digits up to 999: value and bytes.
fn han_number(text: &str) -> Option<(u32, usize)> {
    let mut total = 0;
    let mut digit: Option<u32> = None;
    let mut unit = 1000;
    let mut length = 0;
    for c in text.chars() {
        match han_digit(c) {
            None => break,
            Some(0) if length > 0 && digit.is_none() => {}
            Some(value @ 1..=9) if digit.is_none() => digit = Some(value),
            Some(value @ (10 | 100)) if value < unit => {
                total += digit.take().unwrap_or(1) * value;
                unit = value;
            }
            Some(_) => return None,
        }
        length += c.len_utf8();
    }
    let value = total + digit.unwrap_or(0);
    (value > 0).then_some((value, length))
}

#[cfg(test)]
mod tests {
    use super::{Kind, read};

    fn check(text: &str, expected: Option<(Kind, u32, &str)>) {
        let found = read(text).map(|m| (m.kind, m.value, &text[..m.length]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn numbers_of_parts() {
        for (text, kind, value, number) in [
            ("一、总体情况", Kind::Han, 1, "一、"),
            ("十二、附则", Kind::Han, 12, "十二、"),
            ("一百零三、其他", Kind::Han, 103, "一百零三、"),
            ("二、三大行动", Kind::Han, 2, "二、"),
            ("(一)指导思想", Kind::HanBracket, 1, "(一)"),
            ("（二）目标", Kind::HanBracket, 2, "（二）"),
            ("(三）混用", Kind::HanBracket, 3, "(三）"),
            ("㈣内容", Kind::HanBracket, 4, "㈣"),
            ("四)内容", Kind::HanBracket, 4, "四)"),
            ("1.依法", Kind::Digit, 1, "1."),
            ("3. 实行", Kind::Digit, 3, "3."),
            ("１．全角", Kind::Digit, 1, "１．"),
            ("2、顿号", Kind::Digit, 2, "2、"),
            ("3. 2016年工作", Kind::Digit, 3, "3."),
            ("41)推动", Kind::DigitBracket, 41, "41)"),
            ("1）全角", Kind::DigitBracket, 1, "1）"),
            ("(1)项目", Kind::DigitBrackets, 1, "(1)"),
            ("（12）项目", Kind::DigitBrackets, 12, "（12）"),
            ("⑵项目", Kind::DigitBrackets, 2, "⑵"),
            ("③项目", Kind::Circled, 3, "③"),
            ("一是健全", Kind::Count, 1, "一是"),
            ("第三章 监督", Kind::Chapter, 3, "第三章"),
            ("第二十四条　规定", Kind::Article, 24, "第二十四条"),
        ] {
            check(text, Some((kind, value, number)));
        }
    }

    #[test]
    fn figures_and_words_that_are_none() {
        for text in [
            "1.35",
            "2. 5亿元",
            "2016.5.1",
            "2019、2020年",
            "(2016)",
            "〔2016〕",
            "12月",
            "第一季度",
            "第一条规定",
            "一、二季度",
            "一、二、三产业",
            "(一)至(三)项",
            "（一）、（二）项",
            "一方面",
            "01.编号",
            "1,000",
            "(新市区)",
            "一",
            "1",
            "(",
            "",
            "500.其他",
            "万是",
            "一二、",
        ] {
            check(text, None);
        }
    }
}
