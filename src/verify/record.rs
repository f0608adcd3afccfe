//! The log of an archive, read and held against itself, with every file of its folder accounted for.
//!
//! In: the files of an archive. Out: its log, or what is wrong with it, by file. What older heads of the same log had
//! may still be there, and is held against what the log has now. Never believes a name.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Text;
use crate::log::checkpoint::Checkpoint;
use crate::log::key::Verifier;
use crate::log::ledger::Breach;
use crate::log::note::MAX_NOTE;
use crate::log::published::{
    self, CHECKPOINT, KEY, Published, Signed, Trouble, UNSIGNED, documents_path, is_beyond, stamped,
};
use crate::log::stamp::{MAX_STAMP, Stamp};
use crate::log::tile::{self, Kind, Tile, WIDTH, tiles, tiles_of_entries};
use crate::log::tree::{Tree, leaf_hash};
use crate::verify::damage::{Damage, Verdict};
use crate::verify::files::{Entry, Files, Oddity};
use crate::verify::trust::head;

/// The folder of the log.
pub(crate) const LOG: &str = "log/";

/// The head with another cosignature, until it takes the place of the one that stands.
const HALF_HEAD: &str = "checkpoint.new";

/// What there is of a log.
#[derive(Debug)]
pub(crate) enum Record {
    /// Nothing.
    None,
    /// A log that is whole.
    Whole(Box<Published>),
    /// Something else.
    Damaged(Vec<Damage>),
}

/// The path of a file of the log, in the archive.
pub(crate) fn below(path: &str) -> String {
    format!("{LOG}{path}")
}

/// Reads the log.
pub(crate) fn read(files: &dyn Files) -> Record {
    let mut get = |path: &str, max: usize| {
        let path = below(path);
        files.get(&path, max).map_err(|oddity| oddity.damage(path))
    };
    match published::read(&mut get) {
        Err(damage) => Record::Damaged(vec![damage]),
        Ok(Ok(None)) => Record::None,
        Ok(Ok(Some(log))) => match unclosed(&log) {
            Some(damage) => Record::Damaged(vec![damage]),
            None => Record::Whole(Box::new(log)),
        },
        Ok(Err(trouble)) => Record::Damaged(damages(files, &trouble)),
    }
}

/// The path of the head of a log.
pub(crate) fn head_path(log: &Published) -> String {
    below(match log.signed {
        Signed::By(_) => CHECKPOINT,
        Signed::No => UNSIGNED,
    })
}

/// What is wrong with a log that does not end with a publication: no head is published of one.
fn unclosed(log: &Published) -> Option<Damage> {
    let last = log.ledger.releases.last();
    let is_closed = last.is_some_and(|last| last.index + 1 == log.checkpoint.size);
    let what = Text::new(
        "存证日志不以一次发布结束，不是已发布的检查点",
        "the log does not end with a publication: no such checkpoint was published",
    );
    (!is_closed).then(|| Damage::new(Verdict::Broken, head_path(log), what))
}

fn damages(files: &dyn Files, trouble: &Trouble) -> Vec<Damage> {
    let broken = |path: &str, what: Text| vec![Damage::new(Verdict::Broken, below(path), what)];
    match trouble {
        Trouble::NoHead => vec![Damage::missing(
            below(CHECKPOINT),
            Text::new(
                "检查点缺失，而存证日志的其他文件还在",
                "the checkpoint is missing, and other files of the log are there",
            ),
        )],
        Trouble::Head(path) => broken(path, Text::new("不是检查点", "is no checkpoint")),
        Trouble::Key => {
            let what = Text::new(
                "检查点与公钥不属于同一份存证日志",
                "checkpoint and key are not of the same log",
            );
            let damage = |path: String| Damage::new(Verdict::Unsigned, path, what.clone());
            let mut damages = vec![damage(below(KEY))];
            if is_key(files) {
                // Either may be the one that was replaced.
                damages.push(damage(head_below(files)));
            }
            damages
        }
        Trouble::Signature => vec![Damage::new(
            Verdict::Unsigned,
            below(CHECKPOINT),
            Text::new(
                "没有 log/vkey 的签名，或签名不成立：检查点或公钥有改动",
                "the key in log/vkey did not sign it, or the signature does not hold: checkpoint or key was altered",
            ),
        )],
        Trouble::Missing(path) => {
            let mut damages = vec![Damage::missing(below(path), missing())];
            damages.extend(cut(files));
            damages
        }
        Trouble::Altered(path) => broken(path, unlike()),
        Trouble::Root => unlike_the_head(files),
        Trouble::Entry(index, breach) => {
            let path = size(files).and_then(|size| entries_path(size, *index));
            let words = words_of(*breach);
            broken(
                &path.unwrap_or_default(),
                Text::new(
                    format!("第 {index} 条记录有误：{}", words.chinese),
                    format!("entry {index} is wrong: {}", words.english),
                ),
            )
        }
    }
}

