//! What opens a file of the content at a line: addresses of URL schemes that editors have.
//!
//! In go a file, a line and a column, out comes an address for a link. Nothing is opened here.

use std::path::Path;

use crate::route::encode;

/// Editors by what they are called, with their addresses. Sources: the documentation of each on its URL scheme.
const KNOWN: [(&str, &str); 8] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("windsurf", "windsurf://file{path}:{line}:{column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    (
        "idea",
        "idea://open?file={path}&line={line}&column={column}",
    ),
    (
        "sublime",
        "subl://open?url=file://{path}&line={line}&column={column}",
    ),
    (
        "textmate",
        "txmt://open?url=file://{path}&line={line}&column={column}",
    ),
];

/// An editor with a URL scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Editor(String);

impl Editor {
    /// By its name, or by an address with `{path}`, `{line}` and `{column}`; `None` for neither.
    pub(crate) fn named(text: &str) -> Option<Editor> {
        let known = KNOWN.iter().find(|(name, _)| *name == text);
        let address = known.map_or(text, |(_, address)| address);
        let (scheme, _) = address.split_once(':')?;
        let is_scheme = scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        // A page follows the link: nothing that runs in it.
        let runs = ["javascript", "data", "vbscript", "blob"];
        let runs = runs.contains(&scheme.to_ascii_lowercase().as_str());
        let is_address = is_scheme && !scheme.is_empty() && !runs && address.contains("{path}");
        is_address.then(|| Editor(address.to_owned()))
    }

    /// The names of those that are known.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(name, _)| *name)
    }

    /// The address that opens a file, of which this is the whole path.
    pub(super) fn address(&self, file: &Path, line: usize, column: usize) -> Option<String> {
        let path = file.to_str()?.replace('\\', "/");
        // On Windows a path begins with the letter of a drive.
        let path = match path.starts_with('/') {
            true => encode(&path),
            false => format!("/{}", encode(&path).replacen("%3A", ":", 1)),
        };
        let address = self.0.replace("{path}", &path);
        let address = address.replace("{line}", &line.max(1).to_string());
        Some(address.replace("{column}", &column.max(1).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Editor;

    #[test]
    fn an_editor_is_known_by_its_name_or_its_address() {
        let address = |editor: &str| {
            let editor = Editor::named(editor)?;
            editor.address(Path::new("/档案/a b.md"), 3, 0)
        };
        let path = "/%E6%A1%A3%E6%A1%88/a%20b.md";
        for (editor, expected) in [
            ("vscode", Some(format!("vscode://file{path}:3:1"))),
            (
                "idea",
                Some(format!("idea://open?file={path}&line=3&column=1")),
            ),
            (
                "mine://open{path}#{line}",
                Some(format!("mine://open{path}#3")),
            ),
            ("notepad", None),
            ("mine://open", None),
            ("javascript:alert('{path}')", None),
            ("JavaScript:{path}", None),
            (":{path}", None),
        ] {
            assert_eq!(address(editor), expected, "{editor}");
        }
        assert!(Editor::names().all(|name| Editor::named(name).is_some()));
    }
}
