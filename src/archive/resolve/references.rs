//! References between files: links, successors, parent agencies, numbers that must be unique, neighbours.

use std::collections::{BTreeMap, HashMap};

use crate::archive::resolve::Resolver;
use crate::archive::resolve::faults::{
    DeadLink, Meant, circular, dead_link, duplicate_document_number, duplicate_index_number,
    unknown_successor,
};
use crate::archive::resolve::meant::{Files, address};
use crate::archive::{AgencyIndex, EntryIndex, Target};
use crate::report::{InternalLink, Report};
use crate::route;

impl Resolver<'_> {
    /// Index numbers stand once; document numbers should.
    pub(super) fn numbers(&mut self) {
        let mut index_numbers: HashMap<&str, &str> = HashMap::new();
        let mut document_numbers: HashMap<String, &str> = HashMap::new();
        let mut found = Vec::new();
        let mut by_path: Vec<&Report> = self.archive.entries.iter().map(|e| &e.report).collect();
        by_path.sort_by(|a, b| a.path.cmp(&b.path));
        for report in by_path {
            if let Some(number) = &report.front_matter.index_number {
                if let Some(other) = index_numbers.get(number.value.as_str()) {
                    let span = number.span.clone();
                    found.push((
                        report.path.clone(),
                        duplicate_index_number(span, &number.value, other),
                    ));
                } else {
                    index_numbers.insert(&number.value, &report.path);
                }
            }
            if let Some(number) = &report.front_matter.document_number {
                let folded = fold_document_number(&number.value);
                if let Some(other) = document_numbers.get(&folded) {
                    let span = number.span.clone();
                    found.push((
                        report.path.clone(),
                        duplicate_document_number(span, &number.value, other),
                    ));
                } else {
                    document_numbers.insert(folded, &report.path);
                }
            }
        }
        self.faults.append(&mut found);
    }

    /// Who takes whose place.
    pub(super) fn successors(&mut self) {
        let by_route: HashMap<String, EntryIndex> = self
            .archive
            .entries
            .iter()
            .enumerate()
            .map(|(i, e)| (e.route.as_str().to_owned(), i))
            .collect();
        for index in 0..self.archive.entries.len() {
            let report = &self.archive.entries[index].report;
            let status = report.front_matter.status.as_ref();
            let Some(successor) = status.and_then(|s| s.successor.clone()) else {
                continue;
            };
            let from_root = self.archive.follow("", &successor.value);
            let from_here = self.archive.follow(report.folder(), &successor.value);
            let found = match (by_route.get(&successor.value), from_here, from_root) {
                (Some(entry), _, _) => Some(*entry),
                (None, Some((Target::Report(entry), _)), _)
                | (None, _, Some((Target::Report(entry), _))) => Some(entry),
                _ => None,
            };
            // Whatever cannot be an id or a path is the title of a document that is not held here.
            let value = successor.value.as_str();
            let is_folder = |name: &str| self.archive.agencies.iter().any(|of| of.folder == name);
            let is_reference = value.ends_with(".md")
                || value.split_once('/').is_some_and(|(top, _)| is_folder(top))
                || (value.bytes()).all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
            match found {
                Some(entry) => {
                    self.archive.entries[index].successor = Some(entry);
                    self.archive.entries[entry].supersedes.push(index);
                }
                None if is_reference && !self.is_reported(report.folder(), &successor.value) => {
                    let span = successor.span.clone();
                    let fault = unknown_successor(span, &successor.value);
                    let path = report.path.clone();
                    self.fault(&path, fault);
                }
                None => {}
            }
        }
        let next: Vec<_> = self.archive.entries.iter().map(|e| e.successor).collect();
        for index in circles(&next) {
            let report = &self.archive.entries[index].report;
            let status = report.front_matter.status.as_ref();
            let Some(successor) = status.and_then(|s| s.successor.as_ref()) else {
                continue;
            };
            let span = successor.span.clone();
            let fault = circular("circular-successor", span, &successor.value);
            let path = report.path.clone();
            self.fault(&path, fault);
        }
    }

    /// Every link within the archive leads somewhere.
    pub(super) fn links(&mut self) {
        let mut found = Vec::new();
        let mut told = Vec::new();
        let mut files = Files::of(&self.archive, self.files.keys());
        let mut is_whole = true;
        for (path, folder, links) in self.archive.texts_with_links() {
            for link in links {
                if let Some(why) = self.why_dead(folder, link) {
                    if let DeadLink::LeftOut = why {
                        told.extend(link.target_from(folder));
                    }
                    let shown = link.destination.split('#').next().unwrap_or("");
                    let meant = match why {
                        DeadLink::Nowhere => match address(&link.destination) {
                            Some(address) => Meant::Address(address),
                            None => files
                                .meant(folder, shown)
                                .map_or(Meant::Nothing, Meant::File),
                        },
                        _ => Meant::Nothing,
                    };
                    // What is missing here may be what has vanished from the site: said once.
                    is_whole &= matches!(meant, Meant::Address(_)) || why != DeadLink::Nowhere;
                    let fault = dead_link(link.span.clone(), shown, why, meant);
                    found.push((path.to_owned(), fault));
                }
            }
        }
        self.archive.is_whole &= is_whole;
        self.faults.append(&mut found);
        self.claimed.extend(told);
    }

    /// `None` also where the target's own fault has been reported.
    fn why_dead(&self, folder: &str, link: &InternalLink) -> Option<DeadLink> {
        let path = link.destination.split('#').next().unwrap_or("");
        if path.is_empty() {
            return Some(DeadLink::NoAddress);
        }
        if self.archive.follow(folder, &link.destination).is_some()
            || self.is_reported(folder, path)
            // A name with a `#` or `%` in it, which is at fault itself.
            || self.is_reported(folder, &link.destination)
        {
            return None;
        }
        Some(match link.target_from(folder) {
            Some(target) if self.drafts.contains(&target) => DeadLink::Draft,
            Some(target) if self.withdrawn.contains(&target) => DeadLink::Withdrawn,
            Some(target) if self.left_out.contains_key(&target) => DeadLink::LeftOut,
            Some(target) if self.withdrawn_files.contains(&target) => DeadLink::WithdrawnFile,
            Some(target) if self.files.contains_key(&target) => DeadLink::NoAttachment,
            _ => DeadLink::Nowhere,
        })
    }

    /// Whether a path leads to something that is not published because of a fault of its own: one
    /// mistake is reported once.
    fn is_reported(&self, folder: &str, path: &str) -> bool {
        let is_faulty = |path: &str| {
            let target = route::join(folder, path);
            target.is_some_and(|target| self.faulty.contains(&target))
        };
        route::decode(path).is_some_and(|path| is_faulty(&path))
            || is_faulty(path)
            || self.faulty.contains(path)
    }

    /// Agencies above others, and none above itself.
    pub(super) fn parents(&mut self) {
        for index in 0..self.archive.agencies.len() {
            let agency = &self.archive.agencies[index];
            let Some(parent) = agency.facts.parent.clone() else {
                continue;
            };
            let source = agency.source.clone().unwrap_or_default();
            match self.archive.agency_names.called(&parent.value) {
                [found] => self.archive.agencies[index].parent = Some(*found),
                found => {
                    if let Some(fault) = self.unknown_agency(&parent, found) {
                        self.fault(&source, fault);
                    }
                }
            }
        }
        let next: Vec<_> = self.archive.agencies.iter().map(|a| a.parent).collect();
        for index in circles(&next) {
            let agency = &self.archive.agencies[index];
            if let (Some(parent), Some(source)) = (&agency.facts.parent, agency.source.clone()) {
                let span = parent.span.clone();
                let fault = circular("circular-parent", span, &parent.value);
                self.fault(&source, fault);
            }
        }
    }

    /// Reports of the same agency and type in order: period, published, title.
    pub(super) fn neighbours(&mut self) {
        let entries = &mut self.archive.entries;
        let mut rows: BTreeMap<(AgencyIndex, String), Vec<EntryIndex>> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let kind = entry.report.front_matter.kind.value.clone();
            rows.entry((entry.agency, kind)).or_default().push(index);
        }
        for row in rows.values_mut() {
            row.sort_by_key(|i| {
                let facts = &entries[*i].report.front_matter;
                let period = facts.period.map(|p| (p.from, p.to));
                (period, facts.published, entries[*i].rank)
            });
            for pair in row.windows(2) {
                if let [before, after] = *pair {
                    entries[before].next = Some(after);
                    entries[after].previous = Some(before);
                }
            }
        }
    }
}

/// Those from which the way leads back to themselves, each having one next at most.
fn circles(next: &[Option<usize>]) -> Vec<usize> {
    // 0: not seen; else the start of the walk that saw it first, plus one.
    let mut seen = vec![0; next.len()];
    let mut circles = Vec::new();
    for start in 0..next.len() {
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| seen[*index] == 0) {
            seen[index] = start + 1;
            at = next[index];
        }
        // Met on this very walk: a circle that no earlier walk has gone round.
        if let Some(meeting) = at.filter(|index| seen[*index] == start + 1) {
            let mut index = meeting;
            loop {
                circles.push(index);
                match next[index] {
                    Some(after) if after != meeting => index = after,
                    _ => break,
                }
            }
        }
    }
    circles
}

/// A document number by its bracket variants alike: people type `[2016]`, (2016), 【2016】 for 〔2016〕.
fn fold_document_number(number: &str) -> String {
    number
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '[' | '［' | '(' | '（' | '【' | '〔' | '﹝' => '〔',
            ']' | '］' | ')' | '）' | '】' | '〕' | '﹞' => '〕',
            other => other,
        })
        .collect()
}
