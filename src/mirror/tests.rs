//! Mirrors of sources in memory: that grow, that lie, that end in the middle.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sha2::{Digest as _, Sha256};

use super::{Mirrored, Refusal, Source, Way, bring_log, mirror};
use crate::error::{Doing, Error};
use crate::log::entry::{Document, Manifest, Operation, Release, Stated};
use crate::log::growing::Growing;
use crate::log::growth::Growth;
use crate::log::key::{Kind, Signer};
use crate::log::policy::Policy;
use crate::log::published::{Trouble, read};
use crate::mirror::source::Opened;

const ORIGIN: &str = "a.example/log";

fn signer(seed: u8) -> Signer {
    Signer::from_seed(ORIGIN, Kind::Ed25519, &[seed; 32]).unwrap_or_else(|| panic!())
}

fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

type Bytes = BTreeMap<String, Vec<u8>>;

/// A published archive in memory.
#[derive(Clone, Default)]
struct Archive {
    /// All but the log and the list.
    files: Bytes,
    log: Bytes,
    sums: Vec<u8>,
}

impl Archive {
    fn begun() -> Archive {
        let mut archive = Archive::default();
        archive.put("index.html", "<p>首页</p>");
        archive.put("data/reports.json", "[]");
        archive
    }

    fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    fn listed(&self) -> Vec<u8> {
        let lines = self.files.iter();
        let lines = lines.map(|(path, bytes)| format!("{}  {path}\n", hex(bytes)));
        lines.collect::<String>().into_bytes()
    }

    /// Publishes what is there, with so many new reports in the log.
    fn publish(&mut self, reports: u64, key: Option<&Signer>) {
        self.publish_as(self.listed(), reports, key);
    }

    fn publish_as(&mut self, sums: Vec<u8>, reports: u64, key: Option<&Signer>) {
        let mut get = |path: &str, most: usize| {
            let found = self.log.get(path);
            let cut = found.map(|bytes| bytes.iter().copied().take(most).collect());
            Ok::<Option<Vec<u8>>, ()>(cut)
        };
        let published = match read(&mut get) {
            Ok(Ok(published)) => published,
            other => panic!("{other:?}"),
        };
        let mut log = match published {
            Some(published) => Growing::of(published),
            None => Growing::new(ORIGIN.to_owned()),
        };
        for _ in 0..reports {
            let text = format!("{}", log.size());
            let document = Document::new(Stated {
                op: Operation::Publish,
                id: format!("a/{text}"),
                rev: 1,
                date: None,
                source: Some(crate::log::entry::Source {
                    sha256: hex(text.as_bytes()),
                    size: 1,
                }),
                files: None,
                prev: None,
                reason: None,
            });
            assert!(log.document(document).is_ok());
        }
        log.close_documents(key);
        let manifest = Manifest {
            files: sums.iter().filter(|byte| **byte == b'\n').count() as u64,
            sha256: hex(&sums),
            size: sums.len() as u64,
        };
        let seq = log.ledger().next_release();
        let held = log.ledger().held();
        let release = Release::new(seq, held, "gongbao".to_owned(), hex(b""), manifest);
        assert!(log.release(release).is_ok());
        let files = log.files(key).unwrap_or_default();
        self.log.extend(files);
        if key.is_some() {
            self.log.remove("checkpoint.unsigned");
        }
        self.sums = sums;
    }

    fn whole(&self) -> Bytes {
        let mut whole = self.files.clone();
        let log = self.log.iter();
        whole.extend(log.map(|(path, bytes)| (format!("log/{path}"), bytes.clone())));
        whole.insert("SHA256SUMS".to_owned(), self.sums.clone());
        whole
    }
}

/// A source of these files, which remembers what it was asked for.
struct Memory {
    files: Bytes,
    asked: Mutex<Vec<String>>,
    /// The file that never ends.
    endless: Option<&'static str>,
    /// How many files it gives before it is gone.
    lasts: Option<usize>,
}

impl Memory {
    fn of(files: Bytes) -> Memory {
        Memory {
            files,
            asked: Mutex::default(),
            endless: None,
            lasts: None,
        }
    }

