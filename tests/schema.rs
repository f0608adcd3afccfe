//! The published schemas: what `gongbao schema` prints is in docs/schema, and content is judged by them as
//! by `gongbao check`.
//!
//! After a wanted change: `UPDATE_GOLDEN=1 cargo test --test program schema`, and read the difference.

use std::path::Path;

use crate::common::{cases, files, golden, project, run, stdout};
use jsonschema::Validator;
use serde_json::Value;

fn printed(subject: &str) -> String {
    let output = run(&["schema", subject]);
    assert!(output.status.success());
    stdout(&output)
}

fn validator(subject: &str) -> Validator {
    let schema: Value = serde_json::from_str(&printed(subject)).expect("JSON");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

#[test]
fn docs_hold_what_the_program_prints() {
    for subject in ["front-matter", "archive", "agency", "measures", "figures"] {
        let path = format!("docs/schema/{subject}.json");
        golden(&path, printed(subject).as_bytes());
    }
}

/// The YAML of every file of a tree that has a schema, as JSON: (path, subject, value).
fn heads(content: &Path) -> Vec<(String, &'static str, Value)> {
    let mut heads = Vec::new();
    for (path, bytes) in files(content) {
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let subject = match path.rsplit('/').next() {
            Some("archive.yaml") => "archive",
            Some("_index.md") => "agency",
            Some(name) if name.ends_with("measures.yaml") => "measures",
            Some(name) if name.ends_with("figures.yaml") => "figures",
            Some(name) if name.ends_with(".md") => "front-matter",
            _ => continue,
        };
        let yaml = match subject {
            "archive" | "measures" | "figures" => Some(text.as_str()),
            _ => text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("\n---\n"))
                .map(|(yaml, _)| yaml),
        };
        // What is no YAML is nothing for a schema to judge.
        if let Some(Ok(value)) = yaml.map(serde_yaml::from_str) {
            heads.push((path, subject, value));
        }
    }
    heads
}

/// The files of a tree that their schema refuses, with the reasons.
fn refused(content: &Path) -> Vec<String> {
    let mut refused = Vec::new();
    for (path, subject, value) in heads(content) {
        for error in validator(subject).iter_errors(&value) {
            refused.push(format!("{path}: {error} at {}", error.instance_path()));
        }
    }
    refused
}

#[test]
fn content_that_is_published_fits_the_schemas() {
    let mut trees = vec![project().join("content")];
    for folder in ["sites", "content/valid"] {
        trees.extend(cases(folder).into_iter().map(|case| case.join("content")));
    }
    let mut judged = 0;
    for tree in trees {
        judged += heads(&tree).len();
        let refused = refused(&tree);
        assert!(refused.is_empty(), "{}: {refused:#?}", tree.display());
    }
    assert!(judged > 50, "{judged}");
}

#[test]
fn faults_of_form_are_found_by_the_schemas_too() {
    for case in [
        "both-names-of-one-field",
        "empty-title",
        "misspelt-types",
        "missing-title",
        "missing-type",
        "types-are-a-list",
        "unknown-agency-key",
        "unknown-archive-key",
        "unknown-key",
        "unknown-status",
        "bad-id",
        "language-by-its-name",
    ] {
        let tree = project().join("tests/content/invalid").join(case);
        let tree = tree.join("content");
        assert!(!refused(&tree).is_empty(), "{case}");
    }
}
