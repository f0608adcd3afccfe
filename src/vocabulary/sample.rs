//! The sample of an archive in which its words are looked for: all titles, many headings, some text.
//!
//! Which reports give what follows from hashes of their routes, so neither threads nor the order of
//! rendering can be seen in it, and it has an upper bound, however large the archive is. It never decides
//! what a word is.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::archive::{Archive, Entry};
use crate::report::markdown::Document;
use crate::vocabulary::han::is_han;

/// Reports whose titles are read, at most.
const TITLES: usize = 20_000;
/// Characters of a title that are read, at most.
const TITLE: usize = 100;
/// Reports whose headings are read, at most.
const HEADINGS: usize = 2_000;
/// Characters of all headings together, at most.
const ALL_HEADINGS: usize = 800_000;
/// Reports whose text is read, at most.
const TEXTS: usize = 400;
/// Characters of all texts together, at most.
const ALL_TEXTS: usize = 1_200_000;

/// What is read of a report, in Han characters.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Share {
    headings: usize,
    text: usize,
}

/// The sample while reports are rendered: which of them are in it, and what was read so far.
pub(crate) struct Sample<'a> {
    shares: HashMap<&'a str, Share>,
    titles: Vec<&'a str>,
    /// Runs of Han, a break behind each, by route.
    read: Mutex<BTreeMap<&'a str, String>>,
}

impl<'a> Sample<'a> {
    /// Chooses the reports.
    pub(crate) fn of(archive: &'a Archive) -> Sample<'a> {
        let mut order: Vec<&Entry> = archive.entries.iter().collect();
        order.sort_by_cached_key(|entry| Sha256::digest(entry.route.as_str())[..8].to_vec());
        let titles = order.iter().take(TITLES);
        let titles = titles.map(|entry| entry.report.front_matter.title.as_str());
        let titles = titles.collect();
        order.retain(|entry| entry.report.front_matter.withdrawn.is_none());
        order.truncate(HEADINGS.max(TEXTS));
        let (with_headings, with_text) = (order.len().min(HEADINGS), order.len().min(TEXTS));
        let shares = order.iter().enumerate().map(|(at, entry)| {
            let share = Share {
                headings: if at < with_headings {
                    ALL_HEADINGS / with_headings
                } else {
                    0
                },
                text: if at < with_text {
                    ALL_TEXTS / with_text
                } else {
                    0
                },
            };
            (entry.route.as_str(), share)
        });
        Sample {
            shares: shares.collect(),
            titles,
            read: Mutex::default(),
        }
    }

    /// How much the sample holds of a report; nothing, of most.
    pub(crate) fn share(&self, entry: &Entry) -> Option<Share> {
        self.shares.get(entry.route.as_str()).copied()
    }

    /// Adds what was read of a report ([`Share::runs`]).
    pub(crate) fn add(&self, entry: &'a Entry, runs: String) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.insert(entry.route.as_str(), runs);
    }

    /// Everything that was read, as runs of Han with a break behind each.
    pub(crate) fn into_runs(self) -> String {
        let mut all = String::new();
        for title in &self.titles {
            push_runs(title, &mut { TITLE }, &mut all);
        }
        let read = self.read.into_inner();
        for runs in read.unwrap_or_else(PoisonError::into_inner).into_values() {
            all.push_str(&runs);
        }
        all
    }
}

impl Share {
    /// What a sample holds of a report, as runs of Han with a break behind each.
    pub(crate) fn runs(self, document: &Document<'_>) -> String {
        let (mut headings, mut text) = (self.headings, self.text);
        let mut runs = String::new();
        for block in document.blocks() {
            let left = if block.is_heading {
                &mut headings
            } else {
                &mut text
            };
            push_runs(block.text, left, &mut runs);
            if headings == 0 && text == 0 {
                break;
            }
        }
        runs
    }
}

/// Appends the runs of Han characters of a text, as long as there is room for them.
fn push_runs(text: &str, left: &mut usize, runs: &mut String) {
    for character in text.chars() {
        if *left == 0 {
            break;
        }
        if is_han(character) {
            runs.push(character);
            *left -= 1;
        } else if !runs.ends_with('\n') && !runs.is_empty() {
            runs.push('\n');
        }
    }
    if !runs.ends_with('\n') && !runs.is_empty() {
        runs.push('\n');
    }
}
