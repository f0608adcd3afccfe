//! The files of an OFD container by the addresses that stand in its XML.
//!
//! In: a container, addresses. Out: trees and bytes. Never leaves the container.

use crate::import::Refusal;
use crate::import::container::Container;
use crate::import::xml::{Element, decoded, tree};

/// The files of a container.
pub(crate) struct Files<'c> {
    container: &'c Container<'c>,
}

impl<'c> Files<'c> {
    pub(crate) fn new(container: &'c Container<'c>) -> Files<'c> {
        Files { container }
    }

    /// The bytes of a file; `None` if there is none at that path, whatever letters are large.
    pub(crate) fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>, Refusal> {
        if let Some(bytes) = self.container.read(path)? {
            return Ok(Some(bytes));
        }
        match self.other_case(path) {
            Some(name) => self.container.read(&name),
            None => Ok(None),
        }
    }

    /// The text of an XML file.
    pub(crate) fn text(&self, path: &str) -> Result<Option<String>, Refusal> {
        Ok(self.bytes(path)?.map(|bytes| decoded(&bytes)))
    }

    /// The root of a small XML file.
    pub(crate) fn tree(&self, path: &str) -> Result<Option<Element>, Refusal> {
        self.text(path)?.map(|text| tree(&text)).transpose()
    }

    /// Whether there is a file at that path.
    pub(crate) fn is_there(&self, path: &str) -> bool {
        self.container
            .names()
            .any(|name| name.eq_ignore_ascii_case(path))
    }

    fn other_case(&self, path: &str) -> Option<String> {
        let mut names = self.container.names();
        names
            .find(|name| name.eq_ignore_ascii_case(path))
            .map(str::to_owned)
    }
}

/// The path of what a file names: from its own folder, or from the root.
pub(crate) fn beside(file: &str, address: &str) -> String {
    let address = address.replace('\\', "/");
    let folder = match address.starts_with('/') {
        true => "",
        false => file.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let mut path: Vec<&str> = Vec::new();
    for segment in folder.split('/').chain(address.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            segment => path.push(segment),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_begin_at_the_folder_or_the_root() {
        assert_eq!(
            beside("Doc_0/Document.xml", "Pages/P.xml"),
            "Doc_0/Pages/P.xml"
        );
        assert_eq!(beside("Doc_0/Document.xml", "/Doc_1/P.xml"), "Doc_1/P.xml");
        assert_eq!(beside("Doc_0/Tpls/T.xml", "../../../P.xml"), "P.xml");
    }
}
