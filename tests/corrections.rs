//! Corrections and withdrawals, with the real binary: what `correct` and `withdraw` write, what of it is published, and what
//! stands in their way.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{
    self, build, diagnostics, files, goes_on_as_clean, gongbao, published, report, stderr, stdout,
    tree, write,
};

const BODY: &str =
    "一、合同审查\n\n全年审查合同170件，均按期办结。\n\n二、其他\n\n没有变动的一段。";
const REASON: &str = "第一部分“170件”系录入错误，更正为“107件”。";

/// A report of 2021 with more lines in its head.
fn with(more: &str, body: &str) -> String {
    report(body).replacen("\nperiod", &format!("\n{more}\nperiod"), 1)
}

/// A published archive of one report, which is a file, with attachments beside another.
fn archive() -> tempfile::TempDir {
    let folder = tree(&[
        (
            "content/shili/2021.md",
            &with("published: 2022-03-01", BODY),
        ),
        (
            "content/shili/2020/index.md",
            &with("published: 2022-03-01", "见[表](biao.csv)。").replace("2021", "2020"),
        ),
        ("content/shili/2020/biao.csv", "a,b\n1,2\n"),
    ]);
    published(folder.path());
    folder
}

fn at(folder: &Path, command: &str, arguments: &[&str]) -> Output {
    gongbao()
        .arg(command)
        .args(arguments)
        .args(["--no-store", "--content"])
        .arg(folder.join("content"))
        .output()
        .expect("the binary runs")
}

