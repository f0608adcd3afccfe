//! Marks of secrecy, and words that stop a publication.
//!
//! In: a text. Out: an error for a mark (秘密★1年, 密级：机密, 内部资料 alone on a line, 此件不予公开) and for each word of the
//! archive's own list; a warning where running text says of something that it is secret. Laws and annual reports speak of secrets
//! and of what is not disclosed all the time: that alone is no finding.

use std::sync::LazyLock;

use regex::Regex;

use crate::character::{is_blank, is_invisible};
use crate::privacy::{Found, Kind, context};

/// Where something may be: all else is decided by what stands around it.
static SIGNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("[★☆]|机密|機密|绝密|絕密|秘密|内部|內部|不予公开|不公开|不宜公开|不得公开|不予公開")
        .ok()
});

/// Degrees of secrecy.
const DEGREES: [&str; 8] = [
    "绝密",
    "机密",
    "秘密",
    "絕密",
    "機密",
    "極機密",
    "内部",
    "內部",
];
/// What is for a few.
const INTERNAL: [&str; 8] = [
    "内部资料",
    "内部文件",
    "内部材料",
    "内部参考",
    "内部刊物",
    "内部使用",
    "內部資料",
    "內部文件",
];
/// What says that something is for a few, beside its name.
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
    "阅后",
];
/// Names of the field that says how secret a document is, or whether it is public.
const FIELDS: [&str; 12] = [
    "密级",
    "密級",
    "密等",
    "公开属性",
    "公开方式",
    "公开类别",
    "公开类型",
    "公开选项",
    "公开形式",
    "信息公开",
    "是否公开",
    "公开范围",
];
/// How a document calls itself.
const ITSELF: [&str; 9] = [
    "此件",
    "本件",
    "该件",
    "此文",
    "本文",
    "本文件",
    "此文件",
    "该文件",
    "本资料",
];
/// What makes of 机密 something that laws speak of.
const SPOKEN: [&str; 22] = [
    "国家", "商业", "工作", "技术", "军事", "审判", "检察", "警务", "科技", "保守", "泄露", "泄漏",
    "涉及", "知悉", "分为", "、", "级", "保密", "密码", "國家", "或者", "和",
];
/// Characters of a line that holds nothing but a mark.
const LINE: usize = 24;
/// Occurrences of a word that are told of.
const MAX_TOLD: usize = 1000;

/// Looks for marks and words in a text.
pub(super) fn find(found: &mut Found<'_>) {
    let text = found.text;
    if let Some(signs) = SIGNS.as_ref() {
        let mut end = 0;
        for sign in signs.find_iter(text) {
            // 绝密★: the star belongs to the word before it.
            if sign.start() < end {
                continue;
            }
            let range = match sign.as_str() {
                "★" | "☆" => starred(text, sign.range()),
                "内部" | "內部" => internal(text, sign.range()),
                word if word.starts_with('不') => withheld(text, sign.range()),
                _ => degree(text, sign.range()),
            };
            if let Some((range, is_error)) = range {
                end = range.end;
                match is_error {
                    true => found.error(Kind::Secrecy, range),
                    false => found.warn(Kind::Secrecy, range),
                }
            }
        }
    }
    let words = found.exempt.words();
    for word in words {
        for (at, _) in text.match_indices(word.as_str()).take(MAX_TOLD) {
            found.error(Kind::Secrecy, at..at + word.len());
        }
    }
}

type Told = Option<(std::ops::Range<usize>, bool)>;

/// 秘密★1年, 机　密 ★
fn starred(text: &str, star: std::ops::Range<usize>) -> Told {
    let head = context::before(text, star.start, 10);
    let words: String = head
        .chars()
        .filter(|sign| !is_blank(*sign) && !is_invisible(*sign))
        .collect();
    let degree = DEGREES.iter().find(|degree| words.ends_with(**degree))?;
    let first = degree.chars().next()?;
    let start = star.start - head.len() + head.rfind(first)?;
    Some((start..star.end, true))
}

/// 机密, 绝密, 秘密.
fn degree(text: &str, range: std::ops::Range<usize>) -> Told {
    let tail = context::after(text, range.end, 6);
    if tail.trim_start_matches(is_blank).starts_with(['★', '☆']) {
        let star = range.end + tail.len() - tail.trim_start_matches(is_blank).len();
        return Some((range.start..star + '★'.len_utf8(), true));
    }
    // Most stand within a sentence, and 秘密 there is no mark.
    let is_secret = text
        .get(range.clone())
        .is_some_and(|word| !word.starts_with('秘'));
    let is_within = context::last(text, range.start).is_some_and(is_han);
    if is_within && !is_secret {
        return None;
    }
    let head = context::before(text, range.start, 10);
    let is_field = is_after_field(head);
    if is_field || is_alone(text, &range) {
        return Some((range, true));
    }
    let near = context::before(text, range.start, 4);
    let after = context::after(text, range.end, 3);
    let is_spoken = SPOKEN
        .iter()
        .any(|word| near.contains(word) || after.contains(word));
    let is_named = context::after(text, range.end, 2);
    let is_thing = [
        "文件", "资料", "材料", "信息", "資料", "，请", "，不", "，严", "。请",
    ]
    .contains(&is_named);
    let is_said = near.ends_with('属')
        || near.ends_with("属于")
        || near.ends_with('為')
        || near.ends_with('为')
        || near.ends_with("列为");
    (is_secret && !is_spoken && (is_thing || is_said)).then_some((range, false))
}

