//! Headings of invented reports: what counts, what is told, what is kept.

use super::*;
use crate::report::markdown::{Document, Options};

fn wanted(parts: &[&[&str]]) -> WantedParts {
    let mut wanted = WantedParts::new(true);
    let parts = parts.iter().map(|forms| forms.to_vec());
    wanted.want("annual-report", "年度报告", parts);
    wanted
}

fn front_matter(kind: &str) -> FrontMatter {
    let mut front_matter = FrontMatter::default();
    front_matter.kind.value = kind.to_owned();
    front_matter
}

/// What is found in a report, and how much its editor is told.
fn found_in(body: &str, wanted: &WantedParts) -> (FoundParts, usize) {
    let document = Document::parse(body, Options { chinese: true });
    let mut remarks = Vec::new();
    let found = wanted.find(
        document.parts(),
        &document.passages(),
        &front_matter("年度報告"),
        &mut remarks,
    );
    (found.map(|found| *found).unwrap_or_default(), remarks.len())
}

fn declared(body: &str, wanted: &WantedParts) -> Vec<(u16, String)> {
    let (found, _) = found_in(body, wanted);
    let declared = found.declared.into_iter();
    declared.map(|it| (it.part, it.heading)).collect()
}

#[test]
fn a_heading_has_a_form_within_it_and_the_longest_form_wins() {
    let wanted = wanted(&[
        &["存在的问题", "问题"],
        &["下一步打算", "工作安排"],
        &["问题整改情况"],
        &["重点任务"],
        &["任务安排"],
    ]);
    let forms = wanted.forms_of(&front_matter("annual-report"));
    for (heading, parts, is_ambiguous) in [
        ("存在的问题", &[0][..], false),
        ("2021年存在的主要问题", &[0], false),
        ("上年问题整改情况", &[2], false),
        ("存在的问题和下一步打算", &[0, 1], false),
        ("存在的问题及问题整改情况", &[0, 2], false),
        ("2022年工作安排", &[1], false),
        ("重点任务安排", &[], true),
        ("主要工作", &[], false),
        ("", &[], false),
    ] {
        let met = met(&bare(heading), forms);
        assert_eq!(
            (&*met.parts, met.is_ambiguous),
            (parts, is_ambiguous),
            "{heading}"
        );
    }
}

#[test]
fn the_outermost_parts_count() {
    let wanted = wanted(&[&["主要工作", "重点工作"], &["问题"]]);
    for (body, expected) in [
        (
            "一、主要工作\n\n文。\n\n二、存在的问题\n\n（一）重点工作有的问题。\n\n文。",
            &[(0, "一、主要工作"), (1, "二、存在的问题")][..],
        ),
        // A heading that runs into its text counts, a sentence does not.
        (
            "一、回顾\n\n（一）存在的问题。示例文字。\n\n文。",
            &[(1, "（一）存在的问题")],
        ),
        (
            "一、回顾\n\n（一）对检查发现的问题逐件登记、逐件核实、逐件整改、逐件反馈，并且定期通报有关单位。",
            &[],
        ),
        // In a sentence of a series there are no headings.
        ("一是解决问题。二是做好重点工作。", &[]),
        (
            "## 主 要 工 作：\n\n文。\n\n## 問題\n\n文。",
            &[(0, "主 要 工 作："), (1, "問題")],
        ),
        ("", &[]),
    ] {
        let expected: Vec<(u16, String)> = expected
            .iter()
            .map(|(part, heading)| (*part, (*heading).to_owned()))
            .collect();
        assert_eq!(declared(body, &wanted), expected, "{body}");
    }
}

#[test]
fn what_may_be_either_is_told() {
    let wanted = wanted(&[&["重点任务"], &["任务安排"]]);
    let body = "一、重点任务安排\n\n文。";
    let (found, told) = found_in(body, &wanted);
    assert_eq!((found.declared.len(), told), (0, 1));
    assert_eq!(found.forms, [0, 1]);
}

#[test]
fn headings_are_known_without_numbers_marks_and_years() {
    let digests = |body: &str| -> Vec<[u8; 8]> {
        let (found, _) = found_in(body, &WantedParts::new(true));
        found.headings.iter().map(|it| it.digest).collect()
    };
    let one = digests("一、2021年工作安排\n\n文。");
    assert_eq!(one.len(), 1);
    for same in [
        "三、工作安排\n\n文。",
        "## 二、 2022 年度工作安排\n\n文。",
        "一、二〇二三年“工作”安排\n\n文。",
        "一、工作安排（2020）\n\n文。",
    ] {
        assert_eq!(digests(same), one, "{same}");
    }
    assert_ne!(digests("一、工作打算\n\n文。"), one);
    // Twice in one report says nothing of which is meant; a year alone says nothing at all.
    assert!(digests("一、情况\n\n文。\n\n二、情况\n\n文。").is_empty());
    assert!(digests("## 2021年\n\n文。").is_empty());
}

#[test]
fn years_go_and_other_numbers_of_words_stay() {
    for (words, kept) in [
        ("2021年度工作", "工作"),
        ("二〇二一年工作", "工作"),
        ("三项制度", "三项制度"),
        ("十四五规划", "十四五规划"),
        ("年度考核", "年度考核"),
        ("2021", ""),
    ] {
        assert_eq!(without_years(words), kept, "{words}");
    }
}

#[test]
fn nothing_is_kept_where_nothing_is_wanted() {
    let document = Document::parse("一、存在的问题\n\n文。", Options { chinese: true });
    let found = |wanted: &WantedParts, kind: &str| {
        let passages = document.passages();
        wanted.find(
            document.parts(),
            &passages,
            &front_matter(kind),
            &mut Vec::new(),
        )
    };
    assert_eq!(found(&WantedParts::default(), "plan"), None);
    let mut of_reports = WantedParts::new(false);
    of_reports.want("annual-report", "年度报告", [vec!["问题"]].into_iter());
    assert_eq!(found(&of_reports, "plan"), None);
    assert!(found(&of_reports, "annual-report").is_some());
}
