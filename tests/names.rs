//! Names of the content tree in what is published: addresses, order, ZIP members, and hosts in other scripts.

use std::collections::BTreeSet;
use std::fs;

use crate::common::{build, files, published, report, stdout, tree, unzipped};

/// A report of this title, in Chinese.
fn titled(title: &str, more: &str, text: &str) -> String {
    format!(
        "---\ntitle: {title}\ntype: annual-report\npublished: 2022-03-18\n{more}---\n\n{text}\n"
    )
}

/// Where each of `names` is in `page`, in the order of the page.
fn in_order<'n>(page: &str, names: &[&'n str]) -> Vec<&'n str> {
    let mut found: Vec<(usize, &str)> = names
        .iter()
        .map(|name| {
            (
                page.find(name)
                    .unwrap_or_else(|| panic!("{name} in {page}")),
                *name,
            )
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn zip_members_have_the_paths_of_the_site() {
    let folder = tree(&[
        (
            "content/shili/2021/index.md",
            &titled("年报", "", "![图](图/1.png)"),
        ),
        ("content/shili/2021/会议 10：30.pdf", "甲"),
        ("content/shili/2021/会议 11：30.pdf", "乙"),
        ("content/shili/2021/a..b (1)&+.csv", "丙"),
        ("content/shili/2021/图/1.png", "丁"),
        // As macOS writes it on some disks.
        ("content/shili/2021/cafe\u{301}.csv", "戊"),
    ]);
    let site = published(folder.path());
    let members = unzipped(&fs::read(site.join("data/archive.zip")).expect("published"));
    let names: BTreeSet<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    let wanted = BTreeSet::from([
        "data/reports.json",
        "shili/2021/index.md",
        "shili/2021/会议 10：30.pdf",
        "shili/2021/会议 11：30.pdf",
        "shili/2021/a..b (1)&+.csv",
        "shili/2021/图/1.png",
        "shili/2021/caf\u{e9}.csv",
    ]);
    assert_eq!(names, wanted);
    for (name, bytes) in &members {
        if name != "data/reports.json" {
            assert_eq!(
                &fs::read(site.join(name)).expect("published"),
                bytes,
                "{name}"
            );
        }
    }
}

#[test]
fn two_forms_of_one_name_are_told_once() {
    let folder = tree(&[
        ("content/shili/caf\u{e9}.md", &report("文字")),
        ("content/shili/cafe\u{301}.md", &report("文字")),
    ]);
    let output = build(folder.path(), &["--format", "json"]);
    let said = stdout(&output);
    // Where the disk takes both for one name, there is one.
    let both = fs::read_dir(folder.path().join("content/shili")).expect("a folder");
    if both.count() > 2 {
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(said.matches("\"code\"").count(), 1, "{said}");
        assert!(said.contains("NFD"), "{said}");
    }
}

#[test]
fn attachments_and_reports_of_one_day_stand_in_natural_order() {
    let attachments = [
        "附件1.pdf",
        "附件2.pdf",
        "附件9.pdf",
        "附件10.pdf",
        "附件21.pdf",
    ];
    let annexes = [
        "附表一.doc",
        "附表二.doc",
        "附表三.doc",
        "附表九.doc",
        "附表十.doc",
        "附表十一.doc",
    ];
    let titles = [
        "第1号公报",
        "第2号公报",
        "第9号公报",
        "第10号公报",
        "第100号公报",
    ];
    let english = ["Bulletin 2 of", "Bulletin 10 of", "Bulletin 100 of"];
    let mut content: Vec<(String, String)> = vec![(
        "content/shili/2021/index.md".to_owned(),
        titled("年报", "", "文字。"),
    )];
    for name in attachments.iter().chain(&annexes) {
        content.push((format!("content/shili/2021/{name}"), name.to_string()));
    }
    for title in titles {
        content.push((
            format!("content/shili/{title}.md"),
            titled(title, "", "文字。"),
        ));
    }
    for (number, title) in english.iter().enumerate() {
        let text = titled(&format!("{title} the year"), "language: en\n", "Text.");
        content.push((format!("content/shili/en-{}.md", 9 - number), text));
    }
    let content: Vec<(&str, &str)> = content
        .iter()
        .map(|(p, t)| (p.as_str(), t.as_str()))
        .collect();
    let folder = tree(&content);
    let site = published(folder.path());
    let page = fs::read_to_string(site.join("shili/2021/index.html")).expect("a page");
    let page = page
        .rsplit_once("附件1.pdf")
        .map_or(page.as_str(), |_| page.as_str());
    assert_eq!(in_order(page, &attachments), attachments);
    assert_eq!(in_order(page, &annexes), annexes);
    let list = fs::read_to_string(site.join("shili/index.html")).expect("a page");
    assert_eq!(in_order(&list, &titles), titles);
    assert_eq!(in_order(&list, &english), english);
}

#[test]
fn the_address_of_an_agency_is_its_own_and_its_reports_stand_below() {
    let folder = tree(&[
        (
            "content/陕西/_index.md",
            "---\nname: 陕西省\nid: shaanxi-sheng\naliases: [陕西/]\n---\n",
        ),
        ("content/陕西/2021.md", &titled("陕西年报", "", "文字。")),
        (
            "content/陕西/重庆长沙.md",
            &titled("考察报告", "", "文字。"),
        ),
        (
            "content/山西/２０２１年报告.md",
            &titled("山西年报", "", "文字。"),
        ),
    ]);
    let site = published(folder.path());
    for path in [
        "shaanxi-sheng/index.html",
        "shaanxi-sheng/2021/index.html",
        "shaanxi-sheng/chongqingchangsha/index.html",
        "陕西/index.html",
        "shanxi/2021nianbaogao/index.html",
    ] {
        assert!(site.join(path).is_file(), "{path}");
    }
}

/// What is absolute, and what redirects, is ASCII wherever a machine reads it.
#[test]
fn a_base_url_in_han_is_written_in_ascii_everywhere() {
    let folder = tree(&[
        (
            "content/archive.yaml",
            "title: 档案\nbase_url: https://政府.example/档案/\ntypes: {annual-report: 年报}\n\
             redirects: {topics/旧/: years/}\n",
        ),
        (
            "content/shili/2021/index.md",
            &titled("年报", "aliases: [旧/2021.html, 旧的/]\n", "文字。"),
        ),
        ("content/shili/2021/附件.html", "<p>x"),
    ]);
    let site = published(folder.path());
    let mut found = 0;
    for (path, bytes) in files(&site) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("政府.example"), "{path}");
        found += text
            .matches("https://xn--mxtq1m.example/%E6%A1%A3%E6%A1%88/")
            .count();
        for (at, _) in text.match_indices("href=\"") {
            let url = text[at + 6..].split('"').next().expect("it ends");
            assert!(url.is_ascii(), "{path}: {url}");
        }
        if path == "_headers" || path == "robots.txt" || path == "sitemap.xml" {
            assert!(text.is_ascii(), "{path}: {text}");
        }
    }
    assert!(found > 10, "{found}");
    assert!(site.join("旧/2021.html").is_file());
}
