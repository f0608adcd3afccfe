//! Sums that tell whether bytes are as they were written.
//!
//! A file of the index is mostly read a few bytes at a time, and such bytes carry no hash of the whole file.
//! So what is read at once says itself what it ought to be: a block of a dictionary, a list, a text block. A
//! sum finds accidents, a bad disk or a bad copy; whoever alters bytes on purpose can alter a sum as well.

use crc::{CRC_32_ISO_HDLC, Crc, Table};

/// CRC-32 as of ISO/IEC 13239, with the smallest table: the browser downloads it.
static CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// The sum of some bytes.
pub(crate) fn sum(bytes: &[u8]) -> u32 {
    CRC.checksum(bytes)
}

/// The sum of some bytes and numbers that belong to them.
pub(crate) fn with_numbers(bytes: &[u8], numbers: &[u64]) -> u32 {
    let mut digest = CRC.digest();
    digest.update(bytes);
    for number in numbers {
        digest.update(&number.to_le_bytes());
    }
    digest.finalize()
}

/// The sum of a list, with fewer bits for shorter ones: most lists are a few bytes long, and a sum of four
/// would be longer than they are.
pub(crate) fn of_list(list: &[u8]) -> u32 {
    let bits = match list.len() {
        0..16 => 7,
        16..128 => 14,
        _ => 28,
    };
    sum(list) >> (u32::BITS - bits)
}
