//! A log that was published, read whole and held against itself.
//!
//! In: a way to its files. Out: its tree, what its entries come to and who signed it; or what is wrong with it, by file.
//! Every byte of every file that it must have is accounted for. Never believes a size, a signature or a file; never asks
//! for a file that the last checkpoint does not promise, so that no size that lies costs more than the files that are there.

use sha2::{Digest as _, Sha256};

use crate::log::checkpoint::Checkpoint;
use crate::log::decimal;
use crate::log::key::{Kind, Verifier};
use crate::log::ledger::{Breach, Ledger};
use crate::log::note::{MAX_NOTE, Note};
use crate::log::stamp::Stamp;
use crate::log::tile::{self, Tile, WIDTH, tiles, tiles_of_entries};
use crate::log::tree::{Tree, leaf_hash};

/// The signed head of a log, below its folder.
pub(crate) const CHECKPOINT: &str = "checkpoint";
/// The head of one that nobody signs.
pub(crate) const UNSIGNED: &str = "checkpoint.unsigned";
/// The key that signs.
pub(crate) const KEY: &str = "vkey";
/// The folder of the heads that proofs carry: each is of the entries before that of a publication, and is called by their
/// number.
pub(crate) const DOCUMENTS: &str = "documents";
/// The folder of time stamps by others: of heads of publications, each called by the number of its entries.
pub(crate) const TIMESTAMPS: &str = "timestamps";
/// How their names end.
pub(crate) const STAMP_ENDING: &str = ".tsr";

/// Bytes of a key, at most.
const MAX_KEY: usize = 1024;
/// Bytes of a file of entries, at most.
const MAX_ENTRIES: usize = 256 * (2 + tile::MAX_ENTRY);

/// What is wrong with a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// There are files of a log, and no head.
    NoHead,
    /// A head that is none, by its path.
    Head(String),
    /// A key that is none, or that of another log.
    Key,
    /// The key did not sign the head, or its signature does not hold.
    Signature,
    /// A file that must be there is not.
    Missing(String),
    /// A file does not hold what it must.
    Altered(String),
    /// The entries do not make the root of the head.
    Root,
    /// An entry breaks a rule, by its place.
    Entry(u64, Breach),
}

/// Who vouches for a head.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one of a log, and a box would help nobody"
)]
pub(crate) enum Signed {
    /// Nobody.
    No,
    /// The key that stands beside it; whether that is the right one is for the reader to know.
    By(Verifier),
}

/// A log, read.
#[derive(Debug, Clone)]
pub(crate) struct Published {
    /// The head as it stands there, with all signatures.
    pub(crate) note: String,
    pub(crate) checkpoint: Checkpoint,
    pub(crate) signed: Signed,
    pub(crate) tree: Tree,
    pub(crate) ledger: Ledger,
    /// The entries of the last file of entries, where that is not full.
    pub(crate) tail: Vec<Vec<u8>>,
}

/// Gets a file below the folder of the log, if it is there; a longer one than so many bytes is cut behind them, which is
/// then noticed.
pub(crate) type Get<'g, E> = &'g mut dyn FnMut(&str, usize) -> Result<Option<Vec<u8>>, E>;

