//! Streams of PDF as they are packed (ISO 32000-2, 7.4).
//!
//! In: packed bytes and the names of their filters. Out: the bytes, never more than the limit. Never unpacks an image.

use crate::import::pdf::syntax::{Dictionary, Object};

/// Filters after one another.
const MAX_FILTERS: usize = 6;

/// Why there are no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packed {
    /// They would be more than the limit.
    TooLarge,
    /// They are an image, or packed in a way that is not known.
    Unknown,
}

/// Unpacks.
pub(crate) fn unpacked(
    bytes: &[u8],
    filters: &[(String, Dictionary)],
    limit: usize,
) -> Result<Vec<u8>, Packed> {
    if filters.len() > MAX_FILTERS {
        return Err(Packed::Unknown);
    }
    if filters.is_empty() && bytes.len() > limit {
        return Err(Packed::TooLarge);
    }
    let mut unpacked = Vec::new();
    let mut packed = bytes;
    for (name, parameters) in filters {
        let next = match name.as_str() {
            "FlateDecode" | "Fl" => predicted(inflated(packed, limit)?, parameters),
            "LZWDecode" | "LZW" => predicted(lzw(packed, parameters, limit)?, parameters),
            "ASCIIHexDecode" | "AHx" if packed.len() / 2 > limit => return Err(Packed::TooLarge),
            "ASCIIHexDecode" | "AHx" => hexadecimal(packed),
            "ASCII85Decode" | "A85" => ascii_85(packed, limit)?,
            "RunLengthDecode" | "RL" => runs(packed, limit)?,
            "Crypt" => packed.to_vec(),
            _ => return Err(Packed::Unknown),
        };
        unpacked = next;
        packed = &unpacked;
    }
    match filters.is_empty() {
        true => Ok(bytes.to_vec()),
        false => Ok(unpacked),
    }
}

fn inflated(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Packed> {
    use miniz_oxide::inflate::{
        DecompressError, TINFLStatus, decompress_to_vec_with_limit,
        decompress_to_vec_zlib_with_limit,
    };
    let kept = |error: DecompressError| match error.status {
        TINFLStatus::HasMoreOutput => Err(Packed::TooLarge),
        // What was unpacked before the damage can be read.
        _ => Ok(error.output),
    };
    let first = decompress_to_vec_zlib_with_limit(bytes, limit).or_else(kept)?;
    if !first.is_empty() {
        return Ok(first);
    }
    // Without its head, or with a line feed before it.
    let bytes = bytes
        .get(bytes.iter().take_while(|b| b.is_ascii_whitespace()).count()..)
        .unwrap_or_default();
    let second = decompress_to_vec_zlib_with_limit(bytes, limit).or_else(kept)?;
    if !second.is_empty() {
        return Ok(second);
    }
    decompress_to_vec_with_limit(bytes, limit).or_else(kept)
}

/// Takes back what was subtracted from one another before packing.
fn predicted(bytes: Vec<u8>, parameters: &Dictionary) -> Vec<u8> {
    let number = |name: &str, usual: usize| {
        parameters
            .get(name)
            .and_then(Object::index)
            .unwrap_or(usual)
    };
    let predictor = number("Predictor", 1);
    let colors = number("Colors", 1).clamp(1, 32);
    let bits = number("BitsPerComponent", 8).clamp(1, 16);
    let columns = number("Columns", 1).clamp(1, 1 << 20);
    let pixel = (colors * bits).div_ceil(8);
    let row = (colors * bits * columns)
        .div_ceil(8)
        .min(bytes.len().max(1));
    match predictor {
        2 if bits == 8 => {
            let mut bytes = bytes;
            for row in bytes.chunks_mut(row) {
                for index in pixel..row.len() {
                    let before = row.get(index - pixel).copied().unwrap_or(0);
                    if let Some(byte) = row.get_mut(index) {
                        *byte = byte.wrapping_add(before);
                    }
                }
            }
            bytes
        }
        10.. => png(&bytes, row, pixel),
        _ => bytes,
    }
}

/// The filters of PNG, one for each row.
fn png(bytes: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut all: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0u8; row];
    for packed in bytes.chunks(row + 1) {
        let Some((kind, packed)) = packed.split_first() else {
            break;
        };
        let mut now = vec![0u8; row];
        for (index, byte) in packed.iter().enumerate() {
            let at = |row: &[u8], index: Option<usize>| {
                index.and_then(|i| row.get(i)).copied().unwrap_or(0)
            };
            let left = at(&now, index.checked_sub(pixel));
            let up = at(&above, Some(index));
            let corner = at(&above, index.checked_sub(pixel));
            let added = match kind {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            if let Some(own) = now.get_mut(index) {
                *own = byte.wrapping_add(added);
            }
        }
        all.extend(now.iter().take(packed.len()));
        above = now;
    }
    all
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let guess = a + b - c;
    let (from_a, from_b, from_c) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    match from_a <= from_b && from_a <= from_c {
        true => left,
        false if from_b <= from_c => up,
        false => corner,
    }
}

fn lzw(bytes: &[u8], parameters: &Dictionary, limit: usize) -> Result<Vec<u8>, Packed> {
    let early = usize::from(parameters.get("EarlyChange").and_then(Object::index) != Some(0));
    // Each entry is one byte more than another: the entry before it, its last byte and its length.
    let mut table: Vec<(u16, u8, u16)> = Vec::with_capacity(4096);
    let mut out: Vec<u8> = Vec::new();
    let (mut buffer, mut count) = (0u32, 0u32);
    let mut width = 9;
    let mut last: Option<u16> = None;
    let mut word = Vec::new();
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        count += 8;
        if count < width {
            continue;
        }
        count -= width;
        let code = ((buffer >> count) & ((1 << width) - 1)) as u16;
        match code {
            256 => {
                table.clear();
                width = 9;
                last = None;
                continue;
            }
            257 => break,
            _ => {}
        }
        let is_known = code < 256 || usize::from(code) < 258 + table.len();
        let source = match (is_known, last) {
            (true, _) => code,
            (false, Some(last)) => last,
            (false, None) => break,
        };
        word.clear();
        let mut at = source;
        while at > 257 {
            let Some((before, byte, _)) = table.get(usize::from(at) - 258) else {
                break;
            };
            word.push(*byte);
            at = *before;
        }
        word.push((at & 0xFF) as u8);
        word.reverse();
        let Some(first) = word.first().copied() else {
            break;
        };
        if !is_known {
            word.push(first);
        }
        if out.len() + word.len() > limit {
            return Err(Packed::TooLarge);
        }
        out.extend_from_slice(&word);
        if let Some(last) = last
            && table.len() < 4096 - 258
        {
            table.push((last, first, 0));
        }
        last = Some(code);
        width = match 258 + table.len() + early {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
    }
    Ok(out)
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|byte| **byte != b'>');
    let digits = digits.filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
    let pairs = digits.chunks(2);
    let bytes = pairs.map(|pair| pair.first().unwrap_or(&0) * 16 + pair.get(1).unwrap_or(&0));
    bytes.collect()
}

