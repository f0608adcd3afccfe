//! What a number format shows of a value: thousands, decimals, percent, dates, signs.
//!
//! In: a number or text, and the code of a format (ECMA-376 part 1, 18.8.30 and 18.8.31). Out: the characters that a cell
//! shows. Widths of cells, which hide digits too, are not known here.

#![expect(
    clippy::float_arithmetic,
    reason = "workbooks hold floating-point numbers; these are the operations that IEEE 754 defines to the bit"
)]

mod date;
mod decimal;
mod fraction;
mod han;
mod token;

use crate::import::table::number_format::decimal::Decimal;
use crate::import::table::number_format::token::{Section, Token, sections};

/// What a cell shows.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// The characters.
    pub text: String,
    /// Nothing but a colour tells that the number is negative.
    pub is_sign_lost: bool,
}

/// A code that was taken apart.
#[derive(Debug, Clone)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
}

impl NumberFormat {
    /// By its code.
    pub(super) fn of(code: &str) -> NumberFormat {
        NumberFormat {
            sections: sections(code),
        }
    }

    /// What it shows of a number; days are counted from 1904 where the file says so.
    pub(super) fn number(&self, number: f64, is_1904: bool) -> Shown {
        let Some((at, section)) = self.section(number) else {
            return Shown {
                text: decimal::general(number),
                is_sign_lost: false,
            };
        };
        if section.tokens.iter().any(is_date) {
            let text =
                date::shown(number, section, is_1904).unwrap_or_else(|| decimal::general(number));
            return Shown {
                text,
                is_sign_lost: false,
            };
        }
        let is_only_text = section.tokens == [Token::Text];
        if section.tokens.is_empty() && self.sections.len() == 1 || is_only_text {
            return Shown {
                text: decimal::general(number),
                is_sign_lost: false,
            };
        }
        let shown = numeric(number.abs(), section);
        let has_own_sign = match section.condition {
            Some(condition) => condition.is_less && condition.bound <= 0.0,
            None => at > 0,
        };
        let is_negative = number < 0.0;
        let is_signed = shown.contains(['-', '(', '（', '−', '△', '▲', '负', '負']);
        Shown {
            is_sign_lost: is_negative
                && has_own_sign
                && section.is_coloured
                && !is_signed
                && !shown.is_empty(),
            text: if is_negative && !has_own_sign {
                format!("-{shown}")
            } else {
                shown
            },
        }
    }

    /// What it shows of a text.
    pub(super) fn text(&self, text: &str) -> String {
        let has_place = |section: &&Section| section.tokens.contains(&Token::Text);
        let Some(section) = self
            .sections
            .get(3)
            .or_else(|| self.sections.iter().find(has_place))
        else {
            return text.to_owned();
        };
        let pieces = section.tokens.iter().map(|token| match token {
            Token::Text => text,
            Token::Literal(literal) => literal,
            _ => "",
        });
        pieces.collect()
    }

    /// The section for a number, and which it is.
    fn section(&self, number: f64) -> Option<(usize, &Section)> {
        // A fourth one is for text, and so is one with a place for it behind others.
        let is_text = |(at, section): &(usize, &Section)| {
            *at == 3 || *at > 0 && section.tokens.contains(&Token::Text)
        };
        let numeric: Vec<(usize, &Section)> = self
            .sections
            .iter()
            .enumerate()
            .filter(|it| !is_text(it))
            .collect();
        if numeric
            .iter()
            .any(|(_, section)| section.condition.is_some())
        {
            let fits = |(at, section): &&(usize, &Section)| match section.condition {
                Some(condition) => condition.holds(number),
                // Without one, the second is for what is negative where a third is there for the rest.
                None => *at + 1 == numeric.len() || *at == 1 && number < 0.0,
            };
            return numeric.iter().find(fits).or(numeric.last()).copied();
        }
        let at = match (numeric.len(), number) {
            (2.., number) if number < 0.0 => 1,
            (3.., 0.0) => 2,
            _ => 0,
        };
        numeric.get(at).copied()
    }
}

fn is_date(token: &Token) -> bool {
    match token {
        Token::Date(letter, count) => {
            matches!(letter, 'y' | 'm' | 'd' | 'h' | 's' | 'e') || *letter == 'a' && *count > 2
        }
        Token::Elapsed(..) | Token::HalfDay(..) => true,
        _ => false,
    }
}

/// A number without its sign.
fn numeric(number: f64, section: &Section) -> String {
    let tokens = &section.tokens;
    if tokens.contains(&Token::Slash)
        && let Some(shown) = fraction::shown(number, tokens)
    {
        return shown;
    }
    let percents = tokens
        .iter()
        .filter(|token| **token == Token::Percent)
        .count();
    let shift = i32::try_from(percents).unwrap_or(0) * 2;
    let decimal = Decimal::of(number).shifted(shift);
    let text = match tokens
        .iter()
        .position(|token| matches!(token, Token::Exponent { .. }))
    {
        Some(at) => scientific(decimal, tokens, at),
        None => placed(&decimal, tokens),
    };
    let general = tokens
        .contains(&Token::General)
        .then(|| decimal::general(number));
    match (section.han, general) {
        (Some(kind), Some(general)) => {
            let said = match general.split_once('.') {
                Some((whole, part)) => {
                    format!("{}.{}", han::number(whole, kind), han::digits(part, kind))
                }
                None => han::number(&general, kind),
            };
            text.replace(&general, &said)
        }
        (Some(kind), None) => han::digits(&text, kind),
        (None, _) => text,
    }
}