    fn asked(&self) -> Vec<String> {
        let mut asked = self.asked.lock().unwrap_or_else(|e| panic!("{e}")).clone();
        asked.sort();
        asked
    }
}

impl Source for Memory {
    fn name(&self) -> &str {
        "https://a.example/"
    }

    fn open(&self, path: &str) -> Result<Opened<'_>, Error> {
        let Some(bytes) = self.files.get(path) else {
            return Ok(None);
        };
        let mut asked = self.asked.lock().unwrap_or_else(|e| panic!("{e}"));
        if self.lasts.is_some_and(|lasts| asked.len() >= lasts) {
            return Err(Error::io(Doing::Read, path, io::ErrorKind::ConnectionReset));
        }
        asked.push(path.to_owned());
        Ok(Some(match self.endless == Some(path) {
            true => Box::new(io::repeat(b'x')),
            false => Box::new(bytes.as_slice()) as Box<dyn Read + Send>,
        }))
    }
}

struct Trial {
    folder: tempfile::TempDir,
}

impl Trial {
    fn new() -> Trial {
        Trial {
            folder: tempfile::tempdir().unwrap_or_else(|e| panic!("{e}")),
        }
    }

    fn to(&self) -> PathBuf {
        self.folder.path().join("mirror")
    }

    fn run(&self, source: &Memory) -> Result<Mirrored, Refusal> {
        self.run_with(source, None)
            .unwrap_or_else(|e| panic!("{e}"))
    }

    fn run_with(
        &self,
        source: &Memory,
        policy: Option<Policy>,
    ) -> Result<Result<Mirrored, Refusal>, Error> {
        mirror(source, &self.to(), &Trial::way(policy))
    }

    fn way(policy: Option<Policy>) -> Way<'static> {
        Way {
            policy,
            in_place: false,
            max_bytes: 1 << 20,
            max_file: 1 << 16,
            is_late: &|| false,
            now: 1_700_000_000,
            go_on: &|| {},
            flush: false,
        }
    }

    fn copied(&self, archive: &Archive) -> Result<Mirrored, Refusal> {
        self.run(&Memory::of(archive.whole()))
    }

    /// All that is in the mirror but its own folder and page, as [`shortened`].
    fn found(&self) -> BTreeMap<String, String> {
        let mut found = Bytes::new();
        gather(&self.to(), "", &mut found);
        found.remove("MIRROR.txt");
        found.retain(|path, _| !path.starts_with(".gongbao-mirror"));
        shortened(&found)
    }
}

/// Digests by path, without the files of the log that older heads promised and that no mirror has to have. What must be
/// there of the log is read whole.
fn shortened(files: &Bytes) -> BTreeMap<String, String> {
    if files.keys().any(|path| path.starts_with("log/")) {
        let mut get = |path: &str, most: usize| {
            let found = files.get(&format!("log/{path}"));
            let cut = found.map(|bytes| bytes.iter().copied().take(most).collect());
            Ok::<Option<Vec<u8>>, ()>(cut)
        };
        assert!(matches!(read(&mut get), Ok(Ok(Some(_)))));
    }
    let lasting = files.iter().filter(|(path, _)| !path.contains(".p/"));
    lasting
        .map(|(path, bytes)| (path.clone(), hex(bytes).chars().take(8).collect()))
        .collect()
}

fn gather(root: &Path, below: &str, found: &mut Bytes) {
    let Ok(entries) = std::fs::read_dir(root.join(below)) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = match below {
            "" => name,
            below => format!("{below}/{name}"),
        };
        if entry.path().is_dir() {
            gather(root, &path, found);
        } else {
            found.insert(path, std::fs::read(entry.path()).unwrap_or_default());
        }
    }
}

fn archive() -> Archive {
    let mut archive = Archive::begun();
    archive.put("a/1/index.html", "一");
    archive.put("a/1/附件.csv", "数,据");
    archive.put("a/2/附件.csv", "数,据");
    archive.publish(3, Some(&signer(1)));
    archive
}

