//! An address as a QR code, for pages on paper.
//!
//! In: an address, and the part at its end that is written in capitals and digits alone, which a code has in less room.
//! Out: one path of an SVG, a line for each run of dark modules. Never fails: what has no room in a code has none.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment};

use crate::render::view::Qr;

/// Bytes of an address, at most: a code of more would have modules too fine for a small print.
const MAX_ADDRESS: usize = 400;

/// The code of `address` and `end` together; none where that is too long, or `end` has other signs than capitals and digits.
pub(super) fn qr(address: &str, end: &str) -> Option<Qr> {
    let is_plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if address.len() + end.len() > MAX_ADDRESS || !end.bytes().all(is_plain) {
        return None;
    }
    let segments = [
        QrSegment::make_bytes(address.as_bytes()),
        QrSegment::make_alphanumeric(end),
    ];
    let code = QrCode::encode_segments(&segments, QrCodeEcc::Low).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        // Where the pen is in this row; it is not in it yet.
        let mut pen = None;
        let mut x = 0;
        while x < size {
            let start = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            if x == start {
                x += 1;
                continue;
            }
            match pen {
                None => path.push_str(&format!("M{start} {y}h{}", x - start)),
                Some(at) => path.push_str(&format!("m{} 0h{}", start - at, x - start)),
            }
            pen = Some(x);
        }
    }
    Some(Qr {
        size: size.unsigned_abs(),
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::qr;

    #[test]
    fn a_code_is_small_and_the_same_each_time() {
        let address = "https://www.example.org/archive/verify/#chongchuan/2019,1,";
        let code = qr(address, &"0A".repeat(16)).unwrap_or_else(|| panic!("{address}"));
        assert_eq!(Some(&code), qr(address, &"0A".repeat(16)).as_ref());
        assert!(code.size <= 41, "{}", code.size);
        assert!(code.path.len() < 2800, "{}", code.path.len());
        assert!(code.path.starts_with("M0 0h7m"), "{}", code.path);
    }

    #[test]
    fn what_has_no_room_or_other_signs_has_no_code() {
        assert_eq!(qr(&"a".repeat(400), "A"), None);
        assert_eq!(qr("https://a.example/", "abc"), None);
        assert_eq!(qr("https://a.example/", "，"), None);
    }
}
