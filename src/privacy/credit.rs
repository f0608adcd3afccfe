//! Unified social credit codes (GB 32100): they name bodies, not persons, and are no finding.
//!
//! In: 18 digits. Out: whether their check digit makes them a credit code (those with letters are no chain of digits, and
//! come here never).

/// The weights of the first 17 characters: powers of 3, by 31.
const WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];
/// How many characters a check character is chosen from.
const CHARACTERS: u32 = 31;

/// Whether 18 digits are a credit code.
pub(super) fn is_code(values: &[u8]) -> bool {
    let [first, second, .., check] = values else {
        return false;
    };
    // Who registers, and what is registered: 1 the establishment, 5 civil affairs, 9 the market, and others.
    let is_known = matches!(first, 1..=9) && matches!(second, 1..=9);
    values.len() == 18 && is_known && expected(values) == u32::from(*check)
}

/// The check character of the first 17, as its value.
pub(super) fn expected(values: &[u8]) -> u32 {
    let weighted = values
        .iter()
        .zip(WEIGHTS)
        .map(|(value, weight)| u32::from(*value) * weight);
    (CHARACTERS - weighted.sum::<u32>() % CHARACTERS) % CHARACTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_held() {
        let mut code: Vec<u8> = b"91350100123456780"
            .iter()
            .map(|digit| digit - b'0')
            .collect();
        // Of 31 orders some have a digit as their check.
        let whole = (0..10).find_map(|last| {
            code[16] = last;
            (expected(&code) < 10).then_some(expected(&code) as u8)
        });
        code.push(whole.expect("a code of digits alone"));
        assert!(is_code(&code));
        code[17] = (code[17] + 1) % 10;
        assert!(!is_code(&code));
    }
}