#[test]
fn a_mirror_is_the_archive_to_the_byte_and_a_second_run_changes_nothing() {
    let (trial, archive) = (Trial::new(), archive());
    let mirrored = trial.copied(&archive).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(trial.found(), shortened(&archive.whole()));
    assert_eq!((mirrored.release, mirrored.growth), (1, None));
    // With the five of its log.
    assert_eq!(
        (mirrored.published.files, mirrored.published.changed),
        (6, 11)
    );
    let page = std::fs::read_to_string(trial.to().join("MIRROR.txt")).unwrap_or_default();
    for said in [
        "https://a.example/",
        ORIGIN,
        "2023-11-14T22:13:20Z",
        "核对方法",
    ] {
        assert!(page.contains(said), "{page}");
    }
    let time = |path: &str| {
        let found = std::fs::metadata(trial.to().join(path));
        found.and_then(|found| found.modified()).ok()
    };
    let paths = ["index.html", "SHA256SUMS", "MIRROR.txt", "log/checkpoint"];
    let before = paths.map(time);
    let source = Memory::of(archive.whole());
    let again = trial.run(&source).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(
        (again.published.changed, again.growth),
        (0, Some(Growth::Same))
    );
    assert_eq!(paths.map(time), before);
    // Of two files with one digest only one is fetched, and nothing twice.
    let is_of_site = |path: &String| !path.starts_with("log/");
    let asked: Vec<String> = source.asked().into_iter().filter(is_of_site).collect();
    assert_eq!(asked, ["SHA256SUMS"]);
}

#[test]
fn only_what_is_new_is_fetched() {
    let (trial, mut archive) = (Trial::new(), archive());
    archive.publish(400, Some(&signer(1)));
    assert!(trial.copied(&archive).is_ok());
    let moved = archive.files.remove("a/1/附件.csv").unwrap_or_default();
    archive.files.remove("a/2/附件.csv");
    archive.files.insert("a/3/附件.csv".to_owned(), moved);
    archive.put("index.html", "新");
    archive.publish(1, Some(&signer(1)));
    let source = Memory::of(archive.whole());
    let mirrored = trial.run(&source).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(mirrored.growth, Some(Growth::Grown));
    assert_eq!(mirrored.published.removed, 2);
    let is_new = |path: &String| archive.log.contains_key(path.trim_start_matches("log/"));
    let asked = source.asked();
    assert!(asked.contains(&"index.html".to_owned()));
    assert!(!asked.iter().any(|path| path.contains("附件")), "{asked:?}");
    assert!(!asked.contains(&"log/tile/entries/000".to_owned()));
    assert!(!asked.contains(&"log/tile/0/000".to_owned()));
    assert!(
        asked.iter().filter(|path| is_new(path)).count() < 9,
        "{asked:?}"
    );
    assert_eq!(trial.found(), shortened(&archive.whole()));
}

#[test]
fn a_run_that_ends_in_the_middle_is_gone_on_with() {
    let mut archive = archive();
    for number in 0..20 {
        archive.put(&format!("b/{number}.txt"), &format!("text {number}"));
    }
    archive.publish(1, Some(&signer(1)));
    let trial = Trial::new();
    let mut all = Vec::new();
    let mut lasts = 12;
    loop {
        let mut source = Memory::of(archive.whole());
        source.lasts = Some(lasts);
        let run = trial.run_with(&source, None);
        let of_site = source.asked().into_iter();
        all.extend(of_site.filter(|path| path.starts_with("b/")));
        match run {
            Ok(done) => {
                assert!(done.is_ok());
                break;
            }
            // Nothing is there before all is.
            Err(_) => assert_eq!(trial.found(), BTreeMap::new()),
        }
        lasts += 3;
    }
    assert_eq!(trial.found(), shortened(&archive.whole()));
    all.sort();
    let once = {
        let mut once = all.clone();
        once.dedup();
        once
    };
    assert_eq!(all, once);
    assert_eq!(all.len(), 20);
    let rest = trial.to().join(".gongbao-mirror/new");
    assert_eq!(std::fs::read_dir(rest).map(Iterator::count).ok(), Some(0));
}

