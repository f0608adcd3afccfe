//! The only writer of output: a site comes as a stream of paths and bytes and is published as a whole.
//!
//! [`Staging`] takes files from many threads in any order, keeps beside the output folder those that
//! differ from the old site, and on [`Staging::commit`] puts the new site in the place of the old one.
//! Until then, and whenever anything fails, the old site stands untouched. Files whose bytes have not
//! changed keep their inode and their time; files that gongbao did not make are carried over; a build
//! that changes nothing touches nothing.
//!
//! ```text
//! begin: lock the folder, see that it is ours, read the last SHA256SUMS    (place)
//! write: compare with the old file, stage what differs, hash               (output, stage)
//! commit: check for collisions and other people's files                    (route::site_path, tree)
//!         write SHA256SUMS, link what is kept, flush, swap                 (listing, swap)
//!         or replace file by file                                          (in_place)
//! ```
//!
//! This module knows nothing of what it publishes, keeps no contents in memory and trusts no digest of
//! an old SHA256SUMS.

mod in_place;
mod kind;
mod listing;
mod output;
mod overlap;
mod own_names;
mod path;
mod place;
mod stage;
mod swap;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::diagnostic::Text;
use crate::error::{Doing, Error};
use crate::publish::listing::SHA256SUMS;
use crate::publish::output::{Gathering, Made, Output};
use crate::publish::path::{SitePath, first_below};
use crate::publish::place::Place;
use crate::publish::stage::Stage;
use crate::publish::tree::Foreign;
use crate::route::site_path::Claims;

pub(crate) use crate::publish::kind::Kind;
pub(crate) use crate::publish::overlap::refuse_overlap;

/// Bytes of a file that are copied at a time.
const COPY_BYTES: usize = 64 << 10;

/// How to publish.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// What is published: a folder that holds anything else is refused.
    pub kind: Kind,
    /// Replace file by file in a folder that cannot be swapped. Visitors see old and new files mixed
    /// meanwhile, and after a build that was killed they do so until the next.
    pub in_place: bool,
    /// Whether to try the exchange of two folders in one step: tests turn it off.
    pub(crate) exchange: bool,
    /// Whether to wait until the disk has it all: tests do not.
    pub(crate) flush: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            kind: Kind::Site,
            in_place: false,
            exchange: true,
            flush: true,
        }
    }
}

/// The paths that the site in `out` lists in its SHA256SUMS, in the order of its lines; none where there
/// is no site, or no list that gongbao could have written. `seen` gets each with its digest, in hexadecimal. Nothing
/// is locked or changed.
///
/// # Errors
///
/// If the list is there and cannot be read.
pub(crate) fn listed(out: &Path, seen: impl FnMut(&str, &[u8])) -> Result<Vec<Box<str>>, Error> {
    place::listed(out, Kind::Site, seen)
}

/// A file of the site in `out`; none where it is no file, is longer than `max` bytes, or cannot be read.
pub(crate) fn published(out: &Path, path: &str, max: u64) -> Option<Vec<u8>> {
    place::published(out, path, max)
}

/// Where that list is.
pub(crate) fn list_path(out: &Path) -> std::path::PathBuf {
    out.join(SHA256SUMS)
}

/// A site that is being made. Dropped without [`Staging::commit`] it leaves no trace.
#[derive(Debug)]
pub(crate) struct Staging {
    stage: OnceLock<Stage>,
    creating: Mutex<()>,
    made: Mutex<BTreeMap<SitePath, Made>>,
    options: Options,
    // Last, so that the lock is held until the stage is gone.
    place: Place,
}

/// A file of the new site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// SHA-256 of the file.
    pub digest: [u8; 32],
    /// Length of the file in bytes.
    pub bytes: u64,
}

/// What became of the files of a site or an index that was published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the site that gongbao made, SHA256SUMS included.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Those of them that are new or differ from the old site's.
    pub changed: u64,
    /// Files of the old site that are gone.
    pub removed: u64,
    /// Files in the folder that gongbao did not make and kept; not counted where nothing changed.
    pub carried_over: u64,
}

