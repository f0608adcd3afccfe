//! What people look for comes first: queries for which it is clear which report is meant.
//!
//! `known_items.tsv` says what is asked of which archive and why the report named must lead. The reasons
//! are the rules of the search, never what a version of it happens to answer; a case that the present
//! ranking fails stays, marked with `!`, until the ranking is better, and the mark must then go. Of the cases in
//! `known_items_aside.tsv`, by which no ranking is tuned, only the figures are held.
//!
//! With `--nocapture` the figures of each archive are printed: the mean reciprocal rank (1 where the report always
//! comes first) and the normalized discounted cumulative gain, among ten. `tests/bench/worth --known` has them of
//! any program.

use std::collections::BTreeSet;

use gongbao::search::Sort;

use crate::truth::archives::{self, Archive};

const CASES: &str = include_str!("known_items.tsv");
const ASIDE: &str = include_str!("known_items_aside.tsv");

/// Hits among which a report is looked for where figures are made.
const AMONG: usize = 10;

/// What the mean reciprocal rank of the cases that are set aside is at least.
const LEAST: f64 = 0.9;

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

fn cases(table: &'static str) -> Vec<Case> {
    table
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

/// The sources of the first hits, best first.
fn found(archive: &Archive, case: &Case) -> Vec<String> {
    for source in &case.sources {
        let is_there = archive.reports.iter().any(|r| r.source == *source);
        assert!(is_there, "{source} is not in the archive: {}", case.query);
    }
    let answer = archive
        .searcher
        .search(case.query, Sort::Relevance, AMONG.max(case.place))
        .unwrap_or_else(|e| panic!("{}: {e}", case.query));
    answer.hits.into_iter().map(|hit| hit.source).collect()
}

/// What comes first instead, or none if the case holds.
fn fault(case: &Case, found: &[String]) -> Option<String> {
    let first = &found[..case.place.min(found.len())];
    let holds = first
        .iter()
        .any(|source| case.sources.contains(source.as_str()));
    (!holds).then(|| {
        format!(
            "{} ({}): wanted {:?}, found {first:?}",
            case.query, case.reason, case.sources
        )
    })
}

/// The reciprocal rank of a case, and its normalized discounted cumulative gain.
fn figures(case: &Case, found: &[String]) -> (f64, f64) {
    let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let ranks = || {
        let ranks = found.iter().take(AMONG).enumerate();
        ranks.filter(|(_, source)| case.sources.contains(source.as_str()))
    };
    let reciprocal = ranks()
        .next()
        .map_or(0.0, |(rank, _)| 1.0 / (rank as f64 + 1.0));
    let most: f64 = (0..case.sources.len().min(AMONG)).map(gain).sum();
    let gained: f64 = ranks().map(|(rank, _)| gain(rank)).sum();
    (reciprocal, gained / most)
}

/// Prints the figures of an archive's cases; their mean reciprocal rank.
fn mean(name: &str, figures: &[(f64, f64)]) -> f64 {
    let count = figures.len() as f64;
    let reciprocal = figures.iter().map(|(of, _)| of).sum::<f64>() / count;
    let gain = figures.iter().map(|(_, of)| of).sum::<f64>() / count;
    println!("{name}: {count} cases, mean reciprocal rank {reciprocal:.3}, nDCG {gain:.3}");
    reciprocal
}

/// Holds every case of an archive.
fn hold(archive: Option<&Archive>) {
    let Some(archive) = archive else { return };
    let (mut wrong, mut passed, mut all) = (Vec::new(), Vec::new(), Vec::new());
    let is_of_archive = |case: &Case| case.archive == archive.name;
    for case in cases(CASES).into_iter().filter(is_of_archive) {
        let found = found(archive, &case);
        all.push(figures(&case, &found));
        match (fault(&case, &found), case.fails) {
            (Some(fault), false) => wrong.push(fault),
            (None, true) => passed.push(case.query),
            _ => {}
        }
    }
    mean(archive.name, &all);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        passed.is_empty(),
        "these come first now: take their ! out of known_items.tsv: {passed:?}"
    );
    let aside = cases(ASIDE).into_iter().filter(is_of_archive);
    let aside = aside.map(|case| figures(&case, &found(archive, &case)));
    let aside: Vec<(f64, f64)> = aside.collect();
    if !aside.is_empty() {
        let mean = mean(&format!("{}, set aside", archive.name), &aside);
        assert!(mean >= LEAST, "{mean}");
    }
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
fn known_reports_of_made_ones_come_first() {
    hold(Some(archives::invented()));
}

#[test]
fn the_tables_are_large_and_of_known_archives() {
    let (all, aside) = (cases(CASES), cases(ASIDE));
    assert!(all.len() + aside.len() >= 200, "{}", all.len());
    assert!(aside.len() >= 50, "{}", aside.len());
    let both = || all.iter().chain(&aside);
    let queries: BTreeSet<&str> = both().map(|case| case.query).collect();
    assert_eq!(queries.len(), both().count(), "no query stands twice");
    for case in both() {
        assert!(
            ["laws", "reports", "made"].contains(&case.archive),
            "{}",
            case.query
        );
        assert!(!case.reason.is_empty(), "{} has no reason", case.query);
    }
}
