//! The log of an archive: what a build records, what it refuses, and that nothing of it is ever taken back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{
    LOGGED as ARCHIVE, build, files, gongbao, project, run, stderr, stdout, tree, write,
    yearly as report,
};

/// The first text of the report that is corrected.
const EARLIER: &str = "shili/.earlier/2022/1.md";

fn archive() -> tempfile::TempDir {
    tree(&[
        ("content/archive.yaml", ARCHIVE),
        (
            "content/shili/2021/index.md",
            &report(2021, "办理信访事项3件。"),
        ),
        ("content/shili/2021/table.csv", "项目,数量\n信访,3\n"),
        ("content/shili/2022.md", &report(2022, "办理信访事项5件。")),
    ])
}

fn site(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = folder.join("public");
    match out.exists() {
        true => files(&out).into_iter().collect(),
        false => BTreeMap::new(),
    }
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join("public").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Builds, and says that it went well: what was built is intact for whoever verifies it.
fn published(folder: &Path, more: &[&str]) {
    let output = build(folder, more);
    assert!(
        output.status.success(),
        "{}{}",
        stderr(&output),
        stdout(&output)
    );
    let mut verify = gongbao();
    verify.arg("verify").arg(folder.join("public"));
    let output = verify.output().expect("the binary runs");
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

/// Builds, and holds that it is refused with this code and that nothing of the site is another.
fn refused(folder: &Path, code: &str) {
    let before = site(folder);
    let output = build(folder, &["--lang", "en"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let said = format!("{}{}", stdout(&output), stderr(&output));
    assert!(said.contains(&format!("[{code}]")), "{code}: {said}");
    assert_eq!(site(folder), before);
}

/// Builds, and holds that the log is refused: a fault of the machine, which changes nothing.
fn broken(folder: &Path, more: &[&str]) -> String {
    let before = site(folder);
    let output: Output = build(folder, more);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(site(folder), before);
    stderr(&output)
}

/// The entries of a log that has fewer than 256.
fn entries(folder: &Path) -> Vec<serde_json::Value> {
    let size: usize = {
        let head = ["log/checkpoint", "log/checkpoint.unsigned"];
        let head = head
            .iter()
            .find_map(|path| fs::read_to_string(folder.join("public").join(path)).ok());
        head.expect("a head")
            .lines()
            .nth(1)
            .and_then(|size| size.parse().ok())
            .expect("a size")
    };
    let path = format!("public/log/tile/entries/000.p/{size}");
    let mut bytes = fs::read(folder.join(path)).expect("entries");
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let rest = bytes.split_off(2);
        let length = usize::from(u16::from_be_bytes([bytes[0], bytes[1]]));
        let (entry, rest) = rest.split_at(length);
        entries.push(serde_json::from_slice(entry).expect("JSON"));
        bytes = rest.to_vec();
    }
    entries
}

fn operations(folder: &Path) -> Vec<String> {
    let entries = entries(folder);
    let what = |entry: &serde_json::Value| {
        let op = entry["op"].as_str().unwrap_or_default();
        format!("{op} {}", entry["id"].as_str().unwrap_or_default())
    };
    entries
        .iter()
        .map(|entry| what(entry).trim_end().to_owned())
        .collect()
}

fn corrected(body: &str, notes: &[&str]) -> String {
    let notes: Vec<String> = notes
        .iter()
        .map(|note| format!("{{日期: 2023-05-01, 说明: {note}}}"))
        .collect();
    let line = format!("---\n更正: [{}]\n", notes.join(", "));
    report(2022, body).replacen("---\n", &line, 1)
}

#[test]
fn a_log_is_begun_when_it_is_asked_for_and_goes_on_by_itself() {
    let folder = archive();
    let folder = folder.path();
    let said = broken(folder, &["--lang", "en"]);
    assert!(said.contains("--new-log"), "{said}");
    published(folder, &["--new-log"]);
    assert_eq!(
        operations(folder),
        ["publish shili/2021", "publish shili/2022", "release"]
    );
    // Every file but the list and the log is listed, and the list is what the publication names.
    let sums = text(folder, "SHA256SUMS");
    let listed: Vec<&str> = sums
        .lines()
        .filter_map(|line| line.split("  ").nth(1))
        .collect();
    let all = site(folder);
    let wanted: Vec<&str> = all
        .keys()
        .map(String::as_str)
        .filter(|path| *path != "SHA256SUMS" && !path.starts_with("log/"))
        .collect();
    assert_eq!(listed, wanted);
    let release = &entries(folder)[2];
    assert_eq!(
        release["manifest"]["files"].as_u64(),
        Some(listed.len() as u64)
    );
    assert_eq!(
        release["manifest"]["size"].as_u64(),
        Some(sums.len() as u64)
    );
    // Nothing changed: nothing is appended, with what was kept of the last run and without.
    for more in [&[][..], &["--no-store"]] {
        published(folder, more);
        assert_eq!(site(folder), all);
    }
    let said = broken(folder, &["--new-log", "--lang", "en"]);
    assert!(said.contains("already"), "{said}");
}

#[test]
fn a_site_without_a_log_has_no_trace_of_one() {
    let folder = archive();
    let folder = folder.path();
    write(
        folder,
        "archive.yaml",
        &ARCHIVE.replace("truth: true\n", ""),
    );
    published(folder, &[]);
    let plain = site(folder);
    assert!(
        !plain
            .keys()
            .any(|path| path.starts_with("log/") || path.contains("tlog-proof"))
    );
    assert!(!text(folder, "shili/2022/index.html").contains("recorded"));
    let is_of_days = |path: &str| path.contains("as-of") || path == "data/history.json";
    assert!(!plain.keys().any(|path| is_of_days(path)));
    assert!(!text(folder, "about/index.html").contains("as-of"));
    write(folder, "archive.yaml", ARCHIVE);
    published(folder, &["--new-log"]);
    assert!(text(folder, "shili/2022/index.html").contains("收录于第1次发布"));
    assert!(text(folder, "about/index.html").contains("href=\"as-of/index.html\""));
}

#[test]
fn what_was_published_changes_by_a_correction_alone() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let first = text(folder, "shili/2022/1.tlog-proof");
    write(folder, "shili/2022.md", &report(2022, "办理信访事项6件。"));
    refused(folder, "changed-without-correction");
    write(
        folder,
        "shili/2022.md",
        &corrected("办理信访事项6件。", &["件数有误"]),
    );
    refused(folder, "missing-earlier-text");
    write(folder, EARLIER, &report(2022, "办理信访事项4件。"));
    refused(folder, "earlier-text-altered");
    write(folder, EARLIER, &report(2022, "办理信访事项5件。"));
    published(folder, &[]);
    assert_eq!(operations(folder)[3..], ["correct shili/2022", "release"]);
    let entry = &entries(folder)[3];
    assert_eq!(
        (entry["rev"].as_u64(), entry["prev"].as_u64()),
        (Some(2), Some(1))
    );
    assert_eq!(
        (entry["reason"].as_str(), entry["date"].as_str()),
        (Some("件数有误"), Some("2023-05-01"))
    );
    assert_eq!(text(folder, "shili/2022/1.tlog-proof"), first);
    assert!(text(folder, "shili/2022/2.tlog-proof").starts_with("c2sp.org/tlog-proof@v1\n"));
    let page = text(folder, "shili/2022/index.html");
    assert!(
        page.contains("收录于第2次发布") && page.contains("更正1次"),
        "{page}"
    );
    write(folder, "shili/2022.md", &report(2022, "办理信访事项5件。"));
    refused(folder, "revision-goes-back");
    let other_day = corrected("办理信访事项6件。", &["件数有误"]);
    let other_day = other_day.replace("published: 2023-03-01", "published: 2023-03-02");
    write(folder, "shili/2022.md", &other_day);
    refused(folder, "published-date-changed");
}

#[test]
fn attachments_change_by_a_correction_alone() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let list = text(folder, "shili/2021/1.sha256");
    assert!(list.ends_with("  table.csv\n"), "{list}");
    write(folder, "shili/2021/table.csv", "项目,数量\n信访,4\n");
    refused(folder, "attachments-changed");
    write(folder, "shili/2021/table.csv", "项目,数量\n信访,3\n");
    published(folder, &[]);
    write(folder, "shili/2021/more.csv", "a,b\n1,2\n");
    refused(folder, "attachments-changed");
}

#[test]
fn what_is_withdrawn_stays_on_record_and_comes_back_as_it_was() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let whole = report(2022, "办理信访事项5件。");
    let withdrawn = whole.replacen(
        "---\n",
        "---\n撤回: {日期: 2023-06-01, 原因: 含个人信息}\n",
        1,
    );
    write(
        folder,
        "shili/2022.md",
        &whole.replacen("---\n", "---\n撤回: {日期: 2023-06-01}\n", 1),
    );
    refused(folder, "no-reason");
    write(folder, "shili/2022.md", &withdrawn);
    published(folder, &[]);
    let all = site(folder);
    assert!(!all.contains_key("shili/2022/index.md"));
    assert!(all.contains_key("shili/2022/1.tlog-proof"));
    let entry = &entries(folder)[3];
    assert_eq!(
        (entry["op"].as_str(), entry.get("source")),
        (Some("withdraw"), None)
    );
    published(folder, &[]);
    assert_eq!(site(folder), all);
    let other_day = withdrawn.replace("published: 2023-03-01", "published: 2023-04-01");
    write(folder, "shili/2022.md", &other_day);
    refused(folder, "published-date-changed");
    write(folder, "shili/2022.md", &report(2022, "办理信访事项7件。"));
    refused(folder, "restored-otherwise");
    write(folder, "shili/2022.md", &whole);
    published(folder, &[]);
    assert_eq!(
        operations(folder)[3..],
        [
            "withdraw shili/2022",
            "release",
            "restore shili/2022",
            "release"
        ]
    );
}