/// Whether the key beside the log is one.
fn is_key(files: &dyn Files) -> bool {
    let bytes = files.get(&below(KEY), MAX_NOTE).ok().flatten();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.is_some_and(|text| text.strip_suffix('\n').and_then(Verifier::parse).is_some())
}

/// That the head is an older one, where files are missing that it names and others are there of a longer log.
fn cut(files: &dyn Files) -> Option<Damage> {
    let size = size(files)?;
    // A longer log has its last entries beside those that this head names last.
    let last = below(&entries_path(size, size.checked_sub(1)?)?);
    let folder = last.rsplit_once('/')?.0;
    let entries = files.entries(folder).ok()??;
    let is_longer = |entry: &Entry| {
        let path = format!("{folder}/{}", entry.name);
        let tile = path.strip_prefix(LOG).and_then(Tile::parse);
        tile.is_some_and(|tile| tile.first() + tile.width > size)
    };
    let what = Text::new(
        "其他文件属于一份更长的存证日志：检查点退回到了旧的状态",
        "other files are of a longer log: the checkpoint was rolled back",
    );
    let path = head_below(files);
    entries
        .iter()
        .any(is_longer)
        .then(|| Damage::new(Verdict::RolledBack, path, what))
}

/// The path of the head that is there.
fn head_below(files: &dyn Files) -> String {
    below(match files.get(&below(CHECKPOINT), 1) {
        Ok(None) => UNSIGNED,
        _ => CHECKPOINT,
    })
}

/// How many entries the head counts.
fn size(files: &dyn Files) -> Option<u64> {
    [CHECKPOINT, UNSIGNED].into_iter().find_map(|path| {
        let bytes = files.get(&below(path), MAX_NOTE + 1).ok().flatten()?;
        let (checkpoint, _) = head(std::str::from_utf8(&bytes).ok()?)?;
        Some(checkpoint.size)
    })
}

fn entries_path(size: u64, index: u64) -> Option<String> {
    let first = index / WIDTH * WIDTH;
    let width = size.checked_sub(first)?.min(WIDTH);
    let tile = Tile {
        kind: Kind::Entries,
        number: index / WIDTH,
        width,
    };
    Some(tile.path())
}

/// Which files make a log that is not the one of its head: the entries where these are not what the hashes are of, the
/// head where both agree.
fn unlike_the_head(files: &dyn Files) -> Vec<Damage> {
    let mut found = Vec::new();
    let size = size(files).unwrap_or(0);
    let get = |tile: &Tile, max: usize| files.get(&below(&tile.path()), max).ok().flatten();
    for tile in tiles_of_entries(size) {
        let leaves = Tile {
            kind: Kind::Hashes(0),
            ..tile
        };
        let most = 256 * (2 + tile::MAX_ENTRY);
        let (Some(bytes), Some(hashes)) = (get(&tile, most + 1), get(&leaves, 256 * 32 + 1)) else {
            break;
        };
        let made = tile::entries(&bytes, tile.width).map(|entries| {
            let hashes = entries.into_iter().map(leaf_hash);
            hashes.collect::<Vec<_>>()
        });
        if made != tile::hashes(&hashes, tile.width) {
            found.push(Damage::new(Verdict::Broken, below(&tile.path()), unlike()));
        }
    }
    if found.is_empty() {
        let what = Text::new(
            "与存证日志的记录不符：检查点或历史记录被换过",
            "is not that of the entries: it, or the history, was replaced",
        );
        found.push(Damage::new(Verdict::Broken, head_below(files), what));
    }
    found
}

/// The heads that proofs carry, by how many entries they are of.
pub(crate) type Heads = BTreeMap<u64, String>;

/// Those heads, and what is wrong with their signatures: once a log is signed, it stays so.
pub(crate) fn heads(files: &dyn Files, log: &Published) -> (Heads, Vec<Damage>) {
    let (mut heads, mut damages) = (Heads::new(), Vec::new());
    let mut was_signed = false;
    for size in log.documents() {
        let path = below(&documents_path(size));
        let text = match files.get(&path, MAX_NOTE + 1) {
            Ok(bytes) => String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default(),
            Err(oddity) => {
                damages.push(oddity.damage(path));
                continue;
            }
        };
        let is_signed = matches!(head(&text), Some((_, Some(_))));
        if was_signed && !is_signed {
            let what = Text::new(
                "没有签名，而更早的检查点有",
                "is not signed, and earlier ones are",
            );
            damages.push(Damage::new(Verdict::Broken, path, what));
        }
        was_signed |= is_signed;
        heads.insert(size, text);
    }
    (heads, damages)
}

/// What lies in the folder of the log and does not belong to its head.
pub(crate) fn strangers(files: &dyn Files, log: &Published, listed: &[String]) -> Vec<Damage> {
    let mut wanted: BTreeSet<String> = tiles(log.checkpoint.size).map(|tile| tile.path()).collect();
    wanted.extend(log.documents().into_iter().map(documents_path));
    match log.signed {
        Signed::By(_) => wanted.extend([CHECKPOINT.to_owned(), KEY.to_owned()]),
        Signed::No => wanted.extend([UNSIGNED.to_owned()]),
    }
    if is_half_head(files, log) {
        wanted.insert(HALF_HEAD.to_owned());
    }
    let in_log = listed.iter().filter_map(|path| path.strip_prefix(LOG));
    let others = in_log.filter(|path| !wanted.contains(*path) && stamped(path).is_none());
    others
        .filter_map(|path| stranger(files, log, path))
        .collect()
}

