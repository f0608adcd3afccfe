//! What people look for comes first: queries for which it is clear which report is meant.
//!
//! `known_items.tsv` says what is asked of which archive and why the report named must lead. The reasons
//! are the rules of the search, never what a version of it happens to answer; a case that the present
//! ranking fails stays, marked with `!`, until the ranking is better, and the mark must then go.

use std::collections::BTreeSet;

use gongbao::search::Sort;

use crate::truth::archives::{self, Archive};

const CASES: &str = include_str!("known_items.tsv");

/// A line of the table.
struct Case {
    archive: &'static str,
    /// Among how many hits the report must be.
    place: usize,
    /// The ranking is known to fail it.
    fails: bool,
    /// The report; several where they are alike in all that decides.
    sources: BTreeSet<&'static str>,
    query: &'static str,
    reason: &'static str,
}

fn cases() -> Vec<Case> {
    CASES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [archive, place, sources, query, reason] = columns[..] else {
                panic!("{line} has other columns")
            };
            Case {
                archive,
                place: place.trim_end_matches('!').parse().expect("a place"),
                fails: place.ends_with('!'),
                sources: sources.split(' ').collect(),
                query,
                reason,
            }
        })
        .collect()
}

/// What comes first instead, or none if the case holds.
fn fault(archive: &Archive, case: &Case) -> Option<String> {
    for source in &case.sources {
        let is_there = archive.reports.iter().any(|r| r.source == *source);
        assert!(is_there, "{source} is not in the archive: {}", case.query);
    }
    let answer = archive
        .searcher
        .search(case.query, Sort::Relevance, case.place)
        .unwrap_or_else(|e| panic!("{}: {e}", case.query));
    let holds = |source: &str| case.sources.contains(source);
    if answer.hits.iter().any(|hit| holds(&hit.source)) {
        return None;
    }
    let found: Vec<String> = answer
        .hits
        .iter()
        .map(|hit| format!("{} {}", hit.source, hit.title))
        .collect();
    Some(format!(
        "{} ({}): wanted {:?}, found {found:?}",
        case.query, case.reason, case.sources
    ))
}

/// Holds every case of an archive.
fn hold(archive: Option<&Archive>) {
    let Some(archive) = archive else { return };
    let (mut wrong, mut passed) = (Vec::new(), Vec::new());
    let cases = cases();
    let of_archive = cases.iter().filter(|case| case.archive == archive.name);
    for case in of_archive {
        match (fault(archive, case), case.fails) {
            (Some(fault), false) => wrong.push(fault),
            (None, true) => passed.push(case.query),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        passed.is_empty(),
        "these come first now: take their ! out of known_items.tsv: {passed:?}"
    );
}

#[test]
fn known_laws_come_first() {
    hold(archives::laws());
}

#[test]
fn known_reports_come_first() {
    hold(archives::reports());
}

#[test]
fn the_table_is_large_and_of_known_archives() {
    let cases = cases();
    assert!(cases.len() >= 75, "{}", cases.len());
    let queries: BTreeSet<&str> = cases.iter().map(|case| case.query).collect();
    assert_eq!(queries.len(), cases.len(), "no query stands twice");
    for case in &cases {
        assert!(
            ["laws", "reports"].contains(&case.archive),
            "{}",
            case.query
        );
        assert!(!case.reason.is_empty(), "{} has no reason", case.query);
    }
}
