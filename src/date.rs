//! Dates as public bodies write them: complete, or of a month or a year only; and the periods that
//! reports are about.
//!
//! No clock is read here, and nothing is filled in: a month stays a month.

mod span;
mod unit;
mod written;

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

pub(crate) use crate::date::span::Span;
pub(crate) use crate::date::unit::PeriodUnit;
pub(crate) use crate::date::written::{beyond_its_month, meant};

/// A date, a month or a year (`2018-01-11`, `2018-01`, `2018`). Sorts by time, the less precise first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct PartialDate {
    /// Year, 1 to 9999.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: Option<i8>,
    /// Day, 1 to 31; only with a month.
    pub day: Option<i8>,
}

/// Years that a period covers, at most.
pub(crate) const MAX_PERIOD_YEARS: usize = 100;

/// Why a date could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateError {
    /// Not written as a date.
    Form,
    /// Written as a date that the calendar does not have.
    Impossible,
}

impl PartialDate {
    /// A year.
    pub(crate) fn of_year(year: i16) -> PartialDate {
        PartialDate {
            year,
            month: None,
            day: None,
        }
    }

    /// Reads `2018`, `2018-01`, `2018-01-11`, and whatever else has one meaning: `2018年1月11日`,
    /// `二〇一八年一月`, `民國107年1月11日`, `2018.1.11`, `2018/1/11`, `20180111`, `11 January 2018`.
    ///
    /// # Errors
    ///
    /// [`DateError::Form`] if `text` is written in no such form, [`DateError::Impossible`] if the calendar has no
    /// such date.
    pub(crate) fn parse(text: &str) -> Result<Self, DateError> {
        written::read_date(text)
    }

    /// The first day of it.
    pub(crate) fn first_day(self) -> PartialDate {
        PartialDate {
            year: self.year,
            month: Some(self.month.unwrap_or(1)),
            day: Some(self.day.unwrap_or(1)),
        }
    }

    /// The last day of it.
    pub(crate) fn last_day(self) -> PartialDate {
        let month = self.month.unwrap_or(12);
        let last = Date::new(self.year, month, 1).map_or(31, Date::days_in_month);
        PartialDate {
            year: self.year,
            month: Some(month),
            day: Some(self.day.unwrap_or(last)),
        }
    }
}

/// ISO 8601 with what is known: `2018-01`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// A whole date, with the time of day where it is known (`2018-01-11 17:13`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Moment {
    /// The day: always complete.
    pub date: PartialDate,
    /// The time of day, in the archive's `utc_offset` unless a zone is given.
    pub time: Option<Time>,
    /// Minutes east of UTC, where they are written with the time; none after [`Moment::in_zone`].
    pub zone: Option<i16>,
}

impl Moment {
    /// Reads a complete date, alone or followed by a time, with its offset from UTC or without:
    /// `2018-01-11 17:13`, `2018-01-11T17:13:00+08:00`, `2018年1月11日 17时13分`.
    ///
    /// # Errors
    ///
    /// As [`PartialDate::parse`]; a date without a day is no moment.
    pub(crate) fn parse(text: &str) -> Result<Self, DateError> {
        written::read_moment(text)
    }

    /// A day without a time.
    pub(crate) fn of_day(date: PartialDate) -> Self {
        Moment {
            date,
            time: None,
            zone: None,
        }
    }

    /// The same moment as clocks show it `minutes` east of UTC; what names no zone is of that one already.
    pub(crate) fn in_zone(self, minutes: i16) -> Self {
        let moved = (|| {
            let difference = i64::from(minutes) - i64::from(self.zone?);
            let (month, day) = (self.date.month?, self.date.day?);
            let written =
                DateTime::from_parts(Date::new(self.date.year, month, day).ok()?, self.time?);
            let moved = written
                .checked_add(SignedDuration::from_mins(difference))
                .ok()?;
            let date = PartialDate {
                year: moved.year(),
                month: Some(moved.month()),
                day: Some(moved.day()),
            };
            Some((date, moved.time())).filter(|(date, _)| date.year > 0)
        })();
        let (date, time) = match moved {
            Some((date, time)) => (date, Some(time)),
            None => (self.date, self.time),
        };
        Moment {
            date,
            time,
            zone: None,
        }
    }

    /// Whether it is surely before another: where one names a zone and the other none, the days alone decide.
    pub(crate) fn is_before(self, other: Moment) -> bool {
        if self.zone.is_some() != other.zone.is_some() {
            return self.date < other.date;
        }
        let (first, second) = (self.in_zone(0), other.in_zone(0));
        first.date < second.date
            || first.date == second.date
                && first.time.is_some()
                && second.time.is_some()
                && first.time < second.time
    }
}

