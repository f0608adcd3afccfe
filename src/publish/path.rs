//! Which paths a published site may have.
//!
//! In goes a path as a string, out comes a [`SitePath`] or the reason why it is none. The rules are
//! those that every host and `sha256sum -c` can live with. This module never looks at a disk.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::path::Path;

use crate::diagnostic::Text;
use crate::error::Error;

/// Bytes of a whole path: Linux allows 4096 with the path of the site before it.
pub(crate) const MAX_PATH_BYTES: usize = 1024;
/// Bytes of one segment: the limit of ext4, XFS, Btrfs and APFS.
pub(crate) const MAX_SEGMENT_BYTES: usize = 255;

/// A file's path in the site: relative, segments separated by `/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SitePath(Box<str>);

impl SitePath {
    /// Checks `path`.
    ///
    /// # Errors
    ///
    /// If `path` is empty, is too long, or has a segment or a character that no path of a site may have. Paths that
    /// come from content were checked before, so this is a fault of the calling code.
    pub(crate) fn new(path: &str) -> Result<Self, Error> {
        match fault(path) {
            None => Ok(SitePath(path.into())),
            Some((chinese, english)) => Err(Error::new(Text::new(
                format!("不能发布到路径 {path:?}：{chinese}。"),
                format!("cannot publish to the path {path:?}: {english}."),
            ))
            .at(path)),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn as_path(&self) -> &Path {
        Path::new(&*self.0)
    }
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why `path` is not a path of a site.
pub(crate) fn fault(path: &str) -> Option<(&'static str, &'static str)> {
    if path.is_empty() {
        return Some(("路径为空", "it is empty"));
    }
    if path.len() > MAX_PATH_BYTES {
        return Some(("路径过长", "it is too long"));
    }
    // `sha256sum` escapes backslashes and line ends in names, which not every reader of its format
    // undoes, and a backslash separates folders on Windows.
    if path.chars().any(|c| c == '\\' || c.is_control()) {
        return Some((
            "含有反斜线或控制字符",
            "it has a backslash or a control character",
        ));
    }
    for segment in path.split('/') {
        match segment {
            "" => {
                return Some((
                    "以斜线开头或结尾，或有连续的斜线",
                    "it begins or ends with a slash, or has two in a row",
                ));
            }
            "." | ".." => return Some(("含有 . 或 .. 路径段", "it has a segment . or ..")),
            _ if segment.len() > MAX_SEGMENT_BYTES => {
                return Some(("有一段过长", "one of its segments is too long"));
            }
            _ => {}
        }
    }
    None
}

/// The folders that hold `path`, outermost last: `a/b/c` gives `a/b`, `a`.
pub(crate) fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(parent(path), |folder| parent(folder))
}

/// The first of `files` that is in the folder `folder` or below.
pub(crate) fn first_below<'a, V>(
    files: &'a BTreeMap<SitePath, V>,
    folder: &str,
) -> Option<&'a SitePath> {
    let start = format!("{folder}/");
    let (first, _) = files
        .range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded))
        .next()?;
    first.as_str().starts_with(&start).then_some(first)
}

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::{MAX_PATH_BYTES, MAX_SEGMENT_BYTES, SitePath, folders};

    #[test]
    fn accepts_and_refuses() {
        let long_segment = "a".repeat(MAX_SEGMENT_BYTES + 1);
        let long_path = "ab/".repeat(MAX_PATH_BYTES / 3) + "abc";
        let cases: [(&str, bool); 24] = [
            ("index.html", true),
            ("a/b/c.html", true),
            (".nojekyll", true),
            ("a/...", true),
            ("a/..b", true),
            ("附件/2021年 报告（终稿）.pdf", true),
            (&long_segment[1..], true),
            ("", false),
            ("/", false),
            ("/etc/passwd", false),
            ("a/", false),
            ("a//b", false),
            (".", false),
            ("..", false),
            ("a/..", false),
            ("a/../b", false),
            ("./a", false),
            ("a/./b", false),
            ("a\\b", false),
            ("a\nb", false),
            ("a\0b", false),
            ("a\u{7f}", false),
            (&long_segment, false),
            (&long_path, false),
        ];
        for (path, accepted) in cases {
            assert_eq!(SitePath::new(path).is_ok(), accepted, "{path:?}");
        }
    }

    #[test]
    fn folders_from_the_inside_out() {
        assert_eq!(folders("a/b/c").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders("a").count(), 0);
    }
}
