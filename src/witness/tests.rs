//! Each case of tlog-witness, and what a witness never forgets.

use super::{MAX_REQUEST, Refusal, Request, Seen, State, Witness};
use crate::log::checkpoint::Checkpoint;
use crate::log::key::{Kind, Signer};
use crate::log::ledger::Ledger;
use crate::log::note::Note;
use crate::log::published::{Published, Signed};
use crate::log::tree::{Hash, Tree, leaf_hash};

const ORIGIN: &str = "a.example/log";

fn signer(name: &str, kind: Kind, seed: u8) -> Signer {
    Signer::from_seed(name, kind, &[seed; 32]).unwrap_or_else(|| panic!())
}

fn log_key() -> Signer {
    signer(ORIGIN, Kind::Ed25519, 1)
}

fn own_key() -> Signer {
    signer("w.example", Kind::Cosignature, 2)
}

fn tree(entries: std::ops::Range<u64>) -> Tree {
    let mut tree = Tree::default();
    for entry in entries {
        tree.push(leaf_hash(&entry.to_be_bytes()));
    }
    tree
}

fn signed(origin: &str, size: u64, root: Hash, by: &Signer) -> String {
    let text = Checkpoint {
        origin: origin.to_owned(),
        size,
        root,
    }
    .text();
    format!("{text}\n{}", by.sign(&text, 0))
}

fn note(tree: &Tree, size: u64) -> String {
    let root = tree.root(size).unwrap_or_default();
    signed(ORIGIN, size, root, &log_key())
}

fn request(tree: &Tree, old: u64, size: u64) -> String {
    let proof = tree.consistency(old, size).unwrap_or_default();
    Request::text(old, &proof, &note(tree, size))
}

struct Trial {
    folder: tempfile::TempDir,
    witness: Witness,
    state: Option<State>,
    now: u64,
}

impl Trial {
    fn new() -> Trial {
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let state = State::open(folder.path(), own_key().verifier(), true);
        Trial {
            state: Some(state.unwrap_or_else(|e| panic!("{e}"))),
            folder,
            witness: Witness::new(own_key(), vec![log_key().verifier().clone()]),
            now: 1_700_000_000,
        }
    }

    fn state(&self) -> &State {
        self.state.as_ref().unwrap_or_else(|| panic!())
    }

    fn ask(&self, body: &str) -> Result<String, Refusal> {
        let answered = self.witness.answer(body, self.now, self.state());
        answered.unwrap_or_else(|e| panic!("{e}"))
    }

    fn last(&self) -> Option<u64> {
        let last = self.state().last(ORIGIN).unwrap_or_else(|e| panic!("{e}"));
        last.map(|seen| seen.checkpoint.size)
    }

    /// As a witness that was ended and begun again.
    fn reopened(mut self) -> Trial {
        self.state = None;
        let state = State::open(self.folder.path(), own_key().verifier(), false);
        self.state = Some(state.unwrap_or_else(|e| panic!("{e}")));
        self
    }
}

#[test]
fn a_log_that_grows_is_cosigned_and_its_signature_holds() {
    let tree = tree(0..20);
    let trial = Trial::new();
    for (old, size) in [(0, 3), (3, 3), (3, 8), (8, 20)] {
        let line = trial.ask(&request(&tree, old, size));
        let line = line.unwrap_or_else(|refusal| panic!("{old} {size} {refusal:?}"));
        let whole = format!("{}{line}", note(&tree, size));
        let parsed = Note::parse(&whole).unwrap_or_else(|| panic!("{whole}"));
        let held = parsed.signed_by(own_key().verifier());
        assert_eq!(held, Some(Ok(Some(trial.now))));
        assert_eq!(trial.last(), Some(size));
    }
    let trial = trial.reopened();
    assert_eq!(trial.last(), Some(20));
    let conflict = trial.ask(&request(&tree, 8, 20));
    assert_eq!(conflict, Err(Refusal::Conflict(20)));
}

