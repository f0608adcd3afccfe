//! Histories that hold, and each rule broken.

use super::{Breach, Ledger};
use crate::log::entry::{Document, Entry, Manifest, Operation, Release, Source, Stated};

fn stated(op: Operation, id: &str, rev: u64, prev: Option<u64>, text: Option<&str>) -> Stated {
    Stated {
        op,
        id: id.to_owned(),
        rev,
        date: Some("2022-01-01".to_owned()),
        source: text.map(|text| Source {
            sha256: text.repeat(64),
            size: 1,
        }),
        files: None,
        prev,
        reason: (op != Operation::Publish && op != Operation::Restore).then(|| "有误".to_owned()),
    }
}

fn bytes(stated: Stated) -> Vec<u8> {
    Entry::Document(Document::new(stated))
        .bytes()
        .unwrap_or_default()
}

fn release(seq: u64, docs: u64) -> Vec<u8> {
    let manifest = Manifest {
        files: 1,
        sha256: "0".repeat(64),
        size: 1,
    };
    let release = Release::new(seq, docs, "gongbao".to_owned(), "0".repeat(64), manifest);
    Entry::Release(release).bytes().unwrap_or_default()
}

/// Published, corrected, moved, withdrawn and restored, in five publications.
fn whole() -> Vec<Vec<u8>> {
    use Operation::{Correct, Publish, Restore, Withdraw};
    vec![
        bytes(stated(Publish, "a/1", 1, None, Some("a"))),
        bytes(stated(Publish, "a/2", 1, None, Some("b"))),
        release(1, 2),
        bytes(stated(Correct, "a/1", 2, Some(0), Some("c"))),
        release(2, 2),
        bytes(stated(Correct, "b/1", 3, Some(3), Some("d"))),
        release(3, 2),
        bytes(stated(Withdraw, "b/1", 3, Some(5), None)),
        release(4, 1),
        bytes(stated(Restore, "b/1", 3, Some(7), Some("d"))),
        release(5, 2),
    ]
}

fn ledger(entries: &[Vec<u8>]) -> Ledger {
    let mut ledger = Ledger::default();
    for (at, entry) in entries.iter().enumerate() {
        assert_eq!(ledger.push(entry), Ok(()), "{at}");
    }
    ledger
}

#[test]
fn a_history_is_kept_whole() {
    let ledger = ledger(&whole());
    assert_eq!(
        (ledger.size(), ledger.held(), ledger.next_release()),
        (11, 2, 6)
    );
    let history = ledger.reports.get("b/1").unwrap_or_else(|| panic!());
    let events: Vec<(u64, u64)> = history
        .events
        .iter()
        .map(|event| (event.index, event.release))
        .collect();
    assert_eq!(events, [(0, 1), (3, 2), (5, 3), (7, 4), (9, 5)]);
    assert_eq!(history.corrections(), 2);
    assert!(!history.is_withdrawn());
    assert_eq!(ledger.moved.get("a/1").map(String::as_str), Some("b/1"));
    assert_eq!(ledger.documents_of(2), Some(4));
    assert_eq!(ledger.documents_of(0), None);
    assert_eq!(ledger.documents_of(6), None);
}

#[test]
fn each_rule_is_held() {
    use Operation::{Correct, Publish, Restore, Withdraw};
    let no_reason = |mut stated: Stated| {
        stated.reason = None;
        stated
    };
    let cases: &[(usize, Vec<u8>, Breach)] = &[
        (0, b"{}".to_vec(), Breach::NoEntry),
        (
            1,
            bytes(stated(Publish, "a/1", 1, None, Some("a"))),
            Breach::PublishedTwice,
        ),
        (
            1,
            bytes(stated(Publish, "a/3", 1, Some(0), Some("a"))),
            Breach::Previous,
        ),
        (
            1,
            bytes(stated(Publish, "a/3", 1, None, None)),
            Breach::Source,
        ),
        (
            1,
            bytes(stated(Correct, "a/3", 2, None, Some("a"))),
            Breach::Unknown,
        ),
        (
            3,
            bytes(stated(Correct, "a/1", 2, Some(1), Some("c"))),
            Breach::Previous,
        ),
        (
            3,
            bytes(stated(Correct, "a/1", 1, Some(0), Some("c"))),
            Breach::Revision,
        ),
        (
            3,
            bytes(stated(Withdraw, "a/1", 2, Some(0), None)),
            Breach::Revision,
        ),
        (
            3,
            bytes(stated(Correct, "a/1", 2, Some(0), None)),
            Breach::Source,
        ),
        (
            3,
            bytes(stated(Withdraw, "a/1", 1, Some(0), Some("a"))),
            Breach::Source,
        ),
        (
            3,
            bytes(no_reason(stated(Correct, "a/1", 2, Some(0), Some("c")))),
            Breach::NoReason,
        ),
        (
            3,
            bytes(no_reason(stated(Withdraw, "a/1", 1, Some(0), None))),
            Breach::NoReason,
        ),
        (
            3,
            bytes(stated(Restore, "a/1", 1, Some(0), Some("a"))),
            Breach::Restored,
        ),
        (
            8,
            bytes(stated(Withdraw, "b/1", 3, Some(7), None)),
            Breach::Restored,
        ),
        (
            8,
            bytes(stated(Restore, "b/1", 3, Some(7), Some("c"))),
            Breach::Restored,
        ),
        (
            8,
            bytes(stated(Correct, "b/1", 4, Some(7), Some("e"))),
            Breach::Restored,
        ),
        (
            5,
            bytes(stated(Withdraw, "b/1", 2, Some(3), None)),
            Breach::Unknown,
        ),
        (2, release(2, 2), Breach::Sequence),
        (2, release(1, 3), Breach::Count),
    ];
    for (at, (after, entry, breach)) in cases.iter().enumerate() {
        let mut ledger = ledger(&whole()[..*after]);
        let before = ledger.clone();
        assert_eq!(ledger.push(entry), Err(*breach), "case {at}");
        assert_eq!(ledger, before, "case {at}");
    }
}
