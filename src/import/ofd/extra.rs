//! What belongs to an OFD file beside its pages: attachments, annotations, seals.
//!
//! In: the lists that the document names. Out: attachments as files, links, and a remark for each of the rest. Never
//! verifies a signature.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Document, EmbeddedFile, Place, Remark, RemarkKind};
use crate::import::layout::{self, Link, quote};
use crate::import::ofd::files::{Files, beside};
use crate::import::ofd::{missing, object};
use crate::import::xml::Element;

/// Attachments, signatures, and annotations of a page.
const MAX_EXTRAS: usize = 1_000;

/// Takes the attachments.
pub(crate) fn attachments(
    files: &Files<'_>,
    main: &Element,
    path: &str,
    document: &mut Document,
) -> Result<(), Refusal> {
    let Some(list) = main.element("Attachments") else {
        return Ok(());
    };
    let list = beside(path, list.text().trim());
    let Some(root) = files.tree(&list)? else {
        document.remarks.push(missing(&list, Place::Document));
        return Ok(());
    };
    let entries = root.elements().filter(|e| &*e.name == "Attachment");
    for entry in entries.take(MAX_EXTRAS) {
        let address = entry
            .element("FileLoc")
            .map(Element::text)
            .unwrap_or_default();
        let mut file = beside(&list, address.trim());
        if !files.is_there(&file) {
            // Some programs count from the document's folder.
            file = beside(path, address.trim());
        }
        let Some(bytes) = files.bytes(&file)? else {
            document.remarks.push(missing(&file, Place::Document));
            continue;
        };
        let name = entry.attribute("Name").unwrap_or_default();
        document.files.push(EmbeddedFile {
            name: named(name, &file),
            bytes,
            is_attachment: true,
        });
    }
    Ok(())
}

/// The name of an attachment, with the ending of its file.
fn named(name: &str, file: &str) -> String {
    let own = file.rsplit('/').next().unwrap_or(file);
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).trim();
    match own.rsplit_once('.') {
        _ if name.is_empty() => own.to_owned(),
        Some((_, ending))
            if !name
                .to_lowercase()
                .ends_with(&format!(".{}", ending.to_lowercase())) =>
        {
            format!("{name}.{ending}")
        }
        _ => name.to_owned(),
    }
}

/// Names the signatures and seals.
pub(crate) fn signatures(
    files: &Files<'_>,
    list: &str,
    document: &mut Document,
) -> Result<(), Refusal> {
    let Some(root) = files.tree(list)? else {
        document.remarks.push(missing(list, Place::Document));
        return Ok(());
    };
    let entries = root.elements().filter(|e| &*e.name == "Signature");
    for entry in entries.take(MAX_EXTRAS) {
        let is_seal = entry
            .attribute("Type")
            .is_none_or(|kind| kind.eq_ignore_ascii_case("seal"));
        let path = beside(list, entry.attribute("BaseLoc").unwrap_or_default());
        let signature = files.tree(&path)?;
        let info = signature
            .as_ref()
            .and_then(|root| root.element("SignedInfo"));
        let time = info.and_then(|info| info.element("SignatureDateTime"));
        let time = time.map(Element::text).unwrap_or_default();
        let (chinese, english) = match is_seal {
            true => (
                "电子印章（未验证，不随报告发布；原件请另行保存）",
                "an electronic seal (not verified, not in the report; keep the original)",
            ),
            false => (
                "数字签名（未验证，不随报告发布；原件请另行保存）",
                "a digital signature (not verified, not in the report; keep the original)",
            ),
        };
        document.remarks.push(Remark::new(
            RemarkKind::Dropped,
            Text::new(chinese, english),
            Place::Document,
            time.trim(),
        ));
    }
    Ok(())
}

/// The paths of files of annotations, by the identifier of their page.
pub(crate) fn annotations(
    files: &Files<'_>,
    main: &Element,
    path: &str,
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut all = BTreeMap::new();
    let Some(list) = main.element("Annotations") else {
        return Ok(all);
    };
    let list = beside(path, list.text().trim());
    let Some(root) = files.tree(&list)? else {
        return Ok(all);
    };
    for entry in root.elements().filter(|e| &*e.name == "Page") {
        let address = entry
            .element("FileLoc")
            .map(Element::text)
            .unwrap_or_default();
        if let Some(id) = entry.attribute("PageID") {
            all.insert(id.to_owned(), beside(&list, address.trim()));
        }
    }
    Ok(all)
}

/// Adds the links of a page, and names the rest of its annotations.
pub(crate) fn annotate(
    files: &Files<'_>,
    path: &str,
    page: &mut layout::Page,
    remarks: &mut Vec<Remark>,
) -> Result<(), Refusal> {
    let Some(root) = files.tree(path)? else {
        return Ok(());
    };
    let all = root.elements().filter(|e| &*e.name == "Annot");
    for annotation in all.take(MAX_EXTRAS) {
        let kind = annotation.attribute("Type").unwrap_or_default();
        let appearance = annotation.element("Appearance");
        if let Some(address) = address(annotation) {
            let area = appearance.and_then(|a| object::boundary(a, (0.0, 0.0)));
            page.links.extend(area.map(|area| Link { area, address }));
            continue;
        }
        let words = appearance.map(words).unwrap_or_default();
        let remark = annotation
            .element("Remark")
            .map(Element::text)
            .unwrap_or_default();
        let said = match words.trim() {
            "" => remark.trim(),
            words => words,
        };
        let (chinese, english) = match kind {
            "Watermark" => ("水印（不进入正文）", "a watermark (not in the report)"),
            "Stamp" => ("印章注释（不进入正文）", "a stamp (not in the report)"),
            _ => ("批注（不随报告发布）", "an annotation (not in the report)"),
        };
        remarks.push(Remark::new(
            RemarkKind::Dropped,
            Text::new(chinese, english),
            Place::Page(page.number),
            &quote(said),
        ));
    }
    Ok(())
}

/// Where an annotation leads.
fn address(annotation: &Element) -> Option<String> {
    let mut open = vec![annotation];
    while let Some(element) = open.pop() {
        if &*element.name == "URI" {
            let address = element.attribute("URI").map(str::to_owned);
            return Some(address.unwrap_or_else(|| element.text().trim().to_owned()));
        }
        open.extend(element.elements());
    }
    None
}

/// What is written in an appearance.
fn words(appearance: &Element) -> String {
    let mut words = String::new();
    let mut open = vec![appearance];
    while let Some(element) = open.pop() {
        if &*element.name == "TextCode" {
            if words.is_empty() || !words.contains(element.text().trim()) {
                words.push_str(element.text().trim());
            }
        } else {
            open.extend(element.elements());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_have_the_ending_of_their_file() {
        assert_eq!(named("分工表", "Doc_0/Attachs/a.xlsx"), "分工表.xlsx");
        assert_eq!(named("分工表.XLSX", "Doc_0/Attachs/a.xlsx"), "分工表.XLSX");
        assert_eq!(named("", "Doc_0/Attachs/a.xlsx"), "a.xlsx");
    }
}