#[test]
fn a_source_that_lies_changes_nothing() {
    let trial = Trial::new();
    let first = archive();
    assert!(trial.copied(&first).is_ok());
    let mut next = first.clone();
    next.put("index.html", "新的首页");
    next.put("a/1/index.html", "一，更正");
    next.publish(1, Some(&signer(1)));
    let with = |change: &dyn Fn(&mut Bytes)| {
        let mut files = next.whole();
        change(&mut files);
        Memory::of(files)
    };
    let set = |path: &'static str, text: &'static str| {
        move |files: &mut Bytes| drop(files.insert(path.to_owned(), text.as_bytes().to_vec()))
    };
    let altered = |paths: &[&str]| {
        let paths: Vec<String> = paths.iter().map(|&path| path.to_owned()).collect();
        Refusal::Altered(paths.len(), paths)
    };
    let mut tiles = next.log.keys();
    let tile = tiles.rfind(|path| path.starts_with("tile/entries/"));
    let tile = format!("log/{}", tile.cloned().unwrap_or_default());
    let mut endless = Memory::of(next.whole());
    endless.endless = Some("index.html");
    let cases = [
        (
            with(&|files| {
                set("index.html", "别的")(files);
                set("a/1/index.html", "")(files);
            }),
            altered(&["a/1/index.html", "index.html"]),
        ),
        (with(&set("index.html", "新的")), altered(&["index.html"])),
        (
            with(&set("index.html", "新的首页。")),
            altered(&["index.html"]),
        ),
        (endless, altered(&["index.html"])),
        (
            with(&|files| drop(files.remove("index.html"))),
            Refusal::Missing(1, vec!["index.html".to_owned()]),
        ),
        (
            with(&|files| drop(files.remove("SHA256SUMS"))),
            Refusal::Missing(1, vec!["SHA256SUMS".to_owned()]),
        ),
        (with(&set("SHA256SUMS", "")), Refusal::Sums),
        (
            with(&|files| drop(files.insert("SHA256SUMS".to_owned(), first.sums.clone()))),
            Refusal::Sums,
        ),
        (
            with(&|files| files.retain(|path, _| !path.starts_with("log/"))),
            Refusal::NoLog,
        ),
        (
            with(&|files| drop(files.remove("log/vkey"))),
            Refusal::Log(Trouble::Missing("vkey".to_owned())),
        ),
        (
            with(&|files| drop(files.remove(&tile))),
            Refusal::Log(Trouble::Missing(tile.trim_start_matches("log/").to_owned())),
        ),
    ];
    let before = trial.found();
    for (source, refusal) in cases {
        assert_eq!(trial.run(&source), Err(refusal));
        assert_eq!(trial.found(), before);
    }
    // And after all that, the truth is copied.
    assert!(trial.copied(&next).is_ok());
    assert_eq!(trial.found(), shortened(&next.whole()));
}

#[test]
fn a_log_that_goes_back_or_is_another_is_noticed() {
    let trial = Trial::new();
    let first = archive();
    let mut next = first.clone();
    next.publish(2, Some(&signer(1)));
    assert!(trial.copied(&next).is_ok());
    let before = trial.found();
    let mut fork = first.clone();
    fork.publish(5, Some(&signer(1)));
    let mut shorter_fork = first.clone();
    shorter_fork.put("index.html", "别的");
    shorter_fork.publish(2, Some(&signer(1)));
    let mut replaced = Archive::begun();
    replaced.publish(20, Some(&signer(2)));
    let mut unsigned = Archive::begun();
    unsigned.publish(3, None);
    let size = |archive: &Archive| {
        let note = archive.log.get("checkpoint").cloned().unwrap_or_default();
        let note = String::from_utf8(note).unwrap_or_default();
        super::store::checkpoint_of(&note).map_or(0, |checkpoint| checkpoint.size)
    };
    let had = size(&next);
    let cases = [
        (
            &first,
            Refusal::RolledBack {
                found: size(&first),
                had,
            },
        ),
        (&fork, Refusal::Forked { size: had }),
        (&shorter_fork, Refusal::Forked { size: had }),
        // What others signed, or nobody, is not the log's own word.
        (&replaced, Refusal::Key(signer(2).verifier().text())),
        (&unsigned, Refusal::Unsigned),
    ];
    for is_forgotten in [false, true] {
        for (archive, refusal) in &cases {
            assert_eq!(trial.copied(archive).as_ref(), Err(refusal));
            assert_eq!(trial.found(), before);
        }
        // What is remembered can be lost: the mirror's own log says it too.
        if !is_forgotten {
            let seen = trial.to().join(".gongbao-mirror/checkpoint");
            assert!(std::fs::remove_file(seen).is_ok());
        }
    }
    let damaged = trial.to().join(".gongbao-mirror/checkpoint");
    assert!(std::fs::write(damaged, "x").is_ok());
    let run = trial.run_with(&Memory::of(next.whole()), None);
    assert!(run.is_err());
}