#[test]
fn a_report_does_not_vanish_and_moves_by_a_correction() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    fs::remove_file(folder.join("content/shili/2022.md")).expect("removed");
    let before = site(folder);
    let output = build(folder, &["--allow-vanished", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("vanished-without-withdrawal"),
        "{}",
        stderr(&output)
    );
    assert_eq!(site(folder), before);
    let moved =
        report(2022, "办理信访事项5件。").replacen("---\n", "---\n旧地址: [shili/2022/]\n", 1);
    write(folder, "shili/nian-2022.md", &moved);
    refused(folder, "changed-without-correction");
    let moved = moved.replacen(
        "---\n",
        "---\n更正: [{日期: 2023-05-01, 说明: 改了网址}]\n",
        1,
    );
    write(folder, "shili/nian-2022.md", &moved);
    let earlier = "shili/.earlier/nian-2022/1.md";
    write(folder, earlier, &report(2022, "办理信访事项5件。"));
    published(folder, &[]);
    assert_eq!(
        operations(folder)[3..],
        ["correct shili/nian-2022", "release"]
    );
    let all = site(folder);
    assert!(all.contains_key("shili/nian-2022/1.tlog-proof"));
    published(folder, &[]);
    assert_eq!(site(folder), all);
}

#[test]
fn a_log_that_was_cut_altered_or_lost_is_never_gone_on_with() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let log = folder.join("public/log");
    for path in [
        "checkpoint.unsigned",
        "tile/entries/000.p/3",
        "tile/0/000.p/3",
        "documents/2",
    ] {
        let whole = fs::read(log.join(path)).expect(path);
        fs::remove_file(log.join(path)).expect(path);
        write(folder, "shili/2023.md", &report(2023, "办理信访事项9件。"));
        broken(folder, &[]);
        let mut altered = whole.clone();
        altered[10] ^= 1;
        fs::write(log.join(path), altered).expect(path);
        broken(folder, &[]);
        fs::write(log.join(path), [whole.as_slice(), b"\0"].concat()).expect(path);
        broken(folder, &[]);
        fs::write(log.join(path), whole).expect(path);
    }
    published(folder, &[]);
}

