//! The bytes of an index depend on its entries alone.

use std::num::NonZeroUsize;

use tempfile::TempDir;

use super::{Block, Builder, Entry};
use crate::search::pack::MANIFEST;
use crate::search::{Searcher, Sort};

/// Small batches, so that few entries make more segments than are merged at once.
const SMALL_BATCH: usize = 2_000;

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
        agency: format!("机关{}", at % 7),
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

/// The names and bytes of the index made with so many threads.
fn build(threads: usize) -> (Vec<(String, Vec<u8>)>, usize) {
    let scratch = TempDir::new().expect("a scratch folder");
    let threads = NonZeroUsize::new(threads).expect("some threads");
    let mut builder = Builder::new(scratch.path(), threads).expect("a builder");
    builder.batch_limit = SMALL_BATCH;
    for entry in entries() {
        builder.add(entry).expect("an entry is taken");
    }
    let batches = builder.made;
    let built = builder.finish().expect("the index is made");
    let files = built
        .files
        .iter()
        .map(|file| {
            let bytes = std::fs::read(&file.path).expect("a file");
            assert_eq!(bytes.len() as u64, file.bytes);
            (file.name.clone(), bytes)
        })
        .collect();
    (files, batches)
}

#[test]
fn threads_and_places_do_not_show() {
    let (first, batches) = build(1);
    assert!(batches > super::MERGE, "merged in two steps: {batches}");
    for threads in [1, 2, 5] {
        assert!(build(threads).0 == first, "{threads}");
    }
    for (name, bytes) in &first {
        let scratch = b"gongbao";
        let found = bytes.windows(scratch.len()).any(|part| part == scratch);
        assert!(!found, "{name} holds a path");
    }
    assert_eq!(first.last().map(|file| file.0.as_str()), Some(MANIFEST));
}

#[test]
fn batches_keep_the_order_and_count_of_reports() {
    let scratch = TempDir::new().expect("a scratch folder");
    let mut builder = Builder::new(scratch.path(), NonZeroUsize::MIN).expect("a builder");
    builder.batch_limit = SMALL_BATCH;
    for entry in entries() {
        builder.add(entry).expect("an entry is taken");
    }
    let built = builder.finish().expect("the index is made");
    let folder = TempDir::new().expect("a folder");
    for file in &built.files {
        std::fs::hard_link(&file.path, folder.path().join(&file.name)).expect("a link");
    }
    let searcher = Searcher::open(folder.path()).expect("the index opens");
    assert_eq!((searcher.reports(), built.reports), (120, 120));
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
