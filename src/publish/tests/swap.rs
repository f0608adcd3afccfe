//! A site replaced as a whole: clean, unchanged, changed, with other people's files in it.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use super::{ASIDE, EXCHANGE, IN_PLACE, SITE, Scene, age, site_with};

#[test]
fn clean() {
    let scene = Scene::new();
    let published = scene.build(&SITE).unwrap();
    scene.assert_holds(&SITE, &[]);
    scene.assert_tidy();
    assert_eq!((published.files, published.changed), (6, 6));
    let bytes: usize = SITE.iter().map(|(_, text)| text.len()).sum();
    assert_eq!(
        published.bytes,
        (bytes + scene.read("SHA256SUMS").len()) as u64
    );
    for (path, mode) in [("", 0o755), ("a/1", 0o755), ("a/1/index.html", 0o644)] {
        let found = fs::metadata(scene.at(path)).unwrap().permissions().mode();
        assert_eq!(found & 0o7777, mode, "{path:?}");
    }
}

#[test]
fn nothing_changed_touches_nothing() {
    for options in [EXCHANGE, ASIDE, IN_PLACE] {
        let scene = Scene::with(options);
        scene.build(&SITE).unwrap();
        scene.put("theirs/x", "x");
        for path in scene.look().keys() {
            age(path);
        }
        age(scene.root.path());
        let before = super::look(scene.root.path());
        let mut reversed = SITE;
        reversed.reverse();
        let published = scene.build(&reversed).unwrap();
        assert_eq!(super::look(scene.root.path()), before);
        assert_eq!(
            (published.files, published.changed, published.removed),
            (6, 0, 0)
        );
    }
}

#[test]
fn changes_leave_the_rest_alone() {
    for options in [EXCHANGE, ASIDE] {
        for (path, text) in [
            ("a/1/index.html", Some("eins")),
            ("a/1/index.html", Some("uno")),
            ("a/1/index.html", None),
            ("a/3/index.html", Some("three")),
            ("a", None),
        ] {
            let scene = Scene::with(options);
            scene.build(&SITE).unwrap();
            for path in scene.look().keys() {
                age(path);
            }
            let before = scene.look();
            let site = site_with(path, text);
            let published = scene.build(&site).unwrap();
            let after = scene.look();
            scene.assert_holds(&site, &[]);
            scene.assert_tidy();
            assert_eq!(
                scene.at("a/1").exists(),
                site.iter().any(|(p, _)| p.starts_with("a/1/"))
            );
            for (other, _) in site.iter().filter(|(other, _)| *other != path) {
                assert_eq!(before[&scene.at(other)], after[&scene.at(other)], "{other}");
            }
            if text.is_some() {
                let inode = |look: &super::Look| look.get(&scene.at(path)).map(|found| found.1);
                assert_ne!(inode(&before), inode(&after));
            }
            let changed = u64::from(text.is_some());
            let sums_changed = u64::from(path != "a");
            assert_eq!(published.changed, changed + sums_changed);
            assert_eq!(published.removed, u64::from(text.is_none() && path != "a"));
        }
    }
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    for options in [EXCHANGE, IN_PLACE] {
        let scene = Scene::with(options);
        let one = site_with("b", Some("file"));
        let other = site_with("b/c/d", Some("below"));
        for site in [&one, &other, &one] {
            scene.build(site).unwrap();
            scene.assert_holds(site, &[]);
            scene.assert_tidy();
        }
    }
}

#[test]
fn an_edited_file_is_restored() {
    for options in [EXCHANGE, IN_PLACE] {
        let scene = Scene::with(options);
        scene.build(&SITE).unwrap();
        for text in ["TWO", "two and more", "t", ""] {
            scene.put("a/2/index.html", text);
            let published = scene.build(&SITE).unwrap();
            assert_eq!(published.changed, 1);
            scene.assert_holds(&SITE, &[]);
        }
        // As is one that was replaced by a link, or removed, or whose line was edited.
        fs::remove_file(scene.at("index.html")).unwrap();
        std::os::unix::fs::symlink("a/1/index.html", scene.at("index.html")).unwrap();
        fs::remove_dir_all(scene.at("a")).unwrap();
        scene.build(&SITE).unwrap();
        scene.assert_holds(&SITE, &[]);
        let sums = scene.read("SHA256SUMS");
        let edited: String = sums
            .lines()
            .map(|line| "0".repeat(64) + &line[64..] + "\n")
            .collect();
        scene.put("SHA256SUMS", &edited);
        scene.build(&SITE).unwrap();
        scene.assert_holds(&SITE, &[]);
    }
}

