//! Drafts: marked as such wherever they are shown, in a folder of their own, and never among what was published.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{
    build, files, gongbao, published, report, report_of_year, stderr, stdout, tree, write,
};

const TITLE: &str = "示例市2023年度报告";

fn draft(title: &str) -> String {
    report_of_year(title, 2023, "尚未定稿的办理情况。").replacen("---\n", "---\n草稿: 是\n", 1)
}

/// An archive with a duty, a published report and a draft.
fn archive() -> tempfile::TempDir {
    let archive = "title: 测试档案\nbase_url: https://a.example/\ntypes:\n  annual-report: {name: 年度报告}\n\
                   duties:\n  yearly: {名称: 年度报告, 规则: {类型: annual-report, 公布期限: 04-01}}\n";
    tree(&[
        ("content/archive.yaml", archive),
        (
            "content/shili/2022.md",
            &report_of_year("示例市2022年度报告", 2022, "办理信访事项5件。"),
        ),
        ("content/shili/2023.md", &draft(TITLE)),
    ])
}

fn preview(folder: &Path, more: &[&str]) -> Output {
    gongbao()
        .arg("build")
        .arg("--drafts")
        .arg("--content")
        .arg(folder.join("content"))
        .arg("--out")
        .arg(folder.join("preview"))
        .args(more)
        .output()
        .expect("the binary runs")
}

fn previewed(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = preview(folder, &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    files(&folder.join("preview")).into_iter().collect()
}

fn text<'f>(files: &'f BTreeMap<String, Vec<u8>>, path: &str) -> &'f str {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn a_draft_says_that_it_is_one_wherever_it_is_shown() {
    let folder = archive();
    let files = previewed(folder.path());
    let marked = format!("草稿：{TITLE}");
    let page = text(&files, "shili/2023/index.html");
    let head = page.find("<h1").expect("a heading");
    let note = page.find("草稿，尚未发布").expect("a note");
    assert!(note < head, "the note stands above the title");
    assert!(page.contains(&format!("<title>{marked} · ")), "{page}");
    assert!(page.contains(r#"<meta name="robots" content="noindex">"#));
    assert!(!page.contains("class=\"citations\""), "{page}");
    // Every link to it by its title says so: its neighbour, lists, the front page, feeds, the text-only edition.
    for path in [
        "shili/2022/index.html",
        "shili/index.html",
        "index.html",
        "years/2023/index.html",
        "types/annual-report/index.html",
        "feed.xml",
    ] {
        let text = text(&files, path);
        let all = text.matches(TITLE).count();
        assert!(all > 0, "{path}");
        assert_eq!(all, text.matches(&marked).count(), "{path}: {text}");
    }
    let plain = files.iter().filter(|(path, _)| path.ends_with(".txt"));
    let plain = plain.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(TITLE));
    let plain: Vec<&String> = plain.map(|(path, _)| path).collect();
    assert!(!plain.is_empty());
    for path in plain {
        assert!(text(&files, path).contains(&marked), "{path}");
    }
    // Cells of what was due have no title.
    let duty = text(&files, "duties/yearly/index.html");
    assert!(duty.contains("<br>草稿</td>"), "{duty}");
    assert!(text(&files, "shili/index.html").contains("<br>草稿</span>"));
    // As data it is a field, and the title is as written.
    let record: serde_json::Value =
        serde_json::from_str(text(&files, "shili/2023/index.json")).expect("JSON");
    assert_eq!(
        (&record["draft"], &record["title"]),
        (&true.into(), &TITLE.into())
    );
    let csv = text(&files, "data/reports.csv");
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    assert!(
        lines
            .next()
            .is_some_and(|head| head.ends_with(",\"draft\"")),
        "{csv}"
    );
    let of = |id: &str| {
        csv.lines()
            .find(|line| line.starts_with(id))
            .map(str::to_owned)
    };
    assert!(
        of("\"shili/2023\"").is_some_and(|line| line.ends_with(",\"true\"")),
        "{csv}"
    );
    assert!(
        of("\"shili/2022\"").is_some_and(|line| line.ends_with(",\"false\"")),
        "{csv}"
    );
    let listed: serde_json::Value =
        serde_json::from_str(text(&files, "data/drafts.json")).expect("JSON");
    assert_eq!(
        listed,
        serde_json::json!({"drafts": [{"id": "shili/2023", "source": "shili/2023.md"}]})
    );
    let found = gongbao()
        .args(["search", "--index"])
        .arg(folder.path().join("preview/search-index"))
        .arg("尚未定稿")
        .output()
        .expect("the binary runs");
    assert!(stdout(&found).contains(&marked), "{}", stdout(&found));
}

