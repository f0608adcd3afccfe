//! Old URLs and where they lead: aliases of reports and agencies, `redirects` of archive.yaml, and the
//! attachments that moved or went.
//!
//! A redirect is a page at the old path; one at the path of a file (`old.pdf`) is a folder of that name,
//! which hosts that serve folders by their index page lead to. No redirect stands where the program has
//! a page of its own.

use std::collections::BTreeMap;

use crate::archive::list_page::ListPage;
use crate::archive::resolve::Resolver;
use crate::archive::resolve::faults::{
    dead_redirect, dynamic_alias, list_stands, reserved, unusable_alias,
};
use crate::archive::{Redirect, Target};
use crate::diagnostic::Text;
use crate::fields::Spanned;
use crate::name::rule;
use crate::route::{self, FIRST_OF_LISTS, site_path};
use crate::source::ARCHIVE_FILE;

impl Resolver<'_> {
    /// Puts every old URL in its place; needs all else to have its own.
    pub(super) fn redirects(&mut self) {
        self.aliases();
        self.redirects_of_archive();
        let moved = self.moved_folders();
        self.withdrawn_attachments();
        self.attachments_of_aliases(moved);
    }

    fn aliases(&mut self) {
        let mut aliases: Vec<(String, Spanned<String>, Target)> = Vec::new();
        for (index, entry) in self.archive.entries.iter().enumerate() {
            let report = &entry.report;
            for alias in &report.front_matter.aliases {
                let target = Target::Report(index);
                aliases.push((report.path.clone(), alias.clone(), target));
            }
        }
        for (index, agency) in self.archive.agencies.iter().enumerate() {
            for alias in &agency.facts.aliases {
                let source = agency.source.clone().unwrap_or_default();
                aliases.push((source, alias.clone(), Target::Agency(index)));
            }
        }
        for (source, alias, target) in aliases {
            self.redirect(&source, alias, Redirect::To(target), false);
        }
    }

    fn redirects_of_archive(&mut self) {
        let redirects = std::mem::take(&mut self.archive.config.redirects);
        if redirects.is_empty() {
            return;
        }
        let lists = self.archive.list_pages();
        for (old, new) in &redirects {
            let fault = match self.page_at(&new.value, &lists) {
                _ if alias_file(&old.value).is_some_and(|file| lists.contains_key(&file)) => {
                    list_stands(old.span.clone(), &old.value)
                }
                None => dead_redirect(new.span.clone(), &new.value),
                Some(redirect) => {
                    self.redirect(ARCHIVE_FILE, old.clone(), redirect, true);
                    continue;
                }
            };
            self.archive.is_whole = false;
            self.fault(ARCHIVE_FILE, fault);
        }
        self.archive.config.redirects = redirects;
    }

    /// The page of the site that a path leads to.
    fn page_at(&self, path: &str, lists: &BTreeMap<String, ListPage>) -> Option<Redirect> {
        let path = route::join("", path.trim_start_matches('/'))?;
        let file = match path.as_str() {
            "" => "index.html".to_owned(),
            page if page.ends_with(".html") => page.to_owned(),
            folder => format!("{folder}/index.html"),
        };
        if let Some(list) = lists.get(&file) {
            return Some(Redirect::List(list.clone()));
        }
        let route = file.strip_suffix("/index.html")?;
        let archive = &self.archive;
        let agency = archive
            .agencies
            .iter()
            .position(|a| a.route.as_str() == route);
        let target = match archive.entry_at(route) {
            Some(entry) => Target::Report(entry),
            None => Target::Agency(agency?),
        };
        Some(Redirect::To(target))
    }

    /// The address of a file that was withdrawn leads to the notice.
    fn withdrawn_attachments(&mut self) {
        let mut notices = Vec::new();
        for (index, entry) in self.archive.entries.iter().enumerate() {
            for withdrawn in &entry.withdrawn_attachments {
                let file = format!("{}/index.html", entry.route.file(&withdrawn.name));
                notices.push((file, entry.report.path.clone(), Target::Report(index)));
            }
        }
        for (file, source, target) in notices {
            if self.claim(&file, &source, 0..0) {
                self.archive.redirects.insert(file, Redirect::To(target));
            }
        }
    }

    /// Old URLs that are folders, and the report that each leads to.
    fn moved_folders(&self) -> Vec<(String, usize)> {
        self.archive
            .redirects
            .iter()
            .filter_map(|(file, redirect)| match redirect {
                Redirect::To(Target::Report(entry)) => Some((file, *entry)),
                _ => None,
            })
            .filter_map(|(file, entry)| Some((file.strip_suffix("/index.html")?.to_owned(), entry)))
            .collect()
    }

    /// A report that moved took its attachments along: they are led to from its old folder too, those that
    /// were withdrawn to the notice, unless something else stands there.
    fn attachments_of_aliases(&mut self, moved: Vec<(String, usize)>) {
        for (folder, index) in moved {
            let entry = &self.archive.entries[index];
            let source = entry.report.path.clone();
            let withdrawn = entry.withdrawn_attachments.iter();
            let withdrawn = withdrawn.map(|w| (&w.name, Target::Report(index)));
            let attachments = entry.attachments.iter().enumerate();
            let attachments = attachments.map(|(n, a)| (&a.name, Target::Attachment(index, n)));
            let mut files: Vec<(String, Target)> = attachments
                .chain(withdrawn)
                .map(|(name, target)| (format!("{folder}/{name}/index.html"), target))
                .collect();
            // So did the texts that it had before.
            let own = format!("{}/", entry.route);
            files.extend(entry.history_files().filter_map(|file| {
                let name = file.strip_prefix(&own)?;
                let file = match name.ends_with(".html") {
                    true => format!("{folder}/{name}"),
                    false => format!("{folder}/{name}/index.html"),
                };
                Some((file, Target::Report(index)))
            }));
            for (file, target) in files {
                if self.is_free(&file) && self.claim(&file, &source, 0..0) {
                    self.archive.redirects.insert(file, Redirect::To(target));
                }
            }
        }
    }

    /// Puts one old URL in its place; `of_lists` says whether it may be that of a list, where none stands.
    fn redirect(&mut self, source: &str, old: Spanned<String>, redirect: Redirect, of_lists: bool) {
        let Spanned { value, span } = old;
        let fault = match alias_file(&value) {
            None => unusable_alias(span, &value, None),
            Some(file) if alias_fault(&file).is_some() => {
                unusable_alias(span, &value, alias_fault(&file))
            }
            Some(file) if is_reserved(&file, of_lists) => {
                reserved(span, file.split('/').next().unwrap_or(""))
            }
            Some(file) => {
                if is_dynamic(&value) {
                    self.fault(source, dynamic_alias(span.clone(), &value));
                }
                if self.claim(&file, source, span) {
                    self.archive.redirects.insert(file, redirect);
                } else {
                    self.archive.is_whole = false;
                }
                return;
            }
        };
        self.archive.is_whole = false;
        self.fault(source, fault);
    }
}

