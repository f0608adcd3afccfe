//! The metadata in the head of a page: as reviewed, harmless whatever the content says, and without a tag for
//! what the content lacks; and what `gongbao check` reports of the required tags that an archive cannot give.
//!
//! The reviewed heads stand in `tests/heads`. After a wanted change: `UPDATE_GOLDEN=1 cargo test --test program
//! metadata`, and read the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::common::{self, build, files, golden, gongbao, run, stderr, stdout, tree};
use serde_json::Value;

/// An archive and a report with everything set; `VALUE` is put into every text.
const ARCHIVE: &str = r#"title: 'VALUE档案'
description: 'VALUE简介'
licence: LICENCE
publisher: {name: 'VALUE主办'}
site: {name: 'VALUE网站', domain: 'VALUEa.example', id_code: 'VALUEbm01000001'}
types:
  annual-report: {name: 'VALUE年度报告', genre: 'VALUE工作报告'}
"#;
const AGENCY: &str = r#"---
name: 'VALUE示例市'
other_names: ['VALUE示例']
region: 'VALUE示例省'
parent: sheng
codes: {organisation: 'VALUE1', credit: 'VALUE2', division: 'VALUE3'}
exists: {from: 1983-05, to: 2022}
---
"#;
const REPORT: &str = r#"---
title: 'VALUE报告'
type: annual-report
period: 2021
written: 2022-02
published: 2022-03-18 09:30
modified: 2022-04-01
index_number: 'VALUE000014349/2022-00001'
document_number: 'VALUE示政办〔2022〕3号'
topics: ['VALUE主题']
keywords: ['VALUE甲', 'VALUE乙']
status: 有效
source: {name: 'VALUE来源', url: 'https://source.example/?a=1&b="2"'}
summary: 'VALUE摘要'
attachments: [{file: 数据 表.csv, title: 'VALUE附件'}]
---

正文
"#;
const PAGES: [(&str, &str); 4] = [
    ("report", "shili/2021/index.html"),
    ("agency", "shili/index.html"),
    ("list", "types/annual-report/index.html"),
    ("home", "index.html"),
];

/// The pages of that archive, by path.
fn site(value: &str, licence: &str, base_url: Option<&str>) -> BTreeMap<String, String> {
    let with = |text: &str| {
        let text = text.replace("VALUE", &value.replace('\'', "''"));
        text.replace("LICENCE", licence)
    };
    let base_url = base_url.map_or(String::new(), |url| format!("base_url: {url}\n"));
    let folder = tree(&[
        ("content/archive.yaml", &(with(ARCHIVE) + &base_url)),
        ("content/sheng/_index.md", "---\nname: 示例省\n---\n"),
        ("content/shili/_index.md", &with(AGENCY)),
        ("content/shili/2021/index.md", &with(REPORT)),
        ("content/shili/2021/数据 表.csv", "a"),
    ]);
    pages(folder.path())
}

fn pages(folder: &Path) -> BTreeMap<String, String> {
    let output = build(folder, &["--no-index"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let pages = files(&folder.join("public")).into_iter();
    pages
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8")))
        .collect()
}

/// The lines of a page's head from the first tag about the site to the last of the metadata.
fn head(page: &str) -> &str {
    let start = page.find("<meta name=\"SiteName\"").expect("the metadata");
    let end = page.find("<link rel=\"icon\"").expect("the icon");
    &page[start..end]
}

/// The values of an element's attributes, by name; `None` if it is not written as one element.
fn attributes(line: &str) -> Option<BTreeMap<&str, &str>> {
    let rest = line
        .strip_prefix("<meta ")
        .or(line.strip_prefix("<link "))?;
    let mut rest = rest.strip_suffix('>')?;
    let mut found = BTreeMap::new();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        let is_plain = |text: &str| !text.contains(['<', '>']);
        if !name.bytes().all(|b| b.is_ascii_lowercase()) || !is_plain(value) {
            return None;
        }
        found.insert(name, value);
        rest = after.trim_start();
    }
    Some(found)
}

/// The elements of a head but for the data block.
fn elements(page: &str) -> Vec<BTreeMap<&str, &str>> {
    let lines = head(page).lines();
    lines
        .filter(|line| !line.starts_with("<script type=\"application/ld+json\">"))
        .map(|line| attributes(line).unwrap_or_else(|| panic!("not an element: {line}")))
        .collect()
}

/// What the data block of a page says.
fn data(page: &str) -> Value {
    let (_, data) = page
        .split_once("<script type=\"application/ld+json\">")
        .expect("a data block");
    let (data, _) = data.split_once("</script>").expect("its end");
    assert!(!data.contains(['<', '>', '&']), "{data}");
    serde_json::from_str(data).expect("JSON")
}

/// Every text in a value, with the way to it.
fn texts(way: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            assert!(!fields.is_empty(), "{way} is empty");
            for (key, value) in fields {
                texts(&format!("{way}/{key}"), value, found);
            }
        }
        Value::Array(items) => {
            assert!(!items.is_empty(), "{way} is empty");
            for item in items {
                texts(way, item, found);
            }
        }
        Value::String(text) => found.push((way.to_owned(), text.clone())),
        Value::Number(_) => {}
        Value::Null | Value::Bool(_) => panic!("{way}: {value}"),
    }
}

