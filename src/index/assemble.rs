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
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use base16ct::lower::encode_string;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::index::parallel::in_order;
use crate::index::prepare::deflate;
use crate::index::segment::{Piece as PartPiece, Written};
use crate::index::{BuiltFile, Place, Published};
use crate::search::Error;
use crate::search::folder::{CHECK_BLOCK, check, read_at};
use crate::search::format::bundle::{self, Piece};
use crate::search::format::manifest::{CHUNK, IndexFile, Manifest, Request, SegmentFiles};
use crate::search::format::version::{ANALYZER, FORMAT, MANIFEST};
use crate::search::open_index::open_segments;
use crate::search::store::Store;

/// How many digits of a hash are in a name.
const NAME: usize = 20;

/// A segment cut into files: what the manifest says of it, its checks, the digest of each file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Cut {
    pub(super) files: SegmentFiles,
    pub(super) checks: Vec<u8>,
    pub(super) digests: Vec<[u8; 32]>,
}

impl Cut {
    /// Its files: name, length, digest.
    pub(super) fn each(&self) -> impl Iterator<Item = (String, u64, &[u8; 32])> {
        let files = self.files.files(CHUNK).zip(&self.digests);
        files.map(|((name, bytes), digest)| (name, bytes, digest))
    }
}

/// Makes the files of an index of these segments, of each of which is said whether it is published already; the
/// others lie in `folder`, where the files of the index are written; the manifest comes last.
///
/// # Errors
///
/// If a file of a segment cannot be read, or if a file cannot be written.
pub(super) fn assemble(
    folder: &Path,
    segments: &[(Cut, bool)],
    published: &Published<'_>,
) -> Result<Vec<BuiltFile>, Error> {
    let (mut files, mut checks) = (Vec::new(), Vec::new());
    for (cut, is_published) in segments {
        checks.extend_from_slice(&cut.checks);
        files.extend(cut.each().map(|(name, bytes, digest)| BuiltFile {
            place: match is_published {
                true => Place::Kept,
                false => Place::Made(folder.join(&name)),
            },
            name,
            bytes,
            digest: *digest,
        }));
    }
    let of_segments = files.len();
    let (checks, built) = seal(folder, &checks)?;
    files.push(built);
    let segment_files: Vec<SegmentFiles> =
        segments.iter().map(|(cut, _)| cut.files.clone()).collect();
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
    let in_segments = files.get(..of_segments).unwrap_or_default();
    let bundle = bundle_of(&manifest, in_segments, published)?;
    let (bundle, built) = seal(folder, &bundle)?;
    files.push(built);
    manifest.bundle = bundle;
    manifest.digest = encode_string(&Sha256::digest(manifest.digested()));
    let json = manifest.to_json();
    let path = folder.join(MANIFEST);
    fs::write(&path, &json)?;
    files.push(BuiltFile {
        name: MANIFEST.to_owned(),
        place: Place::Made(path),
        bytes: json.len() as u64,
        digest: Sha256::digest(&json).into(),
    });
    Ok(files)
}

/// A file that is read whole, written under the name of its content.
fn seal(folder: &Path, bytes: &[u8]) -> io::Result<(IndexFile, BuiltFile)> {
    let digest = Sha256::digest(bytes);
    let sha256 = encode_string(&digest);
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
        place: Place::Made(path),
        bytes: file.bytes,
        digest: digest.into(),
    };
    Ok((file, built))
}

