//! Lists of reports: of an agency, a year, a type, a topic, or without a date; in groups by year, in pages.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::archive::list_page::{PAGE_LENGTH, page_count, page_of};
use crate::archive::{Archive, Entry, EntryIndex};
use crate::data::dcat::DataFile;
use crate::data::download::Scope;
use crate::date::Period;
use crate::error::Error;
use crate::render::metadata::{Column, ColumnType};
use crate::render::view::{self, ListKind, PageKind};
use crate::render::{Page, Renderer, SEARCH_PAGE};
use crate::route::{self, UNDATED_PAGE, topic_page, type_page, year_page};
use crate::theme::Argument;

/// Pages to offer on each side of the one that is open.
const NEAR_PAGES: usize = 2;

/// A list before it is cut into pages.
pub(super) struct WholeList {
    pub(super) kind: ListKind,
    /// The file of its first page.
    pub(super) path: String,
    pub(super) title: String,
    /// Its reports, newest first.
    pub(super) entries: Vec<EntryIndex>,
    pub(super) previous: Option<(String, String)>,
    pub(super) next: Option<(String, String)>,
    pub(super) heads: Heads,
    /// Whose texts are to be had as files.
    pub(super) scope: Option<Scope>,
}

/// Which year the heads of a list are of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heads {
    /// That which each report belongs to, the last of several.
    Period,
    /// That in which it was published: the list is of a year already.
    Published(i16),
}

/// What the list of a year says of it, on each of its pages.
struct OfYear {
    with_period: u64,
    without_period: u64,
    /// Whether a report is about more than this year.
    is_spanning: bool,
    /// Where reports stand that were published in the year and are about another: that year, and how many.
    published: Vec<(i16, u64)>,
}

/// Lists of more reports lead to the search among them.
const SEARCH_LEAST: usize = 20;

/// By the year that each belongs to (the last, of several), then by date, newest first.
pub(super) fn by_year(archive: &Archive, mut entries: Vec<EntryIndex>) -> Vec<EntryIndex> {
    entries.sort_by(|a, b| {
        let (a, b) = (&archive.entries[*a], &archive.entries[*b]);
        let key = |e: &Entry| (e.years.last().copied(), e.sort_date());
        key(b).cmp(&key(a)).then_with(|| a.rank.cmp(&b.rank))
    });
    entries
}

/// By the year in which each was published, the latest first, those that do not say so last; by that newest first, as
/// they are given.
fn by_publication(archive: &Archive, mut entries: Vec<EntryIndex>) -> Vec<EntryIndex> {
    entries.sort_by_key(|at| Reverse(archive.entries.get(*at).and_then(published_in)));
    entries
}

fn published_in(entry: &Entry) -> Option<i16> {
    entry
        .report
        .front_matter
        .published
        .map(|moment| moment.date.year)
}

/// A name as the value of a condition, in marks that it does not hold itself: the query language has these among its own.
fn quoted(name: &str) -> Option<String> {
    let mut quotes = [('"', '"'), ('“', '”'), ('「', '」')].into_iter();
    let (open, close) = quotes.find(|(open, close)| !name.contains([*open, *close]))?;
    Some(format!("{open}{name}{close}"))
}

