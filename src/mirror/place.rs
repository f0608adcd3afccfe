//! What stands beside the site in a mirror: the log, its head last, and a page that says whose mirror it is.
//!
//! In: a log that was read whole, and its files that the mirror has not yet. Out: these in place, each whole or not at all.
//! What further witnesses signed below the same head stays. Never removes an entry; never changes the text of a head.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::diagnostic::Text;
use crate::disk::{Folder, NotLocked};
use crate::error::{Doing, Error};
use crate::kept;
use crate::log::checkpoint::Checkpoint;
use crate::log::key::Verifier;
use crate::log::note::{MAX_NOTE, Note, Signature, with_signatures};
use crate::log::published::{CHECKPOINT, KEY, Published, Signed, UNSIGNED};
use crate::mirror::LOG;
use crate::mirror::store::checkpoint_of;

/// The page of a mirror, which is no file of the archive.
pub(crate) const PAGE: &str = "MIRROR.txt";
/// Bytes of a key, at most.
const MAX_KEY: usize = 1024;
/// Bytes of that page, at most, that are looked at.
const MAX_PAGE: usize = 64 << 10;
const FILE_MODE: u32 = 0o644;
const FOLDER_MODE: u32 = 0o755;

/// A file below the folder of a log, if it is there and can be read.
pub(crate) fn file(log: &Folder, path: &str, most: usize) -> Option<Vec<u8>> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = log.folder_beneath(folders).ok()?;
    kept::read(&folder, name, most).ok()?
}

/// The head of the log in a mirror, if there is one.
///
/// # Errors
///
/// If there is one that cannot be read.
pub(crate) fn seen(to: &Path) -> Result<Option<Checkpoint>, Error> {
    let log = to.join(LOG);
    let Ok(folder) = Folder::open(&log) else {
        return Ok(None);
    };
    for name in [CHECKPOINT, UNSIGNED] {
        let read = kept::read(&folder, name, MAX_NOTE);
        let read = read.map_err(|e| Error::io(Doing::Read, log.join(name), e))?;
        // One that is damaged is nothing to go by, and is replaced.
        let text = read.and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(checkpoint) = text.as_deref().and_then(checkpoint_of) {
            return Ok(Some(checkpoint));
        }
    }
    Ok(None)
}

/// The key of the log in a mirror, if there is one.
pub(crate) fn key(to: &Path) -> Option<Verifier> {
    let log = Folder::open(&to.join(LOG)).ok()?;
    let key = kept::read(&log, KEY, MAX_KEY).ok()??;
    Verifier::parse(std::str::from_utf8(&key).ok()?.trim_end())
}

/// Puts the files of a log in place, but for its head. Somebody holds the lock.
///
/// # Errors
///
/// If the system refuses.
pub(crate) fn files(
    to: &Path,
    fetched: &BTreeMap<String, Vec<u8>>,
    go_on: &(dyn Fn() + Sync),
) -> Result<(), Error> {
    let failed = |e: io::Error| Error::io(Doing::Write, to.join(LOG), e);
    let folder = Folder::open(to).and_then(|root| made(&root, LOG));
    let folder = folder.map_err(failed)?;
    let is_head = |path: &str| [CHECKPOINT, UNSIGNED, KEY].contains(&path);
    for (path, bytes) in fetched.iter().filter(|(path, _)| !is_head(path)) {
        go_on();
        put(&folder, path, bytes).map_err(failed)?;
    }
    Ok(())
}

/// Puts the head of a log in place, whose files are; the head as it stands there then. Somebody holds the lock.
///
/// # Errors
///
/// If the system refuses.
pub(crate) fn head(to: &Path, log: &Published) -> Result<String, Error> {
    let failed = |e: io::Error| Error::io(Doing::Write, to.join(LOG), e);
    let folder = Folder::open(to).and_then(|root| made(&root, LOG));
    let folder = folder.map_err(failed)?;
    let note = match &log.signed {
        Signed::No => log.note.clone(),
        Signed::By(_) => cosigned(&folder, log),
    };
    let (name, other) = match &log.signed {
        Signed::By(key) => {
            put(&folder, KEY, format!("{}\n", key.text()).as_bytes()).map_err(failed)?;
            (CHECKPOINT, UNSIGNED)
        }
        Signed::No => (UNSIGNED, CHECKPOINT),
    };
    put(&folder, name, note.as_bytes()).map_err(failed)?;
    // A log that got its key later has one head.
    match folder.remove_file(Path::new(other)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed(e)),
        _ => Ok(note),
    }
}

