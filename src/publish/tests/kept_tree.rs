//! The site that was swapped out, as the beginning of the next one.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;

use super::{ASIDE, EXCHANGE, SITE, Scene, look, site_with};

/// A scene with a site of which a tree is kept.
fn scene() -> Scene {
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    assert_eq!(scene.beside().len(), 0, "after a clean build");
    scene
        .build(&site_with("index.html", Some("second home")))
        .unwrap();
    scene.assert_level();
    scene
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn each_build_begins_from_the_one_before_the_last() {
    for options in [EXCHANGE, ASIDE] {
        let scene = Scene::with(options);
        scene.build(&SITE).unwrap();
        let sites = [
            site_with("a/1/index.html", Some("eins")),
            site_with("a/1/index.html", None),
            site_with("a/3/index.html", Some("three")),
            site_with("b", Some("file")),
            site_with("b/c/d", Some("below")),
            site_with("b", Some("file again")),
            SITE.to_vec(),
        ];
        let mut folders = vec![fs::metadata(scene.out()).unwrap().ino()];
        for site in &sites {
            scene.build(site).unwrap();
            scene.assert_holds(site, &[]);
            scene.assert_level();
            folders.push(fs::metadata(scene.out()).unwrap().ino());
        }
        // Two folders take turns.
        for three in folders.windows(3) {
            assert!(three[0] == three[2] && three[0] != three[1], "{folders:?}");
        }
        // What does not change is not even given a second name, which its entry would show.
        let changed = |scene: &Scene| fs::metadata(scene.at("a/2/index.html")).unwrap();
        let before = changed(&scene);
        scene.build(&site_with("index.html", Some("x"))).unwrap();
        let after = changed(&scene);
        assert_eq!(
            (before.ino(), before.ctime(), before.ctime_nsec()),
            (after.ino(), after.ctime(), after.ctime_nsec())
        );
    }
}

#[test]
fn text_that_was_withdrawn_lives_on_nowhere() {
    for (path, text) in [
        ("index.html", Some("home, and a secret")),
        ("a/1/secret.html", Some("a secret")),
    ] {
        let scene = scene();
        scene.build(&site_with(path, text)).unwrap();
        scene.build(&SITE).unwrap();
        scene.kept();
        for (path, (bytes, ..)) in look(scene.root.path()) {
            let bytes = bytes.unwrap_or_default();
            assert!(
                !String::from_utf8_lossy(&bytes).contains("secret"),
                "{path:?}"
            );
            assert!(!path.to_str().unwrap().contains("secret"), "{path:?}");
        }
    }
}

#[test]
fn a_kept_tree_that_was_damaged() {
    let replace = |path: &Path, text: &str| {
        fs::remove_file(path).unwrap();
        fs::write(path, text).unwrap();
    };
    // (what is done to the tree, with a folder of other people beside it)
    type Damage<'d> = &'d dyn Fn(&Path, &Path);
    let damages: [Damage<'_>; 17] = [
        &|kept, _| replace(&kept.join("a/1/index.html"), "other"),
        &|kept, _| replace(&kept.join("a/1/index.html"), "one"),
        &|kept, _| replace(&kept.join("SHA256SUMS"), ""),
        // Through the second name, what is published has changed too.
        &|kept, _| fs::write(kept.join("a/1/index.html"), "other").unwrap(),
        &|kept, _| fs::remove_file(kept.join("a/1/index.html")).unwrap(),
        &|kept, _| fs::remove_dir_all(kept.join("a")).unwrap(),
        &|kept, _| fs::write(kept.join("a/1/more.html"), "more").unwrap(),
        &|kept, _| fs::write(kept.join(".gongbao-pending"), "more").unwrap(),
        &|kept, _| fs::create_dir_all(kept.join("b/c")).unwrap(),
        &|kept, theirs| fs::rename(theirs, kept.join("b")).unwrap(),
        &|kept, theirs| {
            fs::remove_file(kept.join("a/1/index.html")).unwrap();
            symlink(theirs.join("1/index.html"), kept.join("a/1/index.html")).unwrap();
        },
        &|kept, theirs| {
            fs::remove_file(kept.join("index.html")).unwrap();
            symlink(theirs.join("1/index.html"), kept.join("index.html")).unwrap();
        },
        &|kept, theirs| {
            fs::remove_dir_all(kept.join("a")).unwrap();
            symlink(theirs, kept.join("a")).unwrap();
        },
        &|kept, _| {
            fs::remove_dir_all(kept.join("a")).unwrap();
            fs::write(kept.join("a"), "a file").unwrap();
        },
        &|kept, _| {
            fs::remove_file(kept.join("index.html")).unwrap();
            fs::create_dir_all(kept.join("index.html/x")).unwrap();
            fs::write(kept.join("index.html/x/y"), "y").unwrap();
        },
        &|kept, _| {
            set_mode(&kept.join("a/1"), 0o500);
            set_mode(&kept.join("a"), 0o700);
        },
        &|kept, _| fs::remove_dir_all(kept).unwrap(),
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let scene = scene();
        let theirs = scene.root.path().join("theirs");
        fs::create_dir_all(theirs.join("1")).unwrap();
        fs::write(theirs.join("1/index.html"), "one").unwrap();
        damage(&scene.kept(), &theirs);
        let site = site_with("index.html", Some("third home"));
        scene.build(&site).unwrap();
        scene.assert_holds(&site, &[]);
        scene.assert_level();
        scene.assert_tidy();
        for path in ["", "a", "a/1"] {
            assert_eq!(mode(&scene.at(path)), 0o755, "{path} {number}");
        }
        if theirs.exists() {
            let text = fs::read_to_string(theirs.join("1/index.html"));
            assert_eq!(text.unwrap(), "one", "{number}");
        }
    }
}

#[test]
fn what_others_have_there_is_as_it_is_in_the_published_folder() {
    let scene = scene();
    for path in [
        "a/1/theirs",
        "b/theirs",
        "edited",
        "replaced",
        "removed",
        "c/d/e",
    ] {
        scene.put(path, "t");
    }
    set_mode(&scene.at("c/d"), 0o500);
    set_mode(&scene.at("a"), 0o700);
    let theirs = [("a/1/theirs", "t"), ("b/theirs", "t"), ("c/d/e", "t")];
    let before = theirs.map(|(path, _)| scene.look()[&scene.at(path)].clone());
    let steps: [(&str, &[(&str, &str)]); 3] = [
        ("3", &[("edited", "t"), ("replaced", "t"), ("removed", "t")]),
        ("4", &[("edited", "T"), ("replaced", "u")]),
        ("5", &[("edited", "T"), ("replaced", "u"), ("added", "a")]),
    ];
    for (home, more) in steps {
        if home == "4" {
            fs::write(scene.at("edited"), "T").unwrap();
            fs::remove_file(scene.at("replaced")).unwrap();
            fs::write(scene.at("replaced"), "u").unwrap();
            fs::remove_file(scene.at("removed")).unwrap();
        }
        if home == "5" {
            fs::write(scene.at("added"), "a").unwrap();
        }
        let site = site_with("index.html", Some(home));
        scene.build(&site).unwrap();
        scene.assert_holds(&site, &[&theirs, more].concat());
        scene.assert_level();
        let after = theirs.map(|(path, _)| scene.look()[&scene.at(path)].clone());
        assert_eq!(before, after);
        assert_eq!(
            (mode(&scene.at("c/d")), mode(&scene.at("a"))),
            (0o500, 0o755)
        );
    }
    // Rules for a repository are theirs, if they have some.
    for (home, rules) in [("!", Some("*.html")), ("?", Some("*")), ("!", None)] {
        match rules {
            Some(rules) => scene.put(".gitignore", rules),
            None => fs::remove_file(scene.at(".gitignore")).unwrap(),
        }
        scene.build(&site_with("index.html", Some(home))).unwrap();
        let found = fs::read_to_string(scene.at(".gitignore")).ok();
        assert_eq!(found.as_deref(), rules);
        scene.assert_level();
    }
    // A link is carried from tree to tree as well.
    symlink("nowhere", scene.at("link")).unwrap();
    for home in ["6", "7", "8"] {
        scene.build(&site_with("index.html", Some(home))).unwrap();
        let link = fs::read_link(scene.at("link")).unwrap();
        assert_eq!(link.to_str(), Some("nowhere"));
    }
}

#[test]
fn a_build_that_publishes_nothing_leaves_it() {
    let scene = scene();
    let before = look(&scene.kept());
    let staging = scene.begin().unwrap();
    staging.write("index.html", b"other").unwrap();
    drop(staging);
    // One that is refused, too.
    scene.put("b", "theirs");
    let refused = scene.build(&site_with("b", Some("ours")));
    assert!(refused.is_err());
    fs::remove_file(scene.at("b")).unwrap();
    scene
        .build(&site_with("index.html", Some("second home")))
        .unwrap();
    assert_eq!(look(&scene.kept()), before);
}

#[test]
fn where_most_is_new_none_is_kept() {
    let scene = scene();
    let new = [("index.html", "1"), ("data/reports.json", "2"), ("x", "3")];
    scene.build(&new).unwrap();
    scene.assert_holds(&new, &[]);
    assert_eq!(scene.beside().len(), 0);
    // As it is where the folder that is published has gone.
    let scene = self::scene();
    fs::remove_dir_all(scene.out()).unwrap();
    scene.build(&SITE).unwrap();
    scene.assert_holds(&SITE, &[]);
    assert_eq!(scene.beside().len(), 0);
}

#[test]
fn killed_while_one_is_at_work() {
    // Under the name of a stage it may be in any state: before the swap, or after it.
    for half_done in ["a/1/index.html", "a/9/index.html"] {
        let scene = scene();
        let kept = scene.kept();
        let taken = scene.root.path().join(".public.gongbao-new-aB3dEf");
        fs::rename(kept, &taken).unwrap();
        let _ = fs::remove_file(taken.join(half_done));
        fs::create_dir_all(taken.join(half_done).parent().unwrap()).unwrap();
        fs::write(taken.join(half_done), "half").unwrap();
        let site = site_with("index.html", Some("third home"));
        scene.build(&site).unwrap();
        scene.assert_holds(&site, &[]);
        scene.assert_level();
        assert!(!taken.exists());
    }
}

#[test]
fn one_that_is_in_use_is_left_alone_and_of_several_one_is_taken() {
    let scene = scene();
    let beside = |name: &str| scene.root.path().join(name);
    let in_use = beside(".public.gongbao-kept-000000");
    let other = beside(".public.gongbao-kept-zzzzzz");
    let theirs = [
        beside(".public.gongbao-kept-a"),
        beside(".other.gongbao-kept-aB3dEf"),
    ];
    for path in [&in_use, &other].into_iter().chain(&theirs) {
        fs::create_dir(path).unwrap();
        fs::write(path.join("x"), "x").unwrap();
    }
    let lock = fs::File::open(&in_use).unwrap();
    lock.lock().unwrap();
    let site = site_with("index.html", Some("third home"));
    scene.build(&site).unwrap();
    scene.assert_holds(&site, &[]);
    for path in theirs.iter().chain([&in_use]) {
        assert!(path.join("x").is_file(), "{path:?}");
        fs::remove_dir_all(path).unwrap();
    }
    assert!(!other.exists());
    scene.assert_level();
}

#[test]
fn two_builds_at_once() {
    let scene = scene();
    let first = scene.begin().unwrap();
    let site = site_with("index.html", Some("third home"));
    for (path, text) in &site {
        first.write(path, text.as_bytes()).unwrap();
    }
    assert!(scene.begin().unwrap_err().is_locked());
    scene.commit(first).unwrap();
    scene.assert_holds(&site, &[]);
    scene.assert_level();
}
