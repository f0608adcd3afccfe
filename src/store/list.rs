//! The list of what a store holds: where each value is, and the sum by which damage is seen.
//!
//! ```text
//! magic | program 32 | number of packs u32 | number of entries u64 | names of packs, u64 each
//! entries, sorted by key: key 16 | pack u32 | offset u64 | length u64 | check u64
//! CRC-64 of all before it u64
//! ```
//!
//! Numbers are little-endian. A list that is damaged in any bit is none, and so is that of another program.

use crc::{CRC_64_XZ, Crc, Table};

use crate::store::key::{KEY, Key};

/// What a list begins with: another form has another.
const MAGIC: &[u8; 16] = b"gongbao store 1\n";

/// Bytes of an entry.
const ENTRY: usize = KEY + 4 + 8 + 8 + 8;

static CRC: Crc<u64, Table<16>> = Crc::<u64, Table<16>>::new(&CRC_64_XZ);

/// SHA-256 of a program, or whatever else tells it from all others.
pub(crate) type Program = [u8; 32];

/// Where a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: Key,
    /// Which of the list's packs holds it.
    pub(super) pack: u32,
    pub(super) offset: u64,
    pub(super) length: u64,
    pub(super) check: u64,
}

/// What a store holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    /// The numbers that the packs are named by.
    pub(super) packs: Vec<u64>,
    /// Sorted by key.
    pub(super) entries: Vec<Entry>,
}

/// A sum over a value and its key, fed piece by piece.
pub(super) struct Check(crc::Digest<'static, u64, Table<16>>);

impl Check {
    pub(super) fn new(key: &Key) -> Check {
        let mut digest = CRC.digest();
        digest.update(&key.0);
        Check(digest)
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn finish(self) -> u64 {
        self.0.finalize()
    }
}

/// The sum of a value under a key.
pub(super) fn check(key: &Key, bytes: &[u8]) -> u64 {
    let mut check = Check::new(key);
    check.update(bytes);
    check.finish()
}

impl List {
    /// The list as `program` writes it.
    pub(super) fn to_bytes(&self, program: &Program) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64 + self.packs.len() * 8 + self.entries.len() * ENTRY);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(program);
        let packs = u32::try_from(self.packs.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&packs.to_le_bytes());
        bytes.extend_from_slice(&(self.entries.len() as u64).to_le_bytes());
        for pack in &self.packs {
            bytes.extend_from_slice(&pack.to_le_bytes());
        }
        for entry in &self.entries {
            bytes.extend_from_slice(&entry.key.0);
            bytes.extend_from_slice(&entry.pack.to_le_bytes());
            for number in [entry.offset, entry.length, entry.check] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
        }
        let sum = CRC.checksum(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// The list that these bytes are, if `program` wrote them; `None` for any others.
    pub(super) fn parse(bytes: &[u8], program: &Program) -> Option<List> {
        let (bytes, sum) = bytes.split_last_chunk::<8>()?;
        if CRC.checksum(bytes) != u64::from_le_bytes(*sum) {
            return None;
        }
        let mut rest = bytes.strip_prefix(MAGIC)?.strip_prefix(program)?;
        let packs = u32::from_le_bytes(take(&mut rest)?);
        let count = u64::from_le_bytes(take(&mut rest)?);
        let mut list = List::default();
        for _ in 0..packs {
            list.packs.push(u64::from_le_bytes(take(&mut rest)?));
        }
        let (entries, []) = rest.as_chunks::<ENTRY>() else {
            return None;
        };
        if entries.len() as u64 != count {
            return None;
        }
        list.entries.reserve_exact(entries.len());
        for mut entry in entries.iter().map(|entry| &entry[..]) {
            let entry = Entry {
                key: Key(take(&mut entry)?),
                pack: u32::from_le_bytes(take(&mut entry)?),
                offset: u64::from_le_bytes(take(&mut entry)?),
                length: u64::from_le_bytes(take(&mut entry)?),
                check: u64::from_le_bytes(take(&mut entry)?),
            };
            let in_order = list.entries.last().is_none_or(|last| last.key < entry.key);
            if entry.pack >= packs || !in_order {
                return None;
            }
            list.entries.push(entry);
        }
        Some(list)
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::{Entry, List};
    use crate::store::key::Key;

    #[test]
    fn a_list_is_what_was_written_or_none() {
        let entry = |key: u8| Entry {
            key: Key([key; 16]),
            pack: u32::from(key) % 2,
            offset: 1 << 40,
            length: u64::from(key),
            check: u64::MAX,
        };
        let list = List {
            packs: vec![3, 7],
            entries: (1..9).map(entry).collect(),
        };
        let bytes = list.to_bytes(&[7; 32]);
        assert_eq!(List::parse(&bytes, &[7; 32]).as_ref(), Some(&list));
        assert_eq!(
            List::parse(&List::default().to_bytes(&[7; 32]), &[7; 32]),
            Some(List::default())
        );
        assert_eq!(List::parse(&bytes, &[8; 32]), None, "of another program");
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << (at % 8);
            assert_eq!(List::parse(&damaged, &[7; 32]), None, "byte {at}");
            assert_eq!(List::parse(&bytes[..at], &[7; 32]), None, "cut at {at}");
        }
    }
}