/// Which tokens are places of digits before the point, which behind it.
fn places(tokens: &[Token]) -> (Vec<usize>, Vec<usize>) {
    let point = tokens
        .iter()
        .position(|token| *token == Token::Point)
        .unwrap_or(tokens.len());
    let digits = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| matches!(token, Token::Digit(_)));
    digits.map(|(at, _)| at).partition(|at| *at < point)
}

/// The digits of a number in their places.
fn placed(decimal: &Decimal, tokens: &[Token]) -> String {
    let (whole_places, part_places) = places(tokens);
    let (first, last) = (whole_places.first().copied(), whole_places.last().copied());
    // Commas between places divide thousands, those behind the last one leave thousands out.
    let is_comma = |at: usize| tokens.get(at) == Some(&Token::Comma);
    let is_grouped = first
        .zip(last)
        .is_some_and(|(first, last)| (first..last).any(is_comma));
    let ends = last.into_iter().chain(part_places.last().copied());
    let commas = ends.map(|end| {
        (end + 1..tokens.len())
            .take_while(|at| is_comma(*at))
            .count()
    });
    let left_out = i32::try_from(commas.sum::<usize>()).unwrap_or(0);
    let decimal = decimal.clone().shifted(left_out * -3);
    let rounded = decimal.clone().rounded(part_places.len());
    let mut pieces: Vec<String> = tokens.iter().map(standing).collect();
    put_whole(
        &rounded.whole(),
        &whole_places,
        is_grouped,
        tokens,
        &mut pieces,
    );
    put_part(
        &rounded.part(part_places.len()),
        &part_places,
        tokens,
        &mut pieces,
    );
    let at = |wanted: Token| tokens.iter().position(|token| *token == wanted);
    let point = at(Token::Point).filter(|_| whole_places.is_empty());
    if let Some(piece) = point.and_then(|point| pieces.get_mut(point)) {
        // Without a place for them the digits before the point stand there all the same.
        *piece = format!("{}.", rounded.whole());
    }
    if let Some(piece) = at(Token::General).and_then(|at| pieces.get_mut(at)) {
        *piece = decimal::general(decimal.number());
    }
    // Blanks that keep columns apart are none of the text.
    pieces.concat().trim().to_owned()
}

/// What a token shows whatever the number is.
fn standing(token: &Token) -> String {
    match token {
        Token::Literal(literal) => literal.clone(),
        Token::Point => ".".to_owned(),
        Token::Percent => "%".to_owned(),
        Token::Slash => "/".to_owned(),
        _ => String::new(),
    }
}

fn put_whole(
    whole: &str,
    places: &[usize],
    is_grouped: bool,
    tokens: &[Token],
    pieces: &mut [String],
) {
    let mut digits = whole.chars().rev().peekable();
    let mut count = 0;
    for (from_right, place) in places.iter().rev().enumerate() {
        let mut reversed = String::new();
        let is_first = from_right + 1 == places.len();
        loop {
            let digit = match (digits.next(), tokens.get(*place)) {
                (Some(digit), _) => digit,
                (None, Some(Token::Digit('0'))) => '0',
                (None, Some(Token::Digit('?'))) => ' ',
                _ => break,
            };
            if is_grouped && count > 0 && count % 3 == 0 && digit != ' ' {
                reversed.push(',');
            }
            reversed.push(digit);
            count += 1;
            // All that is left stands in the first place.
            if !is_first || digits.peek().is_none() {
                break;
            }
        }
        if let Some(piece) = pieces.get_mut(*place) {
            *piece = reversed.chars().rev().collect();
        }
    }
}

fn put_part(part: &str, places: &[usize], tokens: &[Token], pieces: &mut [String]) {
    let mut is_end = true;
    for (place, digit) in places.iter().rev().zip(part.chars().rev()) {
        let shown = match tokens.get(*place) {
            Some(Token::Digit('#')) if is_end && digit == '0' => String::new(),
            Some(Token::Digit('?')) if is_end && digit == '0' => " ".to_owned(),
            _ => {
                is_end = false;
                digit.to_string()
            }
        };
        if let Some(piece) = pieces.get_mut(*place) {
            *piece = shown;
        }
    }
}

fn scientific(decimal: Decimal, tokens: &[Token], at: usize) -> String {
    let (mantissa, power) = tokens.split_at_checked(at).unwrap_or((tokens, &[]));
    let (whole_places, part_places) = places(mantissa);
    let step = i32::try_from(whole_places.len()).unwrap_or(1).max(1);
    let exponent_of = |decimal: &Decimal| decimal.exponent().div_euclid(step) * step;
    let mut exponent = exponent_of(&decimal);
    let rounded = decimal
        .clone()
        .shifted(-exponent)
        .rounded(part_places.len());
    // Rounding may make it one longer.
    exponent += exponent_of(&rounded);
    let shown = placed(&decimal.shifted(-exponent), mantissa);
    let is_plus = matches!(power.first(), Some(Token::Exponent { plus: true }));
    let sign = match exponent {
        ..0 => "-",
        _ if is_plus => "+",
        _ => "",
    };
    let width = power
        .iter()
        .filter(|token| **token == Token::Digit('0'))
        .count();
    let behind: String = power.iter().map(standing).collect();
    format!("{shown}E{sign}{:0>width$}{behind}", exponent.abs())
}

/// The code of a format that files name by a number alone, in mainland China.
pub(super) fn built_in(id: usize) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "\"¥\"#,##0;\"¥\"\\-#,##0",
        7 | 8 => "\"¥\"#,##0.00;\"¥\"\\-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m/d/yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        37 | 38 => "#,##0;\\-#,##0",
        39 | 40 => "#,##0.00;\\-#,##0.00",
        41 | 42 => "#,##0;\\-#,##0;\"-\"",
        43 | 44 => "#,##0.00;\\-#,##0.00;\"-\"",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}

#[cfg(test)]
mod tests;
