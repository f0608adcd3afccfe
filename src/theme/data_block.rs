//! Values as the text of a data block: `<script type="application/json">`, which a browser never runs.
//!
//! In goes a value that serialises, out comes JSON that cannot end its block, whatever the texts in it hold.
//! Nothing is read or chosen here.

use serde::Serialize;

/// Writes `value` so that no text in it can close the data block or open a comment.
///
/// `<`, `>`, `&` and the two line separators of JavaScript become `\u` escapes, which JSON reads as the same
/// text. Mappings keep the order that they come in.
///
/// # Errors
/// A value that has no form in JSON: a mapping whose keys are no texts.
pub(crate) fn data_block(value: &impl Serialize) -> serde_json::Result<String> {
    let plain = serde_json::to_string(value)?;
    let mut escaped = String::with_capacity(plain.len() + 16);
    let mut copied = 0;
    for (at, byte) in plain.bytes().enumerate() {
        let (escape, length) = match byte {
            b'<' => ("\\u003c", 1),
            b'>' => ("\\u003e", 1),
            b'&' => ("\\u0026", 1),
            // The first byte of the separators, and of much other punctuation.
            0xe2 if plain[at..].starts_with('\u{2028}') => ("\\u2028", 3),
            0xe2 if plain[at..].starts_with('\u{2029}') => ("\\u2029", 3),
            _ => continue,
        };
        escaped.push_str(&plain[copied..at]);
        escaped.push_str(escape);
        copied = at + length;
    }
    escaped.push_str(&plain[copied..]);
    Ok(escaped)
}

#[cfg(test)]
mod tests {
    use super::data_block;

    #[test]
    fn a_data_block_holds_the_same_text_and_cannot_be_ended() {
        let text = "</script><!-- & \u{2028}\u{2029}\u{2014}“”档案\u{2027}\u{202f} \"\\";
        let data = data_block(&[text]).expect("a list of texts has a form in JSON");
        assert!(!data.contains(['<', '>', '&', '\u{2028}', '\u{2029}']));
        let read: Vec<String> = serde_json::from_str(&data).expect("JSON");
        assert_eq!(read, [text]);
    }
}
