//! A log that gets its next entries: what a publication adds to it.
//!
//! In: a log as it was published, or none, and entries. Out: the files that are new, heads and proofs. Nothing that was
//! there is ever another; whether it may grow at all is asked before. Never writes.

use crate::log::checkpoint::Checkpoint;
use crate::log::entry::{Document, Entry, Release};
use crate::log::key::Signer;
use crate::log::ledger::{Breach, Ledger};
use crate::log::proof::Proof;
use crate::log::published::{CHECKPOINT, KEY, Published, UNSIGNED, documents_path};
use crate::log::tile::{self, WIDTH, bundle, tiles_since};
use crate::log::tree::{Hash, Tree, leaf_hash};

/// A file below the folder of the log.
pub(crate) type LogFile = (String, Vec<u8>);

/// Why an entry was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is too long.
    Long,
    /// It breaks a rule.
    Breach(Breach),
}

/// A log with what is new.
#[derive(Debug)]
pub(crate) struct Growing {
    origin: String,
    tree: Tree,
    ledger: Ledger,
    /// Entries from the first one of the last file of entries on.
    entries: Vec<Vec<u8>>,
    /// Entries that were published.
    old: u64,
    /// The head that was published, as it stands there.
    old_note: Option<String>,
    /// Heads for proofs that are new.
    documents: Vec<LogFile>,
    /// The head of all entries with what others signed below it, once they were asked.
    cosigned: Option<String>,
}

impl Growing {
    /// A log without an entry.
    pub(crate) fn new(origin: String) -> Growing {
        Growing {
            origin,
            tree: Tree::default(),
            ledger: Ledger::default(),
            entries: Vec::new(),
            old: 0,
            old_note: None,
            documents: Vec::new(),
            cosigned: None,
        }
    }

    /// A log that was published.
    pub(crate) fn of(log: Published) -> Growing {
        Growing {
            origin: log.checkpoint.origin,
            old: log.tree.size(),
            tree: log.tree,
            ledger: log.ledger,
            entries: log.tail,
            old_note: Some(log.note),
            documents: Vec::new(),
            cosigned: None,
        }
    }

    /// Whose log it is.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// What its entries come to.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The root of its first `size` entries.
    pub(crate) fn root(&self, size: u64) -> Option<Hash> {
        self.tree.root(size)
    }

    /// Its entries.
    pub(crate) fn size(&self) -> u64 {
        self.tree.size()
    }

    /// Adds what happened to a report.
    pub(crate) fn document(&mut self, document: Document) -> Result<(), Refused> {
        self.push(Entry::Document(document))
    }

    /// Closes what happened to reports, if anything did: from here on, proofs of it can be made.
    pub(crate) fn close_documents(&mut self, signer: Option<&Signer>) {
        if self.size() > self.old {
            let head = self.head(signer);
            self.documents
                .push((documents_path(self.size()), head.into_bytes()));
        }
    }

    /// Adds a publication.
    pub(crate) fn release(&mut self, release: Release) -> Result<(), Refused> {
        self.push(Entry::Release(release))
    }

    /// The new head that proofs of this publication carry, if there is one.
    pub(crate) fn documents_head(&self) -> Option<&str> {
        let (_, bytes) = self.documents.last()?;
        std::str::from_utf8(bytes).ok()
    }

    /// Puts that head again, with what others signed below its text.
    pub(crate) fn put_documents_head(&mut self, note: String) {
        if let Some((_, bytes)) = self.documents.last_mut() {
            *bytes = note.into_bytes();
        }
    }

    /// The head of all entries, with what others signed below its text; `None` where nothing is new.
    pub(crate) fn new_head(&self, signer: &Signer) -> Option<String> {
        (self.size() > self.old).then(|| self.head(Some(signer)))
    }

    /// Puts that head again, with what others signed.
    pub(crate) fn put_head(&mut self, note: String) {
        self.cosigned = Some(note);
    }

    /// That the tree of its first `size` entries goes on from that of the first `old`.
    pub(crate) fn consistency(&self, old: u64, size: u64) -> Option<Vec<Hash>> {
        self.tree.consistency(old, size)
    }

    fn push(&mut self, entry: Entry) -> Result<(), Refused> {
        self.cosigned = None;
        let bytes = entry.bytes().ok_or(Refused::Long)?;
        self.ledger.push(&bytes).map_err(Refused::Breach)?;
        self.tree.push(leaf_hash(&bytes));
        self.entries.push(bytes);
        Ok(())
    }

    /// The head of all entries.
    fn head(&self, signer: Option<&Signer>) -> String {
        let size = self.tree.size();
        let checkpoint = Checkpoint {
            origin: self.origin.clone(),
            size,
            root: self.tree.root(size).unwrap_or_default(),
        };
        let text = checkpoint.text();
        match signer {
            Some(signer) => format!("{text}\n{}", signer.sign(&text, 0)),
            None => text,
        }
    }

    /// Where the head is that the proof of an entry of publication `release` carries.
    pub(crate) fn documents_of(&self, release: u64) -> String {
        // That of the publication that is being made has no entry yet.
        let size = self
            .ledger
            .documents_of(release)
            .unwrap_or(self.tree.size());
        documents_path(size)
    }

    /// A head that is new.
    pub(crate) fn new_documents(&self, path: &str) -> Option<&[u8]> {
        let mut documents = self.documents.iter();
        documents
            .find(|(at, _)| at == path)
            .map(|(_, bytes)| bytes.as_slice())
    }

    /// The proof of the entry at `index`, which is `document`, by the head in `note`.
    pub(crate) fn proof(&self, index: u64, document: &Document, note: &str) -> Option<String> {
        let text = crate::log::note::Note::parse(note).map_or(note, |note| note.text);
        let checkpoint = Checkpoint::parse(text)?;
        let proof = Proof {
            entry: Entry::Document(document.clone()).bytes()?,
            index,
            path: self.tree.inclusion(index, checkpoint.size)?,
            note,
        };
        Some(proof.text())
    }

    /// The files that are new or other than those of the log that was published, the head last. One that has no new entry
    /// has no new file: what others signed below its head stays.
    pub(crate) fn files(&self, signer: Option<&Signer>) -> Option<Vec<LogFile>> {
        let size = self.tree.size();
        let mut files = Vec::new();
        if size == self.old && self.old_note.is_some() {
            return Some(files);
        }
        // The entries that are at hand begin with the first one of a file.
        let first = self.old / WIDTH * WIDTH;
        for tile in tiles_since(self.old, size) {
            let bytes = match tile.kind {
                tile::Kind::Hashes(_) => tile.hashes(&self.tree)?,
                tile::Kind::Entries => {
                    let skipped = usize::try_from(tile.first().checked_sub(first)?).ok()?;
                    let width = usize::try_from(tile.width).ok()?;
                    let entries = self.entries.get(skipped..skipped.checked_add(width)?)?;
                    bundle(entries.iter().map(Vec::as_slice))?
                }
            };
            files.push((tile.path(), bytes));
        }
        files.extend(self.documents.iter().cloned());
        let head = match signer {
            Some(signer) => {
                let key = format!("{}\n", signer.verifier().text());
                files.push((KEY.to_owned(), key.into_bytes()));
                CHECKPOINT
            }
            None => UNSIGNED,
        };
        let note = self.cosigned.clone();
        let note = note.unwrap_or_else(|| self.head(signer));
        files.push((head.to_owned(), note.into_bytes()));
        Some(files)
    }
}

#[cfg(test)]
mod tests;
