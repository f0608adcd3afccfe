//! The bundle: what opening an index reads, gathered in one file.
//!
//! Its bytes are deflated; inside are the pieces, each with its segment and offset, then their bytes. It
//! is read as anything from outside is: what makes no sense is an error, never a panic.

use crate::search::format::block::inflate;

/// Some bytes of a segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Piece {
    /// The number of the segment in the manifest.
    pub(crate) segment: usize,
    /// Where they begin in the segment.
    pub(crate) start: u64,
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
}

/// The most bytes that a bundle inflates to.
const MAX_INFLATED: usize = 64 << 20;

/// Appends a number in seven bits a byte, the lowest first.
pub(crate) fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Takes what [`push_number`] appended off the front, or nothing where none is whole.
pub(crate) fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for at in 0..10 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F).checked_shl(7 * at)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The bytes of pieces, before they are deflated.
pub(crate) fn to_bytes(pieces: &[Piece]) -> Vec<u8> {
    let mut bytes = Vec::new();
    push_number(&mut bytes, pieces.len() as u64);
    for piece in pieces {
        push_number(&mut bytes, piece.segment as u64);
        push_number(&mut bytes, piece.start);
        push_number(&mut bytes, piece.bytes.len() as u64);
    }
    for piece in pieces {
        bytes.extend_from_slice(&piece.bytes);
    }
    bytes
}

/// Reads a published bundle.
pub(crate) fn read(deflated: &[u8]) -> Result<Vec<Piece>, String> {
    let bytes = inflate(deflated, MAX_INFLATED)?;
    pieces(&bytes).ok_or_else(|| "pieces make no sense".to_owned())
}

fn pieces(mut bytes: &[u8]) -> Option<Vec<Piece>> {
    let count = take_number(&mut bytes)?;
    let mut ranges = Vec::new();
    for _ in 0..count {
        let segment = usize::try_from(take_number(&mut bytes)?).ok()?;
        let start = take_number(&mut bytes)?;
        let length = usize::try_from(take_number(&mut bytes)?).ok()?;
        ranges.push((segment, start, length));
    }
    let mut pieces = Vec::with_capacity(ranges.len());
    for (segment, start, length) in ranges {
        let (piece, rest) = bytes.split_at_checked(length)?;
        bytes = rest;
        pieces.push(Piece {
            segment,
            start,
            bytes: piece.to_vec(),
        });
    }
    bytes.is_empty().then_some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_back_and_nonsense_is_not() {
        let all = vec![
            Piece {
                segment: 0,
                start: 300,
                bytes: vec![1, 2, 3],
            },
            Piece {
                segment: 2,
                start: 0,
                bytes: Vec::new(),
            },
        ];
        let bytes = to_bytes(&all);
        assert_eq!(pieces(&bytes), Some(all));
        for end in 0..bytes.len() {
            assert_eq!(pieces(&bytes[..end]), None, "{end}");
        }
        assert_eq!(pieces(&[0xFF; 20]), None);
    }
}
