//! The archive: agencies and reports, with every reference between files resolved.
//!
//! In go the facts of all files, out comes an [`Archive`] in which every reference leads somewhere, or
//! the faults that say which does not (see [`resolve`]). Values here never hold a report's text. Files are
//! read through [`crate::source`] alone, by [`gather`] and [`anchor_links`]; nothing is written.

pub(crate) mod agency;
mod agency_names;
pub(crate) mod anchor_links;
mod draft;
pub(crate) mod earlier;
mod encoding;
pub(crate) mod gather;
pub(crate) mod list_page;
pub(crate) mod moved_anchors;
pub(crate) mod resolve;
pub(crate) mod secret;
mod shape;
mod tables;
pub(crate) mod topic;
pub(crate) mod types;
pub(crate) mod vanished;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::archive::agency::AgencyFacts;
use crate::archive::agency_names::AgencyNames;
use crate::archive::earlier::EarlierText;
use crate::archive::list_page::ListPage;
use crate::config::{Config, ReportType};
use crate::date::Moment;
use crate::fields::simplified;
use crate::name::order;
use crate::report::declared::figure::FiguresFile;
use crate::report::declared::measure::MeasuresFile;
use crate::report::front_matter::Withdrawal;
use crate::report::{InternalLink, Report};
use crate::route::{self, Route};
use crate::waiver::Waiver;

/// Index of an agency in [`Archive::agencies`].
pub(crate) type AgencyIndex = usize;
/// Index of a report in [`Archive::entries`].
pub(crate) type EntryIndex = usize;

/// A whole archive. Reports are sorted by route, agencies by folder in natural order.
#[derive(Debug, Default)]
pub(crate) struct Archive {
    /// What is true of the whole.
    pub config: Config,
    /// The bodies whose reports it holds.
    pub agencies: Vec<Agency>,
    /// The reports, drafts left out unless they were asked for.
    pub entries: Vec<Entry>,
    /// Old URLs, as files below the root, and the page that each leads to.
    pub redirects: BTreeMap<String, Redirect>,
    /// Whether they were: what is made is a preview then, and is published nowhere.
    pub is_preview: bool,
    /// Where drafts would be that are left out, and their files.
    pub drafts: BTreeMap<Route, String>,
    /// The files of drafts that are left out, and what is beside them.
    pub files_of_drafts: BTreeSet<String>,
    /// How many drafts are left out.
    pub drafts_left_out: usize,
    /// Agencies by what they are called.
    pub agency_names: AgencyNames,
    /// Whether every report and every old URL has its place; if not, nothing can be said to be missing.
    pub is_whole: bool,
    /// Topics by name, and the segment of its URL that each has.
    pub topic_segments: BTreeMap<String, String>,
    /// Every measures.yaml, by the path of the report that it is about.
    pub measures: BTreeMap<String, MeasuresFile>,
    /// Every figures.yaml, likewise.
    pub figures: BTreeMap<String, FiguresFile>,
    /// Every waiver with the file that it stands in, those of drafts too.
    pub waivers: Vec<(String, Waiver)>,
    places: HashMap<String, Target>,
}

/// An agency in its place.
#[derive(Debug)]
pub(crate) struct Agency {
    /// The top folder of the content tree.
    pub folder: String,
    /// Its page.
    pub route: Route,
    /// What `_index.md` says; the folder's name alone without one.
    pub facts: AgencyFacts,
    /// Path of `_index.md`, whose body is about the agency.
    pub source: Option<String>,
    /// SHA-256 of it.
    pub digest: Option<[u8; 32]>,
    /// Links of its body to other files of the tree.
    pub links: Vec<InternalLink>,
    /// The body above it, if the archive holds it.
    pub parent: Option<AgencyIndex>,
    /// Its reports, newest first.
    pub entries: Vec<EntryIndex>,
}

/// A report in its place.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its facts.
    pub report: Report,
    /// Its page.
    pub route: Route,
    /// Its place among those of the same date: by title in natural order, then by route.
    pub rank: usize,
    /// Who issued it; of a joint issue the first that is named.
    pub agency: AgencyIndex,
    /// Who else issued it, in the order in which they are named.
    pub joint_agencies: Vec<AgencyIndex>,
    /// Files published beside its page.
    pub attachments: Vec<Attachment>,
    /// Those of them that are shown as tables.
    pub tables: Vec<Table>,
    /// Files of which a notice stays.
    pub withdrawn_attachments: Vec<WithdrawnAttachment>,
    /// What it said before it was corrected, as far as that is kept, the first text first; nothing of one that was
    /// withdrawn.
    pub earlier: Vec<EarlierText>,
    /// The years that it belongs to; none for an undated report.
    pub years: Vec<i16>,
    /// The report before it: same agency and type, by period, published, id.
    pub previous: Option<EntryIndex>,
    /// The report after it.
    pub next: Option<EntryIndex>,
    /// The report that takes its place, if the archive holds it.
    pub successor: Option<EntryIndex>,
    /// Reports whose place it takes.
    pub supersedes: Vec<EntryIndex>,
}

