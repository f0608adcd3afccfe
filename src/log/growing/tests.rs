//! Logs that grow by publications, read back, and altered in every file.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::Growing;
use crate::log::entry::{Document, Manifest, Operation, Release, Source, Stated};
use crate::log::key::{Kind, Signer};
use crate::log::proof::Proof;
use crate::log::published::{Published, Signed, Trouble, read};

type Files = BTreeMap<String, Vec<u8>>;

const ORIGIN: &str = "a.example/log";

fn signer() -> Signer {
    Signer::from_seed(ORIGIN, Kind::Ed25519, &[7; 32]).unwrap_or_else(|| panic!())
}

fn document(number: u64) -> Document {
    Document::new(Stated {
        op: Operation::Publish,
        id: format!("a/{number}"),
        rev: 1,
        date: None,
        source: Some(Source {
            sha256: "0".repeat(64),
            size: number,
        }),
        files: None,
        prev: None,
        reason: None,
    })
}

fn opened(files: &Files) -> Result<Option<Published>, Trouble> {
    let mut get = |path: &str, max: usize| {
        let found = files.get(path).cloned();
        Ok::<_, Infallible>(found.map(|bytes| bytes.into_iter().take(max).collect()))
    };
    read(&mut get).unwrap_or_else(|never| match never {})
}

/// Publishes so many new reports; the log's files.
fn publish(files: &mut Files, count: u64, signer: Option<&Signer>) {
    let old = opened(files).unwrap_or_else(|trouble| panic!("{trouble:?}"));
    let mut log = old.map_or_else(|| Growing::new(ORIGIN.to_owned()), Growing::of);
    let (first, seq) = (log.ledger().held(), log.ledger().next_release());
    for number in first..first + count {
        assert_eq!(log.document(document(number)), Ok(()));
    }
    log.close_documents(signer);
    let manifest = Manifest {
        files: 1,
        sha256: format!("{seq:064x}"),
        size: 1,
    };
    let release = Release::new(
        seq,
        first + count,
        "gongbao".to_owned(),
        "0".repeat(64),
        manifest,
    );
    assert_eq!(log.release(release), Ok(()));
    files.extend(log.files(signer).unwrap_or_else(|| panic!("no files")));
}

#[test]
fn a_log_grows_over_the_ends_of_its_files_and_is_read_back() {
    for signer in [None, Some(signer())] {
        let mut files = Files::new();
        let mut size = 0;
        for count in [1, 253, 0, 1, 0, 300, 2] {
            let before = files.clone();
            publish(&mut files, count, signer.as_ref());
            size += count + 1;
            let log = opened(&files).unwrap_or_else(|trouble| panic!("{size}: {trouble:?}"));
            let log = log.unwrap_or_else(|| panic!("no log"));
            assert_eq!((log.tree.size(), log.ledger.size()), (size, size));
            assert_eq!(matches!(log.signed, Signed::By(_)), signer.is_some());
            // Nothing but the head is another.
            let heads = ["checkpoint", "checkpoint.unsigned"];
            let changed = before
                .iter()
                .filter(|(path, bytes)| files.get(*path) != Some(*bytes));
            assert!(
                changed
                    .map(|(path, _)| path)
                    .all(|path| heads.contains(&path.as_str()))
            );
        }
    }
}

#[test]
fn a_publication_of_one_report_writes_few_files() {
    let mut files = Files::new();
    publish(&mut files, 10_000, Some(&signer()));
    let before = files.clone();
    publish(&mut files, 1, Some(&signer()));
    let new = files
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(*bytes));
    assert!(new.count() <= 12);
}

#[test]
fn each_report_has_a_proof_of_two_kilobytes() {
    let mut files = Files::new();
    publish(&mut files, 300, Some(&signer()));
    publish(&mut files, 40, Some(&signer()));
    let log = opened(&files).ok().flatten().unwrap_or_else(|| panic!());
    let reports = log.ledger.reports.clone();
    let log = Growing::of(log);
    for history in reports.values() {
        for event in &history.events {
            let note = files.get(&log.documents_of(event.release)).cloned();
            let note = String::from_utf8(note.unwrap_or_default()).unwrap_or_default();
            let text = log
                .proof(event.index, &event.document, &note)
                .unwrap_or_default();
            let proof = Proof::parse(&text).unwrap_or_else(|| panic!("{text}"));
            let (_, signed) = proof.checkpoint().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(signed.signed_by(signer().verifier()), Some(Ok(None)));
            assert!(text.len() < 2_000);
        }
    }
}

#[test]
fn no_bit_of_a_log_can_be_another_and_no_file_can_be_missing() {
    let mut whole = Files::new();
    publish(&mut whole, 3, Some(&signer()));
    publish(&mut whole, 2, Some(&signer()));
    let last = opened(&whole).ok().flatten().map(|log| log.checkpoint);
    let promised = |path: &str| {
        path == "checkpoint"
            || path == "vkey"
            || path.ends_with(".p/7")
            || path.starts_with("documents/")
    };
    for (path, bytes) in whole.iter().filter(|(path, _)| promised(path)) {
        let mut without = whole.clone();
        without.remove(path);
        assert!(opened(&without).is_err(), "{path} is missing");
        for at in 0..bytes.len() {
            // Another bit of each byte.
            let bit = at % 8;
            let mut altered = bytes.clone();
            if let Some(byte) = altered.get_mut(at) {
                *byte ^= 1 << bit;
            }
            let mut files = whole.clone();
            files.insert(path.clone(), altered);
            // Of signatures of others nothing is believed, and nothing can be made to look like one of the key's.
            let read = opened(&files);
            let is_same = read
                .as_ref()
                .is_ok_and(|log| log.as_ref().map(|log| &log.checkpoint) == last.as_ref());
            assert!(
                read.is_err() || (is_same && path.starts_with("documents/")),
                "{path} {at} {bit}"
            );
        }
        for more in [1, 300] {
            let mut files = whole.clone();
            let longer = [bytes.as_slice(), &vec![0; more]].concat();
            files.insert(path.clone(), longer);
            assert!(opened(&files).is_err(), "{path} is longer");
            files.insert(path.clone(), bytes[..bytes.len() - 1].to_vec());
            assert!(opened(&files).is_err(), "{path} is shorter");
        }
    }
}
