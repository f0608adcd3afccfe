//! How often the detectors are right: on made texts with numbers that are planted and numbers that only look like them.
//!
//! All is made from one seed, so that the rates are the same on every machine.

mod made;

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::privacy::measure::made::{Made, Maker};
use crate::privacy::{Exempt, Kind, findings, masked_text};

/// Numbers that are planted.
const PLANTED: usize = 1000;
/// Numbers that look like them.
const LOOKALIKES: usize = 100_000;

/// Of the planted numbers all that can be checked are found where they stand, and shown masked.
#[test]
fn planted_numbers_are_found() {
    let mut maker = Maker::new(20_260_301);
    let mut missed = BTreeMap::<(Kind, bool), Vec<String>>::new();
    let mut counts = BTreeMap::<Kind, usize>::new();
    for index in 0..PLANTED {
        let Made {
            text,
            range,
            kind,
            is_checkable,
        } = maker.planted(index);
        *counts.entry(kind).or_default() += 1;
        let found = findings(&text, &Exempt::default());
        let is_found = found
            .iter()
            .any(|finding| finding.kind == kind && finding.range == range);
        if !is_found {
            missed
                .entry((kind, is_checkable))
                .or_default()
                .push(text.clone());
            continue;
        }
        let shown = masked_text(&text, &found);
        assert_eq!(shown.len(), text.len());
        assert!(!shown.contains(&text[range]), "{shown}");
    }
    println!("{counts:?}");
    let checkable: Vec<_> = missed
        .iter()
        .filter(|((_, is_checkable), _)| *is_checkable)
        .collect();
    assert!(checkable.is_empty(), "{checkable:#?}");
    for ((kind, _), texts) in &missed {
        let rate = texts.len() as f64 / counts[kind] as f64;
        println!("{kind:?}: {rate:.3} missed, {:?}", texts.first());
        assert!(rate <= 0.05, "{kind:?} {texts:#?}");
    }
}

/// Of what only looks like them, ten at most are errors, and one of a hundred a warning.
#[test]
fn lookalikes_are_let_pass() {
    let mut maker = Maker::new(20_260_302);
    let (mut errors, mut warnings) = (Vec::new(), BTreeMap::<&str, Vec<String>>::new());
    for index in 0..LOOKALIKES {
        let (class, text) = maker.lookalike(index);
        for finding in findings(&text, &Exempt::default()) {
            match finding.severity {
                Severity::Error => errors.push(text.clone()),
                Severity::Warning => warnings.entry(class).or_default().push(text.clone()),
            }
        }
    }
    let count: usize = warnings.values().map(Vec::len).sum();
    println!("{} errors, {count} warnings of {LOOKALIKES}", errors.len());
    for (class, texts) in &warnings {
        println!(
            "{class}: {} {:?}",
            texts.len(),
            texts.iter().take(3).collect::<Vec<_>>()
        );
    }
    assert!(errors.len() <= 10, "{errors:#?}");
    assert!(count <= LOOKALIKES / 100, "{count} {warnings:#?}");
}

/// Numbers as people write them, and what is written like them.
#[test]
fn numbers_are_known_by_what_stands_around_them() {
    let found = |text: &str| -> Vec<(Kind, Severity)> {
        let found = findings(
            text,
            &Exempt::of(["办公室 13800138001，邮箱 zhang@example.org"], []),
        );
        found
            .iter()
            .map(|finding| (finding.kind, finding.severity))
            .collect()
    };
    let [error, warning] = [Severity::Error, Severity::Warning];
    let cases: [(&str, &[(Kind, Severity)]); 33] = [
        (
            "1 1 0 1 0 1 1 9 9 0 0 3 0 7 4 5 1 4",
            &[(Kind::Identity, error)],
        ),
        (
            "| 1 | 1 | 0 | 1 | 0 | 1 | 1 | 9 | 9 | 0 | 0 | 3 | 0 | 7 | 4 | 5 | 1 | 4 |",
            &[(Kind::Identity, error)],
        ),
        ("1101\u{200B}01199003074514", &[(Kind::Identity, error)]),
        ("张三110101199003074514.jpg", &[(Kind::Identity, error)]),
        (
            "110101199003074514/13912345678",
            &[(Kind::Identity, error), (Kind::Phone, warning)],
        ),
        ("**110101**19900307**4514**", &[(Kind::Identity, error)]),
        ("110101********4514", &[]),
        ("110101199003074515", &[]),
        ("110101199013074514", &[]),
        ("110199199003074510", &[]),
        ("1101011990****4514", &[]),
        (
            "张三 6222 0212 3456 7890 128 13912345678",
            &[(Kind::Card, error), (Kind::Phone, warning)],
        ),
        ("6222 0212 3456 7890 1284 3333", &[]),
        ("138 0013 8000", &[(Kind::Phone, warning)]),
        ("+86-138-0013-8002", &[(Kind::Phone, warning)]),
        ("电话：8613800138002", &[(Kind::Phone, warning)]),
        ("13800138001", &[]),
        ("138****1234", &[]),
        ("13800138002元", &[]),
        ("13800138002.50", &[]),
        ("13800000000", &[]),
        ("https://www.example.cn/a/13800138002.html", &[]),
        ("住宅电话：0991-3821234", &[(Kind::Phone, warning)]),
        ("联系电话：0991-3821234", &[]),
        ("京Ａ·１２３４５", &[(Kind::Plate, warning)]),
        ("粤B2-20090059", &[]),
        ("护照号：Ｅ１２３４５６７８", &[(Kind::Passport, warning)]),
        ("李四 li@example.org", &[(Kind::Mail, warning)]),
        ("李四 zhang@example.org", &[]),
        ("李四 li@example.gov.cn", &[]),
        (
            "张三，示例市示例小区3栋2单元501室",
            &[(Kind::Home, warning)],
        ),
        ("地址：示例市示例路3号", &[]),
        (
            "家庭住址：示例县示例镇示例村2组15号",
            &[(Kind::Home, warning)],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(found(text), expected, "{text}");
    }
}

/// Whatever the text is, the detectors come to an end, and their places are places of it.
#[test]
fn any_text_is_looked_at() {
    let mut maker = Maker::new(20_260_303);
    for _ in 0..20_000 {
        let text = maker.noise();
        let found = findings(&text, &Exempt::default());
        for finding in &found {
            assert!(
                text.get(finding.range.clone()).is_some(),
                "{text:?} {finding:?}"
            );
            assert_eq!(
                finding.masked.len(),
                finding.range.len(),
                "{text:?} {finding:?}"
            );
        }
        assert_eq!(masked_text(&text, &found).len(), text.len());
    }
}

/// Twice the text takes no more than about twice the work: a long line of signs is no trap.
#[test]
fn long_lines_are_no_trap() {
    for piece in [
        "1",
        "1 ",
        "1-",
        "１",
        "@",
        "a@b.",
        "★",
        "秘密",
        "京A1",
        "村1号",
        "138 0013 8000 ",
        "|1",
        "\u{200B}1",
        "/1",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let found = findings(&text, &Exempt::default());
        assert!(found.len() <= text.len());
    }
}
