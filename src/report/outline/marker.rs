//! Recognises one official number: 一、 (一) 1. 1) (1) ① 一是 第一章 壹、 甲、 2.1.1, in full-width and half-width forms.
//!
//! In: text that begins with the number. Out: its kind, value, length in bytes, and how sure it is by itself. Never
//! knows what came before: whether a doubtful number is expected is the outline's to say.

pub(super) mod english;
mod ordinal;

use crate::character::{is_blank, is_invisible, is_unseen};
use crate::report::outline::numeral::{self, Blanks, any_digit, digits, han, han_digit, padding};

/// The kinds of numbers, in the order in which official texts nest them (GB/T 9704-2012, 7.3.3, and use).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// 第一部分, Part A
    Division,
    /// 第一编
    Volume,
    /// 第一分编
    Subvolume,
    /// 第一章, Chapter II
    Chapter,
    /// 第一节
    Section,
    /// 第一款, which stands between sections and articles in codes of Taiwan
    Clause,
    /// 第一目
    Subclause,
    /// 壹、
    Formal,
    /// 一、
    Han,
    /// 第一条, Article 5
    Article,
    /// Section 1.010., which is within an article as often as around it
    EnglishSection,
    /// 第一项
    Item,
    /// (一)
    HanBracket,
    /// 2.1.1 and how many numbers it has; 1 总则 where the text has such numbers
    Decimal(u8),
    /// 1. or 1、
    Digit,
    /// 1)
    DigitBracket,
    /// (1)
    DigitBrackets,
    /// 甲、
    Stem,
    /// ①
    Circled,
    /// 一是
    Count,
}

impl Kind {
    /// Whether an open part of this kind cannot enclose one of the `other`, by the usual order.
    ///
    /// Those with a bracket before and without are both used below 1., articles and English sections on both sides of each other, and decimal
    /// numbers above and below any other: of these neither closes the other.
    pub(crate) fn is_below(self, other: Kind) -> bool {
        use Kind::{Article, Decimal, DigitBracket, DigitBrackets, EnglishSection};
        match (self, other) {
            (Decimal(_), _)
            | (_, Decimal(_))
            | (DigitBrackets, DigitBracket)
            | (EnglishSection, Article) => false,
            _ => self > other,
        }
    }

    /// Whether lines with such numbers are headings where they hold a few words alone.
    pub(crate) fn is_of_headings(self) -> bool {
        self <= Kind::Han
    }

    /// Whether it is too common a word to be the first that a text shows of its kind without 1 before it.
    pub(super) fn begins_with_one(self) -> bool {
        matches!(self, Kind::Stem | Kind::Formal)
    }
}

/// How sure a number is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// It points to a part, or seems to: 第五条规定的…
    Reference,
    /// It is also a word or a figure, or has lost a bracket: 五、六月份, （二）项, 3. 5G, 四)
    Doubtful,
    /// The words run on without a blank: 第一条为了
    Glued,
    Certain,
}

/// A number as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    pub(crate) kind: Kind,
    pub(crate) value: u32,
    /// What follows 之 in 第一百二十条之一, and the hyphen in 第 66-1 條; 0 where there is none.
    pub(crate) sub: u32,
    /// Bytes.
    pub(crate) length: usize,
    pub(crate) certainty: Certainty,
}

impl Marker {
    /// Whether it is the number after `last`.
    pub(crate) fn follows(&self, last: (u32, u32)) -> bool {
        let (value, sub) = last;
        (self.value == value + 1 && self.sub == 0) || (self.value == value && self.sub == sub + 1)
    }

    pub(crate) fn is_first(&self) -> bool {
        self.value == 1 && self.sub == 0
    }

    fn doubtful(self, is_doubtful: bool) -> Marker {
        let certainty = match is_doubtful {
            true => self.certainty.min(Certainty::Doubtful),
            false => self.certainty,
        };
        Marker { certainty, ..self }
    }
}

/// Above this a figure is a quantity or a year, not the number of a part that is no article.
const VALUE_MAX: u32 = 299;
/// Numbers in one decimal number.
const DECIMALS_MAX: usize = 6;

