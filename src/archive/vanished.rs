//! Vanished URLs: those that the last SHA256SUMS lists and the archive no longer has, neither as a page nor as
//! a redirect nor as a withdrawal.
//!
//! In go the archive and the paths of that list, out comes a diagnostic for each. Only addresses that people
//! keep are reported: pages of reports, agencies and lists, old URLs, attachments. Files that are made along
//! with a page (source text, record, feed) vanish with it, and the second and further pages of a list change
//! all the time. Nothing here reads a file or changes what is published: the remedy is always in the content.

use std::collections::BTreeSet;

use crate::archive::list_page::ListPage;
use crate::archive::{Archive, Redirect, Target};
use crate::diagnostic::{Diagnostic, Fault, Severity, Text};
use crate::route::{
    self, FEED_NAME, FIRST_OF_LISTS, HISTORY_FOLDER, LIST_ENDING, PLAIN_NAME, PROOF_ENDING,
    RECORD_NAME, Route, TABLES_FOLDER, TEXT_NAME, TIMEMAP_NAME, UNDATED_PAGE,
};
use crate::source::earlier::path_of;
use crate::source::folder_of;

/// Characters of a line of SHA256SUMS before the path.
const BEFORE_PATH: usize = 66;

/// Reports every vanished URL of `listed`, the paths of the last SHA256SUMS in the order of its lines; `file`
/// names that list. Reports none where the archive is not whole: a page may then be missing only because of a
/// fault that is reported already.
///
/// A report that has vanished with its attachments is one diagnostic.
pub(crate) fn vanished(
    archive: &Archive,
    listed: &[Box<str>],
    file: &str,
    severity: Severity,
) -> Vec<Diagnostic> {
    if !archive.is_whole || listed.is_empty() {
        return Vec::new();
    }
    let present = Present::of(archive);
    let mut diagnostics = Vec::new();
    let mut gone_pages: BTreeSet<&str> = BTreeSet::new();
    for page in listed.iter().filter(|path| is_page(path, listed)) {
        if !present.has(page) {
            gone_pages.insert(page);
        }
    }
    for (number, path) in listed.iter().enumerate() {
        let fault = if gone_pages.contains(&**path) {
            page_vanished(archive, path)
        } else if is_attachment(path, listed) && !present.has(path) && !is_below(&gone_pages, path)
        {
            attachment_vanished(archive, path)
        } else {
            continue;
        };
        let mut diagnostic = Diagnostic::of_file(file, fault);
        diagnostic.severity = severity;
        diagnostic.line = number + 1;
        diagnostic.column = BEFORE_PATH + 1;
        diagnostic.excerpt = format!("…  {path}");
        diagnostic.span = "…  ".len()..diagnostic.excerpt.len();
        diagnostics.push(diagnostic);
    }
    diagnostics
}

/// What stands at which path now.
struct Present<'a> {
    archive: &'a Archive,
    agencies: BTreeSet<String>,
    lists: BTreeSet<String>,
}

impl<'a> Present<'a> {
    fn of(archive: &'a Archive) -> Self {
        let agencies = archive.agencies.iter();
        Present {
            archive,
            agencies: agencies.map(|agency| agency.route.page()).collect(),
            lists: archive.list_pages().into_keys().collect(),
        }
    }

    /// Whether there is a page, a file, a redirect or a withdrawal for `path`.
    fn has(&self, path: &str) -> bool {
        let archive = self.archive;
        let redirects = &archive.redirects;
        if redirects.contains_key(path)
            || redirects.contains_key(&format!("{path}/index.html"))
            || self.agencies.contains(path)
            || self.lists.contains(path)
            || folders(path).any(|folder| self.was_withdrawn_from(folder))
        {
            return true;
        }
        // The report whose page or whose attachment it is; attachments may be in folders.
        let mut owners =
            folders(path).filter_map(|folder| Some((folder, archive.entry_at(folder)?)));
        let Some((folder, entry)) = owners.next() else {
            return false;
        };
        let entry = &archive.entries[entry];
        let name = &path[folder.len() + 1..];
        ["index.html", TEXT_NAME, PLAIN_NAME, RECORD_NAME].contains(&name)
            || entry.report.front_matter.withdrawn.is_some()
            || entry.attachments.iter().any(|a| a.name == name)
            || entry.history_files().any(|file| file == path)
            || (entry.tables.iter()).any(|table| table.csv(&entry.report).as_deref() == Some(path))
    }

