//! Numbers as public bodies write them, as exact decimals.
//!
//! In goes folded text and a place in it, out come the number that is written there, to how many places it is exact,
//! and whether it is said to be about so. Never rounds, and knows no unit but the words that multiply (万, 亿).

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::character::han_value;
use crate::report::findings::figure::fold::Folded;

/// Digits that a number may have before its point.
const DIGITS_MAX: usize = 18;
/// Digits that a number may have after its point.
const DECIMALS_MAX: usize = 6;
/// Digits between two separators of thousands.
const GROUP: usize = 3;
/// What a place is to the next.
const TEN: i128 = 10;

/// An exact decimal: `mantissa` / 10^`scale`, without zeros at its end that say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Number {
    mantissa: i128,
    scale: u8,
}

impl Number {
    /// A whole number.
    pub(crate) fn whole(value: i128) -> Number {
        Number {
            mantissa: value,
            scale: 0,
        }
    }

    /// `mantissa` / 10^`scale`; none where it has more decimals than a number may have.
    pub(crate) fn of(mut mantissa: i128, mut scale: u8) -> Option<Number> {
        while scale > 0 && mantissa % TEN == 0 {
            mantissa /= TEN;
            scale -= 1;
        }
        (usize::from(scale) <= DECIMALS_MAX).then_some(Number { mantissa, scale })
    }

    /// How many decimals it has.
    pub(crate) fn scale(self) -> u8 {
        self.scale
    }

    /// The number in units of 10^-`scale`; none where it is too great.
    pub(crate) fn scaled(self, scale: u8) -> Option<i128> {
        let more = scale.checked_sub(self.scale)?;
        self.mantissa.checked_mul(TEN.checked_pow(u32::from(more))?)
    }

    /// The sum of both; none where it is too great.
    pub(crate) fn plus(self, other: Number) -> Option<Number> {
        let scale = self.scale.max(other.scale);
        let sum = self.scaled(scale)?.checked_add(other.scaled(scale)?)?;
        Number::of(sum, scale)
    }

    /// How far both are apart; none where that is too great.
    pub(crate) fn distance(self, other: Number) -> Option<Number> {
        let scale = self.scale.max(other.scale);
        let apart = self.scaled(scale)?.checked_sub(other.scaled(scale)?)?;
        Number::of(apart.checked_abs()?, scale)
    }

    /// The number times a whole one; none where it is too great.
    pub(crate) fn times(self, factor: i128) -> Option<Number> {
        Number::of(self.mantissa.checked_mul(factor)?, self.scale)
    }

    /// The number in units of 10^`power`; none where it has more decimals than a number may have.
    pub(crate) fn over(self, power: u8) -> Option<Number> {
        Number::of(self.mantissa, self.scale.checked_add(power)?)
    }

    /// One of the last of its digits that is not nought: 100 of 300, 0.1 of 2.5; none of nought.
    pub(crate) fn last_place(self) -> Option<Number> {
        let (mut rest, mut unit) = (self.mantissa, 1_i128);
        while rest != 0 && rest % TEN == 0 {
            rest /= TEN;
            unit = unit.checked_mul(TEN)?;
        }
        (rest != 0).then(|| Number::of(unit, self.scale))?
    }

    /// Whether it is nought.
    pub(crate) fn is_zero(self) -> bool {
        self.mantissa == 0
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        let scale = self.scale.max(other.scale);
        match (self.scaled(scale), other.scaled(scale)) {
            (Some(one), Some(two)) => one.cmp(&two),
            // Far apart: whole parts decide.
            _ => {
                let whole = |number: &Number| {
                    let unit = TEN.checked_pow(u32::from(number.scale)).unwrap_or(1);
                    number.mantissa / unit
                };
                whole(self)
                    .cmp(&whole(other))
                    .then(self.mantissa.cmp(&other.mantissa))
                    .then(self.scale.cmp(&other.scale))
            }
        }
    }
}

/// Digits with a point: `1234.5`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mantissa < 0 {
            f.write_str("-")?;
        }
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        let padded = format!("{digits:0>width$}", width = scale + 1);
        match padded.split_at_checked(padded.len() - scale) {
            Some((whole, decimals)) if scale > 0 => write!(f, "{whole}.{decimals}"),
            _ => f.write_str(&padded),
        }
    }
}

