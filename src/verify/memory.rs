//! A checkpoint that was seen before, and whether the log has gone on from it.
//!
//! In: the note that was remembered, and the log as it is now. Out: that it was rolled back, that it is another history,
//! or nothing. The note is written to a file that the reader names, as a whole, and only after everything was found intact.

use std::io;
use std::path::Path;

use crate::diagnostic::Text;
use crate::disk::Folder;
use crate::error::{Doing, Error};
use crate::kept;
use crate::log::note::MAX_NOTE;
use crate::log::published::{Published, Signed};
use crate::verify::damage::{Damage, Verdict};
use crate::verify::record::{begins_with, head_path};
use crate::verify::trust::head;

/// The rights of the file: it is no secret.
const MODE: u32 = 0o644;

/// The note that was remembered in `path`; `None` where there is none yet.
///
/// # Errors
///
/// If it cannot be read, or holds no checkpoint.
pub(crate) fn recall(path: &Path) -> Result<Option<String>, Error> {
    let failed = |error: io::Error| Error::io(Doing::Read, path, error);
    let (folder, name) = parts(path)?;
    let folder = Folder::open(folder).map_err(failed)?;
    let Some((file, _)) = folder.file(Path::new(name)).map_err(failed)? else {
        return match folder.identity(Path::new(name)) {
            Some(_) => Err(no_memory(path)),
            None => Ok(None),
        };
    };
    let mut bytes = Vec::new();
    let mut file = io::Read::take(file, MAX_NOTE as u64 + 1);
    io::Read::read_to_end(&mut file, &mut bytes).map_err(failed)?;
    let text = String::from_utf8(bytes).ok();
    let text = text.filter(|text| head(text).is_some());
    text.map(Some).ok_or_else(|| no_memory(path))
}

/// Writes the note of the log to `path`.
///
/// # Errors
///
/// If the system refuses; what was there stays.
pub(crate) fn remember(path: &Path, note: &str) -> Result<(), Error> {
    let failed = |error: io::Error| Error::io(Doing::Write, path, error);
    let (folder, name) = parts(path)?;
    let folder = Folder::open(folder).map_err(failed)?;
    let name = name.to_str().ok_or_else(|| no_memory(path))?;
    kept::replace(&folder, name, note.as_bytes(), MODE).map_err(failed)
}

fn parts(path: &Path) -> Result<(&Path, &std::ffi::OsStr), Error> {
    let name = path.file_name().ok_or_else(|| no_memory(path))?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    Ok((folder.unwrap_or(Path::new(".")), name))
}

/// What the log has become since `remembered`, if it did not go on from there.
pub(crate) fn compared(remembered: &str, log: &Published) -> Option<Damage> {
    let (before, note) = head(remembered)?;
    let damage = |verdict, what: Text| Some(Damage::new(verdict, head_path(log), what));
    let now = &log.checkpoint;
    if before.origin != now.origin {
        return damage(
            Verdict::Forked,
            Text::new(
                format!(
                    "是另一份存证日志：上次见到的是 {}，现在是 {}",
                    before.origin, now.origin
                ),
                format!(
                    "it is another log: {} was seen before, {} is here",
                    before.origin, now.origin
                ),
            ),
        );
    }
    match begins_with(log, &before) {
        None => {
            return damage(
                Verdict::RolledBack,
                Text::new(
                    format!("只有 {} 条记录，上次见到的有 {} 条", now.size, before.size),
                    format!(
                        "it has {} entries, and had {} when it was seen before",
                        now.size, before.size
                    ),
                ),
            );
        }
        Some(false) => {
            return damage(
                Verdict::Forked,
                Text::new(
                    format!(
                        "最初 {} 条记录与上次见到的不同：历史被改写，或给不同读者看的不同",
                        before.size
                    ),
                    format!(
                        "its first {} entries are not those that were seen before: history was rewritten, or readers are shown different ones",
                        before.size
                    ),
                ),
            );
        }
        Some(true) => {}
    }
    let was_signed_by_another = match (&note, &log.signed) {
        (Some(note), Signed::By(key)) => !matches!(note.signed_by(key), Some(Ok(_))),
        (Some(_), Signed::No) => true,
        (None, _) => false,
    };
    if was_signed_by_another {
        return damage(
            Verdict::Unsigned,
            Text::new(
                "签名的公钥与上次见到的不同",
                "another key signs than did when it was seen before",
            ),
        );
    }
    None
}

fn no_memory(path: &Path) -> Error {
    let shown = path.display();
    Error::new(Text::new(
        format!("{shown} 中没有上次见到的检查点。请另指定一个文件，或删除它后重新开始。"),
        format!("{shown} holds no checkpoint that was seen before. Name another file, or delete it to begin anew."),
    ))
    .at(path)
}