/// A source during whose reading another run brings another archive.
struct Meanwhile<'t> {
    source: Memory,
    trial: &'t Trial,
    other: Mutex<Option<Memory>>,
}

impl Source for Meanwhile<'_> {
    fn name(&self) -> &str {
        self.source.name()
    }

    fn open(&self, path: &str) -> Result<Opened<'_>, Error> {
        if path == "SHA256SUMS" {
            let other = self.other.lock().unwrap_or_else(|e| panic!("{e}")).take();
            assert!(other.is_none_or(|other| self.trial.run(&other).is_ok()));
        }
        self.source.open(path)
    }
}

#[test]
fn what_another_run_brought_meanwhile_is_not_taken_back() {
    let old = archive();
    let (mut new, mut fork) = (old.clone(), Archive::begun());
    new.publish(2, Some(&signer(1)));
    fork.publish(1, Some(&signer(1)));
    let (found, had) = (4, 7);
    for (other, expected) in [
        (&new, Refusal::RolledBack { found, had }),
        (&fork, Refusal::Forked { size: 2 }),
    ] {
        let trial = Trial::new();
        let source = Meanwhile {
            source: Memory::of(old.whole()),
            trial: &trial,
            other: Mutex::new(Some(Memory::of(other.whole()))),
        };
        let refused = mirror(&source, &trial.to(), &Trial::way(None));
        let refused = refused.unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(refused, Err(expected));
        assert_eq!(trial.found(), shortened(&other.whole()));
    }
}

#[test]
fn who_signs_is_asked() {
    let mut archive = archive();
    let trial = Trial::new();
    assert!(trial.copied(&archive).is_ok());
    // The same log, taken over by another key.
    let mut taken = archive.clone();
    taken.publish(1, Some(&signer(2)));
    // Heads that the old key signed are none of the new one.
    let altered = Trouble::Altered("documents/3".to_owned());
    assert_eq!(trial.copied(&taken), Err(Refusal::Log(altered)));
    archive.publish(1, Some(&signer(1)));
    let source = Memory::of(archive.whole());
    let run = |policy| {
        let run = trial.run_with(&source, Some(policy));
        run.unwrap_or_else(|e| panic!("{e}"))
    };
    let of = |seed| Policy::of_logs(vec![signer(seed).verifier().clone()]);
    let own = signer(1).verifier().text();
    assert_eq!(run(of(2)), Err(Refusal::Key(own.clone())));
    let witness = Signer::from_seed("w.example", Kind::Cosignature, &[3; 32]);
    let witness = witness.unwrap_or_else(|| panic!());
    let text = format!(
        "log {own}\nwitness w {}\nquorum w\n",
        witness.verifier().text()
    );
    let policy = Policy::parse(&text).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(run(policy.clone()), Err(Refusal::Witnesses));
    assert!(run(of(1)).is_ok());
    let head = archive.log.get("checkpoint").cloned().unwrap_or_default();
    let head = String::from_utf8(head).unwrap_or_default();
    let (text, _) = head.split_once("\n\n").unwrap_or_default();
    let line = witness.sign(&format!("{text}\n"), 1_700_000_000);
    let cosigned = format!("{head}{line}").into_bytes();
    archive.log.insert("checkpoint".to_owned(), cosigned);
    let source = Memory::of(archive.whole());
    let run = trial.run_with(&source, Some(policy));
    let mirrored = run.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(mirrored.map(|mirrored| mirrored.witnesses), Ok(1));
    assert_eq!(trial.found(), shortened(&archive.whole()));
}

