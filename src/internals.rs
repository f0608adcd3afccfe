//! Steps of the program that its API does not show, for fuzzing and for tests from outside (the feature
//! `internals`).
//!
//! In: a text or bytes. Out: what one step makes of it. Nothing here is stable, and nothing of the program
//! calls it.

pub mod memory;
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
