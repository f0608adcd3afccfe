//! The tags of TIFF, which EXIF is: where and by whom an image was taken.
//!
//! In: the bytes of a TIFF file or of an EXIF block. Out: the position, if it has one; names and remarks. Follows no more
//! directories than a limit says, so that a circle of them ends.

use crate::diagnostic::Text;
use crate::privacy::attachment::HiddenKind;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::office;

/// Directories of one file.
const MAX_DIRECTORIES: usize = 16;
/// Tags of one directory.
const MAX_TAGS: u16 = 2000;
/// Bytes of one value.
const MAX_VALUE: usize = 64 << 10;

/// Tags that lead to other directories: of the camera, of the position.
const EXIF: u16 = 0x8769;
const GPS: u16 = 0x8825;
/// Latitude and longitude, in the directory of the position.
const LATITUDE: u16 = 2;
const LONGITUDE: u16 = 4;
/// Where the thumbnail begins, and its length.
const THUMBNAIL: u16 = 0x0201;
const THUMBNAIL_LENGTH: u16 = 0x0202;

/// A file with the order of its bytes.
struct Tiff<'b> {
    bytes: &'b [u8],
    is_little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self.is_little {
            true => u16::from_le_bytes(bytes),
            false => u16::from_be_bytes(bytes),
        })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let value = match self.is_little {
            true => u32::from_le_bytes(bytes),
            false => u32::from_be_bytes(bytes),
        };
        usize::try_from(value).ok()
    }

    /// The bytes of the value of a tag.
    fn value(&self, entry: usize) -> Option<&[u8]> {
        let size = match self.short(entry + 2)? {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 => 4,
            5 | 10 | 12 => 8,
            _ => return None,
        };
        let length = self.long(entry + 4)?.checked_mul(size)?.min(MAX_VALUE);
        let start = match length <= 4 {
            true => entry + 8,
            false => self.long(entry + 8)?,
        };
        self.bytes.get(start..start.checked_add(length)?)
    }

    /// Degrees, rounded, from three fractions.
    fn degrees(&self, entry: usize) -> Option<u64> {
        let start = self.long(entry + 8)?;
        let seconds = |index: usize, unit: u64| {
            let at = start.checked_add(index * 8)?;
            let (over, under) = (self.long(at)?, self.long(at + 4)?);
            let over = u64::try_from(over).ok()?.checked_mul(unit)?;
            over.checked_div(u64::try_from(under).ok()?)
        };
        let small = seconds(1, 60)
            .unwrap_or(0)
            .checked_add(seconds(2, 1).unwrap_or(0))?;
        let all = seconds(0, 3600)?.checked_add(small)?;
        Some(all.checked_add(1800)? / 3600)
    }
}

/// Looks at the tags of a file.
pub(super) fn look(looker: &mut Looker<'_>, bytes: &[u8]) {
    let tiff = Tiff {
        bytes,
        is_little: bytes.starts_with(b"II"),
    };
    let Some(first) = tiff.long(4) else { return };
    let mut open = vec![(first, false)];
    let mut read = 0;
    while let Some((at, is_position)) = open.pop() {
        read += 1;
        if read > MAX_DIRECTORIES {
            return;
        }
        directory(looker, &tiff, at, is_position, &mut open);
    }
}

fn directory(
    looker: &mut Looker<'_>,
    tiff: &Tiff<'_>,
    at: usize,
    is_position: bool,
    open: &mut Vec<(usize, bool)>,
) -> Option<()> {
    let count = tiff.short(at)?.min(MAX_TAGS);
    let (mut latitude, mut longitude) = (None, None);
    let (mut thumbnail, mut length) = (None, None);
    for index in 0..usize::from(count) {
        let entry = at + 2 + index * 12;
        let tag = tiff.short(entry)?;
        match (is_position, tag) {
            (true, LATITUDE) => latitude = tiff.degrees(entry),
            (true, LONGITUDE) => longitude = tiff.degrees(entry),
            (false, EXIF) => open.extend(tiff.long(entry + 8).map(|at| (at, false))),
            (false, GPS) => open.extend(tiff.long(entry + 8).map(|at| (at, true))),
            (false, THUMBNAIL) => thumbnail = tiff.long(entry + 8),
            (false, THUMBNAIL_LENGTH) => length = tiff.long(entry + 8),
            _ => {}
        }
        words(looker, tag, tiff.value(entry));
    }
    if let (Some(latitude), Some(longitude)) = (latitude, longitude)
        && (latitude, longitude) != (0, 0)
    {
        // To a degree: so much shows which image it is, and not the door.
        let shown = format!("{latitude}°, {longitude}°");
        looker.hidden(
            HiddenKind::Position,
            &Text::new("图片属性", "properties of the image"),
            &shown,
        );
    }
    if let (Some(start), Some(length)) = (thumbnail, length) {
        let bytes = start
            .checked_add(length)
            .and_then(|end| tiff.bytes.get(start..end));
        super::thumbnail(looker, bytes.unwrap_or_default());
    }
    let next = tiff.long(at + 2 + usize::from(count) * 12)?;
    if next > 0 {
        open.push((next, false));
    }
    Some(())
}

