//! Archives that are whole, and each kind of damage by its name.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{ORIGIN, by_key, by_policy, checked, sample, worst};
use crate::internals::recorder::{Archive, Recorder, log_of};
use crate::log::stamp::reply;
use crate::verify::damage::Verdict;
use crate::verify::files::{Entry, Files, Oddity, Seen};
use crate::verify::site::{How, check};

/// A file, what is done to it, and what that is.
type Case = (&'static str, fn(&mut Archive), Verdict);

#[test]
fn an_archive_that_nobody_touched_is_intact_for_whomever_one_trusts() {
    let archive = sample();
    for how in [How::default(), by_key(&archive), by_policy(&archive)] {
        let checked = checked(archive.files(), &how);
        assert_eq!(checked.damages.sorted(), Vec::<&_>::new());
        let log = checked.log.unwrap_or_else(|| panic!("no log"));
        assert_eq!(
            (log.origin.as_str(), log.size, log.releases),
            (ORIGIN, 8, 2)
        );
        assert_eq!((log.held, log.corrections, log.withdrawn), (3, 1, 1));
        assert_eq!(log.vouched.key, archive.key());
        assert_eq!(log.vouched.is_stated, how.trust == super::Trust::Stated);
        let (witnesses, others) = match how.trust {
            super::Trust::Policy(_) => (2, 0),
            _ => (0, 2),
        };
        assert_eq!(
            (log.vouched.witnesses.len(), log.vouched.others),
            (witnesses, others)
        );
    }
}

#[test]
fn an_unsigned_log_is_intact_unless_a_key_is_wanted() {
    let mut archive = Recorder::new(ORIGIN, None);
    archive.publish("a/1", "# 1\n", &[]);
    archive.release();
    let checked = checked(archive.files(), &How::default());
    assert!(checked.damages.is_empty(), "{:?}", checked.damages);
    assert_eq!(checked.log.and_then(|log| log.vouched.key), None);
    let (verdict, named) = worst(archive.files(), &by_key(&sample()));
    assert_eq!(
        (verdict, named.as_slice()),
        (
            Verdict::Unsigned,
            ["log/checkpoint.unsigned".to_owned()].as_slice()
        )
    );
}

#[test]
fn without_a_log_the_list_alone_is_asked() {
    let mut files = sample().files().clone();
    files.retain(|path, _| !path.starts_with("log/"));
    // Proofs show that there was a log.
    assert_eq!(worst(&files, &How::default()).0, Verdict::Incomplete);
    let mut plain = Archive::new();
    plain.insert("a.txt".to_owned(), b"a".to_vec());
    let line = format!(
        "{}  a.txt\n",
        base16ct::lower::encode_string(&<sha2::Sha256 as sha2::Digest>::digest(b"a"))
    );
    plain.insert("SHA256SUMS".to_owned(), line.into_bytes());
    let found = checked(&plain, &How::default());
    assert!(found.damages.is_empty() && found.log.is_none() && found.files == 1);
    // A key was to be seen, or a log was seen before.
    assert_eq!(worst(&plain, &by_key(&sample())).0, Verdict::Unsigned);
    let how = How {
        remembered: Some("a\n1\n".to_owned()),
        ..How::default()
    };
    assert_eq!(worst(&plain, &how).0, Verdict::RolledBack);
    plain.insert("a.txt".to_owned(), b"b".to_vec());
    assert_eq!(
        worst(&plain, &How::default()),
        (Verdict::Altered, vec!["a.txt".to_owned()])
    );
    assert!(check(&Archive::new(), &How::default(), &|_| ()).is_err());
}

#[test]
fn each_kind_of_damage_has_its_name() {
    let archive = sample();
    let whole = archive.files();
    let cases: [Case; 12] = [
        (
            "a/2021/index.md",
            |files| drop(files.insert("a/2021/index.md".to_owned(), b"#".to_vec())),
            Verdict::Altered,
        ),
        (
            "a/2021/index.md",
            |files| drop(files.remove("a/2021/index.md")),
            Verdict::Incomplete,
        ),
        (
            "a/2021/1.tlog-proof",
            |files| drop(files.remove("a/2021/1.tlog-proof")),
            Verdict::Incomplete,
        ),
        (
            "a/new.html",
            |files| drop(files.insert("a/new.html".to_owned(), Vec::new())),
            Verdict::Extra,
        ),
        (
            ".hidden",
            |files| drop(files.insert(".hidden".to_owned(), Vec::new())),
            Verdict::Extra,
        ),
        (
            "log/new",
            |files| drop(files.insert("log/new".to_owned(), Vec::new())),
            Verdict::Extra,
        ),
        (
            "SHA256SUMS",
            |files| drop(files.remove("SHA256SUMS")),
            Verdict::Incomplete,
        ),
        (
            "log/checkpoint",
            |files| drop(files.remove("log/checkpoint")),
            Verdict::Incomplete,
        ),
        (
            "log/vkey",
            |files| drop(files.remove("log/vkey")),
            Verdict::Incomplete,
        ),
        (
            "log/tile/0/000.p/8",
            |files| drop(files.remove("log/tile/0/000.p/8")),
            Verdict::Incomplete,
        ),
        // One that an older head had.
        (
            "log/tile/0/000.p/4",
            |files| drop(files.insert("log/tile/0/000.p/4".to_owned(), vec![1; 128])),
            Verdict::Broken,
        ),
        (
            "log/tile/entries/000.p/8",
            |files| {
                if let Some(bytes) = files.get_mut("log/tile/entries/000.p/8") {
                    bytes.push(0);
                }
            },
            Verdict::Broken,
        ),
    ];
    for (path, damage, verdict) in cases {
        let mut files = whole.clone();
        damage(&mut files);
        let found = worst(&files, &by_key(&archive));
        assert_eq!(found, (verdict, vec![path.to_owned()]));
    }
    // What older heads had may go.
    let mut files = whole.clone();
    assert!(files.remove("log/tile/0/000.p/4").is_some());
    assert!(files.remove("log/tile/entries/000.p/4").is_some());
    assert_eq!(
        worst(&files, &by_key(&archive)),
        (Verdict::Intact, Vec::new())
    );
}

/// What a publication in place leaves for readers who have the old pages open is no damage, and what claims to be is.
#[test]
fn what_leaves_with_the_next_publication_is_counted() {
    let mut files = sample().files().clone();
    files.insert("assets/old-0123456789abcdef.js".to_owned(), b"old".to_vec());
    files.insert("evil.html".to_owned(), b"evil".to_vec());
    // Among those that stay, and without a hash in its name.
    files.insert("assets/bad.js".to_owned(), b"evil".to_vec());
    let zeros = "0".repeat(64);
    let leaving = format!(
        "{zeros}  assets/bad.js\n{zeros}  assets/old-0123456789abcdef.js\n{zeros}  evil.html\n"
    );
    files.insert(".gongbao-leaving".to_owned(), leaving.into_bytes());
    for beside in [
        ".git/HEAD",
        ".gongbao-mirror/checkpoint",
        "MIRROR.txt",
        "MIRROR.txt.new",
    ] {
        files.insert(beside.to_owned(), b"x".to_vec());
    }
    let checked = checked(&files, &How::default());
    assert_eq!(checked.leaving, 1);
    let named: Vec<&str> = checked
        .damages
        .sorted()
        .iter()
        .map(|damage| damage.file.as_str())
        .collect();
    assert_eq!(named, ["assets/bad.js", "evil.html"]);
}

/// A time stamp is of one head; one of another, of a later log or of no publication is named.
#[test]
fn time_stamps_are_held_against_the_heads_that_they_are_called_by() {
    let archive = sample();
    let log = log_of(|path| archive.files().get(&format!("log/{path}")));
    let log = log.ok().flatten().unwrap_or_else(|| panic!("a log"));
    let sizes: Vec<u64> = log.publications().collect();
    assert_eq!(sizes, [4, 8]);
    let stamp = |size: u64| {
        let text = log.head_text(size).unwrap_or_else(|| panic!("{size}"));
        let digest = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes());
        reply(&digest.into(), "20261201123000Z")
    };
    let mut files = archive.files().clone();
    files.insert("log/timestamps/4.tsr".to_owned(), stamp(4));
    files.insert("log/timestamps/8.tsr".to_owned(), stamp(8));
    let found = checked(&files, &by_key(&archive));
    assert!(found.damages.is_empty(), "{:?}", found.damages);
    let stamps = found.log.map(|log| log.stamps).unwrap_or_default();
    let seen: Vec<(u64, &str)> = stamps.iter().map(|s| (s.size, s.time.as_str())).collect();
    assert_eq!(
        seen,
        [(4, "2026-12-01T12:30:00Z"), (8, "2026-12-01T12:30:00Z")]
    );
    let cases: [(&str, Vec<u8>, Verdict); 6] = [
        ("log/timestamps/8.tsr", stamp(4), Verdict::Altered),
        ("log/timestamps/8.tsr", Vec::new(), Verdict::Altered),
        // No publication ended there.
        ("log/timestamps/7.tsr", stamp(8), Verdict::Altered),
        ("log/timestamps/9.tsr", stamp(8), Verdict::RolledBack),
        ("log/timestamps/08.tsr", stamp(8), Verdict::Extra),
        ("log/timestamps/8", stamp(8), Verdict::Extra),
    ];
    for (path, bytes, verdict) in cases {
        let mut other = files.clone();
        other.insert(path.to_owned(), bytes);
        let found = worst(&other, &by_key(&archive));
        assert_eq!(found, (verdict, vec![path.to_owned()]));
    }
}