/// Reads a log; `None` where there is none.
///
/// # Errors
///
/// Those of `get`, and beside them what is wrong with the log.
pub(crate) fn read<E>(get: Get<'_, E>) -> Result<Result<Option<Published>, Trouble>, E> {
    let signed = get(CHECKPOINT, MAX_NOTE + 1)?;
    let unsigned = get(UNSIGNED, MAX_NOTE + 1)?;
    let key = get(KEY, MAX_KEY + 1)?;
    let (path, head) = match (signed, unsigned) {
        // A log that got its key while a publication was interrupted: what is signed counts.
        (Some(head), _) => (CHECKPOINT, head),
        (None, Some(head)) => (UNSIGNED, head),
        (None, None) => {
            let first = tiles(1).next().map(|tile| tile.path()).unwrap_or_default();
            let full = "tile/entries/000";
            let is_lost = key.is_some() || get(&first, 1)?.is_some() || get(full, 1)?.is_some();
            return Ok(match is_lost {
                true => Err(Trouble::NoHead),
                false => Ok(None),
            });
        }
    };
    let head = match read_head(path, head, key) {
        Ok(head) => head,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let (note, checkpoint, signed) = head;
    let mut log = Published {
        note,
        checkpoint,
        signed,
        tree: Tree::default(),
        ledger: Ledger::default(),
        tail: Vec::new(),
    };
    let size = log.checkpoint.size;
    for tile in tiles_of_entries(size) {
        let path = tile.path();
        let Some(bytes) = get(&path, MAX_ENTRIES + 1)? else {
            return Ok(Err(Trouble::Missing(path)));
        };
        if let Err(trouble) = log.add_entries(&tile, &path, &bytes) {
            return Ok(Err(trouble));
        }
    }
    if log.tree.root(size) != Some(log.checkpoint.root) {
        return Ok(Err(Trouble::Root));
    }
    let of_hashes = tiles(size).filter(|tile| tile.kind != tile::Kind::Entries);
    for tile in of_hashes {
        let path = tile.path();
        let wanted = tile.hashes(&log.tree).unwrap_or_default();
        match get(&path, wanted.len() + 1)? {
            None => return Ok(Err(Trouble::Missing(path))),
            Some(bytes) if bytes != wanted => return Ok(Err(Trouble::Altered(path))),
            Some(_) => {}
        }
    }
    for size in log.documents() {
        let path = documents_path(size);
        match get(&path, MAX_NOTE + 1)? {
            None => return Ok(Err(Trouble::Missing(path))),
            Some(bytes) if !log.is_of_documents(size, &bytes) => {
                return Ok(Err(Trouble::Altered(path)));
            }
            Some(_) => {}
        }
    }
    Ok(Ok(Some(log)))
}

/// Where the head is that proofs of entries carry which are among the first `size` ones.
pub(crate) fn documents_path(size: u64) -> String {
    format!("{DOCUMENTS}/{size}")
}

/// Where a time stamp of the head of the first `size` entries is.
pub(crate) fn stamp_path(size: u64) -> String {
    format!("{TIMESTAMPS}/{size}{STAMP_ENDING}")
}

/// Of how many entries the head is whose time stamp is called so, below the folder of the log.
pub(crate) fn stamped(path: &str) -> Option<u64> {
    let name = path.strip_prefix(TIMESTAMPS)?.strip_prefix('/')?;
    decimal(name.strip_suffix(STAMP_ENDING)?)
}

/// Whether the file at `path` is one that a log has only from more than `size` entries on.
pub(crate) fn is_beyond(path: &str, size: u64) -> bool {
    let of_documents = path
        .strip_prefix(DOCUMENTS)
        .and_then(|rest| decimal(rest.strip_prefix('/')?));
    of_documents
        .or_else(|| stamped(path))
        .is_some_and(|of| of > size)
        || Tile::parse(path).is_some_and(|tile| tile.is_beyond(size))
}

/// How many entries a head counts, signed or not.
pub(crate) fn size_of_head(head: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(head).ok()?;
    let text = Note::parse(text).map_or(text, |note| note.text);
    Some(Checkpoint::parse(text)?.size)
}

type Head = (String, Checkpoint, Signed);

fn read_head(path: &str, head: Vec<u8>, key: Option<Vec<u8>>) -> Result<Head, Trouble> {
    let wrong = || Trouble::Head(path.to_owned());
    let note = String::from_utf8(head).map_err(|_| wrong())?;
    if path == UNSIGNED {
        let checkpoint = Checkpoint::parse(&note).ok_or_else(wrong)?;
        // The key comes just before the head that it signed.
        let key = key.map(|key| String::from_utf8(key).unwrap_or_default());
        let is_of_log = |key: &String| {
            let key = key.strip_suffix('\n').and_then(Verifier::parse);
            key.is_some_and(|key| key.name == checkpoint.origin)
        };
        return match key.is_none_or(|key| is_of_log(&key)) {
            true => Ok((note, checkpoint, Signed::No)),
            false => Err(Trouble::Key),
        };
    }
    let key = key.ok_or_else(|| Trouble::Missing(KEY.to_owned()))?;
    let key = std::str::from_utf8(&key)
        .ok()
        .and_then(|key| key.strip_suffix('\n'));
    let key = key.and_then(Verifier::parse).ok_or(Trouble::Key)?;
    let parsed = Note::parse(&note).ok_or_else(wrong)?;
    let checkpoint = Checkpoint::parse(parsed.text).ok_or_else(wrong)?;
    if key.name != checkpoint.origin || key.kind != Kind::Ed25519 {
        return Err(Trouble::Key);
    }
    match parsed.signed_by(&key) {
        Some(Ok(_)) => Ok((note, checkpoint, Signed::By(key))),
        _ => Err(Trouble::Signature),
    }
}

impl Published {
    fn add_entries(&mut self, tile: &Tile, path: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let altered = || Trouble::Altered(path.to_owned());
        let entries = tile::entries(bytes, tile.width).ok_or_else(altered)?;
        for entry in &entries {
            let index = self.tree.size();
            self.ledger
                .push(entry)
                .map_err(|breach| Trouble::Entry(index, breach))?;
            self.tree.push(leaf_hash(entry));
        }
        if tile.width < WIDTH {
            self.tail = entries.into_iter().map(<[u8]>::to_vec).collect();
        }
        Ok(())
    }

    /// Of how many entries the heads are that proofs carry.
    pub(crate) fn documents(&self) -> Vec<u64> {
        self.ledger.documents()
    }

    /// Of how many entries the heads of publications are, in their order.
    pub(crate) fn publications(&self) -> impl DoubleEndedIterator<Item = u64> {
        self.ledger.publications()
    }

    /// The text of the head of the first `size` entries: what is signed, and what time stamps are of. `None` where it was
    /// that of no publication.
    pub(crate) fn head_text(&self, size: u64) -> Option<String> {
        let checkpoint = Checkpoint {
            origin: self.checkpoint.origin.clone(),
            size,
            root: self.tree.root(size)?,
        };
        self.publications()
            .any(|of| of == size)
            .then(|| checkpoint.text())
    }

    /// Whether a time stamp is of the head of the first `size` entries.
    pub(crate) fn is_stamped(&self, size: u64, stamp: &Stamp) -> bool {
        let text = self.head_text(size);
        text.is_some_and(|text| stamp.imprint == <[u8; 32]>::from(Sha256::digest(text)))
    }

    /// Whether bytes are the head of the first `size` entries, signed by whoever signed the log (of a log that got its key
    /// later, by nobody: a head without any signature, since one line less would else be taken for that of a stranger).
    fn is_of_documents(&self, size: u64, bytes: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return false;
        };
        let note = Note::parse(text);
        let text = note.as_ref().map_or(text, |note| note.text);
        let is_it = |checkpoint: Checkpoint| {
            checkpoint.size == size
                && checkpoint.origin == self.checkpoint.origin
                && self.tree.root(size) == Some(checkpoint.root)
        };
        let is_signed = match (&note, &self.signed) {
            (Some(note), Signed::By(key)) => matches!(note.signed_by(key), Some(Ok(_))),
            (Some(_), Signed::No) => false,
            (None, _) => true,
        };
        is_signed && Checkpoint::parse(text).is_some_and(is_it)
    }
}