#[test]
fn a_clean_machine_goes_on_with_the_log_that_was_published() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    write(folder, "shili/2023.md", &report(2023, "办理信访事项9件。"));
    fs::rename(folder.join("public"), folder.join("published")).expect("moved");
    broken(folder, &[]);
    let old = folder.join("published").display().to_string();
    published(folder, &["--log", &old]);
    let elsewhere = site(folder);
    // The same as where it was published before.
    fs::remove_dir_all(folder.join("public")).expect("removed");
    fs::rename(folder.join("published"), folder.join("public")).expect("moved");
    published(folder, &["--no-store"]);
    let here = site(folder);
    let is_old = |path: &str| path.ends_with(".p/3");
    let of_now = |site: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        let files = site.iter().filter(|(path, _)| !is_old(path));
        files
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect()
    };
    assert_eq!(of_now(&here), of_now(&elsewhere));
    // What was published stays: mirrors may be at it.
    assert!(here.keys().any(|path| is_old(path)));
}

#[test]
fn a_signed_log_is_signed_by_its_key_alone() {
    let folder = archive();
    let folder = folder.path();
    let key = |name: &str| {
        let file = folder.join(name).display().to_string();
        let output = run(&["key", "new", "a.example/log", "--to", &file]);
        assert!(output.status.success(), "{}", stderr(&output));
        (file, stdout(&output).trim().to_owned())
    };
    let ((first, public), (second, _)) = (key("first.key"), key("second.key"));
    write(
        folder,
        "archive.yaml",
        &ARCHIVE.replace("truth: true", &format!("truth: {public}")),
    );
    let said = broken(folder, &["--new-log", "--lang", "en"]);
    assert!(said.contains("--key"), "{said}");
    broken(folder, &["--new-log", "--key", &second]);
    published(folder, &["--new-log", "--key", &first]);
    assert_eq!(text(folder, "log/vkey"), format!("{public}\n"));
    assert!(text(folder, "log/checkpoint").contains("\n— a.example/log "));
    let all = site(folder);
    published(folder, &["--key", &first, "--no-store"]);
    assert_eq!(site(folder), all);
    write(folder, "archive.yaml", ARCHIVE);
    broken(folder, &[]);
    broken(folder, &["--key", &second]);
    // No secret is in the site or in what is kept.
    let secret = fs::read_to_string(&first).expect("the key");
    let secret = secret.trim().splitn(5, '+').nth(4).expect("a secret");
    for (path, bytes) in files(folder) {
        let is_key = path.ends_with(".key");
        assert!(
            is_key || !String::from_utf8_lossy(&bytes).contains(secret),
            "{path}"
        );
    }
}

