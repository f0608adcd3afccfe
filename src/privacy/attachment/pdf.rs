//! PDF: its text, seen or covered, its properties, remarks, forms and the files in it.
//!
//! In: the bytes of a file. Out: what is found in all of them, page by page; what lies below a box; and the pages that have
//! no text, which could not be looked at. Never decrypts, never reads a picture.

mod drawn;

use std::collections::BTreeSet;

use crate::diagnostic::Text;
use crate::import::pdf::file::File;
use crate::import::pdf::syntax::{Dictionary, Object, Stream};
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::pdf::drawn::{Drawn, Painter};
use crate::privacy::attachment::words::{Spot, Words};
use crate::privacy::attachment::{HiddenKind, MAX_DEPTH, image, office};

/// Bytes at the beginning in which a file says what it is.
const HEAD: usize = 1024;
/// Pages that are looked at.
const MAX_PAGES: usize = 5000;
/// Nodes of a tree of pages or names.
const MAX_NODES: usize = 50_000;
/// Remarks of one page.
const MAX_REMARKS: usize = 2000;
/// Files in a file.
const MAX_FILES: usize = 200;
/// Pages that are named one by one.
const MAX_NAMED: usize = 10;

/// Whether the bytes say that they are a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Looks at a file.
pub(super) fn look(looker: &mut Looker<'_>, bytes: &[u8]) {
    let Some(file) = File::open(bytes) else {
        return looker.unseen(Text::new(
            "PDF 已损坏，没有看；请重新导出",
            "the PDF is damaged and was not looked at; export it anew",
        ));
    };
    if file.trailer.contains_key("Encrypt") {
        return looker.unseen(Text::new(
            "PDF 已加密，没有看；请去掉密码和权限限制后另存",
            "the PDF is encrypted and was not looked at; save it without a password or restrictions",
        ));
    }
    properties(looker, &file);
    let root = file.value(&file.trailer, "Root");
    let Some(root) = root.dictionary().cloned() else {
        return;
    };
    pages(looker, &file, &root);
    files(looker, &file, &root);
    if file.is_too_large() {
        looker.unseen(Text::new(
            "PDF 解压后过大，只看了一部分",
            "the PDF is too large when unpacked; only a part was looked at",
        ));
    }
}

/// Title, author and the like, in both places where a file has them.
fn properties(looker: &mut Looker<'_>, file: &File<'_>) {
    let place = Text::new("文档属性", "properties");
    if let Some(info) = file.value(&file.trailer, "Info").dictionary() {
        for (name, value) in info.iter() {
            let Some(value) = words_of(&file.resolved(value)) else {
                continue;
            };
            if &**name == "Author" {
                office::tell_author(looker, &place, &value);
            }
            looker.plain(&place, &value);
        }
    }
    let root = file.value(&file.trailer, "Root");
    let Some(root) = root.dictionary() else {
        return;
    };
    if let Object::Stream(stream) = file.value(root, "Metadata")
        && let Some(bytes) = file.unpacked(&stream)
    {
        office::properties(looker, &place, &String::from_utf8_lossy(&bytes));
    }
    // Forms: what was filled in.
    let form = file.value(root, "AcroForm");
    let Some(form) = form.dictionary() else {
        return;
    };
    let mut open = vec![file.value(form, "Fields")];
    let mut words = Words::default();
    for _ in 0..MAX_NODES {
        let Some(next) = open.pop() else { break };
        match &next {
            Object::Array(objects) => {
                open.extend(objects.iter().rev().map(|object| file.resolved(object)))
            }
            _ => {
                let Some(field) = next.dictionary() else {
                    continue;
                };
                if let Some(value) = words_of(&file.value(field, "V")) {
                    words.push(&value, None);
                    words.part('\n');
                }
                open.push(file.value(field, "Kids"));
            }
        }
    }
    words.look(looker, &Text::new("表单", "form"));
}

/// The words of a string: UTF-16 or UTF-8 by its mark, else as Latin.
fn words_of(object: &Object) -> Option<String> {
    let bytes = object.bytes()?;
    match bytes {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0xEF, 0xBB, 0xBF, ..] => {
            let encoding = encoding_rs::Encoding::for_bom(bytes)?.0;
            Some(encoding.decode(bytes).0.into_owned())
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => Some(encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned()),
        },
    }
}

/// A page, with what it takes from the tree above it.
struct Node {
    dictionary: std::rc::Rc<Dictionary>,
    resources: Object,
}