    /// Whether `folder` is the old URL of a report that was withdrawn, and its attachments with it.
    fn was_withdrawn_from(&self, folder: &str) -> bool {
        let archive = self.archive;
        match archive.redirects.get(&format!("{folder}/index.html")) {
            Some(Redirect::To(Target::Report(entry))) => {
                let facts = &archive.entries[*entry].report.front_matter;
                facts.withdrawn.is_some()
            }
            _ => false,
        }
    }
}

/// The folders that `path` is in, the innermost first.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(end, _)| &path[..end])
}

fn first_segment(path: &str) -> &str {
    path.split('/').next().unwrap_or("")
}

fn is_listed(listed: &[Box<str>], path: &str) -> bool {
    listed.binary_search_by(|other| (**other).cmp(path)).is_ok()
}

/// Whether `path` is of a page that people keep the address of.
fn is_page(path: &str, listed: &[Box<str>]) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else {
        // What stands at the top is the program's own, or an old URL.
        return is_page_name(path) && !["index.html", "404.html"].contains(&path);
    };
    let first = first_segment(path);
    if route::RESERVED.contains(&first) {
        // That nothing lacks a date any longer is no loss.
        // A duty is divided by region only as long as it has many bodies.
        let is_part = first == "duties" && folder.matches('/').count() > 1;
        return FIRST_OF_LISTS.contains(&first)
            && name == "index.html"
            && path != UNDATED_PAGE
            && !is_part;
    }
    // Which pages a table has, if any, changes with its length.
    if is_of_table(folder, listed) {
        return false;
    }
    let is_report_folder = is_listed(listed, &format!("{folder}/{TEXT_NAME}"));
    name == "index.html"
        || is_page_name(name) && !is_report_folder && !is_further(folder, name, listed)
}

/// Whether a folder is that of the pages of a report's table.
fn is_of_table(folder: &str, listed: &[Box<str>]) -> bool {
    let above = folder.rsplit_once('/').map(|(above, _)| above);
    let report = above.and_then(|above| above.strip_suffix(TABLES_FOLDER)?.strip_suffix('/'));
    report.is_some_and(|report| is_listed(listed, &format!("{report}/{TEXT_NAME}")))
        && is_listed(listed, &format!("{folder}/index.html"))
        && !is_listed(listed, &format!("{folder}/{TEXT_NAME}"))
}

fn is_page_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let ending = ending.map(str::to_ascii_lowercase);
    matches!(ending.as_deref(), Some("html" | "htm" | "shtml"))
}

/// Whether a page is a further one of an agency's reports: `2.html` beside the first, `3.html` beside that.
/// Old URLs are often numbers too (`art/2019/12345.html`), but stand beside no such page.
fn is_further(folder: &str, name: &str, listed: &[Box<str>]) -> bool {
    let number = name.strip_suffix(".html");
    let number = number.and_then(|number| number.parse::<usize>().ok());
    let before = match number {
        Some(2) => "index.html".to_owned(),
        Some(number) if number > 2 => format!("{}.html", number - 1),
        _ => return false,
    };
    is_listed(listed, &format!("{folder}/{before}"))
}

/// Whether a file is one that gongbao makes beside a page: of a report, or of an agency.
fn is_made_beside(folder: &str, name: &str, listed: &[Box<str>]) -> bool {
    let is_beside = |other: &str| is_listed(listed, &format!("{folder}/{other}"));
    match name {
        "index.html" => true,
        TEXT_NAME | PLAIN_NAME | RECORD_NAME => is_beside("index.html") && is_beside(TEXT_NAME),
        TIMEMAP_NAME => is_beside("index.html") && folder.ends_with(&format!("/{HISTORY_FOLDER}")),
        FEED_NAME => is_beside("index.html") && !is_beside(TEXT_NAME),
        // What proves a text is for who holds it, and goes with the log.
        _ => revision_of(name, PROOF_ENDING)
            .or(revision_of(name, LIST_ENDING))
            .is_some_and(|revision| is_beside(&format!("{revision}{PROOF_ENDING}"))),
    }
}

