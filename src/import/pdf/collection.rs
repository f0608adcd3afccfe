//! Characters of glyphs that a collection numbers (Adobe-GB1), for fonts that say nothing else.
//!
//! In: the number of a glyph. Out: its character, as far as the collection follows GB/T 2312, whose order it has: what came
//! later is unknown. Never guesses.

/// Where runs of the collection begin: the first glyph, how many, and the code of the first in GB/T 2312.
const RUNS: &[(u32, u32, u32)] = &[
    (96, 94, 0xA1A1),
    (190, 50, 0xA2B1),
    (240, 10, 0xA2E5),
    (250, 12, 0xA2F1),
    (262, 94, 0xA3A1),
    (356, 83, 0xA4A1),
    (439, 86, 0xA5A1),
    (525, 24, 0xA6A1),
    (549, 53, 0xA6C1),
    (602, 33, 0xA7A1),
    (635, 33, 0xA7D1),
    (668, 32, 0xA8A1),
    (700, 38, 0xA8C5),
    (738, 76, 0xA9A4),
];
/// The first Han of the first and of the second level, and how many there are; rows of 94 follow one another.
const LEVELS: &[(u32, u32, u32)] = &[(940, 3755, 0xB0), (4695, 3008, 0xD8)];
/// Cells of a row.
const ROW: u32 = 94;

/// The character of a glyph of Adobe-GB1.
pub(crate) fn gb1(glyph: u32) -> Option<char> {
    match glyph {
        1..=95 => char::from_u32(glyph + 31),
        814..=907 => char::from_u32(glyph - 814 + 0x21),
        _ => {
            let within = |first: u32, count: u32| glyph.checked_sub(first).filter(|at| *at < count);
            let run = RUNS
                .iter()
                .find_map(|(first, count, code)| within(*first, *count).map(|at| code + at));
            let level = || {
                LEVELS.iter().find_map(|(first, count, row)| {
                    within(*first, *count).map(|at| ((row + at / ROW) << 8) + 0xA1 + at % ROW)
                })
            };
            let code = run.or_else(level)?;
            let bytes = [(code >> 8) as u8, (code & 0xFF) as u8];
            let (text, has_errors) = encoding_rs::GBK.decode_without_bom_handling(&bytes);
            text.chars().next().filter(|_| !has_errors)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_follow_the_order_of_the_standard() {
        let found: Vec<Option<char>> = [34, 96, 940, 4694, 4695, 7702, 814].map(gb1).to_vec();
        let expected = ['A', '\u{3000}', '啊', '座', '亍', '齄', '!']
            .map(Some)
            .to_vec();
        assert_eq!(found, expected);
        assert_eq!(gb1(9000), None);
    }
}
