//! The five real reports, where they are at hand.

use std::path::{Path, PathBuf};

use super::{chinese, dom, html};

/// The real reports: name and body. Skipped with a word where they are missing, but never in CI.
fn reports() -> Vec<(String, String)> {
    let places = [
        PathBuf::from("../shared/reports/content"),
        PathBuf::from("/work/shared/reports/content"),
    ];
    let Some(root) = places.iter().find(|p| p.is_dir()) else {
        assert!(std::env::var_os("CI").is_none(), "../shared is missing");
        println!("skipped: ../shared is missing");
        return Vec::new();
    };
    let mut reports = Vec::new();
    for entry in walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        let path: &Path = entry.path();
        if path.extension().is_some_and(|e| e == "md") && !path.ends_with("_index.md") {
            let text = std::fs::read_to_string(path).unwrap();
            let (_, body) = text
                .strip_prefix("---\n")
                .unwrap()
                .split_once("\n---\n")
                .unwrap();
            reports.push((path.display().to_string(), body.to_owned()));
        }
    }
    assert_eq!(reports.len(), 5);
    reports
}

#[test]
fn every_paragraph_stands_word_for_word() {
    for (name, body) in reports() {
        let read = dom::read(&html(&body)).unwrap();
        let paragraphs: Vec<&str> = body
            .split("\n\n")
            .map(str::trim)
            .filter(|p| !p.is_empty())
            .collect();
        assert_eq!(read.blocks.len(), paragraphs.len(), "{name}");
        for (shown, written) in read.blocks.iter().zip(paragraphs) {
            assert_eq!(shown, written, "{name}");
        }
        let document = chinese(&body);
        let texts: Vec<&str> = document.blocks().map(|b| b.text).collect();
        assert_eq!(texts, read.blocks);
        assert!(document.faults().is_empty(), "{name}");
    }
}

#[test]
#[ignore = "prints the outlines for a person to read"]
fn outlines() {
    for (name, body) in reports() {
        println!("== {name}");
        for part in chinese(&body).parts() {
            let looks = if part.is_heading {
                "#"
            } else if part.is_inline {
                "~"
            } else {
                "-"
            };
            println!(
                "{}{looks} [{}] {} | {}",
                "  ".repeat(part.depth),
                part.anchor,
                part.number,
                part.title
            );
        }
    }
}
