//! Whether the outputs of a site can stand beside each other, on any mirror.
//!
//! In go the paths of all outputs; out comes the first pair that cannot: a file where another output
//! needs a folder, or two names that differ in case, width or normalisation alone, of which Windows and macOS
//! may keep one.
//! This module never looks at a disk, so a site that is refused is refused everywhere.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::name;
use crate::publish::path::folders;

/// The first two of `paths` that collide. `paths` are sorted and differ from each other.
pub(crate) fn find<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Option<(&'a str, &'a str)> {
    // Looked up only, never walked: the order of a hash map cannot be seen.
    let mut files: HashMap<Cow<'a, str>, &'a str> = HashMap::new();
    for path in paths.clone() {
        if let Some(other) = files.insert(name::folded(path), path) {
            return Some((other, path));
        }
    }
    let mut known: HashSet<&str> = HashSet::new();
    for path in paths {
        for folder in folders(path) {
            if !known.insert(folder) {
                break;
            }
            if let Some(file) = files.get(&name::folded(folder)) {
                return Some((file, path));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn collisions() {
        type Case<'a> = (&'a [&'a str], Option<(&'a str, &'a str)>);
        let cases: [Case; 7] = [
            (&["a", "a-b", "a.b/c", "b/a"], None),
            (&["a", "a-b", "a/b"], Some(("a", "a/b"))),
            (&["a/b", "a/b/c/d"], Some(("a/b", "a/b/c/d"))),
            (&["A.pdf", "a.pdf"], Some(("A.pdf", "a.pdf"))),
            (&["Ärger", "ärger"], Some(("Ärger", "ärger"))),
            (&["A", "a/b"], Some(("A", "a/b"))),
            (&["A/b", "a/c"], None),
        ];
        for (paths, expected) in cases {
            assert_eq!(find(paths.iter().copied()), expected, "{paths:?}");
        }
    }
}
