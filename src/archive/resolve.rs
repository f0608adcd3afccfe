//! From the facts of all files to an [`Archive`]: ids and URLs, agencies, attachments, references.
//!
//! Every fault is reported, each at the place in its own file that names the thing; where two files claim
//! one thing, the later by path is at fault and the message names the earlier.

mod active_files;
mod calendar;
mod faults;
mod meant;
mod path_claims;
mod redirects;
mod references;
mod texts;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::archive::agency::AgencyFacts;
use crate::archive::earlier::EarlierText;
use crate::archive::resolve::faults::{
    agency_without_index, beside_nothing, duplicate_id, reserved, unknown_agency, unknown_type,
    unusable_id, unusable_path,
};
use crate::archive::{Agency, AgencyIndex, Archive, Entry, Target, tables, topic};
use crate::config::Config;
use crate::diagnostic::{Fault, FileFault, Text};
use crate::fields::Spanned;
use crate::name::order;
use crate::report::declared::figure::FiguresFile;
use crate::report::declared::measure::MeasuresFile;
use crate::report::{InternalLink, Report};
use crate::route::Route;
use crate::route::site_path::{self, Claims};
use crate::source::{ARCHIVE_FILE, Beside, LeftOut, ReportSource};
use crate::waiver::Waiver;

/// What the first readings have brought together.
pub(crate) struct Facts {
    /// archive.yaml.
    pub config: Config,
    /// Every top folder.
    pub agencies: Vec<FolderFacts>,
    /// Every report, sorted by path, drafts included.
    pub reports: Vec<Report>,
    /// Reports that could not be read; why has been reported.
    pub unreadable: Vec<ReportSource>,
    /// Every measures.yaml, by the path of the report that it is about.
    pub measures: BTreeMap<String, MeasuresFile>,
    /// Every figures.yaml, likewise.
    pub figures: BTreeMap<String, FiguresFile>,
    /// What each report said before it was corrected, by its path.
    pub earlier: BTreeMap<String, Vec<EarlierText>>,
    /// Files beside the reports, with their lengths.
    pub files: BTreeMap<String, u64>,
    /// Files that are never published.
    pub left_out: BTreeMap<String, LeftOut>,
    /// Those of them that are text and not in UTF-8.
    pub not_utf8: BTreeSet<String>,
    /// Whether drafts are shown.
    pub with_drafts: bool,
}

impl Facts {
    /// Takes the reports of these paths for some that could not be read: what leads to them is no fault.
    pub(crate) fn leave_out(&mut self, paths: &BTreeSet<String>) {
        let reports = self
            .reports
            .extract_if(.., |report| paths.contains(&report.path));
        self.unreadable.extend(reports.map(|report| ReportSource {
            path: report.path,
            is_bundle: report.is_bundle,
        }));
    }
}

/// What is known of a top folder.
#[derive(Debug, Default)]
pub(crate) struct FolderFacts {
    /// Its name.
    pub folder: String,
    /// The path of its `_index.md`.
    pub source: Option<String>,
    /// What that says.
    pub facts: AgencyFacts,
    /// Links of its text to other files of the tree.
    pub links: Vec<InternalLink>,
    /// SHA-256 of it.
    pub digest: Option<[u8; 32]>,
}

