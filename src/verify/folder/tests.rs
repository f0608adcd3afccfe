//! Folders as they are on disk: links, pipes, rights, files that grow.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::Folder;
use crate::internals::recorder::Recorder;
use crate::verify::damage::Verdict;
use crate::verify::files::{Files, Oddity, list};
use crate::verify::memory::{recall, remember};
use crate::verify::place::place;
use crate::verify::site::{How, check};

fn sample() -> tempfile::TempDir {
    let mut archive = Recorder::new("a.example", Some([7; 32]));
    archive.page("index.html", b"<p>1</p>");
    archive.publish("a/2020", "# 2020\n", &[("x/a.csv", b"1\n")]);
    archive.release();
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in archive.files() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn worst(folder: &Path) -> (Verdict, Vec<String>) {
    let opened = Folder::open(folder).unwrap();
    let checked = check(&opened, &How::default(), &|_| ()).unwrap();
    let sorted = checked.damages.sorted();
    let named = sorted.iter().map(|damage| damage.file.clone());
    (checked.damages.worst(), named.collect())
}

#[test]
fn a_copy_is_intact_where_nothing_may_be_written() {
    let folder = sample();
    assert_eq!(worst(folder.path()), (Verdict::Intact, Vec::new()));
    for path in ["", "a", "log", "a/2020/index.md"] {
        let path = folder.path().join(path);
        let is_folder = path.is_dir();
        let mode = if is_folder { 0o555 } else { 0o444 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    assert_eq!(worst(folder.path()), (Verdict::Intact, Vec::new()));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    // The folder itself may be reached by a link.
    let beside = tempfile::tempdir().unwrap();
    let link = beside.path().join("current");
    symlink(folder.path(), &link).unwrap();
    assert_eq!(worst(&link), (Verdict::Intact, Vec::new()));
    assert!(Folder::open(&beside.path().join("none")).is_err());
    assert!(
        check(
            &Folder::open(beside.path()).unwrap(),
            &How::default(),
            &|_| ()
        )
        .is_err()
    );
}

#[test]
fn what_is_no_file_is_damage_and_never_read() {
    let folder = sample();
    let index = folder.path().join("index.html");
    let kept = folder.path().with_extension("kept");
    fs::rename(&index, &kept).unwrap();
    symlink(&kept, &index).unwrap();
    let named = |name: &str| vec![name.to_owned()];
    assert_eq!(
        worst(folder.path()),
        (Verdict::Altered, named("index.html"))
    );
    fs::remove_file(&index).unwrap();
    // A pipe that nobody writes to would hold a reader up for ever.
    let made = std::process::Command::new("mkfifo").arg(&index).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(
            worst(folder.path()),
            (Verdict::Altered, named("index.html"))
        );
        fs::remove_file(&index).unwrap();
    }
    fs::create_dir(&index).unwrap();
    assert_eq!(
        worst(folder.path()),
        (Verdict::Altered, named("index.html"))
    );
    fs::remove_dir(&index).unwrap();
    fs::rename(&kept, &index).unwrap();
    // Links that lead nowhere, to themselves, or to folders.
    symlink("nowhere", folder.path().join("dangling")).unwrap();
    symlink(".", folder.path().join("self")).unwrap();
    assert_eq!(
        worst(folder.path()),
        (
            Verdict::Extra,
            vec!["dangling".to_owned(), "self".to_owned()]
        )
    );
    fs::remove_file(folder.path().join("dangling")).unwrap();
    fs::remove_file(folder.path().join("self")).unwrap();
    // A folder on the way that is a link.
    let moved = folder.path().with_extension("moved");
    fs::rename(folder.path().join("a"), &moved).unwrap();
    symlink(&moved, folder.path().join("a")).unwrap();
    let (verdict, named) = worst(folder.path());
    assert_eq!(verdict, Verdict::Altered);
    assert!(named.contains(&"a/2020/index.md".to_owned()), "{named:?}");
    fs::remove_dir_all(&moved).unwrap();
}

#[test]
fn names_that_are_no_text_are_extra() {
    use std::os::unix::ffi::OsStrExt;
    let folder = sample();
    let name = std::ffi::OsStr::from_bytes(b"a\xff");
    if fs::write(folder.path().join(name), b"").is_ok() {
        let (verdict, named) = worst(folder.path());
        assert_eq!((verdict, named.len()), (Verdict::Extra, 1));
    }
}

/// A file that is written to while it is read is no file that was verified.
#[test]
fn a_file_that_grows_while_it_is_read_is_told() {
    let folder = sample();
    let opened = Folder::open(folder.path()).unwrap();
    let path = folder.path().join("index.html");
    let read = opened.read("index.html", |_| fs::write(&path, b"longer than it was"));
    assert_eq!(read, Err(Oddity::Changed));
    // Paths that lead out of the folder are those of no file.
    for path in ["../index.html", "/etc/passwd", "a//b", ""] {
        assert_eq!(opened.get(path, 10), Ok(None), "{path}");
    }
    assert_eq!(opened.get("index.html", 3), Ok(Some(b"lon".to_vec())));
    assert!(list(&opened).is_ok_and(|listed| listed.is_some()));
}

#[test]
fn a_file_is_found_in_the_archive_that_it_lies_in() {
    let folder = sample();
    let at = |path: &str| place(&folder.path().join(path)).map(|place| (place.folder, place.path));
    let whole = |path: &str| Some((folder.path().to_owned(), path.to_owned()));
    assert_eq!(at("a/2020/x/a.csv").ok(), whole("a/2020/x/a.csv"));
    assert!(at("a/none").is_err());
    // Without the log, the folder that holds the proof.
    fs::remove_dir_all(folder.path().join("log")).unwrap();
    let alone = Some((folder.path().join("a/2020"), "x/a.csv".to_owned()));
    assert_eq!(at("a/2020/x/a.csv").ok(), alone);
    assert_eq!(at("index.html").ok(), whole("index.html"));
}

#[test]
fn a_checkpoint_is_remembered_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seen");
    assert!(recall(&path).is_ok_and(|note| note.is_none()));
    let note = format!("a.example\n1\n{}=\n", "A".repeat(43));
    remember(&path, &note).unwrap();
    remember(&path, &note).unwrap();
    assert_eq!(recall(&path).ok().flatten(), Some(note.clone()));
    let there: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(there.len(), 1);
    // What is no checkpoint is not replaced by one unseen.
    fs::write(&path, "no checkpoint").unwrap();
    assert!(recall(&path).is_err());
    assert!(recall(&folder.path().join("none/seen")).is_err());
    assert!(recall(folder.path()).is_err());
    // What a run that was killed left behind is in nobody's way.
    fs::write(folder.path().join(".gongbao-remember"), "half").unwrap();
    remember(&path, &note).unwrap();
    assert_eq!(recall(&path).ok().flatten(), Some(note));
}
