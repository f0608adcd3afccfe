//! What the archive says of duties to report, with the real binary: cells as open data, pages, the list of what falls
//! due, and faults of declarations.

use std::fs;
use std::path::Path;

use crate::common::{self, gongbao, stderr, stdout};

const TITLE: &str = "title: 示例档案\ntypes:\n  annual-report: 年度报告\n  plan: 实施方案\n";

/// An archive with these duties, three bodies, and the reports given as (path, head).
fn archive(duties: &str, reports: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| common::write(folder.path(), path, text);
    write("archive.yaml", &format!("{TITLE}{duties}"));
    let agencies = [
        ("yunlu", "示例市云麓区", "region: 示例省示例市云麓区\n"),
        (
            "tinglan",
            "示例市汀兰县",
            "region: 示例省示例市汀兰县\nexists: {to: 2021-06-30}\n",
        ),
        (
            "heting",
            "示例州鹤汀县",
            "region: 示例省示例州鹤汀县\nexists: {from: 2020-03-01}\n",
        ),
    ];
    for (at, name, more) in agencies {
        write(
            &format!("{at}/_index.md"),
            &format!("---\nname: {name}\n{more}---\n"),
        );
    }
    for (path, head) in reports {
        let name = path.replace('/', " ");
        write(
            path,
            &format!("---\ntitle: {name}\n{head}---\n\n{name}的正文。\n"),
        );
    }
    folder
}

fn published(folder: &Path, more: &[&str]) -> std::path::PathBuf {
    let public = folder.join("public");
    let output = gongbao()
        .args(["build", "--no-store", "--no-index", "--content"])
        .arg(folder.join("content"))
        .arg("--out")
        .arg(&public)
        .args(more)
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    public
}

/// Rows of the coverage as `agency period state days`.
fn cells(public: &Path) -> Vec<String> {
    let text = fs::read_to_string(public.join("data/coverage.csv")).expect("coverage");
    let rows = text.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.split(',').map(|cell| cell.trim_matches('"')).collect();
        format!("{} {} {} {}", cells[2], cells[5], cells[6], cells[7])
    });
    rows.map(|row| row.trim_end().to_owned()).collect()
}

const ONE_RULE: &str = "duties:\n  yearly:\n    name: 年度报告\n    rules: {type: 年度报告, publish_by: 04-01, from: 2019-04-15}\n";

fn annual(period: &str, published: &str) -> String {
    let published = match published {
        "" => String::new(),
        day => format!("published: {day}\n"),
    };
    format!("type: annual-report\nperiod: {period}\n{published}")
}

#[test]
fn every_cell_says_what_is_held_of_what_was_due() {
    let folder = archive(
        ONE_RULE,
        &[
            ("yunlu/2018.md", &annual("2018", "2019-03-01")),
            ("yunlu/2019.md", &annual("2019", "2020-04-01")),
            ("yunlu/2020.md", &annual("2020", "2021-04-13")),
            ("yunlu/2021.md", &annual("{from: 2021-01, to: 2021-11}", "")),
            // Half a year is not the year, and a plan is no report on it.
            ("yunlu/2022-half.md", &annual("2022年上半年", "2022-08-01")),
            (
                "yunlu/plan.md",
                "type: plan\nperiod: 2022\npublished: 2023-02-01\n",
            ),
            (
                "tinglan/2019.md",
                &annual("{from: 2019, to: 2020}", "2021-03-01"),
            ),
            ("heting/2020.md", &annual("2020", "2021-02-01")),
        ],
    );
    let public = published(folder.path(), &[]);
    let expected = [
        "heting 2020 on-time",
        "heting 2021 not-held",
        "heting 2022 not-yet-due",
        "tinglan 2019 late 334",
        "tinglan 2020 on-time",
        "yunlu 2019 on-time",
        "yunlu 2020 late 12",
        "yunlu 2021 undated",
        "yunlu 2022 not-yet-due",
    ];
    // The newest publication is of February 2023: what is due in April 2023 is not late yet.
    assert_eq!(cells(&public), expected);
    let later = published(folder.path(), &["--as-of", "2023-04-02"]);
    let rows = cells(&later);
    assert!(rows.contains(&"yunlu 2022 not-held".to_owned()), "{rows:?}");
    assert!(!rows.iter().any(|row| row.contains("2018")), "{rows:?}");
}

