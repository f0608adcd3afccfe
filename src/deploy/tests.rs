//! What copying and listing a site promise, each promise as a case on real folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::{Group, Site, Way, copy, plan};
use crate::deploy::log::log_in;
use crate::error::Error;
use crate::internals::recorder::Recorder;
use crate::log::stamp;
use crate::publish::{Kind, Options, Published, Staging};

/// A folder of a site and one to copy it to.
struct Scene {
    root: tempfile::TempDir,
}

const WAY: Way = Way {
    verify: false,
    remove_now: false,
    unflushed: true,
};

const OLD_INDEX: &str = "search-index/aaaaaaaaaaaaaaaaaaaa.bin";
const NEW_INDEX: &str = "search-index/bbbbbbbbbbbbbbbbbbbb.bin";

const FIRST: [(&str, &str); 7] = [
    ("index.html", "home"),
    ("data/reports.json", "{}"),
    ("a/1/index.html", "one"),
    ("a/1/index.md", "one"),
    ("assets/style.0123.css", "s"),
    (OLD_INDEX, "old"),
    ("search-index/manifest.json", "aaaa"),
];

const SECOND: [(&str, &str); 6] = [
    ("index.html", "home of two"),
    ("data/reports.json", "{}"),
    ("a/2/index.html", "two"),
    ("assets/style.0123.css", "s"),
    (NEW_INDEX, "new"),
    ("search-index/manifest.json", "bbbb"),
];

impl Scene {
    fn new(site: &[(&str, &str)]) -> Scene {
        let scene = Scene {
            root: tempfile::tempdir().unwrap(),
        };
        scene.build(site);
        scene
    }

    fn from(&self) -> PathBuf {
        self.root.path().join("public")
    }

    fn to(&self) -> PathBuf {
        self.root.path().join("server")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.to().join(path)
    }

    fn build(&self, site: &[(&str, &str)]) {
        let options = Options {
            flush: false,
            ..Options::default()
        };
        let staging = Staging::begin(&self.from(), options, None).unwrap();
        for (path, text) in site {
            staging.write(path, text.as_bytes()).unwrap();
        }
        staging.commit().unwrap();
    }

    fn copy(&self, way: Way) -> Result<Published, Error> {
        copy(&Site::read(&self.from())?, &self.to(), way, &|| ())
    }

    fn planned(&self, remove_now: bool) -> Vec<(Group, String)> {
        let site = Site::read(&self.from()).unwrap();
        let planned = plan(&site, Some(&self.to()), remove_now).unwrap();
        let planned = planned.files.into_iter();
        planned.map(|p| (p.group, p.path.into())).collect()
    }

    /// Asserts that the target is the site, with `more` beside it.
    fn assert_level(&self, more: &[&str]) {
        let (mut from, to) = (files(&self.from()), files(&self.to()));
        let missing: Vec<_> = from.iter().filter(|(p, b)| to.get(*p) != Some(b)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        for path in more {
            from.insert((*path).to_owned(), Vec::new());
        }
        assert_eq!(
            from.keys().collect::<Vec<_>>(),
            to.keys().collect::<Vec<_>>()
        );
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let bytes = fs::read(entry.path()).unwrap();
            (path.to_str().unwrap().to_owned(), bytes)
        })
        .collect()
}

