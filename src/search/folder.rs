//! The published index in a folder of this machine; never part of the browser's engine.
//!
//! Opening reads the manifest and the checks and looks at the length of every file. The bytes of the
//! files are checked when they are read, block by block against the checks, each block once: a query
//! costs what it reads, and no altered byte reaches tantivy.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use super::error::{PackFault, PackFaultKind};
use super::pack::{Files, MANIFEST, MAX_MANIFEST, Manifest, PackedFile};

/// Bytes that one check covers.
pub(crate) const CHECK_BLOCK: u64 = 64 << 10;

/// Bytes of a check: the first half of the block's SHA-256.
pub(crate) const CHECK: usize = 16;

/// Files of an index, opened and held against their manifest.
#[derive(Debug)]
pub(crate) struct Folder {
    files: BTreeMap<String, Opened>,
}

#[derive(Debug)]
struct Opened {
    path: String,
    file: File,
    /// What each block must hash to.
    checks: Vec<[u8; CHECK]>,
    /// Which blocks have been checked.
    checked: Mutex<Vec<bool>>,
}

/// Bytes as hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The check of a block.
pub(crate) fn check(block: &[u8]) -> [u8; CHECK] {
    let mut check = [0; CHECK];
    check.copy_from_slice(&Sha256::digest(block)[..CHECK]);
    check
}

fn unreadable(path: &Path, error: &io::Error) -> PackFault {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => PackFaultKind::Missing,
        _ => PackFaultKind::Unreadable(error.to_string()),
    };
    PackFault::new(path.display().to_string(), kind)
}

/// A whole small file, at most `limit` bytes.
fn read_whole(path: &Path, limit: u64) -> Result<Vec<u8>, PackFault> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > limit {
        let kind = PackFaultKind::Unreadable(format!("longer than {limit} bytes"));
        return Err(PackFault::new(path.display().to_string(), kind));
    }
    Ok(bytes)
}

impl Folder {
    /// Checks every byte of every file.
    pub(crate) fn verify(&self) -> io::Result<()> {
        self.files.values().try_for_each(|opened| {
            let length = opened.file.metadata()?.len();
            opened.check(length, &(0..length))
        })
    }

    /// Opens the index in `folder`.
    pub(crate) fn open(folder: &Path) -> Result<(Manifest, Folder), PackFault> {
        let path = folder.join(MANIFEST);
        let bytes = read_whole(&path, MAX_MANIFEST)?;
        let manifest = Manifest::parse(&path.display().to_string(), &bytes)?;
        let digest = hexadecimal(&Sha256::digest(manifest.digested()));
        if digest != manifest.digest || manifest.to_json().as_bytes() != bytes {
            let path = path.display().to_string();
            return Err(PackFault::new(path, PackFaultKind::Altered));
        }
        let all = |file: &PackedFile| open_file(&folder.join(&file.name), file);
        let (checks_path, _) = all(&manifest.checks)?;
        let checks = read_whole(&checks_path, manifest.checks.bytes)?;
        if hexadecimal(&Sha256::digest(&checks)) != manifest.checks.sha256 {
            let path = checks_path.display().to_string();
            return Err(PackFault::new(path, PackFaultKind::Altered));
        }
        let mut checks = checks.as_chunks::<CHECK>().0.iter().copied();
        let mut files = BTreeMap::new();
        for file in manifest.segments.iter().flat_map(|segment| &segment.files) {
            let (path, opened) = all(file)?;
            let blocks = usize::try_from(file.bytes.div_ceil(CHECK_BLOCK)).unwrap_or(usize::MAX);
            let checks: Vec<_> = checks.by_ref().take(blocks).collect();
            if checks.len() != blocks {
                let path = checks_path.display().to_string();
                return Err(PackFault::new(path, PackFaultKind::Altered));
            }
            let opened = Opened {
                path: path.display().to_string(),
                file: opened,
                checked: Mutex::new(vec![false; blocks]),
                checks,
            };
            files.insert(file.name.clone(), opened);
        }
        Ok((manifest, Folder { files }))
    }
}

/// Opens a file and looks at its length.
fn open_file(path: &Path, file: &PackedFile) -> Result<(PathBuf, File), PackFault> {
    let opened = File::open(path).map_err(|error| unreadable(path, &error))?;
    let found = opened
        .metadata()
        .map_err(|error| unreadable(path, &error))?
        .len();
    if found == file.bytes {
        return Ok((path.to_owned(), opened));
    }
    let kind = PackFaultKind::Length {
        expected: file.bytes,
        found,
    };
    Err(PackFault::new(path.display().to_string(), kind))
}

/// Fills `bytes` from the file's `offset` on.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Fills `bytes` from the file's `offset` on.
#[cfg(not(unix))]
pub(crate) fn read_at(mut file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    // The cursor is shared: one reader at a time.
    static CURSOR: Mutex<()> = Mutex::new(());
    let _guard = CURSOR.lock();
    io::Seek::seek(&mut file, io::SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}

impl Opened {
    /// Checks every block that `range` touches and that was not checked before.
    fn check(&self, length: u64, range: &Range<u64>) -> io::Result<()> {
        let mut checked = match self.checked.lock() {
            Ok(checked) => checked,
            Err(poisoned) => poisoned.into_inner(),
        };
        for block in range.start / CHECK_BLOCK..range.end.div_ceil(CHECK_BLOCK) {
            let at = usize::try_from(block).unwrap_or(usize::MAX);
            if checked.get(at) == Some(&true) {
                continue;
            }
            let start = block * CHECK_BLOCK;
            let size = CHECK_BLOCK.min(length.saturating_sub(start));
            let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
            read_at(&self.file, &mut bytes, start)?;
            if self.checks.get(at) != Some(&check(&bytes)) {
                return Err(PackFault::new(&self.path, PackFaultKind::Altered).into_io());
            }
            if let Some(flag) = checked.get_mut(at) {
                *flag = true;
            }
        }
        Ok(())
    }
}

impl Files for Folder {
    fn read(&self, file: &PackedFile, range: Range<u64>) -> io::Result<Vec<u8>> {
        let Some(opened) = self.files.get(&file.name) else {
            return Err(PackFault::new(&file.name, PackFaultKind::Missing).into_io());
        };
        opened.check(file.bytes, &range)?;
        let mut bytes = vec![0; usize::try_from(range.end - range.start).unwrap_or(0)];
        read_at(&opened.file, &mut bytes, range.start)
            .map_err(|error| unreadable(Path::new(&opened.path), &error).into_io())?;
        Ok(bytes)
    }
}
