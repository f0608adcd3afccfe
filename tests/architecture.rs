//! Holds the order of modules that ARCHITECTURE.md draws: data flows one way.

mod common;

use std::collections::BTreeSet;

use common::project;

/// Every module of the crate, bottom to top, with all that it may import of the crate.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    // What runs in the browser too stands alone.
    ("search", &[]),
    ("diagnostic", &[]),
    ("error", &["diagnostic", "search"]),
    ("date", &[]),
    ("route", &[]),
    ("engine", &["route"]),
    ("yaml", &["diagnostic"]),
    ("fields", &["date", "diagnostic", "yaml"]),
    ("source", &["diagnostic", "error"]),
    ("config", &["diagnostic", "fields", "route", "yaml"]),
    (
        "report",
        &[
            "date",
            "diagnostic",
            "error",
            "fields",
            "route",
            "source",
            "yaml",
        ],
    ),
    (
        "archive",
        &[
            "config",
            "date",
            "diagnostic",
            "fields",
            "report",
            "route",
            "source",
            "yaml",
        ],
    ),
    ("schema", &["archive", "config", "fields", "report"]),
    ("theme", &["diagnostic", "error", "route"]),
    ("data", &["archive", "date", "fields", "report", "route"]),
    // Peers: neither imports the other.
    (
        "render",
        &[
            "archive",
            "config",
            "data",
            "date",
            "diagnostic",
            "engine",
            "error",
            "fields",
            "report",
            "route",
            "theme",
        ],
    ),
    ("index", &["archive", "report", "search"]),
    ("vocabulary", &["archive", "report", "route", "search"]),
    ("publish", &["diagnostic", "error"]),
    (
        "site",
        &[
            "archive",
            "data",
            "diagnostic",
            "engine",
            "error",
            "index",
            "publish",
            "render",
            "report",
            "search",
            "source",
            "theme",
            "vocabulary",
        ],
    ),
    (
        "cli",
        &["diagnostic", "error", "render", "schema", "search"],
    ),
];

/// What may be named from the root of the crate besides modules.
const ROOT_ITEMS: &[&str] = &[
    "Error",
    "Job",
    "Outcome",
    "Progress",
    "build",
    "build_index",
    "check",
];

/// The names that follow `crate::` in a source text, tests left out.
fn imports(text: &str) -> BTreeSet<String> {
    let end = text
        .find("\n#[cfg(test)]\nmod tests {")
        .unwrap_or(text.len());
    let code: String = text[..end]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let list = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or(""),
            None => rest
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or(""),
        };
        for item in list.split(',') {
            let name = item
                .trim()
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next();
            names.extend(name.filter(|n| !n.is_empty()).map(str::to_owned));
        }
    }
    names
}

#[test]
fn modules_import_only_what_stands_below_them() {
    let source = project().join("src");
    let mut seen = BTreeSet::new();
    for (path, bytes) in common::files(&source) {
        let Some(stem) = path.strip_suffix(".rs") else {
            continue;
        };
        let module = stem.split('/').next().unwrap_or(stem);
        if matches!(module, "lib" | "main" | "generate")
            || stem.contains("tests")
            || stem.ends_with("sample")
        {
            continue;
        }
        let allowed = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == module)
            .map(|(_, allowed)| *allowed)
            .unwrap_or_else(|| panic!("{module} has no place in the order of modules"));
        seen.insert(module.to_owned());
        let text = String::from_utf8(bytes).expect("sources are UTF-8");
        for name in imports(&text) {
            let is_root_item =
                ROOT_ITEMS.contains(&name.as_str()) && matches!(module, "cli" | "site");
            assert!(
                name == module || allowed.contains(&name.as_str()) || is_root_item,
                "src/{path} imports crate::{name}, which {module} may not"
            );
        }
    }
    let named: BTreeSet<String> = MAY_IMPORT
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(seen, named, "the order names every module and no other");
}

#[test]
fn the_order_has_no_circle() {
    let position = |name: &str| MAY_IMPORT.iter().position(|(n, _)| *n == name);
    for (name, allowed) in MAY_IMPORT {
        for below in *allowed {
            assert!(position(below) < position(name), "{name} imports {below}");
        }
    }
    let render = MAY_IMPORT
        .iter()
        .find(|(n, _)| *n == "render")
        .expect("there")
        .1;
    let index = MAY_IMPORT
        .iter()
        .find(|(n, _)| *n == "index")
        .expect("there")
        .1;
    assert!(!render.contains(&"index") && !index.contains(&"render"));
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for (path, bytes) in common::files(&project().join("src")) {
        if path.ends_with(".rs") {
            let text = String::from_utf8(bytes).expect("sources are UTF-8");
            assert!(
                text.starts_with("//! "),
                "src/{path} opens without its purpose"
            );
        }
    }
}

#[test]
fn what_only_one_module_may_do_no_other_does() {
    // (what it looks like, who may)
    let rules: &[(&str, &[&str])] = &[
        ("std::env::", &["cli"]),
        ("Instant::now", &["cli"]),
        ("SystemTime", &[]),
        ("WalkDir::new", &["source", "publish", "theme"]),
        ("File::create", &["publish", "index"]),
        ("fs::write", &["publish", "index"]),
        ("unsafe ", &[]),
    ];
    for (path, bytes) in common::files(&project().join("src")) {
        let Some(stem) = path.strip_suffix(".rs") else {
            continue;
        };
        if stem.contains("tests") {
            continue;
        }
        let module = stem.split('/').next().unwrap_or(stem);
        let text = String::from_utf8(bytes).expect("sources are UTF-8");
        let code = text
            .split("\n#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or("");
        for (what, who) in rules {
            let found = code
                .lines()
                .any(|l| l.contains(what) && !l.trim_start().starts_with("//"));
            assert!(
                !found || who.contains(&module),
                "src/{path} does what it may not: {what}"
            );
        }
    }
}

/// What is the browser's and what the generator's is told apart by whole modules, and by what they give on.
#[test]
fn a_target_is_asked_on_mod_lines_only() {
    let mut seen = 0;
    for folder in ["src", "engine/src"] {
        for (path, bytes) in common::files(&project().join(folder)) {
            if !path.ends_with(".rs") {
                continue;
            }
            let text = String::from_utf8(bytes).expect("sources are UTF-8");
            for (at, _) in text.match_indices("target_family") {
                // The attribute may go on for some lines; what it stands on is the next that is no attribute.
                let mut rest = text[at..].split_once("]\n").map_or("", |(_, rest)| rest);
                while rest.starts_with("#[") {
                    rest = rest.split_once("]\n").map_or("", |(_, rest)| rest);
                }
                let item = rest.lines().next().unwrap_or("");
                let is_module = item.ends_with(';')
                    && (item.contains("mod ") || (path == "lib.rs" && item.contains("use ")));
                assert!(is_module, "{folder}/{path} asks for the target on: {item}");
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "the attributes are found");
}
