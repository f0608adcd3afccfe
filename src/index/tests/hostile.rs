//! An index is read from strangers' hosts: whatever its bytes, the reader answers or says what is wrong.
//!
//! Here the files come without the checks that a folder is held against, as they may in a browser.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, proptest};

use crate::internals::memory::Memory;
use crate::search::{Error, Sort, silence_guarded_panics};
use crate::search::{MANIFEST, Manifest};

/// A copy of an index that is made once.
fn index() -> Memory {
    static MADE: OnceLock<Memory> = OnceLock::new();
    MADE.get_or_init(|| {
        silence_guarded_panics();
        Memory::make()
    })
    .clone()
}

/// Opens it and asks for all kinds of things; a fault is as good as an answer.
fn ask(memory: Memory) -> Result<(), Error> {
    let started = Instant::now();
    let searcher = memory.searcher()?;
    let mut result = Ok(());
    for query in [
        "行政复议机关",
        "政",
        "公开信息 件",
        "number:示发",
        "题目行政",
        "agency:示例",
    ] {
        if let Err(error) = searcher.search(query, Sort::Relevance, 20) {
            result = Err(error);
        }
    }
    assert!(started.elapsed() < Duration::from_secs(20), "took too long");
    result
}

#[test]
fn what_was_published_is_read() {
    assert_eq!(ask(index()), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Altered bytes of segments and bundle.
    #[test]
    fn altered_bytes_are_survived(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..6),
    ) {
        let mut memory = index();
        for (at, byte, in_bundle) in changes {
            let segment = at.index(memory.segments.len());
            let bytes = if in_bundle { &mut memory.bundle } else { &mut memory.segments[segment] };
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = ask(memory);
    }

    /// Files that end early.
    #[test]
    fn short_files_are_survived(keep in any::<prop::sample::Index>(), in_bundle in any::<bool>()) {
        let mut memory = index();
        let bytes = if in_bundle { &mut memory.bundle } else { &mut memory.segments[0] };
        let keep = keep.index(bytes.len());
        bytes.truncate(keep);
        let _ = ask(memory);
    }

    /// Manifests of any bytes.
    #[test]
    fn no_manifest_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Manifest::parse(MANIFEST, &bytes).is_err());
    }

    /// A manifest whose numbers lie.
    #[test]
    fn numbers_that_lie_are_survived(at in any::<prop::sample::Index>(), number in any::<u64>()) {
        let mut memory = index();
        let text = String::from_utf8(memory.manifest.clone()).expect("text");
        let places: Vec<_> = text.match_indices(|c: char| c.is_ascii_digit()).collect();
        let (place, _) = places[at.index(places.len())];
        let mut lie = text.clone();
        lie.replace_range(place..place + 1, &number.to_string());
        memory.manifest = lie.into_bytes();
        let _ = ask(memory);
    }
}

/// Where a file comes a few bytes at a time, each bit that a query reads is held against a sum: the answer is
/// the true one, or there is none.
#[test]
fn altered_bytes_give_no_other_answer() {
    let memory = index();
    let searcher = memory.clone().searcher().expect("opened");
    let (mut altered, mut other) = (0, 0);
    for query in ["行政复议机关", "公开信息 件", "number:示发", "题目行政"] {
        let (truth, explain) = searcher
            .explain(query, Sort::Relevance, 3)
            .expect("an answer");
        for read in explain.rounds.iter().flat_map(|round| &round.ranges) {
            for at in (read.start..read.end).step_by(3) {
                let mut lying = memory.clone();
                *lying.byte(&read.file, at) ^= 1 << (at % 8);
                let searcher = lying.searcher().expect("opened");
                altered += 1;
                other += match searcher.search(query, Sort::Relevance, 3) {
                    Ok(answer) => usize::from(answer != truth),
                    Err(_) => 0,
                };
            }
        }
    }
    assert!(altered > 500, "only {altered} were altered");
    // The shortest lists have sums of seven bits.
    assert!(other * 500 <= altered, "{other} of {altered}");
}
