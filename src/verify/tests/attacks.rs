//! Attacks by who holds the server, who holds the key, and who holds both.

use super::{NOON, ORIGIN, by_key, by_policy, checked, sample, since, worst};
use crate::internals::recorder::{Archive, Recorder};
use crate::log::checkpoint::Checkpoint;
use crate::log::key::{Kind, Signer};
use crate::verify::damage::Verdict;
use crate::verify::site::How;

fn remembering(how: &How, files: &Archive) -> How {
    let note = checked(files, how).log.map(|log| log.note);
    assert!(note.is_some());
    How {
        remembered: note,
        ..how.clone()
    }
}

/// The same reports, of which one says something else from the start, by whoever has the key.
fn rewritten() -> Recorder {
    let mut archive = Recorder::new(ORIGIN, Some([7; 32]));
    archive.page("index.html", b"<p>2</p>");
    archive.publish("a/2020", "# 2020, which was never corrected\n", &[]);
    archive.publish("a/2021", "# 2021\n", &[]);
    archive.publish("a/2022", "# 2022\n", &[]);
    archive.publish("a/2023", "# 2023\n", &[]);
    archive.publish("a/2024", "# 2024\n", &[]);
    archive.publish("a/2025", "# 2025\n", &[]);
    archive.publish("a/2026", "# 2026\n", &[]);
    archive.release();
    archive
}

/// One more publication.
fn grown() -> Recorder {
    let mut archive = sample();
    archive.publish("a/2023", "# 2023\n", &[]);
    archive.release();
    archive
}

#[test]
fn a_log_that_went_on_is_intact_for_who_saw_it_before() {
    let how = remembering(&by_key(&sample()), sample().files());
    assert_eq!(worst(sample().files(), &how).0, Verdict::Intact);
    assert_eq!(worst(grown().files(), &how).0, Verdict::Intact);
}

#[test]
fn an_old_copy_is_noticed_by_who_saw_a_newer_one() {
    let how = remembering(&by_key(&sample()), grown().files());
    assert_eq!(
        worst(sample().files(), &how),
        (Verdict::RolledBack, vec!["log/checkpoint".to_owned()])
    );
    // Who never saw one has the witnesses.
    let how = by_policy(&sample());
    for (not_before, now, verdict) in [
        (NOON, NOON + 600, Verdict::Intact),
        (NOON + 30, NOON + 600, Verdict::Stale),
        (NOON + 3600, NOON + 7200, Verdict::Stale),
        // A clock that was set back.
        (NOON - 7200, NOON - 3600, Verdict::Stale),
        (0, u64::MAX, Verdict::Intact),
    ] {
        let how = since(how.clone(), not_before, now);
        assert_eq!(
            worst(sample().files(), &how).0,
            verdict,
            "{not_before} {now}"
        );
    }
}

#[test]
fn a_history_that_was_written_again_is_noticed_by_who_saw_the_first() {
    let archive = rewritten();
    // Whoever has the key can write one that holds; only memory and witnesses tell.
    assert_eq!(worst(archive.files(), &by_key(&archive)).0, Verdict::Intact);
    let how = remembering(&by_key(&sample()), sample().files());
    assert_eq!(
        worst(archive.files(), &how),
        (Verdict::Forked, vec!["log/checkpoint".to_owned()])
    );
    assert_eq!(
        worst(archive.files(), &by_policy(&sample())).0,
        Verdict::Unsigned
    );
}

/// Two readers are shown two logs of one length.
#[test]
fn a_forked_log_is_noticed_when_readers_compare() {
    let (mut one, mut other) = (sample(), sample());
    one.publish("a/2023", "# 2023, for one\n", &[]);
    other.publish("a/2023", "# 2023, for the other\n", &[]);
    one.release();
    other.release();
    for (seen, shown) in [(&one, &other), (&other, &one)] {
        let how = remembering(&by_key(seen), seen.files());
        assert_eq!(worst(shown.files(), &how).0, Verdict::Forked);
    }
    // Parts of both in one copy: a proof of one in the other.
    let mut files = one.files().clone();
    let path = "a/2023/1.tlog-proof";
    let proof = other.files().get(path).cloned().unwrap_or_default();
    files.insert(path.to_owned(), proof);
    reseal(&mut files);
    let (verdict, named) = worst(&files, &by_key(&one));
    assert_eq!(
        (verdict, named.as_slice()),
        (Verdict::Forked, [path.to_owned()].as_slice())
    );
}

/// SHA256SUMS made anew of what is there, as whoever holds the server would.
fn reseal(files: &mut Archive) {
    use sha2::Digest;
    let own = |path: &&String| path.as_str() != "SHA256SUMS" && !path.starts_with("log/");
    let lines = files.keys().filter(own).map(|path| {
        let bytes = files.get(path).map(Vec::as_slice).unwrap_or_default();
        let digest = base16ct::lower::encode_string(&sha2::Sha256::digest(bytes));
        format!("{digest}  {path}\n")
    });
    let lines: String = lines.collect();
    files.insert("SHA256SUMS".to_owned(), lines.into_bytes());
}