#[test]
fn file_by_file_the_log_is_the_same() {
    let (swapped, in_place) = (archive(), archive());
    for (folder, more) in [(&swapped, &[][..]), (&in_place, &["--in-place"])] {
        let folder = folder.path();
        published(folder, &[&["--new-log"], more].concat());
        write(
            folder,
            "shili/2022.md",
            &corrected("办理信访事项6件。", &["件数有误"]),
        );
        write(folder, EARLIER, &report(2022, "办理信访事项5件。"));
        published(folder, more);
    }
    assert_eq!(site(swapped.path()), site(in_place.path()));
}

#[test]
fn a_preview_records_nothing() {
    let folder = archive();
    let folder = folder.path();
    let output = gongbao()
        .args(["build", "--drafts", "--content"])
        .arg(folder.join("content"))
        .arg("--out")
        .arg(folder.join("preview"))
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!folder.join("preview/log").exists());
}

#[test]
fn a_site_is_published_elsewhere_with_its_log_and_never_with_an_older_one() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let from = folder.join("public").display().to_string();
    let to = folder.join("served").display().to_string();
    let publish = || {
        let arguments = ["publish", "--from", &from, "--to", &to];
        run(&[&arguments[..], &["--remove-now", "--lang", "en"]].concat())
    };
    assert!(publish().status.success());
    let served =
        || -> BTreeMap<String, Vec<u8>> { files(&folder.join("served")).into_iter().collect() };
    let first = site(folder);
    assert_eq!(served(), first);
    write(folder, "shili/2023.md", &report(2023, "办理信访事项9件。"));
    published(folder, &[]);
    assert!(publish().status.success());
    assert_eq!(served(), site(folder));
    // A site that was built from what was published before last.
    let newer = served();
    fs::remove_dir_all(folder.join("public")).expect("removed");
    for (path, bytes) in &first {
        let at = folder.join("public").join(path);
        fs::create_dir_all(at.parent().expect("a folder")).expect("made");
        fs::write(at, bytes).expect("written");
    }
    let output = publish();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(served(), newer);
    // Lists for other tools: tiles before pages are changed, the head after SHA256SUMS.
    let list = |step: &str| stdout(&run(&["publish", "--from", &from, "--list", step]));
    assert!(list("new").contains("log/tile/entries/"), "{}", list("new"));
    assert_eq!(list("sums"), "SHA256SUMS\nlog/checkpoint.unsigned\n");
}

