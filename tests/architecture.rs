//! Holds the order of modules that ARCHITECTURE.md draws: data flows one way.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{self, project};

/// Every module of the crate, bottom to top and in the order of ARCHITECTURE.md, with all that it may import of the
/// crate.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    // What runs in the browser too stands alone.
    ("character", &[]),
    ("search", &["character"]),
    ("plain_text", &["character"]),
    ("diagnostic", &[]),
    ("stat", &[]),
    ("disk", &["stat"]),
    ("error", &["diagnostic", "disk"]),
    ("edit", &["diagnostic", "disk", "error"]),
    ("date", &["character"]),
    ("name", &["character", "diagnostic"]),
    ("route", &["character", "name"]),
    ("progress", &[]),
    ("pool", &["diagnostic", "error"]),
    ("store", &["disk", "stat"]),
    ("log", &[]),
    ("kept", &["disk"]),
    ("keys", &["diagnostic", "disk", "error", "kept", "log"]),
    ("web", &["diagnostic", "error", "route"]),
    (
        "witness",
        &["diagnostic", "disk", "error", "kept", "log", "pool", "web"],
    ),
    ("escape", &[]),
    ("language", &[]),
    ("engine", &["route"]),
    ("yaml", &["diagnostic", "plain_text"]),
    (
        "fields",
        &[
            "character",
            "date",
            "diagnostic",
            "language",
            "search",
            "yaml",
        ],
    ),
    ("pattern", &["character", "fields"]),
    ("waiver", &["diagnostic", "fields", "yaml"]),
    (
        "import",
        &["character", "date", "diagnostic", "plain_text", "yaml"],
    ),
    ("privacy", &["character", "diagnostic", "import"]),
    (
        "source",
        &[
            "character",
            "diagnostic",
            "disk",
            "error",
            "name",
            "privacy",
            "stat",
            "store",
        ],
    ),
    (
        "config",
        &[
            "date",
            "diagnostic",
            "fields",
            "language",
            "log",
            "name",
            "pattern",
            "privacy",
            "route",
            "waiver",
            "yaml",
        ],
    ),
    (
        "report",
        &[
            "character",
            "date",
            "diagnostic",
            "edit",
            "error",
            "escape",
            "fields",
            "language",
            "pattern",
            "plain_text",
            "privacy",
            "route",
            "search",
            "source",
            "waiver",
            "yaml",
        ],
    ),
    (
        "archive",
        &[
            "character",
            "config",
            "date",
            "diagnostic",
            "error",
            "fields",
            "language",
            "name",
            "privacy",
            "report",
            "route",
            "source",
            "store",
            "waiver",
            "yaml",
        ],
    ),
    (
        "knowledge",
        &[
            "archive",
            "config",
            "date",
            "diagnostic",
            "fields",
            "name",
            "report",
            "source",
            "store",
        ],
    ),
    (
        "truth",
        &[
            "archive",
            "date",
            "diagnostic",
            "error",
            "log",
            "report",
            "route",
            "source",
        ],
    ),
    ("schema", &["archive", "config", "fields", "report"]),
    (
        "theme",
        &["diagnostic", "error", "escape", "language", "route", "yaml"],
    ),
    (
        "data",
        &[
            "archive",
            "date",
            "fields",
            "knowledge",
            "report",
            "route",
            "truth",
        ],
    ),
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
            "escape",
            "fields",
            "knowledge",
            "language",
            "name",
            "report",
            "report",
            "route",
            "store",
            "theme",
            "truth",
        ],
    ),
    ("index", &["archive", "disk", "report", "search", "store"]),
    ("vocabulary", &["archive", "report", "route", "search"]),
    (
        "publish",
        &["diagnostic", "disk", "error", "log", "route", "stat"],
    ),
    (
        "deploy",
        &["diagnostic", "error", "log", "publish", "route"],
    ),
    (
        "verify",
        &[
            "diagnostic",
            "disk",
            "error",
            "kept",
            "log",
            "progress",
            "publish",
            "route",
            "web",
        ],
    ),
    (
        "mirror",
        &[
            "diagnostic",
            "disk",
            "error",
            "kept",
            "log",
            "name",
            "publish",
            "route",
            "web",
        ],
    ),
    (
        "export",
        &[
            "diagnostic",
            "error",
            "log",
            "plain_text",
            "publish",
            "route",
            "verify",
        ],
    ),
    (
        "site",
        &[
            "archive",
            "data",
            "diagnostic",
            "disk",
            "engine",
            "error",
            "index",
            "knowledge",
            "progress",
            "publish",
            "render",
            "report",
            "route",
            "search",
            "source",
            "store",
            "theme",
            "truth",
            "vocabulary",
        ],
    ),
    (
        "job",
        &[
            "archive",
            "diagnostic",
            "log",
            "privacy",
            "render",
            "site",
            "source",
            "witness",
        ],
    ),
    (
        "generate",
        &[
            "archive",
            "character",
            "config",
            "data",
            "date",
            "deploy",
            "diagnostic",
            "edit",
            "error",
            "fields",
            "import",
            "job",
            "keys",
            "knowledge",
            "language",
            "log",
            "name",
            "plain_text",
            "privacy",
            "progress",
            "publish",
            "render",
            "report",
            "route",
            "site",
            "source",
            "store",
            "theme",
            "truth",
            "waiver",
            "witness",
            "yaml",
        ],
    ),
    (
        "serve",
        &[
            "archive",
            "data",
            "diagnostic",
            "disk",
            "error",
            "escape",
            "generate",
            "job",
            "knowledge",
            "pool",
            "privacy",
            "report",
            "route",
            "site",
            "source",
            "stat",
            "store",
            "theme",
            "waiver",
        ],
    ),
    (
        "cli",
        &[
            "deploy",
            "diagnostic",
            "disk",
            "edit",
            "error",
            "export",
            "generate",
            "import",
            "job",
            "kept",
            "keys",
            "knowledge",
            "log",
            "mirror",
            "pool",
            "privacy",
            "progress",
            "publish",
            "render",
            "report",
            "route",
            "schema",
            "search",
            "serve",
            "verify",
            "web",
            "witness",
        ],
    ),
    // The feature of that name.
    (
        "internals",
        &[
            "config",
            "diagnostic",
            "generate",
            "import",
            "index",
            "log",
            "privacy",
            "report",
            "search",
            "verify",
            "witness",
        ],
    ),
];

