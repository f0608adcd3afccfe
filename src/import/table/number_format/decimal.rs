//! A number as spreadsheet programs count: fifteen decimal digits, rounded half up.

/// Digits that spreadsheet programs keep.
const DIGITS: usize = 15;
/// Digits before or behind the point that are written out, at most.
const MAX_PLACES: i32 = 310;

/// A number without its sign, as decimal digits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decimal {
    /// From the first that is not 0.
    digits: Vec<u8>,
    /// How many of them stand before the point.
    point: i32,
}

impl Decimal {
    /// Of the size of a number.
    pub(super) fn of(number: f64) -> Decimal {
        let written = format!("{:.*e}", DIGITS - 1, number.abs());
        let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
        let digits: Vec<u8> = digits
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|digit| digit - b'0')
            .collect();
        let exponent: i32 = exponent.parse().unwrap_or(0);
        match digits.iter().all(|digit| *digit == 0) {
            true => Decimal {
                digits: Vec::new(),
                point: 0,
            },
            false => Decimal {
                digits,
                point: exponent + 1,
            },
        }
    }

    /// Times a power of ten.
    pub(super) fn shifted(mut self, places: i32) -> Decimal {
        // Nothing has no place of its own.
        if !self.digits.is_empty() {
            let point = self.point.saturating_add(places);
            self.point = point.clamp(-MAX_PLACES, MAX_PLACES);
        }
        self
    }

    /// As a number.
    pub(super) fn number(&self) -> f64 {
        let digits: String = self
            .digits
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        format!("0.{digits}e{}", self.point).parse().unwrap_or(0.0)
    }

    /// The power of ten of its first digit.
    pub(super) fn exponent(&self) -> i32 {
        if self.digits.is_empty() {
            0
        } else {
            self.point - 1
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.iter().all(|digit| *digit == 0)
    }

    /// With so many digits behind the point.
    pub(super) fn rounded(mut self, places: usize) -> Decimal {
        let places = i32::try_from(places).unwrap_or(MAX_PLACES);
        let Ok(kept) = usize::try_from(self.point + places) else {
            return Decimal {
                digits: Vec::new(),
                point: 0,
            };
        };
        let Some(next) = self.digits.get(kept).copied() else {
            return self;
        };
        self.digits.truncate(kept);
        if next >= 5 {
            let mut carries = true;
            for digit in self.digits.iter_mut().rev() {
                carries = *digit == 9;
                *digit = if carries { 0 } else { *digit + 1 };
                if !carries {
                    break;
                }
            }
            if carries {
                self.digits.insert(0, 1);
                self.point += 1;
            }
        }
        self
    }

    /// Its digits before the point; empty if it is smaller than 1.
    pub(super) fn whole(&self) -> String {
        (0..self.point.min(MAX_PLACES))
            .map(|at| self.digit(at))
            .collect()
    }

    /// So many of its digits behind the point.
    pub(super) fn part(&self, places: usize) -> String {
        let places = i32::try_from(places).unwrap_or(MAX_PLACES).min(MAX_PLACES);
        (self.point..self.point + places)
            .map(|at| self.digit(at))
            .collect()
    }

    fn digit(&self, at: i32) -> char {
        let digit = usize::try_from(at).ok().and_then(|at| self.digits.get(at));
        digit.map_or('0', |digit| char::from(b'0' + digit))
    }
}

/// A number in a cell that says nothing of its form: as much of it as such a cell shows.
pub(super) fn general(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let decimal = Decimal::of(number);
    let sign = if number < 0.0 && !decimal.is_zero() {
        "-"
    } else {
        ""
    };
    let exponent = decimal.exponent();
    let shown = match exponent {
        // All digits of a whole number are worth more than the width of a cell.
        0..=14 => {
            let places = usize::try_from(9 - exponent).unwrap_or(0);
            plain(&decimal, places)
        }
        -4..0 => plain(&decimal, 9),
        _ => {
            let mantissa = plain(&decimal.clone().shifted(-exponent), 5);
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{mantissa}E{sign}{:02}", exponent.abs())
        }
    };
    format!("{sign}{shown}")
}

/// Without zeros at the end.
fn plain(decimal: &Decimal, places: usize) -> String {
    let decimal = decimal.clone().rounded(places);
    let (whole, part) = (decimal.whole(), decimal.part(places));
    let whole = if whole.is_empty() { "0" } else { &whole };
    match part.trim_end_matches('0') {
        "" => whole.to_owned(),
        part => format!("{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_they_are_written() {
        let cases = [
            (2.675, 2, "2", "68"),
            (0.0831 * 100.0, 1, "8", "3"),
            (999.995, 2, "1000", "00"),
            (0.004, 2, "", "00"),
            (0.005, 2, "", "01"),
            (1e15, 2, "1000000000000000", "00"),
            (0.1 + 0.2, 3, "", "300"),
            (0.0, 2, "", "00"),
            (0.95, 0, "1", ""),
        ];
        for (number, places, whole, part) in cases {
            let rounded = Decimal::of(number).rounded(places);
            assert_eq!(
                (rounded.whole().as_str(), rounded.part(places).as_str()),
                (whole, part),
                "{number}"
            );
        }
    }

    #[test]
    fn a_cell_without_a_form_shows_what_fits() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (12.0, "12"),
            (-2.5, "-2.5"),
            (1.0 / 3.0, "0.333333333"),
            (1_333_600.5, "1333600.5"),
            (123_456_789_012_345.0, "123456789012345"),
            (1e-7, "1E-07"),
            (1.5e20, "1.5E+20"),
            (0.1 + 0.2, "0.3"),
        ];
        for (number, shown) in cases {
            assert_eq!(general(number), shown);
        }
    }
}
