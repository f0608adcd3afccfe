//! A small index whose files are held in memory, where tests alter them or bring them piece by piece.
//!
//! It is made of texts of its own, by the builder of the index. Nothing of it is published.

use std::sync::Arc;

use crate::index::trial::Trial;
use crate::index::{Agency, Block, Entry};
use crate::search::{
    Error, Files, IndexFault, IndexFaultKind, MANIFEST, Manifest, Request, Searcher, SegmentFiles,
};

/// An index in memory.
#[derive(Clone, Debug)]
pub struct Memory {
    pub manifest: Vec<u8>,
    pub bundle: Vec<u8>,
    /// Of each segment, its bytes.
    pub segments: Vec<Vec<u8>>,
    pub chunk: u64,
}

impl Files for Memory {
    fn fetch(&self, requests: &[Request]) -> Result<Vec<Vec<u8>>, IndexFault> {
        let read = |request: &Request| {
            let start = request.chunk * self.chunk;
            let range = usize::try_from(start + request.range.start).ok()?
                ..usize::try_from(start + request.range.end).ok()?;
            Some(self.segments.get(request.segment)?.get(range)?.to_vec())
        };
        let missing = || IndexFault {
            file: MANIFEST.to_owned(),
            kind: IndexFaultKind::Missing,
        };
        let all = requests.iter().map(read);
        all.map(|bytes| bytes.ok_or_else(missing)).collect()
    }
}

impl Memory {
    /// An index of forty short reports.
    pub fn make() -> Memory {
        let entry = |at: u32| {
            let text = format!(
                "第{at}条 行政复议机关应当公开信息，全年办结{}件。",
                at * 7 % 5
            );
            let block = |text: &str| Block {
                anchor: "1".to_owned(),
                text: text.to_owned(),
                ..Block::default()
            };
            Entry {
                id: format!("r{at:02}"),
                title: format!("第{at}号报告"),
                numbers: vec![format!("示发〔2020〕{at}号")],
                agencies: vec![Agency {
                    name: "示例机关".to_owned(),
                    other_names: Vec::new(),
                }],
                topics: vec!["公开".to_owned()],
                blocks: vec![
                    block(&text.repeat(at as usize % 4 + 1)),
                    block("行政，复议"),
                    block(&other_text(at)),
                ],
                ..Entry::default()
            }
        };
        let trial = Trial::new();
        let built = trial.build((0..40).map(entry).collect());
        let read = |name: &str| {
            let file = built.files.iter().find(|file| file.name == name);
            let path = file.and_then(|file| file.path());
            std::fs::read(path.expect("a file")).expect("its bytes")
        };
        let manifest = read(MANIFEST);
        let parsed = Manifest::parse(MANIFEST, &manifest).expect("a manifest");
        let segment = |segment: &SegmentFiles| {
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
    ///
    /// # Errors
    ///
    /// If its bytes are no index that this program reads: tests alter them.
    pub fn searcher(self) -> Result<Searcher, Error> {
        let manifest = Manifest::parse(MANIFEST, &self.manifest)?;
        let bundle = self.bundle.clone();
        Searcher::from_files(manifest, &bundle, Arc::new(self))
    }

    /// A byte of one of its files, to be altered.
    pub fn byte(&mut self, file: &str, at: u64) -> &mut u8 {
        let manifest = Manifest::parse(MANIFEST, &self.manifest).expect("a manifest");
        let places = manifest.segments.iter().zip(&mut self.segments);
        let mut found = places.filter_map(|(of, bytes)| {
            let chunk = of.files(self.chunk).position(|(name, _)| name == file)?;
            bytes.get_mut(usize::try_from(chunk as u64 * self.chunk + at).ok()?)
        });
        found.next().expect("a byte of a file")
    }
}

/// Text of a report's own, so that dictionaries have several blocks.
fn other_text(at: u32) -> String {
    let unit = |nth: u32| char::from_u32(0x4E00 + (at * 37 + nth * 101) % 1500);
    (0..30).filter_map(unit).collect()
}
