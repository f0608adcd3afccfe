//! Dates as public bodies write them: complete, or of a month or a year only; and the periods that
//! reports are about.
//!
//! No clock is read here, and nothing is filled in: a month stays a month.

use std::fmt;

use jiff::civil::{Date, Time};

/// A date, a month or a year (`2018-01-11`, `2018-01`, `2018`). Sorts by time, the less precise first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Reads `2018`, `2018-01`, `2018-01-11` and the forms of official papers: `2018年`, `2018年1月`,
    /// `2018年1月11日`.
    ///
    /// # Errors
    ///
    /// [`DateError::Form`] if `text` is written in no such form, [`DateError::Impossible`] if the calendar has no
    /// such date.
    pub(crate) fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let parts: Vec<&str> = if let Some(rest) = text.strip_suffix('日') {
            let (year, rest) = rest.split_once('年').ok_or(DateError::Form)?;
            let (month, day) = rest.split_once('月').ok_or(DateError::Form)?;
            vec![year, month, day]
        } else if let Some(rest) = text.strip_suffix('月') {
            let (year, month) = rest.split_once('年').ok_or(DateError::Form)?;
            vec![year, month]
        } else if let Some(year) = text.strip_suffix('年') {
            vec![year]
        } else {
            let parts: Vec<&str> = text.split('-').collect();
            if parts.iter().skip(1).any(|p| p.len() != 2) {
                return Err(DateError::Form);
            }
            parts
        };
        if parts.len() > 3 || parts.first().is_none_or(|year| year.len() != 4) {
            return Err(DateError::Form);
        }
        let mut numbers = [0_i16; 3];
        for (number, part) in numbers.iter_mut().zip(&parts) {
            if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(DateError::Form);
            }
            *number = part.parse().map_err(|_| DateError::Form)?;
        }
        let [year, month, day] = numbers;
        let narrow = |n: i16| i8::try_from(n).map_err(|_| DateError::Impossible);
        let date = PartialDate {
            year,
            month: (parts.len() > 1).then(|| narrow(month)).transpose()?,
            day: (parts.len() > 2).then(|| narrow(day)).transpose()?,
        };
        let first = Date::new(year, date.month.unwrap_or(1), date.day.unwrap_or(1));
        match first {
            Ok(_) if year > 0 => Ok(date),
            _ => Err(DateError::Impossible),
        }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Moment {
    /// The day: always complete.
    pub date: PartialDate,
    /// The time of day, in the archive's `utc_offset`.
    pub time: Option<Time>,
}

impl Moment {
    /// Reads a complete date, alone or followed by `HH:MM` or `HH:MM:SS` after a space or `T`.
    ///
    /// # Errors
    ///
    /// As [`PartialDate::parse`]; a date without a day is no moment.
    pub(crate) fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        let (date, time) = match text.split_once([' ', 'T']) {
            Some((date, time)) => (date, Some(time.trim())),
            None => (text, None),
        };
        let date = PartialDate::parse(date)?;
        if date.day.is_none() {
            return Err(DateError::Form);
        }
        let time = match time {
            None => None,
            Some(text) => {
                let parts: Vec<&str> = text.split(':').collect();
                let two = |p: &&str| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit());
                if !(2..=3).contains(&parts.len()) || !parts.iter().all(two) {
                    return Err(DateError::Form);
                }
                let number = |i: usize| parts.get(i).and_then(|p| p.parse().ok()).unwrap_or(0_i8);
                let time = Time::new(number(0), number(1), number(2), 0);
                Some(time.map_err(|_| DateError::Impossible)?)
            }
        };
        Ok(Moment { date, time })
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Period {
    /// Its first day.
    pub from: PartialDate,
    /// Its last day.
    pub to: PartialDate,
    /// How it was written.
    pub form: PeriodForm,
}

/// How a [`Period`] was written, which is how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PeriodForm {
    /// `2021` or `2021-05`.
    Date(PartialDate),
    /// `2021-Q3`.
    Quarter(i16, i8),
    /// `{from: 2016, to: 2020}`.
    Range(PartialDate, PartialDate),
}

impl Period {
    /// Reads `2021`, `2021-05`, `2021-Q1` to `2021-Q4`; a single day is a period too.
    ///
    /// # Errors
    ///
    /// As [`PartialDate::parse`].
    pub(crate) fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        if let Some((year, quarter)) = text.split_once("-Q") {
            let year = PartialDate::parse(year)?;
            let quarter: i8 = quarter.parse().map_err(|_| DateError::Form)?;
            if year.month.is_some() {
                return Err(DateError::Form);
            }
            if !(1..=4).contains(&quarter) {
                return Err(DateError::Impossible);
            }
            let month = |m: i8| PartialDate {
                month: Some(m),
                ..year
            };
            return Ok(Period {
                from: month(quarter * 3 - 2).first_day(),
                to: month(quarter * 3).last_day(),
                form: PeriodForm::Quarter(year.year, quarter),
            });
        }
        let date = PartialDate::parse(text)?;
        Ok(Period {
            from: date.first_day(),
            to: date.last_day(),
            form: PeriodForm::Date(date),
        })
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
