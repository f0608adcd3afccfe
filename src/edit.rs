//! Changes that an editor accepted, written into a file of the content: the only writer of content.
//!
//! In go the content folder, the path of a file in it, its text as it was read and as it is to be. The file is replaced as
//! a whole, by a new one that was flushed to the disk, with the permissions of the old. Never writes outside the folder
//! or through a link, never a file that is not what was read any more, and asks nobody: who calls it has.

mod revision;

use std::fs::{File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::Text;
use crate::disk::{self, Folder, NotOpened};
use crate::error::{Doing, Error};

pub(crate) use crate::edit::revision::{Change, Line, Piece, Revision};

/// How the new file is called until it takes the place of the old: such names are no content.
const NEW: &str = ".gongbao-edit";
/// Names that are tried for it: what a run that was killed left behind stays.
const NAMES: usize = 16;
/// The permissions of the new file until it has those of the old: nobody else may read it.
const MODE: u32 = 0o600;

/// Puts the text `new` in the place of `old` in the file at `path` below `content`, whose segments are separated by `/`.
///
/// # Errors
///
/// If the file, or a folder on the way to it, is a link or lies outside; if the file holds other bytes than `old`; if the
/// system refuses. The file is as it was then.
pub(crate) fn replace(content: &Path, path: &str, old: &str, new: &str) -> Result<(), Error> {
    let shown = content.join(path);
    let failed = |doing| {
        let shown = shown.clone();
        move |error: io::Error| Error::io(doing, shown, error)
    };
    let refused = |why| match why {
        NotOpened::Link | NotOpened::Elsewhere => leads_elsewhere(&shown),
        NotOpened::Device => Error::io(Doing::Read, &shown, io::ErrorKind::Unsupported),
        NotOpened::Refused(error) => Error::io(Doing::Read, &shown, error),
    };
    let (folder, name) = folder_of(content, path).map_err(refused)?;
    let file = folder.file_beneath(name).map_err(refused)?;
    let facts = file.metadata().map_err(failed(Doing::Read))?;
    let Some(found) = disk::said_of_open(&file) else {
        return Err(leads_elsewhere(&shown));
    };
    let mut bytes = Vec::with_capacity(old.len());
    let most = old.len() as u64 + 1;
    let read = file.take(most).read_to_end(&mut bytes);
    read.map_err(failed(Doing::Read))?;
    if bytes != old.as_bytes() {
        return Err(changed(&shown));
    }
    let draft = Draft::create(&folder, &shown)?;
    draft.write(new, &facts, &shown)?;
    // What took its place meanwhile is not what was read.
    let there = folder.stat(Path::new(name));
    if !there.is_some_and(|there| there.is_unwritten(&found)) {
        return Err(changed(&shown));
    }
    draft
        .take_the_place_of(name)
        .map_err(failed(Doing::Rename))?;
    folder.flush().map_err(failed(Doing::Sync))
}

/// Opens the folder that a file stands in, one after another from the content folder on; and the name of the file.
fn folder_of<'p>(content: &Path, path: &'p str) -> Result<(Folder, &'p str), NotOpened> {
    let content = Folder::open(content).map_err(NotOpened::Refused)?;
    if path.split('/').any(|s| matches!(s, "" | "." | "..")) {
        return Err(NotOpened::Elsewhere);
    }
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    Ok((content.folder_beneath(folders)?, name))
}

/// A new file beside the old one; it goes unless it takes its place.
struct Draft<'f> {
    folder: &'f Folder,
    name: String,
    file: File,
    is_placed: bool,
}

impl<'f> Draft<'f> {
    /// Makes an empty file that nobody else may read.
    fn create(folder: &'f Folder, shown: &Path) -> Result<Draft<'f>, Error> {
        for number in 0..NAMES {
            let name = format!("{NEW}-{number}");
            match folder.create(Path::new(&name), MODE) {
                Ok(file) => {
                    return Ok(Draft {
                        folder,
                        name,
                        file,
                        is_placed: false,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::io(Doing::Write, shown, error)),
            }
        }
        let left: PathBuf = shown.with_file_name(format!("{NEW}-0"));
        let there = io::ErrorKind::AlreadyExists;
        Err(Error::io(Doing::Write, left, there))
    }

    /// Writes the text, with owner and permissions of the old file, down to the disk.
    fn write(&self, text: &str, old: &Metadata, shown: &Path) -> Result<(), Error> {
        let failed = |error: io::Error| Error::io(Doing::Write, shown, error);
        (&self.file).write_all(text.as_bytes()).map_err(failed)?;
        disk::give_rights(&self.file, old).map_err(failed)?;
        let synced = self.file.sync_all();
        synced.map_err(|error| Error::io(Doing::Sync, shown, error))
    }

    fn take_the_place_of(mut self, name: &str) -> io::Result<()> {
        self.folder
            .rename(Path::new(&self.name), self.folder, Path::new(name))?;
        self.is_placed = true;
        Ok(())
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        if !self.is_placed {
            // What cannot be removed is no content either.
            let _ = self.folder.remove_file(Path::new(&self.name));
        }
    }
}

fn leads_elsewhere(shown: &Path) -> Error {
    let name = shown.display();
    let message = Text::new(
        format!(
            "拒绝写入 {name}：它或它所在的目录是链接，或者它不是普通文件。请直接修改它所指的文件。"
        ),
        format!(
            "refusing to write to {name}: it, or a folder on the way to it, is a link, or it is no regular file. Edit what it leads to."
        ),
    );
    Error::new(message).at(shown)
}

fn changed(shown: &Path) -> Error {
    let name = shown.display();
    let message = Text::new(
        format!("没有写入 {name}：读取之后它有改动。请再运行一次。"),
        format!("{name} was not written: it has changed since it was read. Run the command again."),
    );
    Error::new(message).at(shown)
}

// With links, pipes and rights, as Unix has them.
#[cfg(all(test, unix))]
mod tests;
