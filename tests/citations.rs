//! What reports cite and what is in force, with the real binary: links in texts, who cites a report, what is not held,
//! open data, the state of documents, and builds that go on from the last.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::common::{gongbao, stderr, write};

const ARCHIVE: &str = "title: 示例档案\ntypes:\n  annual-report: 年度报告\n  document: 文件\n";

/// An archive of two bodies with these files.
fn archive(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "archive.yaml", ARCHIVE);
    let names = [("yunlu", "示例市云麓区"), ("tinglan", "示例市汀兰县")];
    for (at, name) in names {
        let text = format!("---\nname: {name}\nother_names: [{name}人民政府]\n---\n");
        write(folder.path(), &format!("{at}/_index.md"), &text);
    }
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

/// A document with a title, a number or none, more of its head, and a text.
fn document(title: &str, number: &str, more: &str, body: &str) -> String {
    let number = match number {
        "" => String::new(),
        number => format!("document_number: {number}\n"),
    };
    format!("---\ntitle: {title}\ntype: document\n{number}{more}---\n\n{body}\n")
}

/// A report that was published in March 2022.
fn report(body: &str) -> String {
    format!(
        "---\ntitle: 示例市云麓区2021年度报告\ntype: annual-report\nperiod: 2021\npublished: 2022-03-01\n---\n\n{body}\n"
    )
}

fn build(folder: &Path, out: &str, more: &[&str]) -> Output {
    gongbao()
        .args(["build", "--no-index", "--allow-vanished", "--content"])
        .arg(folder.join("content"))
        .arg("--out")
        .arg(folder.join(out))
        .args(more)
        .output()
        .expect("the binary runs")
}

fn published(folder: &Path, more: &[&str]) -> PathBuf {
    let output = build(folder, "public", more);
    assert!(output.status.success(), "{}", stderr(&output));
    folder.join("public")
}

fn page(public: &Path, path: &str) -> String {
    let path = public.join(path).join("index.html");
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The words that lead from a text to other documents, each with where it leads.
fn cited(page: &str) -> Vec<(String, String)> {
    let links = page.split("<a class=\"cited\" href=\"").skip(1);
    let links = links.map(|rest| {
        let (url, rest) = rest.split_once("\">").expect("an address");
        let (words, _) = rest.split_once("</a>").expect("an end");
        (words.to_owned(), url.to_owned())
    });
    links.collect()
}

/// Rows of the citations.
fn rows(public: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(public.join("data/citations.csv")).expect("citations");
    let text = text.trim_start_matches('\u{feff}');
    let rows = text.lines().map(|row| {
        let cells = row.split(',').map(|cell| cell.trim_matches('"').to_owned());
        cells.collect()
    });
    rows.collect()
}

/// Every file below a folder with its bytes.
fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => waiting.push(path),
                false => {
                    let name = path.strip_prefix(root).expect("below").to_owned();
                    files.insert(name, fs::read(&path).expect("a file"));
                }
            }
        }
    }
    files
}

const WATER: &str = "示例市云麓区供水管理办法";

/// A law on water of one body, and two documents of one name.
fn held() -> Vec<(&'static str, String)> {
    vec![
        (
            "yunlu/water.md",
            document(
                WATER,
                "示云政发〔2019〕5号",
                "written: 2019-05-01\n",
                "第一条 为了供水。",
            ),
        ),
        (
            "yunlu/notice.md",
            document(
                "关于值班工作的通知",
                "",
                "written: 2018-01-01\n",
                "按时值班。",
            ),
        ),
        (
            "tinglan/notice.md",
            document(
                "关于值班工作的通知",
                "",
                "written: 2018-02-01\n",
                "准时值班。",
            ),
        ),
    ]
}

fn with_report(body: &str) -> tempfile::TempDir {
    let files = held();
    let body = report(body);
    let mut files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
    files.push(("yunlu/2021.md", &body));
    archive(&files)
}

