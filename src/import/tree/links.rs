//! Where the links of a page lead, once pages have new places.
//!
//! In: the pages of a tree, and a target as a page writes it. Out: the path to the page's new place, or the file beside it that
//! it means. What is neither stays.

use std::collections::BTreeMap;

use crate::import::tree::{Files, Planned};

/// What a target means.
#[derive(Debug, PartialEq)]
pub(super) enum Lead {
    /// Another page: the path of its report from that of this.
    Page(String),
    /// A file of the tree.
    File(String),
    /// Nothing of the tree.
    Elsewhere,
    /// A page that is not there.
    Missing,
}

/// Pages by what leads to them.
pub(super) struct Links {
    /// By the path of their files.
    by_path: BTreeMap<String, String>,
    /// By their addresses, without slashes at the ends and `.html`.
    by_address: BTreeMap<String, String>,
}

impl Links {
    pub(super) fn new(pages: &[Planned]) -> Links {
        let by_path = pages
            .iter()
            .map(|page| (page.path.clone(), page.name.clone()));
        let by_address = pages
            .iter()
            .map(|page| (plain(&page.address), page.name.clone()));
        Links {
            by_path: by_path.collect(),
            by_address: by_address.collect(),
        }
    }

    /// Where a target of a page leads; targets of `{% link %}` and `ref` begin with [`NAMED`].
    pub(super) fn lead(&self, page: &Planned, target: &str, files: &Files<'_>) -> Lead {
        let (named, target) = match target.strip_prefix(NAMED) {
            Some(target) => (true, target.trim()),
            None => (false, target),
        };
        if !named
            && (target.starts_with('#')
                || target.is_empty()
                || crate::import::html::address::has_scheme(target)
                || target.starts_with("//"))
        {
            return Lead::Elsewhere;
        }
        let (path, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let path = path.split('?').next().unwrap_or_default();
        if named && path.is_empty() {
            return Lead::Page(fragment.to_owned());
        }
        let found = match named {
            true => self.named(page, path),
            false => self.at(page, path),
        };
        if let Some(name) = found {
            return Lead::Page(format!("{}{fragment}", between(&page.name, name)));
        }
        let candidates = [
            beside(&page.path, path),
            Some(path.trim_start_matches('/').to_owned()),
            Some(format!("static/{}", path.trim_start_matches('/'))),
        ];
        let file = candidates
            .into_iter()
            .flatten()
            .find(|path| files.has(path));
        match file {
            Some(file) if !file.ends_with(".md") => Lead::File(file),
            _ if named || path.ends_with(".md") => Lead::Missing,
            _ => Lead::Elsewhere,
        }
    }

    /// By a path from the page, or by an address.
    fn at(&self, page: &Planned, path: &str) -> Option<&String> {
        let near = beside(&page.path, path);
        let by_path = near.as_ref().and_then(|near| self.by_path.get(near));
        by_path
            .or_else(|| {
                self.by_path
                    .get(&format!("{}.md", near.as_ref()?.trim_end_matches('/')))
            })
            .or_else(|| {
                self.by_path.get(&format!(
                    "{}/index.md",
                    near.as_ref()?.trim_end_matches('/')
                ))
            })
            .or_else(|| {
                let from = match path.starts_with('/') {
                    true => path.to_owned(),
                    false => beside(&page.address, path)?,
                };
                self.by_address.get(&plain(&from))
            })
    }

    /// By the name that generators take: a path from the page or from the top, an ending or none, a name that only one has.
    fn named(&self, page: &Planned, path: &str) -> Option<&String> {
        let path = path.trim_matches('/');
        let tops = ["", "content/", "_posts/"];
        let endings = ["", ".md", ".markdown", "/index.md", "/_index.md"];
        let near = beside(&page.path, path).unwrap_or_default();
        for ending in endings {
            if let Some(name) = self.by_path.get(&format!("{near}{ending}")) {
                return Some(name);
            }
            let mut tops = tops.iter().map(|top| format!("{top}{path}{ending}"));
            if let Some(name) = tops.find_map(|path| self.by_path.get(&path)) {
                return Some(name);
            }
        }
        let ends = |known: &&String| {
            let stem = known.trim_end_matches(".md").trim_end_matches("/index");
            let wanted = path.trim_end_matches(".md");
            stem.strip_suffix(wanted)
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
        };
        let mut alike = self.by_path.keys().filter(ends);
        let only = alike.next().filter(|_| alike.next().is_none())?;
        self.by_path.get(only)
    }
}

/// What stands before a target that names a page.
pub(super) const NAMED: char = '\u{1}';

fn plain(address: &str) -> String {
    let address = address.trim_matches('/');
    let address = address.strip_suffix("index.html").unwrap_or(address);
    address
        .strip_suffix(".html")
        .unwrap_or(address)
        .trim_end_matches('/')
        .to_owned()
}

/// A path seen from a file; `None` if it leads out of the tree.
fn beside(file: &str, path: &str) -> Option<String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = match path.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("{folder}/{path}"),
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.split('/') {
        match segment {
            "" | "." => {}
            ".." => _ = segments.pop()?,
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// The path from the report of one name to that of another.
fn between(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len().min(to.len()).saturating_sub(1);
    let common = from
        .iter()
        .zip(&to)
        .take(folders)
        .take_while(|(one, other)| one == other)
        .count();
    let up = "../".repeat(from.len() - 1 - common);
    format!("{up}{}.md", to.get(common..).unwrap_or_default().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_one_to_another() {
        assert_eq!(between("a/b", "a/c"), "c.md");
        assert_eq!(between("a/b", "c"), "../c.md");
        assert_eq!(between("a", "b/c"), "b/c.md");
        assert_eq!(between("x/y/a", "x/z/b"), "../z/b.md");
        assert_eq!(beside("a/b.md", "../../c"), None);
    }
}
