//! The deadline of a measure: 2017年底前完成, 2018年6月底前, 每年12月前, 长期坚持.
//!
//! In: the characters of one member of a clause, or of a sentence. Out: until when, as the last day that the words can
//! mean, so that nobody is called late who may be in time; or that it has no end. Never reads a clock: a date without
//! a year takes the year of the plan, where that is a single one.

use serde::{Deserialize, Serialize};

use crate::character::han_value;
use crate::date::PartialDate;
use crate::report::findings::measure::words::{after, begins, eat, holds};

/// Until when a measure is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Timing {
    /// Until the end of this day.
    Until(PartialDate),
    /// Again and again (每年…).
    Recurring,
    /// Without an end (长期坚持).
    Ongoing,
    /// From a time on, without an end (2023年起实施).
    From(PartialDate),
}

/// What the words of a deadline came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A deadline.
    Read(Timing),
    /// One that lacks its year, and the plan has none to lend.
    WithoutYear,
    /// It begins as one and goes on as something else, or the calendar has no such day.
    Unclear,
}

/// Words before a date.
const BEFORE: [&str; 24] = [
    "完成时限",
    "完成时间",
    "完成期限",
    "时限",
    "原则上",
    "应当",
    "截止",
    "截至",
    "力争",
    "争取",
    "确保",
    "务必",
    "必须",
    "计划",
    "预计",
    "均",
    "应",
    "须",
    "需",
    "要",
    "于",
    "在",
    "到",
    ":",
];
/// Words after a date that leave it a deadline.
const FOLLOWING: [&str; 53] = [
    "阶段性",
    "常态化",
    "见到",
    "长期坚持",
    "持续推进",
    "之前",
    "以前",
    "以内",
    "为止",
    "基本",
    "全面",
    "全部",
    "初步",
    "按期",
    "如期",
    "完成",
    "办结",
    "实施",
    "落实",
    "到位",
    "建成",
    "见效",
    "施行",
    "取得",
    "明显",
    "成效",
    "成果",
    "进展",
    "出台",
    "制定",
    "印发",
    "建立",
    "形成",
    "达到",
    "实现",
    "目标",
    "任务",
    "工作",
    "要求",
    "投入",
    "使用",
    "运行",
    "上线",
    "验收",
    "推进",
    "公布",
    "整改",
    "并",
    "前",
    "止",
    "内",
    "底",
    "末",
];
/// Words after a date with which something begins.
const BEGINNING: [&str; 8] = ["开始", "启动", "起", "组织", "实施", "推行", "施行", "试行"];
/// Words that say how often.
const RECURRING: [&str; 10] = [
    "每半年",
    "每季度",
    "每年",
    "每季",
    "每月",
    "每两年",
    "每三年",
    "每学期",
    "逐年",
    "定期",
];
/// Words that say that there is no end.
const ONGOING: [&str; 26] = [
    "长期",
    "持续",
    "常态化",
    "常态",
    "经常性",
    "日常",
    "全程",
    "不断",
    "贯穿",
    "始终",
    "坚持",
    "推进",
    "实施",
    "落实",
    "开展",
    "抓好",
    "进行",
    "执行",
    "深化",
    "完善",
    "工作",
    "任务",
    "并",
    "、",
    "整治",
    "坚持不懈",
];
/// Words without which the words above are no deadline.
const ENDLESS: [&str; 9] = [
    "长期",
    "持续",
    "常态",
    "经常性",
    "日常",
    "不断",
    "始终",
    "全程",
    "坚持不懈",
];
/// Words with which a task ends.
pub(super) const DONE: [&str; 5] = ["完成", "落实", "到位", "办结", "实现"];

/// A date as precise as it is written, and what follows it.
struct Dated<'c> {
    date: Result<PartialDate, Reading>,
    rest: &'c [char],
}

