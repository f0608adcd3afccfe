//! gongbao (公报, official gazette): a folder of public reports becomes an archive to read, search and
//! check. One direction, pure between the two ends; each step is a module, [`build`] is their sequence:
//!
//! ```text
//! content folder --source::SourceTree::scan--> SourceTree        what files there are
//! SourceTree     --archive::gather-----------> Facts             first reading: front matter, links
//! Facts          --archive::resolve----------> Archive           ids, agencies, references
//! Archive        --site::write---------------> (path, bytes) …   second reading, one report at a time:
//!                    render: pages             index: search-index       data: the catalogue
//! (path, bytes)  --publish::Staging----------> output folder     staged, then swapped
//! ```
//!
//! Faults in content are [`diagnostic::Diagnostic`]s, collected over a whole run: one error and nothing
//! is published. Faults of the machine are one [`Error`]. A panic is a bug.
//!
//! [`search`] stands apart: it imports nothing else of the crate, since it runs in the browser too.
//! ARCHITECTURE.md says what may import what, and a test holds it.

#[cfg_attr(
    target_family = "wasm",
    allow(dead_code, reason = "what writes an index is the generator's")
)]
pub mod search;

#[cfg(not(target_family = "wasm"))]
pub mod archive;
#[cfg(not(target_family = "wasm"))]
pub mod cli;
#[cfg(not(target_family = "wasm"))]
pub mod config;
#[cfg(not(target_family = "wasm"))]
pub mod data;
#[cfg(not(target_family = "wasm"))]
pub mod date;
#[cfg(not(target_family = "wasm"))]
pub mod diagnostic;
#[cfg(not(target_family = "wasm"))]
pub mod engine;
#[cfg(not(target_family = "wasm"))]
mod error;
#[cfg(not(target_family = "wasm"))]
pub mod fields;
#[cfg(not(target_family = "wasm"))]
mod generate;
#[cfg(not(target_family = "wasm"))]
pub mod index;
#[cfg(not(target_family = "wasm"))]
pub mod publish;
#[cfg(not(target_family = "wasm"))]
pub mod render;
#[cfg(not(target_family = "wasm"))]
pub mod report;
#[cfg(not(target_family = "wasm"))]
pub mod route;
#[cfg(not(target_family = "wasm"))]
pub mod schema;
#[cfg(not(target_family = "wasm"))]
pub mod site;
#[cfg(not(target_family = "wasm"))]
pub mod source;
#[cfg(not(target_family = "wasm"))]
pub mod theme;
#[cfg(not(target_family = "wasm"))]
pub mod vocabulary;
#[cfg(not(target_family = "wasm"))]
pub mod yaml;

#[cfg(not(target_family = "wasm"))]
pub use error::Error;
#[cfg(not(target_family = "wasm"))]
pub use generate::{Job, Outcome, Progress, build, build_index, check};