fn ascii_85(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Packed> {
    let mut out = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for byte in bytes {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            let value = group
                .drain(..)
                .fold(0u32, |all, digit| all.wrapping_mul(85).wrapping_add(digit));
            out.extend(value.to_be_bytes());
        }
        if out.len() > limit {
            return Err(Packed::TooLarge);
        }
    }
    if group.len() > 1 {
        let count = group.len() - 1;
        group.resize(5, 84);
        let value = group
            .iter()
            .fold(0u32, |all, digit| all.wrapping_mul(85).wrapping_add(*digit));
        out.extend(value.to_be_bytes().iter().take(count));
    }
    Ok(out)
}

fn runs(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Packed> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        match length {
            0..=127 => {
                let count = (length + 1).min(after.len());
                let (run, left) = after.split_at(count);
                out.extend_from_slice(run);
                rest = left;
            }
            128 => break,
            _ => {
                let Some((byte, left)) = after.split_first() else {
                    break;
                };
                out.extend(std::iter::repeat_n(*byte, 257 - length));
                rest = left;
            }
        }
        if out.len() > limit {
            return Err(Packed::TooLarge);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(name: &str) -> Vec<(String, Dictionary)> {
        vec![(name.to_owned(), Dictionary::new())]
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(b"words words", 6);
        assert_eq!(
            unpacked(&packed, &filter("FlateDecode"), 100).as_deref(),
            Ok(&b"words words"[..])
        );
        assert_eq!(
            unpacked(b"776F>", &filter("AHx"), 100).as_deref(),
            Ok(&b"wo"[..])
        );
        assert_eq!(
            unpacked(b"87cURD]~>", &filter("A85"), 100).as_deref(),
            Ok(&b"Hello"[..])
        );
        assert_eq!(
            unpacked(&[1, b'a', b'b', 254, b'c', 128], &filter("RL"), 100).as_deref(),
            Ok(&b"abccc"[..])
        );
        let lzw = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(
            unpacked(&lzw, &filter("LZW"), 100).as_deref(),
            Ok(&[45, 45, 45, 45, 45, 65, 45, 45, 45, 66][..])
        );
    }

    #[test]
    fn bombs_are_not_unpacked() {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 1 << 20], 9);
        assert_eq!(
            unpacked(&packed, &filter("Fl"), 1000),
            Err(Packed::TooLarge)
        );
        assert_eq!(
            unpacked(b"", &filter("DCTDecode"), 1000),
            Err(Packed::Unknown)
        );
    }

    #[test]
    fn rows_of_png_are_added_up() {
        let bytes = [2, 1, 2, 2, 1, 1, 1, 5, 1];
        let parameters: Dictionary = [
            ("Predictor".into(), Object::Number(12.0)),
            ("Columns".into(), Object::Number(2.0)),
        ]
        .into_iter()
        .collect();
        assert_eq!(predicted(bytes.to_vec(), &parameters), [1, 2, 2, 3, 5, 6]);
    }
}
