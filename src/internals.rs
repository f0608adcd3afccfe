//! Steps of the program that its API does not show, for fuzzing and for tests from outside (the feature
//! `internals`).
//!
//! In: a text or bytes. Out: what one step makes of it. Nothing here is stable, and nothing of the program
//! calls it.

pub mod logged;
pub mod logs;
pub mod memory;
pub mod recorder;
pub mod skips;

use std::fmt::{Debug, Display};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, in_file};
use crate::report::front_matter::{self, FrontMatter};
use crate::report::html::{self, Words};
use crate::report::markdown::{Document, Options, Resolution};
use crate::search::format::manifest::Manifest;
use crate::search::query::Query;
use crate::search::{IndexFault, QueryFault};
use crate::{generate, import, privacy};

/// Where the body of a report begins, in bytes, and the diagnostics of the front matter above it.
pub fn front_matter(text: &str) -> (usize, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let split = front_matter::split(text, &mut faults);
    if faults.is_empty() {
        FrontMatter::parse(text, split.yaml, &mut faults);
    }
    (split.body, in_file("report.md", text, faults))
}

/// The diagnostics of an archive.yaml.
pub fn configuration(text: &str) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    Config::parse(text, &mut faults);
    in_file("archive.yaml", text, faults)
}

/// The body of a report as HTML, links as they are written, and its diagnostics. `chinese` is whether the
/// rules of Chinese official texts apply.
pub fn markdown(body: &str, chinese: bool) -> (String, Vec<Diagnostic>) {
    let document = Document::parse_below("", body, Options { chinese });
    let words = Words {
        table: "表格",
        back: "返回正文",
        same: "历年同一部分",
    };
    let html = html::write(
        &document,
        &words,
        &|_| Resolution::Keep,
        html::LinksBeside::default(),
    );
    let faults = document.faults().to_vec();
    (html, in_file("report.md", body, faults))
}

/// A query, to be printed and to be held against another.
///
/// # Errors
///
/// What is wrong with it, and where.
pub fn query(text: &str) -> Result<impl Debug + Display + PartialEq + use<>, QueryFault> {
    Query::parse(text)
}

/// The manifest of an index as the program writes it, its digest unchecked.
///
/// # Errors
///
/// It is no manifest, or that of another version.
pub fn manifest(bytes: &[u8]) -> Result<String, IndexFault> {
    Ok(Manifest::parse("manifest.json", bytes)?.to_json())
}

/// What a body displays, block by block.
pub fn displayed(body: &str, chinese: bool) -> Vec<String> {
    let document = Document::parse_below("", body, Options { chinese });
    let blocks = document.blocks();
    blocks.map(|block| block.text.to_owned()).collect()
}

/// The body that is written of a document with such a name, and where it shows something else than the document says; or
/// why it cannot be imported.
///
/// # Errors
///
/// What is said of it.
pub fn imported(name: &str, bytes: &[u8]) -> Result<(String, Option<String>), String> {
    let wanted = import::Wanted::default();
    let source = import::Source {
        name,
        bytes,
        beside: &|_| None,
        wanted: &wanted,
    };
    let Some(format) = import::format_of(name) else {
        return Err("no format".to_owned());
    };
    let document = (format.read)(&source).map_err(|refusal| refusal.0.english)?;
    let _ = import::recognise::recognise(&document);
    let names: Vec<String> = (0..document.files.len())
        .map(|at| format!("{at}.bin"))
        .collect();
    let manner = import::markdown::Manner {
        is_chinese: true,
        names: &names,
        folder: "a/b",
    };
    let body = import::markdown::write(&document, &manner).text;
    let differs = generate::differences(&document, "", &body, true);
    Ok((body, differs.map(|remark| remark.what.english)))
}

/// The answers of a crawler's file: how many pages have a text.
pub fn crawled(bytes: &[u8]) -> usize {
    let archive = bytes.to_vec();
    let Ok(warc) = import::site::warc::Warc::open(&archive) else {
        return 0;
    };
    let wanted = import::Wanted::default();
    let pages = import::site::pages(&warc, &wanted);
    pages.filter(|page| page.outcome.is_ok()).count()
}

/// What must not be published in a text, and in a file of this name: how much was found.
pub fn private(name: &str, bytes: &[u8]) -> usize {
    let exempt = privacy::Exempt::default();
    let text = String::from_utf8_lossy(bytes);
    let in_text = privacy::findings(&text, &exempt);
    assert_eq!(privacy::masked_text(&text, &in_text).len(), text.len());
    let scan = privacy::attachment::scan(name, bytes, &exempt);
    in_text.len() + scan.findings.len()
}
