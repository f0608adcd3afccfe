//! Files that editors, systems and downloads leave behind in a folder without anybody's wish.
//!
//! In goes the name of a file or folder, out comes whether it is such a one. Nothing is opened: names alone decide.

/// Names, in lower case.
const NAMES: [&str; 8] = [
    ".ds_store",
    ".localized",
    "__macosx",
    "desktop.ini",
    "ehthumbs.db",
    "icon\r",
    "thumbs.db",
    "thumbs.db:encryptable",
];

/// Endings, in lower case: of copies that programs keep, of downloads that did not end, and of shortcuts, which
/// lead nowhere on another machine.
const ENDINGS: [&str; 16] = [
    "asd",
    "bak",
    "crdownload",
    "dwl",
    "dwl2",
    "laccdb",
    "lnk",
    "orig",
    "part",
    "partial",
    "rej",
    "swo",
    "swp",
    "temp",
    "tmp",
    "wbk",
];

/// What names begin with: owner files of Office and LibreOffice, what macOS keeps of a file on other disks.
const BEGINNINGS: [&str; 4] = ["~$", "~wrl", ".~lock.", "._"];

/// Whether a file, or a folder, of this name was left behind.
pub(super) fn is_left_behind(name: &str) -> bool {
    let name = name.to_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    NAMES.contains(&name.as_str())
        || ENDINGS.contains(&ending)
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || name.ends_with('~')
        // What emacs keeps until a file is saved.
        || name.len() > 2 && name.starts_with('#') && name.ends_with('#')
}

#[cfg(test)]
mod tests {
    use super::is_left_behind;

    #[test]
    fn what_programs_leave_is_told_from_what_people_name() {
        for name in [
            "~$稿.docx",
            "Thumbs.db",
            "desktop.ini",
            "Desktop.ini",
            "稿.docx.tmp",
            "index.md.bak",
            "index.md~",
            ".DS_Store",
            "._图.png",
            ".~lock.稿.odt#",
            ".index.md.swp",
            "__MACOSX",
            "报告.pdf.crdownload",
            "快捷方式.lnk",
            "~WRL0001.tmp",
            "#index.md#",
            "~WRL0003.doc",
        ] {
            assert!(is_left_behind(name), "{name}");
        }
        for name in [
            "稿(副本).docx",
            "附件.pdf",
            "bak",
            "tmp.pdf",
            "备份.zip",
            "~附件.pdf",
            ".git",
            ".gitkeep",
            "数据.db",
            "说明.ini",
            "#1.pdf",
        ] {
            assert!(!is_left_behind(name), "{name}");
        }
    }
}
