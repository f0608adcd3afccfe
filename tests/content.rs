//! Content with faults and content without: what the real binary says of each.
//!
//! `tests/content/<valid|invalid>/<case>/content` is a content tree; what `gongbao check` says of it stands
//! beside it in `messages.txt`, in Chinese as people read it and as JSON in English. After a wanted change:
//! `UPDATE_GOLDEN=1 cargo test --test program content`, and read the difference.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::{self, build, cases, report, run, stderr, stdout, tree};

/// What check says of a tree, in both forms.
fn said(content: &Path) -> (i32, String) {
    let content = content.to_str().expect("a UTF-8 path");
    let people = run(&["check", "--content", content, "--lang", "zh"]);
    let tools = run(&[
        "check",
        "--content",
        content,
        "--lang",
        "en",
        "--format",
        "json",
    ]);
    assert_eq!(people.status.code(), tools.status.code());
    let json: serde_json::Value = serde_json::from_str(&stdout(&tools)).expect("JSON");
    for diagnostic in json["diagnostics"].as_array().expect("a list") {
        for place in ["line", "column"] {
            assert!(
                diagnostic[place].as_u64() >= Some(1),
                "{place} of {diagnostic}"
            );
        }
        for words in ["message", "hint", "code", "file"] {
            assert!(
                !diagnostic[words].as_str().unwrap_or("").is_empty(),
                "{words} of {diagnostic}"
            );
        }
    }
    let code = people.status.code().expect("an exit code");
    (
        code,
        format!("exit {code}\n\n{}\n{}", stderr(&people), stdout(&tools)),
    )
}

/// Every tree of `tests/content/<kind>` gives this exit code and the words that were reviewed.
fn hold(kind: &str, wanted: i32) {
    for folder in cases(&format!("content/{kind}")) {
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let (code, text) = said(&folder.join("content"));
        assert_eq!(code, wanted, "{name}: {text}");
        let messages = format!("tests/content/{kind}/{name}/messages.txt");
        common::golden(&messages, text.as_bytes());
    }
}

#[test]
fn every_fault_is_reported_with_its_place_and_what_to_do() {
    hold("invalid", 1);
}

#[test]
fn what_is_only_unusual_is_published() {
    hold("valid", 0);
}

/// Faults that no file in git can hold, or that need one made on the spot.
#[test]
fn files_that_git_could_not_keep_are_judged_too() {
    let large = "字".repeat(3 << 20);
    let cases: &[(&str, &str, &str)] = &[
        ("content/shili/2021.md", &report(&large), "file-too-large"),
        (
            "content/shili/2021.md",
            &report("二进制\u{0}文字"),
            "nul-byte",
        ),
        ("content/shili/2021.md", "", "no-front-matter"),
        ("content/archive.yaml", "title: [", "broken-yaml"),
        ("content/archive.yaml", "- 列表", "wrong-type"),
        (
            "content/archive.yaml",
            "title: 档案\ntheme: ../x",
            "wrong-type",
        ),
        (
            "content/archive.yaml",
            "title: &a 档案\ndescription: *a",
            "unsupported-yaml",
        ),
        ("content/shili/a\nb.md", &report("文字"), "unusable-name"),
        ("content/shili/🙂.md", &report("文字"), "unusable-path"),
        ("content/shili/会议 10:30.pdf", "x", "unusable-name"),
        ("content/shili/2021:2.md", &report("文字"), "unusable-name"),
        ("content/shili/x:data/reports.json", "x", "unusable-name"),
        ("content/shili/con.pdf", "x", "unusable-name"),
        ("content/shili/结尾. ", "x", "unusable-name"),
        ("content/shili/a\u{202e}fdp.exe", "x", "unusable-name"),
        ("content/shi|li/2021.md", &report("文字"), "unusable-name"),
        ("content/shili/𱁬.md", &report("文字"), "unusable-path"),
        (
            "content/search/_index.md",
            "---\nname: 检索\n---\n",
            "reserved-id",
        ),
        ("content/2021.md", &report("文字"), "unknown-agency"),
    ];
    for (path, text, code) in cases {
        let folder = tree(&[(path, text)]);
        let output = build(folder.path(), &["--format", "json"]);
        assert_eq!(output.status.code(), Some(1), "{path:?} {code}");
        let said = stdout(&output);
        assert!(
            said.contains(&format!("\"code\": \"{code}\"")),
            "{path:?} {code}: {said}"
        );
        assert!(
            !folder.path().join("public").exists(),
            "{code}: nothing is published"
        );
    }
}

#[cfg(unix)]
#[test]
fn nothing_but_files_of_the_tree_is_opened() {
    use std::os::unix::fs::symlink;
    let folder = tree(&[
        ("secret.md", &report("机密文字")),
        ("content/shili/2021.md", &report("文字")),
    ]);
    let content = folder.path().join("content/shili");
    symlink("../../secret.md", content.join("2022.md")).expect("a link");
    symlink("../../", content.join("up")).expect("a link");
    symlink("nowhere.md", content.join("2023.md")).expect("a link");
    fs::write(content.join(".env"), "机密文字").expect("written");
    symlink(".env", content.join("table.csv")).expect("a link");
    symlink("loop.md", content.join("loop.md")).expect("a link");
    let fifo = content.join("pipe.md");
    let made = std::process::Command::new("mkfifo")
        .arg(&fifo)
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    let output = build(folder.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    let json: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let found: BTreeSet<(&str, &str)> = json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|d| {
            (
                d["file"].as_str().expect("a file"),
                d["code"].as_str().expect("a code"),
            )
        })
        .collect();
    let wanted = BTreeSet::from([
        ("shili/2022.md", "symlink-out"),
        ("shili/2023.md", "unreadable-file"),
        ("shili/loop.md", "unreadable-file"),
        ("shili/pipe.md", "not-a-file"),
        ("shili/table.csv", "symlink-out"),
        ("shili/up", "symlink-out"),
    ]);
    assert_eq!(found, wanted, "{said}");
    let people = build(folder.path(), &[]);
    for said in [said, stderr(&people), stdout(&people)] {
        assert!(!said.contains("机密文字"), "{said}");
    }
    assert!(!folder.path().join("public").exists());
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_tree_is_followed() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    std::os::unix::fs::symlink("2021.md", folder.path().join("content/shili/2022.md"))
        .expect("a link");
    let site = common::published(folder.path());
    let page = |name: &str| fs::read_to_string(site.join(name)).expect("a page");
    assert!(page("shili/2022/index.html").contains("文字"));
}

#[test]
fn a_site_and_its_content_do_not_lie_one_inside_the_other() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let content = folder.path().join("content");
    for out in [
        content.join("public"),
        content.clone(),
        content.join("shili"),
        folder.path().to_owned(),
    ] {
        let output = common::gongbao()
            .arg("build")
            .arg("--content")
            .arg(&content)
            .arg("--out")
            .arg(&out)
            .output()
            .expect("the binary runs");
        assert_eq!(output.status.code(), Some(2), "{}", out.display());
        assert!(
            stderr(&output).contains("one inside the other"),
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn an_error_leaves_the_site_as_it_was() {
    let folder = tree(&[("content/shili/2021.md", &report("第一版"))]);
    let site = common::published(folder.path());
    let before = common::files(&site);
    fs::write(folder.path().join("content/shili/2021.md"), "没有文件头").expect("written");
    let output = build(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("Nothing was built"));
    assert_eq!(common::files(&site), before);
}
