//! Brings into the new site what stays: files of ours that have not changed, and all that is not ours.
//!
//! In go the output folder and the folder that will take its place; afterwards that holds every such file as one
//! more name of the one that is published, or as a copy where there can be no second name. Where it is the tree that an earlier build kept, most are there already,
//! and each is looked at. Nothing is changed in the output folder, and nothing is written through a second name.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};

use crate::error::{Doing, Error};
use crate::publish::output::Made;
use crate::publish::path::SitePath;
use crate::publish::place::Place;
use crate::publish::stage::Stage;
use crate::publish::tree::{self, Foreign, with_folders};
use crate::stat::Stat;

/// Brings files that stay into `base`; whether all of them are second names, and none a copy.
///
/// # Errors
///
/// If a file can be neither linked nor copied, or if a folder cannot be made.
pub(crate) fn carry(
    place: &Place,
    base: &Stage,
    made: &mut BTreeMap<SitePath, Made>,
    foreign: &Foreign,
) -> Result<bool, Error> {
    let (old, new) = (place.folder(), base.folder());
    let linked = AtomicBool::new(true);
    let link = |path: &Path| -> Result<(), Error> {
        if base.is_taken {
            // Whatever is there is not what is published.
            clear(base, path)?;
        } else {
            base.make_folder_of(path)
                .map_err(|e| Error::io(Doing::CreateFolder, place.show(path), e))?;
        }
        let is_link = tree::link(old, new, path, base.explicit_modes)
            .map_err(|e| Error::io(Doing::Link, place.show(path), e))?;
        if !is_link {
            linked.store(false, Ordering::Relaxed);
        }
        Ok(())
    };
    made.par_iter_mut()
        .filter(|(_, made)| made.kept)
        .try_for_each(|(path, made)| {
            let path = path.as_path();
            let is_there = |stat: &Stat| {
                base.is_taken && new.stat(path).is_some_and(|found| found.is_same_file(stat))
            };
            if made.stat.as_ref().is_some_and(is_there) {
                return Ok(());
            }
            made.moved = true;
            link(path)
        })?;
    for path in &foreign.folders {
        tree::make_folder(new, path, base.explicit_modes)
            .map_err(|e| Error::io(Doing::CreateFolder, place.show(path), e))?;
    }
    let is_there = |path: &Path| {
        let found = || new.identity(path);
        base.is_taken && found().is_some_and(|found| old.identity(path) == Some(found))
    };
    let mut missing = foreign.files.iter().filter(|path| !is_there(path));
    missing.try_for_each(|path| link(path))?;
    Ok(linked.into_inner())
}

/// Moves what is new from `stage` to `base`, where what it replaces loses this name and no other.
///
/// # Errors
///
/// If a file cannot be moved.
pub(crate) fn put_new(
    place: &Place,
    stage: &Stage,
    base: &Stage,
    made: &mut BTreeMap<SitePath, Made>,
) -> Result<(), Error> {
    made.par_iter_mut()
        .filter(|(_, made)| !made.kept)
        .try_for_each(|(path, made)| {
            made.moved = true;
            let path = path.as_path();
            with_folders(base.folder(), path, base.explicit_modes, || {
                stage.folder().rename(path, base.folder(), path)
            })
            .map_err(|e| Error::io(Doing::Write, place.show(path), e))
        })
}

/// Gives folders that are not ours, and the site itself, the rights that they have where they are published. From
/// the inside out, and last: a folder may be closed to writing.
///
/// # Errors
///
/// If the rights of a folder cannot be set.
pub(crate) fn copy_modes(place: &Place, base: &Stage, foreign: &Foreign) -> Result<(), Error> {
    let copy = |path: &Path| place.folder().copy_folder_mode(base.folder(), path);
    for path in foreign.folders.iter().rev() {
        copy(path).map_err(|e| Error::io(Doing::CreateFolder, place.show(path), e))?;
    }
    if place.created.is_empty() {
        copy(Path::new(".")).map_err(|e| Error::io(Doing::CreateFolder, &place.shown, e))?;
    }
    Ok(())
}

/// Takes the file at `path` of a folder of ours away, if there is one.
fn clear(base: &Stage, path: &Path) -> Result<(), Error> {
    match base.folder().remove_file(path) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(Error::io(Doing::Remove, base.path.join(path), e)),
    }
}
