//! The log of a site, as files that are brought along: SHA256SUMS lists none of them.
//!
//! In: a site. Out: the paths of the files of its log, those that only grow in number before those that change. A log that
//! is not whole is brought nowhere. Nothing is written.

use crate::deploy::site::Site;
use std::path::Path;

use crate::diagnostic::Text;
use crate::error::Error;
use crate::log::growth::{Growth, judge};
use crate::log::key::Verifier;
use crate::log::note::{MAX_NOTE, joined};
use crate::log::published::{
    self, DOCUMENTS, Published, Signed, Trouble, documents_path, read, stamp_path,
};
use crate::log::stamp::{MAX_STAMP, Stamp};
use crate::log::tile::tiles;
use crate::publish::{self, Kind};
use crate::route::LOG_FOLDER;

/// The files of a log, by their paths in the site.
#[derive(Debug, Default)]
pub(crate) struct LogFiles {
    /// Tiles and heads for proofs: what is there already is never another.
    pub(crate) unchanging: Vec<String>,
    /// Time stamps that are of their heads, which may have come after all else.
    pub(crate) stamps: Vec<String>,
    /// The key and the head: after all else, SHA256SUMS included.
    pub(crate) head: Vec<String>,
    log: Option<Published>,
}

impl LogFiles {
    /// Those of a site; none where it has no log.
    ///
    /// # Errors
    ///
    /// If its log is not whole.
    pub(crate) fn of(site: &Site) -> Result<LogFiles, Error> {
        if site.kind != Kind::Site {
            return Ok(LogFiles::default());
        }
        let Some(log) = log_in(&site.folder.join(LOG_FOLDER))? else {
            return Ok(LogFiles::default());
        };
        let path = |file: &str| format!("{LOG_FOLDER}/{file}");
        let tiles = tiles(log.checkpoint.size).map(|tile| path(&tile.path()));
        let heads = log.documents().into_iter();
        let heads = heads.map(|size| path(&documents_path(size)));
        let mut stamps = Vec::new();
        for size in log.publications() {
            let stamp = stamp_path(size);
            let folder = site.folder.join(LOG_FOLDER);
            let found = publish::begins(&folder, &stamp, MAX_STAMP + 1)?;
            if found.is_some_and(|found| is_of_head(&log, size, &found)) {
                stamps.push(path(&stamp));
            }
        }
        let head = match &log.signed {
            Signed::No => vec![path(published::UNSIGNED)],
            Signed::By(_) => vec![path(published::KEY), path(published::CHECKPOINT)],
        };
        Ok(LogFiles {
            unchanging: tiles.chain(heads).collect(),
            stamps,
            head,
            log: Some(log),
        })
    }

    /// The head as it is to stand at `to`: with what others signed there below the same text.
    ///
    /// # Errors
    ///
    /// If what is there cannot be read.
    pub(crate) fn signed_head(&self, to: &Path) -> Result<Option<String>, Error> {
        let Some((log, key)) = self.log.as_ref().and_then(signed) else {
            return Ok(None);
        };
        let folder = to.join(LOG_FOLDER);
        let there = publish::begins(&folder, published::CHECKPOINT, MAX_NOTE)?;
        let there = there.and_then(|there| String::from_utf8(there).ok());
        Ok(there.and_then(|there| joined(&log.note, &there, key)))
    }

    /// Whether `to` has another time stamp of the same head at `path` than `site`: that one stays.
    ///
    /// # Errors
    ///
    /// If one of them cannot be read.
    pub(crate) fn has_other_stamp(
        &self,
        path: &str,
        site: &Site,
        to: &Path,
    ) -> Result<bool, Error> {
        let Some(log) = &self.log else {
            return Ok(false);
        };
        let Some(there) = publish::begins(to, path, MAX_STAMP + 1)? else {
            return Ok(false);
        };
        let is_of = |size: &u64| path.ends_with(&format!("/{}", stamp_path(*size)));
        let size = log.publications().find(is_of);
        let is_held = size.is_some_and(|size| is_of_head(log, size, &there));
        // The same is brought as all else is, so that it is known to be of this publication.
        Ok(is_held && publish::begins(&site.folder, path, MAX_STAMP + 1)? != Some(there))
    }

    /// Refuses a target whose log is ahead of this one, or another one.
    ///
    /// # Errors
    ///
    /// If it is, or if the log of the target is not whole.
    pub(crate) fn refuse_older(&self, to: &Path) -> Result<(), Error> {
        let Some(there) = log_in(&to.join(LOG_FOLDER))? else {
            return Ok(());
        };
        let grown = self.log.as_ref().map(|log| judge(&there.checkpoint, log));
        if matches!(grown, Some(Growth::Same | Growth::Grown)) {
            return Ok(());
        }
        let shown = to.display();
        Err(Error::new(Text::new(
            format!(
                "{shown} 的存证日志比要发布的网站的新，或与之不是同一份：不能用较旧的存证日志覆盖。请从 {shown} 取回 log 文件夹，用 gongbao build --log 续写后再发布；未发布任何内容。"
            ),
            format!(
                "the log of {shown} is newer than that of the site, or another one: it is not put back. Fetch the folder `log` of {shown}, build with --log, and publish that; nothing was published."
            ),
        ))
        .at(to))
    }
}

/// Whether bytes are a time stamp of the head of the first `size` entries.
fn is_of_head(log: &Published, size: u64, bytes: &[u8]) -> bool {
    Stamp::parse(bytes).is_some_and(|stamp| log.is_stamped(size, &stamp))
}

/// A log with the key that signed it, if one did.
fn signed(log: &Published) -> Option<(&Published, &Verifier)> {
    match &log.signed {
        Signed::By(key) => Some((log, key)),
        Signed::No => None,
    }
}

/// The log in the folder `log` of a site; `None` where there is none.
///
/// # Errors
///
/// If it cannot be read, or is not whole.
pub(crate) fn log_in(log: &Path) -> Result<Option<Published>, Error> {
    let mut get = |path: &str, max: usize| publish::begins(log, path, max);
    let found = match read(&mut get)? {
        // What is left of one whose head is gone.
        Ok(None) if ["tile", DOCUMENTS].iter().any(|of| log.join(of).exists()) => {
            Err(Trouble::NoHead)
        }
        found => found,
    };
    match found {
        // The first publication was interrupted before its head, and nobody has seen it.
        Err(Trouble::NoHead) if log.parent().is_some_and(publish::is_pending) => Ok(None),
        Ok(found) => Ok(found),
        Err(trouble) => Err(broken(log, &trouble)),
    }
}

fn broken(log: &Path, trouble: &Trouble) -> Error {
    let (shown, (chinese, english)) = (log.display(), trouble.words());
    Error::new(Text::new(
        format!(
            "{shown} 中的存证日志不完整或被改动：{chinese}。请从镜像或备份恢复整个 log 文件夹再试；未发布任何内容。"
        ),
        format!(
            "the log in {shown} is not whole, or was altered: {english}. Put the whole folder `log` back from a mirror or a backup; nothing was published."
        ),
    ))
    .at(log)
}
