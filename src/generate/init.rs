//! An archive to begin with: settings with remarks, an agency, a report that says how reports are written.
//!
//! In: a folder that is new or empty, and a language. Out: the files in it, which build without a warning. Nothing is
//! asked, and nothing is replaced.

use std::path::Path;

use crate::diagnostic::Language;
use crate::edit;
use crate::error::Error;

/// What a repository of the archive leaves out.
const IGNORED: &str = ".gitignore";

/// The files of a language, by their paths; those of settings come last, since they make a folder an archive.
fn starter(language: Language) -> [(&'static str, &'static str); 5] {
    let ignored = include_str!("starter/gitignore");
    match language {
        Language::Chinese => [
            (IGNORED, ignored),
            ("README.md", include_str!("starter/zh/readme.md")),
            (
                "content/shiliqu/_index.md",
                include_str!("starter/zh/agency.md"),
            ),
            (
                "content/shiliqu/2024.md",
                include_str!("starter/zh/report.md"),
            ),
            (
                "content/archive.yaml",
                include_str!("starter/zh/archive.yaml"),
            ),
        ],
        Language::English => [
            (IGNORED, ignored),
            ("README.md", include_str!("starter/en/readme.md")),
            (
                "content/example/_index.md",
                include_str!("starter/en/agency.md"),
            ),
            (
                "content/example/2024.md",
                include_str!("starter/en/report.md"),
            ),
            (
                "content/archive.yaml",
                include_str!("starter/en/archive.yaml"),
            ),
        ],
    }
}

/// The folder of the agency that an archive begins with.
pub(crate) fn first_agency(language: Language) -> &'static str {
    match language {
        Language::Chinese => "shiliqu",
        Language::English => "example",
    }
}

/// Begins an archive in `folder`; the files that were made, by their paths in it.
///
/// # Errors
///
/// If the folder holds anything, dot files aside, is a link, or cannot be written.
pub(crate) fn init(folder: &Path, language: Language) -> Result<Vec<&'static str>, Error> {
    edit::prepare(folder)?;
    let mut made = Vec::new();
    for (path, text) in starter(language) {
        // A folder may be a repository before it is an archive, and what that leaves out is its own affair.
        if path == IGNORED && folder.join(IGNORED).symlink_metadata().is_ok() {
            continue;
        }
        edit::create(folder, path, text.as_bytes())?;
        made.push(path);
    }
    Ok(made)
}
