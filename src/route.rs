//! Addresses inside the published site: the path of a page below its root, and links between pages.
//!
//! A [`Route`] is one or more segments of `[a-z0-9-]`; what is not, is no route. Links are relative and
//! name their file, so that the folder works at any path and from a USB stick. Files that are named after
//! their content get that part of the name here.

pub(crate) mod file_kind;
pub(crate) mod media_type;
pub(crate) mod site_path;
mod slug;

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

use crate::name;

pub(crate) use crate::route::slug::{Unreadable, slug, with_digest};

/// First segments that gongbao keeps for itself: they begin the addresses of pages and files of its own, so
/// that no agency's folder may have such a name.
pub(crate) const RESERVED: &[&str] = &[
    "search",
    "search-index",
    "data",
    "types",
    "years",
    "topics",
    "assets",
    "sitemap",
    "agencies",
    "about",
    "duties",
    "regions",
    "measures",
    "indicators",
    "citations",
    "validity",
    "parts",
    "series",
    "similarity",
    "follow",
    LOG_FOLDER,
    "verify",
];

/// What the name of a proof ends with, after the number of the text that it proves (C2SP tlog-proof).
pub(crate) const PROOF_ENDING: &str = ".tlog-proof";
/// What the name of a list of attachments with their digests ends with.
pub(crate) const LIST_ENDING: &str = ".sha256";

/// The name of the proof of a text, by its number.
pub(crate) fn proof_name(revision: u64) -> String {
    format!("{revision}{PROOF_ENDING}")
}

/// The name of the list of the attachments of a text, by its number.
pub(crate) fn list_name(revision: u64) -> String {
    format!("{revision}{LIST_ENDING}")
}

/// The folder of the log of what was published; no file of it is in SHA256SUMS.
pub(crate) const LOG_FOLDER: &str = "log";

