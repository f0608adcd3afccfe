//! Documents of Word, Excel and PowerPoint before 2007: their words, as far as they stand in the file as words.
//!
//! In: the bytes of such a file. Out: what is found in the runs of characters, be they UTF-16, ASCII or, as before 1997, the
//! two bytes of GB 2312; and a word that numbers in cells were not looked at. Never reads the records of the format.

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
    let narrow_words = narrow(bytes, false);
    looker.plain(&part, &narrow_words);
    // A byte of something else before a run of GB 2312 turns all its pairs round.
    looker.beyond(&part, &narrow(bytes, true), &narrow_words, &mut |_| None);
    // The records of the format do not keep to even places.
    for start in 0..2 {
        looker.plain(&part, &wide(bytes.get(start..).unwrap_or_default()));
    }
    looker.unseen(Text::new(
        "旧格式（DOC、XLS、PPT）只检查了成段的文字；请另存为 DOCX、XLSX、PPTX",
        "of the old format (DOC, XLS, PPT) only runs of words were looked at; save it as DOCX, XLSX or PPTX",
    ));
}

/// The words of ASCII and GB 2312, the one encoding of Chinese whose pairs UTF-16 never makes by chance; `is_late` takes
/// the first byte of each run of pairs for one of something else.
fn narrow(bytes: &[u8], is_late: bool) -> String {
    let mut at = 0;
    let mut is_within = false;
    let signs = std::iter::from_fn(|| {
        let (first, second) = (*bytes.get(at)?, bytes.get(at + 1).copied());
        let pair = match (first, second) {
            (0xA1..=0xA9 | 0xB0..=0xF7, Some(second @ 0xA1..=0xFE)) => Some([first, second]),
            _ => None,
        };
        let begins = pair.is_some() && !is_within;
        is_within = pair.is_some();
        let Some(pair) = pair.filter(|_| !(begins && is_late)) else {
            at += 1;
            return Some(match first {
                b' '..=b'~' => char::from(first),
                _ => '\n',
            });
        };
        at += 2;
        let said = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&pair);
        let sign = said.and_then(|said| said.chars().next());
        Some(sign.filter(|sign| is_written(*sign)).unwrap_or('\n'))
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

#[cfg(test)]
mod tests {
    use crate::privacy::attachment::scan;
    use crate::privacy::{Exempt, Kind};

    /// A file of an old format in which these bytes stand.
    fn file(words: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend([0; 64]);
        bytes.extend(words);
        bytes.extend([0; 64]);
        bytes
    }

    fn kinds(bytes: &[u8]) -> Vec<Kind> {
        let found = scan("a.doc", bytes, &Exempt::default());
        assert!(!found.unseen.is_empty());
        found.findings.iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn words_are_seen_in_each_encoding_of_old_files() {
        let words = "机密★10年\r请勿外传";
        let (gbk, _, _) = encoding_rs::GBK.encode(words);
        let wide: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [gbk.to_vec(), wide, [&[0xC4], &*gbk].concat()] {
            assert_eq!(kinds(&file(&bytes)), [Kind::Secrecy], "{bytes:x?}");
        }
        assert!(kinds(&file("公开的通知，没有别的。".as_bytes())).is_empty());
    }
}
