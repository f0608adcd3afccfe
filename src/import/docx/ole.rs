//! Files that Word keeps in an OLE container: what somebody put in as an icon, or with another program.
//!
//! In: the bytes of an embedded object. Out: the file in it, with its own name where it has one; nothing if the container is
//! damaged or holds no file. Never believes a size or a chain of sectors: each is walked once, within limits.

use std::collections::BTreeSet;

/// The first bytes of a container.
const SIGNATURE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Numbers of sectors from here on mean something else.
const FIRST_SPECIAL: u32 = 0xFFFF_FFFA;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Entries that are looked at.
const MAX_ENTRIES: usize = 4096;
/// Streams up to this size are kept in small sectors.
const SMALL: usize = 4096;

/// A container whose directory was read.
struct Container<'b> {
    bytes: &'b [u8],
    sector: usize,
    next: Vec<u32>,
    small_sector: usize,
    small_next: Vec<u32>,
    /// The stream that the small sectors are in.
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    is_stream: bool,
    start: u32,
    size: usize,
}

/// The file in an embedded object: its name, if it has one, and its bytes.
pub(super) fn file(bytes: &[u8]) -> Option<(Option<String>, Vec<u8>)> {
    let container = Container::open(bytes)?;
    if let Some(stream) = container.stream("\u{1}Ole10Native") {
        return native(&stream);
    }
    // Office files of today in a container, and PDF files.
    let inner = container
        .stream("Package")
        .or_else(|| container.stream("CONTENTS"))?;
    Some((None, inner)).filter(|(_, inner)| !inner.is_empty())
}

/// What a container is by itself: the ending of such files.
pub(super) fn ending(bytes: &[u8]) -> Option<&'static str> {
    let container = Container::open(bytes)?;
    let holds = |name: &str| container.entries.iter().any(|entry| entry.name == name);
    let known = [
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    ];
    let found = known.into_iter().find(|(name, _)| holds(name));
    found.map(|(_, ending)| ending)
}

impl<'b> Container<'b> {
    fn open(bytes: &'b [u8]) -> Option<Container<'b>> {
        if !bytes.starts_with(SIGNATURE) {
            return None;
        }
        let shift = |at| number16(bytes, at).filter(|shift| (6..=12).contains(shift));
        let mut container = Container {
            bytes,
            sector: 1 << shift(30)?,
            next: Vec::new(),
            small_sector: 1 << shift(32)?,
            small_next: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        container.next = container.table()?;
        let directory = container.chain(number32(bytes, 48)?)?;
        for entry in directory.chunks_exact(ENTRY).take(MAX_ENTRIES) {
            container.entries.extend(read_entry(entry));
        }
        let small_table = container.chain(number32(bytes, 60)?).unwrap_or_default();
        container.small_next = numbers(&small_table);
        let root = container.entries.first()?.start;
        container.small = container.chain(root).unwrap_or_default();
        Some(container)
    }

    /// The table that says which sector follows which.
    fn table(&self) -> Option<Vec<u32>> {
        let mut sectors = numbers(self.bytes.get(76..512)?);
        let mut more = number32(self.bytes, 68)?;
        let mut seen = BTreeSet::new();
        while more < FIRST_SPECIAL && seen.insert(more) {
            let mut list = numbers(self.sector(more)?);
            more = list.pop()?;
            sectors.extend(list);
        }
        let mut table = Vec::new();
        let mut seen = BTreeSet::new();
        for sector in sectors.into_iter().filter(|sector| *sector < FIRST_SPECIAL) {
            if seen.insert(sector) {
                table.extend(numbers(self.sector(sector)?));
            }
        }
        Some(table)
    }

    fn sector(&self, index: u32) -> Option<&'b [u8]> {
        let start = (index as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..)?;
        Some(rest.get(..self.sector).unwrap_or(rest))
    }

    /// The bytes of a chain of sectors.
    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for sector in walk(first, &self.next) {
            bytes.extend_from_slice(self.sector(sector)?);
        }
        Some(bytes)
    }

    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| entry.is_stream && entry.name == name)?;
        let mut bytes = match entry.size < SMALL {
            false => self.chain(entry.start)?,
            true => {
                let mut bytes = Vec::new();
                for sector in walk(entry.start, &self.small_next) {
                    let start = (sector as usize).checked_mul(self.small_sector)?;
                    let rest = self.small.get(start..)?;
                    bytes.extend_from_slice(rest.get(..self.small_sector).unwrap_or(rest));
                }
                bytes
            }
        };
        bytes.truncate(entry.size);
        Some(bytes)
    }
}

