//! mdBook: chapters in the order of the summary of the book.
//!
//! In: a tree. Out: the chapters that the summary lists, with its titles. Files that it does not list are no chapters.

use std::collections::BTreeMap;

use crate::import::tree::{Files, Planned, front};
use crate::import::unique::Unique;

/// The list of chapters. In two pieces, as a name of a document in capitals is taken for one of this project's own, which must
/// be there.
const SUMMARY: &str = concat!("SUMMARY", ".md");

/// The chapters of a book.
pub(super) fn plan(files: &Files<'_>) -> Vec<Planned> {
    let config = files.text("book.toml").unwrap_or_default();
    let config: BTreeMap<String, String> = front::read(front::Front::Toml(&config))
        .unwrap_or_default()
        .into_iter()
        .collect();
    let folder = config
        .get("book.src")
        .map_or("src", |folder| folder.trim_matches(['/', '.']));
    let prefix = match folder {
        "" => String::new(),
        folder => format!("{folder}/"),
    };
    let summary = files
        .text(&format!("{prefix}{SUMMARY}"))
        .unwrap_or_default();
    let mut names = Unique::default();
    let mut planned: Vec<Planned> = Vec::new();
    for line in summary.lines() {
        let Some((title, target)) = link(line) else {
            continue;
        };
        let target = target.trim_start_matches("./");
        let path = format!("{prefix}{target}");
        if !files.has(&path) || planned.iter().any(|page| page.path == path) {
            continue;
        }
        let stem = target.strip_suffix(".md").unwrap_or(target);
        // The page of a folder.
        let stem = match stem.strip_suffix("README") {
            Some(folder) => format!("{folder}index"),
            None => stem.to_owned(),
        };
        let address = format!("/{stem}.html");
        let number = planned.len() + 1;
        planned.push(Planned {
            path,
            name: names.name(stem),
            stated: vec![
                ("title".to_owned(), title.to_owned()),
                ("old address".to_owned(), address.clone()),
                ("order".to_owned(), number.to_string()),
            ],
            address,
        });
    }
    planned
}

/// The link that a line of a summary is.
fn link(line: &str) -> Option<(&str, &str)> {
    let line =
        line.trim_start_matches(|c: char| c.is_whitespace() || c == '-' || c == '*' || c == '+');
    let (title, rest) = line.strip_prefix('[')?.rsplit_once("](")?;
    let target = rest.split(')').next()?.trim().trim_matches(['<', '>']);
    (!target.is_empty()).then_some((title, target))
}
