//! From the facts of all files to an [`Archive`]: ids and URLs, agencies, attachments, references.
//!
//! Every fault is told, each at the place in its own file that names the thing; where two files claim
//! one thing, the later by path is at fault and the message names the earlier.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::archive::agency::AgencyFacts;
use crate::archive::{Agency, AgencyIndex, Archive, Attachment, Entry, EntryIndex, Target};
use crate::config::Config;
use crate::diagnostic::{Fault, Text};
use crate::fields::{Spanned, nearest};
use crate::report::Report;
use crate::route::{self, Route};

/// What the first readings have brought together.
pub struct Facts {
    /// archive.yaml.
    pub config: Config,
    /// Every top folder: its name, the path of its `_index.md` and what that says.
    pub agencies: Vec<(String, Option<String>, AgencyFacts)>,
    /// Every report, sorted by path, drafts included.
    pub reports: Vec<Report>,
    /// Files beside the reports, with their lengths.
    pub files: BTreeMap<String, u64>,
    /// Whether drafts are published.
    pub with_drafts: bool,
}

/// A fault and the file that it is in.
pub type FileFault = (String, Fault);

/// Puts everything in its place. Faults: `unknown-type`, `unknown-agency`, `duplicate-id`,
/// `duplicate-url`, `duplicate-index-number`, `duplicate-document-number` (a warning), `unusable-id`,
/// `reserved-id`, `unusable-path`, `attachment-outside`, `missing-attachment`, `unusable-alias`,
/// `dead-link`, `unknown-successor`, `agency-without-index` and `unpublished-file` (warnings).
pub fn resolve(facts: Facts, faults: &mut Vec<FileFault>) -> Archive {
    let mut resolver = Resolver {
        archive: Archive {
            config: facts.config,
            ..Archive::default()
        },
        pages: BTreeMap::new(),
        files: facts.files,
        claimed: BTreeSet::new(),
        agency_names: Default::default(),
        drafts: BTreeSet::new(),
        faults,
    };
    resolver.agencies(facts.agencies);
    resolver.reports(facts.reports, facts.with_drafts);
    resolver.redirects();
    resolver.numbers();
    resolver.successors();
    resolver.links();
    resolver.neighbours();
    resolver.unpublished_files();
    resolver.archive
}

struct Resolver<'f> {
    archive: Archive,
    /// Every page by its path below the root, with the file it comes from.
    pages: BTreeMap<String, String>,
    files: BTreeMap<String, u64>,
    claimed: BTreeSet<String>,
    /// Agencies by folder, by name and by other name.
    agency_names: [HashMap<String, Vec<AgencyIndex>>; 3],
    /// Paths of reports that are drafts and not published.
    drafts: BTreeSet<String>,
    faults: &'f mut Vec<FileFault>,
}

