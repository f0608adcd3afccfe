//! The content tree on disk: which files there are, and their texts. The only reader of content.
//!
//! In goes the folder, out comes a [`SourceTree`]: reports, agencies and the files beside them, sorted
//! by path, with a diagnostic for each thing that cannot be read as what it should be. Texts are read
//! when asked for and never kept.
//!
//! Nothing outside the folder is ever opened: links are followed only to files that lie inside it.

#![expect(
    clippy::disallowed_methods,
    reason = "it is the only reader of the content tree"
)]

mod beside;
pub(crate) mod earlier;
mod encoding;
mod faults;
mod left_behind;
mod seen;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Fault, FileFault, Text};
use crate::disk::{self, Folder, NotOpened};
use crate::error::{Doing, Error};
use crate::name::{self, rule};
use crate::privacy::shown::{in_file, one_in_file};
use crate::privacy::{Exempt, findings};
use crate::source::earlier::EARLIER_FOLDER;
use crate::source::faults::{
    name_not_utf8, no_archive_file, no_content, not_a_file, not_utf8, nul_byte, symlink_out,
    too_deep, too_large, twice, unreadable, unusable_name,
};
use crate::source::seen::Seen;
use crate::stat::{FileTime, Stat};
use crate::store::Key;

pub(crate) use crate::source::beside::Beside;
pub(crate) use crate::source::seen::{Digest, FileRecord};

/// Bytes of a report, `_index.md`, archive.yaml or a file beside a report that is read, at most.
pub(crate) const MAX_TEXT: u64 = 8 << 20;
/// Bytes of an attachment, at most: what ordinary static hosts still serve.
pub(crate) const MAX_ATTACHMENT: u64 = 2 << 30;
/// Folders inside each other, at most.
const MAX_DEPTH: usize = 32;

/// Bytes of a file that are hashed at a time.
const HASHED: usize = 64 << 10;

/// The name of the file that makes a folder an archive.
pub(crate) const ARCHIVE_FILE: &str = "archive.yaml";
pub(crate) const AGENCY_FILE: &str = "_index.md";
pub(crate) const BUNDLE_FILE: &str = "index.md";

/// What the content folder holds. Paths are relative to it, with `/` and composed letters (NFC) on every
/// system.
#[derive(Debug)]
pub(crate) struct SourceTree {
    root: PathBuf,
    /// The canonical root, which every link must lead into.
    canonical: PathBuf,
    /// The root as it was opened: files are opened beneath it.
    opened: Folder,
    /// Whether archive.yaml is there.
    pub has_archive_file: bool,
    /// Top folders, with the path of their `_index.md` if they have one.
    pub agencies: Vec<AgencySource>,
    /// Reports, sorted by path.
    pub reports: Vec<ReportSource>,
    /// Every other file that could be published, with its length in bytes.
    pub files: BTreeMap<String, u64>,
    /// Files, and folders of them, that are never published.
    pub left_out: BTreeMap<String, LeftOut>,
    /// Texts that reports had before they were corrected: by the path of the report, which may not be there, and the
    /// number of the text.
    pub earlier: BTreeMap<String, BTreeMap<u32, String>>,
    /// What is in their folders and is no such text.
    pub strays: Vec<String>,
    /// What the file system says of the files, and what is known of them.
    seen: Seen,
    /// Paths whose names are written apart (NFD) on the disk, with what they are there.
    apart: BTreeMap<String, String>,
}

/// Why a file is never published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum LeftOut {
    /// It has no bytes.
    Empty,
    /// An editor, a system or a download left it behind.
    LeftBehind,
    /// It says something of the report beside it, and is read alone.
    Beside(Beside),
}

/// A top folder of the content tree.
#[derive(Debug)]
pub(crate) struct AgencySource {
    /// Its name.
    pub folder: String,
    /// Path of its `_index.md`.
    pub index: Option<String>,
}

/// A report of the content tree.
#[derive(Clone, Debug)]
pub(crate) struct ReportSource {
    /// Path of its Markdown.
    pub path: String,
    /// Whether it is the `index.md` of a folder, whose other files are its attachments.
    pub is_bundle: bool,
}

