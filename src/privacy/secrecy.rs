//! Marks of secrecy, and words that stop a publication.
//!
//! In: a text. Out: an error for a mark (秘密★1年, 密级：机密, 内部资料 alone on a line, 此件不予公开) and for each word of the
//! archive's own list; a warning where a text says of itself that it is secret, for a few, or given on request. Laws and
//! annual reports speak of secrets and of what is not disclosed all the time: that alone is no finding.

mod around;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::character::{is_blank, is_invisible};
use crate::privacy::secrecy::around::{is_after_field, is_alone, is_kept_close};
use crate::privacy::{Found, Kind, context};

/// Where something may be: all else is decided by what stands around it.
static SIGNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("[★☆]|机密|機密|绝密|絕密|秘密|内部|內部|不予公开|不公开|不宜公开|不得公开|不予公開|依申请公开").ok()
});

/// Degrees of secrecy.
const DEGREES: [&str; 7] = ["绝密", "机密", "秘密", "絕密", "機密", "内部", "內部"];
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
/// What makes of 机密 something that laws speak of, beside it.
const SPOKEN: [&str; 21] = [
    "国家", "商业", "工作", "技术", "军事", "审判", "检察", "警务", "科技", "保守", "泄露", "泄漏",
    "涉及", "知悉", "分为", "、", "级", "保密", "密码", "國家", "或者",
];
/// What a text goes on with that says of something that it is secret.
const THINGS: [&str; 9] = [
    "文件", "资料", "材料", "信息", "資料", "，请", "，不", "，严", "。请",
];
/// What it says before that.
const SAID: [&str; 4] = ["属", "属于", "列为", "為"];
/// Occurrences of a word that are told of.
const MAX_TOLD: usize = 1000;

/// A place, and whether it is an error.
type Told = Option<(Range<usize>, bool)>;

/// Looks for marks and words in a text.
pub(super) fn find(found: &mut Found<'_>) {
    let text = found.text;
    let mut end = 0;
    for sign in SIGNS.iter().flat_map(|signs| signs.find_iter(text)) {
        // 绝密★: the star belongs to the word before it.
        if sign.start() < end {
            continue;
        }
        let range = sign.range();
        let told = match sign.as_str() {
            "★" | "☆" => starred(text, &range),
            "内部" | "內部" => internal(text, range),
            "机密" | "機密" | "绝密" | "絕密" | "秘密" => degree(text, range),
            _ => withheld(text, range),
        };
        if let Some((range, is_error)) = told {
            end = range.end;
            match is_error {
                true => found.error(Kind::Secrecy, range),
                false => found.warn(Kind::Secrecy, range),
            }
        }
    }
    for word in found.exempt.words() {
        for (at, _) in text.match_indices(word.as_str()).take(MAX_TOLD) {
            found.error(Kind::Secrecy, at..at + word.len());
        }
    }
}

/// 秘密★1年, 机　密 ★
fn starred(text: &str, star: &Range<usize>) -> Told {
    let head = context::before(text, star.start, 10);
    let seen = |sign: &char| !is_blank(*sign) && !is_invisible(*sign);
    let words: String = head.chars().filter(seen).collect();
    let degree = DEGREES.iter().find(|degree| words.ends_with(**degree))?;
    let first = degree.chars().next()?;
    let start = star.start - head.len() + head.rfind(first)?;
    Some((start..star.end, true))
}

/// 机密, 绝密, 秘密
fn degree(text: &str, range: Range<usize>) -> Told {
    let tail = context::after(text, range.end, 6);
    let rest = tail.trim_start_matches(is_blank);
    if rest.starts_with(['★', '☆']) {
        let star = range.end + tail.len() - rest.len();
        return Some((range.start..star + '★'.len_utf8(), true));
    }
    // Most stand within a sentence, and 秘密 there is no mark.
    let is_common = text
        .get(range.clone())
        .is_some_and(|word| word.starts_with('秘'));
    if is_common && context::last(text, range.start).is_some_and(is_han) {
        return None;
    }
    if is_after_field(context::before(text, range.start, 12)) || is_alone(text, &range) {
        return Some((range, true));
    }
    let near = context::before(text, range.start, 4);
    let after = context::after(text, range.end, 3);
    let is_spoken = context::has(near, &SPOKEN) || context::has(after, &SPOKEN);
    let is_thing = THINGS.iter().any(|thing| after.starts_with(thing));
    let is_said = SAID.iter().any(|said| near.ends_with(said));
    (!is_common && !is_spoken && (is_thing || is_said)).then_some((range, false))
}

/// 内部资料，注意保存; 密级：内部
fn internal(text: &str, range: Range<usize>) -> Told {
    if is_after_field(context::before(text, range.start, 12)) {
        return Some((range, true));
    }
    let words = context::after(text, range.start, 24);
    let thing = INTERNAL.iter().find(|thing| words.starts_with(**thing))?;
    let rest = words.get(thing.len()..).unwrap_or_default();
    // 内部资料性出版物 is a kind of publications.
    if rest.starts_with('性') {
        return None;
    }
    let range = range.start..range.start + thing.len();
    if is_kept_close(rest) || is_alone(text, &range) {
        return Some((range, true));
    }
    let is_told = ["资料", "資料", "刊物"]
        .iter()
        .any(|end| thing.ends_with(end));
    is_told.then_some((range, false))
}

/// 此件不予公开, 公开属性：不予公开; 依申请公开 in that place is a warning.
fn withheld(text: &str, range: Range<usize>) -> Told {
    let is_error = text
        .get(range.clone())
        .is_some_and(|word| word.starts_with('不'));
    if is_error && is_alone(text, &range) {
        return Some((range, true));
    }
    if context::first(text, range.end).is_some_and(is_han) {
        return None;
    }
    let head = context::before(text, range.start, 12);
    let words: String = head.chars().filter(|sign| !is_blank(*sign)).collect();
    let words = words.strip_suffix("依法").unwrap_or(&words);
    let is_itself = ITSELF.iter().any(|itself| words.ends_with(itself));
    (is_itself || is_after_field(head)).then_some((range, is_error))
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::privacy::{Exempt, findings};

    fn worst(text: &str) -> Option<Severity> {
        let found = findings(text, &Exempt::default());
        found.iter().map(|finding| finding.severity).min()
    }

    #[test]
    fn marks_are_told_from_words() {
        let marks = [
            "秘密★1年",
            "机　密 ★ 长期",
            "**绝密**",
            "密级：机密",
            "密级：内部",
            "| 公开属性 | 不予公开 |",
            "内部资料，注意保存",
            "（此件不予公开）",
            "公开属性: 不予公开",
            "不予公开",
        ];
        for text in marks {
            assert_eq!(worst(text), Some(Severity::Error), "{text}");
        }
        for text in [
            "该报告属于机密，请勿外传。",
            "本单位内部资料汇编",
            "公开方式：依申请公开",
        ] {
            assert_eq!(worst(text), Some(Severity::Warning), "{text}");
        }
        let words = [
            "国家秘密分为绝密、机密、秘密三级",
            "（三）不予公开",
            "## 不予公开",
            "| 不予公开 | 3 | 0 |",
            "决定不予公开的，应当说明理由",
            "保守商业秘密",
            "（此件公开发布）",
            "密级：无",
            "内部资料性出版物",
            "完善内部管理",
            "四、依申请公开",
        ];
        for text in words {
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
