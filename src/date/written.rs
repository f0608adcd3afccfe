//! Reads dates and periods as registers, papers and other programs write them.
//!
//! In goes what an editor wrote, out comes the date where there is one way to read it, and nothing is filled in.
//! What may be read in two ways (1/2/2026) is no date here; [`meant`] says which dates it may be.

use jiff::civil::{Date, Time};

use crate::character::{han_value, is_blank, is_invisible};
use crate::date::{DateError, Moment, PartialDate, Period, PeriodForm};

/// The year before the first of the Republic of China (民國), by which Taiwan counts.
const BEFORE_REPUBLIC: i16 = 1911;
/// Years of the Republic that are read: beyond it a year of the common era was meant.
const MAX_REPUBLIC: i16 = 199;
/// The first year that is read: an earlier one was written for another (0026).
const MIN_YEAR: i16 = 1000;
/// The last year that is proposed for what may mean several.
const MAX_PROPOSED: i16 = 2099;
/// Minutes east of UTC of the places that there are.
const OFFSETS: std::ops::RangeInclusive<i16> = -12 * 60..=14 * 60;
/// Bytes of what may be a date, at most.
const MAX_WRITTEN: usize = 200;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What is written, with half-width digits and marks, small letters, and plain blanks.
fn plain(text: &str) -> Result<String, DateError> {
    if text.len() > MAX_WRITTEN {
        return Err(DateError::Form);
    }
    let plain: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(c) - 0xfee0).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            '國' => '国',
            '華' => '华',
            '號' => '号',
            '時' => '时',
            '點' | '点' => '时',
            '〇' | '○' | '零' => '〇',
            c if is_blank(c) => ' ',
            c => c,
        })
        .collect();
    Ok(plain.trim().to_ascii_lowercase())
}

/// What is written without its blanks, but for those between two digits: they are of two numbers.
fn tight(text: &str) -> String {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut tight = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let after = text[at..].trim_start().chars().next();
        if c != ' ' || is_digit(tight.chars().next_back()) && is_digit(after) {
            tight.push(c);
        }
    }
    tight
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Result<i16, DateError> {
    if digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| DateError::Form)
    } else {
        han_number(text).ok_or(DateError::Form)
    }
}

fn han_digit(c: char) -> Option<i16> {
    let digit = han_value(c).filter(|value| *value < 10)?;
    i16::try_from(digit).ok()
}

/// A number in Han: digit by digit (二〇二六, 一一五) or with tens (二十七, 廿七, 三十, 一百一十五).
fn han_number(text: &str) -> Option<i16> {
    // A capital O stands for 〇 between Han digits alone.
    let text = text.replace('o', "〇");
    let count = text.chars().count();
    if count == 0 || count > 6 || text.bytes().all(|b| b.is_ascii()) {
        return None;
    }
    if text.chars().all(|c| han_digit(c).is_some()) {
        let mut digits = text.chars().filter_map(han_digit);
        return digits.try_fold(0_i16, |n, d| n.checked_mul(10)?.checked_add(d));
    }
    match text.split_once('百') {
        Some((hundreds, "")) => Some(100 * one_to_nine(hundreds)?),
        Some((hundreds, rest)) => {
            let rest = match rest.strip_prefix('〇') {
                Some(ones) => one_to_nine(ones)?,
                None => with_tens(rest)?,
            };
            Some(100 * one_to_nine(hundreds)? + rest)
        }
        None => with_tens(&text),
    }
}

/// 十, 二十, 二十七, 廿七: at most one digit on either side of the ten.
fn with_tens(text: &str) -> Option<i16> {
    let (tens, ones) = if let Some(ones) = text.strip_prefix('廿') {
        (2, ones)
    } else if let Some(ones) = text.strip_prefix('卅') {
        (3, ones)
    } else {
        match text.split_once('十')? {
            ("", ones) => (1, ones),
            (tens, ones) => (one_to_nine(tens)?, ones),
        }
    };
    let ones = match ones {
        "" => 0,
        ones => one_to_nine(ones)?,
    };
    Some(10 * tens + ones)
}

