//! The pages of duties and regions: what was due, what is held of it, and where.
//!
//! In: the [`Coverage`](crate::knowledge::duty::Coverage) of the archive and its regions. Out: the page of all duties, a
//! page for each, and pages of regions where a duty has more cells than fit on one; the tree of regions and a page for
//! each; the tables that other pages show. It says what this archive holds, never what a body did.

use std::collections::BTreeSet;

use crate::archive::list_page::page_of;
use crate::archive::{AgencyIndex, EntryIndex};
use crate::config::Term;
use crate::date::PeriodUnit;
use crate::error::Error;
use crate::knowledge::duty::{Cell, Duty, Row, State, Totals};
use crate::knowledge::region::{Region, RegionIndex};
use crate::render::metadata::{Column, ColumnType};
use crate::render::view::{self, PageKind};
use crate::render::{HOME_PAGE, Page, Renderer};
use crate::route::{self, DUTIES_PAGE, REGIONS_PAGE, duty_page, region_page, type_page};
use crate::theme::Argument;

/// Cells of a table of bodies, at most; what has more is divided by region, and what is left into pages.
const PAGE_CELLS: usize = 500;
/// Periods that other pages show of a duty, at most: the newest.
const PERIODS_SHOWN: usize = 12;
/// Reports that stand in no cell and are named below a table.
const UNPLACED_SHOWN: usize = 20;
/// Cells that the front page shows of all duties together, at most, but for totals. It weighs less than 60,000 bytes.
const HOME_CELLS: usize = 180;
/// Periods that its tables show at least, if there are so many: with fewer the totals serve better.
const HOME_LEAST: usize = 5;
/// Regions on one page of all.
const REGIONS_LENGTH: usize = 100;
/// Duties that the front page shows, at most.
const HOME_DUTIES: usize = 4;

