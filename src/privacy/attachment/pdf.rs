//! PDF: its text, seen or covered, its properties, remarks, forms and the files in it.
//!
//! In: the bytes of a file. Out: what is found in all of them, page by page; what lies below a box or was there before the
//! file was changed; and the pages that have no text, which could not be looked at. Never decrypts, never reads a picture.

mod drawn;
mod earlier;
mod pages;
mod remarks;

use crate::diagnostic::Text;
use crate::import::pdf::file::File;
use crate::import::pdf::syntax::Object;
use crate::privacy::attachment::looker::Looker;
use crate::privacy::attachment::office;
use crate::privacy::attachment::words::Words;

/// Bytes at the beginning in which a file says what it is.
const HEAD: usize = 1024;
/// Nodes of a tree of pages, names or fields.
const MAX_NODES: usize = 50_000;

/// Whether the bytes say that they are a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Looks at a file.
pub(super) fn look(looker: &mut Looker<'_>, bytes: &[u8]) {
    let Some(file) = File::open(bytes) else {
        return looker.unseen(Text::new(
            "PDF 已损坏，未检查；请重新导出",
            "the PDF is damaged and was not looked at; export it anew",
        ));
    };
    if file.trailer.contains_key("Encrypt") {
        return looker.unseen(Text::new(
            "PDF 已加密，未检查；请去掉密码和权限限制后另存",
            "the PDF is encrypted and was not looked at; save it without a password or restrictions",
        ));
    }
    properties(looker, &file);
    let root = file.value(&file.trailer, "Root");
    let Some(root) = root.dictionary().cloned() else {
        return;
    };
    let words = pages::look(looker, &file, &root);
    remarks::files(looker, &file, &root);
    earlier::look(looker, bytes, &words);
    if file.is_too_large() {
        looker.unseen(Text::new(
            "PDF 解压后过大，只检查了一部分",
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
