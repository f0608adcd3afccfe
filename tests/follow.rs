//! Following and taking along, by the real program: feeds, the text-only edition, the page that leads to both.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::{build, files, published, stderr, tree, unzipped};

const DATED: &str = "---
title: 有日期的报告
type: annual-report
period: 2021
published: 2022-01-20
topics: 法治
---

一、情况

共**受理**12件，见[原文](https://gov.example/a)。

| 项目 | 2021年 |
|---|---|
| 受理 | 12 |
";
const UNDATED: &str =
    "---\ntitle: 未注明日期的报告\ntype: plan\nperiod: 2019\ntopics: 规划\n---\n\n文字。\n";
const WITHDRAWN: &str = "---
title: 撤回的报告
type: annual-report
period: 2020
withdrawn: {date: 2022-01-05, reason: 文本有误}
---

撤回的正文。
";

/// An archive with an agency that has only undated reports, and one that has none at all.
fn archive() -> tempfile::TempDir {
    tree(&[
        (
            "content/archive.yaml",
            "title: 测试档案\ntypes:\n  annual-report: {name: 年度报告}\n  plan: {name: 方案}\n",
        ),
        ("content/shili/2021.md", DATED),
        ("content/shili/2020.md", WITHDRAWN),
        (
            "content/undated/_index.md",
            "---\nname: 只有旧报告的机构\n---\n",
        ),
        ("content/undated/2019.md", UNDATED),
        (
            "content/empty/_index.md",
            "---\nname: 还没有报告的机构\n---\n",
        ),
    ])
}

fn text(site: &Path, path: &str) -> String {
    fs::read_to_string(site.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What stands between the first `<name>` and its end, and what follows.
fn element<'x>(xml: &'x str, name: &str) -> (&'x str, &'x str) {
    let (_, rest) = xml
        .split_once(&format!("<{name}"))
        .unwrap_or_else(|| panic!("no {name}: {xml}"));
    let (_, rest) = rest.split_once('>').expect("a tag ends");
    rest.split_once(&format!("</{name}>"))
        .expect("an element ends")
}

/// Whether it is a moment as Atom writes it (RFC 3339).
fn is_moment(text: &str) -> bool {
    let form = "0000-00-00T00:00:00+00:00";
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, of_form)| match of_form {
                b'0' => byte.is_ascii_digit(),
                b'+' => matches!(byte, b'+' | b'-'),
                _ => byte == of_form,
            })
}

#[test]
fn every_list_has_a_feed_and_its_page_leads_there() {
    let folder = archive();
    let site = published(folder.path());
    for of in [
        "shili",
        "undated",
        "empty",
        "types/annual-report",
        "types/plan",
        "years/2019",
        "years/2020",
        "years/2021",
    ] {
        let page = text(&site, &format!("{of}/index.html"));
        assert!(
            page.contains("<a href=\"feed.xml\" type=\"application/atom+xml\">订阅</a>"),
            "{of}"
        );
        assert!(page.contains("follow/index.html\">怎样订阅</a>"), "{of}");
        assert!(site.join(of).join("feed.xml").is_file(), "{of}");
    }
    let topics = fs::read_dir(site.join("topics")).expect("topics");
    let topics = topics.map(|entry| entry.expect("an entry").path());
    let topics: Vec<_> = topics.filter(|path| path.is_dir()).collect();
    assert_eq!(topics.len(), 2);
    assert!(topics.iter().all(|topic| topic.join("feed.xml").is_file()));
    // Whatever a page promises is there.
    for (path, bytes) in files(&site) {
        let html = String::from_utf8_lossy(&bytes);
        for (at, _) in html
            .match_indices("feed.xml\"")
            .filter(|_| path.ends_with(".html"))
        {
            let start = html[..at].rfind('"').expect("an attribute") + 1;
            let folder = site.join(&path);
            let feed = folder
                .parent()
                .expect("a folder")
                .join(&html[start..at + "feed.xml".len()]);
            assert!(feed.is_file(), "{path}: {}", feed.display());
        }
    }
}

