//! Nothing is missed and nothing else is called exact, however a run is typed.
//!
//! The expected results come from the plain [`reading`](crate::truth::reading) alone, not from the case
//! ([`ways`]): a changed run may happen to stand elsewhere in the archive and then must be found.

use std::collections::{BTreeMap, BTreeSet};

use gongbao::search::{Answer, Sort};

use crate::truth::archives::{self, Archive};
use crate::truth::reading::plain;
use crate::truth::ways::{self, Case};

/// Cases of each way of asking, where they cost little.
const MANY: usize = 40;
/// The same on the laws, which are many and long.
const FEW: usize = 10;
/// Hits asked for beyond those that are true.
const BEYOND: usize = 3;
/// True hits that are asked for at most, since reading hits takes the time here; of more, the counts
/// must agree.
const READ: usize = 20;
/// Faults that are printed, at most.
const PRINTED: usize = 20;

/// What is wrong with the answer to a case, or none.
fn fault(archive: &Archive, case: &Case) -> Option<String> {
    let holds = |run: &String| {
        let of_run = archive.reports.iter().filter(|report| report.holds(run));
        of_run.map(|r| r.source.as_str()).collect::<BTreeSet<_>>()
    };
    let of_runs: Vec<BTreeSet<&str>> = case.runs.iter().map(holds).collect();
    let mut truth = of_runs.first().cloned().unwrap_or_default();
    for of_run in &of_runs {
        truth.retain(|source| of_run.contains(source));
    }
    let limit = truth.len().min(READ) + BEYOND;
    let answer = match archive.searcher.search(&case.query, Sort::Relevance, limit) {
        Ok(answer) => answer,
        Err(error) => return Some(format!("{}: {error}", case.query)),
    };
    let exact: Vec<&str> = answer
        .hits
        .iter()
        .filter(|hit| hit.exact)
        .map(|hit| hit.source.as_str())
        .collect();
    let found: BTreeSet<&str> = exact.iter().copied().collect();
    let total = usize::try_from(answer.total).expect("a count");
    let nowhere = of_runs.iter().filter(|of_run| of_run.is_empty()).count();
    let checks = [
        ("reports are missed", found.len() >= truth.len().min(limit)),
        ("reports are not exact", found.is_subset(&truth)),
        ("a report comes twice", found.len() == exact.len()),
        (
            "exact_total",
            usize::try_from(answer.exact_total) == Ok(truth.len()),
        ),
        (
            "exact hits come first",
            answer.hits.iter().take(exact.len()).all(|hit| hit.exact),
        ),
        ("total", answer.hits.len() == total.min(limit)),
        (
            "quoted runs are exact only",
            !case.is_quoted || total == truth.len(),
        ),
        ("missing", answer.missing.len() == nowhere),
        ("years", years(&answer) == true_years(archive, &truth)),
        (
            "marks",
            !case.is_quoted || marks_are_runs(&answer, &case.runs),
        ),
    ];
    let failed: Vec<&str> = checks
        .iter()
        .filter_map(|(what, holds)| (!holds).then_some(*what))
        .collect();
    // Those beyond the limit are not missed.
    let missed: Vec<_> = match truth.len() <= limit {
        true => truth.difference(&found).take(3).collect(),
        false => Vec::new(),
    };
    let more: Vec<_> = found.difference(&truth).take(3).collect();
    (!failed.is_empty()).then(|| {
        format!(
            "{}: {failed:?}; true {}, missed {missed:?}, more {more:?}",
            case.query,
            truth.len()
        )
    })
}

/// How many exact hits have which year, as the answer says.
fn years(answer: &Answer) -> BTreeMap<u32, u64> {
    let years = answer.facets.year.iter();
    years
        .map(|year| (year.value.parse().unwrap_or(0), year.count))
        .collect()
}

fn true_years(archive: &Archive, truth: &BTreeSet<&str>) -> BTreeMap<u32, u64> {
    let mut years = BTreeMap::new();
    let reports = archive.reports.iter();
    for report in reports.filter(|report| truth.contains(report.source.as_str())) {
        for year in &report.years {
            *years.entry(*year).or_default() += 1;
        }
    }
    years
}

/// Whether all that is marked in the passages is one of the runs, or several that touch.
fn marks_are_runs(answer: &Answer, runs: &[String]) -> bool {
    let mut passages = answer.hits.iter().flat_map(|hit| &hit.passages);
    passages.all(|passage| {
        let text: Vec<char> = passage.text.chars().collect();
        passage.spans.iter().all(|[start, end]| {
            let marked: String = text.get(*start..*end).unwrap_or_default().iter().collect();
            let marked = plain(&marked);
            runs.iter()
                .any(|run| marked.starts_with(run) && marked.ends_with(run))
        })
    })
}

/// Asks an archive in every way, `samples` times at most; `wanted` must have come up.
fn hold(archive: Option<&Archive>, samples: usize, wanted: &[&str]) {
    let Some(archive) = archive else { return };
    let cases = ways::cases(archive, samples);
    for way in wanted {
        assert!(!cases[way].is_empty(), "no case of {way}");
    }
    let (mut asked, mut faults) = (0, Vec::new());
    for (name, cases) in &cases {
        asked += cases.len();
        let of_way = cases.iter().filter_map(|case| fault(archive, case));
        faults.extend(of_way.map(|fault| format!("{name}: {fault}")));
    }
    println!("{}: {asked} queries", archive.name);
    let printed = faults.iter().take(PRINTED).map(String::as_str);
    assert!(
        faults.is_empty(),
        "{} of {asked} queries are not exact:\n{}",
        faults.len(),
        printed.collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn every_way_of_asking_the_laws_is_exact() {
    hold(
        archives::laws(),
        FEW,
        &[
            "document numbers",
            "words",
            "decimals",
            "cut figure",
            "traditional",
        ],
    );
}

#[test]
fn every_way_of_asking_real_reports_is_exact() {
    hold(
        archives::reports(),
        MANY,
        &[
            "document numbers",
            "words",
            "decimals",
            "full width",
            "two runs",
        ],
    );
}

#[test]
fn nothing_is_found_across_cells() {
    hold(
        archives::tables(),
        MANY,
        &[
            "joint of cells",
            "joint of paragraphs",
            "joint of heading and paragraph",
        ],
    );
}

/// What one question wants must not be taken for what another wants: each would wait for bytes that nobody brings.
#[test]
fn questions_of_several_threads_do_not_disturb_each_other() {
    let archive = archives::invented();
    let texts: Vec<String> = archive
        .reports
        .iter()
        .map(|it| it.blocks[0].text.clone())
        .collect();
    let ask = |from: usize| {
        for title in texts.iter().skip(from).step_by(4) {
            let found = archive.searcher.explain(title, Sort::Relevance, 20);
            let (answer, explain) = found.unwrap_or_else(|error| panic!("{title}: {error}"));
            assert!(answer.exact_total > 0, "{title}");
            let brought = explain.rounds.iter().all(|round| round.requests > 0);
            assert!(brought, "{title}: a round brought nothing");
        }
    };
    std::thread::scope(|scope| {
        for from in 0..4 {
            scope.spawn(move || ask(from));
        }
    });
}
