//! Publications that appended to a log and did not end: what is told of them, what the next one makes of it, and what a key
//! that had signed already is good for. (With real kills at every call: `tests/faults`.)

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::{
    LOGGED as ARCHIVE, build, files, gongbao, run, stderr, stdout, tree, write, yearly as report,
};

fn archive() -> tempfile::TempDir {
    tree(&[
        ("content/archive.yaml", ARCHIVE),
        ("content/shili/2021.md", &report(2021, "办理信访事项3件。")),
    ])
}

type Paths = BTreeMap<String, Vec<u8>>;

fn site(folder: &Path) -> Paths {
    files(folder).into_iter().collect()
}

fn put(folder: &Path, path: &str, bytes: &[u8]) {
    let at = folder.join(path);
    fs::create_dir_all(at.parent().expect("a folder")).expect("made");
    fs::write(at, bytes).expect("written");
}

/// What `gongbao verify` says of a folder, with its exit code.
fn verified(folder: &Path) -> (i32, String) {
    let mut verify = gongbao();
    verify.arg("verify").arg(folder).args(["--lang", "en"]);
    let output = verify.output().expect("the binary runs");
    let said = format!("{}{}", stdout(&output), stderr(&output));
    (output.status.code().unwrap_or(-1), said)
}

fn published(folder: &Path, more: &[&str]) {
    let output = build(folder, more);
    assert!(output.status.success(), "{}", stderr(&output));
    let (code, said) = verified(&folder.join("public"));
    assert_eq!(code, 0, "{said}");
}

/// Makes of the site `old` in `folder` what a publication of `new` file by file leaves that was killed before SHA256SUMS or,
/// where that `has_list`, before the head of the log.
fn interrupt(folder: &Path, old: &Paths, new: &Paths, has_list: bool) {
    let is_head = |path: &str| path.starts_with("log/checkpoint");
    let is_own = |path: &str| path == "SHA256SUMS" || path.starts_with(".gongbao");
    let mut pending: BTreeSet<&str> = BTreeSet::new();
    for (path, bytes) in new {
        let is_new = old.get(path) != Some(bytes);
        if !is_own(path) && (is_new || !path.starts_with("log/")) {
            pending.insert(path);
        }
        if is_new && !is_head(path) && (has_list || path != "SHA256SUMS") {
            put(folder, path, bytes);
        }
    }
    let listed = old
        .keys()
        .filter(|path| !path.starts_with("log/") && !is_own(path));
    pending.extend(listed.map(String::as_str));
    let zeros = "0".repeat(64);
    let lines = pending.iter().map(|path| format!("{zeros}  {path}\n"));
    put(
        folder,
        ".gongbao-pending",
        lines.collect::<String>().as_bytes(),
    );
}

#[test]
fn what_was_added_to_a_log_and_never_promised_is_told_and_goes() {
    // The next publication is by exchange, or file by file; the one that was killed had its list in place, or not.
    for (more, has_list) in [
        (&[][..], false),
        (&["--in-place"], false),
        (&["--in-place"], true),
    ] {
        let folder = archive();
        let folder = folder.path();
        let out = folder.join("public");
        published(folder, &["--new-log", "--in-place"]);
        let first = site(&out);
        write(folder, "shili/2022.md", &report(2022, "办理信访事项5件。"));
        write(folder, "shili/2023.md", &report(2023, "办理信访事项7件。"));
        published(folder, &["--in-place"]);
        let second = site(&out);
        fs::remove_dir_all(&out).expect("removed");
        for (path, bytes) in &first {
            put(&out, path, bytes);
        }
        interrupt(&out, &first, &second, has_list);
        let (code, said) = verified(&out);
        assert_eq!(code, 10, "{said}");
        assert!(
            said.contains(".gongbao-pending") && said.contains("interrupted"),
            "{said}"
        );
        // Another history goes on from the head that stands.
        fs::remove_file(folder.join("content/shili/2023.md")).expect("removed");
        write(folder, "shili/2022.md", &report(2022, "办理信访事项6件。"));
        published(folder, &[more, &["--allow-vanished"]].concat());
        let third = site(&out);
        let clean = archive();
        let clean = clean.path();
        published(clean, &["--new-log"]);
        write(clean, "shili/2022.md", &report(2022, "办理信访事项6件。"));
        published(clean, &[]);
        // Not even the tiles remain that the same numbers of entries would have had.
        assert_eq!(third, site(&clean.join("public")), "{more:?}");
    }
}

