//! The site that was swapped out, kept beside the output folder to be the next one.
//!
//! After a swap the old tree loses what the new site has replaced or dropped, gets a second name of every file that
//! is new, and waits under a name of its own. The next build takes it from there and has to make anew only what
//! differs, where it would have to link every file. Nothing in it is believed: each file is looked at before it is
//! published, and what does not belong goes. Where there is no such tree a build does the same with an empty folder.
//!
//! ```text
//! .public.gongbao-kept-aB3dEf     level with public/; text that was withdrawn is not in it
//!   --take-->                     .public.gongbao-new-…: whatever happens now, no build takes it for level again
//!   --exchange-->                 public/; what was there is now .public.gongbao-new-…
//!   --level, leave-->             .public.gongbao-kept-…
//! ```

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::disk::{Folder, move_folder};
use crate::publish::output::Made;
use crate::publish::own_names::{KEPT, beside_prefix, made_by_builds};
use crate::publish::path::{SitePath, first_below};
use crate::publish::place::{Place, lock};
use crate::publish::stage::Stage;
use crate::publish::tree::{self, FILE_MODE, FOLDER_MODE, Foreign};
use crate::publish::walk::{Entry, Next, walk};

/// What keeps a kept tree out of a repository that the output folder lies in, as the rules for the output folder's own
/// name do not. The next build takes it for what it is: a file that does not belong in the site.
const IGNORED: (&str, &[u8]) = (".gitignore", b"*\n");

/// The rights of a kept tree: its owner's alone.
const KEPT_MODE: u32 = 0o700;

/// Something that has to be put right in a kept tree.
enum Wrong {
    File(PathBuf),
    Folder(PathBuf),
    Mode(PathBuf),
    Mount,
}

/// Takes the tree that an earlier build kept, without anything in it that the new site has not; none where there is
/// none that can be used. `like` is the stage of this build.
pub(crate) fn take(
    place: &Place,
    like: &Stage,
    made: &BTreeMap<SitePath, Made>,
    foreign: &Foreign,
) -> Option<Stage> {
    let (path, folder) = find(place).into_iter().next()?;
    if !folder.is_beside(place.folder()).ok()? {
        return None;
    }
    let visit = |entry: &Entry<'_>| look(entry, made, foreign);
    let wrong = walk(&folder, &path, &visit).ok()?;
    if wrong.iter().any(|wrong| matches!(wrong, Wrong::Mount)) {
        return None;
    }
    let stage = Stage::take(place, like, &path, folder).ok()?;
    // A tree that cannot be put right goes, and the site is made without it.
    put_right(&stage, wrong).ok()?;
    Some(stage)
}

/// Removes all trees that earlier builds kept; whether there was any. What cannot be removed stays, and is in the way of
/// no later build.
pub(crate) fn remove_all(place: &Place) -> bool {
    let kept = find(place);
    let is_any = !kept.is_empty();
    for (path, folder) in kept {
        // Removing would reach into what is mounted in it; where that cannot be seen nothing is removed.
        let mounts = |entry: &Entry<'_>| match &entry.folder {
            Some(folder) if folder.is_mount => Next::Take(()),
            _ => Next::Pass,
        };
        let mounts = walk(&folder, &path, &mounts);
        if mounts.is_ok_and(|mounts| mounts.is_empty()) {
            let _ = tree::remove(&path);
        }
    }
    is_any
}

/// The trees that earlier builds kept and no build is at, each locked.
fn find(place: &Place) -> Vec<(PathBuf, Folder)> {
    let found = made_by_builds(&place.parent, &beside_prefix(&place.out), KEPT);
    let found = found.unwrap_or_default().into_iter();
    found
        .filter_map(|path| lock(&path, &path).ok().map(|folder| (path, folder)))
        .collect()
}

fn look(entry: &Entry<'_>, made: &BTreeMap<SitePath, Made>, foreign: &Foreign) -> Next<Wrong> {
    let path = entry.path;
    let is_in = |paths: &[PathBuf]| paths.binary_search_by(|other| (**other).cmp(path)).is_ok();
    let text = path.to_str();
    let Some(folder) = &entry.folder else {
        let is_ours = text.is_some_and(|path| made.contains_key(path));
        return match is_ours || is_in(&foreign.files) {
            true => Next::Pass,
            false => Next::Take(Wrong::File(path.to_owned())),
        };
    };
    let is_ours = text.is_some_and(|path| first_below(made, path).is_some());
    if folder.is_mount {
        Next::Take(Wrong::Mount)
    } else if !is_ours && !is_in(&foreign.folders) {
        Next::Take(Wrong::Folder(path.to_owned()))
    } else if folder.mode & 0o777 != FOLDER_MODE {
        Next::Take(Wrong::Mode(path.to_owned()))
    } else {
        Next::Pass
    }
}

fn put_right(stage: &Stage, wrong: Vec<Wrong>) -> io::Result<()> {
    let mut folders = Vec::new();
    let mut files = Vec::new();
    for wrong in wrong {
        match wrong {
            // Before anything is removed from it.
            Wrong::Mode(path) => stage.folder().set_folder_mode(&path, FOLDER_MODE)?,
            Wrong::Folder(path) => folders.push(path),
            Wrong::File(path) => files.push(path),
            Wrong::Mount => {}
        }
    }
    for path in &files {
        stage.folder().remove_file(path)?;
    }
    // From the inside out.
    folders.sort_unstable();
    for path in folders.iter().rev() {
        stage.folder().remove_folder(path)?;
    }
    Ok(())
}

/// Brings the old site, which is where `stage` was, level with the new one, and leaves it to the next build. If that
/// fails it is removed when `stage` is dropped.
///
/// # Errors
///
/// If a file cannot be removed, or can have no second name.
pub(crate) fn level_and_leave(
    place: &Place,
    stage: &mut Stage,
    made: &mut BTreeMap<SitePath, Made>,
    gone: &[&str],
) -> io::Result<()> {
    let (new, old) = (stage.folder(), place.folder());
    tree::remove_files(old, gone).map_err(|(_, e)| e)?;
    for (path, made) in made.iter_mut().filter(|(_, made)| !made.kept) {
        let path: &Path = path.as_path();
        match old.remove_file(path) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
        made.moved = true;
        if !tree::link(new, old, path, stage.explicit_modes)? {
            return Err(io::ErrorKind::Unsupported.into());
        }
    }
    ignore(old)?;
    // Whoever serves or copies what lies beside the output folder has no business in it.
    old.set_mode(KEPT_MODE)?;
    let name = stage.path.file_name().unwrap_or_default();
    let kept = place.parent.join(place.kept_name(name));
    move_folder(old, &stage.path, &kept)?;
    stage.is_left = true;
    Ok(())
}

/// Puts [`IGNORED`] into the folder `tree`, unless it has such a file of somebody else's.
fn ignore(tree: &Folder) -> io::Result<()> {
    let (name, text) = IGNORED;
    match tree.create(Path::new(name), FILE_MODE) {
        Ok(mut file) => file.write_all(text),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(e),
    }
}
