//! Dates and periods as they are written in a language.
//!
//! In: ISO 8601 as views carry it, as precise as it is known. Out: `2019年12月5日`, `5 December 2019`.
//! A text of another form comes back as it is: this module shows dates and judges none.

use crate::theme::texts::{Argument, Texts};

impl Texts {
    /// A date or a date with a time, maybe partial: `2018`, `2018-01`, `2018-01-05`,
    /// `2018-01-05T11:07+08:00`, `2018-01-05 11:07`, `2018-Q1`.
    ///
    /// Numbers are written without leading zeros, as official texts in Chinese do (GB/T 9704-2012,
    /// 7.3.5.4). The time keeps its digits and loses its offset.
    pub(crate) fn date(&self, iso: &str) -> String {
        let (date, time) = match iso.split_once(['T', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (iso, None),
        };
        let Some(date) = self.whole_days(date) else {
            return iso.to_owned();
        };
        match time.map(|time| time.get(..5).unwrap_or(time)) {
            Some(time) => self.pattern(
                "time",
                &[
                    ("date", Argument::Text(&date)),
                    ("time", Argument::Text(time)),
                ],
            ),
            None => date,
        }
    }

    /// A period: a date as [`Texts::date`] takes it, or two with `/` between (ISO 8601 intervals):
    /// `2016/2020`. Of months of one year the year is said once: `2019年1月至9月`.
    pub(crate) fn period(&self, iso: &str) -> String {
        let Some((from, to)) = iso.split_once('/') else {
            return self.date(iso);
        };
        self.month_range(from, to).unwrap_or_else(|| {
            self.pattern(
                "range",
                &[
                    ("from", Argument::Text(&self.date(from))),
                    ("to", Argument::Text(&self.date(to))),
                ],
            )
        })
    }

    /// A day of any year: `4月1日`.
    pub(crate) fn day_of_year(&self, month: u8, day: u8) -> String {
        let name = usize::from(month).checked_sub(1);
        let name = name.and_then(|month| self.item("dates.month_names", month));
        self.pattern(
            "day_of_year",
            &[
                ("month", Argument::Text(&month.to_string())),
                ("month_name", Argument::Text(name.unwrap_or(""))),
                ("day", Argument::Text(&day.to_string())),
            ],
        )
    }

    /// Two months of one year.
    fn month_range(&self, from: &str, to: &str) -> Option<String> {
        let (year, from) = from.split_once('-')?;
        let (to_year, to) = to.split_once('-')?;
        year.parse::<u16>().ok()?;
        let month = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
        let (from, to): (usize, usize) = (month(from)?, month(to)?);
        if year != to_year || year.len() != 4 {
            return None;
        }
        let name = |month: usize| self.item("dates.month_names", month - 1).unwrap_or("");
        Some(self.pattern(
            "month_range",
            &[
                ("year", Argument::Text(year)),
                ("from_month", Argument::Text(&from.to_string())),
                ("from_month_name", Argument::Text(name(from))),
                ("to_month", Argument::Text(&to.to_string())),
                ("to_month_name", Argument::Text(name(to))),
            ],
        ))
    }

    fn whole_days(&self, date: &str) -> Option<String> {
        let mut parts = date.splitn(3, '-');
        let year = parts.next().filter(|year| year.len() == 4)?;
        year.parse::<u16>().ok()?;
        let year = ("year", Argument::Text(year));
        let Some(second) = parts.next() else {
            return Some(self.pattern("year", &[year]));
        };
        if let Some(quarter) = second.strip_prefix('Q') {
            let quarter: usize = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
            let name = self.item("dates.quarter_names", quarter - 1)?;
            return Some(self.pattern("quarter", &[year, ("quarter_name", Argument::Text(name))]));
        }
        let month: usize = second.parse().ok().filter(|m| (1..=12).contains(m))?;
        let month_text = month.to_string();
        let month_name = self.item("dates.month_names", month - 1).unwrap_or("");
        let month = [
            year,
            ("month", Argument::Text(&month_text)),
            ("month_name", Argument::Text(month_name)),
        ];
        let Some(day) = parts.next() else {
            return Some(self.pattern("month", &month));
        };
        let day: u8 = day.parse().ok().filter(|d| (1..=31).contains(d))?;
        let day_text = day.to_string();
        let [year, month, month_name] = month;
        Some(self.pattern(
            "day",
            &[year, month, month_name, ("day", Argument::Text(&day_text))],
        ))
    }

    fn pattern(&self, name: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        let key = format!("dates.{name}");
        self.fill_pattern(self.word(&key), arguments)
    }
}

#[cfg(test)]
mod tests {
    use crate::language::LanguageTag;
    use crate::theme::Theme;

    /// (ISO 8601, 简体中文, 繁體中文, English).
    const CASES: [(&str, &str, &str, &str); 14] = [
        ("2018", "2018年", "2018年", "2018"),
        ("2018-01", "2018年1月", "2018年1月", "January 2018"),
        (
            "2019-12-05",
            "2019年12月5日",
            "2019年12月5日",
            "5 December 2019",
        ),
        (
            "2017-07-18 11:07",
            "2017年7月18日 11:07",
            "2017年7月18日 11:07",
            "18 July 2017, 11:07",
        ),
        (
            "2017-07-18T11:07:09+08:00",
            "2017年7月18日 11:07",
            "2017年7月18日 11:07",
            "18 July 2017, 11:07",
        ),
        (
            "2021-Q3",
            "2021年第三季度",
            "2021年第三季",
            "third quarter of 2021",
        ),
        (
            "2016/2020",
            "2016年至2020年",
            "2016年至2020年",
            "2016 to 2020",
        ),
        (
            "2019-01/2019-09",
            "2019年1月至9月",
            "2019年1月至9月",
            "January to September 2019",
        ),
        (
            "2018-12/2019-01",
            "2018年12月至2019年1月",
            "2018年12月至2019年1月",
            "December 2018 to January 2019",
        ),
        (
            "2019-01-05/2019-02-06",
            "2019年1月5日至2019年2月6日",
            "2019年1月5日至2019年2月6日",
            "5 January 2019 to 6 February 2019",
        ),
        (
            "2019-01/2019-13",
            "2019年1月至2019-13",
            "2019年1月至2019-13",
            "January 2019 to 2019-13",
        ),
        ("2018-13", "2018-13", "2018-13", "2018-13"),
        ("近年", "近年", "近年", "近年"),
        ("", "", "", ""),
    ];

    #[test]
    fn dates_are_shown_as_precisely_as_they_are_known() {
        let theme =
            |language: LanguageTag| Theme::load(None, &language).expect("the default theme loads");
        let [hans, hant, english] = [
            LanguageTag::SIMPLIFIED_CHINESE,
            LanguageTag::TRADITIONAL_CHINESE,
            LanguageTag::ENGLISH,
        ]
        .map(theme);
        for (iso, simplified, traditional, en) in CASES {
            assert_eq!(hans.texts().period(iso), simplified);
            assert_eq!(hant.texts().period(iso), traditional);
            assert_eq!(english.texts().period(iso), en);
        }
    }
}
