//! What belongs to a PDF file beside its pages: what it says of itself, embedded files, annotations.
//!
//! In: its objects. Out: files, links, and a remark for each comment, field, stamp and signature: none is text of a report.

use std::collections::BTreeSet;

use crate::diagnostic::Text;
use crate::import::document::{Document, EmbeddedFile, Place, Remark, RemarkKind, Stated};
use crate::import::layout::{self, Area, Link, Matrix, quote};
use crate::import::pdf::file::File;
use crate::import::pdf::syntax::{Dictionary, Object};

/// Annotations of a page, embedded files.
const MAX_EXTRAS: usize = 1_000;
/// Branches of a tree of names.
const MAX_NODES: usize = 5_000;
/// Bytes of all embedded files.
const MAX_FILES: usize = 96 << 20;

/// Takes what the file says of itself.
pub(crate) fn stated(file: &File<'_>, document: &mut Document) {
    let info = file.value(&file.trailer, "Info");
    let Some(info) = info.dictionary() else {
        return;
    };
    // What programs write there by themselves says nothing; a title that programs leave behind from templates counts where nothing else says one.
    let names = [
        ("Title", "dcterms.title"),
        ("Author", "Author"),
        ("Subject", "Subject"),
        ("Keywords", "Keywords"),
        ("CreationDate", "CreationDate"),
    ];
    for (name, shown) in names {
        let value = file.value(info, name);
        let value = value.bytes().map(text).unwrap_or_default();
        let is_made = ["untitled", "anonymous", "unspecified"].contains(&value.trim())
            || value.starts_with("Microsoft ")
            || value.trim().is_empty();
        if !is_made {
            document.stated.push(Stated {
                name: shown.to_owned(),
                value: value.trim().to_owned(),
                place: Place::Document,
            });
        }
    }
}

/// A text string: UTF-16, UTF-8, or one byte a letter; Chinese programs write GBK there.
pub(crate) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => {
            let (gbk, has_errors) = encoding_rs::GBK.decode_without_bom_handling(bytes);
            match has_errors || bytes.is_ascii() {
                true => encoding_rs::WINDOWS_1252
                    .decode_without_bom_handling(bytes)
                    .0
                    .into_owned(),
                false => gbk.into_owned(),
            }
        }
    }
}

/// Takes the embedded files.
pub(crate) fn attachments(file: &File<'_>, document: &mut Document) {
    let root = file.value(&file.trailer, "Root");
    let Some(root) = root.dictionary() else {
        return;
    };
    let names = file.value(root, "Names");
    let tree = names
        .dictionary()
        .and_then(|names| names.get("EmbeddedFiles"));
    let mut open: Vec<Object> = tree.cloned().into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut specifications = Vec::new();
    while let Some(object) = open.pop() {
        if let Object::Reference(number) = &object
            && !seen.insert(*number)
        {
            continue;
        }
        if seen.len() > MAX_NODES || specifications.len() > MAX_EXTRAS {
            break;
        }
        let node = file.resolved(&object);
        let Some(node) = node.dictionary() else {
            continue;
        };
        open.extend(
            file.value(node, "Kids")
                .array()
                .unwrap_or_default()
                .iter()
                .rev()
                .cloned(),
        );
        let names = file.value(node, "Names");
        let pairs = names.array().unwrap_or_default().chunks_exact(2);
        specifications.extend(pairs.filter_map(|pair| pair.get(1).cloned()));
    }
    specifications.extend(
        file.value(root, "AF")
            .array()
            .unwrap_or_default()
            .iter()
            .take(MAX_EXTRAS)
            .cloned(),
    );
    let mut taken = BTreeSet::new();
    for specification in &specifications {
        embed(file, specification, &mut taken, document);
    }
}

