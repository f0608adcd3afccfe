//! A URL that was published stays: what the real binary reports when one would vanish, and which content fixes it.

use std::fs;
use std::path::Path;

use crate::common::{self, build, files, gongbao, report, run, stderr, stdout, tree};

/// A report with more lines in its front matter.
fn with(more: &str) -> String {
    report("正文。").replacen("\nperiod", &format!("\n{more}\nperiod"), 1)
}

/// A published site of two reports, the first with two attachments, and a topic.
fn archive() -> tempfile::TempDir {
    let folder = tree(&[
        ("content/shili/2020/index.md", &with("topics: 政务公开")),
        ("content/shili/2020/biao.csv", "a,b\n1,2\n"),
        ("content/shili/2020/名单.csv", "a,b\n1,2\n"),
        ("content/shili/2021.md", &with("aliases: old/page.html")),
    ]);
    let output = build(folder.path(), &["--no-index"]);
    assert!(output.status.success(), "{}", stderr(&output));
    folder
}

/// Writes a file of the tree, or removes it where there is no text.
fn change(folder: &Path, path: &str, text: Option<&str>) {
    let path = folder.join(path);
    match text {
        Some(text) => {
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
            fs::write(path, text).expect("files can be written");
        }
        None if path.is_dir() => fs::remove_dir_all(path).expect("folders can be removed"),
        None => fs::remove_file(path).expect("files can be removed"),
    }
}

/// The vanished URLs that a command names, as (line of SHA256SUMS, message).
fn vanished(folder: &Path, command: &str, more: &[&str]) -> (i32, Vec<(usize, String)>) {
    let mut run = gongbao();
    run.arg(command)
        .arg("--content")
        .arg(folder.join("content"));
    run.arg("--out").arg(folder.join("public"));
    run.args(["--format", "json", "--lang", "en"]).args(more);
    if command == "build" {
        run.arg("--no-index");
    }
    // A build that lets them go writes a new list.
    let sums_file = folder.join("public/SHA256SUMS");
    let sums = fs::read_to_string(&sums_file).expect("the list is there");
    let output = run.output().expect("the binary runs");
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let diagnostics = json["diagnostics"].as_array().expect("a list");
    // The reports made here have one title and one period, which is told too.
    let others = |d: &&serde_json::Value| d["code"] != "duplicate-period";
    let found = diagnostics.iter().filter(others).map(|d| {
        assert_eq!(d["code"], "vanished-url", "{d}");
        assert_eq!(d["file"].as_str(), sums_file.to_str());
        let line = d["line"].as_u64().expect("a line") as usize;
        let column = d["column"].as_u64().expect("a column") as usize;
        let text = sums.lines().nth(line - 1).expect("the line is there");
        let message = d["message"].as_str().expect("a message").to_owned();
        let path = &text[column - 1..];
        let address = path.strip_suffix("index.html").unwrap_or(path);
        assert!(
            message.contains(&format!("`{address}`")),
            "{message}: {path}"
        );
        (line, address.to_owned())
    });
    let code = output.status.code().expect("an exit code");
    (code, found.collect())
}

fn addresses(folder: &Path, command: &str) -> Vec<String> {
    let (code, found) = vanished(folder, command, &[]);
    assert_eq!(code, i32::from(!found.is_empty()));
    found.into_iter().map(|(_, address)| address).collect()
}

/// Files of the tree with their new texts, or without one where they go.
type Changes<'a> = &'a [(&'a str, Option<&'a str>)];
/// Changes, and the URLs that vanish by them.
type Case<'a> = (Changes<'a>, &'a [&'a str]);

