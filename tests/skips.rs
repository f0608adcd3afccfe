//! How `tests/run` reports what was skipped, and when a skip is a failure; a script stands in for Cargo.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{project, stderr, stdout};

/// What `tests/run` needs beside Cargo to come to its end; there is no Node.js, no python3 and no apt-get.
const TOOLS: [&str; 11] = [
    "bash", "dirname", "id", "mktemp", "rm", "sed", "sort", "tr", "wc", "cat", "env",
];

/// Runs `tests/run` in a project where the script `cargo` stands in for Cargo.
fn run(cargo: &str, part: &str, environment: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [tests, bin] = ["tests", "bin"].map(|name| folder.path().join(name));
    for folder in [&tests, &bin] {
        fs::create_dir(folder).expect("made");
    }
    for name in ["run", "skips.sh", "exact"] {
        fs::copy(project().join("tests").join(name), tests.join(name)).expect("copied");
    }
    let script = bin.join("cargo");
    fs::write(&script, format!("#!/bin/sh\n{cargo}\n")).expect("written");
    fs::set_permissions(script, fs::Permissions::from_mode(0o755)).expect("set");
    let path = std::env::var("PATH").expect("a PATH");
    for tool in TOOLS {
        let mut places = path.split(':').map(|place| Path::new(place).join(tool));
        let place = places.find(|place| place.exists()).expect(tool);
        symlink(place, bin.join(tool)).expect("linked");
    }
    Command::new(bin.join("bash"))
        .args([tests.join("run").as_os_str(), part.as_ref()])
        .env_clear()
        .env("PATH", &bin)
        .envs(environment.iter().copied())
        .output()
        .expect("bash runs")
}

const SKIPS: &str = "echo 'data: a::test: no data' >>\"$GONGBAO_SKIPS\"";
const LACKS_A_TOOL: &str = "echo 'tool: a::test: there is no zsh' >>\"$GONGBAO_SKIPS\"";
const DEMANDED: [(&str, &str); 1] = [("GONGBAO_SHARED", "../shared")];

#[test]
fn what_cannot_be_tested_is_named_and_is_no_failure() {
    let output = run(SKIPS, "all", &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let said = stdout(&output);
    let (_, list) = said.split_once("== what was skipped\n").expect("a list");
    let wanted = [
        "skipped: 8",
        "  data: a::test: no data",
        "  tool: histories and faults of builds: there is no python3",
        "  tool: recipes of publishing: there is no python3",
        "  tool: tests of the pages, in a browser: there is no Node.js 20 or later, with npm",
        "  tool: tests/exact: there is no python3",
        "  tool: tests/tools: there is no python3",
        "  tool: the scripts of the pages: there is no Node.js 20 or later, with npm",
        "  tool: what an import keeps: there is no python3",
        "tests/run: all tests of all that were run passed",
    ];
    assert_eq!(list.lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn where_all_must_be_tested_a_skip_is_a_failure() {
    for (cargo, passes, said) in [
        (SKIPS, false, "skipped: 1\n  data: a::test: no data\n"),
        ("true", true, "skipped: 0\n"),
        ("exit 1", false, "skipped: 0\n"),
    ] {
        let output = run(cargo, "rust", &DEMANDED);
        assert_eq!(output.status.success(), passes, "{cargo}");
        assert!(stdout(&output).contains(said), "{}", stdout(&output));
    }
}

#[test]
fn on_a_host_of_checks_data_may_be_missing_and_a_tool_may_not() {
    for (cargo, passes) in [(SKIPS, true), (LACKS_A_TOOL, false)] {
        let output = run(cargo, "rust", &[("CI", "true")]);
        assert_eq!(output.status.success(), passes, "{cargo}");
        assert!(stdout(&output).contains("skipped: 1\n"), "{cargo}");
    }
    let output = run(LACKS_A_TOOL, "rust", &[]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_failed_build_is_named_with_all_that_was_skipped() {
    let release = "case \"$*\" in *--release*) echo 'it does not link' >&2; exit 101 ;; esac";
    let output = run(&format!("{release}; {SKIPS}"), "all", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("it does not link"));
    assert!(stdout(&output).contains("skipped: 8\n  data: a::test: no data\n"));
    assert!(stderr(&output).ends_with("tests/run: failed: release build\n"));
}

#[test]
fn the_run_that_began_the_list_prints_it() {
    let list = tempfile::NamedTempFile::new().expect("a file");
    let path = list.path().to_str().expect("a UTF-8 path");
    let output = run(SKIPS, "rust", &[DEMANDED[0], ("GONGBAO_SKIPS", path)]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!stdout(&output).contains("no data"));
    assert_eq!(
        fs::read_to_string(path).expect("the list"),
        "data: a::test: no data\n"
    );
}