/// A file beside a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// Path in the content tree.
    pub path: String,
    /// Path below the report's page.
    pub name: String,
    /// Title, if it has one.
    pub title: Option<String>,
    /// Bytes.
    pub length: u64,
}

/// An attachment that is shown as a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// Which of the tables that were found beside its report.
    pub index: usize,
    /// Which of its attachments.
    pub attachment: usize,
    /// Where its own pages are, if it has any, and what is made of it.
    pub route: Route,
}

/// A file that was published beside a report and was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WithdrawnAttachment {
    /// Where it was in the content tree.
    pub path: String,
    /// Its path below the report's page.
    pub name: String,
    /// What the editor calls it.
    pub title: Option<String>,
    /// When, why and by whose decision.
    pub withdrawal: Withdrawal,
}

/// What a path in the content tree became.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// A report's page.
    Report(EntryIndex),
    /// An agency's page.
    Agency(AgencyIndex),
    /// An attachment: the report, and which of its attachments.
    Attachment(EntryIndex, usize),
}

/// Where an old URL leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Redirect {
    /// To something of the archive.
    To(Target),
    /// To a list.
    List(ListPage),
}

impl Archive {
    /// The agencies above one, the nearest first; without end where they stand in a circle, which is a fault.
    pub(crate) fn above(&self, agency: AgencyIndex) -> impl Iterator<Item = AgencyIndex> {
        let parent = |at: AgencyIndex| self.agencies.get(at)?.parent;
        std::iter::successors(parent(agency), move |at| parent(*at))
    }

    /// All agencies, each after the one above it and by that by folder, with the number of agencies above.
    pub(crate) fn agency_tree(&self) -> Vec<(AgencyIndex, usize)> {
        let mut below: BTreeMap<Option<AgencyIndex>, Vec<AgencyIndex>> = BTreeMap::new();
        for (index, agency) in self.agencies.iter().enumerate() {
            below.entry(agency.parent).or_default().push(index);
        }
        let mut tree = Vec::with_capacity(self.agencies.len());
        let mut waiting: Vec<(AgencyIndex, usize)> = Vec::new();
        let top = below.remove(&None).unwrap_or_default();
        waiting.extend(top.into_iter().rev().map(|index| (index, 0)));
        while let Some((index, depth)) = waiting.pop() {
            tree.push((index, depth));
            let children = below.remove(&Some(index)).unwrap_or_default();
            waiting.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
        }
        tree
    }

    /// What readers call a type of reports: its name, else its key.
    pub(crate) fn type_name<'a>(&'a self, key: &'a str) -> &'a str {
        self.config.types.get(key).map_or(key, |found| &found.name)
    }

    /// The key of the type that a word means: its key, else its name, where no other type has it.
    pub(crate) fn type_called(&self, word: &str) -> Option<&str> {
        let types = &self.config.types;
        let by_key = types.get_key_value(word).map(|(key, _)| key.as_str());
        by_key.or_else(|| {
            let written = simplified(word);
            let named = |kind: &ReportType| simplified(&kind.name) == written;
            let mut found = types.iter().filter(|(_, kind)| named(kind));
            match (found.next(), found.next()) {
                (Some((key, _)), None) => Some(key.as_str()),
                _ => None,
            }
        })
    }

    /// 体裁分类 of a report: its own, else its type's.
    pub(crate) fn genre<'a>(&'a self, entry: &'a Entry) -> Option<&'a String> {
        let of_type = || self.report_type(entry)?.genre.as_ref();
        entry.report.front_matter.genre.as_ref().or_else(of_type)
    }

    /// The report whose page is in the folder `route`.
    pub(crate) fn entry_at(&self, route: &str) -> Option<EntryIndex> {
        let found = self
            .entries
            .binary_search_by(|entry| entry.route.as_str().cmp(route));
        found.ok()
    }

    /// The names of all who issued a report, the first first.
    pub(crate) fn names_of_agencies(&self, entry: &Entry) -> impl Iterator<Item = &str> {
        let agencies = entry.agencies().map(|index| &self.agencies[index]);
        agencies.map(|agency| agency.facts.name.as_str())
    }

    /// The type of an entry.
    pub(crate) fn report_type(&self, entry: &Entry) -> Option<&ReportType> {
        self.config.types.get(&entry.report.front_matter.kind.value)
    }