#[test]
fn a_list_with_paths_that_no_site_has_is_refused() {
    let site = Archive::begun().listed();
    let zeros = "0".repeat(64);
    for (path, is_named) in [
        ("../outside", true),
        ("/etc/passwd", true),
        ("a/../../b", true),
        ("a\\b", true),
        ("log/checkpoint", true),
        ("MIRROR.txt", true),
        (".gongbao-mirror/checkpoint", true),
        ("INDEX.html", true),
        ("index.html", false),
    ] {
        let mut archive = Archive::begun();
        let mut lines: Vec<String> = String::from_utf8_lossy(&site)
            .lines()
            .map(str::to_owned)
            .collect();
        lines.push(format!("{zeros}  {path}"));
        lines.sort_by(|a, b| a.get(66..).cmp(&b.get(66..)));
        let sums = format!("{}\n", lines.join("\n")).into_bytes();
        archive.publish_as(sums, 1, Some(&signer(1)));
        let trial = Trial::new();
        let refusal = trial.copied(&archive);
        match is_named {
            true => assert!(
                matches!(refusal, Err(Refusal::Path(_))),
                "{path} {refusal:?}"
            ),
            false => assert_eq!(refusal, Err(Refusal::List), "{path}"),
        }
        assert!(!trial.to().exists(), "{path}");
        assert!(!trial.folder.path().join("outside").exists());
    }
}

#[test]
fn damage_in_the_mirror_is_mended() {
    let (trial, mut archive) = (Trial::new(), archive());
    archive.publish(300, Some(&signer(1)));
    assert!(trial.copied(&archive).is_ok());
    for path in [
        "index.html",
        "a/1/附件.csv",
        "log/tile/entries/000",
        "log/tile/0/000",
        "log/checkpoint",
        "log/vkey",
        "log/documents/3",
    ] {
        let at = trial.to().join(path);
        let mut bytes = std::fs::read(&at).unwrap_or_default();
        if let Some(byte) = bytes.last_mut() {
            *byte ^= 1;
        }
        // In the place of the file, not in it: an older tree may have it too.
        assert!(std::fs::remove_file(&at).is_ok() && std::fs::write(&at, bytes).is_ok());
        assert!(trial.copied(&archive).is_ok(), "{path}");
        assert_eq!(trial.found(), shortened(&archive.whole()), "{path}");
        assert!(std::fs::remove_file(&at).is_ok());
        assert!(trial.copied(&archive).is_ok(), "{path}");
        assert_eq!(trial.found(), shortened(&archive.whole()), "{path}");
    }
}

#[test]
fn a_log_that_got_its_key_has_one_head() {
    let trial = Trial::new();
    let mut archive = Archive::begun();
    archive.publish(3, None);
    let mirrored = trial.copied(&archive).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(mirrored.key, None);
    archive.publish(1, Some(&signer(1)));
    assert!(trial.copied(&archive).is_ok());
    assert_eq!(trial.found(), shortened(&archive.whole()));
    // And does not lose it again.
    let mut unsigned = Archive::begun();
    unsigned.publish(3, None);
    unsigned.publish(1, None);
    unsigned.publish(1, None);
    assert!(trial.copied(&unsigned).is_err());
}

#[test]
fn a_run_has_a_limit() {
    let mut archive = archive();
    for number in 0..40 {
        let text = format!("{number} ").repeat(10_000);
        archive.put(&format!("b/{number}.txt"), &text);
    }
    archive.publish(1, Some(&signer(1)));
    let trial = Trial::new();
    let mut runs = 0;
    while trial.run_with(&Memory::of(archive.whole()), None).is_err() {
        assert_eq!(trial.found(), BTreeMap::new());
        runs += 1;
        assert!(runs < 9);
    }
    assert!(runs > 0);
    assert_eq!(trial.found(), shortened(&archive.whole()));
}

/// A time stamp of the head of a log, and where it is below its folder.
fn stamped(archive: &Archive) -> (String, Vec<u8>) {
    let mut get = |path: &str, _: usize| Ok::<_, ()>(archive.log.get(path).cloned());
    let Ok(Ok(Some(log))) = read(&mut get) else {
        panic!("a log");
    };
    let size = log.checkpoint.size;
    let text = log.checkpoint.text();
    (
        format!("timestamps/{size}.tsr"),
        crate::log::stamp::reply(&Sha256::digest(text.as_bytes()).into(), "20261201123000Z"),
    )
}