fn pages(looker: &mut Looker<'_>, file: &File<'_>, root: &Dictionary) {
    let mut open = vec![(file.value(root, "Pages"), Object::Null)];
    let mut seen = 0;
    let mut number = 0;
    let mut words = Words::default();
    let (mut scans, mut unread) = (Vec::new(), Vec::new());
    let mut painter = Painter::new(file);
    while let Some((node, above)) = open.pop() {
        seen += 1;
        if seen > MAX_NODES || number >= MAX_PAGES {
            looker.unseen(Text::new(
                format!("PDF 超过 {MAX_PAGES} 页，其余没有看"),
                format!("more than {MAX_PAGES} pages; the rest was not looked at"),
            ));
            break;
        }
        let Some(dictionary) = node.dictionary().cloned() else {
            continue;
        };
        let own = file.value(&dictionary, "Resources");
        let resources = if own == Object::Null { above } else { own };
        if let Some(kids) = file.value(&dictionary, "Kids").array() {
            let kids = kids
                .iter()
                .rev()
                .map(|kid| (file.resolved(kid), resources.clone()));
            open.extend(kids);
            continue;
        }
        number += 1;
        let page = Node {
            dictionary,
            resources,
        };
        words.spot(Spot::Page(number));
        let drawn = one(looker, file, &mut painter, &page, number);
        drawn.write(&mut words);
        words.part('\n');
        if drawn.is_scan() {
            scans.push(number);
        } else if drawn.is_unread() {
            unread.push(number);
        }
    }
    words.look(looker, &Text::new("正文", "text"));
    tell_pages(
        looker,
        &scans,
        "没有文字层（扫描件），没有看",
        "no text (a scan), not looked at",
    );
    tell_pages(
        looker,
        &unread,
        "的字体没有文字对照，读不全",
        "of fonts that do not say their characters, not read whole",
    );
}

/// One page: what is drawn, and the remarks on it.
fn one<'b>(
    looker: &mut Looker<'_>,
    file: &File<'b>,
    painter: &mut Painter<'_, 'b>,
    page: &Node,
    number: usize,
) -> Drawn {
    let streams: Vec<Object> = match file.value(&page.dictionary, "Contents") {
        Object::Array(parts) => parts.iter().map(|part| file.resolved(part)).collect(),
        one => vec![one],
    };
    let mut program = Vec::new();
    for stream in streams {
        if let Object::Stream(stream) = stream {
            program.extend(file.unpacked(&stream).unwrap_or_default());
            program.push(b'\n');
        }
    }
    let mut drawn = Drawn::default();
    painter.paint(&program, &page.resources, &mut drawn);
    let place = Text::new(format!("第 {number} 页"), format!("page {number}"));
    remarks(looker, file, page, &place, &mut drawn);
    let covered = drawn.covered();
    if !covered.trim().is_empty() {
        looker.hidden(HiddenKind::Covered, &place, &covered);
    }
    for photo in drawn.photos() {
        image::properties(looker, file.packed(photo).unwrap_or_default());
    }
    drawn
}

/// The remarks on a page: boxes that cover, words, attached files.
fn remarks(looker: &mut Looker<'_>, file: &File<'_>, page: &Node, place: &Text, drawn: &mut Drawn) {
    let remarks = file.value(&page.dictionary, "Annots");
    for remark in remarks.array().unwrap_or_default().iter().take(MAX_REMARKS) {
        let remark = file.resolved(remark);
        let Some(remark) = remark.dictionary() else {
            continue;
        };
        let kind = file.value(remark, "Subtype");
        let kind = kind.name().unwrap_or_default();
        let is_box = kind == "Redact"
            || (kind == "Square"
                && file
                    .value(remark, "IC")
                    .array()
                    .is_some_and(|color| !color.is_empty()));
        if is_box {
            let area = file.value(remark, "Rect");
            let corners: Vec<f32> = area
                .array()
                .unwrap_or_default()
                .iter()
                .filter_map(Object::number)
                .collect();
            if let [left, bottom, right, top] = *corners.as_slice() {
                drawn.cover([left, bottom], [right, top]);
            }
        }
        let said = words_of(&file.value(remark, "Contents")).unwrap_or_default();
        if !said.trim().is_empty() && !matches!(kind, "Link" | "Widget" | "Watermark") {
            looker.hidden(HiddenKind::Comment, place, &said);
        }
        looker.plain(place, &said);
        if let Some(action) = file.value(remark, "A").dictionary() {
            let address = words_of(&file.value(action, "URI")).unwrap_or_default();
            looker.plain(place, &address);
        }
        if kind == "FileAttachment" {
            attached(looker, file, &file.value(remark, "FS"));
        }
    }
}

