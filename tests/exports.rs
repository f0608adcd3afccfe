//! Sites for tools of others, and time stamps, as people ask for them: words, exit codes, refusals. What those tools make of
//! them is held in `tests/tools`.

use std::fs;
use std::path::Path;

use gongbao::internals::recorder::Recorder;

use crate::common::{gongbao, run, stderr, stdout};

fn site(seed: Option<[u8; 32]>) -> tempfile::TempDir {
    let mut archive = Recorder::new("a.example", seed);
    archive.page("index.html", b"<p>1</p>");
    archive.publish("a/2020", "# 2020\n", &[("figures.csv", b"1,2\n")]);
    archive.release();
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in archive.files() {
        let path = folder.path().join("public").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, bytes).expect("written");
    }
    folder
}

/// Runs a command in a folder; its exit code, and what it said in Chinese.
fn said(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = gongbao();
    command.args(arguments).args(["--lang", "zh"]);
    let output = command.current_dir(folder).output();
    let output = output.expect("the binary runs");
    (
        output.status.code(),
        format!("{}{}", stdout(&output), stderr(&output)),
    )
}

#[test]
fn a_bag_is_intact_where_it_lies() {
    let folder = site(Some([7; 32]));
    let folder = folder.path();
    let (code, words) = said(folder, &["export", "bagit", "public", "bag"]);
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("已存为 BagIt 包 bag"), "{words}");
    let (code, words) = said(folder, &["verify", "bag/data"]);
    assert_eq!(code, Some(0), "{words}");
    // Never over another one, in it or around it.
    for to in ["bag", "public/bag", "."] {
        let (code, words) = said(folder, &["export", "bagit", "public", to]);
        assert_eq!(code, Some(2), "{to}: {words}");
    }
    fs::remove_file(folder.join("public/a/2020/figures.csv")).expect("removed");
    let (code, words) = said(folder, &["export", "bagit", "public", "other"]);
    assert_eq!(code, Some(10), "{words}");
    assert!(
        words.contains("a/2020/figures.csv") && words.contains("没有写入任何内容"),
        "{words}"
    );
    assert!(!folder.join("other").exists());
    let left = fs::read_dir(folder).map_or(0, Iterator::count);
    assert_eq!(left, 2, "the site and the bag");
}

#[test]
fn a_head_has_a_signature_where_somebody_signed() {
    for (seed, files) in [(Some([7; 32]), 3), (None, 1)] {
        let folder = site(seed);
        let (code, words) = said(folder.path(), &["export", "head", "public", "head"]);
        assert_eq!(code, Some(0), "{words}");
        assert_eq!(words.contains("没有签名"), seed.is_none(), "{words}");
        let found = fs::read_dir(folder.path().join("head")).map_or(0, Iterator::count);
        assert_eq!(found, files);
    }
    let folder = site(Some([7; 32]));
    fs::remove_file(folder.path().join("public/log/checkpoint")).expect("removed");
    let (code, words) = said(folder.path(), &["export", "head", "public", "head"]);
    assert_eq!(code, Some(10), "{words}");
}

#[test]
fn what_is_no_time_stamp_is_told() {
    let folder = site(None);
    fs::write(folder.path().join("head.tsr"), "no reply").expect("written");
    let (code, words) = said(folder.path(), &["stamp", "public", "head.tsr"]);
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("不是 RFC 3161 的时间戳应答"), "{words}");
    assert!(!folder.path().join("public/log/timestamps").exists());
    assert_eq!(
        run(&["stamp", "/nowhere", "/nowhere.tsr"]).status.code(),
        Some(2)
    );
}