fn done(folder: &Path, command: &str, arguments: &[&str]) -> String {
    let output = at(folder, command, arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

/// What is said of a command that is refused, and writes nothing.
fn refused(folder: &Path, command: &str, arguments: &[&str]) -> String {
    let before = files(folder);
    let output = at(folder, command, arguments);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(files(folder) == before, "something was written");
    stderr(&output)
}

fn read(folder: &Path, path: &str) -> String {
    let path = folder.join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Changes words of a file of the content.
fn edit(folder: &Path, path: &str, old: &str, new: &str) {
    let text = read(folder, &format!("content/{path}"));
    assert!(text.contains(old), "{text}");
    write(folder, path, &text.replace(old, new));
}

fn correct(folder: &Path, report: &str, reason: &str, day: &str) {
    done(
        folder,
        "correct",
        &[report, "--reason", reason, "--date", day],
    );
}

#[test]
fn a_corrected_report_keeps_what_it_said_and_shows_what_differs() {
    let folder = archive();
    let folder = folder.path();
    let first = read(folder, "public/shili/2021/index.md");
    correct(folder, "shili/2021.md", REASON, "2022-04-02");
    let kept = "content/shili/.earlier/2021/1.md";
    assert_eq!(read(folder, kept), first);
    edit(folder, "shili/2021.md", "170件，", "107件，");
    let second = read(folder, "content/shili/2021.md");
    assert_eq!(
        second.replace("107件，", "170件，"),
        first.replace(
            "\n---\n\n一",
            &format!("\nrevisions:\n  - date: 2022-04-02\n    note: {REASON}\n---\n\n一"),
        ),
        "no other byte changes"
    );
    let public = published(folder);
    assert_eq!(read(&public, "shili/2021/history/1.md"), first);
    let page = read(&public, "shili/2021/index.html");
    assert!(page.contains("<a href=\"history/index.html\">"), "{page}");
    assert!(page.contains("107件"));
    let history = read(&public, "shili/2021/history/index.html");
    for words in [
        "全年审查合同<del>170</del><ins>107</ins>件，均按期办结。",
        "2022年3月1日至2022年4月2日",
        "2022年4月2日起",
        "（2段未变动）",
        REASON,
        "href=\"../index.html#1-",
    ] {
        assert!(history.contains(words), "{words}: {history}");
    }
    let sums = read(&public, "SHA256SUMS");
    let digest = |path: &str| {
        let line = sums.lines().find(|line| line.ends_with(path));
        line.and_then(|line| line.split(' ').next().map(str::to_owned))
            .expect("it is listed")
    };
    for path in ["  shili/2021/history/1.md", "  shili/2021/index.md"] {
        assert!(history.contains(&digest(path)), "{path}");
    }
    let earlier = read(&public, "shili/2021/history/1/index.html");
    for words in [
        "全年审查合同170件",
        REASON,
        "<meta name=\"robots\" content=\"noindex\">",
        "<link rel=\"original\" href=\"../../index.html\">",
        "<link rel=\"latest-version\" href=\"../../index.html\">",
        "<link rel=\"version-history\" href=\"../index.html\">",
    ] {
        assert!(earlier.contains(words), "{words}: {earlier}");
    }
    assert!(!earlier.contains("107件，"));
    // A report that was never corrected has no such page.
    assert!(!public.join("shili/2020/history").exists());
    // And once more.
    correct(folder, "shili/2021/", "删去重复的一段。", "2022-05-01");
    edit(folder, "shili/2021.md", "没有变动的一段。", "");
    let public = published(folder);
    assert_eq!(read(&public, "shili/2021/history/2.md"), second);
    let history = read(&public, "shili/2021/history/index.html");
    for words in [
        "<del>没有变动的一段。</del>",
        "<del>170</del><ins>107</ins>",
        "2022年4月2日至2022年5月1日",
        "href=\"2/index.html#1-",
    ] {
        assert!(history.contains(words), "{words}: {history}");
    }
    goes_on_as_clean(folder, "after two corrections");
}

#[test]
fn the_text_may_be_changed_before_it_is_said_that_it_was() {
    let folder = archive();
    let folder = folder.path();
    edit(folder, "shili/2020/index.md", "见[表]", "详见[表]");
    let file = folder.join("content/shili/2020/index.md");
    let file = file.to_str().expect("a UTF-8 path");
    correct(folder, file, "补一字。", "2022-04-02");
    let kept = read(folder, "content/shili/2020/.earlier/1.md");
    assert_eq!(kept, read(folder, "public/shili/2020/index.md"));
    let public = published(folder);
    let history = read(&public, "shili/2020/history/index.html");
    assert!(history.contains("<ins>详</ins>见表"), "{history}");
    // Links of the old text lead from its own page.
    let earlier = read(&public, "shili/2020/history/1/index.html");
    assert!(earlier.contains("href=\"../../biao.csv\""), "{earlier}");
}

#[test]
fn a_run_that_was_cut_short_is_gone_on_with() {
    let folder = archive();
    let folder = folder.path();
    let first = read(folder, "public/shili/2021/index.md");
    write(folder, "shili/.earlier/2021/1.md", &first);
    correct(folder, "shili/2021", REASON, "2022-04-02");
    let noted = read(folder, "content/shili/2021.md");
    assert!(noted.contains(REASON));
    // Said twice it is noted once.
    correct(folder, "shili/2021", REASON, "2022-04-02");
    assert_eq!(read(folder, "content/shili/2021.md"), noted);
    let said = refused(folder, "correct", &["shili/2021", "--reason", "另一处。"]);
    assert!(said.contains("was not published yet"), "{said}");
}

#[test]
fn what_stands_in_the_way_of_a_correction_is_said_and_nothing_is_written() {
    let folder = archive();
    let folder = folder.path();
    write(
        folder,
        "shili/2022.md",
        &with("draft: true", "草稿。").replace("2021", "2022"),
    );
    write(
        folder,
        "shili/2023.md",
        &with("published: 2024-01-01", "新的。").replace("2021", "2023"),
    );
    write(folder, "shili/2019.md", "没有文件头");
    let reason = |report| [report, "--reason", "更正。"];
    for (arguments, words) in [
        (reason("shili/2022"), "is a draft"),
        (reason("shili/2023"), "has no published text"),
        (reason("shili/2019"), "cannot be read"),
        (reason("shili/2012"), "Did you mean `shili/20"),
        (["shili/2021", "--reason", " "], "--reason is empty"),
    ] {
        let said = refused(folder, "correct", &arguments);
        assert!(said.contains(words), "{said}");
    }
    let arguments = ["shili/2021", "--reason", "更正。", "--date", "2022-02-01"];
    let said = refused(folder, "correct", &arguments);
    assert!(said.contains("before the report was published"), "{said}");
    // Another text where that one goes.
    write(folder, "shili/.earlier/2021/1.md", &report("别的。"));
    let said = refused(folder, "correct", &reason("shili/2021"));
    assert!(
        said.contains("is not the text that was published"),
        "{said}"
    );
    fs::remove_dir_all(folder.join("content/shili/.earlier")).expect("removed");
    // What is in the folder of the site is not what was published.
    let public = folder.join("public/shili/2021/index.md");
    fs::write(&public, report("改过。")).expect("written");
    let said = refused(folder, "correct", &reason("shili/2021"));
    assert!(said.contains("not what SHA256SUMS says"), "{said}");
}

#[cfg(unix)]
#[test]
fn nothing_is_kept_through_a_link() {
    let folder = archive();
    let outside = tempfile::tempdir().expect("a temporary folder");
    let link = folder.path().join("content/shili/.earlier");
    std::os::unix::fs::symlink(outside.path(), link).expect("linked");
    let said = refused(
        folder.path(),
        "correct",
        &["shili/2021", "--reason", "更正。"],
    );
    assert!(said.contains("is a link"), "{said}");
    assert!(files(outside.path()).is_empty());
}

#[test]
fn a_report_that_is_withdrawn_takes_its_texts_along() {
    let folder = archive();
    let folder = folder.path();
    correct(folder, "shili/2021", REASON, "2022-04-02");
    edit(folder, "shili/2021.md", "170件，", "107件，");
    published(folder);
    let arguments = [
        "shili/2021",
        "--reason",
        "含有个人信息。",
        "--authority",
        "示例市人民政府办公室",
        "--date",
        "2023-01-05",
    ];
    let said = done(folder, "withdraw", &arguments);
    assert!(said.contains("stays in the content folder"), "{said}");
    let text = read(folder, "content/shili/2021.md");
    assert!(text.contains("withdrawn:\n  date: 2023-01-05\n  reason: 含有个人信息。\n  authority: 示例市人民政府办公室\n---\n"), "{text}");
    assert!(text.contains("107件，"));
    let public = published(folder);
    let page = read(&public, "shili/2021/index.html");
    for words in [
        "含有个人信息。",
        "示例市人民政府办公室",
        "2023年1月5日",
        REASON,
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("history/index.html"), "{page}");
    for gone in ["shili/2021/history", "shili/2021/index.md"] {
        assert!(!public.join(gone).exists(), "{gone}");
    }
    // What must not be published in a text that is not, stands in nobody's way.
    edit(
        folder,
        "shili/.earlier/2021/1.md",
        "170件，",
        "110101199003074514，",
    );
    assert!(build(folder, &[]).status.success());
    // Said again it changes nothing; a corrected report it is no more.
    let noted = read(folder, "content/shili/2021.md");
    done(folder, "withdraw", &arguments);
    assert_eq!(read(folder, "content/shili/2021.md"), noted);
    let said = refused(folder, "correct", &["shili/2021", "--reason", "更正。"]);
    assert!(said.contains("is withdrawn already"), "{said}");
    let said = refused(folder, "withdraw", &["shili/2021", "--reason", "其他。"]);
    assert!(said.contains("is withdrawn already"), "{said}");
}

#[test]
fn earlier_texts_are_looked_at_for_what_must_not_be_published() {
    let folder = archive();
    let folder = folder.path();
    correct(folder, "shili/2021", REASON, "2022-04-02");
    edit(
        folder,
        "shili/.earlier/2021/1.md",
        "170件，",
        "110101199003074514，",
    );
    let found = diagnostics(folder);
    let found: Vec<_> = found
        .iter()
        .filter(|found| found["file"] == "shili/.earlier/2021/1.md")
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["severity"], "error");
    assert!(!found[0].to_string().contains("110101199003074514"));
}

#[test]
fn what_is_no_earlier_text_is_told_and_not_published() {
    let folder = archive();
    let folder = folder.path();
    assert_eq!(diagnostics(folder), [] as [serde_json::Value; 0]);
    for path in [
        "shili/.earlier/说明.txt",
        "shili/.earlier/2018/1.md",
        "shili/.earlier/2021/1.md",
        ".earlier/x.md",
    ] {
        write(folder, path, &report("别的。"));
    }
    let found = diagnostics(folder);
    let found: Vec<_> = found
        .iter()
        .map(|found| {
            let text = |key: &str| found[key].as_str().expect("a text").to_owned();
            (text("severity"), text("code"), text("file"))
        })
        .collect();
    let wanted = |path: &str| {
        let (severity, code) = ("warning".to_owned(), "earlier-text".to_owned());
        (severity, code, path.to_owned())
    };
    let mut paths = [
        ".earlier/x.md",
        "shili/.earlier/2018/1.md",
        "shili/.earlier/2021/1.md",
        "shili/.earlier/说明.txt",
    ];
    paths.sort_unstable();
    assert_eq!(found, paths.map(wanted));
    let public = published(folder);
    assert!(!public.join("shili/2021/history").exists());
    // Of a text that says of itself that it is another.
    correct(folder, "shili/2020", "更正。", "2022-04-02");
    let text = read(folder, "content/shili/2020/index.md");
    write(folder, "shili/2020/.earlier/1.md", &text);
    let found = diagnostics(folder);
    let is_it = |found: &&serde_json::Value| found["file"] == "shili/2020/.earlier/1.md";
    assert!(found.iter().any(|it| is_it(&it)), "{found:?}");
}

#[test]
fn addresses_of_earlier_texts_do_not_vanish_and_go_along_with_their_report() {
    let folder = archive();
    let folder = folder.path();
    correct(folder, "shili/2021", REASON, "2022-04-02");
    edit(folder, "shili/2021.md", "170件，", "107件，");
    published(folder);
    // Its folder has the place of another report's page.
    write(
        folder,
        "shili/2021/history.md",
        &with("published: 2022-03-01", "另一份。").replace("2021年度", "沿革"),
    );
    let output = build(folder, &[]);
    let said = stderr(&output);
    assert!(
        !output.status.success() && said.contains("duplicate-url"),
        "{said}"
    );
    fs::remove_dir_all(folder.join("content/shili/2021")).expect("removed");
    // Moved, it is led to.
    let content = folder.join("content/shili");
    fs::rename(content.join("2021.md"), content.join("2021-new.md")).expect("moved");
    fs::rename(
        content.join(".earlier/2021"),
        content.join(".earlier/2021-new"),
    )
    .expect("moved");
    edit(
        folder,
        "shili/2021-new.md",
        "\nperiod",
        "\naliases: shili/2021/\nperiod",
    );
    let public = published(folder);
    assert!(public.join("shili/2021-new/history/1.md").exists());
    let led = read(&public, "shili/2021/history/index.html");
    assert!(led.contains("../../2021-new/index.html"), "{led}");
    // What was published stays.
    fs::remove_dir_all(content.join(".earlier")).expect("removed");
    let output = build(folder, &[]);
    let said = stderr(&output);
    assert!(
        !output.status.success() && said.contains("vanished-url"),
        "{said}"
    );
    assert!(
        said.contains("the files in shili/.earlier/2021-new"),
        "{said}"
    );
}

#[test]
fn a_correction_is_noted_as_the_head_is_written_and_of_today() {
    let folder = tree(&[(
        "content/shili/2021.md",
        "---\r\n标题: 示例市2021年度报告\r\n类型: annual-report\r\n报告期: 2021\r\n更正: [{日期: 2022-01-02, 说明: 一}]\r\n---\r\n\r\n正文。\r\n",
    )]);
    let folder = folder.path();
    published(folder);
    let said = done(
        folder,
        "correct",
        &["shili/2021", "--reason", "又\"一\"处", "--format", "json"],
    );
    let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(said["was_noted"], false);
    assert!(folder.join("content/shili/.earlier/2021/2.md").exists());
    let text = read(folder, "content/shili/2021.md");
    let (before, after) = text.split_once("更正: [{日期: ").expect("the field");
    assert!(before.starts_with("---\r\n标题"));
    let (day, rest) = after.split_at(10);
    assert!(day > "2026-01-01" && day.len() == 10, "{day}");
    assert!(
        rest.starts_with(", 说明: \"又\\\"一\\\"处\"}, {日期: 2022-01-02, 说明: 一}]\r\n"),
        "{rest}"
    );
    // The text from before the first correction was not kept then.
    let public = published(folder);
    let history = read(&public, "shili/2021/history/index.html");
    assert!(history.contains("这一版的文本没有保留。"), "{history}");
    assert!(common::files(&public.join("shili/2021/history")).len() == 3);
}
