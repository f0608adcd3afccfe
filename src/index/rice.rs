//! Rising numbers in few bits that are quick to write and read: what sorted runs hold of positions.
//!
//! A list of one number is the number, in three bytes at most. Any other is a byte that says how many low bits of each
//! distance are written as they are (a Rice code: the bits above are as many zeros, then a one), and the distances, bits
//! from the lowest of a byte on; it has four bytes at least, filled with zeros. What the published index holds takes fewer
//! bits and more time: [`list`](crate::search::format::list).

use crate::search::format::list::bits_at;

/// Bytes of a list of one number, at most.
const SINGLE: usize = 3;

/// Zeros that are written or read at once.
const ZEROS: u32 = 32;

/// Appends rising numbers.
pub(super) fn write(numbers: &[u32], bytes: &mut Vec<u8>) {
    if let [number] = numbers
        && number >> (8 * SINGLE) == 0
    {
        let number = number.to_le_bytes();
        let length = number
            .iter()
            .rposition(|byte| *byte != 0)
            .map_or(1, |at| at + 1);
        bytes.extend_from_slice(number.get(..length).unwrap_or_default());
        return;
    }
    let start = bytes.len();
    let last = u64::from(numbers.last().copied().unwrap_or(0));
    // The best for distances that are as they fall: about 0.7 of the mean.
    let mean = (last * 11 / 16 / (numbers.len() as u64).max(1)).max(1);
    let low = mean.ilog2();
    bytes.push(u8::try_from(low).unwrap_or(0));
    let (mut waiting, mut count, mut before) = (0u64, 0u32, 0u32);
    let mut push = |bits: u64, width: u32| {
        waiting |= bits << count;
        count += width;
        if count >= u32::BITS {
            let four = waiting.to_le_bytes();
            bytes.extend_from_slice(four.first_chunk::<4>().unwrap_or(&[0; 4]));
            waiting >>= u32::BITS;
            count -= u32::BITS;
        }
    };
    for number in numbers {
        let distance = number.wrapping_sub(before);
        before = *number;
        let mut zeros = distance.checked_shr(low).unwrap_or(0);
        while zeros >= ZEROS {
            push(0, ZEROS);
            zeros -= ZEROS;
        }
        push(1 << zeros, zeros + 1);
        push(u64::from(distance) & ((1 << low) - 1), low);
    }
    let rest = waiting.to_le_bytes();
    let length = count.div_ceil(u8::BITS) as usize;
    bytes.extend_from_slice(rest.get(..length).unwrap_or_default());
    if bytes.len() <= start + SINGLE {
        bytes.resize(start + SINGLE + 1, 0);
    }
}

/// Reads what [`write()`] wrote.
pub(super) fn read(bytes: &[u8], mut number: impl FnMut(u32)) {
    if bytes.len() <= SINGLE {
        let mut single = [0; 4];
        single
            .iter_mut()
            .zip(bytes)
            .for_each(|(to, from)| *to = *from);
        number(u32::from_le_bytes(single));
        return;
    }
    let Some((low, bytes)) = bytes.split_first() else {
        return;
    };
    let low = usize::from(*low).min(31);
    let (mut at, mut last) = (0usize, 0u32);
    loop {
        let mut zeros = 0u32;
        let mut next = bits_at(bytes, at);
        // What follows the last number is zeros.
        while next & ((1 << ZEROS) - 1) == 0 {
            at += ZEROS as usize;
            zeros += ZEROS;
            if at >= 8 * bytes.len() {
                return;
            }
            next = bits_at(bytes, at);
        }
        let more = next.trailing_zeros();
        zeros += more;
        at += more as usize + 1;
        let rest = bits_at(bytes, at) & ((1 << low) - 1);
        at += low;
        let rest = u32::try_from(rest).unwrap_or(0);
        last = last.wrapping_add(zeros.wrapping_shl(u32::try_from(low).unwrap_or(0)) | rest);
        number(last);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_back(numbers: &[u32]) -> Vec<u32> {
        let (mut bytes, mut back) = (Vec::new(), Vec::new());
        write(numbers, &mut bytes);
        read(&bytes, |number| back.push(number));
        back
    }

    #[test]
    fn a_single_number_takes_three_bytes_and_a_long_gap_is_survived() {
        for number in [0, 1, 255, 256, (1 << 24) - 1, 1 << 24, u32::MAX] {
            let mut bytes = Vec::new();
            write(&[number], &mut bytes);
            assert!(number >> 24 != 0 || bytes.len() <= 3);
            assert_eq!(read_back(&[number]), [number]);
        }
        let mut numbers: Vec<u32> = (0..5_000).collect();
        numbers.push(4_000_000_000);
        assert_eq!(read_back(&numbers), numbers);
        assert_eq!(read_back(&[0, 1]), [0, 1]);
    }

    proptest! {
        #[test]
        fn numbers_are_read_back(
            distances in prop::collection::vec(prop_oneof![1u32..9, 1u32..70_000, 1u32..5_000_000], 1..200),
        ) {
            let mut last = 0u32;
            let numbers: Vec<u32> = distances.iter().map(|distance| {
                last += distance;
                last
            }).collect();
            prop_assert_eq!(read_back(&numbers), numbers);
        }
    }
}
