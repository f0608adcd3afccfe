//! Where a mirror copies from: a folder, or an address.
//!
//! In: the path of a file below the root of the archive. Out: its bytes as a stream, which may be any bytes and any number
//! of them. Never follows a link out of the folder; never judges what it gives.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::diagnostic::Text;
use crate::disk::{Folder, NotOpened};
use crate::error::{Doing, Error};
use crate::web::Web;

/// A file, if it is there.
pub(crate) type Opened<'s> = Option<Box<dyn Read + Send + 's>>;

/// An archive that is to be copied.
pub(crate) trait Source: Sync {
    /// As people name it.
    fn name(&self) -> &str;

    /// Opens the file at `path`, whose segments are separated by `/`; `None` where there is none.
    ///
    /// # Errors
    ///
    /// If it cannot be said whether there is one.
    fn open(&self, path: &str) -> Result<Opened<'_>, Error>;
}

/// A folder of this machine.
#[derive(Debug)]
pub(crate) struct FolderSource {
    name: String,
    shown: PathBuf,
    folder: Folder,
}

impl FolderSource {
    /// Opens the folder.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub(crate) fn open(shown: &Path) -> Result<FolderSource, Error> {
        let folder = Folder::open(shown).map_err(|e| Error::io(Doing::List, shown, e))?;
        Ok(FolderSource {
            name: shown.display().to_string(),
            shown: shown.to_owned(),
            folder,
        })
    }
}

impl Source for FolderSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self, path: &str) -> Result<Opened<'_>, Error> {
        match self.folder.file_beneath(path) {
            Ok(file) => {
                let is_file = file.metadata().is_ok_and(|found| found.is_file());
                Ok(is_file.then(|| Box::new(file) as Box<dyn Read + Send>))
            }
            // What leads elsewhere is no file of the archive.
            Err(NotOpened::Link | NotOpened::Elsewhere | NotOpened::Device) => Ok(None),
            Err(NotOpened::Refused(e)) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(NotOpened::Refused(e)) => Err(Error::io(Doing::Read, self.shown.join(path), e)),
        }
    }
}

impl Source for Web {
    fn name(&self) -> &str {
        Web::name(self)
    }

    fn open(&self, path: &str) -> Result<Opened<'_>, Error> {
        Web::open(self, path)
    }
}

/// How many bytes a run may still take from a source.
pub(crate) struct Budget<'b> {
    most: u64,
    most_of_file: u64,
    taken: AtomicU64,
    /// Whether the run has taken as long as it may.
    is_late: &'b (dyn Fn() -> bool + Sync),
    /// Whether who runs the program may give another number.
    is_given: bool,
}

impl<'b> Budget<'b> {
    pub(crate) fn new(
        most: u64,
        most_of_file: u64,
        is_late: &'b (dyn Fn() -> bool + Sync),
    ) -> Budget<'b> {
        Budget {
            is_late,
            most,
            most_of_file,
            taken: AtomicU64::new(0),
            is_given: true,
        }
    }

    /// That of a log alone.
    pub(crate) fn of_log(most: u64) -> Budget<'b> {
        Budget {
            is_given: false,
            ..Budget::new(most, most, &|| false)
        }
    }

    /// Bytes that one file may have.
    pub(crate) fn of_file(&self) -> u64 {
        self.most_of_file
    }

    /// Bytes that were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Goes on, unless the run has taken as long as it may.
    ///
    /// # Errors
    ///
    /// If it has.
    pub(crate) fn in_time(&self) -> Result<(), Error> {
        match (self.is_late)() {
            false => Ok(()),
            true => Err(Error::new(Text::new(
                "复制用时过长，达到上限，已停止；已经核对的文件保留，请再运行一次，接着复制。",
                "the copy took as long as it may and stops; what was checked is kept. Run it again, to go on.",
            ))),
        }
    }

    /// Takes the next bytes of a stream into `buffer`: how many, none at its end.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or ends before it should, which is said of the file `path`; if it is too much, or takes too
    /// long.
    pub(crate) fn read(
        &self,
        from: &mut dyn Read,
        buffer: &mut [u8],
        path: &str,
    ) -> Result<usize, Error> {
        self.in_time()?;
        let read = loop {
            match from.read(buffer) {
                Ok(read) => break read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                // Fewer bytes than were promised.
                Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Err(broken_off(path)),
                Err(e) => return Err(Error::io(Doing::Read, path, e)),
            }
        };
        let before = self.taken.fetch_add(read as u64, Ordering::Relaxed);
        if before.saturating_add(read as u64) > self.most {
            return Err(self.used_up());
        }
        Ok(read)
    }

    fn used_up(&self) -> Error {
        let most = self.most;
        if !self.is_given {
            return Error::new(Text::new(
                format!("存证日志超过 {most} 字节的上限，不再读取"),
                format!("the log has more than {most} bytes, which is the limit; no more is read"),
            ));
        }
        Error::new(Text::new(
            format!(
                "本次已读取 {most} 字节，达到上限，已停止；已经核对的文件保留，下次接着复制。档案确实更大的，请用 --max-bytes 提高上限。"
            ),
            format!(
                "{most} bytes were read, which is the limit, and the copy stops; what was checked is kept for the next run. Raise it by --max-bytes if the archive is larger."
            ),
        ))
    }
}

/// A connection ended before the file did: nothing is wrong with the archive.
fn broken_off(path: &str) -> Error {
    Error::new(Text::new(
        format!("读取 {path} 时连接中断。已经核对的文件保留，请再运行一次，接着复制。"),
        format!("the connection broke off while {path} was read. What was checked is kept; run it again, to go on."),
    ))
    .at(path)
}

/// The bytes of the file at `path`, of which those after the first `most` are left out; `None` where there is none.
///
/// # Errors
///
/// If it cannot be read, or if it is too much for the run.
pub(crate) fn bytes(
    source: &dyn Source,
    budget: &Budget<'_>,
    path: &str,
    most: usize,
) -> Result<Option<Vec<u8>>, Error> {
    budget.in_time()?;
    let Some(mut from) = source.open(path)? else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    while bytes.len() < most {
        let wanted = buffer.len().min(most - bytes.len());
        let into = buffer.get_mut(..wanted).unwrap_or_default();
        match budget.read(from.as_mut(), into, path)? {
            0 => break,
            read => bytes.extend_from_slice(buffer.get(..read).unwrap_or_default()),
        }
    }
    Ok(Some(bytes))
}