/// The rooms of the search and what stands beside them, bottom to top, with all that each may import of it;
/// `version` is `format/version.rs`, which stands below the errors.
const SEARCH_MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("version", &[]),
    ("error", &["version"]),
    ("format", &["error", "version"]),
    ("query", &["error", "text"]),
    ("answer", &[]),
    ("explain", &[]),
    ("guard", &["error"]),
    ("store", &["format"]),
    ("field_lists", &["error", "format"]),
    ("values", &["error", "field_lists", "format"]),
    (
        "segment",
        &["error", "field_lists", "format", "store", "text", "values"],
    ),
    (
        "evaluate",
        &[
            "answer",
            "error",
            "explain",
            "field_lists",
            "format",
            "query",
            "segment",
            "text",
            "values",
        ],
    ),
    (
        "open_index",
        &[
            "answer", "error", "evaluate", "explain", "format", "guard", "query", "segment",
            "store",
        ],
    ),
    ("folder", &["Searcher", "error", "format", "version"]),
];

/// Every source file that the rules of imports are about, by its path in the crate, with its code: `main`, the
/// list of modules (`lib`) and tests are left out.
fn sources() -> BTreeMap<String, String> {
    let mut sources = BTreeMap::new();
    for (path, bytes) in common::files(&project().join("src")) {
        let Some(stem) = path.strip_suffix(".rs") else {
            continue;
        };
        let is_of_tests = stem.split('/').any(|part| part == "tests");
        if is_of_tests || matches!(stem, "lib" | "main") {
            continue;
        }
        let text = String::from_utf8(bytes).expect("sources are UTF-8");
        sources.insert(stem.replace('/', "::"), code(&text));
    }
    sources
}