#[test]
fn what_is_wrong_with_a_draft_opens_no_gate() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let draft =
        report(2023, "尚未定稿。").replacen("---\n", "---\n草稿: 是\n附件: [没有.pdf]\n", 1);
    write(folder, "shili/2023.md", &draft);
    write(folder, "shili/2022.md", &report(2022, "办理信访事项6件。"));
    refused(folder, "changed-without-correction");
    write(folder, "shili/2022.md", &report(2022, "办理信访事项5件。"));
    published(folder, &[]);
    assert_eq!(operations(folder).len(), 3);
}

#[test]
fn a_report_does_not_vanish_into_another_that_was_published() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    fs::remove_file(folder.join("content/shili/2022.md")).expect("removed");
    let redirect = format!("{ARCHIVE}redirects: {{shili/2022/: shili/2021/}}\n");
    write(folder, "archive.yaml", &redirect);
    refused(folder, "vanished-without-withdrawal");
    // Nor does the notice of what was withdrawn.
    write(folder, "archive.yaml", ARCHIVE);
    let whole = report(2022, "办理信访事项5件。");
    let withdrawn = whole.replacen("---\n", "---\n撤回: {日期: 2023-06-01, 原因: 有误}\n", 1);
    write(folder, "shili/2022.md", &withdrawn);
    published(folder, &[]);
    fs::remove_file(folder.join("content/shili/2022.md")).expect("removed");
    write(folder, "archive.yaml", &redirect);
    refused(folder, "vanished-without-withdrawal");
}

#[test]
fn a_log_that_lost_its_head_or_its_archive_is_not_begun_again() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let head = folder.join("public/log/checkpoint.unsigned");
    let whole = fs::read(&head).expect("a head");
    fs::remove_file(&head).expect("removed");
    broken(folder, &["--new-log"]);
    broken(folder, &[]);
    fs::write(&head, whole).expect("written");
    // The line in archive.yaml may not go while the log stays.
    write(
        folder,
        "archive.yaml",
        &ARCHIVE.replace("truth: true\n", ""),
    );
    let said = broken(folder, &["--lang", "en"]);
    assert!(said.contains("`truth`"), "{said}");
    write(folder, "archive.yaml", ARCHIVE);
    published(folder, &[]);
}