/// What is published says nothing of drafts.
#[test]
fn what_is_published_is_as_if_there_were_no_drafts() {
    let folder = archive();
    let with = files(&published(folder.path()));
    fs::remove_file(folder.path().join("content/shili/2023.md")).expect("removed");
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    let without = files(&published(folder.path()));
    assert!(with == without);
    let page = with
        .iter()
        .find(|(path, _)| path == "shili/2022/index.html");
    let page = String::from_utf8_lossy(&page.expect("a page").1).into_owned();
    assert!(
        !page.contains("noindex") && !page.contains("草稿"),
        "{page}"
    );
    let record = with
        .iter()
        .find(|(path, _)| path == "shili/2022/index.json");
    assert!(!String::from_utf8_lossy(&record.expect("a record").1).contains("draft"));
}

#[test]
fn drafts_never_go_where_a_published_site_is_nor_a_site_over_drafts() {
    let folder = archive();
    let public = published(folder.path());
    let before = files(&public);
    for (language, words) in [
        ("zh", "拒绝把草稿写入"),
        ("en", "refusing to write drafts to"),
    ] {
        let refused = build(folder.path(), &["--drafts", "--lang", language]);
        assert_eq!(refused.status.code(), Some(2));
        let said = stderr(&refused);
        assert!(
            said.contains(words) && said.contains("public-drafts"),
            "{said}"
        );
    }
    assert!(files(&public) == before);
    let drafts = previewed(folder.path());
    for (language, words) in [("zh", "含有草稿的预览"), ("en", "a preview with drafts")] {
        let refused = gongbao()
            .args(["build", "--lang", language, "--content"])
            .arg(folder.path().join("content"))
            .arg("--out")
            .arg(folder.path().join("preview"))
            .output()
            .expect("the binary runs");
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains(words), "{}", stderr(&refused));
    }
    assert!(files(&folder.path().join("preview")).into_iter().eq(drafts));
}

