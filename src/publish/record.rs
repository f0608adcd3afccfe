//! What was published, file by file, and what the file system said of each: so that the next build knows a file
//! without reading it.
//!
//! In goes what became of a site, out comes a [`Record`] that the caller may keep and give to the next build. Of a
//! file that is not in it nothing is known, and of one that is only as long as all of its [`Stat`] is still what it
//! was. This module never reads what a file holds, and takes nobody's word that a record is right: a list that this
//! program could not have made is refused when it is read.

use serde::{Deserialize, Serialize, Serializer};

use crate::publish::listing::{Digest, SHA256SUMS};
use crate::stat::Stat;

/// The files that are known, sorted by the bytes of their paths; SHA256SUMS among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<Packed>")]
pub(crate) struct Record(Vec<Recorded>);

/// A file that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) path: Box<str>,
    pub(crate) digest: Digest,
    pub(crate) stat: Stat,
}

/// A file as it is kept: how many bytes of its path are those of the path before it, the rest of its path, its
/// digest, and what the file system said of it.
type Packed = (u16, Box<str>, Digest, Stat);

impl Record {
    /// `files` come sorted by their paths.
    pub(crate) fn new(files: Vec<Recorded>) -> Record {
        Record(files)
    }

    pub(crate) fn files(&self) -> &[Recorded] {
        &self.0
    }

    /// SHA-256 of the list of the files.
    pub(crate) fn sums(&self) -> Option<Digest> {
        Some(self.file(SHA256SUMS)?.digest)
    }

    /// What is recorded of the file `path`.
    pub(crate) fn file(&self, path: &str) -> Option<&Recorded> {
        let found = self.0.binary_search_by(|file| (*file.path).cmp(path));
        self.0.get(found.ok()?)
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut before = "";
        serializer.collect_seq(self.0.iter().map(|file| {
            let shared = shared(before, &file.path);
            before = &file.path;
            let (_, rest) = file.path.split_at(usize::from(shared));
            (shared, rest, &file.digest, &file.stat)
        }))
    }
}

/// How many bytes `path` has in common with `before`, up to a whole character.
fn shared(before: &str, path: &str) -> u16 {
    let pairs = before.chars().zip(path.chars());
    let same = pairs.take_while(|(a, b)| a == b);
    let bytes: usize = same.map(|(a, _)| a.len_utf8()).sum();
    u16::try_from(bytes).unwrap_or(0)
}

impl TryFrom<Vec<Packed>> for Record {
    type Error = &'static str;

    fn try_from(packed: Vec<Packed>) -> Result<Self, Self::Error> {
        let mut files: Vec<Recorded> = Vec::with_capacity(packed.len());
        for (shared, rest, digest, stat) in packed {
            let before = files.last().map_or("", |file| &*file.path);
            let Some(shared) = before.get(..usize::from(shared)) else {
                return Err("a path goes on from what was not there");
            };
            let path = format!("{shared}{rest}");
            if path.is_empty() || (!files.is_empty() && *path <= *before) {
                return Err("paths are not in their order");
            }
            files.push(Recorded {
                path: path.into(),
                digest,
                stat,
            });
        }
        Ok(Record(files))
    }
}

#[cfg(test)]
mod tests {
    use super::{Record, Recorded};

    fn record(paths: &[&str]) -> Record {
        let stat = crate::disk::said_of(&std::fs::metadata("Cargo.toml").unwrap());
        let files = paths.iter().map(|path| Recorded {
            path: (*path).into(),
            digest: [7; 32],
            stat,
        });
        Record::new(files.collect())
    }

    #[test]
    fn comes_back_as_it_was_and_paths_take_little() {
        for paths in [
            &[][..],
            &["a"],
            &["a", "a/b", "a/bc", "文/一.html", "文/丁.html", "文本"],
        ] {
            let text = serde_json::to_string(&record(paths)).unwrap();
            let again: Record = serde_json::from_str(&text).unwrap();
            assert_eq!(again, record(paths));
        }
        let text = serde_json::to_string(&record(&["文/一.html", "文/丁.html"])).unwrap();
        assert_eq!(text.matches('文').count(), 1);
    }

    #[test]
    fn a_list_that_nobody_made_is_refused() {
        let text = serde_json::to_string(&record(&["一b", "一c"])).unwrap();
        for (from, to) in [
            // Out of order, and twice the same.
            (r#"[3,"c""#, r#"[3,"a""#),
            (r#"[3,"c""#, r#"[3,"b""#),
            // Beyond the path before it, and within a character of it.
            (r#"[3,"c""#, r#"[9,"c""#),
            (r#"[3,"c""#, r#"[1,"c""#),
            (r#"[0,"一b""#, r#"[0,"""#),
            (r#"[0,"一b""#, r#"[1,"一b""#),
        ] {
            let damaged = text.replace(from, to);
            assert_ne!(damaged, text, "{from}");
            assert!(serde_json::from_str::<Record>(&damaged).is_err(), "{to}");
        }
    }
}
