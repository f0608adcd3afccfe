//! Invented archives: which reports are held against one another by which parts, and what is told of declarations.

use std::fs;

use super::*;
use crate::archive::gather::{self, Options, gather};
use crate::archive::resolve;
use crate::source::SourceTree;
use crate::store::{Program, Store};

const DECLARED: &str = "types:\n  annual-report:\n    name: 年度报告\n    parts:\n      achievements: 主要工作\n      \
                        shortcomings: {name: 存在的问题, headings: [不足]}\n";

fn report(year: i16, body: &str) -> String {
    format!(
        "---\ntitle: 示例{year}\ntype: annual-report\nperiod: {year}\npublished: {}-03-01\n---\n\n{body}\n",
        year + 1
    )
}

/// What parts come to in an archive of these settings and reports, and the codes of what is told of it.
fn parts_of(settings: &str, reports: &[(&str, String)]) -> (Archive, Parts, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = ("archive.yaml", format!("title: 示例档案\n{settings}"));
    for (path, text) in std::iter::once(&settings).chain(reports) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let mut told = Vec::new();
    let mut tree = SourceTree::scan(folder.path(), &mut told).expect("a tree");
    let store = Store::open(None, &Program::default(), folder.path());
    let (config, _) = gather::config(&tree, &mut told);
    let options = Options {
        with_drafts: false,
        keeps_documents: false,
    };
    let facts = gather(&mut tree, &store, config, options, &|| {}, &mut told);
    let archive = resolve::resolve(facts, &mut Vec::new());
    let mut faults = Vec::new();
    let parts = Parts::of(&archive, &mut faults);
    let codes = faults
        .iter()
        .map(|(path, fault)| format!("{path}:{}", fault.code));
    (archive, parts, codes.collect())
}

const BOTH: &str = "一、主要工作\n\n文。\n\n二、存在的不足\n\n文。";
const ONE: &str = "一、主要工作\n\n文。";

#[test]
fn reports_of_one_body_and_type_are_a_series() {
    let (archive, parts, told) = parts_of(
        DECLARED,
        &[
            ("a/2020.md", report(2020, ONE)),
            ("a/2021.md", report(2021, BOTH)),
            ("a/2022.md", report(2022, ONE)),
            ("b/2021.md", report(2021, ONE)),
        ],
    );
    assert!(told.is_empty(), "{told:?}");
    let [of_type] = parts.types.as_slice() else {
        panic!("{:?}", parts.types)
    };
    // A report alone is held against none.
    let [series] = parts.series.as_slice() else {
        panic!("{:?}", parts.series)
    };
    let years: Vec<i16> = series
        .reports
        .iter()
        .map(|at| archive.entries[*at].years[0])
        .collect();
    assert_eq!(years, [2022, 2021, 2020]);
    assert_eq!(parts.of_agency(series.agency).len(), 1);
    assert_eq!(parts.of_agency(series.agency + 1).len(), 0);
    let in_series = |at: EntryIndex| parts.of_report(at).is_some();
    assert_eq!(
        series.reports.iter().filter(|at| in_series(**at)).count(),
        3
    );
    // One report of the series that has the part is enough.
    assert!((0..2).all(|part| series.has_page(&archive, part)));
    let pages = [2020, 2021, 2022].map(|year| [0, 1].map(|part| of_type.has_page(year, part)));
    assert_eq!(pages, [[false; 2], [true; 2], [false; 2]]);
    assert!(parts.has_pages(&archive));
    let key = parts.key(&archive);
    let (other, changed, _) = parts_of(
        DECLARED,
        &[
            ("a/2020.md", report(2020, BOTH)),
            ("a/2021.md", report(2021, BOTH)),
            ("a/2022.md", report(2022, ONE)),
            ("b/2021.md", report(2021, ONE)),
        ],
    );
    assert_ne!(changed.key(&other), key);
}

#[test]
fn equal_headings_are_those_of_other_reports() {
    let reports = [
        ("a/2020.md", report(2020, "一、2020年工作\n\n文。")),
        (
            "a/2021.md",
            report(2021, "一、概况\n\n文。\n\n二、2021年工作\n\n文。"),
        ),
    ];
    let settings = "types: {annual-report: 年度报告}\nfeatures: {parts: true}\n";
    let (archive, parts, _) = parts_of(settings, &reports);
    assert!(parts.types.is_empty() && !parts.has_pages(&archive));
    let series = &parts.series[0];
    let newest = series.reports[0];
    let headings = &found(&archive, newest).expect("headings").headings;
    let same = headings.iter().map(|heading| {
        let same = series.same(&archive, heading, newest);
        same.map(|(report, anchor)| (report, anchor.to_owned()))
            .collect::<Vec<_>>()
    });
    assert_eq!(
        same.collect::<Vec<_>>(),
        [vec![], vec![(series.reports[1], "1".to_owned())]]
    );
}

#[test]
fn without_declarations_or_the_feature_nothing_is_held_against_anything() {
    let settings = "types: {annual-report: 年度报告}\n";
    let reports = [
        ("a/2020.md", report(2020, BOTH)),
        ("a/2021.md", report(2021, BOTH)),
    ];
    let (_, parts, told) = parts_of(settings, &reports);
    assert!(parts.is_empty() && told.is_empty());
    // A type without reports is none.
    let (_, parts, told) = parts_of(DECLARED, &[]);
    assert!(parts.is_empty() && told.is_empty(), "{told:?}");
}

#[test]
fn a_report_that_was_withdrawn_has_no_parts_and_keeps_its_place() {
    let withdrawn = report(2021, BOTH).replace("published:", "withdrawn: 2023-01-01\npublished:");
    let (archive, parts, _) = parts_of(
        DECLARED,
        &[("a/2020.md", report(2020, BOTH)), ("a/2021.md", withdrawn)],
    );
    let series = &parts.series[0];
    let counts = series
        .reports
        .iter()
        .map(|at| declared(&archive, *at).count());
    assert_eq!(counts.collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn forms_that_lead_to_nothing_or_to_two_parts_are_told() {
    for (parts, told) in [
        ("{a: 主要工作, b: {name: 问题, headings: [不足]}}", &[][..]),
        // A name that is no heading is a name; what has no other form must be one.
        ("{a: {name: 成绩, headings: [主要工作]}}", &[]),
        ("{a: 成绩}", &["archive.yaml:heading-of-nothing"]),
        (
            "{a: {name: 工作, headings: [困难]}}",
            &["archive.yaml:heading-of-nothing"],
        ),
        (
            "{a: {name: 甲, headings: [不足]}, b: {name: 乙, headings: [不　足]}}",
            &["archive.yaml:heading-of-two-parts"],
        ),
    ] {
        let settings =
            format!("types:\n  annual-report:\n    name: 年度报告\n    parts: {parts}\n");
        let (_, _, found) = parts_of(&settings, &[("a/2020.md", report(2020, BOTH))]);
        assert_eq!(found, told, "{parts}");
    }
}
