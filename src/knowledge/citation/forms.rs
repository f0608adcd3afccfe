//! The forms of a title that mean one document: with an edition and without, the notice and what it publishes.
//!
//! In: the key of a title. Out: the parts of it. Never says that two documents are one: that is decided by who looks
//! them up.

/// Characters of what a notice publishes, at least: less is no title.
const MIN_TITLE: usize = 4;
/// Characters of a title without its tail, at least.
const MIN_BASE: usize = 5;

/// Words at the end of an edition.
const EDITIONS: &[&str] = &[
    "修订本",
    "修正本",
    "修订版",
    "修正版",
    "修改版",
    "新修订",
    "修订",
    "修正",
    "修改",
];
/// Tails of which a title may be without, though it is not surely the same then.
const REMARKS: &[&str] = &["试行", "暂行", "修订版", "新版", "版", "本"];
/// What a notice does with what it publishes.
const PUBLISHES: &[&str] = &["印发", "颁发", "发布", "公布", "颁布", "下发"];
/// What a notice is called.
const NOTICES: &[&str] = &["的通知", "的公告", "的通告", "的命令", "的函", "的决定"];
/// Organs of a body, after the name of its region.
const ORGANS: &[&str] = &[
    "人民政府办公室",
    "人民政府办公厅",
    "政府办公室",
    "政府办公厅",
    "人民政府",
    "办公室",
    "办公厅",
    "政府",
];
/// What a form or a certificate ends with, or a newspaper.
const FORMS: &[&str] = &[
    "证",
    "证书",
    "证明",
    "许可证",
    "执照",
    "申请书",
    "登记表",
    "审批表",
    "申请表",
    "申报表",
    "备案表",
    "登记证",
    "通知书",
    "决定书",
    "意见书",
    "告知书",
    "承诺书",
    "责任书",
    "建议书",
    "协议书",
    "通知单",
    "反馈单",
    "回执",
    "名单表",
    "卡",
    "簿",
    "日报",
    "晚报",
    "时报",
    "杂志",
    "周刊",
    "月刊",
    "法制报",
    "批准书",
    "确认书",
    "鉴定书",
    "委托书",
    "合格证明",
    "证件",
    "文书",
    "档案",
    "表",
    "单",
];

/// A title without its edition (2019修订), and the year of it where that is written.
pub(super) fn edition(key: &str) -> Option<(&str, Option<i16>)> {
    let rest = EDITIONS.iter().find_map(|word| key.strip_suffix(word))?;
    let (base, year) = match year_at_end(rest) {
        Some((base, year)) => (base, Some(year)),
        None => (rest, None),
    };
    (base.chars().count() >= 2 && !base.ends_with("关于")).then_some((base, year))
}

/// A title without the tail that tells it from others of its name: years, 试行.
pub(super) fn base(key: &str) -> Option<&str> {
    let mut base = key;
    loop {
        let word = REMARKS.iter().find_map(|word| base.strip_suffix(word));
        let years = || {
            let (rest, to) = base.rsplit_once('-')?;
            let from = rest.get(rest.len().checked_sub(4)?..)?;
            let is_year = |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
            (is_year(to) && is_year(from)).then(|| rest.strip_suffix(from))?
        };
        let shorter = word.or_else(years).or_else(|| Some(year_at_end(base)?.0));
        match shorter {
            Some(shorter) if shorter.chars().count() >= MIN_BASE => base = shorter,
            _ => break,
        }
    }
    (base.len() < key.len()).then_some(base)
}

/// 2019, 2019年, 2019年5月, 2019年5月1日 at the end of a key.
fn year_at_end(key: &str) -> Option<(&str, i16)> {
    let figures = |text: &str| {
        let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
        (1..=2)
            .contains(&(text.len() - rest.len()))
            .then_some(rest.len())
    };
    let cut = |text: &'_ str, sign: char| -> Option<usize> { figures(text.strip_suffix(sign)?) };
    let mut rest = key;
    if let Some(day) = cut(rest, '日').and_then(|at| rest.get(..at)) {
        rest = day;
    }
    if let Some(month) = cut(rest, '月').and_then(|at| rest.get(..at)) {
        rest = month;
    }
    let rest = rest.strip_suffix('年').unwrap_or(rest);
    let at = rest.len().checked_sub(4)?;
    let year = rest.get(at..)?;
    let base = rest.get(..at)?;
    let is_year = year.starts_with("19") || year.starts_with("20");
    let is_whole = !base.ends_with(|c: char| c.is_ascii_digit() || c == '-');
    (is_year && is_whole).then_some((base, year.parse().ok()?))
}

/// Who publishes what: the words before 关于, and what a notice publishes.
pub(super) fn notice(key: &str) -> Option<(&str, &str)> {
    let (issuer, rest) = key.split_once("关于")?;
    let rest = PUBLISHES.iter().find_map(|word| rest.strip_prefix(word))?;
    let inner = NOTICES.iter().find_map(|word| rest.strip_suffix(word))?;
    (inner.chars().count() >= MIN_TITLE).then_some((issuer, inner))
}

