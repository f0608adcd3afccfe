//! What the machine refuses is said with its place and what to do, ends with exit code 2, and is never a panic.

#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::common::{build, gongbao, published, report, stderr, tree};

/// Runs the binary with an output that cannot be written to.
fn on_a_full_device(arguments: &[&str], language: &str, is_stdout: bool) -> Output {
    let full = || {
        Stdio::from(
            File::options()
                .write(true)
                .open("/dev/full")
                .expect("/dev/full"),
        )
    };
    let (stdout, stderr) = match is_stdout {
        true => (full(), Stdio::piped()),
        false => (Stdio::piped(), full()),
    };
    let mut command = gongbao();
    command.env("LC_ALL", language).args(arguments);
    let child = command.stdout(stdout).stderr(stderr).spawn();
    child
        .expect("the binary runs")
        .wait_with_output()
        .expect("it ends")
}

#[test]
fn a_full_device_is_an_error_of_every_command() {
    let folder = tree(&[("content/shili/2021.md", &report("正文。"))]);
    let site = published(folder.path());
    let content = folder.path().join("content");
    let (content, index) = (content.to_str().expect("UTF-8"), site.join("search-index"));
    let index = index.to_str().expect("UTF-8");
    let out = folder.path().join("again");
    let out = out.to_str().expect("UTF-8");
    let cases: &[&[&str]] = &[
        &["--help"],
        &["-h"],
        &["--version"],
        &["help"],
        &["help", "build"],
        &["build", "--help"],
        &["search", "--help"],
        &["schema", "archive"],
        &["schema", "front-matter"],
        &["completions", "bash"],
        &["completions", "fish"],
        &["man"],
        &["man", "build"],
        &["check", "--content", content, "--format", "json"],
        &[
            "build",
            "--content",
            content,
            "--out",
            out,
            "--format",
            "json",
        ],
        &[
            "index",
            "--content",
            content,
            "--out",
            out,
            "--format",
            "json",
        ],
        &["search", "--index", index, "报告"],
        &["search", "--index", index, "--format", "json", "报告"],
        &["search", "--index", index, "--explain", "没有这样的文字"],
    ];
    for arguments in cases {
        for (language, words) in [
            ("en_US.UTF-8", "the disk is full"),
            ("zh_CN.UTF-8", "磁盘空间不足"),
        ] {
            let output = on_a_full_device(arguments, language, true);
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(2), "{arguments:?} {said}");
            assert!(
                said.contains(words) && said.contains("stdout"),
                "{arguments:?} {said}"
            );
        }
        let _ = fs::remove_dir_all(out);
    }
    for arguments in [
        &["check", "--content", content][..],
        &["build", "--content", content, "--out", out],
        &["--nonsense"],
        &["search", "--index", "/nowhere", "报告"],
    ] {
        let output = on_a_full_device(arguments, "en_US.UTF-8", false);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

/// Where nobody listens any more nothing is wrong: `gongbao man | head`.
#[test]
fn a_closed_output_is_no_error() {
    for arguments in [&["man"][..], &["--help"], &["schema", "archive"]] {
        let mut command = gongbao();
        let mut child = command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(stderr(&output), "", "{arguments:?}");
    }
}

#[test]
fn a_pipe_in_the_place_of_a_file_of_the_index_is_refused() {
    let folder = tree(&[("content/shili/2021.md", &report("正文。"))]);
    let index = published(folder.path()).join("search-index");
    let mut names: Vec<_> = fs::read_dir(&index)
        .expect("the index")
        .map(|entry| entry.expect("a file").path())
        .collect();
    names.sort();
    assert!(names.len() > 2);
    for path in names {
        let bytes = fs::read(&path).expect("a file");
        fs::remove_file(&path).expect("removed");
        make_pipe(&path);
        let index = index.to_str().expect("UTF-8");
        let mut child = gongbao()
            .args(["search", "--index", index, "报告"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        // One that waited for a writer would do so for ever; this lets it go on, and shows that it did.
        let ended = (0..600).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            child.try_wait().expect("its state").is_some()
        });
        if !ended {
            child.kill().expect("killed");
        }
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{}", path.display());
        let name = path.file_name().expect("a name").to_str().expect("UTF-8");
        assert!(stderr(&output).contains(name), "{}", stderr(&output));
        fs::remove_file(&path).expect("removed");
        fs::write(&path, bytes).expect("written");
    }
}

fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo runs").success());
}

