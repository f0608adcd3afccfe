//! The published files: the parts of segments cut into files named by their content, the bundle, the
//! checks and the manifest.
//!
//! In go the parts of segments on disk, out come files in a folder, ready to be linked or copied. The
//! bundle holds the bytes that opening an index reads. No list of them is kept: the index is opened here by
//! the same code as later by readers, and what that code reads goes into the bundle.

#![expect(
    clippy::disallowed_methods,
    reason = "the index is written to a folder of its own, which publish then takes"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use base16ct::lower::encode_string;
use sha2::{Digest, Sha256};

use crate::index::BuiltFile;
use crate::index::prepare::deflate;
use crate::index::segment::Written;
use crate::search::Error;
use crate::search::folder::{CHECK_BLOCK, check, read_at};
use crate::search::format::bundle::{self, Piece};
use crate::search::format::manifest::{CHUNK, IndexFile, Manifest, Request, SegmentFiles};
use crate::search::format::version::{ANALYZER, FORMAT, MANIFEST};
use crate::search::open_index::open_segments;
use crate::search::store::Store;

/// How many digits of a hash are in a name.
const NAME: usize = 20;

/// Makes the files of an index of these segments in `folder`; the manifest comes last.
///
/// # Errors
///
/// If a part of a segment cannot be read, or if a file cannot be written.
pub(super) fn assemble(folder: &Path, segments: Vec<Written>) -> Result<Vec<BuiltFile>, Error> {
    let (mut files, mut checks, mut segment_files) = (Vec::new(), Vec::new(), Vec::new());
    for segment in segments {
        segment_files.push(cut(folder, segment, &mut checks, &mut files)?);
    }
    let (checks, built) = seal(folder, &checks)?;
    files.push(built);
    let mut manifest = Manifest {
        format: FORMAT,
        analyzer: ANALYZER,
        reports: segment_files.iter().map(|segment| segment.reports).sum(),
        chunk: CHUNK,
        segments: segment_files,
        bundle: checks.clone(),
        checks,
        digest: String::new(),
    };
    let (bundle, built) = seal(folder, &bundle_of(folder, &manifest)?)?;
    files.push(built);
    manifest.bundle = bundle;
    manifest.digest = encode_string(&Sha256::digest(manifest.digested()));
    let json = manifest.to_json();
    let path = folder.join(MANIFEST);
    fs::write(&path, &json)?;
    files.push(BuiltFile {
        name: MANIFEST.to_owned(),
        path,
        bytes: json.len() as u64,
    });
    Ok(files)
}

/// A file that is read whole, written under the name of its content.
fn seal(folder: &Path, bytes: &[u8]) -> io::Result<(IndexFile, BuiltFile)> {
    let sha256 = encode_string(&Sha256::digest(bytes));
    let name = format!("{}.bin", sha256.get(..NAME).unwrap_or_default());
    let path = folder.join(&name);
    fs::write(&path, bytes)?;
    let file = IndexFile {
        name: name.clone(),
        bytes: bytes.len() as u64,
        sha256,
    };
    let built = BuiltFile {
        name,
        path,
        bytes: file.bytes,
    };
    Ok((file, built))
}

/// Cuts a segment into files, and removes its parts.
fn cut(
    folder: &Path,
    segment: Written,
    checks: &mut Vec<u8>,
    files: &mut Vec<BuiltFile>,
) -> io::Result<SegmentFiles> {
    let first_check = checks.len();
    let mut cutter = Cutter {
        folder,
        chunk: Vec::new(),
        cut: Vec::new(),
        checks,
    };
    let mut parts = Vec::new();
    for (part, path) in &segment.parts {
        let mut file = File::open(path)?;
        let mut length = 0;
        loop {
            let room = CHUNK - cutter.chunk.len() as u64;
            let read = (&mut file).take(room).read_to_end(&mut cutter.chunk)?;
            length += read as u64;
            if cutter.chunk.len() as u64 == CHUNK {
                cutter.flush()?;
            } else {
                break;
            }
        }
        parts.push((*part, length));
        drop(file);
        fs::remove_file(path)?;
    }
    if !cutter.chunk.is_empty() {
        cutter.flush()?;
    }
    let cut = cutter.cut;
    // The checks are hashes of all bytes: their hash is as good as one of the bytes.
    let sha256 = encode_string(&Sha256::digest(
        checks.get(first_check..).unwrap_or_default(),
    ));
    let segment_files = SegmentFiles {
        name: sha256.get(..NAME).unwrap_or_default().to_owned(),
        reports: segment.reports,
        sha256,
        parts,
    };
    for (at, bytes) in (0..).zip(cut) {
        let name = segment_files.file(at);
        let path = folder.join(&name);
        fs::rename(folder.join(format!("chunk-{at}")), &path)?;
        files.push(BuiltFile { name, path, bytes });
    }
    Ok(segment_files)
}

struct Cutter<'c> {
    folder: &'c Path,
    chunk: Vec<u8>,
    /// The lengths of the files so far.
    cut: Vec<u64>,
    checks: &'c mut Vec<u8>,
}

impl Cutter<'_> {
    fn flush(&mut self) -> io::Result<()> {
        let path = self.folder.join(format!("chunk-{}", self.cut.len()));
        File::create_new(path)?.write_all(&self.chunk)?;
        let block = usize::try_from(CHECK_BLOCK).unwrap_or(usize::MAX);
        for block in self.chunk.chunks(block) {
            self.checks.extend(check(block));
        }
        self.cut.push(self.chunk.len() as u64);
        self.chunk.clear();
        Ok(())
    }
}

/// The deflated bundle of an index whose segments lie in `folder`.
fn bundle_of(folder: &Path, manifest: &Manifest) -> Result<Vec<u8>, Error> {
    let store = Arc::new(Store::new(manifest.segments.clone(), manifest.chunk));
    // Each time opening gets further.
    let opened = loop {
        let opened = open_segments(manifest, &store);
        let wanted = store.take_wanted();
        if wanted.is_empty() {
            break opened;
        }
        for wanted in wanted {
            let read = |request: &Request| read(folder, manifest, request);
            let pieces: io::Result<Vec<_>> = wanted.requests.iter().map(read).collect();
            store.bring(&wanted, pieces?.into_iter());
        }
    };
    drop(opened?);
    let mut ranges: BTreeMap<usize, Vec<(u64, u64)>> = BTreeMap::new();
    for ((segment, start), length) in store.held() {
        let end = start + length as u64;
        let ranges = ranges.entry(segment).or_default();
        match ranges.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => ranges.push((start, end)),
        }
    }
    let mut pieces = Vec::new();
    for (segment, ranges) in ranges {
        for (start, end) in ranges {
            let mut bytes = Vec::new();
            for request in store.requests(segment, start..end) {
                bytes.extend(read(folder, manifest, &request)?);
            }
            pieces.push(Piece {
                segment,
                start,
                bytes,
            });
        }
    }
    Ok(deflate(&bundle::to_bytes(&pieces))?)
}

fn read(folder: &Path, manifest: &Manifest, request: &Request) -> io::Result<Vec<u8>> {
    let segment = manifest.segments.get(request.segment);
    let segment = segment.ok_or(io::ErrorKind::NotFound)?;
    let file = File::open(folder.join(segment.file(request.chunk)))?;
    let length = request.range.end - request.range.start;
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    read_at(&file, &mut bytes, request.range.start)?;
    Ok(bytes)
}