/// The head with what others signed below it here, too; what was signed here counts before an older line of the source.
fn cosigned(folder: &Folder, log: &Published) -> String {
    let mut note = log.note.clone();
    let there = kept::read(folder, CHECKPOINT, MAX_NOTE).ok().flatten();
    let there = there.and_then(|bytes| String::from_utf8(bytes).ok());
    if let (Some(there), Some(given)) = (&there, Note::parse(&log.note)) {
        let is_same = Note::parse(there).is_some_and(|there| there.text == given.text);
        let own = Note::parse(there).map_or_else(Vec::new, |there| there.signatures);
        let is_new = |line: &&Signature<'_>| {
            let is_by_it = |own: &Signature<'_>| own.name == line.name && own.id == line.id;
            !own.iter().any(is_by_it)
        };
        let lines = given.signatures.iter().filter(is_new);
        let lines = lines.flat_map(|s| [s.line, "\n"]).collect::<String>();
        let both = (is_same && !lines.is_empty()).then(|| with_signatures(there, &lines));
        note = match is_same && lines.is_empty() {
            true => there.clone(),
            false => both.flatten().unwrap_or(note),
        };
    }
    note
}

/// Writes the page of the mirror, unless it says the same already.
///
/// # Errors
///
/// If it cannot be written.
pub(crate) fn page(to: &Path, of: &str, log: &Published, now: u64) -> Result<(), Error> {
    let failed = |e: io::Error| Error::io(Doing::Write, to.join(PAGE), e);
    let root = Folder::open(to).map_err(failed)?;
    let what = what(of, log);
    let there = kept::read(&root, PAGE, MAX_PAGE).ok().flatten();
    let is_said = there.is_some_and(|there| there.starts_with(what.as_bytes()));
    if is_said {
        return Ok(());
    }
    let when = i64::try_from(now)
        .ok()
        .and_then(|now| jiff::Timestamp::from_second(now).ok());
    let when = when.map(|when| when.to_string()).unwrap_or_default();
    let text = format!("{what}\n复制时间 / copied at: {when}\n");
    kept::replace(&root, PAGE, text.as_bytes(), FILE_MODE).map_err(failed)
}

/// All that the page says but the time.
fn what(of: &str, log: &Published) -> String {
    let Checkpoint { origin, size, .. } = &log.checkpoint;
    let text = log.checkpoint.text();
    let root = text.lines().nth(2).unwrap_or_default();
    let release = log.ledger.next_release().saturating_sub(1);
    let signed = match &log.signed {
        Signed::By(key) => key.text(),
        Signed::No => "无 / none".to_owned(),
    };
    format!(
        "本文件夹是一份档案的镜像，由 gongbao mirror 从下列来源复制，并已逐个文件与存证日志核对。本文件不属于档案。\n\
         核对方法：在本文件夹中运行 gongbao verify .\n\
         \n\
         This folder is a mirror of an archive, copied by `gongbao mirror` and held against its log, file by file.\n\
         This file is no part of the archive. To check it: run `gongbao verify .` in this folder.\n\
         \n\
         来源 / copied from: {of}\n\
         存证日志 / log: {origin}\n\
         存证日志公钥 / key of the log: {signed}\n\
         第几次发布 / publication: {release}\n\
         存证日志条数 / entries of the log: {size}\n\
         存证日志根校验值 / root of the log: {root}\n"
    )
}

/// Opens the folder of a mirror and locks it.
///
/// # Errors
///
/// If another program has locked it, or if the system refuses.
pub(crate) fn locked(to: &Path) -> Result<Folder, Error> {
    let root = Folder::open(to).map_err(|e| Error::io(Doing::List, to, e))?;
    match root.try_lock() {
        // Where there are no locks, the publication before had none either.
        Ok(()) | Err(NotLocked::NoLocks) => Ok(root),
        Err(NotLocked::Taken) => Err(Error::locked(to)),
        Err(why) => Err(Error::io(Doing::Lock, to, io::Error::from(why))),
    }
}

/// Puts bytes in a file below the folder of the log, unless it has them.
fn put(log: &Folder, path: &str, bytes: &[u8]) -> io::Result<()> {
    if file(log, path, bytes.len()).is_some_and(|there| there == bytes) {
        return Ok(());
    }
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folder = log.inner(Path::new(""))?;
    for segment in folders.split('/').filter(|segment| !segment.is_empty()) {
        folder = made(&folder, segment)?;
    }
    kept::replace(&folder, name, bytes, FILE_MODE)
}

fn made(folder: &Folder, name: &str) -> io::Result<Folder> {
    match folder.make_folder(Path::new(name), FOLDER_MODE) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
        _ => folder.inner(Path::new(name)),
    }
}

/// A file on this disk is not what it was a moment ago.
pub(crate) fn changed(path: &Path) -> Error {
    let shown = path.display();
    Error::new(Text::new(
        format!("{shown} 在复制期间被改动或已损坏。请再运行一次，会重新取得这个文件。"),
        format!(
            "{shown} was changed meanwhile, or is damaged. Run it again: the file is fetched anew."
        ),
    ))
    .at(path)
}