/// What stands in a row of a table.
enum Whose<'k> {
    Agency(AgencyIndex, &'k Row),
    /// A region, the page of its part of the duty, and the rows of its bodies.
    Region(RegionIndex, String, Vec<&'k Row>),
}

impl Renderer<'_> {
    /// The pages of duties and of regions, where there are any.
    ///
    /// # Errors
    ///
    /// Those of the theme, and of `sink`.
    pub(crate) fn coverage_pages<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let duties = &self.knowledge.coverage.duties;
        if !duties.is_empty() {
            sink(self.duties())?;
        }
        let held = self.archive.types();
        for duty in duties {
            let types = duty.types.iter().map(String::as_str);
            let types: Vec<&str> = types.filter(|key| held.contains_key(key)).collect();
            let rows: Vec<&Row> = duty.rows.iter().collect();
            self.duty((duty, &types), None, &rows, sink)?;
        }
        if !self.knowledge.regions.all.is_empty() {
            self.regions(sink)?;
            for (at, region) in self.knowledge.regions.all.iter().enumerate() {
                sink(self.region(at, region))?;
            }
        }
        Ok(())
    }

    /// The page of all duties.
    fn duties(&self) -> Page<'_> {
        let title = self.texts().word("coverage");
        let crumbs = vec![self.home_link(DUTIES_PAGE)];
        let mut page = self.page(PageKind::Index, DUTIES_PAGE, title, crumbs);
        self.describe_column(&mut page, &Column::named(title, ColumnType::Catalogue));
        let duties = self.knowledge.coverage.duties.iter();
        let duties = duties.map(|duty| {
            let rows: Vec<&Row> = duty.rows.iter().collect();
            self.totals_of(duty, &rows, DUTIES_PAGE)
        });
        let view = view::DutiesPage {
            page,
            as_of: self.knowledge.as_of.map(|day| self.date(day)),
            duties: duties.collect(),
        };
        self.page_from(DUTIES_PAGE.to_owned(), "duties.html", view)
    }

    /// The page of a duty, or of a region's part of it, and the pages below. With the duty come those of its types that
    /// have reports.
    fn duty<'r>(
        &'r self,
        (duty, types): (&Duty, &[&str]),
        region: Option<RegionIndex>,
        rows: &[&Row],
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let regions = &self.knowledge.regions;
        let first = part_page(duty, region.and_then(|at| regions.all.get(at)));
        let is_small = rows.len() * duty.periods.len() <= PAGE_CELLS;
        let (parts, rest) = match is_small {
            true => (Vec::new(), rows.to_vec()),
            false => self.parts(region, rows),
        };
        let by_region = (!parts.is_empty()).then(|| {
            let whose = parts.iter().map(|(at, rows)| {
                let page = part_page(duty, regions.all.get(*at));
                Whose::Region(*at, page, rows.clone())
            });
            self.coverage_table(duty, duty.periods.len(), whose, rows, &first)
        });
        let per_page = (PAGE_CELLS / duty.periods.len().max(1)).max(1);
        let count = rest.len().div_ceil(per_page).max(1);
        for number in 1..=count {
            let shown = rest.chunks(per_page).nth(number - 1).unwrap_or_default();
            let path = page_of(&first, number);
            let (page, paging) = self.page_of_duty(duty, region, &first, (number, count));
            let whose = shown.iter().map(|row| Whose::Agency(row.agency, row));
            let agencies = (!shown.is_empty())
                .then(|| self.coverage_table(duty, duty.periods.len(), whose, &rest, &path));
            let view = view::DutyPage {
                name: duty.name.clone(),
                language: self.archive_language(),
                region: region
                    .and_then(|at| regions.all.get(at))
                    .map(|region| region.path.concat()),
                as_of: self.knowledge.as_of.map(|day| self.date(day)),
                types: self.types_of(types, &path),
                rules: match region.is_none() && number == 1 {
                    true => self.rules_of(duty),
                    false => Vec::new(),
                },
                regions: by_region.clone().filter(|_| number == 1),
                agencies,
                paging,
                page,
            };
            sink(self.page_from(path, "duty.html", view))?;
        }
        for (at, rows) in parts {
            self.duty((duty, types), Some(at), &rows, sink)?;
        }
        Ok(())
    }

    fn page_of_duty(
        &self,
        duty: &Duty,
        region: Option<RegionIndex>,
        first: &str,
        (number, count): (usize, usize),
    ) -> (view::Page, Option<view::Paging>) {
        // All pages are in one folder, and so are the links from them.
        let mut crumbs = vec![
            self.home_link(first),
            self.word_link("coverage", first, DUTIES_PAGE),
        ];
        let regions = &self.knowledge.regions.all;
        let region = region.and_then(|at| regions.get(at));
        let mut title = duty.name.clone();
        if let Some(region) = region {
            crumbs.push(self.duty_link(duty, first));
            title = format!("{}{}", region.path.concat(), duty.name);
        }
        let (mut page, paging) = self.paged(PageKind::Duty, first, (number, count), &title, crumbs);
        page.language = self.archive_language();
        (page, paging)
    }

    /// The regions directly in one (or the outermost) that bodies with a duty are in, with their rows, and the
    /// rows that are in none of them.
    fn parts<'k>(
        &self,
        region: Option<RegionIndex>,
        rows: &[&'k Row],
    ) -> (Vec<(RegionIndex, Vec<&'k Row>)>, Vec<&'k Row>) {
        let regions = &self.knowledge.regions;
        let outermost: Vec<RegionIndex>;
        let within = match region.and_then(|at| regions.all.get(at)) {
            Some(region) => &region.children,
            None => {
                let all = regions.all.iter().enumerate();
                let outer = all.filter(|(_, other)| other.parent.is_none());
                outermost = outer.map(|(at, _)| at).collect();
                &outermost
            }
        };
        let within = within
            .iter()
            .filter_map(|at| Some((*at, regions.all.get(*at)?)));
        let mut parts: Vec<(RegionIndex, Vec<&Row>)> = Vec::new();
        let mut taken: BTreeSet<AgencyIndex> = BTreeSet::new();
        for (at, part) in within {
            let of_it = rows_of(rows, &part.all_agencies);
            if !of_it.is_empty() {
                taken.extend(of_it.iter().map(|row| row.agency));
                parts.push((at, of_it));
            }
        }
        let rest = rows.iter().filter(|row| !taken.contains(&row.agency));
        let rest: Vec<&Row> = rest.copied().collect();
        // One province around everything is passed through.
        if let ([(only, inner)], true) = (parts.as_slice(), rest.is_empty())
            && region.is_none()
        {
            return self.parts(Some(*only), &inner.clone());
        }
        (parts, rest)
    }

    /// The totals of a duty, for a page that is about something else.
    fn totals_of(&self, duty: &Duty, rows: &[&Row], from: &str) -> view::DutyTable {
        let none = std::iter::empty();
        view::DutyTable {
            duty: self.duty_link(duty, from),
            table: self.coverage_table(duty, PERIODS_SHOWN, none, rows, from),
        }
    }

    /// The duties of a body, for its page `from`.
    pub(super) fn duties_of_agency(&self, agency: AgencyIndex, from: &str) -> Vec<view::DutyTable> {
        let duties = self.knowledge.coverage.of_agency(agency);
        let tables = duties.map(|(duty, row)| {
            let whose = std::iter::once(Whose::Agency(agency, row));
            view::DutyTable {
                duty: self.duty_link(duty, from),
                table: self.coverage_table(duty, PERIODS_SHOWN, whose, &[], from),
            }
        });
        tables.collect()
    }

    /// The map of coverage on the front page: by body where they are few, else by region, else totals alone. Where there is
    /// not room enough for all duties, the first have it.
    pub(super) fn duties_of_home(&self) -> Vec<view::DutyTable> {
        let duties = &self.knowledge.coverage.duties;
        let duties = duties.get(..HOME_DUTIES).unwrap_or(duties);
        let mut left = HOME_CELLS;
        let tables = duties.iter().enumerate().map(|(before, duty)| {
            let fair = left / (duties.len() - before);
            let rows: Vec<&Row> = duty.rows.iter().collect();
            let all = duty.periods.len().min(PERIODS_SHOWN);
            // As many periods as there is room for in so many rows.
            let shown = |rows: usize, room: usize| {
                let shown = (room / rows.max(1)).min(all);
                (shown >= HOME_LEAST.min(all)).then_some(shown)
            };
            let (parts, rest) = self.parts(None, &rows);
            let mut whose: Vec<Whose<'_>> = Vec::new();
            let mut count = all;
            let by_region = || {
                let shown = shown(parts.len(), fair).or_else(|| shown(parts.len(), left));
                shown.filter(|_| rest.is_empty() && parts.len() > 1)
            };
            if let Some(shown) = shown(rows.len(), fair) {
                count = shown;
                left -= rows.len() * shown;
                whose.extend(rows.iter().map(|row| Whose::Agency(row.agency, row)));
            } else if let Some(shown) = by_region() {
                count = shown;
                left -= parts.len() * shown;
                let is_divided = rows.len() * duty.periods.len() > PAGE_CELLS;
                whose.extend(parts.into_iter().map(|(at, rows)| {
                    let region = self.knowledge.regions.all.get(at);
                    let page = part_page(duty, region.filter(|_| is_divided));
                    Whose::Region(at, page, rows)
                }));
            }
            view::DutyTable {
                duty: self.duty_link(duty, HOME_PAGE),
                table: self.coverage_table(duty, count, whose.into_iter(), &rows, HOME_PAGE),
            }
        });
        tables.collect()
    }

    fn duty_link(&self, duty: &Duty, from: &str) -> view::Link {
        view::Link {
            title: duty.name.clone(),
            url: route::relative(from, &duty_page(&duty.key)),
            language: self.archive_language(),
        }
    }

    /// A table of the newest `count` periods of a duty on the page `from`; `of_totals` are the rows that are summed up.
    fn coverage_table<'k>(
        &self,
        duty: &Duty,
        count: usize,
        rows: impl Iterator<Item = Whose<'k>>,
        of_totals: &[&Row],
        from: &str,
    ) -> view::CoverageTable {
        let first = duty.periods.len().saturating_sub(count);
        let columns = first..duty.periods.len();
        let rows: Vec<Whose<'_>> = rows.collect();
        let of_bodies = rows.iter().filter_map(|whose| match whose {
            Whose::Agency(_, row) => Some(*row),
            Whose::Region(..) => None,
        });
        let of_bodies: Vec<&Row> = of_bodies.collect();
        let without_period = match of_bodies.is_empty() {
            true => self.without_period(of_totals, from),
            false => self.without_period(&of_bodies, from),
        };
        let rows = rows.into_iter().map(|whose| match whose {
            Whose::Agency(agency, row) => view::CoverageRow {
                whose: (self.archive.agencies.get(agency))
                    .map(|agency| self.agency_link(from, agency)),
                cells: (row.cells.get(columns.clone()).unwrap_or_default().iter())
                    .map(|cell| self.coverage_cell(cell, from))
                    .collect(),
            },
            Whose::Region(region, page, rows) => {
                let url = route::relative(from, &page);
                let name = self.knowledge.regions.all.get(region);
                view::CoverageRow {
                    whose: name.map(|region| view::Link {
                        title: region.name.clone(),
                        url,
                        language: self.archive_language(),
                    }),
                    cells: self.sums(&rows, columns.clone()),
                }
            }
        });
        let rows = rows.collect();
        let periods = duty.periods.get(columns.clone()).unwrap_or_default();
        let periods: Vec<view::Date> = periods.iter().map(|period| self.period(period)).collect();
        let totals = match of_totals.is_empty() {
            true => Vec::new(),
            false => self.sums(of_totals, columns),
        };
        // Of a period of which some is not due yet, what is held says little.
        let is_open = |column: usize| {
            let cells = of_totals.iter().filter_map(|row| row.cells.get(column));
            cells.into_iter().any(|cell| cell.state == State::NotYetDue)
        };
        let by_period = (first..).zip(periods.iter().zip(&totals));
        let due: Vec<_> = by_period.filter(|(_, (_, sum))| sum.due > 0).collect();
        let over = due.iter().rfind(|(column, _)| !is_open(*column));
        let newest = over.or(due.last()).map(|(_, newest)| newest);
        view::CoverageTable {
            newest: newest.map(|(period, sum)| view::CoverageSum {
                period: period.display.clone(),
                held: sum.held,
                due: sum.due,
            }),
            periods,
            rows,
            totals,
            without_period,
        }
    }

    /// What is held of some bodies and stands in no cell.
    fn without_period(&self, rows: &[&Row], from: &str) -> Option<view::WithoutPeriod> {
        let all = rows.iter().flat_map(|row| {
            let reports = row.without_period.iter();
            reports.map(|report| (row.agency, *report))
        });
        let count = all.clone().count();
        let reports = all.take(UNPLACED_SHOWN).map(|(agency, report)| {
            let agency = self.archive.agencies.get(agency);
            let agency = agency.filter(|agency| agency.route.page() != from);
            view::UnplacedReport {
                whose: agency.map(|agency| self.agency_link(from, agency)),
                report: self.report_link(from, report),
            }
        });
        (count > 0).then(|| view::WithoutPeriod {
            count: count as u64,
            reports: reports.collect(),
            more: count.saturating_sub(UNPLACED_SHOWN) as u64,
        })
    }

    fn sums(&self, rows: &[&Row], columns: std::ops::Range<usize>) -> Vec<view::CoverageCell> {
        let sum = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.cells.get(column));
            let totals = Totals::of(cells.clone());
            let is_open = || cells.clone().any(|cell| cell.state == State::NotYetDue);
            let state = match totals.due {
                0 if is_open() => State::NotYetDue.key(),
                0 => State::NotApplicable.key(),
                _ => "sum",
            };
            view::CoverageCell {
                state: state.to_owned(),
                share: share(totals.held, totals.due),
                held: totals.held as u64,
                due: totals.due as u64,
                ..view::CoverageCell::default()
            }
        };
        columns.map(sum).collect()
    }

    fn coverage_cell(&self, cell: &Cell, from: &str) -> view::CoverageCell {
        let entry = cell
            .report
            .and_then(|report| self.archive.entries.get(report));
        view::CoverageCell {
            state: cell.state.key().to_owned(),
            days: cell
                .state
                .days_late()
                .and_then(|days| u64::try_from(days).ok()),
            reported_late: cell
                .reported_late_by()
                .and_then(|days| u64::try_from(days).ok()),
            url: entry.map(|entry| route::relative(from, &entry.route.page())),
            draft: entry.is_some_and(|entry| entry.report.front_matter.draft),
            publish_by: cell.publish_by.map(|day| self.date(day)),
            ..view::CoverageCell::default()
        }
    }

    fn types_of(&self, types: &[&str], from: &str) -> Vec<view::Link> {
        let types = types.iter().map(|key| view::Link {
            title: self.archive.type_name(key).to_owned(),
            url: route::relative(from, &type_page(key)),
            language: self.archive_language(),
        });
        types.collect()
    }

    fn rules_of(&self, duty: &Duty) -> Vec<view::DutyRule> {
        let mut declared = self.archive.config.duties.iter();
        let declared = declared.find(|declared| declared.key.value == duty.key);
        let rules = declared.map_or(&[][..], |declared| &declared.rules);
        let term = |term: Term| match term {
            Term::On(month, day) => {
                let number = |part: i8| u8::try_from(part).unwrap_or(1);
                self.texts().day_of_year(number(month), number(day))
            }
            Term::Days(days) => {
                let days = u64::try_from(days).unwrap_or(0);
                let arguments = [("n", Argument::Number(days))];
                self.texts().fill("duty_days", &arguments)
            }
        };
        let rules = rules.iter().map(|rule| view::DutyRule {
            unit: unit_key(rule.unit).to_owned(),
            report_by: rule.report_by.map(term),
            publish_by: term(rule.publish_by),
            basis: rule.basis.clone(),
            from: rule.from.map(|day| self.date(day)),
            until: rule.until.map(|day| self.date(day)),
        });
        rules.collect()
    }

    /// Where a body is, in full.
    pub(super) fn region_name(&self, agency: AgencyIndex) -> Option<String> {
        let regions = &self.knowledge.regions;
        let region = regions.all.get(regions.of_agency(agency)?)?;
        Some(region.path.concat())
    }

    /// Where a body is, for its page `from`.
    pub(super) fn region_link(&self, agency: AgencyIndex, from: &str) -> Option<view::Link> {
        let regions = &self.knowledge.regions;
        let region = regions.all.get(regions.of_agency(agency)?)?;
        Some(view::Link {
            title: region.path.concat(),
            url: route::relative(from, &region_page(&region.segment)),
            language: self.archive_language(),
        })
    }

    /// The pages of the tree of regions.
    fn regions<'r>(
        &'r self,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let title = self.texts().word("regions");
        let all = self.region_entries(REGIONS_PAGE);
        let count = all.len().div_ceil(REGIONS_LENGTH).max(1);
        for number in 1..=count {
            let path = page_of(REGIONS_PAGE, number);
            let crumbs = vec![self.home_link(&path)];
            let (page, paging) = self.paged(
                PageKind::Index,
                REGIONS_PAGE,
                (number, count),
                title,
                crumbs,
            );
            let shown = all.chunks(REGIONS_LENGTH).nth(number - 1);
            let view = view::RegionsPage {
                page,
                regions: shown.unwrap_or_default().to_vec(),
                filter: self.filter(REGIONS_PAGE, &path),
                paging,
                language: self.archive_language(),
            };
            sink(self.page_from(path, "regions.html", view))?;
        }
        Ok(())
    }

    /// All regions, each after the one around it.
    pub(super) fn region_entries(&self, from: &str) -> Vec<view::RegionEntry> {
        let all = 0..self.knowledge.regions.all.len();
        all.filter_map(|at| self.region_entry(at, from)).collect()
    }

    fn region_entry(&self, at: RegionIndex, from: &str) -> Option<view::RegionEntry> {
        let region = self.knowledge.regions.all.get(at)?;
        Some(view::RegionEntry {
            name: region.name.clone(),
            url: route::relative(from, &region_page(&region.segment)),
            depth: region.path.len().saturating_sub(1) as u64,
            agencies: region.all_agencies.len() as u64,
            reports: self.reports_in(at).len() as u64,
        })
    }

    /// The reports of the bodies in a region.
    fn reports_in(&self, at: RegionIndex) -> BTreeSet<EntryIndex> {
        let region = self.knowledge.regions.all.get(at);
        let agencies = region.map_or(&[][..], |region| &region.all_agencies);
        let agencies = agencies
            .iter()
            .filter_map(|at| self.archive.agencies.get(*at));
        agencies
            .flat_map(|agency| &agency.entries)
            .copied()
            .collect()
    }

    fn region(&self, at: RegionIndex, region: &Region) -> Page<'_> {
        let regions = &self.knowledge.regions;
        let path = region_page(&region.segment);
        let name = region.path.concat();
        let mut crumbs = vec![
            self.home_link(&path),
            self.word_link("regions", &path, REGIONS_PAGE),
        ];
        let around = std::iter::successors(region.parent, |at| regions.all.get(*at)?.parent);
        let mut around: Vec<view::Link> = around
            .filter_map(|at| regions.all.get(at))
            .map(|region| view::Link {
                title: region.name.clone(),
                url: route::relative(&path, &region_page(&region.segment)),
                language: self.archive_language(),
            })
            .collect();
        around.reverse();
        crumbs.append(&mut around);
        let mut page = self.page(PageKind::Region, &path, &name, crumbs);
        page.language = self.archive_language();
        self.describe_column(&mut page, &Column::named(&name, ColumnType::Catalogue));
        let agencies = region.agencies.iter();
        let agencies = agencies.filter_map(|at| self.archive.agencies.get(*at));
        // All are in the region that the page is of.
        let agencies = agencies.map(|agency| self.agency_entry(agency, &path));
        let duties = self.knowledge.coverage.duties.iter().filter_map(|duty| {
            let all: Vec<&Row> = duty.rows.iter().collect();
            let rows = rows_of(&all, &region.all_agencies);
            (!rows.is_empty()).then(|| self.totals_of(duty, &rows, &path))
        });
        let view = view::RegionPage {
            page,
            language: self.archive_language(),
            agency_count: region.all_agencies.len() as u64,
            report_count: self.reports_in(at).len() as u64,
            regions: (region.children.iter())
                .filter_map(|at| self.region_entry(*at, &path))
                .collect(),
            agencies: agencies.collect(),
            duties: duties.collect(),
            as_of: self.knowledge.as_of.map(|day| self.date(day)),
            name,
        };
        self.page_from(path, "region.html", view)
    }
}

