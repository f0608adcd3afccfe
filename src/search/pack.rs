//! The published index: one manifest and the files that it names, as tantivy reads them.
//!
//! In goes a manifest and something that reads bytes of named files ([`Files`]: a folder here, the
//! network in a browser), out comes a tantivy directory. The files are immutable and named by their
//! content; the manifest alone keeps its name. This module never touches a disk and never writes.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, HasLen, Index};

use super::error::{Error, PackFault, PackFaultKind};
use super::schema::{Fields, settings};
use super::tokenizer::{ANALYZER, tokenizers};

/// The version of the format: of the manifest, the schema and the files together.
pub const FORMAT: u32 = 1;

/// The manifest's name.
pub const MANIFEST: &str = "manifest.json";

/// The longest manifest that is read, in bytes.
pub const MAX_MANIFEST: u64 = 1 << 20;

/// The parts of a segment, by the ending that tantivy gives them.
pub(crate) const PARTS: [&str; 6] = ["term", "idx", "pos", "fast", "fieldnorm", "store"];

/// Where tantivy looks for its own list of segments.
const META: &str = "meta.json";

/// What the index consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// `ANALYZER`.
    pub analyzer: u32,
    /// How many reports it holds.
    pub reports: u32,
    /// The segments, in the order of their reports.
    pub segments: Vec<SegmentFiles>,
    /// The hashes of the blocks of all files, in the order of the segments and their parts.
    pub checks: PackedFile,
    /// The SHA-256 of this manifest with an empty digest, in hexadecimal.
    pub digest: String,
}

/// One segment of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentFiles {
    /// How many reports it holds.
    pub reports: u32,
    /// Its parts.
    pub files: Vec<PackedFile>,
}

/// One immutable file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackedFile {
    /// Which part of a segment it is, or `checks`.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads a manifest and whether this program can read what it describes; not its digest.
    ///
    /// # Errors
    ///
    /// Another version, or no manifest; `file` is the name that the error gives.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Manifest, PackFault> {
        /// What every version of the manifest has.
        #[derive(Deserialize)]
        struct Versions {
            format: u32,
        }
        let fault = |kind| PackFault::new(file, kind);
        let unreadable =
            |error: serde_json::Error| fault(PackFaultKind::Unreadable(error.to_string()));
        let versions: Versions = serde_json::from_slice(bytes).map_err(unreadable)?;
        if versions.format != FORMAT {
            return Err(fault(PackFaultKind::Format(versions.format)));
        }
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(unreadable)?;
        if manifest.analyzer != ANALYZER {
            return Err(fault(PackFaultKind::Analyzer(manifest.analyzer)));
        }
        let name_is_safe = |file: &PackedFile| {
            let stem = file.name.strip_suffix(".bin").unwrap_or_default();
            !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let reports: u64 = manifest.segments.iter().map(|s| u64::from(s.reports)).sum();
        if !manifest.files().all(name_is_safe) || reports != u64::from(manifest.reports) {
            return Err(fault(PackFaultKind::Unreadable(
                "names or counts make no sense".to_owned(),
            )));
        }
        Ok(manifest)
    }

    /// Every file but the manifest itself: the parts of the segments, then the checks.
    pub fn files(&self) -> impl Iterator<Item = &PackedFile> {
        self.segments
            .iter()
            .flat_map(|segment| &segment.files)
            .chain([&self.checks])
    }

    /// The manifest as it is written.
    pub(crate) fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// What the digest is taken of.
    pub(crate) fn digested(&self) -> String {
        Manifest {
            digest: String::new(),
            ..self.clone()
        }
        .to_json()
    }

    /// The segment and part that tantivy knows under `path`.
    fn part(&self, path: &Path) -> Option<&PackedFile> {
        let (id, part) = path.to_str()?.split_once('.')?;
        let segment = usize::from_str_radix(id, 16).ok()?;
        let files = &self.segments.get(segment)?.files;
        files.iter().find(|file| file.part == part)
    }

    /// tantivy's list of segments, made of ours.
    fn meta(&self, fields: &Fields) -> Vec<u8> {
        let segments: Vec<_> = self
            .segments
            .iter()
            .enumerate()
            .map(|(at, segment)| {
                // An id of tantivy is a UUID; ours is the segment's number.
                serde_json::json!({
                    "segment_id": format!("00000000-0000-0000-0000-{at:012x}"),
                    "max_doc": segment.reports,
                    "deletes": null,
                })
            })
            .collect();
        serde_json::json!({
            "index_settings": settings(),
            "segments": segments,
            "schema": fields.schema,
            "opstamp": 0,
        })
        .to_string()
        .into_bytes()
    }
}

/// Reads bytes of the files that a manifest names.
///
/// A fault is a [`PackFault`] inside the [`io::Error`], so that it comes out of tantivy as itself.
pub trait Files: fmt::Debug + Send + Sync + 'static {
    /// The bytes `range` of the file, which lie inside it.
    ///
    /// # Errors
    ///
    /// The file is not there, is shorter, or does not hold what the manifest says.
    fn read(&self, file: &PackedFile, range: Range<u64>) -> io::Result<Vec<u8>>;
}

/// Opens the index that the manifest describes.
pub(crate) fn open(
    manifest: Manifest,
    files: Arc<dyn Files>,
    fields: &Fields,
) -> Result<Index, Error> {
    let directory = PackDirectory {
        meta: manifest.meta(fields).into(),
        manifest: Arc::new(manifest),
        files,
    };
    let mut index = Index::open(directory)?;
    index.set_tokenizers(tokenizers());
    Ok(index)
}

/// The pack as tantivy's directory: read-only, without locks.
#[derive(Clone, Debug)]
struct PackDirectory {
    manifest: Arc<Manifest>,
    meta: Arc<[u8]>,
    files: Arc<dyn Files>,
}

fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "a published index is read-only")
}

impl Directory for PackDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.manifest.part(path) {
            Some(file) => Ok(Arc::new(PackHandle {
                file: file.clone(),
                files: Arc::clone(&self.files),
            })),
            None => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(path == Path::new(META) || self.manifest.part(path).is_some())
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match path == Path::new(META) {
            true => Ok(self.meta.to_vec()),
            false => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(read_only()),
            filepath: path.to_owned(),
        })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned()))
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// One file of the pack.
#[derive(Debug)]
struct PackHandle {
    file: PackedFile,
    files: Arc<dyn Files>,
}

impl HasLen for PackHandle {
    fn len(&self) -> usize {
        usize::try_from(self.file.bytes).unwrap_or(usize::MAX)
    }
}

impl FileHandle for PackHandle {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end as u64 > self.file.bytes {
            let kind = PackFaultKind::Unreadable("a place outside the file".to_owned());
            return Err(PackFault::new(&self.file.name, kind).into_io());
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let bytes = self
            .files
            .read(&self.file, range.start as u64..range.end as u64)?;
        if bytes.len() != range.len() {
            return Err(PackFault::new(&self.file.name, PackFaultKind::Altered).into_io());
        }
        Ok(OwnedBytes::new(bytes))
    }
}
