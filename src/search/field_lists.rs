//! The lists of a field of a segment: a dictionary, and what its terms lead to.
//!
//! What is not here yet is wanted, as everywhere below the [store](super::store). Nothing is known of what a term means.

use std::io;

use tantivy::HasLen;
use tantivy::directory::{CompositeFile, FileSlice};
use tantivy::schema::Field;

use crate::search::error::Error;
use crate::search::format::checksum;
use crate::search::format::dictionary::{TermDictionary, TermInfo};
use crate::search::format::list::List;

/// What is answered when something is looked up in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lookup<T> {
    /// It is here.
    Here(T),
    /// The segment has no such thing.
    Absent,
    /// Its bytes are not here yet; now they are wanted.
    Wanted,
}

/// The lists.
pub(crate) struct FieldLists {
    terms: TermDictionary,
    postings: FileSlice,
    /// What their numbers are less than.
    end: u32,
    /// Whether something is kept of each number.
    has_kept: bool,
}

impl FieldLists {
    /// Opens the lists of a field of these files, whose numbers are less than is said.
    pub(crate) fn open(
        terms: &CompositeFile,
        postings: &CompositeFile,
        (field, end, has_kept): (Field, u32, bool),
    ) -> Result<FieldLists, Error> {
        let terms = terms.open_read(field).unwrap_or_else(FileSlice::empty);
        Ok(FieldLists {
            terms: TermDictionary::open(&terms)?,
            postings: postings.open_read(field).unwrap_or_else(FileSlice::empty),
            end,
            has_kept,
        })
    }

    /// Looks up a term.
    pub(crate) fn term(&self, term: &[u8]) -> Result<Lookup<TermInfo>, Error> {
        match self.terms.get(term) {
            Ok(None) => Ok(Lookup::Absent),
            Ok(Some(info)) => match info.range.end <= self.postings.len() {
                true => Ok(Lookup::Here(info)),
                false => Err(Error::nonsense("a list lies outside its file")),
            },
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Lookup::Wanted),
            Err(error) => Err(error.into()),
        }
    }

    /// The list of a term that was looked up; none while its bytes are wanted.
    pub(crate) fn list(&self, info: &TermInfo) -> Result<Option<List>, Error> {
        let bytes = match self.postings.read_bytes_slice(info.range.clone()) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        self.read(&bytes, info).map(Some)
    }

    /// All terms in their order, each with its list; what that reads must be here. Lists with more numbers than `most`
    /// on the whole are an error: a full list takes no bytes.
    pub(crate) fn all(&self, most: u64) -> Result<Vec<(Vec<u8>, List)>, Error> {
        let terms = self.terms.all()?;
        let numbers: u64 = terms.iter().map(|(_, info)| u64::from(info.length)).sum();
        if numbers > most {
            return Err(Error::nonsense("lists are too long"));
        }
        let postings = self.postings.read_bytes()?;
        let list = |(term, info): (Vec<u8>, TermInfo)| {
            let bytes = postings.get(info.range.clone());
            let bytes = bytes.ok_or_else(|| Error::nonsense("a list lies outside its file"))?;
            Ok((term, self.read(bytes, &info)?))
        };
        terms.into_iter().map(list).collect()
    }

    fn read(&self, bytes: &[u8], info: &TermInfo) -> Result<List, Error> {
        if checksum::of_list(bytes) != info.sum {
            return Err(Error::nonsense("a list was altered"));
        }
        let list = List::read(bytes, info.length, self.end, self.has_kept);
        list.ok_or_else(|| Error::nonsense("a list makes no sense"))
    }
}

#[cfg(test)]
mod tests {
    use tantivy_sstable::SSTable;

    use super::*;
    use crate::search::format::dictionary::{Entry, FORM, Table};

    /// Full lists of as many numbers as they may have, which are empty bytes.
    fn full_lists(count: u32, end: u32) -> FieldLists {
        let mut writer = Table::writer(Vec::new());
        for at in 0..count {
            let term = format!("{at:06}");
            let info = TermInfo {
                length: end,
                range: 0..0,
                sum: checksum::of_list(&[]),
            };
            let entry = Entry::new(term.as_bytes(), info);
            writer.insert(&term, &entry).expect("written");
        }
        let mut terms = writer.finish().expect("finished");
        terms.extend_from_slice(&FORM.to_le_bytes());
        FieldLists {
            terms: TermDictionary::open(&FileSlice::from(terms)).expect("opened"),
            postings: FileSlice::empty(),
            end,
            has_kept: false,
        }
    }

    #[test]
    fn all_lists_are_read_where_they_are_not_too_long() {
        let all = full_lists(3, 4).all(12).expect("read");
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|(_, list)| list.numbers == [0, 1, 2, 3]));
        assert!(full_lists(3, 4).all(11).is_err());
        // Some terabytes.
        assert!(full_lists(500, u32::MAX).all(1 << 30).is_err());
    }
}