/// What the killed adding of a cosignature leaves is a head of the same log; nothing else goes by its name.
#[test]
fn half_a_head_is_of_the_same_log() {
    let archive = sample();
    let head = archive.files()["log/checkpoint"].clone();
    let other = String::from_utf8_lossy(&head).replace(ORIGIN, "b.example");
    let cases = [
        (head.clone(), Verdict::Intact),
        (head[..head.len() / 2].to_vec(), Verdict::Intact),
        (Vec::new(), Verdict::Intact),
        (other.into_bytes(), Verdict::Extra),
        (b"<script>".to_vec(), Verdict::Extra),
        (vec![0xff; 9], Verdict::Extra),
    ];
    for (bytes, verdict) in cases {
        let mut files = archive.files().clone();
        files.insert("log/checkpoint.new".to_owned(), bytes);
        assert_eq!(worst(&files, &by_key(&archive)).0, verdict);
    }
}

/// Whoever can write to a site can claim a publication that has not ended: what that would explain is named all the same.
#[test]
fn what_a_publication_underway_explains_is_named() {
    let archive = sample();
    let mut files = archive.files().clone();
    files.insert("index.html".to_owned(), b"<p>forged</p>".to_vec());
    let list = format!("{}  index.html\n", "0".repeat(64));
    files.insert(".gongbao-pending".to_owned(), list.into_bytes());
    files.insert("evil.html".to_owned(), b"evil".to_vec());
    let found = checked(&files, &by_key(&archive));
    assert_eq!(found.damages.worst(), Verdict::Incomplete);
    assert_eq!(found.damages.count(), 3);
    let sorted = found.damages.sorted();
    let named: Vec<&str> = sorted.iter().map(|damage| damage.file.as_str()).collect();
    assert_eq!(named, [".gongbao-pending", "evil.html", "index.html"]);
}

