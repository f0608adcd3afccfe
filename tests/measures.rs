//! What the archive says of the measures of plans, with the real binary: ledgers, lists, open data, and faults of what is
//! said of them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{self, gongbao, shared, stderr, tree};

const TYPES: &str = "title: 示例档案\ntypes:\n  annual-report: 年度报告\n  plan: {name: 实施方案, measures: true}\n";

/// A plan in the usual form: two series of numbers that run on, and a deadline for all that state none.
const PLAN: &str = "---
title: 示例市法治政府建设实施方案
type: plan
period: {from: 2016, to: 2020}
published: 2016-05-01
---

一、主要任务

（一）理清职责

1. 编制清单

1)公布权力清单和责任清单。（示例编办牵头，示例法制办等有关部门按职责分别负责，2017年底前完成）

2)清单实行动态管理。（示例编办牵头，各部门负责）

2. 精简证明

3)清理证明事项，公布取消目录。（示例法制办牵头，2018年6月底前完成）

4)每年公布一次办理情况。（示例法制办负责，2018年底前完成）

二、组织实施

没有写明期限的任务，原则上应当在2019年底前完成。
";

const LATER: &str = "---\ntitle: 示例市2018年度报告\ntype: annual-report\nperiod: 2018\npublished: 2019-03-01\n---\n\n一、清单\n\n清单已经公布。\n";

fn archive(files: &[(&str, &str)]) -> tempfile::TempDir {
    let base = [
        ("content/archive.yaml", TYPES),
        ("content/shili/plan.md", PLAN),
        ("content/shili/2018.md", LATER),
    ];
    let all: Vec<(&str, &str)> = base.into_iter().chain(files.iter().copied()).collect();
    tree(&all)
}

fn published(content: &Path, folder: &Path, more: &[&str]) -> PathBuf {
    let public = folder.join("public");
    let output = gongbao()
        .args(["build", "--no-store", "--no-index", "--content"])
        .arg(content)
        .arg("--out")
        .arg(&public)
        .args(more)
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    public
}

fn site(folder: &tempfile::TempDir, more: &[&str]) -> PathBuf {
    published(&folder.path().join("content"), folder.path(), more)
}

