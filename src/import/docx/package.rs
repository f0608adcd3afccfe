//! The parts of a Word file: which is the text, which parts it refers to, and their words.
//!
//! In: the bytes of the file. Out: parts by name or by relationship, as text or as bytes. Says of what is no Word file what
//! it is and what to do. Never follows a relationship out of the file.

use std::collections::BTreeMap;

use crate::import::Refusal;
use crate::import::container::Container;
use crate::import::docx::foreign;
use crate::import::xml::{self, Element};

/// Relationships of one part.
const MAX_RELATIONSHIPS: usize = 50_000;

/// A file whose parts can be read.
pub(super) struct Package<'b> {
    container: Container<'b>,
    /// Names as they stand by the same in small letters: programs do not agree on capitals.
    names: BTreeMap<String, String>,
}

/// A part and what it refers to.
#[derive(Default)]
pub(super) struct Part {
    /// Its name: `word/document.xml`.
    pub path: String,
    relationships: BTreeMap<String, Relationship>,
}

/// What a part refers to.
#[derive(Debug, Clone)]
pub(super) struct Relationship {
    /// The end of its type: `image`, `hyperlink`.
    pub kind: String,
    /// The name of a part, or an address outside the file.
    pub target: String,
    /// Outside the file.
    pub is_external: bool,
}

impl<'b> Package<'b> {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// If it is no ZIP file; what else it is, is said.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Package<'b>, Refusal> {
        if let Some(refusal) = foreign::by_bytes(bytes) {
            return Err(refusal);
        }
        let container = Container::open(bytes)?;
        let mut names = BTreeMap::new();
        for name in container.names() {
            names
                .entry(name.to_ascii_lowercase())
                .or_insert_with(|| name.to_owned());
        }
        Ok(Package { container, names })
    }

    /// The part that is the text, with what it refers to.
    ///
    /// # Errors
    ///
    /// If there is none: the file is of another kind, or damaged.
    pub(super) fn main(&self) -> Result<Part, Refusal> {
        let root = self.part("")?;
        let named = root.by_kind("officeDocument").map(str::to_owned);
        let path = named
            .filter(|path| self.holds(path))
            .or_else(|| self.declared())
            .or_else(|| Some("word/document.xml".to_owned()).filter(|path| self.holds(path)));
        match path {
            Some(path) => self.part(&path),
            None => Err(foreign::by_parts(self.names.keys().map(String::as_str))),
        }
    }

    /// The part that the list of contents calls a Word text.
    fn declared(&self) -> Option<String> {
        let list = self.tree("[Content_Types].xml").ok()??;
        let mut overrides = list.elements();
        let found = overrides.find(|entry| {
            let kind = entry.attribute("ContentType").unwrap_or_default();
            kind.contains("wordprocessingml") && kind.ends_with(".main+xml")
        })?;
        let path = found.attribute("PartName")?.trim_start_matches('/');
        Some(path.to_owned()).filter(|path| self.holds(path))
    }

    /// A part with what it refers to; the package itself for an empty path.
    ///
    /// # Errors
    ///
    /// If its list of relationships is broken.
    pub(super) fn part(&self, path: &str) -> Result<Part, Refusal> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let list = match folder {
            "" => format!("_rels/{name}.rels"),
            _ => format!("{folder}/_rels/{name}.rels"),
        };
        let mut part = Part {
            path: path.to_owned(),
            relationships: BTreeMap::new(),
        };
        let Some(list) = self.tree(&list)? else {
            return Ok(part);
        };
        for entry in list.elements().take(MAX_RELATIONSHIPS) {
            let (Some(id), Some(target)) = (entry.attribute("Id"), entry.attribute("Target"))
            else {
                continue;
            };
            let is_external = entry.attribute("TargetMode") == Some("External");
            let kind = entry.attribute("Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default();
            let relationship = Relationship {
                kind: kind.to_owned(),
                // A link without a mode leads to a place in the text.
                target: match is_external || kind == "hyperlink" {
                    true => target.to_owned(),
                    false => resolved(folder, target),
                },
                is_external,
            };
            part.relationships.insert(id.to_owned(), relationship);
        }
        Ok(part)
    }

    /// Whether there is a part of this name.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.names.contains_key(&path.to_ascii_lowercase())
    }

    /// The bytes of a part; `None` if there is none of that name.
    ///
    /// # Errors
    ///
    /// As [`Container::read`].
    pub(super) fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let plain = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let known = |path: &str| self.names.get(&path.to_ascii_lowercase());
        match known(path).or_else(|| known(&plain)) {
            Some(name) => self.container.read(name),
            None => Ok(None),
        }
    }

    /// The text of a part of XML.
    ///
    /// # Errors
    ///
    /// As [`Container::read`].
    pub(super) fn text(&self, path: &str) -> Result<Option<String>, Refusal> {
        let Some(bytes) = self.bytes(path)? else {
            return Ok(None);
        };
        // Nearly always UTF-8: then nothing is copied. UTF-16 holds zeros.
        let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
        if head.contains(&0) {
            return Ok(Some(xml::decoded(&bytes)));
        }
        let text = String::from_utf8(bytes);
        Ok(Some(
            text.unwrap_or_else(|error| xml::decoded(error.as_bytes())),
        ))
    }

    /// A small part as a tree.
    ///
    /// # Errors
    ///
    /// As [`Container::read`] and [`xml::tree`].
    pub(super) fn tree(&self, path: &str) -> Result<Option<Element>, Refusal> {
        match self.text(path)? {
            Some(text) => xml::tree(&text).map(Some),
            None => Ok(None),
        }
    }
}

impl Part {
    /// What is meant by an id.
    pub(super) fn relationship(&self, id: &str) -> Option<&Relationship> {
        self.relationships.get(id)
    }

    /// The first part of a kind that this one refers to.
    pub(super) fn by_kind(&self, kind: &str) -> Option<&str> {
        let mut all = self.relationships.values();
        let found = all.find(|relationship| relationship.kind == kind)?;
        Some(found.target.as_str()).filter(|_| !found.is_external)
    }

    /// All parts of a kind that this one refers to.
    pub(super) fn all_of_kind(&self, kind: &str) -> Vec<String> {
        let all = self.relationships.values();
        let found = all.filter(|found| found.kind == kind && !found.is_external);
        found.map(|found| found.target.clone()).collect()
    }
}

/// The name of a part that is referred to from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut segments: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|name| !name.is_empty()).collect(),
    };
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_resolved_from_the_folder_of_the_part() {
        assert_eq!(
            resolved("word", "media/image1.png"),
            "word/media/image1.png"
        );
        assert_eq!(resolved("word", "/word/styles.xml"), "word/styles.xml");
        assert_eq!(
            resolved("word", "../docProps/core.xml"),
            "docProps/core.xml"
        );
        assert_eq!(resolved("", "../../etc/passwd"), "etc/passwd");
    }
}