/// A site that is published anew after so many reads.
struct Renewed {
    before: Archive,
    after: Archive,
    reads: AtomicUsize,
    at: usize,
}

impl Renewed {
    fn now(&self) -> &Archive {
        match self.reads.fetch_add(1, Ordering::SeqCst) < self.at {
            true => &self.before,
            false => &self.after,
        }
    }
}

impl Files for Renewed {
    fn get(&self, path: &str, max: usize) -> Result<Option<Vec<u8>>, Oddity> {
        Files::get(self.now(), path, max)
    }

    fn seen(&self, path: &str) -> Result<Option<Seen>, Oddity> {
        self.now().seen(path)
    }

    fn entries(&self, folder: &str) -> Result<Option<Vec<Entry>>, Oddity> {
        self.now().entries(folder)
    }
}

/// A publication while a site is verified is no damage, whenever it comes; damage is, where there was none.
#[test]
fn a_publication_meanwhile_is_no_damage() {
    let mut archive = sample();
    let how = by_key(&archive);
    let before = archive.files().clone();
    archive.page("index.html", b"<p>3</p>");
    archive.correct("a/2021", 2, "# 2021, corrected\n", &[]);
    archive.release();
    let mut renewed = Renewed {
        before,
        after: archive.files().clone(),
        reads: AtomicUsize::new(0),
        at: 0,
    };
    let mut refused = 0;
    loop {
        renewed.reads = AtomicUsize::new(0);
        match check(&renewed, &how, &|_| ()) {
            Ok(checked) => assert!(checked.damages.is_empty(), "{:?}", checked.damages),
            Err(_) => refused += 1,
        }
        if renewed.reads.load(Ordering::SeqCst) <= renewed.at {
            break;
        }
        renewed.at += 1;
    }
    assert!(refused > 0);
    // The head as it was: the page was altered.
    renewed.after = renewed.before.clone();
    renewed.after.insert("index.html".to_owned(), Vec::new());
    renewed.at = 4;
    let found = check(&renewed, &how, &|_| ()).map(|checked| checked.damages.worst());
    assert!(matches!(found, Ok(Verdict::Altered)));
}
