//! Whole sites against reviewed output: `tests/sites/<name>/content` published is
//! `tests/sites/<name>/public`, byte for byte. Of the theme's files and of those that are empty the names alone are
//! held, by SHA256SUMS; the index is not made.
//!
//! After a wanted change: `UPDATE_GOLDEN=1 cargo test --test program sites`, and read the difference.

use std::collections::BTreeSet;
use std::fs;

use crate::common::{self, cases, files, gongbao, project, stderr};

#[test]
fn a_site_is_published_as_reviewed() {
    for folder in cases("sites") {
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let out = tempfile::tempdir().expect("a temporary folder");
        let public = out.path().join("public");
        let output = gongbao()
            .arg("build")
            .arg("--content")
            .arg(folder.join("content"))
            .arg("--out")
            .arg(&public)
            // The default theme as it is built in.
            .arg("--no-index")
            .output()
            .expect("the binary runs");
        assert!(output.status.success(), "{name}: {}", stderr(&output));
        let golden = format!("tests/sites/{name}/public");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let _ = fs::remove_dir_all(project().join(&golden));
        }
        let published = files(&public);
        let (_, sums) = published
            .iter()
            .find(|(path, _)| path == "SHA256SUMS")
            .expect("a list of the files");
        let names = published.iter().map(|(path, _)| path.as_str());
        let names: BTreeSet<&str> = names.filter(|path| *path != "SHA256SUMS").collect();
        let sums = String::from_utf8_lossy(sums);
        assert_eq!(names, listed(&sums).collect(), "{name}: the list is whole");
        let mut written = BTreeSet::new();
        for (path, bytes) in &published {
            // What the theme's files hold is seen where they are.
            if path.starts_with("assets/") || bytes.is_empty() {
                continue;
            }
            let bytes = match path.as_str() {
                // Digests change with all else.
                "SHA256SUMS" => listed(&sums)
                    .map(|path| without_hash(path) + "\n")
                    .collect::<String>()
                    .into_bytes(),
                path if path.ends_with(".zip") => members(bytes),
                _ => match std::str::from_utf8(bytes) {
                    Ok(text) => without_hash(text).into_bytes(),
                    Err(_) => bytes.clone(),
                },
            };
            let path = without_hash(path);
            common::golden(&format!("{golden}/{path}"), &bytes);
            written.insert(path);
        }
        for (path, _) in files(&project().join(&golden)) {
            assert!(
                written.contains(&path),
                "{name}: {path} is no longer published"
            );
        }
        common::golden(
            &format!("tests/sites/{name}/messages.txt"),
            stderr(&output)
                .replace(public.to_str().expect("a UTF-8 path"), "public")
                .split("; ")
                .next()
                .unwrap_or("")
                .as_bytes(),
        );
    }
}

/// The same with the hashes in the names of assets taken out, so that a change of the style sheet does
/// not show in every page.
fn without_hash(text: &str) -> String {
    let is_hash = |word: &str| word.len() == 12 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words: Vec<&str> = text
        .split('.')
        .map(|w| if is_hash(w) { "HASH" } else { w })
        .collect();
    words.join(".")
}

/// The members of a ZIP file: their lengths and paths.
fn members(zip: &[u8]) -> Vec<u8> {
    let members = common::unzipped(zip).into_iter();
    members
        .map(|(path, bytes)| format!("{} {path}\n", bytes.len()))
        .collect::<String>()
        .into_bytes()
}

/// The paths of a SHA256SUMS.
fn listed(sums: &str) -> impl Iterator<Item = &str> {
    let pairs = sums.lines().filter_map(|line| line.split_once("  "));
    pairs.map(|(_, path)| path)
}

#[test]
fn agencies_stand_below_those_above_them() {
    let agency = |name: &str, parent: &str| format!("---\nname: {name}\n{parent}\n---\n");
    let folder = common::tree(&[
        ("content/a/_index.md", &agency("甲街道", "上级: 乙区")),
        ("content/b/_index.md", &agency("乙区", "上级: 示例市")),
        ("content/c/_index.md", &agency("丙镇", "上级: 乙区")),
        ("content/shili/2021.md", &common::report("正文。")),
    ]);
    let public = common::published(folder.path());
    for page in ["agencies/index.html", "sitemap/index.html"] {
        let page = fs::read_to_string(public.join(page)).expect("the page is there");
        let mut found: Vec<(usize, &str)> = ["示例市", "乙区", "甲街道", "丙镇"]
            .into_iter()
            .map(|name| {
                let link = page.find(&format!(">{name}</a> <span>")).expect("a line");
                (link, name)
            })
            .collect();
        found.sort_unstable();
        let depths: Vec<(&str, bool)> = found
            .iter()
            .enumerate()
            .map(|(number, (end, name))| {
                let line = page[..*end].rfind("<li").expect("a line");
                let class = format!("class=\"below-{}\"", number.min(2));
                (*name, page[line..*end].contains(&class))
            })
            .collect();
        assert_eq!(
            depths,
            [
                ("示例市", false),
                ("乙区", true),
                ("甲街道", true),
                ("丙镇", true)
            ]
        );
    }
}

/// The list of reports without a date has a neighbour, as every list has.
#[test]
fn what_has_no_date_stands_beside_the_oldest_year() {
    let undated = "---\ntitle: 未标注日期的报告\ntype: annual-report\n---\n\n正文。\n";
    let folder = common::tree(&[
        ("content/shili/2021.md", &common::report("正文。")),
        ("content/shili/qita.md", undated),
    ]);
    let public = common::published(folder.path());
    for (page, link) in [
        ("years/undated", r#"href="../2021/index.html" rel="next""#),
        ("years/2021", r#"href="../undated/index.html" rel="prev""#),
    ] {
        let page = public.join(page).join("index.html");
        let page = fs::read_to_string(page).expect("the page is there");
        assert!(page.contains(link), "{page}");
    }
}
