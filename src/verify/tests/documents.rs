//! Single files: texts, attachments, pages, with their archive and without it.

use super::{ORIGIN, by_key, by_policy, sample};
use crate::internals::recorder::{Archive, Recorder};
use crate::verify::damage::Verdict;
use crate::verify::document::{Finding, Given, State, check};
use crate::verify::site::How;

fn find(files: &Archive, path: &str, how: &How) -> Finding {
    check(files, path, None, how)
}

/// The worst, and which file is named first.
fn worst(finding: &Finding) -> (Verdict, String) {
    let sorted = finding.damages.sorted();
    let file = sorted.first().map(|damage| damage.file.clone());
    (finding.damages.worst(), file.unwrap_or_default())
}

/// The archive without its log, as somebody keeps the folder of a report.
fn folder(files: &Archive, report: &str) -> Archive {
    let of_report = files.iter().filter_map(|(path, bytes)| {
        let path = path.strip_prefix(report)?.strip_prefix('/')?;
        Some((path.to_owned(), bytes.clone()))
    });
    of_report.collect()
}

#[test]
fn a_text_is_found_in_its_publication_and_its_revision() {
    let archive = sample();
    for how in [How::default(), by_key(&archive), by_policy(&archive)] {
        let finding = find(archive.files(), "a/2020/index.md", &how);
        assert_eq!(worst(&finding), (Verdict::Intact, String::new()));
        let recorded = finding.recorded.unwrap_or_else(|| panic!());
        assert_eq!(
            (recorded.index, recorded.release, recorded.state),
            (Some(4), Some(2), Some(State::Current))
        );
        let report = recorded
            .report
            .map(|(document, name)| (document.id, document.rev, name));
        assert_eq!(report, Some(("a/2020".to_owned(), 2, None)));
        assert_eq!(
            (recorded.origin.as_str(), recorded.proof.as_deref()),
            (ORIGIN, Some("a/2020/2.tlog-proof"))
        );
    }
}

#[test]
fn an_earlier_text_is_told_from_the_one_that_counts() {
    let archive = sample();
    let mut files = archive.files().clone();
    files.insert("a/2020/old.md".to_owned(), b"# 2020\n".to_vec());
    let finding = find(&files, "a/2020/old.md", &How::default());
    let state = finding.recorded.and_then(|recorded| recorded.state);
    let date = Some("2022-02-01".to_owned());
    assert_eq!(state, Some(State::Corrected { rev: 2, date }));
    files.insert("b/2021/kept.md".to_owned(), b"# b\n".to_vec());
    let finding = find(&files, "b/2021/kept.md", &How::default());
    let state = finding.recorded.and_then(|recorded| recorded.state);
    assert!(
        matches!(
            state,
            Some(State::Withdrawn {
                reason: Some(_),
                ..
            })
        ),
        "{state:?}"
    );
}

#[test]
fn attachments_are_found_by_the_list_of_their_revision() {
    let mut archive = Recorder::new(ORIGIN, Some([7; 32]));
    archive.publish("a/1", "# 1\n", &[("a.csv", b"1\n"), ("x/y/b.pdf", b"%PDF")]);
    archive.release();
    for (path, name) in [("a/1/a.csv", "a.csv"), ("a/1/x/y/b.pdf", "x/y/b.pdf")] {
        let finding = find(archive.files(), path, &by_key(&archive));
        assert_eq!(worst(&finding), (Verdict::Intact, String::new()), "{path}");
        let name_of = finding
            .recorded
            .and_then(|recorded| recorded.report)
            .and_then(|(_, name)| name);
        assert_eq!(name_of.as_deref(), Some(name));
    }
    for path in ["a/1/a.csv", "a/1/x/y/b.pdf", "a/1/index.md"] {
        let mut files = archive.files().clone();
        files.insert(path.to_owned(), b"altered".to_vec());
        let finding = find(&files, path, &by_key(&archive));
        assert_eq!(worst(&finding), (Verdict::Altered, path.to_owned()));
    }
    // A list that somebody made anew is not the one that was recorded.
    let mut files = archive.files().clone();
    let zeros = "0".repeat(64);
    files.insert(
        "a/1/1.sha256".to_owned(),
        format!("{zeros}  a.csv\n").into_bytes(),
    );
    let finding = find(&files, "a/1/a.csv", &by_key(&archive));
    assert_eq!(worst(&finding).0, Verdict::Altered);
}

#[test]
fn a_page_is_found_in_the_list_of_its_publication() {
    let archive = sample();
    let finding = find(archive.files(), "index.html", &How::default());
    assert_eq!(worst(&finding), (Verdict::Intact, String::new()));
    assert_eq!(
        finding.recorded.and_then(|recorded| recorded.release),
        Some(2)
    );
    let mut files = archive.files().clone();
    files.insert("index.html".to_owned(), b"<p>3</p>".to_vec());
    files.insert("new.html".to_owned(), b"new".to_vec());
    assert_eq!(
        worst(&find(&files, "index.html", &How::default())).0,
        Verdict::Altered
    );
    assert_eq!(
        worst(&find(&files, "new.html", &How::default())).0,
        Verdict::Extra
    );
    assert_eq!(
        worst(&find(&files, "none.html", &How::default())).0,
        Verdict::Incomplete
    );
    files.insert("SHA256SUMS".to_owned(), Vec::new());
    assert_eq!(
        worst(&find(&files, "index.html", &How::default())),
        (Verdict::Altered, "SHA256SUMS".to_owned())
    );
}

