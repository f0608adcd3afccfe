//! A publication that is being recorded: the log with its new entries, and what pages and files say of it.
//!
//! In: the log, the key, what would be published. Out: for each report what is recorded of it, the files that prove it, and
//! in the end the entry of the publication and the files of the log. Never writes; the same input gives the same bytes.

use crate::archive::Archive;
use crate::diagnostic::Text;
use crate::error::Error;
use crate::log::checkpoint::Checkpoint;
use crate::log::entry::{Document, Manifest, Release};
use crate::log::growing::{Growing, LogFile, Refused};
use crate::log::key::Signer;
use crate::log::ledger::History;
use crate::log::note::Note;
use crate::log::tree::Hash;
use crate::route::{list_name, proof_name};
use crate::truth::held::Held;

/// A publication that is being recorded.
#[derive(Debug)]
pub(crate) struct Recording {
    log: Growing,
    signer: Option<Signer>,
    /// What is published of each report, in the order of the archive.
    held: Vec<Held>,
}

/// A head of a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// Of what happened to reports, for proofs.
    Documents,
    /// Of all.
    All,
}

/// What is recorded of a report.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Recorded {
    /// SHA-256 of its text.
    pub(crate) sha256: String,
    /// The publication in which this text was recorded.
    pub(crate) release: u64,
    /// Which text of the report it is, from 1.
    pub(crate) rev: u64,
    /// How often it was corrected.
    pub(crate) corrections: usize,
    /// The name of its proof, beside its page.
    pub(crate) proof: String,
    /// The name of the list of the files beside it, if there are any.
    pub(crate) list: Option<String>,
    /// Whether the log is signed.
    pub(crate) is_signed: bool,
}

/// What is known of a log while its publication is being made. Nothing here is another in a build of the same content:
/// what it says is in files that this publication records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// Whose log.
    pub(crate) origin: String,
    /// The key that signs it, as it is written.
    pub(crate) key: Option<String>,
    /// Reports whose text is published.
    pub(crate) reports: u64,
    /// The last publication with which something happened to a report.
    pub(crate) release: u64,
}

impl Recording {
    /// The log with `documents` added.
    ///
    /// # Errors
    ///
    /// If an entry cannot be added: the gate let through what the log refuses.
    pub(crate) fn new(
        mut log: Growing,
        signer: Option<Signer>,
        held: Vec<Held>,
        documents: Vec<Document>,
    ) -> Result<Recording, Error> {
        for document in documents {
            let id = document.id.clone();
            log.document(document)
                .map_err(|refused| broken(&id, refused))?;
        }
        log.close_documents(signer.as_ref());
        Ok(Recording { log, signer, held })
    }

    /// Entries of the log by now.
    pub(crate) fn size(&self) -> u64 {
        self.log.size()
    }

    /// Heads for proofs that this needs and that were published before, below the folder of the log.
    pub(crate) fn heads(&self) -> impl Iterator<Item = String> {
        let sizes = self.log.ledger().documents().into_iter();
        sizes.map(crate::log::published::documents_path)
    }

    /// Where time stamps of heads that were published may be, below the folder of the log.
    pub(crate) fn stamps(&self) -> impl Iterator<Item = String> {
        let sizes = self.log.ledger().publications();
        sizes.map(crate::log::published::stamp_path)
    }

    /// What is known of the log.
    pub(crate) fn known(&self) -> Known {
        let ledger = self.log.ledger();
        let events = ledger.reports.values().flat_map(|history| &history.events);
        Known {
            origin: self.log.origin().to_owned(),
            key: self.signer.as_ref().map(|it| it.verifier().text()),
            reports: ledger.held(),
            release: events.map(|event| event.release).max().unwrap_or(0),
        }
    }

    /// All that is recorded of a report.
    pub(crate) fn history(&self, id: &str) -> Option<&History> {
        self.log.ledger().reports.get(id)
    }

