//! In which order other tools are to bring a site to a host, and with which headers.
//!
//! In go a site and, where the host has an older one, a folder with the lists of that one, as they were fetched. Out come
//! paths in [`Group`]s, one after the other as they are to be brought. It is the order of
//! [`crate::publish`]: both ask the same [`Step`]. Nothing is read but lists, and nothing is written.

use std::collections::BTreeSet;
use std::path::Path;

use crate::deploy::log::LogFiles;
use crate::deploy::site::{self, Site};
use crate::diagnostic::Text;
use crate::error::Error;
use crate::publish::{self, Step, stays_the_same};
use crate::route::file_kind::{
    KEPT_FOR_GOOD, cache_control, content_type, is_page_of_table, is_shown,
};
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
    /// SHA256SUMS.
    Sums,
    /// What is gone and stays for one more publication. This is no work: the host keeps the list for the next time.
    Leaving,
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

/// What is to be done.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Group after group.
    pub(crate) files: Vec<Planned>,
    /// All that is gongbao's on the host while this is being done. The host keeps it as its list of what is leaving until
    /// it is done: a list that has what SHA256SUMS has tells that a publication was interrupted.
    pub(crate) pending: BTreeSet<Box<str>>,
}

/// Says what is to be done to bring `site` to a host. `since` has the host's SHA256SUMS and its list of what is leaving, as
/// far as it has them; without it all of the site is listed. After a publication that was interrupted no digest is
/// believed.
///
/// # Errors
///
/// If `since` is no folder, or if a list in it cannot be read.
pub(crate) fn plan(site: &Site, since: Option<&Path>, remove_now: bool) -> Result<Plan, Error> {
    let (there, leaving) = match since {
        Some(folder) if !folder.is_dir() => return Err(no_folder(folder)),
        Some(folder) => (site::listed(folder, site.kind)?, publish::leaving(folder)?),
        None => (Vec::new(), Vec::new()),
    };
    let is_there = |path: &str| site::digest(&there, path).is_some();
    let was_interrupted = leaving.iter().any(|path| is_there(path));
    let mut plan = Plan::default();
    let pending = &mut plan.pending;
    pending.extend(there.iter().map(|file| file.path.clone()));
    pending.extend(leaving.iter().cloned());
    let gone: Vec<Box<str>> = pending
        .iter()
        .filter(|path| site.digest(path).is_none())
        .cloned()
        .collect();
    let mut add = |group, path: &str| {
        plan.files.push(Planned {
            group,
            path: path.into(),
            content_type: content_type(path),
            cache_control: match stays_the_same(path) {
                true => KEPT_FOR_GOOD,
                false => cache_control(path),
            },
            is_saved: is_saved(site, path),
        });
    };
    let mut is_same = site.files.len() == there.len() && !was_interrupted;
    for file in &site.files {
        let old = site::digest(&there, &file.path);
        if old == Some(&file.digest) && !was_interrupted {
            continue;
        }
        is_same = false;
        let is_there = plan.pending.contains(&file.path);
        let group = match Step::of(&file.path, is_there) {
            Step::Unchanging => Group::Immutable,
            Step::New => Group::New,
            Step::Page | Step::Other => Group::Changed,
            Step::Manifest | Step::Head => Group::Manifest,
        };
        add(group, &file.path);
    }
    // What a host has of the log no list says; tools that copy see what is there.
    let log = LogFiles::of(site)?;
    for path in log.unchanging.iter().filter(|_| !is_same) {
        add(Group::New, path);
    }
    for path in &log.stamps {
        add(Group::New, path);
    }
    if !is_same {
        add(Group::Sums, SHA256SUMS);
    }
    // Others may have signed below the same head since.
    for path in &log.head {
        add(Group::Sums, path);
    }
    for path in &gone {
        // What has stayed for one publication goes, unless it is no longer known what has.
        let may_stay = was_interrupted || is_there(path);
        match may_stay && stays_the_same(path) && !remove_now {
            true => add(Group::Leaving, path),
            false => add(Group::Delete, path),
        }
    }
    // Within a group as the lists are.
    plan.files.sort_by_key(|planned| planned.group);
    let all = site.files.iter().map(|file| file.path.clone());
    plan.pending.extend(all);
    Ok(plan)
}

/// Whether a browser is to save the file at `path`: one beside a report, or in a folder below it, that is not simply
/// shown, since a page among them would act as one of the site.
fn is_saved(site: &Site, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let folders = path.match_indices('/').map(|(end, _)| path.split_at(end).0);
    let mut texts = folders.map(|folder| format!("{folder}/index.md"));
    let is_there = |path: &str| site.digest(path).is_some();
    name != "index.html"
        && !is_shown(name)
        && texts.any(|text| is_there(&text))
        && !is_page_of_table(path, is_there)
}

fn no_folder(folder: &Path) -> Error {
    let shown = folder.display();
    Error::new(Text::new(
        format!(
            "{shown} 不是文件夹。--since 指定的文件夹中应有主机上的 SHA256SUMS 和 .gongbao-leaving；首次发布用空文件夹。"
        ),
        format!(
            "{shown} is no folder. `--since` names one with the host's SHA256SUMS and .gongbao-leaving in it; for the first publication, an empty one."
        ),
    ))
    .at(folder)
}