#[test]
fn every_feed_is_whole_whatever_is_known_of_its_reports() {
    let folder = archive();
    let site = published(folder.path());
    let mut ids = BTreeSet::new();
    let feeds = files(&site)
        .into_iter()
        .filter(|(path, _)| path.ends_with("feed.xml"));
    let mut count = 0;
    for (path, bytes) in feeds {
        count += 1;
        let xml = String::from_utf8(bytes).expect("UTF-8");
        let (declaration, rest) = xml.split_once('\n').expect("lines");
        assert_eq!(declaration, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        let style = rest.strip_prefix("<?xml-stylesheet type=\"text/css\" href=\"");
        let (style, rest) = style
            .and_then(|rest| rest.split_once('"'))
            .expect("a style sheet");
        let beside = site.join(&path);
        assert!(
            beside.parent().expect("a folder").join(style).is_file(),
            "{path}: {style}"
        );
        assert!(!rest.contains("xsl"), "{path}");
        let head = rest.split("<entry>").next().expect("a head");
        for needed in ["title", "id", "updated", "author", "subtitle"] {
            assert!(!element(head, needed).0.is_empty(), "{path}: {needed}");
        }
        assert!(is_moment(element(head, "updated").0), "{path}: {head}");
        assert!(ids.insert(element(head, "id").0.to_owned()), "{path}");
        for entry in rest.split("<entry>").skip(1) {
            for needed in ["title", "id", "updated"] {
                assert!(!element(entry, needed).0.is_empty(), "{path}: {needed}");
            }
            assert!(is_moment(element(entry, "updated").0), "{path}: {entry}");
            assert!(entry.contains("rel=\"alternate\""), "{path}");
        }
    }
    // The archive, three agencies, two types, two topics, three years.
    assert_eq!(count, 11);
    let undated = text(&site, "undated/feed.xml");
    let (entry, _) = element(&undated, "entry");
    assert_eq!(element(entry, "title").0, "未注明日期的报告");
    // Nothing stands in for a day of publication.
    assert!(!entry.contains("<published>"), "{entry}");
    assert!(
        element(entry, "updated").0.starts_with("2019-12-31T"),
        "{entry}"
    );
    assert!(!text(&site, "empty/feed.xml").contains("<entry>"));
}

#[test]
fn a_feed_has_an_end_however_much_there_is() {
    let mut content = Vec::new();
    for number in 0..120 {
        let day = number % 28 + 1;
        let summary = "概况".repeat(2000);
        let report = format!(
            "---\ntitle: 报告{number}\ntype: annual-report\nperiod: 2021\npublished: 2022-01-{day:02}\nsummary: {summary}\n---\n\n文字\n"
        );
        content.push((format!("content/shili/{number}.md"), report));
    }
    let content: Vec<(&str, &str)> = content
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    let folder = tree(&content);
    let site = published(folder.path());
    let xml = text(&site, "years/2021/feed.xml");
    assert_eq!(xml.matches("<entry>").count(), 50);
    assert!(xml.len() < 150_000, "{}", xml.len());
}

#[test]
fn the_text_only_edition_has_words_alone() {
    let folder = archive();
    let site = published(folder.path());
    let year = text(&site, "data/text-2021.txt");
    assert!(
        year.starts_with("\u{feff}测试档案（2021年，纯文字版）\n\n共1份报告。\n"),
        "{year}"
    );
    let body = "第1份（共1份）

有日期的报告

发布机构：示例市
类型：年度报告
发布日期：2022年1月20日
网址：shili/2021/index.html

一、情况

共受理12件，见原文。

[表格 1]
项目：受理；2021年：12
[表格结束]
";
    assert!(year.ends_with(body), "{year}");
    let withdrawn = text(&site, "data/text-2020.txt");
    assert!(withdrawn.contains("撤回的报告"), "{withdrawn}");
    assert!(!withdrawn.contains("撤回的正文"), "{withdrawn}");
    // All of them together are the same texts.
    let members = unzipped(&fs::read(site.join("data/text.zip")).expect("published"));
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["text-2021.txt", "text-2020.txt", "text-2019.txt"]);
    for (name, bytes) in &members {
        assert!(
            fs::read(site.join("data").join(name)).expect("published") == *bytes,
            "{name}"
        );
    }
    let page = text(&site, "years/2021/index.html");
    assert!(
        page.contains("href=\"../../data/text-2021.txt\" download>下载纯文字版</a>"),
        "{page}"
    );
    let follow = text(&site, "follow/index.html");
    for file in [
        "data/text.zip",
        "data/text-2019.txt",
        "data/archive.zip",
        "data/reports.json",
    ] {
        assert!(follow.contains(&format!("href=\"../{file}\"")), "{file}");
    }
}

#[test]
fn a_long_year_is_several_texts_and_what_is_kept_is_what_would_be_made() {
    let long = |title: &str| {
        let paragraph = format!(
            "本年度{title}类事项依法办理，各项工作按计划推进，没有需要说明的其他事项。\n\n"
        );
        let body = paragraph.repeat(15_000);
        format!("---\ntitle: {title}\ntype: annual-report\nperiod: 2021\n---\n\n{body}")
    };
    let (first, second, third) = (long("甲"), long("乙"), long("丙"));
    let folder = tree(&[
        ("content/shili/1.md", first.as_str()),
        ("content/shili/2.md", second.as_str()),
        ("content/shili/3.md", third.as_str()),
        ("content/shili/2020.md", DATED),
    ]);
    let site = published(folder.path());
    let data = |site: &Path| -> Vec<(String, Vec<u8>)> {
        let all = files(&site.join("data")).into_iter();
        all.filter(|(path, _)| path.starts_with("text")).collect()
    };
    let members = unzipped(&fs::read(site.join("data/text-2021.zip")).expect("published"));
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["text-2021-1.txt", "text-2021-2.txt"]);
    assert!(members.iter().all(|(_, bytes)| bytes.len() <= 4 << 20));
    let second_text = String::from_utf8_lossy(&members[1].1);
    assert!(second_text.contains("（续，第2个文件）"));
    assert!(!site.join("data/text-2021.txt").exists());
    // A year that did not change is copied, one that did is made: as if all were made anew.
    fs::write(
        folder.path().join("content/shili/2020.md"),
        DATED.replace("12件", "13件"),
    )
    .expect("written");
    let output = build(folder.path(), &["--no-index"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let kept = data(&site);
    let output = build(folder.path(), &["--no-index", "--no-store"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(data(&site) == kept);
}
