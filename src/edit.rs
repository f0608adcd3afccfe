//! Changes that an editor accepted, and files that one asked for, written into the content: its only writer.
//!
//! In go the content folder, the path of a file in it, its text as it was read and as it is to be. The file is replaced as
//! a whole, by a new one that was flushed to the disk, with the permissions of the old; a file that is made comes with its
//! whole text too, and its folders are made. Never writes outside the folder or through a link, never a file that is not
//! what was read any more, never a new one in the place of another, and asks nobody: who calls it has.

mod revision;

use std::ffi::OsString;
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
/// Bytes of a file that are compared at once.
const STRETCH: usize = 64 << 10;
/// The permissions of the new file until it has those of the old: nobody else may read it.
const MODE: u32 = 0o600;
/// What all may do with a new folder, and with a new file; the umask takes away what they may not.
const NEW_FOLDER: u32 = 0o777;
const NEW_FILE: u32 = 0o666;

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
    let refused = |why| not_opened(why, &shown);
    let (folder, name) = folder_of(content, path, None).map_err(refused)?;
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
    let draft = Draft::create(&folder, MODE, &shown)?;
    draft.write(new.as_bytes(), Some(&facts), &shown)?;
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

/// Makes the file at `path` below `content`, whose segments are separated by `/`, with these bytes, and the folders that it
/// stands in.
///
/// # Errors
///
/// If there is anything at `path`; if a folder on the way to it is a link or lies outside; if the system refuses. No part
/// of the file is there then.
pub(crate) fn create(content: &Path, path: &str, bytes: &[u8]) -> Result<(), Error> {
    create_in(content, path, bytes, &mut Vec::new())
}

/// Makes all of these files, in their order, as [`create`] makes one. What is there with the same bytes stays: a run that
/// was killed had made it.
///
/// # Errors
///
/// As [`create`]; then none of the files and folders is there that this call made.
pub(crate) fn create_all(content: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    let (mut made, mut folders) = (Vec::new(), Vec::new());
    for (path, bytes) in files {
        if holds(content, path, bytes) {
            continue;
        }
        if let Err(error) = create_in(content, path, bytes, &mut folders) {
            take_back(content, &made, &folders);
            return Err(error);
        }
        made.push(path.as_str());
    }
    Ok(())
}

/// Whether the file at `path` below `content` is there and holds these bytes.
pub(crate) fn holds(content: &Path, path: &str, bytes: &[u8]) -> bool {
    let opened =
        folder_of(content, path, None).and_then(|(folder, name)| folder.file_beneath(name));
    let Ok(file) = opened else {
        return false;
    };
    let is_as_long = file
        .metadata()
        .is_ok_and(|facts| facts.is_file() && facts.len() == bytes.len() as u64);
    is_as_long && reads_as(file, bytes)
}

/// Whether a file gives these bytes and no more; it is read in stretches, as far as it is the same.
fn reads_as(mut file: File, bytes: &[u8]) -> bool {
    let (mut rest, mut stretch) = (bytes, vec![0; STRETCH]);
    loop {
        match file.read(&mut stretch) {
            Ok(0) => return rest.is_empty(),
            Ok(length) => match stretch
                .get(..length)
                .and_then(|read| rest.strip_prefix(read))
            {
                Some(after) => rest = after,
                None => return false,
            },
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}

/// Removes files and folders that were made, the last first; a folder that holds anything else stays.
fn take_back(content: &Path, files: &[&str], folders: &[String]) {
    for path in files.iter().rev() {
        if let Ok((folder, name)) = folder_of(content, path, None) {
            // What cannot be removed is told by who looks next: it holds the same bytes.
            let _ = folder.remove_file(Path::new(name));
        }
    }
    for path in folders.iter().rev() {
        if let Ok((folder, name)) = folder_of(content, path, None) {
            let _ = folder.remove_folder(Path::new(name));
        }
    }
}

/// As [`create`]; the paths of folders that were made for it are added to `made`, those above first.
fn create_in(
    content: &Path,
    path: &str,
    bytes: &[u8],
    made: &mut Vec<String>,
) -> Result<(), Error> {
    let shown = content.join(path);
    let opened = folder_of(content, path, Some(made));
    let (folder, name) = opened.map_err(|why| not_opened(why, &shown))?;
    let draft = Draft::create(&folder, NEW_FILE, &shown)?;
    draft.write(bytes, None, &shown)?;
    draft
        .take_the_name(name)
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => exists(&shown),
            _ => Error::io(Doing::Write, &shown, error),
        })?;
    let flushed = folder.flush();
    flushed.map_err(|error| Error::io(Doing::Sync, &shown, error))
}

