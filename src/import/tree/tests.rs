//! Small trees of each generator.

use std::collections::BTreeMap;

use super::*;
use crate::import::document::Stated;

fn tree(files: &[(&str, &str)]) -> (Vec<String>, BTreeMap<String, String>) {
    let all: BTreeMap<String, String> = files
        .iter()
        .map(|&(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    (all.keys().cloned().collect(), all)
}

fn read_all(files: &[(&str, &str)]) -> Vec<TreePage> {
    let (paths, all) = tree(files);
    let read = |path: &str| all.get(path).map(|text| text.clone().into_bytes());
    let files = Files {
        paths: &paths,
        read: &read,
    };
    pages(&files).expect("a tree").collect()
}

fn body(page: &TreePage) -> &str {
    match page.outcome.as_ref().expect("a text").blocks.as_slice() {
        [Block::Markdown(text)] => text,
        _ => "",
    }
}

fn said<'p>(page: &'p TreePage, name: &str) -> Vec<&'p str> {
    let stated = page.outcome.as_ref().expect("a text").stated.iter();
    let of = stated.filter(|one: &&Stated| one.name == name);
    of.map(|one| one.value.as_str()).collect()
}

#[test]
fn hugo() {
    let pages = read_all(&[
        ("hugo.toml", ""),
        (
            "content/a/one.md",
            "+++\ntitle = \"甲\"\ndate = 2015-03-01\ntags = [\"x\", \"y\"]\naliases = [\"/o\"]\ntype = \"z\"\n+++\n见[乙]({{< relref \"two.md#p\" >}})，`{{< x >}}`。\n{{< figure src=\"p.png\" >}}\n",
        ),
        (
            "content/a/two/index.md",
            "---\ntitle: 乙\nslug: zwei\ndraft: true\n---\n![图](p.png)[甲](/a/one/)\n",
        ),
        ("content/a/two/p.png", "PNG"),
        ("content/a/_index.md", "---\ntitle: 列表\n---\n"),
        ("content/j.md", "{\"title\": \"丙\"}\n正文\n"),
    ]);
    let [one, two, json] = pages.as_slice() else {
        panic!("{pages:?}");
    };
    assert_eq!(
        body(one),
        "见[乙](two.md#p)，`{{< x >}}`。\n{{< figure src=\"p.png\" >}}\n"
    );
    assert_eq!(
        (said(one, "title"), said(one, "date"), said(one, "tags")),
        (vec!["甲"], vec!["2015-03-01"], vec!["x; y"])
    );
    assert_eq!(
        (
            said(one, "aliases"),
            said(one, "old address"),
            said(one, "type")
        ),
        (vec!["/o"], vec!["/a/one/"], vec![])
    );
    let remarks = &one.outcome.as_ref().expect("a text").remarks;
    assert_eq!(
        remarks.iter().map(|one| &one.place).collect::<Vec<_>>(),
        [&Place::Line(9)]
    );
    assert_eq!(
        (said(two, "old address"), body(two)),
        (vec!["/a/zwei/"], "![图](\u{1}0\u{1})[甲](one.md)\n")
    );
    let document = two.outcome.as_ref().expect("a text");
    assert!(document.remarks.iter().any(|one| one.is_draft));
    assert_eq!(
        document
            .files
            .first()
            .map(|file| (file.name.as_str(), file.bytes.as_slice())),
        Some(("p.png", "PNG".as_bytes()))
    );
    assert_eq!((said(json, "title"), body(json)), (vec!["丙"], "\n正文\n"));
}

#[test]
fn jekyll() {
    let pages = read_all(&[
        ("_config.yml", "permalink: pretty\n"),
        (
            "_posts/2015-03-01-report.md",
            "---\nlayout: post\ntitle: 报告\ncategories: gb\n---\n{% include a.html %}[关于]({% link about.md %}) [图](/i.png)\n",
        ),
        ("_drafts/x.md", "---\n---\nx"),
        (
            "about.md",
            "---\ntitle: 关于\n---\n[上次]({{ site.baseurl }}{% post_url 2015-03-01-report %})\n\n[名]: 2015.html\n",
        ),
        ("README.md", "说明"),
        ("i.png", "PNG"),
    ]);
    let [post, about] = pages.as_slice() else {
        panic!("{pages:?}");
    };
    assert_eq!(
        (post.name.as_str(), said(post, "old address")),
        ("2015/2015-03-01-report", vec!["/gb/2015/03/01/report/"])
    );
    assert_eq!(said(post, "date"), ["2015-03-01"]);
    assert_eq!(
        body(post),
        "{% include a.html %}[关于](../about.md) [图](\u{1}0\u{1})\n"
    );
    assert_eq!(
        body(about),
        "[上次](2015/2015-03-01-report.md)\n\n[名]: 2015.html\n"
    );
}

#[test]
fn mdbook() {
    let pages = read_all(&[
        ("book.toml", "[book]\ntitle = \"书\"\n"),
        (
            concat!("src/SUMMARY", ".md"),
            "# 目录\n\n[引言](README.md)\n- [乙](b/two.md)\n  - [甲](one.md)\n- [未写]()\n",
        ),
        (
            concat!("src/README", ".md"),
            "# 引言\n\n见[乙](b/two.md)。\n",
        ),
        (
            "src/b/two.md",
            "# 第二章\n\n[甲](../one.md) [无](none.md)\n",
        ),
        ("src/one.md", "```\n[x](b/two.md)\n```\n"),
        ("src/unlisted.md", "x"),
    ]);
    let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    assert_eq!(names, ["index", "b/two", "one"]);
    let bodies: Vec<&str> = pages.iter().map(body).collect();
    assert_eq!(
        bodies,
        [
            "\n见[乙](b/two.md)。\n",
            "# 第二章\n\n[甲](../one.md) [无](none.md)\n",
            "```\n[x](b/two.md)\n```\n"
        ]
    );
}