#[test]
fn heads_are_as_reviewed() {
    let with = Some("https://archive.example/gongbao/");
    let licence = "https://licence.example/by/4.0/";
    for (name, base_url) in [("with-base-url", with), ("without-base-url", None)] {
        let pages = site("", licence, base_url);
        for (kind, path) in PAGES {
            let page = &pages[path];
            let mut text = String::new();
            for line in head(page).lines() {
                if !line.starts_with("<script") {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            let data = serde_json::to_string_pretty(&data(page)).expect("JSON");
            text.push_str(&data);
            text.push('\n');
            golden(&format!("tests/heads/{name}/{kind}.txt"), text.as_bytes());
        }
    }
}

#[test]
fn addresses_are_absolute_only_with_a_base_url() {
    // What the content itself gives, and names of vocabularies.
    let stated = [
        "https://source.example/",
        "https://licence.example/",
        "https://schema.org",
        "http://purl.org/",
    ];
    let pages = site("", "https://licence.example/by/4.0/", None);
    let mut blocks = 0;
    for (path, page) in pages.iter().filter(|(path, _)| *path != "404.html") {
        for element in elements(page) {
            for value in element.values() {
                let is_absolute = value.contains("://");
                assert!(
                    !is_absolute || stated.iter().any(|s| value.starts_with(s)),
                    "{path}: {value}"
                );
            }
            let rel = element.get("rel").copied().unwrap_or("");
            assert!(!["canonical", "cite-as"].contains(&rel), "{path}: {rel}");
            assert_ne!(element.get("property"), Some(&"og:url"), "{path}");
        }
        if page.contains("ld+json") {
            blocks += 1;
            let mut found = Vec::new();
            texts("", &data(page), &mut found);
            for (way, text) in found {
                let is_absolute = text.contains("://");
                assert!(
                    !is_absolute || stated.iter().any(|s| text.starts_with(s)),
                    "{path}{way}: {text}"
                );
            }
        }
    }
    assert!(blocks > 3, "{blocks} data blocks");
}

#[test]
fn no_value_leaves_its_attribute_or_the_data_block() {
    let values = [
        r#""><script>alert(1)</script><meta name="x" content=""#,
        r#"' onload=x "' --> </title></head></script><!-- &quot;"#,
        r"\u003c\/script> {{ site }} {% raw %} &lt;&#60;",
        "]]>--!></SCRIPT/><svg/onload=x> &#x3c;",
    ];
    let plain = site("", "自由使用", None);
    for value in values {
        let pages = site(value, "自由使用", None);
        // The address of a page may follow from a name, so that only those with one of their own are
        // there in both.
        for (kind, path) in PAGES {
            let (page, plain) = (&pages[path], &plain[path]);
            let names = |page| -> Vec<String> {
                let named = |e: &BTreeMap<&str, &str>| {
                    let keys = ["name", "property", "rel"].map(|key| e.get(key).copied());
                    keys.into_iter().flatten().map(str::to_owned).next()
                };
                elements(page).iter().filter_map(named).collect()
            };
            assert_eq!(names(page), names(plain), "{kind}: {value}");
            let mut found = Vec::new();
            texts("", &data(page), &mut found);
            let written = found.iter().filter(|(_, text)| text.contains(value));
            assert!(written.count() > 0, "{kind}: {value} was altered");
            let mut expected = Vec::new();
            texts("", &data(plain), &mut expected);
            assert_eq!(found.len(), expected.len(), "{kind}: {value}");
        }
    }
}

#[test]
fn what_the_content_does_not_say_has_no_tag() {
    let folder = tree(&[(
        "content/shili/bare.md",
        "---\ntitle: 报告\ntype: annual-report\n---\n",
    )]);
    let pages = pages(folder.path());
    let mut blocks = 0;
    for (path, page) in pages.iter().filter(|(path, _)| *path != "404.html") {
        for element in elements(page) {
            for (name, value) in element {
                assert!(!value.trim().is_empty(), "{path}: empty {name}");
            }
        }
        if page.contains("ld+json") {
            blocks += 1;
            let mut found = Vec::new();
            texts("", &data(page), &mut found);
            for (way, text) in found {
                assert!(!text.trim().is_empty(), "{path}: {way}");
            }
        }
    }
    assert!(blocks > 3, "{blocks} data blocks");
    let report = elements(&pages["shili/bare/index.html"]);
    let names: Vec<&str> = report
        .iter()
        .filter_map(|e| e.get("name").or(e.get("property")).copied())
        .collect();
    let stated = [
        "SiteName",
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
        "ArticleTitle",
        "ContentSource",
        "Author",
        "citation_title",
        "citation_author",
        "citation_technical_report_institution",
        "citation_language",
        "DC.title",
        "DC.creator",
        "DC.type",
        "DC.format",
        "DC.language",
        "og:type",
        "og:title",
        "og:site_name",
        "article:section",
    ];
    assert_eq!(names, stated, "no date, no number, no summary is made up");
}

#[test]
fn a_report_is_a_report_an_agency_and_a_way_to_it() {
    let base = "https://archive.example/";
    let pages = site("", "自由使用", Some(base));
    let report = data(&pages["shili/2021/index.html"]);
    let nodes = report["@graph"].as_array().expect("a graph");
    let kinds: Vec<&str> = nodes.iter().filter_map(|n| n["@type"].as_str()).collect();
    assert_eq!(
        kinds,
        ["Report", "GovernmentOrganization", "BreadcrumbList"]
    );
    assert_eq!(nodes[0]["author"]["@id"], nodes[1]["@id"]);
    let agency = data(&pages["shili/index.html"]);
    assert_eq!(agency["@graph"][0]["@id"], nodes[1]["@id"]);
    let home = data(&pages["index.html"]);
    assert_eq!(home["@graph"][0]["@id"], nodes[0]["isPartOf"]["@id"]);
    for download in home["@graph"][0]["dataset"]["distribution"]
        .as_array()
        .expect("files")
    {
        let url = download["contentUrl"].as_str().expect("a URL");
        assert!(url.starts_with(&format!("{base}data/reports.")), "{url}");
    }
    let steps = nodes[2]["itemListElement"].as_array().expect("steps");
    let positions: Vec<u64> = steps
        .iter()
        .filter_map(|s| s["position"].as_u64())
        .collect();
    assert_eq!(positions, (1..=steps.len() as u64).collect::<Vec<_>>());
    let last = steps.last().expect("a step");
    assert_eq!(last["item"], nodes[0]["url"]);
    let site: BTreeSet<String> = pages
        .keys()
        .map(|path| format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path)))
        .collect();
    for step in steps {
        let item = step["item"].as_str().expect("a URL");
        assert!(site.contains(item), "{item}");
    }
}

