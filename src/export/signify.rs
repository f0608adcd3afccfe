//! What the key of a log signed, as signify of OpenBSD has it.
//!
//! In: a log. Out: a key and a signature in its form. No new signature is made: signify signs the bytes of a file by
//! Ed25519, and so does a note (C2SP signed-note) those of its text, so that the signature of the one is that of the other.
//! (minisign wants a second signature, of a remark, which only who holds the key could make, and no key of a log signs
//! anything but its heads.)

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};

use crate::log::key::Verifier;
use crate::log::note::Note;
use crate::log::published::{Published, Signed as By};

/// A signature and the key that made it, as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) signature: String,
    pub(super) key: String,
}

/// What the key of a log signed of its newest head; `None` where nobody signed.
pub(super) fn signed(log: &Published) -> Option<Signed> {
    let By::By(key) = &log.signed else {
        return None;
    };
    let note = Note::parse(&log.note)?;
    let is_of_key = |name: &str, id: &[u8; 4]| name == key.name && *id == key.id;
    let mut lines = note.signatures.iter();
    let line = lines.find(|line| is_of_key(line.name, &line.id))?;
    let name = &key.name;
    Some(Signed {
        signature: file(&format!("verify with key.pub: {name}"), key, &line.bytes),
        key: file(&format!("public key of {name}"), key, key.bytes()),
    })
}

/// A file of signify: a remark that nobody signs, and Base64 of the algorithm, the number of the key and what it is about.
fn file(remark: &str, key: &Verifier, bytes: &[u8]) -> String {
    // Of two keys their numbers differ; any will do that stays.
    let digest = Sha256::digest(key.bytes());
    let number = digest.get(..8).unwrap_or_default();
    let all = [b"Ed".as_slice(), number, bytes].concat();
    format!("untrusted comment: {remark}\n{}\n", BASE64.encode(all))
}
