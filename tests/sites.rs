//! Whole sites against reviewed output: `tests/sites/<name>/content` published is
//! `tests/sites/<name>/public`, byte for byte, the binary files of the index aside.
//!
//! After a wanted change: `UPDATE_GOLDEN=1 cargo test --test sites`, and read the difference.

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{cases, files, gongbao, project, stderr};

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
        let mut written = BTreeSet::new();
        for (path, bytes) in files(&public) {
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
