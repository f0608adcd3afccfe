//! Which tables and plain texts beside the reports are not in UTF-8, the encoding that they are served in.
//!
//! In: the content tree. Out: paths. Never keeps a text, never converts one.

use std::collections::BTreeSet;
use std::io::Read;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::source::SourceTree;

/// Endings of files that are text and name no encoding themselves.
const ENDINGS: &[&str] = &["csv", "tsv", "txt"];
/// Bytes at the beginning of a file that are looked at.
const LOOK_MAX: u64 = 4 << 20;

/// The paths of those that are not.
pub(super) fn not_utf8(tree: &SourceTree) -> BTreeSet<String> {
    let texts: Vec<&String> = tree.files.keys().filter(|path| is_text(path)).collect();
    let found = texts.par_iter().filter(|path| is_foreign(tree, path));
    found.map(|path| (*path).clone()).collect()
}

fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
}

/// A file that cannot be read is told of where it is copied.
fn is_foreign(tree: &SourceTree, path: &str) -> bool {
    let Ok(file) = tree.open(path) else {
        return false;
    };
    let mut bytes = Vec::new();
    match file.take(LOOK_MAX).read_to_end(&mut bytes) {
        Ok(_) => !is_utf8(&bytes),
        Err(_) => false,
    }
}

/// Whether it is UTF-8, as far as it goes: the last character may be cut.
fn is_utf8(bytes: &[u8]) -> bool {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => !text.contains('\0'),
        Err(error) => error.error_len().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_character_is_no_fault() {
        assert!(is_utf8("项目,数额".as_bytes()));
        assert!(is_utf8(&"项目".as_bytes()[..5]));
        assert!(is_utf8(b""));
        assert!(!is_utf8(b"\xCF\xEE\xC4\xBF,1"));
        assert!(!is_utf8(b"\xFF\xFEa\0"));
        assert!(!is_utf8(b"a\0b\0"));
    }
}