/// Puts everything in its place. Faults: `unknown-type`, `unknown-agency`, `duplicate-id`,
/// `duplicate-url`, `duplicate-index-number`, `duplicate-document-number` (a warning), `unusable-id`,
/// `reserved-id`, `dead-redirect`, `unusable-path`, `attachment-outside`, `missing-attachment`, `unusable-alias`,
/// `unusable-name`, `dead-link`, `unknown-successor`, `circular-successor`, `circular-parent`;
/// `active-attachment`, `agency-without-index`, `attachment-encoding`, `duplicate-period`, `dynamic-alias`,
/// `empty-attachment`, `empty-report`, `far-off-year`, `figures-without-report`, `leftover-file`, `measures-without-report`, `same-text` and `unpublished-file` (warnings).
///
/// One mistake is reported once: what refers to something that is at fault itself is no fault too.
pub(crate) fn resolve(facts: Facts, faults: &mut Vec<FileFault>) -> Archive {
    let mut resolver = Resolver {
        archive: Archive {
            waivers: waivers(&facts),
            config: facts.config,
            measures: facts.measures,
            figures: facts.figures,
            ..Archive::default()
        },
        path_claims: Claims::default(),
        earlier: facts.earlier,
        files: facts.files,
        left_out: facts.left_out,
        claimed: BTreeSet::new(),
        folder_routes: HashMap::new(),
        met_folders: BTreeSet::new(),
        bundle_folders: BTreeSet::new(),
        names_are_whole: true,
        drafts: BTreeSet::new(),
        withdrawn: BTreeSet::new(),
        withdrawn_files: BTreeSet::new(),
        faulty: BTreeSet::new(),
        faults,
    };
    let minutes = resolver.archive.config.utc_minutes();
    let mut reports = facts.reports;
    for report in &mut reports {
        report.front_matter.in_zone(minutes);
    }
    resolver.agencies(facts.agencies);
    resolver.parents();
    resolver.unreadable(&facts.unreadable);
    resolver.beside_nothing(&reports, &facts.unreadable);
    resolver.archive.is_preview = facts.with_drafts;
    resolver.reports(reports, facts.with_drafts);
    let entries = &resolver.archive.entries;
    let named = entries.iter().flat_map(|e| &e.report.front_matter.topics);
    resolver.archive.topic_segments = topic::segments(named);
    resolver.archive.is_whole =
        resolver.archive.config.is_whole && resolver.names_are_whole && resolver.faulty.is_empty();
    resolver.active_attachments();
    resolver.claim_lists();
    resolver.redirects();
    resolver.numbers();
    resolver.far_years();
    resolver.same_periods();
    resolver.successors();
    resolver.links();
    resolver.neighbours();
    resolver.texts();
    resolver.encodings(&facts.not_utf8);
    resolver.unpublished_files();
    resolver.files_of_drafts();
    resolver.archive
}

/// Every waiver, with the file that it stands in.
fn waivers(facts: &Facts) -> Vec<(String, Waiver)> {
    let agencies = facts.agencies.iter().map(|folder| {
        let source = folder.source.as_deref().unwrap_or_default();
        (source, &folder.facts.waivers)
    });
    let reports = facts.reports.iter();
    let reports = reports.map(|report| (report.path.as_str(), &report.front_matter.waivers));
    let earlier = facts.earlier.values().flatten();
    let earlier = earlier.map(|text| (text.path.as_str(), &text.waivers));
    std::iter::once((ARCHIVE_FILE, &facts.config.waivers))
        .chain(agencies)
        .chain(reports)
        .chain(earlier)
        .flat_map(|(file, own)| {
            own.iter()
                .map(move |waiver| (file.to_owned(), waiver.clone()))
        })
        .collect()
}

struct Resolver<'f> {
    archive: Archive,
    /// Files of the site, and the file of the tree that each comes from.
    path_claims: Claims<String>,
    /// What reports said before they were corrected.
    earlier: BTreeMap<String, Vec<EarlierText>>,
    /// Files beside the reports, with their lengths.
    files: BTreeMap<String, u64>,
    /// Files that are never published.
    left_out: BTreeMap<String, LeftOut>,
    /// Those of either that a report names.
    claimed: BTreeSet<String>,
    /// The address of every top folder; `None` where its own fault has been reported.
    folder_routes: HashMap<String, Option<Route>>,
    /// Top folders whose address another has too.
    met_folders: BTreeSet<String>,
    /// Folders whose files belong to the report that is their `index.md`.
    bundle_folders: BTreeSet<String>,
    /// Whether every agency's names are known: else an unknown one may be of an agency whose own fault
    /// has been reported.
    names_are_whole: bool,
    /// Paths of the tree that belong to drafts, which are not published.
    drafts: BTreeSet<String>,
    /// Attachments of reports that were withdrawn.
    withdrawn: BTreeSet<String>,
    /// Attachments that were withdrawn by themselves.
    withdrawn_files: BTreeSet<String>,
    /// Paths of the tree that belong to reports with a fault that keeps them from their place.
    faulty: BTreeSet<String>,
    faults: &'f mut Vec<FileFault>,
}

