//! What `cargo package` puts into the published crate: all that building it reads, and nothing that only its developers need.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::common::{self, project};
use pulldown_cmark::{Event, Options, Tag};

/// What lies at the top of the package: ours, and what Cargo adds.
const TOP: &[&str] = &[
    ".cargo_vcs_info.json",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "README.zh.md",
    "SECURITY.md",
    "docs",
    "src",
    "themes",
];

/// The files of the package, as Cargo lists them.
fn package() -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let listed = Command::new(cargo)
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .current_dir(project())
        .output()
        .expect("cargo runs");
    assert!(
        listed.status.success(),
        "{}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let list = String::from_utf8(listed.stdout).expect("names are UTF-8");
    // Cargo writes the paths of the system.
    list.lines().map(|line| line.replace('\\', "/")).collect()
}

#[test]
fn the_package_holds_what_building_it_reads() {
    let package = package();
    assert!(package.contains("src/engine/engine.wasm.gz"));
    // Sources and what they embed lie in these two folders, whatever there is in them.
    for folder in ["src", "themes/default"] {
        let files = common::files(&project().join(folder));
        assert!(!files.is_empty());
        for (path, _) in files {
            let path = format!("{folder}/{path}");
            assert!(package.contains(&path), "{path} is not in the package");
        }
    }
}

#[test]
fn the_package_holds_nothing_of_the_workshop() {
    for path in package() {
        let top = path.split('/').next().unwrap_or(&path);
        let is_picture = path.starts_with("tests/browser/pictures/");
        assert!(TOP.contains(&top) || is_picture, "{path} is in the package");
    }
}

/// Who has the package alone can follow the links of its documents and see their pictures.
#[test]
fn the_package_holds_what_its_documents_link_to() {
    let package = package();
    let mut followed = 0;
    for path in package.iter().filter(|path| path.ends_with(".md")) {
        let text = fs::read_to_string(project().join(path)).expect("a document");
        for event in pulldown_cmark::Parser::new_ext(&text, Options::ENABLE_TABLES) {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event
            else {
                continue;
            };
            let file = dest_url.split('#').next().unwrap_or("");
            if file.is_empty() || file.contains("://") {
                continue;
            }
            let mut target: Vec<&str> = path.split('/').collect();
            target.pop();
            for part in file.split('/').filter(|part| *part != ".") {
                match part {
                    ".." => drop(target.pop()),
                    part => target.push(part),
                }
            }
            let target = target.join("/");
            assert!(
                package.contains(&target),
                "{path} links to {target}, which is not in the package"
            );
            followed += 1;
        }
    }
    assert!(followed > 50, "{followed}");
}

/// `include_bytes!` and `include_str!` reach no other folder: the macro of the theme's files names its own.
#[test]
fn nothing_else_is_embedded() {
    let mut seen = 0;
    for (path, bytes) in common::files(&project().join("src")) {
        if !path.ends_with(".rs") || path.contains("tests") {
            continue;
        }
        let text = String::from_utf8(bytes).expect("sources are UTF-8");
        for (at, _) in text.match_indices("include_") {
            let call = text[at..].lines().next().unwrap_or("");
            if !call.starts_with("include_bytes!(") && !call.starts_with("include_str!(") {
                continue;
            }
            seen += 1;
            assert!(
                !call.contains("../") || call.contains("\"../../themes/default/\""),
                "src/{path} embeds from another folder: {call}"
            );
        }
    }
    assert!(seen > 1, "{seen} files are embedded");
}