#[test]
fn titles_and_numbers_lead_to_what_is_held_and_to_nothing_else() {
    let water = "../water/index.html";
    let cases: [(&str, &[(&str, &str)]); 17] = [
        (
            "执行《示例市云麓区供水管理办法》。",
            &[("《示例市云麓区供水管理办法》", water)],
        ),
        (
            "执行《示例市云麓区供水管理办法》（示云政发〔2019〕5号）的规定。",
            &[("《示例市云麓区供水管理办法》", water)],
        ),
        (
            "依照示云政发〔2019〕5号文件办理。",
            &[("示云政发〔2019〕5号", water)],
        ),
        (
            "依照示云政发[2019]5号文件办理。",
            &[("示云政发[2019]5号", water)],
        ),
        (
            "依照示云政发【2019】5号文件办理。",
            &[("示云政发【2019】5号", water)],
        ),
        (
            "依照示云政发〔20195号文件办理。",
            &[("示云政发〔20195号", water)],
        ),
        (
            "執行《示例市雲麓區供水管理辦法》。",
            &[("《示例市雲麓區供水管理辦法》", water)],
        ),
        (
            "执行≪示例市云麓区供水管理办法≫。",
            &[("≪示例市云麓区供水管理办法≫", water)],
        ),
        (
            "《示例市云麓区供水管理办法》（以下简称《办法》）施行。依照《办法》处理。",
            &[("《示例市云麓区供水管理办法》", water), ("《办法》", water)],
        ),
        // Its own name, what two documents are called, and what nobody holds.
        ("本报告《示例市云麓区2021年度报告》如下。", &[]),
        ("传达《关于值班工作的通知》。", &[]),
        ("学习《示例省节约用水条例》。", &[]),
        ("依照《办法》处理。", &[]),
        // In a link, in code, across an element, not closed.
        ("[见《示例市云麓区供水管理办法》](water.md)。", &[]),
        ("```\n《示例市云麓区供水管理办法》\n```", &[]),
        (
            "执行《示例市**云麓区供水管理**办法》。",
            &[("《示例市<strong>云麓区供水管理</strong>办法》", water)],
        ),
        ("执行**有关《示例市云麓区供水**管理办法》。", &[]),
    ];
    for (body, expected) in cases {
        let folder = with_report(body);
        let public = published(folder.path(), &["--no-store"]);
        let found = cited(&page(&public, "yunlu/2021"));
        let expected: Vec<(String, String)> = (expected.iter())
            .map(|(words, url)| ((*words).to_owned(), (*url).to_owned()))
            .collect();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn who_cites_a_document_stands_on_its_page_and_in_the_data() {
    let folder = with_report(
        "一、总体情况\n\n全年执行《示例市云麓区供水管理办法》，停水三次。《示例省节约用水条例》《关于值班工作的通知》也已传达。",
    );
    let public = published(folder.path(), &["--no-store"]);
    let target = page(&public, "yunlu/water");
    let sentence = "全年执行《示例市云麓区供水管理办法》，停水三次。";
    assert!(
        target.contains(&format!("<blockquote>{sentence}</blockquote>")),
        "{target}"
    );
    let at = target.find("cited-by-head\">被引用").expect("the section");
    assert!(
        target[at..].contains("href=\"../2021/index.html#"),
        "{target}"
    );
    let rows = rows(&public);
    let words = |text: &str| text.to_owned();
    assert_eq!(
        rows[0],
        ["source", "anchor", "kind", "text", "target", "url"].map(words)
    );
    let place = rows[1][1].clone();
    assert_eq!(
        rows[1..],
        [
            [
                "yunlu/2021",
                &place,
                "title",
                "《示例市云麓区供水管理办法》",
                "yunlu/water",
                "../yunlu/water/index.html"
            ],
            [
                "yunlu/2021",
                &place,
                "title",
                "《示例省节约用水条例》",
                "",
                ""
            ],
            [
                "yunlu/2021",
                &place,
                "title",
                "《关于值班工作的通知》",
                "",
                ""
            ],
        ]
        .map(|row| row.map(words).to_vec())
    );
    let report = page(&public, "yunlu/2021");
    assert!(report.contains(&format!("id=\"{place}\"")), "{place}");
    let missing = page(&public, "citations");
    assert!(
        missing.contains("《示例省节约用水条例》") && !missing.contains(WATER),
        "{missing}"
    );
    let doubts = page(&public, "citations/unsure");
    assert!(
        doubts.contains("../../yunlu/notice/index.html")
            && doubts.contains("../../tinglan/notice/index.html"),
        "{doubts}"
    );
}

#[test]
fn an_archive_that_says_no_has_no_citations() {
    for no in ["features: {citations: false}\n", "功能: {引用: 否}\n"] {
        let folder = with_report("执行《示例市云麓区供水管理办法》。");
        write(folder.path(), "archive.yaml", &format!("{ARCHIVE}{no}"));
        let public = published(folder.path(), &["--no-store"]);
        assert!(!public.join("citations").exists());
        assert!(!public.join("data/citations.csv").exists());
        assert!(cited(&page(&public, "yunlu/2021")).is_empty());
        assert!(!page(&public, "yunlu/water").contains("cited-by"));
    }
    let folder = with_report("正文。");
    write(
        folder.path(),
        "archive.yaml",
        &format!("{ARCHIVE}features: {{citations: 也许}}\n"),
    );
    let output = build(folder.path(), "public", &["--no-store"]);
    assert!(
        stderr(&output).contains("wrong-type"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn what_was_withdrawn_is_cited_by_nobody_and_leads_nowhere() {
    let folder = with_report("执行《示例市云麓区供水管理办法》。");
    let withdrawn = "withdrawn: {date: 2022-05-01, reason: 有误}\n";
    write(
        folder.path(),
        "yunlu/water.md",
        &document(WATER, "", withdrawn, ""),
    );
    let public = published(folder.path(), &["--no-store"]);
    assert!(cited(&page(&public, "yunlu/2021")).is_empty());
    assert!(page(&public, "citations").contains(WATER));
}

#[test]
fn a_page_follows_those_who_cite_it_with_a_store_and_without() {
    let folder = with_report("执行《示例市云麓区供水管理办法》。");
    let same_as_clean = |what: &str| {
        let public = published(folder.path(), &[]);
        let clean = build(folder.path(), "clean", &["--no-store"]);
        assert!(clean.status.success(), "{what}: {}", stderr(&clean));
        let (built, clean) = (tree(&public), tree(&folder.path().join("clean")));
        let differing: Vec<_> = (clean.keys().chain(built.keys()))
            .filter(|path| built.get(*path) != clean.get(*path))
            .collect();
        assert!(differing.is_empty(), "{what}: {differing:?}");
        page(&public, "yunlu/water")
    };
    let first = same_as_clean("first");
    let second_report = report("二〇二二年修订《示例市云麓区供水管理办法》。")
        .replace("2021年度", "2022年度")
        .replace("period: 2021", "period: 2022");
    write(folder.path(), "yunlu/2022.md", &second_report);
    let second = same_as_clean("a report that cites it was added");
    assert!(!first.contains("修订《") && second.contains("修订《示例市云麓区供水管理办法》。"));
    write(
        folder.path(),
        "yunlu/2022.md",
        &second_report.replace("二〇二二年修订", "拟于明年修订"),
    );
    let third = same_as_clean("its sentence was changed");
    assert!(third.contains("拟于明年修订《") && !third.contains("二〇二二年修订"));
    // A line above: the sentence stays, its place moves.
    write(
        folder.path(),
        "yunlu/2022.md",
        &second_report.replace("二〇", "另起一段。\n\n二〇"),
    );
    same_as_clean("its place was changed");
    fs::remove_file(folder.path().join("content/yunlu/2022.md")).expect("removed");
    assert_eq!(same_as_clean("the report is gone"), first);
    write(
        folder.path(),
        "yunlu/notice.md",
        &document(
            "示例市云麓区供水管理办法（试行）",
            "",
            "written: 2018-01-01\n",
            "按时供水。",
        ),
    );
    same_as_clean("another document has nearly its name");
}

#[test]
fn hostile_brackets_change_no_word() {
    let body = "《《《》》》《》》《<b>x</b>》《&amp;\"'》〔〔〔2019〕〕5号 《示例市云麓区供水管理办法》<script>》\n\n《示例市云麓区供水管理办法\n\n》》《\n\n| 《示例市云麓区供水管理办法》 | 号〔2019〕 |\n|---|---|\n| 示云政发〔2019〕5号 | 《 |\n";
    let folder = with_report(body);
    let linked = published(folder.path(), &["--no-store"]);
    let with = page(&linked, "yunlu/2021");
    write(
        folder.path(),
        "archive.yaml",
        &format!("{ARCHIVE}features: {{citations: no}}\n"),
    );
    let plain = published(folder.path(), &["--no-store"]);
    let without = page(&plain, "yunlu/2021");
    let text = |page: &str| {
        let start = page.find("<div class=\"text\"").expect("the text");
        let end = page.find("<footer class=\"report-foot\"").expect("its end");
        let mut text = String::new();
        let mut is_tag = false;
        for c in page[start..end].chars() {
            match c {
                '<' => is_tag = true,
                '>' => is_tag = false,
                c if !is_tag => text.push(c),
                _ => {}
            }
        }
        text
    };
    assert_eq!(text(&with), text(&without));
    assert!(cited(&with).len() >= 2, "{:?}", cited(&with));
}

/// A clean-up result of June 2020 that says what becomes of the law on water.
fn cleanup(verdict: &str) -> String {
    document(
        "示例市云麓区规范性文件清理结果",
        "示云政发〔2020〕6号",
        "written: 2020-06-01\npublished: 2020-06-02\n",
        &format!(
            "| 文件名称 | 文号 | 清理结果 |\n|---|---|---|\n| 《{WATER}》 | 示云政发〔2019〕5号 | {verdict} |\n"
        ),
    )
}

#[test]
fn states_follow_from_status_dates_and_lists() {
    let status = |status: &str| format!("written: 2019-05-01\n{status}");
    let cases = [
        ("status: 有效\n", "", "2022-03-01", "现行有效"),
        (
            "status: {value: 有效, until: 2021-12-31}\n",
            "",
            "2022-03-01",
            "已失效",
        ),
        (
            "status: {value: 有效, since: 2022-06-01}\n",
            "",
            "2022-03-01",
            "尚未生效",
        ),
        ("status: 尚未生效\n", "", "2022-03-01", "尚未生效"),
        ("status: 部分废止\n", "", "2022-03-01", "部分废止"),
        (
            "status: {value: 废止, since: 2020-06-01}\n",
            "",
            "2022-03-01",
            "已废止",
        ),
        ("", "废止", "2022-03-01", "已废止"),
        ("", "继续有效", "2022-03-01", "现行有效"),
    ];
    for (declared, verdict, as_of, expected) in cases {
        let folder = with_report("正文。");
        let water = document(
            WATER,
            "示云政发〔2019〕5号",
            &status(declared),
            "第一条 为了供水。",
        );
        write(folder.path(), "yunlu/water.md", &water);
        if !verdict.is_empty() {
            write(folder.path(), "yunlu/cleanup.md", &cleanup(verdict));
        }
        let public = published(folder.path(), &["--no-store", "--as-of", as_of]);
        let page = page(&public, "yunlu/water");
        let catalogue = page.contains(&format!(">{expected}<"));
        let banner = match expected {
            "现行有效" => !page.contains("role=\"note\""),
            "已失效" => page.contains("本文件已失效"),
            "尚未生效" => page.contains("本文件尚未生效"),
            "部分废止" => page.contains("本文件已部分废止"),
            _ => page.contains("本文件已废止"),
        };
        assert!(banner, "{declared}{verdict}: {page}");
        assert!(catalogue, "{declared}{verdict}: {page}");
        let listed = page.contains("依据本档案收录的清理结果");
        assert_eq!(listed, verdict == "废止", "{declared}{verdict}");
        assert!(public.join("validity/index.html").exists());
    }
}

#[test]
fn the_search_asks_for_what_the_archive_knows() {
    let folder = with_report("执行《示例市云麓区供水管理办法》（以下简称《办法》）。");
    write(folder.path(), "yunlu/cleanup.md", &cleanup("废止"));
    let index = "---\nname: 示例市云麓区\nregion: 示例省示例市云麓区\n---\n";
    write(folder.path(), "yunlu/_index.md", index);
    let found = |index: &str, query: &str| {
        let output = gongbao()
            .args(["search", "--format", "json", "--index"])
            .arg(folder.path().join(index))
            .args(["--", query])
            .output()
            .expect("the binary runs");
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let hits = answer["hits"].as_array().expect("hits").iter();
        let ids = hits.filter(|hit| hit["exact"] == true);
        let mut ids: Vec<String> = ids
            .filter_map(|hit| hit["id"].as_str().map(str::to_owned))
            .collect();
        ids.sort_unstable();
        ids.join(" ")
    };
    // Alone, or with the site: the same.
    for (command, out, index) in [
        ("build", "public", "public/search-index"),
        ("index", "index", "index"),
    ] {
        let output = gongbao()
            .args([command, "--content"])
            .arg(folder.path().join("content"))
            .arg("--out")
            .arg(folder.path().join(out))
            .output()
            .expect("the binary runs");
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(found(index, "status:废止"), "yunlu/water", "{command}");
        assert_eq!(found(index, "region:示例省 type:年度报告"), "yunlu/2021");
        assert_eq!(
            found(index, "cites:供水管理办法"),
            "yunlu/2021 yunlu/cleanup"
        );
        // The text has no number of it; the document does.
        assert_eq!(
            found(index, "cites:示云政发〔2019〕5号 type:年度报告"),
            "yunlu/2021"
        );
        assert_eq!(found(index, "cites:供水暂行"), "");
    }
}

#[test]
fn both_ends_of_a_relation_are_on_both_pages() {
    let folder = with_report("执行《示例市云麓区供水管理办法》。");
    let old = "written: 2010-01-01\nstatus: {value: 废止, successor: yunlu/water.md, by: 示云政发〔2020〕6号}\n";
    write(
        folder.path(),
        "yunlu/old.md",
        &document("示例市云麓区供水暂行规定", "", old, "第一条 供水。"),
    );
    write(folder.path(), "yunlu/cleanup.md", &cleanup("继续有效"));
    let public = published(folder.path(), &["--no-store"]);
    let old = page(&public, "yunlu/old");
    assert!(
        old.contains("../water/index.html") && old.contains("../cleanup/index.html"),
        "{old}"
    );
    assert!(page(&public, "yunlu/water").contains("../old/index.html"));
    let list = page(&public, "yunlu/cleanup");
    assert!(
        list.contains("废止或宣布失效的文件") && list.contains("../old/index.html"),
        "{list}"
    );
    let validity = page(&public, "validity");
    let first = validity.find("../yunlu/old/index.html").expect("the older");
    let second = validity
        .rfind("../yunlu/water/index.html")
        .expect("the newer");
    assert!(
        first < second && validity.contains("../yunlu/2021/index.html"),
        "{validity}"
    );
    assert!(page(&public, "validity/2015").contains("供水暂行规定"));
    assert!(!page(&public, "validity/2021").contains("供水暂行规定"));
}

#[test]
fn an_archive_without_a_status_has_no_page_of_it() {
    let folder = with_report("执行《示例市云麓区供水管理办法》。");
    let public = published(folder.path(), &["--no-store"]);
    assert!(!public.join("validity").exists());
    assert!(!page(&public, "yunlu/2021").contains("validity/index.html"));
}

#[test]
fn contradictions_are_told_with_their_place() {
    let against = document(
        WATER,
        "示云政发〔2019〕5号",
        "written: 2019-05-01\nstatus: 有效\n",
        "第一条 为了供水。",
    );
    let folder = with_report("正文。");
    write(folder.path(), "yunlu/water.md", &against);
    write(folder.path(), "yunlu/cleanup.md", &cleanup("废止"));
    let output = build(folder.path(), "public", &["--no-store"]);
    let told = stderr(&output);
    assert!(
        !output.status.success() && told.contains("status-against-list"),
        "{told}"
    );
    assert!(told.contains("water.md:6:"), "{told}");
    let past = against.replace("status: 有效", "status: {value: 有效, until: 2021-12-31}");
    fs::remove_file(folder.path().join("content/yunlu/cleanup.md")).expect("removed");
    write(folder.path(), "yunlu/water.md", &past);
    let output = build(folder.path(), "public", &["--no-store"]);
    let told = stderr(&output);
    assert!(
        output.status.success() && told.contains("outdated-status"),
        "{told}"
    );
    // A circle of references is told where they are resolved, and not again.
    let circle = |successor: &str| {
        format!("written: 2019-05-01\nstatus: {{value: 废止, successor: {successor}}}\n")
    };
    write(
        folder.path(),
        "yunlu/water.md",
        &document(WATER, "", &circle("yunlu/notice.md"), "甲。"),
    );
    write(
        folder.path(),
        "yunlu/notice.md",
        &document("关于值班工作的通知", "", &circle("yunlu/water.md"), "乙。"),
    );
    let output = build(folder.path(), "public", &["--no-store"]);
    let told = stderr(&output);
    assert!(!output.status.success(), "{told}");
    // Once for each of the two files.
    assert_eq!(told.matches("[circular-successor]").count(), 2, "{told}");
}
