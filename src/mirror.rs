//! A mirror: an archive copied by its log, only what is new, and checked before it is put in place.
//!
//! ```text
//! log/ --log::published::read--> whole and by itself right --log::growth--> what is remembered, and more
//!   the last release names SHA256SUMS --> each file by its digest --store--> publish::Staging, in one step
//!   and log/ with it, its head last                               (place)
//! ```
//!
//! In: a folder or an address, and the folder of the mirror. Out: the whole of the last publication, or what is wrong with
//! the source; then nothing is changed but the mirror's own folder, where files wait that were fetched and are right. Never
//! believes a length, a path or an answer; never goes back to an older log, or over to another; never says that what it
//! copies is right, only that it is what the log says. Has no clock of its own.

mod place;
mod source;
mod store;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::diagnostic::Text;
use crate::disk::Folder;
use crate::error::{Doing, Error};
use crate::log::checkpoint::Checkpoint;
use crate::log::entry::Manifest;
use crate::log::growth::{Growth, judge};
use crate::log::key::Verifier;
use crate::log::note::Note;
use crate::log::policy::Policy;
use crate::log::published::{Published, Signed, Trouble, read, stamp_path};
use crate::log::stamp::{MAX_STAMP, Stamp};
use crate::mirror::source::{Budget, bytes};
use crate::mirror::store::{Digest, Fetched, HOME, Remembered, Store, digest_of, remembered};
use crate::name::folded;
use crate::publish::{self, Options, Staging, Written, refuse_within};
use crate::route::LOG_FOLDER;
use crate::route::site_path::{self, NO_JEKYLL};

pub(crate) use crate::mirror::place::PAGE;
pub(crate) use crate::mirror::source::{FolderSource, Source};

/// The folder of the log, and the list of all files.
const LOG: &str = LOG_FOLDER;
const SUMS: &str = "SHA256SUMS";
/// Bytes of that list, at most.
const MAX_SUMS: u64 = 256 << 20;
/// Bytes of a run, unless another number is given, and of one file: lists of digests have no lengths.
pub(crate) const MAX_BYTES: u64 = 64 << 30;
pub(crate) const MAX_FILE: u64 = 4 << 30;
/// Publications whose time stamps are asked for again each time, of those that the mirror had: the last ones.
const STAMPED_LATE: usize = 16;
/// Bytes of a log that are read, at most: some ten million entries.
const MAX_LOG: u64 = 4 << 30;
/// Bytes of a log that is brought alone: it is held in memory meanwhile.
const MAX_LOG_ALONE: u64 = 2 << 30;
/// Seconds that a run may take, whatever comes.
pub(crate) const MAX_SECONDS: u64 = 24 * 60 * 60;
/// Files that are named, at most, where something is wrong with them.
const NAMED: usize = 20;

/// How an archive is copied.
pub(crate) struct Way<'w> {
    /// Whose log it is to be, and whose witnesses are wanted; whoever signed it the first time, if that is not said.
    pub(crate) policy: Option<Policy>,
    /// Replace files one by one.
    pub(crate) in_place: bool,
    /// Bytes that are read from the source, at most, and bytes of one file.
    pub(crate) max_bytes: u64,
    pub(crate) max_file: u64,
    /// Whether the run has taken as long as it may.
    pub(crate) is_late: &'w (dyn Fn() -> bool + Sync),
    /// Seconds since 1970.
    pub(crate) now: u64,
    /// Is called before each file, from any thread.
    pub(crate) go_on: &'w (dyn Fn() + Sync),
    /// Wait until the disk has it all.
    pub(crate) flush: bool,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mirrored {
    pub(crate) checkpoint: Checkpoint,
    /// Which publication it is.
    pub(crate) release: u64,
    pub(crate) published: publish::Published,
    /// Bytes that were read from the source.
    pub(crate) taken: u64,
    /// Who signed the log, if anybody did.
    pub(crate) key: Option<String>,
    /// Whose cosignatures of the policy it has.
    pub(crate) witnesses: usize,
    /// What the mirror was before.
    pub(crate) growth: Option<Growth>,
}