/// The organ that words begin with, and what follows.
pub(super) fn organ(words: &str) -> (&'static str, &str) {
    let found = ORGANS
        .iter()
        .find_map(|organ| Some((*organ, words.strip_prefix(organ)?)));
    found.unwrap_or(("", words))
}

/// The name of a body without its organ.
pub(super) fn without_organ(name: &str) -> &str {
    let found = ORGANS.iter().find_map(|organ| name.strip_suffix(organ));
    found.unwrap_or(name)
}

/// Whether two organs may be one: one of them is not named, or both are a government or its office.
pub(super) fn are_alike(first: &str, second: &str) -> bool {
    let short =
        |organ: &'_ str| -> (bool, bool) { (organ.contains("政府"), organ.contains("办公")) };
    first.is_empty() || second.is_empty() || short(first) == short(second)
}

/// The last place in the name of a body: of 示例市云麓区 it is 云麓区.
pub(super) fn last_place(name: &str) -> Option<&str> {
    const UNITS: &[char] = &['区', '县', '市', '旗', '镇', '乡'];
    let place = without_organ(name);
    if !place.ends_with(UNITS) {
        return None;
    }
    let ends = [
        "自治区",
        "自治州",
        "地区",
        "省",
        "市",
        "州",
        "盟",
        "区",
        "县",
    ];
    let start = ends
        .iter()
        .filter_map(|end| Some(place.find(end)? + end.len()))
        .filter(|at| *at < place.len())
        .min()?;
    let rest = place.get(start..)?;
    // 省 before 市 before 区: the next place again.
    match last_place(rest) {
        Some(last) => Some(last),
        None => (rest.chars().count() >= 2).then_some(rest),
    }
}

/// Whether a title is that of a law or a regulation, which is amended under its title.
pub(super) fn is_law(key: &str) -> bool {
    let key = edition(key).map_or(key, |(plain, _)| plain);
    ["法", "法典", "条例"].iter().any(|end| key.ends_with(end)) && !key.ends_with("办法")
}

/// Whether a title is that of a form, a certificate or a newspaper.
pub(super) fn is_form(title: &str) -> bool {
    const DOCUMENTS: &[&str] = &["清单", "名单", "目录表", "菜单"];
    let title = title.split(['（', '(']).next().unwrap_or(title);
    FORMS.iter().any(|end| title.ends_with(end))
        && !DOCUMENTS.iter().any(|end| title.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{base, edition, is_form, last_place, notice};

    #[test]
    fn editions_are_told_from_titles() {
        type Edition<'a> = Option<(&'a str, Option<i16>)>;
        let cases: &[(&str, Edition<'_>)] = &[
            (
                "示例市供水条例2019修订",
                Some(("示例市供水条例", Some(2019))),
            ),
            (
                "示例市供水条例2019年修正",
                Some(("示例市供水条例", Some(2019))),
            ),
            (
                "示例市供水条例2019年5月1日修订",
                Some(("示例市供水条例", Some(2019))),
            ),
            ("示例市供水条例修订", Some(("示例市供水条例", None))),
            ("示例市供水条例", None),
            ("示例市供水规划2016-2020", None),
        ];
        for (key, expected) in cases {
            assert_eq!(edition(key), *expected, "{key}");
        }
    }

    #[test]
    fn tails_are_told_from_titles() {
        assert_eq!(base("示例市供水规划2016-2020"), Some("示例市供水规划"));
        assert_eq!(base("示例市供水办法试行"), Some("示例市供水办法"));
        assert_eq!(base("示例市供水指标2021年版"), Some("示例市供水指标"));
        assert_eq!(base("示例市供水办法"), None);
        assert_eq!(base("规划2016-2020"), None);
    }

    #[test]
    fn a_notice_names_what_it_publishes() {
        let inner = "示例市供水办法";
        assert_eq!(notice("关于印发示例市供水办法的通知"), Some(("", inner)));
        assert_eq!(
            notice("示例市政府关于公布示例市供水办法的通知"),
            Some(("示例市政府", inner))
        );
        assert_eq!(notice("关于转发示例市供水办法的通知"), None);
        assert_eq!(
            notice("关于转发省政府关于印发示例市供水办法的通知的通知"),
            None
        );
        assert_eq!(notice("关于加强供水的通知"), None);
    }

    #[test]
    fn a_body_has_a_short_place() {
        assert_eq!(last_place("示例市云麓区"), Some("云麓区"));
        assert_eq!(last_place("示例省示例市汀兰县人民政府"), Some("汀兰县"));
        assert_eq!(last_place("示例市"), None);
        assert_eq!(last_place("示例市财政局"), None);
    }

    #[test]
    fn forms_are_no_documents() {
        assert!(is_form("示例许可证"));
        assert!(is_form("示例意见书（样式）"));
        assert!(!is_form("示例事项清单"));
        assert!(!is_form("示例条例"));
    }
}