impl Moment {
    /// ISO 8601: the date, or date and time with the offset from UTC (`2018-01-11T17:13+08:00`).
    pub(crate) fn iso(self, utc_offset: &str) -> String {
        match self.time {
            None => self.date.to_string(),
            Some(time) => {
                let (hour, minute) = (time.hour(), time.minute());
                format!("{}T{hour:02}:{minute:02}{utc_offset}", self.date)
            }
        }
    }
}

impl Moment {
    /// RFC 3339, as feeds want it: a day without a time begins at midnight (`2018-01-11T00:00:00+08:00`).
    pub(crate) fn timestamp(self, utc_offset: &str) -> String {
        let (hour, minute) = self.time.map_or((0, 0), |t| (t.hour(), t.minute()));
        format!("{}T{hour:02}:{minute:02}:00{utc_offset}", self.date)
    }
}

impl Moment {
    /// As HTTP has it (RFC 9110, section 5.6.7), of a moment `minutes` east of UTC; a day without a time begins at
    /// midnight: `Wed, 10 Jan 2018 16:00:00 GMT`. `None` beyond the years that the form has.
    pub(crate) fn http(self, minutes: i16) -> Option<String> {
        let midnight = self.time.unwrap_or_default();
        let here = Moment {
            time: Some(midnight),
            zone: self.zone.or(Some(minutes)),
            ..self
        };
        let there = here.in_zone(0);
        let (year, month, day) = (there.date.year, there.date.month?, there.date.day?);
        let date = Date::new(year, month, day).ok()?;
        let weekday =
            WEEKDAYS.get(usize::try_from(date.weekday().to_monday_zero_offset()).ok()?)?;
        let name = MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
        let time = there.time?;
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        Some(format!(
            "{weekday}, {day:02} {name} {year:04} {hour:02}:{minute:02}:{second:02} GMT"
        ))
    }
}

/// Days of the week as HTTP names them, from Monday on.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// Months, likewise.
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `2018-01-11` or `2018-01-11 17:13`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some(time) = self.time {
            write!(f, " {:02}:{:02}", time.hour(), time.minute())?;
        }
        Ok(())
    }
}

/// What a report is about: a year, a month, a quarter, or from one date to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Period {
    /// Its first day.
    pub from: PartialDate,
    /// Its last day.
    pub to: PartialDate,
    /// How it was written.
    pub form: PeriodForm,
}

/// How a [`Period`] was written, which is how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum PeriodForm {
    /// `2021` or `2021-05`.
    Date(PartialDate),
    /// `2021-Q3`.
    Quarter(i16, i8),
    /// `{from: 2016, to: 2020}`.
    Range(PartialDate, PartialDate),
}

impl Period {
    /// Reads `2021`, `2021-05`, `2021-Q1` to `2021-Q4`, and whatever else has one meaning: `2021年度`,
    /// `2021年第一季度`, `2021年上半年`, `2021年1—9月`, `2016—2020年`; a single day is a period too.
    ///
    /// # Errors
    ///
    /// As [`PartialDate::parse`].
    pub(crate) fn parse(text: &str) -> Result<Self, DateError> {
        written::read_period(text)
    }

    /// Whether it covers more years than any report is about: each is a page, and `1016` for `2016` is
    /// a slip.
    pub(crate) fn is_too_long(&self) -> bool {
        self.years().count() > MAX_PERIOD_YEARS
    }

    /// From the beginning of `from` to the end of `to`; `None` where that is backwards.
    pub(crate) fn between(from: PartialDate, to: PartialDate) -> Option<Self> {
        let period = Period {
            from: from.first_day(),
            to: to.last_day(),
            form: PeriodForm::Range(from, to),
        };
        (period.from <= period.to).then_some(period)
    }

    /// The year that it is; none of a longer or shorter period.
    pub(crate) fn year(&self) -> Option<i16> {
        match self.form {
            PeriodForm::Date(PartialDate {
                year, month: None, ..
            }) => Some(year),
            _ => None,
        }
    }

    /// Every year that it covers, in part or whole.
    pub(crate) fn years(&self) -> impl Iterator<Item = i16> + use<> {
        self.from.year..=self.to.year
    }
}

/// As written: `2021`, `2021-Q3`, `2016/2020` (ISO 8601 interval).
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            PeriodForm::Date(date) => write!(f, "{date}"),
            PeriodForm::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            PeriodForm::Range(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

#[cfg(test)]
mod tests;
