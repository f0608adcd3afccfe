//! `gongbao verify` as people and scripts use it: exit codes, words, what is remembered. What each attack comes to is
//! held in `src/verify/tests`, without a process for each.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use gongbao::internals::recorder::{Archive, Recorder};

use crate::common::{gongbao, published, report, stderr, stdout, tree};

const NOON: u64 = 1_700_000_000;

/// A file, the code and the name of its damage, and what does that damage.
type Damage = (&'static str, i32, &'static str, fn(&Path));

/// A site with a log of two publications, which two witnesses signed.
fn sample() -> Recorder {
    let mut archive = Recorder::new("a.example", Some([7; 32]));
    archive.page("index.html", b"<p>1</p>");
    archive.publish(
        "a/2020",
        "# 2020\n",
        &[("figures.csv", b"1,2\n"), ("x/scan.pdf", b"%PDF")],
    );
    archive.publish("a/2021", "# 2021\n", &[]);
    archive.publish("b/2021", "# b\n", &[]);
    archive.release();
    archive.page("index.html", b"<p>2</p>");
    archive.correct(
        "a/2020",
        2,
        "# 2020, corrected\n",
        &[("figures.csv", b"1,3\n")],
    );
    archive.withdraw("b/2021", 1);
    archive.release();
    archive.cosign(1, NOON);
    archive.cosign(2, NOON);
    archive
}

/// The archive, in the folder `public` of a new one.
fn written(archive: &Archive) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    rewrite(folder.path(), archive);
    folder
}

fn rewrite(folder: &Path, archive: &Archive) {
    for (path, bytes) in archive {
        put(folder, path, bytes);
    }
}

fn put(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join("public").join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, bytes).expect("written");
}

fn verify(folder: &Path, more: &[&str]) -> Output {
    let mut command = gongbao();
    command.current_dir(folder).arg("verify").args(more);
    command.output().expect("the binary runs")
}

