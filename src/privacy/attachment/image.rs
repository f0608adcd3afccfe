//! Images: what they say beside what they show.
//!
//! In: the bytes of a JPEG, PNG, WebP, TIFF or GIF. Out: the position where it was taken, its author, and what is found in its
//! remarks; the thumbnail in it is an image again. What an image shows is not looked at, and that is said.

mod exif;

use crate::diagnostic::Text;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::{HiddenKind, MAX_DEPTH};

/// Pieces of a file.
const MAX_PIECES: usize = 10_000;
/// Bytes of one text in an image.
const MAX_TEXT: usize = 1 << 20;

/// Whether the bytes begin as an image of a known kind.
pub(super) fn is_image(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xFF, 0xD8, 0xFF, ..]
            | [0x89, b'P', b'N', b'G', ..]
            | [b'G', b'I', b'F', b'8', ..]
            | [b'B', b'M', ..]
            | [b'I', b'I', 42, 0, ..]
            | [b'M', b'M', 0, 42, ..]
    ) || is_webp(bytes)
        || is_heif(bytes)
}

fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

fn is_heif(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") && matches!(bytes.get(8..11), Some(b"hei" | b"mif" | b"avi"))
}

/// Looks at an image.
pub(super) fn look(looker: &mut Looker<'_>, bytes: &[u8]) {
    properties(looker, bytes);
    looker.unseen_part(
        &Text::new("画面", "picture"),
        Text::new(
            "图片画面中的文字未检查（不作文字识别）",
            "what the picture shows was not read",
        ),
    );
}

/// Looks at what an image says beside what it shows.
pub(super) fn properties(looker: &mut Looker<'_>, bytes: &[u8]) {
    match bytes {
        [0xFF, 0xD8, ..] => jpeg(looker, bytes),
        [0x89, ..] => png(looker, bytes),
        [b'I' | b'M', ..] if bytes.get(2) == Some(&42) || bytes.get(3) == Some(&42) => {
            exif::look(looker, bytes)
        }
        _ if is_webp(bytes) => webp(looker, bytes),
        _ if is_heif(bytes) => {
            // Its boxes are not read: the block of EXIF begins with its name.
            if let Some(at) = find(bytes, b"Exif\0\0") {
                exif::look(looker, bytes.get(at + 6..).unwrap_or_default());
            }
        }
        _ => {}
    }
}

fn find(bytes: &[u8], sign: &[u8]) -> Option<usize> {
    bytes.windows(sign.len()).position(|window| window == sign)
}

fn jpeg(looker: &mut Looker<'_>, bytes: &[u8]) {
    let mut at = 2;
    for _ in 0..MAX_PIECES {
        let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4) else {
            return;
        };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let data = bytes
            .get(at + 4..at + 2 + length.max(2))
            .unwrap_or_default();
        match marker {
            // The picture itself begins.
            0xDA | 0xD9 => return,
            0xE1 => match data.strip_prefix(b"Exif\0\0") {
                Some(tags) => exif::look(looker, tags),
                None => text(looker, data),
            },
            0xED | 0xFE => text(looker, data),
            0xFF => {
                at += 1;
                continue;
            }
            _ => {}
        }
        at += 2 + length.max(2);
    }
}

fn png(looker: &mut Looker<'_>, bytes: &[u8]) {
    let mut at = 8;
    for _ in 0..MAX_PIECES {
        let Some(head) = bytes.get(at..at + 8) else {
            return;
        };
        let (length, kind) = head.split_at(4);
        let length = <[u8; 4]>::try_from(length)
            .map(u32::from_be_bytes)
            .unwrap_or(0);
        let Ok(length) = usize::try_from(length) else {
            return;
        };
        let Some(data) = at
            .checked_add(8 + length)
            .and_then(|end| bytes.get(at + 8..end))
        else {
            return;
        };
        match kind {
            b"eXIf" => exif::look(looker, data),
            b"tEXt" | b"iTXt" => {
                text(looker, data);
                if let Some(packed) = compressed(data) {
                    text(looker, &packed);
                }
            }
            b"zTXt" => {
                if let Some(packed) = compressed(data) {
                    text(looker, &packed);
                }
            }
            _ => {}
        }
        at += 12 + length;
    }
}

/// The text that follows its name, packed, in a piece of a PNG.
fn compressed(data: &[u8]) -> Option<Vec<u8>> {
    let start = data
        .windows(2)
        .position(|pair| matches!(pair, [0x78, 0x01 | 0x5E | 0x9C | 0xDA]))?;
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(data.get(start..)?, MAX_TEXT).ok()
}

fn webp(looker: &mut Looker<'_>, bytes: &[u8]) {
    let mut at = 12;
    for _ in 0..MAX_PIECES {
        let Some(head) = bytes.get(at..at + 8) else {
            return;
        };
        let (kind, length) = head.split_at(4);
        let length = <[u8; 4]>::try_from(length)
            .map(u32::from_le_bytes)
            .unwrap_or(0);
        let Ok(length) = usize::try_from(length) else {
            return;
        };
        let Some(data) = at
            .checked_add(8 + length)
            .and_then(|end| bytes.get(at + 8..end))
        else {
            return;
        };
        match kind {
            b"EXIF" => exif::look(looker, data.strip_prefix(b"Exif\0\0").unwrap_or(data)),
            b"XMP " => text(looker, data),
            _ => {}
        }
        at += 8 + length + length % 2;
    }
}

/// Looks at words in an image: remarks, XMP.
fn text(looker: &mut Looker<'_>, data: &[u8]) {
    let data = data.get(..data.len().min(MAX_TEXT)).unwrap_or_default();
    let text = String::from_utf8_lossy(data);
    let place = Text::new("图片属性", "properties of the image");
    let has_position = ["GPSLatitude", "GPSLongitude"]
        .iter()
        .any(|name| text.contains(name));
    if has_position {
        looker.hidden(HiddenKind::Position, &place, "");
    }
    looker.plain(&place, &text);
}

/// Looks at the image within an image.
fn thumbnail(looker: &mut Looker<'_>, bytes: &[u8]) {
    if looker.depth() < MAX_DEPTH && is_image(bytes) {
        looker.enter("thumbnail.jpg");
        properties(looker, bytes);
        looker.leave();
    }
}
