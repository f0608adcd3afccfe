//! What machines fetch beside the pages, as the real binary publishes it: records, ZIP files, DCAT.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::{build, files, published, stderr, tree, unzipped};
use serde_json::Value;

const YEAR: &str = "---
title: 年度报告
type: annual-report
period: 2021
topics: 法治
attachments: [{file: 数 据.csv, title: 数据}]
---

一、情况

见[上年](../2020.md#1)和[附件](数%20据.csv)。

（一）执法

文字。
";
const PLAN: &str = "---
title: 两年方案
type: annual-report
period: {from: 2020, to: 2021}
---

一、目标

文字。
";
const WITHDRAWN: &str = "---
title: 撤回的报告
type: annual-report
period: 2020
summary: 撤回的摘要
withdrawn: {date: 2022-01-05, reason: 文本有误}
---

一、机密事项

撤回的正文。
";
const UNDATED: &str = "---\ntitle: 无日期\ntype: annual-report\n---\n\n文字\n";

/// An archive with a report of two years, one withdrawn, one undated, and attachments.
fn archive() -> tempfile::TempDir {
    tree(&[
        ("content/shili/2021/index.md", YEAR),
        ("content/shili/2021/数 据.csv", "a,b\n1,2\n"),
        ("content/shili/2020.md", PLAN),
        ("content/shili/gone/index.md", WITHDRAWN),
        ("content/shili/gone/机密.csv", "机密数据"),
        ("content/shili/undated.md", UNDATED),
    ])
}

fn json(site: &Path, path: &str) -> Value {
    let text = fs::read(site.join(path)).expect("a published file");
    serde_json::from_slice(&text).expect("JSON")
}

fn names(members: &[(String, Vec<u8>)]) -> Vec<&str> {
    members.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_zip_file_holds_the_published_texts_of_its_reports() {
    let folder = archive();
    // Larger than what is compressed in memory.
    let large: Vec<u8> = (0..5_000_000_u32).map(|n| (n % 251) as u8).collect();
    fs::write(folder.path().join("content/shili/2021/large.bin"), large).expect("written");
    let site = published(folder.path());
    let wanted: &[(&str, &[&str])] = &[
        (
            "archive.zip",
            &[
                "shili/2020/index.md",
                "shili/2021/index.md",
                "shili/2021/数 据.csv",
                "shili/2021/large.bin",
                "shili/undated/index.md",
            ],
        ),
        ("reports-2020.zip", &["shili/2020/index.md"]),
        (
            "reports-2021.zip",
            &[
                "shili/2020/index.md",
                "shili/2021/index.md",
                "shili/2021/数 据.csv",
                "shili/2021/large.bin",
            ],
        ),
        ("reports-undated.zip", &["shili/undated/index.md"]),
    ];
    for (zip, paths) in wanted {
        let members = unzipped(&fs::read(site.join("data").join(zip)).expect("published"));
        let mut all = vec!["data/reports.json"];
        all.extend(*paths);
        assert_eq!(names(&members), all, "{zip}");
        for (path, bytes) in &members[1..] {
            assert!(
                fs::read(site.join(path)).expect("published") == *bytes,
                "{zip}: {path}"
            );
        }
        // Every path that the catalogue inside names is in the file or a page of the site.
        let catalogue: Value = serde_json::from_slice(&members[0].1).expect("JSON");
        for report in catalogue["reports"].as_array().expect("a list") {
            if let Some(text) = report["text_url"].as_str() {
                let path = text.strip_prefix("../").expect("beside data");
                assert!(paths.contains(&path), "{zip}: {path}");
            }
        }
    }
    let zips = files(&site.join("data"));
    let zips: BTreeSet<&str> = zips
        .iter()
        .map(|(path, _)| path.as_str())
        .filter(|path| path.ends_with(".zip") && *path != "text.zip")
        .collect();
    assert_eq!(zips, wanted.iter().map(|(zip, _)| *zip).collect());
}

#[test]
fn nothing_of_a_withdrawn_text_is_data() {
    let folder = archive();
    let site = published(folder.path());
    let hidden = ["撤回的正文", "机密", "撤回的摘要"];
    let mut seen: BTreeMap<String, Vec<u8>> = files(&site).into_iter().collect();
    for (path, bytes) in seen.clone() {
        if path.ends_with(".zip") {
            for (name, bytes) in unzipped(&bytes) {
                assert!(!name.starts_with("shili/gone/"), "{path}: {name}");
                seen.insert(format!("{path}/{name}"), bytes);
            }
        }
    }
    for (path, bytes) in &seen {
        let text = String::from_utf8_lossy(bytes);
        for word in hidden {
            assert!(!text.contains(word), "{path} holds {word}");
        }
    }
    let record = json(&site, "shili/gone/index.json");
    assert_eq!(record["withdrawal"]["reason"], "文本有误");
    assert_eq!(record["outline"], Value::Array(Vec::new()));
    for key in ["text", "plain_text", "summary"] {
        assert!(record.get(key).is_none(), "{key}");
    }
}

#[test]
fn a_record_has_all_that_is_known_of_a_report() {
    let folder = archive();
    let site = published(folder.path());
    let record = json(&site, "shili/2021/index.json");
    assert_eq!(record["id"], "shili/2021");
    assert_eq!(record["period"], "2021");
    assert_eq!(record["topics"][0], "法治");
    let outline: Vec<(&str, u64)> = record["outline"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|p| {
            (
                p["anchor"].as_str().unwrap_or(""),
                p["depth"].as_u64().unwrap_or(9),
            )
        })
        .collect();
    assert_eq!(outline, [("1", 0), ("1-1", 1)]);
    let page = fs::read_to_string(site.join("shili/2021/index.html")).expect("a page");
    for (anchor, _) in outline {
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    assert!(
        page.contains("<link rel=\"alternate\" href=\"index.json\" type=\"application/json\">"),
        "the page names its record"
    );
    assert_eq!(record["attachments"][0]["url"], "%E6%95%B0%20%E6%8D%AE.csv");
    assert_eq!(record["attachments"][0]["media_type"], "text/csv");
    assert_eq!(record["attachments"][0]["bytes"], 8);
    assert_eq!(record["links"][0]["id"], "shili/2020");
    assert_eq!(record["links"][0]["url"], "../2020/index.html");
    assert_eq!(record["previous"]["id"], "shili/2020");
    // Digests are those of SHA256SUMS.
    let sums = fs::read_to_string(site.join("SHA256SUMS")).expect("sums");
    for (path, file) in [
        ("shili/2021/index.md", &record["text"]),
        ("shili/2021/index.txt", &record["plain_text"]),
        ("shili/2021/数 据.csv", &record["attachments"][0]),
    ] {
        let line = format!("{}  {path}", file["sha256"].as_str().unwrap_or(""));
        assert!(sums.lines().any(|l| l == line), "{line}");
    }
}

#[test]
fn a_text_stands_beside_its_page_as_plain_text() {
    let folder = archive();
    let site = published(folder.path());
    let read = |path: &str| fs::read_to_string(site.join(path));
    let plain = read("shili/2021/index.txt").expect("published");
    let (head, text) = plain.split_once("\n\n一、情况\n").expect("a text");
    assert!(head.starts_with("年度报告\n\n"), "{head}");
    assert!(head.contains("shili/2021/index.html"), "{head}");
    assert_eq!(text, "\n见上年和附件。\n\n（一）执法\n\n文字。\n");
    let link = "<link rel=\"alternate\" href=\"index.txt\" type=\"text/plain\">";
    let page = |path: &str| read(path).expect("a page");
    assert!(page("shili/2021/index.html").contains(link));
    // The edition of the year is made of it.
    assert!(page("data/text-2021.txt").contains(&plain));
    // One that was withdrawn has none, now or once it is.
    assert!(!page("shili/gone/index.html").contains("index.txt"));
    assert!(read("shili/gone/index.txt").is_err());
    let withdrawn = YEAR.replace("period: 2021", "period: 2021\nwithdrawn: {reason: 误}");
    fs::write(folder.path().join("content/shili/2021/index.md"), withdrawn).expect("written");
    let again = published(folder.path());
    assert!(!again.join("shili/2021/index.txt").exists());
    // What is new above the text is new in it, where nothing else of the text is.
    let yaml = fs::read_to_string(folder.path().join("content/archive.yaml")).expect("settings");
    let yaml = yaml + "\nbase_url: https://example.org/a/\n";
    fs::write(folder.path().join("content/archive.yaml"), yaml).expect("written");
    let again = published(folder.path());
    let plain = fs::read_to_string(again.join("shili/2020/index.txt")).expect("published");
    assert!(
        plain.contains("https://example.org/a/shili/2020/\n"),
        "{plain}"
    );
}

#[test]
fn a_guide_for_programs_names_files_that_there_are_and_no_report() {
    let folder = archive();
    for options in [&[][..], &["--no-zips", "--no-index"]] {
        let output = build(folder.path(), options);
        assert!(output.status.success(), "{}", stderr(&output));
        let site = folder.path().join("public");
        let guide = fs::read_to_string(site.join("llms.txt")).expect("published");
        assert!(guide.starts_with("# "), "{guide}");
        assert!(guide.contains("\n\n> "), "{guide}");
        let links: Vec<&str> = (guide.split("](").skip(1))
            .filter_map(|rest| rest.split(')').next())
            .collect();
        assert!(links.contains(&"data/reports.json"), "{guide}");
        for link in &links {
            assert!(site.join(link).is_file(), "{link}: {guide}");
        }
        assert_eq!(links.contains(&"data/text.zip"), options.is_empty());
        assert_eq!(guide.contains("search-index"), options.is_empty());
        assert!(guide.len() < 6000 && !guide.contains("shili"), "{guide}");
    }
}

#[test]
fn the_description_names_every_file_of_data_with_its_digest() {
    let folder = archive();
    let site = published(folder.path());
    let sums = fs::read_to_string(site.join("SHA256SUMS")).expect("sums");
    let text = fs::read_to_string(site.join("data/catalog.jsonld")).expect("published");
    let catalog: Value = serde_json::from_str(&text).expect("JSON");
    let mut described = BTreeSet::new();
    for set in catalog["dcat:dataset"].as_array().expect("a list") {
        for file in set["dcat:distribution"].as_array().into_iter().flatten() {
            let Some(at) = file["dcat:downloadURL"]["@id"].as_str() else {
                continue;
            };
            let digest = file["spdx:checksum"]["spdx:checksumValue"]["@value"].as_str();
            let line = format!("{}  data/{at}", digest.unwrap_or(""));
            assert!(sums.lines().any(|l| l == line), "{line}");
            described.insert(at.to_owned());
        }
    }
    let data = files(&site.join("data")).into_iter().map(|(path, _)| path);
    let data: BTreeSet<String> = data.filter(|path| path != "catalog.jsonld").collect();
    assert_eq!(described, data);
    // Where the archive says where it stands, addresses are absolute.
    let yaml = "title: 档案\nbase_url: https://example.org/a\nlanguage: zh-Hans\ntypes: {annual-report: 年报}\n";
    fs::write(folder.path().join("content/archive.yaml"), yaml).expect("written");
    let site = published(folder.path());
    let catalog = json(&site, "data/catalog.jsonld");
    assert_eq!(catalog["@id"], "https://example.org/a/data/catalog.jsonld");
    assert_eq!(catalog["foaf:homepage"]["@id"], "https://example.org/a/");
    // Wherever a copy of it is read, what it refers to is a set that it describes.
    let sets = catalog["dcat:dataset"].as_array().expect("a list");
    let ids: BTreeSet<&str> = sets.iter().filter_map(|set| set["@id"].as_str()).collect();
    let mut referred = 0;
    for set in sets {
        let members = set["dcat:seriesMember"].as_array().into_iter().flatten();
        for other in members.chain([&set["dcat:inSeries"]]) {
            if let Some(id) = other["@id"].as_str() {
                assert!(ids.contains(id), "{id}");
                referred += 1;
            }
        }
    }
    assert_eq!(referred, 4);
}

#[test]
fn headers_keep_browsers_from_running_attachments() {
    let folder = archive();
    for name in ["a b.html", "图.SVG", "plain.txt"] {
        fs::write(folder.path().join("content/shili/2021").join(name), "文字").expect("written");
    }
    let site = published(folder.path());
    let headers = fs::read_to_string(site.join("_headers")).expect("published");
    for path in ["/shili/2021/a%20b.html", "/shili/2021/%E5%9B%BE.SVG"] {
        let rule = format!("\n{path}\n  Content-Disposition: attachment\n");
        assert!(headers.contains(&rule), "{path}: {headers}");
    }
    assert!(!headers.contains("plain.txt"), "{headers}");
    // Open data, wherever it stands, may be read by pages of other sites.
    for path in [
        "/data/*",
        "/*/index.json",
        "/*/index.txt",
        "/llms.txt",
        "/feed.xml",
        "/*/feed.xml",
        "/search-index/*",
    ] {
        let mut rule = headers.lines().skip_while(|line| *line != path).skip(1);
        let mut rule = rule.by_ref().take_while(|line| line.starts_with(' '));
        assert!(
            rule.any(|line| line == "  Access-Control-Allow-Origin: *"),
            "{path}: {headers}"
        );
    }
}

#[test]
fn pages_list_the_downloads_that_there_are() {
    let folder = archive();
    let site = published(folder.path());
    let follow = "follow/index.html";
    let page = |site: &Path, path: &str| fs::read_to_string(site.join(path)).expect("a page");
    let html = page(&site, follow);
    for file in [
        "reports.json",
        "reports.csv",
        "archive.zip",
        "reports-2021.zip",
        "text.zip",
        "text-2021.txt",
        "catalog.jsonld",
    ] {
        assert!(html.contains(&format!("data/{file}\"")), "{file}");
    }
    for path in ["index.html", "shili/index.html", "years/2021/index.html"] {
        assert!(page(&site, path).contains("follow/index.html\""), "{path}");
    }
    let output = build(folder.path(), &["--no-zips"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(files(&site).iter().all(|(path, _)| !path.ends_with(".zip")));
    for path in [follow, "data/catalog.jsonld"] {
        assert!(!page(&site, path).contains(".zip"), "{path}");
    }
    assert!(page(&site, follow).contains("data/reports.csv\""));
    assert!(
        files(&site)
            .iter()
            .all(|(path, _)| !path.starts_with("data/text"))
    );
}

#[cfg(unix)]
#[test]
fn zip_files_of_many_reports_need_few_open_files() {
    let mut files = Vec::new();
    for number in 0..100 {
        files.push((format!("content/shili/{number}.md"), UNDATED));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (p.as_str(), *t)).collect();
    let folder = tree(&files);
    // Systems differ in what a process may have open; 256 is not rare.
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -n 64 && exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_gongbao"))
        .args(["build", "--no-index", "--jobs", "2", "--content"])
        .arg(folder.path().join("content"))
        .arg("--out")
        .arg(folder.path().join("public"))
        .output()
        .expect("a shell runs");
    assert!(output.status.success(), "{}", stderr(&output));
    let zip = fs::read(folder.path().join("public/data/archive.zip")).expect("published");
    assert_eq!(unzipped(&zip).len(), 101);
}

#[test]
fn feeds_are_named_in_the_language_of_the_archive() {
    let yaml = "title: Archives\nlanguage: fr\ntypes: {annual-report: Rapport}\n";
    let dated = UNDATED.replace("\ntype", "\npublished: 2022-01-05\ntype");
    let folder = tree(&[
        ("content/archive.yaml", yaml),
        ("content/shili/2021.md", &dated),
    ]);
    let site = published(folder.path());
    let html = fs::read_to_string(site.join("follow/index.html")).expect("a page");
    assert!(html.contains("feed.xml\" lang=\"fr\">Archives</a>"));
}
