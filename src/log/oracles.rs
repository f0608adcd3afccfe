//! Trees, proofs, files, keys and notes held against implementations of others: the crates `tlog_tiles` and `signed_note`.
//!
//! They name files as Go's checksum database does (`tile/8/0/000`), and panic on input that lies, so that they are
//! oracles for what holds and no more.

use std::cell::RefCell;

use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::{collection, prop_assert, prop_assert_eq};
use signed_note::{Note as TheirNote, StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::tlog::{
    Error, Hash as Theirs, HashReader, check_record, check_tree, prove_record, prove_tree,
    record_hash, stored_hashes, tree_hash,
};

use crate::log::checkpoint::Checkpoint;
use crate::log::key::{Kind, Signer};
use crate::log::note::Note;
use crate::log::tile::{self, tiles};
use crate::log::tree::{Hash, Tree, includes, is_consistent, leaf_hash};

/// Their tree: hashes in the order of their numbers.
#[derive(Default)]
struct Stored(RefCell<Vec<Theirs>>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Theirs>, Error> {
        let hashes = self.0.borrow();
        let read = |index: &u64| {
            let hash = hashes.get(usize::try_from(*index).ok()?);
            hash.copied()
        };
        let read: Option<Vec<Theirs>> = indexes.iter().map(read).collect();
        read.ok_or(Error::InvalidTile)
    }
}

/// The same entries in their tree and in ours.
fn both(entries: &[Vec<u8>]) -> (Stored, Tree) {
    let (stored, mut tree) = (Stored::default(), Tree::default());
    for (at, entry) in (0u64..).zip(entries) {
        let new = stored_hashes(at, entry, &stored).expect("hashes");
        stored.0.borrow_mut().extend(new);
        tree.push(leaf_hash(entry));
    }
    (stored, tree)
}

fn ours(hashes: Vec<Theirs>) -> Vec<Hash> {
    hashes.into_iter().map(|hash| hash.0).collect()
}

fn theirs(hashes: &[Hash]) -> Vec<Theirs> {
    hashes.iter().map(|hash| Theirs(*hash)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn proofs_and_roots_are_those_of_others(
        entries in collection::vec(collection::vec(any::<u8>(), 0..20), 1..90),
        at in any::<u64>(),
        old in any::<u64>(),
    ) {
        let (stored, tree) = both(&entries);
        let size = tree.size();
        let (at, old) = (at % size, 1 + old % size);
        let root = tree_hash(size, &stored).expect("a root");
        prop_assert_eq!(Some(root.0), tree.root(size));
        let old_root = tree_hash(old, &stored).expect("a root");
        // Ours is theirs, and each takes the other's.
        let proof = tree.inclusion(at, size).unwrap_or_default();
        let leaf = tree.whole(0, at).unwrap_or_default();
        prop_assert_eq!(record_hash(&entries[usize::try_from(at).unwrap_or(0)]).0, leaf);
        prop_assert!(check_record(&theirs(&proof), size, root, at, Theirs(leaf)).is_ok());
        let proof = ours(prove_record(size, at, &stored).expect("a proof"));
        prop_assert!(includes(&leaf, at, size, &proof, &root.0));
        let proof = tree.consistency(old, size).unwrap_or_default();
        prop_assert!(check_tree(&theirs(&proof), size, root, old, old_root).is_ok());
        let proof = ours(prove_tree(size, old, &stored).expect("a proof"));
        prop_assert!(is_consistent((old, &old_root.0), (size, &root.0), &proof));
    }
}

#[test]
fn files_are_those_of_others_under_other_names() {
    for size in [1u64, 2, 255, 256, 257, 600] {
        let entries: Vec<Vec<u8>> = (0..size).map(|at| at.to_be_bytes().to_vec()).collect();
        let (stored, tree) = both(&entries);
        let mut expected: Vec<(String, Vec<u8>)> = tlog_tiles::tile::Tile::new_tiles(8, 0, size)
            .into_iter()
            .map(|tile| {
                (
                    tile.path().replace("tile/8/", "tile/"),
                    tile.read_data(&stored).expect("a file"),
                )
            })
            .collect();
        let hashes = tiles(size).filter(|tile| tile.kind != tile::Kind::Entries);
        let mut made: Vec<(String, Vec<u8>)> = hashes
            .map(|tile| (tile.path(), tile.hashes(&tree).unwrap_or_default()))
            .collect();
        expected.sort();
        made.sort();
        assert_eq!(made, expected, "{size}");
    }
}

#[test]
fn keys_and_notes_are_those_of_others() {
    for seed in 0..20u8 {
        let signer = Signer::from_seed("a.example/log", Kind::Ed25519, &[seed; 32]).expect("a key");
        let key = StandardVerifier::new(&signer.verifier().text()).expect("a key");
        let known = VerifierList::new(vec![Box::new(key)]);
        let checkpoint = Checkpoint {
            origin: "a.example/log".to_owned(),
            size: u64::from(seed),
            root: [seed; 32],
        };
        let text = checkpoint.text();
        let head = tlog_tiles::checkpoint::Checkpoint::from_bytes(text.as_bytes()).expect("a head");
        assert_eq!((head.size(), head.hash().0), (u64::from(seed), [seed; 32]));
        // They take ours.
        let made = format!("{text}\n{}", signer.sign(&text, 0));
        let note = TheirNote::from_bytes(made.as_bytes()).expect("a note");
        assert_eq!(note.verify(&known).expect("it holds").0.len(), 1);
        // And we theirs.
        let secret = signer.secret_text();
        let other = StandardSigner::new(secret.trim_end()).expect("a key");
        let mut note = TheirNote::new(text.as_bytes(), &[]).expect("a note");
        note.add_sigs(&[&other]).expect("signed");
        let theirs = String::from_utf8(note.to_bytes()).expect("UTF-8");
        assert_eq!(theirs, made);
        let note = Note::parse(&theirs).expect("a note");
        assert_eq!(note.signed_by(signer.verifier()), Some(Ok(None)));
    }
}