impl Resolver<'_> {
    fn fault(&mut self, path: &str, fault: Fault) {
        self.faults.push((path.to_owned(), fault));
    }

    fn agencies(&mut self, agencies: Vec<(String, Option<String>, AgencyFacts)>) {
        for (folder, source, mut facts) in agencies {
            let place = source.clone().unwrap_or_else(|| folder.clone());
            let Some(route) = Route::of_path(&folder) else {
                self.fault(&place, unusable_path(&folder));
                continue;
            };
            if route::RESERVED.contains(&route.as_str()) {
                self.fault(&place, reserved(0..0, route.as_str()));
            }
            if source.is_none() {
                facts.name.clone_from(&folder);
                self.fault(&place, agency_without_index(&folder));
            }
            self.claim(route.page(), &place, 0..0);
            let index = self.archive.agencies.len();
            let [by_folder, by_name, by_other_name] = &mut self.agency_names;
            by_folder.insert(folder.clone(), vec![index]);
            by_name.entry(facts.name.clone()).or_default().push(index);
            for name in &facts.other_names {
                by_other_name.entry(name.clone()).or_default().push(index);
            }
            self.archive.agencies.push(Agency {
                folder,
                route,
                facts,
                source,
                parent: None,
                entries: Vec::new(),
            });
        }
        for index in 0..self.archive.agencies.len() {
            let agency = &self.archive.agencies[index];
            let Some(parent) = agency.facts.parent.clone() else {
                continue;
            };
            let source = agency.source.clone().unwrap_or_default();
            let start = agency.facts.yaml_start;
            match self.agency_called(&parent.value) {
                [found] => self.archive.agencies[index].parent = Some(*found),
                found => {
                    let mut fault = self.unknown_agency(&parent, found);
                    fault.span = shift(&fault.span, start);
                    self.fault(&source, fault);
                }
            }
        }
    }

    /// Claims a path of the site for a page, or tells who has it.
    fn claim(&mut self, page: String, source: &str, span: Range<usize>) -> bool {
        if let Some(other) = self.pages.get(&page) {
            let fault = duplicate_url(span, &page, other);
            self.fault(source, fault);
            return false;
        }
        self.pages.insert(page, source.to_owned());
        true
    }

    /// The agencies that a word means: by folder, else by name, else by other name.
    fn agency_called(&self, word: &str) -> &[AgencyIndex] {
        let found = self.agency_names.iter().find_map(|names| names.get(word));
        found.map_or(&[], Vec::as_slice)
    }

    fn unknown_agency(&self, word: &Spanned<String>, found: &[AgencyIndex]) -> Fault {
        let agencies = &self.archive.agencies;
        if !found.is_empty() {
            let folders: Vec<&str> = found.iter().map(|i| agencies[*i].folder.as_str()).collect();
            return Fault::error(
                "unknown-agency",
                word.span.clone(),
                Text::new(
                    format!("“{}”可指多个机构：{}", word.value, folders.join("、")),
                    format!(
                        "`{}` may mean several agencies: {}",
                        word.value,
                        folders.join(", ")
                    ),
                ),
                Text::new("改写机构目录名。", "Name the agency's folder."),
            );
        }
        let names = agencies.iter().flat_map(|a| {
            let other = a.facts.other_names.iter().map(String::as_str);
            [a.folder.as_str(), a.facts.name.as_str()]
                .into_iter()
                .chain(other)
        });
        let hint = match nearest(&word.value, names) {
            Some(near) => Text::new(
                format!("是否想写“{near}”？"),
                format!("Did you mean `{near}`?"),
            ),
            None => Text::new(
                "写机构的目录名、全称或别名；新机构先建目录和 _index.md。",
                "Write an agency's folder, name or other name; a new one needs a folder with an _index.md.",
            ),
        };
        Fault::error(
            "unknown-agency",
            word.span.clone(),
            Text::new(
                format!("档案中没有机构“{}”", word.value),
                format!("the archive has no agency `{}`", word.value),
            ),
            hint,
        )
    }

    fn reports(&mut self, reports: Vec<Report>, with_drafts: bool) {
        let mut ids: BTreeMap<Route, String> = BTreeMap::new();
        for report in reports {
            self.check_type(&report);
            let agency = self.agency_of(&report);
            let route = self.route_of(&report);
            let attachments = self.attachments_of(&report);
            if report.front_matter.draft && !with_drafts {
                self.drafts.insert(report.path);
                continue;
            }
            let (Some(agency), Some(route)) = (agency, route) else {
                continue;
            };
            let span = match &report.front_matter.id {
                Some(id) => shift(&id.span, report.yaml_start),
                None => 0..0,
            };
            if let Some(other) = ids.get(&route) {
                let fault = duplicate_id(span, &route, other);
                self.fault(&report.path, fault);
                continue;
            }
            ids.insert(route.clone(), report.path.clone());
            self.claim(route.page(), &report.path, span);
            let years = report.front_matter.years();
            self.archive.entries.push(Entry {
                report,
                route,
                agency,
                attachments,
                years,
                previous: None,
                next: None,
                successor: None,
                supersedes: Vec::new(),
            });
        }
        self.archive.entries.sort_by(|a, b| a.route.cmp(&b.route));
        self.claim_attachments();
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
        for index in archive.newest_first() {
            let agency = archive.entries[index].agency;
            archive.agencies[agency].entries.push(index);
        }
    }

    fn check_type(&mut self, report: &Report) {
        let kind = &report.front_matter.kind;
        let config = &self.archive.config;
        let types = &config.types;
        if kind.value.is_empty() || types.contains_key(&kind.value) || !config.is_whole {
            return;
        }
        let by_name = types
            .iter()
            .find(|(_, t)| t.name == kind.value)
            .map(|(key, _)| key.as_str());
        let near = by_name.or_else(|| nearest(&kind.value, types.keys().map(String::as_str)));
        let hint = match near {
            Some(near) => Text::new(
                format!("是否想写“{near}”？"),
                format!("Did you mean `{near}`?"),
            ),
            None => Text::new(
                "在 archive.yaml 的 types 下写上这一类型，或改用已有的类型。",
                "Add it under `types` in archive.yaml, or use a type that is there.",
            ),
        };
        let fault = Fault::error(
            "unknown-type",
            shift(&kind.span, report.yaml_start),
            Text::new(
                format!("archive.yaml 中没有类型“{}”", kind.value),
                format!("archive.yaml has no type `{}`", kind.value),
            ),
            hint,
        );
        self.fault(&report.path, fault);
    }

    fn agency_of(&mut self, report: &Report) -> Option<AgencyIndex> {
        if let Some(word) = &report.front_matter.agency {
            return match self.agency_called(&word.value) {
                [found] => Some(*found),
                found => {
                    let mut fault = self.unknown_agency(word, found);
                    fault.span = shift(&fault.span, report.yaml_start);
                    self.fault(&report.path, fault);
                    None
                }
            };
        }
        let folder = report.path.split('/').next().unwrap_or("");
        let found = self.agency_names[0]
            .get(folder)
            .and_then(|found| found.first().copied());
        if found.is_none() && !report.path.contains('/') {
            let fault = Fault::error(
                "unknown-agency",
                0..0,
                Text::new(
                    "报告不在任何机构目录下，也没有写 agency（发布机构）",
                    "the report stands in no agency's folder and names no `agency`",
                ),
                Text::new(
                    "移入机构目录，或补写一行“agency: …”。",
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
                let route = Route::of_path(&report.stem);
                if route.is_none() {
                    self.fault(&report.path, unusable_path(&report.stem));
                }
                (route?, 0..0)
            }
            Some(id) => {
                let span = shift(&id.span, report.yaml_start);
                match Route::parse(&id.value) {
                    Some(route) => (route, span),
                    None => {
                        self.fault(&report.path, unusable_id(span, &id.value));
                        return None;
                    }
                }
            }
        };
        if route::RESERVED.contains(&route.first_segment()) {
            self.fault(&report.path, reserved(span, route.first_segment()));
            return None;
        }
        Some(route)
    }

    /// Files that the front matter names, in its order, then those of the bundle, by name.
    fn attachments_of(&mut self, report: &Report) -> Vec<Attachment> {
        let folder = report.folder().to_owned();
        let mut attachments: Vec<Attachment> = Vec::new();
        for entry in &report.front_matter.attachments {
            let span = shift(&entry.file.span, report.yaml_start);
            let name = &entry.file.value;
            let path = route::join(&folder, name)
                .filter(|path| folder.is_empty() || path.starts_with(&format!("{folder}/")));
            let Some(path) = path else {
                self.fault(&report.path, attachment_outside(span, name));
                continue;
            };
            let Some(length) = self.files.get(&path).copied() else {
                let fault = missing_attachment(span, name, self.files_beside(&folder));
                self.fault(&report.path, fault);
                continue;
            };
            self.claimed.insert(path.clone());
            if attachments.iter().all(|a| a.path != path) {
                attachments.push(attachment(path, &folder, entry.title.clone(), length));
            }
        }
        if report.is_bundle {
            let beside: Vec<(String, u64)> = self
                .files_beside(&folder)
                .map(|path| (path.to_owned(), self.files[path]))
                .collect();
            for (path, length) in beside {
                self.claimed.insert(path.clone());
                if attachments.iter().all(|a| a.path != path) {
                    attachments.push(attachment(path, &folder, None, length));
                }
            }
        }
        attachments
    }

    /// The files in a folder, not those in folders below it.
    fn files_beside<'s>(&'s self, folder: &str) -> impl Iterator<Item = &'s str> + use<'s> {
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

    /// Attachments stand in the folder of their report, where other pages may stand too.
    fn claim_attachments(&mut self) {
        let mut claims = Vec::new();
        for entry in &self.archive.entries {
            for attachment in &entry.attachments {
                let file = entry.route.file(&attachment.name);
                // A folder of that name may hold another page.
                let below = format!("{file}/");
                let other = self
                    .pages
                    .range(below.clone()..)
                    .next()
                    .filter(|(page, _)| page.starts_with(&below))
                    .map(|(page, _)| page.clone());
                claims.push((file, entry.report.path.clone(), other));
            }
        }
        for (file, source, other) in claims {
            match other {
                Some(page) => self.fault(&source, duplicate_url(0..0, &file, &page)),
                None => {
                    self.claim(file, &source, 0..0);
                }
            }
        }
    }

    fn redirects(&mut self) {
        let mut aliases: Vec<(String, Spanned<String>, usize, Target)> = Vec::new();
        for (index, entry) in self.archive.entries.iter().enumerate() {
            let report = &entry.report;
            for alias in &report.front_matter.aliases {
                let target = Target::Report(index);
                aliases.push((
                    report.path.clone(),
                    alias.clone(),
                    report.yaml_start,
                    target,
                ));
            }
        }
        for (index, agency) in self.archive.agencies.iter().enumerate() {
            for alias in &agency.facts.aliases {
                let source = agency.source.clone().unwrap_or_default();
                aliases.push((
                    source,
                    alias.clone(),
                    agency.facts.yaml_start,
                    Target::Agency(index),
                ));
            }
        }
        for (source, alias, start, target) in aliases {
            let span = shift(&alias.span, start);
            match alias_file(&alias.value) {
                None => self.fault(&source, unusable_alias(span, &alias.value)),
                Some(file) if is_reserved(&file) => {
                    let segment = file.split('/').next().unwrap_or("");
                    self.fault(&source, reserved(span, segment));
                }
                Some(file) => {
                    if self.claim(file.clone(), &source, span) {
                        self.archive.redirects.insert(file, target);
                    }
                }
            }
        }
    }

    fn numbers(&mut self) {
        let mut index_numbers: HashMap<&str, &str> = HashMap::new();
        let mut document_numbers: HashMap<String, &str> = HashMap::new();
        let mut found = Vec::new();
        let mut by_path: Vec<&Report> = self.archive.entries.iter().map(|e| &e.report).collect();
        by_path.sort_by(|a, b| a.path.cmp(&b.path));
        for report in by_path {
            if let Some(number) = &report.front_matter.index_number {
                if let Some(other) = index_numbers.get(number.value.as_str()) {
                    let span = shift(&number.span, report.yaml_start);
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
                    let span = shift(&number.span, report.yaml_start);
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

    fn successors(&mut self) {
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
            let is_reference = successor
                .value
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b));
            match found {
                Some(entry) => {
                    self.archive.entries[index].successor = Some(entry);
                    self.archive.entries[entry].supersedes.push(index);
                }
                None if is_reference => {
                    let span = shift(&successor.span, report.yaml_start);
                    let fault = unknown_successor(span, &successor.value);
                    let path = report.path.clone();
                    self.fault(&path, fault);
                }
                None => {}
            }
        }
    }

    fn links(&mut self) {
        let mut found = Vec::new();
        for entry in &self.archive.entries {
            let report = &entry.report;
            for link in &report.links {
                if self
                    .archive
                    .follow(report.folder(), &link.destination)
                    .is_none()
                {
                    let path = link.destination.split('#').next().unwrap_or("");
                    let decoded =
                        route::decode(path).and_then(|p| route::join(report.folder(), &p));
                    let is = |set: &dyn Fn(&str) -> bool| decoded.as_deref().is_some_and(set);
                    let why = if is(&|p| self.drafts.contains(p)) {
                        DeadLink::Draft
                    } else if is(&|p| self.files.contains_key(p)) {
                        DeadLink::NoAttachment
                    } else {
                        DeadLink::Nowhere
                    };
                    found.push((report.path.clone(), dead_link(link.span.clone(), path, why)));
                }
            }
        }
        self.faults.append(&mut found);
    }

    fn neighbours(&mut self) {
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
                (period, facts.published, entries[*i].route.clone())
            });
            for pair in row.windows(2) {
                if let [before, after] = *pair {
                    entries[before].next = Some(after);
                    entries[after].previous = Some(before);
                }
            }
        }
    }

    fn unpublished_files(&mut self) {
        let lost: Vec<String> = self
            .files
            .keys()
            .filter(|p| !self.claimed.contains(*p))
            .cloned()
            .collect();
        for path in lost {
            let fault = Fault::warning(
                "unpublished-file",
                0..0,
                Text::new(
                    "文件不属于任何报告，不会发布",
                    "the file belongs to no report and is not published",
                ),
                Text::new(
                    "放进报告自己的目录（与 index.md 同级），或在报告的 attachments 中列出。",
                    "Put it into the report's own folder, beside its index.md, or list it under the report's `attachments`.",
                ),
            );
            self.fault(&path, fault);
        }
    }
}

