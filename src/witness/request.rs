//! The body of a request to a witness: the size of the tree that was signed last, a proof, a checkpoint.
//!
//! In: text of at most so many bytes. Out: its parts, or that it is none; and the text again, for who asks. Never judges.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::log::checkpoint::Checkpoint;
use crate::log::note::{MAX_NOTE, Note};
use crate::log::tree::Hash;
use crate::log::{MAX_SIZE, decimal};

/// Hashes of a proof, at most.
const MAX_PROOF: usize = 63;
/// Bytes of a line of a proof, its end included.
const LINE: usize = 45;
/// Bytes of a request, at most.
pub(crate) const MAX_REQUEST: usize = MAX_NOTE + (MAX_PROOF + 2) * LINE;

/// A request, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request<'b> {
    /// The size of the tree that it goes on from.
    pub(crate) old: u64,
    pub(crate) proof: Vec<Hash>,
    pub(crate) checkpoint: Checkpoint,
    /// The checkpoint with its signatures, as it is written.
    pub(crate) note: &'b str,
}

impl<'b> Request<'b> {
    /// A request; `None` where it is none.
    pub(crate) fn parse(body: &'b str) -> Option<Request<'b>> {
        if body.len() > MAX_REQUEST {
            return None;
        }
        let (head, note) = body.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let old = decimal(lines.next()?.strip_prefix("old ")?)?;
        let mut proof = Vec::new();
        for line in lines {
            if proof.len() == MAX_PROOF {
                return None;
            }
            proof.push(BASE64.decode(line).ok()?.try_into().ok()?);
        }
        let checkpoint = Checkpoint::parse(Note::parse(note)?.text)?;
        (old <= MAX_SIZE).then_some(Request {
            old,
            proof,
            checkpoint,
            note,
        })
    }

    /// The text of a request.
    pub(crate) fn text(old: u64, proof: &[Hash], note: &str) -> String {
        let mut text = format!("old {old}\n");
        for hash in proof {
            text.push_str(&BASE64.encode(hash));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(note);
        text
    }
}
