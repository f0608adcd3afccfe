//! A folder in which the index is written: tantivy's directory over plain files, without mapping.
//!
//! Written files are read back in small windows, in order, so that merging costs neither a system call
//! for each posting list nor memory for whole files.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen};

use crate::search::folder::read_at;

/// Bytes that are read ahead of a short read.
const WINDOW: usize = 32 << 10;

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

    /// Removes the folder and what is in it.
    pub(super) fn remove(self) -> io::Result<()> {
        fs::remove_dir_all(self.folder)
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

/// A file that is read mostly forwards.
#[derive(Debug)]
struct Reader {
    file: File,
    length: usize,
    /// Where the bytes in hand begin, and they.
    window: Mutex<(usize, OwnedBytes)>,
}

impl HasLen for Reader {
    fn len(&self) -> usize {
        self.length
    }
}

impl Reader {
    fn read(&self, start: usize, length: usize) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; length];
        read_at(&self.file, &mut bytes, start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl FileHandle for Reader {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if range.len() > WINDOW / 2 {
            return self.read(range.start, range.len());
        }
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, bytes) = &*window;
        if range.start < *start || range.end > start + bytes.len() {
            let length = WINDOW.min(self.length - range.start);
            *window = (range.start, self.read(range.start, length)?);
        }
        let (start, bytes) = &*window;
        Ok(bytes.slice(range.start - start..range.end - start))
    }
}

impl Directory for Scratch {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let open = || {
            let file = File::open(self.path(path))?;
            let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
            Ok(Reader {
                file,
                length,
                window: Mutex::new((0, OwnedBytes::empty())),
            })
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

    /// Nobody else knows the folder.
    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
