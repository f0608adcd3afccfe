//! The search index without a site: made alone, and hosted elsewhere than the pages that search it.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{
    build, files, golden, gongbao, project, published, report, run, stderr, stdout, tree,
};
use gongbao::search::{Answer, Error, Searcher, Sort};

/// `index` of the tree in `folder` to `apart` beside it, with more arguments.
fn index(folder: &Path, more: &[&str]) -> Output {
    gongbao()
        .arg("index")
        .arg("--content")
        .arg(folder.join("content"))
        .arg("--out")
        .arg(folder.join("apart"))
        .args(more)
        .output()
        .expect("the binary runs")
}

/// An archive.yaml with the index at `url`.
fn hosted_at(url: &str) -> String {
    format!(
        "title: 测试档案\nbase_url: https://archive.example/\nsearch: {{index_url: \"{url}\"}}\n\
         types:\n  annual-report: {{name: 年度报告}}\n"
    )
}

/// The content of a policy of a page.
fn policy(page: &str) -> &str {
    let (_, rest) = page
        .split_once("\"Content-Security-Policy\" content=\"")
        .expect("a policy");
    rest.split('"').next().expect("its end")
}

#[test]
fn it_is_the_index_that_build_publishes() {
    let draft = report("未定稿的文字").replace("---\ntitle", "---\ndraft: true\ntitle");
    let withdrawn = report("撤回的文字").replace(
        "---\ntitle",
        "---\nwithdrawn: {date: 2023-01-01, reason: 数据有误, authority: 示例市}\ntitle",
    );
    let folder = tree(&[
        ("content/shili/2020.md", &withdrawn),
        (
            "content/shili/2021.md",
            &report("一、总体情况\n\n办理信访事项5件。"),
        ),
        ("content/shili/2022.md", &draft),
        (
            "content/shili/2023/index.md",
            &report("附表见[附件](a.csv)。"),
        ),
        ("content/shili/2023/a.csv", "a"),
    ]);
    for more in [&[][..], &["--jobs", "1"]] {
        let site = build(folder.path(), more);
        assert!(site.status.success(), "{}", stderr(&site));
        let output = index(folder.path(), more);
        assert!(output.status.success(), "{}", stderr(&output));
        let mut alone = files(&folder.path().join("apart"));
        let sums = alone.iter().position(|(path, _)| path == "SHA256SUMS");
        alone.remove(sums.expect("a list of the files"));
        assert!(!alone.is_empty());
        assert_eq!(
            alone,
            files(&folder.path().join("public/search-index")),
            "{more:?}"
        );
    }
    let found = run(&[
        "search",
        "--index",
        folder.path().join("apart").to_str().expect("a UTF-8 path"),
        "信访事项5件",
    ]);
    assert!(stdout(&found).starts_with("1 report"), "{}", stdout(&found));
}

#[cfg(unix)]
#[test]
fn what_has_not_changed_is_not_touched_and_other_files_stay() {
    use std::os::unix::fs::MetadataExt;
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let apart = folder.path().join("apart");
    let first = stderr(&index(folder.path(), &["--lang", "zh"]));
    assert!(
        first.contains("1 份报告，索引 ") && !first.contains("页面"),
        "{first}"
    );
    let inode = || {
        fs::metadata(apart.join("manifest.json"))
            .expect("a manifest")
            .ino()
    };
    let before = inode();
    let again = stderr(&index(folder.path(), &["--lang", "zh"]));
    assert!(again.contains("没有变化"), "{again}");
    assert_eq!(inode(), before);
    // A file for the host, say.
    fs::write(apart.join("_headers"), "/*").expect("written");
    fs::write(
        folder.path().join("content/shili/2021.md"),
        report("别的文字"),
    )
    .expect("written");
    for more in [&[][..], &["--in-place"]] {
        let output = index(folder.path(), more);
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(fs::read(apart.join("_headers")).expect("kept"), b"/*");
    }
    assert_ne!(inode(), before);
}

#[test]
fn only_a_folder_of_its_own_is_written_to() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let site = published(folder.path());
    assert!(index(folder.path(), &[]).status.success());
    let theirs = folder.path().join("theirs");
    fs::create_dir(&theirs).expect("made");
    fs::write(theirs.join("manifest.json"), "{}").expect("written");
    let content = folder.path().join("content");
    let apart = folder.path().join("apart");
    let before = files(folder.path());
    let cases = [
        ("index", &site, "no search index made by gongbao"),
        (
            "index",
            &site.join("search-index"),
            "no search index made by gongbao",
        ),
        ("index", &theirs, "no search index made by gongbao"),
        ("index", &content.join("apart"), "one inside the other"),
        ("build", &apart, "no site made by gongbao"),
    ];
    for (command, out, said) in cases {
        let output = gongbao()
            .arg(command)
            .arg("--content")
            .arg(&content)
            .arg("--out")
            .arg(out)
            .output()
            .expect("the binary runs");
        assert_eq!(output.status.code(), Some(2), "{command} {}", out.display());
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    assert_eq!(files(folder.path()), before);
}