/// Those of some rows, which are in the order of bodies, that are of these bodies.
fn rows_of<'k>(rows: &[&'k Row], agencies: &[AgencyIndex]) -> Vec<&'k Row> {
    let row = |agency: &AgencyIndex| {
        let at = rows.binary_search_by_key(agency, |row| row.agency).ok()?;
        rows.get(at).copied()
    };
    agencies.iter().filter_map(row).collect()
}

/// The page of a duty, or of a region's part of it.
fn part_page(duty: &Duty, region: Option<&Region>) -> String {
    let whole = duty_page(&duty.key);
    match (region, whole.strip_suffix("index.html")) {
        (Some(region), Some(folder)) => format!("{folder}{}/index.html", region.segment),
        _ => whole,
    }
}

fn unit_key(unit: PeriodUnit) -> &'static str {
    let mut names = PeriodUnit::NAMES.iter();
    let found = names.find(|(named, ..)| *named == unit);
    found.map_or("", |(_, english, _)| *english)
}

/// How much of what was due is held: nothing, one to three thirds begun, all.
fn share(held: usize, due: usize) -> u64 {
    match held {
        0 => 0,
        held if held >= due => 4,
        held => (1 + held * 3 / due.max(1)) as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn only_all_is_all_and_only_nothing_is_nothing() {
        let cases = [
            (0, 0, 0),
            (0, 9, 0),
            (1, 9, 1),
            (3, 9, 2),
            (6, 9, 3),
            (8, 9, 3),
            (9, 9, 4),
        ];
        for (held, due, expected) in cases {
            assert_eq!(share(held, due), expected, "{held} of {due}");
        }
    }
}
