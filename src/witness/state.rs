//! What a witness signed last, of each log, in a folder of its own.
//!
//! In: a folder that is this witness's alone, locked as long as it runs. Out: the last checkpoint of a log, and the next one
//! in its place, flushed. A folder that was not begun as one is refused, so that a disk that is not there never makes a
//! witness forget; a file that cannot be read is an error and never nothing. Never holds a secret.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::diagnostic::Text;
use crate::disk::{Folder, NotLocked};
use crate::error::{Doing, Error};
use crate::kept;
use crate::log::checkpoint::Checkpoint;
use crate::log::decimal;
use crate::log::key::Verifier;
use crate::log::note::{MAX_NOTE, Note};

/// The file that says whose folder it is.
const OWNER: &str = "witness";
/// How the name of the checkpoint ends that contradicts the one which was signed.
const FORK: &str = ".fork";
/// Bytes of a file, at most.
const MAX_BYTES: usize = MAX_NOTE + 64;
/// Nothing of it is secret.
const MODE: u32 = 0o644;

/// A checkpoint that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// When, in seconds since 1970.
    pub(crate) time: u64,
    /// As the log signed it.
    pub(crate) note: String,
    pub(crate) checkpoint: Checkpoint,
}

impl Seen {
    fn parse(bytes: Vec<u8>) -> Option<Seen> {
        let text = String::from_utf8(bytes).ok()?;
        let (time, note) = text.strip_prefix("time ")?.split_once('\n')?;
        Some(Seen {
            time: decimal(time)?,
            note: note.to_owned(),
            checkpoint: Checkpoint::parse(Note::parse(note)?.text)?,
        })
    }

    fn bytes(&self) -> Vec<u8> {
        format!("time {}\n{}", self.time, self.note).into_bytes()
    }
}

/// The folder of a witness.
#[derive(Debug)]
pub(crate) struct State {
    shown: PathBuf,
    folder: Folder,
}

impl State {
    /// Opens and locks the folder of the witness with this key; begins one, where `is_new` says so.
    ///
    /// # Errors
    ///
    /// If it is another's, if it is to be begun and is not empty, if another program has locked it, or if the system
    /// refuses.
    pub(crate) fn open(shown: &Path, key: &Verifier, is_new: bool) -> Result<State, Error> {
        let failed = |doing| move |e: io::Error| Error::io(doing, shown, e);
        let folder = Folder::open(shown).map_err(failed(Doing::List))?;
        match folder.try_lock() {
            Ok(()) => {}
            Err(NotLocked::Taken) => return Err(taken(shown)),
            Err(why) => return Err(failed(Doing::Lock)(why.into())),
        }
        let state = State {
            shown: shown.to_owned(),
            folder,
        };
        let owner = format!("{}\n", key.text());
        match (state.read(OWNER)?, is_new) {
            (Some(found), false) if found == owner.as_bytes() => {}
            (Some(_), false) => return Err(of_another(shown)),
            (None, false) => return Err(not_begun(shown)),
            (found, true) => {
                let listed = Folder::open(shown).and_then(Folder::list);
                let listed = listed.map_err(failed(Doing::List))?;
                if found.is_some() || !listed.is_empty() {
                    return Err(begun_before(shown));
                }
                let made = kept::replace(&state.folder, OWNER, owner.as_bytes(), MODE);
                made.map_err(failed(Doing::Write))?;
            }
        }
        Ok(state)
    }