#[test]
fn each_refusal_is_that_of_the_standard_and_signs_nothing() {
    let whole = tree(0..20);
    let trial = Trial::new();
    assert!(trial.ask(&request(&whole, 0, 8)).is_ok());
    let right = request(&whole, 8, 20);
    let other_key = signer(ORIGIN, Kind::Ed25519, 9);
    let other_log = signer("b.example/log", Kind::Ed25519, 9);
    let root = |size| whole.root(size).unwrap_or_default();
    let with = |note: &str| Request::text(8, &whole.consistency(8, 20).unwrap_or_default(), note);
    let (_, proof) = right.split_once('\n').unwrap_or_default();
    let damaged = |text: &str| text.replace("\n20\n", "\n19\n");
    let rewritten = tree(100..120);
    let empty = |root| Request::text(0, &[], &signed(ORIGIN, 0, root, &log_key()));
    let cases = [
        ("no request", "", 400),
        ("no size", proof, 400),
        ("a zero before", &right.replacen("old 8", "old 08", 1), 400),
        ("a sign", &right.replacen("old 8", "old +8", 1), 400),
        ("no empty line", &right.replacen("\n\n", "\n", 1), 400),
        (
            "an end of line too many",
            &right.replacen("old 8\n", "old 8\r\n", 1),
            400,
        ),
        (
            "no hash",
            &right.replacen("old 8\n", "old 8\nAAAA\n", 1),
            400,
        ),
        (
            "64 hashes",
            &Request::text(8, &[[0; 32]; 64], &note(&whole, 20)),
            400,
        ),
        (
            "a smaller tree",
            &Request::text(20, &[], &note(&whole, 8)),
            400,
        ),
        (
            "not followed",
            &with(&signed("b.example/log", 20, root(20), &other_log)),
            404,
        ),
        (
            "another key",
            &with(&signed(ORIGIN, 20, root(20), &other_key)),
            403,
        ),
        ("a signature that does not hold", &damaged(&right), 403),
        ("an older size", &request(&whole, 3, 20), 409),
        ("none known", &request(&whole, 0, 20), 409),
        ("a larger size", &request(&whole, 9, 20), 409),
        ("no proof", &Request::text(8, &[], &note(&whole, 20)), 422),
        ("another log's proof", &request(&rewritten, 8, 20), 422),
        ("a fork", &Request::text(8, &[], &note(&rewritten, 8)), 409),
        (
            "a proof of the same",
            &Request::text(8, &[root(8)], &note(&whole, 8)),
            422,
        ),
    ];
    for (what, body, status) in cases {
        let refusal = trial.ask(body);
        assert_eq!(refusal.map_err(Refusal::status), Err(status), "{what}");
        assert_eq!(trial.last(), Some(8), "{what}");
    }
    assert!(trial.ask(&right).is_ok());
    // Of nothing there is one tree.
    let fresh = Trial::new();
    let refusal = fresh.ask(&empty([7; 32]));
    assert_eq!(refusal.map_err(Refusal::status), Err(422));
    let proved = Request::text(0, &[root(8)], &note(&whole, 8));
    assert_eq!(fresh.ask(&proved).map_err(Refusal::status), Err(422));
    let nothing = Tree::default().root(0).unwrap_or_default();
    assert!(fresh.ask(&empty(nothing)).is_ok());
    assert!(fresh.ask(&request(&whole, 0, 8)).is_ok());
}

#[test]
fn a_request_has_a_limit() {
    let whole = tree(0..20);
    let line = format!("— other.example {}\n", "QUJD".repeat(20));
    let mut body = request(&whole, 0, 8);
    while body.len() <= MAX_REQUEST {
        body.push_str(&line.replace("QUJD", &"QUJD".repeat(40)));
    }
    assert_eq!(Trial::new().ask(&body), Err(Refusal::Malformed));
}

