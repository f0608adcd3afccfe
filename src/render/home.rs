//! The front page: how much there is, what is held by year and by whom, what is new, and the ways in.
//!
//! In goes the archive, out comes one page that says something at a glance however large the archive is: a few agencies
//! have a row each, many stand in the rows of their regions or of those above them, and the newest reports stand under
//! their days.

use std::collections::BTreeSet;

use crate::archive::{AgencyIndex, EntryIndex};
use crate::render::view::{self, ListKind, PageKind};
use crate::render::ways::SHORT;
use crate::render::{HOME_PAGE, Page, Renderer};
use crate::route::{self, region_page, year_page};

/// Reports on the front page: with so many no more days are begun.
const NEWEST: usize = 10;
/// Reports of one day, at most.
const OF_ONE_DAY: usize = 5;
/// Columns of the matrix, at most: the newest years.
const MATRIX_YEARS: usize = 12;
/// Rows of one whose rows are single agencies, at most: more say nothing at a glance.
const MATRIX_ROWS: usize = 40;
/// Cells of the matrix, at most: many rows have fewer years. The page weighs less than 60,000 bytes.
const MATRIX_CELLS: usize = 120;
/// Cells of one whose rows are of several agencies: they have no links.
const GROUPED_CELLS: usize = 180;
/// Years that a matrix shows at least, if there are so many: with fewer the lists serve better.
const MATRIX_LEAST: usize = 5;

/// A row of the matrix before it is counted: whose it is, and of which agencies.
struct GroupOf {
    whose: Option<view::Link>,
    agencies: Vec<AgencyIndex>,
}