/// A number as it is written at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its value.
    pub(crate) number: Number,
    /// Where its own characters end, 余 and 万 among them.
    pub(crate) end: usize,
    /// The power of ten of its last digit: 2.8万 is exact to 10^3.
    pub(crate) exponent: i8,
    /// Whether it is said to be about so: 70余.
    pub(crate) is_about: bool,
    /// Whether a word multiplies it: 万, 亿.
    pub(crate) is_multiplied: bool,
}

/// The ways to read the number that begins at a place of a sentence, the longer first: 3万 of 3万元 is 30000, or 3.
pub(crate) fn in_text(text: &Folded, at: usize) -> Vec<Written> {
    let Some(plain) = plain(text, at, false) else {
        return Vec::new();
    };
    let mut ways: Vec<Written> = multiplied(text, plain).into_iter().collect();
    ways.push(plain);
    ways
}

/// The number that begins at a place of a cell, where nothing but a unit stands beside it: signs and separators that a
/// sentence uses otherwise are its own.
pub(crate) fn in_cell(text: &Folded, at: usize) -> Option<Written> {
    let sign = text.get(at).filter(|c| matches!(c, '-' | '+'));
    let first = at + usize::from(sign.is_some());
    if sign.is_some() && !text.get(first)?.is_ascii_digit() {
        return None;
    }
    let plain = plain(text, first, true)?;
    let mut written = multiplied(text, plain).unwrap_or(plain);
    if sign == Some('-') {
        written.number = written.number.times(-1)?;
    }
    Some(written)
}

/// The digits at a place, with what says that there are some more.
fn plain(text: &Folded, at: usize, is_cell: bool) -> Option<Written> {
    let mut written = match text.get(at)? {
        '0'..='9' => arabic(text, at, is_cell)?,
        _ => han(text, at)?,
    };
    if let Some('余' | '多' | '几') = text.get(written.end) {
        written.is_about = true;
        written.end += 1;
    }
    Some(written)
}

/// The number times the 万 or 亿 that follows it.
fn multiplied(text: &Folded, plain: Written) -> Option<Written> {
    let power: u8 = match (text.get(plain.end)?, text.get(plain.end + 1)) {
        ('万', Some('亿')) => 12,
        ('万', _) => 4,
        ('亿', _) => 8,
        _ => return None,
    };
    let mut end = plain.end + if power == 12 { 2 } else { 1 };
    let mut is_about = plain.is_about;
    if let Some('余' | '多') = text.get(end) {
        is_about = true;
        end += 1;
    }
    // 3万5千, 3万2: a number that goes on.
    if is_figure(text.get(end)) {
        return None;
    }
    Some(Written {
        number: plain.number.times(TEN.checked_pow(u32::from(power))?)?,
        end,
        exponent: plain.exponent.checked_add(i8::try_from(power).ok()?)?,
        is_about,
        is_multiplied: true,
    })
}

fn is_figure(character: Option<char>) -> bool {
    character.is_some_and(|c| c.is_ascii_digit() || han_digit(c).is_some())
}

/// Digits, in groups of three or not, with a point or not. What has a second point is no number.
fn arabic(text: &Folded, at: usize, is_cell: bool) -> Option<Written> {
    let digits = |from: usize| {
        (from..)
            .take_while(|at| text.get(*at).is_some_and(|c| c.is_ascii_digit()))
            .count()
    };
    let mut end = at + digits(at);
    let separator = text.get(end).filter(|c| match c {
        ',' => true,
        ' ' | '，' => is_cell,
        _ => false,
    });
    if let Some(separator) = separator
        && end - at <= GROUP
    {
        let mut groups = end;
        while text.get(groups) == Some(separator) && digits(groups + 1) == GROUP {
            groups += 1 + GROUP;
        }
        // 1,234,56 is a row of numbers.
        if text.get(groups) != Some(separator) || digits(groups + 1) == 0 {
            end = groups;
        }
    }
    let decimals = match text.get(end) {
        Some('.') => digits(end + 1),
        _ => 0,
    };
    let whole = end;
    if decimals > 0 {
        end += 1 + decimals;
        if text.get(end) == Some('.') && digits(end + 1) > 0 {
            return None;
        }
    }
    let written = (at..end).filter_map(|at| text.get(at)?.to_digit(10));
    let count = written.clone().count();
    if count - decimals > DIGITS_MAX || decimals > DECIMALS_MAX || whole == at {
        return None;
    }
    let mantissa = written.fold(0, |value, digit| value * TEN + i128::from(digit));
    let scale = u8::try_from(decimals).ok()?;
    Some(Written {
        number: Number::of(mantissa, scale)?,
        end,
        exponent: -i8::try_from(scale).ok()?,
        is_about: false,
        is_multiplied: false,
    })
}

