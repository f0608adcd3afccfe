//! Archives with a log, made in memory for tests: what happens to reports, publication by publication.
//!
//! In: texts, attachments, dates. Out: all files of the published folder. Never writes; a test writes them where it wants.

use std::collections::BTreeMap;
use std::convert::Infallible;

use sha2::{Digest, Sha256};

use crate::log::entry::{Document, Files, Manifest, Operation, Release, Source, Stated};
use crate::log::growing::Growing;
use crate::log::key::{Kind, Signer};
use crate::log::ledger::Event;
use crate::log::note::Note;
use crate::log::policy::Policy;
use crate::log::published::{self, Published, Trouble};

/// The files of an archive, by path.
pub type Archive = BTreeMap<String, Vec<u8>>;

/// Makes archives with a log.
pub struct Recorder {
    origin: String,
    signer: Option<Signer>,
    /// What is published: reports, pages, and the log.
    files: Archive,
    log: Growing,
    /// Attachments of what is recorded next and of what was, by report.
    attached: BTreeMap<String, Vec<String>>,
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes))
}

/// SHA256SUMS of `files`, and what the log says of it.
pub(crate) fn sums_of<'f>(
    files: impl Iterator<Item = (&'f String, &'f Vec<u8>)>,
) -> (Vec<u8>, Manifest) {
    let lines: Vec<String> = files
        .map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes)))
        .collect();
    let sums = lines.concat().into_bytes();
    let manifest = Manifest {
        files: lines.len() as u64,
        sha256: sha256(&sums),
        size: sums.len() as u64,
    };
    (sums, manifest)
}

/// The log whose files `file` gives, by their paths below its folder.
pub(crate) fn log_of<'f>(
    file: impl Fn(&str) -> Option<&'f Vec<u8>>,
) -> Result<Option<Published>, Trouble> {
    let mut get = |path: &str, most: usize| {
        let bytes = file(path).map(|bytes| bytes.iter().copied().take(most).collect());
        Ok::<_, Infallible>(bytes)
    };
    published::read(&mut get).unwrap_or_else(|never| match never {})
}

fn below(path: &str) -> Option<&str> {
    path.strip_prefix("log/")
}

impl Recorder {
    /// An archive without a report, whose log this key signs, or nobody.
    pub fn new(origin: &str, seed: Option<[u8; 32]>) -> Recorder {
        let signer = seed.and_then(|seed| Signer::from_seed(origin, Kind::Ed25519, &seed));
        Recorder {
            origin: origin.to_owned(),
            signer,
            files: Archive::new(),
            log: Growing::new(origin.to_owned()),
            attached: BTreeMap::new(),
        }
    }

    /// All files.
    pub fn files(&self) -> &Archive {
        &self.files
    }

    /// The key that signs, as it is written.
    pub fn key(&self) -> Option<String> {
        Some(self.signer.as_ref()?.verifier().text())
    }

    /// A page, or any other file that the log does not know by itself.
    pub fn page(&mut self, path: &str, bytes: &[u8]) {
        self.files.insert(path.to_owned(), bytes.to_vec());
    }

    fn record(&mut self, op: Operation, id: &str, rev: u64, reason: Option<&str>) {
        let last = self
            .log
            .ledger()
            .reports
            .get(id)
            .and_then(|history| history.last().cloned());
        let has_text = op != Operation::Withdraw;
        let text = self.files.get(&format!("{id}/index.md"));
        let source = text.filter(|_| has_text).map(|text| Source {
            sha256: sha256(text),
            size: text.len() as u64,
        });
        let list = self.files.get(&format!("{id}/{rev}.sha256"));
        let files = list.filter(|_| has_text).map(|list| Files {
            n: self.attached.get(id).map_or(0, Vec::len) as u64,
            sha256: sha256(list),
        });
        let document = Document::new(Stated {
            op,
            id: id.to_owned(),
            rev,
            date: Some(format!("2022-0{rev}-01")),
            source,
            files,
            prev: last.map(|last: Event| last.index),
            reason: reason.map(str::to_owned),
        });
        let taken = self.log.document(document);
        assert_eq!(taken, Ok(()), "{op:?} {id}");
    }

    fn put(&mut self, id: &str, rev: u64, text: &str, attached: &[(&str, &[u8])]) {
        let old = self.attached.remove(id).unwrap_or_default();
        old.iter()
            .for_each(|name| drop(self.files.remove(&format!("{id}/{name}"))));
        let mut names = Vec::new();
        let mut list = String::new();
        for (name, bytes) in attached {
            list.push_str(&format!("{}  {name}\n", sha256(bytes)));
            self.files.insert(format!("{id}/{name}"), bytes.to_vec());
            names.push((*name).to_owned());
        }
        if !attached.is_empty() {
            self.files
                .insert(format!("{id}/{rev}.sha256"), list.into_bytes());
        }
        self.files
            .insert(format!("{id}/index.md"), text.as_bytes().to_vec());
        self.attached.insert(id.to_owned(), names);
    }

