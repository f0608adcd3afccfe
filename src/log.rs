//! The transparency log of an archive: what it published, when, and in which order, so that nothing can be taken back
//! unseen.
//!
//! In: entries, and bytes of logs that were published. Out: trees, tiles, checkpoints, proofs, and what entries come to.
//! Never reads or writes a file, a key's bytes included; never knows what a report is beyond what entries say of it.
//!
//! The forms are those of C2SP, so that tools that are not gongbao's read them: tlog-tiles, tlog-checkpoint, signed-note,
//! tlog-cosignature, tlog-proof, tlog-policy; the tree is that of RFC 6962, section 2.1.

pub(crate) mod checkpoint;
pub(crate) mod entry;
pub(crate) mod growing;
pub(crate) mod growth;
pub(crate) mod key;
pub(crate) mod ledger;
pub(crate) mod note;
#[cfg(test)]
mod oracles;
pub(crate) mod policy;
pub(crate) mod proof;
pub(crate) mod published;
pub(crate) mod stamp;
pub(crate) mod tile;
pub(crate) mod tree;

/// Entries of a log, at most: what a size beyond that says is not believed. (Of tlog-tiles; a gazette of a million
/// reports has some 10^7.)
pub(crate) const MAX_SIZE: u64 = 1 << 40;

/// A decimal number as the forms of C2SP have it: no sign, no leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let is_plain = !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    is_plain.then(|| text.parse().ok()).flatten()
}
