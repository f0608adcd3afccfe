//! The files of a saved portal by their addresses, however they were saved.
//!
//! In: addresses. Out: bytes. What differs between addresses of one file (the scheme, escapes, `index.html`) is looked past
//! here. Never more than one file at once.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

/// An address with what is known of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// As it was saved.
    pub address: String,
    /// What the server said that it is.
    pub media: Option<String>,
}

/// A saved portal.
pub(crate) trait Store {
    /// Every address that has a file, sorted.
    fn addresses(&self) -> Vec<Address>;
    /// The bytes of a file.
    fn read(&self, address: &str) -> Option<Vec<u8>>;
    /// Addresses that led to this one.
    fn led_to(&self, _address: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Names that stand for a folder.
const INDEXES: [&str; 5] = [
    "index.html",
    "index.htm",
    "default.html",
    "default.htm",
    "index.shtml",
];

/// An address as it is compared: without scheme, fragment and escapes.
pub(crate) fn key(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest
        .strip_prefix("-/")
        .unwrap_or(rest)
        .trim_start_matches('/');
    let rest = rest.split('#').next().unwrap_or_default();
    percent_decode_str(rest).decode_utf8_lossy().into_owned()
}

/// The keys that an address may be saved under, the likeliest first.
pub(crate) fn keys(address: &str) -> Vec<String> {
    let key = key(address);
    let mut keys = vec![key.clone()];
    if let Some((path, asked)) = key.split_once('?') {
        // As programs that copy sites write it where `?` is no character of a name.
        keys.push(format!("{path}@{asked}"));
        keys.push(format!("{path}@{asked}.html"));
        keys.push(format!("{key}.html"));
        keys.push(path.to_owned());
    }
    if key.ends_with('/') || key.is_empty() {
        keys.extend(INDEXES.iter().map(|index| format!("{key}{index}")));
    } else if !key.contains('?') {
        keys.extend(INDEXES.iter().map(|index| format!("{key}/{index}")));
    }
    keys
}

/// The files of a folder, as programs that copy sites keep them: a folder for each host, or the files of one site.
pub(crate) struct Folder<'f> {
    /// Paths by their keys.
    paths: BTreeMap<String, String>,
    /// The bytes of a file by its path.
    read: &'f dyn Fn(&str) -> Option<Vec<u8>>,
    has_hosts: bool,
}

impl<'f> Folder<'f> {
    /// The folder that has these paths, with `/` between folders.
    pub(crate) fn new(paths: &[String], read: &'f dyn Fn(&str) -> Option<Vec<u8>>) -> Folder<'f> {
        let pages = paths.iter().filter(|path| path.contains('/'));
        let has_hosts = paths
            .iter()
            .all(|path| path.contains('/') || !path.ends_with(".html"))
            && pages.clone().count() > 0
            && pages
                .into_iter()
                .all(|path| is_host(path.split('/').next().unwrap_or_default()));
        Folder {
            paths: paths
                .iter()
                .map(|path| (path.clone(), path.clone()))
                .collect(),
            read,
            has_hosts,
        }
    }
}

impl Store for Folder<'_> {
    fn addresses(&self) -> Vec<Address> {
        let addresses = self.paths.keys().map(|path| Address {
            address: match self.has_hosts {
                true => format!("http://{path}"),
                false => format!("/{path}"),
            },
            media: None,
        });
        addresses.collect()
    }

    fn read(&self, address: &str) -> Option<Vec<u8>> {
        // A name may itself have escapes in it.
        let raw = address
            .split_once("://")
            .map_or(address, |(_, rest)| rest)
            .trim_start_matches("-/")
            .trim_start_matches('/');
        let path = self.paths.get(raw).or_else(|| {
            let keys = keys(address);
            keys.iter().find_map(|key| self.paths.get(key))
        })?;
        (self.read)(path)
    }
}

/// Whether the name of a folder is that of a host.
fn is_host(name: &str) -> bool {
    let name = name.split([':', '+']).next().unwrap_or_default();
    let is_name = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    is_name && name.contains('.') && !name.ends_with(".html") && !name.ends_with(".htm")
}
