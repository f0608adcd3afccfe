//! Runs that are interrupted: by Ctrl-C, or by a system that ends them. Nothing is left of them.

#![cfg(unix)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::common::{files, gongbao, published, report_of_year, tree, write};

/// Reports of an archive that takes long enough to be interrupted.
const REPORTS: usize = 150;

fn archive() -> tempfile::TempDir {
    let folder = tree(&[]);
    for number in 0..REPORTS {
        let mut body = String::new();
        for paragraph in 0..10 {
            let _ = writeln!(
                body,
                "第{number}号第{paragraph}段：全年办理信访事项{number}{paragraph}件。\n"
            );
        }
        let title = format!("示例市第{number}号报告");
        write(
            folder.path(),
            &format!("shili/{number}.md"),
            &report_of_year(&title, 2021, &body),
        );
    }
    folder
}

/// What begins with `.public.gongbao-` beside the output folder.
fn staged(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let is_staged = |path: &PathBuf| path.to_string_lossy().contains(".gongbao-new-");
    paths.filter(is_staged).collect()
}

/// Interrupts a build once it has begun to write what it makes; its exit code.
fn interrupt(folder: &Path, signal: &str) -> Option<i32> {
    let scratch = folder.join("scratch");
    fs::create_dir_all(&scratch).expect("made");
    let mut build = gongbao()
        .args(["build", "--no-store", "--jobs", "1", "--content"])
        .arg(folder.join("content"))
        .arg("--out")
        .arg(folder.join("public"))
        .env("TMPDIR", &scratch)
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    while staged(folder).is_empty() {
        assert_eq!(build.try_wait().expect("asked"), None, "it ended by itself");
        std::thread::yield_now();
    }
    let pid = build.id().to_string();
    let sent = Command::new("kill").args(["-s", signal, &pid]).status();
    assert!(sent.expect("kill runs").success());
    let status = build.wait().expect("it ends");
    assert_eq!(staged(folder), Vec::<PathBuf>::new());
    assert_eq!(files(&scratch), Vec::new());
    status.code()
}

#[test]
fn an_interrupted_build_leaves_nothing_and_the_old_site_stands() {
    let folder = archive();
    for signal in ["INT", "TERM"] {
        assert_eq!(interrupt(folder.path(), signal), Some(130), "{signal}");
        let mut there: Vec<String> = fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        there.sort();
        assert_eq!(there, ["content", "scratch"], "{signal}");
    }
    let site = files(&published(folder.path()));
    for number in 0..REPORTS {
        write(
            folder.path(),
            &format!("shili/{number}.md"),
            &report_of_year("改", 2021, "改。"),
        );
    }
    assert_eq!(interrupt(folder.path(), "INT"), Some(130));
    assert!(files(&folder.path().join("public")) == site);
    assert!(site.len() > REPORTS);
    // And the next is as if nothing had been.
    published(folder.path());
}

/// A publication that is interrupted before anything is in its place leaves not even the folder that it made.
#[test]
fn an_interrupted_publication_leaves_nothing() {
    let folder = archive();
    published(folder.path());
    let target = folder.path().join("server");
    let mut publish = gongbao()
        .args(["publish", "--jobs", "1", "--from"])
        .arg(folder.path().join("public"))
        .arg("--to")
        .arg(&target)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    while !target.is_dir() || staged(&target).is_empty() {
        assert_eq!(
            publish.try_wait().expect("asked"),
            None,
            "it ended by itself"
        );
        std::thread::yield_now();
    }
    let pid = publish.id().to_string();
    let sent = Command::new("kill").args(["-s", "INT", &pid]).status();
    assert!(sent.expect("kill runs").success());
    let output = publish.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("Nothing was changed"), "{said}");
    assert!(!target.exists(), "{:?}", files(&target).len());
}
