//! Input that is far larger than it should be: refused with the limit, or told, and never a machine's error.
//!
//! What each size costs in time and memory is measured by `tests/bench/sizes`; here is what is said of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::common::{build, report, run, stderr, stdout, tree};

/// Makes a file of that many bytes, which take no room on most disks.
fn sparse(path: &Path, bytes: u64) {
    let folder = path.parent().expect("a folder");
    fs::create_dir_all(folder).expect("made");
    let file = fs::OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|file| file.set_len(bytes)).expect("written");
}

/// Codes and messages of a build, and its exit code.
fn said(folder: &Path) -> (Option<i32>, Vec<(String, String)>) {
    let output = build(folder, &["--format", "json", "--lang", "en"]);
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let all = json["diagnostics"].as_array().expect("a list");
    let word = |of: &serde_json::Value, key: &str| of[key].as_str().unwrap_or("").to_owned();
    let all = all.iter().map(|d| (word(d, "code"), word(d, "message")));
    (output.status.code(), all.collect())
}

#[test]
fn files_beyond_a_limit_are_refused_and_the_limit_is_named() {
    for (path, bytes, limit) in [
        ("content/shili/2021.md", 200 << 20, "the limit is 8 MB"),
        ("content/archive.yaml", 200 << 20, "the limit is 8 MB"),
        ("content/shili/_index.md", 200 << 20, "the limit is 8 MB"),
        (
            "content/shili/a/measures.yaml",
            200 << 20,
            "the limit is 8 MB",
        ),
        (
            "content/shili/a/a.pdf",
            (2 << 30) + 1,
            "the limit is 2147 MB",
        ),
    ] {
        let folder = tree(&[("content/shili/a/index.md", &report("文字"))]);
        sparse(&folder.path().join(path), bytes);
        let (code, said) = said(folder.path());
        assert_eq!(code, Some(1), "{path}: {said:?}");
        let is_told = |(code, message): &(String, String)| {
            code == "file-too-large" && message.ends_with(limit)
        };
        assert!(said.iter().any(is_told), "{path}: {said:?}");
    }
}

#[test]
fn a_report_has_so_many_attachments_and_no_more() {
    let folder = tree(&[("content/shili/2021/index.md", &report("文字"))]);
    let bundle = folder.path().join("content/shili/2021");
    for number in 0..=5_000 {
        fs::write(bundle.join(format!("附件{number}.pdf")), "%PDF-1.4\n").expect("written");
    }
    let (code, all) = said(folder.path());
    let wanted = "it has 5001 attachments; the limit is 5000".to_owned();
    assert_eq!(
        (code, all),
        (Some(1), vec![("too-many-attachments".to_owned(), wanted)])
    );
}

#[test]
fn a_list_of_words_has_so_many_and_no_more() {
    for (count, code) in [(100, 0), (101, 1)] {
        let mut head = String::from("keywords:\n");
        for number in 0..count {
            let _ = writeln!(head, "  - 词{number}");
        }
        let text = report("文字").replace("period: 2021\n", &format!("period: 2021\n{head}"));
        let folder = tree(&[("content/shili/2021.md", &text)]);
        let (found, said) = said(folder.path());
        assert_eq!(found, Some(code), "{said:?}");
        let told = said.iter().any(|(code, _)| code == "too-many-values");
        assert_eq!(told, code == 1, "{said:?}");
    }
}

#[test]
fn a_report_of_megabytes_is_published_with_a_warning() {
    for (paragraphs, is_long) in [(10_000, false), (40_000, true)] {
        let body = "做好这一年的各项工作。\n\n".repeat(paragraphs);
        let folder = tree(&[("content/shili/2021.md", &report(&body))]);
        let (code, said) = said(folder.path());
        assert_eq!(code, Some(0), "{said:?}");
        let told = said.iter().any(|(code, _)| code == "long-text");
        assert_eq!(told, is_long, "{said:?}");
    }
}

#[test]
fn names_as_long_as_a_disk_holds_are_published() {
    let han = |count: usize| {
        "关于进一步加强和改进工作的通知"
            .chars()
            .cycle()
            .take(count)
            .collect::<String>()
    };
    let report = report("文字");
    let deep = vec![han(85); 10].join("/");
    for paths in [
        vec![format!("{}.md", han(84))],
        vec![format!("{}/index.md", han(85))],
        vec!["2021/index.md".to_owned(), format!("2021/{}.pdf", han(83))],
        vec![
            "2021/index.md".to_owned(),
            format!("2021/{}.csv", "a".repeat(251)),
        ],
        vec![format!("{}1.md", han(83)), format!("{}2.md", han(83))],
        vec![
            format!("{deep}/index.md"),
            format!("{deep}/{}.pdf", han(83)),
        ],
    ] {
        let files: Vec<String> = paths
            .iter()
            .map(|path| format!("content/shili/{path}"))
            .collect();
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|path| (path.as_str(), report.as_str()))
            .collect();
        let folder = tree(&files);
        let output = build(folder.path(), &[]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{paths:?}: {}",
            stderr(&output)
        );
        let (from, to) = (folder.path().join("public"), folder.path().join("copy"));
        let copied = run(&[
            "publish",
            "--from",
            from.to_str().expect("UTF-8"),
            "--to",
            to.to_str().expect("UTF-8"),
        ]);
        assert_eq!(
            copied.status.code(),
            Some(0),
            "{paths:?}: {}",
            stderr(&copied)
        );
    }
}

#[test]
fn a_new_report_has_a_name_that_a_disk_can_hold() {
    let name = |count: usize| {
        "关于工作的通知"
            .chars()
            .cycle()
            .take(count)
            .collect::<String>()
    };
    let folder = tree(&[]);
    let content = folder.path().join("content");
    let new = |name: &str| {
        let content = content.to_str().expect("UTF-8");
        run(&[
            "new",
            &format!("shili/{name}"),
            "--content",
            content,
            "--lang",
            "en",
        ])
    };
    let fits = new(&name(84));
    assert_eq!(fits.status.code(), Some(0), "{}", stderr(&fits));
    let long = new(&name(85));
    assert_eq!(long.status.code(), Some(2));
    let said = stderr(&long);
    assert!(
        said.contains("is too long: 255 bytes, and at most 252 are allowed"),
        "{said}"
    );
}
