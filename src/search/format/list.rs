//! Lists: rising numbers, and what is kept of each, in few bits.
//!
//! Binary interpolative coding (A. Moffat and L. Stuiver, "Binary Interpolative Coding for Effective Index
//! Compression", Information Retrieval 3, 2000): the middle number is written as one of those that its
//! rank among the others leaves possible, then the two halves likewise. Numbers that stand close together,
//! as those of a word do in the report that is about it, take few bits, and a full row takes none. What is
//! kept follows in Exp-Golomb codes of order [`LOW_BITS`]. Written by `index`, read here; nothing is known of what a number means.

use std::ops::Range;

/// The lowest bits of what is kept, which are written as they are; those above are an Elias gamma code.
pub(crate) const LOW_BITS: u32 = 3;

/// A list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct List {
    /// The numbers, rising.
    pub(crate) numbers: Vec<u32>,
    /// What is kept of each; nothing where nothing is kept.
    pub(crate) kept: Vec<u32>,
}

impl List {
    /// Appends the list, whose numbers are less than `end`, in whole bytes.
    pub(crate) fn write(&self, end: u32, bytes: &mut Vec<u8>) {
        let mut bits = BitWriter {
            bytes,
            waiting: 0,
            count: 0,
        };
        write_between(&self.numbers, 0..end, &mut bits);
        for kept in &self.kept {
            let high = (kept >> LOW_BITS) + 1;
            let width = high.ilog2();
            // As many zeros as bits follow the highest, which is set.
            bits.push(1 << width, width + 1);
            bits.push(u64::from(high) & ((1 << width) - 1), width);
            bits.push(u64::from(*kept) & ((1 << LOW_BITS) - 1), LOW_BITS);
        }
        bits.finish();
    }

    /// Reads a list of so many numbers, all less than `end`, of each of which something is kept or not.
    /// Nothing where the bytes are no such list.
    pub(crate) fn read(bytes: &[u8], length: u32, end: u32, has_kept: bool) -> Option<List> {
        if length > end {
            return None;
        }
        let length = usize::try_from(length).ok()?;
        let mut bits = BitReader::new(bytes);
        let mut list = List {
            numbers: zeros(length)?,
            kept: zeros(if has_kept { length } else { 0 })?,
        };
        read_between(&mut list.numbers, 0..end, &mut bits);
        for kept in &mut list.kept {
            *kept = bits.take_kept()?;
        }
        bits.is_at_end().then_some(list)
    }
}

/// Zeros, unless the memory of a browser has no room for so many: a full row is as long as it says, in no bytes.
fn zeros(length: usize) -> Option<Vec<u32>> {
    let mut zeros = Vec::new();
    zeros.try_reserve_exact(length).ok()?;
    zeros.resize(length, 0);
    Some(zeros)
}

/// Writes rising numbers that lie in `within`.
fn write_between(numbers: &[u32], within: Range<u32>, bits: &mut BitWriter<'_>) {
    let half = numbers.len() / 2;
    let (left, rest) = numbers.split_at(half);
    let Some((middle, right)) = rest.split_first() else {
        return;
    };
    let first = within.start + count(left);
    bits.push_one_of(middle - first, choices(&within, numbers));
    write_between(left, within.start..*middle, bits);
    write_between(right, middle + 1..within.end, bits);
}

/// Reads what [`write_between`] wrote.
fn read_between(numbers: &mut [u32], within: Range<u32>, bits: &mut BitReader<'_>) {
    let choices = choices(&within, numbers);
    let half = numbers.len() / 2;
    let (left, rest) = numbers.split_at_mut(half);
    let Some((middle, right)) = rest.split_first_mut() else {
        return;
    };
    *middle = within.start + count(left) + bits.take_one_of(choices);
    read_between(left, within.start..*middle, bits);
    read_between(right, *middle + 1..within.end, bits);
}

/// How many numbers the middle one may be.
fn choices(within: &Range<u32>, numbers: &[u32]) -> u32 {
    (within.end - within.start - count(numbers)).saturating_add(1)
}

/// There are never more numbers than `u32` has.
fn count(numbers: &[u32]) -> u32 {
    u32::try_from(numbers.len()).unwrap_or(u32::MAX)
}

/// Of so many numbers, how many bits one takes at least, and how many of them, the first, take no more.
fn widths(choices: u32) -> (u32, u64) {
    let width = choices.ilog2();
    (width, (2 << width) - u64::from(choices))
}

/// Bits, the lowest of a byte first.
struct BitWriter<'b> {
    bytes: &'b mut Vec<u8>,
    waiting: u64,
    count: u32,
}

impl BitWriter<'_> {
    /// Appends a number of so many bits, at most 32.
    fn push(&mut self, number: u64, width: u32) {
        self.waiting |= number << self.count;
        self.count += width;
        while self.count >= u8::BITS {
            self.bytes.push(self.waiting.to_le_bytes()[0]);
            self.waiting >>= u8::BITS;
            self.count -= u8::BITS;
        }
    }

    /// Appends one of so many numbers, from 0 on.
    fn push_one_of(&mut self, number: u32, choices: u32) {
        let (width, short) = widths(choices);
        let number = u64::from(number);
        match number < short {
            true => self.push(number, width),
            false => {
                let longer = number + short;
                self.push(longer >> 1, width);
                self.push(longer & 1, 1);
            }
        }
    }

    /// Fills the last byte.
    fn finish(mut self) {
        if self.count > 0 {
            self.push(0, u8::BITS - self.count);
        }
    }
}