#[test]
fn when_a_report_was_reported_upwards_is_a_remark() {
    let head = |period: &str, reported: &str| {
        let annual = annual(
            period,
            &format!("{}-03-20", period.parse::<u16>().expect("a year") + 1),
        );
        format!("{annual}{reported}")
    };
    let duties = ONE_RULE.replace("publish_by", "report_by: 03-01, publish_by");
    let folder = archive(
        &duties,
        &[
            ("yunlu/2019.md", &head("2019", "reported: 2020-03-01\n")),
            ("yunlu/2020.md", &head("2020", "上报日期: 2021年3月13日\n")),
            // A month alone may be in time or late.
            ("yunlu/2021.md", &head("2021", "reported: 2022-03\n")),
            ("yunlu/2022.md", &head("2022", "")),
        ],
    );
    let public = published(folder.path(), &[]);
    let csv = fs::read_to_string(public.join("data/coverage.csv")).expect("coverage");
    let rows = csv.lines().filter(|row| row.contains("yunlu"));
    let ends = rows.map(|row| {
        let cells: Vec<&str> = row.split(',').map(|cell| cell.trim_matches('"')).collect();
        format!("{} {} {}", cells[6], cells[12], cells[13])
    });
    assert_eq!(
        ends.collect::<Vec<_>>(),
        [
            "on-time 2020-03-01 ",
            "on-time 2021-03-13 12",
            "on-time 2022-03 ",
            "on-time  "
        ]
    );
    for page in ["duties/yearly/index.html", "yunlu/index.html"] {
        let page = fs::read_to_string(public.join(page)).expect("a page");
        assert_eq!(page.matches("上报逾期12天").count(), 1, "{page}");
    }
    let report = fs::read_to_string(public.join("yunlu/2020/index.html")).expect("a page");
    assert!(report.contains("上报日期"), "{report}");
}

#[test]
fn rules_follow_one_another_and_hold_where_they_say() {
    let duties = "duties:\n  yearly:\n    name: 年度报告\n    rules:\n      - {type: annual-report, publish_by: 03-31, until: 2019-04-14, region: 示例省}\n      - {type: annual-report, publish_by: 04-01, from: 2019-04-15, agencies: [示例市云麓区]}\n  monthly:\n    name: 月报\n    rules: {type: plan, period: 月, publish_by: 10天, region: 示例州, from: 2022-12-01}\n";
    let folder = archive(
        duties,
        &[
            ("yunlu/2018.md", &annual("2018", "2019-04-10")),
            ("yunlu/2019.md", &annual("2019", "2020-04-10")),
            (
                "heting/m.md",
                "type: plan\nperiod: 2022-11\npublished: 2023-01-05\n",
            ),
        ],
    );
    let public = published(folder.path(), &[]);
    let expected = [
        "tinglan 2018 not-held",
        "yunlu 2018 late 10",
        "yunlu 2019 late 9",
        "yunlu 2020 not-held",
        "yunlu 2021 not-held",
        "yunlu 2022 not-yet-due",
        "heting 2022-11 late 26",
        "heting 2022-12 not-yet-due",
    ];
    assert_eq!(cells(&public), expected);
}