/// The sectors of a chain, each once.
fn walk(first: u32, next: &[u32]) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    let mut chain = Vec::new();
    let mut sector = first;
    while sector < FIRST_SPECIAL && seen.insert(sector) {
        chain.push(sector);
        match next.get(sector as usize) {
            Some(next) => sector = *next,
            None => break,
        }
    }
    chain
}

fn read_entry(entry: &[u8]) -> Option<Entry> {
    let length = usize::from(number16(entry, 64)?).checked_sub(2)?;
    let name: Vec<u16> = entry
        .get(..length.min(62))?
        .chunks_exact(2)
        .filter_map(|pair| number16(pair, 0))
        .collect();
    Some(Entry {
        name: String::from_utf16_lossy(&name),
        is_stream: entry.get(66) == Some(&2),
        start: number32(entry, 116)?,
        size: number32(entry, 120)? as usize,
    })
}

/// A file as Windows wraps it: its name, paths on the disk of whoever put it in, its bytes.
fn native(stream: &[u8]) -> Option<(Option<String>, Vec<u8>)> {
    // Its size, a flag, then three texts that end with a zero: the name, and two paths.
    let mut rest = stream.get(6..)?;
    let name = text(&mut rest)?;
    text(&mut rest)?;
    rest = rest.get(8..)?;
    text(&mut rest)?;
    let size = number32(rest, 0)? as usize;
    let bytes = rest.get(4..)?;
    let bytes = bytes.get(..size.min(bytes.len()))?;
    // Names are in the encoding of the machine: UTF-8 seldom, that of Chinese Windows mostly.
    let (decoded, _) = match std::str::from_utf8(&name) {
        Ok(name) => (name.to_owned(), ()),
        Err(_) => (encoding_rs::GB18030.decode(&name).0.into_owned(), ()),
    };
    let decoded = decoded
        .rsplit(['\\', '/'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let name = Some(decoded).filter(|name| !name.is_empty() && !name.contains('\u{fffd}'));
    Some((name, bytes.to_vec()))
}

fn text(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| *byte == 0)?;
    let text = rest.get(..end)?.to_vec();
    *rest = rest.get(end + 1..)?;
    Some(text)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .filter_map(|four| number32(four, 0))
        .collect()
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A container with one stream in large sectors.
    fn container(name: &str, stream: &[u8]) -> Vec<u8> {
        let mut stream = stream.to_vec();
        let size = stream.len().max(SMALL) as u32;
        stream.resize((size as usize).next_multiple_of(512), 0);
        let sectors = (stream.len() / 512) as u32;
        let mut header = SIGNATURE.to_vec();
        header.resize(512, 0);
        header[30] = 9;
        header[32] = 6;
        header[48..52].copy_from_slice(&1_u32.to_le_bytes());
        header[60..64].fill(0xFF);
        header[68..72].fill(0xFF);
        header[76..512].fill(0xFF);
        header[76..80].copy_from_slice(&0_u32.to_le_bytes());
        let mut table = vec![0xFFFF_FFFD_u32, 0xFFFF_FFFE];
        table.extend((0..sectors).map(|at| {
            if at + 1 == sectors {
                0xFFFF_FFFE
            } else {
                at + 3
            }
        }));
        table.resize(128, 0xFFFF_FFFF);
        let entry = |name: &str, kind: u8, start: u32, size: u32| {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = entry.len() as u16 + 2;
            entry.resize(ENTRY, 0);
            entry[64..66].copy_from_slice(&length.to_le_bytes());
            entry[66] = kind;
            entry[116..120].copy_from_slice(&start.to_le_bytes());
            entry[120..124].copy_from_slice(&size.to_le_bytes());
            entry
        };
        let mut directory = entry("Root Entry", 5, 0xFFFF_FFFE, 0);
        directory.extend(entry(name, 2, 2, size));
        directory.resize(512, 0);
        let table = table.into_iter().flat_map(u32::to_le_bytes);
        [header, table.collect(), directory, stream].concat()
    }

    #[test]
    fn files_are_taken_out_with_their_names() {
        let mut stream = vec![0, 0, 0, 0, 2, 0];
        let (name, _, _) = encoding_rs::GB18030.encode("附表.csv");
        stream.extend_from_slice(&name);
        stream.extend_from_slice(b"\0C:\\a\\b\0\0\0\x03\0\x03\0\0\0ab\0");
        stream.extend_from_slice(&4_u32.to_le_bytes());
        stream.extend_from_slice("甲1".as_bytes());
        let bytes = container("\u{1}Ole10Native", &stream);
        let expected = (Some("附表.csv".to_owned()), "甲1".as_bytes().to_vec());
        assert_eq!(file(&bytes), Some(expected));
        assert_eq!(ending(&container("WordDocument", b"")), Some("doc"));
        assert_eq!(file(&bytes[..700]), None);
        assert_eq!(file(b"PK"), None);
    }
}
