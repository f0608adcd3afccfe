//! What the documents say is true: links lead somewhere, archives that are shown build, commands and files that are
//! named exist, and every dependency is accounted for.
//!
//! A fence whose info names a file (```` ```yaml content/archive.yaml ````) is that file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use crate::common::{build, files, gongbao, no_program, project, run, stderr, stdout};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

/// A document: its path below the project, and its text.
struct Document {
    path: String,
    text: String,
}

impl Document {
    fn read(path: &str) -> Document {
        let text = fs::read_to_string(project().join(path));
        Document {
            text: text.unwrap_or_else(|error| panic!("{path}: {error}")),
            path: path.to_owned(),
        }
    }

    fn events(&self) -> impl Iterator<Item = Event<'_>> {
        Parser::new_ext(&self.text, Options::ENABLE_TABLES)
    }

    /// Code blocks: info and text.
    fn fences(&self) -> Vec<(String, String)> {
        let (mut fences, mut open) = (Vec::new(), None);
        for event in self.events() {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    open = Some((info.to_string(), String::new()));
                }
                Event::Text(text) => {
                    if let Some((_, body)) = &mut open {
                        body.push_str(&text);
                    }
                }
                Event::End(TagEnd::CodeBlock) => fences.extend(open.take()),
                _ => {}
            }
        }
        fences
    }

    /// Code within a line.
    fn code(&self) -> Vec<String> {
        let code = |event| match event {
            Event::Code(text) => Some(text.to_string()),
            _ => None,
        };
        self.events().filter_map(code).collect()
    }

    /// Where its links and images lead.
    fn links(&self) -> Vec<String> {
        let link = |event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some(dest_url.to_string())
            }
            _ => None,
        };
        self.events().filter_map(link).collect()
    }

    /// The anchors of its headings, as GitHub makes them.
    fn anchors(&self) -> BTreeSet<String> {
        let (mut anchors, mut open) = (BTreeSet::new(), None);
        for event in self.events() {
            match event {
                Event::Start(Tag::Heading { .. }) => open = Some(String::new()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut open {
                        heading.push_str(&text);
                    }
                }
                Event::End(TagEnd::Heading(_)) => {
                    anchors.extend(open.take().map(|heading| anchor(&heading)));
                }
                _ => {}
            }
        }
        anchors
    }
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|character| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ => character.is_alphanumeric().then_some(character),
    });
    kept.collect::<String>().to_lowercase()
}

/// The documents of the project: at its top, and in the folders that hold such.
fn documents() -> Vec<Document> {
    let mut paths: Vec<String> = Vec::new();
    for folder in ["", "tests", "tests/bench", "themes", "engine", "src"] {
        for entry in fs::read_dir(project().join(folder)).expect("a folder") {
            let name = entry.expect("a file").file_name();
            let name = name.to_str().expect("a UTF-8 name");
            paths.push(
                Path::new(folder)
                    .join(name)
                    .to_str()
                    .expect("UTF-8")
                    .to_owned(),
            );
        }
    }
    paths.extend(
        files(&project().join("docs"))
            .into_iter()
            .map(|(path, _)| format!("docs/{path}")),
    );
    paths.retain(|path| path.ends_with(".md"));
    assert!(paths.len() > 12, "{paths:?}");
    paths.iter().map(|path| Document::read(path)).collect()
}

/// The path that a relative link of a file leads to.
fn led_to(from: &str, link: &str) -> PathBuf {
    let mut path = Path::new(from).parent().expect("a folder").to_owned();
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => assert!(path.pop(), "{from}: {link} leads out"),
            part => path.push(part),
        }
    }
    path
}

#[test]
fn every_link_leads_somewhere() {
    let mut followed = 0;
    for document in documents() {
        let here = &document.path;
        for link in document.links().iter().filter(|link| !link.contains("://")) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let path = match path {
                "" => PathBuf::from(here),
                path => led_to(here, path),
            };
            assert!(
                project().join(&path).exists(),
                "{here}: {link} leads nowhere"
            );
            if !fragment.is_empty() {
                let target = Document::read(path.to_str().expect("UTF-8"));
                assert!(
                    target.anchors().contains(fragment),
                    "{here}: {link} has no such heading"
                );
            }
            followed += 1;
        }
    }
    assert!(followed > 60, "{followed}");
}

