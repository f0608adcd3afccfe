//! Files of text: tables of commas, pages, notes.
//!
//! In: bytes that no other room knows. Out: what is found in them as text, in the encoding that they seem to have; what is no
//! text could not be looked at.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::diagnostic::Text;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::words::Words;
use crate::privacy::heads::Heads;

/// Bytes of a text that are looked at.
const MAX_TEXT: usize = 32 << 20;
/// Bytes at the beginning that say whether a file is a text.
const SAMPLE: usize = 64 << 10;

/// Looks at a text.
pub(super) fn look(looker: &mut Looker<'_>, bytes: &[u8]) {
    let Some(text) = decoded(bytes.get(..bytes.len().min(MAX_TEXT)).unwrap_or_default()) else {
        looker.unseen(Text::new(
            "无法识别这种文件，其中的内容未检查",
            "a file of unknown kind: what is in it was not looked at",
        ));
        return;
    };
    if bytes.len() > MAX_TEXT {
        looker.unseen(Text::new(
            format!("文件超过 {} MB，其余未检查", MAX_TEXT >> 20),
            format!(
                "longer than {} MB; the rest was not looked at",
                MAX_TEXT >> 20
            ),
        ));
    }
    let mut words = Words::default();
    words.push(&text, None);
    words.look_below(looker, &Text::new("正文", "text"), Heads::of_file(&text));
}

fn decoded(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode(bytes).0.into_owned());
    }
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    // Half of the bytes of UTF-16 in ASCII are zero; a text of another encoding has none.
    let zeros = sample.iter().filter(|byte| **byte == 0).count();
    if zeros > 0 {
        return None;
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Some(text.into_owned());
    }
    let (text, has_errors) = GB18030.decode_without_bom_handling(bytes);
    let wrong = text
        .chars()
        .take(SAMPLE)
        .filter(|sign| *sign == '\u{FFFD}')
        .count();
    let is_text = !has_errors || wrong * 50 < sample.len().max(1);
    is_text.then(|| text.into_owned())
}
