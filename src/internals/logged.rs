//! Logs for tests of what copies and cosigns them, by many reports at once and by any key: what a publication adds.
//!
//! In: the files of a site, the log as it was, a seed for its key. Out: the log as it is then, and the list of files. Never
//! writes; a test writes them where it wants.

use std::collections::BTreeMap;

use crate::internals::recorder::{log_of, sha256, sums_of};
use crate::log::entry::{Document, Operation, Release, Source, Stated};
use crate::log::growing::Growing;
use crate::log::key::{Kind, Signer};
use crate::log::published::Published;
use crate::witness::Request;

/// Files by path.
pub type Paths = BTreeMap<String, Vec<u8>>;

fn read_log(log: &Paths) -> Option<Published> {
    log_of(|path| log.get(path)).ok()?
}

/// The public key of the log that this seed signs.
pub fn log_key(origin: &str, seed: u8) -> Option<String> {
    let signer = Signer::from_seed(origin, Kind::Ed25519, &[seed; 32])?;
    Some(signer.verifier().text())
}

/// Publishes `files`, of which none is of the log, with so many new reports in the log `log`: SHA256SUMS, and the files of
/// the log below its folder.
pub fn publish(
    files: &Paths,
    log: &Paths,
    reports: u64,
    origin: &str,
    seed: u8,
) -> Option<(Vec<u8>, Paths)> {
    let signer = Signer::from_seed(origin, Kind::Ed25519, &[seed; 32])?;
    let mut growing = match read_log(log) {
        Some(published) => Growing::of(published),
        None => Growing::new(origin.to_owned()),
    };
    for _ in 0..reports {
        let id = format!("a/{}", growing.size());
        let document = Document::new(Stated {
            op: Operation::Publish,
            rev: 1,
            date: None,
            source: Some(Source {
                sha256: sha256(id.as_bytes()),
                size: 1,
            }),
            files: None,
            prev: None,
            reason: None,
            id,
        });
        growing.document(document).ok()?;
    }
    growing.close_documents(Some(&signer));
    let (sums, manifest) = sums_of(files.iter());
    let (seq, held) = (growing.ledger().next_release(), growing.ledger().held());
    let release = Release::new(seq, held, "gongbao".to_owned(), sha256(b""), manifest);
    growing.release(release).ok()?;
    let mut log = log.clone();
    log.extend(growing.files(Some(&signer))?);
    Some((sums, log))
}

/// What a log asks a witness that signed its first `old` entries.
pub fn request(log: &Paths, old: u64) -> Option<String> {
    let log = read_log(log)?;
    let proof = log.tree.consistency(old, log.checkpoint.size)?;
    Some(Request::text(old, &proof, &log.note))
}
