//! Files that are published beside a report, and what must not be published in them.
//!
//! In: the name and the bytes of a file. Out: a [`Scan`]: what was found with its place inside the file, what is hidden in
//! it, and what could not be looked at, so that nobody takes silence for a clean file. Files within files are looked at
//! too, to a depth. Never unpacks more than its limits, never keeps what it read.

mod image;
mod legacy;
mod looker;
mod office;
mod pdf;
mod plain;
mod sheet;
mod words;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Severity, Text};
use crate::import::container::Container;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::{Exempt, Kind};

/// Containers within one another.
const MAX_DEPTH: usize = 3;

/// What is known of a file after a look at it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scan {
    /// What must not be published, or should be looked at.
    pub findings: Vec<InFile>,
    /// What somebody who opens the file does not see.
    pub hidden: Vec<Hidden>,
    /// What was looked at, by its parts.
    pub looked: Vec<Text>,
    /// What could not be looked at.
    pub unseen: Vec<Unseen>,
}

/// Findings of one kind in one part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InFile {
    /// What they are.
    pub kind: Kind,
    /// An error stops the publication.
    pub severity: Severity,
    /// The first, as it may be shown.
    pub masked: String,
    /// Where the first is.
    pub place: Text,
    /// How many there are.
    pub count: usize,
    /// The part of the file that all are in.
    pub part: Text,
}

/// Something in a file that nobody sees who opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hidden {
    /// What it is.
    pub kind: HiddenKind,
    /// Where.
    pub place: Text,
    /// What it says, masked; empty where nothing can be shown.
    pub shown: String,
}

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum HiddenKind {
    /// Remarks beside the text.
    Comment,
    /// Words that were deleted or moved while changes were tracked.
    TrackedChange,
    /// Words without a look.
    Text,
    /// A sheet, rows, columns or a slide that are not shown.
    Sheet,
    /// A person's name among the properties.
    Author,
    /// Where a picture was taken.
    Position,
    /// Words below a box.
    Covered,
    /// Data of tables elsewhere, kept with a table.
    Cache,
}

/// A part of a file, or all of it, that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unseen {
    /// Where.
    pub place: Text,
    /// Why.
    pub why: Text,
}

impl HiddenKind {
    /// How it is called.
    pub(crate) fn name(self) -> Text {
        match self {
            HiddenKind::Comment => Text::new("批注", "comments"),
            HiddenKind::TrackedChange => {
                Text::new("修订中删去的文字", "words deleted in tracked changes")
            }
            HiddenKind::Text => Text::new("隐藏文字", "hidden text"),
            HiddenKind::Sheet => Text::new(
                "隐藏的工作表、行、列或幻灯片",
                "hidden sheets, rows, columns or slides",
            ),
            HiddenKind::Author => Text::new("个人姓名的作者属性", "a person's name as author"),
            HiddenKind::Position => Text::new("拍摄位置", "the position where it was taken"),
            HiddenKind::Covered => Text::new("黑块下的文字", "words below a black box"),
            HiddenKind::Cache => Text::new("缓存的源数据", "source data kept with the table"),
        }
    }
}

/// Looks at a file.
pub(crate) fn scan(name: &str, bytes: &[u8], exempt: &Exempt) -> Scan {
    let mut looker = Looker::new(exempt);
    look(&mut looker, name, bytes);
    looker.done()
}

/// Looks at a file by what it is, whatever it is called; its name is looked at too.
fn look(looker: &mut Looker<'_>, name: &str, bytes: &[u8]) {
    looker.plain(&Text::new("文件名", "name of the file"), name);
    match bytes {
        [] => {}
        [b'P', b'K', 3 | 5 | 7, ..] => container(looker, bytes),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => legacy::look(looker, bytes),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [0x1F, 0x8B, ..] => {
            looker.unseen(Text::new(
                "无法打开这种压缩包；请改用 ZIP，或逐个发布其中的文件",
                "an archive of this kind cannot be opened; use ZIP, or publish its files one by one",
            ));
        }
        _ if pdf::is_pdf(bytes) => pdf::look(looker, bytes),
        _ if image::is_image(bytes) => image::look(looker, bytes),
        _ => plain::look(looker, bytes),
    }
}

/// A container: a document, or files within a file.
fn container(looker: &mut Looker<'_>, bytes: &[u8]) {
    let opened = match Container::open(bytes) {
        Ok(opened) => opened,
        Err(refusal) => return looker.unseen(refusal.0),
    };
    let has = |start: &str| opened.names().any(|part| part.starts_with(start));
    if has("xl/") {
        return sheet::look(looker, &opened);
    }
    let is_document = [
        "word/",
        "ppt/",
        "content.xml",
        "OFD.xml",
        "mimetype",
        "[Content_Types].xml",
    ];
    if is_document.iter().any(|start| has(start)) {
        return office::look(looker, &opened);
    }
    if looker.depth() == MAX_DEPTH {
        return looker.unseen(Text::new(
            format!("压缩包嵌套超过 {MAX_DEPTH} 层"),
            format!("archives within one another go deeper than {MAX_DEPTH}"),
        ));
    }
    for part in opened.names() {
        looker.enter(part);
        if let Some(bytes) = looker.unpacked(&opened, part) {
            look(looker, part, &bytes);
        }
        looker.leave();
    }
}
