//! Documents of Word, Excel and PowerPoint before 2007: their words, as far as they stand in the file as words.
//!
//! In: the bytes of such a file. Out: what is found in the runs of characters of one or two bytes; and a word that numbers in
//! cells were not looked at. Never reads the records of the format.

use crate::diagnostic::Text;
use crate::privacy::attachment::looker::Looker;

/// Bytes that are looked at.
const MAX_BYTES: usize = 64 << 20;
/// Characters from which on a run is one.
const RUN: usize = 4;

/// The name of what an encrypted document is kept in, in UTF-16: `EncryptedPackage`.
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

/// Looks at the words of a file.
pub(super) fn look(looker: &mut Looker<'_>, bytes: &[u8]) {
    let bytes = bytes.get(..bytes.len().min(MAX_BYTES)).unwrap_or_default();
    if bytes
        .windows(ENCRYPTED.len())
        .any(|window| window == ENCRYPTED)
    {
        return looker.unseen(Text::new(
            "文件已加密，未检查；请去掉密码后另存",
            "the file is encrypted and was not looked at; save it without a password",
        ));
    }
    let part = Text::new("旧格式文件中的文字", "words of a file of an old format");
    looker.plain(&part, &narrow(bytes));
    // The records of the format do not keep to even places.
    for start in 0..2 {
        looker.plain(&part, &wide(bytes.get(start..).unwrap_or_default()));
    }
    looker.unseen(Text::new(
        "旧格式（DOC、XLS、PPT）只检查了成段的文字；请另存为 DOCX、XLSX、PPTX",
        "of the old format (DOC, XLS, PPT) only runs of words were looked at; save it as DOCX, XLSX or PPTX",
    ));
}

fn narrow(bytes: &[u8]) -> String {
    let signs = bytes.iter().map(|byte| match byte {
        b' '..=b'~' => char::from(*byte),
        _ => '\n',
    });
    runs(signs)
}

fn wide(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    let signs = units.map(|pair| {
        let sign = char::from_u32(u32::from(u16::from_le_bytes(pair)));
        sign.filter(|sign| is_written(*sign)).unwrap_or('\n')
    });
    runs(signs)
}

/// A character of the texts that are looked at.
fn is_written(sign: char) -> bool {
    matches!(
        sign,
        ' '..='~' | '★' | '\u{3000}'..='\u{303F}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}'
    )
}

/// Runs of characters, a line each; shorter ones are chance.
fn runs(signs: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    let (mut start, mut count) = (0, 0);
    for sign in signs {
        if sign != '\n' {
            text.push(sign);
            count += 1;
            continue;
        }
        if count < RUN {
            text.truncate(start);
        } else {
            text.push('\n');
        }
        (start, count) = (text.len(), 0);
    }
    text
}
