//! The bytes of an index depend on its entries alone; what is found in it, and what becomes of hostile bytes, is in
//! the files beside.

mod hostile;
mod questions;
mod search;

use std::num::NonZeroUsize;

use tempfile::TempDir;

use super::{Agency, Block, Builder, Entry, Prepared, order};
use crate::search::{MANIFEST, Manifest, Searcher, Sort};

/// Small batches, so that few entries make more segments than are merged at once.
const SMALL_BATCH: usize = 2_000;

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

/// Adds all entries, the newest first.
fn add_all(builder: &mut Builder) {
    add(builder, entries());
}

fn add(builder: &mut Builder, mut entries: Vec<Entry>) {
    entries.sort_by_key(|entry| order(entry.date, entry.rank, &entry.id));
    for entry in entries {
        let prepared = Prepared::new(entry).expect("an entry is made ready");
        builder.add(prepared).expect("an entry is taken");
    }
}

/// The names and bytes of the index made with so many threads.
fn build(threads: usize) -> Vec<(String, Vec<u8>)> {
    let scratch = TempDir::new().expect("a scratch folder");
    let threads = NonZeroUsize::new(threads).expect("some threads");
    let mut builder = Builder::new(scratch.path(), threads).expect("a builder");
    builder.batch_limit = SMALL_BATCH;
    add_all(&mut builder);
    let built = builder.finish().expect("the index is made");
    built
        .files
        .iter()
        .map(|file| {
            let bytes = std::fs::read(&file.path).expect("a file");
            assert_eq!(bytes.len() as u64, file.bytes);
            (file.name.clone(), bytes)
        })
        .collect()
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
    let scratch = TempDir::new().expect("a scratch folder");
    let mut builder = Builder::new(scratch.path(), NonZeroUsize::MIN).expect("a builder");
    add(&mut builder, entries);
    let built = builder.finish().expect("the index is made");
    let last = built.files.last().expect("a manifest");
    let bytes = std::fs::read(&last.path).expect("its bytes");
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
    let scratch = TempDir::new().expect("a scratch folder");
    let mut builder = Builder::new(scratch.path(), NonZeroUsize::MIN).expect("a builder");
    builder.batch_limit = SMALL_BATCH;
    add_all(&mut builder);
    let built = builder.finish().expect("the index is made");
    let folder = TempDir::new().expect("a folder");
    for file in &built.files {
        std::fs::hard_link(&file.path, folder.path().join(&file.name)).expect("a link");
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