    /// A report is published; attachments are sorted by name.
    pub fn publish(&mut self, id: &str, text: &str, attached: &[(&str, &[u8])]) {
        self.put(id, 1, text, attached);
        self.record(Operation::Publish, id, 1, None);
    }

    /// A report is corrected.
    pub fn correct(&mut self, id: &str, rev: u64, text: &str, attached: &[(&str, &[u8])]) {
        let before = format!("{id}/{}.sha256", rev.saturating_sub(1));
        self.files.remove(&before);
        self.put(id, rev, text, attached);
        self.record(Operation::Correct, id, rev, Some("数字有误"));
    }

    /// A report is withdrawn: its text and its attachments go.
    pub fn withdraw(&mut self, id: &str, rev: u64) {
        self.record(Operation::Withdraw, id, rev, Some("依申请撤回"));
        self.files.remove(&format!("{id}/index.md"));
        self.files.remove(&format!("{id}/{rev}.sha256"));
        let names = self.attached.remove(id).unwrap_or_default();
        names
            .iter()
            .for_each(|name| drop(self.files.remove(&format!("{id}/{name}"))));
    }

    /// Publishes what was recorded: proofs, SHA256SUMS, the log.
    pub fn release(&mut self) {
        self.log.close_documents(self.signer.as_ref());
        let release = self.log.ledger().next_release();
        let reports = self.log.ledger().reports.clone();
        for event in reports.values().flat_map(|history| &history.events) {
            let Document { id, rev, op, .. } = &event.document;
            let has_proof = matches!(op, Operation::Publish | Operation::Correct);
            if !has_proof || event.release != release {
                continue;
            }
            let head = self.log.new_documents(&self.log.documents_of(release));
            let head = String::from_utf8(head.unwrap_or_default().to_vec()).unwrap_or_default();
            let proof = self.log.proof(event.index, &event.document, &head);
            let path = format!("{id}/{rev}.tlog-proof");
            self.files
                .insert(path, proof.unwrap_or_default().into_bytes());
        }
        let is_listed = |path: &str| path != "SHA256SUMS" && below(path).is_none();
        let listed = self.files.iter().filter(|(path, _)| is_listed(path));
        let (sums, manifest) = sums_of(listed);
        let docs = self.log.ledger().held();
        let made = Release::new(
            release,
            docs,
            "gongbao".to_owned(),
            "0".repeat(64),
            manifest,
        );
        assert_eq!(self.log.release(made), Ok(()));
        self.files.insert("SHA256SUMS".to_owned(), sums);
        let new = self.log.files(self.signer.as_ref()).unwrap_or_default();
        let new = new
            .into_iter()
            .map(|(path, bytes)| (format!("log/{path}"), bytes));
        self.files.extend(new);
        // What was published is where the next publication begins.
        match log_of(|path| self.files.get(&format!("log/{path}"))) {
            Ok(Some(log)) => self.log = Growing::of(log),
            other => panic!("{other:?}"),
        }
    }

    /// A witness, made of `seed`, signs the head, at this time.
    pub fn cosign(&mut self, seed: u8, time: u64) {
        let witness = witness(seed);
        if let Some(head) = self.files.get_mut("log/checkpoint") {
            let text = String::from_utf8(head.clone()).unwrap_or_default();
            let signed = Note::parse(&text).map(|note| witness.sign(note.text, time));
            head.extend(signed.unwrap_or_default().into_bytes());
        }
    }

    /// A policy of this log and of such witnesses, of whom `count` must have signed.
    pub fn policy(&self, seeds: &[u8], count: usize) -> String {
        let mut text = format!("log {}\n", self.key().unwrap_or_default());
        let mut names = Vec::new();
        for &seed in seeds {
            let key = witness(seed).verifier().text();
            text.push_str(&format!("witness w{seed} {key}\n"));
            names.push(format!("w{seed}"));
        }
        text.push_str(&format!(
            "group all-of-them {count} {}\nquorum all-of-them\n",
            names.join(" ")
        ));
        assert!(Policy::parse(&text).is_ok(), "{text}");
        text
    }

    /// The origin of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

fn witness(seed: u8) -> Signer {
    let signer = Signer::from_seed(&format!("w{seed}.example"), Kind::Cosignature, &[seed; 32]);
    signer.unwrap_or_else(|| panic!("a name of a witness"))
}
