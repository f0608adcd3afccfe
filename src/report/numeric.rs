//! Which cells of tables are numbers, which stand at the end of their column.
//!
//! In: what a cell shows. Out: whether it is a number and nothing else, with its sign, separators and per cent. What the
//! number is, and in which unit, is not asked here.

use crate::fields::narrow;

/// Whether a text is a number alone: `1,234`, `-5.2`, `３６`, `40%`. A date, a number of an item (2.1.1) or a number with words
/// is none, nor is a code (007).
pub(crate) fn is_number(text: &str) -> bool {
    let text: String = text.trim().chars().map(narrow).collect();
    let text = text.trim_start_matches(['+', '-', '±']);
    let text = text.trim_end_matches(['%', '‰']);
    let is_digit = |c: char| c.is_ascii_digit();
    let begins_code = |text: &str| {
        let rest = text.strip_prefix('0');
        rest.is_some_and(|rest| rest.starts_with(is_digit))
    };
    text.starts_with(is_digit)
        && !begins_code(text)
        && text.ends_with(is_digit)
        && text
            .chars()
            .all(|c| is_digit(c) || matches!(c, ',' | '，' | '.'))
        && text.matches('.').count() <= 1
}

/// Whether texts are those of a column of numbers: each that says anything is one, a dash for none aside.
pub(crate) fn are_numbers<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let mut has_number = false;
    for text in texts {
        match text.trim() {
            "" | "-" | "—" | "——" | "/" | "／" | "－" => {}
            text if is_number(text) => has_number = true,
            _ => return false,
        }
    }
    has_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_what_only_has_some() {
        for text in [
            "5",
            "1,234",
            " 36.5 ",
            "-5.2",
            "+3",
            "40%",
            "３６",
            "１，２３４．５％",
            "0.5‰",
            "0",
        ] {
            assert!(is_number(text), "{text}");
        }
        for text in [
            "", "-", "%", "2.1.1", "1.", "5件", "约5", "2021年", "1-3", "一", "(5)", ",5", "007",
        ] {
            assert!(!is_number(text), "{text}");
        }
        assert!(are_numbers(["5", "", "—", "1,000"].into_iter()));
        assert!(!are_numbers(["5", "5件"].into_iter()));
        assert!(!are_numbers(["", "—"].into_iter()));
    }
}
