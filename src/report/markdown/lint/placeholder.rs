//! What a template, Word or Excel left in a text: places that nobody filled in, messages of broken references.
//!
//! In: a place in a displayed line. Out: a warning. To add a phrase, add a row. A hidden name (李××, 某公司, 4301****)
//! is none: it was hidden on purpose.

use crate::report::markdown::lint::line::{HIDDEN, Line};
use crate::report::markdown::lint::{Found, faults};

/// Phrases of templates.
const TEMPLATE: &[&str] = &[
    "此处填写",
    "此处输入",
    "此处插入",
    "请在此处",
    "单击此处",
    "单击或点击此处",
    "点击此处添加",
    "点击或点按此处",
    "待补充】",
    "待补充）",
    "Click or tap here",
    "Click here to enter",
    "Lorem ipsum",
    "lorem ipsum",
    "TODO",
    "TBD",
    "FIXME",
];
/// What programs write where something is broken.
const BROKEN: &[&str] = &[
    "错误！未找到引用源",
    "错误!未找到引用源",
    "错误！未定义书签",
    "错误!未定义书签",
    "错误！文档中没有指定样式",
    "Error! Reference source",
    "Error! Bookmark not",
    "#REF!",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#N/A",
    "#NULL!",
    "#NUM!",
];
/// The Han characters that they begin with.
pub(super) const HAN: &[char] = &['此', '请', '单', '点', '待', '错'];
/// The Latin letters that they, and places to fill in, begin with.
pub(super) const LATIN: &[char] = &['C', 'L', 'l', 'T', 'F', 'E', 'X', 'x'];
/// What follows a figure that is not filled in.
const UNITS: &[&str] = &[
    "年", "月", "日", "时", "分", "万", "亿", "元", "个", "件", "次", "项", "人", "户", "吨",
    "公里", "亩", "%", "％", "份", "期", "批", "篇", "条", "章", "号文", "起", "名", "家", "场",
    "处",
];
/// Characters in braces that are the name of something to fill in.
const NAME_MAX: usize = 30;

/// Reports what begins at `at` with `c`, and says where it ends.
pub(super) fn at(line: &Line, at: usize, c: char, found: &mut Found) -> Option<usize> {
    let ahead = line.ahead(at);
    let before = line.before(at);
    if let Some(phrase) = phrase(TEMPLATE, ahead, before) {
        found.add(faults::placeholder(
            line.span(at..at + phrase.len()),
            phrase,
        ));
        return Some(at + phrase.len());
    }
    if let Some(phrase) = phrase(BROKEN, ahead, before) {
        found.add(faults::broken_field(
            line.span(at..at + phrase.len()),
            phrase,
        ));
        return Some(at + phrase.len());
    }
    match c {
        '{' => {
            let end = at + braces(ahead)?;
            found.add(faults::placeholder(line.span(at..end), &line.text[at..end]));
            Some(end)
        }
        'X' | 'x' | '×' | 'Ｘ' | '□' => {
            let rest = ahead.trim_start_matches(c);
            let end = at + (ahead.len() - rest.len());
            let count = (end - at) / c.len_utf8();
            let is_open = match c {
                '□' => count > 1,
                _ => count > 1 && is_unfilled(before, rest, &line.text, at),
            };
            if is_open {
                found.add(faults::placeholder(line.span(at..end), &line.text[at..end]));
            }
            Some(end)
        }
        _ => None,
    }
}

fn phrase(phrases: &[&'static str], ahead: &str, before: Option<char>) -> Option<&'static str> {
    let phrase = phrases.iter().find(|phrase| ahead.starts_with(**phrase))?;
    let is_part = |c: char| c.is_ascii_alphanumeric();
    let is_word = phrase.ends_with(is_part) && phrase.starts_with(is_part);
    let is_within = before.is_some_and(is_part) || ahead[phrase.len()..].starts_with(is_part);
    (!(is_word && is_within)).then_some(phrase)
}

/// The length of `{名称}`. A set ({甲、乙}) and an exponent ({2}) are text.
fn braces(ahead: &str) -> Option<usize> {
    let inside = ahead.strip_prefix('{')?;
    let end = inside.find('}')?;
    let inside = &inside[..end];
    let is_part = |c: char| {
        c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '…' | '.' | '/' | '：' | ':')
    };
    let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
    let is_dots = !inside.is_empty() && inside.chars().all(|c| matches!(c, '…' | '.'));
    let is_name = inside.chars().all(is_part) && inside.chars().count() <= NAME_MAX && letters > 1;
    (!inside.contains(HIDDEN) && (inside.is_empty() || is_dots || is_name)).then_some(end + 2)
}

/// Whether a run of X before `rest` stands for what was to be filled in: before a unit, or where a value is named.
fn is_unfilled(before: Option<char>, rest: &str, text: &str, at: usize) -> bool {
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '*')) {
        return false;
    }
    let after = rest.chars().next();
    if after.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return false;
    }
    let following = rest.trim_start_matches(' ');
    let is_body = following.starts_with("人民");
    let has_unit = !is_body && UNITS.iter().any(|unit| following.starts_with(unit));
    let is_value = matches!(before, Some('：' | ':')) && after.is_none_or(|c| !c.is_alphanumeric());
    let is_alone = text[..at].trim().is_empty() && rest.trim().is_empty();
    has_unit || is_value || is_alone
}

#[cfg(test)]
mod tests {
    use crate::report::markdown::lint::tests::codes;

    #[test]
    fn places_that_nobody_filled_in_are_told() {
        for body in [
            "全年受理XX件。",
            "截至XXXX年XX月",
            "联系人：XXX",
            "处置资金××万元",
            "{单位名称}的报告",
            "见{…}。",
            "□□□年",
            "（单击此处输入文字。）",
            "TODO 补数据",
            "增长XX%",
            "张xx年",
            "共 XX 件",
            "{name}",
        ] {
            let found = codes(body);
            assert!(
                !found.is_empty() && found.iter().all(|c| *c == "placeholder"),
                "{body}: {found:?}"
            );
        }
        for body in [
            "李××到案。",
            "××人民法院",
            "20XX年样表",
            "□是 □否",
            "某XX公司",
            "430104XXXXXXXX1234",
            "集合{甲、乙}",
            "x^{2}",
            "第XX届",
            "`{name}`",
            "XXL号",
            "TODOS",
            "0731-XXXX",
            "长×宽",
            "二〇〇〇年",
            "\\{名称\\}",
            "（待定）",
        ] {
            assert_eq!(codes(body), [""; 0], "{body}");
        }
    }

    #[test]
    fn messages_of_broken_references_are_told() {
        for body in [
            "见错误！未找到引用源。",
            "合计#REF!",
            "| 甲 |\n| --- |\n| #DIV/0! |",
            "Error! Reference source not found.",
        ] {
            assert_eq!(codes(body), ["broken-field"], "{body}");
        }
        assert_eq!(codes("此处错误较多。"), [""; 0]);
    }
}
