//! A witness: signs that a log only grew since it saw it last (C2SP tlog-witness).
//!
//! In: a request with a checkpoint and the proof that it goes on from the last one, the time, and what was signed before.
//! Out: the line of a cosignature, or why there is none. What was signed is kept, and flushed, before the signature goes
//! out. Never signs two trees of one size, a smaller tree than before, or a time before the last; never changes a
//! checkpoint; never looks at what entries say; has no clock of its own.

mod ask;
mod request;
mod server;
mod state;
#[cfg(test)]
mod tests;

use std::io;

use crate::disk::{Folder, NotOpened};
use crate::error::Error;
use crate::kept;
use crate::log::checkpoint::Checkpoint;
use crate::log::key::{Signer, Verifier};
use crate::log::note::Note;
use crate::log::published::Published;
use crate::log::tree::{Hash, Tree, is_consistent};

pub(crate) use crate::witness::ask::{Answer, Asking, Cosigned};
pub(crate) use crate::witness::request::{MAX_REQUEST, Request};
pub(crate) use crate::witness::server::{Server, listen};
pub(crate) use crate::witness::state::{Seen, State};

/// Why a checkpoint is not signed. Each has its status in tlog-witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The request is none, or names an older tree that is larger than the new one.
    Malformed,
    /// It is of a log that is not followed.
    Unknown,
    /// No key of that log signed it, or a signature of one does not hold.
    Untrusted,
    /// It goes on from another tree than the last one that was signed, which has so many entries.
    Conflict(u64),
    /// The last tree that was signed is not its beginning, or nothing proves that.
    Inconsistent,
    /// It is another tree of the size that was signed, so many entries: the log says two things.
    Forked(u64),
    /// The clock is before the time that was signed last, so that no time can be stated.
    Clock,
}

impl Refusal {
    /// The status of an answer over HTTP.
    pub(crate) fn status(self) -> u16 {
        match self {
            Refusal::Malformed => 400,
            Refusal::Untrusted => 403,
            Refusal::Unknown => 404,
            Refusal::Conflict(_) | Refusal::Forked(_) => 409,
            Refusal::Inconsistent => 422,
            Refusal::Clock => 503,
        }
    }
}

/// What became of a request: the line of a cosignature, or why there is none.
pub(crate) type Answered = Result<Result<String, Refusal>, Error>;

/// Who signs, and whose logs.
pub(crate) struct Witness {
    signer: Signer,
    followed: Vec<Verifier>,
}

impl Witness {
    /// A witness of the logs that these keys sign.
    pub(crate) fn new(signer: Signer, followed: Vec<Verifier>) -> Witness {
        Witness { signer, followed }
    }

    /// Answers a request: the line of the cosignature, of which `state` then knows.
    ///
    /// # Errors
    ///
    /// If what was signed before cannot be read, or what is to be signed cannot be kept. Nothing was signed then.
    pub(crate) fn answer(&self, body: &str, now: u64, state: &State) -> Answered {
        let request = match self.trusted(body) {
            Ok(request) => request,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let origin = &request.checkpoint.origin;
        let last = state.last(origin)?;
        if let Err(refusal) = judge(&request, last.as_ref(), now) {
            if matches!(refusal, Refusal::Forked(_)) {
                state.keep_fork(origin, request.note)?;
            }
            return Ok(Err(refusal));
        }
        let seen = Seen {
            time: now,
            note: request.note.to_owned(),
            checkpoint: request.checkpoint.clone(),
        };
        state.keep(&seen)?;
        Ok(Ok(self.signer.sign(&request.checkpoint.text(), now)))
    }

    /// A request of a log that is followed, with its signature.
    fn trusted<'b>(&self, body: &'b str) -> Result<Request<'b>, Refusal> {
        let request = Request::parse(body).ok_or(Refusal::Malformed)?;
        self.vouched(&request.checkpoint, request.note)?;
        Ok(request)
    }

    /// Whether a checkpoint is of a log that is followed, and signed by it.
    ///
    /// # Errors
    ///
    /// If it is not.
    pub(crate) fn vouched(&self, checkpoint: &Checkpoint, note: &str) -> Result<(), Refusal> {
        let note = Note::parse(note).ok_or(Refusal::Malformed)?;
        let followed = self.followed.iter();
        let mut of_origin = followed
            .filter(|key| key.name == checkpoint.origin)
            .peekable();
        if of_origin.peek().is_none() {
            return Err(Refusal::Unknown);
        }
        let mut is_signed = false;
        for signed in of_origin.filter_map(|key| note.signed_by(key)) {
            // A signature of a log states no time; one that does not hold spoils the note.
            is_signed |= signed.map_err(|()| Refusal::Untrusted)?.is_none();
        }
        match is_signed {
            true => Ok(()),
            false => Err(Refusal::Untrusted),
        }
    }

    /// The request that a log which was read whole makes, for what this witness signed `last`.
    ///
    /// # Errors
    ///
    /// If the log is not a longer one, or the same.
    pub(crate) fn request(log: &Published, last: Option<&Seen>) -> Result<String, Refusal> {
        let (old, root) = known(last);
        let is_longer = old <= log.checkpoint.size;
        let proof = log.tree.consistency(old, log.checkpoint.size);
        match proof.filter(|_| is_longer) {
            None => Err(Refusal::Conflict(old)),
            Some(_) if log.tree.root(old) != Some(root) => Err(Refusal::Inconsistent),
            Some(proof) => Ok(Request::text(old, &proof, &log.note)),
        }
    }
}

/// The last tree that was signed: the empty one, where none was.
fn known(last: Option<&Seen>) -> (u64, Hash) {
    let empty = || (0, Tree::default().root(0).unwrap_or_default());
    last.map_or_else(empty, |seen| (seen.checkpoint.size, seen.checkpoint.root))
}

/// Whether a checkpoint may be signed, in the order of tlog-witness.
fn judge(request: &Request<'_>, last: Option<&Seen>, now: u64) -> Result<(), Refusal> {
    let Checkpoint { size, root, .. } = &request.checkpoint;
    let (known_size, known_root) = known(last);
    if request.old > *size {
        return Err(Refusal::Malformed);
    }
    if request.old != known_size {
        return Err(Refusal::Conflict(known_size));
    }
    if request.old == *size && *root != known_root {
        // Of nothing there is one tree, whatever a log says; two of any other size are a fork.
        return Err(match size {
            0 => Refusal::Inconsistent,
            _ => Refusal::Forked(*size),
        });
    }
    if !is_consistent((known_size, &known_root), (*size, root), &request.proof) {
        return Err(Refusal::Inconsistent);
    }
    let is_late = last.is_none_or(|seen| seen.time <= now);
    match is_late && now > 0 {
        true => Ok(()),
        false => Err(Refusal::Clock),
    }
}

/// A file below the folder of a log, if it is there; of a longer one than `most` bytes one byte more, which is noticed.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn file(log: &Folder, path: &str, most: usize) -> io::Result<Option<Vec<u8>>> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = match log.folder_beneath(folders) {
        Ok(folder) => folder,
        Err(NotOpened::Refused(e)) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        // What leads elsewhere is no file of the log.
        Err(_) => return Ok(None),
    };
    match kept::read(&folder, name, most) {
        Err(e) if e.kind() == io::ErrorKind::FileTooLarge => Ok(Some(vec![0; most])),
        read => read,
    }
}
