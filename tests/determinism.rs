//! The same content makes the same bytes, wherever and however it is built; and a build that changes
//! nothing touches nothing. With the real binary, on the sample archive and the real reports.

// What a shell sets for the program, and inodes.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{self, gongbao, project, shared, stderr};

/// What a machine may have otherwise: what is put before the program, its environment, its arguments.
struct Setting {
    name: &'static str,
    umask: &'static str,
    environment: &'static [(&'static str, &'static str)],
    arguments: &'static [&'static str],
}

const SETTINGS: [Setting; 7] = [
    Setting {
        name: "one thread",
        umask: "022",
        environment: &[],
        arguments: &["--jobs", "1"],
    },
    Setting {
        name: "two threads",
        umask: "022",
        environment: &[],
        arguments: &["--jobs", "2"],
    },
    Setting {
        name: "seven threads",
        umask: "022",
        environment: &[],
        arguments: &["--jobs", "7"],
    },
    Setting {
        name: "a Chinese locale and messages in Chinese",
        umask: "022",
        environment: &[("LC_ALL", "zh_CN.UTF-8"), ("LANG", "zh_CN.UTF-8")],
        arguments: &["--lang", "zh"],
    },
    Setting {
        name: "a Turkish locale in another time zone",
        umask: "022",
        environment: &[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")],
        arguments: &[],
    },
    Setting {
        name: "a umask that closes everything to others",
        umask: "077",
        environment: &[],
        arguments: &[],
    },
    Setting {
        name: "a given build date",
        umask: "002",
        environment: &[("SOURCE_DATE_EPOCH", "86400"), ("TZ", "America/St_Johns")],
        arguments: &["--format", "json"],
    },
];

/// The content trees to try.
fn archives() -> Vec<PathBuf> {
    let mut archives = vec![project().join("content")];
    archives.extend(shared("reports/content"));
    archives
}

fn build(content: &Path, out: &Path, setting: &Setting) {
    // The umask of a process can be set by a shell alone: Rust's own processes have no word for it.
    let binary = gongbao().get_program().to_owned();
    let mut command = Command::new("sh");
    command
        .args(["-c", "umask \"$0\" && exec \"$@\"", setting.umask])
        .arg(binary)
        .arg("build")
        .arg("--content")
        .arg(content)
        .arg("--out")
        .arg(out)
        .args(setting.arguments)
        .current_dir(out.parent().expect("a folder"))
        .env_remove("SOURCE_DATE_EPOCH")
        .env("LC_ALL", "en_US.UTF-8")
        .envs(setting.environment.iter().copied());
    let output = command.output().expect("a shell runs");
    assert!(
        output.status.success(),
        "{}: {}",
        setting.name,
        stderr(&output)
    );
}

fn sums(out: &Path) -> String {
    fs::read_to_string(out.join("SHA256SUMS")).expect("a published site")
}

/// Copies a tree so that its files come into being in the opposite order, which is the order in which
/// some file systems list them.
fn copy_in_reverse(from: &Path, to: &Path) {
    let entries: Vec<_> = walkdir::WalkDir::new(from)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.file_type().is_file())
        .collect();
    for entry in entries.iter().rev() {
        let path = to.join(entry.path().strip_prefix(from).expect("below the folder"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::copy(entry.path(), path).expect("files can be copied");
    }
}

#[test]
fn the_same_content_makes_the_same_bytes_under_every_setting() {
    for content in archives() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut first: Option<String> = None;
        for (number, setting) in SETTINGS.iter().enumerate() {
            let parent = folder.path().join(format!("place {number}"));
            fs::create_dir(&parent).expect("folders can be made");
            let out = parent.join("site");
            build(&content, &out, setting);
            let found = sums(&out);
            assert!(found.contains("  search-index/"), "the index is published");
            let first = first.get_or_insert_with(|| found.clone());
            assert_same(first, &found, setting.name);
        }
    }
}

#[test]
fn neither_the_place_of_the_content_nor_the_order_of_its_files_matters() {
    for content in archives() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let setting = &SETTINGS[0];
        let there = folder.path().join("site");
        build(&content, &there, setting);
        // The sample archive has the default theme beside it, the copy has none: the built-in one is the same.
        let copied = folder.path().join("另一处/content");
        copy_in_reverse(&content, &copied);
        let here = folder.path().join("另一处/public");
        build(&copied, &here, &SETTINGS[2]);
        assert_same(&sums(&there), &sums(&here), "a copy made in reverse");
    }
}

fn assert_same(first: &str, found: &str, what: &str) {
    let differing: Vec<&str> = found
        .lines()
        .filter(|line| !first.lines().any(|other| other == *line))
        .collect();
    assert!(
        first == found,
        "{what} makes a difference in {differing:#?}"
    );
}

/// Every entry of a folder: length, inode, time of change in nanoseconds; folders too.
fn state(folder: &Path) -> BTreeMap<PathBuf, (u64, u64, i64, i64)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            let entry = entry.expect("a readable folder");
            let found = entry.metadata().expect("an entry that is there");
            let state = (found.len(), found.ino(), found.mtime(), found.mtime_nsec());
            (entry.into_path(), state)
        })
        .collect()
}

#[test]
fn a_build_that_changes_nothing_touches_nothing() {
    for content in archives() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let out = folder.path().join("site");
        build(&content, &out, &SETTINGS[1]);
        let (before, bytes) = (state(folder.path()), common::files(&out));
        for setting in &SETTINGS {
            build(&content, &out, setting);
            assert_eq!(state(folder.path()), before, "{}", setting.name);
        }
        assert!(common::files(&out) == bytes);
    }
}
