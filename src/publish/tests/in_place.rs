//! A site replaced file by file, where the folder must stay the one it is.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};

use super::{EXCHANGE, IN_PLACE, SITE, Scene, age, site_with};
use crate::diagnostic::Language;
use crate::publish::Staging;

fn scene() -> Scene {
    Scene::with(IN_PLACE)
}

#[test]
fn the_folder_stays_and_the_rest_is_left_alone() {
    let scene = scene();
    scene.put(".gitignore", "*");
    let inode = fs::metadata(scene.out()).unwrap().ino();
    scene.build(&SITE).unwrap();
    scene.put("a/1/theirs", "t");
    fs::create_dir(scene.at("empty")).unwrap();
    for path in scene.look().keys() {
        age(path);
    }
    let before = scene.look();
    let mut site = site_with("a/1/index.html", None);
    site.retain(|(path, _)| *path != "index.html");
    site.extend([("index.html", "new home"), ("c/index.html", "see")]);
    scene.build(&site).unwrap();
    scene.assert_holds(&site, &[(".gitignore", "*"), ("a/1/theirs", "t")]);
    scene.assert_tidy();
    let after = scene.look();
    for path in ["a/2/index.html", "a/1/theirs", ".gitignore", "empty"] {
        assert_eq!(before[&scene.at(path)], after[&scene.at(path)], "{path}");
    }
    assert_eq!(fs::metadata(scene.out()).unwrap().ino(), inode);
    // Folders that are left empty go.
    scene.build(&site_with("a/2/index.html", None)).unwrap();
    assert!(!scene.at("a/2").exists());
    assert!(!scene.at("c").exists());
}

#[test]
fn a_link_is_refused_unless_in_place() {
    let scene = scene();
    let real = scene.root.path().join("real");
    fs::create_dir(&real).unwrap();
    symlink("real", scene.out()).unwrap();
    for out in [scene.out(), scene.at("")] {
        let refused = Staging::begin(&out, EXCHANGE, None).unwrap_err();
        assert!(refused.is_unswappable(), "{refused}");
        for language in [Language::Chinese, Language::English] {
            assert!(refused.message(language).contains("--in-place"));
        }
    }
    scene.build(&SITE).unwrap();
    scene.assert_holds(&SITE, &[]);
    assert!(fs::symlink_metadata(scene.out()).unwrap().is_symlink());
    assert!(real.join("index.html").is_file());
}

#[test]
fn a_mount_point_is_refused_unless_in_place() {
    // Only a machine that lets tests mount can try this with a mount of its own: one that is always
    // there must do, and it holds what is not ours, so that nothing could be written to it.
    let refused = Staging::begin("/proc".as_ref(), EXCHANGE, None).unwrap_err();
    assert!(refused.is_unswappable(), "{refused}");
    let options = IN_PLACE;
    let refused = Staging::begin("/proc".as_ref(), options, None).unwrap_err();
    assert!(refused.is_not_ours(), "{refused}");
}

#[test]
fn a_tree_that_was_kept_for_the_next_swap_goes() {
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    scene
        .build(&site_with("a/1/index.html", Some("secret")))
        .unwrap();
    assert!(scene.kept().join("a/1/index.html").is_file());
    let scene = Scene {
        options: IN_PLACE,
        ..scene
    };
    // One that changes nothing leaves it, as it leaves everything.
    scene
        .build(&site_with("a/1/index.html", Some("secret")))
        .unwrap();
    scene.kept();
    scene.build(&site_with("a/1/index.html", None)).unwrap();
    assert_eq!(scene.beside().len(), 0);
    scene.assert_holds(&site_with("a/1/index.html", None), &[]);
}