#[test]
fn faults_are_reported_as_build_reports_them_and_publish_nothing() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    assert!(index(folder.path(), &[]).status.success());
    let before = files(&folder.path().join("apart"));
    fs::write(
        folder.path().join("content/shili/2022.md"),
        report("[无](b.md)"),
    )
    .expect("written");
    fs::write(folder.path().join("content/shili/a.csv"), "a").expect("written");
    let output = index(folder.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output), "");
    assert_eq!(
        stdout(&output),
        stdout(&build(folder.path(), &["--format", "json"]))
    );
    let people = stderr(&index(folder.path(), &[]));
    assert!(people.contains("Nothing was built; the index is as it was."));
    assert_eq!(files(&folder.path().join("apart")), before);
}

#[test]
fn pages_of_a_site_point_to_the_index_beside_them() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let site = published(folder.path());
    let search = fs::read_to_string(site.join("search/index.html")).expect("a page");
    assert!(search.contains(" data-index=\"../search-index/\""));
    assert!(policy(&search).ends_with("; connect-src 'self'"));
    assert!(build(folder.path(), &["--no-index"]).status.success());
    let search = fs::read_to_string(site.join("search/index.html")).expect("a page");
    assert!(!search.contains("data-index") && !policy(&search).contains("connect-src"));
}

#[test]
fn an_index_that_is_hosted_elsewhere_is_named_and_not_published() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let site = published(folder.path());
    assert!(site.join("search-index").exists());
    let url = "https://index.example.org:8443/yunlu/";
    fs::write(
        folder.path().join("content/archive.yaml"),
        hosted_at("https://Index.example.org:8443/yunlu"),
    )
    .expect("written");
    for language in ["zh", "en"] {
        let output = build(folder.path(), &["--lang", language]);
        assert!(output.status.success(), "{}", stderr(&output));
        let said = stderr(&output);
        assert!(
            said.contains(url) && said.contains("gongbao index"),
            "{said}"
        );
    }
    assert!(!site.join("search-index").exists());
    let sums = fs::read_to_string(site.join("SHA256SUMS")).expect("a list");
    assert!(!sums.contains("search-index"));
    for (path, bytes) in files(&site) {
        if !path.ends_with(".html") {
            continue;
        }
        let page = String::from_utf8(bytes).expect("pages are UTF-8");
        if ["search/index.html", "search/embed.html"].contains(&path.as_str()) {
            assert!(page.contains(&format!(" data-index=\"{url}\"")), "{page}");
            assert!(
                policy(&page).ends_with("; connect-src https://index.example.org:8443"),
                "{}",
                policy(&page)
            );
        } else {
            assert!(!policy(&page).contains("connect-src"), "{path}");
        }
        if path == "about/mirror/index.html" {
            assert!(page.contains(url), "{page}");
        }
    }
    assert!(index(folder.path(), &[]).status.success());
}

/// A query of the table, and what it finds, or the code and the place of its fault.
#[derive(serde::Serialize)]
struct Asked<'q> {
    query: &'q str,
    by_date: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Answer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<(&'static str, [usize; 2])>,
}

/// `tests/queries/answers.json` is what a query must find in the sample archive, here and in a browser: the
/// other half is `tests/browser/engine.test.mjs`.
#[test]
fn it_answers_as_the_table_says() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = gongbao()
        .args(["index", "--content", "content", "--out"])
        .arg(folder.path().join("index"))
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    let searcher = Searcher::open(&folder.path().join("index")).expect("the index opens");
    let queries = project().join("tests/queries/queries.txt");
    let queries = fs::read_to_string(queries).expect("the queries");
    let asked: Vec<Asked<'_>> = queries
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let by_date = line.starts_with("date ");
            let query = line.strip_prefix("date ").unwrap_or(line);
            let sort = if by_date { Sort::Date } else { Sort::Relevance };
            let (answer, fault) = match searcher.search(query, sort, 5) {
                Ok(answer) => (Some(answer), None),
                Err(Error::Query(fault)) => {
                    let at = [fault.at.start, fault.at.end];
                    (None, Some((fault.kind.code(), at)))
                }
                Err(error) => panic!("{query}: {error}"),
            };
            Asked {
                query,
                by_date,
                answer,
                fault,
            }
        })
        .collect();
    let found = serde_json::to_string_pretty(&asked).expect("JSON") + "\n";
    golden("tests/queries/answers.json", found.as_bytes());
}
