//! Which file of the content tree each path of the site belongs to: pages and attachments (old URLs: [`super::redirects`]).
//!
//! What a path of the site may be, and which two cannot stand side by side, [`site_path`]
//! says; here is who has claimed which.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;

use crate::archive::resolve::Resolver;
use crate::archive::resolve::faults::{
    attachment_outside, duplicate_url, empty_attachment, left_out_attachment, leftovers,
    misnamed_file, missing_attachment, too_many_attachments, two_tables, unpublishable_path,
    unpublished_file, unusable_file_name,
};
use crate::archive::{Agency, Attachment, Entry, Table, WithdrawnAttachment, list_page};
use crate::name::{order, rule};
use crate::report::Report;
use crate::route::{self, site_path};
use crate::source::{Beside, LeftOut, folder_of};

/// Attachments of one report, at most: its page lists them all.
const MAX_ATTACHMENTS: usize = 5_000;

impl Resolver<'_> {
    /// Whether a path of the site could be claimed.
    pub(super) fn is_free(&self, path: &str) -> bool {
        site_path::fault(path).is_none() && self.path_claims.in_the_way(path).is_none()
    }

    /// Claims a path of the site for a file of the tree, or reports why it cannot have it.
    pub(super) fn claim(&mut self, path: &str, source: &str, span: Range<usize>) -> bool {
        let fault = match site_path::fault(path) {
            Some(why) => unpublishable_path(span, path, why),
            None => match self.path_claims.claim(path, source.to_owned()) {
                Ok(()) => return true,
                Err((other, other_source)) => duplicate_url(span, path, other, other_source),
            },
        };
        self.fault(source, fault);
        false
    }

    /// Claims the files in the folder of an agency that the program makes beside its first page.
    pub(super) fn claim_lists(&mut self) {
        let mut files = Vec::new();
        // Two of one address have been told of.
        let is_met = |agency: &&Agency| self.met_folders.contains(&agency.folder);
        for agency in self.archive.agencies.iter().filter(|a| !is_met(a)) {
            let source = agency.source.as_ref().unwrap_or(&agency.folder);
            let first = agency.route.page();
            let further = 2..=list_page::page_count(agency.entries.len());
            let further = further.map(|number| list_page::page_of(&first, number));
            let feed = std::iter::once(agency.route.file(route::FEED_NAME));
            files.extend(further.chain(feed).map(|file| (file, source.clone())));
        }
        for (file, source) in files {
            self.claim(&file, &source, 0..0);
        }
    }

    /// Files that the front matter names, in its order, then those of the bundle in natural order, and those
    /// in folders below it that the text leads to; and those that were withdrawn, which may be there no more.
    pub(super) fn attachments_of(
        &mut self,
        report: &Report,
    ) -> (Vec<Attachment>, Vec<WithdrawnAttachment>) {
        let folder = report.folder().to_owned();
        let mut attachments: Vec<Attachment> = Vec::new();
        let mut withdrawn: Vec<WithdrawnAttachment> = Vec::new();
        // A folder may hold very many: none is looked for among all others.
        let mut attached: HashSet<String> = HashSet::new();
        let mut taken_back: HashSet<String> = HashSet::new();
        for entry in &report.front_matter.attachments {
            let span = entry.file.span.clone();
            let name = &entry.file.value;
            let Some(path) = report.attachment_path(name) else {
                self.fault(&report.path, attachment_outside(span, name));
                continue;
            };
            if has_unusable_name(&path) {
                self.claimed.insert(path.clone());
                self.fault(&report.path, unusable_file_name(span, name));
                self.faulty.insert(path);
                continue;
            }
            if let Some(withdrawal) = &entry.withdrawn {
                self.claimed.insert(path.clone());
                self.withdrawn_files.insert(path.clone());
                if taken_back.insert(path.clone()) {
                    withdrawn.push(WithdrawnAttachment {
                        name: name_in(&folder, &path).to_owned(),
                        path,
                        title: entry.title.clone(),
                        withdrawal: withdrawal.clone(),
                    });
                }
                continue;
            }
            let Some(length) = self.files.get(&path).copied() else {
                let fault = match self.left_out.get(&path) {
                    Some(why) => left_out_attachment(span, name, *why),
                    None => missing_attachment(span, name, self.files_beside(&folder)),
                };
                self.claimed.insert(path.clone());
                self.fault(&report.path, fault);
                self.faulty.insert(path);
                continue;
            };
            self.claimed.insert(path.clone());
            if attached.insert(path.clone()) {
                attachments.push(attachment(path, &folder, entry.title.clone(), length));
            }
        }
        if report.is_bundle {
            let beside = self.files_beside(&folder).map(str::to_owned);
            let mut files: Vec<String> = beside.collect();
            files.sort_by_cached_key(|path| order::place(path));
            files.extend(self.linked_below(report, &folder));
            // Markdown that is no report was meant to be one, or an agency's: it is reported as lost.
            files.retain(|path| !path.to_ascii_lowercase().ends_with(".md"));
            for path in files {
                self.claimed.insert(path.clone());
                if taken_back.contains(&path) {
                    continue;
                }
                if has_unusable_name(&path) {
                    let fault = unusable_file_name(0..0, name_in(&folder, &path));
                    self.fault(&path, fault);
                    self.faulty.insert(path);
                } else if attached.insert(path.clone()) {
                    if let Some(meant) = Beside::meant(name_in(&folder, &path)) {
                        self.fault(&path, misnamed_file(&meant));
                    }
                    let length = self.files.get(&path).copied().unwrap_or(0);
                    attachments.push(attachment(path, &folder, None, length));
                }
            }
        }
        attachments.retain(|a| !taken_back.contains(&a.path));
        if attachments.len() > MAX_ATTACHMENTS {
            let fault = too_many_attachments(attachments.len(), MAX_ATTACHMENTS);
            self.fault(&report.path, fault);
            attachments.truncate(MAX_ATTACHMENTS);
        }
        (attachments, withdrawn)
    }

    /// The files in folders below that of a report that its text leads to, pictures for the most part.
    fn linked_below(&self, report: &Report, folder: &str) -> BTreeSet<String> {
        let prefix = format!("{folder}/");
        let links = (report.links.iter()).filter_map(|link| link.target_from(folder));
        let below = |path: &String| {
            let name = path.strip_prefix(&prefix);
            let is_other = |end: usize| self.bundle_folders.contains(&path[..prefix.len() + end]);
            name.is_some_and(|name| {
                let mut folders = name.match_indices('/').map(|(end, _)| end).peekable();
                folders.peek().is_some() && !folders.any(is_other)
            }) && self.files.contains_key(path)
        };
        links.filter(below).collect()
    }

    /// The files in a folder, not those in folders below it.
    pub(super) fn files_beside<'s>(
        &'s self,
        folder: &str,
    ) -> impl Iterator<Item = &'s str> + use<'s> {
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let start = prefix.clone();
        self.files
            .range(start..)
            .map(|(path, _)| path.as_str())
            .take_while({
                let prefix = prefix.clone();
                move |path| path.starts_with(&prefix)
            })
            .filter(move |path| !path[prefix.len()..].contains('/'))
    }

    /// Claims the files beside the page of each report.
    pub(super) fn claim_attachments(&mut self) {
        let (mut files, mut same_tables) = (Vec::new(), Vec::new());
        for entry in &self.archive.entries {
            let source = &entry.report.path;
            files.push((entry.route.file(route::RECORD_NAME), source.clone()));
            if entry.report.front_matter.withdrawn.is_none() {
                files.push((entry.route.file(route::TEXT_NAME), source.clone()));
                files.push((entry.route.file(route::PLAIN_NAME), source.clone()));
            }
            for attachment in &entry.attachments {
                files.push((entry.route.file(&attachment.name), source.clone()));
            }
            files.extend(entry.history_files().map(|file| (file, source.clone())));
            let mut known: BTreeMap<String, &str> = BTreeMap::new();
            for table in &entry.tables {
                let first = table.route.page();
                let pages = 1..=table.pages(&entry.report);
                let pages = pages.map(|number| list_page::page_of(&first, number));
                let made: Vec<String> = pages.chain(table.csv(&entry.report)).collect();
                let attachment = entry.attachments.get(table.attachment);
                let name = attachment.map_or("", |attachment| &attachment.name);
                if made.is_empty() {
                    continue;
                }
                // Once for all that is made of it.
                match known.insert(table.route.as_str().to_lowercase(), name) {
                    Some(other) => {
                        let span = place_of_table(entry, table);
                        same_tables.push((source.clone(), two_tables(span, name, other)));
                    }
                    None => files.extend(made.into_iter().map(|file| (file, source.clone()))),
                }
            }
        }
        for (source, fault) in same_tables {
            self.fault(&source, fault);
        }
        for (file, source) in files {
            self.claim(&file, &source, 0..0);
        }
    }

    /// Reports the files that nothing of the site is made of: each by itself, what programs left behind once a
    /// folder.
    pub(super) fn unpublished_files(&mut self) {
        let is_lost = |path: &&String| !self.claimed.contains(*path);
        let lost: Vec<String> = self.files.keys().filter(is_lost).cloned().collect();
        for path in lost {
            let name = path.rsplit('/').next().unwrap_or(&path);
            let meant = Beside::meant(name);
            self.fault(&path, unpublished_file(meant.as_deref()));
        }
        let mut left_behind: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut empty = Vec::new();
        for (path, why) in &self.left_out {
            match why {
                _ if self.claimed.contains(path) => {}
                LeftOut::Beside(_) => {}
                LeftOut::Empty => empty.push(path.clone()),
                LeftOut::LeftBehind => left_behind
                    .entry(folder_of(path).to_owned())
                    .or_default()
                    .push(path.clone()),
            }
        }
        for path in empty {
            self.fault(&path, empty_attachment());
        }
        for paths in left_behind.into_values() {
            if let Some(first) = paths.first() {
                let fault = leftovers(&paths);
                self.fault(first, fault);
            }
        }
    }
}

/// Where a report names the file of a table.
fn place_of_table(entry: &Entry, table: &Table) -> Range<usize> {
    let path = entry.attachments.get(table.attachment).map(|it| &it.path);
    let mut named = entry.report.front_matter.attachments.iter();
    let named = named.find(|named| {
        named.table && entry.report.attachment_path(&named.file.value).as_ref() == path
    });
    named.map_or(0..0, |named| named.file.span.clone())
}

/// Whether a path cannot be that of a published file: a name of it cannot, or means something else in a URL.
fn has_unusable_name(path: &str) -> bool {
    let is_unusable = |name: &str| name.contains(['#', '?', '%']) || rule::fault(name).is_some();
    path.split('/').any(is_unusable)
}

fn name_in<'p>(folder: &str, path: &'p str) -> &'p str {
    path.strip_prefix(folder)
        .unwrap_or(path)
        .trim_start_matches('/')
}

fn attachment(path: String, folder: &str, title: Option<String>, length: u64) -> Attachment {
    let name = name_in(folder, &path).to_owned();
    Attachment {
        path,
        name,
        title,
        length,
    }
}