/// The files in a file.
fn files(looker: &mut Looker<'_>, file: &File<'_>, root: &Dictionary) {
    let names = file.value(root, "Names");
    let Some(names) = names.dictionary() else {
        return;
    };
    let mut open = vec![file.value(names, "EmbeddedFiles")];
    let (mut seen, mut count) = (0, 0);
    while let Some(node) = open.pop() {
        seen += 1;
        if seen > MAX_NODES {
            return;
        }
        let Some(node) = node.dictionary() else {
            continue;
        };
        if let Some(kids) = file.value(node, "Kids").array() {
            open.extend(kids.iter().map(|kid| file.resolved(kid)));
        }
        for pair in file
            .value(node, "Names")
            .array()
            .unwrap_or_default()
            .chunks(2)
        {
            count += 1;
            if count > MAX_FILES {
                return;
            }
            if let [_, attachment] = pair {
                attached(looker, file, &file.resolved(attachment));
            }
        }
    }
}

fn attached(looker: &mut Looker<'_>, file: &File<'_>, attachment: &Object) {
    let Some(attachment) = attachment.dictionary() else {
        return;
    };
    let name =
        words_of(&file.value(attachment, "UF")).or_else(|| words_of(&file.value(attachment, "F")));
    let name = name.unwrap_or_else(|| "附件".to_owned());
    let streams = file.value(attachment, "EF");
    let Some(streams) = streams.dictionary() else {
        return;
    };
    let stream = match file.value(streams, "F") {
        Object::Stream(stream) => stream,
        _ => return,
    };
    if looker.depth() == MAX_DEPTH {
        return looker.unseen(Text::new(
            format!("嵌套超过 {MAX_DEPTH} 层"),
            format!("deeper than {MAX_DEPTH} files within one another"),
        ));
    }
    looker.enter(&name);
    match bytes_of(file, &stream) {
        Some(bytes) => super::look(looker, &name, &bytes),
        None => looker.unseen(Text::new(
            "不能解压，没有看",
            "cannot be unpacked, and was not looked at",
        )),
    }
    looker.leave();
}

fn bytes_of(file: &File<'_>, stream: &Stream) -> Option<Vec<u8>> {
    file.unpacked(stream)
}

fn tell_pages(looker: &mut Looker<'_>, pages: &[usize], chinese: &str, english: &str) {
    if pages.is_empty() {
        return;
    }
    let shown: BTreeSet<usize> = pages.iter().copied().take(MAX_NAMED).collect();
    let list = |sign: &str| {
        shown
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(sign)
    };
    let [more_chinese, more_english] = match pages.len() > MAX_NAMED {
        true => [
            format!(" 等 {} 页", pages.len()),
            format!(" and others, {} pages in all,", pages.len()),
        ],
        false => [" 页".to_owned(), String::new()],
    };
    looker.unseen(Text::new(
        format!("第 {}{more_chinese}{chinese}", list("、")),
        format!("pages {}{more_english}: {english}", list(", ")),
    ));
}

#[cfg(test)]
mod tests {
    use crate::privacy::attachment::{HiddenKind, scan};
    use crate::privacy::{Exempt, Kind};

    /// A file of one page with this program.
    fn made(program: &str) -> Vec<u8> {
        let length = program.len();
        format!(
            "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
             3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>> endobj\n\
             4 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n\
             5 0 obj <</Length {length}>> stream\n{program}\nendstream endobj\n\
             6 0 obj <</Author (138 0013 8000)>> endobj\n\
             trailer <</Root 1 0 R/Info 6 0 R>>\n%%EOF"
        )
        .into_bytes()
    }

    #[test]
    fn words_below_a_box_are_named() {
        let number = "BT /F 12 Tf 100 700 Td (110101199003074514) Tj ET";
        let found = scan(
            "a.pdf",
            &made(&format!("{number} 0 g 90 690 200 30 re f")),
            &Exempt::default(),
        );
        let kinds: Vec<Kind> = found.findings.iter().map(|finding| finding.kind).collect();
        assert!(
            kinds.contains(&Kind::Identity) && kinds.contains(&Kind::Phone),
            "{found:?}"
        );
        assert_eq!(
            found.hidden.first().map(|hidden| hidden.kind),
            Some(HiddenKind::Covered),
            "{found:?}"
        );
        // A box that was there before the words, or beside them, covers nothing.
        let program = format!("1 1 0 rg 90 690 200 30 re f 0 g {number} 90 600 200 30 re f");
        let found = scan("a.pdf", &made(&program), &Exempt::default());
        assert!(found.hidden.is_empty(), "{found:?}");
        // A form has a place for each digit.
        let digits: String = "110101199003074514"
            .chars()
            .map(|digit| format!("15 0 Td ({digit}) Tj "))
            .collect();
        let found = scan(
            "a.pdf",
            &made(&format!("BT /F 12 Tf 100 700 Td {digits} ET")),
            &Exempt::default(),
        );
        assert!(
            found
                .findings
                .iter()
                .any(|finding| finding.kind == Kind::Identity),
            "{found:?}"
        );
    }
}