    /// The head that the proofs of a publication carry. `head` gives one that was published, by its path below the folder
    /// of the log.
    fn head_of<'h>(
        &'h self,
        release: u64,
        head: &dyn Fn(&str) -> Option<&'h str>,
    ) -> Option<&'h str> {
        let path = self.log.documents_of(release);
        let new = self.log.new_documents(&path);
        let new = new.and_then(|bytes| std::str::from_utf8(bytes).ok());
        new.or_else(|| head(&path))
    }

    /// What is recorded of a report; `head` as in [`Recording::proofs`].
    pub(crate) fn of<'h>(
        &'h self,
        id: &str,
        head: &dyn Fn(&str) -> Option<&'h str>,
    ) -> Option<Recorded> {
        let history = self.log.ledger().reports.get(id)?;
        let text = history.text().filter(|_| !history.is_withdrawn())?;
        let rev = text.document.rev;
        let release = first_with(history, rev)?.release;
        Some(Recorded {
            sha256: text.document.source.as_ref()?.sha256.clone(),
            release,
            rev,
            corrections: history.corrections(),
            proof: proof_name(rev),
            list: text.document.files.as_ref().map(|_| list_name(rev)),
            // A text that was recorded before there was a key has a proof that nobody signed, and keeps it.
            is_signed: self.head_of(release, head).is_some_and(is_signed),
        })
    }

    /// The files beside the page of report `at` that prove its texts, by their names. `head` gives a head that was
    /// published, by its path below the folder of the log.
    pub(crate) fn proofs<'h>(
        &'h self,
        archive: &Archive,
        at: usize,
        head: &dyn Fn(&str) -> Option<&'h str>,
    ) -> Vec<(String, String)> {
        let Some(entry) = archive.entries.get(at) else {
            return Vec::new();
        };
        let Some(history) = self.log.ledger().reports.get(entry.route.as_str()) else {
            return Vec::new();
        };
        let mut files = Vec::new();
        let mut last = 0;
        for event in &history.events {
            let rev = event.document.rev;
            // What is restored has the proof that it had.
            if event.document.source.is_none() || rev <= last {
                continue;
            }
            last = rev;
            let Some(note) = self.head_of(event.release, head) else {
                continue;
            };
            let proof = self.log.proof(event.index, &event.document, note);
            files.extend(proof.map(|proof| (proof_name(rev), proof)));
        }
        let list = self.held.get(at).and_then(|held| held.list.clone());
        files.extend(list.map(|list| (list_name(last), list)));
        files
    }

    /// Ends the publication, if there is anything to be recorded.
    ///
    /// # Errors
    ///
    /// If the log refuses the entry.
    pub(crate) fn release(
        &mut self,
        config_sha256: String,
        manifest: Manifest,
        generator: String,
    ) -> Result<(), Error> {
        let ledger = self.log.ledger();
        let is_same = ledger.manifest() == Some(&manifest);
        let has_documents = ledger
            .documents_of(ledger.next_release() - 1)
            .is_none_or(|_| {
                let last = ledger.releases.last().map_or(0, |last| last.index + 1);
                self.log.size() > last
            });
        if !is_same || has_documents {
            let (seq, docs) = (ledger.next_release(), ledger.held());
            let release = Release::new(seq, docs, generator, config_sha256, manifest);
            self.log
                .release(release)
                .map_err(|refused| broken("SHA256SUMS", refused))?;
        }
        Ok(())
    }

    /// The files of the log that are new, the head last; none where nothing was recorded.
    ///
    /// # Errors
    ///
    /// If the log does not fit together.
    pub(crate) fn files(&self) -> Result<Vec<LogFile>, Error> {
        self.log.files(self.signer.as_ref()).ok_or_else(|| {
            Error::new(Text::new(
                "存证日志无法续写：存证日志与文件对不上。",
                "the log cannot be continued: its files do not fit together.",
            ))
        })
    }

    /// The head that is new and that nobody else has signed yet: that of the documents, or, once the publication is ended,
    /// that of all. `None` where nobody signs, or where nothing is new.
    pub(crate) fn new_head(&self, of: Head) -> Option<String> {
        let signer = self.signer.as_ref()?;
        match of {
            Head::Documents => self.log.documents_head().map(str::to_owned),
            Head::All => self.log.new_head(signer),
        }
    }

    /// Puts that head again, with what others signed below its text.
    pub(crate) fn put_head(&mut self, of: Head, note: String) {
        match of {
            Head::Documents => self.log.put_documents_head(note),
            Head::All => self.log.put_head(note),
        }
    }

    /// That the log of its first `size` entries goes on from that of the first `old`.
    pub(crate) fn consistency(&self, old: u64, size: u64) -> Option<Vec<Hash>> {
        self.log.consistency(old, size)
    }

    /// Whether a checkpoint is of the beginning of this log.
    pub(crate) fn continues(&self, checkpoint: &Checkpoint) -> bool {
        self.log.root(checkpoint.size) == Some(checkpoint.root)
    }
}

/// The entry that recorded a revision first.
fn first_with(history: &History, rev: u64) -> Option<&crate::log::ledger::Event> {
    let mut events = history.events.iter();
    events.find(|event| event.document.rev == rev && event.document.source.is_some())
}

/// Whether the head in a proof is signed.
fn is_signed(head: &str) -> bool {
    Note::parse(head).is_some_and(|note| !note.signatures.is_empty())
}

fn broken(what: &str, refused: Refused) -> Error {
    let (chinese, english) = match refused {
        Refused::Long => ("太长", "it is too long"),
        Refused::Breach(breach) => breach.words(),
    };
    Error::new(Text::new(
        format!("存证日志不接受关于“{what}”的记录：{chinese}。"),
        format!("the log does not take the entry about `{what}`: {english}."),
    ))
}