impl Trouble {
    /// What is wrong, within a sentence, in Chinese and English.
    pub(crate) fn words(&self) -> (String, String) {
        let of = |chinese: &str, english: &str| (chinese.to_owned(), english.to_owned());
        match self {
            Trouble::NoHead => of("缺少检查点", "its checkpoint is missing"),
            Trouble::Head(path) => (
                format!("log/{path} 不是检查点"),
                format!("log/{path} is no checkpoint"),
            ),
            Trouble::Key => of("log/vkey 不是这份存证日志的公钥", "log/vkey is not its key"),
            Trouble::Signature => of(
                "检查点的签名与公钥不符",
                "the signature of its checkpoint does not hold for its key",
            ),
            Trouble::Missing(path) => {
                (format!("缺少 log/{path}"), format!("log/{path} is missing"))
            }
            Trouble::Altered(path) => (
                format!("log/{path} 已损坏或被改动"),
                format!("log/{path} is damaged or altered"),
            ),
            Trouble::Root => of(
                "各条记录与检查点的根校验值不符",
                "its entries do not make the root of its checkpoint",
            ),
            Trouble::Entry(index, breach) => (
                format!("第 {} 条记录不合规则：{}", index + 1, breach.words().0),
                format!("entry {} breaks a rule: {}", index + 1, breach.words().1),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_beyond;

    #[test]
    fn what_only_a_longer_log_has_is_beyond() {
        for (path, expected) in [
            ("timestamps/8.tsr", false),
            ("timestamps/9.tsr", true),
            ("timestamps/09.tsr", false),
            ("timestamps/9", false),
            ("documents/8", false),
            ("documents/9", true),
            ("tile/0/000.p/8", false),
            ("tile/0/000.p/9", true),
            ("checkpoint", false),
        ] {
            assert_eq!(is_beyond(path, 8), expected, "{path}");
        }
    }
}
