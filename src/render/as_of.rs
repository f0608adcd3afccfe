//! What an archive that keeps a log held on a day: a page that shows it, scripts with what it needs, and, for who has no
//! scripts, all that happened to the reports, year by year.
//!
//! In: all changes of all reports. Out: pages, and a script for each year of publication: a page may load scripts from a
//! disk, and data not. Without a log there is none of it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::archive::list_page::page_of;
use crate::archive::{Archive, EntryIndex};
use crate::data::history::{by_year, records};
use crate::error::{Doing, Error};
use crate::render::metadata::{Column, ColumnType};
use crate::render::view::{self, PageKind};
use crate::render::{ABOUT_PAGE, Page, Renderer};
use crate::route::{self, AS_OF_PAGE, changes_page, held_script};
use crate::theme::{Argument, data_block};
use crate::truth::{Change, Changes, What};

/// What happened on one page, at most.
const PAGE_LENGTH: usize = 100;

/// Files of the theme that only these pages have.
pub(super) const ASSETS: [&str; 1] = ["as-of.js"];

/// Whether there are such pages.
pub(super) fn has_changes(archive: &Archive) -> bool {
    archive.config.truth.is_on && !archive.is_preview
}

/// What happened in each year, the newest first; of no year what no day is stated of.
type Years<'c> = BTreeMap<Option<i16>, Vec<(EntryIndex, &'c Change)>>;

impl Renderer<'_> {
    /// The page of a day, and those of years.
    ///
    /// # Errors
    ///
    /// Those of `sink`.
    pub(crate) fn as_of_pages<'r>(
        &'r self,
        changes: &Changes,
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut years = Years::new();
        for at in 0..self.archive.entries.len() {
            for change in changes.of_report(at) {
                let year = change.date.map(|date| date.year);
                years.entry(year).or_default().push((at, change));
            }
        }
        for of_year in years.values_mut() {
            of_year.sort_by(|(_, one), (_, other)| {
                (other.date, other.release).cmp(&(one.date, one.release))
            });
        }
        let title = self.texts().word("as_of_title");
        let mut page = self.page(PageKind::AsOf, AS_OF_PAGE, title, self.above(AS_OF_PAGE));
        self.describe_column(&mut page, &Column::named(title, ColumnType::Catalogue));
        let pieces = by_year(self.archive).into_iter();
        let pieces = pieces.map(|(year, _)| year.unwrap_or(0).to_string());
        let view = view::AsOfPage {
            years: years
                .iter()
                .rev()
                .map(|(year, changes)| self.change_year(*year, changes))
                .collect(),
            pieces: pieces.collect::<Vec<_>>().join(" "),
            page,
        };
        sink(self.page_from(AS_OF_PAGE.to_owned(), "as-of.html", view))?;
        for (year, changes) in &years {
            self.changes(*year, changes, sink)?;
        }
        Ok(())
    }

    /// The scripts with what was held, by the years of publication: their paths, and what they are.
    ///
    /// # Errors
    ///
    /// If what was held has no form in JSON.
    pub(crate) fn held_scripts(&self, changes: &Changes) -> Result<Vec<(String, String)>, Error> {
        let years = by_year(self.archive).into_iter();
        let script = |(year, reports): (Option<i16>, Vec<EntryIndex>)| {
            let path = held_script(year);
            let held = records(self.archive, self.knowledge, changes, &reports);
            let json =
                data_block(&held).map_err(|e| Error::io(Doing::Write, Path::new(&path), e))?;
            let script = format!("gongbaoHeld({},{json});\n", year.unwrap_or(0));
            Ok((path, script))
        };
        years.map(script).collect()
    }

    fn above(&self, path: &str) -> Vec<view::Link> {
        vec![
            self.home_link(path),
            self.word_link("about", path, ABOUT_PAGE),
        ]
    }

    fn change_year(
        &self,
        year: Option<i16>,
        changes: &[(EntryIndex, &Change)],
    ) -> view::ChangeYear {
        let count = |what: What| {
            let of_kind = changes.iter().filter(|(_, change)| change.what == what);
            of_kind.count() as u64
        };
        view::ChangeYear {
            title: year.map(|year| self.year_title(year)),
            url: route::relative(AS_OF_PAGE, &changes_page(year)),
            published: count(What::Published),
            corrected: count(What::Corrected),
            withdrawn: count(What::Withdrawn),
            restored: count(What::Restored),
        }
    }

    /// The pages of a year.
    fn changes<'r>(
        &'r self,
        year: Option<i16>,
        changes: &[(EntryIndex, &Change)],
        sink: &mut dyn FnMut(Page<'r>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let first = changes_page(year);
        let title = match year {
            Some(year) => {
                let year = self.year_title(year);
                let arguments = [("year", Argument::Text(&year))];
                self.texts().fill("changes_of", &arguments)
            }
            None => self.texts().word("changes_undated").to_owned(),
        };
        let count = changes.len().div_ceil(PAGE_LENGTH);
        for (number, changes) in (1..).zip(changes.chunks(PAGE_LENGTH)) {
            let path = page_of(&first, number);
            let mut crumbs = self.above(&path);
            crumbs.push(self.word_link("as_of_title", &path, AS_OF_PAGE));
            let (page, paging) =
                self.paged(PageKind::AsOf, &first, (number, count), &title, crumbs);
            let view = view::ChangesPage {
                changes: changes
                    .iter()
                    .map(|(at, change)| self.change_line(*at, change, &path))
                    .collect(),
                paging,
                page,
            };
            sink(self.page_from(path, "changes.html", view))?;
        }
        Ok(())
    }

    fn change_line(&self, at: EntryIndex, change: &Change, from: &str) -> view::ChangeLine {
        let entry = &self.archive.entries[at];
        let reason = change.reason.clone();
        view::ChangeLine {
            date: change.date.map(|date| self.date(date)),
            kind: match change.what {
                What::Published => "published",
                What::Corrected => "corrected",
                What::Withdrawn => "withdrawn",
                What::Restored => "restored",
            }
            .to_owned(),
            report: self.report_link(from, at),
            release: change.release,
            reason_language: reason
                .as_ref()
                .and_then(|reason| self.language_of(entry, reason)),
            reason,
        }
    }
}