/// Makes the files that a document shows, and says how many.
fn written(document: &Document, folder: &Path) -> usize {
    let fences = document.fences();
    let named = fences
        .iter()
        .filter_map(|(info, body)| Some((info.split_once(' ')?.1, body)));
    let written = named.map(|(path, body)| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, body).expect("written");
    });
    written.count()
}

#[test]
fn archives_that_documents_show_build() {
    // (document, files that it shows, what is found in them)
    let cases = [
        ("docs/editing.md", 6, "审查合同107件"),
        ("docs/zh/editing.md", 6, "审查合同107件"),
    ];
    for (document, shown, run) in cases {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let count = written(&Document::read(document), folder.path());
        assert_eq!(count, shown, "{document}");
        let output = build(folder.path(), &[]);
        let words = stderr(&output);
        assert!(output.status.success(), "{document}: {words}");
        assert!(words.contains("0 warnings"), "{document}: {words}");
        let index = folder.path().join("public/search-index");
        let found = gongbao()
            .args(["search", run, "--index"])
            .arg(index)
            .output();
        let found = stdout(&found.expect("the binary runs"));
        assert!(found.starts_with("1 report"), "{document}: {found}");
    }
}

#[test]
fn the_program_that_a_document_shows_reads_a_published_archive() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let count = written(&Document::read("docs/open-data.md"), folder.path());
    assert_eq!(count, 1);
    let site = project().join("tests/sites/small/public");
    let output = Command::new("python3")
        .arg(folder.path().join("read.py"))
        .arg(format!("file://{}/", site.display()))
        .env("PYTHONIOENCODING", "utf-8")
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => return no_program("python3"),
        Err(error) => panic!("python3: {error}"),
    };
    assert!(output.status.success(), "{}", stderr(&output));
    let said = stdout(&output);
    let catalogue = fs::read(site.join("data/reports.json")).expect("published");
    let catalogue: Value = serde_json::from_slice(&catalogue).expect("JSON");
    for report in catalogue["reports"].as_array().expect("a list") {
        let title = report["title"].as_str().expect("a title");
        assert!(said.contains(title), "{title}: {said}");
    }
    assert!(said.contains("/yunlu/2021/index.html#1 "), "{said}");
}

/// Every command of the program that a document names, in a line or in a block of them, with its options.
#[test]
fn commands_that_documents_name_exist() {
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = 0;
    for document in documents().iter().filter(|d| d.path != "CHANGELOG.md") {
        let lines = document
            .fences()
            .into_iter()
            .filter(|(info, _)| info == "sh");
        let lines: Vec<String> = lines
            .flat_map(|(_, body)| body.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        for line in lines.iter().chain(&document.code()) {
            let Some(command) = line.strip_prefix("gongbao ") else {
                continue;
            };
            let command = command.split(" #").next().unwrap_or(command);
            let mut words = command.split_whitespace();
            let Some(name) = words
                .next()
                .filter(|name| name.chars().all(|c| c.is_ascii_lowercase()))
            else {
                continue;
            };
            let help = helps.entry(name.to_owned()).or_insert_with(|| {
                let output = run(&["help", name]);
                assert!(
                    output.status.success(),
                    "{}: there is no gongbao {name}",
                    document.path
                );
                stdout(&output)
            });
            for option in words.filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().unwrap_or(option);
                assert!(
                    option == "--help" || help.contains(&format!("{option} ")),
                    "{}: gongbao {name} has no {option}",
                    document.path
                );
            }
            seen += 1;
        }
    }
    assert!(seen > 25, "{seen}");
}

/// A path in code, such as `src/route.rs`, is one of the project.
#[test]
fn files_that_documents_name_exist() {
    let folders = ["src/", "engine/", "tests/", "themes/default/", "docs/"];
    let (mut seen, mut missing) = (0, Vec::new());
    for document in documents().iter().filter(|d| d.path != "CHANGELOG.md") {
        for code in document.code() {
            let is_path = folders.iter().any(|folder| code.starts_with(folder));
            let path = code.split(' ').next().unwrap_or(&code);
            if is_path && !path.contains(['*', '<']) {
                seen += 1;
                if !project().join(path).exists() {
                    missing.push(format!("{}: {path}", document.path));
                }
            }
        }
    }
    assert!(missing.is_empty(), "these are not there: {missing:#?}");
    assert!(seen > 40, "{seen}");
}

