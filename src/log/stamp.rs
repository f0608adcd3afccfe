//! Time stamps of others (RFC 3161): of which bytes a reply is, and which time it states.
//!
//! In: the bytes of a reply. Out: the SHA-256 that it is of, and its time. Signatures and certificates in it are passed
//! over: whether an authority gave it, tools of others say (`openssl ts -verify`). Never believes a length.

/// Bytes of a reply, at most: with its certificates one has some 6 KB.
pub(crate) const MAX_STAMP: usize = 128 * 1024;

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OBJECT: u8 = 0x06;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// What stands in a place of its own, the first of them.
const FIRST: u8 = 0xa0;

/// Signed data of CMS: 1.2.840.113549.1.7.2.
const SIGNED_DATA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// What is signed: 1.2.840.113549.1.9.16.1.4.
const TIME_STAMP: [u8; 11] = [
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04,
];
/// SHA-256: 2.16.840.1.101.3.4.2.1.
const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

/// What a reply says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The SHA-256 of the bytes that it is of.
    pub(crate) imprint: [u8; 32],
    /// The time that it states, as in `2026-12-01T12:30:00Z`.
    pub(crate) time: String,
}

impl Stamp {
    /// A reply that grants a time stamp of a SHA-256; `None` where it is none.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Stamp> {
        if bytes.len() > MAX_STAMP {
            return None;
        }
        let mut reply = whole(bytes, SEQUENCE)?;
        let mut status = Der(reply.take(SEQUENCE)?);
        // Granted, or granted with changes.
        if !matches!(status.take(INTEGER)?, [0 | 1]) {
            return None;
        }
        let mut token = Der(reply.take(SEQUENCE)?);
        if !reply.is_at_end() || token.take(OBJECT)? != SIGNED_DATA {
            return None;
        }
        let mut signed = whole(token.take(FIRST)?, SEQUENCE)?;
        if !token.is_at_end() {
            return None;
        }
        let (_version, _digests) = (signed.take(INTEGER)?, signed.take(SET)?);
        let mut content = Der(signed.take(SEQUENCE)?);
        if content.take(OBJECT)? != TIME_STAMP {
            return None;
        }
        let mut octets = Der(content.take(FIRST)?);
        let mut info = whole(octets.take(OCTETS)?, SEQUENCE)?;
        let (_version, _policy) = (info.take(INTEGER)?, info.take(OBJECT)?);
        let mut imprint = Der(info.take(SEQUENCE)?);
        let mut algorithm = Der(imprint.take(SEQUENCE)?);
        if algorithm.take(OBJECT)? != SHA256 {
            return None;
        }
        let digest = imprint.take(OCTETS)?.try_into().ok()?;
        let _serial = info.take(INTEGER)?;
        Some(Stamp {
            imprint: digest,
            time: time(info.take(GENERALIZED_TIME)?)?,
        })
    }
}

/// `20261201123000Z`, with parts of a second or without, as other times are written.
fn time(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('Z')?;
    let (whole, parts) = match text.split_once('.') {
        Some((whole, parts)) => (whole, Some(parts)),
        None => (text, None),
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !is_number(whole) || !parts.is_none_or(is_number) {
        return None;
    }
    let at = |from: usize, to: usize| whole.get(from..to).unwrap_or_default();
    Some(format!(
        "{}-{}-{}T{}:{}:{}Z",
        at(0, 4),
        at(4, 6),
        at(6, 8),
        at(8, 10),
        at(10, 12),
        at(12, 14)
    ))
}

/// Values in DER, one after the other.
struct Der<'b>(&'b [u8]);

/// What is in the one value that these bytes are.
fn whole(bytes: &[u8], tag: u8) -> Option<Der<'_>> {
    let mut all = Der(bytes);
    let inner = all.take(tag)?;
    all.is_at_end().then_some(Der(inner))
}

impl<'b> Der<'b> {
    fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// What is in the next value, if that is of this kind.
    fn take(&mut self, tag: u8) -> Option<&'b [u8]> {
        let (found, rest) = self.0.split_first()?;
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match *first {
            short @ 0..=0x7f => (usize::from(short), rest),
            // No value of a reply needs more digits of a length than three.
            long @ 0x81..=0x83 => {
                let (digits, rest) = rest.split_at_checked(usize::from(long & 3))?;
                let add = |sum: usize, digit: &u8| sum << 8 | usize::from(*digit);
                (digits.iter().fold(0, add), rest)
            }
            _ => return None,
        };
        let (inner, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (*found == tag).then_some(inner)
    }
}

/// A reply without an authority, for tests.
#[cfg(test)]
pub(crate) fn reply(imprint: &[u8; 32], time: &str) -> Vec<u8> {
    let value = |tag: u8, inner: &[u8]| {
        let length = inner.len();
        let [.., high, low] = length.to_be_bytes();
        let head = match length < 0x80 {
            true => vec![tag, low],
            false => vec![tag, 0x82, high, low],
        };
        [head.as_slice(), inner].concat()
    };
    let sequence = |values: &[Vec<u8>]| value(SEQUENCE, &values.concat());
    let algorithm = sequence(&[value(OBJECT, &SHA256)]);
    let info = sequence(&[
        value(INTEGER, &[1]),
        value(OBJECT, &[0x2a, 3]),
        sequence(&[algorithm.clone(), value(OCTETS, imprint)]),
        value(INTEGER, &[7]),
        value(GENERALIZED_TIME, time.as_bytes()),
    ]);
    let content = sequence(&[
        value(OBJECT, &TIME_STAMP),
        value(FIRST, &value(OCTETS, &info)),
    ]);
    let signed = sequence(&[value(INTEGER, &[3]), value(SET, &algorithm), content]);
    let token = sequence(&[value(OBJECT, &SIGNED_DATA), value(FIRST, &signed)]);
    sequence(&[sequence(&[value(INTEGER, &[0])]), token])
}

#[cfg(test)]
mod tests {
    use super::{MAX_STAMP, Stamp, reply};

    const TIME: &str = "20261201123000Z";

    #[test]
    fn a_reply_says_of_what_it_is_and_when() {
        let bytes = reply(&[7; 32], TIME);
        let stamp = Stamp::parse(&bytes).unwrap_or_else(|| panic!("{bytes:x?}"));
        assert_eq!(stamp.imprint, [7; 32]);
        assert_eq!(stamp.time, "2026-12-01T12:30:00Z");
        let parts = Stamp::parse(&reply(&[7; 32], "20261201123000.5Z"));
        assert_eq!(parts, Some(stamp));
    }

    #[test]
    fn what_is_cut_or_longer_or_of_another_form_is_none() {
        let bytes = reply(&[7; 32], TIME);
        for end in 0..bytes.len() {
            assert_eq!(Stamp::parse(bytes.get(..end).unwrap_or_default()), None);
        }
        assert_eq!(Stamp::parse(&[bytes.as_slice(), b"x"].concat()), None);
        for time in [
            "20261201123000",
            "2026120112300Z",
            "2026120112300xZ",
            "20261201123000.Z",
        ] {
            assert_eq!(Stamp::parse(&reply(&[7; 32], time)), None, "{time}");
        }
        assert_eq!(Stamp::parse(&vec![0x30; MAX_STAMP + 1]), None);
        // Whatever byte is another one, nothing breaks.
        for at in 0..bytes.len() {
            for byte in [0, 0x30, 0x7f, 0x80, 0x83, 0xff] {
                let mut other = bytes.clone();
                if let Some(there) = other.get_mut(at) {
                    *there = byte;
                }
                let _ = Stamp::parse(&other);
            }
        }
    }
}