impl Resolver<'_> {
    fn fault(&mut self, path: &str, fault: Fault) {
        self.faults.push((path.to_owned(), fault));
    }

    /// The address of an agency: its `id`, or what its folder's name is read as.
    fn route_of_agency(&mut self, place: &str, found: &FolderFacts) -> Option<Route> {
        let (route, span) = match &found.facts.id {
            Some(id) => match Route::parse(&id.value) {
                Some(route) => (route, id.span.clone()),
                None => {
                    self.fault(place, unusable_id(id.span.clone(), &id.value));
                    return None;
                }
            },
            None => match Route::of_path(&found.folder) {
                Ok(route) => (route, 0..0),
                Err(why) => {
                    self.fault(place, unusable_path(&found.folder, why, true));
                    return None;
                }
            },
        };
        if site_path::is_own(route.first_segment()) {
            self.fault(place, reserved(span, route.first_segment()));
            return None;
        }
        Some(route)
    }

    fn agencies(&mut self, mut folders: Vec<FolderFacts>) {
        folders.sort_by_cached_key(|found| order::place(&found.folder));
        let mut routes: BTreeMap<Route, (String, String)> = BTreeMap::new();
        for mut found in folders {
            let place = found.source.clone().unwrap_or_else(|| found.folder.clone());
            let route = self.route_of_agency(&place, &found);
            self.folder_routes
                .insert(found.folder.clone(), route.clone());
            let Some(route) = route else {
                self.names_are_whole = false;
                continue;
            };
            if let Some((folder, other)) = routes.get(&route) {
                self.met_folders
                    .extend([folder.clone(), found.folder.clone()]);
                let span = found.facts.id.as_ref().map_or(0..0, |id| id.span.clone());
                let fault = duplicate_id(span, &place, &route, other);
                self.fault(&place, fault);
            } else {
                routes.insert(route.clone(), (found.folder.clone(), place.clone()));
                self.claim(&route.page(), &place, 0..0);
            }
            if found.source.is_none() {
                found.facts.name.clone_from(&found.folder);
                self.fault(&place, agency_without_index(&found.folder));
            }
            self.names_are_whole &= !found.facts.name.is_empty();
            let index = self.archive.agencies.len();
            let facts = &found.facts;
            (self.archive.agency_names).add(index, &found.folder, &facts.name, &facts.other_names);
            self.archive.agencies.push(Agency {
                folder: found.folder,
                route,
                facts: found.facts,
                source: found.source,
                digest: found.digest,
                links: found.links,
                parent: None,
                entries: Vec::new(),
            });
        }
    }

    /// What belongs to a report that could not be read is neither lost nor a dead link.
    fn unreadable(&mut self, sources: &[ReportSource]) {
        for source in sources {
            self.faulty.insert(source.path.clone());
            self.faulty.insert(source.stem().to_owned());
            if source.is_bundle {
                let beside: Vec<String> = self
                    .files_beside(source.folder())
                    .map(str::to_owned)
                    .collect();
                self.claimed.extend(beside.iter().cloned());
                self.faulty.extend(beside);
            }
        }
    }

    /// The names of agencies that a word runs together (甲局、乙局); none where any part of it is no agency.
    fn joint_names<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let parts = word.split(['、', '，', ',', '；', ';', '/']).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        match parts
            .iter()
            .all(|part| self.archive.agency_names.called(part).len() == 1)
            && parts.len() > 1
        {
            true => parts,
            false => Vec::new(),
        }
    }

    /// `None` where the agency may be one whose own fault has been reported.
    fn unknown_agency(&self, word: &Spanned<String>, found: &[AgencyIndex]) -> Option<Fault> {
        (self.names_are_whole || !found.is_empty()).then(|| {
            let parts = self.joint_names(&word.value);
            unknown_agency(word, found, &self.archive.agencies, &parts)
        })
    }

    /// Every measures.yaml and figures.yaml is beside the report that it is about.
    fn beside_nothing(&mut self, reports: &[Report], unreadable: &[ReportSource]) {
        let read = reports
            .iter()
            .map(|report| (report.path.as_str(), report.is_bundle));
        let others = unreadable
            .iter()
            .map(|source| (source.path.as_str(), source.is_bundle));
        let all: BTreeSet<(&str, bool)> = read.chain(others).collect();
        let is_there = |kind: Beside, report: &str, path: &str| {
            let is_of_bundle = path.rsplit('/').next() == Some(kind.name());
            all.contains(&(report, is_of_bundle))
        };
        let measures = self.archive.measures.iter();
        let measures = measures.map(|(report, file)| (Beside::Measures, report, &file.path));
        let figures = self.archive.figures.iter();
        let figures = figures.map(|(report, file)| (Beside::Figures, report, &file.path));
        let files = measures.chain(figures);
        let lost = files.filter(|(kind, report, path)| !is_there(*kind, report, path));
        let lost: Vec<_> = lost
            .map(|(kind, report, path)| (path.clone(), beside_nothing(kind, report)))
            .collect();
        self.faults.extend(lost);
    }

    fn reports(&mut self, reports: Vec<Report>, with_drafts: bool) {
        let mut ids: BTreeMap<Route, String> = BTreeMap::new();
        let bundles = reports.iter().filter(|report| report.is_bundle);
        self.bundle_folders = bundles.map(|report| report.folder().to_owned()).collect();
        for mut report in reports {
            self.settle_type(&mut report);
            let agencies = self.agencies_of(&report);
            let route = self.route_of(&report);
            let (attachments, withdrawn_attachments) = self.attachments_of(&report);
            let owned = [report.path.clone(), report.stem.clone()]
                .into_iter()
                .chain(attachments.iter().map(|a| a.path.clone()));
            if report.front_matter.draft && !with_drafts {
                self.drafts.extend(owned);
                self.archive.drafts_left_out += 1;
                self.archive.files_of_drafts.insert(report.path.clone());
                let drafts = &mut self.archive.drafts;
                drafts.extend(route.map(|route| (route, report.path.clone())));
                continue;
            }
            let (Some((agency, joint_agencies)), Some(route)) = (agencies, route) else {
                self.faulty.extend(owned);
                continue;
            };
            let span = match &report.front_matter.id {
                Some(id) => id.span.clone(),
                None => 0..0,
            };
            if let Some(other) = ids.get(&route) {
                let is_of_folders = [&report.path, other].into_iter().all(|path| {
                    let folder = path.split('/').next().unwrap_or("");
                    self.met_folders.contains(folder)
                });
                let fault = duplicate_id(span, &report.path, &route, other);
                self.faulty.extend(owned);
                if !is_of_folders {
                    self.fault(&report.path, fault);
                }
                continue;
            }
            let (attachments, withdrawn_attachments) = if report.front_matter.withdrawn.is_some() {
                self.withdrawn
                    .extend(attachments.into_iter().map(|a| a.path));
                (Vec::new(), Vec::new())
            } else {
                (attachments, withdrawn_attachments)
            };
            let earlier = self.earlier.remove(&report.path).unwrap_or_default();
            ids.insert(route.clone(), report.path.clone());
            self.claim(&route.page(), &report.path, span);
            let years = report.front_matter.years();
            self.archive.entries.push(Entry {
                tables: tables::among(&report, &route, &attachments),
                report,
                route,
                rank: 0,
                agency,
                joint_agencies,
                attachments,
                withdrawn_attachments,
                earlier,
                years,
                previous: None,
                next: None,
                successor: None,
                supersedes: Vec::new(),
            });
        }
        self.archive.entries.sort_by(|a, b| a.route.cmp(&b.route));
        self.rank();
        self.claim_attachments();
        self.fill_places();
        let archive = &mut self.archive;
        for index in archive.newest_first() {
            for agency in archive.entries[index].agencies() {
                archive.agencies[agency].entries.push(index);
            }
        }
    }

    /// Notes the files of drafts that are left out: what is wrong with them stands in nobody's way.
    fn files_of_drafts(&mut self) {
        let archive = &mut self.archive;
        let measures = archive.measures.iter();
        let measures = measures.map(|(report, file)| (report, &file.path));
        let figures = archive.figures.iter();
        let figures = figures.map(|(report, file)| (report, &file.path));
        let of_drafts = &archive.files_of_drafts;
        let beside: Vec<String> = measures
            .chain(figures)
            .filter(|(report, _)| of_drafts.contains(*report))
            .map(|(_, path)| path.clone())
            .collect();
        archive.files_of_drafts.extend(beside);
        archive.files_of_drafts.append(&mut self.drafts);
        // What is published is no draft's alone.
        let published = archive.entries.iter().flat_map(|entry| &entry.attachments);
        for attachment in published {
            archive.files_of_drafts.remove(&attachment.path);
        }
    }

    /// Gives every report its place among those of the same date.
    fn rank(&mut self) {
        let entries = &mut self.archive.entries;
        let mut order: Vec<usize> = (0..entries.len()).collect();
        // Stable: reports of one title stay in the order of their routes.
        order.sort_by_cached_key(|index| order::place(&entries[*index].report.front_matter.title));
        for (rank, index) in order.into_iter().enumerate() {
            entries[index].rank = rank;
        }
    }

    /// Notes what is at each path, for links to lead there.
    fn fill_places(&mut self) {
        let archive = &mut self.archive;
        for (index, agency) in archive.agencies.iter().enumerate() {
            let target = Target::Agency(index);
            archive.places.insert(agency.folder.clone(), target);
            if let Some(source) = &agency.source {
                archive.places.insert(source.clone(), target);
            }
        }
        for (index, entry) in archive.entries.iter().enumerate() {
            for (number, attachment) in entry.attachments.iter().enumerate() {
                let target = Target::Attachment(index, number);
                archive
                    .places
                    .entry(attachment.path.clone())
                    .or_insert(target);
            }
            let target = Target::Report(index);
            archive.places.insert(entry.report.path.clone(), target);
            archive.places.insert(entry.report.stem.clone(), target);
        }
    }

    /// A type may be written by its key or by its name.
    fn settle_type(&mut self, report: &mut Report) {
        let kind = &mut report.front_matter.kind;
        let config = &self.archive.config;
        if kind.value.is_empty() {
            return;
        }
        if let Some(key) = self.archive.type_called(&kind.value) {
            kind.value = key.to_owned();
        } else if config.is_whole {
            let fault = unknown_type(kind.span.clone(), &kind.value, &config.types);
            self.fault(&report.path, fault);
        }
    }

    /// Who issued a report: the first, and the others of a joint issue. `None` where one of them is unknown.
    fn agencies_of(&mut self, report: &Report) -> Option<(AgencyIndex, Vec<AgencyIndex>)> {
        let words = &report.front_matter.agencies;
        if words.is_empty() {
            return Some((self.agency_of_folder(report)?, Vec::new()));
        }
        let mut agencies = Vec::with_capacity(words.len());
        let mut is_whole = true;
        for word in words {
            match self.archive.agency_names.called(&word.value) {
                // Named twice, perhaps by two of its names, it is one.
                [found] if agencies.contains(found) => {}
                [found] => agencies.push(*found),
                found => {
                    is_whole = false;
                    if let Some(fault) = self.unknown_agency(word, found) {
                        self.fault(&report.path, fault);
                    }
                }
            }
        }
        let (first, joint) = agencies.split_first().filter(|_| is_whole)?;
        Some((*first, joint.to_vec()))
    }

    fn agency_of_folder(&mut self, report: &Report) -> Option<AgencyIndex> {
        let folder = report.path.split('/').next().unwrap_or("");
        let found = self.archive.agency_names.of_folder(folder);
        if found.is_none() && !report.path.contains('/') {
            let fault = Fault::error(
                "unknown-agency",
                0..0,
                Text::new(
                    "报告不在任何机构的文件夹中，也没有写“发布机构”（agency）",
                    "the report stands in no agency's folder and names no `agency`",
                ),
                Text::new(
                    "移入机构的文件夹，或补写一行“发布机构: …”。",
                    "Move it into an agency's folder, or add a line `agency: …`.",
                ),
            );
            self.fault(&report.path, fault);
        }
        found
    }

    fn route_of(&mut self, report: &Report) -> Option<Route> {
        let (route, span) = match &report.front_matter.id {
            None => {
                let (folder, below) = match report.stem.split_once('/') {
                    Some((folder, below)) => (folder, Some(below)),
                    None => (report.stem.as_str(), None),
                };
                let route = match (self.folder_routes.get(folder), below) {
                    (Some(route), Some(below)) => route.as_ref()?.below(below),
                    (Some(route), None) => Ok(route.clone()?),
                    (None, _) => Route::of_path(&report.stem),
                };
                match route {
                    Ok(route) => (route, 0..0),
                    Err(why) => {
                        let fault = unusable_path(&report.stem, why, false);
                        self.fault(&report.path, fault);
                        return None;
                    }
                }
            }
            Some(id) => {
                let span = id.span.clone();
                match Route::parse(&id.value) {
                    Some(route) => (route, span),
                    None => {
                        self.fault(&report.path, unusable_id(span, &id.value));
                        return None;
                    }
                }
            }
        };
        if site_path::is_own(route.first_segment()) {
            self.fault(&report.path, reserved(span, route.first_segment()));
            return None;
        }
        Some(route)
    }
}
