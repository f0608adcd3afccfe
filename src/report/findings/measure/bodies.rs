//! The names of responsible bodies in a list: 示例局、示例委和示例办等有关部门.
//!
//! In: characters of a clause. Out: each name as a range, and whether it is a name or stands for those that are not
//! named (等有关部门). Never alters a name; whether a body exists is not known here.

use std::ops::Range;

use crate::report::findings::measure::canonical::Canonical;
use crate::report::findings::measure::words::{after, before, begins, eat, eat_end, ends, holds};

/// What is noted behind the name of one that leads.
const NOTES: [&str; 4] = ["(牵头)", "(牵头单位)", "(牵头部门)", "(主办)"];
/// Characters of a name, at most.
const MAX_NAME: usize = 40;
/// Characters of what may be a name although it does not end as one, at most.
const MAX_UNUSUAL: usize = 25;
/// Names of one list, at most.
const MAX_NAMES: usize = 100;

/// What names of bodies end with.
const ENDS: [&str; 64] = [
    "局",
    "委",
    "办",
    "部",
    "厅",
    "院",
    "所",
    "站",
    "中心",
    "政府",
    "公司",
    "集团",
    "单位",
    "部门",
    "机关",
    "队",
    "会",
    "署",
    "科",
    "处",
    "室",
    "组",
    "行",
    "社",
    "学校",
    "大学",
    "党校",
    "馆",
    "法院",
    "检察院",
    "街道",
    "镇",
    "乡",
    "区",
    "县",
    "市",
    "厂",
    "党组",
    "工委",
    "妇联",
    "残联",
    "工商联",
    "文联",
    "科协",
    "侨联",
    "社联",
    "纪委监委",
    "台",
    "网",
    "机构",
    "企业",
    "组织",
    "主体",
    "园",
    "村",
    "社区",
    "州",
    "旗",
    "省",
    "库",
    "镇街",
    "街镇",
    "国企",
    "高校",
];
/// Words before a list of names that are no part of it.
///
/// A single character that a name may begin with (经开区, 和平区) is none of them.
const BEFORE: [&str; 13] = [
    "具体由",
    "分别由",
    "主要由",
    "原则上由",
    "经由",
    "其中",
    "并由",
    "再由",
    "同时",
    "由",
    "请",
    "、",
    ":",
];
/// Words after a list of names that are no part of it.
const AFTER: [&str; 25] = [
    "总", "具体", "共同", "联合", "统一", "统筹", "主要", "分别", "各自", "分工", "均", "应当",
    "应", "要", "须", "积极", "密切", "协同", "协助", "、", "作为", "为", "全面", "一起", "予以",
];
/// Words that a name does not begin with.
///
/// No single character that places begin with (如东, 应城, 从化, 将乐).
const NO_BEGINNING: [&str; 15] = [
    "以下", "简称", "包括", "例如", "的", "了", "对", "把", "在", "按", "根据", "依照", "不", "已",
    "谁",
];
/// Words that no name holds.
const NO_PART: [&str; 14] = [
    "应当", "必须", "不得", "可以", "负责", "牵头", "完成", "年底", "简称", "予以", "为了", "什么",
    "如何", "我们",
];
/// Words between two names.
const JOINING: [&str; 5] = ["以及", "和", "及", "与", "暨"];
/// What is said of bodies that are not named, after 等.
const UNNAMED: [&str; 26] = [
    "负有", "相关", "有关", "区直", "市直", "县直", "州直", "省直", "职能", "责任", "成员", "部门",
    "单位", "机关", "机构", "地区", "企业", "街道", "乡镇", "各", "个", "家", "多", "及", "和",
    "镇",
];

/// A name in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Characters of the canonical text.
    pub(super) at: Range<usize>,
    /// Whether it stands for bodies that are not named.
    pub(super) is_rest: bool,
    /// Whether a note behind it says that it leads: 示例编办（牵头）.
    pub(super) leads: bool,
}

