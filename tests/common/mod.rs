//! What tests of the whole program share: running the real binary, and folders to run it in.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) use gongbao::internals::skips::{no_program, shared};

/// The folder of the project.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The binary, with a known language and nothing of the caller's environment that it reads.
pub(crate) fn gongbao() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    command
        .current_dir(project())
        .env_remove("LANG")
        .env_remove("LC_MESSAGES")
        .env_remove("SOURCE_DATE_EPOCH")
        .env_remove("GONGBAO_KEY")
        .env("LC_ALL", "en_US.UTF-8");
    command
}

/// Runs the binary with `arguments`.
pub(crate) fn run<S: AsRef<OsStr>>(arguments: &[S]) -> Output {
    gongbao().args(arguments).output().expect("the binary runs")
}

/// What a run wrote to standard error.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// What a run wrote to standard output.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("answers are UTF-8")
}

/// The cases in `tests/<folder>`, sorted: each is a folder with a content tree in `content`.
pub(crate) fn cases(folder: &str) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(project().join("tests").join(folder))
        .expect("the cases are there")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders
}

/// A content tree in a temporary folder: an archive with one type and one agency, and the files given
/// as (path, text).
pub(crate) fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let base = [
        (
            "content/archive.yaml",
            "title: 测试档案\ntypes:\n  annual-report: {name: 年度报告}\n",
        ),
        ("content/shili/_index.md", "---\nname: 示例市\n---\n"),
    ];
    for (path, text) in base.iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
    folder
}

/// A report of that tree with the body given.
pub(crate) fn report(body: &str) -> String {
    format!("---\ntitle: 示例市2021年度报告\ntype: annual-report\nperiod: 2021\n---\n\n{body}\n")
}

/// A report of a year, published in the next.
pub(crate) fn report_of_year(title: &str, year: u16, body: &str) -> String {
    format!(
        "---\ntitle: {title}\ntype: annual-report\nperiod: {year}\npublished: {}-03-01\n---\n\n{body}\n",
        year + 1
    )
}

/// Settings of an archive that keeps a log, which nobody signs.
pub(crate) const LOGGED: &str = "title: 测试档案\nbase_url: https://a.example/\ntypes:\n  annual-report: {name: 年度报告}\ntruth: true\n";

/// The report of a city of a year.
pub(crate) fn yearly(year: u16, body: &str) -> String {
    report_of_year(&format!("示例市{year}年度报告"), year, body)
}

/// Writes a file of the content of the tree in `folder`, by its path in the content.
pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join("content").join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

/// `build` of the tree in `folder` to `public` beside it, with more arguments.
pub(crate) fn build(folder: &Path, more: &[&str]) -> Output {
    gongbao()
        .arg("build")
        .arg("--content")
        .arg(folder.join("content"))
        .arg("--out")
        .arg(folder.join("public"))
        .args(more)
        .output()
        .expect("the binary runs")
}

/// `build` that must succeed; the folder of the site.
pub(crate) fn published(folder: &Path) -> PathBuf {
    let output = build(folder, &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    folder.join("public")
}

/// What `check` finds in the tree in `folder`, as its JSON says it.
pub(crate) fn diagnostics(folder: &Path) -> Vec<serde_json::Value> {
    let output = gongbao()
        .args(["check", "--no-store", "--format", "json", "--content"])
        .arg(folder.join("content"))
        .output()
        .expect("the binary runs");
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    json["diagnostics"].as_array().expect("a list").clone()
}

/// Builds the tree in `folder` to `public`, going on from the last time, and anew: every file must be the same.
pub(crate) fn goes_on_as_clean(folder: &Path, what: &str) {
    let [store, public, clean] = ["store", "public", "clean"].map(|name| folder.join(name));
    for (out, more) in [
        (&public, &["--store".as_ref(), store.as_os_str()][..]),
        (&clean, &["--no-store".as_ref()]),
    ] {
        let output = gongbao()
            .args(["build", "--content"])
            .arg(folder.join("content"))
            .arg("--out")
            .arg(out)
            .args(more)
            .output()
            .expect("the binary runs");
        assert!(output.status.success(), "{what}: {}", stderr(&output));
    }
    let [went_on, anew] = [&public, &clean].map(|out| BTreeMap::from_iter(files(out)));
    let paths = went_on.keys().chain(anew.keys());
    let differing: BTreeSet<_> = paths
        .filter(|path| went_on.get(*path) != anew.get(*path))
        .collect();
    assert!(differing.is_empty(), "{what}: {differing:?}");
    fs::remove_dir_all(clean).expect("removed");
}

/// Every file below `folder` by its path, sorted, with its bytes.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below the folder");
            let name = path.to_str().expect("a UTF-8 name").to_owned();
            (name, fs::read(entry.path()).expect("a readable file"))
        })
        .collect();
    files.sort();
    files
}

/// Compares with a file of the project, which `UPDATE_GOLDEN=1` writes anew; then read the difference.
pub(crate) fn golden(path: &str, found: &[u8]) {
    let path = project().join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(&path, found).expect("golden files can be written");
        return;
    }
    let wanted = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if wanted != found {
        let (wanted, found) = (
            String::from_utf8_lossy(&wanted),
            String::from_utf8_lossy(found),
        );
        let line = wanted
            .lines()
            .zip(found.lines())
            .take_while(|(a, b)| a == b)
            .count();
        let at = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
        panic!(
            "{} differs in line {}\n  wanted: {}\n  found:  {}\nUPDATE_GOLDEN=1 writes it anew",
            path.display(),
            line + 1,
            at(&wanted),
            at(&found)
        );
    }
}

/// The members of a ZIP file, in their order, unpacked; each is held against its checksum.
pub(crate) fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let archive = rawzip::ZipArchive::from_slice(bytes).expect("a ZIP file");
    let mut members = Vec::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().expect("a directory of members") {
        assert_eq!(
            entry.compression_method(),
            rawzip::CompressionMethod::DEFLATE
        );
        let path = entry.file_path();
        let name = std::str::from_utf8(path.as_ref()).expect("a UTF-8 name");
        let found = archive.get_entry(entry.wayfinder()).expect("a member");
        let data = miniz_oxide::inflate::decompress_to_vec(found.data()).expect("deflated");
        assert_eq!(data.len() as u64, entry.uncompressed_size_hint(), "{name}");
        assert_eq!(rawzip::crc32(&data), entry.crc32(), "{name}");
        members.push((name.to_owned(), data));
    }
    members
}
