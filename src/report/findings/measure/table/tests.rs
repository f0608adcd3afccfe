//! Invented tables of measures: what is read of them, and what is told.

use crate::report::findings::measure::{Found, ProblemKind, Role, Timing, find};
use crate::report::grid::Grids;
use crate::report::markdown::{Document, Options};

fn found_in(body: &str, year: Option<i16>) -> Found {
    let document = Document::parse(body, Options { chinese: true });
    let passages = document.passages();
    find(
        &passages,
        document.parts(),
        &Grids::of(&document, &passages),
        year,
    )
}

/// Each measure in one line: `1|heading|text|lead+!charge+?support|until`.
fn lines(found: &Found) -> Vec<String> {
    let lines = found.measures.iter().map(|measure| {
        let bodies = measure.bodies.iter().map(|body| match body.role {
            Role::Lead => body.name.clone(),
            Role::Charge => format!("!{}", body.name),
            Role::Share => format!("~{}", body.name),
            Role::Support => format!("?{}", body.name),
        });
        let until = match measure.deadline.timing {
            Some(Timing::Until(date)) => date.to_string(),
            Some(other) => format!("{other:?}"),
            None => measure.deadline.kind.key().to_owned(),
        };
        format!(
            "{}|{}|{}|{}|{until}",
            measure.number,
            measure.heading,
            measure.text.replace('\n', "/"),
            bodies.collect::<Vec<_>>().join("+"),
        )
    });
    lines.collect()
}

/// What is told: the kind, and the words that it is told of.
fn problems(body: &str) -> Vec<(ProblemKind, String)> {
    let document = Document::parse(body, Options { chinese: true });
    let passages = document.passages();
    let found = find(
        &passages,
        document.parts(),
        &Grids::of(&document, &passages),
        None,
    );
    let starts = document.leaf_starts();
    let problems = found.problems.into_iter().map(|problem| {
        let place = document.place_in(&starts, problem.passage, &problem.bytes);
        let words = place.and_then(|place| body.get(place)).unwrap_or("nowhere");
        (problem.kind, words.to_owned())
    });
    problems.collect()
}

#[test]
fn bodies_in_a_column_that_nothing_stands_above_are_told() {
    let body = "| 工作任务 | | 牵头单位 | |\n|---|---|---|---|\n\
                | 公布示例清单 | 示例编办 | 示例司法局 | 电话 123 |\n\
                | 完善示例制度 | 按年 | 示例司法局 | |\n";
    let told = problems(body);
    // What stands beside who leads and is no name is none.
    assert_eq!(told, [(ProblemKind::UnreadMember, "示例编办".to_owned())]);
    let found = found_in(body, None);
    assert_eq!(
        lines(&found),
        ["||公布示例清单|示例司法局|", "||完善示例制度|示例司法局|"]
    );
}

