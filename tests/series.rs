//! Tables that recur, with the real binary: their pages, where they are found from, open data; what is no series; and that
//! a build that goes on from the last one says the same as a clean one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{self, stderr, tree};

const CONFIG: &str = "title: 示例档案\ntypes:\n  annual-report: 年度报告\n  bulletin: 通报\nfeatures: {series: true}\n";

fn report(year: i16, heading: &str, body: &str) -> String {
    format!(
        "---\ntitle: 示例市{year}年报告\ntype: annual-report\nperiod: {year}\npublished: 2023-01-01\n---\n\n一、概况\n\n文。\n\n二、{heading}\n\n{body}\n"
    )
}

/// A table of a year, whose figures are told apart by it.
fn table(year: i16, more: &str) -> String {
    let before = year - 1;
    let last = year % 100;
    format!(
        "| 项目 | {before}年 | {year}年 |\n|---|---|---|\n| （一）受理 | {last} | 约1,0{last} |\n| （二）办结 | — | 7件 |\n{more}"
    )
}

fn archive(config: &str, reports: &[(i16, &str, String)]) -> tempfile::TempDir {
    let reports = reports.iter().map(|(year, heading, body)| {
        let path = format!("content/shili/{year}.md");
        (path, report(*year, heading, body))
    });
    let reports: Vec<(String, String)> = reports.collect();
    let files = reports.iter();
    let files = files.map(|(path, text)| (path.as_str(), text.as_str()));
    let all: Vec<(&str, &str)> = files.chain([("content/archive.yaml", config)]).collect();
    tree(&all)
}

fn site(folder: &Path) -> PathBuf {
    let output = common::build(folder, &["--no-index"]);
    assert!(output.status.success(), "{}", stderr(&output));
    folder.join("public")
}

