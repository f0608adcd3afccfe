//! What reports share, on planted copies and invented texts.

use super::planted::{Changes, Maker, paragraphs};
use super::*;

const CASES: u64 = 100;
const LENGTH: usize = 40;

const GROUP: Option<(&str, &str)> = Some(("annual-report", "2020"));

fn report(agency: usize, previous: Option<usize>, paragraphs: &[Paragraph]) -> Compared<'_> {
    Compared {
        agency,
        group: GROUP,
        previous,
        paragraphs,
    }
}

/// The ways in which reports are copied.
fn ways() -> [Changes; 5] {
    let none = Changes::default();
    let year = Changes { year: true, ..none };
    let characters = Changes {
        characters: 50,
        ..none
    };
    let order = Changes {
        order: true,
        ..none
    };
    let all = Changes {
        year: true,
        characters: 50,
        order: true,
    };
    [none, year, characters, order, all]
}

#[test]
fn planted_copies_of_the_year_before_are_found() {
    for changes in ways() {
        for case in 0..CASES {
            let mut maker = Maker::new(case);
            let original = maker.report(LENGTH);
            let copy = maker.copy(&original, changes);
            let (original, copy) = (paragraphs(&original), paragraphs(&copy));
            let found = compare(&[report(0, None, &original), report(0, Some(0), &copy)]);
            let [found] = found.as_slice() else {
                panic!("{changes:?} {case}: {found:?}");
            };
            assert!(found.share() > 750, "{changes:?} {case}: {}", found.share());
            assert_eq!(found.pairs.len() as u32, found.same + found.near());
            if changes.characters == 0 {
                assert_eq!(found.share(), 1000);
                assert_eq!(found.changed_words, 0);
            }
        }
    }
}

#[test]
fn planted_copies_of_peers_are_found_among_many() {
    for changes in ways() {
        let mut maker = Maker::new(7);
        let mut texts = Vec::new();
        for _ in 0..CASES {
            let original = maker.report(LENGTH);
            texts.push(paragraphs(&maker.copy(&original, changes)));
            texts.push(paragraphs(&original));
        }
        let all = texts.iter().enumerate();
        let reports: Vec<_> = all.map(|(at, text)| report(at, None, text)).collect();
        let found = compare(&reports);
        let mut originals = 0;
        for it in found.iter().filter(|it| it.is_shown()) {
            assert_eq!(it.report / 2, it.other / 2, "{changes:?}: {it:?}");
            originals += u64::from(it.report % 2 == 0);
        }
        assert_eq!(originals, CASES, "{changes:?}");
    }
}

#[test]
fn reports_of_their_own_share_little() {
    for case in 0..CASES {
        let mut maker = Maker::new(case + 1000);
        let (a, b) = (maker.report(LENGTH), maker.report(LENGTH));
        let (a, b) = (paragraphs(&a), paragraphs(&b));
        let found = compare(&[report(0, None, &a), report(0, Some(0), &b)]);
        assert!(found.iter().all(|it| it.share() < 100), "{case}: {found:?}");
    }
}

#[test]
fn half_a_copy_is_half() {
    let mut maker = Maker::new(5);
    let original = maker.report(LENGTH);
    let mut half = original[..LENGTH / 2].to_vec();
    half.append(&mut maker.report(LENGTH / 2));
    let (original, half) = (paragraphs(&original), paragraphs(&half));
    let found = compare(&[report(0, None, &original), report(0, Some(0), &half)]);
    assert_eq!(found[0].same, LENGTH as u32 / 2);
    assert!(found[0].share().abs_diff(500) < 60);
}

#[test]
fn the_same_agency_is_no_peer_and_no_period_has_none() {
    let text = paragraphs(&Maker::new(1).report(LENGTH));
    assert_eq!(
        compare(&[report(0, None, &text), report(0, None, &text)]),
        []
    );
    let mut other = report(1, None, &text);
    other.group = None;
    assert_eq!(compare(&[report(0, None, &text), other]), []);
    other.group = Some(("annual-report", "2021"));
    assert_eq!(compare(&[report(0, None, &text), other]), []);
    let found = compare(&[report(0, None, &text), report(1, None, &text)]);
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|it| it.relation == Relation::Peer && it.share() == 1000)
    );
}

#[test]
fn common_form_makes_no_peers() {
    let form = Maker::new(1).report(LENGTH);
    let texts: Vec<_> = (0..=COMMON_MAX as u64)
        .map(|at| {
            let mut maker = Maker::new(at + 10);
            let mut text = form.clone();
            text.append(&mut maker.report(LENGTH / 4));
            paragraphs(&text)
        })
        .collect();
    let all = texts.iter().enumerate();
    let reports: Vec<_> = all.map(|(at, text)| report(at, None, text)).collect();
    assert_eq!(compare(&reports), []);
    let fewer = compare(&reports[1..]);
    assert_eq!(fewer.len(), COMMON_MAX * (COMMON_MAX - 1));
}

#[test]
fn a_report_has_few_peers_those_that_share_the_most() {
    let mut maker = Maker::new(3);
    let own = maker.report(LENGTH);
    let mut texts = vec![paragraphs(&own)];
    for other in 0..30 {
        // Each has five of its paragraphs, at different places, the last ones more.
        let mut text: Vec<String> = (0..5)
            .map(|at| own[(other + at * 8) % LENGTH].clone())
            .collect();
        if other >= 28 {
            text.extend_from_slice(&own[20..30]);
        }
        text.append(&mut maker.report(10));
        texts.push(paragraphs(&text));
    }
    let all = texts.iter().enumerate();
    let reports: Vec<_> = all.map(|(at, text)| report(at, None, text)).collect();
    let found = compare(&reports);
    let of_first: Vec<_> = found.iter().filter(|it| it.report == 0).collect();
    assert_eq!(of_first.len(), PEERS_MAX);
    let mut first = [of_first[0].other, of_first[1].other];
    first.sort_unstable();
    assert_eq!(first, [29, 30]);
}

#[test]
fn empty_reports_have_no_share() {
    let text = paragraphs(&Maker::new(1).report(3));
    assert_eq!(
        compare(&[report(0, None, &text), report(0, Some(0), &[])]),
        []
    );
    assert_eq!(
        compare(&[report(0, None, &[]), report(0, Some(0), &text)]),
        []
    );
    assert_eq!(compare(&[report(0, Some(9), &text)]), []);
}