/// Makes the folder `folder`, and what is missing above it, for files that are to be made in it.
///
/// # Errors
///
/// If there is anything in it, files aside whose names begin with a dot; if it is a link or no folder; if the system
/// refuses.
pub(crate) fn prepare(folder: &Path) -> Result<(), Error> {
    let above: Vec<&Path> = folder.ancestors().skip(1).collect();
    for path in above.into_iter().rev() {
        if path.as_os_str().is_empty() || path.is_dir() {
            continue;
        }
        make_folder(path).map_err(|error| Error::io(Doing::CreateFolder, path, error))?;
    }
    make_folder(folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotADirectory => leads_elsewhere(folder),
        _ => Error::io(Doing::CreateFolder, folder, error),
    })?;
    let opened = Folder::open_itself(folder);
    // What is there by now is a folder, or something that leads elsewhere.
    let opened = opened.map_err(|_| leads_elsewhere(folder))?;
    let found = opened
        .list()
        .map_err(|error| Error::io(Doing::List, folder, error))?;
    let is_hidden = |name: &OsString| name.as_encoded_bytes().starts_with(b".");
    match found.iter().all(|(name, _)| is_hidden(name)) {
        true => Ok(()),
        false => Err(not_empty(folder)),
    }
}

/// Makes a folder, unless there is something of that name.
fn make_folder(path: &Path) -> io::Result<()> {
    let above = match path.parent() {
        Some(above) if above.as_os_str().is_empty() => Path::new("."),
        Some(above) => above,
        None => return Ok(()),
    };
    let Some(name) = path.file_name() else {
        return Ok(());
    };
    match Folder::open(above)?.make_folder(Path::new(name), NEW_FOLDER) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Opens the folder that a file stands in, one after another from the content folder on; and the name of the file. One that
/// is missing is made, and its path added, where there is a list of those that are `made`.
fn folder_of<'p>(
    content: &Path,
    path: &'p str,
    mut made: Option<&mut Vec<String>>,
) -> Result<(Folder, &'p str), NotOpened> {
    let mut folder = Folder::open(content).map_err(NotOpened::Refused)?;
    if path.split('/').any(|s| matches!(s, "" | "." | "..")) {
        return Err(NotOpened::Elsewhere);
    }
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut at = 0;
    for segment in folders.split('/').filter(|segment| !segment.is_empty()) {
        at += segment.len();
        folder = match (folder.folder_beneath(segment), &mut made) {
            (Err(NotOpened::Refused(error)), Some(made))
                if error.kind() == io::ErrorKind::NotFound =>
            {
                let new = folder.make_folder(Path::new(segment), NEW_FOLDER);
                new.map_err(NotOpened::Refused)?;
                made.push(folders.get(..at).unwrap_or_default().to_owned());
                folder.folder_beneath(segment)?
            }
            (opened, _) => opened?,
        };
        at += 1;
    }
    Ok((folder, name))
}

fn not_opened(why: NotOpened, shown: &Path) -> Error {
    match why {
        NotOpened::Link | NotOpened::Elsewhere => leads_elsewhere(shown),
        NotOpened::Device => Error::io(Doing::Read, shown, io::ErrorKind::Unsupported),
        NotOpened::Refused(error) => Error::io(Doing::Read, shown, error),
    }
}

/// A new file beside the old one; it goes unless it takes its place.
struct Draft<'f> {
    folder: &'f Folder,
    name: String,
    file: File,
    is_placed: bool,
}

impl<'f> Draft<'f> {
    /// Makes an empty file with these permissions.
    fn create(folder: &'f Folder, mode: u32, shown: &Path) -> Result<Draft<'f>, Error> {
        for number in 0..NAMES {
            let name = format!("{NEW}-{number}");
            match folder.create(Path::new(&name), mode) {
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

    /// Writes the bytes, with owner and permissions of the old file if there is one, down to the disk.
    fn write(&self, bytes: &[u8], old: Option<&Metadata>, shown: &Path) -> Result<(), Error> {
        let failed = |error: io::Error| Error::io(Doing::Write, shown, error);
        (&self.file).write_all(bytes).map_err(failed)?;
        if let Some(old) = old {
            disk::give_rights(&self.file, old).map_err(failed)?;
        }
        let synced = self.file.sync_all();
        synced.map_err(|error| Error::io(Doing::Sync, shown, error))
    }

    /// Takes a name that nothing has. (A link does what a rename cannot: it replaces nothing. The first name goes with the
    /// value.)
    fn take_the_name(self, name: &str) -> io::Result<()> {
        let (own, new) = (Path::new(&self.name), Path::new(name));
        if self.folder.link_as(own, new)? {
            return Ok(());
        }
        // File systems without links, of cards and shares.
        match self.folder.identity(new) {
            Some(_) => Err(io::ErrorKind::AlreadyExists.into()),
            None => self.take_the_place_of(name),
        }
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
            "拒绝写入 {name}：它或它所在的文件夹是链接，或者它不是普通文件。请直接修改它所指的文件。"
        ),
        format!(
            "refusing to write to {name}: it, or a folder on the way to it, is a link, or it is no regular file. Edit what it leads to."
        ),
    );
    Error::new(message).at(shown)
}

fn exists(shown: &Path) -> Error {
    let name = shown.display();
    let message = Text::new(
        format!("没有写入 {name}：该处已有文件。请另取一个名称。"),
        format!(
            "{name} was not written: there is something of that name already. Choose another name."
        ),
    );
    Error::new(message).at(shown)
}

fn not_empty(shown: &Path) -> Error {
    let name = shown.display();
    let message = Text::new(
        format!("没有写入 {name}：该文件夹不是空的。请另指定一个新的或空的文件夹。"),
        format!(
            "nothing was written to {name}: the folder is not empty. Name a new folder, or an empty one."
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