#[test]
fn what_others_put_there_is_carried_over() {
    for options in [EXCHANGE, ASIDE] {
        let scene = Scene::with(options);
        scene.put(".gitignore", "*");
        scene.put(".well-known/security.txt", "contact");
        scene.build(&SITE).unwrap();
        scene.put("a/1/theirs.pdf", "pdf");
        scene.put("theirs/deep/x", "x");
        scene.put("a/.hidden", "h");
        fs::create_dir_all(scene.at("empty/inner")).unwrap();
        std::os::unix::fs::symlink("nowhere", scene.at("link")).unwrap();
        let closed = fs::Permissions::from_mode(0o500);
        fs::set_permissions(scene.at("theirs/deep"), closed.clone()).unwrap();
        fs::set_permissions(scene.out(), fs::Permissions::from_mode(0o2775)).unwrap();
        let before = scene.look();
        // The last report goes from the folder that holds their file.
        let site = site_with("a/1/index.html", None);
        let published = scene.build(&site).unwrap();
        assert_eq!(published.carried_over, 6);
        let after = scene.look();
        for path in [
            ".gitignore",
            ".well-known/security.txt",
            "a/1/theirs.pdf",
            "theirs/deep/x",
            "a/.hidden",
        ] {
            assert_eq!(before[&scene.at(path)], after[&scene.at(path)], "{path}");
        }
        assert!(scene.at("empty/inner").is_dir());
        let link = fs::read_link(scene.at("link")).unwrap();
        assert_eq!(link.to_str(), Some("nowhere"));
        let mode = |path: &str| fs::metadata(scene.at(path)).unwrap().mode() & 0o7777;
        assert_eq!((mode("theirs/deep"), mode("")), (0o500, 0o2775));
        assert!(!scene.at("a/1/index.html").exists());
        scene.assert_tidy();
    }
}

#[test]
fn large_files_stream() {
    let scene = Scene::new();
    let source = scene.root.path().join("source");
    let mut bytes: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
    for change in [None, None, Some(0), Some(700_000), Some(1_199_999)] {
        if let Some(place) = change {
            bytes[place] ^= 1;
        }
        fs::write(&source, &bytes).unwrap();
        let staging = scene.begin().unwrap();
        for (path, text) in SITE {
            staging.write(path, text.as_bytes()).unwrap();
        }
        let file = fs::File::open(&source).unwrap();
        let copied = staging.copy("copied", &file, &source).unwrap();
        let filled = staging
            .write_with("filled", |to| {
                bytes.chunks(777).try_for_each(|piece| to.write_all(piece))
            })
            .unwrap();
        let written = staging.write("written", &bytes).unwrap();
        assert_eq!((copied, filled), (written, written));
        assert_eq!(written.bytes, 1_200_000);
        let existed = scene.at("copied").exists();
        let published = scene.commit(staging).unwrap();
        let expected = match (existed, change) {
            (false, _) => 9,
            (true, None) => 0,
            (true, Some(_)) => 4,
        };
        assert_eq!(published.changed, expected);
        for path in ["copied", "filled", "written"] {
            assert!(
                fs::read(scene.at(path)).unwrap() == bytes,
                "{path} {change:?}"
            );
        }
    }
    // Shorter and longer than the old file, by a piece or less.
    for length in [1_199_999, 16_384, 16_383, 0, 1, 1_200_000] {
        let staging = scene.begin().unwrap();
        for (path, text) in SITE {
            staging.write(path, text.as_bytes()).unwrap();
        }
        staging
            .write_with("filled", |to| to.write_all(&bytes[..length]))
            .unwrap();
        scene.commit(staging).unwrap();
        assert!(
            fs::read(scene.at("filled")).unwrap() == bytes[..length],
            "{length}"
        );
    }
}

#[test]
fn many_threads_in_any_order() {
    let build = |threads: usize| {
        let scene = Scene::new();
        let staging = scene.begin().unwrap();
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let staging = &staging;
                scope.spawn(move || {
                    for number in (0..400).filter(|number| number % threads == thread) {
                        let path = format!("r/{}/{}/index.html", number % 7, number);
                        staging.write(&path, path.as_bytes()).unwrap();
                    }
                });
            }
        });
        for (path, text) in SITE {
            staging.write(path, text.as_bytes()).unwrap();
        }
        staging.commit().unwrap();
        super::files(&scene.out())
    };
    assert!(build(1) == build(8));
}
