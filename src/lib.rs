//! gongbao: a folder of public reports becomes an archive to read, search and check.

pub mod diagnostic;
mod error;
pub mod publish;
pub mod render;
pub mod theme;

pub use error::Error;
#[cfg(not(target_family = "wasm"))]
pub mod index;
pub mod search;
pub mod report;
