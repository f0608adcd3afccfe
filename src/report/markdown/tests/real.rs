//! The five real reports; skipped where their files are missing.

use super::{chinese, dom, html};
use crate::internals::skips::shared;

/// The real reports: name and body.
fn reports() -> Option<Vec<(String, String)>> {
    let root = shared("reports/content")?;
    let mut reports = Vec::new();
    for entry in walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        let path = entry.path();
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
    Some(reports)
}

#[test]
fn every_paragraph_stands_word_for_word() {
    let Some(reports) = reports() else { return };
    for (name, body) in reports {
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
