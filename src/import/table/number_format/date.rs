//! Days and times as a number format shows them.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::import::table::number_format::han;
use crate::import::table::number_format::token::{Section, Token};

/// Seconds of a day.
const DAY: f64 = 86_400.0;
/// Days that dates of spreadsheet programs count to: the end of the year 9999.
const MAX_DAYS: f64 = 2_958_466.0;
/// The day that does not exist and is counted: 29 February 1900.
const LEAP: i64 = 60;
/// Days from the beginning of 1900 to that of 1904, by which dates may be counted too.
const TO_1904: f64 = 1462.0;

struct Shown {
    year: i16,
    month: i8,
    day: i8,
    weekday: Weekday,
    /// Of the day.
    seconds: i64,
    /// Behind the last second.
    part: f64,
    /// All days, as a number.
    all: f64,
}

/// A number of days as a section of a format shows it; `None` if it is no date.
pub(super) fn shown(number: f64, section: &Section, is_1904: bool) -> Option<String> {
    let days = if is_1904 { number + TO_1904 } else { number };
    if !(0.0..MAX_DAYS).contains(&days) {
        return None;
    }
    let has_time = section.tokens.iter().any(|token| {
        matches!(
            token,
            Token::Date('h' | 's', _) | Token::Elapsed(..) | Token::HalfDay(..)
        )
    });
    // A day begins when it does, however near its end a time is.
    let days = if has_time { days } else { days.floor() };
    let moment = moment(days, number, parts(section))?;
    let is_half = section
        .tokens
        .iter()
        .any(|token| matches!(token, Token::HalfDay(..)));
    let mut text = String::new();
    let mut is_point = false;
    for (at, token) in section.tokens.iter().enumerate() {
        let piece = match token {
            Token::Date('m', count) if is_minute(&section.tokens, at) => {
                figure(moment.seconds / 60 % 60, *count, section.han)
            }
            Token::Date(letter, count) => {
                date_piece(*letter, *count, &moment, is_half, section.han)
            }
            Token::Elapsed(letter, count) => {
                let unit = match letter {
                    'h' => 3600.0,
                    'm' => 60.0,
                    _ => 1.0,
                };
                format!("{:0>1$}", (moment.all * DAY / unit + 1e-6).floor(), *count)
            }
            Token::HalfDay(first, second) => (if moment.seconds < 43_200 {
                first
            } else {
                second
            })
            .to_string(),
            Token::Literal(literal) => literal.clone(),
            Token::Slash => "/".to_owned(),
            Token::Point => ".".to_owned(),
            Token::Comma => ",".to_owned(),
            // Behind a point parts of a second are counted.
            Token::Digit('0') if is_point => {
                let place = section
                    .tokens
                    .get(..at)
                    .unwrap_or_default()
                    .iter()
                    .rev()
                    .take_while(|token| matches!(token, Token::Digit(_)))
                    .count();
                let place = i32::try_from(place + 1).unwrap_or(1).min(9);
                format!(
                    "{}",
                    (moment.part * 10_f64.powi(place) + 1e-6).floor() % 10.0
                )
            }
            _ => String::new(),
        };
        is_point = matches!(token, Token::Point) || is_point && matches!(token, Token::Digit(_));
        text.push_str(&piece);
    }
    Some(text)
}

/// Digits behind the point of a second.
fn parts(section: &Section) -> i32 {
    let digits = section
        .tokens
        .iter()
        .filter(|token| matches!(token, Token::Digit(_)))
        .count();
    i32::try_from(digits).unwrap_or(0).min(6)
}

fn moment(days: f64, number: f64, places: i32) -> Option<Shown> {
    let unit = 10_f64.powi(places);
    // A time may be the least bit less than it was typed.
    let all = (days * DAY * unit).round() / unit;
    let whole = (all / DAY).floor();
    let in_day = all - whole * DAY;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "bounded by MAX_DAYS, a million times an i64's room"
    )]
    let (count, seconds) = (whole as i64, in_day.floor() as i64);
    let (year, month, day, weekday) = match count {
        0 => (1900, 1, 0, Weekday::Saturday),
        LEAP => (1900, 2, 29, Weekday::Wednesday),
        _ => {
            // Before the day that does not exist, all are one later.
            let count = if count < LEAP { count + 1 } else { count };
            let date = Date::new(1899, 12, 30)
                .ok()?
                .checked_add(count.days())
                .ok()?;
            (date.year(), date.month(), date.day(), date.weekday())
        }
    };
    Some(Shown {
        year,
        month,
        day,
        weekday,
        seconds,
        part: in_day - in_day.floor(),
        all: if number < 0.0 {
            number
        } else {
            all - (days - number) * DAY
        } / DAY,
    })
}

fn date_piece(
    letter: char,
    count: usize,
    moment: &Shown,
    is_half: bool,
    han: Option<u8>,
) -> String {
    let year = i64::from(moment.year);
    let hours = moment.seconds / 3600;
    match (letter, count) {
        ('y', 1 | 2) => digits(&format!("{:02}", year % 100), han),
        ('y' | 'e', _) => digits(&year.to_string(), han),
        ('m', 3..) => month_name(moment.month, count),
        ('m', _) => figure(i64::from(moment.month), count, han),
        ('d', 1 | 2) => figure(i64::from(moment.day), count, han),
        ('d', 3) => english_day(moment.weekday).chars().take(3).collect(),
        ('d', _) => english_day(moment.weekday).to_owned(),
        ('a', 3) => chinese_day(moment.weekday).to_owned(),
        ('a', 4..) => format!("星期{}", chinese_day(moment.weekday)),
        ('h', _) if is_half => figure((hours + 11) % 12 + 1, count, han),
        ('h', _) => figure(hours, count, han),
        ('s', _) => figure(moment.seconds % 60, count, han),
        _ => String::new(),
    }
}

/// Whether an m means minutes: hours stand before it, or seconds behind.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let (before, from) = tokens.split_at_checked(at).unwrap_or((tokens, &[]));
    let letter = |token: &Token| match token {
        Token::Date(letter, _) | Token::Elapsed(letter, _) => Some(*letter),
        _ => None,
    };
    let count = match from.first() {
        Some(Token::Date(_, count)) => *count,
        _ => 0,
    };
    let before = before.iter().rev().find_map(letter);
    let after = from.iter().skip(1).find_map(letter);
    count <= 2 && (before == Some('h') || after == Some('s'))
}

fn figure(number: i64, count: usize, han: Option<u8>) -> String {
    match han {
        Some(kind) => han::number(&number.to_string(), kind),
        None => format!("{number:0>width$}", width = count.min(2)),
    }
}

fn digits(figures: &str, han: Option<u8>) -> String {
    match han {
        Some(kind) => han::digits(figures, kind),
        None => figures.to_owned(),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(month: i8, count: usize) -> String {
    let name = usize::try_from(month - 1)
        .ok()
        .and_then(|at| MONTHS.get(at))
        .copied()
        .unwrap_or_default();
    let length = match count {
        3 => 3,
        5 => 1,
        _ => name.len(),
    };
    name.chars().take(length).collect()
}

fn english_day(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn chinese_day(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "一",
        Weekday::Tuesday => "二",
        Weekday::Wednesday => "三",
        Weekday::Thursday => "四",
        Weekday::Friday => "五",
        Weekday::Saturday => "六",
        Weekday::Sunday => "日",
    }
}
