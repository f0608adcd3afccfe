//! The published index: one manifest, and the immutable files that it names.
//!
//! A segment is a row of bytes in which its parts follow each other, cut into files of 256 KB:
//! small enough for a host that answers a request for some bytes with the whole file. All files carry a
//! hash of the content in their names; the manifest alone keeps its name. A *bundle* holds what opening
//! reads, in one file. This module never touches a disk and never writes.

use std::fmt;
use std::ops::Range;

use base16ct::lower::encode_string;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::search::error::{IndexFault, IndexFaultKind};
use crate::search::format::version::{ANALYZER, FORMAT};

/// The longest manifest that is read, in bytes.
pub(crate) const MAX_MANIFEST: u64 = 1 << 20;

/// The longest bundle that is read, in bytes.
pub(crate) const MAX_BUNDLE: u64 = 16 << 20;

/// Bytes of a file of a segment; the last may be shorter.
pub(crate) const CHUNK: u64 = 256 << 10;

/// The most segments of an index.
const MAX_SEGMENTS: usize = 64;

/// A part of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// tantivy's term dictionaries.
    Terms,
    /// The lists of reports and positions, in tantivy's form of a file.
    Postings,
    /// The frequent grams.
    Lexicon,
    /// Where the text blocks lie.
    #[serde(rename = "places")]
    PositionTable,
    /// The other names of agencies.
    Names,
    /// The text blocks.
    Texts,
}

impl Part {
    /// All parts, in the order in which they follow each other.
    pub(crate) const ALL: [Part; 6] = [
        Part::Terms,
        Part::Postings,
        Part::Lexicon,
        Part::PositionTable,
        Part::Names,
        Part::Texts,
    ];

    /// Its name in the manifest.
    pub fn name(self) -> &'static str {
        match self {
            Part::Terms => "terms",
            Part::Postings => "postings",
            Part::Lexicon => "lexicon",
            Part::PositionTable => "places",
            Part::Names => "names",
            Part::Texts => "texts",
        }
    }
}

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
    /// Bytes of a file of a segment.
    pub chunk: u64,
    /// The segments; the first holds the newest reports.
    pub segments: Vec<SegmentFiles>,
    /// What opening reads.
    pub bundle: IndexFile,
    /// The hashes of the blocks of all files of the segments, in order.
    pub checks: IndexFile,
    /// The SHA-256 of this manifest with an empty digest, in hexadecimal.
    pub digest: String,
}

/// One segment of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentFiles {
    /// What the names of its files begin with.
    pub name: String,
    /// How many reports it holds.
    pub reports: u32,
    /// The SHA-256 of its checks, in hexadecimal.
    pub sha256: String,
    /// Its parts and their lengths in bytes, in the order of the bytes.
    pub parts: Vec<(Part, u64)>,
}

/// One immutable file that is read whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexFile {
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Some bytes of a file that a query needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The number of the segment in the manifest.
    pub segment: usize,
    /// The number of the file among the segment's.
    pub chunk: u64,
    /// Which bytes of the file.
    pub range: Range<u64>,
    /// What they are.
    pub part: Part,
}

impl SegmentFiles {
    /// Its length in bytes.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.1).sum()
    }

    /// The bytes of a part.
    pub(crate) fn part(&self, part: Part) -> Option<Range<u64>> {
        let mut start = 0;
        for (name, length) in &self.parts {
            if *name == part {
                return Some(start..start + length);
            }
            start += length;
        }
        None
    }

    /// The name of a file.
    pub fn file(&self, chunk: u64) -> String {
        format!("{}-{chunk}.bin", self.name)
    }

    /// Its files: name and length.
    pub fn files(&self, chunk: u64) -> impl Iterator<Item = (String, u64)> + '_ {
        let bytes = self.bytes();
        (0..bytes.div_ceil(chunk.max(1)))
            .map(move |at| (self.file(at), chunk.min(bytes - at * chunk)))
    }
}

/// A name that cannot lead out of the folder.
fn name_is_safe(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl IndexFile {
    /// Whether these are its bytes.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        encode_string(&Sha256::digest(bytes)) == self.sha256
    }
}

impl Manifest {
    /// Reads a manifest, and checks that it was not altered.
    ///
    /// # Errors
    ///
    /// Another version, no manifest, or an altered one; `file` is the name that the error gives.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Manifest, IndexFault> {
        let manifest = Manifest::parse(file, bytes)?;
        let digest = encode_string(&Sha256::digest(manifest.digested()));
        match digest == manifest.digest && manifest.to_json().as_bytes() == bytes {
            true => Ok(manifest),
            false => Err(IndexFault::new(file, IndexFaultKind::Altered)),
        }
    }

    /// Reads a manifest and whether this program can read what it describes; not its digest.
    ///
    /// # Errors
    ///
    /// Another version, or no manifest; `file` is the name that the error gives.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Manifest, IndexFault> {
        /// What every version of the manifest has.
        #[derive(Deserialize)]
        struct Versions {
            format: u32,
        }
        let fault = |kind| IndexFault::new(file, kind);
        let unreadable =
            |error: serde_json::Error| fault(IndexFaultKind::Unreadable(error.to_string()));
        let versions: Versions = serde_json::from_slice(bytes).map_err(unreadable)?;
        if versions.format != FORMAT {
            return Err(fault(IndexFaultKind::Format(versions.format)));
        }
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(unreadable)?;
        if manifest.analyzer != ANALYZER {
            return Err(fault(IndexFaultKind::Analyzer(manifest.analyzer)));
        }
        match manifest.makes_sense() {
            true => Ok(manifest),
            false => Err(fault(IndexFaultKind::Unreadable(
                "names or counts make no sense".to_owned(),
            ))),
        }
    }

    fn makes_sense(&self) -> bool {
        let whole = |file: &IndexFile| {
            let stem = file.name.strip_suffix(".bin").unwrap_or_default();
            name_is_safe(stem)
        };
        let segment = |segment: &SegmentFiles| {
            let parts = segment.parts.iter().map(|part| part.0);
            // No file can be so long that lengths and offsets overflow.
            let bounded = segment.parts.iter().all(|part| part.1 < 1 << 40);
            name_is_safe(&segment.name) && bounded && parts.eq(Part::ALL)
        };
        let reports: u64 = self.segments.iter().map(|s| u64::from(s.reports)).sum();
        self.segments.len() <= MAX_SEGMENTS
            && self.chunk == CHUNK
            && u64::from(self.reports) == reports
            && self.bundle.bytes <= MAX_BUNDLE
            && [&self.bundle, &self.checks].into_iter().all(whole)
            && self.segments.iter().all(segment)
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
}

/// Brings bytes of the index: a folder here, the network in a browser.
pub trait Files: fmt::Debug + Send + Sync + 'static {
    /// The bytes of each request, in their order.
    ///
    /// # Errors
    ///
    /// A file is not there, is shorter, or does not hold what was published.
    fn fetch(&self, requests: &[Request]) -> Result<Vec<Vec<u8>>, IndexFault>;
}
