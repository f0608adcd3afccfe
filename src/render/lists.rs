//! Lists of reports: of an agency, a year, a type, a topic, or without a date; in groups by year, in pages.

use crate::archive::list_page::{PAGE_LENGTH, page_count, page_of};
use crate::archive::{Archive, EntryIndex};
use crate::data::dcat::DataFile;
use crate::data::download::Scope;
use crate::error::Error;
use crate::render::metadata::{Column, ColumnType};
use crate::render::view::{self, ListKind, PageKind};
use crate::render::{Page, Renderer};
use crate::route::{self, UNDATED_PAGE, topic_page, type_page, year_page};

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
    /// All under one head, or under the year of each.
    pub(super) single_year: Option<i16>,
    /// Whose texts are to be had as files.
    pub(super) scope: Option<Scope>,
}

/// By the year that each belongs to (the last, of several), then by date, newest first.
pub(super) fn by_year(archive: &Archive, mut entries: Vec<EntryIndex>) -> Vec<EntryIndex> {
    entries.sort_by(|a, b| {
        let (a, b) = (&archive.entries[*a], &archive.entries[*b]);
        let key = |e: &crate::archive::Entry| (e.years.last().copied(), e.sort_date());
        key(b).cmp(&key(a)).then_with(|| a.rank.cmp(&b.rank))
    });
    entries
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
                groups: self.groups(list, shown, &path),
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

    fn groups(&self, list: &WholeList, shown: &[EntryIndex], from: &str) -> Vec<view::Group> {
        let mut groups: Vec<view::Group> = Vec::new();
        for index in shown {
            let entry = &self.archive.entries[*index];
            let year = list.single_year.or_else(|| entry.years.last().copied());
            let year = year.and_then(|y| u16::try_from(y).ok());
            let line = self.line(*index, from, list.kind);
            match groups.last_mut() {
                Some(group) if group.year == year => group.lines.push(line),
                _ => groups.push(view::Group {
                    year,
                    title: match year {
                        Some(year) => self.texts().date(&format!("{year:04}")),
                        None => self.texts().word("undated").to_owned(),
                    },
                    lines: vec![line],
                }),
            }
        }
        groups
    }

    /// One line of a list of `kind` on the page `from`.
    pub(super) fn line(&self, index: EntryIndex, from: &str, kind: ListKind) -> view::Line {
        let entry = &self.archive.entries[index];
        let facts = &entry.report.front_matter;
        let agencies = entry.agencies().map(|index| &self.archive.agencies[index]);
        // On its own page an agency is not named, unless it is one of several.
        let is_said = kind == ListKind::Agency && entry.joint_agencies.is_empty();
        let date = match (facts.published, facts.written) {
            (Some(published), _) => Some(self.date(published.date)),
            (None, Some(written)) => Some(self.date(written)),
            (None, None) => None,
        };
        let report_type = self.archive.report_type(entry).map(|t| view::Link {
            title: t.name.clone(),
            url: route::relative(from, &type_page(&facts.kind.value)),
            language: self.archive_language(),
        });
        view::Line {
            title: facts.title.clone(),
            url: route::relative(from, &entry.route.page()),
            language: self.report_language(entry),
            date,
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

    /// The lists by year, type and topic, and of undated reports; `data` are the files of open data.
    ///
    /// # Errors
    ///
    /// If a page cannot be rendered, or what `sink` returns.
    pub(crate) fn list_pages<'r>(
        &'r self,
        data: &[DataFile],
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for list in self.lists() {
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
                entries: entries.clone(),
                // As in the page of all years, what has no date comes beyond the oldest year.
                previous: match position.checked_sub(1) {
                    None => undated_link.clone(),
                    before => beside(before),
                },
                next: beside(Some(position + 1)),
                single_year: Some(*year),
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
                single_year: None,
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
                single_year: None,
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