/// What `check` says of the tags, as tools read it.
fn compliance(content: &Path) -> Value {
    let content = content.to_str().expect("a UTF-8 path");
    let output = run(&["check", "--content", content, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    json["compliance"].clone()
}

/// The tags that the guidelines require (国办发〔2017〕47号), and of which pages.
fn required(page: &str) -> Vec<&'static str> {
    let mut tags = vec!["SiteName", "SiteDomain", "SiteIDCode"];
    let is_redirect = page.contains("http-equiv=\"refresh\"");
    if !is_redirect {
        tags.extend([
            "ColumnName",
            "ColumnDescription",
            "ColumnKeywords",
            "ColumnType",
        ]);
    }
    if page.contains("<body class=\"report-page\">") {
        tags.extend(["ArticleTitle", "PubDate", "ContentSource"]);
    }
    tags
}

#[test]
fn check_names_the_very_tags_that_the_pages_lack() {
    let report = |head: &str| format!("---\ntitle: 报告\ntype: annual-report\n{head}---\n\n文字\n");
    let dated = report("published: 2022-03-18 09:30\n旧地址: [old/a.html]\n");
    let archive = |site: &str| format!("title: 档案\ntypes: {{annual-report: 年度报告}}\n{site}\n");
    let whole = "site: {domain: a.example, id_code: bm01000001}";
    let cases: [(&str, &str, &[&str]); 6] = [
        (whole, &dated, &[]),
        (
            "site: {id_code: bm01000001}\nbase_url: https://a.example",
            &dated,
            &[],
        ),
        ("site: {domain: a.example}", &dated, &["SiteIDCode"]),
        ("site: {name: 网站}", &dated, &["SiteDomain", "SiteIDCode"]),
        (whole, &report("period: 2021\n"), &["PubDate"]),
        (
            "site: {name: 网站}",
            &report(""),
            &["SiteDomain", "SiteIDCode", "PubDate"],
        ),
    ];
    for (site, report, lacking) in cases {
        let folder = tree(&[
            ("content/archive.yaml", &archive(site)),
            ("content/shili/a.md", report),
        ]);
        let found = compliance(&folder.path().join("content"));
        assert_eq!(found["applies"], true);
        let gaps = found["gaps"].as_array().expect("a list");
        let tags: Vec<&str> = gaps.iter().filter_map(|gap| gap["tag"].as_str()).collect();
        assert_eq!(tags, lacking, "{site}");
        for (path, page) in pages(folder.path()) {
            if path == "404.html" {
                continue;
            }
            for tag in required(&page) {
                let is_given = head(&page).contains(&format!("<meta name=\"{tag}\" content=\""));
                assert_eq!(is_given, !lacking.contains(&tag), "{path}: {tag}, {site}");
            }
        }
    }
}

#[test]
fn check_names_the_first_files_and_how_many_more() {
    let mut trees = vec![(
        "content/archive.yaml".to_owned(),
        "title: A\nsite: {domain: a.example, id_code: bm01000001}\ntypes: {annual-report: 年度报告}\n".to_owned(),
    )];
    for n in 0..9 {
        let published = if n == 8 {
            "published: 2022-03-18\n"
        } else {
            ""
        };
        trees.push((
            format!("content/shili/{n}.md"),
            format!("---\ntitle: T{n}\ntype: annual-report\n{published}---\n\n文字\n"),
        ));
    }
    let trees: Vec<(&str, &str)> = trees
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    let folder = tree(&trees);
    let content = folder.path().join("content");
    let gaps = compliance(&content)["gaps"].clone();
    assert_eq!(gaps[0]["reports"], 8);
    assert_eq!(gaps[0]["scope"], "reports");
    let named: Vec<&str> = gaps[0]["files"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(
        named,
        [
            "shili/0.md",
            "shili/1.md",
            "shili/2.md",
            "shili/3.md",
            "shili/4.md"
        ]
    );
    assert_eq!(gaps[1]["reports"], 1, "a date without a time");
    assert_eq!(gaps[1]["files"][0], "shili/8.md");
    for language in ["zh", "en"] {
        let output = gongbao()
            .args(["check", "--lang", language, "--content"])
            .arg(&content)
            .output()
            .expect("the binary runs");
        assert_eq!(output.status.code(), Some(0), "never an error");
        let text = stderr(&output);
        golden(
            &format!("tests/heads/check-{language}.txt"),
            text.as_bytes(),
        );
    }
}

#[test]
fn a_site_that_is_under_no_guidelines_gets_one_line() {
    let folder = tree(&[("content/shili/a.md", &common::report("文字"))]);
    let content = folder.path().join("content");
    let said = |more: &[&str]| {
        let output = gongbao()
            .args(["check", "--content"])
            .arg(&content)
            .args(more)
            .output();
        stderr(&output.expect("the binary runs"))
    };
    for language in ["zh", "en"] {
        assert_eq!(
            said(&["--lang", language]).lines().count(),
            2,
            "and the summary"
        );
    }
    let found = compliance(&content);
    assert_eq!(found["applies"], false);
    assert_eq!(found["gaps"], Value::Array(Vec::new()));
    // A build does not report it.
    let built = build(folder.path(), &["--format", "json"]);
    let built: Value = serde_json::from_str(&stdout(&built)).expect("JSON");
    assert!(built.get("compliance").is_none());
}
