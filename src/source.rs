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

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Fault, Text};
use crate::error::{Doing, Error};

/// Bytes of a report, `_index.md` or archive.yaml, at most.
pub const MAX_TEXT: u64 = 8 << 20;
/// Bytes of an attachment, at most: what ordinary static hosts still serve.
pub const MAX_ATTACHMENT: u64 = 2 << 30;
/// Folders inside each other, at most.
const MAX_DEPTH: usize = 32;

/// The name of the file that makes a folder an archive.
pub const ARCHIVE_FILE: &str = "archive.yaml";
const AGENCY_FILE: &str = "_index.md";
const BUNDLE_FILE: &str = "index.md";

/// What the content folder holds. Paths are relative to it, with `/` on every system.
#[derive(Debug)]
pub struct SourceTree {
    root: PathBuf,
    /// The canonical root, which every link must lead into.
    canonical: PathBuf,
    /// Whether archive.yaml is there.
    pub has_archive_file: bool,
    /// Top folders, with the path of their `_index.md` if they have one.
    pub agencies: Vec<AgencySource>,
    /// Reports, sorted by path.
    pub reports: Vec<ReportSource>,
    /// Every other file that could be published, with its length in bytes.
    pub files: BTreeMap<String, u64>,
}

/// A top folder of the content tree.
#[derive(Debug)]
pub struct AgencySource {
    /// Its name.
    pub folder: String,
    /// Path of its `_index.md`.
    pub index: Option<String>,
}

/// A report of the content tree.
#[derive(Clone, Debug)]
pub struct ReportSource {
    /// Path of its Markdown.
    pub path: String,
    /// Whether it is the `index.md` of a folder, whose other files are its attachments.
    pub is_bundle: bool,
}

impl ReportSource {
    /// The folder that it stands in, empty at the root.
    pub fn folder(&self) -> &str {
        folder_of(&self.path)
    }

    /// The path that its URL is made of: without `.md`, and without `/index` of a bundle.
    pub fn stem(&self) -> &str {
        let stem = self.path.strip_suffix(".md").unwrap_or(&self.path);
        if self.is_bundle {
            stem.strip_suffix("/index").unwrap_or(stem)
        } else {
            stem
        }
    }
}

