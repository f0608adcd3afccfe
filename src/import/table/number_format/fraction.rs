//! Numbers as fractions: `# ?/?`, `0 0/8`.

use crate::import::table::number_format::token::Token;

/// The largest denominator that is looked for.
const MAX_DENOMINATOR: u32 = 999;
/// Numbers from which on there is no room for a fraction.
const MAX_NUMBER: f64 = 1e12;

/// A number without its sign as a fraction; `None` if the tokens make none.
pub(super) fn shown(number: f64, tokens: &[Token]) -> Option<String> {
    let slash = tokens.iter().position(|token| *token == Token::Slash)?;
    let (before, behind) = tokens.split_at_checked(slash)?;
    let is_digit = |token: &&Token| matches!(token, Token::Digit(_));
    let digits = behind.iter().filter(is_digit).count();
    if !before.iter().any(|token| is_digit(&token)) {
        return None;
    }
    if number >= MAX_NUMBER {
        return Some(format!("{number}"));
    }
    // A denominator may be given: it is literal.
    let given: Option<u32> = behind.iter().find_map(|token| match token {
        Token::Literal(literal) => literal.trim().parse().ok(),
        _ => None,
    });
    if digits == 0 && given.is_none() {
        return None;
    }
    let has_whole = before
        .iter()
        .any(|token| matches!(token, Token::Literal(literal) if literal.starts_with(' ')));
    let whole = if has_whole { number.floor() } else { 0.0 };
    let most = given.unwrap_or_else(|| 10_u32.pow(u32::try_from(digits.min(3)).unwrap_or(1)) - 1);
    let (numerator, denominator) = nearest(
        number - whole,
        given.unwrap_or(1).max(1),
        most.min(MAX_DENOMINATOR),
    );
    let (whole, numerator) = match numerator {
        n if n == f64::from(denominator) && has_whole => (whole + 1.0, 0.0),
        n => (whole, n),
    };
    Some(match (has_whole, numerator == 0.0) {
        (true, true) => format!("{whole}"),
        (true, false) if whole == 0.0 => format!("{numerator}/{denominator}"),
        (true, false) => format!("{whole} {numerator}/{denominator}"),
        (false, _) => format!("{numerator}/{denominator}"),
    })
}

/// The fraction nearest to a number, of those with these denominators; the smallest of equals.
fn nearest(number: f64, from: u32, to: u32) -> (f64, u32) {
    let mut best = (number.round(), from, f64::INFINITY);
    for denominator in from..=to.max(from) {
        let numerator = (number * f64::from(denominator)).round();
        let error = (number - numerator / f64::from(denominator)).abs();
        if error + 1e-12 < best.2 {
            best = (numerator, denominator, error);
        }
    }
    (best.0, best.1)
}
