//! Links and images of a body, and which destinations are allowed.
//!
//! In: a destination as the Markdown parser decoded it. Out: what kind of target it is, or that it is
//! refused. Never resolves a target: the caller that asks for HTML does.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::report::markdown::token::Slice;

/// A link or image whose destination is allowed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    /// Entities and escapes decoded; no control characters, no space at the ends.
    pub destination: String,
    /// Whether it is displayed as a link or as an image.
    pub kind: LinkKind,
    /// Where the destination leads.
    pub target: Target,
    /// Bytes of the body that are the link, its text included.
    pub span: Range<usize>,
    pub(crate) title: String,
    /// Text in the place of an image.
    pub(crate) alternative: Slice,
}

/// What is displayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LinkKind {
    /// Words that lead somewhere.
    Link,
    /// An image; its target is always [`Target::Relative`].
    Image,
}

/// Where a destination leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Target {
    /// `http:` or `https:`.
    External,
    /// `mailto:` or `tel:`.
    Contact,
    /// `#anchor` in the same page.
    Fragment,
    /// A path, with or without a fragment: an attachment, another report, another page.
    Relative,
}

/// What becomes of a link in HTML; decided by the caller, who knows the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// As written.
    Keep,
    /// With another destination.
    Destination(String),
    /// With another destination, which a browser saves and does not open.
    Download(String),
    /// No link; its text stays.
    Text,
}

/// The destination as a browser reads it, or `None` where the scheme is not allowed.
///
/// Browsers drop tabs and line ends anywhere and control characters and spaces at the ends before they
/// look for a scheme (WHATWG URL, "basic URL parser"), so a scheme is looked for after the same.
pub(crate) fn classify(destination: &str) -> Option<(String, Target)> {
    let cleaned: String = destination
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    if cleaned.starts_with('#') {
        return Some((cleaned, Target::Fragment));
    }
    // `//host` and its backslash forms leave the site without a scheme.
    let mut first = cleaned.bytes();
    let is_slash = |b: Option<u8>| matches!(b, Some(b'/' | b'\\'));
    if is_slash(first.next()) && is_slash(first.next()) {
        return None;
    }
    let target = match scheme(&cleaned) {
        None => Target::Relative,
        Some(s) if s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https") => {
            Target::External
        }
        Some(s) if s.eq_ignore_ascii_case("mailto") || s.eq_ignore_ascii_case("tel") => {
            Target::Contact
        }
        Some(_) => return None,
    };
    Some((cleaned, target))
}

/// The scheme that a destination begins with.
pub(crate) fn scheme(destination: &str) -> Option<&str> {
    let (scheme, _) = destination.split_once(':')?;
    let mut letters = scheme.bytes();
    (letters.next()?.is_ascii_alphabetic()
        && letters.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')))
    .then_some(scheme)
}
