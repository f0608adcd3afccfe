//! The faults of a file of the content tree that is refused before its text is parsed: its name, size or encoding.
//!
//! In go the numbers and bytes at fault, out come faults in both languages. Which file is at fault is
//! decided in [`crate::source`].

use std::io;
use std::path::Path;

use crate::character::is_invisible;
use crate::diagnostic::{Diagnostic, Fault, Text};
use crate::error::{Doing, Error, reason};
use crate::privacy::shown::one_in_file;
use crate::source::{MAX_DEPTH, encoding};

/// Bytes of a file in another encoding that are read for the line that is shown, at most.
const MAX_SHOWN: usize = 4000;

pub(super) fn unreadable(e: io::Error) -> Fault {
    let reason = reason(&e);
    Fault::error(
        "unreadable-file",
        0..0,
        Text::new(
            format!("无法读取文件：{}", reason.chinese),
            format!("the file cannot be read: {}", reason.english),
        ),
        Text::new(
            "检查权限和链接。",
            "Check its permissions, and where it links to.",
        ),
    )
}

pub(super) fn not_a_file() -> Fault {
    Fault::error(
        "not-a-file",
        0..0,
        Text::new(
            "不是普通文件（是指向文件夹的链接、管道或设备）",
            "not a regular file: a link to a folder, a pipe or a device",
        ),
        Text::new(
            "只放入普通文件和文件夹。",
            "Keep regular files and folders only.",
        ),
    )
}

/// `name` is what the last name of the path might be.
pub(super) fn unusable_name(path: &str, why: Text, name: &str) -> Diagnostic {
    let fault = Fault::error(
        "unusable-name",
        0..0,
        Text::new(
            format!("名称不能用：{}", why.chinese),
            format!("a file or folder cannot have this name: {}", why.english),
        ),
        Text::new(
            format!("改名，例如改为“{name}”。"),
            format!("Rename it, to `{name}` for example."),
        ),
    );
    Diagnostic::of_file(&shown(path), fault)
}

pub(super) fn name_not_utf8(path: &str) -> Diagnostic {
    let fault = Fault::error(
        "unusable-name",
        0..0,
        Text::new(
            "文件名不是 UTF-8，可能是用其他编码的软件解压或复制的",
            "the file name is not UTF-8; it may have been unpacked or copied in another encoding",
        ),
        Text::new(
            "改名，或用 UTF-8 重新解压。",
            "Rename it, or unpack it again as UTF-8.",
        ),
    );
    Diagnostic::of_file(&shown(path), fault)
}

pub(super) fn twice(path: &str) -> Diagnostic {
    let fault = Fault::error(
        "unusable-name",
        0..0,
        Text::new(
            "有两个看上去同名的文件，只是带符号的字母编码不同（NFC 与 NFD）",
            "two names look the same and differ only in how letters with marks are encoded (NFC and NFD)",
        ),
        Text::new(
            "将其中一个改成不同的名称，或删去。",
            "Give one of them another name, or delete it.",
        ),
    );
    Diagnostic::of_file(path, fault)
}

/// A path as a terminal can show it: what nobody sees, and what turns the text around, is replaced.
fn shown(path: &str) -> String {
    path.replace(|c: char| c.is_control() || is_invisible(c), "\u{fffd}")
}

pub(super) fn too_deep(path: &str) -> Diagnostic {
    let fault = Fault::error(
        "too-deep",
        0..0,
        Text::new(
            format!("文件夹嵌套超过 {MAX_DEPTH} 层"),
            format!("more than {MAX_DEPTH} folders inside each other"),
        ),
        Text::new("减少层级。", "Use fewer folders."),
    );
    Diagnostic::of_file(path, fault)
}

pub(super) fn too_large(length: u64, limit: u64) -> Fault {
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
        match limit {
            crate::source::MAX_TEXT => Text::new(
                "拆分文件，或将大表格改作附件。",
                "Split it, or make large tables attachments.",
            ),
            _ => Text::new(
                "拆分或压缩文件；影像资料可发布较小的版本。",
                "Split or compress it; of films and scans publish a smaller version.",
            ),
        },
    )
}

