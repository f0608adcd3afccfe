//! What must hold for any input, beside that nothing panics: one function a target, which panics where it does not.
//!
//! The fuzz targets call these with what the fuzzer finds, tests/fuzz_seeds.rs with the seeds.

use gongbao::diagnostic::Diagnostic;
use gongbao::internals;

/// Front matter and archive.yaml: every diagnostic names a place in the text.
pub(crate) fn yaml(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (body, diagnostics) = internals::front_matter(text);
    assert!(text.is_char_boundary(body));
    places_lie_in(text, &diagnostics);
    places_lie_in(text, &internals::configuration(text));
}

/// The body of a report: HTML that is balanced and never scripts the page.
pub(crate) fn markdown(data: &[u8]) {
    let Ok(body) = std::str::from_utf8(data) else {
        return;
    };
    for chinese in [true, false] {
        let (html, diagnostics) = internals::markdown(body, chinese);
        places_lie_in(body, &diagnostics);
        is_sound(&html);
    }
}

/// A query: what is printed says the same, and a fault lies in the text.
pub(crate) fn query(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match internals::query(text) {
        Ok(query) => {
            let printed = query.to_string();
            let again = internals::query(&printed);
            let again = again.unwrap_or_else(|fault| panic!("{text:?}, {printed:?}: {fault:?}"));
            assert_eq!(query, again, "{text:?}, {printed:?}");
            assert_eq!(printed, again.to_string());
        }
        Err(fault) => {
            assert!(fault.at.start <= fault.at.end && fault.at.end <= text.chars().count());
        }
    }
}

/// The manifest of an index: what is written of it is the same manifest.
pub(crate) fn manifest(data: &[u8]) {
    if let Ok(written) = internals::manifest(data) {
        let again = internals::manifest(written.as_bytes());
        assert_eq!(again.as_ref(), Ok(&written));
    }
}

/// A file of a log, or an archive: what is read of it is written as it was, and verifying it comes to an end.
pub(crate) fn log(data: &[u8]) {
    internals::logs::read(data);
}

/// A Word file, and so on: what is written of a document shows what it says.
pub(crate) fn docx(data: &[u8]) {
    document("a.docx", data);
}

pub(crate) fn html(data: &[u8]) {
    document("a.html", data);
}

pub(crate) fn text(data: &[u8]) {
    document("a.txt", data);
}

pub(crate) fn csv(data: &[u8]) {
    document("a.csv", data);
}

pub(crate) fn xlsx(data: &[u8]) {
    document("a.xlsx", data);
}

pub(crate) fn ods(data: &[u8]) {
    document("a.ods", data);
}

pub(crate) fn pdf(data: &[u8]) {
    document("a.pdf", data);
}

pub(crate) fn ofd(data: &[u8]) {
    document("a.ofd", data);
}

/// A crawler's file.
pub(crate) fn warc(data: &[u8]) {
    internals::crawled(data);
}

/// A text, or a file beside one, in which numbers of persons are looked for.
pub(crate) fn private(data: &[u8]) {
    internals::private("a.bin", data);
}

fn document(name: &str, data: &[u8]) {
    if let Ok((body, differs)) = internals::imported(name, data) {
        assert_eq!(differs, None, "{body}");
    }
}

fn places_lie_in(text: &str, diagnostics: &[Diagnostic]) {
    let lines = text.split('\n').count();
    for diagnostic in diagnostics {
        let is_in_line = diagnostic.excerpt.get(diagnostic.span.clone()).is_some();
        assert!(
            (1..=lines).contains(&diagnostic.line) && diagnostic.column >= 1 && is_in_line,
            "{diagnostic:?}"
        );
    }
}

/// Elements that HTML never closes.
const VOID: [&str; 3] = ["br", "hr", "img"];

/// Elements that a report may never bring into a page.
const FORBIDDEN: [&str; 9] = [
    "script", "style", "iframe", "object", "embed", "form", "input", "link", "base",
];

/// Whether all that is opened is closed in its order, and nothing runs, loads or restyles anything.
fn is_sound(html: &str) {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a bare > in {html}");
        // No value of an attribute holds a > either.
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let name = tag.split(' ').next().unwrap_or_default();
        assert!(
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()),
            "<{tag}> in {html}"
        );
        assert!(!FORBIDDEN.contains(&name), "<{tag}> in {html}");
        attributes_are_harmless(&tag[name.len()..]);
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(!rest.contains('>') && open.is_empty(), "{open:?} in {html}");
}

/// Each attribute has a name, and a value in quotation marks but for those that need none.
fn attributes_are_harmless(attributes: &str) {
    let mut rest = attributes;
    while !rest.is_empty() {
        rest = rest
            .strip_prefix(' ')
            .unwrap_or_else(|| panic!("{attributes:?}"));
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let name = &rest[..end];
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(
            is_name && !name.starts_with("on") && name != "style",
            "{attributes:?}"
        );
        rest = &rest[end..];
        let Some(quoted) = rest.strip_prefix("=\"") else {
            continue;
        };
        let end = quoted.find('"').unwrap_or_else(|| panic!("{attributes:?}"));
        if name == "href" || name == "src" {
            let scheme = quoted[..end].trim_start().to_ascii_lowercase();
            let is_harmless = !scheme.starts_with("javascript:") && !scheme.starts_with("data:");
            assert!(is_harmless, "{attributes:?}");
        }
        rest = &quoted[end + 1..];
    }
}