#[test]
fn what_an_interrupted_run_put_of_the_log_comes_again() {
    let (trial, mut archive) = (Trial::new(), archive());
    assert!(trial.copied(&archive).is_ok());
    let old: BTreeSet<String> = archive.log.keys().cloned().collect();
    archive.put("index.html", "新");
    archive.publish(300, Some(&signer(1)));
    let (path, stamp) = stamped(&archive);
    archive.log.insert(path, stamp);
    // All of it was put there but the list of the site and the head of the log.
    let mut listed: BTreeSet<String> = archive.files.keys().cloned().collect();
    for (path, bytes) in &archive.log {
        if !old.contains(path) {
            let at = trial.to().join("log").join(path);
            assert!(
                at.parent()
                    .is_some_and(|above| std::fs::create_dir_all(above).is_ok())
            );
            assert!(std::fs::write(at, bytes).is_ok());
            listed.insert(format!("log/{path}"));
        }
    }
    let zeros = "0".repeat(64);
    let lines = listed.iter().map(|path| format!("{zeros}  {path}\n"));
    let pending = trial.to().join(".gongbao-pending");
    assert!(std::fs::write(&pending, lines.collect::<String>()).is_ok());
    assert!(trial.copied(&archive).is_ok());
    assert_eq!(trial.found(), shortened(&archive.whole()));
    assert!(!pending.exists());
}

#[test]
fn a_run_that_takes_too_long_stops_and_changes_nothing() {
    let (trial, archive) = (Trial::new(), archive());
    let way = Way {
        is_late: &|| true,
        ..Trial::way(None)
    };
    let run = mirror(&Memory::of(archive.whole()), &trial.to(), &way);
    assert!(run.is_err() && trial.found().is_empty());
}

#[test]
fn what_others_put_in_the_folder_is_refused_or_stays() {
    let (trial, archive) = (Trial::new(), archive());
    assert!(std::fs::create_dir(trial.to()).is_ok());
    let theirs = trial.to().join("notes.txt");
    assert!(std::fs::write(&theirs, "theirs").is_ok());
    assert!(trial.run_with(&Memory::of(archive.whole()), None).is_err());
    assert!(std::fs::remove_file(&theirs).is_ok());
    assert!(trial.copied(&archive).is_ok());
    assert!(std::fs::write(&theirs, "theirs").is_ok());
    let mut next = archive.clone();
    next.put("index.html", "新");
    next.publish(1, Some(&signer(1)));
    assert!(trial.copied(&next).is_ok());
    assert_eq!(std::fs::read(&theirs).ok().as_deref(), Some(&b"theirs"[..]));
}

/// A time stamp comes along when it is there, late too; one that is none of its head is left where it is, and what the
/// mirror has stays.
#[test]
fn time_stamps_of_heads_are_copied() {
    let trial = Trial::new();
    let mut archive = archive();
    let (first, stamp) = stamped(&archive);
    archive.log.insert(first.clone(), vec![1; 100]);
    assert!(trial.copied(&archive).is_ok());
    let at = |path: &str| trial.to().join("log").join(path);
    assert!(!at(&first).exists());
    archive.log.insert(first.clone(), stamp.clone());
    assert!(trial.copied(&archive).is_ok());
    assert_eq!(std::fs::read(at(&first)).ok(), Some(stamp.clone()));
    // One that was damaged here is fetched again.
    assert!(std::fs::write(at(&first), vec![1; 100]).is_ok());
    assert!(trial.copied(&archive).is_ok());
    assert_eq!(std::fs::read(at(&first)).ok(), Some(stamp.clone()));
    let alone = Trial::new();
    let brought = bring_log(&Memory::of(archive.whole()), alone.folder.path(), &|| {});
    assert!(matches!(brought, Ok(Ok(()))), "{brought:?}");
    let brought = std::fs::read(alone.folder.path().join("log").join(&first));
    assert_eq!(brought.ok(), Some(stamp.clone()));
    // Through a publication, and whatever the source has in its place then.
    archive.put("index.html", "<p>新的首页</p>");
    archive.publish(1, Some(&signer(1)));
    archive.log.insert(first.clone(), vec![1; 100]);
    assert!(trial.copied(&archive).is_ok());
    assert_eq!(std::fs::read(at(&first)).ok(), Some(stamp));
}