/// Reads a member of a clause; none where it is no deadline. `year` is that of the plan.
pub(super) fn read(member: &[char], year: Option<i16>) -> Option<Reading> {
    let words = eat(member, &BEFORE);
    if begins(words, &RECURRING) {
        let mut rest = eat(words, &RECURRING);
        loop {
            let next = eat(rest, &FOLLOWING);
            let next = eat(next, &ONGOING);
            let next = match next.split_first() {
                Some((first, others))
                    if first.is_ascii_digit()
                        || han_value(*first).is_some()
                        || matches!(
                            first,
                            '月' | '日' | '年' | '初' | '各' | '第' | '季' | '度' | '次'
                        ) =>
                {
                    others
                }
                _ => next,
            };
            if next.len() == rest.len() {
                break;
            }
            rest = next;
        }
        return Some(match rest.is_empty() {
            true => Reading::Read(Timing::Recurring),
            false => Reading::Unclear,
        });
    }
    if holds(words, &ENDLESS) && eat(words, &ONGOING).is_empty() {
        return Some(Reading::Read(Timing::Ongoing));
    }
    let mut dated = date(words, year)?;
    // 2017年底前启动,2018年底前完成 may stand in one member: the last date counts.
    loop {
        let rest = eat(dated.rest, &FOLLOWING);
        let is_beginning = begins(rest, &["起", "开始", "启动"]);
        let rest = match is_beginning {
            true => eat(rest, &BEGINNING),
            false => rest,
        };
        if rest.is_empty() {
            return Some(match (dated.date, is_beginning) {
                (Err(reading), _) => reading,
                (Ok(date), true) if !holds(dated.rest, &["完成", "前"]) => {
                    Reading::Read(Timing::From(date.first_day()))
                }
                (Ok(date), _) => Reading::Read(Timing::Until(date.last_day())),
            });
        }
        match date(eat(rest, &["、", "至", "到", "-"]), year) {
            Some(next) if next.rest.len() < rest.len() => dated = next,
            _ => return Some(Reading::Unclear),
        }
    }
}

/// The last date of a sentence before which something must be done (在2019年底前完成), and nothing else with a
/// date.
pub(super) fn last_limit(sentence: &[char], year: Option<i16>) -> Option<Reading> {
    let mut last = None;
    let mut at = 0;
    while let Some(rest) = sentence.get(at..).filter(|rest| !rest.is_empty()) {
        let is_number = |index: usize| {
            sentence
                .get(index)
                .is_some_and(|c| c.is_ascii_digit() || han_value(*c).is_some())
        };
        let begins_number = is_number(at) && !(at > 0 && is_number(at.saturating_sub(1)));
        match date(rest, year).filter(|_| begins_number) {
            Some(dated) if dated.rest.len() < rest.len() => {
                let is_limit = begins(dated.rest, &["前", "之前", "以前", "内", "以内"]);
                if is_limit && holds(dated.rest, &DONE) {
                    last = Some(match dated.date {
                        Ok(date) => Reading::Read(Timing::Until(date.last_day())),
                        Err(reading) => reading,
                    });
                }
                at = sentence.len().saturating_sub(dated.rest.len());
            }
            _ => at += 1,
        }
    }
    last
}

/// The characters before the first date, and those from it on.
pub(super) fn at_first_date(sentence: &[char], year: Option<i16>) -> Option<(&[char], &[char])> {
    let begins_date = |at: &usize| {
        let rest = sentence.get(*at..).unwrap_or_default();
        date(rest, year).is_some()
    };
    let first = (0..sentence.len()).find(begins_date)?;
    sentence.split_at_checked(first)
}