#[test]
fn a_first_publication_that_was_interrupted_is_begun_again() {
    let folder = archive();
    let folder = folder.path();
    let out = folder.join("public");
    published(folder, &["--new-log"]);
    let whole = site(&out);
    fs::remove_dir_all(&out).expect("removed");
    interrupt(&out, &Paths::new(), &whole, false);
    let (code, said) = verified(&out);
    assert_eq!(code, 10, "{said}");
    assert!(said.contains("interrupted"), "{said}");
    write(folder, "shili/2022.md", &report(2022, "办理信访事项6件。"));
    published(folder, &["--new-log", "--in-place"]);
    let in_place = site(&out);
    fs::remove_dir_all(&out).expect("removed");
    published(folder, &["--new-log"]);
    assert_eq!(in_place, site(&out));
}

#[test]
fn damage_is_told_while_a_publication_goes_on() {
    let folder = archive();
    let folder = folder.path();
    let out = folder.join("public");
    published(folder, &["--new-log", "--in-place"]);
    let whole = site(&out);
    interrupt(&out, &whole, &whole, false);
    assert_eq!(verified(&out).0, 10);
    put(&out, "theirs.html", b"x");
    let (code, said) = verified(&out);
    assert!(code == 10 && said.contains("theirs.html"), "{said}");
    // No list explains an entry that is another.
    let entries = "log/tile/entries/000.p/2";
    let mut bytes = whole.get(entries).expect("entries").clone();
    bytes[9] ^= 1;
    put(&out, entries, &bytes);
    assert_eq!(verified(&out).0, 17);
}

#[test]
fn what_the_killed_adding_of_a_cosignature_left_is_no_damage_and_goes() {
    let folder = archive();
    let folder = folder.path();
    let out = folder.join("public");
    let key = key(folder);
    published(folder, &["--new-log", "--key", &key]);
    let head = fs::read(out.join("log/checkpoint")).expect("a head");
    // Nothing, half a head or a whole one is what such a run leaves.
    for half in [&head[..0], &head[..head.len() / 2], &head[..]] {
        put(&out, "log/checkpoint.new", half);
        assert_eq!(verified(&out).0, 0);
    }
    put(&out, "log/checkpoint.new", b"half");
    assert_eq!(verified(&out).0, 11);
    write(folder, "shili/2022.md", &report(2022, "办理信访事项6件。"));
    published(folder, &["--key", &key]);
    assert!(!out.join("log/checkpoint.new").exists());
}

fn key(folder: &Path) -> String {
    let file = folder.join("log.key").display().to_string();
    let output = run(&["key", "new", "a.example/log", "--to", &file]);
    assert!(output.status.success(), "{}", stderr(&output));
    let public = stdout(&output);
    let signed = ARCHIVE.replace("truth: true", &format!("truth: {}", public.trim()));
    write(folder, "archive.yaml", &signed);
    file
}

#[test]
fn what_is_refused_is_not_noted_as_signed() {
    let folder = archive();
    let folder = folder.path();
    let key = key(folder);
    published(folder, &["--new-log", "--key", &key]);
    let noted = || fs::read(folder.join("log.key.signed")).expect("a note");
    let before = noted();
    // Somebody else's file is where a page of the new report is to be.
    write(folder, "shili/2022.md", &report(2022, "办理信访事项5件。"));
    put(&folder.join("public"), "shili/2022", b"theirs");
    for more in [&["--key", &key][..], &["--key", &key, "--in-place"]] {
        let output = build(folder, more);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert_eq!(noted(), before);
    }
    // So that other content may follow.
    fs::remove_file(folder.join("public/shili/2022")).expect("removed");
    write(folder, "shili/2022.md", &report(2022, "办理信访事项6件。"));
    published(folder, &["--key", &key]);
    assert_ne!(noted(), before);
}

