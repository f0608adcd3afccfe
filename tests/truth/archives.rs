//! The archives that are searched, each made and indexed once for all tests.
//!
//! They lie in cargo's folder for such things (`target/tmp`) and are made anew on every run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use gongbao::search::Searcher;

use crate::common;
use crate::reading::{self, Report};

/// An archive with its index open.
pub struct Archive {
    pub name: &'static str,
    pub searcher: Searcher,
    /// What it holds, read plainly.
    pub reports: Vec<Report>,
}

/// About 950 statutes and regulations: long texts, much alike.
pub fn laws() -> Option<&'static Archive> {
    static LAWS: OnceLock<Option<Archive>> = OnceLock::new();
    let make = || Some(published("laws", &made("laws", &[])?));
    LAWS.get_or_init(make).as_ref()
}

/// Five reports as public bodies wrote them.
pub fn reports() -> Option<&'static Archive> {
    static REPORTS: OnceLock<Option<Archive>> = OnceLock::new();
    let make = || Some(published("reports", &common::shared("reports/content")?));
    REPORTS.get_or_init(make).as_ref()
}

/// Some made-up reports, for each has a table.
pub fn tables() -> Option<&'static Archive> {
    static TABLES: OnceLock<Option<Archive>> = OnceLock::new();
    let make = || Some(published("tables", &made("synth", &["--reports", "40"])?));
    TABLES.get_or_init(make).as_ref()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("truth")
        .join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("what an earlier run made is removed");
    }
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The content tree of a corpus.
fn made(corpus: &str, arguments: &[&str]) -> Option<PathBuf> {
    let maker = common::shared("corpus/make_corpus.py")?;
    let content = folder(&format!("{corpus}-content"));
    let output = Command::new("python3")
        .arg(maker)
        .arg(corpus)
        .arg(&content)
        .args(arguments)
        .output()
        .expect("python3 runs");
    assert!(output.status.success(), "{}", common::stderr(&output));
    Some(content)
}

fn published(name: &'static str, content: &Path) -> Archive {
    let site = folder(name);
    let output = common::gongbao()
        .arg("build")
        .arg("--content")
        .arg(content)
        .arg("--out")
        .arg(&site)
        .output()
        .expect("the binary runs");
    assert!(output.status.success(), "{}", common::stderr(&output));
    Archive {
        name,
        searcher: Searcher::open(&site.join("search-index")).expect("the index opens"),
        reports: reading::reports(content),
    }
}
