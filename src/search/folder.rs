//! The published index in a folder of this machine; never part of the browser's engine.
//!
//! Opening reads the manifest, the bundle and the checks and looks at the length of every file. The bytes
//! of the files are checked when they are read, block by block against the checks, each block once: a
//! query costs what it reads, and bytes that were altered before that do not reach tantivy.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::search::Searcher;
use crate::search::error::{Error, IndexFault, IndexFaultKind};
use crate::search::format::manifest::{Files, IndexFile, MAX_MANIFEST, Manifest, Request};
use crate::search::format::version::MANIFEST;

/// Bytes that one check covers.
pub(crate) const CHECK_BLOCK: u64 = 64 << 10;

/// Bytes of a check: the first half of the block's SHA-256.
pub(crate) const CHECK: usize = 16;

/// Files of an index, held against their manifest.
#[derive(Debug)]
pub(crate) struct Folder {
    /// Of each segment, its files.
    segments: Vec<Vec<ChunkFile>>,
}

/// A file of a segment. It is opened when it is read: an index may have more files than a machine allows
/// to be open.
#[derive(Debug)]
struct ChunkFile {
    path: PathBuf,
    bytes: u64,
    /// What each block must hash to.
    checks: Vec<[u8; CHECK]>,
    /// Which blocks have been checked.
    checked: Mutex<Vec<bool>>,
}

/// The check of a block.
pub(crate) fn check(block: &[u8]) -> [u8; CHECK] {
    let mut check = [0; CHECK];
    for (to, from) in check.iter_mut().zip(Sha256::digest(block)) {
        *to = from;
    }
    check
}

fn unreadable(path: &Path, error: &io::Error) -> IndexFault {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => IndexFaultKind::Missing,
        _ => IndexFaultKind::Unreadable(error.to_string()),
    };
    IndexFault::new(path.display().to_string(), kind)
}

/// Opens a regular file: to open a pipe would be to wait for one who writes to it.
fn open(path: &Path) -> io::Result<File> {
    match std::fs::metadata(path)?.is_file() {
        true => File::open(path),
        false => Err(io::Error::other("not a regular file")),
    }
}

/// A whole small file, at most `limit` bytes.
fn read_whole(path: &Path, limit: u64) -> Result<Vec<u8>, IndexFault> {
    let mut bytes = Vec::new();
    open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit {
        let kind = IndexFaultKind::Unreadable(format!("longer than {limit} bytes"));
        return Err(IndexFault::new(path.display().to_string(), kind));
    }
    Ok(bytes)
}

/// A whole file of the index, held against its hash.
fn read_packed(folder: &Path, file: &IndexFile) -> Result<Vec<u8>, IndexFault> {
    let path = folder.join(&file.name);
    check_length(&path, file.bytes)?;
    let bytes = read_whole(&path, file.bytes)?;
    match file.holds(&bytes) {
        true => Ok(bytes),
        false => Err(altered(&path)),
    }
}

fn altered(path: &Path) -> IndexFault {
    IndexFault::new(path.display().to_string(), IndexFaultKind::Altered)
}

impl Searcher {
    /// Opens the index in a folder of this machine.
    ///
    /// # Errors
    ///
    /// A file is missing, of another length, altered, or of another version; the error names it.
    pub fn open(folder: &Path) -> Result<Searcher, Error> {
        let (manifest, bundle, files) = Folder::open(folder)?;
        Searcher::from_files(manifest, &bundle, Arc::new(files))
    }

    /// Checks every byte of the index in a folder, which opening and asking do only as far as they read.
    ///
    /// # Errors
    ///
    /// A file is missing, of another length, altered, or of another version; the error names it.
    pub fn verify(folder: &Path) -> Result<(), Error> {
        let (_, _, files) = Folder::open(folder)?;
        Ok(files.verify()?)
    }
}

impl Folder {
    /// Checks every byte of every file.
    pub(crate) fn verify(&self) -> Result<(), IndexFault> {
        self.segments
            .iter()
            .flatten()
            .try_for_each(|chunk| chunk.read(0..chunk.bytes).map(drop))
    }

