//! The order in which files of a site come to where readers see them, one after the other.
//!
//! In goes a path, out comes its [`Step`]: nothing is referred to before it is there. What never changes comes first,
//! since whatever else is new refers to it; then what is new, which nothing that stands there refers to yet; then what
//! changes, pages before the rest; then what says which files the search is to read. What is gone goes last. No
//! disk is looked at.

use crate::publish::kind::is_file_of_an_index;
use crate::route::file_kind::is_unchanging;

/// When a file comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// It has a hash of its content in its name.
    Unchanging,
    /// There was nothing at its path.
    New,
    /// A page that takes the place of another.
    Page,
    /// Any other file that takes the place of another.
    Other,
    /// It names the files of the index.
    Manifest,
    /// It says what the log of the site is: after SHA256SUMS, which the log names.
    Head,
}

impl Step {
    /// The step of the file at `path`; `is_there` says whether there is one already.
    pub(crate) fn of(path: &str, is_there: bool) -> Step {
        if HEADS.contains(&path) {
            Step::Head
        } else if MANIFESTS.contains(&path) {
            Step::Manifest
        } else if stays_the_same(path) {
            Step::Unchanging
        } else if !is_there {
            Step::New
        } else if path.ends_with(".html") {
            Step::Page
        } else {
            Step::Other
        }
    }
}

/// What names the files of the index: beside pages, for pages that are opened from a disk, and of an index alone.
const MANIFESTS: [&str; 3] = [
    "search-index/manifest.json",
    "search/disk/manifest.json.js",
    "manifest.json",
];

/// The head of the log.
const HEADS: [&str; 3] = [HEAD, UNSIGNED_HEAD, "log/vkey"];
pub(crate) const HEAD: &str = "log/checkpoint";
/// That of a log that nobody signs.
pub(crate) const UNSIGNED_HEAD: &str = "log/checkpoint.unsigned";

/// Whether what is at `path`, of a site or of an index alone, never changes.
pub(crate) fn stays_the_same(path: &str) -> bool {
    is_unchanging(path) || is_file_of_an_index(path)
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn what_is_referred_to_comes_before_what_refers_to_it() {
        let mut files = [
            ("search-index/manifest.json", true),
            ("manifest.json", false),
            ("data/reports.json", true),
            ("index.html", true),
            ("years/2025/index.html", false),
            ("search/disk/manifest.json.js", true),
            ("search-index/0123456789abcdef0123.bin", false),
            ("search/disk/0123456789abcdef0123-0.bin.js", false),
            ("0123456789abcdef0123-1.bin", false),
            ("assets/style.0123.css", true),
        ];
        files.sort_by_key(|(path, is_there)| (Step::of(path, *is_there), *path));
        let paths = files.map(|(path, _)| path);
        assert_eq!(
            paths,
            [
                "0123456789abcdef0123-1.bin",
                "assets/style.0123.css",
                "search-index/0123456789abcdef0123.bin",
                "search/disk/0123456789abcdef0123-0.bin.js",
                "years/2025/index.html",
                "index.html",
                "data/reports.json",
                "manifest.json",
                "search-index/manifest.json",
                "search/disk/manifest.json.js",
            ]
        );
    }
}
