//! Lists: rising numbers, and what is kept of each, in few bits.
//!
//! Binary interpolative coding (A. Moffat and L. Stuiver, "Binary Interpolative Coding for Effective Index
//! Compression", Information Retrieval 3, 2000): the middle number is written as one of those that its
//! rank among the others leaves possible, then the two halves likewise. Numbers that stand close together,
//! as those of a word do in the report that is about it, take few bits, and a full row takes none. What is
//! kept follows in Exp-Golomb codes: the places in those of order 0, how often in those of the order that suits the
//! list. Written by `index`, read here; nothing is known of what a number means.

use std::ops::Range;

/// Bits that say of which order the codes of a list are, and the highest order.
const ORDER_BITS: u32 = 3;
const MAX_ORDER: u32 = (1 << ORDER_BITS) - 1;

/// What is kept of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// A small number.
    pub(crate) place: u32,
    /// How often it counts, at least once.
    pub(crate) times: u32,
}

/// A list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct List {
    /// The numbers, rising.
    pub(crate) numbers: Vec<u32>,
    /// What is kept of each; nothing where nothing is kept.
    pub(crate) kept: Vec<Kept>,
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
        if !self.kept.is_empty() {
            let order = best_order(&self.kept);
            bits.push(order.into(), ORDER_BITS);
            for kept in &self.kept {
                bits.push_code(kept.place, 0);
                bits.push_code(kept.times.saturating_sub(1), order);
            }
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
            numbers: room(length)?,
            kept: Vec::new(),
        };
        list.numbers.resize(length, 0);
        read_between(&mut list.numbers, 0..end, &mut bits);
        if has_kept && length > 0 {
            list.kept = room(length)?;
            let order = bits.take(ORDER_BITS);
            for _ in 0..length {
                let place = bits.take_code(0)?;
                let times = bits.take_code(order)?.checked_add(1)?;
                list.kept.push(Kept { place, times });
            }
        }
        bits.is_at_end().then_some(list)
    }
}

/// Room for so many, unless the memory of a browser has none: a full row is as long as it says, in no bytes.
fn room<T>(length: usize) -> Option<Vec<T>> {
    let mut row = Vec::new();
    row.try_reserve_exact(length).ok()?;
    Some(row)
}

/// The order with which the counts of a list take the fewest bits; the bits first fall and then rise with it.
fn best_order(kept: &[Kept]) -> u32 {
    let bits = |order: u32| -> u64 {
        let of_one = |kept: &Kept| {
            let high = u64::from(kept.times.saturating_sub(1) >> order) + 1;
            u64::from(2 * high.ilog2() + 1 + order)
        };
        kept.iter().map(of_one).sum()
    };
    let (mut order, mut least) = (0, bits(0));
    while order < MAX_ORDER {
        let next = bits(order + 1);
        if next >= least {
            break;
        }
        (order, least) = (order + 1, next);
    }
    order
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
    /// Appends a number of so many bits, at most 33.
    fn push(&mut self, number: u64, width: u32) {
        self.waiting |= number << self.count;
        self.count += width;
        while self.count >= u8::BITS {
            self.bytes.push(self.waiting.to_le_bytes()[0]);
            self.waiting >>= u8::BITS;
            self.count -= u8::BITS;
        }
    }

    /// Appends an Exp-Golomb code.
    fn push_code(&mut self, number: u32, order: u32) {
        let high = u64::from(number >> order) + 1;
        let width = high.ilog2();
        // As many zeros as bits follow the highest, which is set.
        self.push(1 << width, width + 1);
        self.push(high & ((1 << width) - 1), width);
        self.push(u64::from(number) & ((1 << order) - 1), order);
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

    /// Takes a number of so many bits.
    fn take(&mut self, width: u32) -> u32 {
        let number = self.next() & ((1 << width) - 1);
        self.at += width as usize;
        low(number)
    }

    /// Takes an Exp-Golomb code; nothing where there is none.
    fn take_code(&mut self, order: u32) -> Option<u32> {
        let width = self.next().trailing_zeros();
        if width > u32::BITS {
            return None;
        }
        self.at += width as usize + 1;
        let high = 1 << width | u64::from(self.take(width));
        let rest = u64::from(self.take(order));
        u32::try_from((high - 1) << order | rest).ok()
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

    fn kept(place: u32, times: u32) -> Kept {
        Kept { place, times }
    }

    #[test]
    fn counts_take_the_order_that_suits_them() {
        let order = |times: &[u32]| {
            let all: Vec<Kept> = times.iter().map(|times| kept(0, *times)).collect();
            best_order(&all)
        };
        assert_eq!(order(&[1, 1, 2, 1]), 0);
        assert_eq!(order(&[2, 2, 3, 1, 4]), 1);
        assert_eq!(order(&[60, 90, 40, 75]), 5);
        assert_eq!(order(&[300, 300, 300]), MAX_ORDER);
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
                    kept: vec![kept(0, 1), kept(5, 6)],
                },
                2,
                // From the right: the order 0; 1 for place and times of the first; then twice the code of 5: of 5 + 1
                // 001 and the two bits below its highest, 10.
                &[0b1001_1000, 0b0101_0010],
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
            places in prop::collection::vec(prop_oneof![0..70u32, any::<u32>()], 300),
            times in prop::collection::vec(prop_oneof![1..70u32, 1..=u32::MAX], 300),
            has_kept: bool,
        ) {
            let numbers: Vec<u32> = numbers.into_iter().filter(|number| *number < u32::MAX).collect();
            let end = numbers.last().map_or(0, |last| last + 1).saturating_add(spare);
            let all = places.into_iter().zip(times).map(|(place, times)| kept(place, times));
            let kept = all.take(if has_kept { numbers.len() } else { 0 }).collect();
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
                match has_kept {
                    // Another order than the best makes other bytes of the same list.
                    true => prop_assert_eq!(List::read(&written(&list, end), length, end, true), Some(list)),
                    false => prop_assert_eq!(written(&list, end), bytes),
                }
            }
        }
    }
}