impl Renderer<'_> {
    /// The front page.
    pub(crate) fn home(&self) -> Page<'_> {
        let mut page = self.page(PageKind::Home, HOME_PAGE, "", Vec::new());
        self.describe_home(&mut page);
        let years = self.archive.years();
        let year = |year: Option<&i16>| year.map(|year| self.year_title(*year));
        let home = view::Home {
            report_count: self.archive.entries.len() as u64,
            agency_count: self.agency_count(),
            first_year: year(years.keys().next()),
            last_year: year(years.keys().next_back()),
            newest: self.newest_days(),
            entries: self.entries(HOME_PAGE, SHORT),
            matrix: match self.knowledge.coverage.duties.is_empty() {
                true => self.matrix(),
                false => None,
            },
            duties: self.duties_of_home(),
            as_of: self.knowledge.as_of.map(|day| self.date(day)),
        };
        self.page_from(
            HOME_PAGE.to_owned(),
            "home.html",
            view::HomePage { page, home },
        )
    }

    /// The newest reports by day.
    fn newest_days(&self) -> Vec<view::Day> {
        let mut days: Vec<view::Day> = Vec::new();
        let mut shown = 0;
        for index in self.archive.newest_first() {
            let entry = self.archive.entries.get(index);
            let date = entry.and_then(|entry| self.date_in_lists(entry));
            let is_same = days.last().is_some_and(|day| day.date == date);
            if !is_same {
                if shown >= NEWEST {
                    break;
                }
                days.push(view::Day {
                    date,
                    ..view::Day::default()
                });
            }
            let Some(day) = days.last_mut() else {
                break;
            };
            if day.lines.len() < OF_ONE_DAY {
                day.lines.push(self.line(index, HOME_PAGE, ListKind::Year));
                shown += 1;
            } else {
                day.more += 1;
            }
        }
        days
    }

    /// What is held by year: a row for each agency, else for each region, else for each agency that is below no other.
    fn matrix(&self) -> Option<view::Matrix> {
        let agencies = self.archive.agencies.iter().enumerate();
        let with_reports = agencies.filter(|(_, agency)| !agency.entries.is_empty());
        let alone = with_reports.map(|(index, agency)| GroupOf {
            whose: Some(self.agency_link(HOME_PAGE, agency)),
            agencies: vec![index],
        });
        let alone: Vec<GroupOf> = alone.collect();
        let fits = |groups: Vec<GroupOf>, rows_are| {
            self.matrix_of(&groups, GROUPED_CELLS)
                .filter(|_| groups.len() * 2 <= alone.len())
                .map(|matrix| view::Matrix { rows_are, ..matrix })
        };
        let of_agencies = self.matrix_of(&alone, MATRIX_CELLS);
        let of_agencies = of_agencies.filter(|matrix| matrix.rows.len() <= MATRIX_ROWS);
        let of_agencies = of_agencies.map(|matrix| view::Matrix {
            rows_are: "agencies".to_owned(),
            ..matrix
        });
        of_agencies
            .or_else(|| fits(self.by_region(), "regions".to_owned()))
            .or_else(|| fits(self.by_those_above(), "below".to_owned()))
    }

    /// The agencies by the outermost regions, those that are in none last; one around all is passed through.
    fn by_region(&self) -> Vec<GroupOf> {
        let regions = &self.knowledge.regions.all;
        let outermost = regions.iter().filter(|region| region.parent.is_none());
        let mut outermost: Vec<_> = outermost.collect();
        while let [only] = outermost.as_slice()
            && only.agencies.is_empty()
        {
            let within = only.children.iter();
            outermost = within.filter_map(|at| regions.get(*at)).collect();
        }
        if outermost.is_empty() {
            return Vec::new();
        }
        let mut groups: Vec<GroupOf> = outermost
            .into_iter()
            .map(|region| GroupOf {
                whose: Some(view::Link {
                    title: region.name.clone(),
                    url: route::relative(HOME_PAGE, &region_page(&region.segment)),
                    language: self.archive_language(),
                }),
                agencies: region.all_agencies.clone(),
            })
            .collect();
        let inside: BTreeSet<AgencyIndex> =
            groups.iter().flat_map(|g| g.agencies.clone()).collect();
        let outside = (0..self.archive.agencies.len()).filter(|at| !inside.contains(at));
        groups.push(GroupOf {
            whose: None,
            agencies: outside.collect(),
        });
        groups
    }

    /// The agencies that are below no other, each with all below it.
    fn by_those_above(&self) -> Vec<GroupOf> {
        let mut groups: Vec<GroupOf> = Vec::new();
        for (index, depth) in self.archive.agency_tree() {
            let agency = self.archive.agencies.get(index);
            match (groups.last_mut(), depth) {
                (Some(group), 1..) => group.agencies.push(index),
                _ => groups.push(GroupOf {
                    whose: agency.map(|agency| self.agency_link(HOME_PAGE, agency)),
                    agencies: vec![index],
                }),
            }
        }
        groups
    }

    /// The matrix with a row for each group that has reports, if it has room for enough years in so many cells.
    fn matrix_of(&self, groups: &[GroupOf], cells: usize) -> Option<view::Matrix> {
        let held = groups.iter().map(|group| {
            let agencies = group.agencies.iter();
            let agencies = agencies.filter_map(|at| self.archive.agencies.get(*at));
            // One of several agencies is one report.
            let entries: BTreeSet<EntryIndex> = agencies
                .flat_map(|agency| agency.entries.iter().copied())
                .collect();
            (group, entries)
        });
        let held: Vec<_> = held.filter(|(_, entries)| !entries.is_empty()).collect();
        let mut years: Vec<i16> = self.archive.years().into_keys().collect();
        let room = cells / held.len().max(1);
        if years.is_empty() || held.is_empty() || room < years.len().min(MATRIX_LEAST) {
            return None;
        }
        // The newest.
        years.drain(..years.len().saturating_sub(room.min(MATRIX_YEARS)));
        let rows = held.into_iter().map(|(group, entries)| view::MatrixRow {
            whose: group.whose.clone(),
            cells: (years.iter())
                .map(|year| self.matrix_cell(group, &entries, *year))
                .collect(),
        });
        let year_link = |year: &i16| view::Link {
            title: format!("{year:04}"),
            url: route::relative(HOME_PAGE, &year_page(*year)),
            language: None,
        };
        Some(view::Matrix {
            rows_are: String::new(),
            rows: rows.collect(),
            years: years.iter().map(year_link).collect(),
        })
    }

    fn matrix_cell(
        &self,
        group: &GroupOf,
        entries: &BTreeSet<EntryIndex>,
        year: i16,
    ) -> view::Cell {
        let entries = entries.iter();
        let entries = entries.filter_map(|at| self.archive.entries.get(*at));
        let held: Vec<_> = entries
            .filter(|entry| entry.years.contains(&year))
            .collect();
        let agency = match group.agencies.as_slice() {
            [only] => self.archive.agencies.get(*only),
            _ => None,
        };
        let file = agency.and_then(|agency| match held.as_slice() {
            [] => None,
            [only] => Some(only.route.page()),
            _ => Some(agency.route.page()),
        });
        view::Cell {
            count: held.len() as u64,
            url: file.map(|file| route::relative(HOME_PAGE, &file)),
        }
    }
}