#[test]
fn a_duty_of_many_bodies_is_divided_by_region_and_no_page_is_heavy() {
    let folder = archive(ONE_RULE, &[]);
    for body in 0..120 {
        let city = ["甲市", "乙市", "丙市"][body % 3];
        let at = folder.path().join(format!("content/b{body:03}"));
        fs::create_dir_all(&at).expect("a folder");
        let index = format!("---\nname: 示例{body}县\nregion: 示例省{city}\n---\n");
        fs::write(at.join("_index.md"), index).expect("written");
        let report = format!(
            "---\ntitle: 报告{body}\n{}---\n\n正文{body}。\n",
            annual("2019", "2020-03-01")
        );
        fs::write(at.join("2019.md"), report).expect("written");
    }
    let public = published(folder.path(), &["--as-of", "2026-01-01"]);
    let whole = fs::read_to_string(public.join("duties/yearly/index.html")).expect("a page");
    assert!(whole.contains("40/40") && whole.contains("0/40"), "{whole}");
    for city in ["jiashi", "yishi", "bingshi"] {
        let page = public.join(format!("duties/yearly/shilisheng{city}/index.html"));
        let page = fs::read_to_string(&page).unwrap_or_else(|e| panic!("{}: {e}", page.display()));
        assert!(
            page.contains("未收录") && page.len() < 60_000,
            "{city}: {}",
            page.len()
        );
    }
    let home = fs::read_to_string(public.join("index.html")).expect("a page");
    assert!(
        home.contains("40/40") && home.len() < 60_000,
        "{}",
        home.len()
    );
    assert!(public.join("regions/shilisheng/index.html").exists());
}

#[test]
fn what_falls_due_is_listed_the_earliest_first() {
    let folder = archive(
        ONE_RULE,
        &[("yunlu/2019.md", &annual("2019", "2020-03-01"))],
    );
    let due = |more: &[&str]| {
        let mut command = gongbao();
        command
            .args(["due", "--no-store", "--content"])
            .arg(folder.path().join("content"));
        stdout(&command.args(more).output().expect("the binary runs"))
    };
    let lines = due(&["--as-of", "2021-03-20", "--within", "14"]);
    let expected = "\
2020-04-01  示例市汀兰县  年度报告  2019  not held, 353 days past
2021-04-01  示例州鹤汀县  年度报告  2020  in 12 days
2021-04-01  示例市云麓区  年度报告  2020  in 12 days
2021-04-01  示例市汀兰县  年度报告  2020  in 12 days
";
    let mut sorted: Vec<&str> = lines.lines().collect();
    let mut wanted: Vec<&str> = expected.lines().collect();
    assert_eq!(sorted.first(), wanted.first());
    sorted.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(sorted, wanted);
    // A period that is not over yet is due within the days all the same.
    let next = due(&["--as-of", "2021-12-20", "--within", "150"]);
    assert!(
        next.contains("2022-04-01  示例市云麓区  年度报告  2021  in 102 days"),
        "{next}"
    );
    let json: serde_json::Value = serde_json::from_str(&due(&["--format", "json"])).expect("JSON");
    assert_eq!(json["as_of"], "2020-03-01");
}

#[test]
fn declarations_that_cannot_be_meant_are_faults_with_a_place() {
    let rule = |rule: &str| format!("duties:\n  yearly:\n    name: 年度报告\n    rules:\n{rule}");
    let cases = [
        (rule("      - {type: 月报, publish_by: 04-01}\n"), "unknown-type", 9),
        (rule("      - {type: annual-report, publish_by: 04-01, agencies: 某局}\n"), "unknown-agency", 9),
        (rule("      - {type: annual-report, publish_by: 04-01, region: 示例省别处}\n"), "unknown-region", 9),
        (rule("      - {type: annual-report, publish_by: 13-01}\n"), "wrong-type", 9),
        (rule("      - {type: annual-report}\n"), "missing-field", 9),
        (rule("      - {type: annual-report, publish_by: 04-01, period: 周}\n"), "wrong-type", 9),
        (rule("      - {type: annual-report, publish_by: 04-01, from: 2020, until: 2019}\n"), "dates-out-of-order", 9),
        (rule("      - {type: annual-report, publish_by: 04-01}\n      - {type: annual-report, publish_by: 03-01, from: 2020}\n"), "overlapping-rules", 10),
        ("duties:\n  Jährlich: {name: 年度报告, rules: {type: annual-report, publish_by: 04-01}}\n".to_owned(), "wrong-type", 6),
    ];
    for (duties, code, line) in cases {
        let folder = archive(&duties, &[("yunlu/2019.md", &annual("2019", "2020-03-01"))]);
        let mut command = gongbao();
        command.args(["check", "--no-store", "--format", "json", "--content"]);
        let output = command
            .arg(folder.path().join("content"))
            .output()
            .expect("the binary runs");
        let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let found: Vec<_> = json["diagnostics"]
            .as_array()
            .expect("a list")
            .iter()
            .collect();
        assert_eq!(output.status.code(), Some(1), "{duties}");
        assert_eq!(found.len(), 1, "{duties}: {found:?}");
        assert_eq!(
            (found[0]["code"].as_str(), found[0]["line"].as_u64()),
            (Some(code), Some(line)),
            "{found:?}"
        );
        assert_eq!(found[0]["file"], "archive.yaml");
    }
}