    /// Opens the index in `folder`: its manifest, its bundle and its files.
    pub(crate) fn open(folder: &Path) -> Result<(Manifest, Vec<u8>, Folder), IndexFault> {
        let path = folder.join(MANIFEST);
        let bytes = read_whole(&path, MAX_MANIFEST)?;
        let manifest = Manifest::read(&path.display().to_string(), &bytes)?;
        let bundle = read_packed(folder, &manifest.bundle)?;
        let checks = read_packed(folder, &manifest.checks)?;
        let mut checks = checks.as_chunks::<CHECK>().0.iter().copied();
        let mut segments = Vec::new();
        for segment in &manifest.segments {
            let mut chunks = Vec::new();
            for (name, bytes) in segment.files(manifest.chunk) {
                let path = folder.join(name);
                check_length(&path, bytes)?;
                let blocks = usize::try_from(bytes.div_ceil(CHECK_BLOCK)).unwrap_or(usize::MAX);
                let checks: Vec<_> = checks.by_ref().take(blocks).collect();
                if checks.len() != blocks {
                    return Err(altered(&folder.join(&manifest.checks.name)));
                }
                chunks.push(ChunkFile {
                    path,
                    bytes,
                    checked: Mutex::new(vec![false; blocks]),
                    checks,
                });
            }
            segments.push(chunks);
        }
        Ok((manifest, bundle, Folder { segments }))
    }
}

/// Looks at the length of a file.
fn check_length(path: &Path, expected: u64) -> Result<(), IndexFault> {
    let found = std::fs::metadata(path)
        .map_err(|error| unreadable(path, &error))?
        .len();
    if found == expected {
        return Ok(());
    }
    let kind = IndexFaultKind::Length { expected, found };
    Err(IndexFault::new(path.display().to_string(), kind))
}

/// Fills `bytes` from the file's `offset` on.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Fills `bytes` from the file's `offset` on.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        let read = file.seek_read(bytes, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = bytes.get_mut(read..).unwrap_or_default();
        offset += read as u64;
    }
    Ok(())
}

impl ChunkFile {
    /// The bytes `range`; every block that it touches and that was not checked before is.
    fn read(&self, range: Range<u64>) -> Result<Vec<u8>, IndexFault> {
        let failed = |error: io::Error| unreadable(&self.path, &error);
        let file = open(&self.path).map_err(failed)?;
        self.check(&file, &range)?;
        let mut bytes = vec![0; usize::try_from(range.end - range.start).unwrap_or(0)];
        read_at(&file, &mut bytes, range.start).map_err(failed)?;
        Ok(bytes)
    }

    fn check(&self, file: &File, range: &Range<u64>) -> Result<(), IndexFault> {
        let mut checked = self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        for block in range.start / CHECK_BLOCK..range.end.div_ceil(CHECK_BLOCK) {
            let at = usize::try_from(block).unwrap_or(usize::MAX);
            if checked.get(at) == Some(&true) {
                continue;
            }
            let start = block * CHECK_BLOCK;
            let size = CHECK_BLOCK.min(self.bytes.saturating_sub(start));
            let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
            read_at(file, &mut bytes, start).map_err(|error| unreadable(&self.path, &error))?;
            if self.checks.get(at) != Some(&check(&bytes)) {
                return Err(altered(&self.path));
            }
            if let Some(flag) = checked.get_mut(at) {
                *flag = true;
            }
        }
        Ok(())
    }
}

impl Files for Folder {
    fn fetch(&self, requests: &[Request]) -> Result<Vec<Vec<u8>>, IndexFault> {
        let read = |request: &Request| {
            let chunk = usize::try_from(request.chunk).unwrap_or(usize::MAX);
            let files = self.segments.get(request.segment);
            let file = files.and_then(|files| files.get(chunk));
            match file.filter(|file| request.range.end <= file.bytes) {
                Some(file) => file.read(request.range.clone()),
                None => {
                    let kind = IndexFaultKind::Unreadable("a range outside the files".to_owned());
                    Err(IndexFault::new(MANIFEST, kind))
                }
            }
        };
        requests.iter().map(read).collect()
    }
}