impl ReportSource {
    /// The folder that it stands in, empty at the root.
    pub(crate) fn folder(&self) -> &str {
        folder_of(&self.path)
    }

    /// The path that its URL is made of: without `.md`, and without `/index` of a bundle.
    pub(crate) fn stem(&self) -> &str {
        let stem = self.path.strip_suffix(".md").unwrap_or(&self.path);
        if self.is_bundle {
            stem.strip_suffix("/index").unwrap_or(stem)
        } else {
            stem
        }
    }
}

/// The folder of a path, empty at the root.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl SourceTree {
    /// Lists the folder. What is wrong with a file in it is a diagnostic: `symlink-out`, `not-a-file`,
    /// `file-too-large`, `unusable-name`, `too-deep`, `no-archive-file`.
    ///
    /// # Errors
    ///
    /// If the folder itself cannot be listed.
    pub(crate) fn scan(
        root: &Path,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<SourceTree, Error> {
        let canonical = root.canonicalize().map_err(|e| no_content(root, e))?;
        if !canonical.is_dir() {
            let not_a_folder = std::io::Error::from(std::io::ErrorKind::NotADirectory);
            return Err(Error::io(Doing::Read, root, not_a_folder));
        }
        let opened = Folder::open(&canonical).map_err(|e| Error::io(Doing::Read, root, e))?;
        let mut tree = SourceTree {
            root: root.to_owned(),
            canonical,
            opened,
            has_archive_file: false,
            agencies: Vec::new(),
            reports: Vec::new(),
            files: BTreeMap::new(),
            left_out: BTreeMap::new(),
            earlier: BTreeMap::new(),
            strays: Vec::new(),
            seen: Seen::default(),
            apart: BTreeMap::new(),
        };
        let mut folders = BTreeSet::new();
        let mut indexes = BTreeSet::new();
        let mut known = BTreeSet::new();
        let mut walk = WalkDir::new(root)
            .min_depth(1)
            .max_depth(MAX_DEPTH + 1)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = walk.next() {
            let entry = entry.map_err(|e| {
                let path = e.path().unwrap_or(root).to_owned();
                Error::io(Doing::List, path, e)
            })?;
            let is_folder = entry.file_type().is_dir();
            let place = match tree.place_of(entry.path(), &mut known) {
                Ok(place) => place,
                Err(diagnostic) => {
                    diagnostics.push(diagnostic);
                    None
                }
            };
            let Some(path) = place else {
                // One fault of a folder's name is told once.
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            };
            if entry.depth() > MAX_DEPTH {
                diagnostics.push(too_deep(&path));
                continue;
            }
            if entry.file_type().is_dir() {
                if entry.depth() == 1 && path != EARLIER_FOLDER {
                    folders.insert(path);
                }
                continue;
            }
            // Of that name only a folder is anything.
            if entry.file_name() == EARLIER_FOLDER {
                continue;
            }
            match tree.stat_of(&path) {
                Ok(stat) => {
                    tree.seen.add(&path, stat);
                    tree.sort_in(path, stat.length(), &mut indexes, diagnostics);
                }
                Err(fault) => diagnostics.push(Diagnostic::of_file(&path, fault)),
            }
        }
        tree.agencies = folders
            .into_iter()
            .map(|folder| {
                let index = format!("{folder}/{AGENCY_FILE}");
                let index = indexes.contains(&index).then_some(index);
                AgencySource { folder, index }
            })
            .collect();
        tree.reports.sort_by(|a, b| a.path.cmp(&b.path));
        if !tree.has_archive_file {
            diagnostics.push(Diagnostic::of_file(ARCHIVE_FILE, no_archive_file()));
        }
        Ok(tree)
    }

    fn sort_in(
        &mut self,
        path: String,
        length: u64,
        indexes: &mut BTreeSet<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if earlier::is_in_folder(&path) {
            self.sort_in_earlier(path, length, diagnostics);
            return;
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        let beside = Beside::named(name);
        let is_text = name.ends_with(".md") || path == ARCHIVE_FILE || beside.is_some();
        let limit = if is_text { MAX_TEXT } else { MAX_ATTACHMENT };
        if length > limit {
            diagnostics.push(Diagnostic::of_file(&path, too_large(length, limit)));
        } else if path == ARCHIVE_FILE {
            self.has_archive_file = true;
        } else if name == AGENCY_FILE && path.matches('/').count() == 1 {
            indexes.insert(path);
        } else if name.ends_with(".md") && name != AGENCY_FILE {
            let is_bundle = name == BUNDLE_FILE && path.contains('/');
            self.reports.push(ReportSource { path, is_bundle });
        } else if let Some(beside) = beside {
            self.left_out.insert(path, LeftOut::Beside(beside));
        } else if length == 0 {
            self.left_out.insert(path, LeftOut::Empty);
        } else {
            self.files.insert(path, length);
        }
    }

    fn sort_in_earlier(&mut self, path: String, length: u64, diagnostics: &mut Vec<Diagnostic>) {
        match earlier::place(&path) {
            None => self.strays.push(path),
            Some(_) if length > MAX_TEXT => {
                diagnostics.push(Diagnostic::of_file(&path, too_large(length, MAX_TEXT)));
            }
            Some((report, revision)) => {
                let of_report = self.earlier.entry(report).or_default();
                of_report.insert(revision, path);
            }
        }
    }

    /// The path of what was found at `found`; `None` for what tools keep for themselves, and for what was left
    /// behind. `known` are all paths so far.
    fn place_of(
        &mut self,
        found: &Path,
        known: &mut BTreeSet<String>,
    ) -> Result<Option<String>, Diagnostic> {
        let below = found.strip_prefix(&self.root).unwrap_or(found);
        let lossy = || below.to_string_lossy();
        let Some(on_disk) = slashed(below) else {
            return Err(name_not_utf8(&lossy()));
        };
        let path = name::composed(&on_disk).into_owned();
        let name = path.rsplit('/').next().unwrap_or(&path);
        if left_behind::is_left_behind(name) {
            self.left_out.insert(path, LeftOut::LeftBehind);
            return Ok(None);
        }
        // Other dot files are tools' own (.git): neither content nor worth a word.
        let is_hidden = name.starts_with('.');
        if is_hidden && name != EARLIER_FOLDER {
            return Ok(None);
        }
        if !is_hidden && let Some(why) = rule::fault(name) {
            return Err(unusable_name(&path, why, &rule::proposal(name)));
        }
        if !known.insert(path.clone()) {
            return Err(twice(&path));
        }
        if path != on_disk {
            self.apart.insert(path.clone(), on_disk);
        }
        Ok(Some(path))
    }

    /// What a path of the tree is on the disk, below the root.
    pub(crate) fn written<'p>(&'p self, path: &'p str) -> &'p str {
        self.apart.get(path).map_or(path, String::as_str)
    }

    /// The place on disk of a path of the tree.
    fn full(&self, path: &str) -> PathBuf {
        self.root.join(self.written(path))
    }

    /// What the file system says of a file, following a link that stays inside the tree.
    fn stat_of(&self, path: &str) -> Result<Stat, Fault> {
        let mut metadata = fs::symlink_metadata(self.full(path)).map_err(unreadable)?;
        if metadata.is_symlink()
            && let Some(target) = self.target_of(path)?
        {
            let target = self.canonical.join(target);
            metadata = fs::symlink_metadata(target).map_err(unreadable)?;
        }
        if metadata.is_file() {
            return Ok(disk::said_of(&metadata));
        }
        Err(not_a_file())
    }

    /// Takes from the record of an earlier run what is known of files that were not touched since.
    pub(crate) fn recall(&self, record: &FileRecord) {
        self.seen.recall(record);
    }

    /// Notes what a file of the tree was found to hold.
    pub(crate) fn learn(&self, path: &str, digest: Digest) {
        self.seen.learn(path, digest);
    }

    /// What a file holds, where that is known without reading it.
    pub(crate) fn digest(&self, path: &str) -> Option<Digest> {
        self.seen.digest(path)
    }

    /// What a file holds, by reading it where that is not known.
    ///
    /// # Errors
    ///
    /// If it is no longer what was listed, or cannot be read.
    pub(crate) fn digest_of(&self, path: &str) -> Result<Digest, Error> {
        if let Some(known) = self.digest(path) {
            return Ok(known);
        }
        let digest = digest_of(&mut self.open(path)?)
            .map_err(|e| Error::io(Doing::Read, self.on_disk(path), e))?;
        self.learn(path, digest);
        Ok(digest)
    }

    /// What the file system said of all files when they were listed.
    pub(crate) fn said(&self) -> Vec<(String, Stat)> {
        self.seen.said()
    }

    /// Reads the files of which it is not known yet what they hold: those that are in no report's keeping.
    pub(crate) fn learn_rest(&self) {
        let unknown: Vec<&str> = self.seen.unknown().collect();
        unknown.par_iter().for_each(|path| {
            // What cannot be read stays unknown.
            if let Ok((mut file, _)) = self.open_regular(path)
                && let Ok(digest) = digest_of(&mut file)
            {
                self.learn(path, digest);
            }
        });
    }

    /// The key of what its names alone say of the tree, of which `found` is what is wrong with them.
    pub(crate) fn names_key(&self, found: &[Diagnostic]) -> Key {
        let folders = self.agencies.iter().map(|agency| agency.folder.as_str());
        let folders: Vec<&str> = folders.collect();
        Key::of("names", &(folders, &self.left_out, found))
    }

    /// The key of the whole tree: where every file is and what it holds. `None` where that is not known of one.
    pub(crate) fn key(&self, names: &Key) -> Option<Key> {
        Some(Key::of("content", &(names, self.seen.all()?)))
    }

    /// What is known of the files at the end of a run that `began` then, for the next one.
    pub(crate) fn record(&self, began: FileTime) -> FileRecord {
        self.seen.record(began)
    }

    /// Where a link of the tree leads, as a path on the disk below the root, without links; `None` for what is no link.
    fn target_of(&self, path: &str) -> Result<Option<String>, Fault> {
        let full = self.full(path);
        if !fs::symlink_metadata(&full)
            .map_err(unreadable)?
            .is_symlink()
        {
            return Ok(None);
        }
        let target = full.canonicalize().map_err(unreadable)?;
        let below = target.strip_prefix(&self.canonical).ok();
        // Dot files are not content, by whatever name.
        let is_content = |below: &String| below.split('/').all(|name| !name.starts_with('.'));
        let below = below.and_then(slashed).filter(is_content);
        Ok(Some(below.ok_or_else(symlink_out)?))
    }

    /// Opens a file of the tree, with its length. What it is is asked again, of the open file: it, or a folder that
    /// it is in, may have become a link since it was listed.
    fn open_regular(&self, path: &str) -> Result<(fs::File, u64), Fault> {
        let failed = |why| match why {
            NotOpened::Link | NotOpened::Elsewhere => symlink_out(),
            NotOpened::Device => not_a_file(),
            NotOpened::Refused(error) => unreadable(error),
        };
        let file = match self.opened.file_beneath(self.written(path)) {
            Err(NotOpened::Link) => match self.target_of(path)? {
                Some(target) => self.opened.file_beneath(&target).map_err(failed)?,
                None => return Err(symlink_out()),
            },
            opened => opened.map_err(failed)?,
        };
        let metadata = file.metadata().map_err(unreadable)?;
        if metadata.is_file() {
            Ok((file, metadata.len()))
        } else {
            Err(not_a_file())
        }
    }

    /// The place of a file of the tree on disk, for copying it.
    pub(crate) fn on_disk(&self, path: &str) -> PathBuf {
        self.full(path)
    }

    /// Opens a file of the tree for copying.
    ///
    /// # Errors
    ///
    /// If it is no longer what was listed.
    pub(crate) fn open(&self, path: &str) -> Result<fs::File, Error> {
        let opened = self.open_regular(path).map_err(|fault| {
            let (chinese, english) = (fault.message.chinese, fault.message.english);
            Error::new(Text::new(
                format!("{path}：{chinese}"),
                format!("{path}: {english}"),
            ))
        });
        Ok(opened?.0)
    }

    /// Opens each of these files and reports those that publishing could not open.
    pub(crate) fn judge_files<'p>(
        &self,
        paths: impl Iterator<Item = &'p str>,
        faults: &mut Vec<FileFault>,
    ) {
        for path in paths {
            if let Err(fault) = self.open_regular(path) {
                faults.push((path.to_owned(), fault));
            }
        }
    }

    /// Names of the files that stand beside the text of a bundle and could be its attachments, in the order of paths.
    pub(crate) fn names_beside(&self, report: &ReportSource) -> Vec<&str> {
        if !report.is_bundle {
            return Vec::new();
        }
        let prefix = format!("{}/", report.folder());
        let after = self.files.range(prefix.clone()..);
        let names = after.map_while(|(path, _)| path.strip_prefix(&prefix));
        names.filter(|name| !name.contains('/')).collect()
    }

    /// Reads a text.
    ///
    /// # Errors
    ///
    /// What is wrong with it as text (`invalid-utf8`, `nul-byte`, `file-too-large`) or that it cannot be read
    /// (`unreadable-file`).
    pub(crate) fn read(&self, path: &str) -> Result<String, Diagnostic> {
        let bytes = self
            .read_bytes(path)
            .map_err(|fault| Diagnostic::of_file(path, fault))?;
        // Several times as fast on Han as the standard library, which says where a fault is.
        let text = match simdutf8::basic::from_utf8(&bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let at = std::str::from_utf8(&bytes).map_or_else(|e| e.valid_up_to(), str::len);
                return Err(not_utf8(path, &bytes, at));
            }
        };
        match text.find('\0') {
            None => Ok(text),
            Some(at) if encoding::of(&bytes).is_some() => Err(not_utf8(path, &bytes, at)),
            Some(at) => Err(one_in_file(nul_byte(at), path, &text)),
        }
    }

    /// Turns faults in files of the tree into diagnostics, reading each file once more for its lines, of which nothing is
    /// shown that must not be published.
    pub(crate) fn diagnose(
        &self,
        mut faults: Vec<FileFault>,
        exempt: &Exempt,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        faults.sort_by(|a, b| a.0.cmp(&b.0));
        for group in faults.chunk_by(|a, b| a.0 == b.0) {
            let Some((path, _)) = group.first() else {
                continue;
            };
            let name = path.rsplit('/').next().unwrap_or(path);
            let is_text = path.ends_with(".md") || path == ARCHIVE_FILE;
            let is_text = is_text || Beside::named(name).is_some();
            // Of another file only what is text has places.
            let has_places = || group.iter().any(|(_, fault)| !fault.span.is_empty());
            let is_text = is_text || has_places();
            let text = is_text.then(|| self.read(path).ok()).flatten();
            let faults = group.iter().map(|(_, fault)| fault.clone());
            match &text {
                Some(text) => {
                    let found = findings(text, exempt);
                    diagnostics.extend(in_file(path, text, faults.collect(), &found));
                }
                None => diagnostics.extend(faults.map(|fault| Diagnostic::of_file(path, fault))),
            }
        }
    }

    fn read_bytes(&self, path: &str) -> Result<Vec<u8>, Fault> {
        let (mut file, length) = self.open_regular(path)?;
        let mut bytes = match usize::try_from(length) {
            Ok(size) if length <= MAX_TEXT => vec![0; size],
            _ => return Err(too_large(length, MAX_TEXT)),
        };
        file.read_exact(&mut bytes).map_err(unreadable)?;
        Ok(bytes)
    }
}

/// The text of archive.yaml of the content in `root`, for a look before anything is read; none where it cannot be read.
pub(crate) fn settings(root: &Path) -> Option<String> {
    let opened = Folder::open(&root.canonicalize().ok()?).ok()?;
    let file = opened.file_beneath(ARCHIVE_FILE).ok()?;
    if !file.metadata().is_ok_and(|found| found.is_file()) {
        return None;
    }
    let mut text = String::new();
    file.take(MAX_TEXT).read_to_string(&mut text).ok()?;
    Some(text)
}

/// SHA-256 of what is left of a file.
fn digest_of(file: &mut fs::File) -> std::io::Result<Digest> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; HASHED];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hash.finalize().into()),
            Ok(read) => hash.update(buffer.get(..read).unwrap_or_default()),
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

/// A path below the root with `/`, if every name in it is UTF-8.
fn slashed(below: &Path) -> Option<String> {
    let names: Option<Vec<&str>> = below
        .components()
        .map(|component| component.as_os_str().to_str())
        .collect();
    Some(names?.join("/"))
}