#[test]
fn two_trees_of_one_size_are_kept_as_evidence() {
    let trial = Trial::new();
    let (whole, rewritten) = (tree(0..20), tree(100..120));
    assert!(trial.ask(&request(&whole, 0, 8)).is_ok());
    let fork = Request::text(8, &[], &note(&rewritten, 8));
    assert_eq!(trial.ask(&fork), Err(Refusal::Forked(8)));
    let names = std::fs::read_dir(trial.folder.path()).unwrap_or_else(|e| panic!("{e}"));
    let kept = names.filter_map(Result::ok).map(|entry| entry.path());
    let fork = kept.filter(|path| path.extension().is_some_and(|e| e == "fork"));
    let texts: Vec<String> = fork
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect();
    assert_eq!(texts, [note(&rewritten, 8)]);
}

#[test]
fn a_clock_that_was_set_back_signs_nothing() {
    let whole = tree(0..20);
    let mut trial = Trial::new();
    assert!(trial.ask(&request(&whole, 0, 8)).is_ok());
    trial.now -= 1;
    assert_eq!(trial.ask(&request(&whole, 8, 20)), Err(Refusal::Clock));
    trial.now = 0;
    assert_eq!(trial.ask(&request(&whole, 8, 20)), Err(Refusal::Clock));
    assert_eq!(trial.last(), Some(8));
    trial.now = 1_700_000_000;
    assert!(trial.ask(&request(&whole, 8, 20)).is_ok());
}

#[test]
fn a_witness_that_cannot_know_what_it_signed_signs_nothing() {
    let whole = tree(0..20);
    let mut trial = Trial::new();
    assert!(trial.ask(&request(&whole, 0, 8)).is_ok());
    let open = |key: &Signer, is_new| State::open(trial.folder.path(), key.verifier(), is_new);
    // One at a time.
    assert!(open(&own_key(), false).is_err());
    trial.state = None;
    let open = |key: &Signer, is_new| State::open(trial.folder.path(), key.verifier(), is_new);
    let other = signer("w.example", Kind::Cosignature, 3);
    assert!(open(&other, false).is_err());
    assert!(open(&own_key(), true).is_err());
    let empty = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    assert!(State::open(empty.path(), own_key().verifier(), false).is_err());
    assert!(State::open(&empty.path().join("none"), own_key().verifier(), true).is_err());
    let state = open(&own_key(), false).unwrap_or_else(|e| panic!("{e}"));
    let names = std::fs::read_dir(trial.folder.path()).unwrap_or_else(|e| panic!("{e}"));
    let files = names.filter_map(Result::ok).map(|entry| entry.path());
    let of_log = files.filter(|path| path.file_name().is_some_and(|name| name.len() == 64));
    for path in of_log.collect::<Vec<_>>() {
        for text in ["", "time 1\n", "time x\nnote", &"x".repeat(200_000)] {
            assert!(std::fs::write(&path, text).is_ok());
            assert!(state.last(ORIGIN).is_err());
            let answered = trial
                .witness
                .answer(&request(&whole, 0, 8), trial.now, &state);
            assert!(answered.is_err());
        }
    }
}

#[test]
fn a_log_that_was_read_makes_its_own_request() {
    let published = |entries: std::ops::Range<u64>| {
        let tree = tree(entries);
        let size = tree.size();
        Published {
            note: note(&tree, size),
            checkpoint: Checkpoint {
                origin: ORIGIN.to_owned(),
                size,
                root: tree.root(size).unwrap_or_default(),
            },
            signed: Signed::By(log_key().verifier().clone()),
            tree,
            ledger: Ledger::default(),
            tail: Vec::new(),
        }
    };
    let trial = Trial::new();
    let last = || -> Option<Seen> { trial.state().last(ORIGIN).unwrap_or_else(|e| panic!("{e}")) };
    for size in [5, 5, 12] {
        let body = Witness::request(&published(0..size), last().as_ref());
        assert!(trial.ask(&body.unwrap_or_default()).is_ok());
    }
    let refused = |entries| Witness::request(&published(entries), last().as_ref()).err();
    assert_eq!(refused(0..11), Some(Refusal::Conflict(12)));
    assert_eq!(refused(1..14), Some(Refusal::Inconsistent));
}