/// The number in the name of a file that proves a text.
fn revision_of<'n>(name: &'n str, ending: &str) -> Option<&'n str> {
    let number = name.strip_suffix(ending)?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(number)
}

/// Whether `path` is of a file that an editor put beside a report.
fn is_attachment(path: &str, listed: &[Box<str>]) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else {
        return false;
    };
    if route::RESERVED.contains(&first_segment(path))
        || is_made_beside(folder, name, listed)
        || is_of_table(folder, listed) && is_further(folder, name, listed)
        || path.split('/').any(|segment| segment.starts_with('.'))
    {
        return false;
    }
    folders(path).any(|folder| is_listed(listed, &format!("{folder}/{TEXT_NAME}")))
}

/// Whether a page that is gone itself is in a folder above `path`.
fn is_below(gone_pages: &BTreeSet<&str>, path: &str) -> bool {
    folders(path).any(|folder| gone_pages.contains(format!("{folder}/index.html").as_str()))
}

/// A page's address as people write it.
fn address(path: &str) -> &str {
    path.strip_suffix("index.html").unwrap_or(path)
}

fn fault(address: &str, hint: Text) -> Fault {
    Fault::error(
        "vanished-url",
        0..0,
        Text::new(
            format!("已发布过的网址“{address}”将会失效：现在既没有页面，也没有跳转或撤回说明"),
            format!(
                "the published URL `{address}` would vanish: it has now neither page nor redirect nor notice of withdrawal"
            ),
        ),
        hint,
    )
}

fn page_vanished(archive: &Archive, path: &str) -> Fault {
    let address = address(path);
    let draft =
        Route::parse(address.trim_end_matches('/')).and_then(|route| archive.drafts.get(&route));
    let hint = if let Some(file) = draft {
        Text::new(
            format!(
                "{file} 现在是草稿：去掉“草稿”（draft），或改写“撤回”（withdrawn）说明原因；预览草稿请用 gongbao build --drafts。{}",
                NEVER_PUBLIC.0
            ),
            format!(
                "{file} is a draft now: take `draft` away, or write `withdrawn` with the reason; `gongbao build --drafts` makes a preview of drafts. {}",
                NEVER_PUBLIC.1
            ),
        )
    } else if let Some(folder) = folder_of_earlier_texts(archive, path) {
        Text::new(
            format!(
                "这是更正前文本的网址，由 {folder} 中的文件生成：误删、误改的，恢复原状；报告不应再公开的，写“撤回”（withdrawn）。{}",
                NEVER_PUBLIC.0
            ),
            format!(
                "This is the address of a text from before a correction, which is made of the files in {folder}: if one was deleted or changed by mistake, undo that; if the report must not be public any more, write `withdrawn`. {}",
                NEVER_PUBLIC.1
            ),
        )
    } else if FIRST_OF_LISTS.contains(&first_segment(path)) {
        let index = ListPage::file(&match first_segment(path) {
            "types" => ListPage::Types,
            "years" => ListPage::Years,
            _ if archive.topic_segments.is_empty() => ListPage::Home,
            _ => ListPage::Topics,
        });
        let index = match self::address(&index) {
            "" => "/",
            index => index,
        };
        Text::new(
            format!(
                "这是列表页，没有报告可列时才会消失：报告误删、误改或改成了草稿的，改回即可恢复；确已改名或不再设置的，在 archive.yaml 的“跳转”（redirects）中写“{address}: …”，指向接替它的列表页，如“{address}: {index}”。{}",
                NEVER_PUBLIC.0
            ),
            format!(
                "This page is a list, and goes when no report is left for it: where a report was deleted, changed or made a draft by mistake, undo that and the list is back. If it has another name now or is no more, write `{address}: …` under `redirects` in archive.yaml with the list in its place, such as `{address}: {index}`. {}",
                NEVER_PUBLIC.1
            ),
        )
    } else {
        Text::new(
            format!(
                "改了地址的，在接替它的报告或机构的“旧地址”（aliases）中写上“{address}”；不应再公开的，放回原文件并写“撤回”（withdrawn）；误删的，放回原处。{}",
                NEVER_PUBLIC.0
            ),
            format!(
                "If it moved, add `{address}` to the `aliases` of the report or agency in its place; if it must not be public any more, put the file back with `withdrawn`; if it was deleted by mistake, put it back. {}",
                NEVER_PUBLIC.1
            ),
        )
    };
    fault(address, hint)
}

