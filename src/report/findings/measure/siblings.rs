//! Which items of a plan should be measures, since most of their kind are.
//!
//! In: each item that might be one, by the form of its number, and whether it is one. Out: those that are not, of the
//! forms of which at least half are. Never looks at words.

use std::collections::BTreeMap;

use crate::character::{formal_value, han_value};

/// The form of a number, and whether it opens a heading.
pub(super) type Form = (String, bool);

/// Measures of a form, at least, before another item of it is missed.
const MIN_MEASURES: usize = 2;

/// Items by the form of their numbers.
pub(super) struct Series<T> {
    forms: BTreeMap<Form, (usize, Vec<T>)>,
}

impl<T> Default for Series<T> {
    fn default() -> Self {
        Series {
            forms: BTreeMap::new(),
        }
    }
}

impl<T> Series<T> {
    /// Takes an item in: a measure, or what it would be.
    pub(super) fn add(&mut self, form: Form, is_measure: bool, without: Option<T>) {
        let (measures, missing) = self.forms.entry(form).or_default();
        if is_measure {
            *measures += 1;
        }
        missing.extend(without);
    }

    /// The items that should be measures.
    pub(super) fn missing(self) -> impl Iterator<Item = T> {
        self.forms
            .into_values()
            .filter(|(measures, missing)| *measures >= MIN_MEASURES && missing.len() <= *measures)
            .flat_map(|(_, missing)| missing)
    }
}

/// The form of a number: `#)` of 1) and 12), `(#)` of （一） and (二).
pub(super) fn form(number: &str) -> String {
    let mut form = String::new();
    for character in number.chars() {
        let character = match character {
            '（' => '(',
            '）' => ')',
            '．' => '.',
            ' ' | '\u{3000}' => continue,
            c if c.is_numeric() || han_value(c).is_some() || formal_value(c).is_some() => '#',
            c => c,
        };
        if character != '#' || !form.ends_with('#') {
            form.push(character);
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_one_series_have_one_form() {
        assert_eq!(form("1)"), form("12）"));
        assert_eq!(form("（一）"), form("(二十三)"));
        assert_eq!(form("一、"), form("十二、"));
        assert_ne!(form("1)"), form("1."));
    }

    #[test]
    fn what_most_are_the_others_should_be() {
        let mut series = Series::default();
        for (name, is_measure) in [("a", true), ("b", true), ("c", false)] {
            series.add(
                (form("1)"), false),
                is_measure,
                (!is_measure).then_some(name),
            );
        }
        for (name, is_measure) in [("d", true), ("e", false), ("f", false)] {
            series.add(
                (form("1."), true),
                is_measure,
                (!is_measure).then_some(name),
            );
        }
        assert_eq!(series.missing().collect::<Vec<_>>(), ["c"]);
    }
}