    /// Every text that is published with its links to other files: path of the file, its folder, links.
    pub(crate) fn texts_with_links(&self) -> impl Iterator<Item = (&str, &str, &[InternalLink])> {
        let published = self.entries.iter();
        let published = published.filter(|entry| entry.report.front_matter.withdrawn.is_none());
        let reports = published.map(|entry| {
            let report = &entry.report;
            (report.path.as_str(), report.folder(), &*report.links)
        });
        let agencies = self.agencies.iter().map(|agency| {
            let path = agency.source.as_deref().unwrap_or(&agency.folder);
            (path, agency.folder.as_str(), &*agency.links)
        });
        let published = self.entries.iter();
        let published = published.filter(|entry| entry.report.front_matter.withdrawn.is_none());
        let measures = published.filter_map(|entry| {
            let file = self.measures.get(&entry.report.path)?;
            Some((file.path.as_str(), entry.report.folder(), &*file.links))
        });
        reports.chain(agencies).chain(measures)
    }

    /// What a link from a report leads to: the target and the fragment, if it names one.
    /// `None` where it leads nowhere in the archive.
    pub(crate) fn follow<'a>(
        &self,
        from_folder: &str,
        destination: &'a str,
    ) -> Option<(Target, Option<&'a str>)> {
        let (path, fragment) = match destination.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment).filter(|f| !f.is_empty())),
            None => (destination, None),
        };
        let path = match path {
            "" => return None,
            path => route::join(from_folder, &route::decode(path)?)?,
        };
        Some((*self.places.get(&path)?, fragment))
    }

    /// The path of a target's file below the root of the site, not percent-encoded.
    pub(crate) fn file_of(&self, target: Target) -> String {
        match target {
            Target::Report(entry) => self.entries[entry].route.page(),
            Target::Agency(agency) => self.agencies[agency].route.page(),
            Target::Attachment(entry, index) => {
                let entry = &self.entries[entry];
                entry.route.file(&entry.attachments[index].name)
            }
        }
    }

    /// Every year of the archive with its reports, newest first in each.
    pub(crate) fn years(&self) -> BTreeMap<i16, Vec<EntryIndex>> {
        let mut years: BTreeMap<i16, Vec<EntryIndex>> = BTreeMap::new();
        for index in self.newest_first() {
            for year in &self.entries[index].years {
                years.entry(*year).or_default().push(index);
            }
        }
        years
    }

    /// Every type that has reports, by key, newest first in each.
    pub(crate) fn types(&self) -> BTreeMap<&str, Vec<EntryIndex>> {
        let mut types: BTreeMap<&str, Vec<EntryIndex>> = BTreeMap::new();
        for index in self.newest_first() {
            let kind = self.entries[index].report.front_matter.kind.value.as_str();
            types.entry(kind).or_default().push(index);
        }
        types
    }

    /// Every topic that a report names, with its segment of a URL, in natural order; newest first in each.
    pub(crate) fn topics(&self) -> Vec<(&str, (&str, Vec<EntryIndex>))> {
        let mut topics: BTreeMap<&str, (&str, Vec<EntryIndex>)> = BTreeMap::new();
        for index in self.newest_first() {
            for name in &self.entries[index].report.front_matter.topics {
                let Some(segment) = self.topic_segments.get(name) else {
                    continue;
                };
                let (_, entries) = topics.entry(segment).or_insert((name, Vec::new()));
                // A report may name a topic twice.
                if entries.last() != Some(&index) {
                    entries.push(index);
                }
            }
        }
        let mut topics: Vec<_> = topics.into_iter().collect();
        topics.sort_by_cached_key(|(_, (name, _))| order::place(name));
        topics
    }

    /// All reports, the newest first; undated ones last.
    pub(crate) fn newest_first(&self) -> Vec<EntryIndex> {
        let mut order: Vec<EntryIndex> = (0..self.entries.len()).collect();
        // Pages ask for it again and again, so a date is looked up once for each report.
        order.sort_by_cached_key(|index| {
            let entry = &self.entries[*index];
            (Reverse(entry.sort_date()), entry.rank)
        });
        order
    }
}

impl Entry {
    /// All who issued it, the first first.
    pub(crate) fn agencies(&self) -> impl Iterator<Item = AgencyIndex> {
        std::iter::once(self.agency).chain(self.joint_agencies.iter().copied())
    }

    /// The date that lists are sorted by: published, else written, else the end of the period.
    pub(crate) fn sort_date(&self) -> Option<Moment> {
        let facts = &self.report.front_matter;
        facts
            .published
            .or_else(|| facts.written.map(|d| Moment::of_day(d.last_day())))
            .or_else(|| facts.period.map(|p| Moment::of_day(p.to)))
    }
}
