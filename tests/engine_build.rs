//! What `engine/build` notices and what it leaves behind, with scripts that stand in for
//! the compiler and Cargo; the engine itself is tested in a browser.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common::{self, project};

const RUSTC: &str = "#!/bin/sh
echo \"$FOLDER/sysroot\"
";

/// Prints a package with its path, as Cargo does; makes an engine of its sources; or fails.
const CARGO: &str = "#!/bin/sh
test \"$BROKEN\" = \"$1\" && { echo \"cargo is broken\" >&2; exit 101; }
case $1 in
tree) echo \"gongbao v0.1.0 ($PWD)|\"; echo \"tantivy v$TANTIVY|quickwit (*)\" ;;
build)
  out=$CARGO_TARGET_DIR/wasm32-unknown-unknown/engine
  mkdir -p \"$out\"
  cat src/search.rs >\"$out/gongbao_engine.wasm\"
  echo \"$out/gongbao_engine.wasm: engine/src/lib.rs src/search.rs $ALSO_READ\" >\"$out/gongbao_engine.d\"
  ;;
esac
";

const MANIFEST: &str = "[dependencies]\na = \"1\"\n
[target.'cfg(not(target_family = \"wasm\"))'.dependencies]\nb = \"1\"\n
[profile.engine]\nopt-level = \"z\"\n";

/// A project of its own, in a folder whose name has in it what a shell stumbles over.
struct Sources {
    _temporary: tempfile::TempDir,
    root: PathBuf,
}

impl Sources {
    fn new() -> Sources {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let sources = Sources {
            root: temporary.path().join("a (1) b"),
            _temporary: temporary,
        };
        for (path, text) in [
            ("Cargo.toml", MANIFEST),
            ("engine/Cargo.toml", ""),
            ("engine/src/lib.rs", "mod exports;"),
            ("src/lib.rs", "mod search;"),
            ("src/character.rs", "fn is_blank() {}"),
            ("src/search.rs", "fn search() {}"),
            ("src/search/text/fold.txt", "a"),
            ("src/engine/.keep", ""),
            ("sysroot/lib/rustlib/src/rust/library/.keep", ""),
            ("bin/cargo", CARGO),
            ("bin/rustc", RUSTC),
        ] {
            sources.write(path, text);
        }
        for name in ["cargo", "rustc"] {
            let path = sources.root.join("bin").join(name);
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("set");
        }
        fs::copy(
            project().join("engine/build"),
            sources.root.join("engine/build"),
        )
        .expect("copied");
        sources
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        let path = std::env::var("PATH").unwrap_or_default();
        Command::new("bash")
            .arg(self.root.join("engine/build"))
            .args(arguments)
            .current_dir(self.root.join("src"))
            .env("PATH", format!("{}/bin:{path}", self.root.display()))
            .env("FOLDER", &self.root)
            .env("TANTIVY", "0.27.0")
            .env_remove("RUSTC")
            .env_remove("CARGO_TARGET_DIR")
            .envs(environment.iter().copied())
            .output()
            .expect("bash runs")
    }

    /// Builds; the engine that is there is then the one of these sources.
    fn built() -> Sources {
        let sources = Sources::new();
        succeeds(&sources.run(&[], &[]));
        succeeds(&sources.run(&["--check"], &[]));
        sources
    }

    fn noted(&self) -> String {
        fs::read_to_string(self.root.join("src/engine/engine.of")).expect("noted")
    }

    /// The files in `src/engine`.
    fn left(&self) -> Vec<String> {
        let files = common::files(&self.root.join("src/engine"));
        files.into_iter().map(|(path, _)| path).collect()
    }
}

fn succeeds(output: &Output) {
    assert!(output.status.success(), "{}", common::stderr(output));
}

