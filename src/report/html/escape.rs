//! Text, attributes and destinations for HTML.
//!
//! In: any string. Out: one that stands for it in HTML. Never decides what is allowed.

/// Writes ` name="value"` where there is a value.
pub(super) fn attribute(name: &str, value: &str, out: &mut String) {
    if !value.is_empty() {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
}

/// Text for HTML, in elements and in quoted attributes alike.
pub(crate) fn escape(text: &str, out: &mut String) {
    let is_special = |b: u8| (b == b'<') | (b == b'>') | (b == b'&') | (b == b'"');
    // A fold over short pieces, which the compiler turns into vector instructions: most hold nothing special.
    let mut copied = 0;
    let mut at = 0;
    for piece in text.as_bytes().chunks(64) {
        if piece.iter().fold(false, |found, b| found | is_special(*b)) {
            for (i, b) in piece.iter().enumerate() {
                let entity = match b {
                    b'<' => "&lt;",
                    b'>' => "&gt;",
                    b'&' => "&amp;",
                    b'"' => "&quot;",
                    _ => continue,
                };
                out.push_str(&text[copied..at + i]);
                out.push_str(entity);
                copied = at + i + 1;
            }
        }
        at += piece.len();
    }
    out.push_str(&text[copied..]);
}

/// A destination for an attribute: spaces and what no address may hold are percent-encoded.
pub(super) fn escape_url(url: &str, out: &mut String) {
    for c in url.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            ' ' | '"' | '<' | '>' | '`' | '{' | '}' | '|' | '^' | '\\' => {
                out.push_str(&format!("%{:02X}", c as u32));
            }
            _ => out.push(c),
        }
    }
}