#[test]
fn corrections_that_were_recorded_stay_as_they_were_said() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    write(folder, EARLIER, &report(2022, "办理信访事项5件。"));
    let first = corrected("办理信访事项6件。", &["件数有误"]);
    write(folder, "shili/2022.md", &first);
    published(folder, &[]);
    write(folder, "shili/.earlier/2022/2.md", &first);
    // Two on one day: whatever the order in which they are written, the new one is recorded.
    write(
        folder,
        "shili/2022.md",
        &corrected("办理信访事项7件。", &["别的", "又错了"]),
    );
    refused(folder, "recorded-correction-changed");
    write(
        folder,
        "shili/2022.md",
        &corrected("办理信访事项7件。", &["件数有误", "又错了"]),
    );
    published(folder, &[]);
    let entries = entries(folder);
    let last = entries
        .iter()
        .rev()
        .find(|entry| entry["op"] == "correct")
        .expect("a correction");
    assert_eq!(
        (last["reason"].as_str(), last["rev"].as_u64()),
        (Some("又错了"), Some(3))
    );
}

#[test]
fn what_was_said_of_a_withdrawal_stays() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let withdrawn = |line: &str| {
        let whole = report(2022, "办理信访事项5件。");
        let head = format!("---\n撤回: {{{line}}}\n");
        write(folder, "shili/2022.md", &whole.replacen("---\n", &head, 1));
    };
    withdrawn("日期: 2023-06-01, 原因: 含个人信息");
    published(folder, &[]);
    for other in [
        "日期: 2023-06-02, 原因: 含个人信息",
        "日期: 2023-06-01, 原因: 数字有误",
        "原因: 含个人信息",
        "日期: 2023-06-01",
    ] {
        withdrawn(other);
        refused(folder, "recorded-withdrawal-changed");
    }
    withdrawn("日期: 2023-06-01, 原因: 含个人信息, 决定机关: 示例市政府");
    published(folder, &[]);
    assert_eq!(operations(folder).len(), 6);
}

#[test]
fn a_reason_holds_nothing_that_nobody_sees() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let withdrawn = |reason: &str| {
        let whole = report(2022, "办理信访事项5件。");
        let head = format!("---\n撤回: {{日期: 2023-06-01, 原因: \"{reason}\"}}\n");
        write(folder, "shili/2022.md", &whole.replacen("---\n", &head, 1));
    };
    for reason in [
        "有误\\x01。".to_owned(),
        "有误\\u0085。".to_owned(),
        format!("误{}误", "\\x01".repeat(590)),
    ] {
        withdrawn(&reason);
        refused(folder, "control-character");
    }
    withdrawn("含“个人信息”，\\n\\\"见\\\"附件。");
    published(folder, &[]);
}

#[test]
fn a_day_stays_the_one_that_was_recorded_whatever_the_clock() {
    let folder = archive();
    let folder = folder.path();
    let zoned = |body: &str| {
        let day = "published: 2023-03-01T20:00:00-05:00";
        report(2022, body).replace("published: 2023-03-01", day)
    };
    let offset = |offset: &str| {
        let archive = format!("{ARCHIVE}utc_offset: \"{offset}\"\n");
        write(folder, "archive.yaml", &archive);
    };
    write(folder, "shili/2022.md", &zoned("办理信访事项5件。"));
    offset("+08:00");
    published(folder, &["--new-log"]);
    offset("+00:00");
    published(folder, &[]);
    assert_eq!(operations(folder)[3..], ["release"]);
    // The text from before a correction says which day it was.
    let head = "---\n更正: [{日期: 2023-05-01, 说明: 件数有误}]\n";
    let corrected = zoned("办理信访事项6件。").replacen("---\n", head, 1);
    write(folder, EARLIER, &zoned("办理信访事项5件。"));
    write(
        folder,
        "shili/2022.md",
        &corrected.replace("2023-03-01T20", "2023-03-02T20"),
    );
    refused(folder, "published-date-changed");
    write(folder, "shili/2022.md", &corrected);
    published(folder, &[]);
    offset("+09:00");
    published(folder, &[]);
}