/// Takes one embedded file; the same one stands in several lists.
fn embed(
    file: &File<'_>,
    specification: &Object,
    taken: &mut BTreeSet<usize>,
    document: &mut Document,
) {
    let specification = file.resolved(specification);
    let Some(own) = specification.dictionary() else {
        return;
    };
    let named = |name: &str| file.value(own, name).bytes().map(text);
    let name = named("UF").or_else(|| named("F")).unwrap_or_default();
    let name = name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let embedded = file.value(own, "EF");
    let stream = embedded.dictionary().map(|d| match file.value(d, "UF") {
        Object::Null => file.value(d, "F"),
        found => found,
    });
    let Some(Object::Stream(stream)) = stream else {
        return;
    };
    if !taken.insert(stream.start) {
        return;
    }
    let size: usize = document.files.iter().map(|file| file.bytes.len()).sum();
    match file.unpacked(&stream).filter(|bytes| bytes.len() + size < MAX_FILES) {
        Some(bytes) => document.files.push(EmbeddedFile {
            name: if name.is_empty() { format!("attachment-{}", taken.len()) } else { name },
            bytes,
            is_attachment: true,
        }),
        None => document.remarks.push(Remark::new(
            RemarkKind::Dropped,
            Text::new(
                "嵌入的附件过大或已损坏，未导入；请从原件另存",
                "an embedded file is too large or damaged and was not taken over; save it from the original",
            ),
            Place::Document,
            &quote(&name),
        )),
    }
}

/// Adds the links of a page, whose coordinates become points by `placing`, and names the rest of its annotations.
pub(crate) fn annotations(
    file: &File<'_>,
    leaf: &Dictionary,
    placing: &Matrix,
    page: &mut layout::Page,
    document: &mut Document,
) {
    let list = file.value(leaf, "Annots");
    let mut taken = BTreeSet::new();
    for annotation in list.array().unwrap_or_default().iter().take(MAX_EXTRAS) {
        let annotation = file.resolved(annotation);
        let Some(own) = annotation.dictionary() else {
            continue;
        };
        let kind = file.value(own, "Subtype");
        let kind = kind.name().unwrap_or_default();
        match kind {
            "Link" => page.links.extend(link(file, own, placing)),
            "FileAttachment" => {
                if let Some(specification) = own.get("FS") {
                    embed(file, specification, &mut taken, document);
                }
            }
            "Popup" | "" => {}
            _ => document.remarks.extend(named(file, own, kind, page.number)),
        }
    }
}

/// What is said of an annotation that is no link.
fn named(file: &File<'_>, own: &Dictionary, kind: &str, page: usize) -> Option<Remark> {
    let said = |name: &str| file.value(own, name).bytes().map(text).unwrap_or_default();
    let field = file.value(own, "FT");
    let (chinese, english, words) = match (kind, field.name()) {
        ("Widget", Some("Sig")) => (
            "电子签章（未验证，不随报告发布；原件请另行保存）",
            "an electronic signature (not verified, not in the report; keep the original)",
            said("T"),
        ),
        ("Widget", _) => {
            let value = said("V");
            if value.trim().is_empty() {
                return None;
            }
            (
                "表单域里填写的内容（不进入正文；需要的，请录入）",
                "what is filled into a field (not in the report; type it where it is needed)",
                value,
            )
        }
        ("Watermark", _) => (
            "水印（不进入正文）",
            "a watermark (not in the report)",
            said("Contents"),
        ),
        ("Stamp", _) => (
            "印章或图章批注（不进入正文）",
            "a stamp (not in the report)",
            said("Contents"),
        ),
        _ => (
            "批注（不随报告发布）",
            "an annotation (not in the report)",
            said("Contents"),
        ),
    };
    let what = Text::new(chinese, english);
    Some(Remark::new(
        RemarkKind::Dropped,
        what,
        Place::Page(page),
        &quote(words.trim()),
    ))
}

/// Where a link leads, if it leads out of the document.
fn link(file: &File<'_>, own: &Dictionary, placing: &Matrix) -> Option<Link> {
    let action = file.value(own, "A");
    let address = file.value(action.dictionary()?, "URI");
    let address = text(address.bytes()?).trim().to_owned();
    let corners = file.value(own, "Rect");
    let corners: Vec<f32> = corners.array()?.iter().filter_map(Object::number).collect();
    let [a, b, c, d] = *corners.as_slice() else {
        return None;
    };
    let area = Area::around(&[placing.point(a, b), placing.point(c, d)])?;
    (!address.is_empty()).then_some(Link { area, address })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_any_encoding() {
        assert_eq!(text(&[0xFE, 0xFF, 0x75, 0x32]), "甲");
        assert_eq!(text(b"\xBC\xD7"), "甲");
        assert_eq!(text(b"Annual report"), "Annual report");
    }
}
