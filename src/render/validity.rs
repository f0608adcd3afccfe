//! Which documents are in force, on pages: the state of a report, what it does to others, what ends next, what was in
//! force when, and lines of documents.
//!
//! In: the validity of all documents. Out: values for the page of a report, and the pages of validity. Documents that
//! no status and no list speaks of are on none of them.

use std::collections::BTreeMap;

use crate::archive::list_page::page_of;
use crate::archive::{Entry, EntryIndex};
use crate::error::Error;
use crate::knowledge::validity::{Act, Basis, End, Line, Relation};
use crate::render::view::{self, PageKind};
use crate::render::{Page, Renderer};
use crate::route::{self, VALIDITY_PAGE, in_force_page};

/// Documents that end next, at most.
const EXPIRING_SHOWN: usize = 50;
/// Lines of documents on one page.
const LINES_PER_PAGE: usize = 10;
/// Documents that are shown of a line, at most: the newest.
const MEMBERS_SHOWN: usize = 12;
/// Reports that are shown of those that cite a member of a line, at most.
const HANGING_SHOWN: usize = 5;
/// Documents on one page of what was in force.
const PAGE_LENGTH: usize = 100;
/// Pages of what was in force at the end of a year, at most.
const PAGES_MAX: usize = 20;
/// Years, at most: the newest.
const YEARS_SHOWN: usize = 30;
/// Documents that are shown of those on which a report acts, at most.
const ACTS_SHOWN: usize = 50;