/// Names and remarks: of description, artist, copyright, owner, comment; those of Windows are in UTF-16.
fn words(looker: &mut Looker<'_>, tag: u16, value: Option<&[u8]>) -> Option<()> {
    let value = value?;
    let text = match tag {
        0x010E | 0x013B | 0x8298 | 0xA430 | 0x83BB | 0x02BC | 0xA435 => {
            String::from_utf8_lossy(value).into_owned()
        }
        0x9286 => {
            let body = value.get(8..)?;
            match value.starts_with(b"UNICODE") {
                true => encoding_rs::UTF_16LE
                    .decode_without_bom_handling(body)
                    .0
                    .into_owned(),
                false => String::from_utf8_lossy(body).into_owned(),
            }
        }
        0x9C9B..=0x9C9F => encoding_rs::UTF_16LE
            .decode_without_bom_handling(value)
            .0
            .into_owned(),
        _ => return None,
    };
    let text = text.trim_matches(|sign: char| sign == '\0' || sign.is_whitespace());
    let place = Text::new("图片属性", "properties of the image");
    if matches!(tag, 0x013B | 0xA430 | 0x9C9D | 0x8298) {
        office::tell_author(looker, &place, text);
    }
    looker.plain(&place, text);
    Some(())
}

#[cfg(test)]
mod tests {
    use crate::privacy::attachment::{HiddenKind, scan};
    use crate::privacy::{Exempt, Kind};

    /// A TIFF file of one directory: tags with their types, counts and values; what is longer stands behind it.
    fn tiff(tags: &[(u16, u16, u32, u32)], more: &[u8]) -> Vec<u8> {
        let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
        bytes.extend((tags.len() as u16).to_le_bytes());
        for (tag, kind, count, value) in tags {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(count.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend([0; 4]);
        bytes.extend(more);
        bytes
    }

    #[test]
    fn the_position_and_the_remarks_are_found() {
        // The directory of the position begins behind the first, of two tags, at 8 + 2 + 24 + 4.
        let text = "证件110101199003074514";
        let mut more = Vec::new();
        more.extend(2_u16.to_le_bytes());
        let numbers = 38 + 2 + 24 + 4;
        for (tag, at) in [(2_u16, numbers), (4, numbers + 24)] {
            more.extend(tag.to_le_bytes());
            more.extend(5_u16.to_le_bytes());
            more.extend(3_u32.to_le_bytes());
            more.extend((at as u32).to_le_bytes());
        }
        more.extend([0; 4]);
        for number in [43_u32, 1, 30, 1, 0, 1, 87, 1, 12, 1, 0, 1] {
            more.extend(number.to_le_bytes());
        }
        let words = numbers + 48;
        more.extend(text.as_bytes());
        let bytes = tiff(
            &[
                (0x010E, 2, text.len() as u32, words as u32),
                (0x8825, 4, 1, 38),
            ],
            &more,
        );
        let found = scan("a.tif", &bytes, &Exempt::default());
        assert_eq!(
            found.findings.first().map(|finding| finding.kind),
            Some(Kind::Identity)
        );
        assert_eq!(
            found
                .hidden
                .first()
                .map(|hidden| (hidden.kind, &*hidden.shown)),
            Some((HiddenKind::Position, "44°, 87°"))
        );
        // A directory that leads to itself ends.
        let circle = tiff(&[(0x8769, 4, 1, 8)], &[]);
        assert!(
            scan("a.tif", &circle, &Exempt::default())
                .findings
                .is_empty()
        );
    }
}
