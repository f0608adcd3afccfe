//! The five real reports, and the statutes; skipped where their files are missing.

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

/// The bodies of the real statutes: title and text.
fn statutes() -> Option<Vec<(String, String)>> {
    let packed = std::fs::read(shared("corpus/laws.jsonl.gz")?).unwrap();
    // The last four bytes of a gzip file are its length.
    let length = u32::from_le_bytes(*packed.last_chunk().unwrap());
    let mut lines = vec![0; length as usize];
    libdeflater::Decompressor::new()
        .gzip_decompress(&packed, &mut lines)
        .unwrap();
    let statutes = String::from_utf8(lines).unwrap();
    let read = |line: &str| {
        let law: serde_json::Value = serde_json::from_str(line).unwrap();
        let paragraphs = law["paragraphs"].as_array().unwrap();
        let paragraphs: Vec<&str> = paragraphs.iter().map(|p| p.as_str().unwrap()).collect();
        (law["title"].to_string(), paragraphs.join("\n\n"))
    };
    Some(statutes.lines().map(read).collect())
}

#[test]
fn every_article_of_the_statutes_is_an_anchor() {
    let Some(statutes) = statutes() else { return };
    let is_number = |c| "一二三四五六七八九十百千零〇".contains(c);
    let (mut articles, mut missing, mut broken) = (0, Vec::new(), 0);
    for (title, body) in &statutes {
        let document = chinese(body);
        let mut parts = document
            .parts()
            .iter()
            .filter(|part| part.number.contains('条'));
        // What the text says by itself: 第, a number, 条 and what ends a number.
        for line in body.lines().map(str::trim) {
            let Some(rest) = line.strip_prefix('第') else {
                continue;
            };
            let rest = rest.trim_start_matches(is_number);
            let Some(after) = rest.strip_prefix('条') else {
                continue;
            };
            let after = after
                .strip_prefix('之')
                .map_or(after, |sub| sub.trim_start_matches(is_number));
            if rest.len() + '第'.len_utf8() == line.len() || !after.starts_with([' ', '\u{3000}'])
            {
                continue;
            }
            articles += 1;
            let number = &line[..line.len() - after.len()];
            if !parts.any(|part| part.number == number) {
                missing.push(format!("{title}: {number}"));
                break;
            }
        }
        broken += document.broken_series().len();
    }
    println!(
        "{articles} articles in {} statutes, {broken} breaks",
        statutes.len()
    );
    assert_eq!(missing, Vec::<String>::new());
    assert!(articles > 40_000, "{articles}");
    // Damaged sources: one in twenty statutes lacks a number.
    assert!(broken < 60, "{broken}");
}
