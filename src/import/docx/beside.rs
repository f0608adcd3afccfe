//! Parts beside the text: comments, heads and feet of pages, properties.
//!
//! In: parts by the names that the text refers to. Out: what the document states of itself, and remarks on what a report
//! does not hold. Never publishes a comment, a head or a foot.

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::import::Refusal;
use crate::import::document::{Place, Remark, RemarkKind, Stated};
use crate::import::docx::reader::Reader;
use crate::import::xml::{Element, Parser, Piece};

/// Heads and feet that are looked at.
const MAX_MARGINS: usize = 200;

/// The words of comments, by id.
pub(super) fn comments(reader: &Reader<'_>) -> Result<BTreeMap<String, String>, Refusal> {
    let mut comments = BTreeMap::new();
    let Some(path) = reader.part.by_kind("comments") else {
        return Ok(comments);
    };
    let Some(text) = reader.package.text(path)? else {
        return Ok(comments);
    };
    let mut parser = Parser::new(&text);
    while let Some(piece) = parser.next()? {
        let Piece::Start(element) = piece else {
            continue;
        };
        if &*element.name != "comment" {
            continue;
        }
        let comment = parser.rest_of(element)?;
        if let Some(id) = comment.attribute("id") {
            let mut words = String::new();
            add_words(&comment, &mut words);
            comments.insert(id.to_owned(), words);
        }
    }
    Ok(comments)
}

/// Names comments that stand at no place in the text.
pub(super) fn stray_comments(reader: &mut Reader<'_>) {
    for (_, words) in std::mem::take(&mut reader.comments) {
        let what = Text::new("批注（不随报告发布）", "a comment (it is not published)");
        let remark = Remark::new(RemarkKind::Dropped, what, Place::Document, &words);
        reader.remarks.add(remark);
    }
}

/// Words of runs, blanks between paragraphs; what is in fields that count pages is left out.
fn add_words(element: &Element, words: &mut String) {
    for inner in element.elements() {
        match &*inner.name {
            "t" => words.push_str(&inner.text()),
            "tab" | "br" | "cr" => words.push(' '),
            "Fallback" | "instrText" | "rPr" | "pPr" => {}
            "textpath" => words.push_str(inner.attribute("string").unwrap_or_default()),
            "p" => {
                if !words.is_empty() {
                    words.push(' ');
                }
                add_words(inner, words);
            }
            _ => add_words(inner, words),
        }
    }
}

/// Remembers which heads and feet a section names.
pub(super) fn margins(reader: &mut Reader<'_>, section: &Element) {
    for reference in section.elements() {
        if !matches!(&*reference.name, "headerReference" | "footerReference") {
            continue;
        }
        let id = reference.attribute("id").unwrap_or_default();
        let Some(found) = reader.part.relationship(id) else {
            continue;
        };
        let path = found.target.clone();
        if !reader.margins.contains(&path) && reader.margins.len() < MAX_MARGINS {
            reader.margins.push(path);
        }
    }
}

/// Names the words of heads and feet. Page numbers are none.
pub(super) fn name_margins(reader: &mut Reader<'_>) {
    let mut named: Vec<String> = Vec::new();
    for path in std::mem::take(&mut reader.margins) {
        // A head that cannot be read is not shown either.
        let Ok(Some(tree)) = reader.package.tree(&path) else {
            continue;
        };
        let part = reader.package.part(&path).unwrap_or_default();
        let images = part.all_of_kind("image");
        if !images.is_empty() {
            let what = Text::new(
                "页眉、页脚里的图片（不是正文，未导入；需要时请从原件另存）",
                "an image in a page's head or foot (not part of the text, not imported; save it from the document where it is needed)",
            );
            let place = Place::File(path.clone());
            let remark = Remark::new(RemarkKind::Dropped, what, place, &images.join("、"));
            reader.remarks.add(remark);
        }
        let mut words = String::new();
        add_words(&tree, &mut words);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_page_number(&words) || named.contains(&words) {
            continue;
        }
        let remark = Remark::new(
            RemarkKind::Dropped,
            Text::new(
                "页眉、页脚或水印的文字（不是正文，未导入）",
                "words of a page's head, foot or watermark (not part of the text, not imported)",
            ),
            Place::File(path),
            &words,
        );
        reader.remarks.add(remark);
        named.push(words);
    }
}

/// Whether words of a head or foot only count pages.
fn is_page_number(words: &str) -> bool {
    let rest = words.to_lowercase().replace("page", "").replace("of", "");
    let is_word = |letter: char| letter.is_alphabetic() && !"第页頁面码共总總".contains(letter);
    !rest.contains(is_word)
}

/// What the document says of itself outside its text.
pub(super) fn stated(reader: &mut Reader<'_>, path: &str) {
    let Ok(Some(tree)) = reader.package.tree(path) else {
        return;
    };
    for property in tree.elements() {
        let name = match &*property.name {
            "title" | "creator" | "subject" | "description" | "language" | "identifier" => {
                format!("dc:{}", property.name)
            }
            "created" | "modified" => format!("dcterms:{}", property.name),
            "keywords" | "category" | "lastModifiedBy" | "contentStatus" => {
                format!("cp:{}", property.name)
            }
            "Company" | "Manager" => property.name.to_string(),
            _ => continue,
        };
        let value = property.text().trim().to_owned();
        if !value.is_empty() {
            reader.document.stated.push(Stated {
                name,
                value,
                place: Place::File(path.to_owned()),
            });
        }
    }
}