#[test]
fn a_day_that_a_correction_states_stays_too() {
    let folder = archive();
    let folder = folder.path();
    let undated = report(2022, "办理信访事项5件。").replace("published: 2023-03-01\n", "");
    write(folder, "shili/2022.md", &undated);
    published(folder, &["--new-log"]);
    write(folder, EARLIER, &undated);
    let dated = corrected("办理信访事项5件。", &["补发布日期"]);
    write(folder, "shili/2022.md", &dated);
    published(folder, &[]);
    write(folder, "shili/2023.md", &report(2023, "办理信访事项9件。"));
    published(folder, &[]);
    write(folder, "shili/.earlier/2022/2.md", &dated);
    let again = corrected("办理信访事项7件。", &["补发布日期", "又错了"]);
    write(
        folder,
        "shili/2022.md",
        &again.replace("published: 2023-03-01", "published: 2023-03-02"),
    );
    refused(folder, "published-date-changed");
    write(folder, "shili/2022.md", &again);
    published(folder, &[]);
}

#[test]
fn what_was_recorded_before_there_was_a_key_is_not_called_signed() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    let key = folder.join("a.key").display().to_string();
    let output = run(&["key", "new", "a.example", "--to", &key]);
    assert!(output.status.success(), "{}", stderr(&output));
    write(folder, "shili/2023.md", &report(2023, "办理信访事项9件。"));
    let theme = folder.join("theme");
    fs::create_dir_all(theme.join("templates")).expect("made");
    let page = "{{ report.recorded.is_signed }}";
    fs::write(theme.join("templates/report.html"), page).expect("written");
    let theme = theme.display().to_string();
    published(folder, &["--key", &key, "--theme", &theme]);
    for (year, signed) in [(2022, "false"), (2023, "true")] {
        assert_eq!(text(folder, &format!("shili/{year}/index.html")), signed);
        let proof = text(folder, &format!("shili/{year}/1.tlog-proof"));
        assert_eq!(proof.contains("\n— a.example ").to_string(), signed);
    }
}

#[test]
fn a_check_says_that_it_had_no_log() {
    let folder = archive();
    let folder = folder.path();
    let said = |more: &[&str]| {
        let mut check = gongbao();
        check.args(["check", "--lang", "en", "--content"]);
        let output = check.arg(folder.join("content")).args(more).output();
        let output = output.expect("the binary runs");
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        format!("{}{}", stdout(&output), stderr(&output))
    };
    let out = folder.join("public").display().to_string();
    assert!(said(&["--out", &out]).contains("--log"));
    assert!(!said(&["--out", &out, "--drafts"]).contains("--log"));
    published(folder, &["--new-log"]);
    assert!(!said(&["--out", &out]).contains("--log"));
    assert!(!said(&["--log", &out]).contains("--log"));
    // A place that was named and has none, and a log that the settings no longer know.
    let refused = |more: &[&str]| {
        let mut check = gongbao();
        check
            .args(["check", "--content"])
            .arg(folder.join("content"));
        let output = check.args(more).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    };
    let elsewhere = folder.join("elsewhere").display().to_string();
    refused(&["--out", &out, "--log", &elsewhere]);
    write(
        folder,
        "archive.yaml",
        &ARCHIVE.replace("truth: true\n", ""),
    );
    refused(&["--out", &out]);
}

#[test]
fn what_a_report_said_before_and_an_attachment_without_its_list_are_told_for_what_they_are() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    write(folder, EARLIER, &report(2022, "办理信访事项5件。"));
    write(
        folder,
        "shili/2022.md",
        &corrected("办理信访事项6件。", &["件数有误"]),
    );
    published(folder, &[]);
    let verify = |arguments: &[&str]| {
        let mut verify = gongbao();
        verify.current_dir(folder).arg("verify").args(arguments);
        let output = verify.output().expect("the binary runs");
        (output.status.code(), stdout(&output))
    };
    let (code, said) = verify(&["public/shili/2022/history/1.md"]);
    assert_eq!(code, Some(0), "{said}");
    // In the place of the text that counts it is what it was before.
    let now = folder.join("public/shili/2022/index.md");
    let kept = fs::read(&now).expect("a text");
    fs::copy(folder.join("public/shili/2022/history/1.md"), &now).expect("copied");
    let (code, said) = verify(&["public/shili/2022/index.md"]);
    assert_eq!(code, Some(12), "{said}");
    fs::write(&now, kept).expect("written");
    fs::copy(
        folder.join("public/shili/2021/table.csv"),
        folder.join("saved.csv"),
    )
    .expect("copied");
    fs::copy(
        folder.join("public/shili/2021/1.tlog-proof"),
        folder.join("1.tlog-proof"),
    )
    .expect("copied");
    let proof = ["saved.csv", "--proof", "1.tlog-proof", "--lang", "en"];
    let (code, said) = verify(&proof);
    assert_eq!(code, Some(10), "{said}");
    assert!(said.contains(".sha256"), "{said}");
}

