//! Defects of official texts, with the real binary: the warnings with their places, waivers, switches, and `gongbao fix`,
//! which writes what was accepted and nothing else.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{self, gongbao, no_program, report, stderr, stdout, tree};

/// Lines of a report before its body.
const HEAD: usize = 6;

/// Codes and places that check tells, as `code line:column`, lines counted in the body.
fn told(folder: &Path) -> Vec<String> {
    let found = common::diagnostics(folder).into_iter().map(|found| {
        let line = found["line"].as_u64().expect("a line") as usize;
        let column = found["column"].as_u64().expect("a column");
        assert_eq!(found["severity"], "warning", "{found}");
        let line = line.saturating_sub(HEAD);
        format!(
            "{} {line}:{column}",
            found["code"].as_str().expect("a code")
        )
    });
    found.collect()
}

fn told_of(body: &str) -> Vec<String> {
    told(tree(&[("content/shili/2021.md", &report(body))]).path())
}

#[test]
fn each_defect_is_told_with_its_place() {
    let mut wrong = Vec::new();
    for (body, expected) in [
        (
            "依据示例纲要（20152020年），部署如下。",
            "lost-dash-in-years 1:8",
        ),
        (
            "依据**示例纲要**（20152020年），部署如下。",
            "lost-dash-in-years 1:12",
        ),
        ("自二0一九年以来，持续推进。", "wrong-digit-in-year 1:2"),
        ("甲。\n\n会议于2019年2月30日召开。", "impossible-date 3:9"),
        (
            "依据示例文件（示政发〔201550号）办理。",
            "lost-bracket-in-number 1:11",
        ),
        (
            "依据示例文件（示政发[2015]50号）办理。",
            "wrong-bracket-in-number 1:11",
        ),
        (
            "依据示例文件(示政发〔2016〕8)号办理。",
            "misplaced-bracket-in-number 1:11",
        ),
        (
            "（一）甲。\n\n（二）乙。\n\n三）丙。\n\n（四）丁。",
            "lost-bracket-in-part-number 5:1",
        ),
        ("印发《示例方案的通知。", "unbalanced-mark 1:3"),
        ("他说：“加强监督。", "unbalanced-mark 1:4"),
        (
            "印发《关于<示例>的《方案》的通知》。",
            "nested-title-mark 1:11",
        ),
        (
            "1. 健全制度\n\n做好工作。\n\n2. 强化监督\n\n做好工作。（示例局负责）3. 考核评价\n\n做好工作。\n\n4. 加强保障\n\n做好工作。",
            "glued-heading 7:13",
        ),
        ("稳步推进，，成效明显。", "doubled-punctuation 1:5"),
        ("稳步推进 ，成效明显。", "blank-before-mark 1:5"),
        ("稳步推进,成效明显，群众满意，效果良好。", "mixed-width 1:5"),
        ("具体安排详见附件。", "attachment-not-held 1:5"),
        ("甲。\n\n示例市人民政府\n\n2019年01月05日", "date-form 5:6"),
    ] {
        let found = told_of(body);
        if found != [expected] {
            wrong.push((body, expected, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_sound_text_and_a_text_in_another_language_are_told_nothing() {
    for body in [
        "依据示例纲要（2015—2020年）和示例文件（示政发〔2015〕50号），部署如下：“甲”。\n\n（一）乙。\n\n（二）丙。",
        "详见[附件](a.csv)。",
        "```\n20152020年，，\n```",
        "图：![图](a.png)。甲：[^1]。乙：<img src=\"a.png\" alt=\"图\">。\n\n[^1]: 乙。",
    ] {
        let folder = tree(&[
            ("content/shili/2021/index.md", report(body).as_str()),
            ("content/shili/2021/a.csv", "甲,乙\n"),
            ("content/shili/2021/a.png", "甲"),
        ]);
        assert_eq!(told(folder.path()), [] as [&str; 0], "{body}");
    }
    let text = report("The plan (20152020年) was carried out，，as planned.");
    let text = text.replace("period: 2021", "period: 2021\nlanguage: en");
    let found = told(tree(&[("content/shili/2021.md", &text)]).path());
    assert_eq!(found, [] as [&str; 0]);
}

#[test]
fn files_beside_a_bundle_are_its_attachments() {
    let text = report("具体安排详见附件。");
    let alone = tree(&[("content/shili/2021/index.md", text.as_str())]);
    assert_eq!(told(alone.path()), ["attachment-not-held 1:5"]);
    let store = alone.path().join("store");
    let check = |folder: &Path| {
        let output = gongbao()
            .args(["check", "--content"])
            .arg(folder.join("content"))
            .arg("--store")
            .arg(&store)
            .output()
            .expect("the binary runs");
        stderr(&output).contains("attachment-not-held")
    };
    assert!(
        common::build(alone.path(), &["--store", store.to_str().expect("UTF-8")])
            .status
            .success()
    );
    assert!(check(alone.path()));
    // The text is as it was, and a file has come.
    fs::write(alone.path().join("content/shili/2021/附件1.csv"), "甲,乙\n").expect("written");
    assert!(!check(alone.path()));
    assert_eq!(told(alone.path()), [] as [&str; 0]);
}

#[test]
fn a_warning_is_waived_by_its_words() {
    let body = "依据示例纲要（20152020年）。\n\n依据示例规划（20162020年）。";
    let waiver =
        "period: 2021\nwaivers: [{code: lost-dash-in-years, quote: 示例纲要, reason: 原文如此}]";
    let text = report(body).replace("period: 2021", waiver);
    let folder = tree(&[("content/shili/2021.md", text.as_str())]);
    let found = told(folder.path());
    assert_eq!(
        found,
        ["lost-dash-in-years 4:8"],
        "one line of the head is new"
    );
    // What is waived is not offered either.
    assert_eq!(
        fix(folder.path(), "")
            .matches("[lost-dash-in-years]")
            .count(),
        1
    );
}

#[test]
fn they_are_switched_off() {
    let folder = tree(&[("content/shili/2021.md", &report("示例纲要（20152020年）。"))]);
    let settings = folder.path().join("content/archive.yaml");
    let text = fs::read_to_string(&settings).expect("settings");
    for off in ["features: {defects: false}\n", "功能:\n  文稿查错: 否\n"] {
        fs::write(&settings, format!("{text}{off}")).expect("written");
        assert_eq!(told(folder.path()), [] as [&str; 0]);
    }
    fs::write(&settings, format!("{text}features: {{defects: true}}\n")).expect("written");
    assert_eq!(told(folder.path()), ["lost-dash-in-years 1:6"]);
}

#[test]
fn a_text_that_was_withdrawn_is_told_nothing() {
    let text = report("示例纲要（20152020年）。");
    let text = text.replace(
        "period: 2021",
        "period: 2021\nwithdrawn: {reason: 示例, date: 2023-01-01}",
    );
    let found = told(tree(&[("content/shili/2021.md", &text)]).path());
    assert!(
        found.iter().all(|found| !found.starts_with("lost-dash")),
        "{found:?}"
    );
}

#[test]
fn a_type_may_want_an_end() {
    let settings = |closing: &str| {
        format!(
            "title: 测试档案\ntypes:\n  annual-report: {{name: 年度报告, closing: {closing}}}\n"
        )
    };
    let text = report("甲。\n\n乙。");
    let signed = report("甲。\n\n示例市人民政府\n\n2022年1月5日");
    for (closing, text, expected) in [
        ("[issuer, date]", &text, &["no-closing 3:3"] as &[&str]),
        ("[落款, 成文日期]", &text, &["no-closing 3:3"]),
        ("date", &text, &["no-closing 3:3"]),
        ("[issuer, date]", &signed, &[]),
        ("[]", &text, &[]),
    ] {
        for kind in ["annual-report", "年度报告"] {
            let text = text.replace("type: annual-report", &format!("type: {kind}"));
            let folder = tree(&[("content/shili/2021.md", text.as_str())]);
            fs::write(
                folder.path().join("content/archive.yaml"),
                settings(closing),
            )
            .expect("written");
            assert_eq!(told(folder.path()), expected, "{closing} {kind}");
        }
    }
    let folder = tree(&[("content/shili/2021.md", text.as_str())]);
    fs::write(
        folder.path().join("content/archive.yaml"),
        settings("[seal]"),
    )
    .expect("written");
    let output = common::build(folder.path(), &["--no-store"]);
    assert!(stderr(&output).contains("`seal` is nothing that a report ends with"));
}

/// Standard output of `fix` without a terminal, with an answer that nobody asked for.
fn fix(folder: &Path, more: &str) -> String {
    let mut command = gongbao();
    command
        .args(["fix", "--no-store", "--content"])
        .arg(folder.join("content"))
        .args(more.split_whitespace());
    let output = with_input(&mut command, "y\ny\ny\n");
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

fn with_input(command: &mut Command, input: &str) -> Output {
    use std::io::Write;
    use std::process::Stdio;
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that asks nothing may have ended before.
    let _ = child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

const TWO: &str =
    "依据示例纲要（20152020年）和示政发[2015]5号文件。\n\n依据示例文件（示政发〔201550号）办理。";

#[test]
fn without_a_terminal_nothing_is_written() {
    let folder = tree(&[("content/shili/2021.md", &report(TWO))]);
    let before = common::files(folder.path());
    let shown = fix(folder.path(), "");
    assert_eq!(common::files(folder.path()), before);
    assert_eq!(
        shown,
        "\
shili/2021.md:7:8: the years of `20152020` have lost the dash between them [lost-dash-in-years]
    7 - 依据示例纲要（[-20152020-]年）和示政发[2015]5号文件。
    7 + 依据示例纲要（{+2015—2020+}年）和示政发[2015]5号文件。

shili/2021.md:7:22: the year of the document number `[2015]5号` wants the brackets 〔〕 [wrong-bracket-in-number]
    7 - 依据示例纲要（20152020年）和示政发[-[2015]-]5号文件。
    7 + 依据示例纲要（20152020年）和示政发{+〔2015〕+}5号文件。

shili/2021.md:9:11: the document number `〔201550号` has lost a bracket of its year [lost-bracket-in-number]
    9 - 依据示例文件（示政发[-〔2015-]50号）办理。
    9 + 依据示例文件（示政发{+〔2015〕+}50号）办理。

"
    );
    let json: serde_json::Value =
        serde_json::from_str(&fix(folder.path(), "--format json")).expect("JSON");
    let mends = json["mends"].as_array().expect("a list");
    assert_eq!(mends.len(), 3);
    assert_eq!(mends[2]["code"], "lost-bracket-in-number");
    let line = &mends[2]["lines"][0];
    assert_eq!(line["line"], 9);
    assert_eq!(line["after"], "依据示例文件（示政发〔2015〕50号）办理。");
    assert_eq!(common::files(folder.path()), before);
}

#[cfg(unix)]
/// Runs `fix` on a pseudo-terminal with the answers given; what it showed. `None` where there is no such program.
fn answered(folder: &Path, answers: &str) -> Option<String> {
    if Command::new("script").arg("--version").output().is_err() {
        no_program("script");
        return None;
    }
    let command = format!(
        "'{}' fix --no-store --content '{}'",
        env!("CARGO_BIN_EXE_gongbao"),
        folder.join("content").display()
    );
    let mut script = Command::new("script");
    script
        .args([
            "--quiet",
            "--return",
            "--echo",
            "never",
            "--command",
            &command,
            "/dev/null",
        ])
        .env("LC_ALL", "en_US.UTF-8")
        .env("NO_COLOR", "1");
    let output = with_input(&mut script, answers);
    Some(stdout(&output))
}

#[cfg(unix)]
#[test]
fn on_a_terminal_only_what_is_accepted_is_written() {
    let text = format!("\u{feff}{}", report(TWO)).replace('\n', "\r\n");
    let years = ("20152020", "2015—2020");
    let wrong = ("[2015]", "〔2015〕");
    let lost = ("〔201550", "〔2015〕50");
    for (answers, accepted) in [
        ("n\nn\nn\n", &[] as &[(&str, &str)]),
        ("y\nn\nn\n", &[years]),
        ("n\ny\nn\n", &[wrong]),
        ("what\ny\ny\ny\n", &[years, wrong, lost]),
        ("y\nq\n", &[years]),
        ("q\n", &[]),
    ] {
        let folder = tree(&[("content/shili/2021.md", text.as_str())]);
        let file = folder.path().join("content/shili/2021.md");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("permissions");
        let Some(shown) = answered(folder.path(), answers) else {
            return;
        };
        let mended = accepted
            .iter()
            .fold(text.clone(), |text, (from, to)| text.replace(from, to));
        assert_eq!(
            fs::read_to_string(&file).expect("a text"),
            mended,
            "{answers:?}\n{shown}"
        );
        let mode = fs::metadata(&file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert!(
            shown.contains(&format!("{} written", accepted.len())),
            "{shown}"
        );
        let files = common::files(&folder.path().join("content"));
        assert_eq!(files.len(), 3, "nothing is left beside it");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_not_written_through() {
    let folder = tree(&[]);
    let outside = folder.path().join("content/shili/texts");
    fs::create_dir(&outside).expect("a folder");
    let real = outside.join("real.md");
    fs::write(&real, report(TWO)).expect("written");
    let link = folder.path().join("content/shili/2021.md");
    symlink("texts/real.md", &link).expect("a link");
    let Some(shown) = answered(folder.path(), "y\n") else {
        return;
    };
    assert!(
        shown.contains("refusing to write") || shown.contains("written"),
        "{shown}"
    );
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
}
