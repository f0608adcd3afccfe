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
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::diagnostic::Text;
use crate::error::{Doing, Error};
use crate::import::document::{Document, Place, Remark, RemarkKind};
use crate::import::site::gzip::Stretches;
use crate::import::{self, Source, Wanted};

/// Bytes of a document.
pub(super) const MAX_BYTES: u64 = 100 << 20;
/// Files of a run, and of a folder.
const MAX_FILES: usize = 500_000;
/// Endings of tables whose rows may be reports.
const ROWS: [&str; 5] = ["csv", "json", "jsonl", "ndjson", "tsv"];
/// Endings of documents that are made DOCX first.
const CONVERTED: [&str; 4] = ["doc", "wps", "rtf", "odt"];
/// Files of a folder that a killed run may have left.
const MAX_NAMES: usize = 10_000;
/// Bytes of a file of text that the user names.
const MAX_MAPPING: u64 = 1 << 20;
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

/// The files of these paths; a folder that `is_whole` says is one thing is none of them. Files of a folder that are no
/// documents, nor tables where those are taken, are added to `passed`, as the user would name them.
///
/// # Errors
///
/// If a path is not there or a folder cannot be listed.
pub(super) fn list(
    paths: &[PathBuf],
    is_whole: &dyn Fn(&Path) -> bool,
    takes_rows: bool,
    passed: &mut Vec<String>,
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
        for file in files(path, passed)? {
            let name = name_of(&file);
            let is_table = takes_rows && is_rows(&name);
            match import::format_of(&name).is_some() || is_converted(&name) || is_table {
                true => inputs.push(Input::of(&file)),
                false => passed.push(file.display().to_string()),
            }
        }
    }
    Ok(inputs)
}

/// The files in a folder and in those below it, sorted; links in it are added to `passed`.
///
/// # Errors
///
/// If one cannot be listed, or there are too many.
fn files(folder: &Path, passed: &mut Vec<String>) -> Result<Vec<PathBuf>, Error> {
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
        if entry.file_type().is_symlink() {
            passed.push(entry.path().display().to_string());
        }
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
    for file in files(folder, &mut Vec::new())? {
        let below = file.strip_prefix(folder).ok().and_then(Path::to_str);
        paths.extend(below.map(|below| below.replace('\\', "/")));
    }
    paths.sort();
    Ok(paths)
}

/// The files that earlier imports kept below a folder of content, in folders of this name: their paths and lengths. What
/// is in other folders that begin with a dot is no content.
pub(super) fn kept(content: &Path, folder: &str) -> Vec<(PathBuf, u64)> {
    let is_content = |entry: &walkdir::DirEntry| {
        let name = entry.file_name();
        entry.depth() == 0 || !name.as_encoded_bytes().starts_with(b".") || name == folder
    };
    let walk = WalkDir::new(content).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(is_content).filter_map(Result::ok);
    let mut kept = Vec::new();
    for entry in entries.filter(|entry| entry.file_type().is_file()) {
        let above = entry.path().parent().and_then(Path::file_name);
        if above == Some(folder.as_ref())
            && let Ok(facts) = entry.metadata()
        {
            kept.push((entry.path().to_owned(), facts.len()));
        }
    }
    kept
}

/// The names of files in a folder, `None` if it is no folder or has a link in it; folders in it, and files that begin with
/// a dot, are not counted.
pub(super) fn names_in(folder: &Path) -> Option<Vec<String>> {
    if !fs::symlink_metadata(folder).ok()?.is_dir() {
        return None;
    }
    let mut names = Vec::new();
    let walk = WalkDir::new(folder).sort_by_file_name().max_depth(1);
    for entry in walk.into_iter().filter_map(Result::ok) {
        let name = entry.file_name().to_str()?;
        match entry.file_type() {
            kind if kind.is_dir() || name.starts_with('.') => {}
            kind if kind.is_file() && names.len() < MAX_NAMES => names.push(name.to_owned()),
            _ => return None,
        }
    }
    Some(names)
}

/// Whether anything has this path.
pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether a file may be a table whose rows are reports.
pub(super) fn is_rows(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ROWS.contains(&ending.to_ascii_lowercase().as_str()))
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
/// If it cannot be read, is too large or is no UTF-8.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    let failed = |error| Error::io(Doing::Read, path, error);
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    let read = file.take(MAX_MAPPING + 1).read_to_end(&mut bytes);
    read.map_err(failed)?;
    if bytes.len() as u64 > MAX_MAPPING {
        let most = MAX_MAPPING >> 20;
        let message = Text::new(
            format!("{} 超过 {most} MB，不是对应表", path.display()),
            format!(
                "{} is larger than {most} MB, and no mapping",
                path.display()
            ),
        );
        return Err(Error::new(message).at(path));
    }
    String::from_utf8(bytes).map_err(|_| {
        let message = Text::new(
            format!("{} 不是 UTF-8 编码的文本", path.display()),
            format!("{} is no text in UTF-8", path.display()),
        );
        Error::new(message).at(path)
    })
}

/// A file of which stretches are read as they are wanted: it may be larger than a document.
pub(super) struct Opened {
    file: File,
    length: u64,
}

impl Input {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// If it cannot be opened.
    pub(super) fn open(&self) -> Result<Opened, Error> {
        let failed = |error| Error::io(Doing::Read, &self.path, error);
        let file = File::open(&self.path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        Ok(Opened { file, length })
    }
}

impl Stretches for Opened {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, from: u64, buffer: &mut [u8]) -> Option<usize> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(from)).ok()?;
        loop {
            match file.read(buffer) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => return read.ok(),
            }
        }
    }
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
        format!("不支持这种文件；可以导入的有：{}", chinese.join("、")),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_manuals_name_every_kind_of_file() {
        let manual = |name: &str| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
            fs::read_to_string(folder.join(name)).expect("a manual")
        };
        let (chinese, english) = (manual("zh/importing.md"), manual("importing.md"));
        let formats = import::formats();
        let endings = formats.iter().flat_map(|format| format.endings);
        for ending in endings.chain(&CONVERTED).chain(&ROWS) {
            let named = format!("`.{ending}`");
            assert!(
                chinese.contains(&named) && english.contains(&named),
                "{named}"
            );
        }
    }
}
