//! The text of a page, in whatever encoding it is.
//!
//! In: bytes. Out: text, and a remark where the page is not in the encoding that it declares. A byte order mark is
//! believed, UTF-8 that is valid too, then the declaration, then what the bytes look like. Never fails: what is no text is
//! shown as U+FFFD and named.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::diagnostic::Text;
use crate::import::document::{Place, Remark, RemarkKind};
use crate::import::text::encoding::narrow;

/// Where a declaration is looked for.
const HEAD: usize = 4_096;
/// Bytes by which an encoding is guessed.
const LOOKED_AT: usize = 256 << 10;

/// The text of the bytes, and what is to be said of it.
pub(crate) fn decoded(bytes: &[u8]) -> (String, Option<Remark>) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return judged(encoding.decode(bytes).0.into_owned());
    }
    let declared = declared(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let is_other = declared.is_some_and(|declared| declared != UTF_8) && !text.is_ascii();
        let remark = is_other.then(|| other(declared, UTF_8));
        return (text.to_owned(), remark);
    }
    if let Some(declared) = declared {
        let (text, _, is_damaged) = declared.decode(bytes);
        if !is_damaged {
            return judged(text.into_owned());
        }
    }
    let guess = guess(bytes);
    let guessed = guess.decode(bytes).0;
    let Some(declared) = declared.filter(|&declared| declared != guess) else {
        return judged(guessed.into_owned());
    };
    let by_declaration = declared.decode(bytes).0;
    // A few damaged characters do not make it another encoding.
    if damages(&by_declaration) <= damages(&guessed) * 2 + 4 && declared != UTF_8 {
        return judged(by_declaration.into_owned());
    }
    (guessed.into_owned(), Some(other(Some(declared), guess)))
}

/// What the page says that it is in; gb2312 and gbk mean all of GB18030.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD))?;
    if head.starts_with(b"<\0") {
        return Some(encoding_rs::UTF_16LE);
    }
    let head: String = head.iter().map(|&byte| char::from(byte)).collect();
    let head = head.to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some(at) = rest.find("charset").or_else(|| rest.find("encoding=")) {
        let after = rest
            .get(at..)?
            .trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let label = after.trim_start();
        rest = after;
        let Some(label) = label.strip_prefix('=') else {
            continue;
        };
        let label = label.trim_start_matches([' ', '"', '\'']);
        let is_label = |c: char| c.is_ascii_alphanumeric() || "-_:.".contains(c);
        let label = label.split(|c| !is_label(c)).next()?;
        if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
            // A page that can say so in single bytes is in no encoding of two.
            let is_wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
            let is_chinese = encoding == encoding_rs::GBK;
            return Some(match (is_wide, is_chinese) {
                (true, _) => UTF_8,
                (_, true) => GB18030,
                _ => encoding,
            });
        }
    }
    None
}

/// What the bytes look like, as with any text; what looks like nothing is taken for GB18030, as most old pages are.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    narrow(bytes, head).map_or(GB18030, |(encoding, _)| encoding)
}

fn damages(text: &str) -> usize {
    text.chars().filter(|&c| c == '\u{fffd}').count()
}

fn judged(text: String) -> (String, Option<Remark>) {
    let damages = damages(&text);
    if damages == 0 {
        return (text, None);
    }
    let what = Text::new(
        format!("有 {damages} 处字节无法解码，已显示为“\u{fffd}”；请与原网页核对"),
        format!(
            "{damages} pieces are no text in the encoding of the page and are shown as \"\u{fffd}\": compare with the page"
        ),
    );
    let mut remark = Remark::new(RemarkKind::Unsure, what, Place::Document, "\u{fffd}");
    remark.is_draft = true;
    (text, Some(remark))
}

fn other(declared: Option<&'static Encoding>, found: &'static Encoding) -> Remark {
    let (declared, found) = (declared.map_or("", Encoding::name), found.name());
    let what = Text::new(
        format!("网页声明的编码是 {declared}，实际按 {found} 读取"),
        format!("the page declares {declared}, but was read as {found}"),
    );
    Remark::new(RemarkKind::Changed, what, Place::Document, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb2312_is_gb18030() {
        let page = "<meta charset=gb2312>示例县堃宁镇㙍头";
        let (bytes, _, _) = GB18030.encode(page);
        assert_eq!(decoded(&bytes), (page.to_owned(), None));
    }

    #[test]
    fn what_is_declared_may_be_wrong() {
        let page = "<meta charset='big5'>示例县人民政府";
        let (text, remark) = decoded(page.as_bytes());
        assert_eq!(text, page);
        assert!(remark.is_some());
        let page = "<meta charset=\"utf-8\">示例县人民政府关于做好年度工作的通知，各乡镇人民政府";
        let (bytes, _, _) = GB18030.encode(page);
        let (text, remark) = decoded(&bytes);
        assert_eq!(text, page);
        assert!(remark.is_some());
        assert_eq!(decoded("<p>範例".as_bytes()).0, "<p>範例");
        assert_eq!(decoded(b"\xff\xfea\0").0, "a");
        let page = "<p>範例縣議會第十七屆第三次定期會議事錄，業經審議通過，謹此公告。";
        let (bytes, _, _) = encoding_rs::BIG5.encode(page);
        assert_eq!(decoded(&bytes), (page.to_owned(), None));
    }
}