/// Reads the number that `text` begins with.
pub(crate) fn read(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    match first {
        '第' => ordinal::read(text),
        '(' | '（' => bracketed(text, first.len_utf8()),
        '0'..='9' | '０'..='９' => digits_first(text),
        '①'..='⑳' => single(first, '①', 1, Kind::Circled),
        '㉑'..='㉟' => single(first, '㉑', 21, Kind::Circled),
        '㊱'..='㊿' => single(first, '㊱', 36, Kind::Circled),
        '㈠'..='㈩' => single(first, '㈠', 1, Kind::HanBracket),
        '⑴'..='⒇' => single(first, '⑴', 1, Kind::DigitBrackets),
        '⒈'..='⒛' => single(first, '⒈', 1, Kind::Digit),
        '甲' | '乙' | '丙' | '丁' | '戊' | '己' | '庚' | '辛' | '壬' | '癸' => {
            with_comma(text, numeral::stem, Kind::Stem)
        }
        _ if han_digit(first).is_some() => han_first(text),
        _ => with_comma(text, numeral::formal, Kind::Formal),
    }
}

fn marker(kind: Kind, value: u32, length: usize) -> Option<Marker> {
    (1..=VALUE_MAX).contains(&value).then_some(Marker {
        kind,
        value,
        sub: 0,
        length,
        certainty: Certainty::Certain,
    })
}

fn single(c: char, first: char, value: u32, kind: Kind) -> Option<Marker> {
    marker(kind, c as u32 - first as u32 + value, c.len_utf8())
}

/// 壹、 and 甲、; 甲、乙双方 names two.
fn with_comma(text: &str, numeral: fn(&str) -> Option<(u32, usize)>, kind: Kind) -> Option<Marker> {
    let (value, length) = numeral(text)?;
    let (stop, end) = stop(text, length)?;
    if !matches!(stop, '、' | '．') {
        return None;
    }
    let is_doubtful = numeral(&text[end..]).is_some_and(|(next, _)| next == value + 1);
    Some(marker(kind, value, end)?.doubtful(is_doubtful))
}

/// The character after a numeral that ends at `length`, and where it ends; blanks stand before a wide stop at most.
fn stop(text: &str, length: usize) -> Option<(char, usize)> {
    let rest = &text[length..];
    let blanks = padding(rest);
    let stop = rest[blanks..].chars().next()?;
    let is_near = rest[..blanks].chars().all(is_invisible);
    (is_near || matches!(stop, '、' | '．' | '）'))
        .then_some((stop, length + blanks + stop.len_utf8()))
}

fn bracketed(text: &str, open: usize) -> Option<Marker> {
    let start = open + padding(&text[open..]);
    let rest = &text[start..];
    let (kind, (value, length)) = match han(rest, Blanks::Inside) {
        Some(number) => (Kind::HanBracket, number),
        None => (Kind::DigitBrackets, digits(rest)?),
    };
    let close = start + length + padding(&rest[length..]);
    let bracket = text[close..]
        .chars()
        .next()
        .filter(|c| matches!(c, ')' | '）'))?;
    let end = close + bracket.len_utf8();
    let found = marker(kind, value, end)?;
    let after = text[end..].trim_start_matches(is_unseen);
    let mut words = after.chars();
    let is_doubtful = match words.next() {
        // (一)至(三)项, (一)、(二)项: a reference to parts; （二）及时, （三）和谐 are none.
        Some('至' | '到' | '和' | '及' | '或' | '与' | '與' | '、' | '-' | '—' | '～' | '~')
            if is_numeral_ahead(words.as_str()) =>
        {
            return None;
        }
        Some('项' | '款' | '目' | '項') => ![
            "项目", "項目", "款项", "款項", "款待", "目标", "目標", "目录", "目錄",
        ]
        .iter()
        .any(|word| after.starts_with(word)),
        _ => false,
    };
    Some(found.doubtful(is_doubtful))
}

/// Whether a number in brackets, or of an ordinal, comes next.
fn is_numeral_ahead(text: &str) -> bool {
    let words = text.trim_start_matches(['第', ' ']);
    words.starts_with(['(', '（']) || words.len() < text.len() && han(words, Blanks::End).is_some()
}

fn digits_first(text: &str) -> Option<Marker> {
    let (value, length) = digits(text)?;
    if let Some(found) = decimal(text) {
        return Some(found);
    }
    let (stop, end) = stop(text, length)?;
    match stop {
        ')' | '）' => marker(Kind::DigitBracket, value, end),
        '.' | '．' | '、' => digit(text, value, stop, end),
        _ => None,
    }
}

