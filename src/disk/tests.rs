//! Nothing outside of a folder comes in place of what is in it.

use std::fs;
use std::io::Read;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::disk::Folder;

fn read(file: fs::File) -> String {
    let mut text = String::new();
    let mut file = file;
    file.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn nothing_outside_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("root/a/b")).unwrap();
    fs::create_dir(path("outside")).unwrap();
    fs::write(path("outside/x"), "secret").unwrap();
    fs::write(path("root/a/b/x"), "content").unwrap();
    fs::write(path("root/y"), "content").unwrap();
    symlink("../outside", path("root/link")).unwrap();
    symlink("a", path("root/inside")).unwrap();
    symlink("y", path("root/z")).unwrap();
    let root = Folder::open(&path("root")).unwrap();
    for (name, is_there) in [
        ("a/b/x", true),
        ("y", true),
        ("z", false),
        ("link/x", false),
        ("inside/b/x", false),
        ("../outside/x", false),
        ("a/../../outside/x", false),
        ("..", false),
        ("nothing", false),
        ("a/nothing/x", false),
    ] {
        for opened in [root.file_beneath(name), root.file_by_segments(name)] {
            assert_eq!(opened.is_ok(), is_there, "{name}");
            assert!(
                opened.map_or(true, |file| read(file) == "content"),
                "{name}"
            );
        }
    }
    let absolute = path("outside/x");
    let absolute = absolute.to_str().unwrap();
    assert!(root.file_beneath(absolute).is_err());
}

/// A folder is swapped for a link to another all the while: what is read is never the other's.
#[test]
fn a_link_that_is_swapped_in_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for (name, text) in [("root/a", "content"), ("outside", "secret")] {
        fs::create_dir_all(path(name)).unwrap();
        fs::write(path(name).join("x"), text).unwrap();
    }
    symlink("../outside", path("root/link")).unwrap();
    let root = Folder::open(&path("root")).unwrap();
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                for [from, to] in [["a", "b"], ["link", "a"], ["a", "link"], ["b", "a"]] {
                    let path = |name: &str| path("root").join(name);
                    fs::rename(path(from), path(to)).unwrap();
                }
            }
        });
        let (mut opened, mut refused) = (0, 0);
        for turn in 0.. {
            let file = match turn % 2 {
                0 => root.file_beneath("a/x"),
                _ => root.file_by_segments("a/x"),
            };
            match file {
                Ok(file) => {
                    assert_eq!(read(file), "content");
                    opened += 1;
                }
                Err(_) => refused += 1,
            }
            // Both have been seen often; whoever has one processor alone may see little of one.
            if opened >= 500 && refused >= 500 || turn >= 200_000 {
                break;
            }
        }
        is_done.store(true, Ordering::Relaxed);
        assert!(opened > 0, "nothing was opened");
    });
}
