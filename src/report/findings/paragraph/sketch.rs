//! The sketch of a text: a few bytes from which the part of the words that two texts share can be judged.
//!
//! In: the keys of its words in order. Out: [`VALUES`] values of four bits. The pairs of neighbouring words fall into as
//! many bins, and each value is the end of the least of its bin (min-wise hashing with one numbering): two texts agree
//! in about as many as the part of the pairs that they share, whatever their order, and in a sixteenth of the others by
//! chance. Never knows two texts; the same on every machine.

use crate::report::findings::paragraph::digest::mix;

/// Values of a sketch, of [`BITS`] bits each.
pub(crate) const VALUES: usize = 32;
/// Bits of a value. More values of few bits judge better than few of many.
const BITS: usize = 4;
/// Of a number, the bits that say in which bin it is.
const BIN_BITS: usize = 5;
/// The lowest bit of each value.
const LOWEST: u128 = u128::MAX / 15;

/// The sketch of one text.
pub(crate) type Sketch = [u8; VALUES * BITS / 8];

/// The sketch of the words whose keys are given.
pub(crate) fn sketch(words: impl Iterator<Item = u64>) -> Sketch {
    let mut least = [u64::MAX; VALUES];
    let mut before = 0;
    for word in words {
        let pair = mix(before ^ word.rotate_left(32));
        before = word;
        if let Some(bin) = least.get_mut((pair >> (u64::BITS as usize - BIN_BITS)) as usize) {
            *bin = pair.min(*bin);
        }
    }
    let mut packed = 0_u128;
    for bin in (0..VALUES).rev() {
        packed = packed << BITS | u128::from(value(&least, bin) & 0xF);
    }
    packed.to_le_bytes()
}

/// The least of a bin; of an empty one that of another, the same for all texts in which both are as empty.
fn value(least: &[u64; VALUES], bin: usize) -> u64 {
    let others = (0..).map(|attempt| match attempt {
        0 => bin,
        _ => mix((attempt * VALUES + bin) as u64) as usize % VALUES,
    });
    // One text in which nothing is, or in which no other is hit, has all bins the same.
    let others = others.take(VALUES * BITS * BITS);
    let mut filled = others.filter_map(|bin| least.get(bin).filter(|least| **least < u64::MAX));
    filled.next().copied().unwrap_or_default()
}

/// In how many values two sketches agree.
pub(crate) fn agreement(a: Sketch, b: Sketch) -> u32 {
    let mut differs = u128::from_le_bytes(a) ^ u128::from_le_bytes(b);
    differs |= differs >> 2;
    differs |= differs >> 1;
    VALUES as u32 - (differs & LOWEST).count_ones()
}

/// One value of a sketch, counted round.
pub(crate) fn value_of(sketch: Sketch, at: usize) -> u64 {
    (u128::from_le_bytes(sketch) >> (at % VALUES * BITS)) as u64 & 0xF
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: impl Iterator<Item = u64>) -> Sketch {
        sketch(words.map(mix))
    }

    #[test]
    fn agreement_counts_values() {
        let mut sketch = of(0..100);
        assert_eq!(agreement(sketch, sketch), VALUES as u32);
        sketch[3] ^= 0x20;
        sketch[7] ^= 0x01;
        assert_eq!(agreement(of(0..100), sketch), VALUES as u32 - 2);
        assert_eq!(value_of(sketch, 6), u64::from(sketch[3] & 0xF));
        assert_eq!(value_of(sketch, 7 + VALUES), u64::from(sketch[3] >> 4));
    }

    #[test]
    fn what_is_shared_agrees() {
        // Texts of which a tenth of the words is others share about two thirds of their pairs.
        for length in [20, 60, 400] {
            let mut all = 0;
            for text in 0..200 {
                let words = |other: u64| {
                    (0..length).map(move |at| match at % 10 {
                        5 => (text * 7 + other) * 1_000_003 + at,
                        _ => text * 1_000 + at,
                    })
                };
                all += agreement(of(words(0)), of(words(1)));
            }
            let expected = 200 * VALUES as u32 * 69 / 100;
            assert!(
                all.abs_diff(expected) < expected / 10,
                "{length}: {all} {expected}"
            );
        }
    }

    #[test]
    fn what_is_not_shared_does_not() {
        let most = (0..1000).map(|text| {
            let words = |which: u64| (0..60).map(move |at| (text * 2 + which) * 1_000 + at);
            agreement(of(words(0)), of(words(1)))
        });
        assert!(most.max() < Some(12));
    }

    #[test]
    fn a_text_without_words_has_a_sketch() {
        assert_eq!(of(0..0), [0; 16]);
    }
}
