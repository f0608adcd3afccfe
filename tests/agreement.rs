//! What `build` refuses `check` refuses, and the other way round: addresses, names of files, themes.
//!
//! Each case is a content tree that differs from a sound one in one thing.

use std::fs;
use std::path::Path;

use crate::common::{build, gongbao, report, stderr, stdout, tree};

/// What `check` says of the tree in `folder`, with more arguments.
fn check(folder: &Path, more: &[&str]) -> std::process::Output {
    gongbao()
        .arg("check")
        .arg("--content")
        .arg(folder.join("content"))
        .args(["--format", "json"])
        .args(more)
        .output()
        .expect("the binary runs")
}

/// Holds both commands against each other and against what is wanted: whether the tree is published.
fn agree(folder: &Path, more: &[&str], is_sound: bool, case: &str) {
    let checked = check(folder, more);
    // The index and the ZIP files have names of their own kind, and take the most of the time.
    let built = build(folder, &[more, &["--no-index", "--no-zips"]].concat());
    let codes = (checked.status.code(), built.status.code());
    let said = || format!("{case}: {codes:?} {} {}", stdout(&checked), stderr(&built));
    assert_eq!(codes.0, codes.1, "{}", said());
    assert_eq!(codes.0 == Some(0), is_sound, "{}", said());
    assert!(
        codes.0 != Some(2) || case.starts_with("theme"),
        "{}",
        said()
    );
}

#[test]
fn old_addresses() {
    let long = |bytes: usize| format!("/old/{}/", "a".repeat(bytes));
    let han = |characters: usize| format!("/old/{}.html", "字".repeat(characters));
    let deep = "/old".repeat(300);
    let nearly = format!("/{}", "ab/".repeat(340));
    let cases: Vec<(String, bool)> = [
        ("/old/2019.html", true),
        ("/old/2019/", true),
        ("/旧/２０１９.htm", true),
        ("/shili/2019", true),
        ("/shili/2.html", true),
        ("/SHA256SUMS", false),
        ("/sha256sums/", false),
        ("/SHA256SUMS/x.html", false),
        ("/_headers", false),
        ("/_Headers/a", false),
        ("/_headers.html", true),
        ("/robots.txt", false),
        ("/ROBOTS.TXT", false),
        ("/robots.txt/a.html", false),
        ("/llms.txt", false),
        ("/feed.xml", false),
        ("/shili/feed.xml", false),
        ("/shili/Feed.XML/", false),
        ("/shili/feed.xml/a", false),
        ("/old/feed.xml", true),
        ("/sitemap.xml", false),
        ("/sitemap-3.xml", false),
        ("/sitemap.html", true),
        ("/sitemap", false),
        ("/index.html", false),
        ("/Index.html", false),
        ("/index.htm", true),
        ("/404.html", false),
        ("/404.HTML", false),
        ("/index.html/a", false),
        ("/data/reports.json", false),
        ("/Data/reports.csv", false),
        ("/DATA/old.html", false),
        ("/assets/x", false),
        ("/search/", false),
        ("/years/2019.html", false),
        ("/.nojekyll", false),
        ("/.well-known/a", false),
        ("/shili/", false),
        ("/SHILI/index.html", false),
        ("/shili/2021/", false),
        ("/shili/2021/index.html", false),
        ("/shili/2021/index.md", false),
        ("/shili/2021/index.txt", false),
        ("/shili/2021/index.json/a", false),
        ("/shili/2021/Index.JSON", false),
        ("/shili/2021/附件.pdf", false),
        ("/shili/2021/附件.pdf/x.html", false),
        ("/shili/2021/图.pdf", true),
        ("/a\\b", false),
        ("/a b.html", true),
        ("/a?id=1", false),
        ("/%E6%97%A7/", true),
        ("/", false),
        ("/../a", false),
        (&long(255), true),
        (&long(256), false),
        (&han(83), true),
        (&han(84), false),
        (&deep, false),
        (&nearly, false),
    ]
    .map(|(alias, is_sound): (&str, bool)| (alias.to_owned(), is_sound))
    .into();
    // Those that are sound stand beside each other, each of the others alone.
    let (sound, unsound): (Vec<_>, Vec<_>) = cases.into_iter().partition(|(_, is_sound)| *is_sound);
    let sound: Vec<String> = sound.into_iter().map(|(alias, _)| alias).collect();
    let unsound = unsound.into_iter().map(|(alias, _)| (vec![alias], false));
    for (aliases, is_sound) in unsound.chain([(sound, true)]) {
        let listed: String = aliases
            .iter()
            .map(|alias| format!("- '{alias}'\n"))
            .collect();
        let text = format!(
            "---\ntitle: 示例市2021年度报告\ntype: annual-report\nperiod: 2021\npublished: 2022-03-18\naliases:\n{listed}---\n\n正文。\n"
        );
        let files = [
            ("content/shili/2021/index.md", text.as_str()),
            ("content/shili/2021/附件.pdf", "%PDF"),
        ];
        agree(tree(&files).path(), &[], is_sound, &aliases.join(" "));
    }
}

