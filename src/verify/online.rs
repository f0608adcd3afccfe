//! An archive at an address.
//!
//! In: the address. Out: its files, each asked for when it is needed; nothing is kept of them. What cannot be reached is no
//! damage: the first such failure is kept, nothing more is asked for, and the caller is to say it in place of what came of
//! the rest. Lists no folder, which no host does for all. Never writes.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Text;
use crate::error::{Doing, Error};
use crate::log::published::{CHECKPOINT, UNSIGNED};
use crate::route::site_path::{SHA256SUMS, fault};
use crate::route::{TEXT_NAME, decode};
use crate::verify::files::{Entry, Files, Oddity, Seen};
use crate::verify::record::below;
use crate::web::Web;

/// Bytes that are read of one archive, at most, and of one file.
pub(crate) const MAX_BYTES: u64 = 64 << 30;
const MAX_FILE: u64 = 4 << 30;
/// Bytes that are read at a time.
const READ_BYTES: usize = 64 << 10;
/// Folders above a file in which a log is looked for, at most.
const MAX_ABOVE: usize = 16;

/// An archive at an address.
#[derive(Debug)]
pub(crate) struct Online {
    web: Web,
    taken: AtomicU64,
    /// Why no more is asked for.
    failure: Mutex<Option<Error>>,
}

/// What is at an address: an archive, or a file of one.
#[derive(Debug)]
pub(crate) enum Target {
    Site(Online),
    /// With its path in the archive.
    File(Online, String),
}

impl Target {
    /// What is meant by an address: a file where its last part has an ending; else an archive, or, of a folder below one, the
    /// text in it. The archive of a file is the nearest one above it that has a log; index.html stands for a folder that has
    /// an archive.
    ///
    /// # Errors
    ///
    /// If it is no address, if the host cannot be reached, or if there is no log above a file.
    pub(crate) fn at(address: &str, authorities: Option<&[u8]>) -> Result<Target, Error> {
        let site = |address: &str| Web::new(address, authorities).map(Online::new);
        let (above, name) = address.rsplit_once('/').unwrap_or(("", address));
        let is_host = above.ends_with('/');
        let is_file = !is_host && name.contains('.');
        let text;
        let file = match is_file && name != "index.html" {
            true => address,
            false => {
                let online = site(address)?;
                if online.has_log()? || online.web.open(SHA256SUMS)?.is_some() {
                    return Ok(Target::Site(online));
                }
                if is_host {
                    return Ok(Target::Site(online));
                }
                text = match is_file {
                    true => address.to_owned(),
                    false => format!("{}/{TEXT_NAME}", address.trim_end_matches('/')),
                };
                text.as_str()
            }
        };
        let mut folder = file.rsplit_once('/').map_or("", |(above, _)| above);
        for _ in 0..MAX_ABOVE {
            if folder.ends_with('/') || folder.ends_with(':') {
                break;
            }
            let online = site(&format!("{folder}/"))?;
            if online.has_log()? {
                let path = file.get(folder.len() + 1..).unwrap_or_default();
                let path = decode(path).filter(|path| fault(path).is_none());
                let path = path.ok_or_else(|| no_log(address))?;
                return Ok(Target::File(online, path));
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
        Err(no_log(address))
    }
}

impl Online {
    fn new(web: Web) -> Online {
        Online {
            web,
            taken: AtomicU64::new(0),
            failure: Mutex::new(None),
        }
    }

    /// Why the archive could not be read to its end, if it could not.
    pub(crate) fn failure(&self) -> Option<Error> {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.take()
    }

    fn has_log(&self) -> Result<bool, Error> {
        for head in [CHECKPOINT, UNSIGNED] {
            if self.web.open(&below(head))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads a file by pieces until `take` has enough.
    fn read(&self, path: &str, take: &mut dyn FnMut(&[u8]) -> bool) -> Result<Option<()>, Oddity> {
        let is_over = |failure: &Mutex<Option<Error>>| {
            let failure = failure.lock().unwrap_or_else(PoisonError::into_inner);
            failure.is_some()
        };
        if is_over(&self.failure) {
            return Err(unreachable());
        }
        self.stream(path, take).map_err(|failed| match failed {
            Failed::Cut => Oddity::Unreadable(Text::new(
                "网站送来的内容不完整",
                "the host sent less than it promised",
            )),
            Failed::No(error) => {
                let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                failure.get_or_insert(error);
                unreachable()
            }
        })
    }

    fn stream(
        &self,
        path: &str,
        take: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<Option<()>, Failed> {
        let Some(mut from) = self.web.open(path).map_err(Failed::No)? else {
            return Ok(None);
        };
        let mut buffer = vec![0; READ_BYTES];
        let mut length = 0;
        loop {
            let read = match from.read(&mut buffer) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Err(Failed::Cut);
                }
                Err(error) => {
                    let address = format!("{}{path}", self.web.name());
                    return Err(Failed::No(Error::io(Doing::Read, address, error)));
                }
            };
            let piece = buffer.get(..read).unwrap_or_default();
            if piece.is_empty() || !take(piece) {
                return Ok(Some(()));
            }
            length += read as u64;
            let taken = self.taken.fetch_add(read as u64, Ordering::Relaxed);
            if length > MAX_FILE || taken > MAX_BYTES {
                let address = format!("{}{path}", self.web.name());
                return Err(Failed::No(too_much(&address)));
            }
        }
    }
}

/// Why a file was not read to its end.
enum Failed {
    /// It ends before it should.
    Cut,
    No(Error),
}

impl Files for Online {
    fn get(&self, path: &str, max: usize) -> Result<Option<Vec<u8>>, Oddity> {
        let mut bytes = Vec::new();
        let found = self.read(path, &mut |piece| {
            let room = max - bytes.len();
            bytes.extend_from_slice(piece.get(..room.min(piece.len())).unwrap_or_default());
            bytes.len() < max
        })?;
        Ok(found.map(|()| bytes))
    }

    fn seen(&self, path: &str) -> Result<Option<Seen>, Oddity> {
        let (mut hasher, mut length) = (Sha256::new(), 0);
        let found = self.read(path, &mut |piece| {
            hasher.update(piece);
            length += piece.len() as u64;
            true
        })?;
        Ok(found.map(|()| Seen {
            digest: hasher.finalize().into(),
            length,
        }))
    }

    fn entries(&self, _: &str) -> Result<Option<Vec<Entry>>, Oddity> {
        Ok(None)
    }
}

fn unreachable() -> Oddity {
    Oddity::Unreadable(Text::new("网站无法访问", "the host cannot be reached"))
}

fn no_log(address: &str) -> Error {
    Error::new(Text::new(
        format!(
            "{address} 及其各级上层网址中都没有存证日志（log/），也没有 gongbao 发布的网站，无法核对。请核对网址。"
        ),
        format!(
            "there is no log (log/) at {address} or above to hold it against, and no site that gongbao published. Check the address."
        ),
    ))
}

fn too_much(address: &str) -> Error {
    let (file, all) = (MAX_FILE >> 30, MAX_BYTES >> 30);
    Error::new(Text::new(
        format!(
            "读到 {address} 时达到上限（每个文件 {file} GiB，共 {all} GiB），已停止：请先用 gongbao mirror 复制，再核对副本。"
        ),
        format!(
            "the limit was reached at {address} ({file} GiB a file, {all} GiB in all), and nothing more is read: copy the archive by `gongbao mirror`, and verify the copy."
        ),
    ))
}
