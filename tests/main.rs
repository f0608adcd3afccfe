//! The tests of the whole program, through the binary and through what the library publishes: a module for each
//! subject. They are one test program because every program is linked with all of the library, which takes
//! longer than most of the tests.

mod agreement;
mod architecture;
mod asked;
mod begin;
mod citations;
mod command;
mod common;
mod content;
mod corrections;
mod coverage;
mod defects;
mod determinism;
mod documents;
mod drafts;
mod engine_build;
mod exports;
mod follow;
mod formats;
mod fuzz_seeds;
mod import;
mod index_alone;
mod indicators;
mod interrupted;
mod joint_issue;
mod log;
mod machine;
mod measures;
mod metadata;
mod mirrors;
mod names;
mod open_data;
mod package;
mod parts;
mod properties;
mod publishing;
mod query;
mod schema;
mod secret;
mod series;
mod serve;
mod shell;
mod similarity;
mod sites;
mod sizes;
mod skips;
mod store;
mod sums;
mod tables;
mod theme;
mod truth;
mod unfinished;
mod vanished;
mod verify;
mod ways;

use std::collections::BTreeSet;

/// Cargo looks for no test by itself (`autotests = false`): a file that is not named above would never run.
#[test]
fn every_file_is_one_of_these_modules() {
    let named: BTreeSet<&str> = include_str!("main.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    let entries = std::fs::read_dir(common::project().join("tests")).expect("the tests");
    let mut there = BTreeSet::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let is_module = path.extension().is_some_and(|extension| extension == "rs");
        if stem != "main" && (is_module || path.join("mod.rs").is_file()) {
            there.insert(stem.into_owned());
        }
    }
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    assert_eq!(named, there);
}
