//! What a store gives back, after whatever happened to it in between.

#![expect(
    clippy::disallowed_methods,
    reason = "tests damage what the store has written"
)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::{TempDir, tempdir};

use super::{Key, Store, Unused};

fn open(home: &TempDir) -> Store {
    Store::open(Some(&home.path().join("store")), &[1; 32], home.path())
}

fn key(number: u32) -> Key {
    Key::of("number", &number)
}

fn value(number: u32) -> Vec<u8> {
    number.to_le_bytes().repeat(number as usize % 97 + 1)
}

/// A store with these values, saved.
fn filled(numbers: impl Iterator<Item = u32>) -> TempDir {
    let home = tempdir().expect("a folder");
    let store = open(&home);
    for number in numbers {
        store.put_bytes(key(number), &value(number));
    }
    store.save(Unused::Forget);
    home
}

/// All files of a store, but those that never change.
fn files(home: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(home.join("store")).expect("a folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.retain(|path| !path.ends_with(".gitignore") && !path.ends_with("CACHEDIR.TAG"));
    files.sort();
    files
}

#[test]
fn what_was_put_is_there_at_once_and_the_next_time() {
    let home = tempdir().expect("a folder");
    let store = open(&home);
    for number in 0..30_000 {
        store.put_bytes(key(number), &value(number));
        let earlier = number / 2;
        assert_eq!(store.get_bytes(&key(earlier)), Some(value(earlier)));
    }
    assert_eq!(store.get_bytes(&key(30_000)), None);
    store.put(Key::of("text", "a"), &("文", 7u64));
    store.save(Unused::Forget);
    let store = open(&home);
    for number in (0..30_000).rev() {
        assert_eq!(store.get_bytes(&key(number)), Some(value(number)));
        let stored = store.find(&key(number)).expect("a value");
        assert_eq!(
            stored.range.end - stored.range.start,
            value(number).len() as u64
        );
    }
    let text: Option<(String, u64)> = store.get(&Key::of("text", "a"));
    assert_eq!(text, Some(("文".to_owned(), 7)));
}

#[test]
fn what_was_not_asked_for_is_forgotten_and_nowhere_on_the_disk() {
    let home = filled(0..1000);
    let secret = b"the text that was withdrawn".to_vec();
    let store = open(&home);
    store.put_bytes(Key::of("text", "withdrawn"), &secret);
    store.save(Unused::Keep);
    let holds = |home: &TempDir| {
        let has = |path: &std::path::PathBuf| {
            let bytes = fs::read(path).expect("a file");
            bytes.windows(secret.len()).any(|window| window == secret)
        };
        files(home.path()).iter().any(has)
    };
    assert!(holds(&home));
    let store = open(&home);
    for number in 0..1000 {
        assert_eq!(store.get_bytes(&key(number)), Some(value(number)));
    }
    store.save(Unused::Forget);
    assert!(!holds(&home));
    let store = open(&home);
    assert_eq!(store.get_bytes(&Key::of("text", "withdrawn")), None);
    assert_eq!(store.get_bytes(&key(3)), Some(value(3)));
}

#[test]
fn a_run_that_is_not_saved_leaves_the_store_as_it_was() {
    let home = filled(0..100);
    let before: Vec<_> = files(home.path());
    let store = open(&home);
    store.put_bytes(key(7), b"other");
    assert_eq!(store.get_bytes(&key(7)), Some(b"other".to_vec()));
    drop(store);
    assert_eq!(files(home.path()), before);
    assert_eq!(open(&home).get_bytes(&key(7)), Some(value(7)));
}

#[test]
fn another_run_beside_it_has_an_empty_store_and_harms_nothing() {
    let home = filled(0..100);
    let first = open(&home);
    let second = open(&home);
    assert_eq!(second.get_bytes(&key(7)), None);
    second.put_bytes(key(500), &value(500));
    assert_eq!(second.get_bytes(&key(500)), Some(value(500)));
    second.save(Unused::Forget);
    assert_eq!(first.get_bytes(&key(7)), Some(value(7)));
    first.save(Unused::Keep);
    let store = open(&home);
    assert_eq!(store.get_bytes(&key(8)), Some(value(8)));
    assert_eq!(store.get_bytes(&key(500)), None);
}

#[test]
fn many_small_runs_leave_few_files_and_few_bytes() {
    let home = filled(0..2000);
    let size = |home: &TempDir| -> u64 {
        let lengths = files(home.path());
        let lengths = lengths
            .iter()
            .map(|path| fs::metadata(path).expect("a file").len());
        lengths.sum()
    };
    let first = size(&home);
    for run in 0..100 {
        let store = open(&home);
        for number in 0..2000 {
            match number % 100 == run {
                true => store.put_bytes(key(number), &value(number)),
                false => assert_eq!(store.get_bytes(&key(number)), Some(value(number))),
            }
        }
        store.save(Unused::Forget);
        assert!(files(home.path()).len() <= super::PACKS_MAX + 2);
        assert!(size(&home) < first * 3 / 2, "{} of {first}", size(&home));
    }
}

#[test]
fn what_another_program_kept_is_absent_and_goes() {
    let home = filled(0..10);
    let other = Store::open(Some(&home.path().join("store")), &[2; 32], home.path());
    assert_eq!(other.get_bytes(&key(1)), None);
    other.put_bytes(key(20), &value(20));
    other.save(Unused::Keep);
    assert_eq!(files(home.path()).len(), 2);
    assert_eq!(open(&home).get_bytes(&key(1)), None);
}

#[test]
fn a_folder_of_others_is_left_as_it_is() {
    let place = tempdir().expect("a folder");
    let folder = place.path().join("store");
    for (name, is_file) in [("list", false), ("notes.txt", true), ("2.pack", false)] {
        fs::create_dir_all(&folder).expect("a folder");
        match is_file {
            true => fs::write(folder.join(name), "mine").expect("written"),
            false => fs::create_dir(folder.join(name)).expect("a folder"),
        }
        let store = open(&place);
        store.put_bytes(key(1), &value(1));
        store.save(Unused::Forget);
        let names = fs::read_dir(&folder).expect("a folder");
        let names = names.map(|entry| entry.expect("a name").file_name());
        assert_eq!(names.collect::<Vec<_>>(), [name]);
        fs::remove_dir_all(&folder).expect("removed");
    }
}

#[test]
fn a_value_that_was_put_twice_leaves_nothing_behind() {
    let home = tempdir().expect("a folder");
    let secret = vec![0xA7; 3 << 20];
    for first in [secret.clone(), vec![0xA7; 1000]] {
        let store = open(&home);
        store.put_bytes(key(1), &first);
        store.put_bytes(key(1), &first);
        store.put_bytes(key(1), b"another");
        store.save(Unused::Forget);
        for path in files(home.path()) {
            let bytes = fs::read(&path).expect("a file");
            let found = bytes.windows(100).any(|window| window == [0xA7; 100]);
            assert!(!found, "{}", path.display());
        }
        assert_eq!(open(&home).get_bytes(&key(1)), Some(b"another".to_vec()));
    }
}

#[test]
fn without_a_home_it_lives_as_long_as_the_run() {
    let scratch = tempdir().expect("a folder");
    let store = Store::open(None, &[1; 32], scratch.path());
    store.put_bytes(key(1), &value(1));
    assert_eq!(store.get_bytes(&key(1)), Some(value(1)));
    assert!(store.began().is_none());
    store.save(Unused::Forget);
    assert_eq!(fs::read_dir(scratch.path()).expect("a folder").count(), 0);
    // And one that cannot even have that keeps nothing.
    let store = Store::open(None, &[1; 32], &scratch.path().join("missing"));
    store.put_bytes(key(1), &value(1));
    assert_eq!(store.get_bytes(&key(1)), None);
    assert!(store.find(&key(1)).is_none());
}

#[test]
fn what_stands_in_the_place_of_its_files_is_replaced() {
    for name in ["list", "list.new", "pack.new", "1.pack"] {
        let home = filled(0..10);
        let path = home.path().join("store").join(name);
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.join("deep")).expect("a folder");
        let store = open(&home);
        store.put_bytes(key(20), &value(20));
        store.save(Unused::Keep);
        assert_eq!(open(&home).get_bytes(&key(20)), Some(value(20)), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A value that was damaged is absent, and no other is given in its place.
    #[test]
    fn damage_is_absence(damages in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0u8..4, any::<u8>()), 1..6)) {
        let home = filled(0..60);
        for (file, at, kind, byte) in damages {
            let files = files(home.path());
            let path = &files[file.index(files.len())];
            let mut bytes = fs::read(path).expect("a file");
            if bytes.is_empty() {
                continue;
            }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] ^= byte | 1,
                1 => bytes.truncate(at),
                2 => bytes.extend(vec![byte; at]),
                _ => bytes.rotate_left(at),
            }
            fs::write(path, bytes).expect("written");
        }
        let store = open(&home);
        for number in 0..60 {
            let found = store.get_bytes(&key(number));
            prop_assert!(found.is_none_or(|found| found == value(number)));
            if let Some(stored) = store.find(&key(number)) {
                prop_assert_eq!(stored.range.end - stored.range.start, value(number).len() as u64);
            }
            store.put_bytes(key(number), &value(number));
        }
        store.save(Unused::Forget);
        let store = open(&home);
        for number in 0..60 {
            prop_assert_eq!(store.get_bytes(&key(number)), Some(value(number)));
        }
    }
}
