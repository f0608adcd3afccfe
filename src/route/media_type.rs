//! Media types of the files that public bodies attach to reports, by the ending of their names.
//!
//! Names are those of the IANA registry; an unknown ending is `application/octet-stream`. What hosts are told beside
//! that, [`crate::route::file_kind`] says. No file is opened.

pub(super) const TYPES: &[(&str, &str)] = &[
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("gif", "image/gif"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("md", "text/markdown"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    // GB/T 33190, the fixed-layout format of Chinese official papers.
    ("ofd", "application/ofd"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("rtf", "application/rtf"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];

/// What is not named here.
pub(crate) const BYTES: &str = "application/octet-stream";

/// The media type of a file of this name; [`BYTES`] where the ending is unknown.
pub(crate) fn of(name: &str) -> &'static str {
    known(name).unwrap_or(BYTES)
}

/// The media type of a file of this name, if its ending is known.
pub(crate) fn known(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    let mut types = TYPES.iter();
    let (_, found) = types.find(|(known, _)| known.eq_ignore_ascii_case(ending))?;
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{TYPES, known, of};

    #[test]
    fn media_types_go_by_the_ending() {
        assert_eq!(known("附件/a.PDF"), Some("application/pdf"));
        assert_eq!(known("a.unknown"), None);
        assert_eq!(known("pdf"), None);
        assert_eq!(of("a.unknown"), "application/octet-stream");
        assert!(TYPES.is_sorted());
    }
}
