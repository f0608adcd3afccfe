//! Dates of any text, and those that are shown as they were read.

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use crate::date::{Moment, PartialDate, Period};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_date_or_none(text in any::<String>()) {
        let _ = (PartialDate::parse(&text), Moment::parse(&text), Period::parse(&text));
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
