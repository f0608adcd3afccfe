//! What is known of the last build's files, and when it is known no more.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::{ASIDE, EXCHANGE, IN_PLACE, SITE, Scene, site_with};
use crate::publish::{Record, Written};

fn digest(bytes: impl AsRef<[u8]>) -> [u8; 32] {
    Sha256::digest(bytes.as_ref()).into()
}

fn written(text: &str) -> Written {
    Written {
        digest: digest(text),
        bytes: text.len() as u64,
    }
}

fn recorded(scene: &Scene) -> usize {
    let record = scene.record.borrow();
    let record: Record = serde_json::from_str(record.as_deref().unwrap()).unwrap();
    record.files().len()
}

/// Whether the next build knows `path` to hold `text`.
fn keeps(scene: &Scene, path: &str, text: &str) -> bool {
    let staging = scene.begin().unwrap();
    staging.keep(path, &written(text)).unwrap()
}

fn is_as_recorded(scene: &Scene) -> bool {
    let sums = digest(fs::read(scene.at("SHA256SUMS")).unwrap_or_default());
    scene.begin().unwrap().as_recorded(&sums).is_some()
}

/// Writes to a file and sets its time back to what it was.
fn edit_secretly(scene: &Scene, path: &str, text: &str) {
    let path = scene.at(path);
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, text).unwrap();
    fs::File::open(&path)
        .unwrap()
        .set_modified(modified)
        .unwrap();
}

#[test]
fn every_file_is_recorded_after_every_build() {
    for options in [EXCHANGE, ASIDE, IN_PLACE] {
        let scene = Scene::with(options);
        let sites = [
            SITE.to_vec(),
            SITE.to_vec(),
            site_with("a/1/index.html", Some("eins")),
            site_with("a/1/index.html", Some("uno")),
            site_with("a/3/index.html", Some("three")),
            site_with("a/1/index.html", None),
            site_with("a", None),
            // More is new than stays, so that no tree is left for the next.
            SITE.iter()
                .map(|(path, text)| match *path {
                    "index.html" | ".nojekyll" => (*path, *text),
                    path => (path, "another"),
                })
                .collect(),
        ];
        for site in sites {
            let published = scene.build(&site).unwrap();
            assert_eq!(recorded(&scene), site.len() + 1);
            assert!(is_as_recorded(&scene));
            let staging = scene.begin().unwrap();
            let sums = digest(fs::read(scene.at("SHA256SUMS")).unwrap());
            let same = staging.as_recorded(&sums).unwrap();
            assert_eq!(
                (same.files, same.bytes, same.changed, same.removed),
                (published.files, published.bytes, 0, 0)
            );
            for (path, text) in &site {
                assert!(staging.keep(path, &written(text)).unwrap(), "{path}");
            }
            // All kept, and so nothing changes.
            assert_eq!(scene.commit(staging).unwrap().changed, 0);
            scene.assert_holds(&site, &[]);
        }
    }
}

#[test]
fn a_file_that_is_kept_is_in_the_new_site() {
    for options in [EXCHANGE, ASIDE, IN_PLACE] {
        let scene = Scene::with(options);
        scene.build(&SITE).unwrap();
        for home in ["one", "two", "three"] {
            let staging = scene.begin().unwrap();
            for (path, text) in &SITE[1..] {
                assert!(staging.keep(path, &written(text)).unwrap());
                assert!(staging.keep(path, &written(text)).is_err());
            }
            let (mut file, bytes) = staging.open("a/1/index.html").unwrap().unwrap();
            assert_eq!(bytes, 3);
            assert_eq!(std::io::read_to_string(&mut file).unwrap(), "one");
            staging.write("index.html", home.as_bytes()).unwrap();
            assert_eq!(scene.commit(staging).unwrap().changed, 2);
            scene.assert_holds(&site_with("index.html", Some(home)), &[]);
        }
    }
}

