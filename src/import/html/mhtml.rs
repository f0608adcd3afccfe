//! A page with all that it shows in one file, as browsers save it (MHTML, RFC 2557).
//!
//! In: bytes. Out: the page and the other parts by their addresses. Never holds more parts, or more bytes, than its limits.

use base64::Engine as _;

use crate::import::html::address;
use crate::import::site::store::key;

/// Bytes that tell what a file is.
const HEAD: usize = 4_096;
/// Parts of a file.
const MAX_PARTS: usize = 2_000;

/// A file of parts.
pub(super) struct Parts {
    /// The page.
    pub page: Vec<u8>,
    /// Where it was; empty where that is not said.
    pub address: String,
    /// The others, by their addresses or names.
    others: Vec<(String, Vec<u8>)>,
}

/// The parts of a file, if it is one of parts.
pub(super) fn parts(bytes: &[u8]) -> Option<Parts> {
    let start = bytes.get(..bytes.len().min(HEAD))?;
    let start = String::from_utf8_lossy(start);
    if start.trim_start().starts_with('<') || !start.contains("multipart/related") {
        return None;
    }
    let (head, body) = divided(bytes)?;
    let boundary = parameter(field(&head, "content-type")?, "boundary")?;
    let mut page: Option<(Vec<u8>, String)> = None;
    let mut others = Vec::new();
    for part in pieces(body, &format!("--{boundary}"))
        .into_iter()
        .take(MAX_PARTS)
    {
        let Some((head, body)) = divided(part) else {
            continue;
        };
        let location = field(&head, "content-location")
            .unwrap_or_default()
            .to_owned();
        let is_page =
            field(&head, "content-type").is_some_and(|kind| kind.starts_with("text/html"));
        let bytes = decoded(
            body,
            field(&head, "content-transfer-encoding").unwrap_or_default(),
        );
        if is_page && page.is_none() {
            page = Some((bytes, location));
            continue;
        }
        if let Some(id) = field(&head, "content-id") {
            let id = format!("cid:{}", id.trim_matches(['<', '>']));
            others.push((id, bytes.clone()));
        }
        others.push((location, bytes));
    }
    let (page, address) = page?;
    Some(Parts {
        page,
        address,
        others,
    })
}

impl Parts {
    /// The bytes of a part, by its address as the page has it.
    pub(super) fn beside(&self, wanted: &str) -> Option<Vec<u8>> {
        let whole = key(&address::join(&self.address, wanted));
        let is_it =
            |location: &str| location == wanted || !location.is_empty() && key(location) == whole;
        let found = self.others.iter().find(|(location, _)| is_it(location))?;
        Some(found.1.clone())
    }
}

/// A head, its lines put together, and what follows it.
fn divided(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (head, body) = crate::import::site::http::split(bytes)?;
    let head = String::from_utf8_lossy(head).replace("\r\n", "\n");
    Some((head.replace("\n\t", " ").replace("\n ", " "), body))
}

fn field<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    crate::import::site::http::field(head, name)
}

/// A parameter of a kind: `boundary="x"`.
fn parameter(kind: &str, name: &str) -> Option<String> {
    let mut parameters = kind.split(';').filter_map(|one| one.split_once('='));
    let found = parameters.find(|(known, _)| known.trim().eq_ignore_ascii_case(name))?;
    Some(found.1.trim().trim_matches('"').to_owned())
}

/// What stands between lines that begin so.
fn pieces<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let mut pieces = Vec::new();
    let (mut begin, mut at) = (None, 0);
    for line in body.split_inclusive(|&byte| byte == b'\n') {
        if line.starts_with(boundary.as_bytes()) {
            pieces.extend(begin.and_then(|begin| body.get(begin..at)));
            begin = Some(at + line.len());
        }
        at += line.len();
    }
    pieces.extend(begin.and_then(|begin| body.get(begin..)));
    pieces
}

fn decoded(body: &[u8], encoding: &str) -> Vec<u8> {
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => {
            let signs = body
                .iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=');
            let signs: Vec<u8> = signs.collect();
            let engine = base64::engine::general_purpose::STANDARD_NO_PAD;
            engine.decode(signs).unwrap_or_default()
        }
        "quoted-printable" => unquoted(body),
        _ => body.to_vec(),
    }
}

/// `=E4` becomes its byte, `=` at the end of a line nothing.
fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'=' {
            bytes.push(first);
            continue;
        }
        match after {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => rest = after,
            [high, low, more @ ..] => {
                let digit = |byte: u8| {
                    char::from(byte)
                        .to_digit(16)
                        .and_then(|digit| u8::try_from(digit).ok())
                };
                match (digit(*high), digit(*low)) {
                    (Some(high), Some(low)) => {
                        bytes.push(high * 16 + low);
                        rest = more;
                    }
                    _ => bytes.push(first),
                }
            }
            _ => bytes.push(first),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read() {
        let file = "From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--=_b\"\r\n\r\nwords\r\n----=_b\r\n\
            Content-Type: text/html;\r\n\tcharset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: http://a.example/x/t.html\r\n\r\n\
            <p>=E7=94=B2=\r\n</p>\r\n----=_b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://a.example/i.png\r\n\r\nUE5H\r\n\r\n----=_b--\r\n";
        let parts = parts(file.as_bytes()).expect("parts");
        assert_eq!(String::from_utf8_lossy(&parts.page).trim_end(), "<p>甲</p>");
        assert_eq!(parts.address, "http://a.example/x/t.html");
        assert_eq!(parts.beside("/i.png").as_deref(), Some("PNG".as_bytes()));
        assert_eq!(parts.beside("i.png"), None);
        assert!(super::parts(b"<p>multipart/related</p>").is_none());
    }
}