/// Cuts a segment into files.
///
/// # Errors
///
/// If a part cannot be read, or if a file cannot be written.
pub(super) fn cut(folder: &Path, segment: &Written, threads: NonZeroUsize) -> io::Result<Cut> {
    // Where each piece ends in the segment.
    let (mut pieces, mut parts, mut end) = (Vec::new(), Vec::new(), 0);
    for (part, of_part) in &segment.parts {
        let start = end;
        for piece in of_part {
            end += piece.length();
            pieces.push((end, piece));
        }
        parts.push((*part, end - start));
    }
    let chunks = usize::try_from(end.div_ceil(CHUNK)).map_err(io::Error::other)?;
    let make = |number: usize| -> io::Result<(Vec<u8>, [u8; 32])> {
        let start = number as u64 * CHUNK;
        let bytes = read_pieces(&pieces, start, CHUNK.min(end - start))?;
        File::create_new(folder.join(unnamed(number)))?.write_all(&bytes)?;
        let block = usize::try_from(CHECK_BLOCK).unwrap_or(usize::MAX);
        let checks = bytes.chunks(block).flat_map(check).collect();
        Ok((checks, Sha256::digest(&bytes).into()))
    };
    let (mut checks, mut digests) = (Vec::new(), Vec::new());
    in_order(threads, chunks, make, |(more, digest)| {
        checks.extend(more);
        digests.push(digest);
        Ok(())
    })?;
    // The checks are hashes of all bytes: their hash is as good as one of the bytes.
    let sha256 = encode_string(&Sha256::digest(&checks));
    let files = SegmentFiles {
        name: sha256.get(..NAME).unwrap_or_default().to_owned(),
        reports: segment.reports,
        sha256,
        parts,
    };
    for (number, (name, _)) in files.files(CHUNK).enumerate() {
        fs::rename(folder.join(unnamed(number)), folder.join(name))?;
    }
    Ok(Cut {
        files,
        checks,
        digests,
    })
}

/// What a file is called before the name of its segment is known.
fn unnamed(number: usize) -> String {
    format!("chunk-{number}")
}

/// So many bytes from `start` on, of pieces that follow each other and end where is said.
fn read_pieces(pieces: &[(u64, &PartPiece)], start: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    let mut rest = bytes.as_mut_slice();
    let first = pieces.partition_point(|(end, _)| *end <= start);
    let mut at = start;
    for (end, piece) in pieces.get(first..).unwrap_or_default() {
        let from = at - (end - piece.length());
        let length = usize::try_from(end - at)
            .unwrap_or(usize::MAX)
            .min(rest.len());
        let (now, later) = rest.split_at_mut_checked(length).unwrap_or_default();
        match piece {
            PartPiece::Bytes(bytes) => {
                let from = usize::try_from(from).map_err(io::Error::other)?;
                let bytes = bytes.get(from..).unwrap_or_default();
                now.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            }
            PartPiece::File(file, range) => read_at(file, now, range.start + from)?,
        }
        at += length as u64;
        rest = later;
        if rest.is_empty() {
            break;
        }
    }
    Ok(bytes)
}

/// The deflated bundle of an index whose segments are in these files.
fn bundle_of(
    manifest: &Manifest,
    files: &[BuiltFile],
    published: &Published<'_>,
) -> Result<Vec<u8>, Error> {
    let files: BTreeMap<&str, &BuiltFile> = files
        .iter()
        .map(|file| (file.name.as_str(), file))
        .collect();
    let read = |request: &Request| read(manifest, &files, published, request);
    let store = Arc::new(Store::new(manifest.segments.clone(), manifest.chunk));
    // Each time opening gets further.
    let opened = loop {
        let opened = open_segments(manifest, &store);
        let wanted = store.take_wanted();
        if wanted.is_empty() {
            break opened;
        }
        for wanted in wanted {
            let pieces: io::Result<Vec<_>> = wanted.requests.iter().map(&read).collect();
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
                bytes.extend(read(&request)?);
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

fn read(
    manifest: &Manifest,
    files: &BTreeMap<&str, &BuiltFile>,
    published: &Published<'_>,
    request: &Request,
) -> io::Result<Vec<u8>> {
    let segment = manifest.segments.get(request.segment);
    let name = segment.ok_or(io::ErrorKind::NotFound)?.file(request.chunk);
    let built = files.get(name.as_str()).ok_or(io::ErrorKind::NotFound)?;
    let file = match &built.place {
        Place::Made(path) => File::open(path)?,
        Place::Kept => {
            published(&name, &built.digest, built.bytes).ok_or(io::ErrorKind::NotFound)?
        }
    };
    let length = request.range.end - request.range.start;
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    read_at(&file, &mut bytes, request.range.start)?;
    Ok(bytes)
}
