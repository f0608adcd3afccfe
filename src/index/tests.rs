//! The bytes of an index depend on its entries alone; what is found in it, and what becomes of hostile bytes, is in
//! the files beside.

mod hostile;
mod questions;
mod search;

use std::collections::BTreeMap;
use std::fs::{self, File};

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::plan::BatchLength;
use super::trial::Trial;
use super::{Agency, Block, Built, BuiltFile, Entry, Made, Place};
use crate::search::{MANIFEST, Manifest, Searcher, Sort};

/// Small batches, so that few entries make many.
const SMALL_BATCH: BatchLength = BatchLength {
    least: 1_000,
    usual: 2_000,
    most: 12_000,
};

/// An agency without other names.
fn agency(name: &str) -> Agency {
    Agency {
        name: name.to_owned(),
        other_names: Vec::new(),
    }
}

fn entries() -> Vec<Entry> {
    let words = [
        "行政复议",
        "信息公开",
        "法治政府",
        "预算执行",
        "2021",
        "审计。",
    ];
    let entry = |at: usize| Entry {
        source: format!("r{at}.md"),
        id: format!("r{at}"),
        title: format!("第{at}号报告"),
        date: u32::try_from(20_000_000 + at).ok(),
        years: vec![2000],
        agencies: vec![agency(&format!("机关{}", at % 7))],
        topics: vec![format!("主题{}", at % 3), format!("主题{}", at % 5)],
        blocks: (0..10 + at % 30)
            .map(|block| Block {
                anchor: format!("1-{block}"),
                is_heading: block % 9 == 0,
                text: (0..5)
                    .map(|word| words[(at * 7 + block * 3 + word * word) % words.len()])
                    .collect(),
                ..Block::default()
            })
            .collect(),
        ..Entry::default()
    };
    (0..120).map(entry).collect()
}

/// What makes small batches with so many threads.
fn small(threads: usize) -> Trial {
    let mut trial = Trial::new();
    trial.threads = threads;
    trial.length = SMALL_BATCH;
    trial
}

fn read(file: &BuiltFile) -> Vec<u8> {
    let bytes = fs::read(file.path().expect("it was made")).expect("a file");
    assert_eq!(bytes.len() as u64, file.bytes);
    assert_eq!(<[u8; 32]>::from(Sha256::digest(&bytes)), file.digest);
    bytes
}

/// The names and bytes of the index made with so many threads.
fn build(threads: usize) -> Vec<(String, Vec<u8>)> {
    let trial = small(threads);
    let built = trial.build(entries());
    let files = built.files.iter();
    files.map(|file| (file.name.clone(), read(file))).collect()
}

#[test]
fn threads_and_places_do_not_show() {
    let first = build(1);
    for threads in [1, 2, 5] {
        assert!(build(threads) == first, "{threads}");
    }
    for (name, bytes) in &first {
        let scratch = b"gongbao";
        let found = bytes.windows(scratch.len()).any(|part| part == scratch);
        assert!(!found, "{name} holds a path");
    }
    assert_eq!(first.last().map(|file| file.0.as_str()), Some(MANIFEST));
}

/// The manifest of the index of some entries.
fn manifest(entries: Vec<Entry>) -> Manifest {
    let trial = Trial::new();
    let built = trial.build(entries);
    let bytes = read(built.files.last().expect("a manifest"));
    Manifest::parse(MANIFEST, &bytes).expect("a manifest")
}

#[test]
fn a_new_report_changes_the_segment_of_the_newest_alone() {
    let before = manifest(entries());
    assert!(before.segments.len() > 1, "there are older segments");
    let newest = |id: &str| {
        let mut all = entries();
        all.push(Entry {
            id: id.to_owned(),
            date: Some(20_991_231),
            ..all[0].clone()
        });
        manifest(all)
    };
    // One in 16 ends the segment, as its id decides.
    let mut small = 0;
    for id in (0..5).map(|at| format!("new/{at}")) {
        let after = newest(&id);
        let kept = |segment| after.segments.contains(segment);
        small += usize::from(before.segments[1..].iter().all(kept));
    }
    assert!(small >= 4, "{small} of 5");
}

#[test]
fn batches_keep_the_order_and_count_of_reports() {
    let trial = small(1);
    let built = trial.build(entries());
    let folder = TempDir::new().expect("a folder");
    for file in &built.files {
        fs::hard_link(file.path().expect("made"), folder.path().join(&file.name)).expect("a link");
    }
    let searcher = Searcher::open(folder.path()).expect("the index opens");
    assert_eq!(searcher.reports(), 120);
    let all = searcher
        .search("报告", Sort::Date, 1000)
        .expect("an answer");
    let ids: Vec<&str> = all.hits.iter().map(|hit| hit.id.as_str()).collect();
    let newest_first: Vec<String> = (0..120).rev().map(|at| format!("r{at}")).collect();
    assert_eq!(ids, newest_first);
    assert_eq!(
        all.facets
            .agency
            .iter()
            .map(|count| count.count)
            .sum::<u64>(),
        120
    );
}