#[test]
fn a_list_that_was_made_anew_hides_nothing() {
    let archive = sample();
    let mut files = archive.files().clone();
    files.insert("a/2021/index.md".to_owned(), b"# another\n".to_vec());
    files.insert("new.html".to_owned(), b"new".to_vec());
    files.remove("a/2020/figures.csv");
    reseal(&mut files);
    let found = checked(&files, &How::default());
    let named: Vec<(Verdict, &str)> = found
        .damages
        .sorted()
        .iter()
        .map(|damage| (damage.verdict, damage.file.as_str()))
        .collect();
    let expected = [
        (Verdict::Altered, "SHA256SUMS"),
        (Verdict::Altered, "a/2021/index.md"),
        (Verdict::Incomplete, "a/2020/figures.csv"),
    ];
    assert_eq!(named, expected);
}

#[test]
fn a_log_that_was_cut_to_an_older_head_is_noticed_without_memory() {
    let mut before = sample();
    let old = before.files().clone();
    before.publish("a/2023", "# 2023\n", &[]);
    before.release();
    // Only the head is the old one.
    let mut files = before.files().clone();
    let head = old.get("log/checkpoint").cloned().unwrap_or_default();
    files.insert("log/checkpoint".to_owned(), head.clone());
    assert_eq!(worst(&files, &by_key(&before)).0, Verdict::RolledBack);
    // The whole log is, and the files are new.
    files.retain(|path, _| !path.starts_with("log/"));
    files.extend(
        old.iter()
            .filter(|(path, _)| path.starts_with("log/"))
            .map(|(path, bytes)| (path.clone(), bytes.clone())),
    );
    assert_ne!(worst(&files, &by_key(&before)).0, Verdict::Intact);
    // The files are old, and the log is new.
    let mut files = old;
    files.retain(|path, _| !path.starts_with("log/"));
    let log = before
        .files()
        .iter()
        .filter(|(path, _)| path.starts_with("log/"));
    files.extend(log.map(|(path, bytes)| (path.clone(), bytes.clone())));
    assert_eq!(
        worst(&files, &by_key(&before)),
        (Verdict::RolledBack, vec!["SHA256SUMS".to_owned()])
    );
    // A head that only proofs carry is no head of a log.
    let mut files = before.files().clone();
    let head = files.get("log/documents/7").cloned().unwrap_or_default();
    files.insert("log/checkpoint".to_owned(), head);
    let found = worst(&files, &by_key(&before));
    assert_eq!(
        found,
        (Verdict::RolledBack, vec!["log/checkpoint".to_owned()])
    );
}

#[test]
fn another_key_is_noticed_by_who_has_the_first_or_saw_it() {
    let mut other = Recorder::new(ORIGIN, Some([8; 32]));
    other.publish("a/2020", "# 2020\n", &[]);
    other.release();
    // The archive itself says that all is well.
    assert_eq!(worst(other.files(), &How::default()).0, Verdict::Intact);
    for how in [by_key(&sample()), by_policy(&sample())] {
        assert_eq!(worst(other.files(), &how).0, Verdict::Unsigned);
    }
    // The same entries under another key.
    let mut first = Recorder::new(ORIGIN, Some([7; 32]));
    first.publish("a/2020", "# 2020\n", &[]);
    first.release();
    let how = remembering(&How::default(), first.files());
    let found = worst(other.files(), &how).0;
    assert!(found >= Verdict::Unsigned, "{found:?}");
    // A log of another name.
    let mut elsewhere = Recorder::new("b.example", Some([7; 32]));
    elsewhere.publish("a/2020", "# 2020\n", &[]);
    elsewhere.release();
    assert_eq!(worst(elsewhere.files(), &how).0, Verdict::Forked);
    assert_eq!(
        worst(elsewhere.files(), &by_key(&sample())).0,
        Verdict::Unsigned
    );
}

/// A head with this text, signed as the sample's is.
fn signed(text: &str) -> Vec<u8> {
    let signer = Signer::from_seed(ORIGIN, Kind::Ed25519, &[7; 32]).unwrap_or_else(|| panic!());
    format!("{text}\n{}", signer.sign(text, 0)).into_bytes()
}