/// The bits of some bytes from `at` on, the lowest of each byte first, at least 57; past the end there are zeros.
pub(crate) fn bits_at(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at / 8..).unwrap_or_default();
    let eight = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight
            .iter_mut()
            .zip(rest)
            .for_each(|(to, from)| *to = *from);
        eight
    });
    u64::from_le_bytes(eight) >> (at % 8)
}

/// What [`BitWriter`] wrote; past the end there are zeros.
struct BitReader<'b> {
    bytes: &'b [u8],
    /// Bits that were read.
    at: usize,
}

impl<'b> BitReader<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        BitReader { bytes, at: 0 }
    }

    /// The next bits, at least 57.
    fn next(&self) -> u64 {
        bits_at(self.bytes, self.at)
    }

    /// Takes what [`BitWriter::push_one_of`] appended.
    fn take_one_of(&mut self, choices: u32) -> u32 {
        let (width, short) = widths(choices);
        let next = self.next();
        let number = next & ((1 << width) - 1);
        self.at += width as usize;
        if number < short {
            return low(number);
        }
        self.at += 1;
        low((number << 1 | next >> width & 1) - short)
    }

    /// Takes an Exp-Golomb code; nothing where there is none.
    fn take_kept(&mut self) -> Option<u32> {
        let width = self.next().trailing_zeros();
        if width > u32::BITS - LOW_BITS {
            return None;
        }
        self.at += width as usize + 1;
        let high = 1 << width | self.next() & ((1 << width) - 1);
        self.at += width as usize;
        let rest = self.next() & ((1 << LOW_BITS) - 1);
        self.at += LOW_BITS as usize;
        u32::try_from((high - 1) << LOW_BITS | rest).ok()
    }

    /// Whether all bytes were read and no more, and nothing but zeros fills the last.
    fn is_at_end(&self) -> bool {
        self.at.div_ceil(8) == self.bytes.len() && self.next() == 0
    }
}

/// A number that is known to have no more bits.
fn low(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(list: &List, end: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        list.write(end, &mut bytes);
        bytes
    }

    #[test]
    fn lists_take_the_bits_that_they_must() {
        let numbers = |numbers: &[u32]| List {
            numbers: numbers.to_vec(),
            kept: Vec::new(),
        };
        // (list, end, bytes)
        let cases: [(List, u32, &[u8]); 8] = [
            (numbers(&[]), 7, &[]),
            (numbers(&[0]), 1, &[]),
            // A full row says nothing.
            (numbers(&[0, 1, 2, 3, 4]), 5, &[]),
            (numbers(&[5]), 8, &[0b101]),
            // Of five numbers the first three take two bits.
            (numbers(&[2]), 5, &[0b10]),
            (numbers(&[4]), 5, &[0b111]),
            (
                numbers(&[u32::MAX - 1]),
                u32::MAX,
                &[0xFF, 0xFF, 0xFF, 0xFF],
            ),
            (
                List {
                    numbers: vec![0, 1],
                    kept: vec![1, 45],
                },
                2,
                // From the right: 1 and the bits of one; then of 5 + 1 the gamma code, 001 and the two bits below its
                // highest, 10; and the lowest three of 45.
                &[0b0100_0011, 0b1011],
            ),
        ];
        for (list, end, bytes) in cases {
            assert_eq!(written(&list, end), bytes, "{list:?}");
        }
    }

    #[test]
    fn what_is_no_list_is_none() {
        // More numbers than there can be.
        assert_eq!(List::read(&[], 3, 2, false), None);
        // Bytes missing, and too many.
        assert_eq!(List::read(&[], 1, 8, false), None);
        assert_eq!(List::read(&[0, 0], 1, 8, false), None);
        // Something behind the end.
        assert_eq!(List::read(&[0b1000_0101], 1, 8, false), None);
        // No number is of 33 bits.
        assert_eq!(List::read(&[0; 9], 1, 1, true), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_written_is_read(
            numbers in prop::collection::btree_set(prop_oneof![0..300u32, any::<u32>()], 0..300),
            spare in prop_oneof![Just(0u32), any::<u32>()],
            kept in prop::collection::vec(prop_oneof![0..70u32, any::<u32>()], 300),
            has_kept: bool,
        ) {
            let numbers: Vec<u32> = numbers.into_iter().filter(|number| *number < u32::MAX).collect();
            let end = numbers.last().map_or(0, |last| last + 1).saturating_add(spare);
            let kept = kept.into_iter().take(if has_kept { numbers.len() } else { 0 }).collect();
            let list = List { numbers, kept };
            let bytes = written(&list, end);
            let length = count(&list.numbers);
            prop_assert_eq!(List::read(&bytes, length, end, has_kept), Some(list));
        }

        #[test]
        fn whatever_is_read_rises(bytes: Vec<u8>, length in 0..200usize, spare in prop_oneof![0..50u32, any::<u32>()]) {
            let mut numbers = vec![0; length];
            let end = count(&numbers).saturating_add(spare);
            read_between(&mut numbers, 0..end, &mut BitReader::new(&bytes));
            prop_assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(numbers.iter().all(|number| *number < end));
        }

        #[test]
        fn bytes_that_are_read_are_those_of_the_list(bytes in prop::collection::vec(any::<u8>(), 0..4), length in 0..5u32, end in 0..9u32, has_kept: bool) {
            if let Some(list) = List::read(&bytes, length, end, has_kept) {
                prop_assert_eq!(written(&list, end), bytes);
            }
        }
    }
}
