//! Faults of the machine: a disk that is full, a folder that may not be written, a second build.
//!
//! In goes what was being done, to which path, and what the system said; out comes one opaque
//! [`Error`] that says it in Chinese and English. Faults in content are never these: they are
//! [`crate::diagnostic::Diagnostic`], of which a run reports many, whereas an error ends it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Language, Text};
use crate::disk;

/// A fault of the machine or of how the program was called. It ends the run, with exit code 2.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    path: Option<PathBuf>,
    message: Text,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds that callers distinguish; everything else about an error is for people to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Other,
    Locked,
    Unswappable,
    NotOurs,
}

/// What was being done to a path when the system refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Read,
    Write,
    CreateFolder,
    Remove,
    Link,
    Rename,
    List,
    Lock,
    Sync,
    Listen,
}

impl Doing {
    fn text(self) -> (&'static str, &'static str) {
        match self {
            Doing::Read => ("读取", "read"),
            Doing::Write => ("写入", "write"),
            Doing::CreateFolder => ("创建文件夹", "create the folder"),
            Doing::Remove => ("删除", "remove"),
            Doing::Link => ("链接", "link"),
            Doing::Rename => ("重命名", "rename"),
            Doing::List => ("列出文件夹", "list the folder"),
            Doing::Lock => ("锁定", "lock"),
            Doing::Sync => ("同步", "flush to disk"),
            Doing::Listen => ("监听", "listen at"),
        }
    }
}

impl Error {
    /// An error that says `message` and has no cause in the system.
    pub(crate) fn new(message: Text) -> Self {
        Error {
            kind: Kind::Other,
            path: None,
            message,
            source: None,
        }
    }

    /// What the system said while we were `doing` something to `path`.
    pub(crate) fn io(doing: Doing, path: impl Into<PathBuf>, source: impl Into<io::Error>) -> Self {
        let path = path.into();
        let source = source.into();
        let shown = path.display();
        let reason = reason(&source);
        let (chinese, english) = doing.text();
        let message = Text::new(
            format!("无法{chinese} {shown}：{}", reason.chinese),
            format!("cannot {english} {shown}: {}", reason.english),
        );
        Error {
            kind: Kind::Other,
            path: Some(path),
            message,
            source: Some(Box::new(source)),
        }
    }

    /// Another build holds `path`.
    pub(crate) fn locked(path: &Path) -> Self {
        let shown = path.display();
        Error {
            kind: Kind::Locked,
            path: Some(path.to_owned()),
            message: Text::new(
                format!("另一个 gongbao 正在向 {shown} 发布。请等它结束后再试。"),
                format!(
                    "another gongbao is publishing to {shown}. Try again when it has finished."
                ),
            ),
            source: None,
        }
    }

    /// The folder `path` cannot be swapped as a whole, because of `reason`.
    pub(crate) fn unswappable(path: &Path, reason: &Text) -> Self {
        let shown = path.display();
        Error {
            kind: Kind::Unswappable,
            path: Some(path.to_owned()),
            message: Text::new(
                format!(
                    "无法整体替换输出文件夹 {shown}：{}。可用 --in-place 逐个更新其中的文件；但更新期间访问者会看到新旧混杂的内容，如果中断，须重新生成才能恢复一致。",
                    reason.chinese
                ),
                format!(
                    "cannot replace the output folder {shown} as a whole: {}. `--in-place` updates it file by file; while that runs visitors see old and new files mixed, and after an interruption they do so until the next build.",
                    reason.english
                ),
            ),
            source: None,
        }
    }

    /// The folder `path` holds things, and not what gongbao made and is called `noun`.
    pub(crate) fn not_ours(path: &Path, noun: &Text) -> Self {
        let shown = path.display();
        Error {
            kind: Kind::NotOurs,
            path: Some(path.to_owned()),
            message: Text::new(
                format!(
                    "拒绝写入 {shown}：该文件夹不为空，也不是 gongbao 生成的{}。请另选一个文件夹，或先清空它。",
                    noun.chinese
                ),
                format!(
                    "refusing to write to {shown}: the folder is not empty and holds no {} made by gongbao. Choose another folder, or empty it first.",
                    noun.english
                ),
            ),
            source: None,
        }
    }

    /// Adds the path that the error is about.
    pub(crate) fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds what to do, as a sentence.
    pub(crate) fn advise(mut self, advice: &Text) -> Self {
        self.message
            .chinese
            .push_str(&format!("。{}", advice.chinese));
        self.message
            .english
            .push_str(&format!(". {}", advice.english));
        self
    }

    /// What went wrong and, where something can be done, what to do.
    pub fn message(&self, language: Language) -> String {
        self.message.in_language(language).to_owned()
    }

    /// The same in both languages.
    pub(crate) fn text(&self) -> &Text {
        &self.message
    }

    /// The file or folder that the error is about, where there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether another build of the same output is running.
    pub fn is_locked(&self) -> bool {
        self.kind == Kind::Locked
    }

    /// Whether the output folder can only be updated file by file.
    pub fn is_unswappable(&self) -> bool {
        self.kind == Kind::Unswappable
    }

    /// Whether the output folder was refused because it holds files that gongbao did not make.
    pub fn is_not_ours(&self) -> bool {
        self.kind == Kind::NotOurs
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.english)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

/// What the system said, in both languages. The kinds that people meet are named; the rest keep the
/// system's own words, which no table of ours could better.
pub(crate) fn reason(error: &io::Error) -> Text {
    use io::ErrorKind as E;
    let (chinese, english) = match error.kind() {
        E::StorageFull => ("磁盘空间不足", "the disk is full"),
        E::QuotaExceeded => ("超出磁盘配额", "the disk quota is used up"),
        E::PermissionDenied => ("没有权限", "permission denied"),
        E::ReadOnlyFilesystem => ("文件系统只读", "the file system is read-only"),
        E::NotFound => ("文件或文件夹不存在", "no such file or folder"),
        E::AlreadyExists => ("同名文件或文件夹已存在", "it exists already"),
        E::NotADirectory => ("路径中有一段不是文件夹", "a part of the path is no folder"),
        E::IsADirectory => ("是文件夹而不是文件", "it is a folder, not a file"),
        E::InvalidFilename => (
            "文件名过长或含有不允许的字符",
            "the file name is too long or not allowed",
        ),
        _ if disk::is_in_use(error) => ("正在被占用", "it is in use"),
        E::CrossesDevices => ("不在同一个文件系统上", "it is on another file system"),
        E::FileTooLarge => ("文件过大", "the file is too large"),
        _ if disk::is_out_of_files(error) => (
            "打开的文件过多；请先运行 ulimit -n 4096 提高上限，或用 --jobs 1 减少线程，然后再试",
            "too many files are open; allow more by `ulimit -n 4096`, or use fewer threads by `--jobs 1`, and try again",
        ),
        _ => {
            let words = error.to_string();
            return Text::new(words.clone(), words);
        }
    };
    Text::new(chinese, english)
}
