//! What reports share with others, with the real binary: the line on a report's page, the page of two texts, open data,
//! the warning; and that a build that goes on from the last one says the same as a clean one.

use std::fs;
use std::path::Path;

use crate::common::{self, gongbao, report_of_year as report, stderr, stdout};

const ARCHIVE: &str = "title: 示例档案\ntypes: {annual-report: 年度报告}\n";

/// Twelve paragraphs of a report on a year; those at `changed` are about something else.
fn body(year: u16, changed: &[usize]) -> String {
    let subjects = [
        "行政复议",
        "行政诉讼",
        "行政执法",
        "政务公开",
        "普法宣传",
        "法律援助",
        "人民调解",
        "公证服务",
        "仲裁工作",
        "社区矫正",
        "规范性文件",
        "重大决策",
    ];
    let paragraphs = subjects.iter().enumerate().map(|(at, subject)| match changed.contains(&at) {
        false => format!("全年认真做好{subject}方面的各项工作，共办理有关事项{}件，做到件件有回音、事事有着落，群众比较满意。", usize::from(year) + at),
        true => format!("{year}年起{subject}改由新成立的中心承担，原来的办公室同时撤销，人员随之划转，档案一并移交（第{at}项）。"),
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn archive(features: &str, reports: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| common::write(folder.path(), path, text);
    write("archive.yaml", &format!("{ARCHIVE}{features}"));
    for agency in ["yunlu", "tinglan"] {
        write(
            &format!("{agency}/_index.md"),
            &format!("---\nname: 示例{agency}\n---\n"),
        );
    }
    for (path, text) in reports {
        write(path, text);
    }
    folder
}

fn build(folder: &Path, out: &str, store: &[&str]) -> std::process::Output {
    let mut command = gongbao();
    command
        .args(["build", "--no-index", "--content"])
        .arg(folder.join("content"));
    command.arg("--out").arg(folder.join(out)).args(store);
    command.output().expect("the binary runs")
}

#[test]
fn what_stands_in_the_report_before_is_counted_and_shown() {
    let folder = archive(
        "features: {similarity: {limit: 90%}}\n",
        &[
            ("yunlu/2020.md", report("云麓2020", 2020, &body(2020, &[]))),
            (
                "yunlu/2021.md",
                report("云麓2021", 2021, &body(2021, &[0, 1, 2, 3])),
            ),
            (
                "tinglan/2021.md",
                report("汀兰2021", 2021, &body(2021, &[3, 4])),
            ),
        ],
    );
    let output = build(folder.path(), "public", &["--no-store"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let public = folder.path().join("public");
    let data = fs::read_to_string(public.join("data/similarity.csv")).expect("data");
    let rows: Vec<String> = data
        .lines()
        .skip(1)
        .map(|row| row.replace('"', ""))
        .collect();
    let expected = [
        "tinglan/2021,yunlu/2021,peer,12,8,2,0.833",
        "yunlu/2021,tinglan/2021,peer,12,8,2,0.833",
        "yunlu/2021,yunlu/2020,previous,12,0,8,0.666",
    ];
    let mut sorted = rows.clone();
    sorted.sort();
    assert_eq!(sorted, expected);
    let page = fs::read_to_string(public.join("yunlu/2021/index.html")).expect("a page");
    assert!(page.contains("12段中0段相同，8段大体相同"), "{page}");
    let both = public.join("similarity/yunlu/2021/yunlu.2020.html");
    let both = fs::read_to_string(both).expect("a page");
    assert!(both.contains("<mark class=\"figure\">"), "{both}");
    assert!(
        both.contains("新成立的中心") && both.len() < 60_000,
        "{both}"
    );
    assert!(
        !stderr(&output).contains("similar-text"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_copy_is_told_to_its_editor_and_may_be_waived() {
    let copy = report("云麓2021", 2021, &body(2021, &[]));
    let folder = archive(
        "features: {similarity: true}\n",
        &[
            ("yunlu/2020.md", report("云麓2020", 2020, &body(2020, &[]))),
            ("yunlu/2021.md", copy.clone()),
        ],
    );
    let check = || {
        let mut command = gongbao();
        command.args(["check", "--no-store", "--format", "json", "--content"]);
        let output = command
            .arg(folder.path().join("content"))
            .output()
            .expect("the binary runs");
        let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let found = json["diagnostics"].as_array().expect("a list").clone();
        found
            .into_iter()
            .map(|it| format!("{} {}", it["file"], it["code"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(check(), ["\"yunlu/2021.md\" \"similar-text\""]);
    let waived = copy.replace(
        "\n---\n\n",
        "\nwaivers: [{code: similar-text, reason: 原文如此。}]\n---\n\n",
    );
    fs::write(folder.path().join("content/yunlu/2021.md"), waived).expect("written");
    assert!(check().is_empty(), "{:?}", check());
}

#[test]
fn two_reports_that_are_alike_are_told_once() {
    let text = |title: &str, published: &str| {
        report(title, 2021, &body(2021, &[])).replace("2022-03-01", published)
    };
    // The one that was published later; where they were published on one day, one of them.
    for (yunlu, tinglan, told) in [
        ("2022-03-01", "2022-03-08", "tinglan/2021.md"),
        ("2022-03-08", "2022-03-01", "yunlu/2021.md"),
        ("2022-03-01", "2022-03-01", ""),
    ] {
        let folder = archive(
            "features: {similarity: true}\n",
            &[
                ("yunlu/2021.md", text("云麓2021", yunlu)),
                ("tinglan/2021.md", text("汀兰2021", tinglan)),
            ],
        );
        let output = gongbao()
            .args(["check", "--no-store", "--format", "json", "--content"])
            .arg(folder.path().join("content"))
            .output()
            .expect("the binary runs");
        let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let found = json["diagnostics"].as_array().expect("a list");
        let found: Vec<_> = found
            .iter()
            .filter(|it| it["code"] == "similar-text")
            .collect();
        assert_eq!(found.len(), 1, "{found:?}");
        let file = found[0]["file"].as_str().expect("a file");
        assert!(told.is_empty() || file == told, "{file}, not {told}");
    }
}

#[test]
fn going_on_from_the_last_build_says_what_a_clean_one_says() {
    let folder = archive(
        "features: {similarity: true}\n",
        &[
            ("yunlu/2020.md", report("云麓2020", 2020, &body(2020, &[]))),
            ("yunlu/2021.md", report("云麓2021", 2021, &body(2021, &[0]))),
        ],
    );
    for changed in [
        &[5][..],
        &[],
        &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        &[2, 3],
    ] {
        fs::write(
            folder.path().join("content/yunlu/2020.md"),
            report("云麓2020", 2020, &body(2020, changed)),
        )
        .expect("written");
        common::goes_on_as_clean(folder.path(), &format!("{changed:?}"));
    }
}

#[test]
fn without_the_feature_nothing_is_compared() {
    let folder = archive(
        "",
        &[
            ("yunlu/2020.md", report("云麓2020", 2020, &body(2020, &[]))),
            ("yunlu/2021.md", report("云麓2021", 2021, &body(2021, &[]))),
        ],
    );
    assert!(
        build(folder.path(), "public", &["--no-store"])
            .status
            .success()
    );
    let public = folder.path().join("public");
    assert!(!public.join("similarity").exists() && !public.join("data/similarity.csv").exists());
}
