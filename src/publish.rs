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
//! keep:  an old file that is known to be the new one                       (record)
//! write: compare with the old file, stage what differs, hash               (output, stage)
//! commit: check for collisions and other people's files                    (route::site_path, tree, walk)
//!         write SHA256SUMS, take the tree that was kept, or an empty one   (listing, kept_tree)
//!         link into it what is not there, flush, swap                      (carry, swap)
//!         bring the old tree level with the new one for the next build     (kept_tree)
//!         or replace file by file                                          (in_place, order, unfinished)
//!         say what was published, once it can no longer change unseen      (record, clock)
//! ```
//!
//! This module knows nothing of what it publishes, keeps no contents in memory and trusts no digest of
//! an old SHA256SUMS. What it says of a site for the next build, the caller keeps, and is believed of a file
//! only as long as the file system says of it what it said then.

mod carry;
mod clock;
mod fresh;
mod in_place;
mod kept_tree;
mod kind;
mod listing;
mod order;
mod output;
mod overlap;
mod own_names;
mod path;
mod place;
mod record;
mod stage;
mod swap;
// With links, rights and processes that are killed, as Unix has them; tests/windows has what Windows does.
#[cfg(all(test, unix))]
mod tests;
mod tree;
mod unfinished;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::diagnostic::Text;
use crate::disk::{Clock, Folder};
use crate::error::{Doing, Error};
use crate::publish::clock::pass;
use crate::publish::in_place::Last;
use crate::publish::listing::{Digest, SHA256SUMS};
use crate::publish::output::{Gathering, Made, Output};
use crate::publish::path::{SitePath, first_below};
use crate::publish::place::Place;
use crate::publish::record::Recorded;
use crate::publish::stage::Stage;
use crate::publish::tree::Foreign;
use crate::publish::unfinished::HALF_HEAD;
use crate::route::site_path::Claims;
use crate::route::{LOG_FOLDER, is_of_log};
use crate::stat::{FileTime, Stat};

pub(crate) use crate::publish::fresh::Fresh;
pub(crate) use crate::publish::kind::Kind;
pub(crate) use crate::publish::listing::line;
pub(crate) use crate::publish::order::{Step, stays_the_same};
pub(crate) use crate::publish::overlap::{refuse_overlap, refuse_within};
pub(crate) use crate::publish::record::Record;

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
    /// In place: whether files that never change stay for one more publication when the site no longer has them.
    /// Pages that were opened before refer to them.
    pub leaves: bool,
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
            leaves: false,
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

/// Refuses, before anything is read for it, to publish a site where a preview with drafts is, or the other way round.
///
/// # Errors
///
/// If the folder holds the other, or its list cannot be read.
pub(crate) fn refuse_kind(out: &Path, kind: Kind) -> Result<(), Error> {
    place::refuse_kind(out, kind)
}

/// The same of what was published there of this `kind`.
///
/// # Errors
///
/// If the list is there and cannot be read.
pub(crate) fn listed_as(
    out: &Path,
    kind: Kind,
    seen: impl FnMut(&str, &[u8]),
) -> Result<Vec<Box<str>>, Error> {
    place::listed(out, kind, seen)
}

/// The paths of a list of a site that is not on this disk, in the order of its lines, each with its digest in
/// hexadecimal for `seen`; `None` where it is no list that gongbao could have written for a site.
///
/// # Errors
///
/// Those of reading.
pub(crate) fn listed_in(
    list: impl Read,
    seen: impl FnMut(&str, &[u8]),
) -> io::Result<Option<Vec<Box<str>>>> {
    let listing = listing::Listing::read(list, seen)?;
    let listing = listing.filter(|listing| Kind::Site.is_listed_by(listing));
    Ok(listing.map(listing::Listing::into_paths))
}

/// The paths of what the site in `out` does not have any more and what stays there for one more publication.
///
/// # Errors
///
/// If the list is there and cannot be read.
pub(crate) fn leaving(out: &Path) -> Result<Vec<Box<str>>, Error> {
    place::leaving(out).map(listing::Listing::into_paths)
}

/// A file of the site in `out`; none where it is no file, is longer than `max` bytes, or cannot be read.
pub(crate) fn published(out: &Path, path: &str, max: u64) -> Option<Vec<u8>> {
    place::published(out, path, max)
}

/// A file below `folder`, up to `max` bytes of it; `None` where there is none.
///
/// # Errors
///
/// If there is something at `path` and it cannot be read, or is no file.
pub(crate) fn begins(folder: &Path, path: &str, max: usize) -> Result<Option<Vec<u8>>, Error> {
    place::begins(folder, path, max)
}

