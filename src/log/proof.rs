//! The proof of one entry (C2SP tlog-proof): a file that can be checked without the archive.
//!
//! In: an entry, its place, the hashes beside its way up and a signed checkpoint. Out: the text, and whether one holds.
//! The entry itself stands in the line that the standard leaves for what belongs to the record. Never believes it before
//! its hash is found in the tree.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

#[cfg(any(test, feature = "internals"))]
use crate::log::checkpoint::Checkpoint;
use crate::log::decimal;
use crate::log::note::MAX_NOTE;
#[cfg(any(test, feature = "internals"))]
use crate::log::note::Note;
use crate::log::tree::{Hash, MAX_PROOF};
#[cfg(any(test, feature = "internals"))]
use crate::log::tree::{includes, leaf_hash};

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Bytes of a proof, at most.
pub(crate) const MAX_BYTES: usize = MAX_NOTE + 100_000;

/// A proof, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof<'t> {
    /// The entry.
    pub(crate) entry: Vec<u8>,
    /// Where it stands in the log, from 0.
    pub(crate) index: u64,
    /// From the sibling of the leaf upwards.
    pub(crate) path: Vec<Hash>,
    /// The signed checkpoint, as it is written.
    pub(crate) note: &'t str,
}

impl<'t> Proof<'t> {
    /// A proof; `None` where it is none.
    pub(crate) fn parse(text: &'t str) -> Option<Proof<'t>> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEADER) {
            return None;
        }
        let entry = BASE64.decode(lines.next()?.strip_prefix("extra ")?).ok()?;
        let index = decimal(lines.next()?.strip_prefix("index ")?)?;
        let mut path = Vec::new();
        for line in lines {
            if path.len() == MAX_PROOF {
                return None;
            }
            path.push(BASE64.decode(line).ok()?.try_into().ok()?);
        }
        Some(Proof {
            entry,
            index,
            path,
            note,
        })
    }

    /// Its text.
    pub(crate) fn text(&self) -> String {
        let mut text = format!(
            "{HEADER}\nextra {}\nindex {}\n",
            BASE64.encode(&self.entry),
            self.index
        );
        for hash in &self.path {
            text.push_str(&BASE64.encode(hash));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(self.note);
        text
    }

    /// The checkpoint in it and its note, if the entry is in the tree of that; who signed it is still to be asked.
    #[cfg(any(test, feature = "internals"))]
    pub(crate) fn checkpoint(&self) -> Option<(Checkpoint, Note<'t>)> {
        let note = Note::parse(self.note)?;
        let checkpoint = Checkpoint::parse(note.text)?;
        let leaf = leaf_hash(&self.entry);
        let is_in = includes(
            &leaf,
            self.index,
            checkpoint.size,
            &self.path,
            &checkpoint.root,
        );
        is_in.then_some((checkpoint, note))
    }
}

#[cfg(test)]
mod tests {
    use super::Proof;
    use crate::log::checkpoint::Checkpoint;
    use crate::log::key::{Kind, Signer};
    use crate::log::tree::{Tree, leaf_hash};

    fn proof(index: u64) -> String {
        let mut tree = Tree::default();
        for number in 0..10u8 {
            tree.push(leaf_hash(&[number]));
        }
        let checkpoint = Checkpoint {
            origin: "a.example/log".to_owned(),
            size: 10,
            root: tree.root(10).unwrap_or_default(),
        };
        let signer =
            Signer::from_seed("a.example/log", Kind::Ed25519, &[7; 32]).unwrap_or_else(|| panic!());
        let text = checkpoint.text();
        let note = format!("{text}\n{}", signer.sign(&text, 0));
        let proof = Proof {
            entry: vec![u8::try_from(index).unwrap_or_default()],
            index,
            path: tree.inclusion(index, 10).unwrap_or_default(),
            note: &note,
        };
        proof.text()
    }

    #[test]
    fn a_proof_is_read_as_it_was_written_and_holds() {
        for index in 0..10 {
            let text = proof(index);
            let parsed = Proof::parse(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(parsed.text(), text);
            assert!(parsed.checkpoint().is_some());
        }
    }

    /// Whatever byte is another: no proof, another checkpoint or signature, never another entry or place.
    #[test]
    fn no_byte_can_be_another() {
        let text = proof(6);
        let whole = Proof::parse(&text).and_then(|proof| {
            proof
                .checkpoint()
                .map(|(head, _)| (proof.entry, proof.index, head))
        });
        for at in 0..text.len() {
            for flip in [1u8, 2, 4, 0x20, 0x40] {
                let mut bytes = text.clone().into_bytes();
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= flip;
                }
                let Ok(altered) = String::from_utf8(bytes) else {
                    continue;
                };
                let Some(proof) = Proof::parse(&altered) else {
                    continue;
                };
                let Some((head, note)) = proof.checkpoint() else {
                    continue;
                };
                let same = whole == Some((proof.entry.clone(), proof.index, head));
                let signer = Signer::from_seed("a.example/log", Kind::Ed25519, &[7; 32])
                    .unwrap_or_else(|| panic!());
                let is_signed = note.signed_by(signer.verifier()) == Some(Ok(None));
                assert!(same || !is_signed, "{at} {flip}");
            }
        }
    }
}