/// The file of an old URL: `old/page.html` stays, `old/page/` and `old/page` become `…/index.html`. One may be
/// written as browsers show it or as they send it (`%E6%97%A7/`).
fn alias_file(alias: &str) -> Option<String> {
    let alias = route::decode(alias)?;
    let path = route::join("", alias.strip_prefix('/').unwrap_or(&alias))?;
    let name = path.rsplit('/').next().unwrap_or("");
    let is_unusable = |name: &str| name.starts_with('.') || name.contains(['#', '?', '%']);
    if alias.contains("://") || path.is_empty() || path.split('/').any(is_unusable) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let is_page = [".html", ".htm", ".shtml"]
        .iter()
        .any(|ending| name.ends_with(ending));
    Some(if is_page {
        path
    } else {
        format!("{path}/index.html")
    })
}

/// Why no page can stand at the file of an old URL: the path, or a name in it, is none.
fn alias_fault(file: &str) -> Option<Text> {
    let of_path = site_path::fault(file).map(|(chinese, english)| Text::new(chinese, english));
    of_path.or_else(|| file.split('/').find_map(rule::fault))
}

/// Endings of pages that a program makes when they are asked for.
const DYNAMIC: [&str; 9] = [
    "asp", "aspx", "ashx", "jsp", "jspx", "php", "do", "action", "cgi",
];

fn is_dynamic(alias: &str) -> bool {
    let ending = alias.trim_end_matches('/').rsplit_once('.');
    ending.is_some_and(|(_, ending)| DYNAMIC.contains(&ending.to_ascii_lowercase().as_str()))
}

/// Whether the program publishes a page of its own there.
fn is_reserved(file: &str, of_lists: bool) -> bool {
    let first = file.split('/').next().unwrap_or("");
    // Beside the page of a list stand the further pages of it, and its feed; no folder of a list has a dot.
    let is_of_list = || {
        let folder = file.strip_suffix("/index.html");
        FIRST_OF_LISTS.contains(&first) && folder.is_some_and(|folder| !folder.contains('.'))
    };
    site_path::is_own(first) && !(of_lists && is_of_list())
}

#[cfg(test)]
mod tests {
    use super::alias_file;

    #[test]
    fn an_old_url_is_that_of_a_page_or_of_a_folder() {
        for (alias, file) in [
            ("old/page.html", Some("old/page.html")),
            ("/old/A.HTM", Some("old/A.HTM")),
            ("old/a.Shtml", Some("old/a.Shtml")),
            ("old/page/", Some("old/page/index.html")),
            ("old.pdf", Some("old.pdf/index.html")),
            ("old/a.html?id=1", None),
        ] {
            assert_eq!(alias_file(alias).as_deref(), file, "{alias}");
        }
    }
}
