//! OFD (GB/T 33190): documents as they are printed, in a ZIP of XML.
//!
//! In: the bytes of the container. Out: a document whose paragraphs come from the places of its characters; its attachments;
//! and a remark for each thing that stays out: templates, annotations (watermarks among them), seals, hidden objects. Never
//! verifies a signature, never decrypts, never knows a namespace: programs write several for the same elements.

#![expect(
    clippy::float_arithmetic,
    reason = "places on a page are no whole numbers, and none of them reaches what is written"
)]

mod extra;
mod files;
mod object;
mod page;
#[cfg(test)]
mod tests;

use crate::diagnostic::Text;
use crate::import::container::Container;
use crate::import::document::{Document, EmbeddedFile, Place, Remark, RemarkKind, Stated};
use crate::import::layout::{self, MAX_PAGES, laid};
use crate::import::ofd::files::Files;
use crate::import::ofd::page::Budget;
use crate::import::xml::Element;
use crate::import::{Format, Refusal, Source};

/// Documents in one file.
const MAX_DOCUMENTS: usize = 20;

/// How OFD is read.
pub(crate) fn format() -> Format {
    Format {
        name: Text::new("OFD 版式文件", "OFD"),
        endings: &["ofd"],
        read,
    }
}

fn read(source: &Source<'_>) -> Result<Document, Refusal> {
    let container = Container::open(source.bytes)?;
    let files = Files::new(&container);
    let Some(root) = files.tree("OFD.xml")? else {
        return Err(no_ofd());
    };
    if files.is_there("Encryptions.xml") || root.element("Encryptions").is_some() {
        return Err(encrypted());
    }
    let mut document = Document::default();
    let mut pages = Vec::new();
    let mut budget = Budget::new();
    for body in root
        .elements()
        .filter(|e| &*e.name == "DocBody")
        .take(MAX_DOCUMENTS)
    {
        stated(body, &mut document);
        let Some(path) = body.element("DocRoot").map(Element::text) else {
            continue;
        };
        let path = files::beside("OFD.xml", path.trim());
        let Some(main) = files.tree(&path)? else {
            document.remarks.push(missing(&path, Place::Document));
            continue;
        };
        read_body(&files, &main, &path, &mut document, &mut pages, &mut budget)?;
        extra::attachments(&files, &main, &path, &mut document)?;
        if let Some(list) = body.element("Signatures") {
            let list = files::beside("OFD.xml", list.text().trim());
            extra::signatures(&files, &list, &mut document)?;
        }
    }
    let has_text = pages
        .iter()
        .any(|page: &layout::Page| !page.glyphs.is_empty());
    let laid = laid(pages);
    document.blocks = laid.blocks;
    document.notes = laid.notes;
    document.remarks.extend(laid.remarks);
    if !has_text {
        without_text(source, &mut document);
    }
    Ok(document)
}

/// The pages of one document.
fn read_body(
    files: &Files<'_>,
    main: &Element,
    path: &str,
    document: &mut Document,
    pages: &mut Vec<layout::Page>,
    budget: &mut Budget,
) -> Result<(), Refusal> {
    let common = main.element("CommonData");
    let resources = page::resources(files, common, path, &mut document.remarks)?;
    let annotations = extra::annotations(files, main, path)?;
    let area = common.and_then(|c| c.element("PageArea"));
    let templates = page::templates(common, path);
    let list = main.element("Pages");
    let list = list
        .into_iter()
        .flat_map(Element::elements)
        .filter(|e| &*e.name == "Page");
    for entry in list {
        let number = pages.len() + 1;
        if number > MAX_PAGES {
            return Err(too_many_pages());
        }
        let reader = page::Reader {
            files,
            resources: &resources,
            templates: &templates,
            area,
            number,
        };
        let location = entry.attribute("BaseLoc").unwrap_or_default();
        let location = files::beside(path, location);
        let Some(mut page) = reader.read(&location, document, budget)? else {
            document
                .remarks
                .push(missing(&location, Place::Page(number)));
            pages.push(page::blank(number));
            continue;
        };
        let id = entry.attribute("ID").unwrap_or_default();
        if let Some(own) = annotations.get(id) {
            extra::annotate(files, own, &mut page, &mut document.remarks)?;
        }
        pages.push(page);
    }
    Ok(())
}

/// What the document says of itself.
fn stated(body: &Element, document: &mut Document) {
    let Some(info) = body.element("DocInfo") else {
        return;
    };
    let mut add = |name: &str, value: String| {
        let value = value.trim();
        if !value.is_empty() {
            document.stated.push(Stated {
                name: name.to_owned(),
                value: value.to_owned(),
                place: Place::File("OFD.xml".to_owned()),
            });
        }
    };
    for element in info.elements() {
        match &*element.name {
            "Keywords" => {
                let words: Vec<String> = element
                    .elements()
                    .map(|e| e.text().trim().to_owned())
                    .collect();
                add("Keywords", words.join("；"));
            }
            "CustomDatas" => {
                for data in element.elements() {
                    add(data.attribute("Name").unwrap_or_default(), data.text());
                }
            }
            // What it is called among documents, and by which program it was made, says nothing of it.
            "DocID" | "Creator" | "CreatorVersion" | "Cover" | "DocUsage" => {}
            // What programs leave behind from templates: it counts where nothing else says it.
            "Title" => add("dcterms.title", element.text()),
            name => add(name, element.text()),
        }
    }
}

/// A document of pictures is kept as it is.
fn without_text(source: &Source<'_>, document: &mut Document) {
    document.blocks.clear();
    document.files.push(EmbeddedFile {
        name: source.name.to_owned(),
        bytes: source.bytes.to_vec(),
        is_attachment: true,
    });
    document.remarks.push(Remark {
        is_draft: true,
        ..Remark::new(
            RemarkKind::Dropped,
            Text::new(
                "没有文字层（扫描件或图片），无法读取文字；原文件已作为附件保留，请录入正文，或先作文字识别",
                "there is no text layer (a scan, or pictures), so no text can be read; the file is kept as an attachment: type its text, or recognise it first",
            ),
            Place::Document,
            "",
        )
    });
}

fn missing(path: &str, place: Place) -> Remark {
    Remark {
        is_draft: true,
        ..Remark::new(
            RemarkKind::Dropped,
            Text::new(
                "文件内缺少这一部分（找不到所指的资源）",
                "a part that the file names is missing in it",
            ),
            place,
            path,
        )
    }
}

fn no_ofd() -> Refusal {
    Refusal(Text::new(
        "压缩包内没有 OFD.xml，不是 OFD 文件；请确认文件没有选错",
        "there is no OFD.xml in the container, so it is no OFD file; see whether it is the right one",
    ))
}

fn encrypted() -> Refusal {
    Refusal(Text::new(
        "这个 OFD 文件已加密；请用原程序去掉密码后另存",
        "this OFD file is encrypted; save it without a password",
    ))
}

fn too_many_pages() -> Refusal {
    Refusal(Text::new(
        format!("超过 {MAX_PAGES} 页；请分成几个文件"),
        format!("there are more than {MAX_PAGES} pages; split the file"),
    ))
}