/// A document that a source cites, such as docs/hosting.md, is there.
#[test]
fn documents_that_sources_cite_exist() {
    let mut seen = 0;
    for folder in ["src", "engine", "tests/bench", "tests/formats"] {
        for (path, bytes) in files(&project().join(folder)) {
            let Ok(text) = String::from_utf8(bytes) else {
                continue;
            };
            let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"_-./".contains(c));
            for cited in words.map(|word| word.trim_end_matches('.')) {
                let name = cited.rsplit('/').next().unwrap_or(cited);
                let is_document = name
                    .strip_suffix(".md")
                    .is_some_and(|stem| cited.starts_with("docs/") || is_shouted(stem));
                if is_document {
                    assert!(
                        project().join(cited).exists(),
                        "{folder}/{path}: there is no {cited}"
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

/// Whether it is in capitals, as names of documents at the top are.
fn is_shouted(stem: &str) -> bool {
    !stem.is_empty() && stem.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A fence whose info is `hex` and a file shows bytes of that file: offset, bytes, and what they are.
#[test]
fn bytes_that_documents_show_are_those_of_the_file() {
    let document = Document::read("docs/search-format.md");
    let mut shown = 0;
    for (info, body) in document.fences() {
        let Some(path) = info.strip_prefix("hex ") else {
            continue;
        };
        let file = fs::read(project().join(path)).expect("a file");
        for line in body.lines() {
            let (bytes, _) = line.split_once('|').expect("what the bytes are");
            let (offset, bytes) = bytes.split_once(' ').expect("an offset");
            let start = usize::from_str_radix(offset, 16).expect("an offset");
            let bytes = bytes.split_whitespace();
            let bytes: Vec<u8> = bytes
                .map(|byte| u8::from_str_radix(byte, 16).expect("a byte"))
                .collect();
            assert_eq!(
                file.get(start..start + bytes.len()),
                Some(&*bytes),
                "{line}"
            );
            shown += 1;
        }
    }
    assert!(shown > 20, "{shown}");
}

#[test]
fn documents_to_begin_with_are_short() {
    for (path, most) in [
        ("README.md", 80),
        ("README.zh.md", 80),
        ("ARCHITECTURE.md", 100),
    ] {
        let lines = Document::read(path).text.lines().count();
        assert!(lines <= most, "{path} has {lines} lines");
    }
}

/// What is there in Chinese is there in English, and each leads to the other.
#[test]
fn translations_lead_to_each_other() {
    let mut pairs = vec![("README.md".to_owned(), "README.zh.md".to_owned())];
    for (path, _) in files(&project().join("docs/zh")) {
        pairs.push((format!("docs/{path}"), format!("docs/zh/{path}")));
    }
    assert!(pairs.len() > 3);
    for (english, chinese) in pairs {
        for (from, to) in [(&english, &chinese), (&chinese, &english)] {
            let links = Document::read(from).links();
            let leads = links
                .iter()
                .any(|link| !link.contains("://") && led_to(from, link) == Path::new(to));
            assert!(leads, "{from} does not lead to {to}");
        }
    }
}

#[test]
fn every_dependency_is_accounted_for() {
    let table = Document::read("docs/dependencies.md").text;
    let first_cells = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    let named: BTreeSet<String> = first_cells
        .flat_map(|cell| cell.split(['(', ' ', ',', ')']))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut wanted = BTreeSet::new();
    for manifest in ["Cargo.toml", "engine/Cargo.toml"] {
        let mut is_dependency = false;
        for line in Document::read(manifest).text.lines() {
            if line.starts_with('[') {
                is_dependency = line.contains("dependencies");
            } else if let Some((name, _)) = line.split_once(" = ").filter(|_| is_dependency) {
                wanted.insert(name.to_owned());
            }
        }
    }
    assert!(wanted.len() > 25, "{wanted:?}");
    // Ours, and a folder for tests of the engine.
    for name in wanted.iter().filter(|name| *name != "gongbao") {
        assert!(
            named.contains(name),
            "docs/dependencies.md does not say what {name} is for"
        );
    }
    for name in named
        .iter()
        .filter(|name| !["crate", "tests", "yaml_serde"].contains(&name.as_str()))
    {
        assert!(
            wanted.contains(name),
            "docs/dependencies.md describes {name}, which is no dependency"
        );
    }
}