#[test]
fn what_is_not_known_is_not_kept() {
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    let staging = scene.begin().unwrap();
    let one = written("one");
    let longer = Written { bytes: 4, ..one };
    assert!(!staging.keep("a/1/index.html", &written("two")).unwrap());
    assert!(!staging.keep("a/1/index.html", &longer).unwrap());
    assert!(!staging.keep("a/9/index.html", &one).unwrap());
    for path in ["SHA256SUMS", "../a", ""] {
        assert!(staging.keep(path, &one).is_err(), "{path:?}");
    }
    // Nor anything without a record, or with that of another folder.
    drop(staging);
    let other = Scene::new();
    other.build(&SITE).unwrap();
    for record in [None, other.record.take()] {
        scene.record.replace(record);
        assert!(!keeps(&scene, "a/1/index.html", "one"));
        assert!(!is_as_recorded(&scene));
        scene.build(&SITE).unwrap();
        scene.assert_holds(&SITE, &[]);
    }
}

#[test]
fn a_file_that_was_touched_is_known_no_more() {
    let path = "a/1/index.html";
    // (what is done to it, whether it still holds what it did)
    type Touch<'t> = (&'t dyn Fn(&Scene), bool);
    let touches: [Touch<'_>; 7] = [
        (&|scene| edit_secretly(scene, path, "uno"), false),
        (&|scene| edit_secretly(scene, path, "one"), true),
        (&|scene| scene.put(path, "other"), false),
        (&|scene| fs::remove_file(scene.at(path)).unwrap(), false),
        (
            &|scene| {
                fs::remove_file(scene.at(path)).unwrap();
                std::os::unix::fs::symlink("../2/index.html", scene.at(path)).unwrap();
            },
            false,
        ),
        (
            &|scene| {
                fs::set_permissions(scene.at(path), fs::Permissions::from_mode(0o600)).unwrap()
            },
            true,
        ),
        (
            &|scene| {
                let file = fs::File::open(scene.at(path)).unwrap();
                file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
            },
            true,
        ),
    ];
    for options in [EXCHANGE, IN_PLACE] {
        for (number, (touch, is_same)) in touches.iter().enumerate() {
            let scene = Scene::with(options);
            scene.build(&SITE).unwrap();
            assert!(keeps(&scene, path, "one"));
            touch(&scene);
            assert!(!keeps(&scene, path, "one"), "{number}");
            assert!(!is_as_recorded(&scene), "{number}");
            assert!(keeps(&scene, "a/2/index.html", "two"), "{number}");
            let published = scene.build(&SITE).unwrap();
            assert_eq!(published.changed, u64::from(!is_same), "{number}");
            scene.assert_holds(&SITE, &[]);
        }
    }
}

#[test]
fn a_file_that_is_written_in_the_moment_in_which_it_was_published() {
    for options in [EXCHANGE, ASIDE, IN_PLACE] {
        let scene = Scene::with(options);
        scene.build(&SITE).unwrap();
        for turn in 0..20 {
            let home = format!("home {:02}", turn % 2);
            scene.build(&site_with("index.html", Some(&home))).unwrap();
            edit_secretly(&scene, "index.html", "home !!");
            assert!(!keeps(&scene, "index.html", &home), "{turn}");
        }
    }
}

#[test]
fn a_list_or_a_folder_that_is_not_as_recorded() {
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    // What others put there does not matter.
    scene.put("theirs/x", "x");
    assert!(is_as_recorded(&scene));
    let staging = scene.begin().unwrap();
    assert!(staging.as_recorded(&digest("another list")).is_none());
    drop(staging);
    let sums = scene.read("SHA256SUMS");
    edit_secretly(&scene, "SHA256SUMS", &sums);
    assert!(!is_as_recorded(&scene));
    // A record that says too little.
    scene.build(&SITE).unwrap();
    let record = scene.record.take().unwrap();
    let record: Record = serde_json::from_str(&record).unwrap();
    let fewer = Record::new(record.files()[1..].to_vec());
    scene
        .record
        .replace(Some(serde_json::to_string(&fewer).unwrap()));
    assert!(!is_as_recorded(&scene));
}

#[test]
fn a_build_without_a_record_gives_one() {
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    let before = scene.record.take();
    // What was written long enough ago is known after it was compared.
    std::thread::sleep(std::time::Duration::from_millis(20));
    let changed = fs::metadata(scene.at("index.html")).unwrap();
    scene.build(&SITE).unwrap();
    assert_eq!(*scene.record.borrow(), before);
    let after = fs::metadata(scene.at("index.html")).unwrap();
    assert_eq!(changed.ctime_nsec(), after.ctime_nsec());
}
