//! Publishing by exchange: the staged folder and the output folder swap their names.
//!
//! In go the output folder and a staged one on the same file system; afterwards each stands where the
//! other stood. A visitor sees either the whole old site or the whole new one.

#![expect(
    clippy::disallowed_methods,
    reason = "publish is the only writer of output"
)]

use std::fs;
use std::io;

use crate::diagnostic::Text;
use crate::disk::{self, Folder, move_folder};
use crate::error::{Doing, Error, reason};
use crate::publish::place::Place;
use crate::publish::stage::Stage;
use crate::publish::tree;

/// The rights of the folder that the old site replaces.
const ASIDE_MODE: u32 = 0o700;

/// Swaps the folders and makes sure that the swap itself survives a loss of power. Afterwards the old
/// site is where the stage was.
///
/// Where the file system cannot exchange two folders in one step (`exchange` says whether to try), the
/// old one is moved aside first: for the time of one call there is no site. A build that is killed in
/// between leaves both, and the next one puts the old site back.
///
/// # Errors
///
/// If the output folder was moved during the build, if the file system refuses to move it, or if the swap cannot be
/// flushed. Only in the last case is the new site in place.
pub(crate) fn swap(place: &Place, stage: &Stage, exchange: bool) -> Result<(), Error> {
    if !place.is_there() {
        return Err(Error::new(Text::new(
            format!("输出文件夹 {} 在生成期间被移走或替换，未发布。", place.shown.display()),
            format!(
                "the output folder {} was moved or replaced during the build; nothing was published.",
                place.shown.display()
            ),
        ))
        .at(&place.shown));
    }
    let is_exchanged = exchange
        && disk::exchange(&stage.path, &place.out).map_err(|error| refused(place, error))?;
    if !is_exchanged {
        move_aside(place, stage)?;
    }
    Folder::open_itself(&place.parent)
        .and_then(|parent| parent.flush())
        .map_err(|e| Error::io(Doing::Sync, &place.parent, e))
}

fn move_aside(place: &Place, stage: &Stage) -> Result<(), Error> {
    let aside = disk::new_folder(&place.parent, &place.aside_prefix(), ASIDE_MODE)
        .map_err(|e| Error::io(Doing::CreateFolder, &place.parent, e))?;
    // An empty folder is replaced by the one that takes its name.
    move_folder(place.folder(), &place.out, &aside).map_err(|e| {
        let _ = fs::remove_dir(&aside);
        refused(place, e)
    })?;
    if let Err(e) = move_folder(stage.folder(), &stage.path, &place.out) {
        // If this fails too, the next build puts it back.
        let _ = move_folder(place.folder(), &aside, &place.out);
        return Err(Error::io(Doing::Rename, &stage.path, e));
    }
    // Under this name nobody takes it for the site. If it cannot be had, what is left of the old site is left to the
    // next build.
    if move_folder(place.folder(), &aside, &stage.path).is_err() {
        let _ = tree::remove(&aside);
    }
    Ok(())
}

/// The file system says only now that the folder cannot be moved: an overlay's lower layer, say.
fn refused(place: &Place, error: io::Error) -> Error {
    use io::ErrorKind as E;
    let is_of_the_folder = matches!(
        error.kind(),
        E::CrossesDevices | E::PermissionDenied | E::ResourceBusy
    );
    if !is_of_the_folder && !disk::is_in_use(&error) {
        return Error::io(Doing::Rename, &place.shown, error);
    }
    let said = reason(&error);
    let reason = Text::new(
        format!("系统拒绝移动它（{}）", said.chinese),
        format!("the system refuses to move it ({})", said.english),
    );
    Error::unswappable(&place.shown, &reason)
}