fn read(public: &Path, path: &str) -> String {
    let path = public.join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The pages of tables.
fn pages(public: &Path) -> Vec<String> {
    let files = common::files(public).into_iter().map(|(path, _)| path);
    files
        .filter(|path| path.starts_with("series/shili/annual-report/"))
        .collect()
}

fn three() -> Vec<(i16, &'static str, String)> {
    let html = "<table><tr><td>项目</td><td>2020年</td><td>2021年</td></tr>\
         <tr><td>（一）受理</td><td>21</td><td>约1,021</td></tr>\
         <tr><td>（二）办结</td><td></td><td>7件</td></tr></table>";
    vec![
        (2019, "申请情况", table(2019, "")),
        (2020, "2020年申请情况", table(2020, "")),
        (2021, "2021年申请情况", html.to_owned()),
    ]
}

#[test]
fn a_table_of_three_periods_is_set_out() {
    let folder = archive(CONFIG, &three());
    let public = site(folder.path());
    let [page] = pages(&public).try_into().expect("one page");
    let shown = read(&public, &page);
    for part in [
        // The way up is that of the body's own page.
        "<li><a href=\"../../../../agencies/index.html\">机构</a></li>\n<li><a href=\"../../../../shili/index.html\">",
        "二、本年申请情况",
        ">2019年</a></th>",
        "../../../../shili/2019/index.html#2-",
        "<b>上年</b>",
        "<b>本年</b>",
        "<tr><th scope=\"row\">（一）受理</th><td>19</td><td>20</td><td>21</td></tr>",
        "<tr><th scope=\"row\">（一）受理</th><td>约1,019</td><td>约1,020</td><td>约1,021</td></tr>",
        "<tr><th scope=\"row\">（二）办结</th><td>7件</td><td>7件</td><td>7件</td></tr>",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    // A row without a figure in any period is none.
    assert_eq!(shown.matches("（二）办结").count(), 1);
    let data = read(&public, "data/series.csv");
    let mut reader = csv::Reader::from_reader(data.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        row.iter().take(9).collect::<Vec<&str>>().join("|")
    });
    let rows: Vec<String> = rows.collect();
    assert_eq!(rows.len(), 9);
    let row = "示例市|annual-report|二、2020年申请情况|（一）受理|2019年|2020|20|text|shili/2020";
    assert!(
        rows.iter().any(|it| it.replace("shili|", "示例市|") == row),
        "{rows:#?}"
    );
    for place in data
        .match_indices("../shili/")
        .map(|(at, _)| &data[at + 3..])
    {
        let (place, _) = place.split_once('"').expect("its end");
        let (file, anchor) = place.split_once('#').expect("an anchor");
        assert!(
            read(&public, file).contains(&format!("id=\"{anchor}\"")),
            "{place}"
        );
    }
    let address = page.trim_start_matches("series/shili/");
    let of_report = read(&public, "shili/2020/index.html");
    assert!(
        of_report.contains(&format!("../../series/shili/{address}")),
        "{of_report}"
    );
    assert!(read(&public, "shili/index.html").contains(&format!("../series/shili/{address}")));
    assert!(read(&public, "series/shili/index.html").contains(address));
}

#[test]
fn what_is_no_series_has_no_page() {
    let two = three().split_off(1);
    let mut renamed = three();
    renamed[0].2 = renamed[0].2.replace("受理", "收到");
    let mut longer = three();
    longer[0].2 = table(2019, "| （三）其他 | 1 | 2 |\n");
    // Two of one report under one heading: nobody can say which is meant.
    let mut twice = three();
    twice[0].2 = format!("{}\n文。\n\n{}", table(2019, ""), table(2019, ""));
    for reports in [two, renamed, longer, twice] {
        let folder = archive(CONFIG, &reports);
        let public = site(folder.path());
        assert_eq!(pages(&public), [] as [&str; 0]);
        assert!(!public.join("series").exists() && !public.join("data/series.csv").exists());
    }
    let off = CONFIG.replace("features: {series: true}\n", "");
    let folder = archive(&off, &three());
    let public = site(folder.path());
    assert!(!public.join("series").exists() && !public.join("data/series.csv").exists());
    assert!(!read(&public, "shili/2020/index.html").contains("series"));
    assert!(!read(&public, "shili/index.html").contains("series/"));
}

#[test]
fn tables_of_equal_labels_are_told_apart_by_their_headings() {
    let mut reports = three();
    for (year, _, body) in &mut reports {
        let other = table(*year, "").replace("7件", "8件");
        *body = format!("{}\n\n三、复议情况\n\n{other}", table(*year, ""));
    }
    let folder = archive(CONFIG, &reports);
    let public = site(folder.path());
    let pages = pages(&public);
    assert_eq!(
        pages.len(),
        1,
        "{pages:?}: headings of the first differ by more than the year"
    );
    assert!(read(&public, &pages[0]).contains("<td>8件</td>"));
    for (_, heading, _) in &mut reports {
        *heading = "申请情况";
    }
    let folder = archive(CONFIG, &reports);
    let public = site(folder.path());
    assert_eq!(self::pages(&public).len(), 2);
}

#[test]
fn a_second_table_in_a_later_report_moves_no_address() {
    let mut reports = three();
    for (_, heading, _) in &mut reports {
        *heading = "申请情况";
    }
    let folder = archive(CONFIG, &reports);
    let before = pages(&site(folder.path()));
    assert_eq!(before.len(), 1);
    let other = table(2021, "").replace("7件", "8件");
    reports[2].2 = format!("{}\n\n三、复议情况\n\n{other}", table(2021, ""));
    let folder = archive(CONFIG, &reports);
    let public = site(folder.path());
    assert_eq!(pages(&public), before);
    let shown = read(&public, &before[0]);
    assert!(
        shown.contains("<td>7件</td>") && !shown.contains("<td>8件</td>"),
        "{shown}"
    );
}

#[test]
fn a_build_that_goes_on_says_the_same() {
    let folder = archive(CONFIG, &three());
    let content = folder.path().join("content");
    common::goes_on_as_clean(folder.path(), "the first");
    for (path, what, text) in [
        (
            "shili/2019.md",
            "a figure",
            report(2019, "申请情况", &table(2019, "").replace("7件", "9件")),
        ),
        (
            "shili/2022.md",
            "a period more",
            report(2022, "申请情况", &table(2022, "")),
        ),
        (
            "shili/2020.md",
            "other labels",
            report(2020, "申请情况", &table(2020, "").replace("受理", "收到")),
        ),
        (
            "archive.yaml",
            "the switch",
            CONFIG.replace("series: true", "series: false"),
        ),
    ] {
        fs::write(content.join(path), text).expect("written");
        common::goes_on_as_clean(folder.path(), what);
    }
}
