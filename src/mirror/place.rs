//! What stands beside the site in a mirror: the log, its head last, and a page that says whose mirror it is.
//!
//! In: a log that was read whole, and its files that the mirror has not yet. Out: these on the stage, with the site.
//! What further witnesses signed below the same head stays. Never removes an entry; never changes the text of a head.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::diagnostic::Text;
use crate::disk::Folder;
use crate::error::{Doing, Error};
use crate::kept;
use crate::log::checkpoint::Checkpoint;
use crate::log::key::Verifier;
use crate::log::note::{MAX_NOTE, joined};
use crate::log::published::{CHECKPOINT, KEY, Published, Signed, UNSIGNED};
use crate::mirror::store::checkpoint_of;
use crate::mirror::{LOG, Way};
use crate::publish::Staging;

/// The page of a mirror, which is no file of the archive.
pub(crate) const PAGE: &str = "MIRROR.txt";
/// Bytes of a key, at most.
const MAX_KEY: usize = 1024;
/// Bytes of that page, at most, that are looked at.
const MAX_PAGE: usize = 64 << 10;
const FILE_MODE: u32 = 0o644;
const FOLDER_MODE: u32 = 0o755;
/// A head that was to take the place of the one that stands.
const HALF_HEAD: &str = "checkpoint.new";

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

/// Brings a log to the stage: its files that the mirror has not yet, and its head, as it will stand there. Somebody holds
/// the lock.
///
/// # Errors
///
/// If the system refuses.
pub(crate) fn stage(
    to: &Path,
    (log, fetched): (&Published, &BTreeMap<String, Vec<u8>>),
    staging: &Staging,
    way: &Way<'_>,
) -> Result<String, Error> {
    let put = |path: &str, bytes: &[u8]| staging.write(&format!("{LOG}/{path}"), bytes).map(drop);
    let is_head = |path: &str| [CHECKPOINT, UNSIGNED, KEY].contains(&path);
    for (path, bytes) in fetched.iter().filter(|(path, _)| !is_head(path)) {
        (way.go_on)();
        put(path, bytes)?;
    }
    match &log.signed {
        Signed::No => {
            put(UNSIGNED, log.note.as_bytes())?;
            Ok(log.note.clone())
        }
        Signed::By(key) => {
            let note = match Folder::open(&to.join(LOG)) {
                Ok(folder) => cosigned(&folder, log, key),
                Err(_) => log.note.clone(),
            };
            put(KEY, format!("{}\n", key.text()).as_bytes())?;
            put(CHECKPOINT, note.as_bytes())?;
            Ok(note)
        }
    }
}

/// Writes a log, and nothing else, to the folder `log` below `to`, which has none.
///
/// # Errors
///
/// If the system refuses.
pub(crate) fn alone(
    to: &Path,
    (log, fetched): (&Published, &BTreeMap<String, Vec<u8>>),
    go_on: &(dyn Fn() + Sync),
) -> Result<(), Error> {
    let failed = |e: io::Error| Error::io(Doing::Write, to.join(LOG), e);
    let root = Folder::open(to).map_err(failed)?;
    let put = |path: &str, bytes: &[u8]| {
        go_on();
        let whole = format!("{LOG}/{path}");
        let (folders, name) = whole.rsplit_once('/').unwrap_or(("", &whole));
        let mut folder = root.inner(Path::new(""))?;
        for segment in folders.split('/') {
            match folder.make_folder(Path::new(segment), FOLDER_MODE) {
                Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
                _ => folder = folder.inner(Path::new(segment))?,
            }
        }
        kept::replace(&folder, name, bytes, FILE_MODE)
    };
    let is_head = |path: &str| [CHECKPOINT, UNSIGNED, KEY].contains(&path);
    for (path, bytes) in fetched.iter().filter(|(path, _)| !is_head(path)) {
        put(path, bytes).map_err(failed)?;
    }
    let head = match &log.signed {
        Signed::By(key) => {
            put(KEY, format!("{}\n", key.text()).as_bytes()).map_err(failed)?;
            CHECKPOINT
        }
        Signed::No => UNSIGNED,
    };
    put(head, log.note.as_bytes()).map_err(failed)
}

/// Takes away the other head, of a log that got its key later, and what was left where the writing of one was killed.
/// Somebody holds the lock.
///
/// # Errors
///
/// If the system refuses.
pub(crate) fn one_head(to: &Path, log: &Published) -> Result<(), Error> {
    let failed = |e: io::Error| Error::io(Doing::Remove, to.join(LOG), e);
    let folder = Folder::open(&to.join(LOG)).map_err(failed)?;
    let other = match &log.signed {
        Signed::By(_) => UNSIGNED,
        Signed::No => CHECKPOINT,
    };
    for name in [other, HALF_HEAD] {
        match folder.remove_file(Path::new(name)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed(e)),
            _ => {}
        }
    }
    Ok(())
}

/// The head with what others signed below it here, too.
fn cosigned(folder: &Folder, log: &Published, key: &Verifier) -> String {
    let there = kept::read(folder, CHECKPOINT, MAX_NOTE).ok().flatten();
    let there = there.and_then(|bytes| String::from_utf8(bytes).ok());
    let both = there.and_then(|there| joined(&log.note, &there, key));
    both.unwrap_or_else(|| log.note.clone())
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
