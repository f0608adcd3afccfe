//! The colon behind the name of a field, where it is not as YAML wants it: full-width, without its blank, or missing.
//!
//! In: a line, or a key with its value, and the names that there are. Out: where it is, and what stands around it. Nothing
//! is reported here.

use crate::fields::Field;
use crate::yaml::{Key, Node, Value};

/// The colon of Chinese text.
pub(super) const WIDE_COLON: char = '：';

/// Where `text` begins with one of the names and a full-width colon, the bytes before the colon.
pub(super) fn full_width_colon_after(text: &str, table: &[Field]) -> Option<usize> {
    let (key, _) = text.split_once(WIDE_COLON)?;
    table
        .iter()
        .any(|f| f.is(key.trim_end()))
        .then_some(key.len())
}

/// Where `line` is one of the names with a colon and a value but no blank between, the name and the value.
pub(super) fn no_blank_after<'l>(line: &'l str, table: &[Field]) -> Option<(&'l str, &'l str)> {
    let (key, value) = line.split_once(':')?;
    (!value.is_empty()
        && !value.starts_with([' ', '\t'])
        && table.iter().any(|f| f.is(key.trim_end())))
    .then_some((key, value))
}

/// A key that is one of the names with its value, between which the colon is missing; and how it is to be written.
pub(super) fn without_colon<'t>(
    key: &Key,
    value: &Node,
    table: &'t [Field],
) -> Option<(&'t Field, String)> {
    let (name, rest) = key.text.trim().split_once([' ', '\u{3000}'])?;
    let field = table.iter().find(|field| field.is(name))?;
    (value.value == Value::Empty).then(|| (field, format!("{name}: {}", rest.trim())))
}