/// When a file was written; a copy of it would say another time.
fn written(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn what_never_changes_stays_for_one_publication_and_the_rest_goes() {
    let scene = Scene::new(&FIRST);
    let first = scene.copy(WAY).unwrap();
    assert_eq!((first.files, first.changed, first.leaving), (8, 8, 0));
    scene.assert_level(&[]);
    scene.build(&SECOND);
    let style = written(&scene.at("assets/style.0123.css"));
    let second = scene.copy(WAY).unwrap();
    assert_eq!((second.changed, second.removed, second.leaving), (5, 2, 1));
    scene.assert_level(&[OLD_INDEX, ".gongbao-leaving"]);
    assert!(
        !scene.at("a/1").exists(),
        "a text that was withdrawn is gone"
    );
    assert_eq!(written(&scene.at("assets/style.0123.css")), style);
    // Whether or not anything else changes.
    let third = scene.copy(WAY).unwrap();
    assert_eq!((third.changed, third.removed, third.leaving), (0, 1, 0));
    scene.assert_level(&[]);
    let before = written(&scene.at("SHA256SUMS"));
    let fourth = scene.copy(WAY).unwrap();
    assert_eq!((fourth.changed, fourth.removed), (0, 0));
    assert_eq!(written(&scene.at("SHA256SUMS")), before);
}

#[test]
fn all_goes_at_once_where_that_is_wanted() {
    let scene = Scene::new(&FIRST);
    scene.copy(WAY).unwrap();
    scene.build(&SECOND);
    let way = Way {
        remove_now: true,
        ..WAY
    };
    assert_eq!(scene.copy(way).unwrap().removed, 3);
    scene.assert_level(&[]);
}

#[test]
fn what_comes_back_is_not_removed() {
    let scene = Scene::new(&FIRST);
    scene.copy(WAY).unwrap();
    scene.build(&SECOND);
    scene.copy(WAY).unwrap();
    scene.build(&FIRST);
    let old = written(&scene.at(OLD_INDEX));
    let back = scene.copy(WAY).unwrap();
    assert_eq!(back.leaving, 1);
    scene.assert_level(&[NEW_INDEX, ".gongbao-leaving"]);
    assert_eq!(written(&scene.at(OLD_INDEX)), old);
    scene.copy(WAY).unwrap();
    scene.assert_level(&[]);
}

#[test]
fn a_build_into_the_target_knows_what_was_left() {
    for in_place in [false, true] {
        let scene = Scene::new(&FIRST);
        scene.copy(WAY).unwrap();
        scene.build(&SECOND);
        scene.copy(WAY).unwrap();
        let options = Options {
            in_place,
            flush: false,
            ..Options::default()
        };
        let staging = Staging::begin(&scene.to(), options, None).unwrap();
        for (path, text) in SECOND {
            staging.write(path, text.as_bytes()).unwrap();
        }
        staging.commit().unwrap();
        scene.assert_level(&[]);
    }
}

#[test]
fn a_site_that_is_damaged_changes_nothing() {
    let scene = Scene::new(&FIRST);
    scene.copy(WAY).unwrap();
    scene.build(&SECOND);
    let before = files(&scene.to());
    let good = fs::read(scene.from().join(NEW_INDEX)).unwrap();
    for bad in [Some("nee"), Some("longer"), Some(""), None] {
        let at = scene.from().join(NEW_INDEX);
        match bad {
            Some(text) => fs::write(at, text).unwrap(),
            None => fs::remove_file(at).unwrap(),
        }
        let refused = scene.copy(WAY).unwrap_err();
        assert!(refused.to_string().contains(NEW_INDEX), "{refused}");
        assert_eq!(files(&scene.to()), before, "{bad:?}");
    }
    fs::write(scene.from().join(NEW_INDEX), good).unwrap();
    scene.copy(WAY).unwrap();
    scene.assert_level(&[OLD_INDEX, ".gongbao-leaving"]);
}

#[test]
fn other_peoples_files_stay_and_their_folders_are_refused() {
    let scene = Scene::new(&FIRST);
    fs::create_dir(scene.to()).unwrap();
    fs::write(scene.at("notes.txt"), "theirs").unwrap();
    assert!(scene.copy(WAY).unwrap_err().is_not_ours());
    fs::rename(scene.at("notes.txt"), scene.at(".notes")).unwrap();
    scene.copy(WAY).unwrap();
    fs::write(scene.at("notes.txt"), "theirs").unwrap();
    scene.build(&SECOND);
    scene.copy(WAY).unwrap();
    assert_eq!(fs::read(scene.at("notes.txt")).unwrap(), b"theirs");
    assert_eq!(fs::read(scene.at(".notes")).unwrap(), b"theirs");
    for to in ["public", "public/below", "."] {
        let to = scene.root.path().join(to);
        let refused = copy(&Site::read(&scene.from()).unwrap(), &to, WAY, &|| ()).unwrap_err();
        assert!(refused.to_string().contains("one folder"), "{refused}");
    }
    // Neither a folder without a site nor one with another kind of site is taken for one.
    assert!(Site::read(scene.root.path()).is_err());
}

#[test]
fn an_edit_in_the_target_is_found_by_its_length_or_when_asked_for() {
    let scene = Scene::new(&FIRST);
    scene.copy(WAY).unwrap();
    fs::write(scene.at("a/1/index.html"), "longer").unwrap();
    assert_eq!(scene.copy(WAY).unwrap().changed, 1);
    scene.assert_level(&[]);
    fs::write(scene.at("a/1/index.html"), "ONE").unwrap();
    assert_eq!(scene.copy(WAY).unwrap().changed, 0);
    let verify = Way {
        verify: true,
        ..WAY
    };
    assert_eq!(scene.copy(verify).unwrap().changed, 1);
    scene.assert_level(&[]);
}

/// A list as a host keeps it.
fn list<'p>(paths: impl IntoIterator<Item = &'p str>) -> String {
    let zeros = "0".repeat(64);
    let lines = paths.into_iter().map(|path| format!("{zeros}  {path}\n"));
    lines.collect()
}

