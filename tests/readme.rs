//! The README's "Your own archive", done as it says: a fence whose info names a file is that file.

use std::fs;

use crate::common::{build, gongbao, project, stderr, stdout};

#[test]
fn the_archive_of_the_readme_builds() {
    let readme = fs::read_to_string(project().join("README.md")).expect("a README");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut lines = readme.lines();
    let mut written = 0;
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let Some(info) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|l| l.trim() != "```").collect();
        let Some((_, path)) = info.split_once(' ') else {
            continue;
        };
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let text: String = body
            .iter()
            .map(|l| format!("{}\n", l.get(indent..).unwrap_or("")))
            .collect();
        fs::write(path, text).expect("written");
        written += 1;
    }
    assert_eq!(written, 3, "the README shows three files");
    let output = build(folder.path(), &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("0 warnings"),
        "{}",
        stderr(&output)
    );
    let index = folder.path().join("public/search-index");
    let found = gongbao()
        .args(["search", "规范性文件3件", "--index"])
        .arg(index)
        .output();
    assert!(stdout(&found.expect("the binary runs")).starts_with("1 report"));
}