#[test]
fn tables_of_every_form_are_read() {
    for (name, body, expected) in [
        (
            "of Markdown, below a part",
            "一、任务分工\n\n文。\n\n| 序号 | 重要举措 | 牵头单位 | 配合单位 | 完成时限 |\n|---|---|---|---|---|\n\
             | 1 | 公布示例清单 | 示例编办 | 示例法制办、示例财政局等有关部门 | 2021年12月底前 |\n\
             | 2 | 完善示例制度 | 示例司法局 | — | 长期坚持 |\n",
            &[
                "1|一、任务分工|公布示例清单|示例编办+?示例法制办+?示例财政局+?等有关部门|2021-12-31",
                "2|一、任务分工|完善示例制度|示例司法局|Ongoing",
            ][..],
        ),
        (
            "with one column for all bodies",
            "| 工作任务 | 责任单位 | 完成时间 |\n|---|---|---|\n\
             | 公布示例清单 | 牵头单位：示例编办；配合单位：示例法制办 | 2021年6月 |\n\
             | 完善示例制度 | 示例司法局牵头，示例财政局配合 | 2021年 |\n\
             | 开展示例检查 | 示例司法局（牵头）、各镇政府 | 2022.6 |\n\
             | 组织示例培训 | 示例司法局、各镇政府 |  |\n",
            &[
                "||公布示例清单|示例编办+?示例法制办|2021-06-30",
                "||完善示例制度|示例司法局+?示例财政局|2021-12-31",
                "||开展示例检查|示例司法局+!各镇政府|2022-06-30",
                "||组织示例培训|!示例司法局+!各镇政府|",
            ],
        ),
        (
            "whose first body leads",
            "| 措施 | 责任单位（排在首位的为牵头单位） |\n|---|---|\n| 公布示例清单 | 示例编办、示例法制办 |\n",
            &["||公布示例清单|示例编办+!示例法制办|"],
        ),
        (
            "of Markdown with a head of two rows, where a cell that is merged is a blank one",
            "| 序号 | 工作任务 | 责任单位 | | 完成时限 |\n|---|---|---|---|---|\n\
             | | | 牵头 | 配合 | |\n\
             | 1 | 公布示例清单 | 示例编办 | 示例法制办、示例财政局 | 2021年底 |\n",
            &["1||公布示例清单|示例编办+?示例法制办+?示例财政局|2021-12-31"],
        ),
        (
            "of Markdown with a column whose label is that of the one before it",
            "| 工作任务 | 责任单位 | |\n|---|---|---|\n\
             | 公布示例清单 | 示例编办 | 示例法制办 |\n| 完善示例制度 | 示例司法局 | |\n",
            &[
                "||公布示例清单|!示例编办+!示例法制办|",
                "||完善示例制度|!示例司法局|",
            ],
        ),
        (
            "with headings in rows of their own, and numbers of two kinds",
            "| 序号 | 主要任务 | 牵头部门 | 时间进度 |\n|---|---|---|---|\n\
             | 一 | 加强组织领导 | | |\n| 1 | 公布示例清单 | 示例编办 | 2021年底 |\n\
             | | 二、规范示例执法 | | |\n| 2 | 完善示例制度 | 示例司法局 | 每年12月底前 |\n",
            &[
                "1|一 加强组织领导|公布示例清单|示例编办|2021-12-31",
                "2|二、规范示例执法|完善示例制度|示例司法局|Recurring",
            ],
        ),
        (
            "of HTML with merged cells, a title and a head of two rows",
            "<table><tr><td colspan=\"5\">示例任务分工表</td></tr>\n\
             <tr><td rowspan=\"2\">序号</td><td rowspan=\"2\">任务</td><td rowspan=\"2\">具体措施</td><td colspan=\"2\">责任单位</td></tr>\n\
             <tr><td>牵头</td><td>配合</td></tr>\n\
             <tr><td>1</td><td rowspan=\"2\">清单管理</td><td>公布清单</td><td rowspan=\"2\">示例编办</td><td>示例法制办 示例财政局</td></tr>\n\
             <tr><td>2</td><td>更新清单</td><td>各镇政府<br>各街道</td></tr>\n\
             <tr><td>3</td><td>示例培训</td><td></td><td>示例司法局</td><td>无</td></tr></table>\n",
            &[
                "1|清单管理|公布清单|示例编办+?示例法制办+?示例财政局|",
                "2|清单管理|更新清单|示例编办+?各镇政府+?各街道|",
                "3|清单管理|示例培训|示例司法局|",
            ],
        ),
        (
            "with rows that go on, and the head again",
            "| 序号 | 工作内容 | 责任单位 |\n|---|---|---|\n| 1 | 公布示例清单 | 示例编办 |\n| | | 示例法制办 |\n\
             | 序号 | 工作内容 | 责任单位 |\n| 2 | 完善示例制度 | 示例司法局 |\n",
            &[
                "1||公布示例清单|!示例编办+!示例法制办|",
                "2||完善示例制度|!示例司法局|",
            ],
        ),
        (
            "beside measures in words, in the order of the text",
            "1. 公布示例清单。（示例编办牵头，2020年底前完成）\n\n| 任务 | 牵头单位 |\n|---|---|\n| 完善示例制度 | 示例司法局 |\n\n\
             2. 组织示例培训。（示例司法局牵头）\n\n没有写明期限的任务，应当在2022年底前完成。\n",
            &[
                "1.||公布示例清单。|示例编办|2020-12-31",
                "|1. 公布示例清单|完善示例制度|示例司法局|2022-12-31",
                "2.||组织示例培训。|示例司法局|2022-12-31",
            ],
        ),
        (
            "that is of no measures",
            "| 序号 | 指标 | 数量 |\n|---|---|---|\n| 1 | 示例案件 | 5 |\n",
            &[],
        ),
        ("with a head alone", "| 任务 | 牵头单位 |\n|---|---|\n", &[]),
    ] {
        assert_eq!(lines(&found_in(body, None)), expected, "{name}");
    }
}

