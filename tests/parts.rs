//! The same part of reports, with the real binary: pages of the years and of the agencies, the links on other pages, open
//! data, what is told of declarations; and that a build that goes on from the last one says the same as a clean one.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{self, gongbao, report_of_year as report, stderr, stdout};

const DECLARED: &str = "types:\n  annual-report:\n    name: 年度报告\n    parts:\n      achievements: 主要工作\n      \
                        shortcomings: {name: 存在的问题, headings: [存在的不足]}\n";
const UNDECLARED: &str = "types: {annual-report: 年度报告}\nfeatures: {parts: true}\n";

/// A report with a part of shortcomings below a heading.
fn with_part(title: &str, year: u16, heading: &str, words: &str) -> String {
    let body = format!(
        "一、主要工作\n\n全年办理{year}件示例事项。\n\n二、{heading}\n\n{words}\n\n三、下一步打算\n\n继续办理。"
    );
    report(title, year, &body)
}

fn archive(settings: &str, reports: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| common::write(folder.path(), path, text);
    write("archive.yaml", &format!("title: 示例档案\n{settings}"));
    for (agency, name) in [("yunlu", "云麓区"), ("tinglan", "汀兰县")] {
        write(
            &format!("{agency}/_index.md"),
            &format!("---\nname: {name}\n---\n"),
        );
    }
    for (path, text) in reports {
        write(path, text);
    }
    folder
}

fn reports() -> Vec<(&'static str, String)> {
    vec![
        (
            "yunlu/2020.md",
            with_part(
                "云麓2020",
                2020,
                "存在的问题",
                "（一）超期办理3件。\n\n（二）2020年人手不足。",
            ),
        ),
        (
            "yunlu/2021.md",
            report("云麓2021", 2021, "一、主要工作\n\n文。\n\n二、打算\n\n文。"),
        ),
        (
            "yunlu/2022.md",
            with_part("云麓2022", 2022, "存在的主要问题", "超期办理9件。"),
        ),
        (
            "yunlu/2023.md",
            with_part(
                "云麓2023",
                2023,
                "存在的不足",
                "超期办理9件，退回12件，时间是2023年。\n\n| 类别 | 件数 |\n|---|---|\n| 退回 | 12 |",
            ),
        ),
        (
            "tinglan/2023.md",
            with_part("汀兰2023", 2023, "存在的不足", "示例文字。"),
        ),
    ]
}

fn build(folder: &Path, out: &str, store: &[&str]) -> Output {
    let mut command = gongbao();
    command
        .args(["build", "--no-index", "--content"])
        .arg(folder.join("content"));
    command.arg("--out").arg(folder.join(out)).args(store);
    command.output().expect("the binary runs")
}

