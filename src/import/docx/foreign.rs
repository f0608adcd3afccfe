//! Files that are called Word files and are something else: what they are, and what to do.
//!
//! In: the bytes, or the names of the parts. Out: a refusal that says which. Never reads more of them than their marks.

use crate::diagnostic::Text;
use crate::import::Refusal;

/// The first bytes of an OLE container: Word files before 2007, and encrypted ones of today.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// As much of a text as is looked at for its kind.
const HEAD: usize = 4096;

/// Why bytes cannot be a Word file of today, if they tell.
pub(super) fn by_bytes(bytes: &[u8]) -> Option<Refusal> {
    if bytes.is_empty() {
        return Some(said(
            "文件是空的（0 字节）；请重新获取",
            "the file is empty (0 bytes); get it again",
        ));
    }
    if bytes.starts_with(OLE) {
        return Some(ole(bytes));
    }
    if bytes.starts_with(b"PK") {
        return None;
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(said(
            "这是 RTF 文件，只是扩展名为 .docx；请用 Word、WPS 或 LibreOffice 打开，另存为“Word 文档（.docx）”",
            "this is an RTF file that is called .docx; open it in Word, WPS or LibreOffice and save it as .docx",
        ));
    }
    if bytes.starts_with(b"%PDF") {
        return Some(said(
            "这是 PDF 文件，只是扩展名不对；请把扩展名改为 .pdf 再导入",
            "this is a PDF file under another name; rename it to .pdf and import it again",
        ));
    }
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if head.contains("<pkg:package") || head.contains("<w:worddocument") {
        return Some(said(
            "这是单个 XML 文件形式的 Word 文档；请用 Word 打开，另存为“Word 文档（.docx）”",
            "this is a Word document as one XML file; open it in Word and save it as .docx",
        ));
    }
    if head.contains("<html") || head.contains("<!doctype html") || head.contains("mime-version") {
        return Some(said(
            "这是网页，只是扩展名为 .docx；请把扩展名改为 .html 再导入，或用 Word 打开后另存为“Word 文档（.docx）”",
            "this is a web page that is called .docx; rename it to .html, or open it in Word and save it as .docx",
        ));
    }
    None
}

/// What a ZIP file without the text of a Word file is.
pub(super) fn by_parts<'n>(names: impl Iterator<Item = &'n str>) -> Refusal {
    for name in names {
        let (chinese, english) = match name {
            "xl/workbook.xml" => ("表格（.xlsx）", "a workbook (.xlsx)"),
            "ppt/presentation.xml" => ("演示文稿（.pptx）", "a presentation (.pptx)"),
            "content.xml" => (
                "OpenDocument 文件（.odt 等）",
                "an OpenDocument file (.odt or the like)",
            ),
            "ofd.xml" => ("OFD 文件", "an OFD file"),
            _ => continue,
        };
        return said(
            &format!("这不是 Word 文档，而是{chinese}；请改用正确的扩展名，或另存为 .docx"),
            &format!(
                "this is no Word document but {english}; give it its own ending, or save it as .docx"
            ),
        );
    }
    said(
        "文件里没有 Word 文档的正文（word/document.xml）；请用原程序打开并另存一份",
        "the file holds no text of a Word document (word/document.xml); open it with its program and save it anew",
    )
}

fn ole(bytes: &[u8]) -> Refusal {
    // Names of streams stand in UTF-16 in the directory of the container.
    let holds = |name: &str| {
        let sought: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(sought.len()).any(|window| window == sought)
    };
    if holds("EncryptedPackage") {
        return said(
            "文档已加密（需要密码才能打开）；请用 Word 或 WPS 打开，去掉密码后另存",
            "the document is encrypted (it asks for a password); open it in Word or WPS and save it without a password",
        );
    }
    if holds("WordDocument") {
        return said(
            "这是旧格式的 Word 文档（.doc），不是 .docx；请用 Word、WPS 或 LibreOffice 打开，另存为“Word 文档（.docx）”",
            "this is a Word document of the old format (.doc), no .docx; open it in Word, WPS or LibreOffice and save it as .docx",
        );
    }
    said(
        "这是旧格式的 Office 文件（OLE 容器），其中没有 Word 文档；请用原程序打开并另存为 .docx",
        "this is an Office file of an old format (an OLE container) without a Word document; open it with its program and save it as .docx",
    )
}

fn said(chinese: &str, english: &str) -> Refusal {
    Refusal(Text::new(chinese, english))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(refusal: Option<Refusal>) -> String {
        refusal.map_or_else(String::new, |refusal| refusal.0.english)
    }

    #[test]
    fn what_is_no_word_file_is_named() {
        let with = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [OLE, &[0; 100], &name].concat()
        };
        assert!(english(by_bytes(&with("EncryptedPackage"))).contains("encrypted"));
        assert!(english(by_bytes(&with("WordDocument"))).contains("(.doc)"));
        assert!(english(by_bytes(b"{\\rtf1")).contains("RTF"));
        assert!(english(by_bytes(b"")).contains("empty"));
        assert_eq!(by_bytes(b"PK\x03\x04"), None);
        let workbook = by_parts(["xl/workbook.xml"].into_iter());
        assert!(workbook.0.english.contains(".xlsx"));
    }
}
