//! What stands in and beside figures: thousands, small digits, zeros.
//!
//! In goes what surrounds a character, folded, out comes whether it belongs to a figure. 1,445.3 is 1445.3, 1 445.3
//! too, and 1,2,3 are three figures; 二○一八 is 二〇一八, and a ○ elsewhere is none. Text is walked through by
//! [`unit`](mod@super::unit).

use crate::character::{han_value, is_blank};

/// Digits between two separators of thousands.
const GROUP: usize = 3;

/// Characters after which a figure is a number of its own, so that a blank and 100 after it are no thousands: 附件1 100份.
const NUMBERED: &str = "第图表件式注附版卷册页步例条款项节章";

/// Zeros in a row of which one asks what follows: a place that nobody filled in may be circles without end.
const ZEROS_MAX: usize = 16;

/// What stands before a figure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surroundings {
    /// The character before it, if nothing but blanks stands between.
    pub(super) before: Option<char>,
    /// Whether it follows a figure after a blank, or after a comma: then it goes on a row of figures.
    pub(super) after_blank: bool,
    pub(super) after_comma: bool,
}

/// The separators of thousands in the figure that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Thousands {
    is_comma: bool,
    /// How many are still to come.
    left: usize,
}

impl Thousands {
    /// The separators in the figure that begins `text`; none where it has none, or where what looks like them parts a
    /// row of figures: groups are of exactly three digits, the first has no more and begins with no zero.
    pub(super) fn ahead(
        mut text: impl Iterator<Item = char> + Clone,
        surroundings: Surroundings,
    ) -> Option<Thousands> {
        let digits =
            |text: &mut dyn Iterator<Item = char>| text.take_while(char::is_ascii_digit).count();
        let first = digits(&mut text.clone());
        if first > GROUP || text.clone().next() == Some('0') {
            return None;
        }
        text.by_ref().take(first).for_each(drop);
        let separator = text.clone().next()?;
        let is_comma = separator == ',';
        let is_numbered = surroundings
            .before
            .is_some_and(|before| NUMBERED.contains(before));
        let goes_on = match is_comma {
            true => surroundings.after_comma,
            false => surroundings.after_blank || is_numbered,
        };
        if !(is_comma || is_blank(separator)) || goes_on {
            return None;
        }
        let (mut left, mut is_round) = (0, false);
        loop {
            let mut group = text.clone();
            if group.next() != Some(separator) {
                break;
            }
            match digits(&mut group.clone()) {
                GROUP => {}
                // 1,234,56 and 1 234 56 are rows.
                1.. => return None,
                0 => break,
            }
            is_round = group.clone().take(GROUP).all(|digit| digit == '0');
            group.by_ref().take(GROUP).for_each(drop);
            text = group;
            left += 1;
        }
        let has_decimals =
            text.next() == Some('.') && text.next().is_some_and(|c| c.is_ascii_digit());
        // 110 119 may be two telephone numbers; where the blank is narrow, or the rest tells, it is one figure.
        let is_plain = matches!(separator, ' ' | '\u{3000}' | '\t');
        let is_meant = first < GROUP || !is_plain || is_round || has_decimals;
        (left > 0 && is_meant).then_some(Thousands { is_comma, left })
    }

    /// Whether `character`, met within the figure, is one of them.
    pub(super) fn takes(&mut self, character: char) -> bool {
        let is_one = self.left > 0
            && match self.is_comma {
                true => character == ',',
                false => is_blank(character),
            };
        self.left -= usize::from(is_one);
        is_one
    }
}

/// The digit that a raised or lowered one is, and whether it is raised.
pub(super) fn script_digit(character: char) -> Option<(char, bool)> {
    let (first, is_raised) = match character {
        '¹' => return Some(('1', true)),
        '²' => return Some(('2', true)),
        '³' => return Some(('3', true)),
        '⁰' | '⁴'..='⁹' => ('⁰', true),
        '₀'..='₉' => ('₀', false),
        _ => return None,
    };
    let digit = char::from_digit(character as u32 - first as u32, 10)?;
    Some((digit, is_raised))
}

/// A digit of a Han figure, or ten or a hundred.
fn is_han_digit(character: char) -> bool {
    han_value(character).is_some_and(|value| value <= 100)
}

/// Whether what comes first in `text`, a circle or an O, stands for zero: beside a Han digit; an O wants one before it,
/// and after it one or what figures end with.
pub(super) fn zero(before: Option<char>, text: impl Iterator<Item = char>) -> bool {
    let is_zero = |c: &char| matches!(c, '○' | '◯' | 'o');
    let mut text = text.peekable();
    let Some(first) = text.next_if(|c| is_zero(c)) else {
        return false;
    };
    let mut zeros = 1;
    while text.next_if(|c| is_zero(c)).is_some() {
        zeros += 1;
        if zeros > ZEROS_MAX {
            return false;
        }
    }
    let (follows, next) = (before.is_some_and(is_han_digit), text.next());
    match first {
        'o' => follows && next.is_none_or(|c| is_han_digit(c) || "年月日号届".contains(c)),
        _ => follows || next.is_some_and(is_han_digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_groups_of_three() {
        let cases = [
            ("1,445.3", 1),
            ("12,345,678元", 2),
            ("1 445.3", 1),
            ("1\u{202F}234\u{202F}567", 2),
            ("123\u{A0}456", 1),
            ("100 000", 1),
            ("123 456.7", 1),
            ("110 119", 0),
            ("2019,202", 0),
            ("1,2,3", 0),
            ("1,234,56", 0),
            ("1,2345", 0),
            ("1 234 56", 0),
            ("0,123", 0),
            ("1,", 0),
            ("1", 0),
            ("12.345,678", 0),
        ];
        for (text, wanted) in cases {
            let found = Thousands::ahead(text.chars(), Surroundings::default());
            assert_eq!(found.map_or(0, |groups| groups.left), wanted, "{text}");
        }
        let row = Surroundings {
            after_comma: true,
            after_blank: true,
            before: None,
        };
        assert_eq!(Thousands::ahead("2,345".chars(), row), None);
        assert_eq!(Thousands::ahead("2 345".chars(), row), None);
        let numbered = Surroundings {
            before: Some('件'),
            ..Surroundings::default()
        };
        assert_eq!(Thousands::ahead("1 100份".chars(), numbered), None);
    }

    #[test]
    fn circles_and_letters_are_zeros_in_figures_alone() {
        let cases = [
            (Some('二'), "○一八", true),
            (None, "○一八", true),
            (Some('二'), "○○八", true),
            (Some('二'), "oo八", true),
            (Some('一'), "o年", true),
            (Some('一'), "o型血", false),
            (Some('二'), "office", false),
            (None, "o一八", false),
            (Some('张'), "○○", false),
            (None, "○", false),
        ];
        for (before, text, wanted) in cases {
            assert_eq!(zero(before, text.chars()), wanted, "{text}");
        }
    }
}
