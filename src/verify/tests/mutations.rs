//! Ten thousand alterations of one file or two, by a seed: every one is noticed, and the file is named.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::{by_policy, checked, sample};
use crate::internals::recorder::Archive;

const MUTATIONS: u64 = 10_000;

/// A sequence of numbers (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }
}

/// Alters the archive in one way; what was done, and the files that it was done to.
fn mutate(files: &mut Archive, numbers: &mut Numbers) -> (&'static str, Vec<String>) {
    let paths: Vec<String> = files.keys().cloned().collect();
    let path = paths
        .get(numbers.below(paths.len()))
        .cloned()
        .unwrap_or_default();
    let mut bytes = files.get(&path).cloned().unwrap_or_default();
    let at = numbers.below(bytes.len());
    let kind = numbers.below(8);
    let what = match kind {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << numbers.below(8);
            }
            "flip"
        }
        1 => {
            bytes.truncate(at);
            "cut"
        }
        2 => {
            let more = 1 + numbers.below(40);
            bytes.extend((0..more).map(|_| numbers.next().to_le_bytes()[0]));
            "append"
        }
        3 => {
            bytes.insert(at, b"\n0 a"[numbers.below(4)]);
            "insert"
        }
        4 => {
            bytes.remove(at);
            "take out"
        }
        5 => {
            // What older heads had is needed no more.
            if !path.ends_with(".p/4") {
                files.remove(&path);
            }
            return ("drop", vec![path]);
        }
        6 => {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let names = [
                "x",
                "9.tlog-proof",
                "000",
                ".x",
                "index.md",
                "checkpoint.unsigned",
                "1.sha256",
            ];
            let name = names[numbers.below(names.len())];
            let new = format!("{folder}/{name}{}", numbers.below(50));
            let new = new.trim_start_matches('/').to_owned();
            files.insert(new.clone(), bytes);
            return ("add", vec![new]);
        }
        _ => {
            let other = paths
                .get(numbers.below(paths.len()))
                .cloned()
                .unwrap_or_default();
            let others = files.insert(other.clone(), bytes).unwrap_or_default();
            files.insert(path.clone(), others);
            return ("swap", vec![path, other]);
        }
    };
    files.insert(path.clone(), bytes);
    (what, vec![path])
}

#[test]
fn ten_thousand_mutations_are_noticed_and_named() {
    let archive = sample();
    let how = by_policy(&archive);
    let whole = archive.files();
    let found = (0..MUTATIONS).into_par_iter().map(|seed| {
        let mut files = whole.clone();
        let (what, paths) = mutate(&mut files, &mut Numbers(seed));
        if files == *whole {
            return (what, 0, None);
        }
        let checked = checked(&files, &how);
        let named = checked.damages.sorted();
        let is_named = named.iter().any(|damage| paths.contains(&damage.file));
        let missed = (!is_named).then(|| format!("{seed}: {what} {paths:?}: {named:?}"));
        (what, 1, missed)
    });
    let found: Vec<(&str, u64, Option<String>)> = found.collect();
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut missed = Vec::new();
    for (what, count, miss) in found {
        *counts.entry(what).or_default() += count;
        missed.extend(miss);
    }
    assert!(
        missed.is_empty(),
        "{} missed: {:#?}",
        missed.len(),
        &missed[..missed.len().min(20)]
    );
    println!("{counts:?}");
    // Some changed nothing: a file that was swapped with itself, or may go.
    assert!(
        counts.len() == 8 && counts.values().all(|count| *count > 1_000),
        "{counts:?}"
    );
    assert!(counts.values().sum::<u64>() > MUTATIONS - 200, "{counts:?}");
}
