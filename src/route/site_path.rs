//! Which paths the published site may have, which are the program's own, and which two cannot stand side by side.
//!
//! One rule for `check` and `build`: what the content asks for is held against it where the file at fault is known,
//! and every file that is published once more. This module never looks at a disk, so what is refused is
//! refused everywhere.

use std::collections::BTreeMap;

use crate::name::folded;
use crate::route::{FEED_NAME, HOME_PAGE, RESERVED};

/// Bytes of a whole path: Linux allows 4096 with the path of the site before it.
pub(crate) const MAX_PATH_BYTES: usize = 1024;
/// Bytes of one segment: the limit of ext4, XFS, Btrfs and APFS.
pub(crate) const MAX_SEGMENT_BYTES: usize = 255;

/// The list of every file with its digest.
pub(crate) const SHA256SUMS: &str = "SHA256SUMS";
/// Rules for crawlers (RFC 9309).
pub(crate) const ROBOTS_FILE: &str = "robots.txt";
/// Headers by path, for the hosts that read them from a file.
pub(crate) const HEADERS_FILE: &str = "_headers";
/// What the archive is and where its files are, for programs that read (llmstxt.org).
pub(crate) const GUIDE_FILE: &str = "llms.txt";
/// The sitemap, or the index of its parts.
pub(crate) const SITEMAP_FILE: &str = "sitemap.xml";
/// Which reports of a preview are drafts; a published site has no such file.
pub(crate) const DRAFTS_FILE: &str = "data/drafts.json";
/// What a host shows where there is no page.
pub(crate) const NOT_FOUND_PAGE: &str = "404.html";
/// GitHub Pages would leave out what begins with an underscore, and run Jekyll over the rest.
pub(crate) const NO_JEKYLL: &str = ".nojekyll";

/// The program's own files at the top of the site, beside those in the folders of [`RESERVED`].
pub(crate) const OWN_FILES: [&str; 9] = [
    NO_JEKYLL,
    NOT_FOUND_PAGE,
    SHA256SUMS,
    HEADERS_FILE,
    FEED_NAME,
    HOME_PAGE,
    GUIDE_FILE,
    ROBOTS_FILE,
    SITEMAP_FILE,
];

/// The name of a part of the sitemap, from 1.
pub(crate) fn sitemap_part(number: usize) -> String {
    format!("sitemap-{number}.xml")
}

/// Whether what begins with this segment is the program's own, in whatever case or width it is written.
pub(crate) fn is_own(first_segment: &str) -> bool {
    let segment = folded(first_segment);
    let is_part_of_sitemap = || {
        let number = segment.strip_prefix("sitemap-")?.strip_suffix(".xml")?;
        Some(!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut own = RESERVED.iter().chain(&OWN_FILES);
    own.any(|own| folded(own) == segment) || is_part_of_sitemap() == Some(true)
}

/// Why `path` is not a path of a site, in Chinese and English.
pub(crate) fn fault(path: &str) -> Option<(&'static str, &'static str)> {
    if path.is_empty() {
        return Some(("路径为空", "it is empty"));
    }
    if path.len() > MAX_PATH_BYTES {
        return Some((
            "路径超过 1024 字节（一个汉字为 3 字节）",
            "it is longer than 1024 bytes",
        ));
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
                return Some((
                    "有一段超过 255 字节（一个汉字为 3 字节）",
                    "one of its segments is longer than 255 bytes",
                ));
            }
            _ => {}
        }
    }
    None
}

/// Whose path is whose: each path that was claimed, by its [`folded`] form, with its owner.
pub(crate) struct Claims<T>(BTreeMap<String, (String, T)>);

impl<T> Default for Claims<T> {
    fn default() -> Self {
        Claims(BTreeMap::new())
    }
}

impl<T> Claims<T> {
    /// The claim that stands in the way of `path`: the same file, or one that differs in case,
    /// width or normalisation alone, a file
    /// where it needs a folder, or a file below it.
    pub(crate) fn in_the_way(&self, path: &str) -> Option<&(String, T)> {
        self.in_the_way_of_folded(&folded(path))
    }

    fn in_the_way_of_folded(&self, folded: &str) -> Option<&(String, T)> {
        let ancestors = folded.match_indices('/').map(|(end, _)| &folded[..end]);
        let mut above = ancestors
            .chain([folded])
            .filter_map(|path| self.0.get(path));
        above.next().or_else(|| {
            let below = format!("{folded}/");
            let (path, claim) = self.0.range(below.clone()..).next()?;
            path.starts_with(&below).then_some(claim)
        })
    }

    /// Claims `path`.
    ///
    /// # Errors
    ///
    /// The claim that stands in its way.
    pub(crate) fn claim(&mut self, path: &str, owner: T) -> Result<(), &(String, T)> {
        let folded = folded(path).into_owned();
        if self.in_the_way_of_folded(&folded).is_some() {
            // Asked again: a borrow that is given back would last to the end.
            return self.in_the_way_of_folded(&folded).map_or(Ok(()), Err);
        }
        self.0.insert(folded, (path.to_owned(), owner));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Claims, MAX_PATH_BYTES, MAX_SEGMENT_BYTES, fault, is_own};

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
            assert_eq!(fault(path).is_none(), accepted, "{path:?}");
        }
    }

    #[test]
    fn what_is_the_programs_own_is_so_in_any_case() {
        for own in [
            "data",
            "Data",
            "SHA256SUMS",
            "sha256sums",
            "ｄａｔａ",
            "_headers",
            "robots.txt",
            "Sitemap.xml",
            "sitemap-12.xml",
            "404.html",
            "index.html",
            ".nojekyll",
            "feed.xml",
            "llms.txt",
        ] {
            assert!(is_own(own), "{own}");
        }
        for free in [
            "sitemap-.xml",
            "sitemap-a.xml",
            "robots",
            "404",
            "data.html",
            "feeds",
        ] {
            assert!(!is_own(free), "{free}");
        }
    }

    #[test]
    fn two_that_cannot_stand_side_by_side() {
        type Case<'a> = (&'a [&'a str], Option<(&'a str, &'a str)>);
        let cases: [Case; 10] = [
            (&["a", "a-b", "a.b/c", "b/a"], None),
            (&["a", "a-b", "a/b"], Some(("a", "a/b"))),
            (&["a/b", "a"], Some(("a/b", "a"))),
            (&["a/b", "a/b/c/d"], Some(("a/b", "a/b/c/d"))),
            (&["a", "a"], Some(("a", "a"))),
            (&["A.pdf", "a.pdf"], Some(("A.pdf", "a.pdf"))),
            (&["Ärger", "ärger"], Some(("Ärger", "ärger"))),
            (&["附件１", "附件1"], Some(("附件１", "附件1"))),
            (&["A", "a/b"], Some(("A", "a/b"))),
            (&["A/b", "a/c"], None),
        ];
        for (paths, expected) in cases {
            let mut claims = Claims::default();
            let found = paths.iter().find_map(|path| {
                let (other, ()) = claims.claim(path, ()).err()?;
                Some((other.clone(), (*path).to_owned()))
            });
            let expected = expected.map(|(one, other)| (one.to_owned(), other.to_owned()));
            assert_eq!(found, expected, "{paths:?}");
        }
    }
}
