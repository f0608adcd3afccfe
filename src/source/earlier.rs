//! Texts that reports had before they were corrected: where they are kept, and of which report and revision each is.
//!
//! In: paths. Out: what they are. The folder is hidden, so that nobody takes what is in it for a report or an attachment:
//! `.earlier/1.md` beside `index.md`, `.earlier/2021/1.md` beside `2021.md`. Nothing is opened here.

use crate::source::{BUNDLE_FILE, folder_of};

/// The folder for such texts, beside the report.
pub(crate) const EARLIER_FOLDER: &str = ".earlier";
/// The number of a text, at most: the first is 1.
pub(crate) const MAX_REVISION: u32 = 999;

/// Where the text that was published as that revision of a report is kept; `report` is the path of its file.
pub(crate) fn path_of(report: &str, revision: u32) -> String {
    let folder = folder_of(report);
    let name = report
        .get(folder.len()..)
        .unwrap_or(report)
        .trim_start_matches('/');
    let below = match name.strip_suffix(".md") {
        // At the top of the content `index.md` is a report like any other.
        Some("index") if !folder.is_empty() => String::new(),
        Some(stem) => format!("{stem}/"),
        None => format!("{name}/"),
    };
    match folder {
        "" => format!("{EARLIER_FOLDER}/{below}{revision}.md"),
        folder => format!("{folder}/{EARLIER_FOLDER}/{below}{revision}.md"),
    }
}

/// Whether a path leads into a folder for such texts.
pub(super) fn is_in_folder(path: &str) -> bool {
    folder_of(path)
        .split('/')
        .any(|name| name == EARLIER_FOLDER)
}

/// The report that a text of such a folder was of, by its path, and the number of the text; `None` for what is no such
/// text.
pub(super) fn place(path: &str) -> Option<(String, u32)> {
    let (beside, below) = match path.strip_prefix(EARLIER_FOLDER) {
        Some(below) => ("", below.strip_prefix('/')?),
        None => path.split_once(&format!("/{EARLIER_FOLDER}/"))?,
    };
    let (report, name) = match below.split_once('/') {
        None if beside.is_empty() => return None,
        None => (format!("{beside}/{BUNDLE_FILE}"), below),
        Some((stem, name)) if beside.is_empty() => (format!("{stem}.md"), name),
        Some((stem, name)) => (format!("{beside}/{stem}.md"), name),
    };
    let number = name.strip_suffix(".md")?;
    let revision: u32 = number.parse().ok()?;
    let is_one = (1..=MAX_REVISION).contains(&revision) && revision.to_string() == number;
    // What is not where it would be put is not there.
    (is_one && path_of(&report, revision) == path).then_some((report, revision))
}

#[cfg(test)]
mod tests {
    use super::{is_in_folder, path_of, place};

    #[test]
    fn a_text_is_found_where_it_is_put() {
        for (report, path) in [
            ("shili/2021/index.md", "shili/2021/.earlier/1.md"),
            ("shili/2021.md", "shili/.earlier/2021/1.md"),
            ("shili/方案.2018.md", "shili/.earlier/方案.2018/1.md"),
            ("shili/index.md", "shili/.earlier/1.md"),
            ("2021.md", ".earlier/2021/1.md"),
            ("index.md", ".earlier/index/1.md"),
        ] {
            assert_eq!(path_of(report, 1), path);
            assert_eq!(place(path), Some((report.to_owned(), 1)), "{path}");
            assert!(is_in_folder(path));
        }
        for path in [
            ".earlier/1.md",
            "shili/.earlier/index/1.md",
            "shili/.earlier/01.md",
            "shili/.earlier/0.md",
            "shili/.earlier/1000.md",
            "shili/.earlier/1.txt",
            "shili/.earlier/1",
            "shili/.earlier/a.md",
            "shili/.earlier/2021/a/1.md",
            "shili/2021/1.md",
        ] {
            assert_eq!(place(path), None, "{path}");
        }
    }
}