/// Splits a list of names; none where something in it can be no name.
pub(super) fn split(canonical: &Canonical, list: Range<usize>) -> Option<Vec<Name>> {
    let list = trim(canonical, list);
    let mut names = Vec::new();
    for item in items(canonical, &list) {
        let item = trim(canonical, item);
        let whole = canonical.part(&item);
        let noted = NOTES.iter().find_map(|note| before(whole, note));
        let leads = noted.is_some();
        let item = match noted {
            Some(name) => item.start..item.start + name.len(),
            None => item,
        };
        let (name, rest) = without_rest(canonical, item);
        if !name.is_empty() {
            is_name(canonical.part(&name)).then_some(())?;
            names.push(Name {
                at: name,
                is_rest: false,
                leads,
            });
        }
        if let Some(at) = rest {
            names.push(Name {
                at,
                is_rest: true,
                leads: false,
            });
        }
        (names.len() <= MAX_NAMES).then_some(())?;
    }
    names.iter().any(|name| !name.is_rest).then_some(names)
}

/// Whether all of the names end as names of bodies do, and hold nothing that a sentence does and a name does not.
pub(super) fn are_usual(canonical: &Canonical, names: &[Name]) -> bool {
    names
        .iter()
        .map(|name| (name.is_rest, canonical.part(&name.at)))
        .all(|(is_rest, name)| is_rest || ends_as_body(name) && !is_sentence(name))
}

/// Whether characters may be a name.
fn is_name(name: &[char]) -> bool {
    let is_written_so = |c: &char| {
        c.is_alphanumeric() || matches!(c, '(' | ')' | '·' | '/' | '-' | '“' | '”' | '、')
    };
    let is_dated = name
        .windows(2)
        .any(|pair| matches!(pair, [digit, '年' | '月' | '日'] if digit.is_ascii_digit()));
    let mut depth = 0_usize;
    let is_balanced = name.iter().all(|c| match c {
        '(' => {
            depth += 1;
            true
        }
        ')' => depth.checked_sub(1).inspect(|less| depth = *less).is_some(),
        _ => true,
    }) && depth == 0;
    let has_letter = name.iter().any(|c| c.is_alphabetic());
    name.len() >= 2
        && name.len() <= MAX_NAME
        && (name.len() <= MAX_UNUSUAL || ends_as_body(name))
        && has_letter
        && name.iter().all(is_written_so)
        && is_balanced
        && !is_dated
        && !begins(name, &NO_BEGINNING)
        && !holds(name, &NO_PART)
}

/// Whether what may be a name is rather the beginning of a sentence (示例会议由示例局); 自由贸易区 holds 由 too.
fn is_sentence(name: &[char]) -> bool {
    name.windows(2)
        .any(|pair| matches!(pair, [left, '由' | '的'] if *left != '自'))
}

/// Whether characters end as names of bodies do, an addition in brackets aside.
pub(super) fn ends_as_body(name: &[char]) -> bool {
    let name = match name.last() {
        Some(')') => name
            .iter()
            .position(|c| *c == '(')
            .and_then(|at| name.get(..at))
            .unwrap_or(name),
        _ => name,
    };
    ends(name, &ENDS)
}

/// The items of a list: between 、 and /, and between 和 and its like where a whole name precedes.
fn items(canonical: &Canonical, list: &Range<usize>) -> Vec<Range<usize>> {
    let characters = canonical.part(list);
    let mut items = Vec::new();
    let mut depth = 0_usize;
    let mut from = 0;
    let mut at = 0;
    while let Some(character) = characters.get(at) {
        let rest = characters.get(at..).unwrap_or_default();
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let joining = match character {
            _ if depth > 0 => 0,
            '、' | '/' | ',' | ';' => 1,
            _ => {
                let left = characters.get(from..at).unwrap_or_default();
                let word = JOINING.iter().find(|word| after(rest, word).is_some());
                let length = word.map_or(0, |word| word.chars().count());
                let later = characters.get(at + length..).unwrap_or_default();
                // 发展和改革局 is one name: what precedes does not end as one. 及其 and 和谐 join nothing.
                let is_joining = length > 0
                    && left.len() >= 2
                    && ends_as_body(left)
                    && later.len() >= 2
                    && !begins(later, &["其", "谐", "平"]);
                if is_joining { length } else { 0 }
            }
        };
        if joining > 0 {
            items.push(from..at);
            at += joining;
            from = at;
        } else {
            at += 1;
        }
    }
    items.push(from..characters.len());
    items
        .into_iter()
        .filter(|item| !item.is_empty())
        .map(|item| item.start + list.start..item.end + list.start)
        .collect()
}

