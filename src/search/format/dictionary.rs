//! The dictionary of a field: its terms, and where the list of each lies.
//!
//! tantivy's sorted table of blocks, with other values than tantivy's own: these are shorter, and with them
//! comes a sum of every block and of every list. Written by `index`, read here; nothing is known of what a
//! term means or a list holds.

use std::io;
use std::ops::Range;

use tantivy::HasLen;
use tantivy::directory::FileSlice;
use tantivy_sstable::value::{ValueReader, ValueWriter};
use tantivy_sstable::{Dictionary, SSTable};

use crate::search::format::bundle::{push_number, take_number};
use crate::search::format::checksum;

/// What tantivy writes behind a dictionary of this form, as a little-endian number of four bytes.
pub(crate) const FORM: u32 = 2;
const FORM_BYTES: usize = 4;

/// Lists of one that are shorter than this take one number instead of two.
const SHORT: u64 = 8;

/// Bytes of all terms of a dictionary that is read whole, at most.
const MAX_TERM_BYTES: usize = 64 << 20;

/// Where the list of a term lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TermInfo {
    /// How many reports or positions it has, at least one.
    pub(crate) length: u32,
    /// Its bytes among those of all lists of the field.
    pub(crate) range: Range<usize>,
    /// Its [sum](checksum::of_list).
    pub(crate) sum: u32,
}

/// What a term leads to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    info: TermInfo,
    /// As it is written, the sum of term and entry; as it is read, that of the block.
    sum: u32,
}

impl Entry {
    /// The entry of a term.
    pub(crate) fn new(term: &[u8], info: TermInfo) -> Entry {
        let Range { start, end } = info.range;
        let numbers = [
            info.length.into(),
            start as u64,
            end as u64,
            info.sum.into(),
        ];
        Entry {
            sum: checksum::with_numbers(term, &numbers),
            info,
        }
    }
}

/// The sum of a block whose entries have these sums.
fn of_block(entries: impl Iterator<Item = u32>) -> u32 {
    let bytes: Vec<u8> = entries.flat_map(u32::to_le_bytes).collect();
    checksum::sum(&bytes)
}

/// The table.
#[derive(Clone, Debug)]
pub(crate) struct Table;

impl SSTable for Table {
    type Value = Entry;
    type ValueReader = Entries;
    type ValueWriter = Entries;
}

/// The entries of a block: how many, where the first list begins, the sum of the block, then of each its
/// length, how many bytes it takes, and its sum.
#[derive(Debug, Default)]
pub(crate) struct Entries(Vec<Entry>);

impl ValueWriter for Entries {
    type Value = Entry;

    fn write(&mut self, entry: &Entry) {
        self.0.push(entry.clone());
    }

    fn serialize_block(&self, output: &mut Vec<u8>) {
        push_number(output, self.0.len() as u64);
        let Some(first) = self.0.first() else { return };
        push_number(output, first.info.range.start as u64);
        push_number(output, of_block(self.0.iter().map(|of| of.sum)).into());
        for Entry { info, .. } in &self.0 {
            let bytes = info.range.len() as u64;
            match info.length == 1 && bytes < SHORT {
                true => push_number(output, bytes),
                false => {
                    push_number(output, SHORT + u64::from(info.length));
                    push_number(output, bytes);
                }
            }
            push_number(output, info.sum.into());
        }
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}

impl Entries {
    fn read(&mut self, data: &mut &[u8]) -> Option<()> {
        self.0.clear();
        let count = take_number(data)?;
        if count == 0 {
            return Some(());
        }
        let mut start = usize::try_from(take_number(data)?).ok()?;
        let sum = u32::try_from(take_number(data)?).ok()?;
        for _ in 0..count {
            let (length, bytes) = match take_number(data)? {
                bytes @ ..SHORT => (1, bytes),
                length => (length - SHORT, take_number(data)?),
            };
            let end = start.checked_add(usize::try_from(bytes).ok()?)?;
            let info = TermInfo {
                length: u32::try_from(length).ok()?,
                range: start..end,
                sum: u32::try_from(take_number(data)?).ok()?,
            };
            self.0.push(Entry { info, sum });
            start = end;
        }
        Some(())
    }
}

impl ValueReader for Entries {
    type Value = Entry;

    fn value(&self, at: usize) -> &Entry {
        &self.0[at]
    }

    fn load(&mut self, data: &[u8]) -> io::Result<usize> {
        let mut rest = data;
        self.read(&mut rest).ok_or_else(altered)?;
        Ok(data.len() - rest.len())
    }
}

fn altered() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a dictionary was altered")
}

/// The dictionary of a field.
#[derive(Debug)]
pub(crate) struct TermDictionary {
    table: Dictionary<Table>,
}

impl TermDictionary {
    /// Opens what `index` wrote.
    ///
    /// # Errors
    ///
    /// Bytes that make no sense, or that are not here.
    pub(crate) fn open(file: &FileSlice) -> io::Result<TermDictionary> {
        let end = file.len().checked_sub(FORM_BYTES).ok_or_else(altered)?;
        let table = Dictionary::open(file.slice_to(end))?;
        Ok(TermDictionary { table })
    }

