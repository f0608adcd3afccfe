//! What a PDF said before it was changed: programs append changes and leave the old words in the file.
//!
//! In: the bytes of a file, and the words of its pages as they are now. Out: what is found in earlier states of it and is no
//! longer in its words.

use crate::diagnostic::Text;
use crate::import::pdf::file::File;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::pdf::pages;
use crate::privacy::attachment::words::Words;

/// What each state of a file ends with.
const END: &[u8] = b"%%EOF";
/// States that are looked at, the latest of them.
const MAX_STATES: usize = 2;
/// Bytes after which an end is the last.
const TAIL: usize = 64;
/// Where a file says that it is made for reading page by page: its first end is none.
const HEAD: usize = 1024;

/// Looks at earlier states of a file.
pub(super) fn look(looker: &mut Looker<'_>, bytes: &[u8], now: &Words) {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let is_linear = head.windows(11).any(|window| window == b"/Linearized");
    let ends = bytes
        .windows(END.len())
        .enumerate()
        .filter(|(_, window)| *window == END);
    let ends: Vec<usize> = ends
        .map(|(at, _)| at + END.len())
        .filter(|end| end + TAIL < bytes.len())
        .collect();
    for end in ends
        .iter()
        .skip(usize::from(is_linear))
        .rev()
        .take(MAX_STATES)
    {
        let Some(file) = bytes.get(..*end).and_then(File::open) else {
            continue;
        };
        let root = file.value(&file.trailer, "Root");
        let Some(root) = root.dictionary() else {
            continue;
        };
        let words = pages::words(&file, root);
        let part = Text::new("修改前的版本", "an earlier state");
        words.look_beyond(looker, &part, &now.text);
    }
}
