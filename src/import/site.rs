//! A saved portal: a mirror of its files, or what a crawler kept (WARC, WACZ).
//!
//! In: files by their addresses. Out: its pages, each with the address that it had, a name, and its text or why it has none: a
//! list of other pages, a redirect, no page at all. Images and attachments come from among the same files. Never asks a
//! network, never holds more than one page.

pub(crate) mod gzip;
pub(crate) mod http;
pub(crate) mod relink;
pub(crate) mod store;
pub(crate) mod wacz;
pub(crate) mod warc;

use crate::diagnostic::Text;
use crate::import::document::{Document, Place, Stated};
use crate::import::html::{self, Read, address};
use crate::import::site::store::{Store, key};
use crate::import::unique::Unique;
use crate::import::{Refusal, Source, Wanted};

/// Old addresses that are listed of one page.
const MAX_ALIASES: usize = 20;

/// A page of a saved portal.
#[derive(Debug)]
pub(crate) struct SitePage {
    /// The address that it had; from the top of the site where its host is not known.
    pub address: String,
    /// A path for its report, of small letters, digits, `-` and `/`; no two pages have one.
    pub name: String,
    /// Its text, or why it has none.
    pub outcome: Result<Document, NoArticle>,
}

/// Why a page becomes no report.
#[derive(Debug, PartialEq)]
pub(crate) enum NoArticle {
    /// It lists other pages, so many.
    List(usize),
    /// It cannot be read.
    Refused(Refusal),
}

/// The pages of a portal, in the order of their addresses.
pub(crate) fn pages<'s>(
    store: &'s dyn Store,
    wanted: &'s Wanted,
) -> impl Iterator<Item = SitePage> + 's {
    let mut names = Unique::default();
    let all = store.addresses().into_iter();
    let pages = all.filter(|found| is_page(&found.address, found.media.as_deref()));
    pages.map(move |found| {
        let name = names.name(name_of(&found.address));
        let outcome = read(store, wanted, &found.address);
        SitePage {
            address: found.address,
            name,
            outcome,
        }
    })
}

fn read(store: &dyn Store, wanted: &Wanted, page: &str) -> Result<Document, NoArticle> {
    let Some(bytes) = store.read(page) else {
        return Err(NoArticle::Refused(unreadable()));
    };
    let beside = |wanted: &str| beside(store, page, wanted);
    let name = address::file_name(page);
    let source = Source {
        name: &name,
        bytes: &bytes,
        beside: &beside,
        wanted,
    };
    let mut document = match html::judged(&source) {
        Ok(Read::Article(document)) => document,
        Ok(Read::List(links)) => return Err(NoArticle::List(links)),
        Err(refusal) => return Err(NoArticle::Refused(refusal)),
    };
    let mut old = vec![page.to_owned()];
    old.extend(store.led_to(page).into_iter().take(MAX_ALIASES));
    for address in old {
        let stated = Stated {
            name: "old address".to_owned(),
            value: address,
            place: Place::Document,
        };
        let is_known =
            |one: &Stated| one.name == stated.name && key(&one.value) == key(&stated.value);
        if !document.stated.iter().any(is_known) {
            document.stated.push(stated);
        }
    }
    Ok(document)
}

/// A file by the address that a page has for it, or by its path from the folder of the page.
fn beside(store: &dyn Store, page: &str, wanted: &str) -> Option<Vec<u8>> {
    let base = whole(page);
    let near = address::join(&base, wanted);
    let from_top = address::join(&base, &format!("/{}", wanted.trim_start_matches('/')));
    store.read(&near).or_else(|| store.read(&from_top))
}

/// An address with a host, for those that only have a path.
pub(crate) fn whole(page: &str) -> String {
    match address::has_scheme(page) {
        true => page.to_owned(),
        false => format!("http://-/{}", page.trim_start_matches('/')),
    }
}

/// Whether a file is a page, by its kind or by how it is called.
fn is_page(address: &str, media: Option<&str>) -> bool {
    if let Some(media) = media {
        let kind = media
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        return matches!(kind.as_str(), "text/html" | "application/xhtml+xml");
    }
    let name = address::file_name(address).to_ascii_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let format = html::format();
    match ending {
        Some(ending) => format.endings.contains(&ending) || address.contains('?'),
        None => false,
    }
}

/// A path that an address gives, without what says nothing.
fn name_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| {
        rest.split_once('/').map_or("", |(_, path)| path)
    });
    let (path, asked) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.split('#').next().unwrap_or_default();
    let mut segments: Vec<String> = path
        .split('/')
        .map(plain)
        .filter(|segment| !segment.is_empty())
        .collect();
    if let Some(last) = segments.pop() {
        let stem = last
            .rsplit_once('.')
            .map_or(last.as_str(), |(stem, _)| stem);
        let is_index = matches!(stem, "index" | "default" | "");
        if !is_index || segments.is_empty() {
            segments.push(if stem.is_empty() {
                "index".to_owned()
            } else {
                stem.to_owned()
            });
        }
    }
    if segments.is_empty() {
        segments.push("index".to_owned());
    }
    let asked = plain(asked);
    let name = segments
        .iter()
        .map(|segment| segment.replace('.', "-"))
        .collect::<Vec<_>>()
        .join("/");
    match asked.is_empty() {
        true => name,
        false => format!("{name}-{}", asked.replace('.', "-")),
    }
}

/// Small letters, digits, dots; anything else is `-`.
fn plain(segment: &str) -> String {
    let mut plain = String::new();
    for c in segment.chars().map(|c| c.to_ascii_lowercase()) {
        match c {
            'a'..='z' | '0'..='9' | '.' => plain.push(c),
            _ if plain.ends_with('-') || plain.is_empty() => {}
            _ => plain.push('-'),
        }
    }
    plain.trim_end_matches('-').trim_matches('.').to_owned()
}

fn unreadable() -> Refusal {
    Refusal(Text::new(
        "文件已损坏或过大，无法读取；请重新下载这一页",
        "the file is damaged or too large; fetch this page again",
    ))
}

#[cfg(test)]
mod tests;