impl Staging {
    /// Prepares to publish to the folder `out`, which is made if it is missing.
    ///
    /// # Errors
    ///
    /// If another build is at it, if the folder holds what gongbao did not make (dot files aside) and
    /// nothing of this kind that gongbao made, if it cannot be swapped and `options` do not say to replace files in
    /// place, or if the system refuses.
    pub(crate) fn begin(out: &Path, options: Options) -> Result<Staging, Error> {
        Ok(Staging {
            stage: OnceLock::new(),
            creating: Mutex::new(()),
            made: Mutex::new(BTreeMap::new()),
            options,
            place: Place::open(out, options.kind, options.in_place)?,
        })
    }

    /// Adds a file.
    ///
    /// `path` is relative to the site, its segments separated by `/`.
    ///
    /// # Errors
    ///
    /// If the path is none that a site may have or is taken, or if the system refuses.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) -> Result<Written, Error> {
        let path = self.check(path)?;
        let mut output = Output::begin(self, &path, Some(bytes.len() as u64))?;
        output.put(bytes)?;
        let made = output.finish()?;
        self.record(path, made)
    }

    /// Adds a file that `fill` writes piece by piece; pieces may be small.
    ///
    /// # Errors
    ///
    /// As [`Staging::write`], or what `fill` returns.
    pub(crate) fn write_with(
        &self,
        path: &str,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Written, Error> {
        let path = self.check(path)?;
        let mut gathering = Gathering::new(Output::begin(self, &path, None)?);
        let filled = fill(&mut gathering).and_then(|()| gathering.flush());
        if let Err(e) = filled {
            let shown = self.place.show(path.as_path());
            return Err(gathering
                .error
                .unwrap_or_else(|| Error::io(Doing::Write, shown, e)));
        }
        let made = gathering.output.finish()?;
        self.record(path, made)
    }

    /// Adds a copy of `file`, from where it stands to its end; `from` names it in errors.
    ///
    /// # Errors
    ///
    /// As [`Staging::write`], or if `file` cannot be read.
    pub(crate) fn copy(&self, path: &str, mut file: &File, from: &Path) -> Result<Written, Error> {
        let path = self.check(path)?;
        let mut output = Output::begin(self, &path, None)?;
        let mut buffer = vec![0; COPY_BYTES];
        loop {
            let read = match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(Error::io(Doing::Read, from, e)),
            };
            output.put(buffer.get(..read).unwrap_or_default())?;
        }
        let made = output.finish()?;
        self.record(path, made)
    }

    /// Bytes of a file that was added; `None` where there is none at `path`.
    ///
    /// # Errors
    ///
    /// If the path is none that a site may have.
    pub(crate) fn length(&self, path: &str) -> Result<Option<u64>, Error> {
        let path = SitePath::new(path)?;
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(made.get(&path).map(|made| made.bytes))
    }

    /// Opens a file that was added, for reading it again; `None` where there is none at `path`.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn open(&self, path: &str) -> Result<Option<(File, u64)>, Error> {
        let path = SitePath::new(path)?;
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = made.get(&path).map(|made| made.kept);
        drop(made);
        let folder = match kept {
            None => return Ok(None),
            Some(true) => self.place.folder(),
            Some(false) => self.stage()?.folder(),
        };
        tree::open_file(folder, path.as_path())
            .map_err(|e| Error::io(Doing::Read, self.place.show(path.as_path()), e))
    }

    /// Publishes what was added. The caller guarantees that the site is whole and without fault.
    ///
    /// # Errors
    ///
    /// If two outputs collide, if one would replace a file that gongbao did not make, or if the system
    /// refuses. The old site then stands as it was (in place: unless files were being replaced).
    pub(crate) fn commit(mut self) -> Result<Published, Error> {
        let mut made = std::mem::take(&mut self.made)
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        check_whole(&made, self.options.kind)?;
        let sums = self.write_sums(&made)?;
        let mut published = Published {
            files: made.len() as u64 + 1,
            bytes: made.values().map(|made| made.bytes).sum::<u64>() + sums.bytes,
            ..Published::default()
        };
        if self.stage.get().is_none() && !self.place.pending {
            return Ok(published);
        }
        published.changed = made.values().filter(|made| !made.kept).count() as u64;
        published.changed += u64::from(!sums.kept);
        let gone = |path: &&str| !made.contains_key(*path);
        published.removed = self.place.listing.iter().filter(gone).count() as u64;

        let foreign = tree::foreign(&self.place.out, self.place.folder(), &self.place.listing)
            .map_err(|e| Error::io(Doing::List, &self.place.shown, e))?;
        let foreign = self.without_adopted(foreign, &made)?;
        published.carried_over = foreign.files.len() as u64;
        let stage = self.stage()?;
        if self.options.in_place {
            in_place::update(&self.place, stage, &made)?;
        } else {
            self.refuse_mount(&foreign)?;
            made.insert(SitePath::new(SHA256SUMS)?, sums);
            self.keep(stage, &made, &foreign)?;
            stage.flush()?;
            swap::swap(&self.place, stage, self.options.exchange)?;
        }
        self.place.created.clear();
        Ok(published)
    }

    /// The path as one that a caller may write to.
    fn check(&self, path: &str) -> Result<SitePath, Error> {
        let path = SitePath::new(path)?;
        let top = path.as_str().split('/').next().unwrap_or_default();
        if path.as_str() == SHA256SUMS || own_names::is_reserved(top.as_ref()) {
            return Err(output::taken(&path));
        }
        Ok(path)
    }

    fn record(&self, path: SitePath, made: Made) -> Result<Written, Error> {
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if all.contains_key(&path) {
            return Err(output::taken(&path));
        }
        all.insert(path, made);
        Ok(Written {
            digest: made.digest,
            bytes: made.bytes,
        })
    }

    /// The old site's file at `path`, with its length.
    fn old_file(&self, path: &SitePath) -> Result<Option<(File, u64)>, Error> {
        // Where nothing was published before, only dot files can be in the way.
        if self.place.fresh && !is_dotted(path.as_str()) {
            return Ok(None);
        }
        tree::open_file(self.place.folder(), path.as_path())
            .map_err(|e| Error::io(Doing::Read, self.place.show(path.as_path()), e))
    }

    /// The folder for what differs, made when it is first needed.
    fn stage(&self) -> Result<&Stage, Error> {
        if let Some(stage) = self.stage.get() {
            return Ok(stage);
        }
        let _creating = self.creating.lock().unwrap_or_else(PoisonError::into_inner);
        match self.stage.get() {
            Some(stage) => Ok(stage),
            None => {
                let stage = Stage::create(&self.place, self.options.flush)?;
                Ok(self.stage.get_or_init(|| stage))
            }
        }
    }

    fn write_sums(&self, made: &BTreeMap<SitePath, Made>) -> Result<Made, Error> {
        let path = SitePath::new(SHA256SUMS)?;
        let mut gathering = Gathering::new(Output::begin(self, &path, None)?);
        let filled = made
            .iter()
            .try_for_each(|(path, made)| listing::line(&mut gathering, &made.digest, path.as_str()))
            .and_then(|()| gathering.flush());
        if let Err(e) = filled {
            let shown = self.place.show(SHA256SUMS);
            return Err(gathering
                .error
                .unwrap_or_else(|| Error::io(Doing::Write, shown, e)));
        }
        gathering.output.finish()
    }

    /// Drops from `foreign` what the new site has taken for its own: a dot file with the very bytes
    /// that gongbao puts there.
    ///
    /// # Errors
    ///
    /// If anything else that gongbao did not make is in the way of the new site.
    fn without_adopted(
        &self,
        mut foreign: Foreign,
        made: &BTreeMap<SitePath, Made>,
    ) -> Result<Foreign, Error> {
        foreign.files.retain(|path| {
            let path = path.to_str().unwrap_or_default();
            !(is_dotted(path) && made.get(path).is_some_and(|made| made.kept))
        });
        let files = foreign.files.iter().map(|path| (path, true));
        let folders = foreign.folders.iter().map(|path| (path, false));
        for (path, is_file) in files.chain(folders) {
            if let Some(output) = in_the_way_of(path, is_file, made) {
                let shown = self.place.show(path);
                let theirs = shown.display();
                let noun = self.options.kind.noun();
                return Err(Error::new(Text::new(
                    format!(
                        "{theirs} 不是 gongbao 生成的，而新{}要在该处写入 {output}。请将它移走或改名后再试；未发布任何内容。",
                        noun.chinese
                    ),
                    format!(
                        "{theirs} was not made by gongbao, and the new {} has {output} there. Move or rename it and try again; nothing was published.",
                        noun.english
                    ),
                ))
                .at(shown));
            }
        }
        Ok(foreign)
    }

    /// A folder with a mount below it moves along with the mount, and removing it would reach into it.
    fn refuse_mount(&self, foreign: &Foreign) -> Result<(), Error> {
        let Some(mount) = &foreign.mount else {
            return Ok(());
        };
        let mount = self.place.show(mount);
        let mount = mount.display();
        let reason = Text::new(
            format!("其中的 {mount} 是挂载点"),
            format!("{mount} in it is a mount point"),
        );
        Err(Error::unswappable(&self.place.shown, &reason))
    }

    /// Brings into the stage what stays: our files that have not changed, and all that is not ours.
    fn keep(
        &self,
        stage: &Stage,
        made: &BTreeMap<SitePath, Made>,
        foreign: &Foreign,
    ) -> Result<(), Error> {
        let (old, new) = (self.place.folder(), stage.folder());
        let link = |path: &Path| {
            tree::link(old, new, path, stage.explicit_modes)
                .map_err(|e| Error::io(Doing::Link, self.place.show(path), e))
        };
        let kept: Vec<&Path> = made
            .iter()
            .filter(|(_, made)| made.kept)
            .map(|(path, _)| path.as_path())
            .collect();
        kept.into_par_iter().try_for_each(link)?;
        for path in &foreign.folders {
            tree::make_folder(new, path, stage.explicit_modes)
                .map_err(|e| Error::io(Doing::CreateFolder, self.place.show(path), e))?;
        }
        foreign.files.iter().try_for_each(|path| link(path))?;
        // Rights last and from the inside out: a folder may be closed to writing.
        for path in foreign.folders.iter().rev() {
            tree::copy_mode(old, new, path)
                .map_err(|e| Error::io(Doing::CreateFolder, self.place.show(path), e))?;
        }
        if self.place.created.is_empty() {
            tree::copy_mode(old, new, Path::new("."))
                .map_err(|e| Error::io(Doing::CreateFolder, &self.place.shown, e))?;
        }
        Ok(())
    }
}

