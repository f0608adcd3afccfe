//! Every format that an index was ever published in: this one is read, an older one is named.
//!
//! `tests/formats/N` is an index of format N, as it was published. A new format gets a folder, and the
//! old ones stay. `UPDATE_FORMAT=1 cargo test --test formats` writes that of the present format anew.

mod common;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use common::project;
use gongbao::search::FORMAT;
use gongbao::search::{Error, IndexFaultKind, Searcher, Sort};

fn folder(format: u32) -> PathBuf {
    project().join("tests/formats").join(format.to_string())
}

#[test]
fn the_present_format_is_read_as_it_was_published() {
    let folder = folder(FORMAT);
    if std::env::var_os("UPDATE_FORMAT").is_some() {
        let _ = fs::remove_dir_all(&folder);
        let status = Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(["index", "--content"])
            .arg(project().join("tests/sites/small/content"))
            .arg("--out")
            .arg(&folder)
            .status();
        assert!(status.expect("it runs").success());
    }
    let searcher = Searcher::open(&folder).expect("the index opens");
    Searcher::verify(&folder).expect("no byte is altered");
    let cases = [
        ("加强学习", &["yunlu/2021"][..]),
        ("\"受理申请15件\"", &["yunlu/2021"]),
        ("number:云政发[2022]1号", &["yunlu/2021"]),
        ("title:2020 工作", &["yunlu/2020"]),
        ("\"受理申请5件\"", &[]),
    ];
    for (query, first) in cases {
        let answer = searcher
            .search(query, Sort::Relevance, 10)
            .expect("an answer");
        let ids: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
        assert_eq!(ids.get(..first.len()), Some(first), "{query}: {ids:?}");
    }
}

#[test]
fn older_formats_are_named() {
    for format in 1..FORMAT {
        match Searcher::open(&folder(format)) {
            Err(Error::Index(fault)) => {
                assert_eq!(fault.kind, IndexFaultKind::Format(format));
                assert!(fault.file.ends_with("manifest.json"), "{}", fault.file);
            }
            other => panic!("format {format}: {other:?}"),
        }
    }
}