fn json(folder: &Path, more: &[&str]) -> serde_json::Value {
    let output = verify(folder, &[more, &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(json["code"].as_i64(), output.status.code().map(i64::from));
    json
}

/// The paths that are named as damaged.
fn named(json: &serde_json::Value) -> BTreeSet<String> {
    let damages = json["damages"].as_array().expect("a list").iter();
    let files = damages.filter_map(|damage| damage["file"].as_str());
    files.map(str::to_owned).collect()
}

#[test]
fn a_site_that_nobody_touched_is_intact() {
    let archive = sample();
    let folder = written(archive.files());
    let key = archive.key().expect("a key");
    fs::write(folder.path().join("vkey"), format!("{key}\n")).expect("written");
    fs::write(folder.path().join("policy"), archive.policy(&[1, 2], 2)).expect("written");
    for more in [
        &[][..],
        &["public"],
        &["./public/."],
        &["--key", &key],
        &["public", "--key", "vkey"],
        &["--policy", "policy"],
        &["--policy", "policy", "--not-older-than", "2023-11-01"],
        &["--jobs", "1"],
    ] {
        let output = verify(folder.path(), more);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{more:?}: {}{}",
            stdout(&output),
            stderr(&output)
        );
        assert!(
            stdout(&output).starts_with("Intact, unaltered"),
            "{}",
            stdout(&output)
        );
    }
    // What is only what the archive says itself is said to be so.
    let said = stdout(&verify(folder.path(), &[]));
    assert!(said.contains("only what the archive says itself"), "{said}");
    let said = stdout(&verify(folder.path(), &["--key", "vkey"]));
    assert!(!said.contains("only what"), "{said}");
    let said = stdout(&verify(
        folder.path(),
        &["--lang", "zh", "--policy", "policy"],
    ));
    assert!(
        said.starts_with("核对无误，未曾改动") && said.contains("见证：w1 2023-11-14T22:13:20Z"),
        "{said}"
    );
    // Never more than that.
    for word in ["真实", "属实", "authentic", "genuine"] {
        assert!(!said.contains(word), "{said}");
    }
    // From within.
    let inner = folder.path().join("public/a");
    assert_eq!(verify(&inner, &[".."]).status.code(), Some(0));
    let found = json(folder.path(), &["--key", "vkey"]);
    assert_eq!(
        (&found["verdict"], &found["log"]["entries"]),
        (&"intact".into(), &7.into())
    );
    assert_eq!(
        (&found["log"]["key"], &found["log"]["key_is_stated"]),
        (&key.into(), &false.into())
    );
}

#[test]
fn each_kind_of_damage_has_a_code_and_names_its_file() {
    let archive = sample();
    let cases: [Damage; 8] = [
        ("a/2021/index.md", 12, "altered", |root| {
            fs::write(root.join("a/2021/index.md"), "#").expect("written")
        }),
        ("a/2020/figures.csv", 10, "incomplete", |root| {
            fs::remove_file(root.join("a/2020/figures.csv")).expect("removed")
        }),
        ("more.html", 11, "extra", |root| {
            fs::write(root.join("more.html"), "").expect("written")
        }),
        (".more", 11, "extra", |root| {
            fs::write(root.join(".more"), "").expect("written")
        }),
        ("log/vkey", 16, "unsigned", |root| {
            fs::write(root.join("log/vkey"), "a+b+c\n").expect("written")
        }),
        ("log/tile/0/000.p/7", 17, "broken-log", |root| {
            fs::write(root.join("log/tile/0/000.p/7"), "").expect("written")
        }),
        ("log/documents/99", 13, "rolled-back", |root| {
            fs::write(root.join("log/documents/99"), "").expect("written")
        }),
        ("log/checkpoint", 10, "incomplete", |root| {
            fs::remove_file(root.join("log/checkpoint")).expect("removed")
        }),
    ];
    for (file, code, name, damage) in cases {
        let folder = written(archive.files());
        damage(&folder.path().join("public"));
        let found = json(folder.path(), &[]);
        assert_eq!(
            (&found["verdict"], &found["code"]),
            (&name.into(), &code.into()),
            "{found}"
        );
        assert_eq!(named(&found), BTreeSet::from([file.to_owned()]));
        for language in ["en", "zh"] {
            let output = verify(folder.path(), &["--lang", language]);
            assert_eq!(output.status.code(), Some(code));
            assert!(stdout(&output).starts_with(file), "{}", stdout(&output));
        }
    }
}

#[test]
fn every_damage_is_named_up_to_a_limit_and_all_are_counted() {
    let folder = written(sample().files());
    for number in 0..30 {
        put(folder.path(), &format!("more/{number}.html"), b"");
    }
    fs::write(folder.path().join("public/index.html"), "").expect("written");
    let found = json(folder.path(), &["--limit", "3"]);
    assert_eq!(
        (&found["verdict"], &found["damage_count"]),
        (&"altered".into(), &31.into())
    );
    // The worst first.
    assert_eq!(found["damages"][0]["file"], "index.html");
    assert_eq!(found["damages"].as_array().map(Vec::len), Some(3));
    let said = stdout(&verify(folder.path(), &["--limit", "3"]));
    assert!(said.contains("… and 28 more"), "{said}");
    assert_eq!(named(&json(folder.path(), &[])).len(), 31);
}

#[test]
fn what_was_seen_is_remembered_and_a_step_back_is_noticed() {
    let mut archive = sample();
    let old = archive.files().clone();
    let folder = written(&old);
    let key = archive.key().expect("a key");
    let seen = |more: &[&str]| {
        let output = verify(
            folder.path(),
            &[&["--key", &key, "--remember", "seen"], more].concat(),
        );
        (output.status.code(), stdout(&output))
    };
    assert_eq!(seen(&[]).0, Some(0));
    let first = fs::read(folder.path().join("seen")).expect("it was remembered");
    assert_eq!(Some(&first), old.get("log/checkpoint"));
    // Damage is not remembered.
    archive.publish("a/2022", "# 2022\n", &[]);
    archive.release();
    rewrite(folder.path(), archive.files());
    fs::write(folder.path().join("public/index.html"), "altered").expect("written");
    assert_eq!(seen(&[]).0, Some(12));
    assert_eq!(
        fs::read(folder.path().join("seen")).expect("it is there"),
        first
    );
    // What went on is.
    rewrite(folder.path(), archive.files());
    assert_eq!(seen(&[]).0, Some(0));
    let second = fs::read(folder.path().join("seen")).expect("it is there");
    assert_ne!(first, second);
    // The old copy.
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    rewrite(folder.path(), &old);
    let (code, said) = seen(&[]);
    assert_eq!(code, Some(13), "{said}");
    assert!(said.contains("it has 7 entries, and had 9"), "{said}");
    // Another history by the same key.
    let mut other = sample();
    other.publish("a/2022", "# 2022, another\n", &[]);
    other.release();
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    rewrite(folder.path(), other.files());
    assert_eq!(seen(&[]).0, Some(15));
    assert_eq!(
        fs::read(folder.path().join("seen")).expect("it is there"),
        second
    );
    let there: Vec<_> = fs::read_dir(folder.path()).expect("listed").collect();
    assert_eq!(there.len(), 2);
}

#[test]
fn witnesses_are_asked_how_old_a_copy_is() {
    let archive = sample();
    let folder = written(archive.files());
    fs::write(folder.path().join("policy"), archive.policy(&[1, 2], 2)).expect("written");
    let code = |when: &str| {
        let more = ["--policy", "policy", "--not-older-than", when];
        verify(folder.path(), &more).status.code()
    };
    assert_eq!(code("30"), Some(14));
    assert_eq!(code("2023-11-15"), Some(14));
    assert_eq!(code("2023-11-14"), Some(0));
    assert_eq!(code("100000"), Some(0));
    fs::write(folder.path().join("policy"), archive.policy(&[1, 2, 3], 3)).expect("written");
    assert_eq!(code("100000"), Some(16));
}

#[test]
fn a_file_is_verified_by_itself() {
    let archive = sample();
    let folder = written(archive.files());
    let key = archive.key().expect("a key");
    for (path, words) in [
        ("public/a/2020/index.md", "Report: a/2020, revision 2"),
        (
            "public/a/2020/figures.csv",
            "Report: a/2020, attachment figures.csv of revision 2",
        ),
        ("public/index.html", "Recorded in a.example, publication 2"),
    ] {
        let output = verify(folder.path(), &[path, "--key", &key]);
        let said = stdout(&output);
        assert_eq!(output.status.code(), Some(0), "{said}{}", stderr(&output));
        assert!(said.starts_with("Intact") && said.contains(words), "{said}");
    }
    let found = json(folder.path(), &["public/a/2020/index.md"]);
    let file = &found["file"];
    assert_eq!(
        (&file["publication"], &file["state"]),
        (&2.into(), &"current".into()),
        "{found}"
    );
    assert_eq!(file["date"], "2022-02-01");
    // Somewhere else, with its proof.
    let away = tempfile::tempdir().expect("a folder");
    for (from, to) in [
        ("a/2020/index.md", "download.md"),
        ("a/2020/figures.csv", "download.csv"),
        ("a/2020/2.tlog-proof", "2.tlog-proof"),
        ("a/2020/2.sha256", "2.sha256"),
    ] {
        let from = folder.path().join("public").join(from);
        fs::copy(from, away.path().join(to)).expect("copied");
    }
    for name in ["download.md", "download.csv"] {
        let output = verify(
            away.path(),
            &[name, "--proof", "2.tlog-proof", "--key", &key],
        );
        assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
        let said = stdout(&verify(away.path(), &[name, "--proof", "2.tlog-proof"]));
        assert!(
            said.contains("the key of the archive is not known"),
            "{said}"
        );
    }
    fs::write(away.path().join("download.md"), "altered").expect("written");
    assert_eq!(
        verify(away.path(), &["download.md", "--key", &key])
            .status
            .code(),
        Some(12)
    );
    // Neither may stand where the text that counts does, nor a text where an attachment does.
    let whole = fs::read(folder.path().join("public/a/2020/index.md")).expect("a text");
    put(folder.path(), "a/2020/index.md", b"# 2020\n");
    let output = verify(folder.path(), &["public/a/2020/index.md"]);
    assert_eq!(output.status.code(), Some(12), "{}", stdout(&output));
    put(folder.path(), "a/2020/index.md", &whole);
    let output = verify(folder.path(), &["public/a/2020/index.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    put(folder.path(), "b/2021/index.md", b"# b\n");
    let output = verify(folder.path(), &["public/b/2021/index.md"]);
    assert_eq!(output.status.code(), Some(12), "{}", stdout(&output));
    fs::remove_file(folder.path().join("public/b/2021/index.md")).expect("removed");
    // The earlier text, and a text that was withdrawn.
    put(folder.path(), "a/2020/kept.md", b"# 2020\n");
    let said = stdout(&verify(folder.path(), &["public/a/2020/kept.md"]));
    assert!(
        said.contains("Since then: corrected; it is revision 2 now"),
        "{said}"
    );
    put(folder.path(), "b/2021/kept.md", b"# b\n");
    let said = stdout(&verify(
        folder.path(),
        &["public/b/2021/kept.md", "--lang", "zh"],
    ));
    assert!(
        said.contains("此后已撤回（2022-01-01）：依申请撤回"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_verified_is_no_verdict() {
    let folder = written(sample().files());
    fs::create_dir(folder.path().join("empty")).expect("made");
    fs::write(folder.path().join("text"), "text").expect("written");
    for more in [
        &["nowhere"][..],
        &["empty"],
        &["--key", "a+b+c"],
        &["--key", "text"],
        &["--policy", "text"],
        &["--policy", "nowhere"],
        &["--not-older-than", "3"],
        &["--remember", "text"],
        &["--remember", "nowhere/seen"],
        &["--proof", "text"],
        &["public/index.html", "--remember", "seen"],
        &["public/none.html"],
    ] {
        let output = verify(folder.path(), more);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{more:?}: {}",
            stdout(&output)
        );
        assert!(!stderr(&output).is_empty(), "{more:?}");
    }
    let policy = sample().policy(&[1], 1);
    fs::write(folder.path().join("policy"), policy).expect("written");
    let more = ["--policy", "policy", "--not-older-than", "soon"];
    assert_eq!(verify(folder.path(), &more).status.code(), Some(2));
}

/// A site that was built without a log is held against its list, and this is said.
#[test]
fn a_site_without_a_log_is_held_against_its_list() {
    let folder = tree(&[("content/shili/2021.md", &report("文字"))]);
    let public = published(folder.path());
    let output = verify(folder.path(), &[]);
    let said = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.starts_with("As SHA256SUMS says"), "{said}");
    assert!(
        said.contains("There is no log") && !said.contains("recorded"),
        "{said}"
    );
    let key = sample().key().expect("a key");
    assert_eq!(
        verify(folder.path(), &["--key", &key]).status.code(),
        Some(16)
    );
    assert_eq!(
        verify(folder.path(), &["--remember", "seen"]).status.code(),
        Some(2)
    );
    fs::write(public.join("index.html"), "altered").expect("written");
    let found = json(folder.path(), &[]);
    assert_eq!(found["verdict"], "altered");
    assert_eq!(named(&found), BTreeSet::from(["index.html".to_owned()]));
}
