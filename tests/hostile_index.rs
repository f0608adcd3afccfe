//! An index is read from strangers' hosts: whatever its bytes, the reader answers or says what is wrong.
//!
//! Here the files come without the checks that a folder is held against, as they may in a browser.

use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use gongbao::index::{Block, Builder, Entry, Prepared};
use gongbao::search::pack::{Files, MANIFEST, Manifest, Request};
use gongbao::search::{Error, PackFault, PackFaultKind, Searcher, Sort};
use proptest::prelude::{ProptestConfig, any, prop, prop_assert, proptest};
use tempfile::TempDir;

/// An index in memory.
#[derive(Clone, Debug)]
struct Memory {
    manifest: Vec<u8>,
    bundle: Vec<u8>,
    /// Of each segment, its bytes.
    segments: Vec<Vec<u8>>,
    chunk: u64,
}

impl Files for Memory {
    fn fetch(&self, requests: &[Request]) -> Result<Vec<Vec<u8>>, PackFault> {
        let read = |request: &Request| {
            let start = request.chunk * self.chunk;
            let range = usize::try_from(start + request.range.start).ok()?
                ..usize::try_from(start + request.range.end).ok()?;
            Some(self.segments.get(request.segment)?.get(range)?.to_vec())
        };
        let missing = || PackFault {
            file: MANIFEST.to_owned(),
            kind: PackFaultKind::Missing,
        };
        let all = requests.iter().map(read);
        all.map(|bytes| bytes.ok_or_else(missing)).collect()
    }
}

impl Memory {
    /// A copy of an index that is made once.
    fn new() -> Memory {
        static MADE: OnceLock<Memory> = OnceLock::new();
        MADE.get_or_init(|| {
            // Panics inside dependencies are expected here, and are no news.
            let told = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                let file = panic.location().map_or("", |place| place.file());
                if !file.contains("registry") {
                    told(panic);
                }
            }));
            Memory::make()
        })
        .clone()
    }

    fn make() -> Memory {
        let scratch = TempDir::new().expect("a scratch folder");
        let mut builder = Builder::new(scratch.path(), NonZeroUsize::MIN).expect("a builder");
        for at in 0..40 {
            let text = format!(
                "第{at}条 行政复议机关应当公开信息，全年办结{}件。",
                at * 7 % 5
            );
            let block = |text: &str| Block {
                anchor: "1".to_owned(),
                text: text.to_owned(),
                ..Block::default()
            };
            let entry = Entry {
                id: format!("r{at:02}"),
                title: format!("第{at}号报告"),
                numbers: vec![format!("示发〔2020〕{at}号")],
                agency: "示例机关".to_owned(),
                topics: vec!["公开".to_owned()],
                blocks: vec![block(&text.repeat(at % 4 + 1)), block("行政，复议")],
                ..Entry::default()
            };
            let prepared = Prepared::new(entry).expect("made ready");
            builder.add(prepared).expect("taken");
        }
        let built = builder.finish().expect("made");
        let read = |name: &str| {
            let file = built.files.iter().find(|file| file.name == name);
            std::fs::read(&file.expect("a file").path).expect("its bytes")
        };
        let manifest = read(MANIFEST);
        let parsed = Manifest::parse(MANIFEST, &manifest).expect("a manifest");
        let segment = |segment: &gongbao::search::pack::SegmentFiles| {
            let files = segment.files(parsed.chunk);
            files.flat_map(|(name, _)| read(&name)).collect()
        };
        Memory {
            bundle: read(&parsed.bundle.name),
            segments: parsed.segments.iter().map(segment).collect(),
            chunk: parsed.chunk,
            manifest,
        }
    }

    /// Opens it.
    fn searcher(self) -> Result<Searcher, Error> {
        let manifest = Manifest::parse(MANIFEST, &self.manifest)?;
        let bundle = self.bundle.clone();
        Searcher::from_files(manifest, &bundle, Arc::new(self))
    }

    /// A byte of one of its files, to be altered.
    fn byte(&mut self, file: &str, at: u64) -> &mut u8 {
        let manifest = Manifest::parse(MANIFEST, &self.manifest).expect("a manifest");
        let places = manifest.segments.iter().zip(&mut self.segments);
        let mut found = places.filter_map(|(of, bytes)| {
            let chunk = of.files(self.chunk).position(|(name, _)| name == file)?;
            bytes.get_mut(usize::try_from(chunk as u64 * self.chunk + at).ok()?)
        });
        found.next().expect("a byte of a file")
    }

    /// Opens it and asks for all kinds of things; a fault is as good as an answer.
    fn ask(self) -> Result<(), Error> {
        let started = Instant::now();
        let searcher = self.searcher()?;
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
}

#[test]
fn what_was_published_is_read() {
    assert_eq!(Memory::new().ask(), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Altered bytes of segments and bundle.
    #[test]
    fn altered_bytes_are_survived(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..6),
    ) {
        let mut memory = Memory::new();
        for (at, byte, in_bundle) in changes {
            let segment = at.index(memory.segments.len());
            let bytes = if in_bundle { &mut memory.bundle } else { &mut memory.segments[segment] };
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = memory.ask();
    }

    /// Files that end early.
    #[test]
    fn short_files_are_survived(keep in any::<prop::sample::Index>(), in_bundle in any::<bool>()) {
        let mut memory = Memory::new();
        let bytes = if in_bundle { &mut memory.bundle } else { &mut memory.segments[0] };
        let keep = keep.index(bytes.len());
        bytes.truncate(keep);
        let _ = memory.ask();
    }

    /// Manifests of any bytes.
    #[test]
    fn no_manifest_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Manifest::parse(MANIFEST, &bytes).is_err());
    }

    /// A manifest whose numbers lie.
    #[test]
    fn numbers_that_lie_are_survived(at in any::<prop::sample::Index>(), number in any::<u64>()) {
        let mut memory = Memory::new();
        let text = String::from_utf8(memory.manifest.clone()).expect("text");
        let places: Vec<_> = text.match_indices(|c: char| c.is_ascii_digit()).collect();
        let (place, _) = places[at.index(places.len())];
        let mut lie = text.clone();
        lie.replace_range(place..place + 1, &number.to_string());
        memory.manifest = lie.into_bytes();
        let _ = memory.ask();
    }
}

/// Where a file comes a few bytes at a time, each bit that a query reads is held against a sum: the answer is
/// the true one, or there is none.
#[test]
fn altered_bytes_give_no_other_answer() {
    let memory = Memory::new();
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
