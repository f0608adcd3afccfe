//! Attributes and destinations for HTML.
//!
//! In: any string. Out: one that stands for it in HTML. Never decides what is allowed.

use percent_encoding::percent_encode_byte;

use crate::escape;

/// Writes ` name="value"` where there is a value.
pub(super) fn attribute(name: &str, value: &str, out: &mut String) {
    if !value.is_empty() {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape::html(value, out);
        out.push('"');
    }
}

/// A destination for an attribute: spaces and what no address may hold are percent-encoded.
pub(super) fn escape_url(url: &str, out: &mut String) {
    for c in url.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            ' ' | '"' | '<' | '>' | '`' | '{' | '}' | '|' | '^' | '\\' => {
                out.push_str(percent_encode_byte(c as u8));
            }
            _ => out.push(c),
        }
    }
}