#[test]
fn a_head_that_was_signed_and_not_published_is_gone_on_with_by_the_same_content() {
    let folder = archive();
    let folder = folder.path();
    let key = key(folder);
    published(folder, &["--new-log", "--key", &key]);
    let first = site(&folder.join("public"));
    write(folder, "shili/2022.md", &report(2022, "办理信访事项5件。"));
    published(folder, &["--key", &key]);
    let second = site(&folder.join("public"));
    // As if that had been killed between its note and its exchange.
    fs::remove_dir_all(folder.join("public")).expect("removed");
    for (path, bytes) in &first {
        put(&folder.join("public"), path, bytes);
    }
    write(folder, "shili/2022.md", &report(2022, "办理信访事项6件。"));
    let output = build(folder, &["--key", &key, "--lang", "en"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for words in [
        "log.key.signed",
        "--log",
        "change it back",
        "If you are not sure, do not",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(site(&folder.join("public")), first);
    // What it says to do.
    write(folder, "shili/2022.md", &report(2022, "办理信访事项5件。"));
    published(folder, &["--key", &key]);
    assert_eq!(site(&folder.join("public")), second);
    write(folder, "shili/2023.md", &report(2023, "办理信访事项7件。"));
    published(folder, &["--key", &key]);
}

struct Witnessed {
    folder: tempfile::TempDir,
    key: String,
}

impl Witnessed {
    fn new() -> Witnessed {
        let folder = archive();
        let key = key(folder.path());
        published(folder.path(), &["--new-log", "--key", &key]);
        let witness = folder.path().join("w.key").display().to_string();
        let made = run(&["key", "new", "w.example", "--to", &witness, "--witness"]);
        assert!(made.status.success(), "{}", stderr(&made));
        fs::create_dir(folder.path().join("state")).expect("made");
        let witnessed = Witnessed { folder, key };
        assert_eq!(witnessed.run(&["--new-state"]).0, 0);
        witnessed
    }

    fn run(&self, more: &[&str]) -> (i32, String) {
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        let public = fs::read_to_string(at("public/log/vkey")).expect("a key");
        let mut command = gongbao();
        command.arg("witness").arg(at("public"));
        command.args(["--log", public.trim(), "--key", &at("w.key")]);
        command
            .args(["--state", &at("state"), "--lang", "en"])
            .args(more);
        let output = command.output().expect("the binary runs");
        (output.status.code().unwrap_or(-1), stderr(&output))
    }
}

#[cfg(unix)]
#[test]
fn no_cosignature_is_added_while_somebody_publishes() {
    let witnessed = Witnessed::new();
    let folder = witnessed.folder.path();
    let before = site(&folder.join("public"));
    let lock = fs::File::open(folder.join("public")).expect("opened");
    lock.lock().expect("locked");
    let (code, said) = witnessed.run(&["--add"]);
    assert_eq!(code, 2, "{said}");
    assert_eq!(site(&folder.join("public")), before);
    drop(lock);
    let (code, said) = witnessed.run(&["--add"]);
    assert_eq!(code, 0, "{said}");
    let head = fs::read_to_string(folder.join("public/log/checkpoint")).expect("a head");
    assert!(head.contains("— w.example "), "{head}");
    write(folder, "shili/2022.md", &report(2022, "办理信访事项5件。"));
    published(folder, &["--key", &witnessed.key]);
    assert_eq!(witnessed.run(&["--add"]).0, 0);
}

#[test]
fn a_clock_that_was_once_ahead_does_not_silence_a_witness_for_good() {
    let witnessed = Witnessed::new();
    let state = witnessed.folder.path().join("state");
    let (name, bytes) = files(&state)
        .into_iter()
        .find(|(name, _)| name.len() == 64)
        .expect("what was signed");
    let text = String::from_utf8(bytes).expect("text");
    let (_, note) = text.split_once('\n').expect("a time");
    let ahead = format!("time 9999999999\n{note}");
    put(&state, &name, ahead.as_bytes());
    let (code, said) = witnessed.run(&[]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("--forget-time"), "{said}");
    let (code, said) = witnessed.run(&["--forget-time"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(witnessed.run(&[]).0, 0);
    // The trees that were signed are not forgotten.
    let now = fs::read_to_string(state.join(name)).expect("what was signed");
    assert_eq!(now.split_once('\n').map(|(_, note)| note), Some(note));
}
