//! Digests that are the same on every machine and in every version: FNV-1a over whole numbers, mixed at the end.
//!
//! In: numbers. Out: a number of 64 bits. There is no key: it tells equal from unequal, and guards nothing.

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A digest while it is taken.
#[derive(Clone, Copy)]
pub(crate) struct Digest(u64);

impl Digest {
    /// That of nothing.
    pub(crate) fn new() -> Digest {
        Digest(OFFSET)
    }

    /// Goes on with a number.
    pub(crate) fn add(&mut self, number: u64) {
        // FNV takes bytes, whose bits it spreads upwards alone: those of a whole number are turned round as well.
        self.0 = (self.0 ^ number).wrapping_mul(PRIME).rotate_left(23);
    }

    /// The digest of all that was added.
    pub(crate) fn value(self) -> u64 {
        mix(self.0)
    }
}

/// A number of which each bit depends on every bit of the one given (the last step of SplitMix64).
pub(crate) fn mix(number: u64) -> u64 {
    let a = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_for_good() {
        let mut digest = Digest::new();
        assert_eq!(digest.value(), 0xf52a_15e9_a9b5_e89b);
        "示例".chars().for_each(|c| digest.add(c as u64));
        assert_eq!(digest.value(), 4_837_102_067_142_017_751);
    }

    #[test]
    fn order_counts() {
        let of = |numbers: &[u64]| {
            let mut digest = Digest::new();
            numbers.iter().for_each(|number| digest.add(*number));
            digest.value()
        };
        assert_ne!(of(&[1, 2]), of(&[2, 1]));
        assert_ne!(of(&[0]), of(&[0, 0]));
    }
}
