//! What is kept between builds, with the real binary: it makes nothing different, may be lost or unusable at any time,
//! and holds nothing that was withdrawn. At random and at length: tests/histories.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{self, build, gongbao, published, stderr, stdout};

/// Two reports of one agency, neighbours by their periods, and a file beside one.
fn archive() -> tempfile::TempDir {
    let report = |year: &str, body: &str| {
        format!(
            "---\ntitle: 示例市{year}年度报告\ntype: annual-report\nperiod: {year}\n---\n\n{body}\n"
        )
    };
    common::tree(&[
        (
            "content/shili/2020.md",
            &report("2020", "一、概况\n\n去年的正文。"),
        ),
        (
            "content/shili/2021/index.md",
            &report("2021", "一、概况\n\n今年的正文，见[去年](../2020.md#1)。"),
        ),
        ("content/shili/2021/表.csv", "年,数\n2021,3\n"),
    ])
}

fn edit(folder: &Path, path: &str, from: &str, to: &str) {
    let path = folder.join("content").join(path);
    let text = fs::read_to_string(&path).expect("a text");
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).expect("written");
}

/// The site of a clean build of the same content.
fn clean(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let out = tempfile::tempdir().expect("a folder");
    let output = gongbao()
        .args(["build", "--no-store", "--content"])
        .arg(folder.join("content"))
        .arg("--out")
        .arg(out.path().join("public"))
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    common::files(&out.path().join("public"))
}

/// The site after a build that goes on from the last one, which must be that of a clean build.
fn went_on(folder: &Path) -> PathBuf {
    let public = published(folder);
    assert!(
        common::files(&public) == clean(folder),
        "not that of a clean build"
    );
    public
}

fn page(public: &Path, path: &str) -> String {
    fs::read_to_string(public.join(path)).expect("a page")
}

#[test]
fn a_page_follows_what_it_takes_of_others() {
    let folder = archive();
    went_on(folder.path());
    // The title of a neighbour, the name of the agency, a word of the theme, the title of the archive, an address.
    edit(
        folder.path(),
        "shili/2020.md",
        "示例市2020年度报告",
        "示例市二〇二〇年度报告",
    );
    let public = went_on(folder.path());
    assert!(page(&public, "shili/2021/index.html").contains("示例市二〇二〇年度报告"));
    edit(folder.path(), "shili/_index.md", "示例市", "示例市人民政府");
    let public = went_on(folder.path());
    assert!(page(&public, "shili/2020/index.html").contains("示例市人民政府"));
    edit(folder.path(), "archive.yaml", "测试档案", "测试用的档案");
    let public = went_on(folder.path());
    assert!(page(&public, "shili/2020/index.html").contains("测试用的档案"));
    let theme = folder.path().join("content/../themes/own/languages");
    fs::create_dir_all(&theme).expect("a folder");
    fs::write(theme.join("zh-Hans.yaml"), "home: 首屏\n").expect("written");
    let archive = folder.path().join("content/archive.yaml");
    let text = fs::read_to_string(&archive).expect("a text");
    fs::write(&archive, format!("{text}theme: own\n")).expect("written");
    let public = went_on(folder.path());
    assert!(page(&public, "shili/2020/index.html").contains("首屏"));
}

#[test]
fn where_nothing_changed_the_same_is_said_and_nothing_touched() {
    let folder = archive();
    edit(
        folder.path(),
        "shili/2020.md",
        "一、概况",
        "一、概况\n\n二、其次\n\n四、跳号",
    );
    let first = build(folder.path(), &["--format", "json"]);
    assert!(stdout(&first).contains("number-gap"), "{}", stdout(&first));
    let before = common::files(&folder.path().join("public"));
    for _ in 0..3 {
        let again = build(folder.path(), &["--format", "json"]);
        assert_eq!(stdout(&again), stdout(&first));
        assert!(common::files(&folder.path().join("public")) == before);
    }
    let again = stderr(&build(folder.path(), &[]));
    assert!(again.contains("nothing changed"), "{again}");
    // A published file that somebody changed is made again.
    let page = folder.path().join("public/shili/2020/index.html");
    fs::write(&page, "x").expect("written");
    went_on(folder.path());
}

#[test]
fn the_store_may_be_lost_damaged_or_impossible() {
    let folder = archive();
    went_on(folder.path());
    let store = folder.path().join(".gongbao/content");
    assert!(store.join("list").is_file());
    fs::remove_dir_all(folder.path().join(".gongbao")).expect("removed");
    went_on(folder.path());
    for (path, bytes) in common::files(&store) {
        fs::write(
            store.join(path),
            bytes.iter().map(|byte| !byte).collect::<Vec<u8>>(),
        )
        .expect("written");
    }
    edit(folder.path(), "shili/2020.md", "去年的正文", "去年的全文");
    went_on(folder.path());
    fs::remove_dir_all(folder.path().join(".gongbao")).expect("removed");
    fs::write(folder.path().join(".gongbao"), "no folder").expect("written");
    edit(folder.path(), "shili/2020.md", "去年的全文", "去年的原文");
    went_on(folder.path());
    assert_eq!(
        fs::read(folder.path().join(".gongbao")).expect("as it was"),
        b"no folder"
    );
}

#[test]
fn nothing_that_was_withdrawn_stays_in_the_store_or_beside_the_site() {
    let folder = archive();
    edit(folder.path(), "shili/2020.md", "去年的正文", "XyzzySecret");
    went_on(folder.path());
    let holds = || {
        let files = common::files(folder.path());
        let holds = files.into_iter().filter(|(_, bytes)| {
            // (What is deflated is not looked into.)
            bytes.windows(11).any(|window| window == b"XyzzySecret")
        });
        holds.map(|(path, _)| path).collect::<Vec<String>>()
    };
    assert!(
        holds().iter().any(|path| path.starts_with("public")),
        "{:?}",
        holds()
    );
    edit(folder.path(), "shili/2020.md", "XyzzySecret", "别的正文");
    edit(
        folder.path(),
        "shili/2020.md",
        "period: 2020",
        "period: 2020\nwithdrawn: {date: 2024-05-06, reason: 涉及隐私}",
    );
    edit(
        folder.path(),
        "shili/2021/index.md",
        "[去年](../2020.md#1)",
        "去年",
    );
    published(folder.path());
    assert_eq!(holds(), Vec::<String>::new());
}

#[test]
fn another_place_for_the_store_and_none() {
    let folder = archive();
    let place = folder.path().join("elsewhere");
    let place = place.to_str().expect("a name");
    assert!(build(folder.path(), &["--store", place]).status.success());
    assert!(Path::new(place).join("list").is_file());
    assert!(build(folder.path(), &["--no-store"]).status.success());
    assert!(!folder.path().join(".gongbao").exists());
}