/// Reads a date with which the characters begin.
fn date(characters: &[char], year: Option<i16>) -> Option<Dated<'_>> {
    if let Some(dated) = of_five_years(characters) {
        return Some(dated);
    }
    if let Some((found, rest)) = year_number(characters) {
        if let Some((first, others)) = rest.split_first() {
            match first {
                '年' => return Some(within(found, others)),
                // 2018-2020年 ends in 2020; 2018-06-30 is a day.
                '-' | '至' | '到' if year_number(others).is_some() => return date(others, year),
                '-' | '.' | '/' => return Some(numeric(found, *first, others)),
                _ => {}
            }
        }
        return None;
    }
    // Without a year, which the plan may lend.
    let is_year = ["本年度", "本年", "今年", "当年", "年"]
        .iter()
        .find_map(|word| after(characters, word))
        .filter(|rest| begins(rest, &["底", "末", "年底", "年末", "内"]) || month(rest).is_some());
    let rest = match is_year {
        Some(rest) => rest,
        None if month(characters).is_some() || quarter(characters).is_some() => characters,
        None => return None,
    };
    let mut dated = within(year.unwrap_or(2000), rest);
    if year.is_none() {
        dated.date = Err(Reading::WithoutYear);
    }
    Some(dated)
}

/// The end of a five-year plan (十四五期末).
fn of_five_years(characters: &[char]) -> Option<Dated<'_>> {
    let rest = eat(characters, &["“", "\"", "‘"]);
    let (count, rest) = han_number(after(rest, "十").map(|_| rest)?)?;
    let rest = match rest.split_first() {
        Some(('五', rest)) => rest,
        // 十三五 reads as one number: thirteen, then five.
        _ => return None,
    };
    let rest = eat(rest, &["”", "\"", "’"]);
    let named = rest.len();
    let rest = eat(rest, &["规划", "时期", "期间", "期末", "期", "末", "底"]);
    if rest.len() == named {
        return None;
    }
    // The first one began in 1953; since the sixth each ends in a year that five divides.
    let year = i16::try_from(count)
        .ok()?
        .checked_mul(5)?
        .checked_add(1955)?;
    Some(Dated {
        date: Ok(month_of(year, 12)),
        rest,
    })
}

/// A year of four digits.
fn year_number(characters: &[char]) -> Option<(i16, &[char])> {
    let (digits, rest) = characters.split_at_checked(4)?;
    let mut year: i16 = 0;
    for digit in digits {
        let value = digit
            .to_digit(10)
            .or_else(|| han_value(*digit).filter(|value| *value < 10))?;
        year = year
            .checked_mul(10)?
            .checked_add(i16::try_from(value).ok()?)?;
    }
    (1900..2200).contains(&year).then_some((year, rest))
}

/// What of a year is meant, after its 年.
fn within(year: i16, characters: &[char]) -> Dated<'_> {
    let rest = after(characters, "年").unwrap_or(characters);
    let rest = eat(rest, &["度", "的", "全年"]);
    for (word, last) in [("上半年", 6), ("年中", 6), ("下半年", 12), ("中", 6)] {
        if let Some(rest) = after(rest, word) {
            return Dated {
                date: Ok(month_of(year, last)),
                rest,
            };
        }
    }
    if let Some((quarter, rest)) = quarter(rest) {
        let last = quarter.saturating_mul(3);
        return Dated {
            date: Ok(month_of(year, last)),
            rest,
        };
    }
    let Some((month, rest)) = month(rest) else {
        let whole = PartialDate {
            year,
            month: None,
            day: None,
        };
        return Dated {
            date: Ok(whole),
            rest: eat(rest, &["底", "末", "终"]),
        };
    };
    let rest = after(rest, "份").unwrap_or(rest);
    for (word, day) in [("上旬", 10), ("中旬", 20), ("初", 10)] {
        if let Some(rest) = after(rest, word) {
            return Dated {
                date: day_of(year, month, day),
                rest,
            };
        }
    }
    if let Some((day, later)) = number(rest)
        && let Some(rest) = after(later, "日").or_else(|| after(later, "号"))
    {
        return Dated {
            date: i8::try_from(day)
                .map_err(|_| Reading::Unclear)
                .and_then(|day| day_of(year, month, day)),
            rest,
        };
    }
    let date = match (1..=12).contains(&month) {
        true => Ok(month_of(year, month)),
        false => Err(Reading::Unclear),
    };
    Dated {
        date,
        rest: eat(rest, &["下旬", "底", "末"]),
    }
}

