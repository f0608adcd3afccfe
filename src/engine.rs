//! The search engine for the browser, as it is published: the search of this crate, compiled to WebAssembly.
//!
//! It is built by `engine/build` and committed, so that building gongbao takes no compiler for the
//! browser. This module holds its bytes and says where they lie; it never runs them.

use std::sync::LazyLock;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::route::content_hash;

/// The engine, gzipped: browsers inflate it themselves, whatever the host does.
pub(crate) const BYTES: &[u8] = include_bytes!("engine/engine.wasm.gz");

/// Where it is published, below the root of the site: its name changes with its bytes.
pub(crate) static PATH: LazyLock<String> =
    LazyLock::new(|| format!("search/engine-{}.bin", content_hash(BYTES)));

/// Where scripts lie that hold the engine and the index for readers who open the site from a disk, where a
/// browser reads nothing but scripts.
pub(crate) const DISK_FOLDER: &str = "search/disk/";

/// The largest index, in bytes, that is published in scripts too: they take a third more than its files, and
/// a larger archive is hardly carried on a stick to be searched.
pub(crate) const DISK_LIMIT: u64 = 8_000_000;

/// The name in [`DISK_FOLDER`] of the script that holds a file.
pub(crate) fn disk_name(file: &str) -> String {
    let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
    format!("{name}.js")
}

/// A script that holds the bytes of a file, for `engine.js` to read.
pub(crate) fn disk_script(bytes: &[u8]) -> String {
    format!("gongbaoFile=\"{}\";\n", BASE64_STANDARD.encode(bytes))
}