/// Batches do not show, nor ranges of terms.
#[test]
fn one_batch_and_many_make_the_same_files() {
    let files = |built: &Built| -> Vec<(String, [u8; 32])> {
        let files = built.files.iter();
        files.map(|file| (file.name.clone(), file.digest)).collect()
    };
    let (one, many) = (Trial::new(), small(2));
    let (one, many) = (one.build(entries()), many.build(entries()));
    assert!(one.made.batches < many.made.batches / 3, "{:?}", many.made);
    assert_eq!(files(&one), files(&many));
}

/// A published index and the store beside it.
struct Archive {
    trial: Trial,
    folder: TempDir,
    published: BTreeMap<String, [u8; 32]>,
}

impl Archive {
    fn new() -> Archive {
        Archive {
            trial: small(2),
            folder: TempDir::new().expect("a folder"),
            published: BTreeMap::new(),
        }
    }

    /// Makes the index, publishes it, and holds it against one that is made from nothing.
    fn publish(&mut self, entries: Vec<Entry>) -> Made {
        let lend = |name: &str, digest: &[u8; 32], _: u64| {
            let is_there = self.published.get(name) == Some(digest);
            is_there.then(|| File::open(self.folder.path().join(name)).expect("a file"))
        };
        let built = self.trial.build_beside(entries.clone(), &lend);
        let mut published = BTreeMap::new();
        for file in &built.files {
            let path = self.folder.path().join(&file.name);
            match &file.place {
                Place::Kept => assert!(lend(&file.name, &file.digest, file.bytes).is_some()),
                Place::Made(_) => fs::write(&path, read(file)).expect("published"),
            }
            published.insert(file.name.clone(), file.digest);
        }
        let anew = Trial::new().build(entries);
        let anew: BTreeMap<_, _> = anew
            .files
            .into_iter()
            .map(|of| (of.name, of.digest))
            .collect();
        assert_eq!(published, anew);
        self.published = published;
        built.made
    }
}

#[test]
fn nothing_changed_makes_nothing() {
    let mut archive = Archive::new();
    let first = archive.publish(entries());
    assert_eq!(first.entries, 120);
    assert_eq!(archive.publish(entries()), Made::default());
}

#[test]
fn a_file_that_is_not_there_is_made_again_of_what_is_stored() {
    let mut archive = Archive::new();
    let first = archive.publish(entries());
    archive.published.clear();
    let again = archive.publish(entries());
    assert_eq!((again.segments, again.batches), (first.segments, 0));
    assert_eq!((again.lexicons, again.entries), (0, 0));
}

#[test]
fn a_changed_report_is_one_batch() {
    let mut archive = Archive::new();
    let mut all = entries();
    let first = archive.publish(all.clone());
    assert!(first.batches > 20, "{first:?}");
    for at in (0..all.len()).step_by(29) {
        all[at].title.push('改');
        let made = archive.publish(all.clone());
        assert_eq!((made.segments, made.batches), (1, 1), "{at} {made:?}");
    }
}

#[test]
fn a_report_more_or_less_is_few_batches() {
    let mut archive = Archive::new();
    archive.publish(entries());
    let mut batches = 0;
    for at in (3..120).step_by(40) {
        let mut all = entries();
        all.remove(at);
        let less = archive.publish(all);
        let more = archive.publish(entries());
        // An end of a segment may go with its report.
        assert!(less.segments <= 2 && more.segments <= 2, "{at}");
        batches += less.batches + more.batches;
    }
    // Six changes.
    assert!(batches <= 12, "{batches}");
}

/// A step in the life of an archive.
#[derive(Clone, Debug)]
enum Step {
    Change(prop::sample::Index, String),
    Add(prop::sample::Index, u16),
    Remove(prop::sample::Index),
    /// A value of the store is damaged, which is to be as if it were not there.
    Damage(prop::sample::Index),
    /// A published file is gone.
    Lose(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), "[行政政府0-9，。a]{1,40}").prop_map(|(at, text)| Step::Change(at, text)),
        (at(), any::<u16>()).prop_map(|(at, number)| Step::Add(at, number)),
        at().prop_map(Step::Remove),
        at().prop_map(Step::Damage),
        at().prop_map(Step::Lose),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happened before, the files are those that are made from nothing: [`Archive::publish`] holds them
    /// against these.
    #[test]
    fn what_was_before_does_not_show(steps in prop::collection::vec(step(), 1..5)) {
        let mut archive = Archive::new();
        let mut all: Vec<Entry> = entries().into_iter().step_by(3).collect();
        archive.publish(all.clone());
        for step in steps {
            match step {
                Step::Change(at, text) => {
                    let at = at.index(all.len());
                    all[at].blocks[0].text = text;
                }
                Step::Add(at, number) => {
                    let mut entry = all[at.index(all.len())].clone();
                    entry.id = format!("added/{number}");
                    entry.date = entry.date.map(|day| day + u32::from(number) % 3);
                    all.retain(|other| other.id != entry.id);
                    all.push(entry);
                }
                Step::Remove(at) => drop(all.remove(at.index(all.len()))),
                Step::Damage(at) => archive.trial.store.forget(at.index(archive.trial.store.fresh_values())),
                Step::Lose(at) => {
                    let name = archive.published.keys().nth(at.index(archive.published.len()));
                    let name = name.expect("a file").clone();
                    archive.published.remove(&name);
                }
            }
            archive.publish(all.clone());
        }
    }
}
