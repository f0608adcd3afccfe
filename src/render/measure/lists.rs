//! Lists of measures: all plans, and the measures of a body, of a deadline, of a status, and those past their deadline.
//!
//! In: the measures of all plans. Out: pages, none of them long, and the addresses of bodies.

use std::collections::BTreeMap;

use crate::archive::list_page::{PAGE_LENGTH, page_count, page_of};
use crate::archive::{AgencyIndex, Archive, topic};
use crate::error::Error;
use crate::fields::alike;
use crate::knowledge::measure::{
    BodyGroup, DeadlineGroup, Measures, Place, agency_called, by_deadline, by_status,
};
use crate::render::view::{self, PageKind};
use crate::render::{Page, Renderer};
use crate::report::declared::measure::Status;
use crate::route::{self, MEASURES_PAGE, ledger_page, measures_page};
use crate::theme::Argument;

/// What measures are listed by: the first segment of the address, and the word.
const WAYS: [(&str, &str); 3] = [
    ("bodies", "measures_by_body"),
    ("deadlines", "measures_by_deadline"),
    ("statuses", "measures_by_status"),
];
/// Measures on one page of a list: each says of which plan it is, and who leads.
const LIST_LENGTH: usize = 32;
/// Where those past their deadline are listed.
const PAST: &str = "past-deadline";

/// The pages of bodies, by the agency whose plans name them and their names in one form.
pub(in crate::render) struct Bodies {
    pages: BTreeMap<(AgencyIndex, String), String>,
}

impl Bodies {
    /// Of the bodies that measures name.
    pub(in crate::render) fn of(archive: &Archive, measures: &Measures) -> Bodies {
        let mut pages = BTreeMap::new();
        for group in measures.bodies(archive).chunk_by(|a, b| a.0 == b.0) {
            let names = group.iter().map(|(_, body)| &body.name);
            let agency = group.first().map(|(agency, _)| *agency);
            let Some((at, agency)) = agency.and_then(|at| Some((at, archive.agencies.get(at)?)))
            else {
                continue;
            };
            for (name, segment) in topic::segments(names) {
                let page = measures_page(&["bodies", agency.route.as_str(), &segment]);
                pages.insert((at, alike(&name)), page);
            }
        }
        Bodies { pages }
    }

    /// The page of a body that a plan of an agency names; none of names that stand for bodies that are not named.
    pub(super) fn page_of(&self, agency: AgencyIndex, name: &str) -> Option<&String> {
        self.pages.get(&(agency, alike(name)))
    }
}

/// The key of what stands in place of a day.
pub(super) fn term_of(group: DeadlineGroup) -> Option<&'static str> {
    match group {
        DeadlineGroup::Until(_) => None,
        DeadlineGroup::Recurring => Some("recurring"),
        DeadlineGroup::Ongoing => Some("ongoing"),
        DeadlineGroup::Unread => Some("unread"),
        DeadlineGroup::None => Some("none"),
    }
}

/// The key of a status, or of that there is none.
pub(super) fn status_key(status: Option<Status>) -> &'static str {
    status.map_or("unstated", Status::key)
}

/// A list before it is cut into pages.
pub(super) struct WholeList {
    /// The file of its first page.
    path: String,
    title: String,
    /// The list of lists that it is one of.
    way: Option<(&'static str, &'static str)>,
    language: Option<String>,
    places: Vec<Place>,
    /// Of a body: how many it leads.
    led: Option<usize>,
    agency: Option<AgencyIndex>,
}

impl WholeList {
    fn count(&self) -> view::MeasureCount {
        view::MeasureCount {
            title: self.title.clone(),
            language: self.language.clone(),
            url: Some(self.path.clone()),
            count: self.places.len() as u64,
            says: None,
        }
    }
}

/// Those of some lists that are of a way to them.
fn of_way<'l>(lists: &'l [WholeList], segment: &str) -> impl Iterator<Item = &'l WholeList> {
    let is_of = move |list: &&WholeList| list.way.is_some_and(|way| way.0 == segment);
    lists.iter().filter(is_of)
}

