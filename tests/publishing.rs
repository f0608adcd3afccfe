//! `gongbao publish`: what it says, and what it lists for other tools. How files come and go is tried in the modules
//! of `deploy`, the recipes of docs/publishing.md in `tests/hosting`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{
    files, gongbao, published, report, report_of_year, stderr, stdout, tree, write,
};

fn publish(folder: &Path, more: &[&str]) -> Output {
    let mut command = gongbao();
    command.current_dir(folder).arg("publish").args(more);
    command.output().expect("the binary runs")
}

#[test]
fn a_site_is_copied_and_said_to_be_in_both_languages() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let site = published(folder.path());
    // A slip of the pen makes no folder.
    for (language, words) in [
        ("en", "there is no folder server"),
        ("zh", "没有文件夹 server"),
    ] {
        let refused = publish(
            folder.path(),
            &["--to", "server/archive", "--lang", language],
        );
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains(words), "{}", stderr(&refused));
        assert!(!folder.path().join("server").exists());
    }
    fs::create_dir(folder.path().join("server")).expect("made");
    let first = publish(folder.path(), &["--to", "server/archive"]);
    assert!(first.status.success(), "{}", stderr(&first));
    assert_eq!(files(&site), files(&folder.path().join("server/archive")));
    let said = stderr(&first);
    assert!(said.contains("Published to server/archive: "), "{said}");
    write(
        folder.path(),
        "shili/2022.md",
        &report_of_year("年度报告", 2022, "又一份"),
    );
    fs::remove_file(folder.path().join("content/shili/2021.md")).expect("removed");
    let output = gongbao()
        .args(["build", "--allow-vanished", "--content"])
        .arg(folder.path().join("content"))
        .arg("--out")
        .arg(&site)
        .output();
    assert!(output.expect("the binary runs").status.success());
    let second = stderr(&publish(
        folder.path(),
        &["--to", "server/archive", "--lang", "zh"],
    ));
    for words in [
        "已发布到 server/archive：",
        "写入",
        "删除",
        "保留到下次发布",
    ] {
        assert!(second.contains(words), "{second}");
    }
    let third = stderr(&publish(folder.path(), &["--to", "server/archive"]));
    assert!(
        third.contains(" 0 written, ") && third.contains("removed"),
        "{third}"
    );
    let fourth = stderr(&publish(folder.path(), &["--to", "server/archive"]));
    assert!(fourth.contains("nothing changed"), "{fourth}");
    assert_eq!(files(&site), files(&folder.path().join("server/archive")));
}

#[test]
fn lists_are_all_of_the_site_in_steps() {
    let folder = tree(&[
        ("content/shili/2021/index.md", &report("文字")),
        ("content/shili/2021/稿.docx", "PK"),
    ]);
    let site = published(folder.path());
    let list = |what: &str| stdout(&publish(folder.path(), &["--list", what]));
    let all = list("all");
    let rows: Vec<Vec<&str>> = all.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 5), "{all}");
    let listed: BTreeSet<&str> = rows.iter().map(|row| row[4]).collect();
    let made = files(&site);
    assert_eq!(listed, made.iter().map(|(path, _)| path.as_str()).collect());
    let mut steps: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    for step in ["immutable", "new", "manifest", "sums"] {
        let paths = rows.iter().filter(|row| row[0] == step).map(|row| row[4]);
        let paths: String = paths.map(|path| format!("{path}\n")).collect();
        assert_eq!(list(step), paths, "{step}");
    }
    steps.dedup();
    assert_eq!(steps, ["immutable", "new", "manifest", "sums"]);
    for empty in ["changed", "delete", "leaving"] {
        assert_eq!(list(empty), "");
    }
    let saved: Vec<&str> = rows
        .iter()
        .filter(|row| row[3] != "-")
        .map(|row| row[4])
        .collect();
    assert_eq!(saved, ["shili/2021/稿.docx"]);
    let since = stdout(&publish(
        folder.path(),
        &["--list", "all", "--since", "public"],
    ));
    assert_eq!(since, "");
}

#[test]
fn what_cannot_be_published_is_said_with_what_to_do() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let drafts = gongbao()
        .current_dir(folder.path())
        .args(["build", "--drafts", "--no-index"])
        .output();
    assert!(drafts.expect("the binary runs").status.success());
    let cases: [(&[&str], &str, &str); 5] = [
        (
            &["--to", "x"],
            "there is no folder public.",
            "没有文件夹 public。",
        ),
        (
            &["--to", "x", "--from", "content"],
            "is no site that gongbao built",
            "不是 gongbao 生成的网站",
        ),
        (
            &["--to", "x", "--from", "public-drafts"],
            "is a preview with drafts",
            "是含有草稿的预览",
        ),
        (
            &["--list", "all", "--since", "nowhere"],
            "--since",
            "--since",
        ),
        (&["--to", "public"], "one folder", "同一个文件夹"),
    ];
    for (at, (arguments, english, chinese)) in cases.into_iter().enumerate() {
        if at == 3 {
            published(folder.path());
        }
        for (language, words) in [("en", english), ("zh", chinese)] {
            let output = publish(folder.path(), &[arguments, &["--lang", language]].concat());
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            let said = stderr(&output);
            assert!(said.contains(words), "{arguments:?}: {said}");
        }
        assert!(!folder.path().join("x").exists());
    }
}