/// A draft has no URL that could vanish: it is renamed, moved and thrown away as its editor likes.
#[test]
fn a_draft_that_is_renamed_is_missed_by_nobody() {
    let folder = archive();
    published(folder.path());
    previewed(folder.path());
    let check = |drafts: bool| {
        let mut command = gongbao();
        command
            .args(["check", "--content"])
            .arg(folder.path().join("content"));
        let output = command.args(drafts.then_some("--drafts")).output();
        let output = output.expect("the binary runs");
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(
            stderr(&output).contains("0 errors, 0 warnings"),
            "{}",
            stderr(&output)
        );
    };
    check(true);
    let content = folder.path().join("content/shili");
    fs::rename(content.join("2023.md"), content.join("2023-b.md")).expect("renamed");
    let after = previewed(folder.path());
    assert!(after.contains_key("shili/2023-b/index.html"));
    assert!(!after.contains_key("shili/2023/index.html"));
    check(true);
    check(false);
    published(folder.path());
    // Once it is published, its place is held.
    write(
        folder.path(),
        "shili/2023-b.md",
        &draft(TITLE).replace("草稿: 是\n", ""),
    );
    published(folder.path());
    write(folder.path(), "shili/2023-b.md", &draft(TITLE));
    let output = build(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    check(true);
}

/// Nothing is missed either where a check is told to look at a preview: neither its pages nor places in their texts.
#[test]
fn a_preview_is_no_record_of_what_was_published() {
    let folder = archive();
    let numbered = |text: &str| report_of_year("示例市2022年度报告", 2022, text);
    write(
        folder.path(),
        "shili/2022.md",
        &numbered("一、甲的工作\n\n文字。\n\n二、乙的工作\n\n文字。"),
    );
    previewed(folder.path());
    write(
        folder.path(),
        "shili/2022.md",
        &numbered("一、乙的工作\n\n文字。"),
    );
    fs::remove_file(folder.path().join("content/shili/2023.md")).expect("removed");
    for drafts in [&["--drafts"][..], &[]] {
        let mut command = gongbao();
        command
            .arg("check")
            .args(drafts)
            .arg("--content")
            .arg(folder.path().join("content"));
        let output = command
            .arg("--out")
            .arg(folder.path().join("preview"))
            .output();
        let said = stderr(&output.expect("the binary runs"));
        assert!(said.contains("0 errors, 0 warnings"), "{said}");
    }
}

/// A preview and the site go on from what each of them kept.
#[test]
fn previews_go_on_as_clean_ones_and_leave_what_the_site_keeps() {
    let folder = archive();
    let public = files(&published(folder.path()));
    previewed(folder.path());
    for text in ["第二稿。", "第三稿。"] {
        let draft = draft(TITLE).replace("尚未定稿的办理情况。", text);
        write(folder.path(), "shili/2023.md", &draft);
        let went_on = previewed(folder.path());
        fs::remove_dir_all(folder.path().join("preview")).expect("removed");
        let output = preview(folder.path(), &["--no-store"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let anew = files(&folder.path().join("preview"));
        assert!(anew.into_iter().eq(went_on), "{text}");
    }
    let again = build(folder.path(), &[]);
    assert!(
        stderr(&again).contains("nothing changed"),
        "{}",
        stderr(&again)
    );
    assert!(files(&folder.path().join("public")) == public);
}

/// The index that is hosted elsewhere knows no drafts, and none are put into it.
#[test]
fn an_index_apart_has_no_drafts_and_a_preview_its_own() {
    let folder = archive();
    let path = folder.path().join("content/archive.yaml");
    let archive = fs::read_to_string(&path).expect("read");
    let apart = format!("{archive}search: {{index_url: https://index.example/}}\n");
    fs::write(&path, apart).expect("written");
    assert!(previewed(folder.path()).contains_key("search-index/manifest.json"));
    let refused = gongbao()
        .args(["index", "--drafts", "--content"])
        .arg(folder.path().join("content"))
        .output()
        .expect("the binary runs");
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
}

/// Who forgets to take the mark away is told, also where nothing has changed since.
#[test]
fn a_build_says_how_many_drafts_it_left_out() {
    let draft = report("文字").replace("period", "draft: true\nperiod");
    let folder = tree(&[("content/shili/2021.md", &draft)]);
    for _ in 0..2 {
        let output = build(folder.path(), &[]);
        assert!(
            stderr(&output).contains(" 1 draft left out"),
            "{}",
            stderr(&output)
        );
    }
    let output = build(folder.path(), &["--lang", "zh"]);
    assert!(
        stderr(&output).contains("1 份草稿未收入"),
        "{}",
        stderr(&output)
    );
}

/// What is not published stops nothing: an error in a draft is a warning unless drafts are asked for.
#[test]
fn what_is_wrong_with_a_draft_stops_no_build_without_drafts() {
    let folder = tree(&[
        ("content/shili/2021.md", &report("文字")),
        (
            "content/shili/2022.md",
            "---\n标题: 甲\n类型: no-such\n草稿: 是\n发布日期: 2024-02-30\n---\n\n[无](nowhere.md)\n",
        ),
        // Measures of a plan that is a draft.
        (
            "content/shili/2022.measures.yaml",
            "- {id: x, nonsense: y}\n",
        ),
    ]);
    let check = |more: &[&str]| {
        let mut command = gongbao();
        command.arg("check").args(more).arg("--content");
        let output = command.arg(folder.path().join("content")).output();
        output.expect("the binary runs")
    };
    let faulty = check(&["--drafts"]);
    assert_eq!(faulty.status.code(), Some(1), "{}", stderr(&faulty));
    let codes = ["unknown-type", "impossible-date"];
    // Twice: what was kept of the first reading says the same.
    for _ in 0..2 {
        let output = build(folder.path(), &[]);
        let said = stderr(&output);
        assert!(output.status.success(), "{said}");
        for code in codes {
            assert!(said.contains(&format!("warning[{code}]")), "{code}: {said}");
        }
        assert!(said.contains("(A draft is not published"), "{said}");
    }
    let said = stderr(&check(&["--lang", "zh"]));
    assert!(
        said.contains("已检查 1 份报告，另有 1 份草稿未全面检查（加 --drafts 一并检查）：0 处错误"),
        "{said}"
    );
    // What is known of it by what was kept is an error again as soon as drafts are asked for, or it is none.
    assert_eq!(check(&["--drafts"]).status.code(), Some(1));
    let path = folder.path().join("content/shili/2022.md");
    let text = fs::read_to_string(&path).expect("read");
    fs::write(&path, text.replace("草稿: 是\n", "")).expect("written");
    assert_eq!(build(folder.path(), &[]).status.code(), Some(1));
    // Nobody knows that a file is a draft whose head cannot be read.
    fs::write(&path, "---\n草稿: 是\n标题: [\n---\n\n文字\n").expect("written");
    assert_eq!(build(folder.path(), &[]).status.code(), Some(1));
    write(folder.path(), "shili/2022.md", &draft(TITLE));
    fs::remove_file(folder.path().join("content/shili/2022.measures.yaml")).expect("removed");
    let said = stderr(&check(&["--drafts", "--lang", "zh"]));
    assert!(said.contains("已检查 2 份报告（含 1 份草稿）："), "{said}");
}

/// The note that a preview holds drafts stands where it does.
#[test]
fn a_preview_without_drafts_does_not_say_that_it_has_some() {
    let folder = archive();
    let said =
        |files: &BTreeMap<String, Vec<u8>>| text(files, "index.html").contains("notice preview");
    assert!(said(&previewed(folder.path())));
    fs::remove_file(folder.path().join("content/shili/2023.md")).expect("removed");
    assert!(!said(&previewed(folder.path())));
}
