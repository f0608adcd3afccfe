//! What is refused, and that a refusal leaves the old site as it was.

use std::fs;
use std::os::unix::fs::symlink;

use super::{EXCHANGE, Kind, Options, SITE, Scene, site_with};
use crate::diagnostic::Language;
use crate::publish::Staging;
use crate::publish::own_names::PENDING;

#[test]
fn folders_that_are_not_ours() {
    let digest = "0".repeat(64);
    let downloads = format!("{digest}  a.iso\n");
    let other_site = format!("{digest}  index.html\n");
    let cases: [&[(&str, &str)]; 5] = [
        &[("index.html", "mine")],
        &[("a.iso", "iso"), ("SHA256SUMS", &downloads)],
        &[("index.html", "x"), ("SHA256SUMS", &other_site)],
        &[("index.html", "x"), ("SHA256SUMS", "no list\n")],
        &[(".gitignore", "*"), ("notes/.keep", "")],
    ];
    for files in cases {
        for in_place in [false, true] {
            let scene = Scene::with(Options {
                in_place,
                ..EXCHANGE
            });
            for (path, text) in files {
                scene.put(path, text);
            }
            let before = scene.look();
            let refused = scene.begin().unwrap_err();
            assert!(refused.is_not_ours(), "{refused}");
            assert_eq!(scene.look(), before);
        }
    }
}

#[test]
fn each_kind_of_folder_is_refused_where_another_is_published() {
    let digest = "0".repeat(64);
    let list = |paths: &[&str]| -> String {
        let lines = paths.iter().map(|path| format!("{digest}  {path}\n"));
        lines.collect()
    };
    let index = ["0123456789abcdef0123.bin", "manifest.json"];
    let site = ["data/reports.json", "index.html", "manifest.json"];
    // (what is listed, the kind that it is)
    let cases: [(&[&str], Option<Kind>); 5] = [
        (&index, Some(Kind::SearchIndex)),
        (&site, Some(Kind::Site)),
        (&["manifest.json", "readme.txt"], None),
        (&["disk.bin", "manifest.json"], None),
        (&["0123456789abcdef0123.bin"], None),
    ];
    for (paths, found) in cases {
        for kind in [Kind::Site, Kind::SearchIndex] {
            for list_name in ["SHA256SUMS", PENDING] {
                let in_place = list_name == PENDING;
                let scene = Scene::with(Options {
                    kind,
                    in_place,
                    ..EXCHANGE
                });
                scene.put(list_name, &list(paths));
                for path in paths {
                    scene.put(path, "x");
                }
                let refused = scene.begin().err();
                assert_eq!(refused.is_none(), found == Some(kind), "{paths:?} {kind:?}");
                assert!(refused.is_none_or(|refused| refused.is_not_ours()));
            }
        }
    }
}

#[test]
fn a_file_where_the_folder_should_be() {
    let scene = Scene::new();
    fs::write(scene.out(), "a file").unwrap();
    assert!(scene.begin().is_err());
    assert_eq!(fs::read(scene.out()).unwrap(), b"a file");
}

#[test]
fn a_build_that_publishes_nothing_leaves_no_trace() {
    let scene = Scene::new();
    let deep = scene.root.path().join("x/y/public");
    let staging = Staging::begin(&deep, EXCHANGE, None).unwrap();
    staging.write("index.html", b"home").unwrap();
    drop(staging);
    assert_eq!(fs::read_dir(scene.root.path()).unwrap().count(), 0);

    scene.build(&SITE).unwrap();
    let before = super::look(scene.root.path());
    let staging = scene.begin().unwrap();
    staging.write("index.html", b"other").unwrap();
    drop(staging);
    assert_eq!(scene.look().len(), before.len() - 1);
    for (path, found) in scene.look() {
        assert_eq!(before[&path], found);
    }
    scene.assert_tidy();
}