#[test]
fn what_was_held_on_a_day_is_told_by_what_was_stated_and_recorded() {
    let folder = archive();
    let folder = folder.path();
    published(folder, &["--new-log"]);
    write(folder, EARLIER, &report(2022, "办理信访事项5件。"));
    let second = corrected("办理信访事项6件。", &["件数有误"]);
    write(folder, "shili/2022.md", &second);
    published(folder, &[]);
    let held = || -> serde_json::Value {
        let json: serde_json::Value =
            serde_json::from_str(&text(folder, "data/history.json")).expect("JSON");
        let schema = std::fs::read_to_string(project().join("docs/schema/history.json"));
        let schema: serde_json::Value =
            serde_json::from_str(&schema.expect("a schema")).expect("JSON");
        let schema = jsonschema::draft202012::new(&schema).expect("a schema");
        assert!(schema.is_valid(&json), "{json}");
        let reports = json["reports"].as_array().expect("reports").iter();
        let mut reports = reports.filter(|report| report["id"] == "shili/2022");
        reports.next().cloned().expect("the report")
    };
    let correction = serde_json::json!([
        {"revision": 2, "date": "2023-05-01", "note": "件数有误", "recorded": 2}
    ]);
    let found = held();
    assert_eq!(
        (&found["published"], &found["recorded"], &found["kept"]),
        (&"2023-03-01".into(), &1.into(), &serde_json::json!([1]))
    );
    assert_eq!(found["corrections"], correction);
    // The same for the page of a day, and for who has no scripts.
    assert!(text(folder, "about/as-of/2023.js").starts_with("gongbaoHeld(2023,[{"));
    let page = text(folder, "about/as-of/2023/index.html");
    for said in ["2023年5月1日", "更正", "件数有误", "收录于第2次发布"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Texts from before corrections by the time from which each stood (RFC 7089).
    assert_eq!(
        text(folder, "shili/2022/history/timemap.txt"),
        "<https://a.example/shili/2022/>; rel=\"original\",\n\
         <https://a.example/shili/2022/history/timemap.txt>; rel=\"self\"; type=\"application/link-format\",\n\
         <https://a.example/shili/2022/history/1/>; rel=\"first last memento\"; datetime=\"Tue, 28 Feb 2023 16:00:00 GMT\"\n"
    );
    let page = text(folder, "shili/2022/history/index.html");
    assert!(page.contains("rel=\"timemap\""), "{page}");
    // Withdrawn: the day and the reason are told, no text is kept.
    let withdrawn = "---\n撤回: {日期: 2023-06-01, 原因: 含个人信息}\n";
    write(
        folder,
        "shili/2022.md",
        &second.replacen("---\n", withdrawn, 1),
    );
    published(folder, &[]);
    let found = held();
    assert_eq!(
        found["withdrawals"],
        serde_json::json!([{"date": "2023-06-01", "reason": "含个人信息", "recorded": 3}])
    );
    assert_eq!(
        (&found["corrections"], found.get("kept")),
        (&correction, None)
    );
    write(folder, "shili/2022.md", &second);
    published(folder, &[]);
    let found = held();
    assert_eq!(found["withdrawals"][0]["restored"], 4);
    let undated = text(folder, "about/as-of/undated/index.html");
    assert!(undated.contains("恢复"), "{undated}");
}
