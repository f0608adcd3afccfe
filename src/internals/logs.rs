//! Files of logs, and archives with one, read from any bytes: for fuzzing, and for tests in memory.
//!
//! In: bytes. Out: how many of the forms of a log they are in. What is read is held against what it was read from: whoever
//! reads a form in one way must write it in that way, so that no two files mean the same.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::internals::recorder::Archive;
use crate::log::checkpoint::Checkpoint;
use crate::log::entry::Entry;
use crate::log::key::{Signer, Verifier};
use crate::log::note::Note;
use crate::log::policy::Policy;
use crate::log::proof::Proof;
use crate::log::stamp::Stamp;
use crate::log::tile;
use crate::verify::document;
use crate::verify::files::{Entry as Named, Files, Oddity, Seen};
use crate::verify::site::{How, check};
use crate::verify::sums;

/// What stands before the path of each file of an archive, on a line of its own.
const FILE: &[u8] = b"=== ";

impl Files for Archive {
    fn get(&self, path: &str, max: usize) -> Result<Option<Vec<u8>>, Oddity> {
        let bytes = BTreeMap::get(self, path);
        Ok(bytes.map(|bytes| bytes.iter().copied().take(max).collect()))
    }

    fn seen(&self, path: &str) -> Result<Option<Seen>, Oddity> {
        let bytes = BTreeMap::get(self, path);
        Ok(bytes.map(|bytes| Seen {
            digest: Sha256::digest(bytes).into(),
            length: bytes.len() as u64,
        }))
    }

    fn entries(&self, folder: &str) -> Result<Option<Vec<Named>>, Oddity> {
        let mut entries: BTreeMap<String, bool> = BTreeMap::new();
        for path in self.keys() {
            let rest = match folder.is_empty() {
                true => Some(path.as_str()),
                false => path
                    .strip_prefix(folder)
                    .and_then(|rest| rest.strip_prefix('/')),
            };
            let Some(rest) = rest else { continue };
            let (name, is_folder) = match rest.split_once('/') {
                Some((name, _)) => (name, true),
                None => (rest, false),
            };
            entries.insert(name.to_owned(), is_folder);
        }
        let entries = entries.into_iter().map(|(name, is_folder)| Named {
            name,
            is_text: true,
            is_folder,
        });
        Ok(Some(entries.collect()))
    }
}

/// Reads bytes in every form; in how many they are.
pub fn read(bytes: &[u8]) -> usize {
    let mut read = 0;
    if let Ok(text) = std::str::from_utf8(bytes) {
        read += texts(text);
    }
    if let Some(entry) = Entry::parse(bytes) {
        assert_eq!(entry.bytes().as_deref(), Some(bytes));
        read += 1;
    }
    for width in 1..4 {
        if let Some(entries) = tile::entries(bytes, width) {
            let again = tile::bundle(entries.iter().copied());
            assert_eq!(again.as_deref(), Some(bytes));
            read += 1;
        }
    }
    read += usize::from(Stamp::parse(bytes).is_some());
    if !bytes.is_empty() && sums::parse(bytes).is_ok() {
        read += 1;
    }
    read + archive(bytes)
}

fn texts(text: &str) -> usize {
    let mut read = 0;
    if let Some(note) = Note::parse(text) {
        let lines = note
            .signatures
            .iter()
            .map(|signature| format!("{}\n", signature.line));
        assert_eq!(
            format!("{}\n{}", note.text, lines.collect::<String>()),
            text
        );
        read += 1 + texts(note.text);
    }
    if let Some(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.text(), text);
        read += 1;
    }
    if let Some(proof) = Proof::parse(text) {
        assert_eq!(proof.text(), text);
        let _ = proof.checkpoint();
        read += 1;
    }
    if let Some(key) = Verifier::parse(text) {
        assert_eq!(key.text(), text);
        read += 1;
    }
    if let Some(key) = Signer::parse(text) {
        assert_eq!(key.secret_text().trim_end(), text.trim_end());
        read += 1;
    }
    read + usize::from(Policy::parse(text).is_ok())
}

/// The files that bytes hold, each after a line `=== path`.
pub fn files(bytes: &[u8]) -> Archive {
    let mut files = Archive::new();
    let mut path: Option<String> = None;
    // The end of the line before such a line belongs to it, and that at the end to nothing.
    let end = |files: &mut Archive, path: &Option<String>| {
        if let Some(bytes) = path.as_ref().and_then(|path| files.get_mut(path)) {
            bytes.pop();
        }
    };
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(FILE) {
            Some(name) => {
                end(&mut files, &path);
                let name = String::from_utf8_lossy(name).trim_end().to_owned();
                files.insert(name.clone(), Vec::new());
                path = Some(name);
            }
            None => {
                if let Some(bytes) = path.as_ref().and_then(|path| files.get_mut(path)) {
                    bytes.extend(line);
                }
            }
        }
    }
    end(&mut files, &path);
    files
}

/// The bytes from which [`files`] makes these files.
pub fn packed(files: &Archive) -> Vec<u8> {
    let mut packed = Vec::new();
    for (path, bytes) in files {
        packed.extend(format!("=== {path}\n").as_bytes());
        packed.extend(bytes);
        packed.push(b'\n');
    }
    packed
}

/// An archive, verified as a whole and file by file; whether it is intact.
fn archive(bytes: &[u8]) -> usize {
    let files = files(bytes);
    let Ok(checked) = check(&files, &How::default(), &|_| ()) else {
        return 0;
    };
    for path in files.keys().take(8) {
        let _ = document::check(&files, path, None, &How::default());
    }
    usize::from(checked.damages.is_empty())
}