#[test]
fn heads_that_lie_are_refused_whoever_signed_them() {
    let archive = sample();
    let head = archive
        .files()
        .get("log/checkpoint")
        .cloned()
        .unwrap_or_default();
    let head = String::from_utf8(head).unwrap_or_default();
    let (text, _) = head.split_once("\n\n").unwrap_or_default();
    let huge = |size: u64| {
        let checkpoint = Checkpoint {
            origin: ORIGIN.to_owned(),
            size,
            root: [0; 32],
        };
        checkpoint.text()
    };
    for (text, verdict) in [
        // An extension line.
        (format!("{text}\nmore\n"), Verdict::Broken),
        // Sizes that no log has, and that no copy has.
        (huge(0), Verdict::Broken),
        (huge(1), Verdict::RolledBack),
        (huge(9), Verdict::Incomplete),
        (huge(1 << 40), Verdict::Incomplete),
        (huge((1 << 40) + 1), Verdict::Broken),
        (huge(u64::MAX), Verdict::Broken),
        (huge(8), Verdict::Broken),
        (text.replace(ORIGIN, "b.example") + "\n", Verdict::Unsigned),
    ] {
        let mut files = archive.files().clone();
        files.insert("log/checkpoint".to_owned(), signed(&text));
        assert_eq!(worst(&files, &by_key(&archive)).0, verdict, "{text}");
    }
    // A key that was signed with a signature that does not hold, beside one that does.
    let mut files = archive.files().clone();
    let twice = String::from_utf8(signed("another text\n")).unwrap_or_default();
    let line = twice.lines().last().unwrap_or_default();
    files.insert(
        "log/checkpoint".to_owned(),
        format!("{head}{line}\n").into_bytes(),
    );
    assert_eq!(worst(&files, &by_key(&archive)).0, Verdict::Unsigned);
}

#[test]
fn files_of_a_log_that_are_too_long_are_refused() {
    let archive = sample();
    for path in [
        "log/tile/0/000.p/8",
        "log/tile/entries/000.p/8",
        "log/tile/0/000.p/4",
        "log/documents/3",
    ] {
        for more in [1, 32, 70_000] {
            let mut files = archive.files().clone();
            if let Some(bytes) = files.get_mut(path) {
                bytes.extend(vec![0; more]);
            }
            let found = worst(&files, &by_key(&archive));
            assert_eq!(found, (Verdict::Broken, vec![path.to_owned()]), "{more}");
        }
    }
}

#[test]
fn a_head_that_lost_its_signature_is_noticed() {
    let archive = sample();
    for path in ["log/documents/3", "log/documents/7"] {
        let mut files = archive.files().clone();
        let text =
            String::from_utf8(files.get(path).cloned().unwrap_or_default()).unwrap_or_default();
        let (text, line) = text.split_once("\n\n").unwrap_or_default();
        files.insert(path.to_owned(), format!("{text}\n").into_bytes());
        assert_ne!(worst(&files, &by_key(&archive)).0, Verdict::Intact);
        // The line of a stranger is none of the log's.
        let stranger = line.replace(ORIGIN, "b.example");
        files.insert(
            path.to_owned(),
            format!("{text}\n\n{stranger}").into_bytes(),
        );
        assert_eq!(
            worst(&files, &by_key(&archive)),
            (Verdict::Broken, vec![path.to_owned()])
        );
    }
}

#[test]
fn too_few_witnesses_are_told() {
    let mut archive = Recorder::new(ORIGIN, Some([7; 32]));
    archive.publish("a/2020", "# 2020\n", &[]);
    archive.release();
    let how = by_policy(&archive);
    assert_eq!(worst(archive.files(), &how).0, Verdict::Unsigned);
    archive.cosign(2, NOON);
    assert_eq!(worst(archive.files(), &how).0, Verdict::Unsigned);
    // A witness that nobody named does not count.
    archive.cosign(3, NOON);
    assert_eq!(worst(archive.files(), &how).0, Verdict::Unsigned);
    archive.cosign(1, NOON);
    assert_eq!(worst(archive.files(), &how).0, Verdict::Intact);
}

/// The text of a withdrawn report that somebody kept and published again.
#[test]
fn a_withdrawn_text_that_is_there_again_is_told() {
    let archive = sample();
    let mut files = archive.files().clone();
    files.insert("b/2021/index.md".to_owned(), b"# b\n".to_vec());
    reseal(&mut files);
    let (verdict, named) = worst(&files, &by_key(&archive));
    assert_eq!(
        (verdict, named),
        (
            Verdict::Altered,
            vec!["SHA256SUMS".to_owned(), "b/2021/index.md".to_owned()]
        )
    );
}

/// Proofs of two reports, each in the other's place.
#[test]
fn a_proof_of_another_leaf_is_told() {
    let archive = sample();
    let mut files = archive.files().clone();
    let (one, other) = ("a/2021/1.tlog-proof", "a/2020/1.tlog-proof");
    let bytes = (files.get(one).cloned(), files.get(other).cloned());
    files.insert(one.to_owned(), bytes.1.unwrap_or_default());
    files.insert(other.to_owned(), bytes.0.unwrap_or_default());
    reseal(&mut files);
    let (_, named) = worst(&files, &by_key(&archive));
    assert_eq!(named, ["SHA256SUMS", other, one]);
}