/// The content folder itself cannot be read: where it is missing, it is mostly that the program runs in another folder.
pub(super) fn no_content(root: &Path, cause: io::Error) -> Error {
    let is_missing = cause.kind() == io::ErrorKind::NotFound;
    let error = Error::io(Doing::Read, root, cause);
    match is_missing {
        false => error,
        true => error.advise(&Text::new(
            "请在 content 所在的文件夹中运行，或用 --content 指定内容文件夹；新建档案用 gongbao init。",
            "Run in the folder that holds `content`, or name the content with --content; `gongbao init DIR` begins an archive.",
        )),
    }
}

pub(super) fn no_archive_file() -> Fault {
    Fault::error(
        "no-archive-file",
        0..0,
        Text::new(
            "文件夹中没有 archive.yaml",
            "the folder has no archive.yaml",
        ),
        Text::new(
            "新建 archive.yaml，至少写“标题”（title）和“类型”（types）；或用 --content 指定正确的文件夹。",
            "Write an archive.yaml with at least `title` and `types`, or name the right folder with --content.",
        ),
    )
}

/// A file whose bytes are no UTF-8 from `at` on, or that holds NUL there.
pub(super) fn not_utf8(path: &str, bytes: &[u8], at: usize) -> Diagnostic {
    if !encoding::is_mostly_utf8(bytes, at)
        && let Some(found) = encoding::of(bytes)
    {
        return other_encoding(path, bytes, at, found);
    }
    let line_end = bytes[at..]
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |i| at + i);
    let shown = String::from_utf8_lossy(&bytes[..line_end]);
    let hint = if encoding::is_mostly_utf8(bytes, at) {
        Text::new(
            "此前的文字都是 UTF-8，这里混入了其他编码或已损坏的字节：删去后重新输入这几个字。",
            "The text before is UTF-8; what was pasted here is in another encoding, or damaged: delete it and type it again.",
        )
    } else {
        Text::new(
            "用编辑器把文件另存为 UTF-8 编码（原编码可能是 GB18030 或 Big5）。",
            "Save the file as UTF-8; it may be in GB18030 or Big5 now.",
        )
    };
    let fault = Fault::error(
        "invalid-utf8",
        at..at + '\u{fffd}'.len_utf8(),
        Text::new("此处的字节不是 UTF-8 文字", "the bytes here are not UTF-8"),
        hint,
    );
    one_in_file(fault, path, &shown)
}

/// The line at fault is shown as the encoding reads it, for the editor to judge.
fn other_encoding(path: &str, bytes: &[u8], at: usize, found: encoding::Found) -> Diagnostic {
    let name = found.name;
    let text = match name.starts_with("UTF-16") {
        true => found.read(&bytes[..bytes.len().min(MAX_SHOWN)]),
        false => {
            let line_end = bytes[at..].iter().position(|b| *b == b'\n');
            let shown = at + line_end.unwrap_or(bytes.len() - at).min(MAX_SHOWN);
            found.read(&bytes[..shown])
        }
    };
    let span = match name.starts_with("UTF-16") {
        true => 0..text.lines().next().unwrap_or("").len(),
        false => text.rfind('\n').map_or(0, |end| end + 1)..text.len(),
    };
    let fault = Fault::error(
        "invalid-utf8",
        span,
        Text::new(
            format!("文件的编码是 {name}，不是 UTF-8"),
            format!(
                "the file is in {}, not in UTF-8",
                name.replace('（', " (").replace('）', ")")
            ),
        ),
        Text::new(
            "用编辑器打开，核对上面的文字，再另存为 UTF-8 编码。",
            "Open it in an editor, compare the words above, and save it as UTF-8.",
        ),
    );
    one_in_file(fault, path, &text)
}

pub(super) fn nul_byte(at: usize) -> Fault {
    Fault::error(
        "nul-byte",
        at..at + 1,
        Text::new("文字中有空字符（NUL）", "the text holds a NUL byte"),
        Text::new(
            "删去它；文件也可能根本不是文本。",
            "Delete it; or the file may be no text at all.",
        ),
    )
}

pub(super) fn symlink_out() -> Fault {
    Fault::error(
        "symlink-out",
        0..0,
        Text::new(
            "符号链接指向内容文件夹之外，或指向以点开头的文件",
            "the symbolic link leads out of the content tree, or to a dot file",
        ),
        Text::new(
            "把文件本身放进内容文件夹，或删去链接。",
            "Put the file itself into the tree, or remove the link.",
        ),
    )
}