fn built(folder: &tempfile::TempDir) -> impl Fn(&str) -> String {
    let output = build(folder.path(), "public", &["--no-store"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let public = folder.path().join("public");
    move |path| fs::read_to_string(public.join(path)).expect("a file")
}

/// What check says, by file, line and code.
fn told(folder: &tempfile::TempDir) -> Vec<String> {
    let mut command = gongbao();
    command.args(["check", "--no-store", "--format", "json", "--content"]);
    let output = command
        .arg(folder.path().join("content"))
        .output()
        .expect("the binary runs");
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let found = json["diagnostics"].as_array().expect("a list").iter();
    let lines = found.map(|it| format!("{}:{}:{}", it["file"], it["line"], it["code"]));
    lines.map(|line| line.replace('"', "")).collect()
}

#[test]
fn years_stand_side_by_side() {
    // 存在的主要问题 is no form that was declared.
    let settings = DECLARED.replace("[存在的不足]", "[存在的不足, 存在的主要问题]");
    let folder = archive(&settings, &reports());
    let file = built(&folder);
    let page = file("parts/yunlu/annual-report/shortcomings/index.html");
    let order = ["2023年", "2022年", "2021年", "2020年"];
    let places = order.map(|year| page.find(&format!("-head\">{year}</h2>")).expect("a year"));
    assert!(places.is_sorted(), "{places:?}");
    // A figure that the year before does not have; dates and those of a table left out do not count.
    assert_eq!(page.matches("<mark>").count(), 1, "{page}");
    assert!(
        page.contains("退回<mark>12</mark>件，时间是2023年"),
        "{page}"
    );
    assert!(page.contains("这份报告没有标题与此相符的部分"), "{page}");
    assert!(page.contains("此处有表格"), "{page}");
    assert!(
        page.contains("href=\"../../../../yunlu/2020/index.html#2\""),
        "{page}"
    );
    // Of one report alone there is nothing to set beside it.
    let public = folder.path().join("public");
    assert!(!public.join("parts/tinglan").exists());
    let data = file("data/parts.csv").replace('"', "");
    assert!(
        data.contains("yunlu/2023,annual-report,shortcomings,2,二、存在的不足\r\n"),
        "{data}"
    );
    assert_eq!(data.lines().count(), 1 + 5 + 4, "{data}");
}

#[test]
fn agencies_of_a_year_stand_side_by_side_and_pages_lead_there() {
    let folder = archive(DECLARED, &reports());
    let file = built(&folder);
    let page = file("parts/years/annual-report/shortcomings/2023/index.html");
    assert!(
        page.contains("云麓区</h2>") && page.contains("汀兰县</h2>"),
        "{page}"
    );
    assert!(
        page.contains("../../../../yunlu/annual-report/shortcomings/index.html"),
        "{page}"
    );
    let report = file("yunlu/2023/index.html");
    for link in [
        "href=\"#2\">二、存在的不足</a>",
        "href=\"../2020/index.html#2\">2020年</a>",
        "../../parts/yunlu/annual-report/shortcomings/index.html",
        "../../parts/years/annual-report/shortcomings/2023/index.html",
    ] {
        assert!(report.contains(link), "{link}: {report}");
    }
    // What is not declared is not linked: 三、下一步打算 is the same in all years.
    assert!(
        !report.contains("href=\"#3\">三、下一步打算</a><br>"),
        "{report}"
    );
    assert!(
        file("yunlu/index.html").contains("../parts/yunlu/annual-report/achievements/index.html")
    );
    assert!(file("parts/index.html").contains("years/annual-report/shortcomings/2023/index.html"));
    assert!(file("index.html").contains("parts/index.html"));
}

#[test]
fn equal_headings_are_linked_where_an_archive_wants_it() {
    let folder = archive(UNDECLARED, &reports());
    let file = built(&folder);
    let report = file("yunlu/2023/index.html");
    assert!(
        report.contains("href=\"#3\">三、下一步打算</a><br>"),
        "{report}"
    );
    assert!(
        report.contains("href=\"../2022/index.html#3\">2022年</a>"),
        "{report}"
    );
    // 存在的不足 stands in no other report of the body.
    assert!(!report.contains("存在的不足</a><br>"), "{report}");
    assert!(!file("tinglan/2023/index.html").contains("same-parts"));
    let public = folder.path().join("public");
    assert!(!public.join("parts").exists() && !public.join("data/parts.csv").exists());
}

#[test]
fn a_link_stands_beside_the_heading_and_a_heading_of_two_parts_is_listed_once() {
    let settings =
        "types:\n  annual-report:\n    name: 年度报告\n    parts: {a: 存在的问题, b: 工作安排}\n";
    let both = |year| {
        report(
            "云麓",
            year,
            "一、存在的问题和工作安排\n\n文。\n\n二、其他\n\n文。",
        )
    };
    let folder = archive(
        settings,
        &[("yunlu/2020.md", both(2020)), ("yunlu/2021.md", both(2021))],
    );
    let page = built(&folder)("yunlu/2021/index.html");
    let beside =
        "<a class=\"same-part\" href=\"#same-1-head\" aria-label=\"历年同一部分\"></a></div>";
    assert_eq!(page.matches(beside).count(), 1, "{page}");
    assert_eq!(page.matches("<li id=\"same-").count(), 1, "{page}");
    for part in ["a", "b"] {
        let url = format!("../../parts/yunlu/annual-report/{part}/index.html");
        assert_eq!(page.matches(&url).count(), 1, "{page}");
    }
    assert!(
        page.contains("<b>存在的问题</b>") && page.contains("<b>工作安排</b>"),
        "{page}"
    );
}

#[test]
fn without_either_nothing_is_shown() {
    let folder = archive("types: {annual-report: 年度报告}\n", &reports());
    let file = built(&folder);
    assert!(!file("yunlu/2023/index.html").contains("same-parts"));
    assert!(!folder.path().join("public/parts").exists());
}

#[test]
fn what_is_declared_in_vain_or_twice_is_told() {
    let folder = archive(
        "types:\n  annual-report:\n    name: 年度报告\n    parts:\n      shortcomings:\n        name: 存在的问题\n        \
         headings:\n          - 存在的不足\n          - 存在的困难\n      next-year:\n        name: 打算\n        headings: \
         [下一步, 存在的　不足]\n",
        &reports(),
    );
    assert_eq!(
        told(&folder),
        [
            "archive.yaml:10:heading-of-nothing",
            "archive.yaml:13:heading-of-two-parts"
        ]
    );
    let folder = archive(
        "types:\n  annual-report:\n    name: 年度报告\n    parts: {a: 重点任务, b: 任务安排, 缺点: 不足, d: {headings: 不足}}\n",
        &[(
            "yunlu/2020.md",
            report("云麓2020", 2020, "一、重点任务安排\n\n文。"),
        )],
    );
    assert_eq!(
        told(&folder),
        [
            "archive.yaml:5:wrong-type",
            "archive.yaml:5:missing-field",
            "yunlu/2020.md:8:ambiguous-part"
        ]
    );
}

#[test]
fn long_parts_are_cut_and_long_series_paged() {
    let long = "示例文字一段，说的是办理的情况。".repeat(40);
    let long = vec![long; 20].join("\n\n");
    let years = 2000..2020u16;
    let paths: Vec<String> = years
        .clone()
        .map(|year| format!("yunlu/{year}.md"))
        .collect();
    let reports = paths
        .iter()
        .zip(years)
        .map(|(path, year)| (path.as_str(), with_part("云麓", year, "存在的问题", &long)));
    let folder = archive(DECLARED, &reports.collect::<Vec<_>>());
    let file = built(&folder);
    for name in ["index.html", "2.html", "4.html"] {
        let page = file(&format!("parts/yunlu/annual-report/shortcomings/{name}"));
        assert!(
            page.contains("其余文字请看原报告") && page.len() < 30_000,
            "{}",
            page.len()
        );
    }
    let report = file("yunlu/2010/index.html");
    assert!(report.contains("另有14份报告"), "{report}");
}

#[test]
fn a_report_that_was_withdrawn_stands_without_its_words() {
    let mut reports = reports();
    for (path, text) in &mut reports {
        if *path == "yunlu/2022.md" {
            *text = text.replace(
                "\n---\n\n",
                "\nwithdrawn: {date: 2024-01-01, reason: 有误}\n---\n\n",
            );
        }
    }
    let folder = archive(DECLARED, &reports);
    let page = built(&folder)("parts/yunlu/annual-report/achievements/index.html");
    assert!(
        page.contains("这份报告已撤回") && !page.contains("2022件"),
        "{page}"
    );
}

#[test]
fn going_on_from_the_last_build_says_what_a_clean_one_says() {
    let settings = format!("{DECLARED}features: {{parts: true}}\n");
    let folder = archive(&settings, &reports());
    for (heading, words) in [
        ("存在的问题", "超期办理3件。"),
        ("存在的问题", "超期办理9件。"),
        ("有关情况", "超期办理9件。"),
        ("下一步打算", "超期办理9件。"),
        ("存在的不足", "没有。"),
    ] {
        let changed = with_part("云麓2022", 2022, heading, words);
        fs::write(folder.path().join("content/yunlu/2022.md"), changed).expect("written");
        common::goes_on_as_clean(folder.path(), &format!("{heading} {words}"));
    }
}