    /// Looks up a term; none is not in the field.
    ///
    /// # Errors
    ///
    /// The block that the term would be in was altered, or is not here.
    pub(crate) fn get(&self, term: &[u8]) -> io::Result<Option<TermInfo>> {
        if self.table.num_terms() == 0 {
            return Ok(None);
        }
        let Some(block) = self.table.sstable_index.get_block_with_key(term) else {
            return Ok(None);
        };
        let bytes = self
            .table
            .sstable_slice
            .read_bytes_slice(block.byte_range)?;
        // The whole block: that a term is not in it is known only where it is as it was written.
        let mut reader = Table::reader(bytes);
        let (mut found, mut sums, mut expected) = (None, Vec::new(), None);
        while reader.advance()? {
            let Entry { info, sum } = reader.value().clone();
            expected = Some(sum);
            if reader.key() == term {
                found = Some(info.clone());
            }
            sums.push(Entry::new(reader.key(), info).sum);
        }
        match expected == Some(of_block(sums.into_iter())) {
            true => Ok(found),
            false => Err(altered()),
        }
    }

    /// All terms in their order. Their blocks come with the opening, whose hash holds them together: no sum is held
    /// against them.
    ///
    /// # Errors
    ///
    /// Bytes that make no sense, or that are not here.
    pub(crate) fn all(&self) -> io::Result<Vec<(Vec<u8>, TermInfo)>> {
        let mut reader = Table::reader(self.table.sstable_slice.read_bytes()?);
        let (mut all, mut bytes) = (Vec::new(), 0);
        while reader.advance()? {
            // What terms share with those before is written once.
            bytes += reader.key().len();
            if bytes > MAX_TERM_BYTES {
                return Err(altered());
            }
            all.push((reader.key().to_vec(), reader.value().info.clone()));
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::guard::guarded;

    fn dictionary(entries: &[(&str, TermInfo)]) -> Vec<u8> {
        let mut writer = Table::writer(Vec::new());
        writer.set_block_len(40);
        for (term, info) in entries {
            let entry = Entry::new(term.as_bytes(), info.clone());
            writer.insert(term, &entry).expect("written");
        }
        let mut bytes = writer.finish().expect("finished");
        bytes.extend_from_slice(&FORM.to_le_bytes());
        bytes
    }

    fn entries() -> Vec<(String, TermInfo)> {
        let (mut start, mut entries) = (0, Vec::new());
        for at in 0..200u32 {
            let length = if at % 3 == 0 { 1 } else { at * at * 7 };
            let end = start + (length as usize * 3).min(5_000_000);
            let info = TermInfo {
                length: length.max(1),
                range: start..end,
                sum: checksum::of_list(&at.to_le_bytes().repeat(at as usize)),
            };
            entries.push((format!("甲{at:03}"), info));
            start = end;
        }
        entries
    }

    #[test]
    fn every_term_leads_to_its_list_and_no_other_does() {
        let entries = entries();
        let borrowed: Vec<_> = entries
            .iter()
            .map(|(t, l)| (t.as_str(), l.clone()))
            .collect();
        let terms = TermDictionary::open(&FileSlice::from(dictionary(&borrowed))).expect("opened");
        for (term, info) in &entries {
            assert_eq!(
                terms.get(term.as_bytes()).expect("read").as_ref(),
                Some(info)
            );
        }
        let own = entries
            .into_iter()
            .map(|(term, info)| (term.into_bytes(), info));
        assert_eq!(terms.all().expect("read"), own.collect::<Vec<_>>());
        for absent in ["", "甲", "甲0001", "甲200", "乙"] {
            assert_eq!(
                terms.get(absent.as_bytes()).expect("read"),
                None,
                "{absent}"
            );
        }
    }

    #[test]
    fn a_field_without_terms_has_none() {
        let terms = TermDictionary::open(&FileSlice::from(dictionary(&[]))).expect("opened");
        assert_eq!(terms.get("甲".as_bytes()).expect("read"), None);
        assert_eq!(terms.all().expect("read"), Vec::new());
    }

    #[test]
    fn an_altered_block_is_no_answer() {
        let entries: Vec<_> = entries().into_iter().take(6).collect();
        let borrowed: Vec<_> = entries
            .iter()
            .map(|(t, l)| (t.as_str(), l.clone()))
            .collect();
        let bytes = dictionary(&borrowed);
        // The footer, which the bundle holds, is behind the blocks.
        let footer = bytes.len() - FORM_BYTES - 20;
        let offset = bytes[footer..footer + 8].try_into().expect("a number");
        let blocks = usize::try_from(u64::from_le_bytes(offset)).expect("an offset");
        for at in 0..blocks {
            for flipped in [0x01, 0x10, 0x80] {
                let mut altered = bytes.clone();
                altered[at] ^= flipped;
                let terms = TermDictionary::open(&FileSlice::from(altered)).expect("opened");
                for (term, info) in &entries {
                    // The reader of blocks may stop at nonsense by itself.
                    let got = guarded(|| Ok(terms.get(term.as_bytes())?));
                    if let Ok(got) = got {
                        assert_eq!(got.as_ref(), Some(info), "{at} {flipped}");
                    }
                }
            }
        }
    }
}
