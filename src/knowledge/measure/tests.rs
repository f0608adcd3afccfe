//! Ledgers of invented plans.

use super::*;
use crate::fields::Spanned;
use crate::report::findings::measure::{Body, Deadline as FoundDeadline};

fn date(text: &str) -> PartialDate {
    PartialDate::parse(text).expect("a date")
}

fn spanned(text: &str) -> Spanned<String> {
    Spanned {
        value: text.to_owned(),
        span: 0..text.len(),
    }
}

fn body(name: &str, role: Role) -> Body {
    Body {
        name: name.to_owned(),
        role,
        is_rest: name.starts_with('等'),
    }
}

fn measure(number: &str, anchor: &str, bodies: Vec<Body>, until: Option<&str>) -> Measure {
    Measure {
        number: number.to_owned(),
        anchor: anchor.to_owned(),
        heading: "1. 示例清单".to_owned(),
        text: format!("办理{anchor}。"),
        bodies,
        deadline: FoundDeadline {
            kind: match until {
                Some(_) => DeadlineKind::Stated,
                None => DeadlineKind::None,
            },
            timing: until.map(|day| Timing::Until(date(day))),
            words: String::new(),
        },
        evidence: vec![Quote {
            passage: 0,
            bytes: 0..100,
            anchor: anchor.to_owned(),
            words: String::new(),
        }],
        place: Position::default(),
    }
}

fn plan() -> Found {
    Found {
        measures: vec![
            measure(
                "1)",
                "1-1",
                vec![
                    body("示例编办", Role::Lead),
                    body("示例法制办", Role::Share),
                    body("等有关部门", Role::Share),
                ],
                Some("2017-12-31"),
            ),
            measure("2)", "1-2", vec![body("示例财政局", Role::Charge)], None),
            measure(
                "1)",
                "2-1",
                vec![body("示例 编办", Role::Support)],
                Some("2018-12-31"),
            ),
        ],
        default: None,
        problems: vec![
            Problem {
                kind: ProblemKind::TwoDeadlines,
                passage: 0,
                bytes: 10..20,
                file: 0,
                measure: None,
            },
            Problem {
                kind: ProblemKind::NoBodies,
                passage: 9,
                bytes: 0..5,
                file: 0,
                measure: Some(Measure {
                    place: Position {
                        passage: 9,
                        ..Position::default()
                    },
                    ..measure("3)", "1-3", Vec::new(), None)
                }),
            },
        ],
    }
}

#[test]
fn without_declarations_all_is_of_the_text() {
    let ledger = ledger(&plan(), &[]);
    let cells: Vec<[String; 9]> = ledger.measures.iter().map(|m| row(m, "u")).collect();
    assert_eq!(
        cells.first().map(|row| row.join("|")).as_deref(),
        Some("1)|1. 示例清单|办理1-1。|示例编办|示例法制办;等有关部门|2017-12-31|stated||u")
    );
    assert_eq!(
        cells.get(1).map(|row| row.join("|")).as_deref(),
        Some("2)|1. 示例清单|办理1-2。|示例财政局|||||u")
    );
    assert_eq!(ledger.measures.len(), 3);
    assert_eq!(ledger.open_problems, [0, 1]);
    assert!(ledger.measures.iter().all(|m| m.lead.basis == Basis::Text));
}