/// A source text without comments and without the tests at its end.
fn code(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\nmod tests {").next();
    code.unwrap_or(text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The paths that the code of `file` names, from the root of the crate.
fn paths(file: &str, code: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        expand("", &code[at + "crate::".len()..], &mut paths);
    }
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let (mut above, mut rest) = (Some(file), &code[at..]);
        while let Some(below) = rest.strip_prefix("super::") {
            above = above
                .and_then(|path| path.rsplit_once("::"))
                .map(|(above, _)| above);
            rest = below;
        }
        expand(
            &format!("{}::", above.expect("a module above")),
            rest,
            &mut paths,
        );
    }
    paths
}

/// Adds the paths that `text` begins with, after `prefix`: `a::{b, c::d}` are two.
fn expand(prefix: &str, text: &str, paths: &mut BTreeSet<String>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let (mut depth, mut start) = (0, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                ',' | '}' if depth == 0 => {
                    expand(prefix, &group[start..at], paths);
                    start = at + 1;
                    if c == '}' {
                        return;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        return;
    }
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return;
    }
    let path = format!("{prefix}{name}");
    match rest.strip_prefix("::") {
        Some(below) if below.starts_with(|c| is_name(c) || c == '{') => {
            expand(&format!("{path}::"), below, paths);
        }
        _ => drop(paths.insert(path)),
    }
}

/// The first name of a path: a module of the crate.
fn first(path: &str) -> &str {
    path.split("::").next().unwrap_or(path)
}

#[test]
fn modules_import_what_they_may_and_nothing_else() {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    let sources = sources();
    for (file, code) in &sources {
        let module = first(file);
        let allowed = MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == module)
            .map(|(_, allowed)| *allowed)
            .unwrap_or_else(|| panic!("{module} has no place in the order of modules"));
        let imported = found.entry(module).or_default();
        for path in paths(file, code) {
            let name = first(&path);
            if name != module && !allowed.contains(&name) {
                wrong.push(format!("{file} imports crate::{path}, which it may not"));
            }
            imported.insert(name.to_owned());
        }
    }
    for (module, allowed) in MAY_IMPORT {
        let imported = found
            .get(module)
            .unwrap_or_else(|| panic!("there is no module {module}"));
        for name in *allowed {
            if !imported.contains(*name) {
                wrong.push(format!("{module} may import {name} and never does"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_imports_one_that_imports_it() {
    let sources = sources();
    let file_of = |path: &str| {
        let ends = path.match_indices("::").map(|(end, _)| end);
        let prefixes = ends.chain([path.len()]).map(|end| &path[..end]);
        let known = prefixes.filter(|prefix| sources.contains_key(*prefix));
        known.last().map(str::to_owned)
    };
    // A file and those in its folder make one module: what holds the others imports them and gives names to them.
    let is_within = |a: &str, b: &str| a == b || a.starts_with(&format!("{b}::"));
    let imports: BTreeMap<&str, BTreeSet<String>> = sources
        .iter()
        .map(|(file, code)| {
            let imported = paths(file, code);
            let imported = imported.iter().filter_map(|path| file_of(path));
            let apart = imported.filter(|other| !is_within(file, other) && !is_within(other, file));
            (file.as_str(), apart.collect())
        })
        .collect();
    let mut circles = BTreeSet::new();
    for file in imports.keys() {
        let mut waiting: Vec<&str> = vec![file];
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        while let Some(at) = waiting.pop() {
            for next in &imports[at] {
                if reached.insert(next) {
                    waiting.push(next);
                }
            }
        }
        if reached.contains(file) {
            circles.insert(*file);
        }
    }
    assert!(
        circles.is_empty(),
        "files that import each other in a circle: {circles:?}"
    );
}

#[test]
fn rooms_of_the_search_import_only_what_stands_below_them() {
    // `search::format::manifest::Manifest` is of the room `format`, and the version of the format of its own.
    let room_of = |path: &str| {
        let below = path.strip_prefix("search::")?;
        let room = match below.starts_with("format::version") {
            true => "version",
            false => first(below),
        };
        Some(room.to_owned())
    };
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, code) in &sources() {
        let Some(room) = room_of(file) else {
            continue;
        };
        let (_, allowed) = SEARCH_MAY_IMPORT
            .iter()
            .find(|(name, _)| *name == room)
            .unwrap_or_else(|| panic!("{file} has no place in the order of the search"));
        let imported = found.entry(room.clone()).or_default();
        for other in paths(file, code).iter().filter_map(|path| room_of(path)) {
            assert!(
                other == room || allowed.contains(&other.as_str()),
                "{file} imports {other}, which {room} may not"
            );
            imported.insert(other);
        }
    }
    let mut needless = Vec::new();
    for (room, allowed) in SEARCH_MAY_IMPORT {
        let imported = found
            .get(*room)
            .unwrap_or_else(|| panic!("there is no room {room}"));
        for other in *allowed {
            if !imported.contains(*other) {
                needless.push(format!("{room} may import {other} and never does"));
            }
        }
    }
    assert!(needless.is_empty(), "{needless:#?}");
    let position = |name: &str| SEARCH_MAY_IMPORT.iter().position(|(n, _)| *n == name);
    for (name, allowed) in SEARCH_MAY_IMPORT {
        // The searcher is the search's own, and nothing of a room.
        for below in allowed.iter().filter(|below| **below != "Searcher") {
            assert!(position(below) < position(name), "{name} imports {below}");
        }
    }
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
fn the_document_names_every_module_once_in_this_order() {
    let text = std::fs::read_to_string(project().join("ARCHITECTURE.md")).expect("it is there");
    let (_, table) = text.split_once("\n| module |").expect("a table of modules");
    let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    let named: Vec<&str> = rows
        .flat_map(|row| {
            let cell = row.split('|').nth(1).expect("a first cell");
            // What stands between backticks.
            cell.split('`').skip(1).step_by(2)
        })
        .collect();
    let modules: Vec<&str> = MAY_IMPORT.iter().map(|(name, _)| *name).collect();
    assert_eq!(named, modules);
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

/// clippy.toml names what only some files may do, and clippy finds it elsewhere. Such a file excepts itself, and since
/// that lets through all of the list, what each of them does of it is held here, in both directions.
#[test]
fn only_these_files_do_what_clippy_forbids() {
    const ENVIRONMENT: &str = "cli/environment";
    // For tests alone.
    const SKIPS: &str = "internals/skips";
    // (what it looks like, the files that do it)
    let rules: &[(&str, &[&str])] = &[
        (
            "clippy::disallowed_methods",
            &[
                ENVIRONMENT,
                "cli/interrupt",
                "disk/unix",
                "disk/windows",
                "generate/import/input",
                "index/assemble",
                "index/segment",
                "index/spill",
                "index/workplace",
                SKIPS,
                "publish/own_names",
                "publish/place",
                "publish/swap",
                "publish/tree",
                "source",
                "store/home",
                "theme/files",
            ],
        ),
        ("clippy::disallowed_types", &[ENVIRONMENT]),
        ("Instant", &[ENVIRONMENT]),
        ("SystemTime", &[ENVIRONMENT]),
        ("Timestamp::now", &[ENVIRONMENT]),
        ("Zoned::now", &[]),
        ("process::exit", &["cli/interrupt"]),
        ("env::", &[ENVIRONMENT, SKIPS]),
        (
            "WalkDir::new",
            &[
                "generate/import/input",
                "publish/tree",
                "source",
                "theme/files",
            ],
        ),
        (
            "fs::read_dir",
            &[
                "disk/windows",
                "index/workplace",
                "publish/own_names",
                "publish/place",
                "store/home",
            ],
        ),
        (
            "File::create",
            &["index/assemble", "index/segment", "store/home"],
        ),
        ("File::options", &["index/spill", "store/home"]),
        ("OpenOptions::new", &["disk/windows", SKIPS]),
        ("OFlags::CREATE", &["disk/unix"]),
        ("fs::write", &["index/assemble", "store/home"]),
        // What is one system's own, but for how the search reads at a place of a file, and how a program is started so
        // that it can be ended with all that it starts.
        ("rustix", &["disk/unix"]),
        ("winapi_util", &["disk/windows"]),
        (
            "std::os::",
            &[
                "cli/import/convert",
                "disk/unix",
                "disk/windows",
                "search/folder",
            ],
        ),
        (
            "cfg(unix)",
            &["cli/import/convert", "disk", "search/folder"],
        ),
        ("cfg(windows)", &["disk", "search/folder"]),
        ("target_os", &[ENVIRONMENT, "disk/unix"]),
        ("sys_locale", &[ENVIRONMENT]),
    ];
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in common::files(&project().join("src")) {
        let Some(stem) = path.strip_suffix(".rs") else {
            continue;
        };
        // The head of the crate asks for the lints.
        if stem.split('/').any(|folder| folder == "tests") || stem == "lib" {
            continue;
        }
        let code = code(&String::from_utf8(bytes).expect("sources are UTF-8"));
        for (what, _) in rules {
            if code.contains(what) {
                found.entry(what).or_default().insert(stem.to_owned());
            }
        }
    }
    for (what, files) in rules {
        let found = found.remove(what).unwrap_or_default();
        let files: BTreeSet<String> = files.iter().map(|&file| file.to_owned()).collect();
        assert_eq!(found, files, "the files that have {what}");
    }
}

/// Code for the browser and code for the generator are separated by whole modules and re-exports, never within a module.
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
