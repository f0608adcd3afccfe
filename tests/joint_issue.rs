//! A report that several agencies issued together stands among the reports of each of them.

use std::fs;

use crate::common::{build, run, stderr, stdout, tree};
use serde_json::Value;

const ARCHIVE: &str = "title: 示例档案\nbase_url: https://gov.example/\ntypes: {notice: 通知}\n";
const AUDIT: &str = "---\nname: 示例市审计局\nother_names: 审计局\n---\n";
const FINANCE: &str = "---\nname: 示例市财政局\n---\n";

fn joint(agency: &str) -> String {
    format!(
        "---\ntitle: 关于联合检查的通知\ntype: notice\npublished: 2021-03-05\nagency: {agency}\n---\n\n联合开展检查。\n"
    )
}

fn archive(agency: &str) -> tempfile::TempDir {
    tree(&[
        ("content/archive.yaml", ARCHIVE),
        ("content/shenji/_index.md", AUDIT),
        ("content/caizheng/_index.md", FINANCE),
        ("content/caizheng/jiancha.md", &joint(agency)),
    ])
}

#[test]
fn it_stands_in_the_lists_feeds_facets_and_data_of_each() {
    // By another name, and one of them twice: still two.
    let dir = archive("[审计局, 示例市财政局, shenji]");
    let output = build(dir.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let read = |path: &str| {
        let bytes = fs::read(dir.path().join("public").join(path));
        String::from_utf8(bytes.expect(path)).expect("UTF-8")
    };

    // Its address is of its folder, whoever comes first.
    let page = read("caizheng/jiancha/index.html");
    for agency in ["shenji", "caizheng"] {
        let list = read(&format!("{agency}/index.html"));
        assert!(list.contains("关于联合检查的通知"), "{agency}");
        let feed = read(&format!("{agency}/feed.xml"));
        assert!(
            feed.contains("https://gov.example/caizheng/jiancha/index.html"),
            "{agency}"
        );
        for name in ["示例市审计局", "示例市财政局"] {
            assert!(feed.contains(&format!("<name>{name}</name>")), "{agency}");
            assert!(list.contains(name), "{agency}");
            assert!(page.contains(&format!(">{name}</a>")), "{name}");
        }
    }
    let author = |name: &str| format!("<meta name=\"citation_author\" content=\"{name}\">");
    assert!(page.contains(&author("示例市审计局")) && page.contains(&author("示例市财政局")));
    assert!(page.contains("示例市审计局，示例市财政局. 关于联合检查的通知"));
    assert!(page.contains("示例市审计局、示例市财政局：《关于联合检查的通知》"));
    assert!(page.contains("{示例市审计局} and {示例市财政局}"));

    let data: Value = serde_json::from_str(&read("data/reports.json")).expect("JSON");
    let report = &data["reports"][0];
    assert_eq!(report["agency"], "示例市审计局");
    let both = serde_json::json!(["示例市审计局", "示例市财政局"]);
    assert_eq!(report["agencies"], both);
    assert!(read("data/reports.csv").contains("示例市审计局;示例市财政局"));

    for query in ["联合检查 agency:审计局", "联合检查 agency:\"示例市财政局\""] {
        let index = dir.path().join("public/search-index");
        let index = index.to_str().expect("a UTF-8 name");
        let answer = run(&["search", "--format", "json", "--index", index, query]);
        let answer: Value = serde_json::from_str(&stdout(&answer)).expect("JSON");
        assert_eq!(answer["hits"][0]["agencies"], both, "{query}");
        let facet = answer["facets"]["agency"].as_array().map(Vec::len);
        assert_eq!(facet, Some(2), "{query}");
    }
}

#[test]
fn names_that_are_run_together_are_told_as_a_list() {
    for agency in ["示例市审计局、示例市财政局", "审计局 / 示例市财政局"] {
        let dir = archive(agency);
        let output = build(dir.path(), &[]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("unknown-agency") && said.contains("财政局]"),
            "{said}"
        );
    }
    let dir = archive("[审计局, 税务局]");
    let said = stderr(&build(dir.path(), &[]));
    assert!(
        said.contains("税务局") && !said.contains("`审计局`"),
        "{said}"
    );
}
