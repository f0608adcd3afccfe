//! Which encoding a text is in that is not UTF-8, by looking at its bytes.
//!
//! In go bytes, out comes the name of the encoding with what it reads them as, or nothing where no encoding fits
//! them all. It is for messages alone: nothing that is published is read in another encoding than UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// Bytes that are looked at, at most.
const MAX_LOOKED_AT: usize = 64 << 10;
/// Characters of UTF-8 beyond ASCII by which a text is known to be in it, for all that is wrong elsewhere.
const ENOUGH: usize = 4;

/// An encoding and how it is called.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// As editors' programs call it.
    pub name: &'static str,
    encoding: &'static Encoding,
}

impl Found {
    /// What the bytes read in the encoding.
    pub(super) fn read(self, bytes: &[u8]) -> String {
        self.encoding.decode_with_bom_removal(bytes).0.into_owned()
    }
}

/// The encoding of `bytes`, which are no UTF-8 or hold NUL.
pub(super) fn of(bytes: &[u8]) -> Option<Found> {
    let bytes = bytes.get(..MAX_LOOKED_AT).unwrap_or(bytes);
    wide(bytes).or_else(|| narrow(bytes))
}

/// Whether the text is UTF-8 but for the bytes at `at`.
pub(super) fn is_mostly_utf8(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let starts = before.iter().filter(|b| **b >= 0xe0);
    starts.take(ENOUGH).count() == ENOUGH
}

/// UTF-16, which betrays itself by its mark or by the NUL in every ASCII character.
fn wide(bytes: &[u8]) -> Option<Found> {
    let little = Found {
        name: "UTF-16 LE",
        encoding: UTF_16LE,
    };
    let big = Found {
        name: "UTF-16 BE",
        encoding: UTF_16BE,
    };
    match bytes {
        [0xff, 0xfe, ..] => return Some(little),
        [0xfe, 0xff, ..] => return Some(big),
        _ => {}
    }
    // What every head holds; Han characters have a NUL now and then too.
    let is_ascii =
        |byte: u8| matches!(byte, b'\n' | b'-' | b':' | b' ' | b'a'..=b'z' | b'0'..=b'9');
    let (mut as_little, mut as_big) = (0_usize, 0_usize);
    for pair in bytes.chunks_exact(2) {
        match pair {
            [byte, 0] if is_ascii(*byte) => as_little += 1,
            [0, byte] if is_ascii(*byte) => as_big += 1,
            _ => {}
        }
    }
    let is_clear = |most: usize, other: usize| most >= 4 && most > 3 * other;
    match (is_clear(as_little, as_big), is_clear(as_big, as_little)) {
        (true, _) => Some(little),
        (_, true) => Some(big),
        _ => None,
    }
}

fn narrow(bytes: &[u8]) -> Option<Found> {
    if bytes.contains(&0) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let name = if encoding == GBK || encoding == GB18030 {
        "GB18030（GBK）"
    } else if encoding == BIG5 {
        "Big5"
    } else if encoding == SHIFT_JIS {
        "Shift_JIS"
    } else if encoding == EUC_KR {
        "EUC-KR"
    } else {
        return None;
    };
    // The last character may be cut.
    let whole = bytes.get(..bytes.len().saturating_sub(4)).unwrap_or(bytes);
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let (_, is_damaged) = encoding.decode_without_bom_handling(whole);
    (!is_damaged || whole.len() < MAX_LOOKED_AT / 2 && fits(encoding, bytes))
        .then_some(Found { name, encoding })
}

fn fits(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    !encoding.decode_without_bom_handling(bytes).1
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str = "---\n标题: 云麓区二〇二一年度法治政府建设情况报告\n类型: annual-report\n---\n\n一、主要工作\n\n全年制定规范性文件三件，审查合同一百七十件。\n";
    const TRADITIONAL: &str = "---\n標題: 雲麓區民國一百一十年度法治政府建設情況報告\n類型: annual-report\n---\n\n一、主要工作\n\n全年訂定法規三件，審查契約一百七十件。\n";

    fn name(bytes: &[u8]) -> &'static str {
        of(bytes).map_or("", |found| found.name)
    }

    #[test]
    fn an_encoding_is_known_by_looking() {
        let encoded = |text, encoding: &'static Encoding| encoding.encode(text).0.into_owned();
        assert_eq!(name(&encoded(SIMPLIFIED, GB18030)), "GB18030（GBK）");
        assert_eq!(name(&encoded("---\n标题: 通知\n", GBK)), "GB18030（GBK）");
        assert_eq!(name(&encoded(TRADITIONAL, BIG5)), "Big5");
        for (little, text) in [(true, SIMPLIFIED), (false, SIMPLIFIED), (true, TRADITIONAL)] {
            let units = text.encode_utf16();
            let bytes: Vec<u8> = units
                .flat_map(|unit| {
                    if little {
                        unit.to_le_bytes()
                    } else {
                        unit.to_be_bytes()
                    }
                })
                .collect();
            let wanted = if little { "UTF-16 LE" } else { "UTF-16 BE" };
            assert_eq!(name(&bytes), wanted);
            let mark: &[u8] = if little { &[0xff, 0xfe] } else { &[0xfe, 0xff] };
            let marked = [mark, &bytes].concat();
            assert_eq!(name(&marked), wanted);
            assert_eq!(
                of(&marked).map(|found| found.read(&marked)).as_deref(),
                Some(text)
            );
        }
        for none in [&b"\xff\xfd\xfc\x00\x01"[..], b"", b"\x00", b"plain"] {
            assert_eq!(name(none), "", "{none:?}");
        }
    }

    #[test]
    fn a_damaged_text_in_utf8_is_none_of_another_encoding() {
        let damaged = [SIMPLIFIED.as_bytes(), b"\xc4\xe3"].concat();
        assert!(is_mostly_utf8(&damaged, SIMPLIFIED.len()));
        let gbk = GBK.encode(SIMPLIFIED).0;
        let at = std::str::from_utf8(&gbk)
            .expect_err("no UTF-8")
            .valid_up_to();
        assert!(!is_mostly_utf8(&gbk, at));
    }
}