/// It fails, and says this and no more.
fn fails(output: &Output, says: &str) {
    assert!(!output.status.success());
    let said = common::stderr(output);
    assert!(said.contains(says), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

const STALE: &str = "was not built from these sources";

#[test]
fn what_decides_the_bytes_makes_the_engine_a_stale_one() {
    for (path, text) in [
        ("src/lib.rs", "pub mod search;"),
        ("src/character.rs", "fn is_blank() -> u8 { 1 }"),
        ("src/search.rs", "fn search() -> u8 { 1 }"),
        ("src/search/text/fold.txt", "b"),
        ("src/search/text/new.rs", ""),
        ("engine/src/lib.rs", "mod session;"),
        ("engine/Cargo.toml", "[lib]"),
        ("Cargo.toml", &MANIFEST.replace("\"z\"", "3")),
        ("Cargo.toml", &MANIFEST.replace("a = ", "c = ")),
    ] {
        let sources = Sources::built();
        sources.write(path, text);
        fails(&sources.run(&["--check"], &[]), STALE);
    }
    let sources = Sources::built();
    fails(&sources.run(&["--check"], &[("TANTIVY", "0.27.1")]), STALE);
    let script = fs::read_to_string(sources.root.join("engine/build")).expect("there");
    sources.write(
        "engine/build",
        &script.replace("panic_abort", "panic_unwind"),
    );
    fails(&sources.run(&["--check"], &[]), STALE);
}

#[test]
fn what_decides_nothing_does_not() {
    let sources = Sources::built();
    for (path, text) in [
        ("src/search/.DS_Store", "a"),
        ("src/search/._new.rs", "a"),
        ("src/search/text/new.rs~", "a"),
        ("src/main.rs", "fn main() {}"),
        ("Cargo.toml", &MANIFEST.replace("b = \"1\"", "b = \"2\"")),
    ] {
        sources.write(path, text);
        succeeds(&sources.run(&["--check"], &[]));
    }
    // The same sources in another folder.
    assert_eq!(sources.noted(), Sources::built().noted());
}

#[test]
fn an_engine_that_is_not_the_one_noted_is_found() {
    let sources = Sources::built();
    sources.write("src/engine/engine.wasm.gz", "another");
    fails(&sources.run(&["--check"], &[]), "is not the one that");
    fs::remove_file(sources.root.join("src/engine/engine.wasm.gz")).expect("removed");
    fails(&sources.run(&["--check"], &[]), "there is no");
}

#[test]
fn a_failure_is_reported_as_what_it_is_and_leaves_all_as_it_was() {
    let sources = Sources::built();
    let noted = sources.noted();
    fails(
        &sources.run(&["--check"], &[("BROKEN", "tree")]),
        "cargo is broken",
    );
    sources.write("src/search.rs", "fn search() -> u8 { 1 }");
    fails(&sources.run(&[], &[("BROKEN", "tree")]), "cargo is broken");
    fails(&sources.run(&[], &[("BROKEN", "build")]), "cargo is broken");
    let unknown = sources.run(&[], &[("ALSO_READ", "src/date.rs")]);
    assert!(!unknown.status.success());
    assert!(common::stderr(&unknown).ends_with("src/date.rs\n"));
    // A gzip that stops half way.
    sources.write("bin/gzip", "#!/bin/sh\necho half\nexit 1\n");
    let gzip = sources.root.join("bin/gzip");
    fs::set_permissions(gzip, fs::Permissions::from_mode(0o755)).expect("set");
    assert!(!sources.run(&[], &[]).status.success());
    assert_eq!(sources.noted(), noted);
    assert_eq!(sources.left(), [".keep", "engine.of", "engine.wasm.gz"]);
}

#[test]
fn a_file_is_named_from_where_the_caller_stands() {
    let sources = Sources::built();
    let noted = sources.noted();
    sources.write("src/search.rs", "fn search() -> u8 { 1 }");
    succeeds(&sources.run(&["--to", "there.gz"], &[]));
    assert!(Path::new(&sources.root).join("src/there.gz").is_file());
    assert_eq!(sources.noted(), noted);
    assert_eq!(sources.left(), [".keep", "engine.of", "engine.wasm.gz"]);
}
