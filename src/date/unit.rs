//! Years, half-years, quarters and months as periods that follow one another, and days counted from one date to another.
//!
//! In: a unit and a day. Out: the period that holds it, the one after. No clock is read.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::date::{PartialDate, Period, PeriodForm};

/// Into what time is divided for those who report again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PeriodUnit {
    /// A calendar year.
    Year,
    /// January to June, July to December.
    HalfYear,
    /// Three months, from January on.
    Quarter,
    /// A month.
    Month,
}

impl PeriodUnit {
    /// The units with their names in archive.yaml, English and Chinese.
    pub(crate) const NAMES: [(PeriodUnit, &str, &str); 4] = [
        (PeriodUnit::Year, "year", "年"),
        (PeriodUnit::HalfYear, "half-year", "半年"),
        (PeriodUnit::Quarter, "quarter", "季度"),
        (PeriodUnit::Month, "month", "月"),
    ];

    /// The unit that is called so.
    pub(crate) fn named(name: &str) -> Option<PeriodUnit> {
        let mut names = PeriodUnit::NAMES.iter();
        let found = names.find(|(_, english, chinese)| [*english, *chinese].contains(&name));
        found.map(|(unit, ..)| *unit)
    }

    const fn months(self) -> i8 {
        match self {
            PeriodUnit::Year => 12,
            PeriodUnit::HalfYear => 6,
            PeriodUnit::Quarter => 3,
            PeriodUnit::Month => 1,
        }
    }

    /// The period of this unit that holds a day; a month or a year stands for its first day.
    pub(crate) fn containing(self, day: PartialDate) -> Period {
        let month = day.month.unwrap_or(1);
        let first = month - (month - 1) % self.months();
        let of_month = |month: i8| PartialDate {
            year: day.year,
            month: Some(month),
            day: None,
        };
        let (from, to) = (of_month(first), of_month(first + self.months() - 1));
        let form = match self {
            PeriodUnit::Year => PeriodForm::Date(PartialDate::of_year(day.year)),
            PeriodUnit::HalfYear => PeriodForm::Range(from, to),
            PeriodUnit::Quarter => PeriodForm::Quarter(day.year, first / 3 + 1),
            PeriodUnit::Month => PeriodForm::Date(from),
        };
        Period {
            from: from.first_day(),
            to: to.last_day(),
            form,
        }
    }

    /// The period after the one that ends on `last`; `None` at the end of the calendar.
    pub(crate) fn after(self, last: PartialDate) -> Option<Period> {
        last.plus_days(1).map(|day| self.containing(day))
    }
}

impl Period {
    /// The same as a year, half-year, quarter or month, where it is one.
    pub(crate) fn in_common_form(self) -> Period {
        let units = PeriodUnit::NAMES.iter().map(|(unit, ..)| *unit);
        let mut common = units.map(|unit| unit.containing(self.from));
        let found = common.find(|it| (it.from, it.to) == (self.from, self.to));
        found.unwrap_or(self)
    }
}

impl PartialDate {
    /// The day in the calendar, if all of it is known.
    fn civil(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// A day of the calendar.
    pub(crate) fn of_civil(date: Date) -> PartialDate {
        PartialDate {
            year: date.year(),
            month: Some(date.month()),
            day: Some(date.day()),
        }
    }

    /// The day so many days later; `None` for what is no day, and beyond the year 9999.
    pub(crate) fn plus_days(self, days: i32) -> Option<PartialDate> {
        let moved = self.civil()?.checked_add(i64::from(days).days()).ok()?;
        (moved.year() > 0).then(|| PartialDate::of_civil(moved))
    }

    /// Days from this day to another, negative where that is earlier; `None` where either is no day.
    pub(crate) fn days_until(self, other: PartialDate) -> Option<i32> {
        let span = other.civil()?.since(self.civil()?).ok()?;
        Some(span.get_days())
    }

    /// The first day of that month and day after this day, the last of the month where it is shorter.
    pub(crate) fn next_anniversary(self, month: i8, day: i8) -> Option<PartialDate> {
        let of_year = |year: i16| {
            let of_month = PartialDate {
                year,
                month: Some(month),
                day: None,
            };
            let last = of_month.last_day();
            PartialDate {
                day: Some(day).min(last.day),
                ..last
            }
        };
        let this_year = of_year(self.year);
        match this_year > self.last_day() {
            true => Some(this_year),
            false => (self.year < 9999).then(|| of_year(self.year + 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    #[test]
    fn every_day_is_in_a_period_of_each_unit() {
        let cases = [
            (PeriodUnit::Year, "2021-05-03", "2021", "2022"),
            (
                PeriodUnit::HalfYear,
                "2021-06-30",
                "2021-01/2021-06",
                "2021-07/2021-12",
            ),
            (PeriodUnit::Quarter, "2021-10-01", "2021-Q4", "2022-Q1"),
            (PeriodUnit::Month, "2024-02-29", "2024-02", "2024-03"),
        ];
        for (unit, within, period, next) in cases {
            let found = unit.containing(day(within));
            assert_eq!(found.to_string(), period);
            assert!(found.from <= day(within) && day(within) <= found.to);
            assert_eq!(unit.after(found.to).unwrap().to_string(), next);
        }
    }

    #[test]
    fn days_are_counted_over_the_ends_of_years() {
        let (from, to) = (day("2019-12-31"), day("2020-04-01"));
        assert_eq!(from.days_until(to), Some(92));
        assert_eq!(to.days_until(from), Some(-92));
        assert_eq!(from.plus_days(92), Some(to));
        assert_eq!(day("9999-12-31").plus_days(1), None);
        assert_eq!(day("2019").days_until(to), None);
    }

    #[test]
    fn an_anniversary_is_always_later() {
        let cases = [
            ("2019-12-31", (4, 1), Some("2020-04-01")),
            ("2020-03-31", (4, 1), Some("2020-04-01")),
            ("2020-04-01", (4, 1), Some("2021-04-01")),
            ("2020-12-31", (2, 29), Some("2021-02-28")),
            ("9999-12-31", (4, 1), None),
        ];
        for (from, (month, of_month), next) in cases {
            let found = day(from).next_anniversary(month, of_month);
            assert_eq!(found, next.map(day), "{from}");
        }
    }
}