/// Locks the folder of a site or a mirror against publications, for somebody who changes a file of it, until the value is
/// unlocked; where there are no locks nobody has one.
///
/// # Errors
///
/// If a publication is going on there, or if the system refuses.
pub(crate) fn locked(folder: &Path) -> Result<Folder, Error> {
    place::locked(folder)
}

/// Whether a publication file by file to the folder `out` was interrupted, or is going on.
pub(crate) fn is_pending(out: &Path) -> bool {
    out.join(own_names::PENDING).exists()
}

/// Where that list is, as diagnostics name files: with `/` on every system.
pub(crate) fn list_path(out: &Path) -> String {
    let out = out.display().to_string();
    let out = out.strip_suffix(std::path::is_separator).unwrap_or(&out);
    format!("{out}/{SHA256SUMS}")
}

/// A site that is being made. Dropped without [`Staging::commit`] it leaves no trace.
#[derive(Debug)]
pub(crate) struct Staging {
    stage: OnceLock<Stage>,
    creating: Mutex<()>,
    made: Mutex<BTreeMap<SitePath, Made>>,
    options: Options,
    /// What the last build recorded, as far as it is believed: file by file.
    recorded: Record,
    /// The file system's time when the build began; `None` where it cannot be had without a trace.
    began: Option<FileTime>,
    // Last, so that the lock is held until the stage is gone.
    place: Place,
}

/// A file of the new site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Files of the old site that stay for one more publication.
    pub leaving: u64,
}

impl Staging {
    /// Prepares to publish to the folder `out`, which is made if it is missing. `record` is what the last build gave;
    /// it makes nothing different, and much quicker.
    ///
    /// # Errors
    ///
    /// If another build is at it, if the folder holds what gongbao did not make (dot files aside) and
    /// nothing of this kind that gongbao made, if it cannot be swapped and `options` do not say to replace files in
    /// place, or if the system refuses.
    pub(crate) fn begin(
        out: &Path,
        options: Options,
        record: Option<Record>,
    ) -> Result<Staging, Error> {
        let place = Place::open(out, options.kind, options.in_place)?;
        let beside = if options.in_place {
            &place.out
        } else {
            &place.parent
        };
        Ok(Staging {
            stage: OnceLock::new(),
            creating: Mutex::new(()),
            made: Mutex::new(BTreeMap::new()),
            options,
            recorded: record.unwrap_or_default(),
            began: Clock::without_trace(beside).and_then(|clock| clock.now()),
            place,
        })
    }

    /// Whether the folder is, to the last file that gongbao made, what the last build recorded, and its SHA256SUMS
    /// has this digest; then what a build would say that changes nothing. Files that gongbao did not make are not
    /// looked at.
    pub(crate) fn as_recorded(&self, sums: &Digest) -> Option<Published> {
        let files = self.recorded.files();
        let listed = self.place.listing.iter();
        let recorded = files.iter().map(|file| &*file.path);
        let recorded = recorded.filter(|path| *path != SHA256SUMS && !is_of_log(path));
        let is_whole = self.recorded.file(SHA256SUMS).map(|list| &list.digest) == Some(sums)
            && recorded.eq(listed);
        let is_same = |file: &Recorded| self.is_unchanged(file);
        let is_same = !self.place.pending && is_whole && files.par_iter().all(is_same);
        is_same.then(|| Published {
            files: files.len() as u64,
            bytes: files.iter().map(|file| file.stat.length()).sum(),
            ..Published::default()
        })
    }

    /// Keeps the old site's file at `path` for the new one, if it is known to hold just what was `written` once. Where
    /// it is not, this does nothing, and the caller adds the file.
    ///
    /// # Errors
    ///
    /// If the path is none that a site may have or is taken.
    pub(crate) fn keep(&self, path: &str, written: &Written) -> Result<bool, Error> {
        self.keep_all(&[(path, *written)])
    }

    /// As [`Staging::keep`], of some files: all of them or, where one is not known to be what it should, none.
    ///
    /// # Errors
    ///
    /// As [`Staging::keep`].
    pub(crate) fn keep_all(&self, files: &[(&str, Written)]) -> Result<bool, Error> {
        let mut kept = Vec::with_capacity(files.len());
        for (path, written) in files {
            let path = self.check(path)?;
            let Some(file) = self.known_as(&path, written) else {
                return Ok(false);
            };
            kept.push((path, Made::recorded(file)));
        }
        for (path, made) in kept {
            self.record(path, made)?;
        }
        Ok(true)
    }