#[test]
fn another_tool_that_was_interrupted_is_gone_on_with() {
    let scene = Scene::new(&FIRST);
    scene.copy(WAY).unwrap();
    scene.build(&SECOND);
    let site = Site::read(&scene.from()).unwrap();
    let pending = plan(&site, Some(&scene.to()), false).unwrap().pending;
    assert!(
        FIRST
            .iter()
            .chain(&SECOND)
            .all(|(path, _)| pending.contains(*path))
    );
    fs::write(
        scene.at(".gongbao-leaving"),
        list(pending.iter().map(|path| &**path)),
    )
    .unwrap();
    fs::write(scene.at("index.html"), "home of two").unwrap();
    // What the list of the host says is believed of no file: not even where the site is the old one again.
    scene.build(&FIRST);
    let of = |group, path: &str| (group, path.to_owned());
    let planned = scene.planned(false);
    assert_eq!(planned.len(), FIRST.len() + 3, "{planned:?}");
    for wanted in [
        of(Group::Changed, "index.html"),
        of(Group::Delete, "a/2/index.html"),
        of(Group::Leaving, NEW_INDEX),
        of(Group::Sums, "SHA256SUMS"),
    ] {
        assert!(planned.contains(&wanted), "{wanted:?}");
    }
    assert_eq!(scene.copy(WAY).unwrap().changed, 1);
    scene.assert_level(&[".gongbao-leaving"]);
    scene.copy(WAY).unwrap();
    scene.assert_level(&[]);
}

#[test]
fn a_run_that_was_interrupted_is_gone_on_with() {
    let scene = Scene::new(&FIRST);
    scene.copy(WAY).unwrap();
    // As a run that was killed leaves it: some files are new, and the list is the old one.
    scene.build(&SECOND);
    let third = "assets/third.0123.css";
    let mut all: Vec<&str> = FIRST.iter().chain(&SECOND).map(|(path, _)| *path).collect();
    all.push(third);
    all.sort_unstable();
    all.dedup();
    fs::write(scene.at(".gongbao-pending"), list(all)).unwrap();
    fs::write(scene.at(".gongbao-leaving"), list([OLD_INDEX])).unwrap();
    fs::write(scene.at(third), "of a site that never came").unwrap();
    // The list says otherwise, and the length is the same.
    fs::write(scene.at("data/reports.json"), "[]").unwrap();
    scene.copy(WAY).unwrap();
    scene.assert_level(&[third, OLD_INDEX, ".gongbao-leaving"]);
    scene.copy(WAY).unwrap();
    scene.assert_level(&[]);
}