/// Whether what is called so is what the adding of a cosignature leaves where it is killed, until the next time takes it
/// away: a head of the same log, or the beginning of the one that stands.
fn is_half_head(files: &dyn Files, log: &Published) -> bool {
    let Ok(Some(bytes)) = files.get(&below(HALF_HEAD), MAX_NOTE + 1) else {
        return false;
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return false;
    };
    let is_of_log = |(checkpoint, _): (Checkpoint, _)| checkpoint.origin == log.checkpoint.origin;
    log.note.starts_with(&text) || (text.len() <= MAX_NOTE && head(&text).is_some_and(is_of_log))
}

/// A time stamp of a head of the log, which others gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StampSeen {
    /// Of how many entries that head is.
    pub(crate) size: u64,
    pub(crate) path: String,
    /// The time that it states; who gave it is not checked.
    pub(crate) time: String,
}

/// The time stamps in the folder of the log, and what is wrong with those that are of no head of it.
pub(crate) fn stamps(
    files: &dyn Files,
    log: &Published,
    listed: &[String],
) -> (Vec<StampSeen>, Vec<Damage>) {
    let (mut seen, mut damages) = (Vec::new(), Vec::new());
    for path in listed {
        let Some(size) = path.strip_prefix(LOG).and_then(stamped) else {
            continue;
        };
        if size > log.checkpoint.size {
            damages.push(longer(path.clone()));
            continue;
        }
        let bytes = match files.get(path, MAX_STAMP + 1) {
            Ok(bytes) => bytes.unwrap_or_default(),
            Err(oddity) => {
                damages.push(oddity.damage(path.clone()));
                continue;
            }
        };
        match Stamp::parse(&bytes).filter(|stamp| log.is_stamped(size, stamp)) {
            Some(stamp) => seen.push(StampSeen {
                size,
                path: path.clone(),
                time: stamp.time,
            }),
            None => damages.push(Damage::altered(
                path.clone(),
                Text::new(
                    "不是这一检查点的时间戳",
                    "is no time stamp of the checkpoint that it is called by",
                ),
            )),
        }
    }
    seen.sort_by_key(|stamp| stamp.size);
    (seen, damages)
}

fn longer(path: String) -> Damage {
    let what = Text::new(
        "属于一份更长的存证日志：检查点退回到了旧的状态",
        "is of a longer log: the checkpoint was rolled back",
    );
    Damage::new(Verdict::RolledBack, path, what)
}

fn stranger(files: &dyn Files, log: &Published, path: &str) -> Option<Damage> {
    let longer = || Some(longer(below(path)));
    let size = log.checkpoint.size;
    if is_beyond(path, size) {
        return longer();
    }
    let Some(tile) = Tile::parse(path) else {
        let what = Text::new("不属于存证日志", "does not belong to the log");
        return Some(Damage::new(Verdict::Extra, below(path), what));
    };
    match is_of(files, &log.tree, &tile) {
        Ok(true) => None,
        Ok(false) => Some(Damage::new(Verdict::Broken, below(path), unlike())),
        Err(oddity) => Some(oddity.damage(below(path))),
    }
}

/// Whether a file that an older head had is the beginning of what the log has now.
fn is_of(files: &dyn Files, tree: &Tree, tile: &Tile) -> Result<bool, Oddity> {
    let path = below(&tile.path());
    if let Some(wanted) = tile.hashes(tree) {
        let bytes = files.get(&path, wanted.len() + 1)?;
        return Ok(bytes.as_deref() == Some(wanted.as_slice()));
    }
    let most = 256 * (2 + tile::MAX_ENTRY);
    let bytes = files.get(&path, most + 1)?.unwrap_or_default();
    let Some(entries) = tile::entries(&bytes, tile.width) else {
        return Ok(false);
    };
    let mut numbered = (tile.first()..).zip(entries);
    Ok(numbered.all(|(at, entry)| tree.whole(0, at) == Some(leaf_hash(entry))))
}

/// Whether `checkpoint` is the beginning of `log`; `None` where it is of more entries.
pub(crate) fn begins_with(log: &Published, checkpoint: &Checkpoint) -> Option<bool> {
    if checkpoint.size > log.checkpoint.size {
        return None;
    }
    Some(log.tree.root(checkpoint.size) == Some(checkpoint.root))
}

fn unlike() -> Text {
    Text::new("与存证日志不符", "is not what the log has")
}

fn missing() -> Text {
    Text::new("缺失", "is missing")
}

fn words_of(breach: Breach) -> Text {
    let (chinese, english) = breach.words();
    Text::new(chinese, english)
}