fn read(public: &Path, path: &str) -> String {
    let path = public.join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The rows of the open data, each as its cells.
fn rows(public: &Path) -> Vec<Vec<String>> {
    let text = read(public, "data/measures.csv");
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records();
    records
        .map(|record| record.expect("a row").iter().map(str::to_owned).collect())
        .collect()
}

/// What is found in the content, as `file line:column code`.
fn found(folder: &tempfile::TempDir) -> Vec<String> {
    let found = common::diagnostics(folder.path()).into_iter().map(|one| {
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| one[key].as_u64().unwrap_or_default();
        format!(
            "{} {}:{} {}",
            text("file"),
            number("line"),
            number("column"),
            text("code")
        )
    });
    found.collect()
}

#[test]
fn a_plan_is_read_as_a_ledger() {
    let folder = archive(&[]);
    let public = site(&folder, &[]);
    let rows = rows(&public);
    let head = [
        "number",
        "heading",
        "text",
        "lead",
        "others",
        "deadline",
        "deadline_kind",
        "status",
        "url",
        "report",
        "basis",
        "declared",
        "deadline_form",
        "deadline_words",
    ];
    assert_eq!(rows[0], head);
    let short: Vec<String> = rows[1..]
        .iter()
        .map(|row| {
            [0, 1, 3, 4, 5, 6, 7, 10]
                .map(|at| row[at].as_str())
                .join("|")
        })
        .collect();
    let expected = [
        "1)|1. 编制清单|示例编办|示例法制办;等有关部门|2017-12-31|stated||text",
        "2)|1. 编制清单|示例编办|各部门|2019-12-31|default||text",
        "3)|2. 精简证明|示例法制办||2018-06-30|stated||text",
        "4)|2. 精简证明|示例法制办||2018-12-31|stated||text",
    ];
    assert_eq!(short, expected);
    assert_eq!(rows[1][2], "公布权力清单和责任清单。");
    // Each has a place of its own, which leads to the paragraph of the plan.
    let ledger = read(&public, "measures/plans/shili/plan/index.html");
    for row in &rows[1..] {
        let (file, id) = row[8].split_once('#').expect("a place");
        assert_eq!(file, "../measures/plans/shili/plan/index.html");
        assert!(ledger.contains(&format!("id=\"{id}\"")), "{id}");
        let anchor = id.strip_prefix("m-").expect("a prefix");
        let url = format!("href=\"../../../../shili/plan/index.html#{anchor}\"");
        assert!(ledger.contains(&url), "{url}");
        let plan = read(&public, "shili/plan/index.html");
        assert!(plan.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    let plan = read(&public, "shili/plan/index.html");
    assert!(plan.contains("href=\"../../measures/plans/shili/plan/index.html\""));
    assert!(plan.contains("任务清单（4项）"));
    assert!(!read(&public, "shili/2018/index.html").contains("measures/plans"));
    assert!(!ledger.contains("编者注明</span>"));
    // What stands for bodies that are not named reads as in the plan, and leads nowhere.
    let named = ">示例法制办</a><span lang=\"zh-Hans\">等有关部门</span>";
    assert!(
        ledger.contains(named) || ledger.contains(">示例法制办</a><span>等有关部门</span>"),
        "{ledger}"
    );
    let index = read(&public, "measures/index.html");
    assert!(
        index.contains("3个单位") && index.contains("4项"),
        "{index}"
    );
}

#[test]
fn deadlines_without_a_day_are_told_apart() {
    let plan = "---\ntitle: 示例市方案\ntype: plan\nperiod: {from: 2021, to: 2025}\n---\n\n一、任务\n\n\
        1. 公布清单。（市司法局等部门负责，2021年底前完成）\n\n\
        2. 开展检查。（市司法局等单位牵头，市编办及各相关部门配合，每年12月底前）\n\n\
        3. 完善制度。（市编办负责，长期坚持）\n\n\
        4. 实行公示。（市编办负责，2023年起实施）\n\n\
        5. 组织培训。（市编办负责，12月底前完成）\n\n\
        6. 做好总结。（市编办负责）\n";
    let folder = archive(&[("content/shili/more.md", plan)]);
    let public = site(&folder, &[]);
    let rows = rows(&public);
    let short: Vec<String> = rows[1..]
        .iter()
        .filter(|row| row[9].contains("more"))
        .map(|row| [3, 4, 5, 6, 12, 13].map(|at| row[at].as_str()).join("|"))
        .collect();
    let expected = [
        "市司法局;等部门||2021-12-31|stated|date|2021年底前完成",
        "市司法局;等单位|市编办;各相关部门||stated|recurring|每年12月底前",
        "市编办|||stated|ongoing|长期坚持",
        "市编办|||stated|from|2023年起实施",
        "市编办|||stated|unread|12月底前完成",
        "市编办|||||",
    ];
    assert_eq!(short, expected);
    let ledger = read(&public, "measures/plans/shili/more/index.html");
    for words in ["等部门", "等单位"] {
        let around = ledger.split_once(words).expect(words).0;
        let before = around.rsplit_once("</a>").expect("a body with its page").1;
        assert!(!before.contains('、'), "{before}");
    }
    let list = read(&public, "measures/deadlines/2021-12-31/index.html");
    assert!(list.contains(">市司法局等部门<"), "{list}");
    assert!(
        public
            .join("measures/bodies/shili/shisifaju/index.html")
            .exists()
    );
}

#[test]
fn two_deadlines_of_all_are_told_where_the_plan_is_a_table_in_a_file() {
    let twice = "除另有规定外，各项任务于2022年底前完成。没有特别注明的，均应于2023年底前完成。";
    let plan = format!(
        "---\ntitle: 示例市方案\ntype: plan\nperiod: 2021\nattachments: [{{file: more.csv, title: 任务表, table: true}}]\n---\n\n{twice}\n"
    );
    let table = "序号,工作任务,责任单位,完成时限\n1,办理事项,市编办,\n";
    let files = [
        ("content/shili/2021/index.md", &*plan),
        ("content/shili/2021/more.csv", table),
    ];
    let folder = archive(&files);
    assert_eq!(found(&folder), ["shili/2021/index.md 8:23 unread-measure"]);
    let once = plan.replace("没有特别注明的，均应于2023年底前完成。", "");
    let folder = archive(&[("content/shili/2021/index.md", &*once), files[1]]);
    assert_eq!(found(&folder), [] as [&str; 0]);
    let public = site(&folder, &[]);
    let rows = rows(&public);
    let row = rows.iter().find(|row| row[9].contains("2021"));
    let row = row.expect("a measure");
    assert_eq!(row[5..7], ["2022-12-31", "default"]);
    // A table of something else is no plan of which a deadline would be lacking.
    let other = "年份,件数\n2020,3\n";
    let folder = archive(&[files[0], ("content/shili/2021/more.csv", other)]);
    assert_eq!(found(&folder), [] as [&str; 0]);
}

#[test]
fn measures_are_listed_by_body_deadline_and_status() {
    let folder = archive(&[(
        "content/shili/plan.measures.yaml",
        "measures:\n  - {number: 1), status: completed}\n  - {number: 3), status: 进行中}\n",
    )]);
    // The newest publication is of March 2019.
    let public = site(&folder, &[]);
    let body = read(&public, "measures/bodies/shili/shilifazhiban/index.html");
    assert!(body.contains("共3项任务 · 牵头2项"), "{body}");
    for (path, count) in [
        ("deadlines/2017-12-31", 1),
        ("deadlines/2019-12-31", 1),
        ("statuses/completed", 1),
        ("statuses/in-progress", 1),
        ("statuses/unstated", 2),
        ("past-deadline", 2),
    ] {
        let page = read(&public, &format!("measures/{path}/index.html"));
        assert!(page.contains(&format!("共{count}项任务")), "{path}: {page}");
    }
    // Names that stand for bodies that are not named make no page.
    assert!(!read(&public, "measures/bodies/index.html").contains("等有关部门"));
    let index = read(&public, "measures/index.html");
    assert!(
        index.contains("2项已过期限") && index.contains("1项已办结"),
        "{index}"
    );
    let past = read(&public, "measures/past-deadline/index.html");
    assert!(
        past.contains("2019年3月1日") && !past.contains("未完成</"),
        "{past}"
    );
    // What is past depends on the day as of which it is said, never on the clock.
    let earlier = site(&folder, &["--as-of", "2018-01-01"]);
    assert!(!earlier.join("measures/past-deadline").exists());
}

#[test]
fn what_an_editor_says_wins_and_is_told_apart() {
    let declared = "任务:\n  - 序号: 2)\n    牵头单位: 示例政务局\n    期限: 2018-06-30\n    进展: 已完成\n    佐证: [2018.md#1, 2018.md]\n    说明: 提前完成。\n  - {序号: 3), 不是任务: true}\n  - 内容: 另行补充的任务。\n    牵头单位: [示例财政局]\n    期限: 长期\n";
    let folder = archive(&[("content/shili/plan.measures.yaml", declared)]);
    let public = site(&folder, &[]);
    let rows = rows(&public);
    let short: Vec<String> = rows[1..]
        .iter()
        .map(|row| [0, 3, 5, 6, 7, 10, 11].map(|at| row[at].as_str()).join("|"))
        .collect();
    let expected = [
        "1)|示例编办|2017-12-31|stated||text|",
        "2)|示例政务局|2018-06-30|stated|completed|declared|lead;deadline;status",
        "4)|示例法制办|2018-12-31|stated||text|",
        "|示例财政局||stated||declared|text;lead;deadline",
    ];
    assert_eq!(short, expected);
    let ledger = read(&public, "measures/plans/shili/plan/index.html");
    for part in [
        "编者注明</span>",
        "href=\"../../../../shili/2018/index.html#1\"",
        "提前完成。",
        "id=\"m-added\"",
    ] {
        assert!(ledger.contains(part), "{part}: {ledger}");
    }
    // The file is read alone: it is no attachment and nothing is said of it.
    assert!(!public.join("shili/plan.measures.yaml").exists());
    assert_eq!(found(&folder), [] as [&str; 0]);
}

#[test]
fn what_cannot_be_meant_is_a_fault_with_a_place() {
    let entries = "measures:\n  - {number: 9), status: completed}\n  - {number: 1), status: 完了}\n  - {number: 1), evidence: 2019.md}\n  - {number: 1), evidence: \"2018.md#9\"}\n  - {status: 已完成}\n";
    let folder = archive(&[
        ("content/shili/plan.measures.yaml", entries),
        ("content/shili/2018.measures.yaml", "measures: []\n"),
        ("content/shili/measures.yaml", "measures: []\n"),
    ]);
    let mut faults = found(&folder);
    faults.sort();
    let expected = [
        "shili/2018.measures.yaml 1:1 measures-without-plan",
        "shili/measures.yaml 1:1 measures-without-report",
        "shili/plan.measures.yaml 2:5 unknown-measure",
        "shili/plan.measures.yaml 3:26 wrong-type",
        "shili/plan.measures.yaml 4:28 dead-link",
        "shili/plan.measures.yaml 4:5 measure-twice",
        "shili/plan.measures.yaml 5:28 dead-anchor",
        "shili/plan.measures.yaml 5:5 measure-twice",
        "shili/plan.measures.yaml 6:5 missing-field",
    ];
    assert_eq!(faults, expected);
}

#[test]
fn what_could_not_be_read_is_a_warning_until_an_editor_says_it() {
    let plan = PLAN.replace(
        "（示例法制办牵头，2018年6月底前完成）",
        "（示例法制办牵头，6月底前完成）",
    );
    let folder = archive(&[("content/shili/plan.md", &plan)]);
    let line = plan
        .lines()
        .position(|line| line.contains("6月底"))
        .expect("a line")
        + 1;
    let warnings = found(&folder);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let start = format!("shili/plan.md {line}:");
    assert!(
        warnings[0].starts_with(&start) && warnings[0].ends_with("unread-measure"),
        "{warnings:?}"
    );
    let file = folder.path().join("content/shili/plan.measures.yaml");
    fs::write(file, "measures: {number: 3), deadline: 2018-06-30}\n").expect("written");
    assert_eq!(found(&folder), [] as [&str; 0]);
}

#[test]
fn a_plan_in_a_folder_has_its_file_in_it_and_a_type_may_be_called_by_its_name() {
    let plan = PLAN.replace("type: plan", "type: 实施方案");
    let folder = archive(&[
        ("content/shili/2016/index.md", &plan),
        (
            "content/shili/2016/measures.yaml",
            "measures: {number: 1), status: 已完成}\n",
        ),
        ("content/shili/2016/table.csv", "甲,乙\n"),
    ]);
    fs::remove_file(folder.path().join("content/shili/plan.md")).expect("removed");
    let public = site(&folder, &[]);
    assert_eq!(rows(&public)[1][7], "completed");
    assert!(public.join("shili/2016/table.csv").exists());
    assert!(!public.join("shili/2016/measures.yaml").exists());
    assert_eq!(found(&folder), [] as [&str; 0]);
}

/// A plan whose measures stand in tables: in its text, and in a file beside it.
const TABLES: &str = "---
title: 示例市重要举措分工方案
type: plan
period: 2021
published: 2021-03-01
attachments: [{file: more.csv, title: 补充任务分工表, table: true}]
---

一、分工

| 序号 | 重要举措 | 牵头单位 | 责任单位 | 时间进度 |
|---|---|---|---|---|
| 1 | 公布权力清单 | 示例编办 | 示例法制办 | 12月底前 |
| 2 | 清理证明事项 | 示例法制办 |  | 适时完成 |

没有写明期限的任务，原则上应当在2022年底前完成。
";

#[test]
fn measures_in_tables_are_those_of_the_plan() {
    let more = "序号,工作任务,责任单位,完成时限\n3,办理示例事项,示例编办牵头、示例财政局配合,\n4,组织培训,应当明确,长期\n";
    let folder = archive(&[
        ("content/shili/2021/index.md", TABLES),
        ("content/shili/2021/more.csv", more),
    ]);
    let mut warnings = found(&folder);
    warnings.sort();
    let line = TABLES.lines().position(|line| line.contains("适时"));
    let line = line.expect("a line") + 1;
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(
        warnings[0].starts_with(&format!("shili/2021/index.md {line}:")),
        "{warnings:?}"
    );
    assert!(
        warnings[1].starts_with("shili/2021/more.csv 3:"),
        "{warnings:?}"
    );
    assert!(
        warnings.iter().all(|it| it.ends_with("unread-measure")),
        "{warnings:?}"
    );
    let declared = "measures:\n  - {number: 2, deadline: 2021-06-30}\n  - {anchor: table-1-head.2, others: [示例人社局]}\n";
    fs::write(
        folder.path().join("content/shili/2021/measures.yaml"),
        declared,
    )
    .expect("written");
    assert_eq!(found(&folder), [] as [&str; 0]);
    let public = site(&folder, &[]);
    let rows = rows(&public);
    let short: Vec<String> = rows[1..]
        .iter()
        .filter(|row| row[9].contains("2021"))
        .map(|row| [0, 1, 2, 3, 4, 5, 6].map(|at| row[at].as_str()).join("|"))
        .collect();
    let expected = [
        "1|一、分工|公布权力清单|示例编办|示例法制办|2021-12-31|stated",
        "2|一、分工|清理证明事项|示例法制办||2021-06-30|stated",
        "3|补充任务分工表|办理示例事项|示例编办|示例财政局|2022-12-31|default",
        "4|补充任务分工表|组织培训||示例人社局||stated",
    ];
    assert_eq!(short, expected);
    // Each leads to the table, and has a place of its own.
    let ledger = read(&public, "measures/plans/shili/2021/index.html");
    let plan = read(&public, "shili/2021/index.html");
    for id in ["m-table-1-head", "m-table-1-head.2"] {
        assert!(ledger.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(
        ledger.contains("shili/2021/index.html#table-1-head\""),
        "{ledger}"
    );
    assert!(plan.contains("id=\"table-1-head\""), "{plan}");
}

#[test]
fn an_agency_leads_to_the_measures_that_name_it() {
    let folder = archive(&[
        ("content/shili/_index.md", "---\nname: 示例市\n---\n"),
        (
            "content/bianban/_index.md",
            "---\nname: 示例市机构编制委员会办公室\nother_names: [示例编办]\nparent: shili\n---\n",
        ),
        ("content/bianban/2018.md", LATER),
        (
            "content/shili/plan.measures.yaml",
            "measures: {number: 1), status: completed}\n",
        ),
    ]);
    let public = site(&folder, &[]);
    let page = read(&public, "bianban/index.html");
    let link = "href=\"../measures/bodies/shili/shilibianban/index.html\"";
    assert!(
        page.contains(link) && page.contains("示例市的方案"),
        "{page}"
    );
    let counts = "方案中称“示例编办” · 共2项任务 · 牵头2项 · 未注明 1项 · 已完成 1项";
    assert!(page.contains(counts), "{page}");
    // Whom no plan names there is nothing of.
    assert!(!read(&public, "shili/index.html").contains("measures/bodies"));
}

#[test]
fn an_archive_without_plans_has_no_such_pages() {
    let types = TYPES.replace(", measures: true", "");
    let folder = archive(&[("content/archive.yaml", &types)]);
    let public = site(&folder, &[]);
    for path in ["measures", "data/measures.csv"] {
        assert!(!public.join(path).exists(), "{path}");
    }
    assert!(!read(&public, "index.html").contains("measures/"));
}

#[test]
fn a_change_of_measures_yaml_alone_is_seen_by_the_next_build() {
    let folder = archive(&[]);
    let file = folder.path().join("content/shili/plan.measures.yaml");
    for text in [
        "",
        "measures: {number: 1), status: 已完成}\n",
        "measures: [{number: 1), status: 已完成}, {number: 2), omit: true}]\n",
    ] {
        fs::write(&file, text).expect("written");
        common::goes_on_as_clean(folder.path(), text);
    }
}

/// The plan of 65 measures that the project was made for, where it is there.
#[test]
fn the_real_plan_is_read_whole() {
    let Some(content) = shared("reports/content") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let public = published(&content, folder.path(), &[]);
    let rows = rows(&public);
    let rows = &rows[1..];
    assert_eq!(rows.len(), 65);
    let count = |at: usize, value: &str| rows.iter().filter(|row| row[at] == value).count();
    let dates = [("2017-12-31", 17), ("2018-12-31", 16), ("2019-12-31", 32)];
    for (date, expected) in dates {
        assert_eq!(count(5, date), expected, "{date}");
    }
    assert_eq!((count(6, "stated"), count(6, "default")), (34, 31));
    let headings: std::collections::BTreeSet<&str> =
        rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(headings.len(), 41);
    for row in rows {
        assert!(!row[3].is_empty() || !row[4].is_empty(), "{row:?}");
    }
    let mut numbers: Vec<u32> = rows
        .iter()
        .filter_map(|row| row[0].trim_end_matches([')', '）']).parse().ok())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=65).collect::<Vec<u32>>());
    // With style and scripts each is less than 60,000 bytes.
    for page in crate::common::files(&public.join("measures")) {
        assert!(page.1.len() < 32_400, "{}: {}", page.0, page.1.len());
    }
}