/// Of a page of what a report said before it was corrected, the folder of the content that it is made of.
fn folder_of_earlier_texts(archive: &Archive, path: &str) -> Option<String> {
    let (report, _) = path.rsplit_once(&format!("/{HISTORY_FOLDER}/"))?;
    let entry = archive.entries.get(archive.entry_at(report)?)?;
    let first = path_of(&entry.report.path, 1);
    Some(folder_of(&first).to_owned())
}

fn attachment_vanished(archive: &Archive, path: &str) -> Fault {
    let owner = folders(path).find_map(|folder| archive.entry_at(folder));
    let hint = match owner {
        Some(entry) => {
            let report = &archive.entries[entry].report.path;
            let name = &path[archive.entries[entry].route.as_str().len() + 1..];
            Text::new(
                format!(
                    "改了名的，在 {report} 的“旧地址”（aliases）中写上“{path}”；不应再公开的，在“附件”（attachments）中写“{{文件: {name}, 撤回: {{原因: …}}}}”；误删的，放回原处。{}",
                    NEVER_PUBLIC.0
                ),
                format!(
                    "If it has another name now, add `{path}` to the `aliases` of {report}; if it must not be public any more, write `{{file: {name}, withdrawn: {{reason: …}}}}` under its `attachments`; if it was deleted by mistake, put it back. {}",
                    NEVER_PUBLIC.1
                ),
            )
        }
        None => Text::new(
            format!(
                "在现有该附件的报告的“旧地址”（aliases）中写上“{path}”。{}",
                NEVER_PUBLIC.0
            ),
            format!(
                "Add `{path}` to the `aliases` of the report that has the file now. {}",
                NEVER_PUBLIC.1
            ),
        ),
    };
    fault(path, hint)
}

/// The way out for what only the editor's own machine has seen.
const NEVER_PUBLIC: (&str, &str) = (
    "这个网址如从未对外公开，可加 --allow-vanished 放行。",
    "If the URL has never been public, `--allow-vanished` lets it go.",
);

#[cfg(test)]
mod tests {
    use super::{is_attachment, is_page};

    #[test]
    fn further_pages_of_a_list_are_distinguished_from_old_urls() {
        let mut listed = [
            "art/2019/1/12345.html",
            "art/2019/1/2.html",
            "default.htm",
            "index.html",
            "old/A.HTM",
            "shili/2.html",
            "shili/2020.html",
            "shili/2020/3.html",
            "shili/2020/index.html",
            "shili/2020/index.md",
            "shili/3.html",
            "shili/index.html",
            "years/2020/2.html",
        ]
        .map(Box::from);
        listed.sort_unstable();
        let pages: Vec<&str> = listed
            .iter()
            .map(|path| &**path)
            .filter(|path| is_page(path, &listed))
            .collect();
        let wanted = [
            "art/2019/1/12345.html",
            "art/2019/1/2.html",
            "default.htm",
            "old/A.HTM",
            "shili/2020.html",
            "shili/2020/index.html",
            "shili/index.html",
        ];
        assert_eq!(pages, wanted);
    }

    #[test]
    fn attachments_are_distinguished_from_what_is_made_beside_a_page() {
        let listed = [
            "feed.xml",
            "shili/2020/data/feed.xml",
            "shili/2020/data/index.json",
            "shili/2020/data/index.md",
            "shili/2020/feed.xml",
            "shili/2020/index.html",
            "shili/2020/index.json",
            "shili/2020/index.md",
            "shili/2020/table.csv",
            "shili/feed.xml",
            "shili/index.html",
        ]
        .map(Box::from);
        let attachments: Vec<&str> = listed
            .iter()
            .map(|path| &**path)
            .filter(|path| is_attachment(path, &listed))
            .collect();
        let wanted = [
            "shili/2020/data/feed.xml",
            "shili/2020/data/index.json",
            "shili/2020/data/index.md",
            "shili/2020/feed.xml",
            "shili/2020/table.csv",
        ];
        assert_eq!(attachments, wanted);
    }
}