#[test]
fn other_peoples_files_in_the_way() {
    // What they have, where, and which output it is in the way of.
    let cases = [
        ("b/index.html", "b/index.html"),
        ("b", "b/index.html"),
        ("b/index.html/x", "b/index.html"),
        (".well-known/a", ".well-known/a"),
    ];
    for (theirs, ours) in cases {
        for in_place in [false, true] {
            let scene = Scene::with(Options {
                in_place,
                ..EXCHANGE
            });
            scene.build(&SITE).unwrap();
            scene.put(theirs, "theirs");
            let before = scene.look();
            let refused = scene.build(&site_with(ours, Some("ours"))).unwrap_err();
            for language in [Language::Chinese, Language::English] {
                let message = refused.message(language);
                assert!(message.contains(ours), "{message}");
                assert!(
                    message.contains(scene.at(theirs).to_str().unwrap()),
                    "{message}"
                );
            }
            let mut after = scene.look();
            // In place the stage was in the folder, which shows in its time.
            after.insert(scene.out(), before[&scene.out()].clone());
            assert_eq!(after, before);
            scene.assert_tidy();
        }
    }
    // A link in the place of a folder of ours must not be written through.
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    let elsewhere = scene.root.path().join("elsewhere");
    fs::rename(scene.at("a"), &elsewhere).unwrap();
    symlink(&elsewhere, scene.at("a")).unwrap();
    let refused = scene.build(&site_with("a/1/index.html", Some("new")));
    assert!(refused.is_err());
    assert_eq!(fs::read(elsewhere.join("1/index.html")).unwrap(), b"one");
}

#[test]
fn a_dot_file_with_our_bytes_becomes_ours() {
    let scene = Scene::new();
    scene.put(".nojekyll", "");
    scene.build(&SITE).unwrap();
    scene.assert_holds(&SITE, &[]);
    // And goes with the site that has it no more.
    scene.build(&site_with(".nojekyll", None)).unwrap();
    assert!(!scene.at(".nojekyll").exists());

    let scene = Scene::new();
    scene.put(".nojekyll", "theirs");
    assert!(scene.build(&SITE).is_err());
    assert_eq!(scene.read(".nojekyll"), "theirs");
}

#[test]
fn outputs_that_collide() {
    let cases = [
        ("index.html", "index.html"),
        ("b", "b/c"),
        ("b/c", "b"),
        ("b/c/d", "b"),
        ("b/X.pdf", "b/x.pdf"),
    ];
    for built_before in [false, true] {
        for (one, other) in cases {
            let scene = Scene::new();
            if built_before {
                scene.build(&SITE).unwrap();
            }
            let mut site = SITE.to_vec();
            site.extend([(one, "same"), (other, "same")]);
            assert!(scene.build(&site).is_err(), "{one} {other}");
            assert_eq!(scene.at("index.html").exists(), built_before);
        }
    }
}

#[test]
fn paths_that_are_kept_from_callers() {
    let scene = Scene::new();
    let staging = scene.begin().unwrap();
    for path in [
        "SHA256SUMS",
        ".gongbao-pending",
        ".gongbao-new-abcdef/x",
        "../x",
        "/x",
        "",
    ] {
        assert!(staging.write(path, b"x").is_err(), "{path:?}");
        assert!(staging.write_with(path, |_| Ok(())).is_err(), "{path:?}");
    }
    assert!(staging.write("a/SHA256SUMS", b"x").is_ok());
}

#[test]
fn a_site_without_its_landmarks() {
    let scene = Scene::new();
    assert!(scene.build(&[("index.html", "home")]).is_err());
    assert!(!scene.out().exists());
}

#[test]
fn two_builds_at_once() {
    for in_place in [false, true] {
        let scene = Scene::new();
        let first = scene.begin().unwrap();
        let options = Options {
            in_place,
            ..EXCHANGE
        };
        let second = Staging::begin(&scene.out(), options, None).unwrap_err();
        assert!(second.is_locked(), "{second}");
        for (path, text) in SITE {
            first.write(path, text.as_bytes()).unwrap();
        }
        first.commit().unwrap();
        scene.assert_holds(&SITE, &[]);
        scene.begin().unwrap();
    }
}

#[test]
fn the_folder_replaced_during_the_build() {
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    let staging = scene.begin().unwrap();
    for (path, text) in site_with("index.html", Some("new")) {
        staging.write(path, text.as_bytes()).unwrap();
    }
    fs::rename(scene.out(), scene.root.path().join("elsewhere")).unwrap();
    scene.put("precious", "theirs");
    assert!(staging.commit().is_err());
    assert_eq!(scene.read("precious"), "theirs");
}