fn shift(span: &Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

fn attachment(path: String, folder: &str, title: Option<String>, length: u64) -> Attachment {
    let name = path
        .strip_prefix(folder)
        .unwrap_or(&path)
        .trim_start_matches('/')
        .to_owned();
    Attachment {
        path,
        name,
        title,
        length,
    }
}

/// The file of an old URL: `old/page.html` stays, `old/page/` and `old/page` become `…/index.html`.
fn alias_file(alias: &str) -> Option<String> {
    if alias.contains([':', '?', '#', '%']) || alias.chars().any(|c| c.is_control()) {
        return None;
    }
    let path = route::join("", alias.strip_prefix('/').unwrap_or(alias))?;
    let name = path.rsplit('/').next().unwrap_or("");
    if path.is_empty() || path.split('/').any(|s| s.starts_with('.')) {
        return None;
    }
    let is_page = name.ends_with(".html") || name.ends_with(".htm") || name.ends_with(".shtml");
    Some(if is_page {
        path
    } else {
        format!("{path}/index.html")
    })
}

/// Whether the program publishes a page of its own there.
fn is_reserved(file: &str) -> bool {
    let first = file.split('/').next().unwrap_or("");
    matches!(file, "index.html" | "404.html") || route::RESERVED.contains(&first)
}

/// A document number by its bracket variants alike: people type [2016], (2016), 【2016】 for 〔2016〕.
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

#[derive(Clone, Copy)]
enum DeadLink {
    Nowhere,
    Draft,
    NoAttachment,
}

fn dead_link(span: Range<usize>, path: &str, why: DeadLink) -> Fault {
    let (message, hint) = match why {
        DeadLink::Nowhere => (
            Text::new(
                format!("链接所指的“{path}”不在档案中"),
                format!("the link leads to `{path}`, which the archive does not hold"),
            ),
            Text::new(
                "写从本文件到另一份 .md 文件或附件的相对路径。",
                "Write the path from this file to another .md file or an attachment.",
            ),
        ),
        DeadLink::Draft => (
            Text::new(
                format!("链接所指的“{path}”是草稿，不会发布"),
                format!("the link leads to `{path}`, a draft that is not published"),
            ),
            Text::new(
                "先发布那份报告，或去掉链接；也可用 --drafts 预览。",
                "Publish that report first or take the link away; --drafts shows it in a preview.",
            ),
        ),
        DeadLink::NoAttachment => (
            Text::new(
                format!("链接所指的文件“{path}”不会发布"),
                format!("the link leads to the file `{path}`, which is not published"),
            ),
            Text::new(
                "在报告的 attachments 中列出它。",
                "List it under the report's `attachments`.",
            ),
        ),
    };
    Fault::error("dead-link", span, message, hint)
}

fn agency_without_index(folder: &str) -> Fault {
    Fault::warning(
        "agency-without-index",
        0..0,
        Text::new(
            format!("机构目录“{folder}”中没有 _index.md，暂以目录名为机构名"),
            format!(
                "the agency's folder `{folder}` has no _index.md; its name stands for the agency's"
            ),
        ),
        Text::new(
            "新建 _index.md，至少写 name。",
            "Write an _index.md with at least `name`.",
        ),
    )
}

fn reserved(span: Range<usize>, segment: &str) -> Fault {
    Fault::error(
        "reserved-id",
        span,
        Text::new(
            format!("网址的第一段“{segment}”由程序保留"),
            format!("a URL that begins with `{segment}` is kept for the program itself"),
        ),
        Text::new(
            format!(
                "换一个目录名或 id；保留的有：{}。",
                route::RESERVED.join("、")
            ),
            format!(
                "Choose another folder name or id. Kept: {}.",
                route::RESERVED.join(", ")
            ),
        ),
    )
}

fn unusable_path(path: &str) -> Fault {
    Fault::error(
        "unusable-path",
        0..0,
        Text::new(
            format!("无法由路径“{path}”得到网址"),
            format!("no URL can be made of the path `{path}`"),
        ),
        Text::new(
            "改用汉字、拉丁字母或数字命名（不要过长），或在文件头写 id。",
            "Use Han or Latin letters or digits, not too long, or write an `id` in the front matter.",
        ),
    )
}

fn unusable_id(span: Range<usize>, id: &str) -> Fault {
    Fault::error(
        "unusable-id",
        span,
        Text::new(
            format!("“{id}”不能作 id"),
            format!("`{id}` cannot be an id"),
        ),
        Text::new(
            "id 由“/”分隔的段组成，每段只用小写字母、数字和连字符，例如 yunlu/2021。",
            "An id has segments of lower-case letters, digits and hyphens with `/` between, such as yunlu/2021.",
        ),
    )
}

fn unusable_alias(span: Range<usize>, alias: &str) -> Fault {
    Fault::error(
        "unusable-alias",
        span,
        Text::new(
            format!("“{alias}”不能作旧地址"),
            format!("`{alias}` cannot be an old URL"),
        ),
        Text::new(
            "写站内的路径，不带协议、域名、参数，例如 /old/2019.html。",
            "Write a path within the site, without scheme, host or query, such as /old/2019.html.",
        ),
    )
}

fn duplicate_id(span: Range<usize>, route: &Route, other: &str) -> Fault {
    Fault::error(
        "duplicate-id",
        span,
        Text::new(
            format!("网址 {route} 已由 {other} 使用"),
            format!("{other} has the id {route} already"),
        ),
        Text::new(
            "改名，或写不同的 id。",
            "Rename the file, or write another `id`.",
        ),
    )
}

fn duplicate_url(span: Range<usize>, page: &str, other: &str) -> Fault {
    Fault::error(
        "duplicate-url",
        span,
        Text::new(
            format!("网址 {page} 已由 {other} 占用"),
            format!("the URL {page} is taken by {other}"),
        ),
        Text::new(
            "改名，或改写 id、旧地址。",
            "Rename it, or change the id or the old URL.",
        ),
    )
}

fn duplicate_index_number(span: Range<usize>, number: &str, other: &str) -> Fault {
    Fault::error(
        "duplicate-index-number",
        span,
        Text::new(
            format!("索引号 {number} 已用于 {other}"),
            format!("{other} has the index number {number} already"),
        ),
        Text::new(
            "索引号在档案中不得重复，核对两份文件。",
            "An index number stands once in an archive; check both files.",
        ),
    )
}

fn duplicate_document_number(span: Range<usize>, number: &str, other: &str) -> Fault {
    Fault::warning(
        "duplicate-document-number",
        span,
        Text::new(
            format!("发文字号 {number} 也用于 {other}"),
            format!("{other} has the document number {number} too"),
        ),
        Text::new(
            "核对两份文件；确实同号的可不改。",
            "Check both files; if both really have it, leave it.",
        ),
    )
}

fn unknown_successor(span: Range<usize>, successor: &str) -> Fault {
    Fault::error(
        "unknown-successor",
        span,
        Text::new(
            format!("档案中没有“{successor}”这份报告"),
            format!("the archive holds no report `{successor}`"),
        ),
        Text::new(
            "写另一份报告的 id 或路径；未收录的文件写其标题。",
            "Write the id or path of another report, or the title of a document that is not held here.",
        ),
    )
}

fn attachment_outside(span: Range<usize>, name: &str) -> Fault {
    Fault::error(
        "attachment-outside",
        span,
        Text::new(
            format!("附件“{name}”不在报告的目录之内"),
            format!("the attachment `{name}` lies outside the report's folder"),
        ),
        Text::new(
            "把文件放到报告旁边，只写文件名。",
            "Put the file beside the report and write its name alone.",
        ),
    )
}

fn missing_attachment<'a>(
    span: Range<usize>,
    name: &str,
    beside: impl Iterator<Item = &'a str>,
) -> Fault {
    let names = beside.map(|path| path.rsplit('/').next().unwrap_or(path));
    let hint = match nearest(name, names) {
        Some(near) => Text::new(
            format!("是否想写“{near}”？"),
            format!("Did you mean `{near}`?"),
        ),
        None => Text::new(
            "把文件放到报告旁边，或改正文件名。",
            "Put the file beside the report, or correct its name.",
        ),
    };
    Fault::error(
        "missing-attachment",
        span,
        Text::new(
            format!("没有附件文件“{name}”"),
            format!("there is no file `{name}` to attach"),
        ),
        hint,
    )
}
