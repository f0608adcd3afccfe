//! SHA256SUMS: what gongbao made, in the form that `sha256sum -c` reads.
//!
//! A line is the digest in lower-case hexadecimal, two spaces and the path; lines are sorted by the
//! bytes of the path. Out of an old one comes the [`Listing`] of its paths. Its digests are never
//! trusted for what is published: files, or the list itself, may have been edited since.

use std::io::{self, BufRead, Read, Write};

use crate::route::site_path;

/// The list's own path, which no other output may have and which it does not list.
pub(crate) use crate::route::site_path::SHA256SUMS;

/// Longest list that is read: about two million files.
const MAX_LIST_BYTES: u64 = 256 << 20;

const DIGEST_DIGITS: usize = 64;

/// The SHA-256 of a file.
pub(crate) type Digest = [u8; 32];

/// Paths that gongbao made, sorted by bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing(Vec<Box<str>>);

impl Listing {
    /// Reads a list; `None` where it is not exactly what [`line()`] writes. `seen` gets every path with its digest in
    /// hexadecimal.
    ///
    /// # Errors
    ///
    /// Those of reading.
    pub(crate) fn read(
        from: impl Read,
        mut seen: impl FnMut(&str, &[u8]),
    ) -> io::Result<Option<Listing>> {
        let mut from = io::BufReader::new(from.take(MAX_LIST_BYTES));
        let mut paths: Vec<Box<str>> = Vec::new();
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            if from.read_until(b'\n', &mut bytes)? == 0 {
                return Ok(Some(Listing(paths)));
            }
            let Some(path) = listed_path(&bytes) else {
                return Ok(None);
            };
            if paths.last().is_some_and(|last| **last >= *path) {
                return Ok(None);
            }
            seen(path, bytes.get(..DIGEST_DIGITS).unwrap_or_default());
            paths.push(path.into());
        }
    }

    pub(crate) fn contains(&self, path: &str) -> bool {
        self.0
            .binary_search_by(|listed| (**listed).cmp(path))
            .is_ok()
    }

    /// Whether a listed file is in the folder `folder` or below.
    pub(crate) fn has_below(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        let at = self.0.partition_point(|listed| **listed < *start);
        self.0.get(at).is_some_and(|path| path.starts_with(&start))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|path| &**path)
    }

    /// The paths, in the order of the lines.
    pub(crate) fn into_paths(self) -> Vec<Box<str>> {
        self.0
    }

    /// The list without the paths that `goes` says, and these.
    pub(crate) fn without(self, goes: impl Fn(&str) -> bool) -> (Listing, Vec<Box<str>>) {
        let (gone, rest) = self.0.into_iter().partition(|path| goes(path));
        (Listing(rest), gone)
    }

    /// Both lists as one.
    pub(crate) fn union(self, other: &Listing) -> Listing {
        let mut paths = self.0;
        paths.extend_from_slice(&other.0);
        paths.sort_unstable();
        paths.dedup();
        Listing(paths)
    }
}

/// The path of one line of a list, with its line end.
fn listed_path(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (digest, rest) = line.split_at_checked(DIGEST_DIGITS)?;
    let path = rest.strip_prefix("  ")?;
    let is_hexadecimal = digest
        .bytes()
        .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (is_hexadecimal && site_path::fault(path).is_none() && path != SHA256SUMS).then_some(path)
}

/// Writes one line of a list.
///
/// # Errors
///
/// If `to` cannot be written to.
pub(crate) fn line(to: &mut impl Write, digest: &Digest, path: &str) -> io::Result<()> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut digits = [0; DIGEST_DIGITS];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(digest) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    to.write_all(&digits)?;
    to.write_all(b"  ")?;
    to.write_all(path.as_bytes())?;
    to.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::{Listing, line};

    const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

    fn read(text: &str) -> Option<Vec<String>> {
        let listing = Listing::read(text.as_bytes(), |_, _| {}).unwrap()?;
        Some(listing.iter().map(str::to_owned).collect())
    }

    #[test]
    fn reads_what_it_writes() {
        let mut text = Vec::new();
        let digest: [u8; 32] = std::array::from_fn(|i| u8::try_from(i * 8).unwrap());
        line(&mut text, &digest, "a b/文.html").unwrap();
        line(&mut text, &[0; 32], "b").unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.starts_with("0008101820283038404850586068707880"),
            "{text}"
        );
        assert_eq!(
            read(&text),
            Some(vec!["a b/文.html".to_owned(), "b".to_owned()])
        );
    }

    #[test]
    fn refuses_any_other_form() {
        for text in [
            format!("{ZEROS}  b\n{ZEROS}  a\n"),
            format!("{ZEROS}  a\n{ZEROS}  a\n"),
            format!("{ZEROS}  ./a\n"),
            format!("{ZEROS}  ../a\n"),
            format!("{ZEROS}  /a\n"),
            format!("{ZEROS} *a\n"),
            format!("{ZEROS}  a"),
            format!("{ZEROS}  a\r\n"),
            format!("{ZEROS}  SHA256SUMS\n"),
            format!("{}A  a\n", &ZEROS[1..]),
            format!("{}  a\n", &ZEROS[1..]),
            "# a remark\n".to_owned(),
            "\n".to_owned(),
        ] {
            assert_eq!(read(&text), None, "{text:?}");
        }
        assert_eq!(Listing::read(&b"\xff\n"[..], |_, _| {}).unwrap(), None);
    }
}
