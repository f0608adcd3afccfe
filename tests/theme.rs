//! Themes of a site's own, by the real program: the example theme, the chapter on how to make one,
//! and the errors of a theme that is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{build, gongbao, project, report, stderr, tree};

/// A page of a site.
fn page(site: &Path, path: &str) -> String {
    fs::read_to_string(site.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The published style sheet of the site's own.
fn site_css(site: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(site.join("assets")).expect("assets are published");
    files.map(|file| file.expect("a file").path()).find(|path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        name.starts_with("site.")
    })
}

/// Builds `content` with the example theme.
fn with_example(content: &str) -> tempfile::TempDir {
    let out = tempfile::tempdir().expect("a temporary folder");
    let output = gongbao()
        .args(["build", "--no-index", "--theme", "themes/example"])
        .args(["--content", content, "--out"])
        .arg(out.path().join("public"))
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{content}: {}", stderr(&output));
    out
}

#[test]
fn the_example_theme_changes_what_it_says_and_nothing_else() {
    // (content, what the theme calls the front page, its line in the foot, a word it leaves alone)
    let cases = [
        ("content", "总目录", "本页使用示例主题。", "检索"),
        (
            "tests/sites/traditional/content",
            "總目錄",
            "本頁使用範例主題。",
            "搜尋",
        ),
        (
            "tests/sites/english/content",
            "Front page",
            "This page uses the example theme.",
            "Search",
        ),
    ];
    for (content, home, note, search) in cases {
        let out = with_example(content);
        let site = out.path().join("public");
        let css = site_css(&site).expect("the style sheet of the theme is published");
        let link = format!(
            "assets/{}\"",
            css.file_name().expect("a name").to_string_lossy()
        );
        for path in ["index.html", "years/index.html", "about/mirror/index.html"] {
            let page = page(&site, path);
            assert!(page.contains(&format!(">{home}</a>")), "{content} {path}");
            assert!(page.contains(&format!(">{search}</a>")), "{content} {path}");
            assert_eq!(page.matches(note).count(), 1, "{content} {path}");
            let (_, after) = page.split_once(&link).expect("its own rules");
            assert!(
                !after.contains("rel=\"stylesheet\""),
                "{content} {path}: own rules come last"
            );
        }
    }
}

#[test]
fn a_site_without_a_style_of_its_own_links_none() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let output = build(folder.path(), &["--no-index"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let site = folder.path().join("public");
    assert_eq!(site_css(&site), None);
    assert_eq!(
        page(&site, "shili/2021/index.html")
            .matches("rel=\"stylesheet\"")
            .count(),
        2
    );
}

/// A site's own masthead is that of its front page too.
#[test]
fn a_masthead_of_its_own_stands_on_every_page() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let templates = folder.path().join("theme/templates");
    fs::create_dir_all(&templates).expect("made");
    let base = "{% extends \"default/base.html\" %}\n\
                {% block masthead %}<p class=\"own\">{{ site.title }}</p>{% endblock %}\n";
    fs::write(templates.join("base.html"), base).expect("written");
    let theme = folder.path().join("theme");
    let theme = theme.to_str().expect("a UTF-8 path");
    let output = build(folder.path(), &["--no-index", "--theme", theme]);
    assert!(output.status.success(), "{}", stderr(&output));
    let site = folder.path().join("public");
    for path in ["index.html", "shili/index.html", "about/index.html"] {
        let page = page(&site, path);
        assert_eq!(page.matches("<p class=\"own\">").count(), 1, "{path}");
        assert!(!page.contains("class=\"name\""), "{path}: {page}");
    }
}

/// The chapter, done as it says: a fence whose info names a file is that file.
#[test]
fn the_chapter_on_themes_does_what_it_says() {
    let chapter = fs::read_to_string(project().join("themes/README.md")).expect("the chapter");
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let mut written = 0;
    let mut lines = chapter.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        let (_, path) = info.split_once(' ').expect("every fence names its file");
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, body.join("\n") + "\n").expect("written");
        written += 1;
    }
    assert_eq!(written, 4, "the chapter shows four files");
    let archive = folder.path().join("content/archive.yaml");
    let text = fs::read_to_string(&archive).expect("there");
    fs::write(&archive, text + "theme: mine\n").expect("written");
    let output = build(folder.path(), &["--no-index"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let site = folder.path().join("public");
    let list = page(&site, "types/annual-report/index.html");
    for words in [
        ">总目录</a>",
        "<p class=\"lead\">本列表共1份</p>",
        "<p>测试档案: 1</p>",
        "<p>监督电话：12388</p>",
        ">检索</a>",
    ] {
        assert!(list.contains(words), "{words}: {list}");
    }
    let css = site_css(&site).expect("the style sheet is published");
    assert!(fs::read_to_string(css).expect("text").contains("#0b5d4b"));
}

/// Every template and every name that the chapter speaks of is there.
#[test]
fn the_chapter_on_themes_names_what_exists() {
    let chapter = fs::read_to_string(project().join("themes/README.md")).expect("the chapter");
    let views: String = ["", "/list", "/overview", "/page", "/report"]
        .map(|name| {
            let path = project().join(format!("src/render/view{name}.rs"));
            fs::read_to_string(path).expect("a source")
        })
        .concat();
    let templates = project().join("themes/default/templates");
    let mut pages = 0;
    for row in chapter.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row
            .split('|')
            .map(|cell| cell.trim().trim_matches('`'))
            .collect();
        for pair in cells[1..].chunks_exact(2) {
            let [template, view] = pair else { continue };
            if template.ends_with(".html") && view.ends_with("Page") {
                assert!(templates.join(template).is_file(), "{template}");
                assert!(
                    views.contains(&format!("pub(crate) struct {view} ")),
                    "{view}"
                );
                pages += 1;
            }
        }
    }
    assert!(pages > 5, "{pages} kinds of pages");
    assert_eq!(
        pages,
        views.matches("Page {\n    /// The head").count(),
        "every kind of page"
    );
}

#[test]
fn errors_of_a_theme_have_file_and_line() {
    // (file, text, line, what is said)
    let cases = [
        (
            "languages/zh-Hans.yaml",
            "home: 首页\nserach: 查找\n",
            2,
            "是否想写“search”？",
        ),
        (
            "languages/zh-Hans.yaml",
            "reports: 若干份\n",
            1,
            "缺少原文中的 {n}",
        ),
        (
            "languages/en.yaml",
            "reports: '{n} reports'\n",
            1,
            "one（数量为1）和 other",
        ),
        ("templates/list.html", "\n{{ list.titel }}\n", 2, "titel"),
    ];
    for (file, text, line, said) in cases {
        let folder = tree(&[
            ("content/shili/2021.md", &report("文字")),
            (&format!("themes/mine/{file}"), text),
        ]);
        let theme = folder.path().join("themes/mine");
        let theme = theme.to_str().expect("a UTF-8 path");
        let output = build(folder.path(), &["--theme", theme, "--lang", "zh"]);
        let words = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{words}");
        assert!(words.contains(&format!("{theme}/{file}:{line}")), "{words}");
        assert!(words.contains(said), "{words}");
        assert!(!folder.path().join("public").exists());
    }
}