#[test]
fn what_is_held_without_a_period_is_told_where_its_cell_is_not() {
    let undated = "type: annual-report\npublished: 2020-03-01\n";
    let gone = "type: annual-report\nwithdrawn: {date: 2020-05-01, reason: 更正后重发。}\n";
    let folder = archive(
        ONE_RULE,
        &[
            ("yunlu/2018.md", &annual("2018", "2019-05-01")),
            ("yunlu/report.md", undated),
            // A plan is no report of the duty, and one that was withdrawn is not held.
            ("yunlu/plan.md", "type: plan\npublished: 2020-03-01\n"),
            ("tinglan/gone.md", gone),
        ],
    );
    let output = gongbao()
        .args(["check", "--no-store", "--content"])
        .arg(folder.path().join("content"))
        .output()
        .expect("the binary runs");
    let told = stderr(&output);
    assert_eq!(told.matches("[report-without-period]").count(), 1, "{told}");
    assert!(told.contains("yunlu/report.md"), "{told}");
    let public = published(folder.path(), &["--as-of", "2020-04-02"]);
    let rows = cells(&public);
    for row in ["yunlu 2019 not-held", "yunlu  without-period"] {
        assert!(rows.iter().any(|it| it == row), "{row}: {rows:?}");
    }
    assert_eq!(rows.iter().filter(|row| row.contains("without")).count(), 1);
    let csv = fs::read_to_string(public.join("data/coverage.csv")).expect("coverage");
    assert!(csv.contains("../yunlu/report/index.html"), "{csv}");
    let note = "另有1份报告未注明报告期，未计入以上各期：";
    for (path, link) in [
        ("duties/yearly/index.html", "../../yunlu/report/index.html"),
        ("duties/index.html", "../yunlu/report/index.html"),
        ("index.html", "yunlu/report/index.html"),
        ("yunlu/index.html", "report/index.html"),
        (
            "regions/shilisheng/index.html",
            "../../yunlu/report/index.html",
        ),
    ] {
        let page = fs::read_to_string(public.join(path)).expect("a page");
        let told = page.split_once(note).map(|(_, told)| told);
        let told = told.and_then(|told| told.split_once("</p>"));
        let (told, _) = told.unwrap_or_else(|| panic!("{path}: {page}"));
        assert!(told.contains(&format!("href=\"{link}\"")), "{path}: {told}");
    }
    let other = fs::read_to_string(public.join("tinglan/index.html")).expect("a page");
    assert!(
        other.contains("未收录") && !other.contains("未注明报告期"),
        "{other}"
    );
}

#[test]
fn an_archive_without_duties_and_regions_has_no_such_pages() {
    let folder = common::tree(&[(
        "content/shili/2020.md",
        "---\ntitle: 示例报告\ntype: annual-report\nperiod: 2020\n---\n\n正文。\n",
    )]);
    let public = published(folder.path(), &[]);
    for path in ["duties", "regions", "data/coverage.csv"] {
        assert!(!public.join(path).exists(), "{path}");
    }
}