/// The folder of a path, empty at the root.
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl SourceTree {
    /// Lists the folder. An [`Error`] only where the folder itself cannot be listed; what is wrong with
    /// a file in it is a diagnostic: `symlink-out`, `not-a-file`, `file-too-large`, `unusable-name`,
    /// `too-deep`, `no-archive-file`.
    pub fn scan(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<SourceTree, Error> {
        let canonical = root
            .canonicalize()
            .map_err(|e| Error::io(Doing::Read, root, e))?;
        if !canonical.is_dir() {
            let not_a_folder = std::io::Error::from(std::io::ErrorKind::NotADirectory);
            return Err(Error::io(Doing::Read, root, not_a_folder));
        }
        let mut tree = SourceTree {
            root: root.to_owned(),
            canonical,
            has_archive_file: false,
            agencies: Vec::new(),
            reports: Vec::new(),
            files: BTreeMap::new(),
        };
        let mut folders = BTreeSet::new();
        let mut indexes = BTreeSet::new();
        let walk = WalkDir::new(root)
            .min_depth(1)
            .max_depth(MAX_DEPTH + 1)
            .sort_by_file_name()
            .into_iter()
            // Dot files are tools' own (.git, .DS_Store): neither content nor worth a word.
            .filter_entry(|e| !e.file_name().to_string_lossy().starts_with('.'));
        for entry in walk {
            let entry = entry.map_err(|e| {
                let path = e.path().unwrap_or(root).to_owned();
                Error::io(Doing::List, path, e)
            })?;
            let Some(path) = relative_name(root, entry.path()) else {
                let lossy = entry.path().strip_prefix(root).unwrap_or(entry.path());
                diagnostics.push(unusable_name(&lossy.to_string_lossy()));
                continue;
            };
            if entry.depth() > MAX_DEPTH {
                diagnostics.push(too_deep(&path));
                continue;
            }
            if entry.file_type().is_dir() {
                if entry.depth() == 1 {
                    folders.insert(path);
                }
                continue;
            }
            match tree.length_of(&path) {
                Ok(length) => tree.sort_in(path, length, &mut indexes, diagnostics),
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
        let name = path.rsplit('/').next().unwrap_or(&path);
        let is_text = name.ends_with(".md") || path == ARCHIVE_FILE;
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
        } else {
            self.files.insert(path, length);
        }
    }

    /// The length of a file, following a link that stays inside the tree.
    fn length_of(&self, path: &str) -> Result<u64, Fault> {
        let full = self.root.join(path);
        let metadata = fs::symlink_metadata(&full).map_err(unreadable)?;
        let metadata = if metadata.is_symlink() {
            let target = full.canonicalize().map_err(unreadable)?;
            // Dot files are not content, by whatever name.
            let is_dotted = |below: &Path| {
                below
                    .components()
                    .any(|c| c.as_os_str().to_string_lossy().starts_with('.'))
            };
            if target.strip_prefix(&self.canonical).map_or(true, is_dotted) {
                return Err(Fault::error(
                    "symlink-out",
                    0..0,
                    Text::new(
                        "符号链接指向内容目录之外，或指向以点开头的文件",
                        "the symbolic link leads out of the content tree, or to a dot file",
                    ),
                    Text::new(
                        "把文件本身放进目录，或删去链接。",
                        "Put the file itself into the tree, or remove the link.",
                    ),
                ));
            }
            fs::metadata(&target).map_err(unreadable)?
        } else {
            metadata
        };
        if metadata.is_file() {
            return Ok(metadata.len());
        }
        Err(not_a_file())
    }

    /// Opens a file of the tree, with its length. What it is is asked again, of the open file: it may
    /// have become a link since it was listed.
    fn open_regular(&self, path: &str) -> Result<(fs::File, u64), Fault> {
        let full = self.root.join(path);
        // Without NONBLOCK a pipe would hold the build up for ever.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = match rustix::fs::open(&full, flags, Mode::empty()) {
            Ok(file) => fs::File::from(file),
            Err(_) => {
                // Most likely a link; else this says what is wrong.
                self.length_of(path)?;
                fs::File::open(&full).map_err(unreadable)?
            }
        };
        let metadata = file.metadata().map_err(unreadable)?;
        if metadata.is_file() {
            Ok((file, metadata.len()))
        } else {
            Err(not_a_file())
        }
    }

    /// The place of a file of the tree on disk, for copying it.
    pub fn on_disk(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Opens a file of the tree for copying. An [`Error`] if it is no longer what was listed.
    pub fn open(&self, path: &str) -> Result<fs::File, Error> {
        let opened = self.open_regular(path).map_err(|fault| {
            let (chinese, english) = (fault.message.chinese, fault.message.english);
            Error::new(Text::new(
                format!("{path}：{chinese}"),
                format!("{path}: {english}"),
            ))
        });
        Ok(opened?.0)
    }

    /// Reads a text. `Err` is what is wrong with it as text (`invalid-utf8`, `nul-byte`,
    /// `file-too-large`) or that it cannot be read (`unreadable-file`).
    pub fn read(&self, path: &str) -> Result<String, Diagnostic> {
        let bytes = self
            .read_bytes(path)
            .map_err(|fault| Diagnostic::of_file(path, fault))?;
        // Several times as fast on Han as the standard library, which says where a fault is.
        let text = match simdutf8::basic::from_utf8(&bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8(bytes).map_err(|e| invalid_utf8(path, &e))?,
        };
        match text.find('\0') {
            None => Ok(text),
            Some(at) => Err(nul_byte(at).in_file(path, &text)),
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

fn unreadable(e: std::io::Error) -> Fault {
    Fault::error(
        "unreadable-file",
        0..0,
        Text::new(
            format!("无法读取文件（{e}）"),
            format!("the file cannot be read: {e}"),
        ),
        Text::new(
            "检查权限和链接。",
            "Check its permissions, and where it links to.",
        ),
    )
}

fn not_a_file() -> Fault {
    Fault::error(
        "not-a-file",
        0..0,
        Text::new(
            "不是普通文件（是指向目录的链接、管道或设备）",
            "not a regular file: a link to a folder, a pipe or a device",
        ),
        Text::new(
            "只放入普通文件和目录。",
            "Keep regular files and folders only.",
        ),
    )
}

/// The path below `root` with `/`, if every name in it is UTF-8 without control characters.
fn relative_name(root: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(root).ok()?;
    let mut names = Vec::new();
    for component in relative.components() {
        let name = component.as_os_str().to_str()?;
        if name.chars().any(|c| c.is_control() || c == '\\') {
            return None;
        }
        names.push(name);
    }
    Some(names.join("/"))
}

fn unusable_name(path: &str) -> Diagnostic {
    let fault = Fault::error(
        "unusable-name",
        0..0,
        Text::new(
            "文件名不是 UTF-8，或含有控制字符、反斜杠",
            "the file name is not UTF-8, or holds a control character or a backslash",
        ),
        Text::new("改名。", "Rename it."),
    );
    Diagnostic::of_file(&path.replace(|c: char| c.is_control(), "\u{fffd}"), fault)
}

fn too_deep(path: &str) -> Diagnostic {
    let fault = Fault::error(
        "too-deep",
        0..0,
        Text::new(
            format!("目录层级超过 {MAX_DEPTH} 层"),
            format!("more than {MAX_DEPTH} folders inside each other"),
        ),
        Text::new("减少层级。", "Use fewer folders."),
    );
    Diagnostic::of_file(path, fault)
}

fn too_large(length: u64, limit: u64) -> Fault {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    Fault::error(
        "file-too-large",
        0..0,
        Text::new(
            format!(
                "文件约 {} MB，超过上限 {} MB",
                megabytes(length),
                limit / 1_000_000
            ),
            format!(
                "the file has about {} MB; the limit is {} MB",
                megabytes(length),
                limit / 1_000_000
            ),
        ),
        Text::new(
            "拆分文件，或将大表格改作附件。",
            "Split it, or make large tables attachments.",
        ),
    )
}

fn no_archive_file() -> Fault {
    Fault::error(
        "no-archive-file",
        0..0,
        Text::new("目录中没有 archive.yaml", "the folder has no archive.yaml"),
        Text::new(
            "新建 archive.yaml，至少写 title 和 types；或用 --content 指定正确的目录。",
            "Write an archive.yaml with at least `title` and `types`, or name the right folder with --content.",
        ),
    )
}

fn invalid_utf8(path: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let line_end = bytes[at..]
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |i| at + i);
    let shown = String::from_utf8_lossy(&bytes[..line_end]);
    let fault = Fault::error(
        "invalid-utf8",
        at..at + '\u{fffd}'.len_utf8(),
        Text::new("此处的字节不是 UTF-8 文字", "the bytes here are not UTF-8"),
        Text::new(
            "用编辑器把文件另存为 UTF-8 编码（原编码可能是 GBK 或 GB18030）。",
            "Save the file as UTF-8; it may be in GBK or GB18030 now.",
        ),
    );
    fault.in_file(path, &shown)
}

fn nul_byte(at: usize) -> Fault {
    Fault::error(
        "nul-byte",
        at..at + 1,
        Text::new("文字中有空字符（NUL）", "the text holds a NUL byte"),
        Text::new(
            "删去它；文件也可能不是文本，或编码为 UTF-16。",
            "Delete it; or the file may be no text, or in UTF-16.",
        ),
    )
}