/// `1.` and its like, where what follows may make a figure or an enumeration of it.
fn digit(text: &str, value: u32, stop: char, end: usize) -> Option<Marker> {
    let found = marker(Kind::Digit, value, end)?;
    let words = &text[end + padding(&text[end..])..];
    if !words.starts_with(|c| any_digit(c).is_some()) {
        return Some(found);
    }
    let is_glued = words.len() == text.len() - end;
    let figure = figure(words);
    let after = &words[figure.len()..];
    // 3. 2016年… is a part about a year.
    let is_year = figure.chars().count() == 4
        && figure.starts_with(['1', '2', '１', '２'])
        && after.starts_with('年');
    if stop == '、' {
        // 1、2季度, 3、5月: an enumeration. 3、100个项目: a part.
        let next = digits(words).map(|n| n.0);
        let is_enumeration = next == Some(value + 1)
            || after.starts_with([
                '、', '和', '及', '至', '-', '—', '～', '~', '月', '日', '号', '號', '季',
            ]);
        return Some(found.doubtful(is_enumeration && !is_year));
    }
    if is_year && !is_glued {
        return Some(found);
    }
    // 1.35亿元 is a figure, and 2.12345热线 may be a part.
    let is_end =
        after.is_empty() || after.starts_with(['，', '。', '；', '、', '）', ',', ';', ')']);
    let is_figure = is_end
        || figure.starts_with(['0', '０'])
        || !figure.ends_with(['0', '０']) && begins_with_unit(&after[padding(after)..]);
    // The wide stop is in no figure.
    if is_glued && stop == '.' && is_figure {
        return None;
    }
    Some(found.doubtful(true))
}

/// The digits, dots and commas that a figure is made of.
fn figure(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(_, c)| any_digit(*c).is_none() && !matches!(c, '.' | '．' | ','))
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// What figures count, so that `3.1 公里` is none of a part.
const UNITS: [&str; 28] = [
    "%", "％", "‰", "℃", "°", "亿", "億", "万", "萬", "元", "美元", "倍", "个", "個", "公里",
    "公顷", "公頃", "公斤", "平方", "立方", "米", "吨", "噸", "亩", "畝", "年", "月", "日",
];
/// Words that begin like a unit.
const NO_UNITS: [&str; 13] = [
    "个人", "个体", "个案", "個人", "個體", "米面", "元旦", "日常", "日程", "年度", "年报", "月度",
    "日报",
];

fn begins_with_unit(words: &str) -> bool {
    UNITS.iter().any(|unit| words.starts_with(unit))
        && !NO_UNITS.iter().any(|word| words.starts_with(word))
}

/// 1.1 and 2.1.1, and 1 before a blank and words: each a part only where the text counts so.
fn decimal(text: &str) -> Option<Marker> {
    let mut count = 0;
    let mut end = 0;
    let mut value = 0;
    let mut first = 0;
    loop {
        let rest = &text[end + usize::from(count > 0)..];
        let length = rest
            .char_indices()
            .take(4)
            .take_while(|(_, c)| any_digit(*c).is_some())
            .map(|(at, c)| at + c.len_utf8())
            .last()
            .unwrap_or(0);
        if length == 0 || count == DECIMALS_MAX {
            break;
        }
        let number = rest[..length]
            .chars()
            .filter_map(any_digit)
            .fold(0, |number, digit| number * 10 + digit);
        // 0 stands between two numbers (1.0.1), not first, and no number begins with it.
        if length > 1 && rest.starts_with(['0', '０']) || count == 0 && number == 0 {
            return None;
        }
        count += 1;
        first = if count == 1 { number } else { first };
        value = number;
        end += length + usize::from(count > 1);
        if !text[end..].starts_with('.') {
            break;
        }
    }
    // A date, a version, an amount of more than the parts of any text.
    if first > VALUE_MAX || value == 0 || value > VALUE_MAX {
        return None;
    }
    let rest = &text[end..];
    let stop = rest.chars().next();
    if count > 1 && matches!(stop, Some('.' | '、')) {
        end += stop.map_or(0, char::len_utf8);
    }
    let rest = &text[end..];
    let blanks = padding(rest);
    let words = &rest[blanks..];
    let begins_words = match words.chars().next() {
        None => false,
        Some(c) => c.is_alphabetic() || matches!(c, '“' | '《' | '"' | '‘'),
    };
    let has_blank = rest[..blanks].chars().any(is_blank);
    if !begins_words || begins_with_unit(words) || count == 1 && !has_blank {
        return None;
    }
    // 5G is one word.
    if !has_blank && words.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    Some(marker(Kind::Decimal(count as u8), value, end)?.doubtful(true))
}