#[test]
fn only_a_time_stamp_that_holds_is_brought_and_none_over_another() {
    let scene = Scene {
        root: tempfile::tempdir().unwrap(),
    };
    let mut archive = Recorder::new("a.example", Some([7; 32]));
    archive.page("index.html", b"home");
    archive.page("data/reports.json", b"{}");
    archive.publish("a/1", "# 1\n", &[]);
    archive.release();
    for (path, bytes) in archive.files() {
        let path = scene.from().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let log = log_in(&scene.from().join("log")).unwrap().unwrap();
    let imprint = Sha256::digest(log.checkpoint.text()).into();
    let [stamp, later] = ["20261201123000Z", "20261202123000Z"].map(|t| stamp::reply(&imprint, t));
    let path = format!("log/timestamps/{}.tsr", log.checkpoint.size);
    fs::create_dir_all(scene.from().join("log/timestamps")).unwrap();
    let copied = |of_site: &[u8]| {
        fs::write(scene.from().join(&path), of_site).unwrap();
        scene.copy(WAY).unwrap();
        fs::read(scene.at(&path)).ok()
    };
    assert_eq!(copied(b"none"), None);
    assert_eq!(copied(&stamp), Some(stamp.clone()));
    assert_eq!(copied(&later), Some(stamp.clone()));
    assert_eq!(copied(b"none"), Some(stamp));
    fs::remove_file(scene.at(&path)).unwrap();
    fs::write(scene.at(&path), b"damaged").unwrap();
    assert_eq!(copied(&later), Some(later.clone()));
}

#[test]
fn an_index_alone_is_brought_too() {
    let scene = Scene {
        root: tempfile::tempdir().unwrap(),
    };
    let build = |name: &str| {
        let options = Options {
            kind: Kind::SearchIndex,
            flush: false,
            ..Options::default()
        };
        let staging = Staging::begin(&scene.from(), options, None).unwrap();
        staging.write(name, b"index").unwrap();
        staging.write("manifest.json", name.as_bytes()).unwrap();
        staging.commit().unwrap();
    };
    build("aaaaaaaaaaaaaaaaaaaa.bin");
    scene.copy(WAY).unwrap();
    build("bbbbbbbbbbbbbbbbbbbb.bin");
    scene.copy(WAY).unwrap();
    scene.assert_level(&["aaaaaaaaaaaaaaaaaaaa.bin", ".gongbao-leaving"]);
    scene.copy(WAY).unwrap();
    scene.assert_level(&[]);
}

#[test]
fn the_plan_for_other_tools_is_what_a_copy_does() {
    let scene = Scene::new(&FIRST);
    fs::create_dir(scene.to()).unwrap();
    let is_first = |(group, _): &(Group, String)| {
        matches!(
            group,
            Group::Immutable | Group::New | Group::Manifest | Group::Sums
        )
    };
    let all = scene.planned(false);
    assert_eq!(all.len(), FIRST.len() + 1);
    assert!(all.iter().all(is_first), "{all:?}");
    scene.copy(WAY).unwrap();
    assert_eq!(scene.planned(false), []);
    scene.build(&SECOND);
    let of = |group, path: &str| (group, path.to_owned());
    let mut planned = vec![
        of(Group::Immutable, NEW_INDEX),
        of(Group::New, "a/2/index.html"),
        of(Group::Changed, "index.html"),
        of(Group::Manifest, "search-index/manifest.json"),
        of(Group::Delete, "a/1/index.html"),
        of(Group::Delete, "a/1/index.md"),
        of(Group::Sums, "SHA256SUMS"),
        of(Group::Leaving, OLD_INDEX),
    ];
    assert_eq!(scene.planned(false), planned);
    planned.pop();
    planned.insert(6, of(Group::Delete, OLD_INDEX));
    assert_eq!(scene.planned(true), planned);
    scene.copy(WAY).unwrap();
    assert_eq!(scene.planned(false), [of(Group::Delete, OLD_INDEX)]);
    let site = Site::read(&scene.from()).unwrap();
    assert!(plan(&site, Some(&scene.at("nowhere")), false).is_err());
}