/// A date of digits and marks, after its year and first mark.
fn numeric(year: i16, mark: char, characters: &[char]) -> Dated<'_> {
    let unclear = |rest| Dated {
        date: Err(Reading::Unclear),
        rest,
    };
    let Some((month, rest)) = number(characters) else {
        return unclear(characters);
    };
    let month = i8::try_from(month).unwrap_or(0);
    let mut marked = [0; 4];
    let day = after(rest, mark.encode_utf8(&mut marked)).and_then(number);
    match day {
        Some((day, rest)) => Dated {
            date: i8::try_from(day)
                .map_err(|_| Reading::Unclear)
                .and_then(|day| day_of(year, month, day)),
            rest,
        },
        None if (1..=12).contains(&month) => Dated {
            date: Ok(month_of(year, month)),
            rest,
        },
        None => unclear(rest),
    }
}

/// A month with its 月.
fn month(characters: &[char]) -> Option<(i8, &[char])> {
    let (month, rest) = number(characters)?;
    Some((i8::try_from(month).ok()?, after(rest, "月")?))
}

/// A quarter of a year.
fn quarter(characters: &[char]) -> Option<(i8, &[char])> {
    let rest = after(characters, "第").unwrap_or(characters);
    let (quarter, rest) = number(rest)?;
    let rest = after(rest, "季度")?;
    let quarter = i8::try_from(quarter).ok()?;
    (1..=4)
        .contains(&quarter)
        .then(|| (quarter, eat(rest, &["末", "底"])))
}

/// A number of digits of one kind, below a hundred.
fn number(characters: &[char]) -> Option<(u32, &[char])> {
    let count = characters
        .iter()
        .take(3)
        .take_while(|c| c.is_ascii_digit())
        .count();
    if count == 0 {
        return han_number(characters);
    }
    let (digits, rest) = characters.split_at_checked(count)?;
    let value = digits
        .iter()
        .filter_map(|c| c.to_digit(10))
        .fold(0_u32, |sum, digit| {
            sum.saturating_mul(10).saturating_add(digit)
        });
    Some((value, rest))
}

/// A number in Han digits, below twenty but for whole tens and what follows them; 十三五 is thirteen and a rest.
fn han_number(characters: &[char]) -> Option<(u32, &[char])> {
    let (first, rest) = characters.split_first()?;
    let below_ten = |c: &char| han_value(*c).filter(|value| (1..10).contains(value));
    match first {
        '十' => match rest
            .split_first()
            .and_then(|(c, rest)| Some((below_ten(c)?, rest)))
        {
            Some((value, later)) => Some((value + 10, later)),
            None => Some((10, rest)),
        },
        _ => {
            let value = below_ten(first)?;
            let Some(rest) = after(rest, "十") else {
                return Some((value, rest));
            };
            let tens = value.saturating_mul(10);
            match rest
                .split_first()
                .and_then(|(c, rest)| Some((below_ten(c)?, rest)))
            {
                Some((value, later)) => Some((tens + value, later)),
                None => Some((tens, rest)),
            }
        }
    }
}

/// A month, whose last day counts where something ends in it.
fn month_of(year: i16, month: i8) -> PartialDate {
    PartialDate {
        year,
        month: Some(month),
        day: None,
    }
}

