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
//! Reading and rendering take as many threads as the rayon pool has in which [`build`] is called; the
//! command line makes one.
//!
//! Faults in content are [`diagnostic::Diagnostic`]s, collected over a whole run: one error and nothing
//! is published. Faults of the machine are one [`Error`]. A panic is a bug.
//!
//! [`search`] stands apart: it imports nothing of the crate but classes of characters, since it runs in the
//! browser too.
//! ARCHITECTURE.md says what may import what, and a test holds it.

// What the program keeps from and its tests need not: clippy.toml names the methods and types.
#![cfg_attr(
    not(test),
    warn(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        clippy::float_arithmetic,
        clippy::print_stderr,
        clippy::print_stdout,
        clippy::unwrap_used
    )
)]

#[cfg_attr(
    target_family = "wasm",
    expect(dead_code, reason = "what writes an index is the generator's")
)]
pub mod search;

#[cfg_attr(
    target_family = "wasm",
    expect(dead_code, reason = "some classes are for reading alone")
)]
mod character;

#[cfg(not(target_family = "wasm"))]
mod archive;
#[cfg(not(target_family = "wasm"))]
mod cli;
#[cfg(not(target_family = "wasm"))]
mod config;
#[cfg(not(target_family = "wasm"))]
mod data;
#[cfg(not(target_family = "wasm"))]
mod date;
#[cfg(not(target_family = "wasm"))]
mod deploy;
#[cfg(not(target_family = "wasm"))]
pub mod diagnostic;
#[cfg(not(target_family = "wasm"))]
mod disk;
#[cfg(not(target_family = "wasm"))]
mod edit;
#[cfg(not(target_family = "wasm"))]
mod engine;
#[cfg(not(target_family = "wasm"))]
mod error;
#[cfg(not(target_family = "wasm"))]
mod escape;
#[cfg(not(target_family = "wasm"))]
mod export;
#[cfg(not(target_family = "wasm"))]
mod fields;
#[cfg(not(target_family = "wasm"))]
mod generate;
#[cfg(not(target_family = "wasm"))]
mod import;
#[cfg(not(target_family = "wasm"))]
mod index;
#[cfg(all(any(test, feature = "internals"), not(target_family = "wasm")))]
#[doc(hidden)]
pub mod internals;
#[cfg(not(target_family = "wasm"))]
mod job;
#[cfg(not(target_family = "wasm"))]
mod kept;
#[cfg(not(target_family = "wasm"))]
mod keys;
#[cfg(not(target_family = "wasm"))]
mod knowledge;
#[cfg(not(target_family = "wasm"))]
mod language;
#[cfg(not(target_family = "wasm"))]
mod log;
#[cfg(not(target_family = "wasm"))]
mod mirror;
#[cfg(not(target_family = "wasm"))]
mod name;
#[cfg(not(target_family = "wasm"))]
mod pattern;
#[cfg(not(target_family = "wasm"))]
mod plain_text;
#[cfg(not(target_family = "wasm"))]
mod pool;
#[cfg(not(target_family = "wasm"))]
mod privacy;
#[cfg(not(target_family = "wasm"))]
mod progress;
#[cfg(not(target_family = "wasm"))]
mod publish;
#[cfg(not(target_family = "wasm"))]
mod render;
#[cfg(not(target_family = "wasm"))]
mod report;
#[cfg(not(target_family = "wasm"))]
mod route;
#[cfg(not(target_family = "wasm"))]
mod schema;
#[cfg(not(target_family = "wasm"))]
mod serve;
#[cfg(not(target_family = "wasm"))]
mod site;
#[cfg(not(target_family = "wasm"))]
mod source;
#[cfg(not(target_family = "wasm"))]
mod stat;
#[cfg(not(target_family = "wasm"))]
mod store;
#[cfg(not(target_family = "wasm"))]
mod theme;
#[cfg(not(target_family = "wasm"))]
mod truth;
#[cfg(not(target_family = "wasm"))]
mod verify;
#[cfg(not(target_family = "wasm"))]
mod vocabulary;
#[cfg(not(target_family = "wasm"))]
mod waiver;
#[cfg(not(target_family = "wasm"))]
mod web;
#[cfg(not(target_family = "wasm"))]
mod witness;
#[cfg(not(target_family = "wasm"))]
mod yaml;

#[cfg(not(target_family = "wasm"))]
#[doc(hidden)]
pub use cli::main;
#[cfg(not(target_family = "wasm"))]
pub use error::Error;
#[cfg(not(target_family = "wasm"))]
pub use generate::{build, build_index, check, due};
#[cfg(not(target_family = "wasm"))]
pub use job::{Job, Log, Outcome, SigningKey, Witnesses};
#[cfg(not(target_family = "wasm"))]
pub use knowledge::due::{Due, DueList};
#[cfg(not(target_family = "wasm"))]
pub use progress::Progress;
#[cfg(not(target_family = "wasm"))]
pub use publish::Published;
#[cfg(not(target_family = "wasm"))]
pub use site::Summary;