    /// Keeps the file at `path` for the new site because the folder's own list says that it is what was `written`, if it
    /// has that length and no publication was interrupted: it is not read.
    ///
    /// # Errors
    ///
    /// If the path is none that a site may have or is taken.
    pub(crate) fn keep_listed(&self, path: &str, written: &Written) -> Result<bool, Error> {
        let path = self.check(path)?;
        let found = self.place.folder().stat(path.as_path());
        let found = found.filter(|stat| stat.length() == written.bytes && !self.place.pending);
        let Some(stat) = found else {
            return Ok(false);
        };
        self.record(path, Made::listed(written.digest, stat))?;
        Ok(true)
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
        let made = output::whole(self, &path, bytes)?;
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
        let mut gathering = Gathering::new(Output::begin(self, &path)?);
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
        let mut output = Output::begin(self, &path)?;
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

    /// The old site's file at `path`, if it is known to hold just what was `written` once. It is no part of the new site
    /// by that.
    ///
    /// # Errors
    ///
    /// If the path is none that a site may have, or if the system refuses.
    pub(crate) fn old(&self, path: &str, written: &Written) -> Result<Option<File>, Error> {
        let path = self.check(path)?;
        match self.known_as(&path, written) {
            Some(_) => Ok(self.old_file(&path)?.map(|(file, _)| file)),
            None => Ok(None),
        }
    }

    /// A file that was added; `None` where there is none at `path`.
    ///
    /// # Errors
    ///
    /// If the path is none that a site may have.
    pub(crate) fn written(&self, path: &str) -> Result<Option<Written>, Error> {
        let path = SitePath::new(path)?;
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(made.get(&path).map(|made| Written {
            digest: made.digest,
            bytes: made.bytes,
        }))
    }

    /// A file of the site as the user would name it, for messages.
    pub(crate) fn show(&self, path: &str) -> PathBuf {
        self.place.show(path)
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
        let opened = folder
            .file(path.as_path())
            .map_err(|e| Error::io(Doing::Read, self.place.show(path.as_path()), e))?;
        Ok(opened.map(|(file, stat)| (file, stat.length())))
    }

    /// What SHA256SUMS will be, of the files that were added by now: how many it lists, and the file.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn sums(&self) -> Result<(u64, Written), Error> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sums = Summing::default();
        let count = list(&made, &mut sums)
            .map_err(|e| Error::io(Doing::Write, self.place.show(SHA256SUMS), e))?;
        Ok((count, sums.written()))
    }

