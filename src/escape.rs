//! Text as it is written in HTML.
//!
//! In: any text. Out: the same text, with entities for the characters that have a meaning in HTML. What may
//! stand in a page is not decided here.

use std::convert::Infallible;
use std::io;

/// Text for HTML, in elements and in attributes between `"`.
pub(crate) fn html(text: &str, out: &mut String) {
    let Ok(()) = entities(text, b"<>&\"", |piece| -> Result<(), Infallible> {
        out.push_str(piece);
        Ok(())
    });
}

/// Text for HTML wherever a template puts it: in elements and in attributes between either kind of quote.
///
/// # Errors
/// Those of the writer.
pub(crate) fn html_anywhere(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    entities(text, b"<>&\"'", |piece| out.write_all(piece.as_bytes()))
}

/// Writes `text` piece by piece, with entities for the characters of `special`.
fn entities<E>(
    text: &str,
    special: &[u8],
    mut write: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let may_be_special =
        |b: u8| (b == b'<') | (b == b'>') | (b == b'&') | (b == b'"') | (b == b'\'');
    // A fold over short pieces, which the compiler turns into vector instructions: most hold nothing special.
    let mut copied = 0;
    let mut at = 0;
    for piece in text.as_bytes().chunks(64) {
        if piece
            .iter()
            .fold(false, |found, b| found | may_be_special(*b))
        {
            for (index, byte) in piece.iter().enumerate() {
                let entity = match byte {
                    b'<' => "&lt;",
                    b'>' => "&gt;",
                    b'&' => "&amp;",
                    b'"' => "&quot;",
                    b'\'' => "&#39;",
                    _ => continue,
                };
                if special.contains(byte) {
                    write(&text[copied..at + index])?;
                    write(entity)?;
                    copied = at + index + 1;
                }
            }
        }
        at += piece.len();
    }
    write(&text[copied..])
}

#[cfg(test)]
mod tests {
    use super::{html, html_anywhere};

    #[test]
    fn what_has_a_meaning_in_html_is_written_otherwise() {
        let long = "云".repeat(40);
        for (text, kept) in [
            ("", ""),
            ("a b", "a b"),
            (
                "<a href=\"x\">&</a>",
                "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;",
            ),
            ("it's", "it's"),
        ] {
            let mut out = String::new();
            html(&format!("{long}{text}{long}"), &mut out);
            assert_eq!(out, format!("{long}{kept}{long}"));
            let mut out = Vec::new();
            html_anywhere(text, &mut out).expect("memory takes all");
            assert_eq!(out, kept.replace('\'', "&#39;").as_bytes());
        }
    }
}