/// The number of one digit in Han.
fn one_to_nine(text: &str) -> Option<i16> {
    let mut characters = text.chars();
    let digit = han_digit(characters.next()?)?;
    (digit > 0 && characters.next().is_none()).then_some(digit)
}

/// Days of the longest months.
const MOST_DAYS: i16 = 31;

/// The date that the calendar has.
fn date(year: i16, month: Option<i16>, day: Option<i16>) -> Result<PartialDate, DateError> {
    let narrow = |n: i16| i8::try_from(n).map_err(|_| DateError::Impossible);
    let date = PartialDate {
        year,
        month: month.map(narrow).transpose()?,
        day: day.map(narrow).transpose()?,
    };
    let first = Date::new(year, date.month.unwrap_or(1), date.day.unwrap_or(1));
    match first {
        Ok(_) if year >= MIN_YEAR => Ok(date),
        _ => Err(DateError::Impossible),
    }
}

/// What follows the name of the Republic, if it stands there.
fn of_republic(text: &str) -> Option<&str> {
    let names = ["中华民国", "民国"];
    names.iter().find_map(|name| text.strip_prefix(name))
}

/// A year, of the Republic or of the common era.
fn year(text: &str, of_republic: bool) -> Result<i16, DateError> {
    if of_republic {
        let year = match text {
            "元" => 1,
            text => number(text, 1..=3)?,
        };
        return match year {
            1..=MAX_REPUBLIC => Ok(year + BEFORE_REPUBLIC),
            _ => Err(DateError::Impossible),
        };
    }
    if text.chars().count() != 4 || text.contains(['百', '十', '廿', '卅']) {
        return Err(DateError::Form);
    }
    match number(text, 4..=4)? {
        year @ MIN_YEAR.. => Ok(year),
        _ => Err(DateError::Impossible),
    }
}

/// A date in any form, from [`plain`] text.
fn partial(text: &str) -> Result<PartialDate, DateError> {
    let (text, republic) = match of_republic(text) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    };
    if text.contains('年') {
        return han(&tight(text), republic);
    }
    if text.bytes().any(|b| b.is_ascii_alphabetic()) {
        return english(text);
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.len() {
            8 if !republic => {
                let part = |range| text.get(range).ok_or(DateError::Form);
                let (month, day) = (number(part(4..6)?, 2..=2)?, number(part(6..8)?, 2..=2)?);
                date(number(part(0..4)?, 4..=4)?, Some(month), Some(day))
            }
            _ => date(year(text, republic)?, None, None),
        };
    }
    let separator = text.chars().find(|c| "-/.".contains(*c));
    let parts: Vec<&str> = text
        .split(separator.ok_or(DateError::Form)?)
        .map(str::trim)
        .collect();
    let short = |part: &str| match part.bytes().all(|b| b.is_ascii_digit()) {
        true => number(part, 1..=2),
        false => Err(DateError::Form),
    };
    match parts.as_slice() {
        [first, second, last] if !republic && last.len() == 4 && first.len() <= 2 => {
            let (first, second) = (short(first)?, short(second)?);
            let last = number(last, 4..=4)?;
            match (first > 12, second > 12) {
                (true, false) => date(last, Some(second), Some(first)),
                (false, true) => date(last, Some(first), Some(second)),
                _ if first == second => date(last, Some(first), Some(second)),
                _ => Err(DateError::Form),
            }
        }
        [first, month] => date(year(first, republic)?, Some(short(month)?), None),
        [first, month, day] => {
            let first = year(first, republic)?;
            date(first, Some(short(month)?), Some(short(day)?))
        }
        _ => Err(DateError::Form),
    }
}

/// `2026年1月27日`, `二〇二六年一月`, `115年` after 民國.
fn han(text: &str, republic: bool) -> Result<PartialDate, DateError> {
    let (first, rest) = text.split_once('年').ok_or(DateError::Form)?;
    let first = year(first, republic)?;
    if rest.is_empty() {
        return date(first, None, None);
    }
    let (month, rest) = rest.split_once('月').ok_or(DateError::Form)?;
    let month = match month {
        "元" => 1,
        month => number(month, 1..=2)?,
    };
    if rest.is_empty() || rest == "份" {
        return date(first, Some(month), None);
    }
    let day = rest.strip_suffix(['日', '号']).ok_or(DateError::Form)?;
    date(first, Some(month), Some(number(day, 1..=2)?))
}

