//! The documents of an import: files that are named, those in folders, rows of tables, pages of saved portals and of the
//! trees of other generators.
//!
//! In: paths. Out: documents in an order that is the same on any machine, each read when it is asked for. What programs
//! leave behind (`~$x.docx`, files that begin with a dot) is passed over. Never follows a link out of a folder that is
//! walked, never reads a file that is larger than its limit.

#![expect(
    clippy::disallowed_methods,
    reason = "what is imported lies outside the content, and is listed here alone"
)]

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostic::Text;
use crate::error::{Doing, Error};
use crate::import::document::{Document, Place, Remark, RemarkKind};
use crate::import::{self, Source, Wanted};

/// Bytes of a document.
pub(super) const MAX_BYTES: u64 = 100 << 20;
/// Files of a run, and of a folder.
const MAX_FILES: usize = 500_000;
/// Endings of documents that are made DOCX first.
const CONVERTED: [&str; 4] = ["doc", "wps", "rtf", "odt"];
/// Folders within one another.
const MAX_DEPTH: usize = 32;

/// A file that may be imported.
#[derive(Debug)]
pub(super) struct Input {
    /// As the user would name it.
    pub shown: String,
    /// Its name.
    pub name: String,
    path: PathBuf,
}

/// The files of these paths; a folder that `is_whole` says is one thing is none of them.
///
/// # Errors
///
/// If a path is not there or a folder cannot be listed.
pub(super) fn list(
    paths: &[PathBuf],
    is_whole: &dyn Fn(&Path) -> bool,
) -> Result<Vec<Input>, Error> {
    let mut inputs = Vec::new();
    for path in paths {
        let facts = fs::metadata(path).map_err(|error| Error::io(Doing::Read, path, error))?;
        if !facts.is_dir() {
            inputs.push(Input::of(path));
            continue;
        }
        if is_whole(path) {
            continue;
        }
        for file in files(path)? {
            let name = name_of(&file);
            if import::format_of(&name).is_some() || is_converted(&name) {
                inputs.push(Input::of(&file));
            }
        }
    }
    Ok(inputs)
}

/// The files in a folder and in those below it, sorted.
///
/// # Errors
///
/// If one cannot be listed, or there are too many.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let walk = WalkDir::new(folder)
        .sort_by_file_name()
        .max_depth(MAX_DEPTH);
    let is_hidden = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().as_encoded_bytes();
        entry.depth() > 0 && (name.starts_with(b".") || name.starts_with(b"~$"))
    };
    for entry in walk.into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            Error::io(Doing::List, path, std::io::Error::from(error))
        })?;
        if !entry.file_type().is_file() {
            continue;
        }
        if files.len() == MAX_FILES {
            return Err(too_many());
        }
        files.push(entry.into_path());
    }
    Ok(files)
}

/// The paths of the files below a folder, with `/` between folders, sorted; those whose names are no text left out.
///
/// # Errors
///
/// As [`files`].
pub(super) fn paths_in(folder: &Path) -> Result<Vec<String>, Error> {
    let mut paths = Vec::new();
    for file in files(folder)? {
        let below = file.strip_prefix(folder).ok().and_then(Path::to_str);
        paths.extend(below.map(|below| below.replace('\\', "/")));
    }
    paths.sort();
    Ok(paths)
}

/// The documents that earlier imports kept below a folder of content, in folders of this name: their paths and bytes.
/// What cannot be read is none.
pub(super) fn kept(content: &Path, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut kept = Vec::new();
    let walk = WalkDir::new(content).sort_by_file_name().into_iter();
    for entry in walk.filter_map(Result::ok) {
        let above = entry.path().parent().and_then(Path::file_name);
        if above != Some(folder.as_ref()) || !entry.file_type().is_file() {
            continue;
        }
        if let Ok(bytes) = read(entry.path()) {
            kept.push((entry.path().to_owned(), bytes));
        }
    }
    kept
}

/// Whether anything has this path.
pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn is_converted(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| CONVERTED.contains(&ending.to_ascii_lowercase().as_str()))
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

impl Input {
    fn of(path: &Path) -> Input {
        Input {
            shown: path.display().to_string(),
            name: name_of(path),
            path: path.to_owned(),
        }
    }