/// The list without words before and after it that are no part of it.
fn trim(canonical: &Canonical, list: Range<usize>) -> Range<usize> {
    let characters = canonical.part(&list);
    let rest = eat(characters, &BEFORE);
    let start = list
        .start
        .saturating_add(characters.len().saturating_sub(rest.len()));
    // A name that is nothing but such a word stays what it is, and is none.
    let rest = eat_end(rest, &AFTER);
    start..start + rest.len()
}

/// A name and what follows it for those that are not named.
fn without_rest(canonical: &Canonical, item: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let characters = canonical.part(&item);
    for (at, character) in characters.iter().enumerate() {
        if *character != '等' {
            continue;
        }
        let said = characters.get(at + 1..).unwrap_or_default();
        let count = said
            .iter()
            .take_while(|c| c.is_ascii_digit() || crate::character::han_value(**c).is_some())
            .count();
        let said = said.get(count..).unwrap_or_default();
        if eat(said, &UNNAMED).is_empty() {
            let middle = item.start + at;
            return (item.start..middle, Some(middle..item.end));
        }
    }
    (item, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> String {
        let canonical = Canonical::of(text, 0..text.len());
        let all = 0..canonical.characters().len();
        match split(&canonical, all) {
            None => "none".to_owned(),
            Some(names) => names
                .iter()
                .map(|name| text.get(canonical.bytes(&name.at)).unwrap_or_default())
                .collect::<Vec<_>>()
                .join("|"),
        }
    }

    #[test]
    fn lists_are_split_into_names_as_written() {
        for (text, wanted) in [
            ("示例编办", "示例编办"),
            ("示例编办、示例法制办", "示例编办|示例法制办"),
            ("示例编办和示例法制办", "示例编办|示例法制办"),
            (
                "示例编办、示例财政局及各镇政府",
                "示例编办|示例财政局|各镇政府",
            ),
            (
                "示例发展和改革局、示例住房和城乡建设局",
                "示例发展和改革局|示例住房和城乡建设局",
            ),
            (
                "示例人力资源和社会保障局和示例民政局",
                "示例人力资源和社会保障局|示例民政局",
            ),
            ("示例财政局等有关部门", "示例财政局|等有关部门"),
            (
                "示例财政局、示例民政局等9个单位",
                "示例财政局|示例民政局|等9个单位",
            ),
            (
                "示例财政局等有关部门和各镇政府",
                "示例财政局|等有关部门|各镇政府",
            ),
            (
                "示例財政局、示例發改委等相關部門",
                "示例財政局|示例發改委|等相關部門",
            ),
            (
                "各镇政府(街道办事处)、示例区直各有关部门",
                "各镇政府(街道办事处)|示例区直各有关部门",
            ),
            ("由示例 法制办", "示例 法制办"),
            ("全区各级政府及其部门党组", "全区各级政府及其部门党组"),
            ("示例社会和谐办", "示例社会和谐办"),
            ("示例局／示例委", "示例局|示例委"),
            ("等有关部门", "none"),
            ("2017年", "none"),
            ("以下简称示例局", "none"),
            ("", "none"),
        ] {
            assert_eq!(names(text), wanted, "{text}");
        }
    }
}
