//! The versions that an index carries, and the name under which its manifest is found.
//!
//! Constants alone, below all that writes, reads or reports on an index.

/// The version of the format: of the manifest, the schema and the files together.
pub const FORMAT: u32 = 8;

/// The version of how text becomes terms: an index made by another one must be made anew.
pub(crate) const ANALYZER: u32 = 3;

/// The manifest's name.
pub const MANIFEST: &str = "manifest.json";