/// What is wrong with the source: nothing was put in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It has no log.
    NoLog,
    /// Its log is not whole, or contradicts itself.
    Log(Trouble),
    /// Its log has no publication.
    NoRelease,
    /// Its log has fewer entries than it had: so many, and it had so many.
    RolledBack { found: u64, had: u64 },
    /// Its log has other entries than it had.
    Forked { size: u64 },
    /// It is another log.
    OtherLog { found: String, had: String },
    /// Nobody signed the log, which was wanted.
    Unsigned,
    /// Another key signed it than the one that is wanted.
    Key(String),
    /// The policy wants other witnesses, or more.
    Witnesses,
    /// The list of files is not the one of the last publication.
    Sums,
    /// The list of files has one that no site may have, or that is the mirror's own.
    Path(String),
    /// The list of files is none of a site.
    List,
    /// Files are missing: how many, and the first of them.
    Missing(usize, Vec<String>),
    /// Files are not as the list says: how many, and the first of them.
    Altered(usize, Vec<String>),
}

/// Copies the archive of `source` to the folder `to`.
///
/// # Errors
///
/// If the source cannot be read, if `to` holds anything that gongbao did not put there, if it is too much, or if the system
/// refuses. Nothing was put in place then, unless files were being replaced one by one: the next run goes on.
pub(crate) fn mirror(
    source: &dyn Source,
    to: &Path,
    way: &Way<'_>,
) -> Result<Result<Mirrored, Refusal>, Error> {
    let known = known(to)?;
    let budget = Budget::new(way.max_bytes, way.max_file, way.is_late);
    let mut log = match read_log(source, to, &budget)? {
        Ok(log) => log,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // What somebody else signed says nothing of the log.
    let witnesses = match trusted(&log.read, known.as_ref(), way.policy.as_ref()) {
        Ok(witnesses) => witnesses,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Err(refusal) = judged(&log.read, known.as_ref()) {
        return Ok(Err(refusal));
    }
    let Some(manifest) = log.read.ledger.manifest() else {
        return Ok(Err(Refusal::NoRelease));
    };
    let files = match list(source, manifest, &budget)? {
        Ok(files) => files,
        Err(refusal) => return Ok(Err(refusal)),
    };
    stamps(source, to, &mut log, known.as_ref(), &budget, way.go_on)?;
    let options = Options {
        in_place: way.in_place,
        flush: way.flush,
        ..Options::default()
    };
    let staging = Staging::begin(to, options, None)?;
    // Another run may have brought a longer log, or another, before the lock was taken.
    let growth = match judged_again(to, &log.read, way)? {
        Ok(growth) => growth,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // Another run began and was interrupted since.
    if log.has_reused && publish::is_pending(to) {
        return Err(Error::locked(to));
    }
    let there = There::look(to, way)?;
    let store = Store::open(to)?;
    let wanted = there.wanted(&files, &store);
    if let Err(refusal) = fetch(source, &wanted, &store, &budget, way)? {
        return Ok(Err(refusal));
    }
    files.par_iter().try_for_each(|(path, digest)| {
        (way.go_on)();
        bring(path, digest, &there, &store, &staging)
    })?;
    // The log comes with the site: a run that is killed leaves no file of it that no head promises.
    let placed = place::stage(to, (&log.read, &log.fetched), &staging, way)?;
    let (mut published, _) = staging.commit()?;
    // Of the log only what is new was brought: the files are counted as the list does, and the list.
    published.files = files.len() as u64 + 1;
    // It may be another folder that stands there now.
    let lock = publish::locked(to)?;
    let store = Store::open(to)?;
    place::one_head(to, &log.read)?;
    place::page(to, source.name(), &log.read, way.now)?;
    let key = match &log.read.signed {
        Signed::By(key) => Some(key),
        Signed::No => None,
    };
    store.remember(&placed, key)?;
    store.clear()?;
    lock.unlock();
    Ok(Ok(Mirrored {
        release: log.read.ledger.next_release().saturating_sub(1),
        published,
        taken: budget.taken(),
        key: key.map(Verifier::text),
        witnesses,
        growth,
        checkpoint: log.read.checkpoint,
    }))
}

/// Refuses a mirror in the folder that it is of, or the other way round.
///
/// # Errors
///
/// If one lies in the other.
pub(crate) fn refuse_itself(from: &Path, to: &Path) -> Result<(), Error> {
    refuse_within(from, to)
}

/// What is remembered, or what stands in the mirror's own log: the longer of both, so that neither is forgotten.
fn known(to: &Path) -> Result<Option<Remembered>, Error> {
    let remembered = remembered(to)?;
    let there = place::seen(to)?;
    Ok(match (remembered, there) {
        (Some(one), Some(other)) if other.size > one.checkpoint.size => Some(Remembered {
            checkpoint: other,
            ..one
        }),
        (None, Some(other)) => Some(Remembered {
            checkpoint: other,
            key: place::key(to),
        }),
        (one, _) => one,
    })
}

/// A log, and what of it was not in the mirror.
struct Log {
    read: Published,
    /// By the paths below its folder.
    fetched: BTreeMap<String, Vec<u8>>,
    /// Whether any file of it was taken from the mirror.
    has_reused: bool,
}

/// Brings the log of an archive with its time stamps, and nothing else, to the folder `log` below `to`, which is empty: read whole, and by itself
/// right.
///
/// # Errors
///
/// If the source cannot be read, if it is too much, or if the system refuses.
pub(crate) fn bring_log(
    source: &dyn Source,
    to: &Path,
    go_on: &(dyn Fn() + Sync),
) -> Result<Result<(), Refusal>, Error> {
    let budget = Budget::of_log(MAX_LOG_ALONE);
    let mut log = match read_log(source, to, &budget)? {
        Ok(log) => log,
        Err(refusal) => return Ok(Err(refusal)),
    };
    stamps(source, to, &mut log, None, &budget, go_on)?;
    place::alone(to, (&log.read, &log.fetched), go_on)?;
    Ok(Ok(()))
}

fn read_log(
    source: &dyn Source,
    to: &Path,
    budget: &Budget<'_>,
) -> Result<Result<Log, Refusal>, Error> {
    let there = Folder::open(&to.join(LOG)).ok();
    // What a run that was interrupted put there goes, unless it comes again.
    let may_reuse = !publish::is_pending(to);
    for is_reused in [true, false] {
        let is_reused = is_reused && may_reuse;
        let mut fetched = BTreeMap::new();
        let mut has_reused = false;
        let mut read_bytes = 0u64;
        let mut get = |path: &str, most: usize| {
            let reused = there.as_ref().filter(|_| is_reused && is_for_good(path));
            if let Some(bytes) = reused.and_then(|there| place::file(there, path, most)) {
                has_reused = true;
                return Ok(Some(bytes));
            }
            let found = bytes(source, budget, &format!("{LOG}/{path}"), most)?;
            if let Some(found) = &found {
                read_bytes = read_bytes.saturating_add(found.len() as u64);
                if read_bytes > MAX_LOG {
                    return Err(long_log(source.name()));
                }
                fetched.insert(path.to_owned(), found.clone());
            }
            Ok::<_, Error>(found)
        };
        let read = match read(&mut get)? {
            Ok(Some(read)) => Ok(Log {
                read,
                fetched,
                has_reused,
            }),
            Ok(None) => Err(Refusal::NoLog),
            // What is in the mirror may be damaged.
            Err(_) if has_reused => continue,
            Err(trouble) => Err(Refusal::Log(trouble)),
        };
        return Ok(read);
    }
    Ok(Err(Refusal::NoLog))
}

/// Fetches the time stamps of heads that the mirror has not yet, or has damaged. What is none of its head is left where it
/// is.
fn stamps(
    source: &dyn Source,
    to: &Path,
    log: &mut Log,
    known: Option<&Remembered>,
    budget: &Budget<'_>,
    go_on: &(dyn Fn() + Sync),
) -> Result<(), Error> {
    let there = Folder::open(&to.join(LOG)).ok();
    // What an interrupted run put there beyond the head goes, unless it comes again.
    let may_reuse = !publish::is_pending(to);
    let had = known.map_or(0, |known| known.checkpoint.size);
    let sizes: Vec<u64> = log.read.publications().collect();
    let late = sizes.len().saturating_sub(STAMPED_LATE);
    for (at, size) in sizes.into_iter().enumerate() {
        go_on();
        let path = stamp_path(size);
        let is_held = |bytes: &[u8]| {
            Stamp::parse(bytes).is_some_and(|stamp| log.read.is_stamped(size, &stamp))
        };
        let there = there.as_ref().filter(|_| may_reuse || size <= had);
        let is_settled = match there.and_then(|there| place::file(there, &path, MAX_STAMP)) {
            Some(there) => is_held(&there),
            None => size <= had && at < late,
        };
        if is_settled {
            continue;
        }
        let found = bytes(source, budget, &format!("{LOG}/{path}"), MAX_STAMP + 1)?;
        if let Some(found) = found.filter(|found| is_held(found)) {
            log.fetched.insert(path, found);
        }
    }
    Ok(())
}

fn long_log(of: &str) -> Error {
    Error::new(Text::new(
        format!("{of} 的存证日志超过 {MAX_LOG} 字节，达到上限，未复制。"),
        format!(
            "the log of {of} is longer than {MAX_LOG} bytes, which is the limit; nothing was copied."
        ),
    ))
}

/// Whether a file of a log never changes. The tree and the key vouch for it, wherever it comes from.
fn is_for_good(path: &str) -> bool {
    let is_full = path.starts_with("tile/") && !path.contains(".p/");
    is_full || path.starts_with("documents/")
}

fn judged(log: &Published, known: Option<&Remembered>) -> Result<Option<Growth>, Refusal> {
    let Some(known) = known else {
        return Ok(None);
    };
    let found = &log.checkpoint;
    match judge(&known.checkpoint, log) {
        growth @ (Growth::Same | Growth::Grown) => Ok(Some(growth)),
        Growth::RolledBack => Err(Refusal::RolledBack {
            found: found.size,
            had: known.checkpoint.size,
        }),
        Growth::Forked => Err(Refusal::Forked {
            size: known.checkpoint.size,
        }),
        Growth::Other => Err(Refusal::OtherLog {
            found: found.origin.clone(),
            had: known.checkpoint.origin.clone(),
        }),
    }
}

/// What became of the log, of what is known by now: nobody else changes it meanwhile.
fn judged_again(
    to: &Path,
    log: &Published,
    way: &Way<'_>,
) -> Result<Result<Option<Growth>, Refusal>, Error> {
    let known = known(to)?;
    let trusted = trusted(log, known.as_ref(), way.policy.as_ref());
    Ok(trusted.and_then(|_| judged(log, known.as_ref())))
}

/// Whether the right ones signed; how many witnesses of the policy did.
fn trusted(
    log: &Published,
    known: Option<&Remembered>,
    policy: Option<&Policy>,
) -> Result<usize, Refusal> {
    let key = match &log.signed {
        Signed::By(key) => Some(key),
        Signed::No => None,
    };
    let Some(policy) = policy else {
        // Who signed it the first time signs it for good; a log may get its key later.
        let first = known.and_then(|known| known.key.as_ref());
        return match (first, key) {
            (Some(_), None) => Err(Refusal::Unsigned),
            (Some(first), Some(key)) if first != key => Err(Refusal::Key(key.text())),
            _ => Ok(0),
        };
    };
    let key = key.ok_or(Refusal::Unsigned)?;
    let first = known.and_then(|known| known.key.as_ref());
    if policy.logs.is_empty() && first.is_some_and(|first| first != key) {
        return Err(Refusal::Key(key.text()));
    }
    if !policy.logs.is_empty() && !policy.logs.contains(key) {
        return Err(Refusal::Key(key.text()));
    }
    let note = Note::parse(&log.note).ok_or(Refusal::Unsigned)?;
    let witnessed = policy.witnessed(&note).map_err(|()| Refusal::Witnesses)?;
    match policy.is_met(&witnessed) {
        true => Ok(witnessed.len()),
        false => Err(Refusal::Witnesses),
    }
}

/// The files of a publication, by path.
type Files = Vec<(Box<str>, Digest)>;

fn list(
    source: &dyn Source,
    manifest: &Manifest,
    budget: &Budget<'_>,
) -> Result<Result<Files, Refusal>, Error> {
    let size = usize::try_from(manifest.size.min(MAX_SUMS)).unwrap_or(usize::MAX);
    let list = bytes(source, budget, SUMS, size.saturating_add(1))?;
    let Some(list) = list else {
        return Ok(Err(Refusal::Missing(1, vec![SUMS.to_owned()])));
    };
    if !is_as_said(&list, manifest) {
        return Ok(Err(Refusal::Sums));
    }
    let mut digests = Vec::new();
    let mut take = |_: &str, digits: &[u8]| {
        let mut digest = [0; 32];
        let _ = base16ct::lower::decode(digits, &mut digest);
        digests.push(digest);
    };
    let paths = publish::listed_in(list.as_slice(), &mut take);
    let paths = paths.map_err(|e| Error::io(Doing::Read, SUMS, e))?;
    let Some(paths) = paths else {
        return Ok(Err(no_list(&list)));
    };
    if paths.len() as u64 != manifest.files {
        return Ok(Err(Refusal::Sums));
    }
    // What the mirror, or the log, has for its own.
    let is_own = |path: &str| {
        let first = path.split('/').next().unwrap_or_default();
        // A hidden folder at the top may be that of another program, which would run what it finds in it.
        let is_hidden = first.starts_with('.') && first != NO_JEKYLL;
        let is = |own: &str| folded(first) == folded(own);
        is_hidden || is(LOG) || is(PAGE) || is(HOME)
    };
    if let Some(path) = paths.iter().find(|path| is_own(path)) {
        return Ok(Err(Refusal::Path((**path).to_owned())));
    }
    let all = paths.iter().map(|path| &**path);
    if publish::judge_paths(all.clone()).is_err() {
        // Two that are one on a file system that ignores case.
        let mut folded = BTreeSet::new();
        let is_second = |path: &&str| !folded.insert(path.to_lowercase());
        let path = all.clone().find(is_second).unwrap_or_default();
        return Ok(Err(Refusal::Path(path.to_owned())));
    }
    Ok(Ok(paths.into_iter().zip(digests).collect()))
}

/// What is wrong with a list that is none.
fn no_list(list: &[u8]) -> Refusal {
    let lines = list.split(|byte| *byte == b'\n');
    let paths = lines.filter_map(|line| std::str::from_utf8(line.get(66..)?).ok());
    let mut wrong = paths.filter(|path| site_path::fault(path).is_some());
    match wrong.next() {
        Some(path) => Refusal::Path(path.chars().filter(|c| !c.is_control()).collect()),
        None => Refusal::List,
    }
}

fn is_as_said(list: &[u8], manifest: &Manifest) -> bool {
    use sha2::{Digest as _, Sha256};
    list.len() as u64 == manifest.size
        && base16ct::lower::encode_string(&Sha256::digest(list)) == manifest.sha256
}

/// What the mirror has already, each file read just now.
struct There {
    root: Folder,
    files: BTreeMap<Box<str>, (Digest, u64)>,
    /// One path for each digest: a file that only moved is not fetched.
    paths: BTreeMap<Digest, Box<str>>,
}

impl There {
    fn look(to: &Path, way: &Way<'_>) -> Result<There, Error> {
        let root = Folder::open(to).map_err(|e| Error::io(Doing::List, to, e))?;
        let listed = publish::listed(to, |_, _| {})?;
        let files: Vec<(Box<str>, (Digest, u64))> = listed
            .par_iter()
            .filter_map(|path| {
                (way.go_on)();
                // What cannot be read is not there, and is fetched.
                let found = digest_of(&root, path).ok()??;
                Some((path.clone(), found))
            })
            .collect();
        let paths = files
            .iter()
            .map(|(path, (digest, _))| (*digest, path.clone()));
        Ok(There {
            root,
            paths: paths.collect(),
            files: files.into_iter().collect(),
        })
    }

    /// The files that are nowhere on this disk, each digest once.
    fn wanted<'f>(&self, files: &'f Files, store: &Store) -> Vec<(&'f str, Digest)> {
        let mut seen = BTreeSet::new();
        let is_new = |digest: &Digest| !self.paths.contains_key(digest) && !store.has(digest);
        let wanted = files.iter().filter(|(_, digest)| is_new(digest));
        wanted
            .filter(|(_, digest)| seen.insert(*digest))
            .map(|(path, digest)| (&**path, *digest))
            .collect()
    }
}

/// Fetches what is wanted. What is right stays for the next run, whatever else is wrong.
fn fetch(
    source: &dyn Source,
    wanted: &[(&str, Digest)],
    store: &Store,
    budget: &Budget<'_>,
    way: &Way<'_>,
) -> Result<Result<(), Refusal>, Error> {
    let missing = Mutex::new(BTreeSet::new());
    let altered = Mutex::new(BTreeSet::new());
    let note = |set: &Mutex<BTreeSet<String>>, path: &str| {
        let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
        set.insert(path.to_owned());
    };
    wanted.par_iter().try_for_each(|(path, digest)| {
        (way.go_on)();
        budget.in_time()?;
        let Some(mut from) = source.open(path)? else {
            note(&missing, path);
            return Ok::<(), Error>(());
        };
        if store.fetch(path, digest, from.as_mut(), budget)? == Fetched::Other {
            note(&altered, path);
        }
        Ok(())
    })?;
    let all =
        |set: Mutex<BTreeSet<String>>| set.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (missing, altered) = (all(missing), all(altered));
    let named = |set: BTreeSet<String>| (set.len(), set.into_iter().take(NAMED).collect());
    // What is not as it should be weighs more than what is not there.
    Ok(if !altered.is_empty() {
        let (count, named) = named(altered);
        Err(Refusal::Altered(count, named))
    } else if !missing.is_empty() {
        let (count, named) = named(missing);
        Err(Refusal::Missing(count, named))
    } else {
        Ok(())
    })
}

/// Brings one file of the publication to the stage.
fn bring(
    path: &str,
    digest: &Digest,
    there: &There,
    store: &Store,
    staging: &Staging,
) -> Result<(), Error> {
    if let Some((found, bytes)) = there.files.get(path).filter(|(found, _)| found == digest) {
        let written = Written {
            digest: *found,
            bytes: *bytes,
        };
        if staging.keep_listed(path, &written)? {
            return Ok(());
        }
    }
    let failed = |e| Error::io(Doing::Read, staging.show(path), e);
    let (file, from) = match there.paths.get(digest) {
        Some(moved) => {
            let file = there.root.file(Path::new(&**moved)).map_err(failed)?;
            (file.map(|(file, _)| file), staging.show(moved))
        }
        None => (store.file(digest)?, store.path_of(digest)),
    };
    let Some(file) = file else {
        return Err(failed(std::io::ErrorKind::NotFound.into()));
    };
    let copied = staging.copy(path, &file, &from)?;
    if copied.digest == *digest {
        return Ok(());
    }
    store.forget(digest);
    Err(place::changed(&from))
}