    /// The name without its ending.
    pub(super) fn stem(&self) -> &str {
        let before = self.name.rsplit_once('.').map(|(stem, _)| stem);
        before.unwrap_or(&self.name)
    }

    /// Its bytes.
    ///
    /// # Errors
    ///
    /// If it cannot be read or is too large.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Text> {
        read(&self.path)
    }

    /// Reads the document; with it its bytes.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is of no format that is known.
    pub(super) fn read(
        &self,
        wanted: &Wanted,
        convert: &dyn Fn(&Path) -> Result<Vec<u8>, Text>,
    ) -> Result<(Document, Vec<u8>), Text> {
        let bytes = self.bytes()?;
        let (name, converted) = match is_converted(&self.name) {
            true => (format!("{}.docx", self.stem()), Some(convert(&self.path)?)),
            false => (self.name.clone(), None),
        };
        let beside = |path: &str| self.beside(path);
        let source = Source {
            name: &name,
            bytes: converted.as_deref().unwrap_or(&bytes),
            beside: &beside,
            wanted,
        };
        let format = import::format_of(&name).ok_or_else(unknown_format)?;
        let mut document = (format.read)(&source).map_err(|refusal| refusal.0)?;
        if converted.is_some() {
            document.remarks.insert(0, was_converted());
        }
        Ok((document, bytes))
    }

    /// A file by its path from the folder of this one.
    pub(super) fn beside(&self, path: &str) -> Option<Vec<u8>> {
        file_in(self.path.parent().unwrap_or(Path::new(".")), path)
    }
}

/// That another program read the document first.
fn was_converted() -> Remark {
    let what = Text::new(
        "由 LibreOffice 转换后导入，自动编号、表格和修订可能与原件有出入；请对照原件，先看编号",
        "LibreOffice converted the document: numbering, tables and tracked changes may differ; compare it with the original, the numbering first",
    );
    Remark::new(RemarkKind::Unsure, what, Place::Document, "")
}

/// A file of text that the user named.
///
/// # Errors
///
/// If it cannot be read or is no UTF-8.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    let bytes = fs::read(path).map_err(|error| Error::io(Doing::Read, path, error))?;
    String::from_utf8(bytes).map_err(|_| {
        let message = Text::new(
            format!("{} 不是 UTF-8 编码的文本", path.display()),
            format!("{} is no text in UTF-8", path.display()),
        );
        Error::new(message).at(path)
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Text> {
    let failed = |error: std::io::Error| {
        Text::new(
            format!("无法读取：{error}"),
            format!("cannot be read: {error}"),
        )
    };
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    match bytes.len() as u64 > MAX_BYTES {
        true => Err(too_large()),
        false => Ok(bytes),
    }
}

/// A file by its path from a folder: only below it, and never through a link.
pub(super) fn file_in(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let mut at = folder.to_owned();
    for segment in path.split('/') {
        match segment {
            "" | "." => continue,
            ".." => return None,
            _ => at.push(segment),
        }
        if segment.contains(['\\', ':']) || fs::symlink_metadata(&at).ok()?.is_symlink() {
            return None;
        }
    }
    match fs::symlink_metadata(&at).ok()?.is_file() {
        true => read(&at).ok(),
        false => None,
    }
}

fn too_large() -> Text {
    let most = MAX_BYTES >> 20;
    Text::new(
        format!("文件过大，最多 {most} MB"),
        format!("the file is too large: {most} MB at most"),
    )
}

fn unknown_format() -> Text {
    let formats = import::formats();
    let chinese: Vec<&str> = formats.iter().map(|f| f.name.chinese.as_str()).collect();
    let english: Vec<&str> = formats.iter().map(|f| f.name.english.as_str()).collect();
    Text::new(
        format!("不认识这种文件。可以导入的有：{}", chinese.join("、")),
        format!(
            "no format that can be imported. There are: {}",
            english.join(", ")
        ),
    )
}

fn too_many() -> Error {
    Error::new(Text::new(
        format!("文件超过 {MAX_FILES} 个；请分批导入"),
        format!("more than {MAX_FILES} files; import them in parts"),
    ))
}