/// Whether one of the segments of `path` begins with a dot.
fn is_dotted(path: &str) -> bool {
    path.split('/').any(|segment| segment.starts_with('.'))
}

/// The output that cannot stand beside what is at `path`.
fn in_the_way_of<'a>(
    path: &Path,
    is_file: bool,
    made: &'a BTreeMap<SitePath, Made>,
) -> Option<&'a SitePath> {
    let at_or_above = path
        .ancestors()
        .filter_map(Path::to_str)
        .find_map(|path| made.get_key_value(path));
    if let Some((output, _)) = at_or_above {
        return Some(output);
    }
    if is_file {
        path.to_str().and_then(|path| first_below(made, path))
    } else {
        None
    }
}

/// Whether the next run will know `made` for what it is.
fn check_whole(made: &BTreeMap<SitePath, Made>, kind: Kind) -> Result<(), Error> {
    let mut landmarks = kind.landmarks().iter();
    if let Some(missing) = landmarks.find(|path| !made.contains_key(**path)) {
        let noun = kind.noun();
        return Err(Error::new(Text::new(
            format!("{}缺少 {missing}，未发布。", noun.chinese),
            format!(
                "the {} has no {missing}; nothing was published.",
                noun.english
            ),
        )));
    }
    refuse_collisions(made.keys().map(SitePath::as_str))
}

/// Holds the paths of all files of a site against the rules for them, as publishing them would.
///
/// # Errors
///
/// If one is no path of a site, or if two cannot stand side by side.
pub(crate) fn judge_paths<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Result<(), Error> {
    paths
        .clone()
        .try_for_each(|path| SitePath::new(path).map(drop))?;
    refuse_collisions(paths)
}

/// Refuses two outputs of which no mirror on Windows or macOS could keep both; the list itself is among them.
fn refuse_collisions<'a>(paths: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let mut claims = Claims::default();
    for path in [SHA256SUMS].into_iter().chain(paths) {
        if let Err((other, ())) = claims.claim(path, ()) {
            return Err(Error::new(Text::new(
                format!("输出文件 {other} 与 {path} 不能并存：在不区分大小写的文件系统上路径冲突。"),
                format!(
                    "the outputs {other} and {path} cannot stand side by side on a file system that ignores case."
                ),
            ))
            .at(path));
        }
    }
    Ok(())
}
