//! Which tables and plain texts beside the reports are not in UTF-8, the encoding that they are served in.
//!
//! In: the content tree. Out: paths. Never keeps a text, never converts one.

use std::collections::BTreeSet;
use std::io::Read;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::source::SourceTree;
use crate::store::{Key, Store};

/// Endings of files that are text and name no encoding themselves.
const ENDINGS: &[&str] = &["csv", "tsv", "txt"];
/// Bytes at the beginning of a file that are looked at.
const LOOK_MAX: u64 = 4 << 20;

/// The paths of those that are not.
pub(super) fn not_utf8(tree: &SourceTree, store: &Store) -> BTreeSet<String> {
    let texts: Vec<&String> = tree.files.keys().filter(|path| is_text(path)).collect();
    let judge = |path: &str| match tree.digest(path) {
        Some(digest) => {
            let key = Key::of("not UTF-8", &digest);
            store.remember(key, || is_foreign(tree, path))
        }
        None => is_foreign(tree, path),
    };
    let found = texts.par_iter().filter(|path| judge(path) == Ok(true));
    found.map(|path| (*path).clone()).collect()
}

fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
}

/// Whether a file is in another encoding.
///
/// # Errors
///
/// If it cannot be read; where it is copied, that is told.
fn is_foreign(tree: &SourceTree, path: &str) -> Result<bool, Unread> {
    let file = tree.open(path).map_err(|_| Unread)?;
    let mut bytes = Vec::new();
    let read = file.take(LOOK_MAX).read_to_end(&mut bytes);
    read.map_err(|_| Unread)?;
    Ok(!is_utf8(&bytes))
}

/// A file that cannot be read.
#[derive(PartialEq, Eq)]
struct Unread;

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
