//! Dates of any text, and those that are shown as they were read.

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use crate::date::{Moment, PartialDate, Period, meant};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_date_or_none(text in any::<String>(), near in "[0-9Zo年月日时度元至前上半季民国第一十百:：/. +tTq-]{0,24}") {
        for text in [text, near] {
            let _ = (PartialDate::parse(&text), Moment::parse(&text), Period::parse(&text));
            let _ = meant(&text);
        }
    }

    #[test]
    fn dates_are_shown_as_they_are_read(year in 1_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
        for text in [format!("{year:04}"), format!("{year:04}-{month:02}"), format!("{year:04}-{month:02}-{day:02}")] {
            let date = PartialDate::parse(&text).expect("a date");
            prop_assert_eq!(date.to_string(), text);
            prop_assert!(date.first_day() <= date.last_day());
        }
        let chinese = PartialDate::parse(&format!("{year:04}年{month}月{day}日"));
        prop_assert_eq!(chinese, PartialDate::parse(&format!("{year:04}-{month:02}-{day:02}")));
    }
}

fn read(text: &str) -> String {
    match PartialDate::parse(text) {
        Ok(date) => date.to_string(),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn a_date_is_read_wherever_it_has_one_meaning() {
    let cases = [
        ("2018", "2018"),
        (" 2018-01 ", "2018-01"),
        ("2018-01-11", "2018-01-11"),
        ("2018-1-5", "2018-01-05"),
        ("2018年", "2018"),
        ("2018年1月", "2018-01"),
        ("2018年1月份", "2018-01"),
        ("2018年01月11日", "2018-01-11"),
        ("2018 年 1 月 11 日", "2018-01-11"),
        ("2018年1月11号", "2018-01-11"),
        ("２０１８年１月１１日", "2018-01-11"),
        ("2026.1.27", "2026-01-27"),
        ("2026/1/27", "2026-01-27"),
        ("2026／01／27", "2026-01-27"),
        ("20260127", "2026-01-27"),
        ("二〇二六年一月二十七日", "2026-01-27"),
        ("二○二六年十二月三十一日", "2026-12-31"),
        ("二Ｏ一八年十月廿七日", "2018-10-27"),
        ("二零一八年元月十日", "2018-01-10"),
        ("民國115年1月27日", "2026-01-27"),
        ("中华民国一百一十五年一月二十七日", "2026-01-27"),
        ("中華民國一一五年一月", "2026-01"),
        ("民国元年1月1日", "1912-01-01"),
        ("民國 115.01.27", "2026-01-27"),
        ("民國115年", "2026"),
        ("27 January 2026", "2026-01-27"),
        ("January 27, 2026", "2026-01-27"),
        ("1st Sept 2026", "2026-09-01"),
        ("Jan. 2026", "2026-01"),
        ("27/1/2026", "2026-01-27"),
        ("1-27-2026", "2026-01-27"),
        ("5/5/2026", "2026-05-05"),
        ("2018-13", "Impossible"),
        ("2018-02-29", "Impossible"),
        ("20180230", "Impossible"),
        ("0000", "Impossible"),
        ("民國300年1月1日", "Impossible"),
        ("1/2/2026", "Form"),
        ("115/1/27", "Form"),
        ("115年1月27日", "Form"),
        ("18-01-11", "Form"),
        ("201801", "Form"),
        ("2018-2020", "Form"),
        ("2018-01-11-01", "Form"),
        ("2018-1/11", "Form"),
        ("正月初一", "Form"),
        ("2018年正月", "Form"),
        ("昨天", "Form"),
        ("年", "Form"),
        ("-", "Form"),
        ("", "Form"),
    ];
    for (text, wanted) in cases {
        assert_eq!(read(text), wanted, "{text}");
    }
}

#[test]
fn a_moment_keeps_its_zone_until_the_archive_is_known() {
    let cases = [
        ("2018-01-11", "2018-01-11"),
        ("2018-01-11 17:13", "2018-01-11 17:13"),
        ("2018-01-11T17:13:05", "2018-01-11 17:13"),
        ("2018年3月5日 10：00", "2018-03-05 10:00"),
        ("2018年3月5日9时30分", "2018-03-05 09:30"),
        ("2018年3月5日 9時", "2018-03-05 09:00"),
        ("2018-03-05 9:30", "2018-03-05 09:30"),
        ("2018/3/5 9:30", "2018-03-05 09:30"),
        ("2018-03-05T09:30:00+08:00", "2018-03-05 09:30"),
        ("2018-03-05T09:30:00+0800", "2018-03-05 09:30"),
        ("2018-03-05T01:30:00Z", "2018-03-05 09:30"),
        ("2018-03-05T01:30:00.000Z", "2018-03-05 09:30"),
        ("2018-12-31T20:30:00Z", "2019-01-01 04:30"),
        ("2018-03-05 09:30 +09:00", "2018-03-05 08:30"),
        ("20180305", "2018-03-05"),
        ("27 January 2026 10:00", "2026-01-27 10:00"),
        ("2018-03-05 24:30", "Impossible"),
        ("2018-03-05 9:3", "Form"),
        ("2018-03-05 09:30 GMT", "Form"),
        ("2018-03", "Form"),
        ("2018", "Form"),
        ("10:00", "Form"),
    ];
    for (text, wanted) in cases {
        let read = match Moment::parse(text) {
            Ok(moment) => moment.in_zone(480).to_string(),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(read, wanted, "{text}");
    }
}

#[test]
fn a_period_is_read_wherever_it_has_one_meaning() {
    let cases = [
        ("2021", "2021 2021-01-01 2021-12-31"),
        ("2021年度", "2021 2021-01-01 2021-12-31"),
        ("二〇二一年度", "2021 2021-01-01 2021-12-31"),
        ("民國110年度", "2021 2021-01-01 2021-12-31"),
        ("2021年3月", "2021-03 2021-03-01 2021-03-31"),
        ("2021-Q3", "2021-Q3 2021-07-01 2021-09-30"),
        ("2021Q3", "2021-Q3 2021-07-01 2021-09-30"),
        ("Q3 2021", "2021-Q3 2021-07-01 2021-09-30"),
        ("2021年第一季度", "2021-Q1 2021-01-01 2021-03-31"),
        ("2021年4季度", "2021-Q4 2021-10-01 2021-12-31"),
        ("2021年前三季度", "2021-01/2021-09 2021-01-01 2021-09-30"),
        ("2021年上半年", "2021-01/2021-06 2021-01-01 2021-06-30"),
        ("2021年1-6月", "2021-01/2021-06 2021-01-01 2021-06-30"),
        ("2021年1—9月份", "2021-01/2021-09 2021-01-01 2021-09-30"),
        ("2021年1月至6月", "2021-01/2021-06 2021-01-01 2021-06-30"),
        (
            "2020年10月至2021年3月",
            "2020-10/2021-03 2020-10-01 2021-03-31",
        ),
        ("2016-2020", "2016/2020 2016-01-01 2020-12-31"),
        ("2016—2020年", "2016/2020 2016-01-01 2020-12-31"),
        ("2016/2020", "2016/2020 2016-01-01 2020-12-31"),
        ("2016至2020年度", "2016/2020 2016-01-01 2020-12-31"),
        ("2021-Q5", "Impossible"),
        ("2021年第五季度", "Impossible"),
        ("2020-2016", "Impossible"),
        ("十四五", "Form"),
        ("2021年春", "Form"),
        ("q", "Form"),
        ("2021q", "Form"),
    ];
    for (text, wanted) in cases {
        let read = match Period::parse(text) {
            Ok(period) => format!("{period} {} {}", period.from, period.to),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(read, wanted, "{text}");
    }
}

#[test]
fn what_has_two_meanings_is_proposed_as_both() {
    for (text, wanted) in [
        ("1/2/2026", "2026-02-01 2026-01-02"),
        ("115/1/27", "2026-01-27"),
        ("26.1.27", "1937-01-27 2026-01-27"),
        ("发布于2026年1月27日上午", "2026-01-27"),
        ("202601271030", "2026-01-27"),
        ("昨天", ""),
        ("31/31/31", ""),
    ] {
        let found: Vec<String> = meant(text).iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" "), wanted, "{text}");
    }
}