    /// What was signed last of the log with this origin.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub(crate) fn last(&self, origin: &str) -> Result<Option<Seen>, Error> {
        let name = name_of(origin);
        let Some(bytes) = self.read(&name)? else {
            return Ok(None);
        };
        let seen = Seen::parse(bytes).filter(|seen| seen.checkpoint.origin == origin);
        seen.map(Some)
            .ok_or_else(|| damaged(&self.shown.join(name)))
    }

    /// Keeps what is about to be signed.
    ///
    /// # Errors
    ///
    /// If it cannot be written and flushed.
    pub(crate) fn keep(&self, seen: &Seen) -> Result<(), Error> {
        let name = name_of(&seen.checkpoint.origin);
        let kept = kept::replace(&self.folder, &name, &seen.bytes(), MODE);
        kept.map_err(|e| Error::io(Doing::Write, self.shown.join(name), e))
    }

    /// Keeps a checkpoint that contradicts the one which was signed, the first of them: both together prove that the log
    /// said two things.
    ///
    /// # Errors
    ///
    /// As [`State::keep`].
    pub(crate) fn keep_fork(&self, origin: &str, note: &str) -> Result<(), Error> {
        let name = format!("{}{FORK}", name_of(origin));
        match kept::create(&self.folder, &name, note.as_bytes(), MODE) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {
                Err(Error::io(Doing::Write, self.shown.join(name), e))
            }
            _ => Ok(()),
        }
    }

    /// Takes times after `now` back to it, so that a clock which was once ahead does not silence the witness until then.
    /// Which trees were signed is not forgotten: that alone is what keeps a fork from being signed.
    ///
    /// # Errors
    ///
    /// If the folder or a file of it cannot be read or written, or a file is damaged.
    pub(crate) fn forget_times(&self, now: u64) -> Result<(), Error> {
        let listed = self.folder.inner(Path::new("")).and_then(Folder::list);
        let listed = listed.map_err(|e| Error::io(Doing::List, &self.shown, e))?;
        for (name, is_folder) in listed {
            let name = name.to_str().unwrap_or_default();
            let is_of_log = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            if is_folder || !is_of_log {
                continue;
            }
            let Some(bytes) = self.read(name)? else {
                continue;
            };
            let seen = Seen::parse(bytes).filter(|seen| name_of(&seen.checkpoint.origin) == name);
            let seen = seen.ok_or_else(|| damaged(&self.shown.join(name)))?;
            if seen.time > now {
                self.keep(&Seen { time: now, ..seen })?;
            }
        }
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let read = kept::read(&self.folder, name, MAX_BYTES);
        read.map_err(|e| Error::io(Doing::Read, self.shown.join(name), e))
    }
}

impl Drop for State {
    fn drop(&mut self) {
        self.folder.unlock();
    }
}

/// The file of a log: names may be as long as 255 bytes and have slashes.
fn name_of(origin: &str) -> String {
    base16ct::lower::encode_string(&Sha256::digest(origin.as_bytes()))
}

fn taken(shown: &Path) -> Error {
    let folder = shown.display();
    Error::new(Text::new(
        format!("另一个 gongbao 正在使用 {folder}。请等它结束后再试。"),
        format!("another gongbao uses {folder}. Try again when it has finished."),
    ))
    .at(shown)
}

fn of_another(shown: &Path) -> Error {
    let folder = shown.display();
    Error::new(Text::new(
        format!(
            "{folder} 是另一个见证密钥的状态文件夹。每个密钥各用一个文件夹；换了密钥的，请另建一个空文件夹，并加上 --new-state。"
        ),
        format!(
            "{folder} is the state of a witness with another key. Each key has a folder of its own; for a new key make an empty one and add --new-state."
        ),
    ))
    .at(shown)
}

fn not_begun(shown: &Path) -> Error {
    let folder = shown.display();
    Error::new(Text::new(
        format!(
            "{folder} 中没有见证的状态。第一次使用时请加上 --new-state；以前用过的，请核对路径，确认磁盘已经挂载：忘记见证过什么，就可能为分叉的存证日志签名。"
        ),
        format!(
            "{folder} has no state of a witness. Add --new-state the first time; if there was one before, check the path and that the disk is mounted: a witness that forgets what it signed may sign a fork."
        ),
    ))
    .at(shown)
}

fn begun_before(shown: &Path) -> Error {
    let folder = shown.display();
    Error::new(Text::new(
        format!("{folder} 不是空文件夹，不能加 --new-state。已经在用的，请去掉 --new-state。"),
        format!(
            "{folder} is not empty, as --new-state wants it. Leave --new-state out if it is in use."
        ),
    ))
    .at(shown)
}

fn damaged(shown: &Path) -> Error {
    let file = shown.display();
    Error::new(Text::new(
        format!(
            "{file} 已损坏，无法得知见证过什么，因此不再签名。请从备份恢复，不要直接删除：删除后就可能为分叉的存证日志签名。"
        ),
        format!(
            "{file} is damaged: what was signed is not known, so that nothing is signed. Restore it from a copy and do not just delete it, or a fork may be signed."
        ),
    ))
    .at(shown)
}
