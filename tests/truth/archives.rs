//! The archives that are searched, each made and indexed once for all tests.
//!
//! They lie in cargo's folder for such things (`target/tmp`) and are made anew on every run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use gongbao::search::Searcher;

use crate::common::{self, shared};
use crate::truth::reading::{self, Report};

/// Makes the content tree of a corpus.
const MAKER: &str = "corpus/make_corpus.py";

/// An archive with its index open.
pub(super) struct Archive {
    pub name: &'static str,
    pub searcher: Searcher,
    /// What it holds, read plainly.
    pub reports: Vec<Report>,
}

/// About 950 statutes and regulations: long texts, much alike.
pub(super) fn laws() -> Option<&'static Archive> {
    static LAWS: OnceLock<Archive> = OnceLock::new();
    let maker = shared(MAKER)?;
    Some(LAWS.get_or_init(|| published("laws", &made(&maker, "laws", &[]))))
}

/// Some hundred invented reports, much alike, which need nothing that is no part of the project.
pub(super) fn invented() -> &'static Archive {
    static INVENTED: OnceLock<Archive> = OnceLock::new();
    let make = || {
        let content = folder("made-content").join("made");
        let output = Command::new("python3")
            .arg(common::project().join("tests/bench/corpus.py"))
            .arg(&content)
            .args(["--reports", "300"])
            .output()
            .expect("python3 runs");
        assert!(output.status.success(), "{}", common::stderr(&output));
        content
    };
    INVENTED.get_or_init(|| published("made", &make()))
}

/// Five reports as public bodies wrote them.
pub(super) fn reports() -> Option<&'static Archive> {
    static REPORTS: OnceLock<Archive> = OnceLock::new();
    let content = shared("reports/content")?;
    Some(REPORTS.get_or_init(|| published("reports", &content)))
}

/// Some made-up reports, for each has a table.
pub(super) fn tables() -> Option<&'static Archive> {
    static TABLES: OnceLock<Archive> = OnceLock::new();
    let maker = shared(MAKER)?;
    let make = || published("tables", &made(&maker, "synth", &["--reports", "40"]));
    Some(TABLES.get_or_init(make))
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
fn made(maker: &Path, corpus: &str, arguments: &[&str]) -> PathBuf {
    let content = folder(&format!("{corpus}-content"));
    let output = Command::new("python3")
        .arg(maker)
        .arg(corpus)
        .arg(&content)
        .args(arguments)
        .output()
        .expect("python3 runs");
    assert!(output.status.success(), "{}", common::stderr(&output));
    content
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