/// The value of a Han digit or unit, 两 among them.
fn han_digit(character: char) -> Option<u32> {
    match character {
        '两' => Some(2),
        other => han_value(other),
    }
}

/// A number in Han digits with their units, with a point or not: 一百零三, 九十八点五.
fn han(text: &Folded, at: usize) -> Option<Written> {
    let (mut total, mut digit, mut unit, mut end) = (0_u32, None, 10_000, at);
    while let Some(value) = text.get(end).and_then(han_digit) {
        match (value, digit) {
            (0, None) => {}
            (1..=9, None) => digit = Some(value),
            (10.., _) if value < unit => {
                total += digit.take().unwrap_or(1) * value;
                unit = value;
            }
            // 一二: two numbers, or a year by its digits.
            _ => return None,
        }
        end += 1;
    }
    if end == at {
        return None;
    }
    let mut mantissa = i128::from(total + digit.unwrap_or(0));
    let mut scale = 0_u8;
    if text.get(end) == Some('点') {
        let first = end + 1;
        let mut last = first;
        while let Some(value) = text.get(last).and_then(han_digit).filter(|v| *v < 10)
            && last - first < DECIMALS_MAX
        {
            mantissa = mantissa * TEN + i128::from(value);
            last += 1;
        }
        scale = u8::try_from(last - first).ok()?;
        if scale > 0 {
            end = last;
        }
    }
    Some(Written {
        number: Number::of(mantissa, scale)?,
        end,
        exponent: -i8::try_from(scale).ok()?,
        is_about: false,
        is_multiplied: false,
    })
}

#[cfg(test)]
mod tests {
    use super::{Folded, Number, in_cell, in_text};

    #[test]
    fn numbers_are_read_as_they_are_written() {
        // The text, the value of the longest reading, and how many characters it takes.
        let cases = [
            ("53件", Some(("53", 2))),
            ("５３件", Some(("53", 2))),
            ("1,190", Some(("1190", 5))),
            ("1,2,3", Some(("1", 1))),
            ("53，120", Some(("53", 2))),
            ("1,234,56", Some(("1", 1))),
            ("2.8万余人次", Some(("28000", 5))),
            ("10多万人", Some(("100000", 4))),
            ("1.35", Some(("1.35", 4))),
            ("40.0%", Some(("40", 4))),
            ("10.77%", Some(("10.77", 5))),
            ("3.5亿元", Some(("350000000", 4))),
            ("1.2万亿元", Some(("1200000000000", 5))),
            ("2.1.1", None),
            ("1.", Some(("1", 1))),
            ("一百零三件", Some(("103", 4))),
            ("两件", Some(("2", 1))),
            ("十二件", Some(("12", 2))),
            ("九十八点五", Some(("98.5", 5))),
            ("一二", None),
            ("件", None),
            ("1234567890123456789", None),
            ("0.1234567", None),
        ];
        for (text, wanted) in cases {
            let found = in_text(&Folded::of(text), 0);
            let found = found
                .first()
                .map(|written| (written.number.to_string(), written.end));
            let wanted = wanted.map(|(value, end): (&str, usize)| (value.to_owned(), end));
            assert_eq!(found, wanted, "{text}");
        }
        let about = in_text(&Folded::of("70余人"), 0);
        assert!(about.first().is_some_and(|written| written.is_about));
    }

    #[test]
    fn cells_hold_signs_and_blanks() {
        for (text, wanted) in [
            ("-3.2", Some("-3.2")),
            ("－５", Some("-5")),
            ("1 234", Some("1234")),
            ("1，234", Some("1234")),
            ("-", None),
            ("—", None),
        ] {
            let found = in_cell(&Folded::of(text), 0).map(|written| written.number.to_string());
            assert_eq!(found.as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn values_are_exact_and_ordered() {
        let number = |text: &str| in_cell(&Folded::of(text), 0).unwrap().number;
        assert_eq!(number("0.1").plus(number("0.2")), Some(number("0.3")));
        assert_eq!(number("40.0"), number("40"));
        assert!(number("-1") < number("0.5") && number("9.99") < number("10"));
        assert_eq!(number("1.5").distance(number("3")), Some(number("1.5")));
        assert_eq!(
            Number::of(-5, 2).map(|n| n.to_string()).as_deref(),
            Some("-0.05")
        );
    }
}