#[test]
fn redirects_of_the_archive() {
    for (old, is_sound) in [
        ("/years/2019/", true),
        ("/years/2019/2.html", false),
        ("/years/2019/feed.xml", false),
        ("/years/2021/", false),
        ("/years/2.html/", false),
        ("/types/old/", true),
        ("/types/annual-report/feed.xml", false),
        ("/types/annual-report/", false),
        ("/types/annual-report/index.html/x", false),
        ("/topics/a/", true),
        ("/SHA256SUMS", false),
        ("/data/a/", false),
    ] {
        let archive = format!(
            "title: 测试档案\ntypes:\n  annual-report: {{name: 年度报告}}\nredirects:\n  '{old}': /shili/2021/\n"
        );
        let text = report("正文。").replace("period", "published: 2022-03-18\nperiod");
        let files = [
            ("content/archive.yaml", archive.as_str()),
            ("content/shili/2021.md", &text),
        ];
        agree(tree(&files).path(), &[], is_sound, old);
    }
}

/// The second page of an agency comes with its 51st report.
#[test]
fn an_old_address_where_the_agency_has_a_further_page() {
    let mut files = vec![(
        "content/shili/0.md".to_owned(),
        report("正文。").replace("type:", "aliases: [/shili/2.html]\ntype:"),
    )];
    for number in 1..50 {
        files.push((format!("content/shili/{number}.md"), report("正文。")));
    }
    let as_text = |files: &[(String, String)]| {
        let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (&**a, &**b)).collect();
        tree(&files)
    };
    agree(as_text(&files).path(), &[], true, "50 reports");
    files.push(("content/shili/51.md".to_owned(), report("正文。")));
    agree(as_text(&files).path(), &[], false, "51 reports");
}

#[test]
fn ids_and_folders() {
    for (id, is_sound) in [
        ("shili/a", true),
        ("other/a", true),
        ("shili", false),
        ("data/a", false),
        ("sha256sums", false),
        ("sha256sums/a", false),
        ("robots", true),
        ("index", true),
        ("404", true),
        ("A", false),
        ("shili/feed.xml", false),
        ("shili/2", true),
    ] {
        let text = report("正文。").replace("type:", &format!("id: {id}\ntype:"));
        let files = [("content/shili/2021.md", text.as_str())];
        agree(tree(&files).path(), &[], is_sound, id);
    }
    for (folder, is_sound) in [
        ("SHA256SUMS", false),
        ("_headers", true),
        ("robots.txt", true),
        ("Data", false),
        ("另一", true),
    ] {
        let index = format!("content/{folder}/_index.md");
        let files = [
            (index.as_str(), "---\nname: 另一机构\n---\n"),
            ("content/shili/2021.md", &report("正文。")),
        ];
        agree(tree(&files).path(), &[], is_sound, folder);
    }
}

#[test]
fn attachments() {
    for (name, is_sound) in [
        ("附件.pdf", true),
        ("index.html", false),
        ("INDEX.HTML", false),
        ("index.json", false),
        ("Index.Json", false),
        ("SHA256SUMS", true),
        ("robots.txt", true),
        ("feed.xml", true),
        ("a#b.pdf", false),
    ] {
        let path = format!("content/shili/2021/{name}");
        let files = [
            ("content/shili/2021/index.md", report("正文。")),
            (&path, "文件".to_owned()),
        ];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        agree(tree(&files).path(), &[], is_sound, name);
    }
}