/// What somebody kept of a report is enough, with the key.
#[test]
fn a_report_is_verified_without_its_archive() {
    let archive = sample();
    let files = folder(archive.files(), "a/2020");
    let finding = find(&files, "index.md", &by_key(&archive));
    assert_eq!(worst(&finding), (Verdict::Intact, String::new()));
    let recorded = finding.recorded.unwrap_or_else(|| panic!());
    assert_eq!(
        (recorded.index, recorded.release, recorded.state),
        (Some(4), None, None)
    );
    assert_eq!(
        recorded.vouched.and_then(|vouched| vouched.key),
        archive.key()
    );
    // Without the key a proof shows nothing: anybody can make one.
    assert_eq!(
        worst(&find(&files, "index.md", &How::default())).0,
        Verdict::Unsigned
    );
    let other = Recorder::new(ORIGIN, Some([8; 32]));
    assert_eq!(
        worst(&find(&files, "index.md", &by_key(&other))).0,
        Verdict::Unsigned
    );
    // Nor is one enough that nobody signed.
    let mut unsigned = Recorder::new(ORIGIN, None);
    unsigned.publish("a/1", "# 1\n", &[]);
    unsigned.release();
    let files = folder(unsigned.files(), "a/1");
    assert_eq!(
        worst(&find(&files, "index.md", &How::default())).0,
        Verdict::Unsigned
    );
    // Within its archive it is what the archive says.
    assert_eq!(
        worst(&find(unsigned.files(), "a/1/index.md", &How::default())).0,
        Verdict::Intact
    );
    // No proof at all.
    let mut alone = Archive::new();
    alone.insert("a.md".to_owned(), b"a".to_vec());
    assert_eq!(
        worst(&find(&alone, "a.md", &How::default())).0,
        Verdict::Incomplete
    );
}

#[test]
fn a_proof_that_is_given_goes_with_a_file_of_any_name() {
    let archive = sample();
    let get = |path: &str| archive.files().get(path).cloned().unwrap_or_default();
    let mut files = Archive::new();
    files.insert("downloads/1.csv".to_owned(), b"1,3\n".to_vec());
    let given = |proof: Vec<u8>, list: Option<Vec<u8>>| Given {
        name: "p.tlog-proof".to_owned(),
        proof,
        list,
    };
    let whole = given(get("a/2020/2.tlog-proof"), Some(get("a/2020/2.sha256")));
    let finding = check(&files, "downloads/1.csv", Some(whole), &by_key(&archive));
    assert_eq!(worst(&finding), (Verdict::Intact, String::new()));
    // Of an attachment nothing can be said without the list.
    for (proof, list, verdict) in [
        (
            get("a/2020/1.tlog-proof"),
            Some(get("a/2020/2.sha256")),
            Verdict::Altered,
        ),
        (get("a/2020/2.tlog-proof"), None, Verdict::Incomplete),
        (get("a/2021/1.tlog-proof"), None, Verdict::Altered),
        (get("a/2020/2.sha256"), None, Verdict::Altered),
        (b"no proof".to_vec(), None, Verdict::Altered),
    ] {
        let finding = check(
            &files,
            "downloads/1.csv",
            Some(given(proof, list)),
            &by_key(&archive),
        );
        assert_eq!(worst(&finding), (verdict, "downloads/1.csv".to_owned()));
    }
}

/// Every bit of a proof: the entry, the place and the head it is of cannot be others.
#[test]
fn no_bit_of_a_proof_can_be_another() {
    let archive = sample();
    let whole = folder(archive.files(), "a/2021");
    let how = by_key(&archive);
    let name = "1.tlog-proof";
    let bytes = whole.get(name).cloned().unwrap_or_default();
    let before = find(&whole, "index.md", &how).recorded;
    let (mut held, mut refused) = (0, 0);
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut files = whole.clone();
            let mut altered = bytes.clone();
            if let Some(byte) = altered.get_mut(at) {
                *byte ^= 1 << bit;
            }
            files.insert(name.to_owned(), altered);
            let finding = find(&files, "index.md", &how);
            match finding.damages.worst() {
                Verdict::Intact => {
                    assert_eq!(finding.recorded, before, "{at} {bit}");
                    held += 1;
                }
                _ => refused += 1,
            }
        }
    }
    assert_eq!((held, refused), (0, bytes.len() * 8));
}

/// A proof of another history, signed by the same key, beside the log.
#[test]
fn a_proof_of_a_forked_or_longer_log_is_told() {
    let (mut one, mut other) = (sample(), sample());
    one.publish("a/2023", "# 2023\n", &[]);
    other.publish("a/2024", "# 2024\n", &[]);
    one.release();
    other.release();
    let mut files = one.files().clone();
    for path in ["a/2024/1.tlog-proof", "a/2024/index.md"] {
        files.insert(
            path.to_owned(),
            other.files().get(path).cloned().unwrap_or_default(),
        );
    }
    let finding = find(&files, "a/2024/index.md", &by_key(&one));
    assert_eq!(
        worst(&finding),
        (Verdict::Forked, "a/2024/1.tlog-proof".to_owned())
    );
    let mut files = sample().files().clone();
    for path in ["a/2023/1.tlog-proof", "a/2023/index.md"] {
        files.insert(
            path.to_owned(),
            one.files().get(path).cloned().unwrap_or_default(),
        );
    }
    let finding = find(&files, "a/2023/index.md", &by_key(&one));
    assert_eq!(
        worst(&finding),
        (Verdict::RolledBack, "a/2023/1.tlog-proof".to_owned())
    );
}
