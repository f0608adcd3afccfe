//! Where a site's own theme lies.
//!
//! In go what the command line and archive.yaml say of the theme, and the content folder; out comes the
//! folder whose files are laid over the default theme, if there is one. No file of it is read here.

use std::path::{Path, PathBuf};

/// The folder of themes, beside the content folder.
const THEMES: &str = "themes";
/// A folder of this name changes the default theme: in a clone of the project it shows an edit of the theme
/// without compiling the program again.
const DEFAULT: &str = "default";

/// The theme's folder: `given` on the command line, else the one that archive.yaml calls `name`, else an own
/// copy of the default theme.
pub(crate) fn folder(given: Option<&Path>, name: Option<&str>, content: &Path) -> Option<PathBuf> {
    let beside = |name: &str| {
        let parent = content.parent().filter(|p| !p.as_os_str().is_empty());
        parent.unwrap_or(Path::new(".")).join(THEMES).join(name)
    };
    match (given, name) {
        (Some(folder), _) => Some(folder.to_owned()),
        (None, Some(name)) => Some(beside(name)),
        (None, None) => Some(beside(DEFAULT)).filter(|folder| folder.is_dir()),
    }
}
