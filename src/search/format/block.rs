//! Text blocks: the stored text that passages are cut from, some kilobytes at a time.
//!
//! A report's text is stored in blocks, each of which says by itself which report it belongs to, so that
//! one short read shows one match. This module reads and writes their bytes; it never decides what goes
//! into a block ([`index`](crate) does) nor where it lies ([`position_table`](super::position_table)).

use serde::{Deserialize, Serialize};

use crate::search::format::checksum;

/// Blocks begin at multiples of so many bytes, so that where they lie costs a byte.
pub(crate) const ALIGNMENT: u32 = 128;

/// Bytes of the sum that a block begins with.
const SUM: usize = 4;

/// Characters of what stands below a heading that are shown with it, at most.
const BELOW: usize = 60;

/// The longest block that is read, in bytes of plain text: no more is made, more is an attack.
const MAX_BYTES: usize = 64 << 20;

/// Some of a report's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TextBlock {
    /// The report.
    pub(crate) head: Head,
    /// The headings that its paragraphs stand under, each once.
    pub(crate) headings: Vec<String>,
    /// The paragraphs.
    pub(crate) paragraphs: Vec<Paragraph>,
}

/// A block as it is written: what is alike stands together, which deflates smaller.
type Columns = (
    Head,
    Vec<String>,
    Vec<String>,
    Vec<u32>,
    Vec<u8>,
    Vec<String>,
);

/// What a hit shows of its report: source, id, URL, title, date as yyyymmdd or 0, its document and index
/// numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head(
    pub(crate) String,
    pub(crate) String,
    pub(crate) String,
    pub(crate) String,
    pub(crate) u32,
    pub(crate) Vec<String>,
);

impl Head {
    /// The date with as many parts as are known; none for one without.
    pub(crate) fn date(&self) -> Option<String> {
        match (self.4 / 10_000, self.4 / 100 % 100, self.4 % 100) {
            (0, ..) => None,
            (year, 0, _) => Some(format!("{year:04}")),
            (year, month, 0) => Some(format!("{year:04}-{month:02}")),
            (year, month, day) => Some(format!("{year:04}-{month:02}-{day:02}")),
        }
    }
}

/// A paragraph, a table cell or a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    pub(crate) anchor: String,
    /// The number of its heading among the headings.
    pub(crate) heading: u32,
    pub(crate) is_heading: bool,
    pub(crate) text: String,
}

impl TextBlock {
    /// The block as it is compressed: JSON in UTF-16, which deflates Chinese smaller than UTF-8.
    pub(crate) fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let column = |value: fn(&Paragraph) -> &str| -> Vec<&str> {
            self.paragraphs.iter().map(value).collect()
        };
        let heading_numbers: Vec<u32> = self.paragraphs.iter().map(|held| held.heading).collect();
        let flags = self.paragraphs.iter().map(|held| u8::from(held.is_heading));
        let flags: Vec<u8> = flags.collect();
        let json = serde_json::to_string(&(
            &self.head,
            &self.headings,
            column(|held| &held.anchor),
            heading_numbers,
            flags,
            column(|held| &held.text),
        ))?;
        let mut bytes = Vec::with_capacity(json.len());
        for unit in json.encode_utf16() {
            bytes.extend_from_slice(&unit.to_le_bytes());
        }
        Ok(bytes)
    }

    /// Reads a block of a published index, as [`seal`] made it.
    pub(crate) fn read(sealed: &[u8]) -> Result<TextBlock, String> {
        let (sum, deflated) = sealed.split_at_checked(SUM).unwrap_or_default();
        if sum != checksum::sum(deflated).to_le_bytes() {
            return Err("a text was altered".to_owned());
        }
        let bytes = inflate(deflated, MAX_BYTES)?;
        let units = bytes.as_chunks().0.iter().copied().map(u16::from_le_bytes);
        let json: String = char::decode_utf16(units)
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        let (head, headings, anchors, heading_numbers, flags, texts): Columns =
            serde_json::from_str(&json).map_err(|error| error.to_string())?;
        let facts = anchors.into_iter().zip(heading_numbers).zip(flags);
        let paragraph = |(((anchor, heading), flag), text)| Paragraph {
            anchor,
            heading,
            is_heading: flag != 0,
            text,
        };
        Ok(TextBlock {
            head,
            headings,
            paragraphs: facts.zip(texts).map(paragraph).collect(),
        })
    }
}

/// The beginning of a paragraph as it is shown below its heading: up to the end of a sentence, or of a clause.
pub(crate) fn beginning(text: &str) -> &str {
    let Some((end, _)) = text.char_indices().nth(BELOW) else {
        return text;
    };
    let room = text.get(..end).unwrap_or_default();
    let behind_last = |ends: &[char]| {
        let at = room.rfind(ends)?;
        let length = room.get(at..)?.chars().next()?.len_utf8();
        room.get(..at + length)
    };
    behind_last(&['。', '！', '？', '；', '!', '?', '\n'])
        .or_else(|| behind_last(&['，', '、', '：', ',', ':', ' ']))
        .unwrap_or(room)
}

/// A block as it is stored: the sum of what follows, the deflated bytes, and nothing up to the next block.
pub(crate) fn seal(deflated: &[u8]) -> Vec<u8> {
    let length = (SUM + deflated.len()).next_multiple_of(ALIGNMENT as usize);
    let mut sealed = Vec::with_capacity(length);
    sealed.extend_from_slice(&[0; SUM]);
    sealed.extend_from_slice(deflated);
    sealed.resize(length, 0);
    let (sum, rest) = sealed.split_at_mut(SUM);
    sum.copy_from_slice(&checksum::sum(rest).to_le_bytes());
    sealed
}

/// The bytes that were deflated (RFC 1951), at most `limit`; what follows their end is passed over.
pub(crate) fn inflate(deflated: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(deflated, limit)
        .map_err(|error| error.to_string())
}