impl Renderer<'_> {
    /// The page of all plans.
    ///
    /// # Errors
    ///
    /// What `sink` returns.
    pub(super) fn measures<'r>(
        &'r self,
        lists: &[WholeList],
        past: Option<&WholeList>,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let measures = &self.knowledge.measures;
        let title = self.texts().word("measures");
        let count = page_count(measures.plans.len());
        for number in 1..=count {
            let path = page_of(MEASURES_PAGE, number);
            let crumbs = vec![self.home_link(&path)];
            let (page, paging) = self.paged(
                PageKind::Index,
                MEASURES_PAGE,
                (number, count),
                title,
                crumbs,
            );
            let relative = |count: view::MeasureCount| view::MeasureCount {
                url: count.url.map(|url| route::relative(&path, &url)),
                ..count
            };
            let ways = WAYS.iter().map(|(segment, word)| {
                let count = of_way(lists, segment).count() as u64;
                view::MeasureCount {
                    title: self.texts().word(word).to_owned(),
                    language: None,
                    url: Some(route::relative(&path, &measures_page(&[segment]))),
                    count,
                    says: Some(self.count_of_way(segment, count)),
                }
            });
            let statuses = of_way(lists, WAYS[2].0);
            let plans = measures.plans.iter().skip((number - 1) * PAGE_LENGTH);
            let view = view::MeasuresPage {
                total: measures.all().count() as u64,
                as_of: self.knowledge.as_of.map(|day| self.date(day)),
                past: past.map(|past| relative(past.count())),
                ways: match number {
                    1 => ways.collect(),
                    _ => Vec::new(),
                },
                statuses: match number {
                    1 => statuses.map(|list| relative(list.count())).collect(),
                    _ => Vec::new(),
                },
                plans: plans
                    .take(PAGE_LENGTH)
                    .filter_map(|plan| self.measure_plan(plan, &path))
                    .collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "measures.html", view))?;
        }
        Ok(())
    }

    /// How many bodies, deadlines or statuses there are.
    fn count_of_way(&self, segment: &str, count: u64) -> String {
        let key = format!("measures_count_{segment}");
        let arguments = [("n", Argument::Number(count))];
        self.texts().fill(&key, &arguments)
    }

    fn measure_plan(
        &self,
        plan: &crate::knowledge::measure::Plan,
        from: &str,
    ) -> Option<view::MeasurePlan> {
        let entry = self.archive.entries.get(plan.report)?;
        let measures = &plan.ledger.measures;
        let settled = measures
            .iter()
            .filter(|measure| measure.status.is_some_and(Status::is_settled));
        Some(view::MeasurePlan {
            ledger: view::Link {
                url: route::relative(from, &ledger_page(&entry.route)),
                ..self.report_link(from, plan.report)
            },
            total: measures.len() as u64,
            settled: settled.count() as u64,
            past: measures.iter().filter(|m| self.is_past(m)).count() as u64,
        })
    }

    /// Every list of measures, and the lists of lists.
    ///
    /// # Errors
    ///
    /// What `sink` returns.
    pub(super) fn measure_lists<'r>(
        &'r self,
        lists: &[WholeList],
        past: Option<&WholeList>,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for way in WAYS {
            let of_it: Vec<&WholeList> = of_way(lists, way.0).collect();
            self.measure_index(way, &of_it, sink)?;
        }
        for list in lists.iter().chain(past) {
            self.measure_list(list, sink)?;
        }
        Ok(())
    }

    /// The bodies, deadlines or statuses that there are.
    fn measure_index<'r>(
        &'r self,
        (segment, word): (&'static str, &'static str),
        lists: &[&WholeList],
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let first = measures_page(&[segment]);
        let title = self.texts().word(word);
        let count = lists.len().div_ceil(2 * PAGE_LENGTH).max(1);
        for number in 1..=count {
            let path = page_of(&first, number);
            let crumbs = vec![self.home_link(&path), self.measures_link(&path)];
            let (page, paging) =
                self.paged(PageKind::Index, &first, (number, count), title, crumbs);
            let shown = lists.chunks(2 * PAGE_LENGTH).nth(number - 1);
            let counts = shown
                .unwrap_or_default()
                .iter()
                .map(|list| view::MeasureCount {
                    url: Some(route::relative(&path, &list.path)),
                    ..list.count()
                });
            let view = view::MeasureIndexPage {
                counts: counts.collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "measure-index.html", view))?;
        }
        Ok(())
    }

    fn measure_list<'r>(
        &'r self,
        list: &WholeList,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let count = list.places.len().div_ceil(LIST_LENGTH).max(1);
        for number in 1..=count {
            let path = page_of(&list.path, number);
            let mut crumbs = vec![self.home_link(&path), self.measures_link(&path)];
            let way = list.way;
            crumbs.extend(
                way.map(|(segment, word)| self.word_link(word, &path, &measures_page(&[segment]))),
            );
            let (mut page, paging) = self.paged(
                PageKind::Measures,
                &list.path,
                (number, count),
                &list.title,
                crumbs,
            );
            page.language.clone_from(&list.language);
            let shown = list.places.chunks(LIST_LENGTH).nth(number - 1);
            let lines = shown.unwrap_or_default().iter();
            let agency = list.agency.and_then(|at| self.archive.agencies.get(at));
            let view = view::MeasureListPage {
                total: list.places.len() as u64,
                led: list.led.map(|led| led as u64),
                agency: agency.map(|agency| self.agency_link(&path, agency)),
                as_of: self.knowledge.as_of.map(|day| self.date(day)),
                lines: lines
                    .filter_map(|place| self.measure_line(*place, &path))
                    .collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "measure-list.html", view))?;
        }
        Ok(())
    }

    /// The lists of every body, deadline and status, in their order.
    pub(super) fn all_lists(&self, bodies: &Bodies) -> Vec<WholeList> {
        let measures = &self.knowledge.measures;
        let [of_bodies, deadlines, statuses] = WAYS;
        let groups = measures.bodies(self.archive);
        let is_one = groups
            .iter()
            .all(|group| Some(group.0) == groups.first().map(|g| g.0));
        let mut lists: Vec<WholeList> = groups
            .into_iter()
            .filter_map(|(agency, group)| {
                let list = self.list_of_body(agency, group, bodies, is_one)?;
                Some(WholeList {
                    way: Some(of_bodies),
                    ..list
                })
            })
            .collect();
        lists.extend(
            by_deadline(measures.all())
                .into_iter()
                .map(|(group, places)| {
                    let (segment, title) = match group {
                        DeadlineGroup::Until(day) => (day.to_string(), self.date(day).display),
                        group => {
                            let term = term_of(group).unwrap_or_default();
                            let word = format!("measure_term.{term}");
                            (term.to_owned(), self.texts().word(&word).to_owned())
                        }
                    };
                    WholeList {
                        path: measures_page(&[deadlines.0, &segment]),
                        title,
                        way: Some(deadlines),
                        language: None,
                        places,
                        led: None,
                        agency: None,
                    }
                }),
        );
        lists.extend(
            by_status(measures.all())
                .into_iter()
                .map(|(status, places)| WholeList {
                    path: measures_page(&[statuses.0, status_key(status)]),
                    title: self.status_title(status),
                    way: Some(statuses),
                    language: None,
                    places,
                    led: None,
                    agency: None,
                }),
        );
        lists
    }

    /// The list of a body that plans of an agency name; `is_one`: no other agency has plans.
    fn list_of_body(
        &self,
        agency: AgencyIndex,
        group: BodyGroup<Place>,
        bodies: &Bodies,
        is_one: bool,
    ) -> Option<WholeList> {
        let path = bodies.page_of(agency, &group.name)?.clone();
        let whose = &self.archive.agencies.get(agency)?.facts.name;
        let arguments = [
            ("body", Argument::Text(&group.name)),
            ("agency", Argument::Text(whose)),
        ];
        let title = match is_one || group.name.contains(whose.as_str()) {
            true => group.name.clone(),
            false => self.texts().fill("measure_body_of", &arguments),
        };
        let led = group.lead.len();
        let mut places = group.lead;
        places.extend(group.others);
        Some(WholeList {
            path,
            title,
            way: None,
            language: self.archive_language(),
            places,
            led: Some(led),
            agency: agency_called(self.archive, agency, &group.name),
        })
    }

    /// The measures past their deadline; none where there are none.
    pub(super) fn past_list(&self) -> Option<WholeList> {
        let day = self.knowledge.as_of?;
        let measures = self.knowledge.measures.all();
        let past = measures.filter(|(_, measure)| measure.is_past_deadline(day));
        let places: Vec<Place> = past.map(|(place, _)| place).collect();
        let date = self.date(day).display;
        (!places.is_empty()).then(|| WholeList {
            path: measures_page(&[PAST]),
            title: self
                .texts()
                .fill("measures_past_on", &[("date", Argument::Text(&date))]),
            way: None,
            language: None,
            places,
            led: None,
            agency: None,
        })
    }
}
