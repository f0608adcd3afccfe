//! What is said once of a whole document: what was counted, and what the file holds beside its text.
//!
//! In: what a reader counted, and the file's own relationships. Out: remarks. Never says anything of a place in the text.

use crate::diagnostic::Text;
use crate::import::document::{Place, Remark, RemarkKind};
use crate::import::docx::package::Part;
use crate::import::docx::reader::Reader;

/// Says what was counted and what is beside the text.
pub(super) fn say(reader: &mut Reader<'_>, root: &Part) {
    let (lines, first) = std::mem::take(&mut reader.contents);
    if lines > 0 {
        let what = Text::new(
            format!("目录 {lines} 行（网页上的目录由标题生成，页码已无意义）"),
            format!(
                "{lines} lines of a table of contents (a site makes it from the headings; page numbers mean nothing there)"
            ),
        );
        add(reader, RemarkKind::Dropped, what, &first);
    }
    let signs = std::mem::take(&mut reader.signs);
    if signs.count > 0 {
        let count = signs.count;
        let what = Text::new(
            format!("符号字体的 {count} 个符号改为通用符号"),
            format!("{count} signs of symbol fonts became common ones"),
        );
        add(reader, RemarkKind::Changed, what, &signs.shown);
    }
    let shapes = reader.shapes;
    if shapes > 0 {
        let what = Text::new(
            format!("{shapes} 个没有文字的图形（线条、边框、箭头等）"),
            format!("{shapes} shapes without words (lines, frames, arrows)"),
        );
        add(reader, RemarkKind::Dropped, what, "");
    }
    let count = reader.looks_changed;
    if count > 0 {
        let what = Text::new(
            format!("{count} 处只改格式的修订未逐条列出（已按修订后的格式导入）"),
            format!(
                "{count} tracked changes of format alone are not listed one by one (the format after them was taken)"
            ),
        );
        add(reader, RemarkKind::Changed, what, "");
    }
    if reader.part.by_kind("vbaProject").is_some() {
        let what = Text::new(
            "宏（不导入，也不运行）",
            "macros (neither imported nor run)",
        );
        add(reader, RemarkKind::Dropped, what, "");
    }
    if root.by_kind("origin").is_some() {
        let what = Text::new(
            "数字签名（只对原文件有效，对报告无效）",
            "a digital signature (a report is another file, for which it does not hold)",
        );
        add(reader, RemarkKind::Dropped, what, "");
    }
}

fn add(reader: &mut Reader<'_>, kind: RemarkKind, what: Text, quote: &str) {
    let remark = Remark::new(kind, what, Place::Document, quote);
    reader.remarks.add(remark);
}