/// Pipes in the output folder hold no build up, wherever they stand.
#[test]
fn a_pipe_in_the_output_folder_is_not_read() {
    let folder = tree(&[("content/shili/2021.md", &report("正文。"))]);
    let site = published(folder.path());
    for name in ["index.html", "search-index/manifest.json", "SHA256SUMS"] {
        let path = site.join(name);
        fs::remove_file(&path).expect("removed");
        make_pipe(&path);
        let output = build(folder.path(), &[]);
        match name {
            // Nothing says any more that the folder is a site.
            "SHA256SUMS" => assert_eq!(output.status.code(), Some(2), "{name}"),
            _ => {
                assert!(output.status.success(), "{name} {}", stderr(&output));
                assert!(path.metadata().expect("there").is_file(), "{name}");
            }
        }
    }
}

/// A shell that lowers a limit and becomes the program.
fn limited(limit: &str, arguments: &[&str]) -> Output {
    Command::new("sh")
        .args(["-c", r#"ulimit -n "$0" && exec "$@""#, limit])
        .arg(env!("CARGO_BIN_EXE_gongbao"))
        .args(arguments)
        .env("LC_ALL", "en_US.UTF-8")
        .output()
        .expect("a shell runs")
}

#[test]
fn too_few_open_files_say_so() {
    let folder = tree(&[
        ("content/shili/2021/index.md", &report("正文。")),
        ("content/shili/2021/附件.csv", "甲,乙\n"),
        ("content/shili/2022.md", &report("正文。")),
    ]);
    let content = folder.path().join("content");
    let out = folder.path().join("out");
    let (content, out) = (
        content.to_str().expect("UTF-8"),
        out.to_str().expect("UTF-8"),
    );
    let mut refused = 0;
    for limit in [6, 8, 10, 12, 14, 16, 18, 20, 24, 28] {
        let arguments = ["build", "--content", content, "--out", out, "--jobs", "1"];
        let output = limited(&limit.to_string(), &arguments);
        let said = stderr(&output);
        assert!(!said.contains("panicked"), "{limit}: {said}");
        if output.status.success() {
            break;
        }
        refused += 1;
        assert!(said.contains("too many files are open"), "{limit}: {said}");
        assert!(said.contains("ulimit -n"), "{limit}: {said}");
    }
    assert!(refused > 0);
}

/// A small file system in memory, where one may be mounted; it goes with the value.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(size: &str) -> Option<SmallDisk> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then_some(SmallDisk(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_is_named_with_what_to_do() {
    let Some(disk) = SmallDisk::mount("100k") else {
        crate::common::no_program(
            "file system of a test's own, which wants the rights to mount one",
        );
        return;
    };
    let text = report(&"全年审查规范性文件12件，提出意见30条。\n\n".repeat(6000));
    let folder = tree(&[("content/shili/2021.md", &text)]);
    let content = folder.path().join("content");
    let run = |out: &Path, temporary: Option<&Path>, language: &str| {
        let mut command = gongbao();
        command
            .arg("build")
            .arg("--content")
            .arg(&content)
            .arg("--out")
            .arg(out);
        if let Some(temporary) = temporary {
            command.env("TMPDIR", temporary);
        }
        command
            .env("LC_ALL", language)
            .output()
            .expect("the binary runs")
    };
    let out = folder.path().join("out");
    for (language, full, what_to_do) in [
        ("en_US.UTF-8", "the disk is full", "TMPDIR"),
        ("zh_CN.UTF-8", "磁盘空间不足", "TMPDIR"),
    ] {
        let output = run(&out, Some(disk.0.path()), language);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        let name = disk.0.path().display().to_string();
        for words in [full, what_to_do, &name] {
            assert!(said.contains(words), "{said}");
        }
        assert!(!out.exists());
        let left = fs::read_dir(disk.0.path()).expect("a folder").count();
        assert_eq!(left, 0, "nothing is left there");
        let output = run(&disk.0.path().join("out"), None, language);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(full), "{}", stderr(&output));
    }
}

/// An index that was being made when its build was killed is removed by the next.
#[test]
fn what_a_killed_build_left_in_the_folder_for_temporary_files_goes() {
    let text = report(&"全年审查规范性文件12件，提出意见30条。\n\n".repeat(8000));
    let folder = tree(&[("content/shili/2021.md", &text)]);
    let temporary = tempfile::tempdir().expect("a folder");
    let names = || -> Vec<String> {
        let entries = fs::read_dir(temporary.path()).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    };
    let command = || {
        let mut command = gongbao();
        command
            .arg("build")
            .arg("--content")
            .arg(folder.path().join("content"))
            .arg("--out")
            .arg(folder.path().join("public"))
            .env("TMPDIR", temporary.path());
        command
    };
    let mut child = command()
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    while !names()
        .iter()
        .any(|name| name.starts_with(".gongbao-index-"))
    {
        assert!(
            child.try_wait().expect("its state").is_none(),
            "it ended too soon"
        );
    }
    child.kill().expect("killed");
    child.wait().expect("it ends");
    assert_eq!(names().len(), 1);
    let output = command().output().expect("the binary runs");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(names(), Vec::<String>::new());
}
