//! Builds that die halfway, and what the next one makes of it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::{EXCHANGE, Options, SITE, Scene, site_with};
use crate::publish::Staging;

/// Names the folder that [`child`] publishes to.
const OUT: &str = "GONGBAO_TEST_OUT";
/// Set where it is to do so once.
const ONCE: &str = "GONGBAO_TEST_ONCE";

/// Not a test by itself: the process that the others start.
#[test]
#[ignore = "run by the tests below, in a process of its own"]
fn child() {
    let Some(out) = std::env::var_os(OUT).map(PathBuf::from) else {
        return;
    };
    if std::env::var_os(ONCE).is_some() {
        let staging = Staging::begin(&out, EXCHANGE, None).unwrap();
        for (path, text) in SITE {
            staging.write(path, text.as_bytes()).unwrap();
        }
        staging.commit().unwrap();
        return;
    }
    // Builds for ever, two sites in turn, of which most is the same.
    let mut record = None;
    for turn in 0_usize.. {
        println!("turn {turn}");
        let staging = Staging::begin(&out, EXCHANGE, record).unwrap();
        let turn = turn % 2;
        for number in 0..100 {
            let path = format!("r/{number}/index.html");
            let text = format!("{number} {}", turn * usize::from(number % 3 == 0));
            staging.write(&path, text.as_bytes()).unwrap();
        }
        for (path, text) in SITE {
            staging.write(path, text.as_bytes()).unwrap();
        }
        record = Some(staging.commit().unwrap().1);
    }
}

/// The command that starts [`child`] under `umask`.
fn child_command(scene: &Scene, umask: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"umask "$0" && exec "$@""#, umask])
        .arg(std::env::current_exe().unwrap())
        .args([
            "publish::tests::killed::child",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(OUT, scene.out())
        .stdout(Stdio::piped());
    command
}

#[test]
fn killed_at_any_time_leaves_a_whole_site() {
    let scene = Scene::new();
    for delay in 0..12_u64 {
        let mut child = child_command(&scene, "022").spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // From the second turn on there is an old site.
        assert!(lines.any(|line| line.unwrap().contains("turn 2")));
        // The time is what is tested: each child dies a little further into its build.
        std::thread::sleep(std::time::Duration::from_micros(delay * 3700));
        child.kill().unwrap();
        child.wait().unwrap();
        let checked = Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", "SHA256SUMS"])
            .current_dir(scene.out())
            .status();
        assert!(checked.unwrap().success(), "after {delay}");
        let sums = scene.read("SHA256SUMS");
        assert_eq!(super::files(&scene.out()).len(), sums.lines().count() + 1);
    }
    scene.build(&SITE).unwrap();
    scene.assert_holds(&SITE, &[]);
    scene.assert_tidy();
}

#[test]
fn the_umask_does_not_show() {
    use std::os::unix::fs::PermissionsExt;
    for umask in ["000", "022", "077", "027"] {
        let scene = Scene::new();
        let output = child_command(&scene, umask).env(ONCE, "1").output();
        assert!(output.unwrap().status.success());
        scene.assert_holds(&SITE, &[]);
        for path in scene.look().keys() {
            let found = fs::metadata(path).unwrap();
            let expected = if found.is_dir() { 0o755 } else { 0o644 };
            assert_eq!(
                found.permissions().mode() & 0o7777,
                expected,
                "{path:?} {umask}"
            );
        }
    }
}

#[test]
fn leftovers_are_removed_unless_in_use_or_not_ours() {
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    let beside = |name: &str| scene.root.path().join(name);
    let ours = [
        beside(".public.gongbao-new-aB3dEf"),
        beside(".public.gongbao-old-aB3dEf"),
        scene.at(".gongbao-new-aB3dEf"),
    ];
    let theirs = [
        beside(".public.gongbao-new-a"),
        beside(".public.gongbao-new-notes.txt"),
        beside(".other.gongbao-new-aB3dEf"),
        beside("public.gongbao-new-aB3dEf"),
    ];
    for path in ours.iter().chain(&theirs) {
        fs::create_dir_all(path.join("x")).unwrap();
        fs::write(path.join("x/y"), "y").unwrap();
    }
    let in_use = beside(".public.gongbao-new-inUse9");
    fs::create_dir(&in_use).unwrap();
    let lock = fs::File::open(&in_use).unwrap();
    lock.lock().unwrap();
    scene.build(&SITE).unwrap();
    for path in &ours {
        assert!(!path.exists(), "{path:?}");
    }
    for path in theirs.iter().chain([&in_use]) {
        assert!(path.exists(), "{path:?}");
    }
    scene.assert_holds(&SITE, &[]);
}

#[test]
fn killed_between_the_two_renames() {
    let scene = Scene::new();
    scene.build(&SITE).unwrap();
    let aside = scene.root.path().join(".public.gongbao-old-aB3dEf");
    fs::rename(scene.out(), &aside).unwrap();
    // While its lock is held a build is between its renames.
    let lock = fs::File::open(&aside).unwrap();
    lock.lock().unwrap();
    assert!(scene.begin().unwrap_err().is_locked());
    drop(lock);
    // Even a build that then publishes nothing puts the old site back.
    drop(scene.begin().unwrap());
    scene.assert_holds(&SITE, &[]);
    scene.assert_tidy();
}

#[test]
fn killed_while_replacing_file_by_file() {
    // All that is and will be the site's: here its landmarks and one page.
    let pending = |page: &str| -> String {
        let digest = "0".repeat(64);
        let lines = [page, "data/reports.json", "index.html"];
        lines.map(|path| format!("{digest}  {path}\n")).concat()
    };
    for in_place in [false, true] {
        let scene = Scene::with(Options {
            in_place,
            ..EXCHANGE
        });
        // The first build of all: no SHA256SUMS yet.
        scene.put(".gongbao-pending", &pending("a/9/index.html"));
        scene.put("a/9/index.html", "nine");
        scene.build(&SITE).unwrap();
        scene.assert_holds(&SITE, &[]);
        // A later one: a new page is there, unlisted, and not what the next build makes of it.
        scene.put(".gongbao-pending", &pending("a/3/index.html"));
        scene.put("a/3/index.html", "three?");
        let site = site_with("a/3/index.html", Some("three"));
        scene.build(&site).unwrap();
        scene.assert_holds(&site, &[]);
        // Nothing left to do but to forget what was pending.
        scene.put(".gongbao-pending", &pending("a/3/index.html"));
        scene.build(&site).unwrap();
        scene.assert_holds(&site, &[]);
        scene.assert_tidy();
    }
}