/// The number that `text` begins with, where the decimal number that it also is was none: `2.12345热线`.
pub(crate) fn read_without_decimals(text: &str) -> Option<Marker> {
    let (value, length) = digits(text)?;
    let (stop, end) = stop(text, length)?;
    matches!(stop, '.' | '．')
        .then(|| digit(text, value, stop, end))
        .flatten()
}

fn han_first(text: &str) -> Option<Marker> {
    let (value, length) = han(text, Blanks::End)?;
    let (stop, end) = stop(text, length)?;
    let rest = &text[end..];
    match stop {
        '、' | '．' | '.' => {
            // 一、二季度, 五、六月份: two numbers in a row, or a part whose words begin with one.
            let is_row = han(rest, Blanks::End).is_some_and(|(next, length)| {
                next == value + 1
                    && (value > 1
                        || rest[length..].starts_with(|c| {
                            "、和及季级級类類期批产產线線号號楼樓月年日名等届屆次代审審".contains(c)
                        }))
            });
            Some(marker(Kind::Han, value, end)?.doubtful(is_row))
        }
        '是' => marker(Kind::Count, value, end),
        ')' | '）' => Some(marker(Kind::HanBracket, value, end)?.doubtful(true)),
        _ => None,
    }
}
#[cfg(test)]
mod tests {
    use super::{Certainty, Kind, english, read};

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
            ("⼀、其他", Kind::Han, 1, "⼀、"),
            ("一\u{200B}、其他", Kind::Han, 1, "一\u{200B}、"),
            ("一 、其他", Kind::Han, 1, "一 、"),
            ("(一)指导思想", Kind::HanBracket, 1, "(一)"),
            ("（二）目标", Kind::HanBracket, 2, "（二）"),
            ("(三）混用", Kind::HanBracket, 3, "(三）"),
            ("（ 三 ）空格", Kind::HanBracket, 3, "（ 三 ）"),
            ("（二）及时回应", Kind::HanBracket, 2, "（二）"),
            ("（三）和谐", Kind::HanBracket, 3, "（三）"),
            ("（五）到位", Kind::HanBracket, 5, "（五）"),
            ("（四）款项拨付", Kind::HanBracket, 4, "（四）"),
            ("㈣内容", Kind::HanBracket, 4, "㈣"),
            ("1.依法", Kind::Digit, 1, "1."),
            ("3. 实行", Kind::Digit, 3, "3."),
            ("１．全角", Kind::Digit, 1, "１．"),
            ("2、顿号", Kind::Digit, 2, "2、"),
            ("3、100个项目", Kind::Digit, 3, "3、"),
            ("1、5G网络", Kind::Digit, 1, "1、"),
            ("4、2021年度总结", Kind::Digit, 4, "4、"),
            ("3. 2016年工作", Kind::Digit, 3, "3."),
            ("41)推动", Kind::DigitBracket, 41, "41)"),
            ("1）全角", Kind::DigitBracket, 1, "1）"),
            ("(1)项目", Kind::DigitBrackets, 1, "(1)"),
            ("（1）、项目", Kind::DigitBrackets, 1, "（1）"),
            ("（12）项目", Kind::DigitBrackets, 12, "（12）"),
            ("⑵项目", Kind::DigitBrackets, 2, "⑵"),
            ("③项目", Kind::Circled, 3, "③"),
            ("㉒项目", Kind::Circled, 22, "㉒"),
            ("㊱项目", Kind::Circled, 36, "㊱"),
            ("一是健全", Kind::Count, 1, "一是"),
            ("壹、總說明", Kind::Formal, 1, "壹、"),
            ("拾贰、其他", Kind::Formal, 12, "拾贰、"),
            ("甲、說明", Kind::Stem, 1, "甲、"),
            ("第一部分 概况", Kind::Division, 1, "第一部分"),
            ("第二编 物权", Kind::Volume, 2, "第二编"),
            ("第一分编 通则", Kind::Subvolume, 1, "第一分编"),
            ("第三章 监督", Kind::Chapter, 3, "第三章"),
            ("第三章：监督", Kind::Chapter, 3, "第三章"),
            ("第 三 章　監督", Kind::Chapter, 3, "第 三 章"),
            ("第一節", Kind::Section, 1, "第一節"),
            ("第一款　通則", Kind::Clause, 1, "第一款"),
            ("第二十四条　规定", Kind::Article, 24, "第二十四条"),
            (
                "第一千二百六十条 附则",
                Kind::Article,
                1260,
                "第一千二百六十条",
            ),
            ("第一〇三条 附则", Kind::Article, 103, "第一〇三条"),
            ("第 1 條", Kind::Article, 1, "第 1 條"),
            ("第１２條　甲", Kind::Article, 12, "第１２條"),
            ("第三条【目的】甲", Kind::Article, 3, "第三条"),
        ] {
            check(text, Some((kind, value, number)));
            assert_eq!(read(text).unwrap().certainty, Certainty::Certain, "{text}");
        }
    }

    #[test]
    fn numbers_between_numbers() {
        for (text, number, sub) in [
            ("第一百二十条之一 甲", "第一百二十条之一", 1),
            ("第一百二十条之十二　甲", "第一百二十条之十二", 12),
            ("第 66-1 條 甲", "第 66-1 條", 1),
            ("第66之2條 甲", "第66之2條", 2),
            ("第十五條之一 甲", "第十五條之一", 1),
        ] {
            let found = read(text).unwrap();
            assert_eq!((&text[..found.length], found.sub), (number, sub), "{text}");
        }
    }

    #[test]
    fn numbers_that_are_doubtful_by_themselves() {
        for (text, certainty) in [
            ("四)内容", Certainty::Doubtful),
            ("（一）项规定", Certainty::Doubtful),
            ("五、六月份降水", Certainty::Doubtful),
            ("三、四年级", Certainty::Doubtful),
            ("二、三大行动", Certainty::Doubtful),
            ("一、二季度", Certainty::Doubtful),
            ("1、2、3号楼", Certainty::Doubtful),
            ("2. 5亿元", Certainty::Doubtful),
            ("2.1.1 范围", Certainty::Doubtful),
            ("1 总则", Certainty::Doubtful),
            ("甲、乙双方", Certainty::Doubtful),
            ("第三十－条 甲", Certainty::Doubtful),
            ("第一章总则", Certainty::Glued),
            ("第一条为了", Certainty::Glued),
            ("第一条规定", Certainty::Reference),
            ("第五条规定的情形", Certainty::Reference),
            ("第五条第二款", Certainty::Reference),
            ("第五条（一）项", Certainty::Reference),
            ("第三章至第五章", Certainty::Reference),
        ] {
            assert_eq!(read(text).map(|m| m.certainty), Some(certainty), "{text}");
        }
    }

    #[test]
    fn english_numbers() {
        for (text, kind, value, number) in [
            ("Article 5", Kind::Article, 5, "Article 5"),
            ("ARTICLE IV. Powers", Kind::Article, 4, "ARTICLE IV."),
            (
                "Section 1.010. Purpose",
                Kind::EnglishSection,
                10,
                "Section 1.010.",
            ),
            ("Chapter II", Kind::Chapter, 2, "Chapter II"),
            ("Part A General", Kind::Division, 1, "Part A"),
            ("Title 12: Zoning", Kind::Volume, 12, "Title 12:"),
            ("§ 4.02 Definitions", Kind::EnglishSection, 2, "§ 4.02"),
        ] {
            let found = english::read(text).map(|m| (m.kind, m.value, &text[..m.length]));
            assert_eq!(found, Some((kind, value, number)), "{text}");
        }
        for text in [
            "Section 3 of the Act applies.",
            "Part A, which was repealed",
            "Part of the text",
            "Parts A",
            "Articles 5",
            "article 5",
            "Chapter and verse",
            "Section",
        ] {
            assert_eq!(english::read(text), None, "{text}");
        }
    }

    #[test]
    fn figures_and_words_that_are_none() {
        for text in [
            "1.35",
            "1.35亿元",
            "2.5%",
            "2.5％",
            "3.1 公里",
            "3.1公里",
            "1.5万元",
            "2016.5.1",
            "2024.1.15 会议",
            "2019、2020年",
            "(2016)",
            "〔2016〕",
            "12月",
            "3 月份",
            "第一季度",
            "第一款第四项在选定",
            "第三人",
            "第一审",
            "第二条款",
            "第一章程",
            "第三节目组",
            "第十七次会议",
            "(一)至(三)项",
            "（一）、（二）项",
            "（一）和第（三）项",
            "一方面",
            "01.编号",
            "1,000",
            "1.0版本",
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
