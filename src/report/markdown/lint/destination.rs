//! What looks like the destination of a link.
//!
//! In: words in brackets. Out: whether a file, a place or an address is meant. Never resolves it.

use crate::report::markdown::link::scheme;

/// Endings of files that reports lead to.
const ENDINGS: &[&str] = &[
    "7z", "avif", "bmp", "csv", "doc", "docx", "et", "gif", "htm", "html", "jpeg", "jpg", "json",
    "md", "mp3", "mp4", "odp", "ods", "odt", "ofd", "pdf", "png", "ppt", "pptx", "rar", "rtf",
    "shtml", "svg", "tif", "tiff", "txt", "webm", "webp", "wps", "xls", "xlsx", "xml", "zip",
];
const PICTURES: &[&str] = &[
    "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp",
];
const SCHEMES: &[&str] = &["http", "https", "ftp", "mailto", "tel"];

/// Whether `text` is meant as a destination, a title after it included.
pub(super) fn is_destination(text: &str) -> bool {
    let text = without_title(text.trim());
    let is_place = text
        .strip_prefix('#')
        .is_some_and(|place| !place.is_empty() && !place.contains(char::is_whitespace));
    is_place
        || scheme(text).is_some_and(|s| SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(s)))
        || ["./", "../", "www."]
            .iter()
            .any(|head| text.starts_with(head))
        || ending(text).is_some_and(|ending| is_among(ending, ENDINGS))
}

/// Whether `text` leads to a picture.
pub(super) fn is_picture(text: &str) -> bool {
    ending(text).is_some_and(|ending| is_among(ending, PICTURES))
}

/// The destination without the words in quotation marks that may follow it.
pub(super) fn without_title(text: &str) -> &str {
    match text.find([' ', '\u{3000}']) {
        Some(blank) if text.ends_with(['"', '\'', '”']) => {
            let rest = text[blank..].trim_start();
            match rest.starts_with(['"', '\'', '“', '”']) {
                true => text[..blank].trim_end(),
                false => text,
            }
        }
        _ => text,
    }
}

fn ending(text: &str) -> Option<&str> {
    let path = text.split(['#', '?']).next()?.trim_end_matches(['>', '＞']);
    let (stem, ending) = path.rsplit_once('.')?;
    (!stem.is_empty()).then_some(ending)
}

fn is_among(ending: &str, endings: &[&str]) -> bool {
    endings
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_places_and_addresses_are_destinations() {
        for yes in [
            "附件1.pdf",
            "图 表 1.png",
            "../2020.md#1-1",
            "#1",
            "https://a.example/x y",
            "a.PDF",
            "附件1（最终版）.pdf",
            "x.csv \"表\"",
            "www.a.example",
            "mailto:a@b.example",
        ] {
            assert!(is_destination(yes), "{yes}");
        }
        for no in [
            "2021年",
            "",
            "#",
            "# 1",
            "1号",
            "p.5",
            "e.g. foo",
            "以下简称办法",
            "注：见附件",
            ".pdf",
            "一、主要工作",
        ] {
            assert!(!is_destination(no), "{no}");
        }
    }
}