/// Whether a path of the site is of its log.
pub(crate) fn is_of_log(path: &str) -> bool {
    let rest = path.strip_prefix(LOG_FOLDER);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

/// Bytes of a route, at most: file systems and proxies end near 255 a name and 2,000 a URL.
const MAX_ROUTE: usize = 400;
/// Bytes of a segment, at most.
const MAX_SEGMENT: usize = 120;

/// Bytes of a digest that a file's name holds: 48 bits, twelve hexadecimal digits.
const CONTENT_HASH: usize = 6;

/// What the name of a published file holds of its bytes, so that it changes with them and may be kept by
/// browsers for ever: twelve hexadecimal digits of their SHA-256.
pub(crate) fn content_hash(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(&Sha256::digest(bytes)[..CONTENT_HASH])
}

/// The path of a page's folder below the root of the site: `chongchuan/2019`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Route(String);

/// Whether `text` can be a segment of a route: a folder of that name can stand on any system.
pub(crate) fn is_segment(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_SEGMENT
        && !name::rule::is_device(text)
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl Route {
    /// A route as written in an `id`; `None` if it is none.
    pub(crate) fn parse(text: &str) -> Option<Route> {
        (text.len() <= MAX_ROUTE && text.split('/').all(is_segment)).then(|| Route(text.to_owned()))
    }

    /// The route of a path in the content tree without its ending, each name by its [`slug()`].
    ///
    /// # Errors
    ///
    /// If a name has no slug.
    pub(crate) fn of_path(path: &str) -> Result<Route, Unreadable> {
        let mut segments = path.split('/').map(slug);
        let first = Route(segments.next().unwrap_or(Err(Unreadable::Nothing))?);
        match path.split_once('/') {
            None => Ok(first),
            Some((_, below)) => first.below(below),
        }
    }

    /// The route of what stands at `path`, without its ending, in the folder of which this is the route.
    /// What would be too long is cut, and the last name has a digest of the path.
    ///
    /// # Errors
    ///
    /// If a name has no slug.
    pub(crate) fn below(&self, path: &str) -> Result<Route, Unreadable> {
        let segments: Result<Vec<String>, Unreadable> = path.split('/').map(slug).collect();
        let segments = segments?;
        let whole = format!("{}/{}", self.0, segments.join("/"));
        if whole.len() <= MAX_ROUTE {
            return Ok(Route(whole));
        }
        let last = segments.last().map_or("", String::as_str);
        Ok(Route(format!("{}/{}", self.0, with_digest(last, path))))
    }

    /// The path, without a `/` at either end.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first segment.
    pub(crate) fn first_segment(&self) -> &str {
        self.0.split('/').next().unwrap_or("")
    }

    /// The file of its page: `chongchuan/2019/index.html`.
    pub(crate) fn page(&self) -> String {
        self.file(PAGE_NAME)
    }

    /// A file in its folder.
    pub(crate) fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.0)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// First segments of the lists of reports: what stands below them comes and goes with the reports.
pub(crate) const FIRST_OF_LISTS: [&str; 4] = ["types", "years", "topics", "duties"];

/// The front page.
pub(crate) const HOME_PAGE: &str = PAGE_NAME;
/// The name of the page of a folder.
pub(crate) const PAGE_NAME: &str = "index.html";
/// The page on how to verify an archive that keeps a log.
pub(crate) const VERIFY_PAGE: &str = "verify/index.html";
/// The page of all agencies.
pub(crate) const AGENCIES_PAGE: &str = "agencies/index.html";
/// The page of all years.
pub(crate) const YEARS_PAGE: &str = "years/index.html";
/// The page of all types.
pub(crate) const TYPES_PAGE: &str = "types/index.html";
/// The page of all topics.
pub(crate) const TOPICS_PAGE: &str = "topics/index.html";
/// The source text of a report, beside its page.
pub(crate) const TEXT_NAME: &str = "index.md";
/// The text of a report as plain text, beside its page.
pub(crate) const PLAIN_NAME: &str = "index.txt";
/// The record of a report, beside its page.
pub(crate) const RECORD_NAME: &str = "index.json";
/// The folder of the pages of a report's tables, beside its page.
pub(crate) const TABLES_FOLDER: &str = "tables";
/// The folder of what a report said before it was corrected, beside its page.
pub(crate) const HISTORY_FOLDER: &str = "history";
/// The name of the list of those texts by time, in that folder.
pub(crate) const TIMEMAP_NAME: &str = "timemap.txt";
/// The feed of what a page lists, beside it.
pub(crate) const FEED_NAME: &str = "feed.xml";

/// The page of what became of the text of a report.
pub(crate) fn history_page(report: &Route) -> String {
    report.file(&format!("{HISTORY_FOLDER}/{PAGE_NAME}"))
}

/// The file of the page of a text that a report had before, by its number.
pub(crate) fn earlier_page(report: &Route, revision: u32) -> String {
    report.file(&format!("{HISTORY_FOLDER}/{revision}/{PAGE_NAME}"))
}

/// That text as it was published.
pub(crate) fn earlier_text(report: &Route, revision: u32) -> String {
    report.file(&format!("{HISTORY_FOLDER}/{revision}.md"))
}

/// The list of the texts that a report had, with the time of each (RFC 7089, section 5).
pub(crate) fn timemap(report: &Route) -> String {
    report.file(&format!("{HISTORY_FOLDER}/{TIMEMAP_NAME}"))
}

/// The page of reports that belong to no year.
pub(crate) const UNDATED_PAGE: &str = "years/undated/index.html";

/// The file of the list of a year.
pub(crate) fn year_page(year: i16) -> String {
    format!("years/{year:04}/index.html")
}

/// The file of the list of a type.
pub(crate) fn type_page(key: &str) -> String {
    format!("types/{key}/index.html")
}

/// The file of the list of a topic, by its segment.
pub(crate) fn topic_page(segment: &str) -> String {
    format!("topics/{segment}/index.html")
}

/// The page of all duties.
pub(crate) const DUTIES_PAGE: &str = "duties/index.html";
/// The page of what is cited and not held.
pub(crate) const CITATIONS_PAGE: &str = "citations/index.html";
/// The page of what is cited and may mean several documents.
pub(crate) const CITATION_DOUBTS_PAGE: &str = "citations/unsure/index.html";
/// The page of what is in force.
pub(crate) const VALIDITY_PAGE: &str = "validity/index.html";
/// The page of what the archive held on a day.
pub(crate) const AS_OF_PAGE: &str = "about/as-of/index.html";

/// The file of what happened to reports in a year; of no year, on days that nobody states.
pub(crate) fn changes_page(year: Option<i16>) -> String {
    match year {
        Some(year) => format!("about/as-of/{year:04}/index.html"),
        None => "about/as-of/undated/index.html".to_owned(),
    }
}

/// The script with the reports that were published in a year, for the page of a day; 0 of those without one.
pub(crate) fn held_script(year: Option<i16>) -> String {
    format!("about/as-of/{}.js", year.unwrap_or(0))
}

/// The page of all regions.
pub(crate) const REGIONS_PAGE: &str = "regions/index.html";

/// The file of the page of a duty, by its key.
pub(crate) fn duty_page(key: &str) -> String {
    format!("duties/{key}/index.html")
}

/// The file of the page of what was in force at the end of a year.
pub(crate) fn in_force_page(year: i16) -> String {
    format!("validity/{year:04}/index.html")
}

/// The file of the page of a region, by its segment.
pub(crate) fn region_page(segment: &str) -> String {
    format!("regions/{segment}/index.html")
}

/// The page of all plans and their measures.
pub(crate) const MEASURES_PAGE: &str = "measures/index.html";

/// The file of the ledger of a plan.
pub(crate) fn ledger_page(plan: &Route) -> String {
    format!("measures/plans/{plan}/index.html")
}

/// The file of a list of measures, by the segments of its address.
pub(crate) fn measures_page(segments: &[&str]) -> String {
    format!("measures/{}/index.html", segments.join("/"))
}

/// The page of all indicators.
pub(crate) const INDICATORS_PAGE: &str = "indicators/index.html";

/// The file of an indicator, by its key.
pub(crate) fn indicator_page(key: &str) -> String {
    format!("indicators/{key}/index.html")
}

/// The file of the figures of a body.
pub(crate) fn figures_page(agency: &Route) -> String {
    format!("indicators/agencies/{agency}/index.html")
}

/// The file of the tables of an agency that recur.
pub(crate) fn series_page(agency: &Route) -> String {
    format!("series/{agency}/index.html")
}

/// The file of the page of such a table; `kind` is the key of the type of its reports.
pub(crate) fn table_series_page(agency: &Route, kind: &str, key: &str) -> String {
    format!("series/{agency}/{kind}/{key}/index.html")
}

/// The page of all parts that are shown side by side.
pub(crate) const PARTS_PAGE: &str = "parts/index.html";

/// The file of the page of a part through the years of an agency's reports of a type.
pub(crate) fn part_of_agency_page(agency: &Route, kind: &str, part: &str) -> String {
    format!("parts/{agency}/{kind}/{part}/index.html")
}

/// The file of the page of a part across the agencies of a year: `years` is reserved, so that no agency has the folder.
pub(crate) fn part_of_year_page(kind: &str, part: &str, year: i16) -> String {
    format!("parts/years/{kind}/{part}/{year:04}/index.html")
}

/// Measures on one page of a ledger; a page weighs less than 60,000 bytes with its style and scripts.
pub(crate) const LEDGER_LENGTH: usize = 14;

/// The place of a measure: the page of the plan's ledger that it is on, and its id there.
pub(crate) fn measure_place(plan: &Route, at: usize, id: &str) -> String {
    let first = ledger_page(plan);
    match (at / LEDGER_LENGTH + 1, first.strip_suffix("index.html")) {
        (number @ 2.., Some(folder)) => format!("{folder}{number}.html#{id}"),
        _ => format!("{first}#{id}"),
    }
}

/// The relative link from the file `from` to a place, which is a file and an id in it.
pub(crate) fn relative_place(from: &str, place: &str) -> String {
    match place.split_once('#') {
        Some((file, id)) => format!("{}#{}", relative(from, file), encode(id)),
        None => relative(from, place),
    }
}

/// The relative path from the folder of the file `from` to the folder that holds the whole site, with
/// a `/` at its end, or empty at the root: `../../`.
pub(crate) fn root_of(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// A link from one file of the site to another, both given by their paths below the root.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let target: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let common = from[..folders]
        .iter()
        .zip(&target[..target.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let mut link = "../".repeat(folders - common);
    link.push_str(&target[common..].join("/"));
    link
}

/// What stands in a path as it is, beside letters and digits (RFC 3986, section 2.3), and `/`.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// Percent-encodes what may not stand in the path of a URL (RFC 3986, section 3.3), `/` excepted.
pub(crate) fn encode(path: &str) -> String {
    utf8_percent_encode(path, UNRESERVED).to_string()
}

/// Undoes [`encode`]; `None` where the result is no UTF-8 or a `%` stands alone.
pub(crate) fn decode(path: &str) -> Option<String> {
    let mut after = path.split('%').skip(1).map(str::as_bytes);
    let is_encoded = after
        .all(|rest| matches!(rest, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()));
    let decoded = is_encoded.then(|| percent_decode_str(path).decode_utf8().ok())??;
    Some(decoded.into_owned())
}

/// Joins a relative path to a folder of a tree, both with `/`; `None` if it climbs out of the tree or
/// is absolute. `.` and empty segments vanish; the result is in the form of [`name::composed`].
pub(crate) fn join(folder: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains('\\') {
        return None;
    }
    let mut segments: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for segment in relative.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    Some(name::composed(&segments.join("/")).into_owned())
}

#[cfg(test)]
mod tests;