impl Renderer<'_> {
    /// The state of a report as of the day of the archive, as a key: as declared, or as a list says.
    pub(super) fn state_of(&self, report: EntryIndex) -> Option<&'static str> {
        self.knowledge.state_of(self.archive, report)
    }

    /// The status of a report on its page `from`, if it has one.
    pub(super) fn status(&self, entry: &Entry, from: &str) -> Option<view::Status> {
        let report = self.position(entry)?;
        let key = self.state_of(report)?;
        let number = u32::try_from(report).ok()?;
        let validity = &self.knowledge.validity;
        let standing = validity.standings.get(&number);
        let (done, _) = validity.relations_of(number);
        let label = |text: &str| view::Label {
            text: text.to_owned(),
            url: None,
            language: self.language_of(entry, text),
        };
        let link = |index: EntryIndex| {
            let link = self.report_link(from, index);
            view::Label {
                text: link.title,
                url: Some(link.url),
                language: link.language,
            }
        };
        let named = |relation: &&Relation| match relation.newer {
            Some(newer) => link(newer as usize),
            None => label(&relation.text),
        };
        let successor = done.iter().find(|relation| relation.act == Act::Replaces);
        let by = done.iter().find(|relation| relation.act != Act::Replaces);
        let Some(status) = entry.report.front_matter.status.as_ref() else {
            return Some(view::Status {
                key: key.to_owned(),
                since: None,
                until: standing.and_then(|standing| match standing.end {
                    End::Last(day) => Some(self.date(day)),
                    _ => None,
                }),
                by: by.map(named),
                successor: successor.map(named),
                basis: Basis::List.key().to_owned(),
            });
        };
        // As its editor wrote it, with a link where it is held.
        let by = status.by.as_deref().map(|text| {
            let is_it = |relation: &&&Relation| relation.text == text && relation.newer.is_some();
            let relation = done.iter().find(is_it);
            let newer = relation.and_then(|relation| relation.newer);
            view::Label {
                url: newer.and_then(|newer| link(newer as usize).url),
                ..label(text)
            }
        });
        let written = status.successor.as_ref().map(|title| label(&title.value));
        let successor = match entry.successor {
            Some(index) => Some(link(index)),
            None => successor.map(named).or(written),
        };
        Some(view::Status {
            key: key.to_owned(),
            since: status.since.map(|day| self.date(day)),
            until: status.until.map(|day| self.date(day)),
            by,
            successor,
            basis: Basis::Declared.key().to_owned(),
        })
    }

    /// What a report does to others, for its page `from`; whose place it takes by their own words is told apart.
    pub(super) fn acts(&self, entry: &Entry, from: &str) -> Vec<view::Act> {
        let report = self.position(entry);
        let Some(report) = report.and_then(|report| u32::try_from(report).ok()) else {
            return Vec::new();
        };
        let (_, acts) = self.knowledge.validity.relations_of(report);
        let mut groups: BTreeMap<Act, Vec<u32>> = BTreeMap::new();
        for relation in acts {
            let is_told = relation.act != Act::Amends
                && entry.supersedes.contains(&(relation.older as usize));
            let group = groups.entry(relation.act).or_default();
            if !is_told && !group.contains(&relation.older) {
                group.push(relation.older);
            }
        }
        let groups = groups.into_iter().filter(|(_, group)| !group.is_empty());
        let acts = groups.map(|(act, group)| {
            let shown = group.iter().take(ACTS_SHOWN);
            view::Act {
                key: match act {
                    Act::Replaces => "replaces",
                    Act::Amends => "amends",
                    Act::Repeals => "repeals",
                }
                .to_owned(),
                reports: shown
                    .map(|older| self.report_link(from, *older as usize))
                    .collect(),
                more: group.len().saturating_sub(ACTS_SHOWN) as u64,
            }
        });
        acts.collect()
    }

    /// The pages of validity; none of an archive in which nothing says what is in force.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn validity_pages<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let validity = &self.knowledge.validity;
        if validity.standings.is_empty() {
            return Ok(());
        }
        let mut years = validity.years();
        years.reverse();
        years.truncate(YEARS_SHOWN);
        let mut counts: Vec<(i16, usize)> = Vec::with_capacity(years.len());
        for year in years {
            counts.push((year, self.in_force(year, sink)?));
        }
        let title = self.texts().word("validity");
        let count = validity.lines.len().div_ceil(LINES_PER_PAGE).max(1);
        for number in 1..=count {
            let path = page_of(VALIDITY_PAGE, number);
            let crumbs = vec![self.home_link(&path)];
            let (page, paging) = self.paged(
                PageKind::Index,
                VALIDITY_PAGE,
                (number, count),
                title,
                crumbs,
            );
            let is_first = number == 1;
            let expiring = validity.expiring.iter().take(EXPIRING_SHOWN);
            let expiring = expiring
                .filter(|_| is_first)
                .map(|(day, document)| view::Expiring {
                    until: self.date(*day),
                    report: self.report_link(&path, *document as usize),
                });
            let lines = validity.lines.chunks(LINES_PER_PAGE).nth(number - 1);
            let lines = lines.unwrap_or_default().iter();
            let years = counts
                .iter()
                .filter(|_| is_first)
                .map(|(year, count)| view::Entry {
                    title: self.year_title(*year),
                    url: route::relative(&path, &in_force_page(*year)),
                    count: *count as u64,
                    ..view::Entry::default()
                });
            let view = view::ValidityPage {
                as_of: validity.as_of.map(|day| self.date(day)),
                total: validity.standings.len() as u64,
                expiring: expiring.collect(),
                expiring_more: match is_first {
                    true => validity.expiring.len().saturating_sub(EXPIRING_SHOWN) as u64,
                    false => 0,
                },
                years: years.collect(),
                lines: lines.map(|line| self.line_of(line, &path)).collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "validity.html", view))?;
        }
        Ok(())
    }

    /// The pages of what was in force at the end of a year; how many documents were.
    fn in_force<'r>(
        &'r self,
        year: i16,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<usize, Error> {
        let validity = &self.knowledge.validity;
        let on_day = validity.at_end_of(year);
        let day = on_day.day;
        let first = in_force_page(year);
        let title = self.texts().fill(
            "in_force_on",
            &[(
                "date",
                crate::theme::Argument::Text(&self.date(day).display),
            )],
        );
        let shown = on_day.in_force.get(..PAGE_LENGTH * PAGES_MAX);
        let shown = shown.unwrap_or(&on_day.in_force);
        let count = shown.len().div_ceil(PAGE_LENGTH).max(1);
        for number in 1..=count {
            let path = page_of(&first, number);
            let above = self.word_link("validity", &path, VALIDITY_PAGE);
            let crumbs = vec![self.home_link(&path), above];
            let (page, paging) =
                self.paged(PageKind::Validity, &first, (number, count), &title, crumbs);
            let reports = shown
                .chunks(PAGE_LENGTH)
                .nth(number - 1)
                .unwrap_or_default();
            let unknown = match number {
                1 => on_day.unknown.as_slice(),
                _ => &[],
            };
            let link = |document: &u32| self.report_link(&path, *document as usize);
            let view = view::InForcePage {
                day: self.date(day),
                total: on_day.in_force.len() as u64,
                reports: reports.iter().map(link).collect(),
                unknown: unknown.iter().take(ACTS_SHOWN).map(link).collect(),
                unknown_more: unknown.len().saturating_sub(ACTS_SHOWN) as u64,
                paging,
                page,
            };
            sink(self.page_from(path, "in-force.html", view))?;
        }
        Ok(on_day.in_force.len())
    }

    /// A line of documents on the page `from`.
    fn line_of(&self, line: &Line, from: &str) -> view::DocumentLine {
        let mut hanging: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (report, member) in line.hanging(&self.knowledge.citations.index) {
            hanging.entry(member).or_default().push(report);
        }
        let left_out = line.members.len().saturating_sub(MEMBERS_SHOWN);
        let members = line.members.iter().skip(left_out).filter_map(|member| {
            let entry = self.archive.entries.get(*member as usize)?;
            let facts = &entry.report.front_matter;
            let date = facts.written.or(facts.published.map(|moment| moment.date));
            let reports = hanging.get(member).map_or(&[][..], Vec::as_slice);
            let ahead = line.ahead.iter().filter(|(of, _)| of == member);
            Some(view::LineMember {
                report: self.report_link(from, *member as usize),
                date: date.map(|day| self.date(day)),
                status: self.state_of(*member as usize).map(str::to_owned),
                ahead: ahead.map(|(_, title)| title.clone()).collect(),
                reports: (reports.iter().take(HANGING_SHOWN))
                    .map(|report| self.report_link(from, *report as usize))
                    .collect(),
                more: reports.len().saturating_sub(HANGING_SHOWN) as u64,
            })
        });
        view::DocumentLine {
            members: members.collect(),
            more: left_out as u64,
        }
    }
}