/// A day, where the calendar has it.
fn day_of(year: i16, month: i8, day: i8) -> Result<PartialDate, Reading> {
    PartialDate::parse(&format!("{year:04}-{month:02}-{day:02}")).map_err(|_| Reading::Unclear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str, year: Option<i16>) -> String {
        let characters: Vec<char> = text.chars().collect();
        match read(&characters, year) {
            None => "none".to_owned(),
            Some(Reading::Read(Timing::Until(date))) => date.to_string(),
            Some(Reading::Read(Timing::From(date))) => format!("from {date}"),
            Some(Reading::Read(Timing::Recurring)) => "recurring".to_owned(),
            Some(Reading::Read(Timing::Ongoing)) => "ongoing".to_owned(),
            Some(Reading::WithoutYear) => "without year".to_owned(),
            Some(Reading::Unclear) => "unclear".to_owned(),
        }
    }

    #[test]
    fn deadlines_are_read_in_every_form() {
        for (text, wanted) in [
            ("2017年底前完成", "2017-12-31"),
            ("2017年年底前完成", "2017-12-31"),
            ("2017年末", "2017-12-31"),
            ("2018年6月底前", "2018-06-30"),
            ("2018年6月底前基本完成", "2018-06-30"),
            ("2019年3月前", "2019-03-31"),
            ("2020年2月", "2020-02-29"),
            ("2020年完成", "2020-12-31"),
            ("2020年内完成", "2020-12-31"),
            ("二〇二〇年底前", "2020-12-31"),
            ("二〇一八年十一月底前完成", "2018-11-30"),
            ("2018年10月31日前", "2018-10-31"),
            ("2018-06-30前", "2018-06-30"),
            ("2018.6.30前完成", "2018-06-30"),
            ("2018/6", "2018-06-30"),
            ("2018年上半年", "2018-06-30"),
            ("2018年第三季度", "2018-09-30"),
            ("2018年三季度末前完成", "2018-09-30"),
            ("2018年5月中旬前", "2018-05-20"),
            ("2018-2020年", "2020-12-31"),
            ("2018年至2020年", "2020-12-31"),
            ("2017年底前启动2018年底前完成", "2018-12-31"),
            ("完成时限:2018年底", "2018-12-31"),
            ("原则上应当在2019年底前完成", "2019-12-31"),
            ("“十四五”期末", "2025-12-31"),
            ("十三五期间", "2020-12-31"),
            ("2023年起实施", "from 2023-01-01"),
            ("2023年6月起施行", "from 2023-06-01"),
            ("每年12月前", "recurring"),
            ("每年", "recurring"),
            ("每季度开展", "recurring"),
            ("长期坚持", "ongoing"),
            ("持续推进", "ongoing"),
            ("长期坚持、持续推进", "ongoing"),
            ("年底前完成", "without year"),
            ("6月底前完成", "without year"),
            ("2018年2月30日前", "unclear"),
            ("2018年13月前", "unclear"),
            ("2018年底前示例局验明", "unclear"),
            ("示例局负责", "none"),
            ("坚持推进", "none"),
            ("", "none"),
        ] {
            assert_eq!(read_text(text, None), wanted, "{text}");
        }
        for (text, wanted) in [
            ("年底前完成", "2022-12-31"),
            ("今年年底前完成", "2022-12-31"),
            ("6月底前完成", "2022-06-30"),
            ("第二季度", "2022-06-30"),
            ("2023年底前", "2023-12-31"),
        ] {
            assert_eq!(read_text(text, Some(2022)), wanted, "{text}");
        }
    }

    #[test]
    fn the_last_limit_of_a_sentence_counts() {
        for (text, wanted) in [
            ("除另有时限外应当在2019年底前完成", Some(2019)),
            (
                "除2017年底前完成的任务外,其余于2020年底前全部完成",
                Some(2020),
            ),
            ("2019年全区完成投资", None),
            ("到2020年基本建成", None),
        ] {
            let characters: Vec<char> = text.chars().collect();
            let found = match last_limit(&characters, None) {
                Some(Reading::Read(Timing::Until(date))) => Some(date.year),
                _ => None,
            };
            assert_eq!(found, wanted, "{text}");
        }
    }
}
