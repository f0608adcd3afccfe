//! Copies a site to another folder, in an order in which readers find all that a page refers to.
//!
//! In goes a site and the folder, out comes what became of its files. What the folder's own SHA256SUMS lists with the
//! same digest, and has the same length, is not touched; all else is copied beside, held against the list of the site,
//! and only then put in its place: what is damaged in the site is written nowhere. Unless all is to be verified, the folder's list
//! is believed of a file that has the length. Nothing is written here:
//! [`crate::publish`] does, as it does for a build in place.

use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::deploy::log::LogFiles;
use crate::deploy::site::{self, Listed, Site};
use crate::diagnostic::Text;
use crate::error::Error;
use crate::log::published::CHECKPOINT;
use crate::publish::{Options, Published, Staging, Written, refuse_within};

/// How a site is copied.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Way {
    /// Read every file of the target, instead of believing its list.
    pub(crate) verify: bool,
    /// Remove at once what the site no longer has, files that never change too.
    pub(crate) remove_now: bool,
    /// Do not wait until the disk has it all: for tests.
    pub(crate) unflushed: bool,
}

/// Copies `site` to the folder `to`, which is made if it is missing, in one that is there. `go_on` is called before each
/// file, from any thread.
///
/// # Errors
///
/// If the folder that `to` is in is missing, if `to` holds anything that gongbao did not publish there, if a file of the site is not what its list says, or if the
/// system refuses. Nothing was changed then, unless files were being put in their places: the next run goes on.
pub(crate) fn copy(
    site: &Site,
    to: &Path,
    way: Way,
    go_on: &(dyn Fn() + Sync),
) -> Result<Published, Error> {
    refuse_slip(to)?;
    refuse_within(&site.folder, to)?;
    let log = LogFiles::of(site)?;
    let options = Options {
        kind: site.kind,
        in_place: true,
        leaves: !way.remove_now,
        flush: !way.unflushed,
        ..Options::default()
    };
    let staging = Staging::begin(to, options, None)?;
    // Now that nobody else publishes there.
    log.refuse_older(to)?;
    let there = match way.verify {
        true => Vec::new(),
        false => site::listed(to, site.kind)?,
    };
    let bring = |file: &Listed| {
        go_on();
        bring(site, file, &there, &staging)
    };
    site.files.par_iter().try_for_each(bring)?;
    let files = log.unchanging.iter().chain(&log.stamps);
    for path in files.chain(&log.head) {
        go_on();
        if log.stamps.contains(path) && log.has_other_stamp(path, site, to)? {
            continue;
        }
        if path.ends_with(CHECKPOINT)
            && let Some(head) = log.signed_head(to)?
        {
            staging.write(path, head.as_bytes())?;
            continue;
        }
        let (opened, _) = site.open(path)?;
        staging.copy(path, &opened, &site.folder.join(path))?;
    }
    staging.commit().map(|(published, _)| published)
}

/// Refuses a folder in one that is missing: a slip of the pen makes a folder that no server serves.
fn refuse_slip(to: &Path) -> Result<(), Error> {
    let parent = to.parent().filter(|it| !it.as_os_str().is_empty());
    let Some(parent) = parent.filter(|it| !it.is_dir()) else {
        return Ok(());
    };
    let (to_shown, shown) = (to.display(), parent.display());
    Err(Error::new(Text::new(
        format!(
            "没有文件夹 {shown}，无法发布到 {to_shown}。请核对路径，并确认服务器或共享文件夹已经挂载；确实要新建的，请先建好 {shown}。"
        ),
        format!(
            "there is no folder {shown} to publish to {to_shown} in. Check the path, and that the server or share is mounted; make {shown} first if it is to be new."
        ),
    ))
    .at(to))
}

/// Brings one file.
fn bring(site: &Site, file: &Listed, there: &[Listed], staging: &Staging) -> Result<(), Error> {
    let path = &*file.path;
    let (opened, bytes) = site.open(path)?;
    let wanted = Written {
        digest: file.digest,
        bytes,
    };
    let is_listed = site::digest(there, path) == Some(&file.digest);
    if is_listed && staging.keep_listed(path, &wanted)? {
        return Ok(());
    }
    let copied = staging.copy(path, &opened, &site.folder.join(path))?;
    match copied.digest == file.digest {
        true => Ok(()),
        false => Err(site.unlike_its_list(path)),
    }
}
