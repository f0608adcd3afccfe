//! In which order other tools are to bring a site to a host, and with which headers.
//!
//! In go a site and, where the host has an older one, a folder with the lists of that one, as they were fetched. Out come
//! paths in [`Group`]s, one after the other as they are to be brought. It is the order of
//! [`crate::publish`]: both ask the same [`Step`]. Nothing is read but lists, and nothing is written.

use std::path::Path;

use crate::deploy::site::{self, Site};
use crate::diagnostic::Text;
use crate::error::Error;
use crate::publish::{self, Step, stays_the_same};
use crate::route::file_kind::{KEPT_FOR_GOOD, KEPT_FOR_MINUTES, content_type, is_shown};
use crate::route::site_path::SHA256SUMS;

/// What is brought at a time, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// Files that never change, named by what is in them.
    Immutable,
    /// Other files that the host has not.
    New,
    /// Files in the place of others.
    Changed,
    /// What names the files of the index.
    Manifest,
    /// What is to be removed.
    Delete,
    /// What is gone and stays for one more publication. This is no work: the host keeps the list for the next time.
    Leaving,
    /// SHA256SUMS: as long as it is the old one, a publication that was interrupted is known as one.
    Sums,
}

impl Group {
    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Group::Immutable => "immutable",
            Group::New => "new",
            Group::Changed => "changed",
            Group::Manifest => "manifest",
            Group::Delete => "delete",
            Group::Leaving => "leaving",
            Group::Sums => "sums",
        }
    }
}

/// A file, when it comes, and how a host is to serve it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) group: Group,
    pub(crate) path: Box<str>,
    pub(crate) content_type: &'static str,
    pub(crate) cache_control: &'static str,
    /// Whether a browser is to save it, whatever it could make of it.
    pub(crate) is_saved: bool,
}

/// Says what is to be done to bring `site` to a host, group after group. `since` has the host's SHA256SUMS and its list of
/// what is leaving, as far as it has them; without it all of the site is listed.
///
/// # Errors
///
/// If `since` is no folder, or if a list in it cannot be read.
pub(crate) fn plan(
    site: &Site,
    since: Option<&Path>,
    remove_now: bool,
) -> Result<Vec<Planned>, Error> {
    let (there, leaving) = match since {
        Some(folder) if !folder.is_dir() => return Err(no_folder(folder)),
        Some(folder) => (site::listed(folder, site.kind)?, publish::leaving(folder)?),
        None => (Vec::new(), Vec::new()),
    };
    let mut planned = Vec::new();
    let mut add = |group, path: &str| {
        planned.push(Planned {
            group,
            path: path.into(),
            content_type: content_type(path),
            cache_control: match stays_the_same(path) {
                true => KEPT_FOR_GOOD,
                false => KEPT_FOR_MINUTES,
            },
            is_saved: is_saved(site, path),
        });
    };
    let mut is_same = site.files.len() == there.len();
    for file in &site.files {
        let old = site::digest(&there, &file.path);
        if old == Some(&file.digest) {
            continue;
        }
        is_same = false;
        let group = match Step::of(&file.path, old.is_some()) {
            Step::Unchanging => Group::Immutable,
            Step::New => Group::New,
            Step::Page | Step::Other => Group::Changed,
            Step::Manifest => Group::Manifest,
        };
        add(group, &file.path);
    }
    if !is_same {
        add(Group::Sums, SHA256SUMS);
    }
    let is_gone = |path: &&str| site.digest(path).is_none();
    for path in there.iter().map(|file| &*file.path).filter(is_gone) {
        match stays_the_same(path) && !remove_now {
            true => add(Group::Leaving, path),
            false => add(Group::Delete, path),
        }
    }
    for path in leaving.iter().map(|path| &**path).filter(is_gone) {
        // What the host's list has as well was leaving once and has come back since.
        if site::digest(&there, path).is_none() {
            add(Group::Delete, path);
        }
    }
    // Within a group as the lists are.
    planned.sort_by_key(|planned| planned.group);
    Ok(planned)
}

/// Whether a browser is to save the file at `path`: one beside a report, or in a folder below it, that is not simply
/// shown, since a page among them would act as one of the site.
fn is_saved(site: &Site, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folders = path.match_indices('/').map(|(end, _)| path.split_at(end).0);
    let mut texts = folders.map(|folder| format!("{folder}/index.md"));
    name != "index.html" && !is_shown(name) && texts.any(|text| site.digest(&text).is_some())
}

fn no_folder(folder: &Path) -> Error {
    let shown = folder.display();
    Error::new(Text::new(
        format!(
            "{shown} 不是目录。--since 指定的目录中应有主机上的 SHA256SUMS 和 .gongbao-leaving；首次发布用空目录。"
        ),
        format!(
            "{shown} is no folder. `--since` names one with the host's SHA256SUMS and .gongbao-leaving in it; for the first publication, an empty one."
        ),
    ))
    .at(folder)
}
