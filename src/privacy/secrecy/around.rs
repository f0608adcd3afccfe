//! What makes a word a mark of secrecy: the field that it fills, or that nothing else is on its line.
//!
//! In: a text and the place of a word. Out: yes or no. Looks no further than a short line.

use std::ops::Range;

use crate::character::{is_blank, is_invisible};
use crate::privacy::context;

/// Names of the field that says how secret a document is, or whether it is public.
const FIELDS: [&str; 11] = [
    "密级",
    "密級",
    "密等",
    "公开属性",
    "公开方式",
    "公开类别",
    "公开类型",
    "公开选项",
    "公开形式",
    "是否公开",
    "公开范围",
];
/// What says that something is for a few.
const KEEP: [&str; 13] = [
    "注意保存",
    "妥善保管",
    "请勿外传",
    "勿外传",
    "严禁外传",
    "不得外传",
    "禁止外传",
    "不得翻印",
    "不得复制",
    "仅供内部",
    "请勿转发",
    "用后销毁",
    "启用前",
];
/// Signs around a mark, those of Markdown too.
const FRAME: &str = "【】[]［］〔〕（）()*_>“”\"《》\r";
/// Signs between a mark and what follows it.
const PAUSES: &str = "，,;；。！! ·—-级件";
/// Characters of a line that holds nothing but a mark.
const LINE: usize = 24;

/// Whether words end with the name of a field and what parts it from its value: a colon, or the bar of a table.
pub(super) fn is_after_field(head: &str) -> bool {
    let head = head.trim_end_matches(is_blank);
    let Some(field) = head.strip_suffix(['：', ':', '|', '｜']) else {
        return false;
    };
    let seen = |sign: &char| !is_blank(*sign) && *sign != '*';
    let field: String = field.chars().filter(seen).collect();
    FIELDS.iter().any(|name| field.ends_with(name))
}

/// Whether the words after a mark say to keep it.
pub(super) fn is_kept_close(tail: &str) -> bool {
    let tail = tail.trim_start_matches(|sign: char| is_frame(sign) || PAUSES.contains(sign));
    KEEP.iter().any(|keep| tail.starts_with(keep))
}

/// Whether its line holds nothing else but signs and words to keep it. A heading is no mark: reports have parts of that name.
pub(super) fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let head = context::before(text, range.start, LINE);
    if head.chars().count() == LINE || !head.chars().all(is_frame) {
        return false;
    }
    let tail = context::after(text, range.end, LINE);
    let is_empty = tail
        .chars()
        .all(|sign| is_frame(sign) || PAUSES.contains(sign));
    (is_empty && tail.chars().count() < LINE) || is_kept_close(tail)
}

fn is_frame(sign: char) -> bool {
    is_blank(sign) || is_invisible(sign) || FRAME.contains(sign)
}