#[test]
fn an_editor_wins_and_each_value_says_so() {
    let declared = [
        Declaration {
            anchor: Some(spanned("1-1")),
            lead: Some(vec!["示例法制办".to_owned()]),
            deadline: Some(DeclaredDeadline::Until(date("2018-06"))),
            status: Some(Status::Completed),
            evidence: vec![spanned("示例区/2018#2-1"), spanned("示例区/2019")],
            ..Declaration::default()
        },
        Declaration {
            number: Some(spanned("３）")),
            others: Some(vec!["示例民政局".to_owned()]),
            ..Declaration::default()
        },
        Declaration {
            number: Some(spanned("4)")),
            text: Some("另办一件。".to_owned()),
            lead: Some(vec!["示例文旅局".to_owned()]),
            deadline: Some(DeclaredDeadline::Ongoing),
            ..Declaration::default()
        },
        Declaration {
            number: Some(spanned("2)")),
            omit: true,
            ..Declaration::default()
        },
    ];
    let ledger = ledger(&plan(), &declared);
    assert_eq!(ledger.faults, []);
    let rows: Vec<String> = ledger
        .measures
        .iter()
        .map(|m| row(m, "").join("|"))
        .collect();
    assert_eq!(
        rows,
        [
            "1)|1. 示例清单|办理1-1。|示例法制办|等有关部门|2018-06-30|stated|completed|",
            "1)|1. 示例清单|办理2-1。||示例 编办|2018-12-31|stated||",
            "3)|1. 示例清单|办理1-3。||示例民政局||||",
            "4)||另办一件。|示例文旅局|||stated||",
        ]
    );
    let first = ledger.measures.first().expect("the first");
    let bases = [
        first.lead.basis,
        first.others.basis,
        first.deadline.basis,
        first.number.basis,
    ];
    assert_eq!(
        bases,
        [Basis::Declared, Basis::Text, Basis::Declared, Basis::Text]
    );
    let links: Vec<(&str, &str)> = first
        .evidence
        .iter()
        .map(|link| (link.path.as_str(), link.anchor.as_str()))
        .collect();
    assert_eq!(links, [("示例区/2018", "2-1"), ("示例区/2019", "")]);
    assert_eq!(ledger.open_problems, [0_usize; 0]);
}

#[test]
fn entries_about_no_measure_are_faults() {
    let of_number = |number: &str| Declaration {
        number: Some(spanned(number)),
        status: Some(Status::InProgress),
        ..Declaration::default()
    };
    let of_anchor = |anchor: &str| Declaration {
        anchor: Some(spanned(anchor)),
        ..Declaration::default()
    };
    let declared = [
        of_number("9)"),
        of_number("1)"),
        of_anchor("1-2"),
        of_number("2)"),
        of_anchor("9-9"),
        Declaration::default(),
    ];
    let faults: Vec<_> = ledger(&plan(), &declared)
        .faults
        .into_iter()
        .map(|fault| (fault.kind, fault.candidates.join("|")))
        .collect();
    assert_eq!(
        faults,
        [
            (LedgerFaultKind::Unmatched, String::new()),
            (LedgerFaultKind::Ambiguous, "1-1|2-1".to_owned()),
            (LedgerFaultKind::Twice, "1-2".to_owned()),
            (LedgerFaultKind::Unmatched, String::new()),
            (LedgerFaultKind::Unmatched, String::new()),
        ]
    );
}

#[test]
fn a_measure_stands_as_its_deadline_and_status_say() {
    let mut entry = ledger(&plan(), &[]).measures.remove(0);
    for (status, day, wanted) in [
        (None, "2017-12-31", Standing::Due),
        (None, "2018-01-01", Standing::PastDeadline),
        (Some(Status::InProgress), "2018-01-01", Standing::Overdue),
        (Some(Status::Suspended), "2018-01", Standing::Overdue),
        (Some(Status::Completed), "2018-01-01", Standing::Settled),
        (Some(Status::Continuing), "2018-01-01", Standing::Settled),
    ] {
        entry.status = status;
        assert_eq!(entry.standing(date(day)), wanted, "{status:?} {day}");
    }
    entry.deadline.value.timing = Some(Timing::Ongoing);
    entry.status = None;
    assert_eq!(entry.standing(date("2030")), Standing::WithoutDate);
    assert!(!entry.is_past_deadline(date("2030")));
}

#[test]
fn groups_hold_every_measure_once() {
    let ledger = ledger(&plan(), &[]);
    let entries = || ledger.measures.iter().enumerate();
    let bodies: Vec<(String, Vec<usize>, Vec<usize>)> = by_body(entries())
        .into_iter()
        .map(|group| (group.name, group.lead, group.others))
        .collect();
    assert_eq!(
        bodies,
        [
            ("示例法制办".to_owned(), vec![], vec![0]),
            ("示例编办".to_owned(), vec![0], vec![2]),
            ("示例财政局".to_owned(), vec![1], vec![]),
        ]
    );
    let deadlines: Vec<Vec<usize>> = by_deadline(entries()).into_values().collect();
    assert_eq!(deadlines, [vec![0], vec![2], vec![1]]);
    assert_eq!(by_status(entries()).get(&None).map(Vec::len), Some(3));
}
