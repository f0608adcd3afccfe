//! An answer of a server, as crawlers keep it: its head and its body.
//!
//! In: bytes. Out: status, what it is, where it leads, and the body without the packing of the way. Never believes a length.

use crate::import::site::gzip;

/// Bytes of a body.
pub(crate) const MAX_BODY: usize = 64 << 20;

/// The head of an answer.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Head {
    /// `200`, say.
    pub status: u16,
    /// What the body is.
    pub media: Option<String>,
    /// Where it leads.
    pub location: Option<String>,
    /// In pieces.
    is_chunked: bool,
    /// How it is packed.
    packing: Option<String>,
}

/// The value of a header line of this name.
pub(crate) fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
    Some(found.1.trim())
}

/// Where the head ends and the body begins.
pub(crate) fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map(|at| (at, 4));
    let end = end.or_else(|| {
        bytes
            .windows(2)
            .position(|two| two == b"\n\n")
            .map(|at| (at, 2))
    });
    let (at, length) = end?;
    Some((bytes.get(..at)?, bytes.get(at + length..)?))
}

/// Reads a head.
pub(crate) fn head(bytes: &[u8]) -> Option<Head> {
    let text = String::from_utf8_lossy(bytes);
    let status = text
        .strip_prefix("HTTP/")?
        .split_whitespace()
        .nth(1)?
        .parse()
        .ok()?;
    let has = |name| field(&text, name).map(str::to_owned);
    Some(Head {
        status,
        media: has("content-type"),
        location: has("location"),
        is_chunked: has("transfer-encoding")
            .is_some_and(|how| how.to_ascii_lowercase().contains("chunked")),
        packing: has("content-encoding").map(|how| how.to_ascii_lowercase()),
    })
}

/// The body that a head belongs to; `None` if it is packed in a way that is not known here, or too large.
pub(crate) fn body(head: &Head, bytes: &[u8]) -> Option<Vec<u8>> {
    // Some crawlers keep the head as it was, and the body put together.
    let bytes = match head.is_chunked {
        true => joined(bytes).unwrap_or_else(|| bytes.to_vec()),
        false => bytes.to_vec(),
    };
    match head.packing.as_deref() {
        Some("gzip" | "x-gzip" | "deflate") => {
            let is_packed = gzip::is_here(&bytes, 0) || head.packing.as_deref() == Some("deflate");
            match is_packed {
                true => gzip::unpacked(bytes, MAX_BODY),
                false => Some(bytes),
            }
        }
        None | Some("identity" | "") => Some(bytes),
        Some(_) => None,
    }
}

fn joined(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = rest.get(end + 2..)?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..length)?);
        rest = rest.get(length..)?.strip_prefix(b"\r\n")?;
    }
}