/// 内部资料，注意保存
fn internal(text: &str, range: std::ops::Range<usize>) -> Told {
    let words = context::after(text, range.start, 24);
    let thing = INTERNAL.iter().find(|thing| words.starts_with(**thing))?;
    let end = range.start + thing.len();
    let rest = words.get(thing.len()..).unwrap_or_default();
    if rest.starts_with('性') {
        return None;
    }
    let rest =
        rest.trim_start_matches(|sign: char| is_blank(sign) || "，,;；。 ·—-".contains(sign));
    let keep = KEEP.iter().find(|keep| rest.starts_with(**keep));
    let range = range.start..end;
    if keep.is_some() || is_alone(text, &range) {
        return Some((range, true));
    }
    let is_warned = thing.ends_with("资料") || thing.ends_with("資料") || thing.ends_with("刊物");
    is_warned.then_some((range, false))
}

/// 此件不予公开, 公开属性：不予公开
fn withheld(text: &str, range: std::ops::Range<usize>) -> Told {
    let head = context::before(text, range.start, 10);
    let words: String = head.chars().filter(|sign| !is_blank(*sign)).collect();
    let is_itself = ITSELF
        .iter()
        .any(|itself| words.ends_with(itself) || words.ends_with(&format!("{itself}依法")));
    let next = context::first(text, range.end);
    let is_end = next.is_none_or(|next| !is_han(next));
    match (is_itself || is_after_field(head), is_end) {
        (true, true) => Some((range, true)),
        _ if is_alone(text, &range) => Some((range, true)),
        _ => None,
    }
}

/// Whether the words end with the name of a field and its colon.
fn is_after_field(head: &str) -> bool {
    let head = head.trim_end_matches(is_blank);
    let Some(field) = head.strip_suffix(['：', ':']) else {
        return false;
    };
    let field: String = field
        .chars()
        .filter(|sign| !is_blank(*sign) && *sign != '*')
        .collect();
    FIELDS.iter().any(|name| field.ends_with(name))
}

/// Whether its line holds nothing else but marks of Markdown, brackets and words to keep it.
fn is_alone(text: &str, range: &std::ops::Range<usize>) -> bool {
    let is_frame = |sign: char| {
        is_blank(sign) || is_invisible(sign) || "【】[]［］〔〕（）()*_#>“”\"《》\r".contains(sign)
    };
    let head = context::before(text, range.start, LINE);
    let tail = context::after(text, range.end, LINE);
    let begins = head.chars().all(is_frame) && head.chars().count() < LINE;
    let tail = tail.trim_matches(|sign: char| is_frame(sign) || "，,。！!级件".contains(sign));
    let is_bold = context::before(text, range.start, 1) != "";
    let is_heading = head.trim_start().starts_with('#');
    let _ = is_bold;
    begins
        && !is_heading
        && (tail.is_empty() || KEEP.iter().any(|keep| tail.starts_with(keep)) || tail == "启用前")
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::privacy::{Exempt, findings};

    fn worst(text: &str) -> Option<Severity> {
        findings(text, &Exempt::default())
            .iter()
            .map(|finding| finding.severity)
            .min()
    }

    #[test]
    fn marks_are_told_from_words() {
        for text in [
            "秘密★1年",
            "机　密 ★ 长期",
            "**绝密**",
            "密级：机密",
            "内部资料，注意保存",
            "（此件不予公开）",
            "公开属性：不予公开",
        ] {
            assert_eq!(worst(text), Some(Severity::Error), "{text}");
        }
        for text in ["该报告属于机密，请勿外传。", "本单位内部资料汇编"] {
            assert_eq!(worst(text), Some(Severity::Warning), "{text}");
        }
        for text in [
            "国家秘密分为绝密、机密、秘密三级",
            "（三）不予公开",
            "保守商业秘密",
            "（此件公开发布）",
            "密级：无",
            "内部资料性出版物",
        ] {
            assert_eq!(worst(text), None, "{text}");
        }
    }

    #[test]
    fn words_of_the_archive_stop_a_publication() {
        let exempt = Exempt::of([], ["示例专案"]);
        let found = findings("关于示例专案的说明", &exempt);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(found[0].masked, "示例专案");
    }
}