#[test]
fn what_vanishes_is_named_and_nothing_is_published() {
    let no_topic = with("summary: 摘要");
    let draft = with("draft: true\naliases: old/page.html");
    let cases: &[Case<'_>] = &[
        // A report, with all that stood beside it and its old URL.
        (
            &[("content/shili/2021.md", None)],
            &["old/page.html", "shili/2021/"],
        ),
        (
            &[("content/shili/2020", None)],
            &["shili/2020/", "topics/", "topics/zhengwugongkai/"],
        ),
        // A report that moved without a word.
        (
            &[
                ("content/shili/2021.md", None),
                ("content/shili/nian/2021.md", Some(&with(""))),
            ],
            &["old/page.html", "shili/2021/"],
        ),
        // One attachment.
        (
            &[("content/shili/2020/biao.csv", None)],
            &["shili/2020/biao.csv"],
        ),
        // An old URL whose line was deleted.
        (
            &[("content/shili/2021.md", Some(&with("")))],
            &["old/page.html"],
        ),
        // A topic that no report has any longer.
        (
            &[("content/shili/2020/index.md", Some(&no_topic))],
            &["topics/", "topics/zhengwugongkai/"],
        ),
        // A report that became a draft.
        (
            &[("content/shili/2021.md", Some(&draft))],
            &["old/page.html", "shili/2021/"],
        ),
        // An agency with everything in it.
        (
            &[("content/shili", None)],
            &[
                "old/page.html",
                "shili/2020/",
                "shili/2021/",
                "shili/",
                "topics/",
                "topics/zhengwugongkai/",
                "types/annual-report/",
                "years/2021/",
            ],
        ),
    ];
    for (changes, wanted) in cases {
        let folder = archive();
        let before = files(&folder.path().join("public"));
        for (path, text) in *changes {
            change(folder.path(), path, *text);
        }
        for command in ["check", "build"] {
            assert_eq!(
                addresses(folder.path(), command),
                *wanted,
                "{command}: {changes:?}"
            );
        }
        assert!(
            files(&folder.path().join("public")) == before,
            "{changes:?}"
        );
    }
}

