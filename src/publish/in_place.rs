//! Publishing file by file, where the output folder cannot be swapped.
//!
//! Each file is replaced whole, in an order in which nothing is referred to before it is there
//! ([`Step`]), SHA256SUMS after all of them, and removals last. While this goes on visitors see old and new files mixed. A build that is killed leaves them so,
//! and with them a list of the files that it was going to write, by which the next build recognizes them; those of the log
//! among them that no head promises yet it takes away.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::error::{Doing, Error};
use crate::publish::listing::{self, SHA256SUMS};
use crate::publish::order::{HEAD, Step, UNSIGNED_HEAD};
use crate::publish::output::Made;
use crate::publish::own_names::{LEAVING, PENDING};
use crate::publish::path::{SitePath, first_below, folders};
use crate::publish::place::Place;
use crate::publish::stage::Stage;
use crate::publish::tree::{remove_files, with_folders};
use crate::publish::unfinished::{self, HALF_HEAD};
use crate::route::is_of_log;

/// What is done last before a publication can be seen.
pub(crate) type Last<'l> = &'l dyn Fn() -> Result<(), Error>;

/// Moves what is staged into the output folder and removes what earlier builds made and this one did
/// not, but for what is `leaving`: that is listed and stays for one more publication. `last` is done when all is staged and
/// nothing is to be seen of it yet.
///
/// # Errors
///
/// If a file or the list of pending files cannot be written, moved, flushed or removed. Files that were moved
/// before the error stay, and the next build recognizes them by that list.
pub(crate) fn update(
    place: &Place,
    stage: &Stage,
    made: &BTreeMap<SitePath, Made>,
    leaving: &BTreeSet<&str>,
    last: Last<'_>,
) -> Result<(), Error> {
    let listed = place.listing.iter();
    // Of the log what is new alone: by that the next build knows what no head promised yet.
    let written = made
        .iter()
        .filter(|(path, made)| !made.kept || !is_of_log(path.as_str()));
    let all = listed
        .chain(place.unfinished.iter().map(|path| &**path))
        .chain(written.map(|(path, _)| path.as_str()));
    write_list(place, stage, PENDING, &all.collect())?;
    if !leaving.is_empty() {
        write_list(place, stage, LEAVING, leaving)?;
    }
    stage.flush()?;
    last()?;
    put(place, stage, Path::new(PENDING))?;
    stage.flush()?;

    // Before any head can make them look like what it promises.
    let unfinished = unfinished::of_log(place).into_iter();
    let unfinished: Vec<&str> = unfinished
        .filter(|path| !made.contains_key(*path))
        .collect();
    remove(place, &unfinished)?;
    let obsolete: Vec<&str> = place
        .listing
        .iter()
        .filter(|path| !made.contains_key(*path) && !leaving.contains(path))
        .collect();
    let (in_the_way, rest): (Vec<&str>, Vec<&str>) = obsolete
        .into_iter()
        .partition(|path| stands_in_the_way(path, made));
    remove(place, &in_the_way)?;

    let mut staged: Vec<(Step, &SitePath)> = made
        .iter()
        .filter(|(_, made)| !made.kept)
        .map(|(path, _)| {
            let exists = place.folder().identity(path.as_path()).is_some();
            (Step::of(path.as_str(), exists), path)
        })
        .collect();
    staged.sort_unstable();
    let (head, staged): (Vec<_>, Vec<_>) = staged
        .into_iter()
        .partition(|(step, _)| *step == Step::Head);
    for (_, path) in staged {
        put(place, stage, path.as_path())?;
    }
    if !leaving.is_empty() {
        put(place, stage, Path::new(LEAVING))?;
    }
    stage.flush()?;
    if stage.folder().identity(Path::new(SHA256SUMS)).is_some() {
        put(place, stage, Path::new(SHA256SUMS))?;
    }
    // The key before what it signed.
    for (_, path) in head.into_iter().rev() {
        put(place, stage, path.as_path())?;
    }
    if made.contains_key(HEAD) {
        remove(place, &[UNSIGNED_HEAD, HALF_HEAD])?;
    }
    remove(place, &rest)?;
    if leaving.is_empty() {
        remove(place, &[LEAVING])?;
    }
    stage.flush()?;
    remove(place, &[PENDING])
}

/// Stages a list `name` of what is gongbao's. Its digests are of no use while files change.
fn write_list(
    place: &Place,
    stage: &Stage,
    name: &str,
    paths: &BTreeSet<&str>,
) -> Result<(), Error> {
    let write = || {
        let mut file = BufWriter::new(stage.create_file(Path::new(name))?);
        for path in paths {
            listing::line(&mut file, &[0; 32], path)?;
        }
        file.flush()
    };
    write().map_err(|e: std::io::Error| Error::io(Doing::Write, place.show(name), e))
}

/// Whether the obsolete file `path` is where a new one needs a folder, or in a folder that gives way to
/// a file.
fn stands_in_the_way(path: &str, made: &BTreeMap<SitePath, Made>) -> bool {
    first_below(made, path).is_some() || folders(path).any(|folder| made.contains_key(folder))
}

fn put(place: &Place, stage: &Stage, path: &Path) -> Result<(), Error> {
    with_folders(place.folder(), path, stage.explicit_modes, || {
        stage.folder().rename(path, place.folder(), path)
    })
    .map_err(|e| Error::io(Doing::Write, place.show(path), e))
}

/// Removes files of the output folder, and the folders that this leaves empty.
fn remove(place: &Place, paths: &[&str]) -> Result<(), Error> {
    remove_files(place.folder(), paths)
        .map_err(|(path, e)| Error::io(Doing::Remove, place.show(path), e))
}