    /// Holds what was added by now against what stands there, as publishing does: for who is about to do what cannot be taken
    /// back.
    ///
    /// # Errors
    ///
    /// As [`Staging::commit`], of what can be known by now.
    pub(crate) fn may_commit(&self) -> Result<(), Error> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        refuse_collisions(made.keys().map(SitePath::as_str))?;
        let foreign = self.without_adopted(self.foreign()?, &made)?;
        match self.options.in_place {
            true => Ok(()),
            false => self.refuse_mount(&foreign),
        }
    }

    /// What stands there and gongbao did not make.
    fn foreign(&self) -> Result<Foreign, Error> {
        let place = &self.place;
        tree::foreign(&place.out, place.folder(), &place.listing)
            .map_err(|(path, e)| Error::io(Doing::List, place.show(path), e))
    }

    /// Publishes what was added. The caller guarantees that the site is whole and without fault. With what became of
    /// it comes what the next build may know of it.
    ///
    /// # Errors
    ///
    /// If two outputs collide, if one would replace a file that gongbao did not make, or if the system
    /// refuses. The old site then stands as it was (in place: unless files were being replaced).
    pub(crate) fn commit(self) -> Result<(Published, Record), Error> {
        self.commit_after(&|| Ok(()))
    }

    /// The same; `last` is done before anything of it can be seen, when nothing but the system can refuse it any more. It is
    /// not done where nothing changed.
    ///
    /// # Errors
    ///
    /// As [`Staging::commit`], and those of `last`.
    pub(crate) fn commit_after(mut self, last: Last<'_>) -> Result<(Published, Record), Error> {
        let mut made = std::mem::take(&mut self.made)
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        check_whole(&made, self.options.kind)?;
        let sums = self.write_sums(&made)?;
        self.recorded = Record::default();
        let mut published = Published {
            files: made.len() as u64 + 1,
            bytes: made.values().map(|made| made.bytes).sum::<u64>() + sums.bytes,
            ..Published::default()
        };
        let is_left = self.place.leaving.len() > 0;
        if self.stage.get().is_none() && !self.place.pending && !is_left {
            made.insert(SitePath::new(SHA256SUMS)?, sums);
            return Ok((published, known(made, self.place.folder(), None)));
        }
        published.changed = made.values().filter(|made| !made.kept).count() as u64;
        published.changed += u64::from(!sums.kept);
        let gone = |path: &&str| !made.contains_key(*path);
        let gone = self.place.listing.iter().filter(gone).count() as u64;
        published.leaving = self.leaving(&made).len() as u64;
        published.removed = gone - published.leaving;

        let foreign = self.without_adopted(self.foreign()?, &made)?;
        let of_others = foreign
            .files
            .iter()
            .filter(|path| !path.starts_with(LOG_FOLDER));
        published.carried_over = of_others.count() as u64;
        let stage = match self.stage.take() {
            Some(stage) => stage,
            None => Stage::create(&self.place, self.options.flush)?,
        };
        let clock = Clock::of(&stage.path);
        let record = if self.options.in_place {
            self.update(&stage, made, sums, clock, last)?
        } else {
            self.refuse_mount(&foreign)?;
            made.insert(SitePath::new(SHA256SUMS)?, sums);
            self.swap(stage, made, &foreign, clock, last)?
        };
        self.place.created.clear();
        Ok((published, record))
    }

    /// Publishes file by file.
    fn update(
        &self,
        stage: &Stage,
        mut made: BTreeMap<SitePath, Made>,
        mut sums: Made,
        clock: Option<Clock>,
        last: Last<'_>,
    ) -> Result<Record, Error> {
        settle(made.values_mut().chain([&mut sums]), clock.as_ref());
        // It is another folder that is published now: text that was withdrawn would live on in such a tree.
        let is_removed = kept_tree::remove_all(&self.place);
        in_place::update(&self.place, stage, &made, &self.leaving(&made), last)?;
        made.insert(SitePath::new(SHA256SUMS)?, sums);
        for made in made.values_mut() {
            made.moved |= is_removed || !made.kept;
        }
        Ok(known(made, self.place.folder(), clock.as_ref()))
    }

    /// Which of the old site's files stay for one more publication: what never changes, and has not stayed for one yet.
    fn leaving(&self, made: &BTreeMap<SitePath, Made>) -> BTreeSet<&str> {
        let stays = |path: &&str| {
            stays_the_same(path) && !made.contains_key(*path) && !self.place.leaving.contains(path)
        };
        let is_wanted = self.options.in_place && self.options.leaves;
        let listed = self.place.listing.iter().filter(|_| is_wanted);
        listed.filter(stays).collect()
    }

    /// Publishes by exchange.
    fn swap(
        &self,
        stage: Stage,
        mut made: BTreeMap<SitePath, Made>,
        foreign: &Foreign,
        clock: Option<Clock>,
        last: Last<'_>,
    ) -> Result<Record, Error> {
        let place = &self.place;
        let listed = place.listing.iter();
        let gone: Vec<&str> = listed.filter(|path| !made.contains_key(*path)).collect();
        let kept = made.values().filter(|made| made.kept).count();
        // Where most is new, a second name of all of it costs more than it saves.
        let is_mostly_kept = kept >= made.len() - kept + gone.len();
        let taken = match is_mostly_kept {
            true => kept_tree::take(place, &stage, &made, foreign),
            false => None,
        };
        kept_tree::remove_all(place);
        let mut base = stage;
        let mut is_linked = true;
        let mut emptied = None;
        match taken {
            Some(taken) => {
                is_linked &= carry::carry(place, &taken, &mut made, foreign)?;
                carry::put_new(place, &base, &taken, &mut made)?;
                emptied = Some(std::mem::replace(&mut base, taken));
            }
            None => is_linked &= carry::carry(place, &base, &mut made, foreign)?,
        }
        carry::copy_modes(place, &base, foreign)?;
        base.flush()?;
        settle(made.values_mut(), clock.as_ref());
        last()?;
        swap::swap(place, &base, self.options.exchange)?;
        drop(emptied);
        // What is published is published, whether or not this succeeds.
        let is_left = is_mostly_kept
            && is_linked
            && kept_tree::level_and_leave(place, &mut base, &mut made, &gone).is_ok();
        if !is_left {
            // Every file that stays loses a name, which the file system dates.
            base.remove();
            made.values_mut().for_each(|made| made.moved = true);
        }
        Ok(known(made, base.folder(), clock.as_ref()))
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

    /// What was recorded of the old site's file at `path`, if that is what it still is.
    fn known(&self, path: &str) -> Option<&Recorded> {
        let recorded = self.recorded.file(path)?;
        self.is_unchanged(recorded).then_some(recorded)
    }

    /// The same, if it is what was `written` once: the file itself is looked at last.
    fn known_as(&self, path: &SitePath, written: &Written) -> Option<&Recorded> {
        let recorded = self.recorded.file(path.as_str())?;
        let is_it = recorded.digest == written.digest && recorded.stat.length() == written.bytes;
        (is_it && self.is_unchanged(recorded)).then_some(recorded)
    }

    fn is_unchanged(&self, file: &Recorded) -> bool {
        self.place.folder().stat(Path::new(&*file.path)) == Some(file.stat)
    }

    /// The old site's file at `path`, with what the file system says of it.
    fn old_file(&self, path: &SitePath) -> Result<Option<(File, Stat)>, Error> {
        // Where nothing was published before, only dot files can be in the way.
        if self.place.fresh && !is_dotted(path.as_str()) {
            return Ok(None);
        }
        self.place
            .folder()
            .file(path.as_path())
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
        let mut gathering = Gathering::new(Output::begin(self, &path)?);
        let filled = list(made, &mut gathering).and_then(|_| gathering.flush());
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
        let mut unfinished = unfinished::of_log(&self.place);
        let half_head = self.place.folder().identity(Path::new(HALF_HEAD));
        if made.contains_key(order::HEAD) && half_head.is_some() {
            unfinished.push(HALF_HEAD);
        }
        foreign.files.retain(|path| {
            let path = path.to_str().unwrap_or_default();
            let adopted = made.get(path);
            // The log is listed nowhere: what its next publication replaces is known by its place.
            let is_adopted = match is_of_log(path) {
                true => {
                    adopted.is_some() || is_replaced_head(path, made) || unfinished.contains(&path)
                }
                false => is_dotted(path) && adopted.is_some_and(|made| made.kept),
            };
            !is_adopted
        });
        // A folder that this empties goes, too.
        let kept = &foreign.files;
        foreign.folders.retain(|folder| {
            let is_emptied = unfinished
                .iter()
                .any(|path| Path::new(path).starts_with(folder));
            !is_emptied || kept.iter().any(|path| path.starts_with(folder))
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
}

/// Writes SHA256SUMS: every file that was made, but itself and the log. How many they are.
fn list(made: &BTreeMap<SitePath, Made>, to: &mut impl Write) -> io::Result<u64> {
    let listed = made.iter().filter(|(path, _)| !is_of_log(path.as_str()));
    let mut count = 0;
    for (path, made) in listed {
        listing::line(to, &made.digest, path.as_str())?;
        count += 1;
    }
    Ok(count)
}

/// Whether `path` is the head of a log that nobody signed and that is signed from now on.
fn is_replaced_head(path: &str, made: &BTreeMap<SitePath, Made>) -> bool {
    path == order::UNSIGNED_HEAD && made.contains_key(order::HEAD)
}

/// SHA-256 and length of what is written to it.
#[derive(Default)]
struct Summing {
    hasher: Sha256,
    bytes: u64,
}

impl Summing {
    fn written(self) -> Written {
        Written {
            digest: self.hasher.finalize().into(),
            bytes: self.bytes,
        }
    }
}

impl Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Waits until what was written can no longer change without its date showing it. Where that takes too long it is
/// not known to the next build, which then reads it.
fn settle<'a>(made: impl Iterator<Item = &'a mut Made>, clock: Option<&Clock>) {
    let Some(passed) = clock.and_then(pass) else {
        return;
    };
    for made in made.filter(|made| !made.kept) {
        made.is_settled = made.stat.is_some_and(|stat| stat.is_settled_at(passed));
    }
}

/// What the next build may know of the files that are `made` and published in the folder `out`. One that got another
/// name, which the file system dates, is looked at again.
fn known(made: BTreeMap<SitePath, Made>, out: &Folder, clock: Option<&Clock>) -> Record {
    let is_moved = made.values().any(|made| made.moved);
    let passed = clock.filter(|_| is_moved).and_then(pass);
    let look_again = |path: &Path, stat: Stat| {
        let found = out.stat(path)?;
        let is_settled = passed.is_some_and(|passed| found.is_settled_at(passed));
        (is_settled && found.is_unwritten(&stat)).then_some(found)
    };
    let made: Vec<(SitePath, Made)> = made.into_iter().collect();
    let files: Vec<Option<Recorded>> = made
        .into_par_iter()
        .map(|(path, made)| {
            let stat = made.stat.filter(|_| made.is_settled)?;
            let stat = match made.moved {
                true => look_again(path.as_path(), stat)?,
                false => stat,
            };
            Some(Recorded {
                path: path.into(),
                digest: made.digest,
                stat,
            })
        })
        .collect();
    Record::new(files.into_iter().flatten().collect())
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