#[test]
fn a_redirect_or_a_withdrawal_fixes_it() {
    let archive_file = |more: &str| {
        format!("title: 测试档案\ntypes:\n  annual-report: {{name: 年度报告}}\n{more}")
    };
    let withdrawn = with("withdrawn: {reason: 内容有误}\naliases: old/page.html");
    let moved = with("aliases: [old/page.html, shili/2021/]");
    let renamed = with("topics: 政务公开\naliases: [shili/2020/biao.csv]");
    let taken_back =
        with("topics: 政务公开\nattachments: {file: 名单.csv, withdrawn: {reason: 含有个人信息}}");
    let folder_moved = with("topics: 政务公开\naliases: shili/2020");
    let to_index = archive_file("redirects:\n  topics/zhengwugongkai/: years/2021\n  topics/: /\n");
    let no_topic = with("summary: 摘要");
    let cases: &[(Changes<'_>, &str, &str)] = &[
        // Changes; a file that must then stand there; what it must hold.
        (
            &[("content/shili/2021.md", Some(&withdrawn))],
            "shili/2021/index.html",
            "内容有误",
        ),
        (
            &[
                ("content/shili/2021.md", None),
                ("content/shili/nian/2021.md", Some(&moved)),
            ],
            "shili/2021/index.html",
            "url=../nian/2021/index.html",
        ),
        // An attachment under another name: its old URL leads to the report.
        (
            &[
                ("content/shili/2020/biao.csv", None),
                ("content/shili/2020/table.csv", Some("a,b\n1,2\n")),
                ("content/shili/2020/index.md", Some(&renamed)),
            ],
            "shili/2020/biao.csv/index.html",
            "url=../index.html",
        ),
        // An attachment taken back: a notice on the report, and its URL leads there.
        (
            &[
                ("content/shili/2020/名单.csv", None),
                ("content/shili/2020/index.md", Some(&taken_back)),
            ],
            "shili/2020/index.html",
            "含有个人信息",
        ),
        (
            &[("content/shili/2020/index.md", Some(&taken_back))],
            "shili/2020/名单.csv/index.html",
            "url=../index.html",
        ),
        // A report that moved takes its attachments along.
        (
            &[
                ("content/shili/2020", None),
                ("content/shili/a/2020/index.md", Some(&folder_moved)),
                ("content/shili/a/2020/biao.csv", Some("a,b\n1,2\n")),
                ("content/shili/a/2020/名单.csv", Some("a,b\n1,2\n")),
            ],
            "shili/2020/biao.csv/index.html",
            "url=../../a/2020/biao.csv",
        ),
        // A list that is no more.
        (
            &[
                ("content/shili/2020/index.md", Some(&no_topic)),
                ("content/archive.yaml", Some(&to_index)),
            ],
            "topics/zhengwugongkai/index.html",
            "url=../../years/2021/index.html",
        ),
    ];
    for (changes, path, words) in cases {
        let folder = archive();
        for (path, text) in *changes {
            change(folder.path(), path, *text);
        }
        for command in ["check", "build"] {
            assert_eq!(addresses(folder.path(), command), [""; 0], "{changes:?}");
        }
        let page = fs::read_to_string(folder.path().join("public").join(path));
        let page = page.unwrap_or_else(|e| panic!("{path}: {e}"));
        assert!(page.contains(words), "{path} lacks {words}: {page}");
        // And it stays fixed.
        assert_eq!(addresses(folder.path(), "build"), [""; 0], "{changes:?}");
    }
}

#[test]
fn a_file_that_was_taken_back_is_published_nowhere() {
    let folder = archive();
    let taken_back =
        with("topics: 政务公开\nattachments: {file: 名单.csv, withdrawn: {reason: 含有个人信息}}");
    let secret = "身份证号,13800000000\n";
    change(folder.path(), "content/shili/2020/名单.csv", Some(secret));
    change(
        folder.path(),
        "content/shili/2020/index.md",
        Some(&taken_back),
    );
    assert_eq!(addresses(folder.path(), "build"), [""; 0]);
    for (path, bytes) in files(&folder.path().join("public")) {
        let found = bytes.windows(11).any(|window| window == b"13800000000");
        assert!(!found, "{path} holds it still");
    }
    let linked =
        with("topics: 政务公开\nattachments: {file: 名单.csv, withdrawn: {reason: 含有个人信息}}")
            .replace("正文。", "见[名单](名单.csv)。");
    change(folder.path(), "content/shili/2020/index.md", Some(&linked));
    let output = build(folder.path(), &["--no-index", "--lang", "en"]);
    assert!(
        stderr(&output).contains("[dead-link]"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn what_was_never_public_may_be_let_go() {
    let folder = archive();
    change(folder.path(), "content/shili/2021.md", None);
    let (code, found) = vanished(folder.path(), "check", &["--allow-vanished"]);
    assert_eq!((code, found.len()), (0, 2));
    let (code, found) = vanished(folder.path(), "build", &["--allow-vanished"]);
    assert_eq!((code, found.len()), (0, 2));
    assert!(!folder.path().join("public/shili/2021").exists());
    assert_eq!(addresses(folder.path(), "build"), [""; 0]);
}

/// A report that cannot be read has not vanished: only its own fault is reported.
#[test]
fn one_mistake_is_reported_once() {
    let folder = archive();
    let broken = "---\ntitle: [\n---\n正文\n";
    change(folder.path(), "content/shili/2021.md", Some(broken));
    let output = build(folder.path(), &["--lang", "en"]);
    assert!(
        !stderr(&output).contains("vanished-url"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn further_pages_of_a_list_and_files_beside_a_page_are_not_reported() {
    let mut reports: Vec<(String, String)> = (0..101)
        .map(|n| (format!("content/shili/{n:03}.md"), report("正文。")))
        .collect();
    let all: Vec<(&str, &str)> = reports
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    let folder = tree(&all);
    assert!(build(folder.path(), &["--no-index"]).status.success());
    assert!(folder.path().join("public/shili/2.html").exists());
    let (last, _) = reports.pop().expect("reports");
    change(folder.path(), &last, None);
    assert_eq!(addresses(folder.path(), "build"), ["shili/100/"]);
}

#[test]
fn people_are_shown_the_line_and_what_to_do() {
    let folder = archive();
    change(folder.path(), "content/shili/2021.md", None);
    change(folder.path(), "content/shili/2020/biao.csv", None);
    let output = gongbao()
        .current_dir(folder.path())
        .args(["check", "--lang", "zh"])
        .output()
        .expect("the binary runs");
    common::golden("tests/vanished/messages.txt", &output.stderr);
    // Another content tree is not held against this site.
    let other = tree(&[("content/shili/a.md", &report("正文。"))]);
    let content = other.path().join("content");
    let output = run(&["check", "--content", content.to_str().expect("UTF-8")]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn old_urls_of_every_form_are_kept() {
    let aliases = with("aliases: [art/2019/1/12345.html, default.htm, news/7.shtml]");
    let folder = tree(&[("content/shili/2021.md", &aliases)]);
    let output = build(folder.path(), &["--no-index"]);
    assert!(output.status.success(), "{}", stderr(&output));
    change(folder.path(), "content/shili/2021.md", Some(&with("")));
    let wanted = ["art/2019/1/12345.html", "default.htm", "news/7.shtml"];
    assert_eq!(addresses(folder.path(), "check"), wanted);
}

/// The redirects that a site holds, each the folder that it stands in.
fn redirects(folder: &Path) -> Vec<String> {
    let files = files(&folder.join("public"));
    let redirects = files.into_iter().filter(|(path, bytes)| {
        path.ends_with("/index.html")
            && String::from_utf8_lossy(bytes).contains("http-equiv=\"refresh\"")
    });
    redirects
        .map(|(path, _)| path.replace("/index.html", "/"))
        .collect()
}

#[test]
fn attachments_of_a_report_that_moved_may_be_withdrawn() {
    let moved = |more: &str| with(&format!("aliases: old/2020\n{more}"));
    let file = "content/shili/2020/index.md";
    let folder = tree(&[
        (file, &moved("topics: 政务公开")),
        ("content/shili/2020/biao.csv", "a,b\n1,2\n"),
        ("content/shili/2020/名单.csv", "a,b\n1,2\n"),
    ]);
    assert!(build(folder.path(), &["--no-index"]).status.success());
    let one = moved("topics: 政务公开\nattachments: {file: 名单.csv, withdrawn: {reason: 有误}}");
    change(folder.path(), file, Some(&one));
    assert_eq!(addresses(folder.path(), "build"), [""; 0]);
    // A file that went is no folder that others were in.
    let wanted = [
        "old/2020/biao.csv/",
        "old/2020/",
        "old/2020/名单.csv/",
        "shili/2020/名单.csv/",
    ];
    assert_eq!(redirects(folder.path()), wanted);
    let notice = fs::read_to_string(folder.path().join("public/old/2020/名单.csv/index.html"));
    assert!(
        notice
            .expect("a redirect")
            .contains("url=../../../shili/2020/index.html")
    );

    let whole = moved("topics: 政务公开\nwithdrawn: {reason: 内容有误}");
    change(folder.path(), file, Some(&whole));
    assert_eq!(addresses(folder.path(), "build"), [""; 0]);
    assert_eq!(redirects(folder.path()), ["old/2020/"]);
}

#[test]
fn a_place_in_a_text_that_would_name_other_words_is_told_with_both_places() {
    const BEFORE: &str = "一、总体情况\n\n（一）执法\n\n二、存在的问题\n\n三、下一步打算";
    let folder = tree(&[("content/shili/2020.md", &report(BEFORE))]);
    let run = |command: &str, body: &str| {
        change(folder.path(), "content/shili/2020.md", Some(&report(body)));
        let mut run = gongbao();
        run.arg(command)
            .arg("--content")
            .arg(folder.path().join("content"));
        run.arg("--out").arg(folder.path().join("public"));
        run.args(["--format", "json", "--lang", "en"]);
        let output = run.output().expect("the binary runs");
        assert!(output.status.success(), "{}", stderr(&output));
        let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let diagnostics = json["diagnostics"].as_array().expect("a list");
        let told = diagnostics.iter().map(|d| {
            assert_eq!(d["file"], "shili/2020.md");
            format!(
                "{} {} {}",
                d["line"],
                d["code"].as_str().expect("a code"),
                d["message"]
            )
        });
        told.collect::<Vec<String>>()
    };
    assert!(run("build", BEFORE).is_empty());
    // What is corrected or added below moves nothing.
    let corrected = format!("{BEFORE}\n\n四、附则").replace("总体情况", "总的情况");
    assert!(run("check", &corrected).is_empty());
    let gone = BEFORE.replace("二、存在的问题\n\n三、", "二、");
    let told = run("check", &gone);
    assert_eq!(told.len(), 2, "{told:#?}");
    for (told, (line, code, now)) in told.iter().zip([
        (
            11,
            "moved-anchor",
            "`#2` was `二、存在的问题` and names `二、下一步打算` now",
        ),
        (
            11,
            "vanished-anchor",
            "`#3` (`三、下一步打算`) is no more; its words stand at `#2` now",
        ),
    ]) {
        assert!(told.starts_with(&format!("{line} {code}")), "{told}");
        assert!(told.contains(now), "{told}");
    }
    // Once published, the new places are the ones that stay.
    assert_eq!(run("build", &gone).len(), 2);
    assert!(run("check", &gone).is_empty());
}
