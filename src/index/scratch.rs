//! A folder in which the index is written: tantivy's directory over plain files, without mapping.
//!
//! It is mostly written to: tantivy reads little of it back.

#![expect(
    clippy::disallowed_methods,
    reason = "the index is written to a folder of its own, which publish then takes"
)]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

use crate::search::folder::read_at;

/// Bytes that are gathered before a write.
const WRITE_BUFFER: usize = 64 << 10;

/// The folder; the caller makes and removes it.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    pub(super) fn new(folder: PathBuf) -> Self {
        Scratch { folder }
    }

    pub(super) fn path(&self, name: &Path) -> PathBuf {
        self.folder.join(name)
    }
}

struct Writer(BufWriter<File>);

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl TerminatingWrite for Writer {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.0.flush()
    }
}

/// A file that was written.
#[derive(Debug)]
struct Reader {
    file: File,
    length: usize,
}

impl HasLen for Reader {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Reader {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl Directory for Scratch {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let open = || {
            let file = File::open(self.path(path))?;
            let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
            Ok(Reader { file, length })
        };
        open()
            .map(|reader| Arc::new(reader) as Arc<dyn FileHandle>)
            .map_err(|error: io::Error| match error.kind() {
                io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
                _ => OpenReadError::wrap_io_error(error, path.to_owned()),
            })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.path(path).exists())
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        fs::remove_file(self.path(path)).map_err(|error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_owned(),
        })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = File::create_new(self.path(path))
            .map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        let writer = Writer(BufWriter::with_capacity(WRITE_BUFFER, file));
        Ok(BufWriter::with_capacity(0, Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        fs::read(self.path(path)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        fs::write(self.path(path), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    /// No one else uses the folder: there is nothing to lock.
    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