#[test]
fn what_cannot_be_read_is_told_where_it_stands() {
    let table =
        |rows: &str| format!("| 序号 | 任务 | 牵头单位 | 完成时限 |\n|---|---|---|---|\n{rows}");
    for (body, expected) in [
        (
            table("| 1 | 公布示例清单 | 示例编办 | 适时 |\n"),
            &[(ProblemKind::UnreadMember, "适时")][..],
        ),
        (
            table("| 1 | 公布示例清单 | 应当尽快明确 | 2021年 |\n"),
            &[(ProblemKind::UnreadMember, "应当尽快明确")],
        ),
        (
            table("| 1 | 公布示例清单 | | 2021年 |\n"),
            &[(ProblemKind::NoBodies, "2021年")],
        ),
        (
            table("| 1 | 公布示例清单 | | |\n"),
            &[(ProblemKind::NoBodies, "公布示例清单")],
        ),
        (
            table("| 1 | 公布示例清单 | 示例编办 | 12月底前 |\n"),
            &[(ProblemKind::WithoutYear, "12月底前")],
        ),
        (
            table("| 1 | | 示例编办 | 2021年 |\n"),
            &[(ProblemKind::UnreadMember, "示例编办")],
        ),
        (
            "<table><tr><td>任务</td><td>牵头单位</td></tr>\n<tr><td>公布清单</td>\n<td>应当明确</td></tr></table>\n".to_owned(),
            &[(ProblemKind::UnreadMember, "应当明确")],
        ),
        (
            table("| 1 | 公布示例清单 | 同上 | 2021年 |\n"),
            &[(ProblemKind::UnreadMember, "同上")],
        ),
        (table("| 1 | 公布示例清单 | 示例编办 | / |\n"), &[]),
        (table("| 1 | 公布示例清单 | 示例编办 | |\n| 2 | 合计 | 1项 | |\n"), &[]),
    ] {
        let told = problems(&body);
        let told: Vec<(ProblemKind, &str)> = told.iter().map(|(kind, words)| (*kind, words.as_str())).collect();
        assert_eq!(told, expected, "{body}");
    }
    // The year of the plan is that of its deadlines.
    let body = table("| 1 | 公布示例清单 | 示例编办 | 12月底前 |\n");
    assert_eq!(
        lines(&found_in(&body, Some(2021))),
        ["1||公布示例清单|示例编办|2021-12-31"]
    );
}

#[test]
fn what_a_limit_cuts_is_told() {
    let row = "| 公布示例清单 | 示例编办 |\n";
    let body = format!("| 任务 | 牵头单位 |\n|---|---|\n{}", row.repeat(5_001));
    let found = found_in(&body, None);
    assert_eq!(found.measures.len(), 5_000);
    assert_eq!(
        found.problems.last().map(|it| it.kind),
        Some(ProblemKind::TooMany)
    );
    // Whatever else is told of it.
    let unread = "| 公布示例清单 | 应当明确 |\n".repeat(300);
    let found = found_in(
        &format!(
            "| 任务 | 牵头单位 |\n|---|---|\n{unread}{}",
            row.repeat(5_001)
        ),
        None,
    );
    assert!(
        found
            .problems
            .iter()
            .any(|it| it.kind == ProblemKind::TooMany)
    );
}

#[test]
fn a_head_that_is_repeated_and_a_row_of_totals_are_no_measures() {
    let head = "<tr><td rowspan=\"2\">序号</td><td rowspan=\"2\">任务</td><td colspan=\"2\">责任单位</td></tr>\n\
                <tr><td>牵头</td><td>配合</td></tr>\n";
    let row = |number: u8, what: &str| {
        format!("<tr><td>{number}</td><td>{what}</td><td>示例编办</td><td>示例法制办</td></tr>\n")
    };
    let body = format!(
        "<table>{head}{}{head}{}{}</table>\n",
        row(1, "公布示例清单"),
        row(2, "完善示例制度"),
        row(3, "合计")
    );
    assert_eq!(
        lines(&found_in(&body, None)),
        [
            "1||公布示例清单|示例编办+?示例法制办|",
            "2||完善示例制度|示例编办+?示例法制办|"
        ]
    );
}