/// What was withdrawn need not be there, so that its name may be anything.
#[test]
fn names_of_what_was_withdrawn() {
    for (name, is_sound) in [
        ("附件.pdf".to_owned(), true),
        (format!("{}.pdf", "字".repeat(90)), false),
        ("a/".repeat(600) + "b.pdf", false),
        ("index.html".to_owned(), false),
    ] {
        let attachment = format!(
            "attachments:\n- file: {name}\n  withdrawn: {{date: 2023-01-01, reason: 内容有误}}\ntype:"
        );
        let text = report("正文。").replace("type:", &attachment);
        let files = [("content/shili/2021/index.md", text.as_str())];
        agree(tree(&files).path(), &[], is_sound, &name);
    }
}

/// A file that may not be read is found before anything is made.
#[cfg(unix)]
#[test]
fn files_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let text = report("正文。");
    let folder = tree(&[
        ("content/shili/2021/index.md", text.as_str()),
        ("content/shili/2021/附件.pdf", "文件"),
    ]);
    let file = folder.path().join("content/shili/2021/附件.pdf");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("rights can be set");
    // Root reads what it likes.
    let is_sound = fs::File::open(&file).is_ok();
    agree(folder.path(), &[], is_sound, "unreadable");
}

#[test]
fn templates_and_assets_of_a_theme() {
    let cases: &[(&str, &str, bool)] = &[
        (
            "templates/about.html",
            "{% extends \"default/about.html\" %}",
            true,
        ),
        ("templates/about.html", "{{ nothing.at.all }}", false),
        ("templates/404.html", "{{ assets[\"nothing.css\"] }}", false),
        ("templates/home.html", "{{ t.no_such_word }}", false),
        ("templates/list.html", "{{ list.nothing }}", false),
        ("templates/agency.html", "{{ agency.nothing }}", false),
        (
            "templates/index.html",
            "{% for x in way %}{{ x.nothing }}{% endfor %}",
            false,
        ),
        ("templates/redirect.html", "{{ target.nothing }}", false),
        ("templates/search.html", "{{ index.nothing }}", false),
        ("templates/mirror.html", "{{ mirror }}", false),
        ("templates/sitemap.html", "{{ assets.nothing }}", false),
        ("templates/report.html", "{{ report.nothing }}", false),
        (
            "templates/report.html",
            "{% if report.withdrawn %}{{ nothing }}{% endif %}",
            false,
        ),
        (
            "templates/report.html",
            "{% for a in report.attachments %}{{ a.nothing }}{% endfor %}",
            false,
        ),
        (
            "templates/report.html",
            "{% if report.id == \"none\" %}{{ nothing }}{% endif %}",
            true,
        ),
        ("templates/unused.html", "{{ nothing }}", true),
        ("templates/report.html", "{% if %}", false),
        ("assets/a.css", "", true),
        ("assets/a\\b.css", "", false),
    ];
    let text = report("正文。").replace("type:", "aliases: [/old]\ntype:");
    let withdrawn = report("").replace(
        "type:",
        "withdrawn: {date: 2023-01-01, reason: 内容有误}\ntype:",
    );
    for (path, template, is_sound) in cases {
        let case = format!("theme {path} {template}");
        let theme = format!("theme/{path}");
        let folder = tree(&[
            ("content/shili/2021/index.md", text.as_str()),
            ("content/shili/2021/附件.pdf", "文件"),
            ("content/shili/2022.md", withdrawn.as_str()),
            (&theme, template),
        ]);
        let theme = folder.path().join("theme");
        let theme = theme.to_str().expect("a UTF-8 path");
        agree(folder.path(), &["--theme", theme], *is_sound, &case);
        if !is_sound {
            let said = stderr(&check(folder.path(), &["--theme", theme]));
            let name = path.rsplit(['/', '\\']).next().expect("a name");
            let name = name.split('.').next().expect("a name");
            assert!(said.contains(name), "{case}: {said}");
        }
    }
}