/// `27 January 2026`, `Jan. 27, 2026`, `January 2026`.
fn english(text: &str) -> Result<PartialDate, DateError> {
    let words: Vec<&str> = text
        .split([' ', ',', '.', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    let month = |word: &str| {
        let found = MONTHS.iter().position(|name| {
            *name == word || name.get(..3) == Some(word) || (*name == "september" && word == "sept")
        });
        found.and_then(|at| i16::try_from(at + 1).ok())
    };
    let day = |word: &str| {
        let digits = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| word.strip_suffix(end));
        number(digits.unwrap_or(word), 1..=2)
    };
    let named = |word: &str| month(word).ok_or(DateError::Form);
    match words.as_slice() {
        [first, last] => date(number(last, 4..=4)?, Some(named(first)?), None),
        [first, second, last] if month(first).is_some() => {
            date(number(last, 4..=4)?, month(first), Some(day(second)?))
        }
        [first, second, last] => date(
            number(last, 4..=4)?,
            Some(named(second)?),
            Some(day(first)?),
        ),
        _ => Err(DateError::Form),
    }
}

/// See [`PartialDate::parse`].
pub(super) fn read_date(text: &str) -> Result<PartialDate, DateError> {
    partial(&plain(text)?)
}

/// See [`Moment::parse`].
pub(super) fn read_moment(text: &str) -> Result<Moment, DateError> {
    let text = plain(text)?;
    let (day, time, zone) = match text.find([':', '时']) {
        None => (text.as_str(), None, None),
        Some(at) => {
            let hours = text[..at].trim_end_matches(|c: char| c.is_ascii_digit());
            let day = hours.strip_suffix('t');
            let (time, zone) = clock(text.get(hours.len()..).unwrap_or(""))?;
            // Without the T of RFC 3339, 09:00-11:00 is from when to when.
            if day.is_none() && text.get(at..).is_some_and(|time| time.contains('-')) {
                return Err(DateError::Form);
            }
            (day.unwrap_or(hours).trim_end(), Some(time), zone)
        }
    };
    let date = partial(day)?;
    match date.day {
        Some(_) => Ok(Moment { date, time, zone }),
        None => Err(DateError::Form),
    }
}

/// A time of day and the minutes east of UTC that follow it: `9:30`, `09:30:00.000+08:00`, `9时30分`.
fn clock(text: &str) -> Result<(Time, Option<i16>), DateError> {
    let end = text.find(['z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(end);
    let time = time.trim_end();
    let parts: Vec<&str> = match time.contains('时') {
        true => {
            let (hour, rest) = time.split_once('时').ok_or(DateError::Form)?;
            let (minute, second) = rest.split_once('分').unwrap_or((rest, ""));
            let parts = match second.trim() {
                "" if rest.is_empty() => vec![hour],
                "" => vec![hour, minute],
                second => vec![hour, minute, second.strip_suffix('秒').unwrap_or(second)],
            };
            parts.into_iter().map(str::trim).collect()
        }
        false => time.split(':').collect(),
    };
    let digits = |part: &str, range: std::ops::RangeInclusive<usize>| {
        let is_number = range.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let number = is_number.then(|| part.parse::<i8>().ok()).flatten();
        number.ok_or(DateError::Form)
    };
    let (hour, minute, second) = match parts.as_slice() {
        [hour] if time.contains('时') => (*hour, "00", "00"),
        [hour, minute] => (*hour, *minute, "00"),
        // A fraction of a second is nothing that an archive shows.
        [hour, minute, second] => (*hour, *minute, second.split('.').next().unwrap_or("")),
        _ => return Err(DateError::Form),
    };
    let (hour, minute) = (digits(hour, 1..=2)?, digits(minute, 2..=2)?);
    let time = Time::new(hour, minute, digits(second, 2..=2)?, 0);
    let time = time.map_err(|_| DateError::Impossible)?;
    Ok((time, offset(zone)?))
}

/// Minutes east of UTC: `Z`, `+08:00`, `+0800`, `+08`.
fn offset(zone: &str) -> Result<Option<i16>, DateError> {
    let sign = match zone.chars().next() {
        None => return Ok(None),
        Some('z') if zone.len() == 1 => return Ok(Some(0)),
        Some('+') => 1,
        Some('-') => -1,
        Some(_) => return Err(DateError::Form),
    };
    let digits = zone.get(1..).unwrap_or("").replace(':', "");
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    let (hours, minutes) = digits.split_at(2);
    let hours = number(hours, 2..=2)?;
    let minutes = if minutes.is_empty() {
        0
    } else {
        number(minutes, 2..=2)?
    };
    let offset = sign * (hours * 60 + minutes);
    match OFFSETS.contains(&offset) && matches!(minutes, 0 | 30 | 45) {
        true => Ok(Some(offset)),
        false => Err(DateError::Impossible),
    }
}

/// See [`Period::parse`].
pub(super) fn read_period(text: &str) -> Result<Period, DateError> {
    let text = plain(text)?;
    let tight = tight(&text);
    let tight = tight
        .strip_suffix("年度")
        .map_or(tight.clone(), |rest| format!("{rest}年"));
    if let Some(found) = quarter_or_half(&tight) {
        return found;
    }
    if let Some((from, to)) = ends(&tight) {
        let (from, to) = (partial(&from)?, partial(&to)?);
        return Period::between(from, to).ok_or(DateError::Impossible);
    }
    let date = partial(&text).or_else(|_| partial(&tight))?;
    Ok(Period {
        from: date.first_day(),
        to: date.last_day(),
        form: PeriodForm::Date(date),
    })
}

/// `2021-q3`, `q3 2021`, `2021年第三季度`, `2021年前三季度`, `2021年上半年`.
fn quarter_or_half(text: &str) -> Option<Result<Period, DateError>> {
    let months = |year: i16, from: i8, to: i8| {
        let month = |month| PartialDate {
            year,
            month: Some(month),
            day: None,
        };
        Period::between(month(from), month(to)).ok_or(DateError::Impossible)
    };
    let found = (|| {
        if let Some((before, after)) = text.split_once('q') {
            let (first, quarter) = match before.is_empty() {
                true => after
                    .split_at_checked(1)
                    .map(|(q, y)| (y.trim_start(), q))
                    .ok_or(DateError::Form)?,
                false => (before.trim_end_matches(['-', '年']), after),
            };
            return quarter_of(year(first, false)?, number(quarter, 1..=1)?);
        }
        let (first, rest) = text.split_once('年').ok_or(DateError::Form)?;
        let year = match of_republic(first) {
            Some(first) => year(first, true)?,
            None => year(first, false)?,
        };
        match rest {
            "上半年" => months(year, 1, 6),
            "下半年" => months(year, 7, 12),
            _ => {
                let rest = rest
                    .strip_suffix("季度")
                    .or_else(|| rest.strip_suffix('季'));
                let rest = rest.ok_or(DateError::Form)?;
                match rest.strip_prefix('前') {
                    Some(quarters) => match number(quarters, 1..=1)? {
                        quarters @ 2..=3 => {
                            months(year, 1, i8::try_from(quarters * 3).unwrap_or(12))
                        }
                        _ => Err(DateError::Form),
                    },
                    None => {
                        let quarter = rest.strip_prefix('第').unwrap_or(rest);
                        quarter_of(year, number(quarter, 1..=1)?)
                    }
                }
            }
        }
    })();
    match found {
        // Another form, perhaps.
        Err(DateError::Form) => None,
        found => Some(found),
    }
}

fn quarter_of(year: i16, quarter: i16) -> Result<Period, DateError> {
    let quarter = match i8::try_from(quarter) {
        Ok(quarter @ 1..=4) => quarter,
        _ => return Err(DateError::Impossible),
    };
    let month = |month: i8| PartialDate {
        year,
        month: Some(month),
        day: None,
    };
    Ok(Period {
        from: month(quarter * 3 - 2).first_day(),
        to: month(quarter * 3).last_day(),
        form: PeriodForm::Quarter(year, quarter),
    })
}

/// What stands before and after the mark between two dates, each as a date of its own: `2016—2020年`,
/// `2021年1月至6月`, `2021年1-6月`, `2016/2020`.
fn ends(text: &str) -> Option<(String, String)> {
    let marks = ["——", "--", "至", "到", "—", "–", "~", "～"];
    let found = marks.iter().find_map(|mark| text.split_once(mark));
    let (from, to) = match found {
        Some(found) => found,
        // A hyphen and a slash are of one date, unless years stand on both sides, or months.
        None => text.split_once(['-', '/']).filter(|(from, to)| {
            let is_year = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            let to = to.strip_suffix('年').unwrap_or(to);
            from.contains('年') || is_year(from) && is_year(to)
        })?,
    };
    let first_year = from.split_once('年').map(|(year, _)| year);
    let mut from = from.to_owned();
    let mut to = to.strip_suffix('份').unwrap_or(to).to_owned();
    let is_number = |c: char| c.is_ascii_digit();
    if let Some(year) = first_year
        && !to.contains(['年', '-', '/', '.'])
        && to.contains(['月', '日'])
    {
        if from.ends_with(is_number) && to.ends_with('月') {
            from.push('月');
        }
        to = format!("{year}年{to}");
    }
    Some((from, to))
}

/// The dates that a text may mean which is none by itself, two at most: for an editor to choose.
pub(crate) fn meant(text: &str) -> Vec<PartialDate> {
    let Ok(text) = plain(text) else {
        return Vec::new();
    };
    let runs: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect();
    let read = |run: &str| run.parse::<i16>().unwrap_or(0);
    let mut candidates: Vec<(i16, i16, i16)> = Vec::new();
    match runs.as_slice() {
        [year, month, day, ..] if year.len() == 4 => {
            candidates.push((read(year), read(month), read(day)));
        }
        [first, second, year, ..] if year.len() == 4 && first.len() <= 2 => {
            candidates.push((read(year), read(second), read(first)));
            candidates.push((read(year), read(first), read(second)));
        }
        [year, month, day, ..] if matches!(year.len(), 2 | 3) => {
            if year.len() == 2 {
                candidates.push((2000 + read(year), read(month), read(day)));
            }
            if let year @ 1..=MAX_REPUBLIC = read(year) {
                candidates.push((year + BEFORE_REPUBLIC, read(month), read(day)));
            }
        }
        [run] if run.len() >= 8 => {
            let part = |range| run.get(range).map_or(0, read);
            candidates.push((part(0..4), part(4..6), part(6..8)));
        }
        _ => {}
    }
    let mut dates: Vec<PartialDate> = Vec::new();
    for (year, month, day) in candidates {
        if let Ok(date) = date(year, Some(month), Some(day))
            && year <= MAX_PROPOSED
            && !dates.contains(&date)
        {
            dates.push(date);
        }
    }
    dates
}

/// The day that a month does not have, 30 of `2024-02-30`, with the last that it has; none where anything else is wrong.
pub(crate) fn beyond_its_month(text: &str) -> Option<(i16, PartialDate)> {
    let text = plain(text).ok()?;
    let runs: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .collect();
    let (year, month, day) = match runs.as_slice() {
        [year, month, day, ..] if year.len() == 4 => (*year, *month, *day),
        [run] if run.len() == 8 => (run.get(0..4)?, run.get(4..6)?, run.get(6..8)?),
        _ => return None,
    };
    let read = |run: &str| run.parse::<i16>().ok();
    let (month, day) = (read(month)?, read(day)?);
    let last = date(read(year)?, Some(month), None).ok()?.last_day();
    let is_beyond =
        (29..=MOST_DAYS).contains(&day) && last.day.is_some_and(|last| i16::from(last) < day);
    is_beyond.then_some((day, last))
}