impl Renderer<'_> {
    /// Cuts a list into pages; `sink` gets the path and the view of each.
    ///
    /// # Errors
    ///
    /// What `sink` returns.
    pub(super) fn each_page(
        &self,
        list: &WholeList,
        data: &[DataFile],
        sink: &mut dyn FnMut(String, view::List) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let count = page_count(list.entries.len());
        let of_year = self.of_year(list);
        let is_said = self.is_said(list);
        for number in 1..=count {
            let path = page_of(&list.path, number);
            let start = (number - 1) * PAGE_LENGTH;
            let end = (start + PAGE_LENGTH).min(list.entries.len());
            let shown = list.entries.get(start..end).unwrap_or_default();
            let link = |other: &Option<(String, String)>| {
                other.as_ref().map(|(title, file)| view::Link {
                    title: title.clone(),
                    url: route::relative(&path, file),
                    language: self.list_language(list.kind),
                })
            };
            let view = view::List {
                kind: list.kind,
                title: list.title.clone(),
                language: self.list_language(list.kind),
                total: list.entries.len() as u64,
                of_year: of_year.as_ref().map(|of| self.shown_of_year(of, &path)),
                search: self.search_in(list, &path),
                groups: self.groups(list, is_said, shown, &path),
                paging: (count > 1).then(|| paging(&list.path, &path, number, count)),
                previous: link(&list.previous),
                next: link(&list.next),
                feed: self
                    .feeds
                    .get(&*list.path)
                    .map(|feed| route::relative(&path, &feed.path)),
                edition: list
                    .scope
                    .filter(|_| number == 1)
                    .and_then(|scope| self.edition(scope, &path, data)),
            };
            sink(path, view)?;
        }
        Ok(())
    }

    /// The head of page `number` (from 1) of `count` pages, the first of which is `first`, and the way to the others.
    pub(super) fn paged(
        &self,
        kind: PageKind,
        first: &str,
        (number, count): (usize, usize),
        title: &str,
        crumbs: Vec<view::Link>,
    ) -> (view::Page, Option<view::Paging>) {
        let path = page_of(first, number);
        let mut page = self.page(kind, &path, title, crumbs);
        self.describe_column(&mut page, &Column::named(title, ColumnType::Catalogue));
        let paging = (count > 1).then(|| paging(first, &path, number, count));
        page.links.extend(paging_links(paging.as_ref()));
        (page, paging)
    }

    /// The year that a report stands under in a list.
    fn year_in(&self, list: &WholeList, index: EntryIndex) -> Option<i16> {
        let entry = self.archive.entries.get(index)?;
        match list.heads {
            Heads::Period => entry.years.last().copied(),
            Heads::Published(_) => published_in(entry),
        }
    }

    /// Whether the title says what heads would: in the list of a year a head that all have says nothing more.
    fn is_said(&self, list: &WholeList) -> bool {
        match list.heads {
            Heads::Period => list.kind == ListKind::Undated,
            Heads::Published(own) => {
                let years = list.entries.iter().map(|at| self.year_in(list, *at));
                let years: BTreeSet<Option<i16>> = years.collect();
                years.len() == 1 && (years.contains(&Some(own)) || years.contains(&None))
            }
        }
    }

    fn groups(
        &self,
        list: &WholeList,
        is_said: bool,
        shown: &[EntryIndex],
        from: &str,
    ) -> Vec<view::Group> {
        let mut groups: Vec<view::Group> = Vec::new();
        for index in shown {
            let year = self.year_in(list, *index);
            let year = year.and_then(|year| u16::try_from(year).ok());
            let line = self.line(*index, from, list.kind);
            match groups.last_mut() {
                Some(group) if group.year == year => group.lines.push(line),
                _ => groups.push(view::Group {
                    year,
                    title: (!is_said).then(|| self.head(list.heads, year)),
                    lines: vec![line],
                }),
            }
        }
        groups
    }

    fn head(&self, heads: Heads, year: Option<u16>) -> String {
        let name = year.map(|year| self.texts().date(&format!("{year:04}")));
        match (heads, name) {
            (Heads::Period, Some(name)) => name,
            (Heads::Period, None) => self.texts().word("undated").to_owned(),
            (Heads::Published(_), Some(name)) => {
                let arguments = [("year", Argument::Text(&name))];
                self.texts().fill("published_in", &arguments)
            }
            (Heads::Published(_), None) => self.texts().word("published_unknown").to_owned(),
        }
    }

    /// What the list of a year says of it.
    fn of_year(&self, list: &WholeList) -> Option<OfYear> {
        let Heads::Published(year) = list.heads else {
            return None;
        };
        let entries = list.entries.iter();
        let entries = entries.filter_map(|at| self.archive.entries.get(*at));
        let periods = entries.map(|entry| entry.report.front_matter.period);
        let periods: Vec<Option<Period>> = periods.collect();
        let with_period = periods.iter().flatten().count();
        let is_spanning = periods
            .iter()
            .flatten()
            .any(|period| period.years().count() > 1);
        // Where those are that were published in this year and are about another.
        let mut elsewhere: BTreeMap<i16, u64> = BTreeMap::new();
        for entry in &self.archive.entries {
            if published_in(entry) == Some(year)
                && !entry.years.contains(&year)
                && let Some(other) = entry.years.last()
            {
                *elsewhere.entry(*other).or_default() += 1;
            }
        }
        let mut published: Vec<(i16, u64)> = elsewhere.into_iter().rev().collect();
        published.sort_by_key(|(_, count)| Reverse(*count));
        Some(OfYear {
            with_period: with_period as u64,
            without_period: (periods.len() - with_period) as u64,
            is_spanning,
            published,
        })
    }

    fn shown_of_year(&self, of: &OfYear, from: &str) -> view::OfYear {
        let published = of.published.iter().map(|(other, count)| view::Entry {
            title: self.year_title(*other),
            url: route::relative(from, &year_page(*other)),
            count: *count,
            ..view::Entry::default()
        });
        view::OfYear {
            with_period: of.with_period,
            without_period: of.without_period,
            is_spanning: of.is_spanning,
            published: published.collect(),
        }
    }

    /// The search among the reports of a list, where they are many and it can be asked for just these.
    fn search_in(&self, list: &WholeList, from: &str) -> Option<String> {
        if !self.has_search() || list.entries.len() <= SEARCH_LEAST {
            return None;
        }
        let query = match (list.kind, list.heads) {
            (_, Heads::Published(year)) => format!("year:{year:04}"),
            (ListKind::Year | ListKind::Undated, _) => "year:undated".to_owned(),
            (ListKind::Agency, _) => format!("agency:{}", quoted(&list.title)?),
            (ListKind::Type, _) => format!("type:{}", quoted(&list.title)?),
            (ListKind::Topic, _) => format!("topic:{}", quoted(&list.title)?),
        };
        let page = route::relative(from, SEARCH_PAGE);
        Some(format!("{page}?q={}", route::encode(&query)))
    }

    /// One line of a list of `kind` on the page `from`.
    pub(super) fn line(&self, index: EntryIndex, from: &str, kind: ListKind) -> view::Line {
        let entry = &self.archive.entries[index];
        let facts = &entry.report.front_matter;
        let agencies = entry.agencies().map(|index| &self.archive.agencies[index]);
        // On its own page an agency is not named, unless it is one of several.
        let is_said = kind == ListKind::Agency && entry.joint_agencies.is_empty();
        let report_type = self.archive.report_type(entry).map(|t| view::Link {
            title: t.name.clone(),
            url: route::relative(from, &type_page(&facts.kind.value)),
            language: self.archive_language(),
        });
        view::Line {
            title: self.archive.shown_title(entry).into_owned(),
            url: route::relative(from, &entry.route.page()),
            language: self.report_language(entry),
            date: self.date_in_lists(entry),
            agencies: agencies
                .filter(|_| !is_said)
                .map(|agency| self.agency_link(from, agency))
                .collect(),
            report_type: report_type.filter(|_| kind != ListKind::Type),
            status: self
                .state_of(index)
                .filter(|key| *key != "in-force")
                .map(str::to_owned),
            withdrawn: facts.withdrawn.is_some(),
        }
    }

    /// The date that a report has in lists: when it was published, else written.
    pub(super) fn date_in_lists(&self, entry: &Entry) -> Option<view::Date> {
        let facts = &entry.report.front_matter;
        let published = facts.published.map(|moment| moment.date);
        published.or(facts.written).map(|date| self.date(date))
    }

    /// The lists by year, type and topic, and of undated reports; `data` are the files of open data. Those of `only` are
    /// of the list that has a page there.
    ///
    /// # Errors
    ///
    /// If a page cannot be rendered, or what `sink` returns.
    pub(crate) fn list_pages<'r>(
        &'r self,
        data: &[DataFile],
        only: Option<&str>,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let is_wanted = |list: &WholeList| {
            let folder = |page: &str| page.rsplit_once('/').map(|(folder, _)| folder.to_owned());
            only.is_none_or(|page| folder(page) == folder(&list.path))
        };
        for list in self.lists().into_iter().filter(is_wanted) {
            self.each_page(&list, data, &mut |path, view| {
                let mut page = self.page(
                    PageKind::List,
                    &path,
                    &list.title,
                    vec![self.home_link(&path), self.index_link(list.kind, &path)],
                );
                page.language = self.list_language(list.kind);
                let kind = match list.kind {
                    ListKind::Type => ColumnType::of_type(&list.title),
                    _ => ColumnType::Catalogue,
                };
                self.describe_column(&mut page, &Column::named(&list.title, kind));
                page.links.extend(paging_links(view.paging.as_ref()));
                sink(self.page_from(path, "list.html", view::ListPage { page, list: view }))
            })?;
        }
        Ok(())
    }

    fn lists(&self) -> Vec<WholeList> {
        let mut lists = Vec::new();
        let years: Vec<(i16, Vec<EntryIndex>)> = self.archive.years().into_iter().collect();
        let year_link = |year: i16| (self.year_title(year), year_page(year));
        let undated = self.undated();
        let undated_link = (!undated.is_empty()).then(|| {
            let title = self.texts().word("undated").to_owned();
            (title, UNDATED_PAGE.to_owned())
        });
        for (position, (year, entries)) in years.iter().enumerate() {
            let beside =
                |p: Option<usize>| p.and_then(|p| years.get(p)).map(|(y, _)| year_link(*y));
            lists.push(WholeList {
                kind: ListKind::Year,
                path: year_page(*year),
                title: year_link(*year).0,
                entries: by_publication(self.archive, entries.clone()),
                // As in the page of all years, what has no date comes beyond the oldest year.
                previous: match position.checked_sub(1) {
                    None => undated_link.clone(),
                    before => beside(before),
                },
                next: beside(Some(position + 1)),
                heads: Heads::Published(*year),
                scope: Some(Scope::Year(*year)),
            });
        }
        let types = self.archive.types().into_iter().map(|(key, entries)| {
            let name = self.archive.type_name(key);
            (name.to_owned(), type_page(key), entries)
        });
        self.row_of_lists(ListKind::Type, types.collect(), &mut lists);
        let topics = self.archive.topics().into_iter();
        let topics = topics
            .map(|(segment, (name, entries))| (name.to_owned(), topic_page(segment), entries));
        self.row_of_lists(ListKind::Topic, topics.collect(), &mut lists);
        if let Some((title, path)) = undated_link {
            lists.push(WholeList {
                kind: ListKind::Undated,
                path,
                title,
                entries: undated,
                previous: None,
                next: years.first().map(|(year, _)| year_link(*year)),
                heads: Heads::Period,
                scope: Some(Scope::Undated),
            });
        }
        lists
    }

    /// Adds lists of one kind, each with those beside it; a list is given as title, file, reports.
    fn row_of_lists(
        &self,
        kind: ListKind,
        row: Vec<(String, String, Vec<EntryIndex>)>,
        lists: &mut Vec<WholeList>,
    ) {
        let beside = |position: Option<usize>| {
            let (title, path, _) = row.get(position?)?;
            Some((title.clone(), path.clone()))
        };
        for (position, (title, path, entries)) in row.iter().enumerate() {
            lists.push(WholeList {
                kind,
                path: path.clone(),
                title: title.clone(),
                entries: by_year(self.archive, entries.clone()),
                previous: beside(position.checked_sub(1)),
                next: beside(Some(position + 1)),
                heads: Heads::Period,
                scope: None,
            });
        }
    }

    /// Reports that belong to no year.
    pub(super) fn undated(&self) -> Vec<EntryIndex> {
        let entries = self.archive.entries.iter().enumerate();
        entries
            .filter(|(_, e)| e.years.is_empty())
            .map(|(i, _)| i)
            .collect()
    }
}

/// Where a page stands in its list, for the head.
pub(super) fn paging_links(paging: Option<&view::Paging>) -> Vec<view::HeadLink> {
    let Some(paging) = paging else {
        return Vec::new();
    };
    let link = |rel: &str, url: &Option<String>| {
        url.as_ref().map(|url| view::HeadLink {
            rel: rel.to_owned(),
            url: url.clone(),
            ..view::HeadLink::default()
        })
    };
    let links = [link("prev", &paging.previous), link("next", &paging.next)];
    links.into_iter().flatten().collect()
}

/// Where page `number` of `count` stands, from the page `from`; `first` is the file of the first.
pub(super) fn paging(first: &str, from: &str, number: usize, count: usize) -> view::Paging {
    let url = |n: usize| route::relative(from, &page_of(first, n));
    let steps = (1..=count)
        .filter(|n| *n == 1 || *n == count || n.abs_diff(number) <= NEAR_PAGES)
        .map(|n| view::PagingStep {
            number: n as u64,
            url: url(n),
        })
        .collect();
    view::Paging {
        number: number as u64,
        count: count as u64,
        previous: (number > 1).then(|| url(number - 1)),
        next: (number < count).then(|| url(number + 1)),
        steps,
    }
}
