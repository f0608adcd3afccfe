//! A path of the published site, as one that was checked.
//!
//! In goes a path as a string, out comes a [`SitePath`] or the reason why it is none, by the rules of
//! [`site_path`]. This module never looks at a disk.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::path::Path;

use crate::diagnostic::Text;
use crate::error::Error;
use crate::route::site_path;

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
        match site_path::fault(path) {
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

impl From<SitePath> for Box<str> {
    fn from(path: SitePath) -> Self {
        path.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
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
    use super::folders;

    #[test]
    fn folders_from_the_inside_out() {
        assert_eq!(folders("a/b/c").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders("a").count(), 0);
    }
}
